"""Commands by voice: what is done, asked, offered, told and kept of what was heard."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from studio.commands.answers import CONFIRM_S
from studio.commands.command import Invocation, Origin
from studio.interpreter.conversation import Meaning, Reading
from studio.listening import LONGEST_HOLD_S
from studio.model import events
from studio.model.announcement import Earcon
from studio.model.destination import Destination
from studio.model.errors import StudioError
from studio.model.listening import Offer
from studio.model.message import Name, say
from studio.model.session import OrderWay
from studio.model.settings import Settings
from studio.model.voice import NAME, Guess, Listening, Take, TaughtCommand, Utterance
from studio.recall import OFFER_S
from tests.commands.rig import VOICE, Rig

OPEN = Destination("Open house", "rtmp://127.0.0.1/open", needs_key=False, id="open")


def taught(command: str, title: str = "", *, is_synthetic: bool = False, **values: str):
    take = Take(np.zeros((3, 2), np.float32), 1.0, is_synthetic)
    return TaughtCommand(command or NAME, command, values, title, (take, take, take))


TAUGHT = (
    taught("", "Earshot"),
    taught("card.next", "next card"),
    taught("card.hide", "away with it"),
    taught("sound.mute", "mute"),
    taught("show.go_live", "go live"),
    taught("studio.yes", "yes"),
    taught("studio.no", "no"),
    taught("studio.undo", "undo"),
    taught("voice.sleep", "sleep"),
    taught("voice.wake", "wake up"),
    taught("voice.first", "one"),
    taught("voice.second", "two"),
    taught("voice.test_mode", "test"),
    taught("speech.silence", "hush"),
    taught("status.live", "am I live", is_synthetic=True),
    taught("show.end", "end it", is_synthetic=True),
)


@pytest.fixture
def rig() -> Rig:
    return Rig(taught=TAUGHT, destinations=(OPEN,))


@pytest.fixture
def free(rig) -> Rig:
    rig.do("voice.listen", mode="hands-free")
    assert rig.state.settings.listening == Listening.HANDS_FREE
    return rig


def held(certain: str = "", *guesses: tuple[str, float], words: tuple[str, ...] = ()) -> Utterance:
    all_guesses = (Guess(certain, 0.6),) if certain else ()
    all_guesses += tuple(Guess(id_, score) for id_, score in guesses)
    language = "en" if words else ""
    now = time.monotonic()
    return Utterance(now, now + 1, True, False, all_guesses, certain, words, language)


def free_said(
    certain: str = "",
    *guesses: tuple[str, float],
    words: tuple[str, ...] = (),
    is_named: bool = True,
    over_voice: float = 0.0,
) -> Utterance:
    all_guesses = (Guess(certain, 0.6),) if certain else ()
    all_guesses += tuple(Guess(id_, score) for id_, score in guesses)
    language = "en" if words else ""
    now = time.monotonic()
    return Utterance(
        now, now + 1, False, is_named, all_guesses, certain, words, language, over_voice
    )


def early(certain: str = "", over_voice: float = 0.0) -> Utterance:
    """The same, whose times are known."""
    return replace(free_said(certain, over_voice=over_voice), began=1.0, ended=2.0)


def mean(rig: Rig, words: str, command: str, /, **values: str) -> None:
    """Have an engine's words understood."""
    wish = Invocation(command, values, Origin.VOICE)
    rig.readings[words] = Reading(Meaning(wish, say("{words}", words=Name(words))))


def signals(rig: Rig) -> list[Earcon]:
    return [value for name, value in rig.stage.asked if name == "earcon"]


def _live(rig: Rig) -> None:
    rig.do("show.go_live", destination="open")
    rig.tell(events.OutputStarted("open", "Open house", is_recording=False))
    assert rig.state.is_live


# ------------------------------------------------------------------------------------- the key


def test_while_the_key_is_held_viewers_hear_nothing_and_the_own_voice_is_hushed(rig):
    assert rig.do("voice.hold", at=5.0) == ""
    assert rig.stage.last("held") == 5.0
    assert rig.state.listening.is_held
    assert rig.voice.asked == ["hush", "wait"]
    assert signals(rig) == [Earcon.LISTENING]
    rig.do("voice.release", at=6.5)
    assert rig.stage.last("released") == 6.5
    assert not rig.state.listening.is_held
    assert signals(rig) == [Earcon.LISTENING, Earcon.LISTENED]


def test_a_release_that_was_lost_comes_by_itself_and_is_told(rig):
    rig.do("voice.hold", at=5.0)
    rig.show.listening.look(5.0 + LONGEST_HOLD_S - 0.1)
    assert rig.state.listening.is_held
    rig.show.listening.look(5.0 + LONGEST_HOLD_S + 0.1)
    assert not rig.state.listening.is_held
    assert rig.stage.last("released") == 5.0 + LONGEST_HOLD_S + 0.1
    assert rig.announcer.last().announcement.text == (
        "The key was held for very long. Viewers hear you again."
    )


def test_who_cannot_hold_a_key_presses_it_twice(rig):
    rig.do("settings.change", name="listening_hold", value="press")
    rig.do("voice.hold", at=5.0)
    rig.do("voice.release", at=5.1)  # the key was only pressed
    assert rig.state.listening.is_held
    rig.do("voice.hold", at=8.0)
    assert not rig.state.listening.is_held
    assert rig.stage.last("released") == 8.0
    rig.do("voice.release", at=8.1)
    assert [name for name, _ in rig.stage.asked if name in {"held", "released"}] == [
        "held",
        "released",
    ]


def test_a_key_that_the_keyboard_repeats_is_no_second_press(rig):
    rig.do("settings.change", name="listening_hold", value="press")
    for at in (5.0, 5.6, 5.7):
        rig.do("voice.hold", Origin.KEY, at=at)
    assert rig.state.listening.is_held
    rig.do("voice.release", at=5.8)
    rig.do("voice.hold", Origin.KEY, at=8.0)
    assert not rig.state.listening.is_held
    rig.do("voice.hold", Origin.KEY, at=8.6)
    assert not rig.state.listening.is_held
    rig.do("voice.release", at=8.7)
    rig.do("voice.hold", Origin.MENU, at=9.0)
    rig.do("voice.hold", Origin.KEY, at=10.0)
    assert not rig.state.listening.is_held
    rig.do("voice.hold", Origin.KEY, at=20.0)  # the release before it was lost
    assert rig.state.listening.is_held


