"""Where in a picture there may be a code, and the picture of it made plain.

Bars have edges in one direction only, and many of them: that is what is looked for, in cells of a
few pixels (structure tensor: Bigün and Granlund, ICCV 1987). What is found is turned so that its
bars stand upright, enlarged, averaged along the bars, which takes away noise and leaves the bars,
and given the whole range from black to white. So codes are read that are too dark, too small, too
blurred or too slanted for a reader that takes the picture as it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.opencv import cv2

Grey = NDArray[np.uint8]

_CELL = 8
"""Pixels of the picture in a cell, across and down."""

_AROUND = 5
"""Cells across and down that are judged together."""

_WIDEST = 1280
"""A picture that is wider is shrunk before edges are looked for."""

_COHERENT = 0.5
"""Share of the edges that have one direction, from which on they may be bars."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where bars seem to be.

    Attributes:
        x: Their middle, in pixels of the picture.
        y: The same downwards.
        width: Across the bars.
        height: Along the bars.
        angle: Degrees that the reading direction is turned clockwise from the picture's rows;
            more than -90, at most 90.
        strength: How strong their edges are, on any scale.
    """

    x: float
    y: float
    width: float
    height: float
    angle: float
    strength: float


def regions(grey: Grey, limit: int = 3) -> list[Region]:
    """Find where bars may be, the likeliest first.

    Args:
        grey: Shape (height, width).
        limit: At most so many.
    """
    scale = min(1.0, _WIDEST / grey.shape[1])
    if scale < 1.0:
        size = (_WIDEST, max(1, round(grey.shape[0] * scale)))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    if min(grey.shape) < _CELL * _AROUND:
        return []
    xx, yy, xy = _tensor(grey)
    energy = xx + yy
    along = np.hypot(xx - yy, 2 * xy)
    coherence = along / (energy + 1e-6)
    level = float(np.percentile(energy, 60))
    is_bars = ((coherence > _COHERENT) & (along > 1.5 * level)).astype(np.uint8)
    angles = np.arctan2(2 * xy, xx - yy)
    found = []
    # Neighbours of another direction are another thing: each half of the directions by itself.
    for turn in (0.0, np.pi):
        near = np.cos(angles - turn) > -0.1
        found += _components(is_bars * near, along, angles)
    found.sort(key=lambda region: -region.strength)
    k = _CELL / scale
    return [
        Region(r.x * k, r.y * k, r.width * k, r.height * k, r.angle, r.strength)
        for r in _distinct(found)[:limit]
    ]


def _tensor(grey: Grey) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Mean squares and product of the edges in each cell and those around it."""
    gx = np.asarray(cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3), np.float32)
    gy = np.asarray(cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3), np.float32)
    cells = (max(1, grey.shape[1] // _CELL), max(1, grey.shape[0] // _CELL))
    around = (_AROUND, _AROUND)

    def mean(product: NDArray[np.float32]) -> NDArray[np.float32]:
        small = cv2.resize(product, cells, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.blur(small, around), np.float32)

    return mean(gx * gx), mean(gy * gy), mean(gx * gy)


def _components(
    mask: NDArray[np.uint8], along: NDArray[np.float32], angles: NDArray[np.float32]
) -> list[Region]:
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] < 12:
            continue
        rows, columns = np.nonzero(labels == label)
        weights = along[rows, columns]
        # Directions of edges are the same half a turn on, so twice their angle is averaged.
        twice = angles[rows, columns]
        mean = np.arctan2((weights * np.sin(twice)).sum(), (weights * np.cos(twice)).sum())
        angle = float(mean / 2)
        u = columns * np.cos(angle) + rows * np.sin(angle)
        v = -columns * np.sin(angle) + rows * np.cos(angle)
        (left, right), (top, bottom) = (
            (float(np.percentile(w, 2)), float(np.percentile(w, 98))) for w in (u, v)
        )
        mid_u, mid_v = (left + right) / 2, (top + bottom) / 2
        found.append(
            Region(
                mid_u * np.cos(angle) - mid_v * np.sin(angle) + 0.5,
                mid_u * np.sin(angle) + mid_v * np.cos(angle) + 0.5,
                right - left + 1,
                bottom - top + 1,
                float(np.degrees(angle)),
                float(weights.sum()),
            )
        )
    return found


def _distinct(found: list[Region]) -> list[Region]:
    kept: list[Region] = []
    for region in found:
        if all(
            np.hypot(region.x - other.x, region.y - other.y) > 0.3 * other.width for other in kept
        ):
            kept.append(region)
    return kept


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A part of a picture with its bars upright.

    Attributes:
        grey: Shape (height, width).
        into: What leads from the picture's pixels into this, shape (2, 3).
        scale: How much larger it is than in the picture.
    """

    grey: Grey
    into: NDArray[np.float64]
    scale: float

    def back(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of this, shape (n, 2), in the picture's pixels."""
        out = cv2.invertAffineTransform(self.into)
        return points @ out[:, :2].T + out[:, 2]


def upright(grey: Grey, region: Region, *, least: int = 0, most: int = 1200) -> Cut:
    """Cut a region out, with its bars upright and room on either side.

    Args:
        grey: The picture.
        region: In its pixels.
        least: Pixels of the result's width, by enlarging up to four times.
        most: Pixels of the result's width, by shrinking.
    """
    wide = 1.35 * region.width + 24
    high = max(16.0, 0.7 * region.height)
    scale = min(4.0, max(1.0, least / wide), most / wide)
    size = (max(32, round(wide * scale)), max(24, min(400, round(high * scale))))
    a = np.radians(region.angle)
    cos, sin = np.cos(a) * scale, np.sin(a) * scale
    into = np.array(
        [
            [cos, sin, size[0] / 2 - cos * region.x - sin * region.y],
            [-sin, cos, size[1] / 2 + sin * region.x - cos * region.y],
        ]
    )
    kind = cv2.INTER_CUBIC if scale >= 1 else cv2.INTER_AREA
    cut = cv2.warpAffine(grey, into, size, flags=kind, borderMode=cv2.BORDER_REPLICATE)
    return Cut(np.asarray(cut, np.uint8), into, scale)


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """A code as if it lay flat before the camera.

    Attributes:
        grey: Shape (height, width).
        left: About where its first bar begins, in pixels of it.
        right: About where its last one ends.
    """

    grey: Grey
    left: float
    right: float


def flattened(grey: Grey, corners: NDArray[np.float64], modules: int) -> Flat:
    """Turn a code that is seen from the side to the front.

    Args:
        grey: The picture.
        corners: As `Raw` has them: the sides of this quadrangle run along the bars.
        modules: How many modules wide the code is.
    """
    top_left, top_right, bottom_right, bottom_left = corners
    way = (top_right + bottom_right - top_left - bottom_left) / 2
    long = float(np.linalg.norm(way))
    if np.linalg.norm(bottom_left - top_left) < 0.06 * long:
        # Read in one line: the bars are taken to stand at a right angle to it.
        down = np.array([-way[1], way[0]]) * 0.05
        corners = np.array(
            [top_left - down, top_right - down, bottom_right + down, bottom_left + down]
        )
    width = int(min(2000, max(3 * modules, long)))
    margin, height = width // 8, 48
    wanted = np.array(
        [[margin, 0], [margin + width, 0], [margin + width, height], [margin, height]], np.float32
    )
    lay = cv2.getPerspectiveTransform(corners.astype(np.float32), wanted)
    size = (width + 2 * margin, height)
    seen = cv2.warpPerspective(
        grey, lay, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return Flat(np.asarray(seen, np.uint8), float(margin), float(margin + width))


def averaged(cut: Grey, share: float) -> NDArray[np.float32]:
    """Upright bars averaged along themselves, over a share of the height."""
    high = max(1, round(cut.shape[0] * share)) | 1
    return np.asarray(cv2.blur(cut.astype(np.float32), (1, high)), np.float32)


def unbent(bars: NDArray[np.float32], width: float, curl: float) -> NDArray[np.float32]:
    """Upright bars as if the can that they are round were rolled out.

    Args:
        bars: Shape (height, width), the code in the middle.
        width: Pixels that the code is wide in it.
        curl: Half the angle that the code spans round the can, in radians.
    """
    high, wide = bars.shape
    take_x = np.tile(bent_places(np.arange(wide, dtype=np.float64), wide, width, curl), (high, 1))
    take_y = np.repeat(np.arange(high, dtype=np.float32)[:, None], wide, axis=1)
    flat = cv2.remap(bars, take_x, take_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.float32)


def bent_places(
    places: NDArray[np.float64], wide: int, width: float, curl: float
) -> NDArray[np.float32]:
    """Where places across the unbent bars are in those that are seen; as for `unbent`."""
    angle = np.clip((places - wide / 2) / (width / 2) * curl, -np.pi / 2, np.pi / 2)
    return np.asarray(wide / 2 + width / 2 * np.sin(angle) / np.sin(curl), np.float32)


def evened(bars: NDArray[np.float32]) -> Grey:
    """Upright bars with paper white and ink black, as these are nearby.

    A shadow over half of a code is no bar then.
    """
    span = max(15, bars.shape[1] // 12) | 1
    kernel = np.ones((1, span), np.uint8)
    paper = cv2.blur(cv2.dilate(bars, kernel), (span, 3))
    ink = cv2.blur(cv2.erode(bars, kernel), (span, 3))
    spread = paper - ink
    floor = max(4.0, 0.35 * float(np.percentile(spread, 75)))
    even = (bars - ink) / np.maximum(spread, floor) * 255
    return np.clip(even, 0, 255).astype(np.uint8)
