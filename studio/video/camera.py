"""Cameras on this computer, by OpenCV."""

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np
from av.error import InvalidDataError
from cv2_enumerate_cameras import enumerate_cameras

from studio.model.media import Picture, Size
from studio.model.scene import PictureSource
from studio.opencv import cv2
from studio.text import _
from studio.threads import Post
from studio.video import camera_access
from studio.video.bgr import BgrPicture
from studio.video.feed import Feed
from studio.video.unpacking import Unpacker

BACKEND = {"linux": cv2.CAP_V4L2, "darwin": cv2.CAP_AVFOUNDATION, "win32": cv2.CAP_DSHOW}.get(
    sys.platform, cv2.CAP_ANY
)
MJPEG_FROM = 1280
"""From this width on, USB 2 has no room for 30 pictures a second that are not compressed."""
SILENCE_S = 1.8
"""A camera that gives nothing for so long is lost."""
DELAY_S = 0.5
"""A driver's time that is older than this is of another clock."""
UNKNOWN_IN_A_ROW = 5
TORN_IN_A_ROW = 30
"""So many broken pictures one after the other are no accident."""

_MJPG = cv2.VideoWriter.fourcc(*"MJPG")
_YUY2 = {cv2.VideoWriter.fourcc(*"YUYV"), cv2.VideoWriter.fourcc(*"YUY2")}


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera of this computer.

    Attributes:
        name: As the system calls it; of two alike the second has a number.
        index: By which OpenCV opens it.
        backend: OpenCV's number of the way to open it.
        path: Its device file, or empty.
    """

    name: str
    index: int
    backend: int = BACKEND
    path: str = ""


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that is used; a stand-in has the same."""

    def isOpened(self) -> bool: ...

    def read(self) -> tuple[bool, Any]: ...

    def set(self, propId: int, value: float, /) -> bool: ...  # noqa: N803 - OpenCV's name

    def get(self, propId: int, /) -> float: ...  # noqa: N803 - OpenCV's name

    def release(self) -> None: ...


def open_capture(camera: CameraInfo) -> Capture:
    return cv2.VideoCapture(camera.index, camera.backend)


def cameras() -> list[CameraInfo]:
    """All cameras, in an order that lasts: by the socket they are plugged into.

    Takes some ms; any thread.
    """
    try:
        found = list(enumerate_cameras(BACKEND))
    except (NotImplementedError, OSError):
        return []
    return numbered(
        CameraInfo(one.name or f"{one.index}", one.index, BACKEND, one.path or "")
        for one in sorted(found, key=lambda one: (_socket(one.path or ""), one.index))
    )


def numbered(found: Iterable[CameraInfo]) -> list[CameraInfo]:
    """Tell cameras of one name apart by a number: "HD Webcam", "HD Webcam 2"."""
    seen: Counter[str] = Counter()
    result = []
    for one in found:
        seen[one.name] += 1
        count = seen[one.name]
        name = one.name if count == 1 else f"{one.name} {count}"
        result.append(CameraInfo(name, one.index, one.backend, one.path))
    return result


def _socket(path: str) -> str:
    """Where a device is plugged in; the number in its file's name changes with each plugging."""
    link = Path("/sys/class/video4linux") / Path(path).name / "device"
    return os.path.realpath(link) if path.startswith("/dev/") and link.exists() else path


def find(address: str, known: list[CameraInfo]) -> CameraInfo:
    """The camera of an address: a name, a number, a device file, or nothing for the first.

    Raises:
        PictureError: It is not there.
    """
    if address.isdecimal() and len(address) < 5:
        index = int(address)
        # Where the system tells no names, OpenCV still opens by number.
        path = f"/dev/video{index}" if sys.platform == "linux" else ""
        numbered = CameraInfo(address, index, path=path)
        return next((one for one in known if one.index == index), numbered)
    if address.startswith("/dev/"):
        return _of_device(address, known)
    wanted = address.casefold()
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for one in known:
            if fits(one.name.casefold(), wanted):
                return one
    raise camera_access.absent(address)


def _of_device(address: str, known: list[CameraInfo]) -> CameraInfo:
    path = os.path.realpath(address)
    for one in known:
        if one.path == path:
            return one
    number = re.search(r"(\d+)$", path)
    if number is None or not os.path.lexists(path):
        raise camera_access.absent(address)
    return CameraInfo(address, int(number[1]), path=path)


def probe(source: PictureSource) -> None:
    """Look for a camera without opening it.

    Raises:
        PictureError: It is not there, or the system does not let the studio use it.
    """
    camera = find(source.address, cameras())
    is_closed = camera.path.startswith("/dev/") and not os.access(camera.path, os.R_OK | os.W_OK)
    if is_closed or camera_access.is_denied_by_system():
        raise camera_access.why_closed(camera.name, camera.path)


