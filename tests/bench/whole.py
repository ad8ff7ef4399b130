"""The whole studio at work in its window: processor, memory, latency, stalls, losses."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.model.destination import Destination
from studio.model.media import Size
from studio.model.scene import (
    Fit,
    PictureKind,
    PictureSource,
    Placement,
    Scene,
    SoundKind,
    SoundSource,
)
from studio.store.scenes import Arrangement
from tests.bench import surroundings
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.bench.footage import folder, write_bgr, write_jpegs
from tests.bench.jpeg_camera import jpeg_camera
from tests.bench.load import Load
from tests.bench.processes import MemoryWatch, cpu_of, family
from tests.harness.ingest import RtmpIngest
from tests.harness.media import gap_report
from tests.harness.process import private_folder
from tests.harness.pulse import PulseServer
from tests.harness.screenreader import Lab

RATE = 30
FILM_PICTURES = 150
PEAK_MB = 350
STALL_MS = 50
PACKET_MS = 40

_ABOUT = """\
The studio in its window on a private X server at 1920x1080 (with window manager and
accessibility bus, no screen reader), preview visible; it records and sends to nginx-rtmp on
loopback, shows a card, and hears {microphone}. Once a second something is done by keys: switch
scene, next card, mute, what is on air, open and close a menu or the settings. {seconds:.0f} s
after {warm:.0f} s of warming up. Processor time (median and spread of stretches of ten seconds)
and memory (proportional set size) are those of the studio's process and all its children, the
sound devices' processes included, but not X server, ingest and camera. With *10,000
products*, some with names of 300 letters, pictures or letters from right to left, the list of
products is gone through too, and the palette searched. *Raw* is a film handed
in as BGR pictures through the studio's own camera code in place of a capture device, the
reading of its file included; *MJPEG* the same film as 4:2:2 JPEG over HTTP. Lost are pictures
that came too late, found no room in the encoder, or were left out by an output. A packet's
delay counts from the beat its picture belongs to: waking, composing, queueing, encoding. A
stall is how much later than due the window's thread came to a 10 ms timer."""


@dataclass(frozen=True, slots=True)
class Case:
    """One camera at one size.

    Attributes:
        is_mjpeg: The camera sends JPEG over HTTP, otherwise raw pictures.
        cores: What the studio may use.
        products: How many there are; few where nothing is said.
    """

    name: str
    size: Size
    is_mjpeg: bool
    cores: float
    products: int = 0


