"""Sound on the timeline: a tape that somebody records on, and a head that plays it.

Positions are sample indices at 48 kHz since the timeline's origin; they may be negative, for what
was captured before it.
"""

import threading

import numpy as np
from numpy.typing import NDArray

from studio.model.media import CHANNELS, RATE

Samples = NDArray[np.float32]
"""Shape (frames, 2), float32, full scale is -1.0 to 1.0."""

FADE = RATE // 100
"""Length of every fade, 10 ms: short enough to be prompt, long enough not to click."""

HISTORY = RATE * 3 // 2
"""How much of what was played stays on the tape: the longest delay of a head."""

AHEAD = RATE
"""How far ahead of the head may be recorded."""

_LENGTH = 1 << 17  # frames of the ring; HISTORY and AHEAD and a block fit


def rise(count: int = FADE) -> Samples:
    """Factors from nothing to all, shape (count, 1)."""
    return _RISE if count == FADE else _ramp(count)


def fall(count: int = FADE) -> Samples:
    """Factors from all to nothing, shape (count, 1); with `rise` they make one."""
    return _FALL if count == FADE else 1.0 - rise(count)


def _ramp(count: int) -> Samples:
    return np.linspace(0, 1, count, endpoint=False, dtype=np.float32)[:, None]


_RISE = _ramp(FADE)
_FALL = 1.0 - _RISE


class Tape:
    """The last seconds of one source, by position.

    One thread records, another may play. What was never recorded is silent.

    Attributes:
        start: First position ever recorded; None while the tape is empty.
        end: Position after the last one recorded.
        played: Position up to which it was played; recording before it comes too late.
        is_complete: Nothing will follow `end`.
    """

    def __init__(self) -> None:
        self._ring: Samples = np.zeros((_LENGTH, CHANNELS), np.float32)
        self._lock = threading.Lock()
        self.start: int | None = None
        self.end = 0
        self.played = -(1 << 62)
        self.is_complete = False

    def record(self, at: int, samples: Samples) -> None:
        """Lay down sound from a position on.

        A gap after `end` becomes silence. What overlaps replaces the old in a short crossfade.
        """
        with self._lock:
            if at < self.played:
                samples = samples[self.played - at :]
                at = self.played
            if not len(samples):
                return
            if self.start is None:
                self.start = self.end = at
            if at < self.end:
                samples = self._blended(at, samples)
            elif at > self.end:
                samples = self._after_gap(at, samples)
            self._put(at, samples)
            self.end = at + len(samples)

    def copy(self, start: int, count: int) -> tuple[Samples, int, int]:
        """Play `count` frames from a position on.

        Returns:
            The frames, silent where nothing was recorded, and the positions between which
            something was.
        """
        out: Samples = np.zeros((count, CHANNELS), np.float32)
        with self._lock:
            self.played = max(self.played, start + count)
            oldest = max(self.end - _LENGTH, self.start if self.start is not None else self.end)
            first = min(max(start, oldest), start + count)
            last = max(min(start + count, self.end), first)
            self._get(first, out[first - start : last - start])
        return out, first, last

    def _blended(self, at: int, samples: Samples) -> Samples:
        count = min(FADE, self.end - at, len(samples))
        old: Samples = np.empty((count, CHANNELS), np.float32)
        self._get(at, old)
        blended = samples.copy()
        blended[:count] *= rise(count)
        blended[:count] += old * fall(count)
        return blended

    def _after_gap(self, at: int, samples: Samples) -> Samples:
        """Fade out before the gap, as far as that is not played yet, and in after it."""
        count = max(0, min(FADE, self.end - max(self.played, self.start or 0)))
        if count:
            tail: Samples = np.empty((count, CHANNELS), np.float32)
            self._get(self.end - count, tail)
            self._put(self.end - count, tail * fall(count))
        gap = min(at - self.end, _LENGTH)
        self._put(at - gap, np.zeros((gap, CHANNELS), np.float32))
        faded = samples.copy()
        count = min(FADE, len(faded))
        faded[:count] *= rise(count)
        return faded

    def _put(self, at: int, samples: Samples) -> None:
        samples = samples[-_LENGTH:]
        first = at % _LENGTH
        count = min(len(samples), _LENGTH - first)
        self._ring[first : first + count] = samples[:count]
        self._ring[: len(samples) - count] = samples[count:]

    def _get(self, at: int, out: Samples) -> None:
        first = at % _LENGTH
        count = min(len(out), _LENGTH - first)
        out[:count] = self._ring[first : first + count]
        out[count:] = self._ring[: len(out) - count]


class Head:
    """Plays a tape block by block, with a delay; nothing of what it does clicks.

    Where the tape ends unexpectedly it fades out, where sound comes again it fades in, and a
    change of the delay is a crossfade.

    Attributes:
        delay: How much later than recorded the tape is played, in frames; at most `HISTORY`.
    """

    def __init__(self, tape: Tape, delay: int = 0) -> None:
        self.delay = delay
        self._tape = tape
        self._delay_before = delay
        self._gain = 0.0

    def play(self, start: int, count: int) -> Samples:
        """Give the block of `count` frames, at least `FADE`, that begins at a position."""
        block = self._faded(start - self.delay, count)
        if self.delay != self._delay_before:
            before, _, _ = self._tape.copy(start - self._delay_before, FADE)
            block[:FADE] = block[:FADE] * rise() + before * fall()
            self._delay_before = self.delay
        return block

    def _faded(self, start: int, count: int) -> Samples:
        tape = self._tape
        block, first, last = tape.copy(start, count)
        if first == last:
            self._gain = 0.0
            return block
        if first == tape.start:
            self._gain = 1.0  # a beginning is left as it is
        goes_on = tape.is_complete or tape.end >= start + count + FADE
        if goes_on and not self._gain:
            block[:FADE] *= rise()
        elif not goes_on:
            length = min(FADE, last - first)
            block[last - start - length : last - start] *= fall(length)
            block *= self._gain
        self._gain = float(goes_on)
        return block
