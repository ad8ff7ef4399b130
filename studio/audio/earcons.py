"""The short sounds that say what kind of words follow; made, not recorded."""

import functools

import numpy as np

from studio.audio.tape import FADE, Samples, fall, rise
from studio.model.announcement import Earcon
from studio.model.media import CHANNELS, RATE

_LEVEL = 0.12
_NOTES: dict[Earcon, tuple[tuple[float, float], ...]] = {
    Earcon.DONE: ((880.0, 0.08),),
    Earcon.ON_AIR: ((523.0, 0.1), (784.0, 0.16)),
    Earcon.OFF_AIR: ((784.0, 0.1), (523.0, 0.16)),
    Earcon.WARNING: ((660.0, 0.09), (0.0, 0.05), (660.0, 0.09)),
    Earcon.ERROR: ((277.0, 0.12), (208.0, 0.24)),
}
"""Pitch in hertz and length in seconds; rising is better, falling is over, low is bad."""


@functools.cache
def sound_of(earcon: Earcon) -> Samples:
    """Its sound, shape (frames, 2), at 48 kHz."""
    made = np.concatenate([_note(hertz, seconds) for hertz, seconds in _NOTES[earcon]])
    made.flags.writeable = False
    return made


def _note(hertz: float, seconds: float) -> Samples:
    at = np.arange(round(seconds * RATE)) / RATE
    # The octave makes it heard beside music.
    wave = np.sin(2 * np.pi * hertz * at) + 0.4 * np.sin(4 * np.pi * hertz * at)
    note = np.repeat((_LEVEL * wave).astype(np.float32)[:, None], CHANNELS, axis=1)
    note[:FADE] *= rise()
    note[-FADE:] *= fall()
    return note
