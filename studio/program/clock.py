"""The program clock: at each beat the newest picture of every source becomes one picture."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.model.counts import ProgramCounts
from studio.model.events import Part
from studio.model.media import Canvas, Picture, Size
from studio.model.scene import Placement, Scene
from studio.program.look import Look
from studio.threads import Latest, Post, Ticker, Worker
from studio.video.compositor import CanvasPool, Compositor
from studio.video.inputs import PictureInput

log = logging.getLogger(__name__)

PREVIEW_RATE = 15.0

_CANVASES = 10
"""Those that wait for the encoder, those it reads, and the one being drawn."""


class PictureSink(Protocol):
    """Takes program pictures; the encoder."""

    def put_picture(self, canvas: Canvas, index: int) -> bool:
        """Take a canvas for the beat `index`; False leaves it with the giver."""
        ...


class Lateness:
    """How late pictures are shown, smoothed: what the sound has to wait for.

    Only first showings count. A camera at the program's own rate has a steady lateness between
    nothing and one beat; the smoothing settles within a second of pictures.
    """

    def __init__(self) -> None:
        self._mean: float | None = None
        self._newest = -1.0

    def note(self, picture: Picture, shown_at: float) -> None:
        if picture.captured_at == self._newest:
            return
        self._newest = picture.captured_at
        late = min(0.5, max(-0.5, shown_at - picture.captured_at))
        self._mean = late if self._mean is None else self._mean + (late - self._mean) * 0.05

    @property
    def seconds(self) -> float | None:
        return self._mean


class Program(Worker):
    """Draws program pictures on a thread of its own, and gives each to the encoder.

    Args:
        size: The canvas.
        rate: Pictures per second.
        origin: When beat 0 is due, in seconds of `time.monotonic`.
        post: Takes events.
        on_lateness: Told once a second how late the live picture on air is, in seconds; 0 when
            no live source is on air.
    """

    def __init__(
        self,
        size: Size,
        rate: float,
        origin: float,
        post: Post,
        on_lateness: Callable[[float], None],
    ) -> None:
        super().__init__(Part.PROGRAM, post)
        self.size = size
        self.rate = rate
        self.origin = origin
        self._ticker = Ticker(origin, 1.0 / rate)
        self._on_lateness = on_lateness
        self._compositor = Compositor(size)
        self._pool = CanvasPool(size, _CANVASES)
        self._spare = Canvas(size)
        self._look = Look()
        self._inputs: Mapping[str, PictureInput] = {}
        self._lateness: dict[str, Lateness] = {}
        self._sink: PictureSink | None = None
        self._preview: Latest[NDArray[np.uint8]] = Latest()
        self._preview_size: Size | None = None
        self._composed = 0
        self._refused = 0
        self._next_complaint = 0
        self._at_work = threading.Lock()

    # ------------------------------------------------------ from any thread, never waiting

    def show(self, look: Look) -> None:
        self._look = look

    @property
    def look(self) -> Look:
        return self._look

    def use(self, inputs: Mapping[str, PictureInput]) -> None:
        """Take pictures from these, by source id."""
        self._inputs = dict(inputs)

    def send_to(self, sink: PictureSink | None) -> None:
        """Give pictures to this encoder. When it returns, the one before gets no more."""
        with self._at_work:
            self._sink = sink

    def release(self, canvas: Canvas) -> None:
        """Give a canvas back that the encoder has read."""
        self._pool.give(canvas)

    def want_preview(self, size: Size | None) -> None:
        self._preview_size = size

    def preview(self) -> NDArray[np.uint8] | None:
        """The newest preview, shape (height, width, 3), RGB; None when it was fetched before."""
        return self._preview.take()

    def counts(self) -> ProgramCounts:
        return ProgramCounts(self._composed, self._ticker.missed, self._refused)

    # --------------------------------------------------------------- on the program's thread

    def step(self) -> None:
        index = self._ticker.wait()
        try:
            self._beat(index)
        except Exception:  # one picture that cannot be drawn must not end all that follow
            log.exception("beat %d failed", index)
            if index >= self._next_complaint:
                self._next_complaint = index + round(60 * self.rate)
                self.failed(None)

    def _beat(self, index: int) -> None:
        at = self._ticker.due(index)
        look = self._look
        self._watch_lateness(look, index, at)
        wants_preview = self._preview_size is not None and self._is_preview_due(index)
        with self._at_work:
            if self._sink is None and not wants_preview:
                return
            canvas = self._pool.take()
            if canvas is None:
                self._refused += 1
                return
            try:
                self._draw(canvas, look, at)
            except Exception:
                self._pool.give(canvas)
                raise
            if wants_preview and self._preview_size is not None:
                self._preview.put(self._compositor.shrink(canvas, self._preview_size))
            if self._sink is None:
                self._pool.give(canvas)
            else:
                self._composed += 1
                if not self._sink.put_picture(canvas, index):
                    self._refused += 1
                    self._pool.give(canvas)

    def _is_preview_due(self, index: int) -> bool:
        every = max(1, round(self.rate / PREVIEW_RATE))
        return index % every == 0

    def _draw(self, canvas: Canvas, look: Look, at: float) -> None:
        progress = look.scene_fade.progress(at)
        if progress >= 1.0:
            self._compositor.compose(canvas, self._layers(look.scene, at))
        else:
            self._compositor.compose(canvas, self._layers(look.scene_before, at))
            self._compositor.compose(self._spare, self._layers(look.scene, at))
            self._compositor.crossfade(canvas, self._spare, progress)
        for card, opacity in look.cards_at(at):
            self._compositor.blend(canvas, card, opacity)

    def _layers(self, scene: Scene | None, at: float) -> list[tuple[Placement, Picture]]:
        inputs = self._inputs
        placements = scene.placements if scene else ()
        sources = ((p, inputs.get(p.source)) for p in placements)
        pictures = ((p, source.picture(at)) for p, source in sources if source is not None)
        return [(placement, picture) for placement, picture in pictures if picture is not None]

    def _watch_lateness(self, look: Look, index: int, at: float) -> None:
        """The first live source of the scene on air is the one whose lips are seen."""
        inputs = self._inputs
        live: Lateness | None = None
        for placement in look.scene.placements if look.scene else ():
            source = inputs.get(placement.source)
            if source is None or not source.is_live:
                continue
            lateness = self._lateness.setdefault(placement.source, Lateness())
            if (picture := source.picture(at)) is not None:
                lateness.note(picture, at)
            live = live or lateness
        if index % max(1, round(self.rate)) == 0:
            seconds = live.seconds if live else 0.0
            if seconds is not None:
                self._on_lateness(seconds)
