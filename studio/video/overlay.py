"""A drawing made ready to be laid over the program picture, again and again."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from studio.model.media import Drawing, Plane
from studio.video.colours import luma_and_colours
from studio.video.layout import Rect

Weights = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """Rows of an overlay that hide what is behind them.

    Attributes:
        first: The first such row.
        last: The row behind the last.
        bytes: What they show.
    """

    first: int
    last: int
    bytes: Plane


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A drawing's planes, multiplied by how opaque they are; nobody writes into it.

    A byte of the picture becomes (byte * keep + add) / 256, which 16 bits can hold.

    Attributes:
        area: Where it lies on the canvas; it may reach over the edge.
        add: Luma, blue and red difference, each times opacity, plus half for rounding.
        keep: What of the picture stays, 0 to 256, for luma and for colours.
        solid: The rows of each plane, first and behind the last, where nothing of the picture
            stays: most of a card, which need only be copied.
    """

    area: Rect
    add: tuple[Weights, Weights, Weights]
    keep: tuple[Weights, Weights, Weights]
    solid: tuple[Solid, Solid, Solid]

    @classmethod
    def of(cls, drawing: Drawing) -> Self:
        """Convert once; takes some tens of ms for a large card, any thread.

        Colours are averaged by opacity: what is transparent leaves no fringe.
        """
        rows, columns = drawing.rgba.shape[0] // 2, drawing.rgba.shape[1] // 2
        rgba = drawing.rgba[: 2 * rows, : 2 * columns].astype(np.float32)
        opacity = np.rint(rgba[..., 3] * (256 / 255))
        y, u, v = luma_and_colours(rgba[..., :3])
        colour_opacity = np.rint(_mean(opacity))
        add = (
            _weights(y * opacity + 128),
            _weights(_mean(u * opacity) + 128),
            _weights(_mean(v * opacity) + 128),
        )
        keep_colour = _weights(256 - colour_opacity)
        area = Rect(drawing.x & ~1, drawing.y & ~1, 2 * columns, 2 * rows)
        keep = _weights(256 - opacity), keep_colour, keep_colour
        solid = tuple(_solid(a, k) for a, k in zip(add, keep, strict=True))
        return cls(area, add, keep, (solid[0], solid[1], solid[2]))


def _solid(add: Weights, keep: Weights) -> Solid:
    """The longest run of rows in which everything is opaque."""
    is_open = np.flatnonzero(np.concatenate([[True], keep.any(axis=1), [True]]))
    longest = int(np.diff(is_open).argmax())
    first, last = int(is_open[longest]), int(is_open[longest + 1]) - 1
    return Solid(first, last, (add[first:last] >> 8).astype(np.uint8))


def _weights(values: NDArray[np.floating]) -> Weights:
    return np.rint(values).astype(np.uint16)


def _mean(plane: NDArray[np.floating]) -> NDArray[np.floating]:
    """The mean of each two by two pixels."""
    return (plane[::2, ::2] + plane[1::2, ::2] + plane[::2, 1::2] + plane[1::2, 1::2]) / 4
