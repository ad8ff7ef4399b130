"""The stand-ins are sound: what goes in comes out, and what should fail does."""

from __future__ import annotations

import itertools
import logging
import os
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from tests.harness import av_sync, guard, media
from tests.harness.camera import HttpCamera, put_counter, read_counter
from tests.harness.ingest import RtmpIngest
from tests.harness.process import (
    PACKAGES,
    ROOT,
    Child,
    MissingPackageError,
    Port,
    tool,
    wait_until,
)
from tests.harness.pulse import RATE, PulseServer, tone, write_wav

# Processes --------------------------------------------------------------------------------------


def test_a_missing_package_is_told_with_its_cure():
    with pytest.raises(MissingPackageError, match=r"sudo apt-get install .* no-such-tool"):
        tool("no-such-tool")


def test_make_test_installs_whatever_the_tests_need():
    listed = re.findall(r"[\w.+-]+", (ROOT / "scripts" / "system_packages.sh").read_text())
    assert set(PACKAGES.values()) <= set(listed)


def test_a_child_takes_its_own_children_along():
    with Child(["sh", "-c", "sleep 60 & sleep 60 & wait"]) as child:
        wait_until(lambda: len(_members(child.pid)) == 3, what="children")
    wait_until(lambda: not _members(child.pid), what="end of the children")


def test_a_hurried_child_goes_before_others_where_we_may():
    with Child(["sleep", "60"]) as usual, Child(["sleep", "60"], is_hurried=True) as hurried:
        kept, wished = (os.getpriority(os.PRIO_PROCESS, one.pid) for one in (usual, hurried))
        assert kept == os.getpriority(os.PRIO_PROCESS, 0)
        try:
            os.setpriority(os.PRIO_PROCESS, usual.pid, -10)
        except PermissionError:
            assert wished == kept
        else:
            assert wished == -10


def _members(session: int) -> list[str]:
    argv = ["ps", "-o", "pid=", "-s", str(session)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return [pid for pid in done.stdout.split() if guard.is_alive(pid)]


def test_nothing_outlives_a_test_run_that_is_killed():
    program = """
        import time
        from tests.harness.process import Child
        print(Child(["sleep", "60"]).pid, flush=True)
        time.sleep(60)
    """
    argv = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        assert guard.is_alive(pid)
        run.kill()
    wait_until(lambda: not guard.is_alive(pid), what="end of what it had started")


def test_a_port_stays_ours_while_nobody_listens():
    port = Port()
    assert not port.is_listened_to()
    port.close()


# Sound ------------------------------------------------------------------------------------------


def test_what_is_played_is_heard_on_the_microphone_and_nowhere_else(pulse):
    with (
        pulse.recording("virtmic") as microphone,
        pulse.recording("public") as public,
        pulse.recording("headphones") as headphones,
    ):
        began = time.monotonic()
        pulse.play("micfeed", tone(0.5))
        wait_until(lambda: microphone.first_sound(began), what="sound")
    assert 0.25 < microphone.peak() < 0.35
    first, last = microphone.first_sound(began), microphone.last_sound(began)
    assert first is not None
    assert last is not None
    assert last - first == pytest.approx(0.5, abs=0.01)
    assert public.peak() == headphones.peak() == 0.0


@pytest.mark.parametrize(("sink", "other"), [("public", "headphones"), ("headphones", "public")])
def test_public_and_headphones_hear_nothing_of_each_other(pulse, sink, other):
    with pulse.recording(sink) as heard, pulse.recording(other) as silent:
        pulse.play(sink, tone(0.3))
    assert heard.peak() > 0.25
    assert silent.peak() == 0.0


def test_sounddevice_in_this_process_plays_and_hears(pulse):
    import sounddevice

    names = [device["name"] for device in sounddevice.query_devices()]
    assert {"public", "headphones", "micfeed", "virtmic"} <= set(names)
    blocks: list[np.ndarray] = []
    options = {"samplerate": RATE, "dtype": "float32", "latency": 0.1}
    with sounddevice.InputStream(
        device="virtmic",
        channels=1,
        callback=lambda data, *_: blocks.append(data.copy()),
        **options,
    ):
        sounddevice.play(tone(0.5), RATE, device="micfeed", blocking=True, latency=0.1)
        wait_until(lambda: np.abs(np.concatenate(blocks)).max() > 0.25, what="sound")


def test_devices_come_and_go(own_pulse):
    feed = own_pulse.add_source("usbmic")
    own_pulse.add_sink("usb")
    assert "usbmic" in own_pulse.sources()
    with own_pulse.recording("usbmic") as recording:
        own_pulse.play(feed, tone(0.2))
    assert recording.peak() > 0.25
    player = own_pulse.play("usb", tone(10), wait=False)
    wait_until(lambda: own_pulse.playing_on("usb"), what="stream")
    own_pulse.remove("usb")
    own_pulse.remove("usbmic")
    assert "usb" not in own_pulse.sinks()
    assert own_pulse.sources() == ["virtmic"]
    # The server moves what played to the default sink, as it does on a real machine.
    assert wait_until(lambda: own_pulse.playing_on("headphones"), what="moved stream")
    player.end()


def test_a_sound_server_comes_back(own_pulse):
    own_pulse.stop()
    own_pulse.start()
    assert own_pulse.sources() == ["virtmic"]


def test_a_wav_file_is_played(pulse, tmp_path):
    write_wav(tmp_path / "left.wav", np.stack([tone(0.3), 0 * tone(0.3)], 1))
    with pulse.recording("public") as recording:
        pulse.play("public", tmp_path / "left.wav")
    left, right = np.abs(recording.samples()).max(0)
    assert left > 0.25
    assert right == 0.0


def test_servers_run_side_by_side(pulse):
    with PulseServer() as other, pulse.recording("public") as here:
        other.play("public", tone(0.2))
    assert here.peak() == 0.0


# Camera -----------------------------------------------------------------------------------------


def _open(camera: HttpCamera) -> cv2.VideoCapture:
    times = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 2000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 1000]
    return cv2.VideoCapture(camera.url, cv2.CAP_FFMPEG, times)


