"""The own voice's commands: quiet, faster, louder, and headphones chosen by ear."""

import threading
from dataclasses import replace

import pytest

from studio.model.errors import SoundError
from studio.model.message import say
from studio.model.settings import Settings
from tests.commands.rig import Rig

HOW = "If you hear it, press any key. Escape leaves all as it was."


@pytest.fixture
def rig():
    return Rig()


def _said(rig: Rig):
    return [asked for asked in rig.stage.asked if asked[0] == "said on"]


def test_silence_is_silent(rig):
    assert rig.do("speech.silence") == ""
    assert rig.voice.asked == ["silence"]


def test_the_speed_goes_by_tenths_up_to_its_ends_and_back(rig):
    assert rig.do("speech.faster") == "265 words a minute."
    assert rig.do("speech.slower") == "240 words a minute."
    for _ in range(20):
        rig.do("speech.faster")
    assert rig.do("speech.faster").startswith("It goes no further.")
    assert rig.state.settings.speech_wpm == 900
    for _ in range(40):
        rig.do("speech.slower")
    assert rig.state.settings.speech_wpm == 80
    rig.do("studio.undo")
    assert rig.state.settings.speech_wpm == 85


def test_the_volume_goes_by_steps_and_never_to_nothing(rig):
    assert rig.do("speech.louder") == "90 percent loud."
    for _ in range(12):
        rig.do("speech.softer")
    assert rig.state.settings.speech_volume == 5


def test_every_device_says_its_own_name_on_itself_and_yes_takes_the_one_that_is_heard(rig):
    rig.archive.is_slow = True
    assert rig.do("speech.headphones") == "Listen: everything that plays says its name."
    rig.archive.errands.pop(0)()
    rig.archive.errands.pop(0)()
    assert str(rig.state.question) == "Are these your headphones: Loudspeakers?"
    rig.archive.errands.pop(0)()
    assert _said(rig) == [
        ("said on", ("Loudspeakers", f"This is Loudspeakers. {HOW}")),
        ("said on", ("USB headset", f"This is USB headset. {HOW}")),
    ]
    assert str(rig.state.question) == "Are these your headphones: USB headset?"
    rig.do("studio.no")
    rig.archive.errands.pop(0)()
    assert rig.state.works == ()
    assert rig.state.settings.monitor_device == ""


def test_after_yes_no_other_device_says_its_name(rig):
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    rig.archive.errands.pop(0)()
    rig.archive.errands.pop(0)()
    assert rig.do("studio.yes") == "Headphones: Loudspeakers."
    rig.archive.errands.pop(0)()
    assert rig.archive.errands == []
    assert rig.state.works == ()
    assert rig.state.settings.monitor_device == "Loudspeakers"
    rig.do("studio.undo")
    assert rig.state.settings.monitor_device == ""


def test_nobody_sees_the_question_over_before_its_headphones_are_chosen(rig):
    """Else the first steps would show, read and keep that there are none."""
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    rig.archive.errands.pop(0)()
    rig.archive.errands.pop(0)()
    seen = []
    rig.show.subscribe(seen.append)
    rig.do("studio.yes")
    assert len(seen) == 2
    assert seen[0].takes_any_key
    assert not seen[1].takes_any_key
    assert seen[1].settings.monitor_device == "Loudspeakers"


def test_a_device_that_cannot_be_used_is_passed_over_and_all_of_it_can_be_called_off(rig):
    rig.stage.broken_devices = ("Loudspeakers",)
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    for _ in range(3):
        rig.archive.errands.pop(0)()
    assert str(rig.state.question) == "Are these your headphones: USB headset?"
    rig.do("studio.cancel")
    rig.archive.errands.pop(0)()
    assert rig.archive.errands == []


@pytest.mark.parametrize(
    ("plays", "broken", "told"),
    [
        ((), (), "Nothing here can play sound. Plug in headphones, then choose them again."),
        (
            ("Screen", "Dock"),
            ("Screen", "Dock"),
            "Nothing here can play sound. Plug in headphones, then choose them again.",
        ),
        (SoundError(say("No answer."), say("Start it again.")), (), "No answer. Start it again."),
    ],
    ids=["nothing plays", "nothing can be used", "the system cannot be asked"],
)
def test_where_nothing_can_be_heard_that_is_told_and_the_search_is_over(rig, plays, broken, told):
    rig.stage.plays = plays
    rig.stage.broken_devices = broken
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    for _ in range(3):
        if rig.archive.errands:
            rig.archive.errands.pop(0)()
    assert rig.archive.errands == []
    assert rig.announcer.last().announcement.text == told
    assert rig.state.works == ()
    assert not rig.state.takes_any_key


