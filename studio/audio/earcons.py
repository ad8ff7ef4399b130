"""The short sounds that say what kind of words follow; made, not recorded."""

import functools

import numpy as np

from studio.audio.tape import FADE, Samples, fall, rise
from studio.model.announcement import Earcon
from studio.model.media import CHANNELS, RATE

_CLEAR = (0.12, 0.048)
_FULL = (0.045, 0.072, 0.09, 0.072, 0.045)
"""How strong a note and its overtones are, for high and for low notes. The octave makes a high one
heard beside music; a low one is heard by its overtones, for the ear is dull below 500 Hz."""
_LOW_HZ = 400.0
_NOTES: dict[Earcon, tuple[tuple[float, float], ...]] = {
    Earcon.DONE: ((880.0, 0.08),),
    Earcon.ON_AIR: ((523.0, 0.1), (784.0, 0.16)),
    Earcon.OFF_AIR: ((784.0, 0.1), (523.0, 0.16)),
    Earcon.WARNING: ((660.0, 0.09), (0.0, 0.05), (660.0, 0.09)),
    Earcon.ERROR: ((277.0, 0.12), (208.0, 0.24)),
    # Those of listening are heard all day, in the middle of talk: the shortest.
    Earcon.LISTENING: ((784.0, 0.04), (1047.0, 0.06)),
    Earcon.LISTENED: ((1047.0, 0.04), (784.0, 0.05)),
    Earcon.UNDERSTOOD: ((1047.0, 0.03), (0.0, 0.02), (1047.0, 0.04)),
    Earcon.NOT_UNDERSTOOD: ((311.0, 0.07), (0.0, 0.03), (311.0, 0.08)),
}
"""Pitch in hertz and length in seconds; rising is better, falling is over, low is bad."""


@functools.cache
def sound_of(earcon: Earcon) -> Samples:
    """Its sound, shape (frames, 2), at 48 kHz."""
    made = np.concatenate([_note(hertz, seconds) for hertz, seconds in _NOTES[earcon]])
    made.flags.writeable = False
    return made


def _note(hertz: float, seconds: float) -> Samples:
    if not hertz:
        return np.zeros((round(seconds * RATE), CHANNELS), np.float32)
    at = np.arange(round(seconds * RATE)) / RATE
    strengths = _CLEAR if hertz > _LOW_HZ else _FULL
    wave = sum(
        strength * np.sin(2 * np.pi * number * hertz * at + _phase(number, len(strengths)))
        for number, strength in enumerate(strengths, 1)
    )
    note = np.repeat(np.asarray(wave, np.float32)[:, None], CHANNELS, axis=1)
    note[:FADE] *= rise()
    note[-FADE:] *= fall()
    return note


def _phase(number: int, count: int) -> float:
    """What keeps the peak of so many overtones low.

    Source: M. R. Schroeder, IEEE Transactions on Information Theory 16 (1970), 85-89.
    """
    return -np.pi * number * (number - 1) / count
