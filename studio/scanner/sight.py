"""How a picture looks in which no code was read: what there is to tell the streamer."""

import numpy as np
from numpy.typing import NDArray

from studio.model.code import Place, Sight
from studio.opencv import cv2
from studio.scanner import bars

Grey = NDArray[np.uint8]

_DARK = 60
"""Below this luma nine of ten pixels lie, where a picture is dark."""

_SOFT = 4.0
"""Pixels from paper to ink in bars that are out of focus, or moved."""

_NARROW = 110.0
"""Pixels of a code's width, below which an EAN-13 has hardly more than one for each module."""

_EDGE = 14.0
"""Pixels of the picture's edge at which bars are cut off."""

_CELL = 16
_PART = 320
"""Pixels across and down of the part that is looked at closely."""


def sight_of(grey: Grey, regions: list[bars.Region]) -> Sight:
    """What to tell of a picture in which nothing was read.

    Args:
        grey: The picture.
        regions: Where bars seem to be, the likeliest first.
    """
    # Every eighth pixel tells as much of the light.
    if float(np.percentile(grey[::8, ::8], 90)) < _DARK:
        return Sight.DARK
    if not regions:
        return Sight.NOTHING
    region = regions[0]
    if (edge := _edge(region, grey.shape)) is not None:
        return edge
    if region.width < _NARROW:
        return Sight.SMALL
    return Sight.BLURRED if softness(grey, region) > _SOFT else Sight.UNCLEAR


def softness(grey: Grey, region: bars.Region) -> float:
    """Pixels of the picture that it takes from paper to ink in a region's bars."""
    cut = bars.upright(grey, region)
    row = bars.averaged(cut.grey, 0.3)[cut.grey.shape[0] // 2]
    steepest = float(np.percentile(np.abs(np.diff(row)), 97))
    low, high = (float(v) for v in np.percentile(row, (5, 95)))
    return (high - low) / max(steepest, 0.1) / cut.scale


def _edge(region: bars.Region, shape: tuple[int, ...]) -> Sight | None:
    height, width = shape[:2]
    a = np.radians(region.angle)
    reach_x = (abs(np.cos(a)) * region.width + abs(np.sin(a)) * region.height) / 2
    reach_y = (abs(np.sin(a)) * region.width + abs(np.cos(a)) * region.height) / 2
    if region.x - reach_x < _EDGE:
        return Sight.OFF_LEFT
    if region.x + reach_x > width - _EDGE:
        return Sight.OFF_RIGHT
    if region.y - reach_y < _EDGE:
        return Sight.OFF_TOP
    if region.y + reach_y > height - _EDGE:
        return Sight.OFF_BOTTOM
    return None


def dense_places(grey: Grey, limit: int = 2) -> list[Place]:
    """Where most edges are, of any direction, as in codes made of squares."""
    height, width = grey.shape
    cells = (max(1, width // _CELL), max(1, height // _CELL))
    # Against the light that is there, or a lamp in the picture would be all that is found.
    mean = cv2.resize(grey, cells, interpolation=cv2.INTER_AREA).astype(np.float32)
    square = np.square(grey.astype(np.float32))
    power = cv2.resize(square, cells, interpolation=cv2.INTER_AREA) - mean * mean
    around = max(3, _PART // _CELL // 2)
    dense = cv2.blur(np.sqrt(np.maximum(power, 0)) / (mean + 20), (around, around))
    found = []
    for _ in range(limit):
        _low, _high, _where, (column, row) = cv2.minMaxLoc(dense)
        x = int(np.clip((column + 0.5) * _CELL - _PART / 2, 0, max(0, width - _PART)))
        y = int(np.clip((row + 0.5) * _CELL - _PART / 2, 0, max(0, height - _PART)))
        found.append(Place(x, y, min(_PART, width), min(_PART, height)))
        cv2.circle(dense, (column, row), around, 0.0, -1)
    return found