def _counters(capture: cv2.VideoCapture, count: int) -> list[int]:
    return [read_counter(np.asarray(capture.read()[1], np.uint8)) for _ in range(count)]


@pytest.mark.parametrize("number", [0, 1, 0x5A5A, 0xFFFF])
def test_a_counter_survives_scaling(number):
    image = np.full((360, 640, 3), 90, np.uint8)
    put_counter(image, number)
    half = np.asarray(cv2.resize(image, (320, 180), interpolation=cv2.INTER_AREA), np.uint8)
    assert read_counter(image) == number
    assert read_counter(half[..., 0], scale=0.5) == number


def test_a_camera_counts_its_pictures_at_its_pace(http_camera):
    capture = _open(http_camera)
    _counters(capture, 5)
    began = time.monotonic()
    counters = _counters(capture, 30)
    took = time.monotonic() - began
    capture.release()
    assert np.diff(counters).tolist() == [1] * 29
    assert took == pytest.approx(1.0, abs=0.25)


def test_a_camera_is_read_with_av(http_camera: HttpCamera):
    with av.open(http_camera.url) as container:
        frames = itertools.islice(container.decode(video=0), 5)
        images = [frame.to_ndarray(format="bgr24") for frame in frames]
    counters = [read_counter(np.asarray(image, np.uint8)) for image in images]
    assert images[0].shape == (360, 640, 3)
    assert np.diff(counters).tolist() == [1] * 4


def test_a_camera_freezes_goes_black_stalls_and_is_pulled_out(http_camera):
    capture = _open(http_camera)
    http_camera.freeze()
    frozen = _counters(capture, 20)
    assert len(set(frozen[-10:])) == 1
    http_camera.set_state("black")
    pictures = [capture.read()[1] for _ in range(15)]
    assert np.asarray(pictures[-1])[20:].max() < 10
    http_camera.stall()
    began = time.monotonic()
    while capture.read()[0]:
        assert time.monotonic() - began < 3
    http_camera.unplug()
    assert not _open(http_camera).isOpened()
    http_camera.play()
    again = _open(http_camera)
    assert np.diff(_counters(again, 5)).tolist() == [1] * 4
    http_camera.unplug()
    while again.read()[0]:
        assert time.monotonic() - began < 10
    again.release()
    capture.release()


