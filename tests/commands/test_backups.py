"""Backups by command: made at once, put back after a yes, never while the show goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from studio.model.backup import Backup
from studio.model.listening import Heard, ListeningState, Offer
from studio.model.message import say
from studio.model.scene import Scene
from studio.model.settings import Settings
from studio.model.speech_model import SpeechModel, SpeechModelsState
from studio.model.state import OutputPhase, OutputState, ShowState
from studio.text import in_use, use
from tests.commands.rig import SCARF, TEA, VOICE, Rig

COPY = Backup(Path("/data/backups/studio-2026-11-28T21-00-00.db"), datetime(2026, 11, 28, 21), 9)  # noqa: DTZ001 - as on the wall
KEPT = ShowState(
    sound_sources=(VOICE,),
    scenes=(Scene("Old kitchen", (), id="old"),),
    scene="old",
    products=(TEA,),
    settings=Settings(),
    wants_first_steps=True,
)


@pytest.fixture
def rig():
    rig = Rig()
    rig.archive.copies = (COPY,)
    rig.archive.restored = KEPT
    yield rig
    use("en")


def test_a_backup_is_made_and_its_place_told(rig):
    told = rig.do("studio.backup")
    assert told == ("The backup is made. It is studio-2026-11-28T21-00-00.db in /data/backups.")
    assert rig.state.works == ()


def test_while_it_is_made_that_is_known(rig):
    rig.archive.is_slow = True
    assert rig.do("studio.backup") == ""
    assert rig.do("status.works") == "Making a backup."
    rig.archive.errands.pop()()
    assert rig.state.works == ()


def test_it_is_put_back_after_a_yes_and_the_show_takes_everything_anew(rig):
    rig.do("card.show", product="scarf")
    rig.do("scene.switch", scene="Table")
    asked = rig.do("backup.restore", backup=COPY, origin="window")
    assert asked.startswith(
        "All that was changed or sold since November 28, 2026 21:00 goes out of use."
    )
    assert rig.state.products == (SCARF, TEA)
    told = rig.do("studio.yes", origin="window")
    assert told == (
        "All is as it was on November 28, 2026 21:00. "
        "What was there before is kept as studio-before-restore.db."
    )
    assert [kind for kind, _value in rig.archive.saved[-2:]] == ["way", "restored"]
    assert (rig.state.products, rig.state.card, rig.state.scene) == ((TEA,), None, "old")
    assert rig.stage.last("sources") == ((), (VOICE,))
    assert rig.stage.last("scene")[0].name == "Old kitchen"
    assert rig.stage.last("card") == (None, 0.0)
    # Whoever streams knows the studio already.
    assert not rig.state.wants_first_steps
    # What was done before is of another file.
    assert rig.do("studio.undo").startswith("There is nothing to")


def test_no_leaves_all_as_it_is(rig):
    rig.do("backup.restore", backup=COPY, origin="window")
    assert rig.do("studio.no", origin="window") == "Nothing was done."
    assert rig.state.products == (SCARF, TEA)


def test_the_language_of_the_backup_is_spoken_from_then_on(rig, monkeypatch):
    monkeypatch.delenv("EARSHOT_LANGUAGE", raising=False)
    rig.archive.restored = replace(KEPT, settings=replace(Settings(), language="id"))
    rig.do("backup.restore", backup=COPY)
    assert in_use() == "id"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (
            {"outputs": (OutputState("a", "Shop", False, OutputPhase.ON, 1.0),), "live_since": 1.0},
            "You are live",
        ),
        ({"is_connecting": True}, "You are live"),
        ({"outputs": (OutputState("r", "Recording", True),)}, "You are recording"),
    ],
)
def test_on_air_nothing_is_put_back(rig, state, why):
    rig.show._change(**state)
    assert rig.do("backup.restore", backup=COPY).startswith(why)
    assert rig.do("backup.restore", backup=COPY, sure=True).startswith(why)
    assert rig.archive.saved == []


def test_nor_while_something_is_under_way(rig):
    rig.archive.is_slow = True
    rig.do("studio.backup")
    assert rig.do("backup.restore", backup=COPY).startswith("Something is under way")


def test_what_goes_on_meanwhile_stays(rig):
    """Somebody may go live in the second that it takes."""
    rig.archive.is_slow = True
    rig.do("backup.restore", backup=COPY)
    output = OutputState("a", "Shop", False, OutputPhase.ON, 5.0)
    rig.show._change(outputs=(output,), live_since=5.0)
    rig.archive.errands.pop()()
    assert (rig.state.outputs, rig.state.live_since) == ((output,), 5.0)


def test_the_speech_models_are_of_the_machine_and_stay(rig):
    here = SpeechModelsState((SpeechModel("ko", "k", Path("k"), 1),))
    rig.show._change(speech_models=here)
    rig.do("backup.restore", backup=COPY, origin="window")
    rig.do("studio.yes", origin="window")
    assert rig.state.speech_models.here == here.here


def test_the_studio_listens_as_before_and_the_log_is_of_whose_studio_it_is_now(rig):
    heard = Heard(1.0, None, None, is_held=True, result=say("Nothing was done."))
    rig.archive.restored = replace(KEPT, listening=ListeningState(log=(heard,)))
    offer = Offer(say("next card"), None)
    rig.show._change(listening=ListeningState(is_asleep=True, offers=(offer,), language="ko"))
    rig.do("backup.restore", backup=COPY, sure=True)
    assert rig.state.listening == ListeningState(is_asleep=True, language="ko", log=(heard,))
