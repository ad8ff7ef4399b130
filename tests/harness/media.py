"""Reads back what was recorded or sent, as a viewer's player would.

`probe` asks ffprobe, a witness that shares no code with the studio's own libraries; pictures and
sound are decoded with PyAV and placed by their timestamps, so that what is missing is missed.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import av
import numpy as np
from numpy.typing import NDArray

from tests.harness.process import tool


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a file, as ffprobe tells it; times in seconds.

    Attributes:
        codec: Its short name, such as "h264".
        start_s: First timestamp.
        duration_s: From the first timestamp to the end of the last packet.
        packets: How many; for pictures, the number of frames.
    keyframes_s: Timestamps of the pictures from which decoding can start.
    frame_rate: On average; 0.0 where the container does not tell.
        colour: Range, matrix, primaries, transfer; "unknown" where the file is silent.
        rotation: Degrees that a player turns the picture by.
    """

    codec: str
    profile: str
    start_s: float
    duration_s: float
    packets: int
    keyframes_s: tuple[float, ...]
    width: int = 0
    height: int = 0
    pix_fmt: str = ""
    frame_rate: float = 0.0
    colour: tuple[str, ...] = ("unknown", "unknown", "unknown", "unknown")
    rotation: float = 0.0
    rate: int = 0
    channels: int = 0


@dataclass(frozen=True, slots=True)
class Probe:
    """A file: its container, its length in seconds and bytes, and its streams."""

    container: str
    duration_s: float
    bytes: int
    videos: tuple[Stream, ...]
    sounds: tuple[Stream, ...]

    @property
    def video(self) -> Stream:
        """The only picture stream."""
        (stream,) = self.videos
        return stream

    @property
    def sound(self) -> Stream:
        """The only sound stream."""
        (stream,) = self.sounds
        return stream


class UnreadableError(Exception):
    """A file that ffprobe cannot make sense of; the message is ffprobe's."""


def probe(path: Path | str) -> Probe:
    """Look into a file, packet by packet, without decoding.

    Raises:
        UnreadableError: It is no media file, or damaged.
    """
    told = json.loads(_ffprobe(path, "-show_format", "-show_streams", "-of", "json"))
    packets = _packets(path)
    streams = [_stream(entry, packets.get(entry["index"], [])) for entry in told["streams"]]
    kinds = [entry["codec_type"] for entry in told["streams"]]
    ends = [stream.start_s + stream.duration_s for stream in streams if stream.packets]
    starts = [stream.start_s for stream in streams if stream.packets]
    return Probe(
        container=told["format"]["format_name"],
        duration_s=max(ends, default=0.0) - min(starts, default=0.0),
        bytes=int(told["format"]["size"]),
        videos=tuple(s for s, kind in zip(streams, kinds, strict=True) if kind == "video"),
        sounds=tuple(s for s, kind in zip(streams, kinds, strict=True) if kind == "audio"),
    )


@dataclass(frozen=True, slots=True)
class _Packet:
    at: float
    duration: float
    is_key: bool


