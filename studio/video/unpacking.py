"""Decoded frames, JPEGs and camera buffers become pictures."""

from enum import Enum
from functools import cache

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from studio.model.media import Picture, PlanarPicture, Plane
from studio.opencv import cv2
from studio.video.colours import PROGRAM, Coding, Planes, coding_of, evened, from_bgr, to_program
from studio.video.orientation import Orientation

_LIMITED = 1
_FULL = 2


class Unpacker:
    """Makes pictures of decoded frames.

    Planes that are as the program wants them are not copied: the picture then keeps the decoder's
    own buffer. Each source has its own unpacker, on its own thread; how its pictures lie is read
    from the first one.

    Args:
        pixel_shape: Width of a pixel by its height.
    """

    def __init__(self, pixel_shape: float = 1.0) -> None:
        self._pixel_shape = pixel_shape
        self._orientation: Orientation | None = None
        # Kept, because it keeps swscale's tables.
        self._reformatter = VideoReformatter()

    def picture(self, frame: av.VideoFrame, at: float) -> Picture:
        """Make a picture of any frame that FFmpeg decodes.

        Args:
            frame: In any pixel format.
            at: The picture's `captured_at`.

        Raises:
            av.FFmpegError: A pixel format that cannot be converted.
        """
        planes, coding = self._planes(frame)
        planes = to_program(_halved(*planes), coding)
        if self._pixel_shape != 1.0:
            planes = _widened(planes, self._pixel_shape)
        # Only once: PyAV's frame and its side data hold each other, and megabytes, until the
        # garbage is collected.
        self._orientation = self._orientation or _upright(frame)
        y, u, v = (self._orientation.turned(plane) for plane in planes)
        return PlanarPicture(y, u, v, at)

    def _planes(self, frame: av.VideoFrame) -> tuple[Planes, Coding]:
        name = frame.format.name
        kind = _kind(name)
        if kind is _Kind.GREY:
            y = _plane(frame, 0)
            grey = np.full(((y.shape[0] + 1) // 2, (y.shape[1] + 1) // 2), 128, np.uint8)
            # As FFmpeg has it: what is only grey is full range unless it says otherwise.
            is_full = frame.color_range != _LIMITED
            return (y, grey, grey), Coding(PROGRAM.red, PROGRAM.blue, is_full)
        if kind is _Kind.FOREIGN:
            frame = self._reformatter.reformat(frame, format="bgr24", threads=1)
            rows = _plane(frame, 0, bytes_per_pixel=3)
            return from_bgr(rows.reshape(frame.height, frame.width, 3)), PROGRAM
        is_full = frame.color_range == _FULL or name.startswith("yuvj")
        coding = coding_of(frame.colorspace, frame.height, is_full=is_full)
        if kind is _Kind.PACKED:
            frame = self._reformatter.reformat(frame, format="yuv420p", threads=1)
        return _three(frame), coding


class _Kind(Enum):
    """What a pixel format asks for."""

    PLAIN = 1
    """Luma and colours in three planes of bytes: nothing."""
    GREY = 2
    """A single plane of bytes: colours."""
    PACKED = 3
    """Luma and colours in another order or of more bits: swscale's shuffling, not its matrices."""
    FOREIGN = 4
    """Red, green and blue, or grey of many bits."""


@cache
def _kind(name: str) -> _Kind:
    pixels = av.VideoFormat(name, 16, 16)
    parts = pixels.components
    if [(part.plane, part.bits) for part in parts[:3]] == [(0, 8), (1, 8), (2, 8)]:
        return _Kind.FOREIGN if pixels.is_rgb else _Kind.PLAIN
    if name == "gray":
        return _Kind.GREY
    is_foreign = pixels.is_rgb or pixels.has_palette or len(parts) < 3
    return _Kind.FOREIGN if is_foreign else _Kind.PACKED


def _plane(frame: av.VideoFrame, index: int, bytes_per_pixel: int = 1) -> Plane:
    plane = frame.planes[index]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : bytes_per_pixel * plane.width]


def _three(frame: av.VideoFrame) -> Planes:
    return _plane(frame, 0), _plane(frame, 1), _plane(frame, 2)


def _halved(y: Plane, u: Plane, v: Plane) -> Planes:
    """Cut to even size, and bring colours of any density to half of it, by averaging."""
    y = evened(y)
    rows, columns = y.shape[0] // 2, y.shape[1] // 2
    return y, _sized(u, rows, columns), _sized(v, rows, columns)


def _sized(plane: Plane, rows: int, columns: int) -> Plane:
    # An odd picture has one row or column of colours more than its even part.
    if 0 <= plane.shape[0] - rows <= 1 and 0 <= plane.shape[1] - columns <= 1:
        return plane[:rows, :columns]
    tall, wide = round(plane.shape[0] / rows) or 1, round(plane.shape[1] / columns) or 1
    plane = plane[: tall * rows, : wide * columns]
    sized = np.empty((rows, columns), np.uint8)
    if (tall, wide) == (2, 1):  # 4:2:2, as most cameras send it; ten times as fast as by area
        cv2.addWeighted(plane[::2], 0.5, plane[1::2], 0.5, 0, dst=sized)
    else:
        cv2.resize(plane, (columns, rows), dst=sized, interpolation=cv2.INTER_AREA)
    return sized


def _widened(planes: Planes, shape: float) -> Planes:
    rows, columns = planes[1].shape
    columns = max(1, round(columns * shape))
    wide = np.empty((2 * rows, 2 * columns), np.uint8)
    cv2.resize(planes[0], (2 * columns, 2 * rows), dst=wide)
    colours = [np.empty((rows, columns), np.uint8) for _ in range(2)]
    for plane, into in zip(planes[1:], colours, strict=True):
        cv2.resize(plane, (columns, rows), dst=into)
    return wide, colours[0], colours[1]


def _upright(frame: av.VideoFrame) -> Orientation:
    """How a frame says it is to be turned."""
    matrix = frame.side_data.get("DISPLAYMATRIX")
    return Orientation.of_display_matrix(bytes(matrix)) if matrix else Orientation()
