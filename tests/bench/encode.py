"""Picture, card and encoder: the studio's chain against x264's and ffmpeg's command lines.

All get the same pictures at the same settings: the studio and ffmpeg the film in BGR and the card,
x264 the finished program pictures, so that it has nothing to do but encode. The first pictures
are not counted: they are measured apart and taken off, and with them all that starting costs.
"""

from __future__ import annotations

import dataclasses
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from studio.model.media import Size
from studio.output.codecs import EncoderSettings, _threads
from tests.bench.chain import Job, Used, card_for, write_i420
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.bench.footage import folder, write_bgr
from tests.bench.processes import cpu_of_run
from tests.harness.process import ROOT, tool

SIZES = {"720p": Size(1280, 720), "1080p": Size(1920, 1080)}
WARM = 10
RATE = 30
AGAINST_X264 = 1.15
AGAINST_FFMPEG = 1.00

_ABOUT = """\
Processor time (user and system, all threads) of picture → card → encoder for a moving film
(*Big Buck Bunny*, forth and back) with the card of `demo-1`, without sound, as fast as it goes.
The studio: BGR pictures through the camera's code, the compositor and the encoder. x264: the
finished I420 pictures, nothing but encoding. ffmpeg: the BGR pictures and the card as PNG
through `overlay` and libx264. Same pictures, preset (superfast, zerolatency), rate, keyframes
and threads for all; what starting costs, and the first {warm} of {count} pictures, is taken
off, and so is copying the camera's pictures out of the file. {rounds} rounds by turns; a ratio is
that of one round, and the table has the median of the ratios."""


@dataclass
class Runner:
    """The three ways to encode one film.

    Attributes:
        size: Of the picture.
        count: Pictures.
        place: Where the files lie.
        x264: Seconds of each round; likewise `ffmpeg`, and `ours` by stage.
    """

    size: Size
    count: int
    place: Path
    ours: list[Used] = field(default_factory=list)
    x264: list[float] = field(default_factory=list)
    ffmpeg: list[float] = field(default_factory=list)

    def prepare(self) -> None:
        write_bgr(self._bgr, self.size, self.count)
        write_i420(self._job(self._i420))
        card = card_for(self.size)
        cv2.imwrite(str(self._card), cv2.cvtColor(card.rgba, cv2.COLOR_RGBA2BGRA))
        self._card_at = card.x, card.y

    def round(self) -> None:
        self.ours.append(self._run_ours())
        self.x264.append(self._without_warm(self._x264))
        self.ffmpeg.append(self._without_warm(self._ffmpeg))

    def check(self) -> list[str]:
        """What the three made: how many pictures, of how many bits, and how they were set."""
        made = {name: Made.of(self.place / f"{name}.264") for name in ("ours", "x264", "ffmpeg")}
        told = []
        for name, one in made.items():
            if one.pictures != self.count:
                raise RuntimeError(f"{name} made {one.pictures} pictures, not {self.count}")
            kbps = one.bytes * 8 * RATE / self.count / 1000
            told.append(f"{name} {kbps:.0f} kbit/s with {one.version}")
        differ = made["ours"].differences(made["x264"]) | made["ours"].differences(made["ffmpeg"])
        settings = f"their settings differ in {', '.join(sorted(differ))}" if differ else "same"
        return [f"{self.size}: reached {'; '.join(told)}; x264's own list of settings: {settings}."]

    # ----------------------------------------------------------------------

    @property
    def _bgr(self) -> Path:
        return self.place / "film.bgr"

    @property
    def _i420(self) -> Path:
        return self.place / "program.i420"

    @property
    def _card(self) -> Path:
        return self.place / "card.png"

    def _job(self, target: Path) -> Job:
        width, height = self.size.width, self.size.height
        return Job(str(self._bgr), str(target), width, height, self.count, WARM)

    def _run_ours(self) -> Used:
        job = json.dumps(dataclasses.asdict(self._job(self.place / "ours.264")))
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.chain", job],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"the studio's chain failed: {done.stderr[-2000:]}")
        used = Used(**json.loads(done.stdout.splitlines()[-1]))
        if used.dropped:
            raise RuntimeError(f"the encoder refused {used.dropped} pictures")
        return used

    def _without_warm(self, run: Callable[[int, str], list[str]]) -> float:
        name = run.__name__.strip("_")
        start = cpu_of_run(run(WARM, f"{name}-warm"))
        return cpu_of_run(run(self.count, name)) - start

    def _x264(self, count: int, name: str) -> list[str]:
        settings = EncoderSettings(self.size, RATE)
        kbps = str(settings.picture_kbps)
        argv = [tool("x264"), "--quiet", "--no-progress", "--demuxer", "raw"]
        argv += ["--input-csp", "i420", "--input-res", str(self.size), "--fps", str(RATE)]
        argv += ["--frames", str(count), "--profile", "high"]
        argv += ["--preset", "superfast", "--tune", "zerolatency", "--bitrate", kbps]
        argv += ["--vbv-maxrate", kbps, "--vbv-bufsize", kbps, "--scenecut", "0"]
        argv += ["--keyint", str(2 * RATE), "--threads", str(_threads(settings))]
        argv += ["--colorprim", "smpte170m", "--transfer", "smpte170m"]
        argv += ["--colormatrix", "smpte170m", "-o", str(self.place / f"{name}.264")]
        return [*argv, str(self._i420)]

    def _ffmpeg(self, count: int, name: str) -> list[str]:
        settings = EncoderSettings(self.size, RATE)
        kbps = f"{settings.picture_kbps}k"
        x, y = self._card_at
        argv = [tool("ffmpeg"), "-v", "error", "-nostdin", "-y", "-f", "rawvideo"]
        argv += ["-pix_fmt", "bgr24", "-s", str(self.size), "-r", str(RATE), "-i", str(self._bgr)]
        argv += ["-i", str(self._card), "-filter_complex", f"[0:v][1:v]overlay={x}:{y}"]
        argv += ["-frames:v", str(count), "-an", "-c:v", "libx264", "-pix_fmt", "yuv420p"]
        argv += ["-profile:v", "high", "-preset", "superfast", "-tune", "zerolatency"]
        argv += ["-b:v", kbps, "-maxrate", kbps, "-bufsize", kbps, "-sc_threshold", "0"]
        argv += ["-g", str(2 * RATE), "-threads", str(_threads(settings))]
        return [*argv, "-f", "h264", str(self.place / f"{name}.264")]