CASES = (
    Case("720p30, raw", Size(1280, 720), is_mjpeg=False, cores=0.5),
    Case("720p30, MJPEG", Size(1280, 720), is_mjpeg=True, cores=0.8),
    Case("1080p30, raw", Size(1920, 1080), is_mjpeg=False, cores=0.8),
    Case("1080p30, MJPEG", Size(1920, 1080), is_mjpeg=True, cores=1.1),
    Case(
        "720p30, raw, 10,000 products",
        Size(1280, 720),
        is_mjpeg=False,
        cores=0.6,
        products=10_000,
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case gave.

    Attributes:
        cores: Processor seconds per second, in stretches of ten seconds.
        peak_mb: Of memory.
        told: What the script in the studio measured.
        threads: Cores used by each thread of the window's process.
        missing: Pictures that the recording lacks.
    """

    cores: list[float]
    peak_mb: float
    told: dict
    threads: dict[str, float]
    missing: int


def arrangement(case: Case, url: str, *, has_microphone: bool) -> Arrangement:
    kind = PictureKind.MEDIA if case.is_mjpeg else PictureKind.CAMERA
    face = PictureSource("Camera", kind, url)
    inset = Placement(face.id, x=0.68, y=0.04, width=0.28, height=0.28, fit=Fit.FILL)
    scenes = (
        Scene("Face", (Placement(face.id),)),
        Scene("Product with face", (Placement(face.id), inset)),
    )
    voice = SoundSource("Microphone", SoundKind.MICROPHONE, "virtmic")
    tone = SoundSource("Tone", SoundKind.TONE)
    return Arrangement((face,), (voice if has_microphone else tone,), scenes)


@contextlib.contextmanager
def camera(case: Case, place: Path) -> Iterator[tuple[str, str]]:
    """The camera of a case: its address, and the file of its stand-in."""
    path = place / "film"
    if not case.is_mjpeg:
        write_bgr(path, case.size, FILM_PICTURES)
        yield "", str(path)
        return
    write_jpegs(path, case.size, FILM_PICTURES)
    with jpeg_camera(path, RATE) as url:
        yield url, ""


def run(case: Case, lab: Lab, pulse: PulseServer | None, seconds: float, warm_s: float) -> Outcome:
    room = FILM_PICTURES * case.size.width * case.size.height * 3
    with (
        folder(room) as place,
        private_folder("earshot-bench") as home,
        camera(case, place) as (url, film),
        RtmpIngest() as ingest,
        contextlib.ExitStack() as talking,
    ):
        if pulse:
            talking.enter_context(surroundings.talk(pulse, seconds + warm_s + 60))
        surroundings.furnish(
            home / "data",
            arrangement(case, url, has_microphone=pulse is not None),
            {"canvas": str(case.size), "frame_rate": RATE},
            (Destination("Shop", ingest.url(), needs_key=False),),
            case.products,
        )
        size = case.size
        load = Load(seconds, warm_s, 2, film, size.width, size.height, RATE, case.products)
        options = json.dumps(dataclasses.asdict(load))
        env = surroundings.environment(lab, home / "data", pulse)
        with (
            surroundings.Studio("load", options, env) as studio,
            MemoryWatch(studio.child.pid) as memory,
        ):
            studio.wait("begin", warm_s + 60)
            cores = _cores(studio, seconds)
            told = studio.wait("result", 30)
            threads = studio.wait("threads", 5)["cores"]
            recorded = studio.wait("recorded", 60)["path"]
            if status := studio.finish():
                raise RuntimeError(f"the studio ended with {status}: {studio.errors()}")
            if words := studio.errors().strip():
                tell(f"{case.name}: on standard error: {words[-800:]}")
        return Outcome(cores, memory.peak_mb, told, threads, gap_report(recorded).missing_frames)


def _cores(studio: surroundings.Studio, seconds: float) -> list[float]:
    """Processor time per second in stretches of ten seconds, from now on."""
    found, until = [], time.monotonic() + seconds
    while (left := until - time.monotonic()) > 1:
        began, before = time.monotonic(), cpu_of(family(studio.child.pid))
        time.sleep(min(10.0, left))
        used = cpu_of(family(studio.child.pid)) - before
        found.append(used / (time.monotonic() - began))
    return found


def figures(case: Case, outcome: Outcome) -> list[Figure]:
    told, name = outcome.told, case.name
    delay, stall = told["beat_to_packet_ms"], told["stall_ms"]
    lost = {n: count for n, count in told["lost"].items() if n != "pictures" and count}
    words = ", ".join(f"{count} {n}" for n, count in lost.items())
    of = f"of {told['lost']['pictures']}"
    longest = told["stalls"][0][1] if told["stalls"] else ""
    return [
        Figure.of(f"{name}: processor", outcome.cores, "cores", case.cores),
        Figure(f"{name}: memory, peak", outcome.peak_mb, "MB", target=PEAK_MB),
        Figure(
            f"{name}: pictures lost",
            sum(lost.values()),
            of,
            target=0,
            note=words,
        ),
        Figure(f"{name}: beat to packet, p50", surroundings.worst(delay, "p50"), "ms"),
        Figure(f"{name}: beat to packet, p95", surroundings.worst(delay, "p95"), "ms"),
        Figure(
            f"{name}: beat to packet, p99", surroundings.worst(delay, "p99"), "ms", target=PACKET_MS
        ),
        Figure(
            f"{name}: longest stall of the window",
            surroundings.worst(stall, "max"),
            "ms",
            target=STALL_MS,
            note=f"during {longest}; p99 {surroundings.worst(stall, 'p99'):.0f} ms"
            if longest
            else "",
        ),
    ]


def details(case: Case, outcome: Outcome) -> list[Figure]:
    own = outcome.told["encoder_ms"]
    rows = [
        Figure(f"{case.name}: composed to packet, {n} (the encoder's own)", own[n], "ms")
        for n in ("p50", "p95", "p99")
    ]
    missing = f"{case.name}: missing in the recording, warming up included"
    rows.append(Figure(missing, outcome.missing, "pictures"))
    for name, used in sorted(outcome.threads.items(), key=lambda item: -item[1]):
        if used >= 0.005:
            plain = re.sub(r" [0-9a-f]{32}$", "", name)  # an id says nothing to a reader
            rows.append(Figure(f"{case.name}: thread {plain}", used, "cores"))
    return rows


def measure(wished: Wish) -> Section:
    seconds, warm_s = wished.seconds(60.0, 12.0), 3.0 if wished.is_quick else 8.0
    with surroundings.desktop() as lab, surroundings.sound_server() as pulse:
        microphone = (
            "a microphone of a private PulseAudio" if pulse else "a tone (no PulseAudio here)"
        )
        about = _ABOUT.format(microphone=microphone, seconds=seconds, warm=warm_s)
        section = Section("studio", "The whole studio on air", about)
        for case in CASES:
            tell(f"studio: {case.name}, {seconds:.0f} s")
            outcome = run(case, lab, pulse, seconds, warm_s)
            section.figures.extend(figures(case, outcome))
            section.details.extend(details(case, outcome))
            stalls = ", ".join(f"{ms:.0f} ms ({doing})" for ms, doing in outcome.told["stalls"])
            if stalls:
                section.remarks.append(f"{case.name}: longest stalls {stalls}.")
            for words in outcome.told["refusals"]:
                section.remarks.append(f"{case.name}: the studio said “{words}”")
    return section


if __name__ == "__main__":
    hand_in(measure(wish()))
