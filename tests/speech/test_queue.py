"""The laws of the queue, on a clock that only the tests move."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from studio.model.announcement import Priority
from studio.model.segment import Segment
from studio.speech.pieces import LONGEST, pieces_of
from studio.speech.queue import AT_ONCE, LIMIT, MOST_TRIES, Ending, SpeechQueue, Utterance


class Desk:
    """A queue, its clock, and how each message ended, by its text."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.queue = SpeechQueue(limit)
        self.now = 0.0
        self.ended: dict[str, list[Ending]] = {}

    def put(self, text: str, priority: Priority = Priority.NORMAL, **more) -> bool:
        endings = self.ended.setdefault(text, [])
        segments = (Segment(text, "en"),)
        return self.queue.put(
            Utterance(segments, priority, on_end=endings.append, **more), self.now
        )

    def take(self) -> str:
        """What is said next; empty for nothing."""
        entry = self.queue.take(self.now)
        return " ".join(s.text for piece in entry.pieces for s in piece) if entry else ""

    def say(self) -> str:
        """Say what is next to its end."""
        words = self.take()
        self.finish()
        return words

    def finish(self) -> None:
        if self.queue.current:
            self.queue.reached(self.queue.current.id, 0)
            self.queue.done(self.queue.current.id)

    def say_all(self) -> list[str]:
        said = []
        while words := self.say():
            said.append(words)
        return said


def test_the_more_urgent_comes_first_and_of_one_urgency_the_older():
    desk = Desk()
    for text, priority in (
        ("idle", Priority.IDLE),
        ("one", Priority.NORMAL),
        ("two", Priority.NORMAL),
        ("next", Priority.NEXT),
        ("urgent", Priority.URGENT),
        ("urgent too", Priority.URGENT),
    ):
        desk.put(text, priority)
    assert desk.say_all() == ["urgent", "urgent too", "next", "one", "two", "idle"]
    assert desk.queue.counts == {Ending.SAID: 6}


def test_only_what_is_urgent_interrupts_and_what_it_interrupts_goes_on_with_its_last_sentence():
    desk = Desk()
    desk.put("One. Two. Three.")
    assert desk.take() == "One. Two. Three."
    entry = desk.queue.current
    assert entry is not None
    desk.queue.reached(entry.id, 0)
    desk.queue.reached(entry.id, 1)
    assert not desk.put("later", Priority.NEXT)
    assert desk.put("You are off air.", Priority.URGENT)
    assert not desk.put("Really.", Priority.URGENT)
    assert desk.say_all() == ["You are off air.", "Really.", "later", "Two. Three."]
    assert desk.ended["One. Two. Three."] == [Ending.SAID]


def test_what_is_told_of_an_earlier_attempt_is_of_no_account():
    desk = Desk()
    desk.put("One. Two.")
    desk.take()
    first = desk.queue.current
    assert first is not None
    stale = first.id
    desk.queue.interrupt()
    desk.take()
    desk.queue.reached(stale, 1)
    desk.queue.done(stale)
    assert desk.queue.current is first
    assert first.begun == 0


def test_a_newer_message_replaces_the_older_of_its_topic_unless_that_is_heard_already():
    desk = Desk()
    desk.put("before")
    desk.put("10 viewers", topic="viewers")
    desk.put("11 viewers", topic="viewers")
    assert desk.say_all() == ["before", "11 viewers"]
    desk.put("12 viewers", topic="viewers")
    assert desk.take() == "12 viewers"
    assert desk.put("13 viewers", topic="viewers")  # nothing of the 12 was heard yet
    assert desk.take() == "13 viewers"
    assert desk.queue.current is not None
    desk.queue.reached(desk.queue.current.id, 0)
    assert not desk.put("14 viewers", topic="viewers")
    desk.finish()
    assert desk.say() == "14 viewers"
    assert desk.ended["12 viewers"] == [Ending.REPLACED]
    assert desk.ended["13 viewers"] == [Ending.SAID]


def test_a_newer_answer_cuts_an_older_one_short_but_no_warning():
    desk = Desk()
    desk.put("You are live, and so on.", is_answer=True)
    desk.take()
    assert desk.put("Muted.", is_answer=True)
    assert desk.say() == "Muted."
    assert desk.ended["You are live, and so on."] == [Ending.REPLACED]
    desk.put("It cannot be done.", Priority.NEXT, is_answer=True)
    desk.take()
    assert not desk.put("Unmuted.", is_answer=True)
    desk.put("By itself.")
    desk.finish()
    assert desk.take() == "Unmuted."
    assert not desk.put("By itself too.")


def test_what_waited_too_long_is_not_said():
    desk = Desk()
    desk.put("now or never", lives_s=5.0)
    desk.put("for ever")
    desk.now = 5.1
    assert desk.say_all() == ["for ever"]
    assert desk.ended["now or never"] == [Ending.EXPIRED]


def test_of_too_many_the_oldest_of_the_least_urgent_are_skipped_and_counted():
    desk = Desk(limit=5)
    desk.put("urgent", Priority.URGENT)
    for number in range(10):
        desk.put(str(number))
    assert desk.queue.take_skipped() == 6
    assert desk.queue.take_skipped() == 0
    assert desk.say_all() == ["urgent", "6", "7", "8", "9"]
    assert desk.queue.counts == {Ending.SAID: 5, Ending.SKIPPED: 6}


def test_silence_ends_everything():
    desk = Desk()
    for text in ("said", "waits", "waits too"):
        desk.put(text)
    desk.take()
    desk.queue.silence()
    assert desk.say_all() == []
    assert set(map(tuple, desk.ended.values())) == {(Ending.SILENCED,)}