def test_that_viewers_hear_again_is_told_where_the_window_was_left_while_the_key_was_held(rig):
    rig.do("voice.hold", at=5.0)
    told = rig.do("voice.release", at=6.0, is_left=True)
    assert told == "Another window took the focus. Viewers hear you again."
    assert rig.announcer.last().announcement.brief_text == "Viewers hear you again."
    assert rig.do("voice.release", at=6.1, is_left=True) == ""
    rig.do("settings.change", name="listening_hold", value="press")
    rig.do("voice.hold", at=7.0)
    assert rig.do("voice.release", at=7.1, is_left=True) == ""
    assert rig.state.listening.is_held


def test_a_press_behind_a_release_that_was_lost_begins_anew(rig):
    rig.do("voice.hold", Origin.KEY, at=100.0)
    rig.do("voice.hold", Origin.KEY, at=101.0)  # the keyboard repeats it
    rig.do("voice.hold", Origin.KEY, at=118.0)
    gate = [(name, at) for name, at in rig.stage.asked if name in {"held", "released"}]
    assert gate == [("held", 100.0), ("released", 118.0), ("held", 118.0)]
    rig.show.listening.look(100.0 + LONGEST_HOLD_S + 0.1)
    assert rig.state.listening.is_held
    rig.do("voice.release", at=121.0)
    assert rig.stage.last("released") == 121.0
    assert rig.announcer.history() == []


def test_what_was_begun_before_keys_are_learnt_is_ended_by_its_key(rig):
    rig.do("voice.hold", Origin.KEY, at=5.0)
    rig.do("keys.learn")
    assert rig.do("voice.hold", Origin.KEY, at=5.5) == "", "as a keyboard repeats it"
    assert rig.do("voice.release", Origin.KEY, at=6.0) == ""
    assert rig.stage.last("released") == 6.0
    assert not rig.state.listening.is_held
    assert rig.do("voice.hold", Origin.KEY, at=9.0).startswith("Speak a command.")
    assert rig.do("voice.release", Origin.KEY, at=9.5) == ""
    rig.do("keys.learn")
    rig.do("settings.change", name="listening_hold", value="press")
    rig.do("voice.hold", Origin.KEY, at=15.0)
    rig.do("voice.release", Origin.KEY, at=15.1)
    rig.do("keys.learn")
    assert rig.do("voice.hold", Origin.KEY, at=18.0) == ""
    assert rig.stage.last("released") == 18.0
    assert not rig.state.listening.is_held


def test_switched_off_nothing_listens_and_the_key_says_so(rig):
    assert rig.stage.last("listen") is Listening.HELD
    told = rig.do("voice.listen", mode="never")
    assert told == "Commands by voice are off. No sound reaches what understands them."
    assert rig.stage.last("listen") is Listening.OFF
    assert rig.do("voice.hold").startswith("Commands by voice are switched off.")
    assert "held" not in dict(rig.stage.asked)
    assert rig.hear(held("card.next")) == ""
    assert rig.state.card is None
    rig.do("studio.undo")
    assert rig.stage.last("listen") is Listening.HELD


def test_switched_off_while_held_viewers_hear_again(rig):
    rig.do("voice.hold")
    rig.do("settings.change", name="listening", value="off")
    assert "released" in dict(rig.stage.asked)
    assert not rig.state.listening.is_held


def test_signals_can_be_switched_off_one_by_one(rig):
    rig.do("settings.change", name="signal_listening", value="nothing")
    rig.do("voice.hold")
    rig.do("voice.release")
    assert signals(rig) == [Earcon.LISTENED]


# --------------------------------------------------------------------------------- what is done


def test_what_was_understood_is_echoed_before_the_answer(rig):
    assert rig.hear(held("card.next")) == "next card. Wool scarf, ¥24.90, is on screen. 12 left."
    assert rig.announcer.last().announcement.brief_text == "next card. Wool scarf, ¥24.90"
    assert rig.state.card is not None
    assert signals(rig) == [Earcon.UNDERSTOOD]


def test_without_the_echo_only_the_answer_is_heard(rig):
    rig.do("settings.change", name="listening_echo", value="off")
    assert rig.hear(held("card.next")) == "Wool scarf, ¥24.90, is on screen. 12 left."


def test_be_quiet_is_not_answered(rig):
    assert rig.hear(held("speech.silence")) == ""
    assert rig.voice.asked[-1] == "silence"


def test_what_fails_is_told_with_what_was_understood(rig):
    assert rig.hear(held("card.hide")) == (
        "away with it. No card is on screen. Nothing has to be hidden."
    )
    assert not rig.state.listening.log[-1].was_done


def test_undo_takes_back_what_was_done_by_voice(rig):
    rig.hear(held("card.next"))
    assert rig.hear(held("studio.undo")) == "undo. Next card undone. The card is hidden."
    assert rig.state.card is None


def test_words_are_done_too(rig):
    mean(rig, "switch to table", "scene.switch", scene="Table")
    assert rig.hear(held(words=("switch two table", "switch to table"))) == (
        "switch to table. Table is on air."
    )


def test_an_order_by_voice_is_kept_as_one(rig):
    mean(rig, "sold two wool scarves", "order.take", product="scarf", quantity="2")
    rig.hear(held(words=("sold two wool scarves",)))
    assert [order.way for order in rig.state.sales.orders] == ["voice"]
    rig.do("order.take", Origin.KEY, product="tea")
    assert {order.way for order in rig.state.sales.orders} == {"voice", "key"}


# ------------------------------------------------------------------------------------ questions


def test_going_live_by_voice_is_asked_first_and_a_yes_does_it(rig):
    assert rig.hear(held("show.go_live")) == "Go live? Say yes, or press Ctrl+Shift+Y."
    assert not rig.state.outputs
    assert rig.hear(held("studio.yes")) == "Going live."
    assert [o.id for o in rig.state.outputs] == ["open"]


def test_a_key_answers_too_and_a_no_leaves_it(rig):
    rig.hear(held("show.go_live"))
    assert rig.hear(held("studio.no")) == "Nothing was done."
    rig.hear(held("show.go_live"))
    rig.do("studio.yes", Origin.KEY)
    assert rig.state.outputs


def test_a_yes_that_comes_too_late_does_nothing(rig):
    rig.hear(held("show.go_live"))
    rig.dispatcher.look(time.monotonic() + CONFIRM_S - 0.5)
    assert rig.state.question is not None
    rig.dispatcher.look(time.monotonic() + CONFIRM_S + 0.1)
    assert rig.announcer.last().announcement.text == "Nothing was done."
    assert rig.hear(held("studio.yes")).startswith("Nothing was asked.")
    assert not rig.state.outputs


def test_a_price_waits_no_longer_than_any_other_risky_thing(rig):
    rig.hear(held("card.next"))
    rig.do("product.price", Origin.VOICE, price="nineteen ninety")
    rig.dispatcher.look(time.monotonic() + CONFIRM_S + 0.1)
    assert rig.state.question is None


