"""Microphones leave and come back at the sample, and without a click."""

import numpy as np
import pytest

from studio.audio.gate import MOST_HELD_S, RAMP_S, Gate
from studio.model.media import RATE
from tests.audio.sounds import roughness, sine, stereo

BLOCK = 960
T0 = 5_000.0


def heard(gate: Gate, sound: np.ndarray, before=lambda _at: None) -> np.ndarray:
    """What is heard of a sound that was captured from `T0` on; `before` each block, its time."""
    out = []
    for first in range(0, len(sound), BLOCK):
        at = T0 + first / RATE
        before(at)
        out.append(gate.passed(sound[first : first + BLOCK], at))
    return np.concatenate(out)


def test_between_press_and_release_nothing_is_heard_and_all_around_it_is():
    gate, sound = Gate(), stereo(np.ones(RATE * 2, np.float32))
    gate.hold(T0 + 0.5071)
    gate.release(T0 + 1.2533)
    out = heard(gate, sound)[:, 0]
    pressed, released = round(0.5071 * RATE), round(1.2533 * RATE)
    assert not out[pressed + 1 : released].any()
    assert (out[: pressed - round(RAMP_S * RATE) - 1] == 1.0).all()
    assert (out[released + round((RAMP_S + 0.006) * RATE) :] == 1.0).all()
    assert (2 * RATE - out.sum() - (released - pressed)) / RATE < 0.03


def test_the_ramps_do_not_click():
    gate, sound = Gate(), stereo(sine(2.0))
    gate.hold(T0 + 0.5)
    gate.release(T0 + 1.0)
    assert roughness(heard(gate, sound)) < 1.1 * roughness(sound)


def test_a_wish_that_comes_late_takes_effect_at_once_and_without_a_click():
    gate, sound = Gate(), stereo(sine(2.0))

    def late(at: float) -> None:
        if abs(at - (T0 + 1.0)) < 0.001:
            gate.hold(T0 + 0.5)
        if abs(at - (T0 + 1.5)) < 0.001:
            gate.release(T0 + 1.2)

    out = heard(gate, sound, late)
    assert np.array_equal(out[:RATE], sound[:RATE])
    assert not out[round(1.02 * RATE) : round(1.5 * RATE)].any()
    assert np.array_equal(out[round(1.52 * RATE) :], sound[round(1.52 * RATE) :])
    assert roughness(out) < 1.1 * roughness(sound)


def test_a_lost_release_silences_nobody_for_good():
    gate, sound = Gate(), stereo(np.ones(RATE * 22, np.float32))
    gate.hold(T0 + 0.1)
    gate.hold(T0 + 3.0)  # a pedal, beside the key
    out = heard(gate, sound)[:, 0]
    assert not out[RATE : round(MOST_HELD_S * RATE)].any()
    assert out[-1] == 1.0
    gate.hold(T0 + 30.0)
    gate.release(T0 + 30.5)
    assert not gate.passed(sound[:BLOCK], T0 + 30.2).any()
    assert gate.passed(sound[:BLOCK], T0 + 31.0).all()


def test_a_key_that_is_released_again_or_never_was_pressed_does_nothing():
    gate, sound = Gate(), stereo(sine(1.0))
    gate.release(T0 + 0.2)
    assert np.array_equal(heard(gate, sound), sound)


@pytest.mark.parametrize(("began", "in_time"), [(0.05, True), (0.01, False), (-0.5, False)])
def test_what_has_passed_cannot_be_shut_any_more(began, in_time):
    gate, sound = Gate(), stereo(np.ones(RATE, np.float32))
    gate.passed(sound[:BLOCK], T0 - BLOCK / RATE)
    assert gate.shut(T0 + began, T0 + 0.5) is in_time
    assert not heard(gate, sound)[round(0.06 * RATE) : RATE // 2].any()


def test_of_hundreds_of_stretches_only_those_that_count_are_kept():
    gate, sound = Gate(), stereo(np.ones(RATE * 60, np.float32))
    for number in range(500):
        gate.shut(T0 + number / 10, T0 + number / 10 + 0.01)
    heard(gate, sound)
    assert len(gate._stretches) < 320
