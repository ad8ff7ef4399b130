"""One show with everything that can happen to its outputs at once, and what arrived in the end."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio import log as studio_log_module
from studio.model.destination import StreamKey
from studio.model.events import (
    EncoderFailed,
    OutputBack,
    OutputEnded,
    OutputLost,
    OutputOverflowed,
    OutputStarted,
    PicturesDropped,
)
from studio.output import recording
from studio.output.encoder import EncoderSettings, EncoderStats
from studio.output.recording import RecordingOutput
from studio.output.sink import SinkState, SinkStats
from studio.output.stream import StreamOutput
from studio.speech.narrator import narrate
from tests.harness import av_sync, media
from tests.harness.ingest import RtmpIngest
from tests.harness.process import wait_until
from tests.output.feeding import FPS, SIZE, Events, Feed

KEYS = {name: f"{name}-3f9a7c21d8" for name in ("steady", "killed", "stalled", "slow", "late")}

# Long enough for an address to be noticed in it, and a part of none.
QUERY = "?sign=9d1e77b0c4&expire=1893456000"


class SlowRelay:
    """A line that carries so many bytes a second to a port, and no more."""

    def __init__(self, target_port: int, bytes_per_s: int) -> None:
        self._target_port = target_port
        self._per_s = bytes_per_s
        self._listening = socket.create_server(("127.0.0.1", 0))
        # Before the connections: they take it over.
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        self.port: int = self._listening.getsockname()[1]
        self._closing = contextlib.ExitStack()
        self._closing.callback(self._listening.close)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> SlowRelay:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._closing.close()

    def _serve(self) -> None:
        near, _ = self._listening.accept()
        far = socket.create_connection(("127.0.0.1", self._target_port))
        with near, far:
            back = threading.Thread(target=self._pass, args=(far, near, 1 << 20))
            back.start()
            self._pass(near, far, self._per_s)
            for line in (near, far):
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
            back.join()

    def _pass(self, source: socket.socket, target: socket.socket, per_s: int) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(per_s // 20):
                target.sendall(data)
                if self._stopping.wait(len(data) / per_s):
                    return


@dataclass
class Shown:
    """What the show left behind."""

    events: Events = field(default_factory=Events)
    files: dict[str, list[Path]] = field(default_factory=dict)
    recording: Path = Path()
    stats: dict[str, SinkStats] = field(default_factory=dict)
    encoder: EncoderStats | None = None
    log: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)
    syncs: int = 0


class _EveryLine(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(logging.Formatter().format(record))


@contextlib.contextmanager
def _everything_logged(lines: list[str]) -> Iterator[None]:
    root = logging.getLogger()
    handler, level = _EveryLine(lines), root.level
    studio_level = logging.getLogger("studio").level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("studio").setLevel(logging.DEBUG)
    yield
    logging.getLogger("studio").setLevel(studio_level)
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The show: two streams are untroubled, one service is killed, one stalls, one line is slow."""
    result = Shown(recording=tmp_path_factory.mktemp("recordings") / "new folder" / "show.mp4")
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        stack.enter_context(_everything_logged(result.log))
        services = {
            name: stack.enter_context(RtmpIngest(None if name == "slow" else key + _query(name)))
            for name, key in KEYS.items()
            if name != "late"
        }
        services["late"] = services["steady"]
        services["steady"].key = None
        fsync = os.fsync

        def count(descriptor: int) -> None:
            result.syncs += 1
            fsync(descriptor)

        patch.setattr(recording.os, "fsync", count)
        _play(result, services)
        for name, service in services.items():
            service.resume()
            wait_until(lambda s=service: not s._publishing(), 5)
            key = KEYS[name] + _query(name)
            result.files[name] = service.recordings(key.partition("?")[0])
        yield result


def _query(name: str) -> str:
    return QUERY if name == "late" else ""


