"""The desk keeps the timeline whatever its sources do. (Devices: see test_microphone.)"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from studio.audio import tones
from studio.audio.desk import BLOCK, LAG_S, SoundDesk
from studio.model.events import Event, SourceLost, WorkerFailed
from studio.model.media import RATE, AudioBlock
from studio.model.scene import SoundKind, SoundSource
from tests.audio.sounds import joined, noise, roughness, sine, sound_file, stereo
from tests.harness.process import wait_until

TONE = SoundSource("Tone", SoundKind.TONE, "1000", is_voice=False)


class Heard:
    """What a desk gave, and when."""

    def __init__(self) -> None:
        self.program: list[AudioBlock] = []
        self.monitor: list[AudioBlock] = []
        self.times: list[float] = []
        self.events: list[Event] = []

    def take(self, program: AudioBlock, monitor: AudioBlock) -> None:
        self.program.append(program)
        self.monitor.append(monitor)
        self.times.append(time.monotonic())

    def wait(self, seconds: float) -> None:
        """Wait for so much more sound."""
        wanted = len(self.program) + round(seconds * RATE / BLOCK)
        wait_until(lambda: len(self.program) >= wanted, seconds + 10, "sound")


@contextlib.contextmanager
def desk_of(*sources: SoundSource, begins_in_s: float = 0.05) -> Iterator[tuple[SoundDesk, Heard]]:
    heard = Heard()
    desk = SoundDesk(heard.events.append, origin=time.monotonic() + begins_in_s)
    desk.set_sources(sources)
    desk.listen(heard.take)
    desk.start()
    try:
        yield desk, heard
    finally:
        desk.stop()


def test_without_any_source_there_is_silence_on_time():
    with desk_of(begins_in_s=0.1) as (_, heard):
        origin = time.monotonic() + 0.1
        heard.wait(0.5)
    assert heard.program[0].start == 0
    assert not joined(heard.program).any()
    assert not joined(heard.monitor).any()
    late = [
        at - (origin + (block.start + BLOCK) / RATE + LAG_S)
        for at, block in zip(heard.times, heard.program, strict=True)
    ]
    assert -0.02 < np.median(late) < 0.05


def test_what_was_missed_is_made_up_for():
    origin = time.monotonic() - 2.0
    with desk_of(TONE, begins_in_s=-2.0) as (_, heard):

        def on_time() -> bool:
            return time.monotonic() - origin - len(heard.program) * BLOCK / RATE < 0.5

        heard.wait(0.1)
        assert heard.program[0].start == 0
        wait_until(on_time, 20, "what was missed")
    sound = joined(heard.program)
    assert roughness(sound[480:]) < 1.5 * roughness(sine(0.1, 1000, 0.1))


def test_blocks_are_for_reading_only():
    with desk_of(TONE) as (_, heard):
        heard.wait(0.1)
    assert heard.program[0].samples.dtype == np.float32
    assert heard.program[0].samples.shape == (BLOCK, 2)
    with pytest.raises(ValueError, match="read-only"):
        heard.program[0].samples[0] = 1.0


def test_a_tone_lies_on_the_timeline():
    with desk_of(TONE) as (_, heard):
        heard.wait(0.3)
    sound = joined(heard.program)
    expected = stereo(sine(len(sound) / RATE, 1000, 0.1))
    assert np.allclose(sound[480:], expected[480:], atol=1e-5)


def test_a_file_begins_at_the_first_sample_and_is_not_changed(tmp_path):
    path = tmp_path / "talk.wav"
    with sound_file(path) as file:
        file.add(stereo(noise(2.0)))
    talk = SoundSource("Talk", SoundKind.FILE, str(path))
    with desk_of(talk) as (_, heard):
        heard.wait(0.5)
    out = joined(heard.program)
    assert np.allclose(out, stereo(noise(2.0))[: len(out)], atol=1e-4)


def test_an_offset_delays_a_file_and_may_change_without_a_click(tmp_path):
    path = tmp_path / "tone.wav"
    with sound_file(path) as file:
        file.add(stereo(sine(3.0)))
    file_source = SoundSource("Music", SoundKind.FILE, str(path), offset_ms=40.0)
    with desk_of(file_source) as (desk, heard):
        heard.wait(0.5)
        desk.set_sources([replace(file_source, offset_ms=-60.0)])
        heard.wait(0.5)
    out = joined(heard.program)
    assert not out[:1920].any()
    assert np.allclose(out[1920:9600], stereo(sine(0.16)), atol=1e-4)
    assert roughness(out[2000:]) < 3 * roughness(sine(0.1))
    end = len(out)
    assert np.allclose(out[-960:], stereo(sine(3.0))[end - 960 + 2880 : end + 2880], atol=1e-4)


def test_sources_come_and_go_without_a_click(tmp_path):
    path = tmp_path / "music.wav"
    with sound_file(path) as file:
        file.add(stereo(sine(3.0)))
    music = SoundSource("Music", SoundKind.FILE, str(path), is_voice=False, is_monitored=True)
    with desk_of(music) as (desk, heard):
        heard.wait(0.2)
        desk.set_sources([music, TONE])
        heard.wait(0.2)
        desk.set_sources([replace(music, is_muted=True)])
        heard.wait(0.3)
        assert set(desk.levels().sources) == {music.id}
    out = joined(heard.program)
    assert roughness(out) < 3 * roughness(sine(0.1, 1000, 0.1)) + roughness(sine(0.1))
    assert not out[-960:].any()
    monitor = joined(heard.monitor)
    assert np.allclose(monitor, stereo(sine(3.0))[: len(monitor)], atol=1e-4)


def test_a_file_that_is_not_there_is_told_and_the_rest_goes_on(tmp_path):
    absent = SoundSource("Talk", SoundKind.FILE, str(tmp_path / "absent.wav"))
    with desk_of(absent, TONE) as (desk, heard):
        heard.wait(0.3)
        assert not desk.was_heard(absent.id)
        assert desk.was_heard(TONE.id)
    lost = [event for event in heard.events if isinstance(event, SourceLost)]
    assert [event.source for event in lost] == [absent.id]
    assert joined(heard.program).any()


def test_levels_tell_peaks_and_loudness():
    quiet = replace(TONE, id="quiet", gain_db=-10.0, is_muted=True)
    loud = replace(TONE, id="loud", gain_db=25.0)
    with desk_of(quiet, begins_in_s=-1.0) as (desk, heard):
        heard.wait(1.2)
        assert desk.levels().peak_db == float("-inf")
        assert desk.levels().sources["quiet"].peak_db == pytest.approx(-30, abs=0.1)
        assert not desk.levels().sources["quiet"].is_clipping
        desk.set_sources([loud])
        heard.wait(0.6)
        levels = desk.levels()
    assert levels.peak_db == pytest.approx(-1.0, abs=0.1)
    assert levels.momentary == pytest.approx(-1.0, abs=0.3)
    assert levels.sources["loud"].is_clipping
    assert levels.sources["loud"].peak_db == pytest.approx(5, abs=0.1)


def test_integrated_loudness_begins_anew_when_wished():
    with desk_of(replace(TONE, gain_db=10.0), begins_in_s=-2.0) as (desk, heard):
        heard.wait(2.2)
        assert desk.levels().integrated == pytest.approx(-10, abs=0.2)
        desk.set_sources([replace(TONE, gain_db=-5.0)])
        heard.wait(0.1)
        desk.reset_integrated()
        heard.wait(0.8)
        assert desk.levels().integrated == pytest.approx(-25, abs=0.2)


def test_a_listener_that_fails_ends_nobody_elses_sound(studio_log):
    studio_log.expect("a listener failed")

    def fail(_program: AudioBlock, _monitor: AudioBlock) -> None:
        raise RuntimeError("the listener's own bug")

    with desk_of(TONE) as (desk, heard):
        desk.listen(fail)
        heard.wait(0.3)
        assert desk.is_running


def test_a_source_that_fails_is_left_out_and_the_rest_goes_on(studio_log, monkeypatch):
    studio_log.expect("source Bad failed")

    def fail(_silence: tones.Silence, _start: int, _count: int) -> None:
        raise RuntimeError("the source's own bug")

    monkeypatch.setattr(tones.Silence, "play", fail)
    bad = SoundSource("Bad", SoundKind.SILENCE)
    with desk_of(bad, TONE) as (desk, heard):
        heard.wait(0.2)
        assert WorkerFailed("Bad", None) in heard.events
        desk.set_sources([TONE])
        heard.wait(0.1)
    assert np.abs(joined(heard.program)[-960:]).max() > 0.09


def test_who_no_longer_listens_gets_nothing():
    others: list[int] = []
    with desk_of() as (desk, heard):
        end = desk.listen(lambda program, _monitor: others.append(program.start))
        heard.wait(0.1)
        end()
        heard.wait(0.05)
        count = len(others)
        heard.wait(0.1)
        assert len(others) == count > 0


def test_a_source_of_another_kind_or_file_is_opened_anew(tmp_path):
    path = tmp_path / "music.wav"
    with sound_file(path) as file:
        file.add(stereo(noise(1.0)))
    music = SoundSource("Music", SoundKind.FILE, str(path), loop=False)
    with desk_of(replace(TONE, id=music.id)) as (desk, heard):
        heard.wait(0.2)
        desk.set_sources([music])
        heard.wait(0.6)
    out = joined(heard.program)
    # So soon after the timeline's beginning it is as if it had been there from the start.
    assert np.allclose(out[-9600:], stereo(noise(1.0))[len(out) - 9600 : len(out)], atol=1e-4)