def test_a_message_on_which_the_engine_fails_three_times_is_left_out():
    desk = Desk()
    desk.put("poison")
    desk.put("good")
    for attempt in range(MOST_TRIES):
        assert desk.take() == "poison"
        assert desk.queue.current is not None
        left_out = desk.queue.broke(desk.queue.current.id)
        assert bool(left_out) == (attempt == MOST_TRIES - 1)
    assert desk.say_all() == ["good"]
    assert desk.ended["poison"] == [Ending.BROKEN]


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_every_message_ends_exactly_once(seed):
    chance = random.Random(seed)
    desk = Desk(limit=chance.choice([3, 20, 60]))
    for number in range(2000):
        desk.now += chance.random()
        current = desk.queue.current
        match chance.randrange(10):
            case 0 if current:
                desk.queue.done(current.id)
            case 1 if current:
                desk.queue.broke(current.id)
            case 2 if current:
                desk.queue.reached(current.id, chance.randrange(2))
            case 3:
                desk.queue.interrupt()
            case 4 if chance.random() < 0.05:
                desk.queue.silence()
            case 5 | 6:
                desk.take()
            case _:
                desk.put(
                    f"{number}. And more.",
                    chance.choice(list(Priority)),
                    topic=chance.choice(["", "", "a", "b"]),
                    is_answer=chance.random() < 0.2,
                    lives_s=chance.choice([None, 3.0]),
                )
        assert len(desk.queue) <= LIMIT + 1
    desk.finish()
    desk.say_all()
    assert set(map(len, desk.ended.values())) == {1}
    assert sum(desk.queue.counts.values()) == len(desk.ended)
    assert Counter(e for (e,) in desk.ended.values()) == desk.queue.counts


def _texts(*segments: Segment) -> list[str]:
    return ["|".join(part.text for part in piece) for piece in pieces_of(segments)]


def test_a_message_is_cut_into_sentences_of_one_or_more_languages():
    assert _texts(Segment("Rp 125.000, all in. Go! 好。再见", "en")) == [
        "Rp 125.000, all in.", "Go!", "好。", "再见",
    ]  # fmt: skip
    scarf = Segment("重庆小面", "zh")
    assert _texts(Segment("One. ", "en"), scarf, Segment(" is on screen. Two.", "en")) == [
        "One.", "重庆小面| is on screen.", "Two.",
    ]  # fmt: skip
    assert _texts(Segment(" \n ", "en")) == []


@pytest.mark.parametrize("text", ["a" * 100_000, "a b " * 25_000, "哈" * 100_000, "." * 100_000])
def test_a_text_without_an_end_is_cut_into_bearable_pieces_and_none_of_it_is_lost(text):
    pieces = list(pieces_of([Segment(text, "en")]))
    assert max(sum(len(s.text) for s in piece) for piece in pieces) <= LONGEST
    assert "".join(s.text for piece in pieces for s in piece) == text


def test_what_stands_in_for_another_has_its_place_and_its_urgency():
    desk = Desk()
    desk.put("lost", Priority.URGENT, topic="output")
    desk.put("one", Priority.NORMAL)
    desk.put("still lost", Priority.IDLE, topic="output", lives_s=1.0)
    desk.now = 2.0
    for viewers in range(50):
        desk.put(f"{viewers} viewers", topic="viewers")
        desk.put(f"order {viewers}")
    said = [desk.say() for _ in range(4)]
    assert said == ["still lost", "one", "49 viewers", "order 0"]


def test_an_answer_that_replaces_another_is_said_behind_what_came_between():
    desk = Desk()
    desk.put("Escape leaves.", Priority.NEXT, topic="window", is_answer=True)
    desk.put("Step one of six", Priority.NEXT)
    desk.put("Escape looks again.", Priority.NEXT, topic="window", is_answer=True)
    assert desk.say_all() == ["Step one of six", "Escape looks again."]


def test_what_was_heard_in_part_neither_expires_nor_is_skipped_for_what_interrupted_it():
    desk = Desk(limit=3)
    desk.put("One. Two.", lives_s=5.0)
    desk.take()
    assert desk.queue.current is not None
    desk.queue.reached(desk.queue.current.id, 0)
    for text in ("a", "b", "c"):
        desk.put(text)
    desk.now = 4.0
    desk.put("Lost.", Priority.URGENT)
    desk.now = 100.0
    assert desk.say_all() == ["Lost.", "One. Two.", "c"]
    assert desk.ended["One. Two."] == [Ending.SAID]
    assert desk.queue.take_skipped() == 2


def test_an_answer_that_was_interrupted_gives_way_to_a_newer_one():
    desk = Desk()
    desk.put("You are live, and so on.", is_answer=True)
    desk.take()
    assert desk.queue.current is not None
    desk.queue.reached(desk.queue.current.id, 0)
    desk.put("Lost.", Priority.URGENT)
    desk.put("Muted.", is_answer=True)
    assert desk.say_all() == ["Lost.", "Muted."]


def test_a_long_message_is_ordered_in_turns_and_said_to_its_end():
    desk = Desk()
    sentences = [f"Sentence {number}." for number in range(2 * AT_ONCE + 5)]
    desk.put(" ".join(sentences))
    said = [desk.take()]
    while (entry := desk.queue.current) is not None:
        desk.queue.reached(entry.id, len(entry.pieces) - 1)
        if entry.id == 2:  # it goes on with the sentence it was in
            desk.put("Lost.", Priority.URGENT)
            assert desk.say() == "Lost."
            said.append(desk.take())
        elif desk.queue.done(entry.id) is not None:
            said.append(" ".join(s.text for piece in entry.pieces for s in piece))
    assert [len(turn.split(".")) - 1 for turn in said] == [AT_ONCE, AT_ONCE, 6]
    assert said[2].startswith(sentences[2 * AT_ONCE - 1])
    assert said[2].endswith(sentences[-1])
