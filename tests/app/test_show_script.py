"""`earshot show`, as a script runs it: real files, a real encoder, real ingests."""

import json
import signal
import subprocess
import time
import wave

import numpy as np
import pytest

from studio import cli
from studio.app.arranging import Arranger
from studio.app.script import LEAD_S
from studio.cards.demo import demo_products
from studio.cards.gui import ensure_gui
from studio.cards.renderer import draw_card
from studio.model.media import Size
from studio.model.state import ShowState
from tests.app.studio_process import ShowProcess, run, sleep_until
from tests.harness.av_sync import make_clip, measure
from tests.harness.ingest import RtmpIngest
from tests.harness.media import decode_frames, decode_sound, gap_report, probe

SIZE = "640x360"


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Half a minute of flashes and beeps that belong together, as a film and as a sound file."""
    folder = tmp_path_factory.mktemp("clip")
    film, sound = folder / "clip.mp4", folder / "clip.wav"
    make_clip(film, seconds=30, size=(640, 360), sound_path=sound)
    return film, sound


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture(scope="module")
def great_show(clip, tmp_path_factory):
    """One show of 26 s: a recording, a steady ingest, one that dies, and one that stalls."""
    folder = tmp_path_factory.mktemp("show")
    film, sound = clip
    record = folder / "out.mp4"
    with RtmpIngest() as steady, RtmpIngest() as dying, RtmpIngest() as stalling:
        arguments = [
            "--picture", str(film), "--sound", str(sound), "--card", "demo-1",
            "--seconds", "26", "--size", SIZE, "--fps", "30", "--record", str(record),
            "--to", steady.url("steady"), "--to", dying.url("dying"),
            "--to", stalling.url("stalling"), "--do", "20:card.hide",
        ]  # fmt: skip
        with ShowProcess(folder / "data", *arguments) as show:
            begun = show.wait_said("You are live", count=3)
            sleep_until(begun + 3)
            dying.kill()
            stalling.pause()
            show.wait_said("keeps trying")
            dying.start()
            show.wait_said("is back")
            show.wait_said("keeps trying", count=2)
            time.sleep(4.0)  # until its line is given up
            stalling.resume()
            show.wait_said("is back", count=2)
            status = show.finish()
        steady.stop()
        dying.stop()
        stalling.stop()
        yield {
            "show": show,
            "status": status,
            "record": record,
            "steady": steady.recordings(),
            "dying": dying.recordings(),
            "stalling": stalling.recordings(),
        }


def test_the_show_ends_well(great_show):
    show = great_show["show"]
    assert great_show["status"] == 0, show.texts()
    assert len(show.said("has ended after")) == 3
    assert show.said("Recording saved")
    summary = show.summary
    assert summary["frames_composed"] >= 26 * 30 - 3
    assert summary["frames_encoded"] >= summary["frames_composed"] - 3
    assert summary["seconds_recorded"] == pytest.approx(26, abs=0.2)
    assert summary["reconnects"] >= 2
    assert summary["peak_memory_mb"] > 50
    assert summary["cpu_seconds"] > 1
    assert len(summary["outputs"]) == 4


def test_the_recording_is_whole(great_show):
    found = probe(great_show["record"])
    assert (found.video.codec, found.sound.codec) == ("h264", "aac")
    assert (found.video.width, found.video.height) == (640, 360)
    assert found.duration_s == pytest.approx(26, abs=0.2)
    gaps = gap_report(great_show["record"])
    assert gaps.missing_frames <= 2
    assert not gaps.sound_gaps
    assert abs(gaps.lead_s) < 0.05
    assert abs(gaps.tail_s) < 0.1


def test_picture_and_sound_belong_together_everywhere(great_show):
    for path in (great_show["record"], *great_show["steady"]):
        report = measure(path)
        assert report.events >= 20
        assert abs(report.offset_ms) <= 15, path
        assert abs(report.drift_ms_per_min) <= 3, path


def test_what_arrives_at_the_steady_ingest_is_whole(great_show):
    (path,) = great_show["steady"]
    found = probe(path)
    assert (found.video.codec, found.sound.codec) == ("h264", "aac")
    assert found.duration_s > 23
    assert gap_report(path).missing_frames <= 3


def test_a_killed_ingest_gets_the_rest_of_the_show(great_show):
    before, *_, after = great_show["dying"]
    assert probe(before).duration_s > 2
    assert probe(after).duration_s > 8
    assert list(decode_frames(after, every=1.0))


def test_a_stalled_ingest_gets_the_rest_of_the_show(great_show):
    assert probe(great_show["stalling"][-1]).duration_s > 2


def test_the_card_is_in_its_place_and_leaves(great_show):
    ensure_gui()
    drawing = draw_card(demo_products()[0], Size(640, 360)).drawing
    height, width = drawing.rgba.shape[:2]
    opaque = drawing.rgba[..., 3] == 255
    weights = np.array([0.257, 0.504, 0.098])
    expected = drawing.rgba[..., :3] @ weights + 16

    def difference(at):
        (picture,) = decode_frames(great_show["record"], at=[at], form="yuv420p")
        place = picture.image[drawing.y : drawing.y + height, drawing.x : drawing.x + width]
        return np.abs(place.astype(float) - expected)[opaque].mean()

    assert difference(10.4) < 4
    assert difference(22.4) > 30


def test_kill_nine_costs_at_most_a_second(data, clip, tmp_path):
    film, sound = clip
    record = tmp_path / "killed.mp4"
    with ShowProcess(
        data, "--picture", str(film), "--sound", str(sound), "--record", str(record),
        "--size", SIZE,
    ) as show:  # fmt: skip
        begun = show.wait_said("Recording.") + LEAD_S
        sleep_until(begun + 6)
        killed = time.time()
        show.child.signal(signal.SIGKILL)
        show.finish()
    found = probe(record)
    assert found.duration_s >= killed - begun - 1.0
    assert len(list(decode_frames(record))) >= 30 * (killed - begun - 1.0)


def test_a_rehearsal_reaches_nobody(data):
    with RtmpIngest() as ingest:
        shown = run(
            data, "show", "--picture", "test", "--sound", "tone", "--seconds", "2", "--size", SIZE,
            "--rehearse", "--to", ingest.url("secret"),
        )  # fmt: skip
        assert shown.returncode == 0, shown.stdout + shown.stderr
        assert not ingest.notices
        assert not ingest.recordings()
    assert "You are live in rehearsal." in shown.stdout


def test_upright_with_two_sounds_from_odd_files(data, tmp_path):
    """A mono file at 44.1 kHz and an 8-channel one; both are heard, nobody is late."""
    mono, eight = tmp_path / "mono.wav", tmp_path / "eight.wav"
    _write(mono, 44_100, 1, 440)
    _write(eight, 48_000, 8, 1000)
    record = tmp_path / "out.mp4"
    shown = run(
        data, "show", "--picture", "test", "--sound", str(mono), "--music", str(eight),
        "--seconds", "3", "--size", "720x1280", "--record", str(record), "--card", "demo-2",
    )  # fmt: skip
    assert shown.returncode == 0, shown.stdout + shown.stderr
    found = probe(record)
    assert (found.video.width, found.video.height) == (720, 1280)
    heard = decode_sound(record).between(0.5, 2.5).mean(axis=1)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    per_hertz = len(heard) / 48_000
    for hertz in (440, 1000):
        around = spectrum[int((hertz - 3) * per_hertz) : int((hertz + 3) * per_hertz)]
        assert around.max() > 50 * np.median(spectrum)


def test_a_picture_is_mirrored_and_cropped_as_asked(data, tmp_path):
    """White on the left half and black on the right; a canvas whose height is no multiple of 4."""
    still, record = tmp_path / "half.ppm", tmp_path / "out.mp4"
    pixels = np.zeros((360, 640, 3), np.uint8)
    pixels[:, :320] = 255
    still.write_bytes(b"P6 640 360 255 " + pixels.tobytes())
    source = tmp_path / "half.png"
    subprocess.run(["ffmpeg", "-v", "error", "-i", still, source], check=True)
    shown = run(
        data, "show", "--picture", str(source), "--sound", "silence", "--seconds", "2",
        "--size", "182x322", "--record", str(record), "--mirror", "--anchor", "right",
    )  # fmt: skip
    assert shown.returncode == 0, shown.stdout + shown.stderr
    summary = json.loads(shown.stdout.splitlines()[-1])["summary"]
    assert summary["outputs"][0]["path"] == str(record)
    (seen,) = [picture.image for picture in decode_frames(record, at=[1.0])]
    assert seen.shape == (322, 182, 3)
    # Mirrored, its white half is on the right, which stays when it is cropped.
    assert seen.min() > 220


def test_a_picture_is_turned_as_asked(data, tmp_path):
    """What is white on the left is white at the top after a quarter turn clockwise."""
    source, record = tmp_path / "half.png", tmp_path / "out.mp4"
    half = "color=white:s=320x360,pad=640:360:0:0:black"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", half, "-frames:v", "1", source]
    subprocess.run(command, check=True)
    shown = run(
        data, "show", "--picture", str(source), "--sound", "silence", "--seconds", "2",
        "--size", "180x320", "--record", str(record), "--rotate", "90",
    )  # fmt: skip
    assert shown.returncode == 0, shown.stdout + shown.stderr
    (seen,) = [picture.image for picture in decode_frames(record, at=[1.0])]
    assert seen[:150].min() > 220
    assert seen[170:].max() < 35


def test_a_camera_is_asked_for_the_size_and_rate_wished_for(monkeypatch):
    scripts = []

    class Noted:
        def __init__(self, script, *_others):
            scripts.append(script)

        def run(self):
            return 0

    monkeypatch.setattr("studio.app.script.ScriptedShow", Noted)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    wished = ["--camera-size", "1280x720", "--camera-fps", "25"]
    cli.main(["show", "--picture", "test", "--sound", "silence", "--rehearse", *wished])
    (source,) = Arranger(scripts[0])(ShowState()).picture_sources
    assert (source.size, source.rate) == (Size(1280, 720), 25.0)


def _write(path, rate, channels, hertz):
    t = np.arange(rate * 4) / rate
    tone = (0.2 * np.sin(2 * np.pi * hertz * t) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(tone[:, None], channels, axis=1).tobytes())
