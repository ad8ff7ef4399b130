"""Packs the encoder's packets into one container, beginning at zero."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

import av

from studio.output.packets import Packet, Tracks


class ByteTaker(Protocol):
    """Where a container's bytes go; one with `seek` and `tell` too may be written to again."""

    def write(self, data: bytes, /) -> int: ...


# A picture and the sound of the same moment are put in order, but one does not wait for the
# other longer than this; microseconds.
_INTERLEAVE = {"max_interleave_delta": "300000"}


class Muxer:
    """One container; it belongs to one thread.

    FFmpeg never touches the disk or the network here. PyAV holds the interpreter's lock while it
    opens an address and while it writes a trailer, so that one service that does not answer would
    stop the whole studio (measured: 3.9 s). Bytes go to an object of ours instead.

    The first packet must be a keyframe; time begins with it. What was due before it is left out:
    AAC's first packet among it, which holds nothing but the encoder's delay.

    Attributes:
        tracks: What the headers were made of.
        seconds: Length of what was written.

    Args:
        file: Takes the bytes.
        container: FFmpeg's name of the format.
        options: Its options.
        tracks: What the headers are made of.
    """

    def __init__(
        self, file: ByteTaker, container: str, options: Mapping[str, str], tracks: Tracks
    ) -> None:
        self.tracks = tracks
        self.seconds = 0.0
        self._origin: Fraction | None = None
        self._container = av.open(
            file, "w", container, container_options={**_INTERLEAVE, **options}, buffer_size=1 << 18
        )
        self._picture = self._container.add_stream_from_template(tracks.picture)
        self._sound = self._container.add_stream_from_template(tracks.sound)
        self._container.start_encoding()

    def write(self, packet: Packet) -> None:
        """Write one packet.

        Raises:
            OSError: What the file raised.
        """
        if self._origin is None:
            self._origin = packet.pts * packet.time_base
        pts = packet.pts - round(self._origin / packet.time_base)
        if pts < 0:
            return
        # A copy for each output: muxing rewrites it.
        copy = av.Packet(packet.data)
        copy.stream = self._picture if packet.is_picture else self._sound
        copy.time_base = packet.time_base
        copy.pts = copy.dts = pts
        copy.duration = packet.duration
        copy.is_keyframe = packet.is_keyframe
        self._container.mux_one(copy)
        self.seconds = max(self.seconds, float((pts + packet.duration) * packet.time_base))

    def close(self) -> None:
        """Write what is due at the end; nothing when the file says that it is `closed`."""
        self._container.close()
