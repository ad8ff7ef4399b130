"""A tape that is recorded and played block by block, without a click."""

import numpy as np
import pytest

from studio.audio.tape import FADE, Head, Tape
from studio.model.media import RATE
from tests.audio.sounds import roughness, sine, stereo

BLOCK = RATE // 50


def played(head: Head, start: int, blocks: int) -> np.ndarray:
    return np.concatenate([head.play(start + i * BLOCK, BLOCK) for i in range(blocks)])


def test_what_is_recorded_is_played_from_its_place():
    tape, sound = Tape(), stereo(sine(1.0))
    tape.record(100, sound)
    out = played(Head(tape), 0, 40)
    assert not out[:100].any()
    assert np.array_equal(out[100:], sound[: len(out) - 100])


def test_what_was_captured_before_the_origin_is_heard_up_to_it():
    tape, sound = Tape(), stereo(sine(1.0))
    tape.record(-5000, sound)
    out = Head(tape).play(0, BLOCK)
    assert np.allclose(out[FADE:], sound[5000 + FADE : 5000 + BLOCK])


def test_a_long_tape_forgets_its_beginning():
    tape, sound = Tape(), stereo(sine(1.0))
    for second in range(10):
        tape.record(second * RATE, sound)
    assert not Head(tape).play(0, BLOCK).any()
    assert np.allclose(Head(tape).play(9 * RATE, BLOCK)[FADE:], sound[FADE:BLOCK])


def test_a_source_that_ends_or_begins_in_the_middle_does_not_click():
    tape, sound = Tape(), stereo(sine(1.0))
    head = Head(tape)
    tape.record(0, sound[:20_000])
    before = played(head, 0, 25)
    tape.record(25 * BLOCK + 100, sound)
    out = np.concatenate((before, played(head, 25 * BLOCK, 20)))
    assert roughness(out) < 2 * roughness(sound)
    assert np.array_equal(out[:19_000], sound[:19_000])
    assert not out[20_100 : 25 * BLOCK].any()


def test_a_complete_tape_is_played_to_its_last_sample():
    tape, sound = Tape(), stereo(sine(0.1))
    tape.record(0, sound)
    tape.is_complete = True
    assert np.array_equal(played(Head(tape), 0, 6)[: len(sound)], sound)


@pytest.mark.parametrize("move", [-2400, -200, 333, 4000])
def test_sound_that_is_placed_anew_blends_into_what_was(move):
    tape, sound = Tape(), stereo(sine(2.0))
    tape.record(0, sound[:RATE])
    tape.record(RATE + move, sound[RATE:])
    out = played(Head(tape), 0, 90)
    assert roughness(out) < 3 * roughness(sound)
    after = RATE + move + FADE
    assert np.allclose(out[after : after + 1000], sound[RATE + FADE : RATE + FADE + 1000])


def test_what_comes_too_late_is_left_out():
    tape, sound = Tape(), stereo(sine(1.0))
    played(Head(tape), 0, 10)
    tape.record(9 * BLOCK, sound)
    assert tape.start == 10 * BLOCK


def test_a_change_of_the_delay_does_not_click():
    tape, sound = Tape(), stereo(sine(2.0))
    tape.record(0, sound)
    head = Head(tape)
    before = played(head, 0, 20)
    head.delay = 3210
    out = np.concatenate((before, played(head, 20 * BLOCK, 20)))
    assert roughness(out) < 2 * roughness(sound)
    assert np.allclose(out[21 * BLOCK : 30 * BLOCK], sound[21 * BLOCK - 3210 : 30 * BLOCK - 3210])