def test_they_say_their_names_round_and_round_until_one_is_taken_or_all_is_left(rig):
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    for _ in range(7):
        rig.archive.errands.pop(0)()
    names = [device for _kind, (device, _words) in _said(rig)]
    assert names == ["Loudspeakers", "USB headset", "Screen", "Loudspeakers", "USB headset"]
    assert rig.state.takes_any_key
    assert rig.do("studio.no") == "Nothing was done."
    assert not rig.state.takes_any_key
    assert rig.state.works == ()
    assert rig.state.settings.monitor_device == ""
    rig.archive.errands.pop(0)()
    assert rig.archive.errands == []


def test_a_key_means_what_was_heard_last_however_long_the_next_takes_to_begin(rig):
    rig.archive.is_slow = True
    begun = []
    rig.stage.say_on = lambda _device, _words, _over, sounds: begun.append(sounds)
    rig.do("speech.headphones")
    for _ in range(3):
        rig.archive.errands.pop(0)()
    assert rig.state.takes_any_key
    assert rig.state.question is None, "nobody has heard anything yet"
    assert rig.do("studio.yes").startswith("Nothing was asked.")
    begun[0]()
    assert str(rig.state.question) == "Are these your headphones: Loudspeakers?"
    rig.archive.errands.pop(0)()
    assert rig.do("studio.yes") == "Headphones: Loudspeakers."
    begun[1]()
    assert rig.state.question is None


def test_a_search_begins_after_the_one_that_is_in_use():
    rig = Rig(settings=Settings(monitor_device="USB headset"))
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    for _ in range(4):
        rig.archive.errands.pop(0)()
    assert [device for _kind, (device, _words) in _said(rig)] == [
        "Screen",
        "Loudspeakers",
        "USB headset",
    ]


def test_what_is_being_said_ends_at_once_when_one_is_taken(rig):
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    rig.archive.errands.pop(0)()
    over: list[threading.Event] = []

    def say_on(_device, _words, event, begun):
        begun()
        over.append(event)

    rig.stage.say_on = say_on
    rig.archive.errands.pop(0)()
    assert not over[0].is_set()
    rig.do("studio.yes")
    assert over[0].is_set()


def test_another_question_or_another_search_ends_the_one_before(rig):
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    rig.archive.errands.pop(0)()
    rig.do("speech.headphones")
    rig.archive.errands.pop(0)()  # the first search's device
    rig.archive.errands.pop(0)()
    assert len(rig.state.works) == 1
    rig.do("studio.cancel")
    assert rig.state.works == ()
    assert rig.state.question is None
    assert rig.do("studio.yes").startswith("Nothing was asked.")


@pytest.mark.parametrize("begun", [{"is_connecting": True}, {"live_since": 1.0}])
def test_a_show_that_goes_live_ends_the_search_in_the_middle_of_a_word(rig, begun):
    rig.archive.is_slow = True
    rig.do("speech.headphones")
    rig.archive.errands.pop(0)()
    over: list[threading.Event] = []
    rig.stage.say_on = lambda _device, _words, event, _begun: over.append(event)
    rig.archive.errands.pop(0)()
    rig.show._change(**begun)
    assert over[0].is_set()
    assert rig.announcer.last().announcement.text == (
        "Viewers would hear loudspeakers now. Choose headphones by name in the settings."
    )
    assert rig.state.works == ()
    assert rig.state.question is None
    rig.archive.errands.pop(0)()
    assert rig.archive.errands == []


@pytest.mark.parametrize("begun", [{"is_connecting": True}, {"live_since": 1.0}])
def test_while_live_no_loudspeaker_says_a_name(begun):
    rig = Rig(**begun)
    assert rig.do("speech.headphones").startswith("Viewers would hear loudspeakers now.")
    assert _said(rig) == []


def test_a_signal_that_cannot_be_heard_says_why():
    rig = Rig(settings=replace(Settings(), monitor_device="usb"))
    rig.stage.has_ears = False
    assert rig.do("sound.signal", signal="done").startswith("The headphones are not there")