def test_what_changes_a_price_or_removes_something_is_asked_on_its_way_back_too(rig):
    rig.hear(held("card.next"))
    rig.do("product.price", price="19.90")
    rig.do("studio.yes")
    asked = rig.hear(held("studio.undo"))
    assert asked.startswith("Undo “Change the price”? Say yes")
    assert rig.state.card.price.amount == Decimal("19.90")
    assert rig.hear(held("studio.yes")).startswith("Change the price undone.")
    assert rig.state.card.price.amount == Decimal("24.90")
    rig.do("source.remove", source="music")
    asked = rig.hear(held("studio.undo"))
    assert asked.startswith("Let viewers hear Music again? Say yes")
    assert rig.hear(held("studio.yes")).startswith("Remove source undone.")
    asked = rig.do("studio.redo", Origin.VOICE)
    assert asked.startswith("Do “Remove source” again? Say yes")
    assert [s.id for s in rig.state.sound_sources] == ["mic", "music"]


def test_the_time_for_a_yes_begins_once_the_question_was_told(rig):
    rig.voice.is_talking = True
    asked_at = time.monotonic()
    rig.hear(held("show.go_live"))
    rig.dispatcher.look(asked_at + 4.0)
    rig.voice.is_talking = False
    rig.dispatcher.look(asked_at + 4.0 + CONFIRM_S - 0.1)
    assert rig.state.question is not None
    rig.dispatcher.look(asked_at + 4.0 + CONFIRM_S + 0.2)
    assert rig.state.question is None
    rig.voice.is_talking = True
    rig.hear(held("show.go_live"))
    for seconds in range(1, 18):
        rig.dispatcher.look(asked_at + seconds)
    assert rig.state.question is None, "whatever else is being said"


def test_a_yes_that_is_being_said_with_the_key_held_is_waited_for(rig):
    rig.hear(held("show.go_live"))
    asked_at = time.monotonic()
    rig.dispatcher.look(asked_at + CONFIRM_S - 0.3)
    rig.do("voice.hold")
    rig.dispatcher.look(asked_at + CONFIRM_S - 0.2)
    rig.dispatcher.look(asked_at + CONFIRM_S + 0.7)
    rig.do("voice.release")
    rig.dispatcher.look(asked_at + CONFIRM_S + 1.0)
    rig.hear(held("studio.yes"))
    assert rig.state.outputs
    rig = Rig(taught=TAUGHT, destinations=(OPEN,))
    rig.hear(held("show.go_live"))
    asked_at = time.monotonic()
    rig.dispatcher.look(asked_at + CONFIRM_S + 0.1)
    rig.do("voice.hold")  # too late: it was told that nothing is done
    rig.do("voice.release")
    rig.hear(held("studio.yes"))
    assert not rig.state.outputs


def test_how_yes_is_said_is_told_as_it_will_be_understood(rig):
    untaught = Rig(taught=[one for one in TAUGHT if one.command != "studio.yes"])
    assert untaught.do("show.end", Origin.VOICE) == "End the show? For yes, press Ctrl+Shift+Y."
    untaught.show.listening.use_words("en")
    assert untaught.do("show.end", Origin.VOICE) == (
        "End the show? Say yes, or press Ctrl+Shift+Y."
    )
    untaught.do("voice.listen", mode="hands-free")
    assert untaught.do("show.end", Origin.VOICE) == (
        "End the show? Say the studio's name and yes, or press Ctrl+Shift+Y."
    )


def test_muting_is_done_at_once_and_unmuting_is_asked(rig):
    assert rig.hear(held("sound.mute")) == "mute. Microphone is muted."
    assert rig.hear(held("sound.mute")) == (
        "Let viewers hear Microphone again? Say yes, or press Ctrl+Shift+Y."
    )
    assert rig.state.voice.is_muted
    assert rig.hear(held("studio.yes")) == "Viewers hear Microphone again."


def test_taking_a_mute_back_lets_viewers_hear_and_is_asked(rig):
    rig.hear(held("sound.mute"))
    assert rig.hear(held("studio.undo")).startswith("Let viewers hear Microphone again?")
    assert rig.state.voice.is_muted
    rig.hear(held("studio.yes"))
    assert not rig.state.voice.is_muted
    rig.do("card.next")
    assert rig.hear(held("studio.undo")).startswith("undo. Next card undone.")


def test_a_name_that_is_nowhere_is_told(rig):
    problem = say("Nothing here is called “{words}”.", words=Name("woolly"))
    rig.readings["show woolly"] = Reading(problem=problem)
    assert rig.hear(held(words=("show woolly",))) == "Nothing here is called “woolly”."
    assert not rig.state.listening.log[-1].was_done


def test_what_takes_something_away_is_asked(rig):
    mean(rig, "remove scene table", "scene.remove", scene="Table")
    assert rig.hear(held(words=("remove scene table",))).startswith("remove scene table? Say yes")
    assert len(rig.state.scenes) == 2
    rig.hear(held("studio.yes"))
    assert len(rig.state.scenes) == 1


def test_no_word_that_was_heard_is_in_the_log_file_or_stays_in_the_messages(rig, caplog):
    caplog.set_level("DEBUG")
    mean(rig, "away with scene table", "scene.remove", scene="Table")
    mean(rig, "give me the woolly one", "card.show", product="woolly")
    assert "table" in rig.hear(held(words=("away with scene table",)))
    assert "woolly" in rig.hear(held(words=("give me the woolly one",)))
    rig.hear(held(words=("something private",)))
    rig.hear(held("card.next"))
    assert not [r for r in caplog.messages if "away with" in r or "woolly" in r or "private" in r]
    rig.do("voice.clear_log")
    said = [one.announcement.text for one in rig.announcer.history()]
    assert not [words for words in said if "away with" in words or "woolly" in words]


def test_ending_a_recording_is_asked(rig):
    rig.do("record.toggle")
    mean(rig, "stop recording", "record.toggle")
    assert rig.hear(held(words=("stop recording",))).startswith("End the recording?")
    assert ("stop", rig.state.recording.id) not in rig.stage.asked


def test_by_key_none_of_it_is_asked(rig):
    rig.do("sound.mute", Origin.KEY)
    assert rig.do("sound.mute", Origin.KEY) == "Viewers hear Microphone again."


_CHANGED = "It is not as it was when you were asked. Say the command once more."


def test_a_yes_undoes_what_was_asked_about_and_nothing_newer(rig):
    rig.do("card.next")
    rig.do("product.price", price="19.90")
    rig.do("studio.yes")
    assert rig.hear(held("studio.undo")).startswith("Undo “Change the price”?")
    rig.do("sound.mute", Origin.KEY)
    assert rig.hear(held("studio.yes")) == _CHANGED
    assert rig.state.voice.is_muted
    assert not rig.state.listening.log[-1].was_done


