"""Sound in, utterances out."""

from itertools import pairwise

import numpy as np
import pytest

from studio.audio.gate import RAMP_S
from studio.delay import least_delay_s
from studio.model.voice import Listening, TaughtCommand, Utterance
from studio.voice.hands_free import NAME_PAUSE_S
from studio.voice.listener import Listener
from studio.voice.sound import RATE, Samples
from studio.voice.takes import make_take
from studio.voice.words import Heard
from tests.voice.speaking import NAMED, NEXT, PRICE, STOP, TALK, Room, after, quiet, spoken, taught


def test_a_phrase_between_pauses_is_known_soon_after_its_end():
    room = Room(NEXT, PRICE, STOP)
    room.say(PRICE, pause_s=0.05)
    ended = room.at - 0.05
    while not room.taught:
        room.play(quiet(0.02))
        assert room.at - ended < 0.5
    assert room.taught == [PRICE]
    utterance = room.heard[-1]
    assert utterance.ended == pytest.approx(ended, abs=0.15)
    assert not utterance.is_held
    assert not utterance.is_named


def test_talk_is_no_command():
    room = Room(NEXT, PRICE, STOP)
    for words in TALK * 3:
        room.say(words, pause_s=0.6)
    assert room.taught == []


def test_a_phrase_within_talk_is_no_command():
    room = Room(NEXT, PRICE, STOP)
    room.play(after(spoken(TALK[0]), spoken(NEXT), spoken(TALK[1]), quiet(1)))
    assert room.taught == []


LONGER = f"{NEXT} with its price"


