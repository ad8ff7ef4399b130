"""A drawing made ready to be laid over the program picture, again and again."""

from dataclasses import dataclass, replace
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from studio.model.media import Drawing, Plane, Size
from studio.video.colours import luma_and_colours
from studio.video.layout import Rect

D = TypeVar("D", bound=np.generic)
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
        canvas: What it was made for.
    """

    cuts: tuple[Cut, Cut, Cut]
    add: tuple[Weights, Weights, Weights]
    keep: tuple[Weights, Weights, Weights]
    opaque: tuple[Plane, Plane, Plane]
    edge: Edge | None
    canvas: Size

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
        return cls(cuts, add, keep, (opaque[0], opaque[1], opaque[2]), edge, canvas)

    def patched(self, drawing: Drawing) -> Self | None:
        """The same with a part of it drawn anew; any thread, takes less than a millisecond.

        Args:
            drawing: Opaque, even in place and size.

        Returns:
            None where it does not lie wholly inside, or something of the picture is seen there.
        """
        patch = type(self).of(drawing, self.canvas)
        ways = [_within(cut, part) for cut, part in zip(self.cuts, patch.cuts, strict=True)]
        if patch.is_empty or not all(ways):
            return None
        keep = [plane[way] for plane, way in zip(self.keep, ways, strict=True) if way]
        if any(part.any() for part in (*keep, *patch.keep)):
            return None
        add = tuple(plane.copy() for plane in self.add)
        opaque = tuple(plane.copy() for plane in self.opaque)
        for index, way in enumerate(ways):
            add[index][way] = patch.add[index]
            opaque[index][way] = patch.opaque[index]
        return replace(self, add=(add[0], add[1], add[2]), opaque=(opaque[0], opaque[1], opaque[2]))

    @property
    def rows(self) -> slice:
        """Those of the canvas that it lies on."""
        return self.cuts[0][0]

    def between(self, top: int, bottom: int) -> Self:
        """What of it lies on some rows of the canvas, even; empty where nothing does.

        The planes are views. All of it is then mixed, since the edge is not looked for.
        """
        rows, columns = self.cuts[0]
        top, bottom = max(top & ~1, rows.start), min(bottom & ~1, rows.stop)
        if (top, bottom) == (rows.start, rows.stop):
            return self
        height, width = max(0, bottom - top), columns.stop - columns.start
        area = Rect(columns.start, top, width, height)
        seen = Rect(0, top - rows.start, width, height)
        parts = seen.cut(0), seen.cut(1), seen.cut(1)
        return replace(
            self,
            cuts=(area.cut(0), area.cut(1), area.cut(1)),
            add=_cut(self.add, parts),
            keep=_cut(self.keep, parts),
            opaque=_cut(self.opaque, parts),
            edge=None,
        )


def _within(whole: Cut, part: Cut) -> Cut | None:
    """A part of a plane, counted from the corner of a larger one that holds it."""
    (rows, columns), (high, wide) = whole, part
    if high.start < rows.start or wide.start < columns.start:
        return None
    if high.stop > rows.stop or wide.stop > columns.stop:
        return None
    return (
        slice(high.start - rows.start, high.stop - rows.start),
        slice(wide.start - columns.start, wide.stop - columns.start),
    )


def _cut(
    planes: tuple[NDArray[D], NDArray[D], NDArray[D]], parts: tuple[Cut, Cut, Cut]
) -> tuple[NDArray[D], NDArray[D], NDArray[D]]:
    y, u, v = planes
    return y[parts[0]], u[parts[1]], v[parts[2]]


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