def test_flash_and_beep_are_at_the_same_instant(own_pulse):
    with (
        HttpCamera(size=(320, 180), flash_every=0.5, beep=(own_pulse, "micfeed")) as camera,
        own_pulse.recording("virtmic") as microphone,
    ):
        wait_until(lambda: len(camera.flashes) >= 6, what="flashes")
    late = []
    for flash in camera.flashes:
        heard = microphone.first_sound(flash.due_at - 0.2, threshold=0.05)
        if heard is not None and flash.due_at - 0.2 > microphone.started_at:
            late.append(heard - flash.due_at)
    assert len(late) >= 5
    assert np.median(late) == pytest.approx(0.0, abs=0.012)
    assert all(flash.sent_at - flash.due_at < 0.02 for flash in camera.flashes)


def test_a_clip_is_shown_over_and_over(tmp_path):
    av_sync.make_clip(tmp_path / "clip.mp4", seconds=1.0)
    with HttpCamera(size=(320, 180), clip=tmp_path / "clip.mp4") as camera:
        capture = _open(camera)
        assert np.diff(_counters(capture, 40)).tolist() == [1] * 39
        capture.release()


# Ingest -----------------------------------------------------------------------------------------


def _send(url: str, seconds: float, *options: str) -> subprocess.Popen[str]:
    argv = [tool("ffmpeg"), "-v", "error", "-nostdin", "-re"]
    argv += ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=30", "-f", "lavfi", "-i", "sine=r=48000"]
    argv += ["-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-g", "15"]
    argv += ["-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv", *options, url]
    return subprocess.Popen(argv, stderr=subprocess.PIPE, text=True)


def _sent(sender: subprocess.Popen[str]) -> int:
    sender.communicate(timeout=30)
    return sender.returncode


def test_an_ingest_records_what_is_sent(ingest):
    assert _sent(_send(ingest.url(), 1)) == 0
    (recording,) = ingest.recordings()
    told = media.probe(recording)
    assert (told.video.codec, told.sound.codec) == ("h264", "aac")
    assert told.video.packets == 30
    assert told.duration_s == pytest.approx(1.0, abs=0.1)
    assert (told.video.width, told.video.height) == (320, 180)
    report = media.gap_report(recording)
    assert report.missing_frames == 0
    assert not report.sound_gaps


def test_an_ingest_refuses_a_wrong_key():
    with RtmpIngest(key="right") as ingest:
        assert _sent(_send(ingest.url("wrong"), 1)) != 0
        assert not ingest.recordings()
        assert _sent(_send(ingest.url(), 0.5)) == 0
        assert [notice.what for notice in ingest.notices[:2]] == ["refused", "publish"]
        assert len(ingest.recordings("right")) == 1


def test_a_paused_ingest_goes_on_and_a_killed_one_comes_back(ingest):
    sender = _send(ingest.url(), 2.5)
    ingest.wait_for("publish")
    ingest.pause()
    time.sleep(0.5)
    assert sender.poll() is None
    ingest.resume()
    assert _sent(sender) == 0
    sender = _send(ingest.url(), 20)
    ingest.wait_for("publish", count=2)
    first = ingest.recordings()[0]
    assert media.probe(first).duration_s == pytest.approx(2.5, abs=0.1)
    time.sleep(0.7)
    ingest.kill()
    assert _sent(sender) != 0
    assert _sent(_send(ingest.url(), 1)) != 0
    ingest.start()
    assert _sent(_send(ingest.url(), 1)) == 0
    assert len(ingest.recordings()) == 3


def test_rtmps_is_verified_with_its_own_authority():
    with RtmpIngest(tls=True) as ingest:
        trusting = "-tls_verify", "1", "-ca_file", str(ingest.ca_file)
        assert _sent(_send(ingest.tls_url(), 0.5, *trusting)) == 0
        assert _sent(_send(ingest.tls_url(), 0.5, "-tls_verify", "1")) != 0
        assert len(ingest.recordings()) == 1


# Media and sync ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def late_clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "late.mp4"
    av_sync.make_clip(path, offset_ms=40, seconds=6, sound_path=path.with_suffix(".wav"))
    return path


