"""What takes are made of, and what speaks against one."""

from dataclasses import replace

import numpy as np
import pytest
import soxr

from studio.voice.sound import RATE
from studio.voice.takes import Against, make_recording, make_take, objections
from tests.voice.speaking import NEXT, PRICE, STOP, after, quiet, spoken, taught


def recorded(sound, noise=3e-4):
    whole = np.concatenate([quiet(0.4, noise), sound, quiet(0.4, noise)])
    return make_recording(np.clip(whole + quiet(len(whole) / RATE, noise)[: len(whole)], -1, 1))


def kinds(recording, own=(), others=None):
    return [one.kind for one in objections(recording, own, others or {})]


def test_a_good_take_is_taken():
    own, others = taught(PRICE, STOP)
    assert kinds(recorded(spoken(PRICE, 150, 48)), own.takes, {"stop": others.takes}) == []


def test_what_was_around_the_words_is_not_part_of_the_take():
    short = make_take(after(quiet(0.2), spoken(PRICE), quiet(0.2)))
    long = make_take(after(quiet(1.5), spoken(PRICE), quiet(2.0)))
    assert long.seconds == pytest.approx(short.seconds, abs=0.1)


def test_silence_is_told():
    assert kinds(recorded(quiet(1.0)))[0] in {Against.NOTHING_SAID, Against.TOO_QUIET}
    assert kinds(make_recording(np.zeros(RATE, np.float32))) == [Against.NOTHING_SAID]


def test_a_take_with_the_studios_own_voice_in_it_is_like_nothing():
    (own,) = taught(PRICE)
    take = recorded(spoken(PRICE, 150, 48))
    assert kinds(replace(take, over_voice=0.5), (), {"price": own.takes}) == [Against.OVER_VOICE]
    assert kinds(replace(take, over_voice=0.1), own.takes) == []


def test_too_short_is_told():
    assert Against.TOO_SHORT in kinds(recorded(spoken("no", 200)[: RATE // 4]))


def test_too_quiet_is_told():
    assert Against.TOO_QUIET in kinds(recorded(spoken(PRICE) * 0.01, noise=1e-5))


def test_clipped_is_told():
    assert Against.CLIPPED in kinds(recorded(spoken(PRICE) * 12))


def test_clipped_by_a_device_of_another_rate_is_told():
    at_48 = np.clip(soxr.resample(spoken(PRICE), RATE, 48_000) * 20, -1, 1)
    sound = soxr.resample(at_48, 48_000, RATE).astype(np.float32)
    assert np.abs(sound).max() > 1.1
    assert Against.CLIPPED in kinds(make_recording(after(quiet(0.5), sound, quiet(0.5))))


def test_too_noisy_is_told():
    assert Against.TOO_NOISY in kinds(recorded(spoken(PRICE) * 0.2, noise=0.03))


def test_other_words_are_unlike_its_own():
    (own,) = taught(PRICE)
    assert Against.UNLIKE_ITS_OWN in kinds(recorded(spoken(STOP)), own.takes)


def test_another_command_that_sounds_the_same_is_named():
    (other,) = taught(NEXT)
    found = objections(recorded(spoken(NEXT, 160, 52)), (), {"next": other.takes})
    assert [(one.kind, one.other) for one in found] == [(Against.TOO_ALIKE, "next")]
