"""The broadcast delay on the stage with its real engines: late, whole, and in step."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from av.error import ExternalError

import studio.output.compressor as compressor_module
from studio.cards.gui import ensure_gui
from studio.model import events
from studio.model.destination import Destination, StreamPlan
from studio.model.media import RATE, Size
from studio.model.scene import PictureKind, PictureSource, Placement, Scene, SoundKind, SoundSource
from studio.model.settings import Settings
from studio.output.codecs import PROCESSOR, EncoderSettings, PictureCoder
from studio.output.encoder import Encoder
from studio.output.sink import Sink
from studio.program.stage import Stage
from studio.program.tap import Tap
from tests.harness.av_sync import make_clip, measure
from tests.harness.ingest import RtmpIngest
from tests.harness.media import decode_frames, decode_sound, gap_report, probe
from tests.harness.process import wait_until
from tests.output.feeding import Pool
from tests.program.test_stage import BARS, Events
from tests.program.unheard import VOICE, audible, feed_microphones, lost_s, talk_with

DELAY_S = 2.0
TONE = SoundSource("Tone", SoundKind.TONE, id="tone", is_voice=False)
SETTINGS = Settings(canvas="320x180", frame_rate=25)


class Taken:
    """An output that keeps what it gets."""

    def __init__(self) -> None:
        self.packets = []

    def joined(self, ask_keyframe) -> None:
        pass

    def take(self, packet) -> None:
        self.packets.append(packet)


@pytest.fixture
def told() -> Events:
    return Events()


@pytest.fixture
def stage(told: Events) -> Iterator[Stage]:
    ensure_gui()
    stage = Stage(told, time.monotonic(), SETTINGS, lambda wanted: wanted)
    stage.configure(Settings(canvas="320x180", frame_rate=25, encoder="libx264"))
    stage.use_sources([BARS], [TONE])
    stage.show_scene(Scene("all", (Placement("bars"),)), 0.0)
    stage.use_delay(DELAY_S)
    yield stage
    stage.close()


def _begin(stage: Stage, told: Events, path: Path, name: str = "record") -> float:
    """Record, and give when that began."""
    began = time.monotonic()
    stage.start_recording(name, name, path)
    wait_until(lambda: [e for e in told.of(events.OutputStarted) if e.output == name], 10)
    return began


def _ended(told: Events, name: str = "record") -> events.OutputEnded:
    def found() -> events.OutputEnded | None:
        return next((e for e in told.of(events.OutputEnded) if e.output == name), None)

    return wait_until(found, 15, f"end of {name}")


def test_all_of_a_show_arrives_late_and_ends_together(stage, told, tmp_path):
    began = _begin(stage, told, tmp_path / "show.mp4")
    assert told.of(events.OutputStarted)[0].behind_s == DELAY_S
    time.sleep(1.5)
    stage.stop_output("record")
    stopped = time.monotonic()
    ended = _ended(told)
    assert DELAY_S - 0.1 < time.monotonic() - stopped < DELAY_S + 1.0
    assert ended.seconds == pytest.approx(stopped - began, abs=0.25)
    gaps = gap_report(ended.path)
    assert abs(gaps.tail_s) < 0.1
    assert not gaps.sound_gaps
    assert not gaps.missing_frames


def test_lips_and_words_stay_together(told, tmp_path):
    make_clip(tmp_path / "clip.mp4", seconds=14, fps=25)
    film = PictureSource("Film", PictureKind.MEDIA, str(tmp_path / "clip.mp4"), id="film")
    sound = SoundSource("Film", SoundKind.FILE, str(tmp_path / "clip.mp4"), is_voice=False)
    stage = Stage(told, time.monotonic() + 0.5, SETTINGS, lambda _wanted: "libx264")
    try:
        stage.use_sources([film], [sound])
        stage.show_scene(Scene("all", (Placement("film"),)), 0.0)
        stage.use_delay(3.0)
        _begin(stage, told, tmp_path / "show.mp4")
        time.sleep(7.0)
        stage.stop_output("record")
        found = measure(_ended(told).path)
    finally:
        stage.close()
    assert found.events >= 4
    assert abs(found.offset_ms) < 45
    assert found.jitter_ms < 25


def test_an_output_that_joins_gets_nothing_from_before(stage, told, tmp_path):
    """Somebody goes live while recording: what was said before is nobody's business."""
    stage.use_sources([BARS], [])
    first_began = _begin(stage, told, tmp_path / "first.mp4", "first")
    time.sleep(1.5)
    joined = _begin(stage, told, tmp_path / "second.mp4", "second")
    stage.use_sources([BARS], [TONE])
    toned = time.monotonic() - first_began
    time.sleep(1.5)
    stage.stop_output("second")
    stopped = time.monotonic()
    ended = _ended(told, "second")
    assert ended.seconds == pytest.approx(stopped - joined, abs=0.25)
    sound = decode_sound(ended.path).samples[:, 0]
    assert np.abs(sound[round(0.5 * RATE) :]).max() > 0.05  # the tone, from its beginning on
    stage.stop_output("first")
    first = decode_sound(_ended(told, "first").path).samples[:, 0]
    silent = int(np.argmax(np.abs(first) > 0.05)) / RATE
    assert silent == pytest.approx(toned, abs=0.5)


