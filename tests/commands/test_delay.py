"""What is told of the broadcast delay, and what can be done with what it holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.delay import least_delay_s
from studio.model import events
from studio.model.speech_model import SpeechModel, WordsNews, WordsPhase
from studio.model.state import OutputPhase
from studio.model.voice import NAME, Take, TaughtCommand
from studio.show import REHEARSAL
from tests.commands.rig import Rig

NO_FEATURES = np.zeros((0, 0), np.float32)


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def late(rig: Rig) -> Rig:
    rig.do("settings.change", name="broadcast_delay_s", value=5)
    rig.do("show.rehearse")
    return rig


def _begin(rig: Rig) -> None:
    rig.do("show.go_live")
    _begin_told(rig, rig.state.delay_s)


def _begin_told(rig: Rig, behind_s: float) -> str:
    return rig.tell(
        events.OutputStarted(
            REHEARSAL, "Rehearsal", is_recording=False, is_rehearsal=True, behind_s=behind_s
        )
    )


def _end(rig: Rig) -> None:
    rig.tell(
        events.OutputEnded(REHEARSAL, "Rehearsal", is_recording=False, seconds=9, is_rehearsal=True)
    )


def _transcript(rig: Rig) -> str:
    return " ".join(said.announcement.text for said in rig.announcer.history())


def test_without_a_delay_nothing_is_told_of_it(rig):
    rig.do("show.rehearse")
    assert not rig.do("show.go_live")
    assert rig.stage.last("delay") == 0.0
    assert "behind" not in _begin_told(rig, 0.0)
    assert rig.do("show.end") == "Ending the show."
    assert not rig.state.works


def test_how_far_viewers_are_behind_is_told_from_going_live_on(late):
    assert late.do("show.go_live") == ("Going live. Viewers get all from now on, 5 seconds later.")
    assert late.stage.last("delay") == 5.0
    assert _begin_told(late, 5.0) == (
        "You are live in rehearsal. Nothing is sent. Viewers are 5 seconds behind you."
    )
    assert "Viewers are 5 seconds behind you." in late.do("status.live")
    assert "Viewers are 5 seconds behind you." in late.do("status.on_air")
    assert late.outcome.data["behind_s"] == 5.0


def test_on_air_it_stays_as_it_was(late):
    _begin(late)
    assert late.do("settings.change", name="broadcast_delay_s", value=2) == (
        "Broadcast delay: 2 seconds. It takes effect after this show."
    )
    late.do("record.toggle")
    assert late.state.behind_s == 5.0
    assert [value for kind, value in late.stage.asked if kind == "delay"] == [5.0]


def test_the_end_tells_that_the_rest_is_still_being_sent_and_how_far_it_is(late):
    _begin(late)
    assert late.do("show.end") == ("Ending the show. The last 5 seconds are still being sent.")
    (work,) = late.state.works
    assert work.can_cancel
    began = late.show.delay._rest_from
    late.show.delay.look(began + 2.5)
    assert late.state.works[0].share == 0.4
    _end(late)
    assert not late.state.works
    assert late.state.behind_s == 0.0


def test_the_rest_can_be_called_off_or_left_out_from_the_beginning(late):
    _begin(late)
    late.do("show.end")
    late.do("studio.cancel")
    assert late.stage.last("stop at once") == REHEARSAL
    _end(late)
    _begin(late)
    assert late.do("show.end_at_once") == ("The show ends at once; what was held is not sent.")
    assert [o.phase for o in late.state.outputs] == [OutputPhase.ENDING]
    assert [kind for kind, _ in late.stage.asked].count("stop at once") == 2
    _end(late)
    assert "You are not live." in late.do("show.end_at_once")


def test_what_is_held_is_taken_back_at_once_and_without_a_question(late):
    _begin(late)
    assert late.do("show.drop_held") == (
        "The last 5 seconds are taken back. Viewers hear you again from now on."
    )
    assert late.stage.last("drop") is None


def test_without_a_delay_nothing_can_be_taken_back_and_the_way_to_one_is_told(rig):
    told = rig.do("show.drop_held")
    assert "Nothing is held" in told
    assert "broadcast delay in the settings" in told
    assert not [kind for kind, _ in rig.stage.asked if kind == "drop"]


def test_commands_without_the_key_lengthen_the_delay_that_was_chosen(late):
    late.show.delay.needs(7.0)
    late.do("show.go_live")
    assert late.stage.last("delay") == 7.0
    _begin_told(late, 7.0)
    assert "without the key" not in _transcript(late)


def test_that_viewers_hear_commands_is_told_honestly(late):
    _begin(late)
    warning = (
        "Viewers hear the commands that you speak without the key: they are not far enough "
        "behind you. Hold the key for commands."
    )
    late.show.delay.needs(6.0)
    assert warning in _transcript(late)
    assert warning in late.do("status.live")


def test_that_a_recording_has_commands_is_told_too(rig):
    rig.do("record.toggle")
    assert rig.state.outputs
    rig.tell(events.OutputStarted(rig.state.outputs[0].id, "recording", is_recording=True))
    warning = (
        "The recording has the commands that you speak without the key: it is not held back long "
        "enough. Hold the key for commands."
    )
    assert warning not in _transcript(rig)
    rig.show.delay.needs(3.0)
    assert warning in _transcript(rig)
    assert warning in rig.do("status.live")


@pytest.mark.parametrize(
    ("seconds", "name_s", "least"), [((), 0.0, 1.0), ((0.6, 1.9), 0.5, 4.0), ((9.0,), 0.5, 8.0)]
)
def test_what_commands_need_is_reckoned_from_the_longest_take(seconds, name_s, least):
    takes = tuple(Take(NO_FEATURES, s) for s in seconds)
    taught = [TaughtCommand("mute", "sound.mute", takes=takes)]
    taught.append(TaughtCommand(NAME, "", takes=(Take(NO_FEATURES, name_s),)))
    assert least_delay_s(taught) == least


def test_any_phrase_may_be_said_where_words_are_heard():
    name = TaughtCommand(NAME, "", takes=(Take(NO_FEATURES, 0.7),))
    short = TaughtCommand("mute", "sound.mute", takes=(Take(NO_FEATURES, 0.6),))
    long = TaughtCommand("long", "show.end", takes=(Take(NO_FEATURES, 4.1),))
    assert least_delay_s([name, short], has_words=True) == 5.0
    assert least_delay_s([name, short, long], has_words=True) == 6.0


def test_words_that_are_heard_lengthen_the_delay_and_end_with_their_engine(rig):
    rig.do("settings.change", name="listening", value="hands free")
    assert rig.state.delay_need_s == 1.0
    english = SpeechModel("en", "small", Path("models/en"), 1)
    rig.archive.models = (english,)
    rig.show.speech_models.look()
    assert rig.state.speech_models.phase is WordsPhase.LOADING
    assert rig.state.delay_need_s == 4.0
    rig.tell(events.WordsChanged(WordsNews(WordsPhase.READY, "en")))
    assert rig.state.delay_need_s == 4.0
    rig.tell(events.WordsChanged(WordsNews(WordsPhase.OFF, "en")))
    assert rig.state.delay_need_s == 1.0
