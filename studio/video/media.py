"""Films, and cameras on the network."""

import time
from collections.abc import Iterator

from av.codec.context import Flags
from av.container import InputContainer
from av.error import FFmpegError, InvalidDataError
from av.video.stream import VideoStream

from studio.model.errors import PictureError
from studio.model.media import Picture
from studio.model.scene import PictureSource
from studio.text import _
from studio.threads import Post
from studio.video import refusals
from studio.video.containers import SILENCE_S, is_camera, local_path, open_pictures
from studio.video.feed import Feed
from studio.video.film import FilmClock, Round
from studio.video.reel import Newest, Reel
from studio.video.unpacking import Unpacker

REST_S = 0.2


class MediaInput(Feed):
    """A film, or a camera on the network.

    Of a camera the newest picture is shown, with the time it arrived. A film is shown by its own
    timestamps: it begins at `origin`, or with its first picture when that is long past.

    Args:
        source: Its address is a path or a URL.
        post: Where its fate is told.
        origin: Where the program's timeline begins, in seconds of `time.monotonic`.
        rate: Pictures per second of the program.
    """

    def __init__(self, source: PictureSource, post: Post, *, origin: float, rate: float) -> None:
        super().__init__(source, post)
        self._half_beat = 0.5 / rate
        self._origin = origin
        self._is_film = local_path(source) is not None
        self._container: InputContainer | None = None
        self._pictures: Iterator[Picture] = iter(())
        self._screen: Newest | Reel = Newest()
        self._details = ""
        self._is_over = False

    def picture(self, at: float) -> Picture | None:
        return self._screen.look(at)

    def connect(self) -> None:
        container, stream = self._open()
        self.is_live = is_camera(self.source, container)
        self._details = f"{stream.width}x{stream.height}"
        if self.is_live:
            if not isinstance(self._screen, Newest):
                self._screen = Newest()
            self._pictures = _arriving(container, stream)
            return
        if not isinstance(self._screen, Reel):  # else its last picture stays through the outage
            self._screen = Reel(self._half_beat)
        self._pictures = self._rounds(container, stream)
        rate = float(stream.average_rate or stream.guessed_rate or 0)
        self._details = _("{size}, {rate} pictures per second").format(
            size=self._details, rate=f"{rate:.4g}"
        )

    def receive(self) -> None:
        if self._is_over:
            self.pause(REST_S)
            return
        try:
            picture = next(self._pictures, None)
        except FFmpegError as error:
            raise self._lost() from error
        if picture:
            self.works(self._details)
            self._show(picture)
        elif self._is_film:
            self._is_over = True  # its last picture stays
        else:
            raise refusals.stopped(self.source)

    def disconnect(self) -> None:
        self._pictures = iter(())
        self._close_container()

    def _show(self, picture: Picture) -> None:
        while not self._screen.put(picture, REST_S):
            if self.is_stopping:
                return

    def _open(self) -> tuple[InputContainer, VideoStream]:
        self._close_container()
        self._container, stream = open_pictures(self.source)
        return self._container, stream

    def _close_container(self) -> None:
        if self._container:
            self._container.close()
            self._container = None

    def _rounds(self, container: InputContainer, stream: VideoStream) -> Iterator[Picture]:
        is_in_the_making = not (self._is_film or container.duration)
        clock = FilmClock(self._origin, is_live=is_in_the_making)
        unpacker = Unpacker(float(stream.sample_aspect_ratio or 1))
        while True:
            film = Round(container, stream, clock, unpacker)
            yield from film.pictures()
            if not self.source.loop or is_in_the_making or film.count < 2:
                return
            clock.turn_over(film.length)
            container, stream = self._open()

    def _lost(self) -> PictureError:
        return refusals.broke_off(self.source) if self._is_film else refusals.stopped(self.source)


def _arriving(container: InputContainer, stream: VideoStream) -> Iterator[Picture]:
    """The pictures of a camera, each as soon as it arrives, until it is silent for `SILENCE_S`.

    Raises:
        FFmpegError: It is silent, or gone.
    """
    context = stream.codec_context
    context.thread_count = 1  # more would each keep a picture back
    context.flags |= Flags.low_delay
    unpacker = Unpacker(float(stream.sample_aspect_ratio or 1))
    asked_at = time.monotonic()
    for packet in container.demux(stream):
        arrived_at = time.monotonic()
        if arrived_at - asked_at >= SILENCE_S:
            return  # the time was up, and this is only what FFmpeg had kept back
        try:
            frames = packet.decode()
        except InvalidDataError:
            frames = []  # damaged on its way; the next one is whole again
        if frames:
            yield unpacker.picture(frames[-1], arrived_at)
        asked_at = time.monotonic()
