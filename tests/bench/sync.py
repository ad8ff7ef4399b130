"""Whether sound and picture stay together, in a recording as long as a show."""

from __future__ import annotations

from pathlib import Path

from tests.app.studio_process import ShowProcess
from tests.bench import surroundings
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.harness import av_sync
from tests.harness.camera import HttpCamera
from tests.harness.media import gap_report
from tests.harness.process import private_folder

OFFSET_MS = 15
DRIFT_MS_PER_MIN = 1
LONG_ENOUGH_S = 290
SIZE = (1280, 720)

_ABOUT = """\
`earshot show` into a recording of 1280x720 at 30 pictures a second, {seconds:.0f} s long;
flashes and beeps, one a second, found in the decoded file (`tests.harness.av_sync`); above zero
the sound is late. *Film*: a film and its sound file. *Devices*: a camera over HTTP that
flashes, and beeps at the same instant into the microphone of a private PulseAudio. The spread
is from the 5th to the 95th percentile of the events. {drift} ms a minute is taken for no drift,
which takes five minutes to see."""


def measure(wished: Wish) -> Section:
    seconds = wished.seconds(120.0, 20.0)
    section = Section(
        "sync", "Lips and words", _ABOUT.format(seconds=seconds, drift=DRIFT_MS_PER_MIN)
    )
    with private_folder("earshot-bench") as home:
        tell(f"sync: film, {seconds:.0f} s")
        film, sound = home / "film.mp4", home / "film.wav"
        av_sync.make_clip(film, seconds=seconds + 5, size=(640, 360), sound_path=sound)
        arguments = "--picture", str(film), "--sound", str(sound)
        _judge(section, "film", show(home / "film", seconds, *arguments))
    with surroundings.sound_server() as pulse:
        if pulse is None:
            section.remarks.append("There is no PulseAudio here; devices were not measured.")
            return section
        tell(f"sync: devices, {seconds:.0f} s")
        camera = HttpCamera(size=(640, 360), flash_every=1.0, beep=(pulse, "micfeed"))
        with private_folder("earshot-bench") as home, camera:
            arguments = "--picture", camera.url, "--sound", "virtmic"
            _judge(section, "devices", show(home / "live", seconds, *arguments, **pulse.env))
    return section


def show(data: Path, seconds: float, *arguments: str, **env: str) -> Path:
    """Give a show; returns its recording."""
    recording = data.with_suffix(".out.mp4")
    size = f"{SIZE[0]}x{SIZE[1]}"
    form = "--size", size, "--fps", "30", "--seconds", str(seconds), "--record", str(recording)
    with ShowProcess(data, *arguments, *form, **env) as process:
        if status := process.finish(seconds + 60):
            raise RuntimeError(f"the show ended with {status}: {process.texts()}")
    return recording


def _judge(section: Section, name: str, recording: Path) -> None:
    report = av_sync.measure(recording)
    gaps = gap_report(recording)
    drift = report.drift_ms_per_min
    section.figures.extend(
        [
            Figure(
                f"{name}: sound after picture",
                report.offset_ms,
                "ms",
                report.p5,
                report.p95,
                OFFSET_MS,
                f"{report.events} events",
            ),
            Figure(
                f"{name}: drift",
                drift,
                "ms per minute",
                target=DRIFT_MS_PER_MIN if report.seconds > LONG_ENOUGH_S else None,
            ),
        ]
    )
    section.details.extend(
        [
            Figure(f"{name}: jitter", report.jitter_ms, "ms"),
            Figure(f"{name}: pictures missing", gaps.missing_frames, f"of {gaps.frames}"),
            Figure(f"{name}: holes in the sound", len(gaps.sound_gaps)),
            Figure(f"{name}: length of the file", report.seconds, "s"),
        ]
    )


if __name__ == "__main__":
    hand_in(measure(wish()))
