"""The stage with its real engines, on a machine without any device."""

import socket
import threading
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.cards.gui import ensure_gui
from studio.cards.renderer import draw_card
from studio.model import events
from studio.model.destination import Destination, StreamPlan
from studio.model.errors import OutputError, SoundError
from studio.model.media import Size
from studio.model.message import Money, Name, say
from studio.model.product import Product
from studio.model.scene import PictureKind, PictureSource, Placement, Scene, SoundKind, SoundSource
from studio.model.settings import Settings
from studio.model.work import CallOff
from studio.program.stage import ANSWER_S, Stage
from studio.speech.narrator import narrate
from tests.harness.media import decode_frames, gap_report, probe
from tests.harness.process import wait_until

CAMERA = PictureSource("Camera", PictureKind.CAMERA, "No such camera", id="camera")
BARS = PictureSource("Bars", PictureKind.TEST, id="bars")
TEA = Product("tea", Name("Tea"), Money(Decimal(5), "CNY"))


class Events(list):
    def __init__(self):
        super().__init__()
        self._lock = threading.Lock()

    def __call__(self, event):
        with self._lock:
            self.append(event)

    def of(self, kind):
        with self._lock:
            return [event for event in self if isinstance(event, kind)]

    def wait(self, kind, count=1):
        wait_until(lambda: len(self.of(kind)) >= count, 20, f"{kind.__name__} of {list(self)}")
        return self.of(kind)[count - 1]


@pytest.fixture
def told():
    return Events()


@pytest.fixture
def stage(told):
    ensure_gui()
    settings = Settings(canvas="320x180", frame_rate=25)
    stage = Stage(told, time.monotonic(), settings, lambda _wanted: "libx264")
    stage.use_sources([BARS], [SoundSource("Tone", SoundKind.TONE, id="tone", is_voice=False)])
    stage.show_scene(Scene("all", (Placement("bars"),)), 0.0)
    yield stage
    stage.close()


def _record(stage, told, path, seconds):
    stage.start_recording("record", "Recording", path)
    told.wait(events.OutputStarted)
    time.sleep(seconds)
    stage.stop_output("record")
    return told.wait(events.OutputEnded)


def test_picture_and_sound_of_a_recording_end_together(stage, told, tmp_path):
    ended = _record(stage, told, tmp_path / "show.mp4", 2.0)
    gaps = gap_report(ended.path)
    assert abs(gaps.tail_s) < 0.1
    assert not gaps.sound_gaps
    assert probe(ended.path).duration_s == pytest.approx(ended.seconds, abs=0.1)


def test_a_second_recording_takes_the_format_chosen_meanwhile(stage, told, tmp_path):
    _record(stage, told, tmp_path / "one.mp4", 0.5)
    stage.show_card(TEA, 0.0)
    stage.configure(Settings(canvas="180x320", frame_rate=20))
    stage.start_recording("two", "Recording", tmp_path / "two.mp4")
    told.wait(events.OutputStarted, 2)
    time.sleep(1.0)
    # While recording, the picture keeps its format.
    stage.configure(Settings(canvas="320x180", frame_rate=25))
    time.sleep(0.5)
    stage.stop_output("two")
    ended = told.wait(events.OutputEnded, 2)
    found = probe(ended.path)
    assert (found.video.width, found.video.height) == (180, 320)
    assert found.video.frame_rate == pytest.approx(20, abs=0.5)
    picture = list(decode_frames(ended.path))[-1].image
    card = draw_card(TEA, Size(180, 320)).drawing
    middle = card.y + card.rgba.shape[0] // 2
    # The card's paper, right of the name, where the test picture has colours.
    assert picture[middle, 140:160].min() > 200


def test_what_is_absent_is_stood_in_for_until_it_is_there(stage, told):
    microphone = SoundSource("Microphone", SoundKind.MICROPHONE, "No such microphone", id="mic")
    stage.use_sources([CAMERA], [microphone])
    stage.show_scene(Scene("camera", (Placement("camera"),)), 0.0)
    wait_until(lambda: len(told.of(events.StoodIn)) >= 2, 20, f"stand-ins in {list(told)}")
    assert {(e.source, e.is_sound) for e in told.of(events.StoodIn)} == {
        ("camera", False), ("mic", True),
    }  # fmt: skip
    stage.want_preview(Size(160, 90))
    previews = []
    wait_until(
        lambda: (shown := stage.preview()) is not None and (previews.append(shown) or True),
        10, "a preview",
    )  # fmt: skip
    assert previews[0].std() > 30
    wait_until(lambda: stage.levels().peak_db > -30, 10, "the tone")
    stage.use_sources([BARS], [])
    wait_until(lambda: stage.levels().peak_db < -60, 10, "silence")


def test_while_the_air_is_closed_no_stream_is_made(stage, told):
    plan = StreamPlan(Destination("Shop", "rtmp://127.0.0.1:9/live", needs_key=False), None)
    stage.close_air(closed=True)
    stage.start_stream(plan)
    lost = told.wait(events.OutputLost)
    assert "rehearse" in str(lost.error)
    with pytest.raises(OutputError, match="rehearse"):
        stage.test(plan, CallOff())
    stage.start_rehearsal("rehearsal", "Rehearsal")
    assert told.wait(events.OutputStarted).is_rehearsal
    time.sleep(0.8)
    stage.stop_output("rehearsal")
    assert told.wait(events.OutputEnded).seconds > 0


