"""Speech as the recognizer wants it: one channel at 16 kHz, and how loud it is."""

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono, full scale is -1 to 1."""

RATE = 16_000
"""Samples per second of all that is recognised."""
FRAME = RATE // 100
FRAME_S = 0.01
NOTHING_DB = -100.0


def at_rate(samples: Samples, rate: int) -> Samples:
    """A whole recording at `RATE`; what is no number at all is silence."""
    sane = np.nan_to_num(np.asarray(samples, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    if rate == RATE or not len(sane):
        return sane
    return soxr.resample(sane, rate, RATE).astype(np.float32)


class Resampler:
    """Brings what a microphone gives to `RATE`, block by block.

    Args:
        rate: Samples per second of what comes.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._stream = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="MQ")

    def push(self, samples: Samples) -> Samples:
        sane = np.nan_to_num(np.asarray(samples, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
        return sane if self.rate == RATE else self._stream.resample_chunk(sane)


def levels_db(samples: Samples) -> NDArray[np.float32]:
    """How loud each 10 ms are, in dBFS of what changes quickly: hum and rumble count little."""
    count = len(samples) // FRAME
    if not count:
        return np.zeros(0, np.float32)
    sharp = np.diff(samples[: count * FRAME], prepend=samples[:1])
    power = np.square(sharp.reshape(count, FRAME)).mean(axis=1)
    return (10 * np.log10(power + 1e-10)).astype(np.float32)
