"""How loud speech is in each 10 ms, band by band, and how far it stands out of the noise there.

Hiss, hum and a fan fill few bands or all alike; a voice stands out in some of them even where it
is no louder than they are in all.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from studio.voice.sound import FRAME, RATE, Samples

Levels = NDArray[np.float32]
"""Shape (frames of 10 ms, `BANDS`), in dB."""

BANDS = 18
WINDOW = 512
_LOWEST_HZ = 150.0
_HIGHEST_HZ = 6500.0
_MOST_DB = 20.0
"""More than this a single band does not count for: a whistle is no speech."""
_SHAPE = np.hanning(WINDOW).astype(np.float32)


def _weights() -> NDArray[np.float32]:
    """Which bins of the spectrum belong to which band; bands are even in mel."""
    edges = np.linspace(_mel(_LOWEST_HZ), _mel(_HIGHEST_HZ), BANDS + 1)
    bins = _mel(np.fft.rfftfreq(WINDOW, 1 / RATE))
    band = np.searchsorted(edges, bins, "right") - 1
    inside = (bins >= edges[0]) & (bins < edges[-1])
    weights = np.zeros((WINDOW // 2 + 1, BANDS), np.float32)
    weights[np.flatnonzero(inside), band[inside]] = 1
    return weights / weights.sum(axis=0)


def _mel(hertz: ArrayLike) -> NDArray[np.float64]:
    return 2595 * np.log10(1 + np.asarray(hertz, np.float64) / 700)


_WEIGHTS = _weights()


def levels_of(samples: Samples) -> Levels:
    """The bands of every whole window, 10 ms apart."""
    if len(samples) < WINDOW:
        return np.zeros((0, BANDS), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::FRAME]
    power = np.square(np.abs(np.fft.rfft(windows * _SHAPE, axis=1))) @ _WEIGHTS
    return (10 * np.log10(power / WINDOW + 1e-10)).astype(np.float32)


def above(levels: Levels, noise: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how many dB each frame stands out of the noise: the mean of its bands.

    Args:
        levels: Of the frames.
        noise: How loud the noise is in each band.
    """
    return np.clip(levels - noise, 0, _MOST_DB).mean(axis=1).astype(np.float32)


def loudness(levels: Levels) -> NDArray[np.float32]:
    """All bands of each frame together, in dB."""
    return (10 * np.log10(np.power(10, levels / 10).mean(axis=1) + 1e-12)).astype(np.float32)


def smoothed(levels: Levels) -> Levels:
    """Each frame with its neighbours: a mean of three."""
    if len(levels) < 3:
        return levels
    padded = np.pad(levels, ((1, 1), (0, 0)), "edge")
    return ((padded[:-2] + padded[1:-1] + padded[2:]) / 3).astype(np.float32)