def test_who_ends_before_the_service_answered_hears_that_nothing_was_sent(stage, told):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"rtmp://127.0.0.1:{silent.getsockname()[1]}/live/show"
        silent.settimeout(10)
        stage.start_stream(StreamPlan(Destination("Shop", url, needs_key=False, id="shop"), None))
        with silent.accept()[0]:
            stage.stop_output("shop")
            said = narrate(told.wait(events.OutputEnded))
    assert said is not None
    assert said.text == "Nothing was sent to Shop."
    assert not told.of(events.OutputStarted)


def test_a_stage_that_closes_ends_its_outputs(told, tmp_path):
    stage = Stage(told, time.monotonic(), Settings(canvas="320x180"), lambda _wanted: "libx264")
    stage.use_sources([BARS], [])
    stage.show_scene(Scene("all", (Placement("bars"),)), 0.0)
    stage.start_recording("record", "Recording", tmp_path / "show.mp4")
    told.wait(events.OutputStarted)
    time.sleep(0.6)
    stage.close()
    assert Path(told.wait(events.OutputEnded).path).is_file()
    assert probe(tmp_path / "show.mp4").duration_s > 0.3
    counts = stage.counts()[1]
    assert counts.encoded > 5
    assert counts.outputs[0]["state"] == "ended"


def test_a_mute_does_not_wait_for_the_crew(told, tmp_path):
    ready = threading.Event()

    def slow(_wanted):
        ready.wait(20)
        return "libx264"

    stage = Stage(told, time.monotonic(), Settings(canvas="320x180"), slow)
    tone = SoundSource("Tone", SoundKind.TONE, id="tone", is_voice=False)
    try:
        stage.use_sources([BARS], [tone])
        wait_until(lambda: stage.levels().peak_db > -30, 10, "the tone")
        stage.start_recording("record", "Recording", tmp_path / "show.mp4")
        stage.use_sources([BARS], [replace(tone, is_muted=True)])
        wait_until(lambda: stage.levels().peak_db < -60, 5, "silence")
        assert not told.of(events.OutputStarted)
    finally:
        ready.set()
        stage.close()


@pytest.mark.parametrize(("wanted", "is_told"), [("h264_nvenc", True), ("auto", False)])
def test_an_encoder_that_does_not_work_here_is_named(told, tmp_path, wanted, is_told):
    settings = Settings(canvas="320x180", encoder=wanted)
    stage = Stage(told, time.monotonic(), settings, lambda _wanted: "libx264")
    try:
        stage.use_sources([BARS], [])
        _record(stage, told, tmp_path / "show.mp4", 0.5)
        failed = [str(event.error) for event in told.of(events.WorkerFailed)]
        assert bool(failed) == is_told
        assert all(words.startswith("NVIDIA NVENC does not work") for words in failed)
    finally:
        stage.close()


def test_an_output_that_cannot_begin_for_any_reason_is_told(told, tmp_path, studio_log):
    def broken(_wanted):
        raise ValueError("a bug")

    studio_log.expect("the encoder did not start")
    stage = Stage(told, time.monotonic(), Settings(canvas="320x180"), broken)
    try:
        stage.start_recording("record", "Recording", tmp_path / "show.mp4")
        lost = told.wait(events.OutputLost)
        assert str(lost.error).startswith("Recording could not be begun.")
        assert not lost.will_retry
    finally:
        stage.close()


def test_outputs_end_with_the_encoder(stage, told, tmp_path, studio_log, monkeypatch):
    studio_log.expect("the encoder failed")
    stage.start_recording("record", "Recording", tmp_path / "show.mp4")
    told.wait(events.OutputStarted)
    time.sleep(1.0)
    monkeypatch.setattr(stage._sending._encoder._compressor, "picture", _fail)
    told.wait(events.EncoderFailed)
    ended = told.wait(events.OutputEnded)
    assert probe(ended.path).duration_s > 0.5
    assert list(decode_frames(ended.path))
    stage.start_recording("again", "Recording", tmp_path / "again.mp4")
    told.wait(events.OutputStarted, 2)


def _fail(*_arguments, **_options):
    raise ValueError("the codec gave up")


WORDS = say("This is {device}. If you hear it, press any key.", device=Name("Headphones"))


def test_a_device_says_its_name_on_itself_and_ends_at_once_when_nobody_wants_it_any_more(
    pulse, stage
):
    over, begun = threading.Event(), threading.Event()
    with pulse.recording("headphones") as ears, pulse.recording("public") as room:
        began = time.monotonic()
        speaking = threading.Thread(
            target=stage.say_on, args=("Headphones", WORDS, over, begun.set)
        )
        speaking.start()
        wait_until(lambda: ears.first_sound(began), 20, "name")
        assert begun.wait(1)
        over.set()
        ended = time.monotonic()
        speaking.join(10)
        assert not speaking.is_alive()
        assert time.monotonic() - ended < 1.5
        assert room.first_sound(began) is None


def test_a_device_that_is_not_there_is_told_and_leaves_time_before_the_next(stage):
    began = time.monotonic()
    with pytest.raises(SoundError):
        stage.say_on("No such device", WORDS, threading.Event(), _fail)
    assert time.monotonic() - began >= ANSWER_S
