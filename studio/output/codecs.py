"""The codecs and how they are asked for live pictures and sound."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import cast

import av
import numpy as np
from av.codec.context import Flags
from av.video.frame import PictureType
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from studio.model.media import RATE, Canvas, Size

PROCESSOR = "libx264"
"""The encoder that every machine has."""

KEYFRAME_S = 2
"""Seconds between keyframes; services want no more."""

AAC_FRAME = 1024
"""Samples that AAC compresses at a time."""

# H.264's number for ITU-R BT.601 with 525 lines, for matrix, primaries and transfer alike, and
# for limited range: what `studio.model.media` promises of every picture, whatever its size.
_BT601 = 6
_LIMITED = 1

_CANVASES = 16
"""Canvases that are kept ready for FFmpeg; more than a program has."""


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """What the one encoder makes.

    Attributes:
        size: The canvas; both even.
        rate: Pictures per second.
        video_kbps: Kilobits per second of the picture; 0 chooses by size and rate.
        audio_kbps: Kilobits per second of the sound.
        encoder: FFmpeg's name of the picture encoder.
    """

    size: Size
    rate: int = 30
    video_kbps: int = 0
    audio_kbps: int = 160
    encoder: str = PROCESSOR

    @property
    def picture_kbps(self) -> int:
        """The picture's data rate, chosen where none was wished."""
        return self.video_kbps or suggested_kbps(self.size, self.rate)