def test_a_yes_lets_viewers_hear_what_was_asked_about_and_nothing_else(rig):
    guest = replace(VOICE, id="guest", name="Guest", is_muted=True)
    rig.do("source.save_sound", source=guest)
    rig.do("sound.mute", Origin.KEY)
    assert rig.hear(held("sound.mute")).startswith("Let viewers hear Microphone again?")
    rig.do("source.remove", Origin.KEY, source="mic", sure=True)
    assert rig.hear(held("studio.yes")) == _CHANGED
    assert rig.state.voice.is_muted


def test_a_yes_to_end_a_recording_begins_none(rig):
    rig.do("record.toggle")
    mean(rig, "stop recording", "record.toggle")
    assert rig.hear(held(words=("stop recording",))).startswith("End the recording?")
    rig.tell(events.OutputEnded(rig.state.recording.id, "Recording", True, 9.0))
    assert rig.state.recording is None
    assert rig.hear(held("studio.yes")) == _CHANGED
    assert rig.state.recording is None


def test_a_yes_to_a_rehearsed_show_goes_live_in_no_other(rig):
    rig.do("show.rehearse")
    assert rig.hear(held("show.go_live")).startswith("Go live?")
    rig.do("show.rehearse")
    assert rig.hear(held("studio.yes")) == _CHANGED
    assert not rig.state.outputs


def test_what_was_removed_and_is_heard_again_is_asked_on_its_way_back(rig):
    rig.do("source.save_sound", source=replace(VOICE, is_muted=True))
    assert rig.hear(held("studio.undo")).startswith("Let viewers hear Microphone again?")
    assert rig.state.voice.is_muted
    assert rig.hear(held("studio.yes")).startswith("Save sound source undone.")
    assert not rig.state.voice.is_muted
    rig.do("source.save_sound", source=replace(VOICE, gain_db=-3.0))
    assert rig.hear(held("studio.undo")) == "undo. Save sound source undone."


def test_a_yes_that_was_said_before_it_was_asked_is_none(rig):
    yes = held("studio.yes")
    rig.hear(held("show.go_live"))
    assert rig.hear(yes) == "That was said before you were asked. Answer once more."
    assert not rig.state.outputs
    assert rig.hear(held("studio.yes")).startswith("Going live.")


def test_a_yes_that_is_offered_answers_no_later_question(rig):
    rig.hear(held("show.go_live"))
    assert rig.hear(held("", ("studio.yes", 1.1))).startswith("Did you mean 1, yes?")
    rig.show.ask(say("Remove the scene Table?"), Invocation("scene.remove", {"scene": "Table"}))
    assert rig.hear(held("voice.first")).startswith("There is nothing to choose from.")
    assert len(rig.state.scenes) == 2


def test_hands_free_no_yes_is_offered(free):
    free.hear(free_said("show.go_live"))
    assert free.hear(free_said("", ("studio.yes", 1.1))) == ""
    assert free.state.listening.offers == ()


def test_a_key_says_yes_in_test_mode_too(rig):
    rig.hear(held("show.go_live"))
    rig.do("voice.test_mode")
    assert rig.do("studio.yes", Origin.KEY).startswith("Going live.")


def test_a_question_behind_a_yes_is_asked_too(rig):
    _live(rig)
    mean(rig, "remove camera", "source.remove", source="camera")
    rig.hear(held(words=("remove camera",)))
    assert rig.hear(held("studio.yes")) == (
        "Camera is on air. Remove it all the same? Say yes, or press Ctrl+Shift+Y."
    )
    assert rig.state.picture_sources
    assert rig.hear(held("studio.yes")) == "Camera is removed."


# ----------------------------------------------------------------------------- what was not clear


def test_a_near_miss_is_offered_by_number(rig):
    told = rig.hear(held("", ("card.next", 1.1), ("card.hide", 1.2), ("sound.mute", 1.24)))
    assert told == "Did you mean 1, next card, or 2, away with it?"
    assert rig.state.card is None
    assert rig.hear(held("voice.first")).startswith("Wool scarf")
    assert rig.state.listening.offers == ()


def test_the_second_can_be_chosen_by_key_and_by_its_number(rig):
    rig.do("card.next")
    rig.hear(held("", ("card.next", 1.1), ("card.hide", 1.2)))
    assert rig.do("voice.choose", Origin.MENU, number="2") == "The card is hidden."
    rig.hear(held("", ("card.next", 1.1), ("card.hide", 1.2)))
    assert rig.do("voice.choose", number="3").startswith("There is no number 3 among them.")
    rig.do("voice.second", Origin.KEY)
    assert rig.do("voice.first", Origin.KEY).startswith("There is nothing to choose from.")


def test_what_was_offered_is_forgotten_after_a_while(rig):
    rig.hear(held("", ("card.next", 1.1)))
    assert rig.announcer.last().announcement.text == "Did you mean 1, next card?"
    rig.show.recall.look(time.monotonic() + OFFER_S - 0.5)
    assert rig.state.listening.offers
    rig.show.recall.look(time.monotonic() + OFFER_S + 0.1)
    assert rig.state.listening.offers == ()


NEAR = held("", ("card.next", 1.1), ("card.hide", 1.2))


def test_the_time_for_a_choice_begins_once_the_offer_was_told(rig):
    rig.voice.is_talking = True
    offered_at = time.monotonic()
    rig.hear(NEAR)
    rig.show.recall.look(offered_at + 6.0)
    rig.voice.is_talking = False
    rig.show.recall.look(offered_at + 6.0 + OFFER_S - 0.1)
    assert rig.state.listening.offers
    rig.show.recall.look(offered_at + 6.0 + OFFER_S + 0.2)
    assert rig.state.listening.offers == ()
    rig.voice.is_talking = True
    rig.hear(NEAR)
    for seconds in range(1, 21):
        rig.show.recall.look(offered_at + seconds)
    assert rig.state.listening.offers == (), "whatever else is being said"


def test_a_choice_that_is_being_said_with_the_key_held_is_waited_for(rig):
    rig.hear(NEAR)
    offered_at = time.monotonic()
    rig.show.recall.look(offered_at + OFFER_S - 0.3)
    rig.do("voice.hold")
    rig.show.recall.look(offered_at + OFFER_S - 0.2)
    rig.show.recall.look(offered_at + OFFER_S + 0.7)
    rig.do("voice.release")
    rig.show.recall.look(offered_at + OFFER_S + 1.0)
    assert rig.hear(held("voice.first")).startswith("Wool scarf")


