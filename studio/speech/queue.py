"""What is said next: the order of a screen reader, without a thread, a clock or a sound."""

import itertools
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from studio.model.announcement import Priority
from studio.model.segment import Segment
from studio.model.voicing import Piece
from studio.speech.pieces import pieces_of

LIMIT = 60
"""Messages that wait at most; at a brisk rate these are two minutes of talk."""

AT_ONCE = 100
"""Pieces of a message that are ordered at once; a longer one is ordered in several turns."""

MOST_TRIES = 3
"""How often a message may bring the engine down before it is left out."""


class Ending(StrEnum):
    """How a message ended; each ends once."""

    SAID = "said"
    REPLACED = "replaced"
    """A newer one of its topic came, or a newer answer, before it was through."""
    EXPIRED = "expired"
    SKIPPED = "skipped"
    """Too many waited."""
    SILENCED = "silenced"
    BROKEN = "broken"
    """The engine failed on it every time."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to be said.

    Attributes:
        segments: The words.
        priority: An urgent one interrupts.
        topic: A newer one of the same topic replaces one that is not heard yet.
        signal: The earcon before it; empty for none.
        is_answer: To a wish; a newer answer cuts it short, as a reader's next key does.
        lives_s: How long it may wait, in seconds; None for ever.
        on_end: Told how it ended, with the queue's owner's lock held: must not call back.
    """

    segments: tuple[Segment, ...]
    priority: Priority = Priority.NORMAL
    topic: str = ""
    signal: str = ""
    is_answer: bool = False
    lives_s: float | None = None
    on_end: Callable[[Ending], None] | None = None

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


class Entry:
    """An utterance on its way.

    Attributes:
        id: Greater than that of every one that was taken before; new each time it is taken.
        utterance: What it is.
        priority: Its own, or that of one that it replaces.
        due: When it is not worth saying any more; None for never.
        begun: How many pieces began to be heard.
        tries: How often the engine failed on it.
    """

    def __init__(self, utterance: Utterance, due: float | None) -> None:
        self.id = 0
        self.utterance = utterance
        self.priority = utterance.priority
        self.begun = 0
        self.tries = 0
        self.due = due
        self.ending: Ending | None = None
        self._pieces: tuple[Piece, ...] | None = None
        self._from = 0

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What is to be said in this turn: from the start, or from the last that began."""
        return self._all[self._from : self._from + AT_ONCE]

    @property
    def _all(self) -> tuple[Piece, ...]:
        if self._pieces is None:  # most of what a flood brings is never said
            self._pieces = tuple(pieces_of(self.utterance.segments))
        return self._pieces

    def reach(self, number: int) -> None:
        self.begun = max(self.begun, self._from + number + 1)

    def resume(self) -> None:
        """The next time, begin with the last sentence that was heard in part."""
        self._from = max(0, self.begun - 1)

    def go_on(self) -> bool:
        """Turn to what comes after this turn's pieces; False where there is nothing more."""
        has_more = self._from + AT_ONCE < len(self._all)
        if has_more:
            self._from += AT_ONCE
        return has_more

    def stand_in_for(self, older: "Entry") -> None:
        """It is heard as soon as the one that it replaces would have been, and lives as long."""
        self.priority = max(self.priority, older.priority)
        if older.due is None or self.due is None:
            self.due = None
        else:
            self.due = max(self.due, older.due)

    @property
    def is_whole(self) -> bool:
        """Whether it is said from its beginning."""
        return self._from == 0