def suggested_kbps(size: Size, rate: int) -> int:
    """Give a data rate that suits a size: 2500 at 1280x720 and 4500 at 1920x1080, 30 a second."""
    share = size.width * size.height * rate / (1280 * 720 * 30)
    # This exponent passes through both points: twice the pixels do not need twice the bits.
    return max(200, round(2500 * share**0.725 / 50) * 50)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one picture encoder is set for low latency, no B-frames and an even data rate.

    Attributes:
        encoder: FFmpeg's name.
        systems: Values of `sys.platform` it is made for; empty for all.
        options: What is its own, beside what all are given.
        pixels: What it takes; anything but yuv420p costs a conversion for each picture.
    """

    encoder: str
    systems: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    pixels: str = "yuv420p"

    @property
    def suits_this_system(self) -> bool:
        return not self.systems or sys.platform in self.systems


_RECIPES = (
    Recipe(
        "h264_nvenc",
        ("linux", "win32"),
        {"preset": "p4", "tune": "ull", "rc": "cbr", "delay": "0", "forced-idr": "1"},
    ),
    Recipe(
        "h264_qsv",
        ("linux", "win32"),
        {"preset": "veryfast", "async_depth": "1", "look_ahead": "0", "forced_idr": "1"},
        pixels="nv12",
    ),
    Recipe(
        "h264_amf",
        ("linux", "win32"),
        {"usage": "lowlatency", "quality": "balanced", "rc": "cbr", "forced_idr": "1"},
        pixels="nv12",
    ),
    Recipe("h264_videotoolbox", ("darwin",), {"realtime": "1", "allow_sw": "0"}),
    # No `nal-hrd=cbr`: it would fill easy pictures up with nothing. Keyframes come at the interval
    # only, not at cuts, because services measure it.
    Recipe(
        PROCESSOR,
        options={"preset": "superfast", "tune": "zerolatency", "sc_threshold": "0"},
    ),
)

RECIPES: Mapping[str, Recipe] = MappingProxyType({one.encoder: one for one in _RECIPES})
"""Every picture encoder the studio knows, the preferred first, the processor last."""


def _threads(settings: EncoderSettings) -> int:
    # Measured on 2 cores: two slices cost 2 % of processor time more than one and take a third
    # off the latency, which small pictures can do without; a third slice gains nothing there.
    # Large fast pictures need them.
    pixels = settings.size.width * settings.size.height * settings.rate
    wanted = 1 if pixels <= 1280 * 720 * 30 else 2 if pixels <= 1920 * 1080 * 30 else 4
    return min(wanted, os.cpu_count() or 1)


class PictureCoder:
    """One open H.264 encoder; it belongs to the thread that made it.

    Raises:
        av.FFmpegError: The encoder cannot be opened, or fails later.
        ValueError: FFmpeg was built without it.
    """

    def __init__(self, settings: EncoderSettings, encoder: str) -> None:
        recipe, kbps = RECIPES[encoder], settings.picture_kbps
        self.encoder = encoder
        self._pixels = recipe.pixels
        self._time_base = Fraction(1, settings.rate)
        self._reformatter = VideoReformatter()
        self._frames: dict[Canvas, av.VideoFrame] = {}
        # A muxer that writes nothing: the outputs copy its streams' headers.
        self._container = av.open("null", "w", format="null")
        self.stream = cast(VideoStream, self._container.add_stream(encoder, settings.rate))
        context = self.stream.codec_context
        context.width, context.height = settings.size.width, settings.size.height
        context.pix_fmt = recipe.pixels
        context.time_base = self._time_base
        context.bit_rate = kbps * 1000
        context.gop_size = KEYFRAME_S * settings.rate
        context.max_b_frames = 0
        context.thread_count = _threads(settings)
        context.colorspace = context.color_primaries = context.color_trc = _BT601
        context.color_range = _LIMITED
        context.flags |= Flags.global_header
        context.options = {
            "profile": "high",
            "maxrate": f"{kbps}k",
            "bufsize": f"{kbps}k",
            **recipe.options,
        }
        self._container.start_encoding()
        self._context = context

    @property
    def headers(self) -> bytes:
        """Sequence and picture parameters; an output must begin anew when they change."""
        return self._context.extradata or b""

    def encode(self, canvas: Canvas, index: int, *, is_keyframe: bool) -> list[av.Packet]:
        """Compress a picture; the encoder may read the canvas until its packet came out.

        Args:
            canvas: Of the size in the settings.
            index: Its tick.
            is_keyframe: Ask for a picture that needs none before it.
        """
        frame = self._frames.get(canvas) or self._wrapped(canvas)
        if self._pixels != "yuv420p":
            frame = _tagged(self._reformatter.reformat(frame, format=self._pixels))
        frame.pts = index
        frame.time_base = self._time_base
        frame.pict_type = PictureType.I if is_keyframe else PictureType.NONE
        return self._context.encode(frame)

    def flush(self) -> list[av.Packet]:
        return self._context.encode(None)

    def _wrapped(self, canvas: Canvas) -> av.VideoFrame:
        """A canvas as FFmpeg sees it: made once for each, since canvases go round."""
        if len(self._frames) >= _CANVASES:
            self._frames.clear()
        # Counted by FFmpeg; it would copy a picture that is handed over as a plain buffer.
        frame = _tagged(av.VideoFrame.from_dlpack(canvas.planes, format="yuv420p"))
        self._frames[canvas] = frame
        return frame


def _tagged(frame: av.VideoFrame) -> av.VideoFrame:
    frame.colorspace = frame.color_primaries = frame.color_trc = _BT601
    frame.color_range = _LIMITED
    return frame


class SoundCoder:
    """One open AAC encoder; it belongs to the thread that made it."""

    def __init__(self, settings: EncoderSettings) -> None:
        self._container = av.open("null", "w", format="null")
        self.stream = self._container.add_stream("aac", RATE)
        context = self.stream.codec_context
        context.layout = "stereo"
        context.bit_rate = settings.audio_kbps * 1000
        context.time_base = Fraction(1, RATE)
        context.flags |= Flags.global_header
        self._container.start_encoding()
        self._context = context

    def encode(self, samples: NDArray[np.float32], start: int) -> list[av.Packet]:
        """Compress one frame.

        Args:
            samples: Shape (2, 1024), float32, contiguous; copied.
            start: Index of the first sample.
        """
        frame = av.AudioFrame.from_ndarray(samples, "fltp", "stereo")
        frame.sample_rate = RATE
        frame.pts = start
        frame.time_base = Fraction(1, RATE)
        return self._context.encode(frame)

    def flush(self) -> list[av.Packet]:
        return self._context.encode(None)