def test_an_offer_that_a_screen_reader_reads_waits_longer_by_its_length(rig):
    rig.voice.speaks = False
    offered_at = time.monotonic()
    rig.hear(NEAR)
    rig.show.recall.look(offered_at + OFFER_S + 3.0)
    assert rig.state.listening.offers
    rig.show.recall.look(offered_at + OFFER_S + 10.1)
    assert rig.state.listening.offers == ()


def test_the_next_command_takes_the_offers_away(rig):
    rig.hear(held("", ("card.hide", 1.1)))
    rig.hear(held("card.next"))
    assert rig.state.listening.offers == ()


def test_what_is_far_from_everything_is_no_command_and_only_sounds(rig):
    assert rig.hear(held("", ("card.next", 1.5))) == ""
    assert signals(rig) == [Earcon.NOT_UNDERSTOOD]
    assert rig.state.card is None


def test_a_silent_or_clipped_microphone_is_told_in_words(rig):
    assert rig.hear(replace(held(), is_silent=True)) == (
        "The microphone gives no sound. Check its switch and its cable, then try again."
    )
    assert rig.hear(replace(held(), is_clipped=True)) == (
        "That was too loud for the microphone. Speak softer, or turn it down."
    )
    assert rig.hear(replace(held("card.next"), is_clipped=True)).startswith("next card.")


def test_words_that_come_too_late_are_told_where_they_were_wanted(rig):
    assert rig.hear(replace(held(), is_late=True)) == (
        "What hears words was too slow. Say the command once more."
    )
    assert rig.hear(replace(held("card.next"), is_late=True)).startswith("next card.")
    before = rig.announcer.last()
    rig.hear(replace(held(), is_late=True, is_held=False))
    assert rig.announcer.last() is before


def test_the_key_tells_at_once_where_nobody_can_be_heard(rig):
    rig.tell(events.SourceLost("mic", StudioError(say("Gone."), say("Plug it in."))))
    assert rig.do("voice.hold") == (
        "The microphone gives no sound. Check its cable, then try again."
    )
    assert not rig.state.listening.is_held
    mute = Rig(taught=TAUGHT, sound_sources=())
    assert mute.do("voice.hold").startswith("There is no microphone to hear you with.")


@pytest.mark.parametrize("kind", ["hold", "press"])
def test_while_the_key_is_held_viewers_hear_no_other_microphone_either(rig, kind):
    rig.do("settings.change", name="listening_hold", value=kind)
    rig.tell(events.SourceLost("mic", StudioError(say("Gone."), say("Plug it in."))))
    assert rig.do("voice.hold", Origin.KEY, at=5.0).startswith("The microphone gives no sound.")
    assert rig.stage.last("held") == 5.0
    assert rig.voice.asked == [], "it is told at once"
    rig.do("voice.release", at=6.0)
    assert rig.stage.last("released") == 6.0
    assert rig.hear(replace(held(), is_silent=True)) == "", "that was told"
    rig.do("voice.release", at=7.0)
    assert rig.stage.last("released") == 6.0


def test_after_three_in_a_row_it_is_said_what_helps(rig):
    for _ in range(2):
        assert rig.hear(held()) == ""
    assert rig.hear(held()) == (
        "Three times nothing was understood. To hear what you can say, press Shift+F5."
    )
    rig.hear(held())
    rig.hear(held("card.next"))
    assert rig.hear(held()) == ""
    assert rig.hear(held()) == ""


def test_a_risky_near_miss_is_still_asked(rig):
    rig.hear(held("", ("show.go_live", 1.1)))
    assert rig.hear(held("voice.first")) == "Go live? Say yes, or press Ctrl+Shift+Y."
    assert not rig.state.outputs


def test_what_is_offered_tells_the_keys_where_nobody_taught_the_numbers():
    numberless = Rig(taught=[one for one in TAUGHT if one.command != "voice.second"])
    near = held("", ("card.hide", 1.1), ("card.next", 1.2))
    assert numberless.hear(near) == (
        "Did you mean 1, away with it, or 2, next card? Press Ctrl+F1 or Ctrl+F2."
    )
    assert numberless.hear(held("", ("card.hide", 1.1))) == "Did you mean 1, away with it?"
    numberless.do("keys.assign", which="voice.first", keys="")
    assert numberless.hear(near) == "Did you mean 1, away with it, or 2, next card?"


def test_two_engines_that_heard_different_things_are_both_offered(rig):
    mean(rig, "mute", "sound.mute")
    assert rig.hear(held("card.next", words=("mute",))) == "Did you mean 1, next card, or 2, mute?"
    assert not rig.state.voice.is_muted


# ------------------------------------------------------------------------------------ hands-free


def test_without_a_name_there_is_no_hands_free(rig):
    nameless = Rig(taught=TAUGHT[1:])
    told = nameless.do("voice.listen", mode="hands-free")
    assert told.startswith("The studio has no name yet by which you could call it.")
    assert nameless.state.settings.listening == Listening.HELD


def test_hands_free_without_a_name_is_told_wherever_it_is_chosen(rig):
    nameless = Rig(taught=TAUGHT[1:])
    told = nameless.do("settings.change", name="listening", value="hands free")
    assert told == (
        "Commands by voice: All the time, behind its name. The studio has no name yet by which you "
        "could call it. Teach it one under “Voice commands”."
    )
    last = nameless.announcer.history()[-1].announcement
    assert last.earcon is Earcon.WARNING
    assert "no name" in last.brief_text
    nameless.do("studio.undo")
    assert nameless.state.settings.listening == Listening.HELD
    told = rig.do("settings.change", name="listening", value="hands free")
    assert told == "Commands by voice: All the time, behind its name."


def test_hands_free_who_forgets_the_name_is_told(free):
    told = free.do("voice.forget", taught=NAME)
    assert told == (
        "“Earshot” is forgotten. The studio has no name yet by which you could call it. Teach it "
        "one under “Voice commands”."
    )


def test_an_answer_is_awaited_without_the_name_as_long_as_something_is_asked(free):
    assert "answers" not in dict(free.stage.asked)
    free.hear(free_said("show.go_live"))
    assert free.stage.last("answers") == {"studio.yes", "studio.no"}
    free.hear(free_said("studio.no", is_named=False))
    assert free.stage.last("answers") == frozenset()
    free.hear(free_said("", ("card.hide", 1.1), ("card.next", 1.2)))
    assert free.stage.last("answers") == {"voice.first", "voice.second"}
    free.do("voice.sleep")
    assert free.stage.last("answers") == frozenset()


