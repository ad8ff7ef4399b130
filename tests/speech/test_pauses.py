"""A pause of somebody who spoke is told from breath, noise and silence."""

from __future__ import annotations

import math

import numpy as np
import pytest

from studio.speech.pauses import Pauses
from tests.app.window_studio import RATE, talk

QUIET = -math.inf


def heard(levels, step_s: float = 0.1) -> list[int]:
    """At which looks a pause is told."""
    pauses = Pauses()
    return [n for n, level in enumerate(levels) if pauses.look(level, 100 + n * step_s)]


@pytest.mark.parametrize("loud", [-3.0, -20.0, -40.0])
@pytest.mark.parametrize("room", [QUIET, -70.0, -51.0])
def test_a_pause_after_speech_is_told_once(loud, room):
    told = heard([room] * 20 + [loud] * 20 + [room] * 50)
    assert len(told) == 1
    assert 0.7 <= (told[0] - 40) * 0.1 <= 0.9


def test_breath_between_words_is_no_pause():
    assert heard(([-20.0] * 10 + [QUIET] * 6) * 5) == []


def test_each_speech_has_its_pause():
    assert len(heard(([-20.0] * 10 + [QUIET] * 20) * 4)) == 4


def test_knocks_silence_and_a_muted_microphone_are_no_speech():
    assert heard(([-10.0] + [QUIET] * 20) * 20) == []
    assert heard([QUIET] * 200) == []
    assert heard([-20.0] * 20 + [None] * 3 + [QUIET] * 50) == []


def test_a_loud_room_is_quieter_than_who_speaks_in_it():
    assert len(heard([-40.0] * 20 + [-8.0] * 20 + [-40.0] * 20)) == 1


@pytest.mark.parametrize("room", [-36.0, -30.0])
def test_a_room_with_music_has_pauses_too(room):
    dice = np.random.default_rng(1)

    def music(looks: int) -> list[float]:
        return [float(room + dice.uniform(-3, 3)) for _ in range(looks)]

    def speech(looks: int) -> list[float]:
        return [float(dice.choice([-12.0, -15.0, -20.0])) for _ in range(looks)]

    shows = [part for _ in range(4) for part in (*speech(30), *music(15))]
    told = heard(music(150) + shows)
    assert [(n - 150) // 45 for n in told] == [0, 1, 2, 3]


def test_music_alone_is_no_speech():
    dice = np.random.default_rng(2)
    assert heard([float(-30 + dice.uniform(-3, 3)) for _ in range(600)]) == []


def test_who_speaks_more_softly_later_is_heard_again():
    told = heard([-3.0] * 10 + [QUIET] * 100 + [-30.0] * 20 + [QUIET] * 20)
    assert len(told) == 2


def test_syllables_that_are_measured_ten_times_a_second_are_speech():
    sound = np.concatenate([talk(1.5), np.zeros(RATE, np.float32)])
    blocks = sound[: len(sound) // 4800 * 4800].reshape(-1, 4800)
    with np.errstate(divide="ignore"):
        peaks = 20 * np.log10(np.abs(blocks).max(axis=1))
    assert len(heard([float(p) for p in peaks])) == 1
