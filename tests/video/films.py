"""Makes small films of every kind, and watches a source as the program does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from studio.model.events import Event
from studio.model.media import Picture, Size
from studio.model.scene import PictureKind, PictureSource
from studio.threads import Ticker
from studio.video.inputs import PictureInput, open_input
from tests.harness.camera import put_counter, read_counter

CANVAS = Size(320, 240)
TICKS = 1000
"""Timestamps of films are counted in thousandths of a second."""


def numbered(count: int, size: Size = CANVAS) -> list[np.ndarray]:
    """Grey pictures of shape (height, width, 3), each with its number in the corner."""
    pictures = []
    for number in range(count):
        image = np.full((size.height, size.width, 3), 60 + 10 * (number % 12), np.uint8)
        put_counter(image, number)
        pictures.append(image)
    return pictures


def frames_of(images: Iterable[np.ndarray], pix_fmt: str = "yuv420p") -> Iterator[av.VideoFrame]:
    for image in images:
        yield av.VideoFrame.from_ndarray(image, "rgb24").reformat(format=pix_fmt)


def write_film(
    path: Path,
    frames: Iterable[av.VideoFrame],
    *,
    rate: int = 25,
    times: Sequence[float] | None = None,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    gop: int = 12,
    sound_s: float = 0.0,
    prepare: Callable[[av.VideoStream], object] = lambda stream: None,
) -> Path:
    """Encode frames without loss where the codec can; `times` in seconds, else by `rate`."""
    frames = list(frames)
    first = frames[0]
    if options is None:
        options = {"qp": "0", "preset": "ultrafast"} if codec == "libx264" else {}
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = first.width, first.height, first.format.name
        stream.codec_context.gop_size = gop
        stream.codec_context.time_base = stream.time_base = Fraction(1, TICKS)
        stream.codec_context.color_range = first.color_range
        stream.codec_context.colorspace = first.colorspace
        sound = container.add_stream("pcm_s16le", rate=8000) if sound_s else None
        prepare(stream)
        for index, frame in enumerate(frames):
            seconds = times[index] if times else index / rate
            frame.pts, frame.time_base = round(seconds * TICKS), Fraction(1, TICKS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound is not None:
            silence = np.zeros((1, round(sound_s * 8000)), np.int16)
            block = av.AudioFrame.from_ndarray(silence, "s16", "mono")
            block.sample_rate, block.pts, block.time_base = 8000, 0, Fraction(1, 8000)
            container.mux(sound.encode(block))
            container.mux(sound.encode(None))
    return path


def film_source(path: Path | str, *, loop: bool = False) -> PictureSource:
    return PictureSource("film", PictureKind.MEDIA, str(path), loop=loop)


@contextmanager
def running(
    source: PictureSource,
    post: Callable[[Event], None] = lambda event: None,
    *,
    origin: float = 0.0,
    canvas: Size = CANVAS,
    rate: float = 25.0,
) -> Iterator[PictureInput]:
    """A source at work."""
    opened = open_input(source, post, origin=origin, canvas=canvas, rate=rate)
    opened.start()
    try:
        yield opened
    finally:
        opened.stop()


def watch(
    source: PictureInput, origin: float, rate: float, seconds: float
) -> dict[int, Picture | None]:
    """Ask for a picture at every beat from `origin` on, as the program does.

    A busy machine lets beats pass, as it does in the program: then they are not in the answer.
    """
    ticker = Ticker(origin, 1 / rate)
    seen = {}
    while (beat := ticker.wait()) < round(seconds * rate):
        seen[beat] = source.picture(ticker.due(beat))
    assert len(seen) > seconds * rate / 2, "the machine is too busy for this test"
    return seen


def numbers(seen: dict[int, Picture | None]) -> dict[int, int | None]:
    """The number of the picture at each beat."""
    return {beat: number_of(picture) if picture else None for beat, picture in seen.items()}


def number_of(picture: Picture) -> int:
    return read_counter(np.asarray(picture.y))


def soon() -> float:
    """An origin that lies just ahead, as that of a show about to begin."""
    return time.monotonic() + 0.2