def test_hands_free_an_answer_that_began_in_time_counts_and_a_later_one_does_not(free):
    def asked() -> float:
        free.hear(free_said("show.go_live"))
        until = time.monotonic() - 0.1  # its time has just run out
        free.show.pending = replace(free.show.pending, until=until, asked_at=until - 5)
        free.dispatcher.look(time.monotonic())
        return until

    until = asked()
    yes = free_said("studio.yes", is_named=False)
    told = free.hear(replace(yes, began=until + 0.05, ended=until + 0.1))
    assert told.startswith("Nothing was asked.")
    free.do("studio.yes", Origin.KEY)
    assert not free.state.outputs
    until = asked()
    free.hear(replace(yes, began=until - 0.2, ended=until + 0.1))
    assert free.state.outputs
    free.hear(free_said("show.end"))
    free.dispatcher.look(time.monotonic() + CONFIRM_S + 3.0)
    assert free.state.question is None


def test_hands_free_a_choice_that_began_in_time_counts_and_a_later_one_does_not(free):
    def offered() -> float:
        free.hear(free_said("", ("card.next", 1.1)))
        until = time.monotonic() + OFFER_S
        free.show.recall.look(until + 0.1)  # its time has just run out
        return until

    first = free_said("voice.first", is_named=False)
    with pytest.MonkeyPatch.context() as patch:
        until = offered()
        patch.setattr(time, "monotonic", lambda: until + 1.0)
        late = replace(first, began=until + 0.5, ended=until + 0.9)
        assert free.hear(late).startswith("There is nothing to choose from.")
    with pytest.MonkeyPatch.context() as patch:
        until = offered()
        patch.setattr(time, "monotonic", lambda: until + 1.0)
        in_time = replace(first, began=until - 0.2, ended=until + 0.2)
        assert free.hear(in_time).startswith("Wool scarf")


def test_hands_free_a_command_comes_behind_the_name_and_is_cut(free):
    assert free.hear(early("card.next")).startswith("next card. Wool scarf")
    assert free.stage.last("cut") == (1.0, 2.0, 1.0)


def test_hands_free_the_name_alone_is_cut_and_nothing_else_is_done(free):
    call = Utterance(1.0, 1.6, is_named=True, is_call=True)
    for _ in range(4):  # nobody is told that nothing was understood
        assert free.hear(call) == ""
    assert free.stage.last("cut") == (1.0, 1.6, 1.0)
    assert free.state.listening.log == ()
    assert signals(free) == []
    free.hear(replace(early("card.next"), new_from=1.8))
    assert free.stage.last("cut") == (1.0, 2.0, 1.8)


def test_hands_free_what_is_said_over_the_own_voice_is_cut_though_it_is_not_done(free):
    free.hear(early("card.next", over_voice=0.1))
    assert free.stage.last("cut") == (1.0, 2.0, 1.0)


def test_hands_free_what_is_longer_than_any_command_and_is_none_is_not_cut(free):
    """The name was heard in what is said to viewers, and the show goes on."""
    talk = replace(early(), ended=7.1)
    assert free.hear(talk) == ""
    assert "cut" not in dict(free.stage.asked)
    # The name was said alone, and so was meant; or it may be a slow command.
    assert free.hear(replace(talk, new_from=1.2)) == ""
    assert free.stage.last("cut") == (1.0, 7.1, 1.2)
    free.hear(replace(talk, ended=6.9))
    assert free.stage.last("cut") == (1.0, 6.9, 1.0)
    assert free.hear(replace(early("card.next"), ended=talk.ended)).startswith("next card.")
    assert free.stage.last("cut") == (1.0, talk.ended, 1.0)


def test_words_that_come_too_late_bring_no_engine_back(rig):
    rig.hear(held(words=("no such thing",)))
    assert rig.state.listening.language == ""


def test_asleep_the_name_is_a_word_like_any_other(free):
    free.hear(free_said("voice.sleep"))
    count = len(free.stage.asked)
    free.hear(Utterance(1.0, 1.6, is_named=True, is_call=True))
    assert "cut" not in dict(free.stage.asked[count:])


def test_what_could_not_be_cut_in_time_is_told(free):
    free.hear(free_said("show.go_live"))
    free.hear(free_said("studio.yes"))
    free.tell(events.OutputStarted("open", "Open house", is_recording=False))
    assert free.hear(free_said("card.next")).endswith("12 left.")
    free.stage.state_of_cut = False
    assert free.hear(free_said("card.next")).endswith("Viewers heard some of that command.")


def test_what_a_recording_has_of_a_command_is_told_and_only_once_it_is_written(free):
    mean(free, "record", "record.toggle")
    free.stage.state_of_cut = False  # nothing is held yet
    assert "of that command" not in free.hear(free_said(words=("record",)))
    assert free.state.outputs
    assert "of that command" not in free.hear(free_said("card.next"))
    free.tell(events.OutputStarted(free.state.outputs[0].id, "recording", is_recording=True))
    told = free.hear(free_said("card.next"))
    assert told.endswith("The recording has some of that command.")


def test_hands_free_nothing_is_done_without_the_name(free):
    assert free.hear(free_said("card.next", is_named=False)) == ""
    assert free.state.card is None
    assert free.state.listening.log == ()
    assert "cut" not in dict(free.stage.asked)
    assert signals(free) == []


def test_what_the_studio_says_itself_does_nothing(free):
    assert free.hear(free_said("card.next", is_named=False, over_voice=0.1)) == ""
    assert signals(free) == []
    assert free.hear(free_said("card.next", over_voice=0.1)) == ""
    assert free.state.card is None
    assert signals(free) == [Earcon.NOT_UNDERSTOOD], "whoever called it by its name is told"


def test_what_is_as_far_from_three_phrases_as_from_one_is_not_offered(rig):
    assert rig.hear(held("", ("card.hide", 1.04), ("show.go_live", 1.05), ("undo", 1.06))) == ""
    assert rig.state.listening.offers == ()
    near = held("", ("card.hide", 1.04), ("card.next", 1.05), ("studio.undo", 1.2))
    assert rig.hear(near).startswith("Did you mean 1, away with it, or 2, next card?")


def test_of_two_that_are_known_to_sound_alike_it_is_asked_which(rig):
    said = held("card.next", ("card.hide", 0.7))
    rig.show.taught.note_alike({"card.hide": "card.next"})
    assert rig.hear(said).startswith("Did you mean 1, next card, or 2, away with it?")
    assert rig.state.card is None
    clear = held("card.next", ("card.hide", 0.9))
    assert rig.hear(clear).startswith("next card. Wool scarf")


def test_held_the_end_of_the_own_voice_is_no_matter_but_more_of_it_is(rig):
    assert rig.hear(replace(held("card.next"), over_voice=0.2)).startswith("next card.")
    before = rig.state
    told = rig.hear(replace(held("card.next"), over_voice=0.5))
    assert told == "The studio itself was speaking. Say the command once more."
    assert rig.state.card == before.card


