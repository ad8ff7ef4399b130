"""Sound from files and from the network, in the place their timestamps give them."""

import contextlib
import logging
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.error import EOFError as FfmpegEnd
from av.error import FFmpegError, InvalidDataError, ProtocolNotFoundError
from av.stream import Disposition

from studio.audio import faults
from studio.audio.tape import AHEAD, Samples, Tape
from studio.model.errors import SoundError
from studio.model.events import SourceBack, SourceLost, SourceOpened
from studio.model.media import CHANNELS, RATE
from studio.model.scene import SoundSource
from studio.threads import Post, Worker

log = logging.getLogger(__name__)

JUST_NOW_S = 1.0
"""A timeline that began no longer ago than this is still joined at its beginning, as films are."""

_TOLERANCE = RATE // 50
"""Timestamps may be rounded to milliseconds; what is off by more than this is a gap."""
_SEAM = RATE // 500
"""The same where a round begins: else every second round of a film would be that much out."""
_BUFFER = RATE // 3
"""How much of a network stream is waited for when it fell behind."""
_TIMEOUT_S = 5.0
_SHORT = RATE
"""Samples up to which a looped sound is kept, and not read anew for every round."""
_AGAIN_S = 1.0
_IDLE_S = 60.0
_STILL_FORMATS = ("tty", "image2", "gif", "apng", "ico")
_USUAL_LAYOUTS = {3: "2.1", 4: "4.0", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}
"""What so many channels mean when the file does not say (FFmpeg's own defaults)."""


class FileReader(Worker):
    """Reads one file or network stream onto a tape, a second ahead of the desk.

    A file begins at the timeline's origin when that is not long past, so that a film and its sound
    stay together, and else now. What it says about time is honoured: a late beginning and gaps are
    silence. A film that loops is as long as its longest stream, for its pictures do the same; a
    sound file is as long as its sound.

    Args:
        source: The address is a path or a URL.
        post: Takes `SourceOpened`, `SourceLost` and `SourceBack`.
        origin: Position 0 of the timeline, in seconds of `time.monotonic`.
    """

    def __init__(self, source: SoundSource, post: Post, *, origin: float) -> None:
        super().__init__(source.name, post)
        self.tape = Tape()
        self.is_settled = False
        """The beginning is on the tape, or will not be."""
        self._source = source
        self._origin = origin
        self._starts_at_origin = time.monotonic() - origin <= JUST_NOW_S
        self._is_stream = _is_url(source.address)
        self._at = 0
        self._round = 0
        self._was_lost = False
        self._is_known = False
        self._pieces: Iterator[Samples | None] = iter(())

    def open(self) -> None:
        self._pieces = self._rounds()

    def step(self) -> None:
        if self._at > max(self.tape.played, self._begin()) + AHEAD * 3 // 4:
            self.pause(0.1)
            return
        try:
            piece = next(self._pieces)
        except StopIteration:
            self.is_settled = self.tape.is_complete = True
            self.pause(_IDLE_S)
        except (FFmpegError, OSError, SoundError) as error:
            self._lose(_explained(error, self._source.address))
        else:
            if piece is not None:
                self._lay_down(piece)

    def close(self) -> None:
        self._pieces = iter(())

    def _begin(self) -> int:
        if self._starts_at_origin:
            return 0
        return round((time.monotonic() - self._origin) * RATE)

    def _lay_down(self, piece: Samples) -> None:
        if self._is_stream and self._at < self.tape.played:
            log.info("network sound fell behind, goes on after a pause")
            self._round += self.tape.played + _BUFFER - self._at
            self._at = self.tape.played + _BUFFER
        self.tape.record(self._at, piece)
        self._at += len(piece)
        self.is_settled = True
        if self._was_lost:
            self._was_lost = False
            self.post(SourceBack(self._source.id, self._source.name))

    def _lose(self, error: SoundError) -> None:
        """Tell it once and try again by and by; the file then begins anew."""
        self.is_settled = True
        if not self._was_lost:
            self._was_lost = True
            self.post(SourceLost(self._source.id, error))
        self.pause(_AGAIN_S)
        self._starts_at_origin = False
        self._pieces = self._rounds()

    def _rounds(self) -> Iterator[Samples | None]:
        """The file's sound, again and again if it loops; keeps `_at` where each piece belongs."""
        self._round = self._at = self._begin()
        sound = _Sound()
        while True:
            before = self._at
            with _opened(self._source.address) as container:
                length = _film_length(container)
                yield from self._placed(container, sound)
            if not self._source.loop or self._is_stream or self._at == before:
                break
            if not length and self._at - before < _SHORT:
                frame = _repeated(self._source.address)
                while frame:
                    yield sound.of(frame)
            # With the tail in the resampler, two rounds of a sound file meet without a seam.
            self._round += length or round(sound.seconds * RATE)
            sound.seconds = 0.0
        tail = sound.rest()
        if len(tail):
            yield tail

    def _placed(self, container: InputContainer, sound: "_Sound") -> Iterator[Samples | None]:
        """One round. Where timestamps leave a gap, the next piece is placed after it."""
        begin = (container.start_time or 0) / av.time_base
        is_first = True
        for frame in _decoded(container):
            if frame is None:
                yield None
                continue
            if frame.time is not None and not self._is_stream:
                place = frame.time - begin
                gap = self._round + round(place * RATE) - self._at
                least = _SEAM if is_first else _TOLERANCE
                if gap > least or (is_first and (gap < -least or not self._is_known)):
                    tail = sound.rest()
                    if len(tail):
                        yield tail
                    sound.seconds = place
                    self._at = self._round + round(place * RATE)
            is_first = False
            self._tell(container)
            piece = sound.of(frame)
            if len(piece):
                yield piece

    def _tell(self, container: InputContainer) -> None:
        if not self._is_known:
            self._is_known = True
            stream = container.streams.audio[0]
            details = f"{stream.codec_context.name}, {stream.rate} Hz, {stream.channels} channels"
            self.post(SourceOpened(self._source.id, details))