def test_what_an_output_gets_begins_with_a_keyframe_though_pictures_are_under_way():
    """On a busy machine pictures of before somebody wished for it come after that."""
    size = Size(320, 180)
    pool = Pool(size)
    encoder = Encoder(EncoderSettings(size, 25), lambda _event: None, release=pool.give)
    encoder.start()
    encoder.wait_ready()
    taken = Taken()
    encoder.add(Tap(cast("Sink", taken), begins_at=0.4), 0.4)
    for index in range(30):
        canvas = pool.take()
        wait_until(lambda c=canvas, i=index: encoder.put_picture(c, i), 5, every_s=0.002)
    encoder.stop()
    pictures = [packet for packet in taken.packets if packet.is_picture]
    assert pictures[0].at == pytest.approx(0.4)
    assert [packet.is_keyframe for packet in pictures] == [True, *[False] * 19]


def test_a_stream_and_a_recording_get_the_same(stage, told, tmp_path):
    with RtmpIngest() as service:
        plan = StreamPlan(Destination("Shop", service.url(), needs_key=False, id="shop"), None)
        _begin(stage, told, tmp_path / "show.mp4")
        stage.start_stream(plan)
        time.sleep(3.5)
        started = [e for e in told.of(events.OutputStarted) if e.output == "shop"]
        assert started[0].behind_s == DELAY_S
        stage.stop_output("shop")
        stage.stop_output("record")
        assert _ended(told, "shop").seconds == pytest.approx(3.5, abs=0.5)
        _ended(told)
        wait_until(lambda: not service._publishing(), 10)
        (streamed,) = service.recordings()
        assert probe(streamed).duration_s == pytest.approx(3.5, abs=0.5)
        assert not told.of(events.OutputLost)


def test_a_service_that_was_lost_comes_back(stage, told):
    with RtmpIngest() as service:
        url = service.url()
        plan = StreamPlan(Destination("Shop", url, needs_key=False, id="shop"), None)
        stage.start_stream(plan)
        told.wait(events.OutputStarted)
        service.restart()
        told.wait(events.OutputLost)
        told.wait(events.OutputBack)
        stage.stop_output("shop")
        _ended(told, "shop")


def test_the_end_can_be_at_once_also_after_it_was_wished_for(stage, told, tmp_path):
    began = _begin(stage, told, tmp_path / "show.mp4")
    time.sleep(3.0)
    stage.stop_output("record")
    time.sleep(0.5)
    stage.stop_output("record", at_once=True)
    stopped = time.monotonic()
    ended = _ended(told)
    assert time.monotonic() - stopped < 1.0
    assert ended.seconds == pytest.approx(stopped - began - DELAY_S, abs=0.3)
    assert abs(gap_report(ended.path).tail_s) < 0.15


def test_what_is_taken_back_is_silent_and_still(stage, told, tmp_path):
    began = _begin(stage, told, tmp_path / "show.mp4")
    time.sleep(3.0)
    stage.drop_held()
    dropped = time.monotonic() - began
    time.sleep(1.5)
    stage.stop_output("record")
    stopped = time.monotonic() - began
    ended = _ended(told)
    dropped -= stopped - ended.seconds  # it began only once the encoder was open
    sound = np.abs(decode_sound(ended.path).samples[:, 0])
    first, last = dropped - DELAY_S, dropped
    assert sound[round((first + 0.15) * RATE) : round((last - 0.1) * RATE)].max() < 1e-3
    assert sound[round(0.2 * RATE) : round((first - 0.2) * RATE)].max() > 0.05
    assert sound[round((last + 0.3) * RATE) :].max() > 0.05
    shown = [frame.at for frame in decode_frames(ended.path)]
    held = [at for at in shown if first + 0.2 < at < last - 0.2]
    assert not held
    assert [at for at in shown if at > last + 0.4]


class LateFailingCoder(PictureCoder):
    """A graphics card's encoder that breaks when it is told to."""

    is_broken = threading.Event()

    def __init__(self, settings: EncoderSettings, encoder: str) -> None:
        # Another rate, so that the headers differ as another encoder's would.
        other = EncoderSettings(settings.size, settings.rate + (encoder != PROCESSOR))
        super().__init__(other, PROCESSOR)
        self.encoder = encoder

    def encode(self, canvas, index: int, *, is_keyframe: bool):
        if self.encoder != PROCESSOR and self.is_broken.is_set():
            raise ExternalError(1, "the driver is gone")
        return super().encode(canvas, index, is_keyframe=is_keyframe)