def test_the_own_voice_waits_until_it_is_known_what_was_said(rig):
    rig.do("voice.hold")
    assert rig.voice.asked == ["hush", "wait"]
    rig.do("voice.release")
    rig.show.listening.look(time.monotonic())
    assert "speak on" not in rig.voice.asked
    rig.hear(held("card.next"))
    assert rig.voice.asked[-1] == "speak on"
    rig.do("voice.hold")
    rig.do("voice.release")
    rig.show.listening.look(time.monotonic() + 1.3)
    assert rig.voice.asked.count("speak on") == 2, "whatever became of it"


def test_a_question_that_a_screen_reader_reads_waits_longer_by_its_length(rig):
    rig.voice.speaks = False
    asked_at = time.monotonic()
    asked = rig.hear(held("show.go_live"))
    assert asked == "Go live? Say yes, or press Ctrl+Shift+Y."
    rig.dispatcher.look(asked_at + CONFIRM_S + 3.9)
    assert rig.state.question is not None
    rig.dispatcher.look(asked_at + CONFIRM_S + 4.5)
    assert rig.state.question is None


def test_without_hands_free_nothing_is_done_that_was_not_held(rig):
    assert rig.hear(free_said("card.next")) == ""
    assert rig.state.card is None


def test_hands_free_a_miss_is_silent(free):
    for _ in range(2):
        assert free.hear(free_said()) == ""
    assert signals(free) == []
    assert free.hear(free_said("", ("card.next", 1.1), is_named=False)) == ""
    assert free.hear(free_said("", ("card.next", 1.1))) == "Did you mean 1, next card?"


def test_hands_free_no_risky_thing_is_offered(free):
    assert free.hear(free_said("", ("show.go_live", 1.1))) == ""
    assert free.state.listening.offers == ()


def test_yes_needs_no_name_while_it_is_waited_for(free):
    assert free.hear(free_said("studio.yes", is_named=False)) == ""
    assert free.hear(free_said("show.go_live")).startswith("Go live?")
    assert free.hear(free_said("studio.yes", is_named=False)).startswith("Going live.")


def test_yes_without_the_name_has_to_be_certain(free):
    free.hear(free_said("show.go_live"))
    mean(free, "yes", "studio.yes")
    assert free.hear(free_said("", ("studio.yes", 1.05), is_named=False)) == ""
    assert free.hear(free_said(words=("yes",), is_named=False)) == ""
    assert not free.state.outputs
    assert free.state.question is not None


def test_hands_free_two_engines_agree_on_what_is_risky(free):
    free.show.listening.use_words("en")
    told = free.hear(free_said("show.go_live"))
    assert told.startswith("“go live” was not understood in two ways.")
    assert free.state.question is None
    mean(free, "go live", "show.go_live")
    assert free.hear(free_said("show.go_live", words=("go live",))).startswith("Go live?")
    free.hear(free_said("studio.no"))
    assert free.hear(free_said(words=("go live",))).startswith("“go live” was not understood")


def test_hands_free_an_engine_that_hears_nothing_does_not_agree(free):
    free.show.listening.use_words("en")
    told = free.hear(free_said("show.go_live"))
    assert told.startswith("“go live” was not understood in two ways.")
    assert free.state.question is None
    assert free.hear(free_said("card.next")).startswith("next card. Wool scarf")
    free.show.listening.use_words("")
    assert free.hear(free_said("show.go_live")).startswith("Go live?")


def test_hands_free_words_alone_do_what_is_harmless(free):
    mean(free, "next card", "card.next")
    assert free.hear(free_said(words=("next card",))).startswith("next card. Wool scarf")


def test_a_machines_voice_is_enough_only_for_what_is_harmless_and_held(free):
    assert free.hear(held("status.live")) == "am I live. You are not live."
    assert free.hear(free_said("status.live")).startswith("“am I live” is known by a machine's")
    assert free.hear(held("show.end")).startswith("“end it” is known by a machine's voice only.")


@pytest.mark.parametrize(("takes", "lacking"), [(1, "2 more takes"), (2, "1 more take")])
def test_hands_free_it_is_told_how_many_takes_a_command_lacks(free, takes, lacking):
    begun = taught("voice.what_can_i_say", "what goes")
    free.show.taught.keep(replace(begun, takes=begun.takes[:takes]))
    assert free.hear(free_said(begun.id)) == (
        f"“what goes” needs {lacking}. “Teach the first commands” goes on with it."
    )
    assert free.hear(held(begun.id)).startswith("what goes. ")


def test_its_own_words_do_nothing_while_the_key_is_held_either(rig):
    own = replace(held("status.live"), over_voice=0.2)
    assert rig.hear(own) == "The studio itself was speaking."
    near = replace(held("", ("status.live", 1.1)), over_voice=0.2)
    assert rig.hear(near) == ""
    assert rig.state.listening.offers == ()
    assert rig.hear(held("status.live")) == "am I live. You are not live."


def test_asleep_it_heeds_only_being_woken(free):
    assert free.hear(free_said("voice.sleep")) == (
        "sleep. Asleep. To wake it, say its name and “wake up”."
    )
    assert free.state.listening.is_asleep
    assert free.hear(free_said("card.next")) == ""
    assert free.state.card is None
    assert free.hear(free_said("voice.wake", is_named=False)) == ""
    assert free.hear(free_said("voice.wake")) == "wake up. Awake. It listens for commands."
    assert free.hear(free_said("card.next")).startswith("next card.")


def test_asleep_the_key_still_works_and_its_key_wakes_it(free):
    free.do("voice.sleep", Origin.KEY)
    assert free.hear(held("card.next")).startswith("next card.")
    assert free.state.listening.is_asleep
    assert free.do("voice.sleep", Origin.KEY) == "Awake. It listens for commands."
    free.do("voice.sleep")
    free.do("voice.listen", mode="while held")
    assert not free.state.listening.is_asleep
    assert free.do("voice.sleep").startswith("It listens only while the key is held.")


# --------------------------------------------------------------------------- what can I say, tests


def test_what_can_be_said_fits_what_is_going_on(rig):
    assert rig.do("voice.what_can_i_say") == ("You can say: “go live”, “mute”, “hush”.")
    assert rig.do("voice.more").startswith("There is nothing more.")
    rig.do("sound.mute")
    assert rig.do("voice.what_can_i_say") == "You can say: “undo”."
    _live(rig)
    rig.do("card.next")
    assert rig.do("voice.what_can_i_say").startswith("You can say: “next card”, “away with it”,")


