"""What is told of the leak guard, and what is answered."""

from __future__ import annotations

import pytest

from studio.model.events import LeakEnded, LeakHeard
from studio.model.settings import Settings
from studio.model.state import Levels
from studio.speech.narrator import narrate
from tests.commands.rig import VOICE, Rig

LEAK = "Viewers can hear the studio's voice."
REMEDY = "Use closed headphones, or turn the voice down."
READER = (
    "The studio cannot hear your screen reader, which plays on the system's own device. "
    "Viewers hear it if it comes from loudspeakers: give it closed headphones."
)


@pytest.fixture
def rig() -> Rig:
    rig = Rig(settings=Settings(monitor_device="USB headset"))
    rig.stage.level = Levels(compared_s=30.0)
    return rig


def test_a_leak_is_told_with_its_remedy_is_wrong_until_it_ends_and_not_while_muted(rig: Rig):
    said = narrate(LeakHeard(VOICE.id, VOICE.name))
    assert said is not None
    assert said.text == f"{LEAK} {VOICE.name} picks it up. {REMEDY}"
    rig.tell(LeakHeard(VOICE.id, VOICE.name))
    assert rig.do("status.all_right") == LEAK
    assert rig.do("status.leak") == f"{LEAK} {REMEDY}"
    rig.do("sound.mute")
    assert LEAK not in rig.do("status.all_right")
    rig.do("sound.mute")
    assert rig.do("status.all_right") == LEAK
    told = rig.tell(LeakEnded(VOICE.id, VOICE.name))
    assert told == f"{VOICE.name} no longer picks up the studio's voice."
    assert rig.do("status.all_right") == "Everything is all right."


def test_what_is_not_known_is_not_called_well(rig: Rig):
    assert rig.do("status.leak") == "Your microphone does not pick up the studio's voice."
    rig.stage.level = Levels(compared_s=3.0)
    assert "has not said enough yet" in rig.do("status.leak")
    rig.do("sound.mute")
    assert rig.do("status.leak") == "Your microphone is not open, so it picks up nothing."
    rig.do("settings.change", name="monitor_device", value="")
    assert rig.do("status.leak").startswith("No headphones are chosen")
    rig.do("settings.change", name="leak_guard", value=False)
    assert rig.do("status.leak") == "The leak guard is off. It is switched on in the settings."


def test_switched_off_it_takes_back_what_it_found(rig: Rig):
    rig.tell(LeakHeard(VOICE.id, VOICE.name))
    rig.do("settings.change", name="leak_guard", value=False)
    assert rig.do("status.all_right") == "Everything is all right."


@pytest.mark.parametrize(("own_voice", "is_told"), [("auto", True), ("always", False)])
def test_it_says_that_it_cannot_hear_a_screen_reader(rig: Rig, own_voice, is_told):
    rig.show.is_read = lambda: True
    rig.do("settings.change", name="own_voice", value=own_voice)
    assert (READER in rig.do("status.leak")) == is_told
    rig.show.is_read = lambda: None
    assert READER not in rig.do("status.leak")