def test_when_the_encoder_is_exchanged_no_picture_loses_its_sound(
    stage, told, tmp_path, monkeypatch, studio_log
):
    studio_log.expect("encoder h264_nvenc failed")
    monkeypatch.setattr(compressor_module, "PictureCoder", LateFailingCoder)
    LateFailingCoder.is_broken.clear()
    stage.configure(Settings(canvas="320x180", frame_rate=25, encoder="h264_nvenc"))
    began = _begin(stage, told, tmp_path / "show.mp4")
    time.sleep(1.5)
    LateFailingCoder.is_broken.set()
    told.wait(events.WorkerFailed)
    broken = time.monotonic() - began
    time.sleep(1.5)
    stage.stop_output("record")
    _ended(told)
    files = sorted(tmp_path.glob("*.mp4"), key=lambda path: path.stat().st_mtime)
    assert [path.name for path in files] == ["show.mp4", "show 2.mp4"]
    lengths = [probe(path).duration_s for path in files]
    assert lengths[0] == pytest.approx(broken, abs=0.3)
    assert lengths[1] == pytest.approx(1.5, abs=0.3)
    assert all(abs(gap_report(path).tail_s) < 0.15 for path in files)


def test_an_encoder_that_fails_ends_outputs_at_once(stage, told, tmp_path, studio_log, monkeypatch):
    studio_log.expect("the encoder failed")
    _begin(stage, told, tmp_path / "show.mp4")
    time.sleep(DELAY_S + 1.0)

    def fail(*_arguments, **_options):
        raise ValueError("the codec gave up")

    monkeypatch.setattr(stage._sending._encoder._compressor, "picture", fail)
    told.wait(events.EncoderFailed)
    failed = time.monotonic()
    ended = _ended(told)
    assert time.monotonic() - failed < 2.0
    assert probe(ended.path).duration_s > 0.5


def test_a_studio_that_is_closed_still_sends_the_rest(told, tmp_path):
    ensure_gui()
    stage = Stage(told, time.monotonic(), SETTINGS, lambda _wanted: "libx264")
    stage.use_sources([BARS], [TONE])
    stage.show_scene(Scene("all", (Placement("bars"),)), 0.0)
    stage.use_delay(DELAY_S)
    began = _begin(stage, told, tmp_path / "show.mp4")
    time.sleep(1.0)
    lasted = time.monotonic() - began
    stage.close()
    assert probe(tmp_path / "show.mp4").duration_s == pytest.approx(lasted, abs=0.25)


def test_what_is_sent_keeps_its_delay_and_the_next_show_has_its_own(stage, told, tmp_path):
    _begin(stage, told, tmp_path / "one.mp4")
    stage.use_delay(0.0)
    time.sleep(0.5)
    stage.stop_output("record")
    stopped = time.monotonic()
    _ended(told)
    assert time.monotonic() - stopped > DELAY_S - 0.2
    _begin(stage, told, tmp_path / "two.mp4", "two")
    assert told.of(events.OutputStarted)[-1].behind_s == 0.0
    time.sleep(0.5)
    stage.stop_output("two")
    stopped = time.monotonic()
    _ended(told, "two")
    assert time.monotonic() - stopped < 1.0


def test_what_the_streamer_hears_and_sees_of_levels_is_not_late(stage, told, tmp_path):
    stage.use_sources([BARS], [])
    _begin(stage, told, tmp_path / "show.mp4")
    wait_until(lambda: stage.levels().peak_db < -60, 5)
    stage.use_sources([BARS], [TONE])
    since = time.monotonic()
    wait_until(lambda: stage.levels().peak_db > -30, 5, every_s=0.01)
    assert time.monotonic() - since < 0.7
    stage.stop_output("record", at_once=True)


def test_commands_in_a_rehearsal_are_not_in_its_recording(told, tmp_path, monkeypatch):
    """In real time, through all that a show goes through."""
    talk = talk_with(3, pauses_s=(0.35, 0.5), has_room=True, seed=3)
    feed_microphones(monkeypatch, talk.sound)
    ensure_gui()
    origin = time.monotonic() + 2.5
    stage = Stage(told, origin, SETTINGS, lambda _wanted: "libx264")
    try:
        stage.use_sources([BARS], [VOICE])
        stage.show_scene(Scene("all", (Placement("bars"),)), 0.0)
        stage.use_delay(3.0)
        stage.start_rehearsal("rehearsal", "Rehearsal")
        _begin(stage, told, tmp_path / "show.mp4")
        for one in talk.said:
            time.sleep(max(0.0, origin + one.ended + 0.5 - time.monotonic()))
            assert stage.cut_voice(origin + one.began, origin + one.ended, origin + one.began)
        time.sleep(max(0.0, origin + len(talk.sound) / RATE - 1.0 - time.monotonic()))
        stage.stop_output("rehearsal")
        stage.stop_output("record")
        ended = _ended(told)
    finally:
        stage.close()
    sound = decode_sound(ended.path).samples[:, 0]
    # Where the talk begins in the recording.
    wanted = talk.sound[round(talk.wanted[0].began * RATE) :][: round(0.4 * RATE)]
    size = 1 << (len(sound) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(wanted, size))
    found = int(np.fft.irfft(spectrum)[: len(sound)].argmax())
    shift = found - round(talk.wanted[0].began * RATE)
    out = sound[shift:] if shift >= 0 else np.concatenate((np.zeros(-shift, np.float32), sound))
    energy_db, correlation = audible(talk, out, talk.said)
    assert energy_db < -40
    assert correlation < 0.05
    assert lost_s(talk, out) <= 0.05
