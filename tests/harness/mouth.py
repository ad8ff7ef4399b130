"""A stand-in for somebody who speaks: the installed voice, at the microphone's rate.

It says a phrase a little differently each time, as a mouth does. Good for tests of what is done
with speech; how well people are understood is judged on people.
"""

from functools import cache

import numpy as np
import soxr

from studio.model.segment import Segment
from studio.model.voice import Recording
from studio.model.voicing import Manner
from studio.speech.sayings import Saying, say_all
from studio.voice.sound import RATE
from studio.voice.takes import make_recording

_HUM = 0.0005
"""No room is silent."""


@cache
def _said(words: str, language: str, wpm: int, pitch: int) -> np.ndarray:
    (said,) = say_all([Saying(Segment(words, language), Manner(wpm, pitch))])
    assert len(said.samples)
    return soxr.resample(said.samples, said.rate, RATE).astype(np.float32)


def speech(words: str, language: str = "en", wpm: int = 165, pitch: int = 50) -> np.ndarray:
    """Half a second of a quiet room before and behind the words; mono, at 16 kHz."""
    said = _said(words, language, wpm, pitch)
    rng = np.random.default_rng(len(words) * 1000 + wpm + pitch)
    pause = RATE // 2
    whole = np.concatenate([np.zeros(pause, np.float32), said, np.zeros(pause, np.float32)])
    return whole + rng.normal(0, _HUM, len(whole)).astype(np.float32)


def recording(words: str, turn: int = 0, language: str = "en", **how: int) -> Recording:
    """A phrase as it is recorded; each turn sounds a little different."""
    manner = {"wpm": 160 + 6 * (turn % 4), "pitch": 48 + 2 * (turn % 3)} | how
    return make_recording(speech(words, language, **manner))
