"""Sounds that are made, not captured: a test tone and silence."""

import math

import numpy as np

from studio.audio import faults
from studio.audio.tape import FADE, Samples, rise
from studio.model.media import CHANNELS, RATE

HERTZ = 440.0
LEVEL_DB = -20.0
_LOWEST, _HIGHEST = 20.0, 20_000.0


def pitch(address: str) -> float:
    """The frequency of a tone in hertz; an empty address means A.

    Raises:
        SoundError: It is no number, or cannot be heard.
    """
    try:
        hertz = float(address) if address else HERTZ
    except ValueError:
        raise faults.not_a_tone(address) from None
    if not _LOWEST <= hertz <= _HIGHEST:
        raise faults.not_a_tone(address)
    return hertz


class Tone:
    """A sine of -20 dBFS. Its phase is that of the timeline: two of one pitch are one."""

    def __init__(self, hertz: float) -> None:
        self._hertz = hertz
        self._is_new = True

    def play(self, start: int, count: int) -> Samples:
        turns = (self._hertz * (start + np.arange(count)) / RATE) % 1.0
        sine = 10 ** (LEVEL_DB / 20) * np.sin(2 * math.pi * turns)
        block = np.repeat(sine.astype(np.float32)[:, None], CHANNELS, axis=1)
        if self._is_new:
            self._is_new = False
            block[:FADE] *= rise()
        return block


class Silence:
    """Nothing, in stereo."""

    def play(self, start: int, count: int) -> Samples:  # noqa: ARG002 - one silence is like another
        return np.zeros((count, CHANNELS), np.float32)
