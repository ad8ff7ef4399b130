"""Takes out of bars what a lens out of focus, or a hand that moved, put into them.

Averaged along themselves, bars have so little noise left that the blur can be undone, where it is
known (Wiener, Extrapolation, Interpolation, and Smoothing of Stationary Time Series, 1949). It is
not known, so those that cameras make are tried one after the other: a disc out of focus, a stretch
of a movement. What the wrong ones give is no code, or is refused by `fitting`.
"""

from collections.abc import Iterator
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

_NOISE = 0.003
"""Power of the noise that is left, against that of the bars."""


class Blur(StrEnum):
    """What a point becomes, across the bars."""

    DISC = "disc"
    STRETCH = "stretch"


RADII = (1.5, 2.0, 2.5, 3.0, 3.5, 4.25, 5.0, 6.0)
"""Pixels of the picture, from a point's middle to its edge, that are tried."""


def deblurred(rows: Rows, scale: float) -> Iterator[Rows]:
    """The same bars without each blur in turn, the weakest first.

    Args:
        rows: Shape (n, width): the code, averaged along its bars at n heights.
        scale: Pixels of these for one of the picture.
    """
    mean = rows.mean(axis=1, keepdims=True)
    waves = np.fft.rfft(rows - mean, axis=1)
    width = rows.shape[1]
    for radius in RADII:
        for blur in Blur:
            spread = np.fft.rfft(np.fft.ifftshift(_point(blur, radius * scale, width)))
            undo = np.conj(spread) / (np.abs(spread) ** 2 + _NOISE)
            yield (np.fft.irfft(waves * undo, width, axis=1) + mean).astype(np.float32)


def _point(blur: Blur, radius: float, width: int) -> NDArray[np.float64]:
    x = np.arange(width) - width // 2
    match blur:
        case Blur.DISC:
            # A disc seen from its side.
            spread = np.sqrt(np.clip(radius * radius - x * x, 0, None))
        case Blur.STRETCH:
            spread = np.clip(radius + 0.5 - np.abs(x), 0, 1)
    return spread / spread.sum()