def test_a_known_offset_is_measured(late_clip):
    report = av_sync.measure(late_clip)
    assert report.events == report.flashes == report.beeps == 4
    assert report.offset_ms == pytest.approx(40, abs=1)
    assert report.p95 - report.p5 < 1
    assert abs(report.drift_ms_per_min) < 1
    assert report.longest_frame_gap_ms == pytest.approx(1000 / 30, abs=0.1)


def test_drift_is_measured(tmp_path):
    av_sync.make_clip(tmp_path / "drift.mkv", seconds=12, drift_ppm=500, period=0.7, fps=25)
    report = av_sync.measure(tmp_path / "drift.mkv")
    assert report.drift_ms_per_min == pytest.approx(30, abs=4)


def test_the_command_line_measures(late_clip, capsys):
    assert av_sync.main(["measure", str(late_clip), "--json"]) == 0
    assert '"offset_ms": 40.' in capsys.readouterr().out
    assert av_sync.main(["measure", str(late_clip), "--max-ms", "10"]) == 1


def test_a_file_is_looked_into(late_clip):
    told = media.probe(late_clip)
    assert told.video.packets == 180
    assert told.video.frame_rate == 30
    assert told.sound.rate == RATE
    assert told.duration_s == pytest.approx(6.0, abs=0.05)
    with pytest.raises(media.UnreadableError):
        media.probe(Path(__file__))


def test_pictures_are_found_by_their_time(late_clip):
    spaced = list(media.decode_frames(late_clip, every=1.5))
    assert [picture.at for picture in spaced] == pytest.approx([0, 1.5, 3.0, 4.5])
    dark, flash = media.decode_frames(late_clip, at=[0.99, 1.0], form="yuv420p")
    assert dark.image.shape == (270, 320)
    assert dark.image[:180].mean() < 80
    assert flash.image[:180].mean() > 220


def _copy_without_sound(source: Path, target: Path, begin: float, end: float) -> None:
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        streams = {s.index: writing.add_stream_from_template(s) for s in reading.streams}
        for packet in reading.demux():
            if packet.pts is None or packet.time_base is None:
                continue
            at = float(packet.pts * packet.time_base)
            if packet.stream.type == "video" or not begin <= at < end:
                packet.stream = streams[packet.stream.index]
                writing.mux(packet)


def test_a_hole_in_the_sound_stays_a_hole(late_clip, tmp_path):
    whole = media.decode_sound(late_clip, "mono")
    assert len(whole.samples) == pytest.approx(6 * RATE, abs=1024)  # AAC fills its last packet
    assert not whole.gaps
    holed = tmp_path / "holed.mkv"
    _copy_without_sound(late_clip, holed, 2.0, 2.5)
    sound = media.decode_sound(holed)
    (hole,) = sound.gaps
    assert hole.at == pytest.approx(2.0, abs=0.03)
    assert hole.length == pytest.approx(0.5, abs=0.03)
    assert np.abs(sound.between(2.05, 2.4)).max() == 0.0
    assert np.abs(sound.between(3.04, 3.1)).max() > 0.4
    assert [gap.length for gap in media.gap_report(holed).sound_gaps] == [
        pytest.approx(0.5, abs=0.03)
    ]
    assert av_sync.measure(holed).offset_ms == pytest.approx(40, abs=1)


# Fixtures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_has_its_own_data_folder(earshot_data, tmp_path_factory, turn):
    assert os.environ["EARSHOT_DATA"] == str(earshot_data)
    assert earshot_data.is_relative_to(tmp_path_factory.getbasetemp())
    assert not list(earshot_data.iterdir()), "another test has left something there"
    (earshot_data / f"of turn {turn}").touch()


def test_a_warning_is_noticed(studio_log):
    studio_log.expect("lost its cable")
    logging.getLogger("studio.video.camera").warning("camera %d lost its cable", 2)
    assert not studio_log.complaints()
    logging.getLogger("studio.output").error("disk full")
    assert studio_log.complaints() == ["ERROR studio.output: disk full"]
    studio_log.allow("disk full")
    assert not studio_log.complaints()


def test_a_warning_of_qt_is_noticed(studio_log, qapp):
    from PySide6 import QtCore

    assert qapp.platformName() == "offscreen"
    studio_log.expect("WARNING qt: a cable")
    QtCore.qWarning("a cable")