class SpeechQueue:
    """Messages by urgency; of one urgency in the order they came. One thread at a time.

    Attributes:
        current: What is being said.
        counts: How many ended how.
        skipped: How many were skipped since `take_skipped`.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.current: Entry | None = None
        self.counts: Counter[Ending] = Counter()
        self.skipped = 0
        self._limit = limit
        self._waiting: dict[Priority, deque[Entry]] = {
            priority: deque() for priority in sorted(Priority, reverse=True)
        }
        self._ids = itertools.count(1)

    def __len__(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    def put(self, utterance: Utterance, now: float) -> bool:
        """Add a message; True when what is being said has to be silenced for it.

        Args:
            utterance: What it is.
            now: Seconds of any clock that only goes on; the same for every call.
        """
        due = None if utterance.lives_s is None else now + utterance.lives_s
        entry = Entry(utterance, due)
        place = self._take_place(entry)
        self._drop_interrupted_answers(utterance)
        stops = self._makes_way(entry)
        waiting = self._waiting[entry.priority]
        waiting.insert(len(waiting) if place is None else place, entry)
        while len(self) > self._limit:
            self._skip()
        return stops

    def take(self, now: float) -> Entry | None:
        """The next message, which is then being said; None while one is, or none waits."""
        if self.current is not None:
            return None
        for waiting in self._waiting.values():
            while waiting:
                entry = waiting.popleft()
                # What was heard in part is said to its end.
                if entry.due is not None and now > entry.due and not entry.begun:
                    self._end(entry, Ending.EXPIRED)
                    continue
                entry.id = next(self._ids)
                self.current = entry
                return entry
        return None

    def reached(self, order: int, number: int) -> None:
        """A piece of what is being said begins to be heard."""
        if (entry := self._being_said(order)) is not None:
            entry.reach(number)

    def done(self, order: int) -> Entry | None:
        """What was ordered was heard; gives a long message that goes on, under a new id."""
        entry = self._being_said(order)
        if entry is None:
            return None
        if entry.go_on():
            entry.id = next(self._ids)
            return entry
        self._end_current(Ending.SAID)
        return None

    def broke(self, order: int) -> Entry | None:
        """The engine failed on what is being said; gives it when it is left out for that."""
        if (entry := self._being_said(order)) is None:
            return None
        entry.tries += 1
        if entry.tries >= MOST_TRIES:
            self._end_current(Ending.BROKEN)
            return entry
        self.interrupt()
        return None

    def interrupt(self) -> None:
        """What is being said is cut off and waits to be said on, before all of its urgency."""
        if self.current is not None:
            entry, self.current = self.current, None
            entry.resume()
            self._waiting[entry.priority].appendleft(entry)

    def silence(self) -> None:
        """Nothing of all this is wanted any more."""
        ended = [entry for waiting in self._waiting.values() for entry in waiting]
        for waiting in self._waiting.values():
            waiting.clear()
        if self.current is not None:
            ended.insert(0, self.current)
            self.current = None
        for entry in ended:
            self._end(entry, Ending.SILENCED)
        self.skipped = 0

    def drop(self, topic: str) -> bool:
        """Nothing of a topic is wanted any more; True when it was being said."""
        for waiting in self._waiting.values():
            of_topic = [entry for entry in waiting if entry.utterance.topic == topic]
            self._remove(waiting, of_topic, Ending.SILENCED)
        current = self.current
        is_being_said = current is not None and current.utterance.topic == topic
        if is_being_said:
            self._end_current(Ending.SILENCED)
        return is_being_said

    def cut_short(self) -> bool:
        """An answer is not wanted any more; True when one was being said."""
        is_answer = self.current is not None and self.current.utterance.is_answer
        if is_answer:
            self._end_current(Ending.SILENCED)
        return is_answer

    def take_skipped(self) -> int:
        count, self.skipped = self.skipped, 0
        return count

    # ------------------------------------------------------------------ inside

    def _being_said(self, order: int) -> Entry | None:
        return self.current if self.current is not None and self.current.id == order else None

    def _take_place(self, newer: Entry) -> int | None:
        """End what it replaces; gives its place in the row, None for the end."""
        for waiting in self._waiting.values():
            for place, older in enumerate(waiting):
                if not _replaces(newer.utterance, older):
                    continue
                newer.stand_in_for(older)
                self._remove(waiting, [older], Ending.REPLACED)
                # Else what is told again and again would never be heard among others. An answer
                # belongs behind what was said before it.
                keeps = newer.priority is older.priority and not newer.utterance.is_answer
                return place if keeps else None
        return None

    def _drop_interrupted_answers(self, newer: Utterance) -> None:
        if not newer.is_answer:  # as all that comes in a flood
            return
        for waiting in self._waiting.values():
            cut = [e for e in waiting if e.begun and _cuts(newer, e.utterance)]
            self._remove(waiting, cut, Ending.REPLACED)

    def _remove(self, waiting: deque[Entry], entries: Iterable[Entry], ending: Ending) -> None:
        for entry in entries:
            waiting.remove(entry)
            self._end(entry, ending)

    def _makes_way(self, newer: Entry) -> bool:
        """Whether what is being said stops for this one."""
        entry = self.current
        if entry is None:
            return False
        if _replaces(newer.utterance, entry) or _cuts(newer.utterance, entry.utterance):
            self._end_current(Ending.REPLACED)
            return True
        if newer.priority is Priority.URGENT and entry.priority < Priority.URGENT:
            self.interrupt()
            return True
        return False

    def _skip(self) -> None:
        """Leave out the oldest of the least urgent, but none that was heard in part."""
        waiting = next(w for w in reversed(self._waiting.values()) if w)
        oldest = next((entry for entry in waiting if not entry.begun), waiting[0])
        self._remove(waiting, [oldest], Ending.SKIPPED)
        self.skipped += 1

    def _end_current(self, ending: Ending) -> None:
        if self.current is not None:
            entry, self.current = self.current, None
            self._end(entry, ending)

    def _end(self, entry: Entry, ending: Ending) -> None:
        entry.ending = ending
        self.counts[ending] += 1
        if entry.utterance.on_end is not None:
            entry.utterance.on_end(ending)


def _replaces(newer: Utterance, older: Entry) -> bool:
    """Of one topic, and nothing of the older was heard yet."""
    return bool(newer.topic) and newer.topic == older.utterance.topic and not older.begun


def _cuts(newer: Utterance, older: Utterance) -> bool:
    """A newer answer cuts an older one short; warnings and what comes by itself it lets finish."""
    return newer.is_answer and older.is_answer and older.priority <= Priority.NORMAL
