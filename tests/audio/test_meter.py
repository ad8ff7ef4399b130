"""Loudness after EBU Tech 3341 (its minimum requirements test signals), and peaks."""

import math

import numpy as np
import pytest

from studio.audio.meter import SILENT, LoudnessMeter, PeakMeter
from tests.audio.sounds import noise, sine, stereo

BLOCK = 960


def measured(*parts: tuple[float, float], meter: LoudnessMeter | None = None) -> LoudnessMeter:
    """Play 1 kHz on both sides: pairs of dBFS and seconds, the phase going on."""
    meter = meter or LoudnessMeter()
    for samples in blocks(*parts):
        meter.add(samples)
    return meter


def blocks(*parts: tuple[float, float]):
    levels = np.concatenate([np.full(round(s * 48_000), 10 ** (db / 20)) for db, s in parts])
    sound = stereo(sine(len(levels) / 48_000, 1000, 1.0) * levels.astype(np.float32))
    return [sound[first : first + BLOCK] for first in range(0, len(sound), BLOCK)]


@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_signals_1_and_2_a_steady_tone(level):
    meter = measured((level, 20.0))
    for loudness in (meter.momentary, meter.short_term, meter.integrated):
        assert loudness == pytest.approx(level, abs=0.1)


@pytest.mark.parametrize(
    "parts",
    [
        [(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)],
        [(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)],
        [(-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)],
    ],
    ids=["3", "4", "5"],
)
def test_signals_3_to_5_the_gates(parts):
    assert measured(*parts).integrated == pytest.approx(-23.0, abs=0.1)


def test_signal_9_short_term():
    meter, seen = LoudnessMeter(), []
    for index, samples in enumerate(blocks(*[(-20.0, 1.34), (-30.0, 1.66)] * 5)):
        meter.add(samples)
        if index * BLOCK > 3.1 * 48_000:
            seen.append(meter.short_term)
    assert min(seen) > -23.1
    assert max(seen) < -22.9


def test_signal_12_momentary():
    meter, seen = LoudnessMeter(), []
    for index, samples in enumerate(blocks(*[(-20.0, 0.18), (-30.0, 0.22)] * 25)):
        meter.add(samples)
        if index * BLOCK > 1.1 * 48_000:
            seen.append(meter.momentary)
    assert min(seen) > -23.1
    assert max(seen) < -22.9


def test_a_voice_on_one_side_is_3_lu_softer_than_in_the_middle():
    middle, side = LoudnessMeter(), LoudnessMeter()
    sound = stereo(noise(3.0))
    for first in range(0, len(sound), BLOCK):
        middle.add(sound[first : first + BLOCK])
        side.add(sound[first : first + BLOCK] * np.array([1, 0], np.float32))
    assert middle.integrated - side.integrated == pytest.approx(10 * math.log10(2), abs=0.05)


def test_silence_is_minus_infinity():
    meter = measured((-200.0, 4.0))
    assert meter.momentary == meter.short_term == meter.integrated == SILENT


def test_a_reset_forgets_what_was():
    meter = measured((-10.0, 5.0))
    meter.reset()
    measured((-30.0, 5.0), meter=meter)
    assert meter.integrated == pytest.approx(-30.0, abs=0.1)


def test_peaks_hold_for_a_tenth_of_a_second_and_clipping_for_one():
    meter = PeakMeter(0.02)
    meter.add(1.0, gain=0.01)
    assert meter.peak_db == pytest.approx(-40.0)
    assert meter.is_clipping, "it was clipped before its gain"
    meter.add(1.0)
    assert meter.peak_db == 0.0
    assert meter.is_clipping
    for _ in range(5):
        meter.add(0.1)
    assert meter.peak_db == pytest.approx(-20.0)
    assert meter.is_clipping
    for _ in range(45):
        meter.add(0.0)
    assert meter.peak_db == SILENT
    assert not meter.is_clipping


def test_there_is_no_silence_in_the_first_seconds_of_a_sound():
    meter = measured((-23.0, 1.0))
    assert meter.short_term == pytest.approx(meter.momentary, abs=0.5)
    assert meter.short_term == pytest.approx(-23.0, abs=0.5)
    assert measured((-200.0, 4.0), meter=meter).short_term == SILENT
