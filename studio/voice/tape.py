"""The last seconds of a stream of sound, by place and by time."""

import numpy as np

from studio.voice.segments import LONGEST_S
from studio.voice.sound import RATE, Samples

_TAPE = round((LONGEST_S + 5) * RATE)
_LOST_S = 0.2


class Tape:
    """The last seconds of a stream; a place is a sample's number since its beginning."""

    def __init__(self) -> None:
        self._kept = np.zeros(2 * _TAPE, np.float32)
        self._first = 0
        self._count = 0
        self._origin = 0.0

    @property
    def end(self) -> int:
        return self._first + self._count

    def follows(self, at: float) -> bool:
        """Whether what was taken at that time is what comes next: no sound was lost before it."""
        return abs(at - self.time(self.end)) <= _LOST_S

    def write(self, samples: Samples, at: float) -> None:
        """Add what comes next, the first of it taken at that time."""
        self._origin = at - self.end / RATE
        samples = samples[-_TAPE:]
        if self._count + len(samples) > len(self._kept):
            dropped = self._count - _TAPE
            self._kept[:_TAPE] = self._kept[dropped : self._count]
            self._first += dropped
            self._count = _TAPE
        self._kept[self._count : self._count + len(samples)] = samples
        self._count += len(samples)

    def read(self, first: int, last: int) -> Samples:
        begin = max(0, first - self._first)
        return self._kept[begin : max(begin, min(self._count, last - self._first))].copy()

    def place(self, at: float) -> int:
        return round((at - self._origin) * RATE)

    def time(self, place: int) -> float:
        return self._origin + place / RATE
