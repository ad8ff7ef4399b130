"""Sound as engines give it, brought to what the voice's process takes.

In plain Python: a sentence is some hundredths of a second of work, and numpy takes longer to import
than the process may take to start.
"""

import array
from collections.abc import Iterable

from studio.speech.engines.engine import Deliver

HZ = 22_050
"""Samples per second of what most engines give, and all that go through here."""

_BLOCK = HZ // 50 * 2


class ToRate:
    """Brings one stretch of sound to 22050 Hz, by straight lines: voices of other rates are rare.

    Args:
        rate: Samples per second of what comes.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._at = 0
        """How far the next sample lies in what comes next, in parts of which it has `HZ` each."""
        self._before: int | None = None

    def take(self, samples: "array.array[int]") -> "array.array[int]":
        """The next of it; nothing is held back."""
        if self._rate == HZ or not samples:
            return samples
        made = array.array("h")
        end = len(samples) * HZ
        before = samples[0] if self._before is None else self._before
        while self._at < end:
            index, part = divmod(self._at, HZ)
            left = samples[index - 1] if index else before
            made.append(left + (samples[index] - left) * part // HZ)
            self._at += self._rate
        self._at -= end
        self._before = samples[-1]
        return made


def of_floats(values: Iterable[float]) -> "array.array[int]":
    """Samples whose full scale is -1.0 to 1.0; what is beyond is cut."""
    return array.array("h", [round(max(-1.0, min(1.0, value)) * 32767) for value in values])


def deliver_all(pcm: bytes, deliver: Deliver) -> bool:
    """Deliver sound in stretches of 20 ms; whether all of it was wanted."""
    starts = range(0, max(1, len(pcm)), _BLOCK)
    return all(deliver(pcm[start : start + _BLOCK]) for start in starts)