def test_a_phrase_that_begins_with_another_is_not_taken_for_it():
    room = Room(NEXT, LONGER, PRICE, STOP)
    whole, first = spoken(LONGER, 158, 48), spoken(NEXT, 158, 48)
    for pause_s in (0.0, 0.3, 0.45):
        room.heard.clear()
        rest = whole[len(first) - RATE // 20 :]
        room.play(after(whole[: len(first) - RATE // 20], quiet(pause_s), rest, quiet(1.2)))
        assert NEXT not in room.taught, pause_s


def test_the_shorter_of_two_that_begin_alike_is_known_once_no_more_follows():
    room = Room(NEXT, LONGER, PRICE, STOP)
    room.say(NEXT, pause_s=0.4)
    assert room.taught == []
    room.play(quiet(0.6))
    assert room.taught == [NEXT]


def test_half_a_phrase_is_none_however_like_another_it_is():
    room = Room(LONGER, PRICE, STOP)
    room.say(NEXT, pause_s=1.5)
    assert room.taught == []


def test_what_follows_a_phrase_at_once_is_the_rest_of_it():
    room = Room(NEXT, PRICE, STOP)
    room.say(PRICE, pause_s=0.4)
    room.say(NEXT)
    assert room.taught == [PRICE]
    room.say(PRICE, pause_s=0.7)
    room.say(NEXT)
    assert room.taught == [PRICE, PRICE, NEXT]


def test_with_a_name_only_what_follows_it_is_a_command():
    room = Room(NAMED, NEXT, PRICE, STOP)
    room.say(NEXT, pause_s=2.0)
    assert room.taught == []
    began = room.at
    room.say(NAMED, pause_s=0.8)
    room.say(NEXT)
    assert room.taught == [NEXT]
    assert room.heard[-1].is_named
    assert room.heard[-1].began == pytest.approx(began, abs=0.25)


def test_a_name_with_nothing_behind_it_is_told_at_once():
    room = Room(NAMED, NEXT, PRICE, STOP)
    began = room.at
    room.say(NAMED, pause_s=0.05)
    ended = room.at - 0.05
    while not room.heard:
        room.play(quiet(0.02))
        assert room.at - ended < 0.5
    room.play(quiet(3.0))
    (call,) = room.heard
    assert call.is_call
    assert call.is_named
    assert not call.taught
    assert call.began == pytest.approx(began, abs=0.25)
    assert call.ended == pytest.approx(ended, abs=0.15)


@pytest.mark.parametrize("pause_s", [0.0, 0.4, 0.9, NAME_PAUSE_S - 0.2])
def test_no_pause_behind_the_name_needs_more_than_the_least_delay(pause_s):
    room = Room(NAMED, NEXT, PRICE, STOP)
    least_s = least_delay_s(taught(NAMED, NEXT, PRICE, STOP))
    told: list[tuple[float, Utterance]] = []
    room.listener = Listener(lambda said: told.append((room.at, said)))
    room.listener.use(taught(NAMED, NEXT, PRICE, STOP))
    room.listener.listen(Listening.HANDS_FREE)
    room.play(quiet(1.0))
    room.play(after(spoken(NAMED, 158, 48), quiet(pause_s), spoken(STOP, 158, 48), quiet(1.0)))
    assert [said.taught for _at, said in told if said.taught] == [STOP]
    for at, said in told:
        new_from = said.began if said.new_from is None else said.new_from
        assert at - new_from < least_s - RAMP_S
        assert said.began <= new_from < said.ended


def test_what_waited_for_its_rest_is_told_with_it():
    room = Room(NAMED, NEXT, LONGER, PRICE, STOP)
    whole, first = spoken(LONGER, 158, 48), spoken(NEXT, 158, 48)
    place = len(first) - RATE // 20
    room.say(NAMED, pause_s=0.5)
    began = room.at
    room.play(after(whole[:place], quiet(0.45), whole[place:], quiet(1.5)))
    call, *others = room.heard
    assert call.is_call
    new_from = [one.new_from for one in others]
    assert new_from[0] == pytest.approx(began, abs=0.15), "nothing of it was told before"
    for one, later in pairwise(others):
        assert later.new_from is not None
        assert one.ended <= later.new_from


def test_the_name_and_the_command_may_come_in_one_breath():
    room = Room(NAMED, NEXT, PRICE, STOP)
    began = room.at
    room.play(after(spoken(NAMED, 158, 48)[: -RATE // 20], spoken(PRICE, 158, 48), quiet(1)))
    assert room.taught == [PRICE]
    assert room.heard[-1].began == pytest.approx(began, abs=0.25)


def test_half_a_command_in_one_breath_with_the_name_is_not_swallowed():
    room = Room(NAMED, NEXT, PRICE, STOP)
    name, command = spoken(NAMED, 158, 48)[: -RATE // 20], spoken(NEXT, 158, 48)
    place = len(command) * 2 // 5
    place += int(np.abs(command[place : place + RATE // 4]).argmin())
    room.play(after(name, command[:place], quiet(0.4), command[place:], quiet(1.5)))
    assert room.taught == [NEXT]


@pytest.mark.parametrize("pause_s", [0.0, 0.5])
@pytest.mark.parametrize("rest", ["", "with its price"])
def test_behind_the_name_the_rest_of_a_longer_phrase_is_waited_for(pause_s, rest):
    room = Room(NAMED, NEXT, LONGER, PRICE, STOP)
    name, first = spoken(NAMED, 158, 48), spoken(NEXT, 158, 48)
    room.play(after(name, quiet(pause_s), first, quiet(0.35)))
    room.play(after(spoken(rest, 158, 48), quiet(1.5)) if rest else quiet(1.5))
    assert room.taught == [LONGER if rest else NEXT]
    assert room.heard[-1].is_named


def parted(words: str, pause_s: float, speed: int = 158, pitch: int = 48) -> Samples:
    """A phrase with a pause in its middle, as it is said by whoever thinks of the rest."""
    whole = spoken(words, speed, pitch)
    middle = len(whole) // 2
    return after(whole[:middle], quiet(pause_s), whole[middle:])


def taught_parted(words: str) -> TaughtCommand:
    ways = ((145, 45), (155, 50), (165, 55))
    takes = (make_take(after(quiet(0.3), parted(words, 0.35, *way), quiet(0.3))) for way in ways)
    return TaughtCommand(words, words, takes=tuple(takes))


@pytest.mark.parametrize("pause_s", [0.0, 0.4, 1.2])
def test_a_command_behind_the_name_may_have_a_pause_within(pause_s):
    room = Room(NAMED, NEXT, PRICE)
    room.listener.use([*taught(NAMED, NEXT, PRICE), taught_parted(STOP)])
    began = room.at
    name = spoken(NAMED, 158, 48)
    room.play(after(name, quiet(pause_s), parted(STOP, 0.35), quiet(1.0)))
    assert room.taught == [STOP]
    assert room.heard[-1].is_named
    assert room.heard[-1].began == pytest.approx(began, abs=0.25)
    for one, later in pairwise(room.heard):
        assert later.new_from is not None
        assert one.ended <= later.new_from


def test_talk_that_goes_on_behind_the_name_is_told_no_longer_than_it_may_begin():
    room = Room(NAMED, NEXT, PRICE, STOP)
    room.say(NAMED, pause_s=0.4)
    until = room.at - 0.4 + NAME_PAUSE_S
    for words in TALK * 2:
        room.say(words, pause_s=0.4)
    room.say(STOP)
    assert room.taught == []
    assert all(one.began <= until for one in room.heard)
    assert len(room.heard) <= 2, "the name, and what began in time"


def test_long_after_the_name_nothing_is_a_command():
    room = Room(NAMED, NEXT, PRICE)
    room.say(NAMED, pause_s=2.2)
    room.say(NEXT)
    assert room.taught == []


def test_what_the_studio_says_itself_is_no_command():
    room = Room(NEXT, PRICE, STOP)
    began = room.at
    room.listener.own_voice(began, began + 3)
    room.say(NEXT)
    assert room.taught == []
    assert room.heard[-1].over_voice > 0.5


def test_while_held_everything_up_to_the_release_is_one_utterance():
    room = Room(NEXT, PRICE, STOP, mode=Listening.HELD)
    room.say(NEXT)
    assert room.heard == []
    room.listener.hold(room.at)
    room.say(PRICE, pause_s=0.0)
    released = room.at
    room.listener.let_go(released)
    room.play(quiet(0.1))
    assert room.taught == [PRICE]
    assert room.heard[-1].is_held
    assert room.at - released <= 0.25


def test_a_key_that_is_pressed_again_at_once_loses_nothing_that_was_said():
    room = Room(NEXT, PRICE, STOP, mode=Listening.HELD)
    room.listener.hold(room.at)
    room.say(PRICE, pause_s=0.0)
    room.listener.let_go(room.at)
    room.listener.hold(room.at + 0.01)
    room.say(STOP, pause_s=0.0)
    room.listener.let_go(room.at)
    room.play(quiet(0.1))
    assert room.taught == [PRICE, STOP]


def test_nothing_understood_while_held_is_told_as_well():
    room = Room(NEXT, PRICE, mode=Listening.HELD)
    room.listener.hold(room.at)
    room.play(quiet(1.0))
    room.listener.let_go(room.at)
    room.play(quiet(0.2))
    assert [one.taught for one in room.heard] == [""]


def test_a_lost_release_ends_by_itself():
    room = Room(NEXT, mode=Listening.HELD)
    room.listener.hold(room.at)
    room.play(quiet(21))
    assert len(room.heard) == 1


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(3 * RATE, np.float32),
        np.ones(3 * RATE, np.float32),
        np.full(3 * RATE, np.float32(1e-9)),
        np.sign(np.sin(np.arange(3 * RATE) * 0.3)).astype(np.float32),
        np.random.default_rng(0).normal(0, 0.5, 3 * RATE).astype(np.float32),
    ],
    ids=["silent", "stuck", "faint", "clipped", "noise"],
)
def test_what_is_no_speech_is_no_command(sound):
    room = Room(NEXT, PRICE)
    room.play(sound)
    room.play(quiet(1))
    assert room.taught == []
    room.listener.hold(room.at)
    room.play(sound)
    room.listener.let_go(room.at)
    room.play(quiet(0.2))
    assert room.taught == []


def test_a_take_is_given_and_not_recognised():
    room = Room(NEXT, PRICE, mode=Listening.OFF)
    given = []
    room.listener.ask_for_take(given.append)
    room.say(NEXT, pause_s=1.5)
    assert len(given) == 1
    assert given[0].seconds == pytest.approx(len(spoken(NEXT, 158, 48)) / RATE, abs=0.3)
    assert room.heard == []
    room.say(PRICE)
    assert len(given) == 1


def test_what_is_said_with_a_key_that_was_held_before_is_a_command_and_no_take():
    room = Room(NEXT, PRICE, mode=Listening.HELD)
    given = []
    room.listener.hold(room.at)
    room.say(PRICE, pause_s=0.1)
    room.listener.ask_for_take(given.append)
    assert not room.listener.has_take_begun
    room.listener.let_go(room.at)
    room.play(quiet(0.2))
    assert room.taught == [PRICE]
    assert given == []
    room.listener.hold(room.at)
    room.say(NEXT, pause_s=0.1)
    room.listener.let_go(room.at)
    room.play(quiet(0.2))
    assert room.taught == [PRICE]
    assert len(given) == 1


@pytest.mark.parametrize("is_held", [False, True])
def test_of_a_take_it_is_known_how_long_the_studio_itself_was_speaking(is_held):
    room = Room(mode=Listening.OFF)
    given = []
    for voice_s in (0.0, 0.5):
        room.listener.ask_for_take(given.append)
        room.listener.own_voice(room.at - 0.7, room.at - 0.4)  # the question, before it
        if is_held:
            room.listener.hold(room.at)
        began = room.at + 0.4
        room.listener.own_voice(began, began + voice_s)
        room.say(NEXT, pause_s=0.7)
        room.listener.let_go(room.at)
        room.play(quiet(0.8))
    assert [take.over_voice for take in given] == [0.0, pytest.approx(0.5)]


def test_that_a_take_has_begun_is_known_until_it_is_given():
    room = Room(NEXT, mode=Listening.OFF)
    given = []
    room.say(NEXT, pause_s=1.5)
    assert not room.listener.has_take_begun, "none is asked for"
    room.listener.ask_for_take(given.append)
    room.play(quiet(1))
    assert not room.listener.has_take_begun, "nobody speaks"
    room.play(spoken(NEXT)[: RATE // 2])
    assert room.listener.has_take_begun
    room.play(quiet(0.3))
    assert room.listener.has_take_begun, "more of it may follow"
    room.play(quiet(1))
    assert len(given) == 1
    assert not room.listener.has_take_begun
    room.listener.ask_for_take(given.append)
    room.listener.hold(room.at)
    assert room.listener.has_take_begun, "whoever holds the key is speaking"


def test_with_five_hundred_phrases_the_right_one_is_found_at_once():
    import time

    from studio.model.voice import Take, TaughtCommand

    room = Room(NEXT)
    rng = np.random.default_rng(1)
    model = taught(NEXT, PRICE, STOP)
    others = [
        TaughtCommand(
            f"other {n}",
            f"other {n}",
            takes=(Take(rng.normal(0, 9, (24, 288)).astype(np.float32), 1.8),) * 3,
        )
        for n in range(497)
    ]
    room.listener.use([*others[:250], *model, *others[250:]])
    began = time.thread_time()
    room.say(STOP)
    assert room.taught == [STOP]
    assert time.thread_time() - began < 1.5


def test_an_answer_that_is_awaited_needs_no_name():
    room = Room(NAMED, NEXT, PRICE, STOP)
    room.listener.await_answers({STOP})
    began = room.at
    room.say(STOP)
    assert [(one.taught, one.is_named) for one in room.heard] == [(STOP, False)]
    assert room.heard[-1].began == pytest.approx(began, abs=0.25)
    room.say(NEXT)
    assert len(room.heard) == 1, "only what is awaited"
    room.say(NAMED, pause_s=0.4)
    room.say(STOP)
    answers = [(one.taught, one.is_named) for one in room.heard[1:] if not one.is_call]
    assert answers == [(STOP, True)]
    count = len(room.heard)
    room.listener.await_answers(())
    room.say(STOP)
    assert len(room.heard) == count


def test_an_answer_within_talk_is_none_and_one_long_after_the_name_is():
    room = Room(NAMED, NEXT, PRICE, STOP)
    room.listener.await_answers({STOP})
    room.say(TALK[0], pause_s=0.4)
    room.say(STOP)
    assert room.taught == []
    room.say(NAMED, pause_s=2.2)
    room.say(STOP)
    assert room.taught == [STOP]


def test_a_silent_and_a_clipped_microphone_are_known_as_such():
    room = Room(NEXT, PRICE, mode=Listening.HELD)
    for sound in (
        np.zeros(RATE, np.float32),
        quiet(1.0, level=2e-3),
        np.zeros(RATE // 4, np.float32),
        np.clip(after(quiet(0.3), 60 * spoken(TALK[0]), quiet(0.3)), -1, 1),
    ):
        room.listener.hold(room.at)
        room.play(sound)
        room.listener.let_go(room.at)
        room.play(np.zeros(RATE // 5, np.float32))
    assert [one.is_silent for one in room.heard] == [True, False, False, False]
    assert [one.is_clipped for one in room.heard] == [False, False, False, True]


class Engine:
    """Hears “price” in what is short, and a number behind it in what is longer.

    In what is longer than it can, nothing; or but the opening once more, if it is deaf.
    """

    def __init__(self, most_s: float = 9.0, *, is_deaf: bool = False) -> None:
        self._most_s, self._is_deaf = most_s, is_deaf
        self._seconds = 0.0

    def begin(self) -> None:
        self._seconds = 0.0

    def push(self, samples) -> None:
        self._seconds += len(samples) / RATE

    def finish(self) -> Heard:
        if self._seconds > self._most_s:
            return Heard(("price",), "en", may_go_on=True) if self._is_deaf else Heard()
        if self._seconds < 1.2:
            return Heard(("price",), "en", may_go_on=True)
        return Heard(("price nineteen",), "en")


def words_of(room: Room) -> list[tuple[str, ...]]:
    return [one.words for one in room.heard if one.is_named and not one.is_call]


@pytest.mark.parametrize("pause_s", [0.35, 0.8])
@pytest.mark.parametrize("named_s", [0.05, 0.9])
def test_what_follows_on_an_opening_after_a_pause_is_told_with_it(pause_s, named_s):
    room = Room(NAMED, NEXT, STOP)
    room.listener.use_words(Engine())
    began = room.at
    room.say(NAMED, pause_s=named_s)
    room.say("price", pause_s=pause_s)
    opening = room.heard[-1]
    assert opening.may_go_on
    rest = room.at
    room.say("nineteen ninety", pause_s=0.6)
    assert words_of(room) == [("price",), ("price nineteen",)]
    whole = room.heard[-1]
    assert not whole.may_go_on
    assert whole.began == pytest.approx(opening.began, abs=0.001)
    assert whole.began == pytest.approx(began, abs=0.25)
    assert whole.new_from == pytest.approx(rest, abs=0.25)
    room.say("price", pause_s=1.5)
    assert len(words_of(room)) == 2, "it was one command"


def test_what_comes_too_late_behind_an_opening_is_not_for_the_studio():
    room = Room(NAMED, NEXT, STOP)
    room.listener.use_words(Engine())
    room.say(NAMED, pause_s=0.05)
    room.say("price", pause_s=1.1)
    room.say("nineteen ninety", pause_s=1.2)
    assert words_of(room) == [("price",)]


@pytest.mark.parametrize("named_s", [0.35, 0.9])
@pytest.mark.parametrize("is_deaf", [False, True])
def test_talk_behind_an_opening_is_not_part_of_it(named_s, is_deaf):
    room = Room(NAMED, NEXT, STOP)
    room.listener.use_words(Engine(most_s=2.0, is_deaf=is_deaf))
    room.say(NAMED, pause_s=named_s)
    room.say("price", pause_s=0.4)
    for words in TALK:
        room.say(words, pause_s=0.5)
    assert words_of(room) == [("price",)]
    assert room.taught == []


@pytest.mark.parametrize("named_s", [0.35, 0.8])
@pytest.mark.parametrize("pause_s", [0.05, 0.8])
def test_the_name_behind_an_opening_is_the_name(named_s, pause_s):
    room = Room(NAMED, NEXT, STOP)
    room.listener.use_words(Engine())
    room.say(NAMED, pause_s=named_s)
    room.say("price", pause_s=0.4)
    room.say(NAMED, pause_s=pause_s)
    room.say(NEXT, pause_s=1.2)
    assert room.taught == [NEXT]


def test_a_taught_command_that_a_pause_parts_is_known_though_it_begins_like_an_opening():
    phrase = "price of the next product"
    room = Room(NAMED, NEXT, STOP, phrase)
    room.listener.use_words(Engine())
    room.say(NAMED, pause_s=0.8)
    room.say("price of", pause_s=0.4)
    room.say("the next product", pause_s=1.2)
    assert room.taught == [phrase]
