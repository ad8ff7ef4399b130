"""What is whispered is heard in the headphones, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.desk import BLOCK
from studio.audio.earcons import sound_of
from studio.audio.whispers import Whispers
from studio.model.announcement import Earcon
from studio.model.media import RATE, AudioBlock
from tests.audio.sounds import noise, stereo


def _through(whispers: Whispers, samples: np.ndarray) -> np.ndarray:
    heard = []
    for start in range(0, len(samples) // BLOCK * BLOCK, BLOCK):
        block = AudioBlock(samples[start : start + BLOCK], start)
        heard.append(whispers.over(block).samples)
    return np.concatenate(heard)


@pytest.mark.parametrize("earcon", list(Earcon))
def test_a_signal_is_short_soft_and_without_clicks(earcon):
    made = sound_of(earcon)
    assert 0.05 * RATE < len(made) < 0.5 * RATE
    assert 0.05 < np.abs(made).max() < 0.2
    assert np.abs(np.diff(made, axis=0)).max() < 0.03
    assert np.abs(made[[0, -1]]).max() < 0.001


def test_no_two_signals_are_alike():
    lengths = {(len(sound_of(one)), float(np.abs(sound_of(one)[::7]).sum())) for one in Earcon}
    assert len(lengths) == len(Earcon)


def test_a_whisper_lies_over_what_is_heard_and_leaves_the_block_as_it_was():
    whispers = Whispers()
    under = stereo(0.1 * noise(1.0, seed=1))
    before = under.copy()
    whispers.add(sound_of(Earcon.ON_AIR))
    heard = _through(whispers, under)
    count = len(sound_of(Earcon.ON_AIR))
    assert np.array_equal(under, before)
    assert np.allclose(heard[:count] - under[:count], sound_of(Earcon.ON_AIR), atol=1e-6)
    assert np.array_equal(heard[count:], under[count : len(heard)])


def test_whispers_overlap_and_never_overload():
    whispers = Whispers()
    for _ in range(30):
        whispers.add(np.ones((RATE // 10, 2), np.float32))
    heard = _through(whispers, stereo(0.5 * noise(0.5, seed=2)))
    assert np.abs(heard).max() == 1.0
    quiet = _through(whispers, np.zeros((RATE, 2), np.float32))
    assert not quiet.any()
