"""Wished twice in a row."""

import time
from collections.abc import Callable, Hashable


class SecondPress:
    """Tells the second wish for the same thing within a few seconds from the first.

    Args:
        seconds: How long the first wish is remembered.
        clock: Gives seconds; only their differences count.
    """

    def __init__(self, seconds: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._what: Hashable = None
        self._until = 0.0

    def confirms(self, what: Hashable) -> bool:
        """Whether this is the second wish for the same thing; the first is remembered."""
        now = self._clock()
        is_second = what == self._what and now <= self._until
        self._what, self._until = (None, 0.0) if is_second else (what, now + self.seconds)
        return is_second
