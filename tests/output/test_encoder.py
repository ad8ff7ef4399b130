"""The encoder by itself: what it takes, what it gives back, and what it does when it fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from av.error import ExternalError

from studio.model.errors import OutputError
from studio.model.events import (
    OutputEnded,
    OutputLost,
    OutputStarted,
    PicturesDropped,
    WorkerFailed,
)
from studio.model.media import RATE, AudioBlock, Canvas, Size
from studio.output import compressor as compressor_module
from studio.output import intake
from studio.output.codecs import PROCESSOR, EncoderSettings, PictureCoder, suggested_kbps
from studio.output.encoder import Encoder, Latencies
from studio.output.framing import SoundFramer
from studio.output.intake import Intake, Shot
from studio.output.packets import Packet
from studio.output.recording import RecordingOutput
from studio.output.sink import SinkState
from studio.output.stream import StreamOutput
from tests.harness import av_sync, media
from tests.harness.ingest import RtmpIngest
from tests.harness.process import wait_until
from tests.output.feeding import BLOCK, FPS, Feed, sound

SMALL = EncoderSettings(Size(320, 180), FPS)


class Taker:
    """An output that keeps what it gets."""

    def __init__(self) -> None:
        self.packets: list[Packet] = []

    def joined(self, ask_keyframe) -> None:
        self.ask_keyframe = ask_keyframe

    def take(self, packet: Packet) -> None:
        self.packets.append(packet)

    @property
    def pictures(self) -> list[Packet]:
        return [p for p in self.packets if p.is_picture]


@pytest.mark.parametrize(
    ("size", "rate", "kbps"),
    [(Size(1280, 720), 30, 2500), (Size(1920, 1080), 30, 4500), (Size(720, 1280), 30, 2500)],
)
def test_data_rates_suit_the_size(size: Size, rate: int, kbps: int):
    assert suggested_kbps(size, rate) == kbps
    assert suggested_kbps(size, 2 * rate) > 1.5 * kbps
    assert EncoderSettings(size, rate, video_kbps=999).picture_kbps == 999


def test_keyframes_come_every_two_seconds_and_when_asked_for():
    taker = Taker()
    with Feed(SMALL) as feed:
        feed.encoder.add(taker)
        feed.play(5)
        wait_until(lambda: len(taker.pictures) == 5 * FPS)
        feed.encoder.add(late := Taker())
        feed.play(1)
    assert [p.pts for p in taker.pictures if p.is_keyframe] == [0, 60, 120, 150]
    assert late.pictures[0].is_keyframe
    assert late.pictures[0].pts == 150
    assert [p.pts for p in taker.pictures] == list(range(6 * FPS))
    assert feed.pool.is_whole


def test_sound_and_pictures_stay_together_whatever_is_missing(tmp_path: Path):
    missing = np.random.default_rng(3)

    def change(block: AudioBlock) -> Iterator[AudioBlock]:
        # One in eight is missing, one in eight comes twice, one in eight begins too early.
        fate = missing.integers(8)
        if fate == 0 and block.start % RATE > RATE // 10:
            return
        yield block
        if fate == 1:
            yield block
        elif fate == 2 and block.start > 100:
            yield sound(block.start - 100, BLOCK)

    recording = tmp_path / "show.mp4"
    with Feed(SMALL) as feed:
        feed.add(RecordingOutput("r", "Recording", recording, feed.events.post))
        feed.play(
            10,
            has_picture=lambda index: index % FPS < 3 or bool(missing.integers(5)),
            change_sound=change,
        )
    report, gaps = av_sync.measure(recording), media.gap_report(recording)
    assert report.events >= 8
    assert abs(report.offset_ms) < 0.1
    assert max(abs(report.p5), abs(report.p95)) < 0.2
    assert not gaps.sound_gaps
    assert gaps.missing_frames > 30
    assert feed.encoder.stats().silence_s > 0.5
    assert media.probe(recording).duration_s == pytest.approx(10, abs=0.1)


def test_silence_is_made_for_hours_that_are_missing_without_memory_for_them():
    framer = SoundFramer()
    assert list(framer.add(AudioBlock(np.ones((1000, 2), np.float32), 5000))) == []
    late = AudioBlock(np.ones((1024, 2), np.float32), 5000 + 60 * RATE)
    frames = [(start, frame.any()) for start, frame in framer.add(late)]
    assert [start for start, _ in frames] == list(range(5000, late.start, 1024))
    assert framer.filled == 60 * RATE - 1000
    bad = AudioBlock(np.full((2048, 2), np.nan, np.float32), late.start + 1024)
    assert all(np.isfinite(frame).all() for _, frame in framer.add(bad))


def test_a_full_encoder_refuses_and_says_so_once_a_second():
    waiting = Intake()
    canvas = Canvas(Size(160, 120))
    assert all(waiting.put_picture(Shot(canvas, n, 0.0)) for n in range(intake.PICTURES))
    assert not waiting.put_picture(Shot(canvas, 9, 0.0))
    waiting.take(0)
    assert not waiting.put_picture(Shot(canvas, 1, 0.0))  # older than one it has
    assert waiting.put_picture(Shot(canvas, 9, 0.0))
    with Feed(SMALL) as feed:
        refused, began = 0, time.monotonic()
        index = 0
        while time.monotonic() - began < 1.5:
            canvas = feed.pool.take()
            canvas.buffer.fill(16)
            if not feed.encoder.put_picture(canvas, index):
                feed.pool.give(canvas)
                refused += 1
            index += 1
    assert refused == feed.encoder.stats().dropped
    assert refused == sum(event.count for event in feed.events.of(PicturesDropped))
    assert 1 <= len(feed.events.of(PicturesDropped)) <= 3
    assert feed.pool.is_whole


def test_a_canvas_of_another_size_is_a_mistake():
    encoder = Encoder(SMALL, print, release=lambda _canvas: None)
    with pytest.raises(ValueError, match="320x180"):
        encoder.put_picture(Canvas(Size(160, 120)), 0)


def test_latencies_are_told_by_percentile():
    latencies = Latencies()
    assert latencies.percentile_ms(99) == 0
    for milliseconds in range(1, 101):
        latencies.add(milliseconds / 1000 - 0.0001)
    assert latencies.percentile_ms(50) == pytest.approx(50)
    assert latencies.percentile_ms(99) == pytest.approx(99)


class FailingCoder(PictureCoder):
    """A graphics card's encoder that breaks at the fortieth picture."""

    def __init__(self, settings: EncoderSettings, encoder: str) -> None:
        # Another rate, so that the headers differ as another encoder's would.
        other = EncoderSettings(settings.size, settings.rate + (encoder != PROCESSOR))
        super().__init__(other, PROCESSOR)
        self.encoder = encoder

    def encode(self, canvas: Canvas, index: int, *, is_keyframe: bool):
        if self.encoder != PROCESSOR and index >= 40:
            raise ExternalError(1, "the driver is gone")
        return super().encode(canvas, index, is_keyframe=is_keyframe)


