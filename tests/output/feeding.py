"""Plays the program: pictures with a flash and sound with a beep, on one timeline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np

from studio.model.events import Event
from studio.model.media import RATE, AudioBlock, Canvas, Size
from studio.output.encoder import Encoder, EncoderSettings
from studio.output.sink import Sink
from tests.harness.av_sync import BEEP_S, FLASH_FRAMES, TONE_HZ
from tests.harness.process import wait_until

SIZE = Size(640, 360)
FPS = 30
BLOCK = 480
_BEEP = np.float32(0.5) * np.sin(2 * np.pi * TONE_HZ * np.arange(RATE) / RATE).astype(np.float32)


class Events:
    """What was posted, and when; `wait_for` waits for a kind of it."""

    def __init__(self) -> None:
        self.all: list[tuple[float, Event]] = []

    def post(self, event: Event) -> None:
        self.all.append((time.monotonic(), event))

    def of(self, kind: type, output: str | None = None) -> list:
        return [e for _, e in self.all if isinstance(e, kind) and output in {None, _output_of(e)}]

    def when(self, kind: type, output: str | None = None) -> float:
        """When the first of a kind came."""
        return next(
            at for at, e in self.all if isinstance(e, kind) and output in {None, _output_of(e)}
        )

    def wait_for(self, kind: type, output: str | None = None, timeout_s: float = 10.0):
        found = wait_until(lambda: self.of(kind, output), timeout_s, f"{kind.__name__} {output}")
        return found[0]


def _output_of(event: Event) -> str | None:
    return getattr(event, "output", None)


def picture(canvas: Canvas, index: int, noise: list[np.ndarray]) -> None:
    """Draw picture `index`: noise, and white for the first pictures of each second."""
    np.copyto(canvas.buffer, noise[index % len(noise)])
    if index >= FPS and index % FPS < FLASH_FRAMES:
        canvas.y[:] = 235


def make_noise(size: Size, *, strength: int = 40) -> list[np.ndarray]:
    """Pictures that no encoder makes small, so that the data rate is what was asked for."""
    rng = np.random.default_rng(0)
    shape = (size.height * 3 // 2, size.width)
    return [rng.integers(80, 80 + strength, shape, dtype=np.uint8) for _ in range(4)]


def sound(start: int, count: int = BLOCK) -> AudioBlock:
    """The sound of a stretch of the timeline: a beep at each second but the first."""
    second, at = divmod(start, RATE)
    samples = np.zeros((count, 2), np.float32)
    if second >= 1 and at < BEEP_S * RATE:
        samples[:] = _BEEP[at : at + count, None]
    return AudioBlock(samples, start)


class Pool:
    """Canvases, as the program keeps them."""

    def __init__(self, size: Size, count: int = 10) -> None:
        self.count = count
        self._free = [Canvas(size) for _ in range(count)]
        self._changed = threading.Condition()

    def take(self, timeout: float = 5.0) -> Canvas:
        with self._changed:
            assert self._changed.wait_for(lambda: self._free, timeout), "no canvas came back"
            return self._free.pop()

    def give(self, canvas: Canvas) -> None:
        with self._changed:
            assert all(canvas is not free for free in self._free), "given back twice"
            self._free.append(canvas)
            self._changed.notify()

    @property
    def is_whole(self) -> bool:
        return len(self._free) == self.count


class Feed:
    """An encoder with a program before it.

    `play` feeds as fast as the encoder takes it, on the caller's thread; `run` in real time, on a
    thread of its own, until `end`.
    """

    def __init__(self, settings: EncoderSettings | None = None) -> None:
        self.settings = settings or EncoderSettings(SIZE, FPS)
        self.events = Events()
        self.pool = Pool(self.settings.size)
        self.encoder = Encoder(self.settings, self.events.post, release=self.pool.give)
        self.outputs: list[Sink] = []
        self.pictures = 0
        self._samples = 0
        self._noise = make_noise(self.settings.size)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="program")

    def __enter__(self) -> Feed:
        self.encoder.start()
        self.encoder.wait_ready()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.end()

    def add(self, *outputs: Sink) -> None:
        for output in outputs:
            output.start()
            self.encoder.add(output)
            self.outputs.append(output)

    def run(self) -> None:
        self._thread.start()

    def play(
        self,
        seconds: float,
        *,
        has_picture: Callable[[int], bool] = lambda _index: True,
        change_sound: Callable[[AudioBlock], Iterator[AudioBlock]] | None = None,
    ) -> None:
        """Feed some seconds, without waiting for the clock."""
        for _ in range(round(seconds * FPS)):
            if has_picture(self.pictures):
                wait_until(self._put_picture, 10, "room in the encoder", every_s=0.002)
            self.pictures += 1
            while self._samples < self.pictures * RATE // FPS:
                block = sound(self._samples)
                self._samples += BLOCK
                for one in change_sound(block) if change_sound else [block]:
                    wait_until(
                        lambda one=one: self.encoder.put_sound(one), 10, "room", every_s=0.002
                    )

    def end(self) -> None:
        """End the show: encoder first, so that every output gets the last packets."""
        self._stopping.set()
        if self._thread.ident:
            self._thread.join()
        self.encoder.stop(10)
        for output in self.outputs:
            output.ask_to_stop()
        for output in self.outputs:
            output.stop()
        self.outputs.clear()

    def _put_picture(self) -> bool:
        canvas = self.pool.take()
        picture(canvas, self.pictures, self._noise)
        if self.encoder.put_picture(canvas, self.pictures):
            return True
        self.pool.give(canvas)
        return False

    def _run(self) -> None:
        origin = time.monotonic()
        while not self._stopping.wait(max(0.0, origin + self.pictures / FPS - time.monotonic())):
            self._put_picture()
            self.pictures += 1
            while self._samples < self.pictures * RATE // FPS:
                self.encoder.put_sound(sound(self._samples))
                self._samples += BLOCK
