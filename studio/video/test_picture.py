"""A moving picture for when there is no camera."""

import math

import numpy as np

from studio.model.events import SourceOpened
from studio.model.media import Picture, PlanarPicture, Plane, Size
from studio.model.scene import PictureSource
from studio.opencv import cv2
from studio.threads import Post
from studio.video.feed import PictureInput

# White, yellow, cyan, green, magenta, red, blue at three quarters, in BT.601.
_BARS = (
    (180, 128, 128),
    (162, 44, 142),
    (131, 156, 44),
    (112, 72, 58),
    (84, 184, 198),
    (65, 100, 212),
    (35, 212, 114),
)
_BLACK, _WHITE = 16, 235
_SWEEP_S = 2.0
_DIGITS = 4


class MovingBars(PictureInput):
    """Colour bars, a block that crosses the picture every two seconds, and a count of seconds.

    It is drawn by whoever asks; what does not move is shared by all its pictures.

    Args:
        source: What it is shown as.
        post: Where it is told that it is there.
        origin: When the seconds begin, in seconds of `time.monotonic`.
        canvas: Its size.
    """

    def __init__(self, source: PictureSource, post: Post, *, origin: float, canvas: Size) -> None:
        self.source = source
        self._post = post
        self._origin = origin
        self._size = canvas
        short = min(canvas.width, canvas.height)
        self._block = max(2, short // 8)
        self._digits = _drawn_digits(short // 5)
        self._y, self._u, self._v = _background(canvas, self._digits[0].shape)
        self._last: Picture | None = None

    def start(self) -> None:
        self._post(SourceOpened(self.source.id, str(self._size)))

    def stop(self) -> None:
        pass  # nothing was opened

    def picture(self, at: float) -> Picture:
        last = self._last
        if last is None or last.captured_at != at:
            self._last = last = PlanarPicture(self._luma(at - self._origin), self._u, self._v, at)
        return last

    def _luma(self, seconds: float) -> Plane:
        y = self._y.copy()
        height, width = y.shape
        x = round((seconds / _SWEEP_S % 1) * (width - self._block))
        y[height - self._block :, x : x + self._block] = _WHITE
        count = f"{max(0, math.floor(seconds)) % 10**_DIGITS}"
        rows, columns = self._digits[0].shape
        left, top = max(0, width - len(count) * columns) // 2, (height - rows) // 2
        for place, digit in enumerate(count):
            start = left + place * columns
            if start + columns <= width:
                y[top : top + rows, start : start + columns] = self._digits[int(digit)]
        return y


def _background(size: Size, digit: tuple[int, int]) -> tuple[Plane, Plane, Plane]:
    """Bars, black below where the block goes, and black behind the digits."""
    rows, columns = size.height // 2, size.width // 2
    y = np.full((2 * rows, 2 * columns), _BLACK, np.uint8)
    u, v = np.full((rows, columns), 128, np.uint8), np.full((rows, columns), 128, np.uint8)
    edges = [round(columns * index / len(_BARS)) for index in range(len(_BARS) + 1)]
    end = rows * 3 // 4
    for (luma, blue, red), left, right in zip(_BARS, edges, edges[1:], strict=False):
        y[: 2 * end, 2 * left : 2 * right] = luma
        u[:end, left:right] = blue
        v[:end, left:right] = red
    tall, wide = digit[0] // 4 + 1, digit[1] * _DIGITS // 4 + 1
    top, left = max(0, rows // 2 - tall), max(0, columns // 2 - wide)
    bottom, right = rows // 2 + tall, columns // 2 + wide
    y[2 * top : 2 * bottom, 2 * left : 2 * right] = _BLACK
    u[top:bottom, left:right] = v[top:bottom, left:right] = 128
    return y, u, v


def _drawn_digits(height: int) -> list[Plane]:
    """The digits, white on black, all of one size."""
    height, width = max(1, height), max(1, height * 3 // 4)
    scale, thickness = height / 32, max(1, height // 12)
    drawn = []
    for digit in range(10):
        cell = np.full((height, width), _BLACK, np.uint8)
        at = (width // 8, height * 5 // 6)
        font = cv2.FONT_HERSHEY_DUPLEX
        cv2.putText(cell, str(digit), at, font, scale, (_WHITE,), thickness, cv2.LINE_AA)
        drawn.append(cell)
    return drawn
