"""The short sounds that say what kind of words follow."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.earcons import sound_of
from studio.model.announcement import Earcon
from studio.model.media import RATE
from tests.audio.sounds import loudness_db


@pytest.mark.parametrize("earcon", list(Earcon))
def test_a_signal_is_short_soft_and_without_clicks(earcon):
    made = sound_of(earcon)
    assert 0.05 * RATE < len(made) < 0.5 * RATE
    assert 0.05 < np.abs(made).max() < 0.2
    assert np.abs(np.diff(made, axis=0)).max() < 0.03
    assert np.abs(made[[0, -1]]).max() < 0.001
    assert np.abs(made.mean()) < 0.001


def test_what_failed_is_not_fainter_than_what_is_done():
    loud = {one: loudness_db(sound_of(one)[:, 0]) for one in Earcon}
    assert loud[Earcon.ERROR] >= loud[Earcon.DONE]
    assert max(loud.values()) - min(loud.values()) < 3.0


def test_no_two_signals_are_alike():
    lengths = {(len(sound_of(one)), float(np.abs(sound_of(one)[::7]).sum())) for one in Earcon}
    assert len(lengths) == len(Earcon)