class CameraInput(Feed):
    """One camera on its own thread; the newest picture counts.

    A camera that compresses its pictures hands the JPEG out, and it is taken apart into planes
    without ever being red, green and blue.

    Args:
        source: Its address is a name, a number, a device file, or empty for the first camera.
        post: Where its fate is told.
        canvas: A camera is asked for about this size when the source names none.
        list_cameras: What cameras there are.
        open_camera: Opens one; a stand-in takes its place where there is none.
    """

    is_live = True

    def __init__(
        self,
        source: PictureSource,
        post: Post,
        *,
        canvas: Size,
        list_cameras: Callable[[], list[CameraInfo]] = cameras,
        open_camera: Callable[[CameraInfo], Capture] = open_capture,
    ) -> None:
        super().__init__(source, post)
        self._wanted = source.size or Size(
            max(canvas.width, canvas.height), min(canvas.width, canvas.height)
        )
        self._list_cameras = list_cameras
        self._open_camera = open_camera
        self._capture: Capture | None = None
        self._name = source.address or source.name
        self._is_yuy2 = False
        self._torn = 0
        self._newest: Picture | None = None
        self._jpeg = _jpeg_decoder()
        self._unpacker = Unpacker()

    def picture(self, at: float) -> Picture | None:
        newest = self._newest
        # Some systems wait for ever for a camera that fell silent; the feed cannot tell it then.
        if newest and at - newest.captured_at > SILENCE_S and self._capture:
            self.standing.lost(camera_access.stopped(self._name))
        return newest

    def connect(self) -> None:
        camera = find(self.source.address, self._list_cameras())
        self._name = camera.name
        self._capture = capture = self._open_camera(camera)
        if not capture.isOpened():
            raise camera_access.why_closed(camera.name, camera.path)
        self._configure(capture)
        arrived, _ = capture.read()
        if not arrived:  # V4L2 opens a camera that another program has, and then gives nothing
            raise camera_access.why_closed(camera.name, camera.path)

    def receive(self) -> None:
        if self._capture is None:
            return
        try:
            arrived, pixels = self._capture.read()
            picture = self._unpacked(pixels, _taken_at(self._capture)) if arrived else None
        except cv2.error as error:
            raise camera_access.stopped(self._name) from error
        if not arrived:
            raise camera_access.stopped(self._name)
        if picture:
            self._torn = 0
            self.works("" if self._newest else _details(self._capture, picture.size))
            self._newest = picture
            return
        self._torn += 1
        if self._torn == UNKNOWN_IN_A_ROW:
            # Not torn, but of a form not known here: OpenCV shall make of it what it can.
            self._capture.set(cv2.CAP_PROP_CONVERT_RGB, 1)
        if self._torn == TORN_IN_A_ROW:
            raise camera_access.stopped(self._name)

    def disconnect(self) -> None:
        capture, self._capture = self._capture, None
        if capture:
            capture.release()

    def _configure(self, capture: Capture) -> None:
        """Ask for size, rate and the camera's own bytes; a camera gives what it can."""
        if max(self._wanted.width, self._wanted.height) >= MJPEG_FROM:
            capture.set(cv2.CAP_PROP_FOURCC, _MJPG)
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._wanted.width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._wanted.height)
        if self.source.rate:
            capture.set(cv2.CAP_PROP_FPS, self.source.rate)
        capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
        self._is_yuy2 = int(capture.get(cv2.CAP_PROP_FOURCC)) in _YUY2
        self._torn = 0

    def _unpacked(self, pixels: np.ndarray, at: float) -> Picture | None:
        """Make a picture of what the camera hands out; None when it is torn or of another form."""
        shape = pixels.shape
        if len(shape) == 3 and shape[2] == 3:
            return BgrPicture(pixels, at)
        if len(shape) == 3 and shape[2] == 2 and self._is_yuy2:
            frame = av.VideoFrame.from_ndarray(pixels, "yuyv422")
            # Whatever its size: cameras on USB keep to BT.601 and limited range.
            frame.colorspace, frame.color_range = 5, 1
            return self._unpacker.picture(frame, at)
        if pixels.ravel()[:2].tolist() == [0xFF, 0xD8]:
            return self._decoded(pixels, at)
        return None

    def _decoded(self, jpeg: np.ndarray, at: float) -> Picture | None:
        try:
            frames = self._jpeg.decode(av.Packet(jpeg.tobytes()))
        except InvalidDataError:
            return None
        return self._unpacker.picture(frames[0], at) if frames else None


def _jpeg_decoder() -> av.VideoCodecContext:
    decoder = av.VideoCodecContext.create("mjpeg", "r")
    decoder.thread_count = 1  # more would each keep a picture back
    return decoder


def _taken_at(capture: Capture) -> float:
    """When the picture was taken: as the driver says, where it uses the same clock, or now."""
    now = time.monotonic()
    stamp = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
    return stamp if 0 <= now - stamp < DELAY_S else now


def _details(capture: Capture, size: Size) -> str:
    rate = capture.get(cv2.CAP_PROP_FPS)
    if not 0 < rate < 1000:
        return str(size)
    return _("{size}, {rate} pictures per second").format(size=size, rate=f"{rate:.4g}")
