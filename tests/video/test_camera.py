"""Cameras on this computer. None is here: a stand-in with the same protocol gives what one would.

What this cannot show is how a real driver behaves; the stand-in does what OpenCV's V4L2 code does.
"""

import errno
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from studio.model.events import SourceBack, SourceLost, SourceOpened
from studio.model.media import Size
from studio.model.scene import PictureKind, PictureSource
from studio.video import camera as cameras_module
from studio.video import camera_access
from studio.video.camera import CameraInfo, CameraInput, cameras, find, numbered
from studio.video.inputs import probe
from tests.harness.process import wait_until

CANVAS = Size(1280, 720)
KNOWN = [CameraInfo("HD Webcam", 0, path="/dev/video0"), CameraInfo("HD Webcam 2", 2)]
MJPG = cv2.VideoWriter.fourcc(*"MJPG")
YUYV = cv2.VideoWriter.fourcc(*"YUYV")


@dataclass
class StandIn:
    """A capture that gives what it is told to, as `cv2.VideoCapture` does.

    Attributes:
        form: "jpeg", "yuyv", "bgr", "grey" or "nv12": what comes while conversion is off.
        is_there: It can be opened.
        gives: It gives pictures; without, `read` fails at once.
        hangs: It gives nothing and does not say so, until it is released.
        asked: Properties set.
    """

    form: str = "jpeg"
    is_there: bool = True
    gives: bool = True
    hangs: bool = False
    pixel_format: str = "yuvj422p"
    asked: dict[int, float] = field(default_factory=dict)
    released: threading.Event = field(default_factory=threading.Event)
    torn: int = 0

    def isOpened(self) -> bool:
        return self.is_there

    def set(self, prop: int, value: float, /) -> bool:
        self.asked[prop] = value
        return True

    def get(self, prop: int, /) -> float:
        if prop == cv2.CAP_PROP_FOURCC:
            return float(YUYV if self.form == "yuyv" else self.asked.get(prop, MJPG))
        if prop == cv2.CAP_PROP_POS_MSEC:
            return (time.monotonic() - 0.02) * 1000
        return self.asked.get(prop, 30.0)

    def read(self):
        # At 100 pictures a second; the event is the pace, not a guess.
        self.released.wait(0.01)
        while self.hangs:
            self.released.wait(0.01)
        if not self.gives or not self.is_there:
            return False, None
        if self.torn:
            self.torn -= 1
            return True, np.full((1, 100), 7, np.uint8)
        return True, self._pixels()

    def _pixels(self) -> np.ndarray:
        width = int(self.asked.get(cv2.CAP_PROP_FRAME_WIDTH, 640))
        height = int(self.asked.get(cv2.CAP_PROP_FRAME_HEIGHT, 480))
        if self.form == "bgr" or self.asked.get(cv2.CAP_PROP_CONVERT_RGB):
            return np.full((height, width, 3), (0, 0, 255), np.uint8)
        if self.form == "yuyv":
            return np.tile(np.array([[81, 90], [81, 240]], np.uint8), (height, width // 2, 1))
        if self.form == "jpeg":
            return np.frombuffer(_jpeg(width, height, self.pixel_format), np.uint8)[None]
        return np.zeros((height * 3 // 2, width), np.uint8)

    def release(self) -> None:
        self.released.set()


def _jpeg(width: int, height: int, pixel_format: str) -> bytes:
    red = av.VideoFrame.from_ndarray(np.full((height, width, 3), (255, 0, 0), np.uint8), "rgb24")
    frame = red.reformat(format=pixel_format)
    encoder = av.VideoCodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, pixel_format
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qmin": "1", "qmax": "1"}
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def source(address: str = "", size: Size | None = None, rate: float = 0.0) -> PictureSource:
    return PictureSource("Face", PictureKind.CAMERA, address, size=size, rate=rate)


class Running:
    """A camera input on stand-ins: each time it connects it takes the next one."""

    def __init__(self, *stand_ins: StandIn, of: PictureSource | None = None, known=KNOWN) -> None:
        self.posted = []
        self.stand_ins = list(stand_ins)
        self.opened: list[CameraInfo] = []
        self.input = CameraInput(
            of or source(),
            self.posted.append,
            canvas=CANVAS,
            list_cameras=lambda: known,
            open_camera=self._open,
        )

    def _open(self, camera: CameraInfo) -> StandIn:
        self.opened.append(camera)
        return self.stand_ins.pop(0) if len(self.stand_ins) > 1 else self.stand_ins[0]

    def __enter__(self):
        self.input.start()
        return self

    def __exit__(self, *_exc):
        self.input.stop()

    def picture(self):
        return wait_until(lambda: self.input.picture(time.monotonic()), 5.0)


def assert_red(picture) -> None:
    assert abs(int(picture.y.mean()) - 81) <= 2
    assert abs(int(picture.u.mean()) - 90) <= 2
    assert abs(int(picture.v.mean()) - 240) <= 2


@pytest.mark.parametrize(
    "stand_in",
    [
        StandIn("jpeg"),
        StandIn("jpeg", pixel_format="yuvj420p"),
        StandIn("jpeg", pixel_format="yuvj444p"),
        StandIn("yuyv"),
        StandIn("bgr"),
        StandIn("nv12"),
    ],
    ids=lambda stand_in: f"{stand_in.form}-{stand_in.pixel_format}",
)
def test_whatever_a_camera_hands_out_becomes_the_same_picture(stand_in):
    with Running(stand_in) as camera:
        picture = camera.picture()
        assert camera.input.is_live
    assert picture.size == CANVAS
    assert_red(picture)
    assert [type(event) for event in camera.posted] == [SourceOpened]
    assert camera.posted[0].details == "1280x720, 30 pictures per second"
    assert stand_in.released.is_set()


def test_a_large_picture_is_asked_for_compressed_and_unconverted():
    with Running(StandIn("jpeg"), of=source(size=Size(1920, 1080), rate=25)) as camera:
        camera.picture()
        asked = camera.stand_ins[0].asked
    assert asked == {
        cv2.CAP_PROP_FOURCC: MJPG,
        cv2.CAP_PROP_FRAME_WIDTH: 1920,
        cv2.CAP_PROP_FRAME_HEIGHT: 1080,
        cv2.CAP_PROP_FPS: 25,
        cv2.CAP_PROP_CONVERT_RGB: 0,
    }


def test_a_small_picture_is_asked_for_as_the_camera_likes():
    with Running(StandIn("yuyv"), of=source(size=Size(640, 480))) as camera:
        camera.picture()
        assert cv2.CAP_PROP_FOURCC not in camera.stand_ins[0].asked


def test_the_drivers_own_time_counts():
    with Running(StandIn()) as camera:
        picture = camera.picture()
        age = time.monotonic() - picture.captured_at
    assert 0.02 <= age < 0.2


def test_torn_pictures_are_left_out():
    with Running(StandIn(torn=3)) as camera:
        assert_red(camera.picture())
    assert [type(event) for event in camera.posted] == [SourceOpened]


def test_nothing_but_torn_pictures_is_an_outage():
    with Running(StandIn(torn=10_000)) as camera:
        wait_until(lambda: camera.posted)
    assert isinstance(camera.posted[0], SourceLost)


def test_unplugged_it_is_told_once_and_comes_back_by_itself():
    stand_in = StandIn()
    with Running(stand_in) as camera:
        last = camera.picture()
        stand_in.is_there = False
        wait_until(lambda: len(camera.posted) > 1)
        wait_until(lambda: len(camera.opened) > 1)  # tried again, in vain
        assert camera.picture().captured_at >= last.captured_at
        assert len(camera.posted) == 2
        stand_in.is_there = True
        wait_until(lambda: len(camera.posted) > 2, 5.0)
    lost, back = camera.posted[1:]
    assert isinstance(lost, SourceLost)
    assert str(lost.error) == (
        "The camera “HD Webcam” has stopped sending pictures. "
        "Check its cable; it comes back by itself."
    )
    assert back == SourceBack(camera.input.source.id, "Face")


def test_a_camera_that_hangs_is_told_by_whoever_asks():
    stand_in = StandIn()
    with Running(stand_in) as camera:
        camera.picture()
        stand_in.hangs = True
        wait_until(lambda: not camera.posted[1:] and camera.input.picture(time.monotonic()))
        later = time.monotonic() + 4.0
        camera.input.picture(later)
        camera.input.picture(later + 1)
        assert [type(event) for event in camera.posted] == [SourceOpened, SourceLost]
        stand_in.hangs = False
        wait_until(lambda: len(camera.posted) > 2)
    assert isinstance(camera.posted[2], SourceBack)


def test_no_camera_at_all():
    with Running(StandIn(), known=[]) as camera:
        wait_until(lambda: camera.posted)
        assert camera.input.picture(time.monotonic()) is None
    (lost,) = camera.posted
    assert str(lost.error) == (
        "No camera is connected. Connect a camera; it is used as soon as it is there."
    )


def test_absent_denied_and_in_use_are_told_apart(tmp_path, monkeypatch):
    device = tmp_path / "video0"
    sentences = set()
    # A device file cannot be made here, so the system's answers are.
    busy = OSError(errno.EBUSY, "busy")
    for error in (FileNotFoundError(), PermissionError(), busy, None):
        if not isinstance(error, FileNotFoundError):
            device.touch()

        def answer(path, flags, error=error):
            assert flags & os.O_NONBLOCK
            if error:
                raise error
            return os.dup(0)

        with monkeypatch.context() as patch:
            patch.setattr(camera_access.os, "open", answer)
            refusal = camera_access._why_device_closed("HD Webcam", str(device))
        sentences.add(str(refusal.problem))
        assert str(refusal.remedy)
    assert sentences == {
        "The camera “HD Webcam” is not connected.",
        "The system does not let the studio use the camera “HD Webcam”.",
        "The camera “HD Webcam” does not open; another program may be using it.",
    }


def test_a_camera_that_another_program_has_opens_but_gives_nothing():
    known = [CameraInfo("HD Webcam", 0)]
    with Running(StandIn(gives=False), known=known) as camera:
        wait_until(lambda: camera.posted)
    assert "another program" in str(camera.posted[0].error.problem)


def test_cameras_are_found_by_name_number_and_place(tmp_path):
    assert find("", KNOWN) is KNOWN[0]
    assert find("hd webcam", KNOWN) is KNOWN[0]
    assert find("HD Webcam 2", KNOWN) is KNOWN[1]
    assert find("webcam 2", KNOWN) is KNOWN[1]
    assert find("2", KNOWN) is KNOWN[1]
    assert find("5", KNOWN).index == 5
    assert find("/dev/null", [CameraInfo("x", 0, path="/dev/null")]).name == "x"
    for address in ("Logitech", "/dev/video99"):
        with pytest.raises(camera_access.PictureError, match="is not connected"):
            find(address, KNOWN)


def test_cameras_of_one_name_get_numbers():
    found = [CameraInfo("HD Webcam", 4), CameraInfo("Lamp", 1), CameraInfo("HD Webcam", 0)]
    assert [one.name for one in numbered(found)] == ["HD Webcam", "Lamp", "HD Webcam 2"]
    assert [one.index for one in numbered(found)] == [4, 1, 0]


def test_listing_works_without_any(monkeypatch):
    assert all(isinstance(one, CameraInfo) for one in cameras())
    monkeypatch.setattr(cameras_module, "enumerate_cameras", lambda backend: [])
    assert cameras() == []
    with pytest.raises(camera_access.PictureError, match="No camera is connected"):
        probe(source())


def test_the_sentence_for_a_denial_fits_the_system(monkeypatch):
    for system, words in (("darwin", "System Settings"), ("win32", "Privacy"), ("linux", "video")):
        monkeypatch.setattr(sys, "platform", system)
        assert words in str(camera_access.denied("HD Webcam").remedy)
