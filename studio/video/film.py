"""A film plays by its own timestamps, from the beginning of the program's timeline."""

import os
import time
from collections.abc import Iterator

import av
from av.container import InputContainer
from av.error import InvalidDataError
from av.video.stream import VideoStream

from studio.model.media import Picture
from studio.video.unpacking import Unpacker

JUST_NOW_S = 1.0
"""A timeline that began no longer ago than this is still joined at its beginning."""
SPARSE_S = 0.25
"""A film that lags behind still shows a picture this often."""
HURRIED_S = 0.3
"""Late by this much, pictures that no other is made from are not decoded."""
DESPERATE_S = 3.0
"""Late by this much, nothing is decoded up to the next keyframe."""


class FilmClock:
    """When the pictures of a film are due, over all its rounds.

    Args:
        origin: Where the program's timeline begins, in seconds of `time.monotonic`. The film begins
            there, or with its first decoded picture when that is long past.
        is_live: The film is still being made: what comes late is shown late, for what follows will
            be no earlier.
    """

    def __init__(self, origin: float, *, is_live: bool = False) -> None:
        self._start = origin if origin > time.monotonic() - JUST_NOW_S else None
        self._is_live = is_live

    def due(self, place: float) -> float:
        """When the picture that lies `place` seconds into the film is due."""
        now = time.monotonic()
        if self._start is None or (self._is_live and self._start + place < now - JUST_NOW_S):
            self._start = now - place
        return self._start + place

    def lag(self, place: float) -> float:
        """How late it is for that place, in seconds; negative while it is early."""
        return 0.0 if self._start is None else time.monotonic() - self._start - place

    def turn_over(self, length: float) -> None:
        """Begin the next round, `length` seconds after the beginning of this one."""
        if self._start is not None:
            self._start += length


class Round:
    """One way through a film, from its beginning to its end.

    The film begins where its container does, so that a picture which begins later than the sound
    does so here too, and is as long as its longest stream: picture and sound turn over together.

    Args:
        container: Open, at its beginning.
        stream: Its pictures.
        clock: Tells when they are due.
        unpacker: Makes pictures of them.

    Attributes:
        count: Pictures decoded so far.
    """

    def __init__(
        self,
        container: InputContainer,
        stream: VideoStream,
        clock: FilmClock,
        unpacker: Unpacker,
    ) -> None:
        self._container = container
        self._stream = stream
        self._clock = clock
        self._unpacker = unpacker
        self._context = stream.codec_context
        self._context.thread_type = "AUTO"
        self._context.thread_count = min(4, os.cpu_count() or 1)
        self._begin = (container.start_time or 0) / av.time_base
        self._period = 1 / float(stream.average_rate or stream.guessed_rate or 25)
        self._last = 0.0
        self._next = 0.0
        self.count = 0

    @property
    def length(self) -> float:
        """Seconds; of a film that does not say, as far as is known."""
        said = (self._container.duration or 0) / av.time_base
        return max(said, self._last) if said else self._next

    def pictures(self) -> Iterator[Picture]:
        """Every picture that is not too late, in order, with its due time.

        Raises:
            av.FFmpegError: The file cannot be read on.
        """
        last_made = 0.0
        for frame in self._frames():
            due, now = self._clock.due(self._place(frame)), time.monotonic()
            is_over = self._clock.lag(self._next) > 0  # the next one is due already
            if is_over and last_made > now - SPARSE_S:
                continue
            last_made = now
            yield self._unpacker.picture(frame, due)

    def _frames(self) -> Iterator[av.VideoFrame]:
        for packet in self._packets():
            self._hurry(packet)
            try:
                yield from packet.decode()
            except InvalidDataError:
                continue  # a damaged place; the film goes on behind it

    def _packets(self) -> Iterator[av.Packet]:
        try:
            yield from self._container.demux(self._stream)
        except InvalidDataError:
            return  # it was cut off while it was written; what is there is shown

    def _place(self, frame: av.VideoFrame) -> float:
        """Seconds into the film; a picture without a sensible time follows the one before."""
        place = self._next if frame.pts is None else frame.time - self._begin
        if place < self._last - self._period:
            place = self._next
        # A picture's own length cannot be trusted: where pictures come out of turn, FFmpeg gives
        # it to another one.
        self._last, self._next = place, place + self._period
        self.count += 1
        return place

    def _hurry(self, packet: av.Packet) -> None:
        """Decode less when the film is late, and all of it again as soon as that can be done."""
        if packet.pts is None or packet.time_base is None:
            return
        lag = self._clock.lag(float(packet.pts * packet.time_base) - self._begin)
        if lag > DESPERATE_S:
            self._context.skip_frame = "NONKEY"
        elif self._context.skip_frame != "NONKEY" or packet.is_keyframe:
            self._context.skip_frame = "NONREF" if lag > HURRIED_S else "DEFAULT"
