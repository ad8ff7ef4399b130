"""Picture to packet through the studio's own code, as fast as it goes; a process of its own.

Its only argument is a `Job` as JSON; the last line of its output is what it used.
"""

from __future__ import annotations

import dataclasses
import json
import queue
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.cards.demo import demo_products
from studio.cards.gui import ensure_gui
from studio.cards.renderer import draw_card
from studio.model.media import Canvas, Drawing, Picture, Size
from studio.model.scene import PictureKind, PictureSource, Placement
from studio.output.encoder import Encoder, EncoderSettings
from studio.output.packets import Packet
from studio.video.camera import CameraInput
from studio.video.compositor import Compositor, Overlay
from tests.bench.footage import CAMERA, FilmCapture
from tests.bench.processes import cpu_of_this

IN_FLIGHT = 3
"""Canvases out at once: no more than the encoder takes, so that it never refuses one."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to encode.

    Attributes:
        source: Pictures in BGR, one after the other.
        target: Where the H.264 goes.
        count: Pictures, those for warming up included.
        warm: Pictures before the clock starts.
    """

    source: str
    target: str
    width: int
    height: int
    count: int
    warm: int

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Used:
    """Processor time in seconds, of the pictures after the warm ones.

    Attributes:
        total: All of it.
        reading: Getting the picture from the file.
        converting: BGR to I420, on the camera's thread.
        composing: Drawing it onto the canvas.
        blending: The card.
        dropped: Pictures that the encoder refused; there must be none.
    """

    total: float
    reading: float
    converting: float
    composing: float
    blending: float
    dropped: int

    @property
    def encoding(self) -> float:
        """All the rest: the encoder with its threads, and handing over."""
        return self.total - self.reading - self.converting - self.composing - self.blending


def card_for(size: Size) -> Drawing:
    ensure_gui()
    return draw_card(demo_products("zh")[0], size, "zh_CN").drawing


class PacketFile:
    """An output that writes what it is given, as it comes."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._is_begun = False

    def joined(self, ask_keyframe) -> None:
        pass

    def take(self, packet: Packet) -> None:
        if not self._is_begun:
            self._file.write(packet.tracks.picture.codec_context.extradata or b"")
            self._is_begun = True
        self._file.write(packet.data)

    def close(self) -> None:
        self._file.close()


class Chain:
    """A camera's thread, a program's thread (the caller's) and an encoder's thread."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._capture = FilmCapture(Path(job.source), job.size)
        source = PictureSource("Camera", PictureKind.CAMERA)
        self._camera = CameraInput(
            source,
            lambda _event: None,
            canvas=job.size,
            list_cameras=lambda: [CAMERA],
            open_camera=lambda _camera: self._capture,
        )
        self._placement = Placement(source.id)
        self._pictures: queue.SimpleQueue[Picture] = queue.SimpleQueue()
        self._is_wanted: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._compositor = Compositor(job.size)
        self._overlay = Overlay.of(card_for(job.size), job.size)
        self._receiving = self._composing = self._blending = 0.0

    def canvases(self, free: queue.SimpleQueue[Canvas], count: int) -> Iterator[Canvas]:
        """Draw pictures onto the canvases that are free, waiting for both."""
        camera = threading.Thread(target=self._receive, args=(count,), name="camera")
        camera.start()
        self._is_wanted.put(None)
        for number in range(count):
            picture, canvas = self._pictures.get(), free.get()
            if number < count - 1:
                self._is_wanted.put(None)
            began = time.thread_time()
            self._compositor.compose(canvas, [(self._placement, picture)])
            composed = time.thread_time()
            self._compositor.blend(canvas, self._overlay, 1.0)
            self._blending += time.thread_time() - composed
            self._composing += composed - began
            yield canvas
        camera.join()

    def run(self) -> Used:
        job = self._job
        free: queue.SimpleQueue[Canvas] = queue.SimpleQueue()
        for _number in range(IN_FLIGHT):
            free.put(Canvas(job.size))
        packets = PacketFile(Path(job.target))
        encoder = Encoder(EncoderSettings(job.size), lambda _event: None, release=free.put)
        encoder.start()
        encoder.wait_ready()
        encoder.add(packets)
        self.connect()
        for index, canvas in enumerate(self.canvases(free, job.warm)):
            encoder.put_picture(canvas, index)
        taken = [free.get() for _number in range(IN_FLIGHT)]
        for canvas in taken:
            free.put(canvas)
        before = self._used(encoder)
        for index, canvas in enumerate(self.canvases(free, job.count - job.warm), job.warm):
            encoder.put_picture(canvas, index)
        encoder.stop(30.0)
        packets.close()
        after = self._used(encoder)
        return Used(
            *(b - a for a, b in zip(*map(dataclasses.astuple, (before, after)), strict=True))
        )

    def connect(self) -> None:
        """Open the camera, and begin with its first picture."""
        self._camera.connect()
        self._capture.rewind()

    def _receive(self, count: int) -> None:
        for _number in range(count):
            began = time.thread_time()
            self._camera.receive()
            self._receiving += time.thread_time() - began
            picture = self._camera.picture(time.monotonic())
            assert picture is not None
            self._is_wanted.get()
            self._pictures.put(picture)

    def _used(self, encoder: Encoder) -> Used:
        reading = self._capture.reading_s
        return Used(
            cpu_of_this(),
            reading,
            self._receiving - reading,
            self._composing,
            self._blending,
            encoder.stats().dropped,
        )


def write_i420(job: Job) -> None:
    """Write the program pictures themselves, card and all, for an encoder to be fed with."""
    free: queue.SimpleQueue[Canvas] = queue.SimpleQueue()
    free.put(Canvas(job.size))
    chain = Chain(job)
    chain.connect()
    with Path(job.target).open("wb") as file:
        for canvas in chain.canvases(free, job.count):
            file.write(canvas.buffer.data)
            free.put(canvas)


if __name__ == "__main__":
    job = Job(**json.loads(sys.argv[1]))
    print(json.dumps(dataclasses.asdict(Chain(job).run())))
