"""The limiter lets nothing over the ceiling and bends nothing."""

import numpy as np
import pytest

from studio.audio.limiter import LOOKAHEAD, Limiter
from studio.model.media import RATE
from tests.audio.sounds import sine, stereo

CEILING = 10 ** (-1 / 20)


def limited(sound: np.ndarray, block: int = 960) -> np.ndarray:
    """The whole sound, limited, in its own place."""
    limiter = Limiter()
    padded = np.concatenate((sound, np.zeros((block - len(sound) % block + 960, 2), np.float32)))
    blocks = [padded[i : i + block] for i in range(0, len(padded), block)]
    out = np.concatenate([limiter.process(each) for each in blocks if len(each) == block])
    return out[LOOKAHEAD : LOOKAHEAD + len(sound)]


def test_what_is_quiet_enough_is_not_touched():
    sound = stereo(sine(0.5, level=0.85))
    assert np.array_equal(limited(sound), sound)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("block", [480, 960])
def test_nothing_passes_the_ceiling(seed, block):
    rng = np.random.default_rng(seed)
    sound = rng.standard_normal((RATE, 2)) * 0.2
    clicks = rng.integers(0, RATE, rng.integers(20, 2000))
    sound[clicks] *= rng.uniform(1, 60, (len(clicks), 1))
    out = limited(sound.astype(np.float32), block)
    assert np.abs(out).max() <= CEILING


@pytest.mark.parametrize("hertz", [50, 1000])
def test_a_loud_tone_stays_a_tone(hertz):
    out = limited(stereo(sine(4.0, hertz, level=4.0)))[RATE : 3 * RATE, 0]
    assert np.abs(out).max() > 0.99 * CEILING
    spectrum = np.abs(np.fft.rfft(out * np.blackman(len(out)))) ** 2
    tone = 2 * hertz
    near = slice(tone - 6, tone + 7)
    rest = spectrum.sum() - spectrum[near].sum()
    assert 10 * np.log10(rest / spectrum[near].sum()) < -90


def test_the_gain_comes_down_before_a_peak_and_back_after_it():
    sound = stereo(sine(2.0, level=0.5))
    sound[RATE : RATE + 2400] *= 6
    gain = limited(sound)[:, 0] / np.where(np.abs(sound[:, 0]) > 0.05, sound[:, 0], np.nan)
    assert np.nanmin(gain[: RATE - LOOKAHEAD]) > 0.999
    assert np.nanmax(gain[RATE : RATE + 2400]) < 0.31
    assert np.nanmin(gain[-RATE // 10 :]) > 0.99
    steps = np.abs(np.diff(gain[~np.isnan(gain)]))
    assert steps.max() < 0.01


def test_both_sides_are_turned_down_together():
    sound = np.stack([sine(1.0, level=3.0), sine(1.0, 3000, level=0.1)], axis=1)
    out = limited(sound)[RATE // 2 :]
    assert np.abs(out[:, 1]).max() == pytest.approx(0.1 * CEILING / 3, rel=0.02)