def test_of_sleeping_and_waking_what_fits_can_be_said(free):
    free.do("voice.what_can_i_say")
    assert free.do("voice.what_can_i_say").endswith("“sleep”.") or "“sleep”" in free.do(
        "voice.what_can_i_say"
    )
    free.do("voice.sleep")
    free.show.recall.name_anew()
    told = free.do("voice.what_can_i_say")
    assert told.startswith("You can say: “wake up”,")
    assert "“sleep”" not in told + free.do("voice.what_can_i_say")


def test_one_number_can_be_said_where_one_thing_is_offered(rig):
    rig.show.listening.use_words("en")
    rig.hear(held("", ("card.next", 1.1)))
    told = rig.do("voice.what_can_i_say")
    assert told.startswith("You can say: “one”,")
    assert "“two”" not in told


def test_hands_free_nothing_is_said_of_what_is_not_understood(free):
    for _ in range(4):
        assert free.hear(free_said()) == ""


def test_an_order_by_voice_is_kept_as_such(rig):
    rig.do("card.next")
    rig.hear(held())
    mean(rig, "sold two", "order.take_shown", quantity="2")
    rig.hear(held(words=("sold two",)))
    assert [order.way for order in rig.state.sales.orders] == [OrderWay.VOICE]


def test_a_question_comes_first(rig):
    rig.hear(held("show.go_live"))
    assert rig.do("voice.what_can_i_say").startswith("You can say: “yes”, “no”,")


def test_with_an_engine_for_words_all_phrases_can_be_said(rig):
    _live(rig)
    rig.show.listening.use_words("en")
    told = rig.do("voice.what_can_i_say")
    assert told.startswith("You can say: “next card”, “show Wool scarf”, “mute”, “scene Kitchen”,")


def test_where_nothing_is_understood_that_is_said():
    assert (
        Rig()
        .do("voice.what_can_i_say")
        .startswith("The studio does not understand anything you say yet.")
    )


def test_in_test_mode_it_is_told_and_not_done(rig):
    rig.hear(held("voice.test_mode"))
    assert rig.hear(held("card.next")) == "next card. Only tested: it would be done now."
    assert rig.hear(held("show.go_live")) == "go live. Only tested: you would be asked first."
    assert rig.hear(held("", ("card.next", 2.0))) == "Nothing was understood."
    assert rig.state.card is None
    assert rig.state.question is None
    assert rig.do("card.next", Origin.KEY).startswith("Wool scarf")
    assert rig.hear(held("voice.test_mode")).startswith("test. The test is over.")
    assert rig.hear(held("card.next")).startswith("next card. Green tea")


# ---------------------------------------------------------------------------------- the day's log


def test_the_log_tells_what_was_heard_and_what_was_done(rig):
    assert rig.do("voice.log") == "Nothing was heard today."
    rig.hear(held("card.next"))
    rig.hear(held())
    assert rig.do("voice.log") == (
        "Heard 2 times today, 1 time something was done. "
        "The last was not understood. Nothing was done."
    )
    first, second = rig.state.listening.log
    assert str(first.understood) == "next card"
    assert first.score == 0.6
    assert first.was_done
    assert first.is_held
    assert str(first.result).startswith("Wool scarf")
    assert second.understood is None


def test_the_log_is_cleared_for_good_also_from_the_messages(rig):
    rig.hear(held("card.next"))
    rig.hear(held("", ("card.next", 1.1)))
    rig.do("voice.log")
    rig.do("voice.clear_log")
    assert rig.announcer.last().announcement.text == "2 entries are forgotten."
    assert rig.state.listening.log == ()
    told = [said.announcement.text for said in rig.announcer.history()]
    assert "Wool scarf, ¥24.90, is on screen. 12 left." in told
    assert not [text for text in told if "next card" in text]


def test_forgotten_by_voice_not_even_that_is_kept(rig):
    mean(rig, "forget what was heard", "voice.clear_log")
    rig.hear(held("card.next"))
    assert rig.hear(held(words=("forget what was heard",))) == "1 entry is forgotten."
    assert rig.state.listening.log == ()


def test_forgetting_that_was_offered_leaves_no_entry_either(rig):
    rig.hear(held("card.next"))
    forget = Invocation("voice.clear_log", {}, Origin.VOICE)
    rig.show.recall.offer([Offer(say("forget all that"), forget)], say("Did you mean 1?"))
    assert rig.hear(held("voice.first")) == "1 entry is forgotten."
    assert rig.state.listening.log == ()


def test_no_question_that_was_wished_for_by_voice_stays(rig, caplog):
    caplog.set_level("INFO")
    rig.do("settings.change", name="listening_echo", value="off")
    rig.hear(held("show.go_live"))
    rig.hear(held("studio.no"))
    rig.hear(held("card.next"))
    mean(rig, "price nineteen", "product.price", price="19")
    rig.hear(held(words=("price nineteen",)))
    rig.do("voice.clear_log")
    left = [one.announcement.text for one in rig.announcer.history()]
    assert not [text for text in left if "Say yes" in text]
    assert "Say yes" not in caplog.text
    assert "a command" not in caplog.text


def test_the_log_file_does_not_tell_what_was_heard(rig, caplog):
    caplog.set_level("INFO")
    rig.hear(held("", ("card.next", 1.1)))
    rig.hear(held("card.next"))
    rig.hear(held("sound.unmute"))
    rig.do("card.next", Origin.KEY)
    rig.hear(held("show.go_live"))
    rig.hear(held("studio.yes"))
    assert "next card" not in caplog.text
    assert "card.next by voice" not in caplog.text
    assert "Wool scarf" in caplog.text
    assert "card.next by key" in caplog.text


def test_what_somebody_else_said_is_forgotten_with_them(rig):
    rig.hear(held("card.next"))
    rig.show.listening.forget()
    assert rig.state.listening.log == ()


def test_what_was_heard_yesterday_is_not_in_todays_log(rig, monkeypatch):
    rig.hear(held("card.next"))
    later = time.time() + 86_400
    monkeypatch.setattr("studio.listening.time.time", lambda: later)
    rig.show.recall.look(0.0)
    assert rig.state.listening.log == ()
    assert rig.archive.saved[-1] == ("heard", ())


def test_each_entry_is_kept_and_forgetting_keeps_none(rig):
    rig.hear(held("card.next"))
    rig.hear(held())
    log = rig.state.listening.log
    assert [one for one in rig.archive.saved if one[0] == "heard"] == [
        ("heard", log[:1]),
        ("heard", log),
    ]
    rig.do("voice.clear_log")
    assert rig.archive.saved[-1] == ("heard", ())


def test_settings_say_how_commands_by_voice_are_given():
    assert Settings().listening == Listening.HELD
