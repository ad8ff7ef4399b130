"""A still picture from a file."""

import time

import numpy as np
from numpy.typing import NDArray

from studio import paths
from studio.model.media import Picture, PlanarPicture, Size
from studio.model.scene import PictureSource
from studio.opencv import cv2
from studio.threads import Post
from studio.video import refusals
from studio.video.colours import from_bgr
from studio.video.feed import Feed


class StillInput(Feed):
    """Loads a picture on its own thread, which then ends; the picture stays.

    Args:
        source: Its address is a path.
        post: Where its fate is told.
        canvas: A larger picture is shrunk to what can be seen of it.
    """

    def __init__(self, source: PictureSource, post: Post, *, canvas: Size) -> None:
        super().__init__(source, post, steady_s=0.0)
        self._canvas = canvas
        self._picture: Picture | None = None

    def picture(self, at: float) -> Picture | None:  # noqa: ARG002 - it is always the same
        return self._picture

    def connect(self) -> None:
        pixels = _shrunk(load(self.source.address), self._canvas)
        self._picture = PlanarPicture(*from_bgr(pixels), time.monotonic())
        self.works(str(self._picture.size))

    def receive(self) -> None:
        self.ask_to_stop()


def load(path: str, *, ground: int = 0) -> NDArray[np.uint8]:
    """Read a picture file, upright.

    Args:
        path: The file.
        ground: What shines through transparent parts, from 0 for black to 255 for white.

    Returns:
        Shape (height, width, 3), blue first.

    Raises:
        PictureError: It cannot be read, or is no picture.
    """
    file = paths.file_of(path)
    refusals.check_file(path)
    # Read here, because OpenCV does not find a path with letters foreign to the system.
    data = np.frombuffer(file.read_bytes(), np.uint8)
    try:
        pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        if pixels is not None and pixels.ndim == 3 and pixels.shape[2] == 4:
            return _over(ground, pixels)
        # Read again: only so the camera's note how it was held is heeded, and 16 bits become 8.
        pixels = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except cv2.error as error:
        if "MAX_IMAGE" in str(error):
            raise refusals.too_large_an_image(path) from error
        raise refusals.not_an_image(path) from error
    if pixels is None:
        raise refusals.not_an_image(path)
    return pixels.astype(np.uint8, copy=False)


def _over(ground: int, pixels: np.ndarray) -> NDArray[np.uint8]:
    is_whole = np.issubdtype(pixels.dtype, np.integer)
    full = np.iinfo(pixels.dtype).max if is_whole else 1.0
    share = pixels[..., 3:] / full
    visible = pixels[..., :3] * share * (255 / full) + ground * (1 - share)
    return np.rint(np.nan_to_num(visible).clip(0, 255)).astype(np.uint8)


def within(pixels: NDArray[np.uint8], side: int) -> tuple[NDArray[np.uint8], float]:
    """Shrink a picture whose longer side has more pixels than this; with the share that is left."""
    height, width = pixels.shape[:2]
    share = min(1.0, side / max(height, width))
    if share == 1.0:
        return pixels, share
    size = (max(2, round(width * share)), max(2, round(height * share)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), share


def _shrunk(pixels: NDArray[np.uint8], canvas: Size) -> NDArray[np.uint8]:
    """Shrink a picture that is larger than what fills the canvas."""
    height, width = pixels.shape[:2]
    share = max(canvas.width / width, canvas.height / height)
    if share >= 1:
        return pixels
    size = (max(2, round(width * share)), max(2, round(height * share)))
    shrunk = np.empty((size[1], size[0], 3), np.uint8)
    cv2.resize(pixels, size, dst=shrunk, interpolation=cv2.INTER_AREA)
    return shrunk
