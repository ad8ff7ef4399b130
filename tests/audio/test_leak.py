"""Whether a microphone hears the voice: told when it does, and never when it does not."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.leak import EARLIEST_S, HEARD, HZ, STRETCH, LeakFinder
from tests.audio.sounds import Sound
from tests.audio.voices import TALK, TOLD, at_db, lasting, spoken, through_room

TALK_DB = -20.0
ROOM_DB = -65.0
"""How loud the streamer is on average, and a quiet room."""

EARLY = round(-EARLIEST_S * HZ)


def voice(seconds: float, wpm: int = 240) -> Sound:
    return lasting(at_db(spoken(TOLD, HZ, wpm=wpm), -20.0), round(seconds * HZ))


def streamer(seconds: float) -> Sound:
    made = spoken(TALK, HZ, pause_s=0.4, wpm=170, pitch=30)
    return lasting(at_db(made, TALK_DB), round(seconds * HZ), begin=7_777)


def room(seconds: float, level_db: float = ROOM_DB) -> Sound:
    noise = np.random.default_rng(5).standard_normal(round(seconds * HZ))
    return (10 ** (level_db / 20) * noise).astype(np.float32)


def music(seconds: float) -> Sound:
    """Chords with their overtones, and drums; shape (frames,)."""
    rng = np.random.default_rng(3)
    frames = round(seconds * HZ)
    made = np.zeros(frames)
    at = np.arange(round(1.5 * HZ)) / HZ
    for place in range(0, frames, round(0.75 * HZ)):
        root = (220.0, 196.0, 174.6, 164.8)[place // round(0.75 * HZ) % 4]
        tones = (root * step * over for step in (1.0, 1.26, 1.5) for over in (1, 2, 3, 4))
        chord = sum(np.sin(2 * np.pi * hertz * at) for hertz in tones) * np.exp(-2 * at)
        drum = 6 * rng.standard_normal(len(at)) * np.exp(-at / 0.02)
        made[place:][: len(at)] += (chord + drum)[: frames - place]
    return at_db(made.astype(np.float32), TALK_DB)


def looked(said: Sound, microphone: Sound, finder: LeakFinder | None = None) -> list[bool]:
    """What the finder says after each second in which something was said."""
    finder = finder or LeakFinder()
    told: list[bool] = []
    for place in range(EARLY, len(said) - HEARD, STRETCH):
        stretch = said[place : place + STRETCH]
        if np.sqrt(np.mean(stretch**2)) > 0.003:
            told.append(finder.compare(stretch, microphone[place - EARLY :][:HEARD]))
    return told


@pytest.mark.parametrize("wpm", [240, 500])
@pytest.mark.parametrize("delay_s", [0.02, 0.12, 0.3])
@pytest.mark.parametrize("below_db", [10, 20, 30, 40])
def test_a_leak_under_talk_is_found_within_ten_seconds_of_speech(below_db, delay_s, wpm):
    said = voice(25, wpm)
    leak = through_room(at_db(said, TALK_DB - below_db), HZ, delay_s)
    finder = LeakFinder()
    told = looked(said, streamer(25) + leak + room(25), finder)
    assert any(told[:10])
    assert all(told[10:])
    assert finder.delay_s == pytest.approx(delay_s, abs=0.02)


def test_it_is_found_though_the_clocks_of_two_cards_differ():
    said = voice(25)
    leak = through_room(at_db(said, TALK_DB - 30), HZ, 0.12)
    frames = np.arange(len(leak))
    drifting = np.interp(frames * 1.0001, frames, leak).astype(np.float32)
    assert any(looked(said, streamer(25) + drifting + room(25))[:10])


@pytest.mark.parametrize(
    "heard",
    [
        streamer,
        room,
        music,
        lambda seconds: streamer(seconds) + music(seconds) / 2,
        lambda seconds: np.zeros(round(seconds * HZ), np.float32),
    ],
    ids=["talk", "a quiet room", "music", "talk and music", "digital silence"],
)
def test_in_ten_minutes_without_a_leak_nothing_is_told(heard):
    finder = LeakFinder()
    told = looked(voice(600), heard(600) + (room(600, -90) if heard is not room else 0), finder)
    assert len(told) > 500
    assert not any(told)
    assert finder.is_clear


@pytest.mark.parametrize("later_s", [0.1, 0.4, 0.7])
def test_who_says_the_same_words_right_after_is_not_taken_for_it(later_s):
    """Another throat: deeper, and in its own time."""
    said = voice(120)
    for wpm, pitch in ((240, 35), (230, 62)):
        repeated = lasting(at_db(spoken(TOLD, HZ, wpm=wpm, pitch=pitch), TALK_DB), len(said))
        assert not any(looked(said, through_room(repeated, HZ, later_s) + room(120)))


def test_what_nobody_can_hear_is_not_told():
    """Cross-talk in a cable, found in a pause of half a minute, and 95 dB below full scale."""
    said, finder = voice(40), LeakFinder()
    assert not any(looked(said, at_db(said, -95) + room(40, -95), finder))
    assert finder.score > 20
    assert any(looked(said, at_db(said, -70) + room(40, -85), finder))


def test_it_is_over_soon_after_it_ended_and_found_again_when_it_comes_back():
    said, finder = voice(25), LeakFinder()
    leak = through_room(at_db(said, TALK_DB - 15), HZ, 0.1)
    open_room = streamer(25) + room(25)
    assert looked(said, open_room + leak, finder)[-1]
    assert not any(looked(said, open_room, finder)[15:])
    assert any(looked(said, open_room + leak, finder)[:12])
