"""The show's codecs: pictures and sound go in, packets come out, whatever encoder serves."""

import logging
from collections.abc import Callable, Iterable

import av
from av.error import FFmpegError

from studio.model.media import AudioBlock, Canvas
from studio.output.codecs import PROCESSOR, EncoderSettings, PictureCoder, SoundCoder
from studio.output.framing import SoundFramer
from studio.output.packets import Packet, Tracks, from_codec

log = logging.getLogger(__name__)

CODEC_ERRORS = (FFmpegError, ValueError, OSError, RuntimeError)
"""What opening or running a codec may raise: FFmpeg's own errors, and PyAV's for a codec that
the library was built without."""


class Compressor:
    """One picture codec and one sound codec; it belongs to the thread that made it.

    When a graphics card's encoder fails, the processor's takes over with the same picture.

    Args:
        settings: What to make.
        exchanged: Told when an encoder failed and another took over: its name, and why.

    Raises:
        FFmpegError: No encoder can be opened; the methods raise it too.
    """

    def __init__(
        self, settings: EncoderSettings, exchanged: Callable[[str, Exception], None]
    ) -> None:
        self._settings = settings
        self._exchanged = exchanged
        self._framer = SoundFramer()
        self._sound = SoundCoder(settings)
        self._pictures = self._open(settings.encoder)
        self._tracks = Tracks(self._pictures.stream, self._sound.stream)

    @property
    def encoder(self) -> str:
        """FFmpeg's name of the picture encoder in use."""
        return self._pictures.encoder

    @property
    def filled(self) -> int:
        """Samples of silence put in where sound was missing."""
        return self._framer.filled

    def picture(self, canvas: Canvas, index: int, *, is_keyframe: bool) -> list[Packet]:
        try:
            packets = self._pictures.encode(canvas, index, is_keyframe=is_keyframe)
        except CODEC_ERRORS as error:
            if self._pictures.encoder == PROCESSOR:
                raise
            self._exchanged(self._pictures.encoder, error)
            self._use(self._open(PROCESSOR))
            packets = self._pictures.encode(canvas, index, is_keyframe=True)
        return self._packets(packets, is_picture=True)

    def sound(self, block: AudioBlock) -> list[Packet]:
        frames = self._framer.add(block)
        packets = [packet for at, frame in frames for packet in self._sound.encode(frame, at)]
        return self._packets(packets, is_picture=False)

    def flush(self) -> tuple[list[Packet], list[Packet]]:
        """End: the last pictures, and the last sound with its last frame filled up."""
        pictures = self._pictures.flush()
        sounds = [p for at, frame in self._framer.finish() for p in self._sound.encode(frame, at)]
        sounds += self._sound.flush()
        return self._packets(pictures, is_picture=True), self._packets(sounds, is_picture=False)

    def _open(self, encoder: str) -> PictureCoder:
        try:
            return PictureCoder(self._settings, encoder)
        except CODEC_ERRORS as error:
            if encoder == PROCESSOR:
                raise
            self._exchanged(encoder, error)
            return PictureCoder(self._settings, PROCESSOR)

    def _use(self, coder: PictureCoder) -> None:
        # Outputs begin anew with new tracks; where the headers are the same, nothing changes.
        if coder.headers != self._pictures.headers:
            self._tracks = Tracks(coder.stream, self._sound.stream)
        self._pictures = coder

    def _packets(self, packets: Iterable[av.Packet], *, is_picture: bool) -> list[Packet]:
        return [from_codec(packet, self._tracks, is_picture=is_picture) for packet in packets]
