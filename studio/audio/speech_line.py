"""The voice's sound on its way to the headphones, with what is to be told when it is heard."""

import threading
from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from studio.model.voicing import Report

Mono = NDArray[np.float32]
"""Shape (frames,), float32, full scale is -1.0 to 1.0, at the device's rate."""

_FADE_S = 0.004
"""What a voice that is silenced still sounds: none is heard as a click, more as a delay."""


def faded(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """What is left of a sound that is silenced now; shape (frames,) or (frames, channels)."""
    tail = sound[: round(rate * _FADE_S)]
    return (tail.T * np.linspace(1, 0, len(tail), dtype=np.float32)).T


class SpeechLine:
    """Stretches of speech in order; one thread puts, the device's takes, any may silence.

    Args:
        rate: Samples per second of the device.
        tell: Takes what becomes of the speech, when it does; on the device's thread.

    Attributes:
        gain: How loud is what is put from now on, as a factor.
    """

    def __init__(self, rate: int, tell: Callable[[Report], None]) -> None:
        self._rate = rate
        self._tell = tell
        self._lock = threading.Lock()
        self._waiting: deque[Mono | Report] = deque()
        self._frames = 0
        self.gain = 1.0

    @property
    def seconds(self) -> float:
        """How much waits."""
        return self._frames / self._rate

    def put(self, stretch: Mono | Report) -> None:
        """Add sound, or what is to be told when all before it was heard."""
        with self._lock:
            if isinstance(stretch, Report):
                self._waiting.append(stretch)
            else:
                self._waiting.append(stretch * self.gain)
                self._frames += len(stretch)

    def hush(self) -> None:
        """Drop all that waits; what sounds is faded out."""
        with self._lock:
            first = next((one for one in self._waiting if not isinstance(one, Report)), None)
            self._waiting.clear()
            self._frames = 0
            if first is not None:
                tail = faded(first, self._rate)
                self._waiting.append(tail)
                self._frames = len(tail)

    def take(self, frames: int) -> Mono | None:
        """So many frames, silence behind the last; None where nothing sounds. Any thread."""
        if not self._waiting:  # most of the time, and the device does not wait
            return None
        told: list[Report] = []
        with self._lock:
            heard = self._next(frames, told)
        for report in told:
            self._tell(report)
        return heard

    def _next(self, frames: int, told: list[Report]) -> Mono | None:
        heard = np.zeros(frames, np.float32)
        filled = 0
        while self._waiting:
            stretch = self._waiting[0]
            if isinstance(stretch, Report):
                told.append(stretch)
                self._waiting.popleft()
                continue
            if filled == frames:
                break
            part = stretch[: frames - filled]
            heard[filled : filled + len(part)] = part
            filled += len(part)
            if len(part) == len(stretch):
                self._waiting.popleft()
            else:
                self._waiting[0] = stretch[len(part) :]
        self._frames -= filled
        return heard if filled else None
