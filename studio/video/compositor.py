"""Draws the program picture, plane by plane in I420: nothing here goes through RGB."""

import queue
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.model.media import Canvas, Picture, Plane, Size
from studio.model.scene import Placement
from studio.opencv import cv2
from studio.video.bgr import BgrPicture
from studio.video.layout import Layout, Rect, arrange
from studio.video.overlay import Overlay

__all__ = ["CanvasPool", "Compositor", "Overlay"]

BLACK = (16, 128, 128)
_SPARE_LIMIT = 32


class Compositor:
    """Draws on canvases of one size. It belongs to one thread, since it keeps its spare planes.

    Args:
        size: Of all its canvases.
    """

    def __init__(self, size: Size) -> None:
        self._size = size
        self._spares: dict[tuple[str, tuple[int, ...]], NDArray[np.uint8]] = {}
        self._small: Canvas | None = None

    def compose(self, canvas: Canvas, layers: Sequence[tuple[Placement, Picture]]) -> None:
        """Draw pictures over one another, the last in front; what none covers is black."""
        size = self._size
        arranged = [(arrange(place, picture.size, size), picture) for place, picture in layers]
        drawn = [(layout, picture) for layout, picture in arranged if layout]
        covering = [index for index, (layout, _) in enumerate(drawn) if layout.fills]
        if not covering:
            _blacken(canvas, Rect(0, 0, size.width, size.height))
        for layout, picture in drawn[covering[-1] if covering else 0 :]:
            for bar in layout.bars:
                _blacken(canvas, bar)
            if layout.target.width:
                self._draw(canvas, layout, picture)

    def crossfade(self, canvas: Canvas, other: Canvas, amount: float) -> None:
        """Let the other canvas shine through by an amount of 0 to 1."""
        cv2.addWeighted(canvas.buffer, 1 - amount, other.buffer, amount, 0, dst=canvas.buffer)

    def blend(self, canvas: Canvas, overlay: Overlay, opacity: float) -> None:
        """Lay an overlay over its own area of the canvas, by an opacity of 0 to 1."""
        if opacity <= 0 or overlay.is_empty:
            return
        edge = overlay.edge
        parts = [plane[cut] for plane, cut in zip(canvas.planes, overlay.cuts, strict=True)]
        if opacity < 1 or edge is None:
            for part, add, keep in zip(parts, overlay.add, overlay.keep, strict=True):
                self._blend(part, add, keep, opacity)
            return
        # Nearly all of a card is opaque: copying it takes a fifth of the time that mixing takes.
        flat = canvas.buffer.reshape(-1)
        mixed = (flat[edge.at] * edge.keep + edge.add) >> 8
        for part, opaque in zip(parts, overlay.opaque, strict=True):
            np.copyto(part, opaque)
        flat[edge.at] = mixed

    def shrink(self, canvas: Canvas, size: Size) -> NDArray[np.uint8]:
        """Make a small copy for a preview.

        Returns:
            Shape (height, width, 3), red first; a new array each time.
        """
        # I420 wants even columns and rows; what is too much is cut off.
        width, height = size.width + size.width % 2, size.height + size.height % 2
        if self._small is None or self._small.size != Size(width, height):
            self._small = Canvas(Size(width, height))
        small = self._small
        for plane, into in zip(canvas.planes, small.planes, strict=True):
            self._resize(plane, into)
        rgb = np.empty((height, width, 3), np.uint8)
        cv2.cvtColor(small.buffer, cv2.COLOR_YUV2RGB_I420, dst=rgb)
        return np.ascontiguousarray(rgb[: size.height, : size.width])

    def _draw(self, canvas: Canvas, layout: Layout, picture: Picture) -> None:
        if layout.is_copy and isinstance(picture, BgrPicture):
            picture.fill(canvas)
            return
        planes = (picture.y, picture.u, picture.v)
        for index, (plane, into) in enumerate(zip(planes, canvas.planes, strict=True)):
            shift = 1 if index else 0
            part, target = plane[layout.crop.cut(shift)], into[layout.target.cut(shift)]
            if layout.orientation.is_plain:
                self._resize(part, target)
                continue
            rows, columns = target.shape
            shape = (columns, rows) if layout.orientation.is_transposed else (rows, columns)
            if part.shape != shape:
                sized = self._spare("sized", shape)
                self._resize(part, sized)
                part = sized
            layout.orientation.turn(part, target)

    def _resize(self, plane: Plane, into: Plane) -> None:
        """Bring a plane to the size of another.

        Halving, and then the rest, takes a twentieth of OpenCV's area average (0.2 ms for 5 ms from
        1080p to an inset) and shimmers as little.
        """
        rows, columns = into.shape
        while plane.shape[0] > 2 * rows and plane.shape[1] > 2 * columns:
            half = (plane.shape[0] // 2, plane.shape[1] // 2)
            halved = self._spare("halved", half)
            even = plane[: 2 * half[0], : 2 * half[1]]
            cv2.resize(even, half[::-1], dst=halved, interpolation=cv2.INTER_AREA)
            plane = halved
        if plane.shape == into.shape:
            np.copyto(into, plane)
            return
        is_far = plane.shape[0] > 2 * rows or plane.shape[1] > 2 * columns
        way = cv2.INTER_AREA if is_far else cv2.INTER_LINEAR
        cv2.resize(plane, (columns, rows), dst=into, interpolation=way)

    def _blend(
        self, into: Plane, add: NDArray[np.uint16], keep: NDArray[np.uint16], opacity: float
    ) -> None:
        mixed = self._spare("mixed", (into.shape[0], 2 * into.shape[1])).view(np.uint16)
        np.copyto(mixed, into)
        np.multiply(mixed, keep, out=mixed)
        np.add(mixed, add, out=mixed)
        np.right_shift(mixed, 8, out=mixed)
        if opacity >= 1:
            np.copyto(into, mixed, casting="unsafe")
            return
        opaque = self._spare("opaque", into.shape)
        np.copyto(opaque, mixed, casting="unsafe")
        cv2.addWeighted(opaque, opacity, into, 1 - opacity, 0, dst=into)

    def _spare(self, use: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
        """A plane to work in; kept, so that a tick allocates nothing."""
        spare = self._spares.get((use, shape))
        if spare is None:
            if len(self._spares) >= _SPARE_LIMIT:
                self._spares.clear()
            spare = self._spares[use, shape] = np.empty(shape, np.uint8)
        return spare


class CanvasPool:
    """A fixed number of canvases that go round; any thread.

    Args:
        size: Of each.
        count: How many there are.
    """

    def __init__(self, size: Size, count: int) -> None:
        self._free: queue.SimpleQueue[Canvas] = queue.SimpleQueue()
        for _ in range(count):
            self._free.put(Canvas(size))

    def take(self) -> Canvas | None:
        """A canvas with anything on it; None when all are out. Never waits."""
        try:
            return self._free.get_nowait()
        except queue.Empty:
            return None

    def give(self, canvas: Canvas) -> None:
        """Give a canvas back that nobody reads any more."""
        self._free.put(canvas)


def _blacken(canvas: Canvas, area: Rect) -> None:
    for index, (plane, value) in enumerate(zip(canvas.planes, BLACK, strict=True)):
        plane[area.cut(1 if index else 0)] = value
