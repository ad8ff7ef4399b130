"""A camera's picture in blue, green and red, converted no earlier than somebody wants it."""

import numpy as np
from numpy.typing import NDArray

from studio.model.media import Canvas, Plane, Size
from studio.opencv import cv2
from studio.video.colours import evened


class BgrPicture:
    """A `Picture` whose planes are made when they are first asked for.

    A camera that nobody sees costs no conversion, and one that fills the canvas is converted
    right onto it: at 1080p that saves half a millisecond of copying. OpenCV's conversion takes
    the colours of every fourth pixel; averaging them would cost 2 ms more at 1080p, and a camera's
    own sensor has smoothed them already. Stills and films are averaged.

    Args:
        pixels: Shape (height, width, 3), uint8, blue first; cut to even size; nobody writes into
            it any more.
        captured_at: As in `Picture`.
    """

    __slots__ = ("_pixels", "_planes", "captured_at")

    def __init__(self, pixels: NDArray[np.uint8], captured_at: float) -> None:
        self._pixels = evened(pixels)
        self._planes: tuple[Plane, Plane, Plane] | None = None
        self.captured_at = captured_at

    @property
    def size(self) -> Size:
        height, width = self._pixels.shape[:2]
        return Size(width, height)

    @property
    def y(self) -> Plane:
        return self._converted()[0]

    @property
    def u(self) -> Plane:
        return self._converted()[1]

    @property
    def v(self) -> Plane:
        return self._converted()[2]

    def fill(self, canvas: Canvas) -> None:
        """Convert onto a whole canvas of the picture's own size."""
        cv2.cvtColor(self._pixels, cv2.COLOR_BGR2YUV_I420, dst=canvas.buffer)

    def _converted(self) -> tuple[Plane, Plane, Plane]:
        # Two threads that ask at once convert twice; neither is harmed.
        planes = self._planes
        if planes is None:
            height, width = self._pixels.shape[:2]
            flat = np.empty((height * 3 // 2, width), np.uint8)
            cv2.cvtColor(self._pixels, cv2.COLOR_BGR2YUV_I420, dst=flat)
            y, u, v = np.split(flat.reshape(-1), [height * width, height * width * 5 // 4])
            half = height // 2, width // 2
            planes = self._planes = y.reshape(height, width), u.reshape(half), v.reshape(half)
        return planes
