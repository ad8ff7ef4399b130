"""Levels that the streamer is warned of, and those that nobody has to hear about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.scene import SoundKind, SoundSource
from studio.model.settings import Settings
from studio.model.state import Levels, OutputState, ShowState, SourceLevel
from studio.speech.level_watch import LevelWatch

HEADSET = SoundSource("Headset", SoundKind.MICROPHONE)
MUSIC = SoundSource("Music", SoundKind.FILE, "song.mp3", is_voice=False)
OFF_AIR = ShowState(sound_sources=(HEADSET, MUSIC))
LIVE = replace(OFF_AIR, live_since=0.0)
RECORDING = replace(OFF_AIR, outputs=(OutputState("r", "Recording", is_recording=True),))
MUTED = replace(LIVE, sound_sources=(replace(HEADSET, is_muted=True), MUSIC))
LOST = replace(LIVE, lost_sources=frozenset({HEADSET.id}))


def levels(
    peak_db: float = -20.0, lufs: float = -18.0, *, clips: bool = False, of: SoundSource = HEADSET
) -> Levels:
    return Levels(short_term=lufs, sources={of.id: SourceLevel(peak_db, clips)})


class Watched:
    """A watch that looks ten times a second."""

    def __init__(self) -> None:
        self._watch = LevelWatch()
        self._now = 100.0

    def for_seconds(self, seconds: float, state: ShowState, level: Levels) -> list[str]:
        said = []
        for _ in range(round(seconds * 10)):
            said += [a.text for a in self._watch.look(state, level, self._now)]
            self._now += 0.1
        return said


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_nothing_is_said_of_a_good_show(watched):
    assert watched.for_seconds(300, LIVE, levels()) == []


@pytest.mark.parametrize("state", [OFF_AIR, LIVE])
def test_a_microphone_that_clips_is_told_at_once_and_not_again_and_again(watched, state):
    warning = "Headset is too loud and distorts. Turn it down at the device, or move away from it."
    assert watched.for_seconds(0.1, state, levels(0.0, clips=True)) == [warning]
    assert watched.for_seconds(15, state, levels(0.0, clips=True)) == []
    assert watched.for_seconds(15, state, levels(0.0, clips=True)) == [warning]


@pytest.mark.parametrize("state", [MUTED, LOST])
def test_nobody_hears_of_what_viewers_do_not_hear(watched, state):
    assert watched.for_seconds(30, state, levels(0.0, clips=True)) == []
    assert watched.for_seconds(30, state, levels(float("-inf"))) == []


def test_only_voices_are_watched(watched):
    assert watched.for_seconds(30, LIVE, levels(0.0, clips=True, of=MUSIC)) == []


@pytest.mark.parametrize("state", [LIVE, RECORDING])
def test_a_microphone_that_is_silent_for_ten_seconds_on_air(watched, state):
    assert watched.for_seconds(9.9, state, levels(float("-inf"))) == []
    said = watched.for_seconds(1, state, levels(float("-inf")))
    assert said == ["Nothing has come from Headset for 10 seconds. Check its switch and its cable."]
    assert watched.for_seconds(50, state, levels(float("-inf"))) == []
    assert len(watched.for_seconds(15, state, levels(float("-inf")))) == 1


def test_a_word_now_and_then_is_no_silence(watched):
    for _ in range(10):
        assert watched.for_seconds(9, LIVE, levels(-75.0)) == []
        assert watched.for_seconds(0.1, LIVE, levels(-30.0)) == []


def test_silence_off_air_is_nobodys_business(watched):
    assert watched.for_seconds(60, OFF_AIR, levels(float("-inf"), float("-inf"))) == []


def test_too_loud_and_too_quiet_on_air(watched):
    assert watched.for_seconds(5, OFF_AIR, levels(lufs=-3.0)) == []
    said = watched.for_seconds(5, LIVE, levels(lufs=-6.0))
    assert said == ["The show is too loud, -6 LUFS. Turn the microphone down."]
    assert watched.for_seconds(9, LIVE, levels(lufs=-30.0)) == []
    said = watched.for_seconds(3, LIVE, levels(lufs=-30.0))
    assert said == ["The show is too quiet, -30 LUFS. Turn the microphone up."]


def test_a_pause_is_not_too_quiet(watched):
    assert watched.for_seconds(60, LIVE, levels(-50.0, lufs=-52.0)) == []


def test_the_window_is_the_users(watched):
    wide = replace(LIVE, settings=Settings(quietest_lufs=-40, loudest_lufs=-1))
    assert watched.for_seconds(60, wide, levels(lufs=-30.0)) == []
    assert watched.for_seconds(60, wide, levels(lufs=-3.0)) == []