def _play(result: Shown, services: dict[str, RtmpIngest]) -> None:
    times = result.times
    settings = EncoderSettings(SIZE, FPS, video_kbps=2500)
    with Feed(settings) as feed, SlowRelay(services["slow"]._port.number, 80_000) as relay:
        result.events = events = feed.events

        def stream(name: str, address: str) -> StreamOutput:
            return StreamOutput(
                name, f"Service {name}", address, StreamKey(KEYS[name] + _query(name)), events.post
            )

        outputs = {
            name: stream(name, services[name].address) for name in ("steady", "killed", "stalled")
        }
        outputs["slow"] = stream("slow", f"rtmp://127.0.0.1:{relay.port}/live")
        file = RecordingOutput("file", "Recording", result.recording, events.post)
        feed.add(file, *outputs.values())
        feed.run()
        for name in outputs:
            events.wait_for(OutputStarted, name)
        wait_until(lambda: feed.pictures > 2 * FPS)
        times["killed"] = time.monotonic()
        services["killed"].kill()
        times["stalled"] = time.monotonic()
        services["stalled"].pause()
        events.wait_for(OutputLost, "killed")
        outputs["late"] = stream("late", services["late"].address)
        times["late"] = time.monotonic()
        feed.add(outputs["late"])
        events.wait_for(OutputStarted, "late")
        services["killed"].start()
        events.wait_for(OutputLost, "stalled")
        wait_until(lambda: time.monotonic() > times["stalled"] + 7)  # the line is given up
        services["stalled"].resume()
        events.wait_for(OutputBack, "killed", 15)
        events.wait_for(OutputBack, "stalled", 15)
        events.wait_for(OutputOverflowed, "slow", 20)
        resumed = feed.pictures
        wait_until(lambda: feed.pictures > resumed + 2 * FPS)
        result.described = [repr(o) + repr(o.stats()) + repr(vars(o)) for o in outputs.values()]
        feed.end()
        result.stats = {name: output.stats() for name, output in outputs.items()}
        result.stats["file"] = file.stats()
        result.encoder = feed.encoder.stats()
        assert feed.pool.is_whole


def test_every_picture_was_encoded_in_time(shown: Shown):
    stats = shown.encoder
    assert stats is not None
    assert stats.encoder == "libx264"
    assert stats.encoded + stats.dropped >= shown.stats["file"].seconds * FPS - 1
    assert stats.dropped == sum(e.count for e in shown.events.of(PicturesDropped))
    assert stats.dropped <= stats.encoded / 50  # other programs run on this machine too
    assert stats.latency_ms[50] < 40
    assert not shown.events.of(EncoderFailed)


@pytest.mark.parametrize("name", [*KEYS, "file"])
def test_everything_decodes(shown: Shown, name: str):
    for path in shown.files.get(name, [shown.recording]):
        probe = media.probe(path)
        assert (probe.video.codec, probe.video.profile) == ("h264", "High")
        assert probe.video.colour == ("tv", "smpte170m", "smpte170m", "smpte170m")
        assert (probe.sound.codec, probe.sound.rate, probe.sound.channels) == ("aac", 48000, 2)
        assert probe.video.keyframes_s[0] == probe.video.start_s
        pictures = list(media.decode_frames(path))
        assert len(pictures) >= probe.video.packets - 1
        assert len(media.decode_sound(path).samples) > 0.9 * probe.sound.duration_s * 48000


@pytest.mark.parametrize("name", [*KEYS, "file"])
def test_flash_and_beep_are_together(shown: Shown, name: str):
    reports = [av_sync.measure(path) for path in shown.files.get(name, [shown.recording])]
    assert sum(report.events for report in reports) >= 3
    for report in reports:
        if report.events:
            # FLV counts in whole milliseconds.
            assert abs(report.offset_ms) < (0.1 if name == "file" else 1.5), report


def test_the_recording_is_an_ordinary_file_without_a_gap(shown: Shown):
    probe, gaps = media.probe(shown.recording), media.gap_report(shown.recording)
    stats = shown.encoder
    assert stats is not None
    assert gaps.frames == stats.encoded
    assert gaps.missing_frames == stats.dropped
    assert not gaps.sound_gaps
    assert probe.video.start_s == 0
    assert abs(probe.video.duration_s - probe.sound.duration_s) < 0.05
    assert _boxes(shown.recording)[-1] == "moov"
    assert "moof" not in _boxes(shown.recording)
    ended = shown.events.of(OutputEnded, "file")[0]
    assert ended.path == str(shown.recording)
    assert ended.seconds == pytest.approx(probe.duration_s, abs=0.05)


def test_the_recording_was_brought_to_the_disk_every_second(shown: Shown):
    assert shown.syncs >= shown.stats["file"].seconds - 3


