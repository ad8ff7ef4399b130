"""What the voice said in the headphones, and when: on its way from the device to the leak guard."""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator

import numpy as np

from studio.audio.speech_line import Mono
from studio.audio.wire import Spoken

_MOST = 1_000
"""Pieces in hand, each of a few thousandths of a second: the newest, if nobody came for them."""
_SPAN_S = 2.0


class Trail:
    """Notes what the device takes; its thread adds, another one takes.

    A device takes its frames in bursts, now early, now late, but in the end at a steady rate. So a
    frame's time comes of its number, and of the earliest moment that fits the bursts of the last
    seconds.

    Args:
        rate: Samples per second of the device.
        clock: Seconds, as `time.monotonic` has them.
    """

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._pieces: deque[tuple[int, Mono]] = deque(maxlen=_MOST)
        self._played = 0
        self._begun = self._begun_before = math.inf
        self._since = 0.0

    def add(self, frames: int, speech: Mono | None) -> None:
        """So many frames were taken now, with this speech in them or none."""
        now = self._clock()
        begun = now - self._played / self._rate
        if now - self._since > _SPAN_S:
            self._since = now
            self._begun_before, self._begun = self._begun, begun
        elif begun < self._begun:
            self._begun = begun
        if speech is not None:
            self._pieces.append((self._played, speech))
        self._played += frames

    def take(self) -> Iterator[Spoken]:
        """What was spoken since it was last asked, each time without a gap."""
        begun = min(self._begun, self._begun_before)
        run: list[Mono] = []
        first = following = 0
        while self._pieces:
            place, piece = self._pieces.popleft()
            if run and place != following:
                yield self._spoken(begun, first, run)
                run = []
            if not run:
                first = place
            run.append(piece)
            following = place + len(piece)
        if run:
            yield self._spoken(begun, first, run)

    def _spoken(self, begun: float, first: int, run: list[Mono]) -> Spoken:
        return Spoken(begun + first / self._rate, np.concatenate(run).tobytes())