class _Sound:
    """Makes decoded frames into stereo at 48 kHz.

    Attributes:
        seconds: How far into the round the frames have come.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self._resampler: Any = None
        self._kind: tuple[Any, ...] = ()

    def of(self, frame: AudioFrame) -> Samples:
        self.seconds += frame.samples / frame.sample_rate
        frame = _with_layout(frame)
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        tail: Samples = np.empty((0, CHANNELS), np.float32)
        if kind != self._kind:
            tail = self.rest()
            # FFmpeg makes one channel 3 dB softer in two; a voice is to stay as loud as it is.
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            self._resampler = av.AudioResampler("flt", layout, RATE)
            self._kind = kind
        frame.pts = None
        piece = _joined(self._resampler.resample(frame))
        return np.concatenate((tail, piece)) if len(tail) else piece

    def rest(self) -> Samples:
        """What the resampler still holds; it is then ready for sound that does not follow."""
        if self._resampler is None:
            return np.empty((0, CHANNELS), np.float32)
        frames = self._resampler.resample(None)
        self._resampler, self._kind = None, ()
        return _joined(frames)


def probe(source: SoundSource) -> None:
    """Make sure that a file can ever be heard; the network is not asked. Any thread.

    Raises:
        SoundError: It is missing, a folder, not allowed, no sound, or a film without any.
    """
    address = source.address
    if _is_url(address):
        return
    path = Path(address)
    try:
        kind = path.stat().st_mode if address else 0
    except PermissionError:
        raise faults.unreadable_file(path.name) from None
    except (OSError, ValueError):
        kind = 0
    if not kind:
        raise faults.missing_file(address)
    if stat.S_ISDIR(kind):
        raise faults.is_folder(path.name)
    if not stat.S_ISREG(kind):  # a pipe would be waited for without end
        raise faults.not_sound(path.name)
    try:
        with _opened(address) as container:
            if not any(frame is not None for frame in _decoded(container)):
                raise faults.not_sound(path.name)
    except (FFmpegError, OSError) as error:
        raise _explained(error, address) from error


def _is_url(address: str) -> bool:
    return "://" in address


@contextlib.contextmanager
def _opened(address: str) -> Iterator[InputContainer]:
    """Open a file or stream that has sound.

    Raises:
        SoundError: It has none.
    """
    # A colon in a file's name is no protocol.
    place = address if _is_url(address) else f"file:{address}"
    with av.open(place, timeout=_TIMEOUT_S if _is_url(address) else None) as container:
        if not container.streams.audio:
            formats = container.format.name
            is_still = formats.endswith("_pipe") or any(f in formats for f in _STILL_FORMATS)
            has_film = container.streams.video and not is_still
            name = _spoken(address)
            raise faults.without_sound(name) if has_film else faults.not_sound(name)
        yield container


def _decoded(container: InputContainer) -> Iterator[AudioFrame | None]:
    """Every frame of sound; None for a packet that is broken, as in a damaged download."""
    for packet in container.demux(container.streams.audio[0]):
        try:
            yield from packet.decode()
        except FfmpegEnd:
            return
        except InvalidDataError:
            yield None


def _film_length(container: InputContainer) -> int:
    """How many samples a film lasts; 0 for what has no pictures (a cover is none)."""
    has_pictures = any(
        not stream.disposition & Disposition.attached_pic for stream in container.streams.video
    )
    return round((container.duration or 0) * RATE / av.time_base) if has_pictures else 0


def _repeated(address: str) -> AudioFrame | None:
    """A short file over and over, a second long; None where its form changes in between.

    To open the file for every round of a click would take a whole core.
    """
    with _opened(address) as container:
        frames = [frame for frame in _decoded(container) if frame]
    kinds = {(frame.format.name, frame.layout.name, frame.sample_rate) for frame in frames}
    if len(kinds) != 1:
        return None
    form, layout, rate = kinds.pop()
    once = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    samples = sum(frame.samples for frame in frames)
    long: Any = np.tile(once, (1, _SHORT // samples + 1))
    repeated = AudioFrame.from_ndarray(long, form, layout)
    repeated.sample_rate = rate
    return repeated


def _with_layout(frame: AudioFrame) -> AudioFrame:
    """Give a frame of many nameless channels their usual places, lest all but two be lost."""
    usual = _USUAL_LAYOUTS.get(frame.layout.nb_channels)
    is_nameless = frame.layout.name.endswith(" channels")
    if usual is None or not is_nameless or frame.format.is_planar:
        return frame
    named = AudioFrame.from_ndarray(frame.to_ndarray(), frame.format.name, usual)
    named.sample_rate = frame.sample_rate
    return named


def _joined(frames: list[AudioFrame]) -> Samples:
    if not frames:
        return np.empty((0, CHANNELS), np.float32)
    count = frames[0].layout.nb_channels
    parts = [frame.to_ndarray().reshape(-1, count) for frame in frames]
    whole = np.concatenate(parts, dtype=np.float32)
    return np.repeat(whole, CHANNELS, axis=1) if count == 1 else whole


def _explained(error: Exception, address: str) -> SoundError:
    if isinstance(error, SoundError):
        return error
    log.info("%s: %s", _spoken(address), error)
    if isinstance(error, InvalidDataError):
        return faults.not_sound(_spoken(address))
    if isinstance(error, ProtocolNotFoundError):
        return faults.unknown_kind(_spoken(address))
    if _is_url(address):
        return faults.unreachable(_spoken(address))
    if isinstance(error, FileNotFoundError):
        return faults.missing_file(_spoken(address))
    if isinstance(error, PermissionError):
        return faults.unreadable_file(_spoken(address))
    return faults.broken_file(_spoken(address))


def _spoken(address: str) -> str:
    """An address as it may be heard and logged: a file's name, or a host without any password."""
    if not _is_url(address):
        return Path(address).name
    with contextlib.suppress(ValueError):  # an unfinished number of version 6
        if host := urlsplit(address).hostname:
            return host
    return address.split("://", maxsplit=1)[0]
