"""What the encoder gives to its outputs: packets, and what a muxer must know about them."""

from dataclasses import dataclass
from fractions import Fraction

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """The two streams whose headers a muxer copies; new ones when the encoder was exchanged."""

    picture: VideoStream
    sound: AudioStream


@dataclass(frozen=True, slots=True, eq=False)
class Packet:
    """One compressed picture, or 1024 samples of compressed sound; shared by all outputs.

    Attributes:
        data: As the codec wrote it; H.264 with start codes, AAC without a header.
        pts: When it is due, in `time_base` since the timeline's origin. Pictures come in the order
            they are shown in, so this is the decoding time too.
        duration: In `time_base`.
        time_base: Seconds per unit.
        at: `pts` in seconds.
        is_picture: It is a picture, otherwise sound.
        is_keyframe: A picture that needs none before it.
        tracks: The streams it belongs to.
    """

    data: bytes
    pts: int
    duration: int
    time_base: Fraction
    at: float
    is_picture: bool
    is_keyframe: bool
    tracks: Tracks


def from_codec(packet: av.Packet, tracks: Tracks, *, is_picture: bool) -> Packet:
    """Copy what the codec gave; its own buffer is used again."""
    pts, time_base = packet.pts or 0, packet.time_base
    return Packet(
        data=bytes(packet),
        pts=pts,
        duration=packet.duration or 0,
        time_base=time_base,
        at=pts * time_base.numerator / time_base.denominator,
        is_picture=is_picture,
        is_keyframe=packet.is_keyframe,
        tracks=tracks,
    )