def test_an_untroubled_stream_notices_nothing(shown: Shown):
    (path,) = shown.files["steady"]
    gaps = media.gap_report(path)
    stats = shown.encoder
    assert stats is not None
    assert gaps.missing_frames <= stats.dropped
    assert not gaps.sound_gaps
    assert shown.stats["steady"].pictures_dropped == 0
    assert shown.stats["steady"].state is SinkState.ENDED
    assert not shown.events.of(OutputLost, "steady")
    assert not shown.events.of(OutputOverflowed, "steady")
    # The last packets were still taken before the end.
    assert media.probe(path).duration_s == pytest.approx(shown.stats["steady"].seconds, abs=0.1)


def test_a_killed_service_comes_back(shown: Shown):
    lost = shown.events.of(OutputLost, "killed")[0]
    assert lost.will_retry
    assert "Service killed closed the connection." in str(lost.error)
    assert shown.events.when(OutputLost, "killed") - shown.times["killed"] < 2
    back = shown.events.of(OutputBack, "killed")[0]
    assert 0 < back.away_s < 12
    assert shown.stats["killed"].reconnects == 1
    assert len(shown.files["killed"]) == 2


def test_a_stalled_service_is_noticed_in_time_and_comes_back(shown: Shown):
    lost = shown.events.of(OutputLost, "stalled")[0]
    assert "Service stalled does not take the stream any more." in str(lost.error)
    assert shown.events.when(OutputLost, "stalled") - shown.times["stalled"] <= 4
    back = shown.events.of(OutputBack, "stalled")[0]
    # What its viewers missed began before the loss was noticed.
    assert back.away_s > 4
    assert len(shown.files["stalled"]) == 2


def test_a_stall_that_passes_is_told_and_keeps_its_line(tmp_path: Path):
    key = "passing-3f9a7c21d8"
    with RtmpIngest(key) as service, Feed(EncoderSettings(SIZE, FPS, video_kbps=2500)) as feed:
        output = StreamOutput("a", "Shop", service.address, StreamKey(key), feed.events.post)
        feed.add(output)
        feed.run()
        feed.events.wait_for(OutputStarted, "a")
        service.pause()
        lost = feed.events.wait_for(OutputLost, "a")
        assert "Shop does not take the stream any more." in str(lost.error)
        service.resume()
        assert 0 < feed.events.wait_for(OutputBack, "a", 15).away_s < 4
        feed.end()
        service.stop()
        assert output.stats().reconnects == 0
        assert len(feed.events.of(OutputLost, "a")) == 1
        assert len(service.recordings()) == 1


def test_a_slow_line_loses_whole_groups_of_pictures(shown: Shown):
    overflowed = shown.events.of(OutputOverflowed, "slow")
    assert all(event.lost_s > 1 for event in overflowed)
    said = narrate(overflowed[0])
    assert said is not None
    assert said.text.startswith("The line to Service slow is too slow: ")
    assert said.text.endswith(" If it happens again, lower the picture data rate.")
    assert shown.stats["slow"].pictures_dropped >= FPS
    assert not shown.events.of(OutputLost, "slow")
    (path,) = shown.files["slow"]
    times = [picture.at for picture in media.decode_frames(path)]
    keyframes = media.probe(path).video.keyframes_s
    holes = [after for before, after in itertools.pairwise(times) if after - before > 0.5]
    assert all(min(abs(after - key) for key in keyframes) < 0.01 for after in holes)


def test_an_output_added_later_starts_at_once(shown: Shown):
    started = shown.events.when(OutputStarted, "late") - shown.times["late"]
    assert started < 1.0  # 0.1 s on an idle machine
    (path,) = shown.files["late"]
    assert media.probe(path).video.keyframes_s[0] == 0


def test_no_key_is_ever_seen(shown: Shown):
    seen = [repr(event) for _, event in shown.events.all]
    seen += [str(event.error) for event in shown.events.of(OutputLost)]
    seen += [*shown.log, *shown.described]
    assert any("is connected" in line for line in shown.log)
    for key in [*KEYS.values(), "9d1e77b0c4", "1893456000"]:
        assert not [line for line in seen if key in line]
    # Nor would a line by somebody else show it.
    assert studio_log_module.clean(f"publish {KEYS['steady']}") == "publish ***"


def _boxes(path: Path) -> list[str]:
    """The top-level boxes of an MP4."""
    names = []
    with path.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size = int.from_bytes(head[:4], "big")
            if size == 1:
                size = int.from_bytes(file.read(8), "big") - 8
            names.append(head[4:].decode())
            file.seek(size - 8, 1)
    return names
