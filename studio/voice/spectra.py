"""What the spectrum of speech does, in numbers: a second opinion on what a phrase is.

The embedding was trained on words, and in noise much that is none comes near to it. Cepstra of a
noisy phrase are like those of the phrase, and hardly like those of anything else: what both take
for a phrase is one.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.model.voice import Features
from studio.voice.sound import RATE, Samples

SIZE = 26
"""Numbers of a frame: cepstra 1 to 13, and how they change."""
_CEPSTRA = 13
_BANDS = 24
_LOWEST_HZ, _HIGHEST_HZ = 100, 7000
_WINDOW = RATE // 40
_HOP = RATE // 100
_TRANSFORMED = 512
_SHARPENED = np.float32(0.97)
_FLOOR_PERCENT = 15
"""What is usual in so many percent of the frames is noise, and is added to all of them: so a pause
is as loud in a take as it is in the noise around what was heard."""
_FAINT = 1e-3


def spectra_of(speech: Samples, frames: int) -> Features:
    """A stretch in so many frames of equal length; how loud it was does not matter.

    Args:
        speech: Mono, at `RATE`, without silence around it.
        frames: How many rows are wanted.
    """
    powers = _powers(speech)
    ends = np.cumsum(np.vstack([np.zeros_like(powers[:1]), powers]), axis=0)
    edges = np.linspace(0, len(powers), frames + 1)
    first = np.minimum(np.floor(edges[:-1]).astype(np.int64), len(powers) - 1)
    last = np.maximum(np.ceil(edges[1:]).astype(np.int64), first + 1)
    bands = (ends[last] - ends[first]) / (last - first)[:, None] @ _banks()
    bands += np.percentile(bands, _FLOOR_PERCENT, axis=0, keepdims=True)
    bands += _FAINT * bands.max() + 1e-12
    cepstra = _levelled(np.log(bands) @ _cosines())
    changes = np.gradient(cepstra, axis=0) if frames > 1 else np.zeros_like(cepstra)
    return np.hstack([cepstra, changes / (changes.std(axis=0) + 1e-3)]).astype(np.float32)


def _powers(speech: Samples) -> NDArray[np.float32]:
    """Of each frequency, a row for every 10 ms."""
    if len(speech) < _WINDOW:
        speech = np.pad(speech, (0, _WINDOW - len(speech)))
    sharp = np.append(speech[:1], speech[1:] - _SHARPENED * speech[:-1])
    windows = np.lib.stride_tricks.sliding_window_view(sharp, _WINDOW)[::_HOP]
    spectrum = np.fft.rfft(windows * np.hamming(_WINDOW).astype(np.float32), _TRANSFORMED)
    return np.square(np.abs(spectrum)).astype(np.float32)


def _levelled(cepstra: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without what a room and a microphone do to all of it alike."""
    changes = cepstra - cepstra.mean(axis=0)
    return changes / (changes.std(axis=0) + 1e-3)


@cache
def _banks() -> NDArray[np.float32]:
    """Triangles on the mel scale, shape (frequencies, bands)."""
    lowest, highest = (1127 * np.log(1 + hz / 700) for hz in (_LOWEST_HZ, _HIGHEST_HZ))
    edges = 700 * (np.exp(np.linspace(lowest, highest, _BANDS + 2) / 1127) - 1)
    hz = np.fft.rfftfreq(_TRANSFORMED, 1 / RATE)[:, None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rises, falls = (hz - low) / (middle - low), (high - hz) / (high - middle)
    return np.clip(np.minimum(rises, falls), 0, None).astype(np.float32)


@cache
def _cosines() -> NDArray[np.float32]:
    """Shape (bands, cepstra)."""
    orders, places = np.arange(1, _CEPSTRA + 1), np.arange(_BANDS) + 0.5
    return np.cos(np.pi / _BANDS * np.outer(places, orders)).astype(np.float32)
