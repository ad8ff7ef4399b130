"""Commands taught step by step: what is asked for, taken, refused and kept.

An installed voice stands in for the person's; the features and the comparison are the real ones.
"""

import time
from dataclasses import replace

import numpy as np
import pytest

from studio.commands.command import Origin
from studio.commands.teaching import ESSENTIAL
from studio.cue import PATIENCE_S
from studio.model import events
from studio.model.announcement import Earcon
from studio.model.errors import SoundError
from studio.model.lesson import TAKES, Turn, own_takes
from studio.model.message import say
from studio.model.person import Person
from studio.model.scene import SoundKind, SoundSource
from studio.model.state import OutputPhase, OutputState
from studio.model.voice import NAME, Guess, TaughtCommand
from studio.trial import understood
from studio.voice.takes import make_recording
from studio.voice.taught import Judgement
from tests.commands.rig import Rig
from tests.harness.mouth import recording, speech

LIVE = (OutputState("x", "Douyin", False, OutputPhase.ON, 1.0),)
MICROPHONE = SoundSource("Microphone", SoundKind.MICROPHONE, id="mic")
NEXT, HIDE = "show the next product", "take the card away"


class Pupil:
    """Somebody who teaches a studio.

    Attributes:
        now: Seconds of the clock, which only goes on when asked to.
    """

    def __init__(self, rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rig = rig
        self.now = time.monotonic()
        monkeypatch.setattr("studio.cue.time.monotonic", lambda: self.now)

    def do(self, command: str, **values: object) -> str:
        return self.rig.do(command, Origin.KEY, **values)

    def wait(self, seconds: float = 10.0) -> str:
        """Let time pass; gives what is told meanwhile."""
        return self._heard(lambda: self._pass(seconds))

    def _pass(self, seconds: float) -> None:
        self.now += seconds
        self.rig.show.cue.look(self.now)

    def says(self, heard: object) -> str:
        """Wait for the tone, then speak; gives what is answered."""
        if not self.rig.show.cue.is_waiting:
            self.wait()
        assert self.rig.show.cue.is_waiting
        take = self.rig.stage.last("take")
        return self._heard(lambda: take(heard))

    def teaches(self, words: str) -> str:
        return [self.says(recording(words, turn)) for turn in range(TAKES)][-1]

    def _heard(self, act) -> str:
        before = len(self.rig.announcer.history())
        act()
        told = self.rig.announcer.history()[before:]
        return " ".join(said.announcement.text for said in told)

    @property
    def taught(self) -> dict[str, TaughtCommand]:
        return {one.command: one for one in self.rig.state.taught}

    @property
    def usable(self) -> list[str]:
        """What the recognizer was handed last."""
        return [one.command for one in self.rig.stage.last("teach")]


@pytest.fixture
def pupil(monkeypatch):
    return Pupil(Rig(sound_sources=(MICROPHONE,)), monkeypatch)


def test_a_command_is_said_three_times_and_is_known(pupil):
    assert pupil.do("voice.teach", which="next card") == (
        "“Next card”: say it in words of your own. Take 1 of 3, after the tone."
    )
    assert pupil.rig.state.lesson.turn is Turn.STUDIO
    assert not pupil.rig.show.cue.is_waiting
    assert pupil.wait() == ""
    assert pupil.rig.stage.last("earcon") is Earcon.LISTENING
    assert pupil.rig.state.lesson.turn is Turn.PERSON
    assert pupil.says(recording(NEXT, 0)) == "Good. Take 2 of 3, after the tone."
    assert pupil.usable == []
    assert pupil.says(recording(NEXT, 1)) == "Good. Take 3 of 3, after the tone."
    assert pupil.says(recording(NEXT, 2)) == "“Next card” is known."
    assert pupil.rig.state.lesson is None
    assert pupil.rig.state.works == ()
    assert pupil.usable == ["card.next"]
    assert len(own_takes(pupil.taught["card.next"])) == TAKES
    kept = [value for name, value in pupil.rig.archive.saved if name == "taught"]
    assert [len(one.takes) for (one,) in kept] == [1, 2, 3]


def test_nothing_is_taken_before_the_tone_and_nothing_after(pupil):
    pupil.do("voice.teach", which="next card")
    assert [name for name, _value in pupil.rig.stage.asked if name == "take"] == []
    pupil.wait()
    take = pupil.rig.stage.last("take")
    take(recording(NEXT, 0))
    take(recording(NEXT, 1))
    assert len(pupil.taught["card.next"].takes) == 1


def test_a_lesson_that_hears_while_all_else_is_off_says_so(pupil):
    pupil.do("voice.listen", mode="never")
    told = pupil.do("voice.teach", which="next card")
    assert told.startswith("Commands by voice are off, but this lesson hears you. “Next card”:")


def test_a_lesson_is_ended_and_what_was_said_is_kept(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.wait()
    pupil.rig.stage.last("take")(recording(NEXT, 0))
    assert pupil.do("voice.end_lesson") == (
        "The lesson is over. What you said is kept; “teach the first commands” goes on with it."
    )
    assert pupil.rig.state.lesson is None
    assert pupil.rig.state.works == ()
    assert len(pupil.taught["card.next"].takes) == 1
    assert pupil.do("voice.end_lesson").startswith("Nothing is being taught.")


def test_a_lesson_ends_where_what_it_teaches_is_forgotten(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.wait()
    pupil.rig.stage.last("take")(recording(NEXT, 0))
    pupil.do("voice.forget", taught="next card")
    assert pupil.rig.state.lesson is None


def test_the_tone_waits_for_the_own_voice_and_is_said_where_nobody_can_hear_it(pupil):
    pupil.rig.voice.is_talking = True
    pupil.do("voice.teach", which="next card")
    pupil.wait()
    assert not pupil.rig.show.cue.is_waiting
    pupil.rig.voice.is_talking = False
    pupil.rig.stage.has_ears = False
    assert pupil.wait(0.1) == "Now."
    assert pupil.rig.show.cue.is_waiting


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        (lambda: recording("on", 0, wpm=400), "That was too short"),
        (lambda: make_recording((speech(NEXT) * 0.004).astype(np.float32)), "That was too quiet"),
        (
            lambda: make_recording(np.clip(speech(NEXT) * 40, -1, 1).astype(np.float32)),
            "That was too loud",
        ),
        (
            lambda: make_recording((speech(NEXT) + _noise(0.02)).astype(np.float32)),
            "There was too much noise.",
        ),
        (lambda: make_recording(np.zeros(16000, np.float32)), "Nothing was said."),
        (lambda: replace(recording(NEXT), over_voice=0.5), "The studio itself was speaking."),
    ],
    ids=["short", "quiet", "clipped", "noisy", "nothing", "own voice"],
)
def test_a_bad_take_is_refused_and_it_is_said_what_is_wrong(pupil, heard, told):
    pupil.do("voice.teach", which="next card")
    answer = pupil.says(heard())
    assert answer.startswith(told)
    assert answer.endswith("Take 1 of 3, after the tone.")
    assert "card.next" not in pupil.taught
    assert pupil.says(recording(NEXT, 0)).startswith("Good.")


def _noise(level: float) -> np.ndarray:
    count = len(speech(NEXT))
    return np.random.default_rng(1).normal(0, level, count).astype(np.float32)


def test_words_like_those_of_another_command_are_refused_by_its_name(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    pupil.do("voice.teach", which="hide card")
    assert pupil.says(recording(NEXT, 3)) == (
        "That sounds too much like “Next card”. Use other words. Take 1 of 3, after the tone."
    )
    assert "is known" in pupil.teaches(HIDE)
    assert sorted(pupil.usable) == ["card.hide", "card.next"]


def test_where_two_takes_differ_the_third_says_which_was_wrong(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.says(recording(HIDE, 0))
    assert pupil.says(recording(NEXT, 0)) == (
        "That was unlike the first take. Say it as you will always say it. "
        "Take 2 of 3, after the tone."
    )
    assert pupil.says(recording(NEXT, 1)) == (
        "It was the first take that was unlike; it is dropped. Take 3 of 3, after the tone."
    )
    assert pupil.says(recording(NEXT, 2)) == "“Next card” is known."


def test_a_third_take_that_is_unlike_two_is_refused(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.says(recording(NEXT, 0))
    pupil.says(recording(NEXT, 1))
    assert pupil.says(recording("good evening everybody", 2)).startswith(
        "That was unlike the takes before."
    )
    assert len(pupil.taught["card.next"].takes) == 2


def test_a_lesson_is_left_at_any_time_and_gone_on_with(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.says(recording(NEXT, 0))
    assert pupil.do("studio.cancel") == (
        "What you said is kept; “teach the first commands” goes on with it. "
        "Called off: Teaching commands by voice."
    )
    assert pupil.rig.state.lesson is None
    assert pupil.rig.stage.last("take") is not None
    assert pupil.do("voice.teach_first").startswith("“Next card”: say it as before. Take 2 of 3")
    pupil.says(recording(NEXT, 1))
    told = pupil.says(recording(NEXT, 2))
    assert told.startswith("“Next card” is known. “Hide card”: say it in words of your own.")


def test_the_first_commands_come_one_after_the_other(pupil):
    pupil.do("voice.teach_first")
    assert pupil.rig.state.lesson.left == len(ESSENTIAL) - 1
    assert pupil.do("voice.skip_phrase").startswith("“Hide card”")
    for _ in range(len(ESSENTIAL) - 2):
        pupil.do("voice.skip_phrase")
    assert pupil.rig.state.lesson.phrase.taught.command == ESSENTIAL[-1]
    assert pupil.do("voice.skip_phrase") == "“End the show” is left for now."
    assert pupil.rig.state.lesson is None


def test_who_says_nothing_is_asked_again_and_then_left_alone(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.wait()
    assert pupil.wait(PATIENCE_S) == "I heard nothing. Take 1 of 3, after the tone."
    pupil.wait()
    pupil.wait(PATIENCE_S)
    pupil.wait()
    assert pupil.wait(PATIENCE_S).startswith("I heard nothing, 3 times. “How loud am I”")
    assert pupil.rig.state.lesson is None
    assert pupil.rig.stage.last("take") is None


def test_who_is_speaking_when_the_time_is_over_is_heard_out(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.wait()
    pupil.rig.stage.has_take_begun = True
    assert pupil.wait(PATIENCE_S) == ""
    assert pupil.says(recording(NEXT, 0)).startswith("Good. Take 2 of 3")
    pupil.wait()
    assert pupil.wait(PATIENCE_S + 9.0) == ""
    assert pupil.wait(2.0).startswith("I heard nothing.")  # it is no phrase


def test_of_a_known_command_that_is_not_taught_to_the_end_the_old_takes_stay(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    before = pupil.taught["card.next"]
    pupil.do("voice.teach_again", taught=before.id)
    for turn in (3, 4):
        pupil.says(recording(NEXT, turn))
    assert pupil.do("voice.end_lesson") == "The lesson is over. “Next card” is known as before."
    assert pupil.taught["card.next"].takes == before.takes


def test_a_key_has_the_tone_at_once_or_the_words_once_more(pupil):
    pupil.do("voice.teach", which="next card")
    assert pupil.do("voice.take") == ""
    assert pupil.rig.show.cue.is_waiting
    assert pupil.rig.voice.asked == ["silence"]
    assert pupil.do("voice.take") == "Take 1 of 3, after the tone."
    assert not pupil.rig.show.cue.is_waiting


def test_the_tone_waits_for_a_key_that_is_held_and_for_what_was_said_with_it(pupil):
    listening = pupil.rig.show.listening
    pupil.do("voice.teach", which="next card")
    pupil.do("voice.hold", at=pupil.now)
    pupil.wait()
    pupil.do("voice.take")
    assert not pupil.rig.show.cue.is_waiting
    pupil.do("voice.release", at=pupil.now)
    pupil.wait(0.1)
    assert not pupil.rig.show.cue.is_waiting
    listening.is_judged()
    pupil.wait(0.1)
    assert pupil.rig.show.cue.is_waiting


def test_a_take_is_said_with_the_key_held_after_the_tone(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.wait()
    pupil.do("voice.hold", at=pupil.now)
    assert pupil.rig.show.cue.is_waiting
    assert pupil.says(recording(NEXT, 0)).startswith("Good. Take 2 of 3")


def test_takes_can_be_dropped_in_the_middle(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.says(recording(NEXT, 0))
    assert pupil.do("voice.drop_takes") == (
        "The takes of “Next card” are dropped. Take 1 of 3, after the tone."
    )
    assert own_takes(pupil.taught["card.next"]) == ()
    assert "is known" in pupil.teaches(HIDE)


def test_a_known_cancel_leaves_the_lesson_when_it_is_said(pupil):
    pupil.do("voice.teach", which="cancel")
    pupil.teaches("no more of this please")
    pupil.do("voice.teach", which="next card")
    assert "goes on with it" in pupil.says(recording("no more of this please", 3))
    assert pupil.rig.state.lesson is None
    assert "card.next" not in pupil.taught


def test_a_command_with_what_it_is_done_with_is_taught_as_a_whole(pupil):
    pupil.do("voice.teach", which="card.show", values={"product": "2"})
    assert "is known" in pupil.teaches("show the green tea")
    assert pupil.taught["card.show"].values == {"product": "2"}
    assert pupil.do("voice.teach", which="card.show", values={"product": "9999"}).startswith(
        "Nothing here is called “9999”."
    )


def test_what_needs_to_know_which_one_is_not_taught_without(pupil):
    assert pupil.do("voice.teach", which="card.show").startswith(
        "Show card needs to know which one."
    )


def test_a_known_command_is_taught_again_only_when_that_is_meant(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    before = pupil.taught["card.next"]
    assert pupil.do("voice.teach", which="next card").startswith("“Next card” is known already.")
    pupil.do("voice.teach_again", taught=before.id)
    pupil.says(recording(HIDE, 0))
    pupil.do("studio.cancel")
    assert pupil.taught["card.next"] == before
    pupil.do("voice.teach_again", taught=before.id)
    pupil.teaches(HIDE)
    after = pupil.taught["card.next"]
    assert after.id == before.id
    assert len(after.takes) == TAKES
    assert not set(map(id, after.takes)) & set(map(id, before.takes))


def test_the_same_command_can_be_said_in_two_ways(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    assert pupil.do("voice.teach", which="next card", title="下一个").startswith("“下一个”")
    pupil.teaches("and now something else")
    assert pupil.usable == ["card.next", "card.next"]


def test_takes_are_added_up_to_six(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    taught = pupil.taught["card.next"].id
    for turn in range(3, 6):
        assert pupil.do("voice.add_take", taught=taught).startswith("“Next card”: say it as before")
        assert "is known" in pupil.says(recording(NEXT, turn))
    assert pupil.do("voice.add_take", taught=taught).startswith("There are 6 takes already.")


def test_a_command_is_forgotten_and_that_is_taken_back(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    before = pupil.taught["card.next"]
    assert pupil.do("voice.forget", taught="next card") == "“Next card” is forgotten."
    assert pupil.usable == []
    assert ("taught forgotten", before.id) in pupil.rig.archive.saved
    pupil.do("studio.undo")
    assert pupil.taught["card.next"] == before
    assert pupil.usable == ["card.next"]
    pupil.do("studio.redo")
    assert pupil.taught == {}


def test_all_are_forgotten_after_a_yes_only(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    assert pupil.do("voice.forget_all").startswith("Forget 1 taught command with its takes?")
    assert pupil.taught
    assert pupil.do("studio.yes") == "1 command is forgotten."
    assert not pupil.taught


def test_a_command_is_called_something_else_and_back(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    taught = pupil.taught["card.next"].id
    assert pupil.do("voice.rename", taught=taught, title=" 下一个 ") == (
        "It is called “下一个” now."
    )
    assert pupil.do("voice.forget", taught="下一个") == "“下一个” is forgotten."
    pupil.do("studio.undo")
    pupil.do("studio.undo")
    assert pupil.taught["card.next"].title == ""


def test_the_studios_name_is_taught_too(pupil):
    assert pupil.do("voice.teach_name", title="小播").startswith("“小播”: say it in words of")
    assert pupil.teaches("hello my studio") == "“小播” is known."
    assert pupil.rig.show.taught.known(NAME) is not None
    assert pupil.do("voice.taught") == "You taught 1 command. 小播."


def test_nothing_is_taught_on_air_but_in_a_rehearsal(pupil):
    rig = pupil.rig
    rig.show._change(outputs=LIVE)
    assert pupil.do("voice.teach", which="next card").startswith("Viewers, or whoever plays")
    rig.show._change(is_rehearsal=True)
    assert pupil.do("voice.teach", which="next card").startswith("“Next card”")


RECORDED = (OutputState("r", "Recording", True, OutputPhase.ON, 1.0),)


def test_nothing_is_taught_into_a_recording_be_it_of_a_rehearsal(pupil):
    pupil.rig.show._change(outputs=RECORDED, is_rehearsal=True)
    refused = (
        "Viewers, or whoever plays the recording, would hear what you say. "
        "Do that off air, or in a rehearsal that is not recorded."
    )
    assert pupil.do("voice.teach", which="next card") == refused
    pupil.rig.show._change(outputs=())
    assert pupil.do("voice.teach", which="next card").startswith("“Next card”")


def test_an_unplugged_microphone_ends_the_lesson_and_what_was_said_is_kept(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.says(recording(NEXT, 0))
    pupil.wait()
    gone = SoundError(say("Microphone is gone."), say("Check its cable."))
    told = pupil._heard(lambda: pupil.rig.tell(events.SourceLost("mic", gone)))
    assert told == (
        "The lesson is over. The microphone gives no sound. "
        "What you said is kept; “teach the first commands” goes on with it. "
        "Microphone is gone. Check its cable."
    )
    assert pupil.rig.stage.last("take") is None
    assert pupil.wait(PATIENCE_S) == ""
    pupil.rig.tell(events.SourceBack("mic", "Microphone"))
    assert pupil.do("voice.teach_first").startswith("“Next card”: say it as before. Take 2 of 3")


def test_another_source_that_is_lost_leaves_the_lesson_alone(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.rig.show._change(lost_sources=frozenset({"camera"}))
    assert pupil.rig.state.lesson is not None


def test_a_recording_of_a_rehearsal_ends_the_lesson(pupil):
    pupil.rig.show._change(is_rehearsal=True)
    pupil.do("voice.teach", which="next card")
    pupil.says(recording(NEXT, 0))
    told = pupil._heard(lambda: pupil.rig.show._change(outputs=RECORDED))
    assert told == (
        "The lesson is over. Viewers, or whoever plays the recording, would hear what you say. "
        "What you said is kept; “teach the first commands” goes on with it."
    )
    assert pupil.rig.state.lesson is None


def test_going_live_ends_the_lesson_and_keeps_what_was_said(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.says(recording(NEXT, 0))
    pupil.wait()
    rig = pupil.rig
    rig.show._change(outputs=LIVE)
    assert rig.state.lesson is None
    assert rig.stage.last("take") is None
    assert len(pupil.taught["card.next"].takes) == 1


def test_what_sounds_alike_is_found_and_forgotten_with_its_command(pupil):
    show = pupil.rig.show
    for name, words in (("a", NEXT), ("b", "show me the next product"), ("c", HIDE)):
        takes = tuple(recording(words, turn).take for turn in range(TAKES))
        show.taught.keep(TaughtCommand(name, "card.next", {}, words, takes))
    told = pupil.do("voice.compare")
    assert told.startswith("Comparing. ") or "are weak" in told
    assert f"“{NEXT}” sounds like “show me the next product”." in told
    assert dict(pupil.rig.state.alike) == {"a": "b", "b": "a"}
    pupil.do("voice.forget", taught="b")
    assert dict(pupil.rig.state.alike) == {}
    assert "No two of your commands sound alike." in pupil.do("voice.compare")


def test_what_sounds_alike_is_known_at_the_next_start_too(pupil):
    taught = [
        TaughtCommand(name, "card.next", {}, words, tuple(recording(words, t).take for t in (0, 1)))
        for name, words in (("a", NEXT), ("b", "show me the next product"), ("c", HIDE))
    ]
    rig = Rig(taught=tuple(taught))
    assert dict(rig.state.alike) == {"a": "b", "b": "a"}
    rig.show.taught.forget("b")
    rig.show.taught.keep(taught[1])
    assert dict(rig.state.alike) == {"a": "b", "b": "a"}


def test_what_was_said_is_told_in_a_test_and_not_done(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    pupil.do("voice.teach", which="hide card")
    pupil.teaches(HIDE)
    assert pupil.do("voice.check").startswith("After the tone, say one of your commands")
    assert pupil.says(recording(HIDE, 3)) == "I heard “Hide card”, clearly."
    pupil.do("voice.check")
    pupil.wait()
    assert pupil.wait(PATIENCE_S) == "I heard nothing."
    assert pupil.rig.state.card is None


@pytest.fixture
def asked(pupil):
    """In a test of the commands the tone was heard."""
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    pupil.do("voice.check")
    pupil.wait()
    assert pupil.rig.stage.last("take") is not None
    return pupil


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"outputs": LIVE}, "Viewers, or whoever plays the recording, would hear what you say."),
        ({"lost_sources": frozenset({"mic"})}, "The microphone gives no sound."),
    ],
)
def test_a_test_ends_where_viewers_would_hear_it_or_nobody_is_heard(asked, changes, told):
    ended = asked._heard(lambda: asked.rig.show._change(**changes))
    assert ended == f"The test is over. {told}"
    assert asked.rig.stage.last("take") is None
    assert asked.wait(PATIENCE_S) == ""


def test_before_the_tone_it_does_not_sound_once_viewers_hear_it(asked):
    asked.do("voice.check")
    asked.rig.show._change(outputs=LIVE)
    tones = asked.rig.stage.asked.count(("earcon", Earcon.LISTENING))
    assert asked.wait() == ""
    assert asked.rig.stage.asked.count(("earcon", Earcon.LISTENING)) == tones


def test_a_test_is_not_gone_on_with_by_somebody_else(asked):
    asked.rig.show._change(person=Person("Bao", "bao"))
    assert asked.rig.stage.last("take") is None
    assert not asked.rig.show.cue.is_given


def test_what_one_person_said_is_not_told_to_the_next(asked):
    asked.rig.archive.is_slow = True
    asked.says(recording(NEXT, 3))
    asked.rig.show._change(person=Person("Bao", "bao"))
    assert asked._heard(asked.rig.archive.errands.pop()) == ""


def test_what_the_studio_itself_says_is_not_told_as_understood(asked):
    heard = replace(recording(NEXT, 3), over_voice=0.5)
    assert asked.says(heard) == "The studio itself was speaking."


def test_a_lesson_in_the_place_of_a_test_is_over_once(asked):
    asked.do("voice.teach", which="hide card")
    told = asked._heard(lambda: asked.rig.show._change(outputs=LIVE))
    assert told.startswith("The lesson is over")
    assert "The test" not in told


@pytest.mark.parametrize(
    ("guesses", "taught", "told"),
    [
        ((), "", "That was too short, or too quiet."),
        ((("a", 0.5), ("b", 2.0)), "a", "I heard “A”, clearly."),
        ((("a", 0.9), ("b", 2.0)), "a", "I heard “A”, but only just. A take more makes it surer."),
        ((("a", 0.9), ("b", 0.91)), "", "That may be “A” or “B”; they are too alike."),
        ((("a", 1.9), ("b", 2.0)), "", "I did not understand that. The nearest is “A”."),
    ],
)
def test_a_test_tells_how_sure_it_is(guesses, taught, told):
    judged = Judgement(tuple(Guess(*guess) for guess in guesses), taught)
    assert understood(judged, {"a": say("A"), "b": say("B")})[0].words() == told


def test_recordings_are_kept_only_when_that_is_wished_and_then_it_is_said(pupil):
    pupil.do("voice.teach", which="next card")
    pupil.teaches(NEXT)
    assert "recording" not in dict(pupil.rig.archive.saved)
    pupil.rig.show.change_setting("keep_takes", True)
    assert pupil.do("voice.teach", which="hide card").startswith(
        "What you say is kept as a recording too. “Hide card”"
    )
    pupil.says(recording(HIDE, 0))
    pupil.says(recording(NEXT, 1))
    kept = [value for name, value in pupil.rig.archive.saved if name == "recording"]
    assert [taught for taught, _recording in kept] == [pupil.taught["card.hide"].id]
    assert pupil.do("voice.forget_recordings").startswith("The recordings of what you taught")
    assert pupil.do("studio.yes") == "The recordings are deleted."
    assert ("recordings forgotten", None) in pupil.rig.archive.saved


def test_without_a_microphone_it_is_said(monkeypatch):
    pupil = Pupil(Rig(), monkeypatch)
    assert pupil.do("voice.teach_first").startswith("There is no microphone to hear you with.")


def test_one_take_of_a_persons_own_takes_the_machines_place(pupil):
    machine = replace(recording("what is on air").take, is_synthetic=True)
    starter = TaughtCommand("s", "status.on_air", takes=(machine, machine))
    pupil.rig.show.taught.keep(starter)
    assert pupil.usable == ["status.on_air"]
    assert pupil.do("voice.taught") == (
        "You have taught no command yet. "
        "I know 1 command by a machine's voice; say it once and I know yours better."
    )
    pupil.do("voice.teach", which="status.on_air")
    pupil.says(recording("tell me what they see", 0))
    assert [take.is_synthetic for take in pupil.taught["status.on_air"].takes] == [False]
    assert pupil.usable == ["status.on_air"]


def test_what_is_unlike_nothing_of_anybody_else_is_said_by_each_person(pupil):
    """A risky command that a machine said is never handed on, whoever put it there."""
    machine = replace(recording("go live now").take, is_synthetic=True)
    pupil.rig.show.taught.keep(TaughtCommand("s", "show.go_live", takes=(machine,)))
    assert pupil.usable == []