def test_the_processor_takes_over_from_a_graphics_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, studio_log
):
    studio_log.expect("encoder h264_nvenc failed")
    monkeypatch.setattr(compressor_module, "PictureCoder", FailingCoder)
    settings = EncoderSettings(Size(320, 180), FPS, encoder="h264_nvenc")
    with RtmpIngest() as service, Feed(settings) as feed:
        stream = StreamOutput("s", "Shop", service.url(), None, feed.events.post)
        feed.add(RecordingOutput("r", "Recording", tmp_path / "show.mp4", feed.events.post), stream)
        feed.run()
        feed.events.wait_for(OutputStarted, "s")
        told = feed.events.wait_for(WorkerFailed)
        wait_until(lambda: feed.pictures > 100)
        assert stream.state is SinkState.ON
        feed.end()
        wait_until(lambda: not service._publishing())
        streamed = service.recordings()
        assert len(streamed) == 2
        assert media.probe(streamed[1]).duration_s > 1
    assert told.worker == "h264_nvenc"
    assert "the processor took over" in str(told.error)
    assert feed.encoder.stats().encoder == PROCESSOR
    first, second = tmp_path / "show.mp4", tmp_path / "show 2.mp4"
    assert len(list(media.decode_frames(first))) == 40
    assert len(list(media.decode_frames(second))) == feed.encoder.stats().encoded - 40
    assert feed.events.of(OutputEnded, "r")[0].path == str(second)
    assert not feed.events.of(OutputLost)
    assert feed.pool.is_whole


def test_an_encoder_that_is_not_there_is_replaced_at_once(studio_log):
    studio_log.expect("encoder h264_nvenc failed")
    with Feed(EncoderSettings(Size(320, 180), FPS, encoder="h264_nvenc")) as feed:
        feed.play(0.2)
    assert feed.encoder.stats().encoder == PROCESSOR
    assert len(feed.events.of(WorkerFailed)) == 1


def test_an_encoder_that_hangs_while_it_opens(monkeypatch: pytest.MonkeyPatch):
    let_go = threading.Event()

    class Hanging(PictureCoder):
        def __init__(self, settings: EncoderSettings, encoder: str) -> None:
            let_go.wait(10)
            super().__init__(settings, encoder)

    monkeypatch.setattr(compressor_module, "PictureCoder", Hanging)
    encoder = Encoder(SMALL, print, release=print)
    encoder.start()
    with pytest.raises(OutputError) as caught:
        encoder.wait_ready(0.1)
    assert str(caught.value) == (
        "The encoder did not start. Choose the processor as picture encoder in the settings."
    )
    let_go.set()
    encoder.wait_ready()
    encoder.stop()


def test_an_encoder_that_cannot_be_opened_at_all(monkeypatch: pytest.MonkeyPatch, studio_log):
    def broken(*_args: object):
        raise ExternalError(1, "no")

    monkeypatch.setattr(compressor_module, "PictureCoder", broken)
    studio_log.expect("cannot be opened")
    posted = []
    released = []
    encoder = Encoder(SMALL, posted.append, release=released.append)
    canvas = Canvas(SMALL.size)
    assert encoder.put_picture(canvas, 0)
    encoder.start()
    with pytest.raises(OutputError, match="cannot be compressed"):
        encoder.wait_ready()
    encoder.stop()
    assert posted == []
    assert released == [canvas]
    assert not encoder.put_picture(canvas, 1)