@dataclass(frozen=True, slots=True)
class Made:
    """A file of H.264.

    Attributes:
        version: Of x264, as it writes into its streams.
        options: How it was set, by its own names.
    """

    pictures: int
    bytes: int
    version: str
    options: dict[str, str]

    @classmethod
    def of(cls, path: Path) -> Made:
        argv = [tool("ffprobe"), "-v", "error", "-count_packets", "-of", "csv=p=0"]
        argv += ["-show_entries", "stream=nb_read_packets", str(path)]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        version, options = _signature(path.read_bytes()[:4000])
        count = int(done.stdout.strip().strip(","))
        return cls(count, path.stat().st_size, version, options)

    def differences(self, other: Made) -> set[str]:
        """Options that both have, with other values."""
        both = self.options.keys() & other.options.keys()
        return {
            f"{name} ({self.options[name]}, {other.options[name]})"
            for name in both
            if self.options[name] != other.options[name]
        }


def _signature(head: bytes) -> tuple[str, dict[str, str]]:
    found = re.search(rb"x264 - core (\d+)[^\0]*?options: ([^\0\x80]*)", head)
    if found is None:
        return "x264 that does not tell its version", {}
    pairs = (word.partition("=") for word in found[2].decode("ascii", "replace").split())
    return f"x264 core {found[1].decode()}", {name: value for name, _, value in pairs}


def _figures(name: str, runner: Runner) -> list[Figure]:
    # The camera's pictures are in memory; copying them out of a file is the bench's own.
    totals = [used.total - used.reading for used in runner.ours]
    against = {
        "x264 alone": (runner.x264, AGAINST_X264),
        "ffmpeg with overlay": (runner.ffmpeg, AGAINST_FFMPEG),
    }
    rows = [
        Figure.of(
            f"{name}: the studio / {other}",
            [mine / theirs for mine, theirs in zip(totals, seconds, strict=True)],
            "times",
            target,
        )
        for other, (seconds, target) in against.items()
    ]
    video_s = (runner.count - WARM) / RATE
    for who, seconds in (("the studio", totals), *((n, s) for n, (s, _t) in against.items())):
        load = [second / video_s for second in seconds]
        rows.append(Figure.of(f"{name}: {who}", load, "CPU s per s of video"))
    return rows


def _details(name: str, runner: Runner) -> list[Figure]:
    stages = "reading", "converting", "composing", "blending", "encoding"
    pictures = runner.count - WARM
    rows = [
        Figure.of(
            f"{name}: {stage}",
            [getattr(used, stage) * 1000 / pictures for used in runner.ours],
            "CPU ms per picture",
        )
        for stage in stages
    ]
    alone = [seconds * 1000 / pictures for seconds in runner.x264]
    return [*rows, Figure.of(f"{name}: x264 alone", alone, "CPU ms per picture")]


def measure(wished: Wish) -> Section:
    count = 140 if wished.is_quick else 300
    section = Section(
        "encode",
        "Picture, card, encoder",
        _ABOUT.format(warm=WARM, count=count, rounds=wished.rounds),
    )
    for name, size in SIZES.items():
        with folder(round(count * size.width * size.height * 4.5)) as place:
            runner = Runner(size, count, place)
            tell(f"encode {name}: preparing")
            runner.prepare()
            for number in range(wished.rounds):
                runner.round()
                theirs = f"x264 {runner.x264[-1]:.2f}, ffmpeg {runner.ffmpeg[-1]:.2f}"
                ours = runner.ours[-1].total - runner.ours[-1].reading
                tell(f"encode {name} {number + 1}: ours {ours:.2f}, {theirs} s")
            section.remarks.extend(runner.check())
        section.figures.extend(_figures(name, runner))
        section.details.extend(_details(name, runner))
        encoding = statistics.median(used.encoding for used in runner.ours)
        share = encoding / statistics.median(runner.x264)
        section.remarks.append(
            f"{name}: encoding alone, with handing over, costs the studio {share:.2f} times x264."
        )
    return section


if __name__ == "__main__":
    hand_in(measure(wish()))
