"""Counts flashes as WCAG does, and more strictly: however small the flashing area is.

Source: WCAG 2.2, success criterion 2.3.1 and its definition of general flash: a pair of opposing
changes of a tenth or more of the greatest relative luminance, where the darker is below 0.80.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BLOCK = 4
"""Pixels each way that are looked at as one, as by an eye that sees all of the picture."""

_CHANGE = 0.1
_LIGHT = 0.8


def most_flashes(lumas: Sequence[NDArray[np.uint8]], rate: float) -> float:
    """The most flashes within any second, anywhere in the picture.

    Args:
        lumas: Pictures in order, shape (height, width), limited range.
        rate: Pictures per second.
    """
    blocks = [_relative(luma) for luma in lumas]
    reference, direction = blocks[0].copy(), np.zeros(blocks[0].shape, np.int8)
    changes = []
    for now in blocks[1:]:
        step = now - reference
        is_seen = (np.abs(step) >= _CHANGE) & (np.minimum(now, reference) < _LIGHT)
        way = np.sign(step).astype(np.int8)
        turned = is_seen & (way != direction)
        changes.append(turned)
        direction = np.where(turned, way, direction)
        # Further the same way is the same change, which then begins to turn from there.
        further = (way == direction) & (direction != 0)
        reference = np.where(turned | further, now, reference)
    window = max(1, round(rate))
    counted = np.cumsum([np.zeros(blocks[0].shape, int), *changes], axis=0)
    most = max(
        (counted[min(end, len(changes))] - counted[max(0, end - window)]).max()
        for end in range(1, len(changes) + 1)
    )
    return float(most) / 2


def _relative(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Relative luminance of each block, 0 to 1."""
    rows, columns = luma.shape[0] // BLOCK, luma.shape[1] // BLOCK
    linear = np.clip((luma.astype(np.float32) - 16) / 219, 0, 1) ** 2.2
    even = linear[: rows * BLOCK, : columns * BLOCK]
    return even.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))
