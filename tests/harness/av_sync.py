"""Measures how far sound and picture are apart, by flashes and beeps that belong together.

    python -m tests.harness.av_sync make CLIP --offset-ms 40
    python -m tests.harness.av_sync measure FILE --json

A flash begins with the first picture whose mean luma crosses half of the flash. A beep begins where
the level around 1 kHz crosses half of its peak, found in steps of a quarter of a millisecond and
interpolated. For flashes that begin with a picture the result is right to less than 1 ms; for
others to a picture's length. Files of any length are read in one pass with little memory.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.harness.media import SoundBlock, convert_sound
from tests.harness.pulse import write_wav

RATE = 48_000
TONE_HZ = 1000
BEEP_S = 0.06
FLASH_FRAMES = 3
PAIR_WITHIN_S = 0.45

_STEP = 12  # samples between two values of the level: a quarter of a millisecond
_WINDOW = 192  # samples, 4 ms
_QUIET_S = 0.2  # no two beeps are closer


@dataclass(frozen=True, slots=True)
class SyncReport:
    """How sound and picture fit, in milliseconds; above zero the sound is late.

    Attributes:
        offset_ms: Median over the events; not a number where there is none.
        p5: Fifth percentile.
        p95: Ninety-fifth percentile.
        drift_ms_per_min: Slope of a line through the events.
        jitter_ms: Standard deviation around that line.
        events: Flashes with a beep.
        flashes: All flashes found.
        beeps: All beeps found.
        frame_gap_ms: Usual time from picture to picture.
        longest_frame_gap_ms: Longest one.
        audio_gap_ms: Largest hole or overlap between two blocks of sound.
        seconds: Length of the picture.
    """

    offset_ms: float
    p5: float
    p95: float
    drift_ms_per_min: float
    jitter_ms: float
    events: int
    flashes: int
    beeps: int
    frame_gap_ms: float
    longest_frame_gap_ms: float
    audio_gap_ms: float
    seconds: float


def measure(path: Path | str, *, tone_hz: float = TONE_HZ) -> SyncReport:
    """Read a file with flashes and beeps in it, such as `make_clip` or `HttpCamera` give."""
    times, lumas, level = _read(path, tone_hz)
    flashes = _rises(times, lumas)
    beeps = _beeps(level.values())
    pairs = np.array(list(_pairs(flashes, beeps)), float).reshape(-1, 2)
    offsets = pairs[:, 1] * 1e3
    line = np.polyfit(pairs[:, 0], offsets, 1) if len(pairs) > 3 else np.zeros(2)
    around = offsets - (np.polyval(line, pairs[:, 0]) if len(pairs) > 3 else offsets.mean())
    steps = np.diff(times) * 1e3

    def percentile(share: float) -> float:
        return float(np.percentile(offsets, share)) if len(offsets) else math.nan

    return SyncReport(
        offset_ms=percentile(50),
        p5=percentile(5),
        p95=percentile(95),
        drift_ms_per_min=float(line[0] * 60),
        jitter_ms=float(around.std()) if len(offsets) else math.nan,
        events=len(pairs),
        flashes=len(flashes),
        beeps=len(beeps),
        frame_gap_ms=float(np.median(steps)) if len(steps) else math.nan,
        longest_frame_gap_ms=float(steps.max(initial=0.0)),
        audio_gap_ms=level.largest_gap_s * 1e3,
        seconds=float(times[-1] - times[0]) if len(times) else 0.0,
    )


def _read(
    path: Path | str, tone_hz: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], _ToneLevel]:
    times, lumas, level = [], [], _ToneLevel(tone_hz)
    plain = av.AudioResampler("fltp", "mono", RATE)
    with av.open(str(path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        video.thread_type = "AUTO"
        for packet in container.demux(video, sound):
            for frame in packet.decode():
                if isinstance(frame, av.AudioFrame):
                    for block in convert_sound(plain, frame):
                        level.add(block)
                elif isinstance(frame, av.VideoFrame) and frame.time is not None:
                    times.append(frame.time)
                    lumas.append(_mean_luma(frame))
    level.finish()
    return np.array(times, float), np.array(lumas, float), level


def _mean_luma(frame: av.VideoFrame) -> float:
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return float(rows[: frame.height : 8, : frame.width : 8].mean())


@dataclass
class _ToneLevel:
    """Follows the level around one frequency, while sound comes block by block.

    Level n belongs to the time n * _STEP / RATE of the file. Holes are silence; what overlaps, or
    comes before time 0, is left out.
    """

    tone_hz: float
    largest_gap_s: float = 0.0
    _end: int = 0  # samples of the timeline that were taken in
    _last_end_s: float | None = None
    _levels: list[NDArray[np.float32]] = field(default_factory=list)

    def __post_init__(self) -> None:
        at = np.arange(_WINDOW)
        window = np.hanning(_WINDOW) * 2 / np.hanning(_WINDOW).sum()
        angle = 2 * np.pi * self.tone_hz / RATE * at
        waves = np.stack([window * np.cos(angle), window * np.sin(angle)], 1)
        self._waves = waves.astype(np.float32)
        self._waiting = np.zeros(_WINDOW // 2, np.float32)  # so that a window is centred

    def add(self, block: SoundBlock) -> None:
        samples, first = block.samples[:, 0], round(block.at * RATE)
        if self._last_end_s is not None:
            self.largest_gap_s = max(self.largest_gap_s, abs(block.at - self._last_end_s))
        self._last_end_s = block.at + len(samples) / RATE
        samples = samples[max(0, self._end - first) :]
        hole = np.zeros(max(0, first - self._end), np.float32)
        self._take(np.concatenate([hole, samples]))

    def finish(self) -> None:
        self._take(np.zeros(_WINDOW, np.float32))

    def _take(self, samples: NDArray[np.float32]) -> None:
        self._end += len(samples)
        self._waiting = np.concatenate([self._waiting, samples])
        count = (len(self._waiting) - _WINDOW) // _STEP + 1
        for first in range(0, count, 4000):  # a hole may be long
            many = min(4000, count - first)
            piece = self._waiting[first * _STEP : (first + many - 1) * _STEP + _WINDOW]
            windows = np.lib.stride_tricks.sliding_window_view(piece, _WINDOW)[::_STEP]
            self._levels.append(np.hypot(*(windows @ self._waves).T))
        if count > 0:
            self._waiting = self._waiting[count * _STEP :]

    def values(self) -> NDArray[np.float32]:
        return np.concatenate(self._levels) if self._levels else np.zeros(0, np.float32)


def _rises(times: NDArray[np.float64], lumas: NDArray[np.float64]) -> NDArray[np.float64]:
    """Times of the pictures with which a flash begins."""
    if not len(lumas):
        return times
    usual, brightest = np.median(lumas), np.percentile(lumas, 99.9)
    bright = lumas >= usual + max(8.0, (brightest - usual) / 2)
    return times[1:][bright[1:] & ~bright[:-1]]


def _beeps(level: NDArray[np.float32]) -> list[float]:
    """Times at which beeps begin, in seconds."""
    if not len(level):
        return []
    floor = float(np.median(level))
    threshold = floor + max(0.004, (float(np.percentile(level, 99.5)) - floor) / 4)
    found, blind_until = [], 0
    for index in np.flatnonzero((level[:-1] < threshold) & (level[1:] >= threshold)):
        if index < blind_until:
            continue
        peak = float(level[index : index + round(0.05 * RATE / _STEP)].max())
        half = floor + (peak - floor) / 2
        above = index + 1 + int(np.argmax(level[index + 1 :] >= half))
        low, high = float(level[above - 1]), float(level[above])
        found.append((above - 1 + (half - low) / max(high - low, 1e-9)) * _STEP / RATE)
        blind_until = index + round(_QUIET_S * RATE / _STEP)
    return found


def _pairs(flashes: NDArray[np.float64], beeps: list[float]) -> Iterator[tuple[float, float]]:
    """Each flash with how much later its beep came, in seconds."""
    heard = np.array(beeps)
    for flash in flashes if len(heard) else ():
        late = heard - flash
        nearest = float(late[np.abs(late).argmin()])
        if abs(nearest) < PAIR_WITHIN_S:
            yield float(flash), nearest


def make_clip(
    path: Path,
    offset_ms: float = 0.0,
    seconds: float = 20.0,
    *,
    period: float = 1.0,
    fps: float = 30.0,
    drift_ppm: float = 0.0,
    size: tuple[int, int] = (320, 180),
    sound_path: Path | None = None,
) -> None:
    """Make a clip of H.264 and AAC whose sound is late by a known time.

    Args:
        path: What to write; the name's end decides on the container.
        offset_ms: How much later than its flash each beep begins.
        seconds: Length.
        period: Seconds from flash to flash; the first comes after one.
        fps: Pictures a second.
        drift_ppm: How much the offset grows, in microseconds a second.
        size: Width and height.
        sound_path: Where to write the same sound as a WAV file too.
    """
    rate = Fraction(fps).limit_denominator(1001)
    events = [round(n * period * fps) for n in range(1, math.ceil((seconds - 1) / period))]
    sound = _clip_sound(events, fps, offset_ms, seconds, drift_ppm)
    if sound_path:
        write_wav(sound_path, sound)
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="stereo")
        blocks = _audio_frames(sound)
        bright = {event + n for event in events for n in range(FLASH_FRAMES)}
        for count in range(round(seconds * fps)):
            frame = _clip_frame(size, 235 if count in bright else 60 + count % 7)
            frame.pts, frame.time_base = count, 1 / rate
            container.mux(video.encode(frame))
            for block in blocks:
                container.mux(audio.encode(block))
                if (block.pts or 0) + block.samples > (count + 1) / fps * RATE:
                    break
        for block in blocks:
            container.mux(audio.encode(block))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def _clip_sound(
    events: list[int], fps: float, offset_ms: float, seconds: float, drift_ppm: float
) -> NDArray[np.float32]:
    noise = np.random.default_rng(0).normal(0, 0.003, round(RATE * seconds))
    beep = 0.5 * np.sin(2 * np.pi * TONE_HZ * np.arange(round(BEEP_S * RATE)) / RATE)
    for event in events:
        flash = event / fps
        first = round((flash + offset_ms / 1e3 + flash * drift_ppm * 1e-6) * RATE)
        room = noise[max(0, first) : first + len(beep)]
        room += beep[len(beep) - len(room) :] if first < 0 else beep[: len(room)]
    return noise.astype(np.float32)


def _clip_frame(size: tuple[int, int], luma: int) -> av.VideoFrame:
    width, height = size
    image = np.full((height * 3 // 2, width), 128, np.uint8)
    image[:height] = luma
    return av.VideoFrame.from_ndarray(image, "yuv420p")


def _audio_frames(sound: NDArray[np.float32]) -> Iterator[av.AudioFrame]:
    for first in range(0, len(sound), 1024):
        piece = np.repeat(sound[None, first : first + 1024], 2, 0)
        frame = av.AudioFrame.from_ndarray(piece, "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
        yield frame


def main(argv: list[str] | None = None) -> int:
    """The command line; exit status 1 if the offset is too large, 2 if nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness.av_sync")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="write a clip with a known offset")
    make.add_argument("file", type=Path)
    make.add_argument("--offset-ms", type=float, default=0.0)
    make.add_argument("--seconds", type=float, default=20.0)
    make.add_argument("--period", type=float, default=1.0)
    make.add_argument("--fps", type=float, default=30.0)
    make.add_argument("--drift-ppm", type=float, default=0.0)
    make.add_argument("--size", default="320x180")
    make.add_argument("--wav", type=Path, help="write the sound there too")
    measuring = commands.add_parser("measure", help="measure a recording")
    measuring.add_argument("file", type=Path)
    measuring.add_argument("--tone", type=float, default=TONE_HZ)
    measuring.add_argument("--max-ms", type=float, default=45.0)
    measuring.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    if asked.command == "make":
        width, _, height = asked.size.partition("x")
        make_clip(
            asked.file,
            asked.offset_ms,
            asked.seconds,
            period=asked.period,
            fps=asked.fps,
            drift_ppm=asked.drift_ppm,
            size=(int(width), int(height)),
            sound_path=asked.wav,
        )
        return 0
    return _print(measure(asked.file, tone_hz=asked.tone), asked.max_ms, as_json=asked.json)


def _print(report: SyncReport, max_ms: float, *, as_json: bool) -> int:
    values = {
        name: (None if math.isnan(value) else round(value, 3))
        for name, value in dataclasses.asdict(report).items()
    }
    print(json.dumps(values) if as_json else "\n".join(f"{k}: {v}" for k, v in values.items()))
    if not report.events:
        return 2
    return 0 if abs(report.offset_ms) <= max_ms else 1


if __name__ == "__main__":
    sys.exit(main())
