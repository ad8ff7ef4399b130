"""A drawing made ready to be laid over the program picture, again and again."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from studio.model.media import Drawing, Plane, Size
from studio.video.colours import luma_and_colours
from studio.video.layout import Rect

Weights = NDArray[np.uint16]
Cut = tuple[slice, slice]

_FEW = 1 / 16
"""Share of bytes up to which it is faster to mix them one by one than all of the area."""


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """Bytes of all planes together through which the picture is seen, wholly or in part.

    Attributes:
        at: Where each lies in the buffer of a canvas.
        keep: As in `Overlay`; likewise `add`.
    """

    at: NDArray[np.intp]
    keep: Weights
    add: Weights


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A drawing's planes, multiplied by how opaque they are; nobody writes into it.

    A byte of the picture becomes (byte * keep + add) / 256, which 16 bits can hold.

    Attributes:
        cuts: Where it lies on each plane of the canvas, which it never leaves.
        add: Luma, blue and red difference, each times opacity, plus half for rounding.
        keep: What of the picture stays, 0 to 256, for luma and for colours.
        opaque: What it shows where nothing of the picture stays; nearly all of a card.
        edge: Where something of the picture stays; None when that is much.
    """

    cuts: tuple[Cut, Cut, Cut]
    add: tuple[Weights, Weights, Weights]
    keep: tuple[Weights, Weights, Weights]
    opaque: tuple[Plane, Plane, Plane]
    edge: Edge | None

    @property
    def is_empty(self) -> bool:
        """It lies outside the canvas."""
        return not self.opaque[0].size

    @classmethod
    def of(cls, drawing: Drawing, canvas: Size) -> Self:
        """Convert once for canvases of a size; takes some tens of ms for a large card, any thread.

        Colours are averaged by opacity: what is transparent leaves no fringe.
        """
        rows, columns = drawing.rgba.shape[0] & ~1, drawing.rgba.shape[1] & ~1
        whole = Rect(drawing.x & ~1, drawing.y & ~1, columns, rows)
        frame = Rect(0, 0, canvas.width, canvas.height)
        area = whole.common(frame) or Rect(0, 0, 0, 0)
        seen = Rect(area.x - whole.x, area.y - whole.y, area.width, area.height).cut(0)
        rgba = drawing.rgba[seen].astype(np.float32)
        opacity = np.rint(rgba[..., 3] * (256 / 255))
        y, u, v = luma_and_colours(rgba[..., :3])
        colour_opacity = np.rint(_mean(opacity))
        add = (
            _weights(y * opacity + 128),
            _weights(_mean(u * opacity) + 128),
            _weights(_mean(v * opacity) + 128),
        )
        keep_colour = _weights(256 - colour_opacity)
        keep = _weights(256 - opacity), keep_colour, keep_colour
        opaque = tuple((plane >> 8).astype(np.uint8) for plane in add)
        edge = _edge(area, canvas, keep, add)
        cuts = area.cut(0), area.cut(1), area.cut(1)
        return cls(cuts, add, keep, (opaque[0], opaque[1], opaque[2]), edge)


def _edge(
    area: Rect, canvas: Size, keep: tuple[Weights, ...], add: tuple[Weights, ...]
) -> Edge | None:
    parts = [plane > 0 for plane in keep]
    if sum(map(np.count_nonzero, parts)) > _FEW * sum(part.size for part in parts):
        return None
    at, begin = [], 0
    for index, part in enumerate(parts):
        shift = 1 if index else 0
        width, height = canvas.width >> shift, canvas.height >> shift
        rows, columns = np.nonzero(part)
        at.append(begin + (rows + (area.y >> shift)) * width + columns + (area.x >> shift))
        begin += width * height
    return Edge(
        np.concatenate(at),
        np.concatenate([k[part] for k, part in zip(keep, parts, strict=True)]),
        np.concatenate([a[part] for a, part in zip(add, parts, strict=True)]),
    )


def _weights(values: NDArray[np.floating]) -> Weights:
    return np.rint(values).astype(np.uint16)


def _mean(plane: NDArray[np.floating]) -> NDArray[np.floating]:
    """The mean of each two by two pixels."""
    return (plane[::2, ::2] + plane[1::2, ::2] + plane[::2, 1::2] + plane[1::2, 1::2]) / 4