def _ffprobe(path: Path | str, *options: str) -> str:
    argv = [tool("ffprobe"), "-v", "error", *options, str(path)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise UnreadableError(done.stderr.strip())
    return done.stdout


def _packets(path: Path | str) -> dict[int, list[_Packet]]:
    fields = "packet=stream_index,pts_time,duration_time,flags"
    found: dict[int, list[_Packet]] = {}
    for line in _ffprobe(path, "-show_entries", fields, "-of", "compact=p=0").splitlines():
        entry = dict(part.split("=", 1) for part in line.split("|") if "=" in part)
        if entry.get("pts_time", "N/A") == "N/A":
            continue
        duration = entry.get("duration_time", "N/A")
        packet = _Packet(
            float(entry["pts_time"]),
            0.0 if duration == "N/A" else float(duration),
            entry["flags"].startswith("K"),
        )
        found.setdefault(int(entry["stream_index"]), []).append(packet)
    return found


def _stream(entry: dict, packets: list[_Packet]) -> Stream:
    is_video = entry["codec_type"] == "video"
    start = min((packet.at for packet in packets), default=0.0)
    end = max((packet.at + packet.duration for packet in packets), default=0.0)
    names = "color_range", "color_space", "color_primaries", "color_transfer"
    colour = tuple(entry.get(name, "unknown") for name in names)
    turns = (side.get("rotation") for side in entry.get("side_data_list", []))
    top, _, bottom = entry.get("avg_frame_rate", "0/0").partition("/")
    return Stream(
        codec=entry.get("codec_name", ""),
        profile=str(entry.get("profile", "")),
        start_s=start,
        duration_s=end - start,
        packets=len(packets),
        keyframes_s=tuple(packet.at for packet in packets if packet.is_key and is_video),
        width=entry.get("width", 0),
        height=entry.get("height", 0),
        pix_fmt=entry.get("pix_fmt", ""),
        frame_rate=float(top) / float(bottom) if float(bottom or 0) else 0.0,
        colour=colour,
        rotation=next((float(turn) for turn in turns if turn is not None), 0.0),
        rate=int(entry.get("sample_rate", 0)),
        channels=entry.get("channels", 0),
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        at: Its timestamp in seconds.
        image: BGR of shape (height, width, 3), or I420 of shape (height * 3 / 2, width).
    """

    at: float
    image: NDArray[np.uint8]


def decode_frames(
    path: Path | str,
    every: float | None = None,
    at: Iterable[float] | None = None,
    form: Literal["bgr24", "yuv420p"] = "bgr24",
) -> Iterator[Picture]:
    """Decode pictures: all of them, one every so many seconds, or what is on screen at given times.

    Only the pictures that are given out are converted and kept, so long files need no memory.

    Args:
        path: A file or a URL.
        every: Seconds between pictures, from the first on.
        at: Times in seconds, rising; each gives the picture that a player then shows.
        form: BGR, or I420 untouched.
    """
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        frames = (frame for frame in container.decode(video=0) if frame.time is not None)
        if at is not None:
            frames = _on_screen(frames, at)
        elif every is not None:
            frames = _spaced(frames, every)
        for frame in frames:
            yield Picture(
                float(frame.time or 0), np.asarray(frame.to_ndarray(format=form), np.uint8)
            )


def _spaced(frames: Iterator[av.VideoFrame], every: float) -> Iterator[av.VideoFrame]:
    due: float | None = None
    for frame in frames:
        time = frame.time or 0.0
        if due is None or time >= due - 1e-6:
            yield frame
            due = (time if due is None else due) + every


def _on_screen(frames: Iterator[av.VideoFrame], at: Iterable[float]) -> Iterator[av.VideoFrame]:
    times = iter(at)
    due = next(times, None)
    for frame, following in itertools.pairwise(itertools.chain(frames, [None])):
        while due is not None and frame is not None:
            if following is not None and (following.time or 0.0) <= due + 1e-6:
                break
            yield frame
            due = next(times, None)
        if due is None:
            return


@dataclass(frozen=True, slots=True)
class Gap:
    """Where timestamps leave a hole (or, below zero, overlap), both in seconds."""

    at: float
    length: float


@dataclass(frozen=True, slots=True)
class Sound:
    """Decoded sound, each sample at its own time: holes are silence.

    Attributes:
        samples: Shape (frames, channels), float32.
        rate: In hertz.
        start: Time of the first sample in seconds.
        gaps: Holes and overlaps of more than a sample.
    """

    samples: NDArray[np.float32]
    rate: int
    start: float
    gaps: tuple[Gap, ...]

    def between(self, begin: float, end: float) -> NDArray[np.float32]:
        """The samples between two times of the file."""
        first = max(0, round((begin - self.start) * self.rate))
        return self.samples[first : max(0, round((end - self.start) * self.rate))]


@dataclass(frozen=True, slots=True)
class SoundBlock:
    """What one packet decoded to; `at` is its time in seconds, `samples` (frames, channels)."""

    at: float
    samples: NDArray[np.float32]
    rate: int


def sound_blocks(path: Path | str, layout: str | None = None) -> Iterator[SoundBlock]:
    """Decode sound block by block, mixed to "mono" or "stereo" if wanted."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        plain = av.AudioResampler("fltp", layout or stream.codec_context.layout)
        for frame in container.decode(audio=0):
            yield from convert_sound(plain, frame)


def convert_sound(plain: av.AudioResampler, frame: av.AudioFrame) -> Iterator[SoundBlock]:
    """Blocks of planar float with their times from a decoded frame."""
    for block in plain.resample(frame):
        if block.time is not None and block.samples:
            samples = np.ascontiguousarray(block.to_ndarray().T.astype(np.float32, copy=False))
            yield SoundBlock(float(block.time), samples, block.sample_rate)


def decode_sound(path: Path | str, layout: str | None = None) -> Sound:
    """Decode all sound of a file onto one timeline."""
    blocks = list(sound_blocks(path, layout))
    if not blocks:
        raise UnreadableError(f"no sound in {path}")
    rate, start = blocks[0].rate, min(block.at for block in blocks)
    end = max(block.at + len(block.samples) / rate for block in blocks)
    samples = np.zeros((round((end - start) * rate), blocks[0].samples.shape[1]), np.float32)
    for block in blocks:
        first = round((block.at - start) * rate)
        room = samples[first : first + len(block.samples)]
        room[:] = block.samples[: len(room)]
    return Sound(samples, rate, start, tuple(_holes(blocks)))


def _holes(blocks: Iterable[SoundBlock]) -> Iterator[Gap]:
    for one, two in itertools.pairwise(blocks):
        end = one.at + len(one.samples) / one.rate
        # Containers count in milliseconds at worst; only more than that is a hole.
        if abs(two.at - end) > max(0.0011, 1.5 / one.rate):
            yield Gap(end, two.at - end)


@dataclass(frozen=True, slots=True)
class GapReport:
    """What is missing from a file.

    Attributes:
        frames: Pictures that are there.
        frame_s: Usual time from one picture to the next.
        longest_frame_s: Longest time that one picture stayed.
        missing_frames: Pictures that should have come in between.
        sound_gaps: Holes and overlaps in the sound.
        lead_s: How much earlier the first picture comes than the first sound.
        tail_s: How much earlier the last picture ends than the last sound.
    """

    frames: int
    frame_s: float
    longest_frame_s: float
    missing_frames: int
    sound_gaps: tuple[Gap, ...]
    lead_s: float
    tail_s: float


def gap_report(path: Path | str) -> GapReport:
    """Find holes by the timestamps of the packets, without decoding."""
    told = json.loads(_ffprobe(path, "-show_streams", "-of", "json"))["streams"]
    kinds = {entry["codec_type"]: entry for entry in reversed(told)}
    packets = _packets(path)
    pictures = sorted(packets.get(kinds["video"]["index"], []), key=lambda packet: packet.at)
    sounds = packets.get(kinds["audio"]["index"], [])
    steps = np.diff([packet.at for packet in pictures])
    usual = float(np.median(steps)) if len(steps) else 0.0
    missing = int(np.maximum(0, np.round(steps / usual) - 1).sum()) if usual else 0
    return GapReport(
        frames=len(pictures),
        frame_s=usual,
        longest_frame_s=float(steps.max(initial=0.0)),
        missing_frames=missing,
        sound_gaps=tuple(_packet_holes(sounds, 1024 / int(kinds["audio"]["sample_rate"]))),
        lead_s=sounds[0].at - pictures[0].at,
        tail_s=(sounds[-1].at + sounds[-1].duration) - (pictures[-1].at + usual),
    )


def _packet_holes(packets: Iterable[_Packet], usual_s: float) -> Iterator[Gap]:
    for one, two in itertools.pairwise(packets):
        end = one.at + (one.duration or usual_s)
        if abs(two.at - end) > 0.0025:  # FLV rounds both time and duration to milliseconds
            yield Gap(end, two.at - end)


def as_json(value) -> str:
    """Any of these reports as one line of JSON."""
    return json.dumps(dataclasses.asdict(value))
