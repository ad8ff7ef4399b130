"""Recordings: what is never lost, and what the user hears when the disk does not play along."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from studio.model.events import DiskLow, OutputEnded, OutputLost, OutputStarted
from studio.model.media import Size
from studio.output import recording as recording_module
from studio.output.encoder import EncoderSettings
from studio.output.recording import RecordingOutput
from studio.output.sink import SinkState
from studio.speech.narrator import narrate
from tests.harness import media
from tests.harness.disk import fill, small_disk
from tests.harness.process import ROOT, Child, tool, wait_until
from tests.output.feeding import FPS, Feed

SMALL = EncoderSettings(Size(320, 180), FPS)


def record(path: Path, *, seconds: float = 1.0) -> tuple[Feed, RecordingOutput]:
    with Feed(SMALL) as feed:
        output = RecordingOutput("r", "Recording", path, feed.events.post)
        feed.add(output)
        feed.play(seconds)
    return feed, output


def test_a_file_that_exists_is_never_overwritten(tmp_path: Path):
    wished = tmp_path / "a" / "b" / "my show.mp4"
    for expected in ("my show.mp4", "my show 2.mp4", "my show 3.mp4"):
        _, output = record(wished, seconds=0.5)
        assert output.path.name == expected
        assert output.state is SinkState.ENDED
    assert len(list(wished.parent.iterdir())) == 3
    for path in wished.parent.iterdir():
        assert media.probe(path).video.packets == FPS // 2


def test_a_name_without_an_ending_gets_one_and_an_empty_recording_leaves_nothing(tmp_path: Path):
    feed, output = record(tmp_path / "show", seconds=0)
    assert output.path.name == "show.mp4"
    assert not output.path.exists()
    assert feed.events.of(OutputEnded)[0].seconds == 0


def _forbidden(tmp_path: Path) -> Path:
    if os.geteuid() == 0:  # whom no permission stops, but the kernel's own folders do
        return Path("/sys/earshot/show.mp4")
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    return folder / "show.mp4"


@pytest.mark.parametrize("case", ["forbidden", "a folder", "a file in the way", "a name too long"])
def test_a_place_that_cannot_be_written(tmp_path: Path, case: str):
    (tmp_path / "file").touch()
    (tmp_path / "folder.mp4").mkdir()
    path, said = {
        "forbidden": (_forbidden(tmp_path), "The studio may not write into the folder"),
        "a folder": (tmp_path / "folder.mp4", "is a folder, not a file."),
        "a file in the way": (tmp_path / "file" / "show.mp4", "a file is in its way."),
        "a name too long": (
            tmp_path / f"{'show' * 80}.mp4",
            f"The recording cannot be written into the folder {tmp_path}.",
        ),
    }[case]
    feed, output = record(path)
    lost = feed.events.of(OutputLost)[0]
    assert (lost.output, lost.is_recording, lost.will_retry) == ("r", True, False)
    assert said in str(lost.error.problem)
    assert not feed.events.of(OutputStarted)
    assert not feed.events.of(OutputEnded)
    assert output.state is SinkState.FAILED


def test_a_full_disk_ends_the_recording_and_nothing_else(tmp_path: Path):
    full, roomy = tmp_path / "full" / "show.mp4", tmp_path / "show.mp4"
    with small_disk(full.parent):
        settings = EncoderSettings(Size(320, 180), FPS, video_kbps=1000)
        with Feed(settings) as feed:
            small = RecordingOutput("small", "Recording", full, feed.events.post)
            large = RecordingOutput("large", "Other", roomy, feed.events.post)
            feed.add(small, large)
            feed.play(16)
        lost = feed.events.of(OutputLost)
        assert [event.output for event in lost] == ["small"]
        assert str(lost[0].error).startswith("The disk is full, and the recording ended; ")
        assert not lost[0].will_retry
        _plays(full, at_least=0.9 * full.stat().st_size * 8 / 1_200_000)
        assert small.stats().seconds > 4
    assert media.gap_report(roomy).frames == 16 * FPS
    assert [event.output for event in feed.events.of(OutputEnded)] == ["large"]


def test_a_disk_that_is_full_from_the_beginning(tmp_path: Path):
    path = tmp_path / "full" / "show.mp4"
    with small_disk(path.parent):
        fill(path.parent)
        feed, output = record(path)
        lost = feed.events.of(OutputLost)
        assert [str(event.error.problem) for event in lost] == [
            "The disk is full, and nothing was recorded."
        ]
        assert not path.exists()
    assert output.state is SinkState.FAILED
    assert not feed.events.of(OutputEnded)


def test_a_recording_that_is_moved_meanwhile(tmp_path: Path):
    path, elsewhere = tmp_path / "show.mp4", tmp_path / "kept.mp4"
    with Feed(SMALL) as feed:
        feed.add(RecordingOutput("r", "Recording", path, feed.events.post))
        feed.play(1)
        wait_until(lambda: path.exists() and path.stat().st_size)
        path.rename(elsewhere)
        feed.play(1)
    ended = feed.events.of(OutputEnded)[0]
    assert (ended.path, ended.seconds) == ("", pytest.approx(2, abs=0.1))
    assert media.probe(elsewhere).video.packets == 2 * FPS


def test_a_bug_in_a_recording_is_told_once_and_what_was_recorded_plays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, studio_log
):
    studio_log.expect("worker Recording failed")
    write, packets = recording_module.Muxer.write, iter(range(10_000))

    def failing(muxer, packet):
        if next(packets) > 2 * FPS:
            raise ZeroDivisionError
        write(muxer, packet)

    monkeypatch.setattr(recording_module.Muxer, "write", failing)
    feed, output = record(tmp_path / "show.mp4", seconds=2)
    lost = feed.events.of(OutputLost)
    assert [str(event.error.problem) for event in lost] == [
        "Recording ended by a mistake of the studio; the rest goes on."
    ]
    assert not feed.events.of(OutputEnded)
    assert output.state is SinkState.FAILED
    _plays(output.path, at_least=0.8)


def decoding_errors(path: Path) -> str:
    argv = [tool("ffmpeg"), "-v", "error", "-i", str(path), "-f", "null", "-"]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stderr


def _plays(path: Path, at_least: float) -> None:
    probe = media.probe(path)
    assert probe.duration_s >= at_least - 1
    assert len(list(media.decode_frames(path))) == probe.video.packets
    assert not decoding_errors(path)


def _child(path: Path, *limit: str) -> Child:
    argv = [sys.executable, "-m", "tests.output.recorder", str(path), *limit]
    return Child(argv, stdout=subprocess.PIPE, stderr=None, cwd=ROOT)


def test_a_file_that_may_not_grow_stays_playable(tmp_path: Path):
    path = tmp_path / "show.mp4"
    with _child(path, "700000") as child:
        assert child.process.stdout is not None
        lines = [json.loads(line) for line in child.process.stdout]
        assert child.process.wait(30) == 0
    assert lines[-1]["lost"].startswith("The recording ended because this disk takes no larger")
    assert lines[-1]["other_s"] > lines[-1]["lost_at_s"] + 1
    assert path.stat().st_size <= 700_000
    _plays(path, at_least=lines[-1]["lost_at_s"] - 0.3)  # it takes a moment to be noticed


def test_a_studio_that_is_killed_loses_a_second_at_most(tmp_path: Path):
    path = tmp_path / "show.mp4"
    with _child(path) as child:
        assert child.process.stdout is not None
        told = (json.loads(line)["seconds"] for line in child.process.stdout)
        recorded = next(seconds for seconds in told if seconds > 4.7)
        child.process.send_signal(signal.SIGKILL)
        child.process.wait()
        recorded = max([recorded, *told])
    probe = media.probe(path)
    assert recorded - probe.duration_s <= 1.0
    assert probe.duration_s > 3.7
    assert len(list(media.decode_frames(path))) == probe.video.packets


def test_a_disk_that_is_nearly_full_is_told_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    feed, output = record(tmp_path / "show.mp4", seconds=4)
    per_s = output.stats().bytes / output.stats().seconds
    told = []
    for left_s in (700, 500, 590, 605, 500, 40, 30, 2000, 550):
        free = SimpleNamespace(free=left_s * per_s)
        monkeypatch.setattr(recording_module.shutil, "disk_usage", lambda _path, f=free: f)
        before = len(feed.events.all)
        output._look_at_room()
        fresh = (event for _, event in feed.events.all[before:])
        told.append([round(event.left_s) for event in fresh if isinstance(event, DiskLow)])
    assert told == [[], [500], [], [], [], [40], [], [], [550]]
    assert {event.output for event in feed.events.of(DiskLow)} == {"r"}
    said = narrate(feed.events.of(DiskLow)[0])
    assert said is not None
    assert said.text == (
        "The disk is nearly full: it has room for 8 minutes 20 seconds of recording. "
        "Free some space, or stop the recording."
    )


def test_a_slow_disk_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write, slow = recording_module.RecordingFile.write, iter(range(3))

    def hesitate(file, data: bytes) -> int:
        if next(slow, None) is not None:
            wait_until(lambda: feed.pictures > 3 * FPS, 10)
        return write(file, data)

    monkeypatch.setattr(recording_module.RecordingFile, "write", hesitate)
    with Feed(SMALL) as feed:
        output = RecordingOutput("r", "Recording", tmp_path / "show.mp4", feed.events.post)
        feed.add(output)
        feed.play(4)
    assert output.stats().pictures_dropped == 0
    assert media.gap_report(output.path).frames == 4 * FPS
