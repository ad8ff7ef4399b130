"""How long an answer is waited for, to a question or an offer: from when it was told."""

from dataclasses import dataclass, replace
from typing import Self

from studio.model.message import Message
from studio.model.reading_time import SLOW, reading_s

_TELLS_S = 10.0
"""Longer than this nothing takes to be told."""

_JUDGING_S = 1.0
"""So long after the key was let go it may take until it is known what was said."""

_ANSWERS_S = 2.5
"""So long after it began, an answer that is said hands-free is known at the latest."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that is waited for; all times are seconds of `time.monotonic`.

    Attributes:
        until: When it is too late.
        within_s: How long it is waited for once it was told; 0 for as long as it takes.
        latest: When it is too late however long it took to tell.
    """

    until: float
    within_s: float = 0.0
    latest: float = 0.0

    def went_on(self, now: float, *, is_being_told: bool, is_held: bool) -> Self:
        """How long it is waited for, seen some ten times a second.

        Args:
            now: When it is seen.
            is_being_told: The own voice may still be telling what is asked.
            is_held: The key for commands is held: the answer may be being said.
        """
        if now > self.until:
            return self
        until = self.until
        if self.within_s and is_being_told:
            until = max(until, min(now + self.within_s, self.latest))
        if is_held:
            until = max(until, now + _JUDGING_S)
        return replace(self, until=until) if until > self.until else self

    def was_said(self, began: float, now: float) -> Self:
        """How long it is waited for where an answer was said, which counts from when it began."""
        if began > self.until:
            return self
        return replace(self, until=max(self.until, now + _JUDGING_S))

    def is_over(self, now: float, *, is_hands_free: bool) -> bool:
        """Whether nothing that began in time can come any more."""
        return now > self.until + (_ANSWERS_S if is_hands_free and self.within_s else 0.0)


def waiting(now: float, within_s: float, told: Message, *, is_own_voice: bool) -> Waiting:
    """How long an answer is waited for at first.

    The own voice tells when it has told. A screen reader does not, so there the time is longer by
    what a slow one takes for the words: who waits for their end has all of it left.

    Args:
        now: When it begins to be told.
        within_s: How long once it was told.
        told: All that is read to the person.
        is_own_voice: The own voice tells it.
    """
    read_s = 0.0 if is_own_voice else min(reading_s(told, SLOW), _TELLS_S)
    return Waiting(now + read_s + within_s, within_s, now + within_s + _TELLS_S)
