"""Where in the stream speech is looked for, whatever came before it."""

import numpy as np
import pytest

from studio.model.voice import Listening, Recording
from studio.voice.listener import Listener
from studio.voice.sound import RATE
from tests.harness.mouth import speech

_BLOCK = RATE // 50


def _push(listener: Listener, samples: np.ndarray, at: float) -> float:
    for first in range(0, len(samples), _BLOCK):
        block = samples[first : first + _BLOCK]
        listener.push(block, at)
        at += len(block) / RATE
    return at


@pytest.mark.parametrize("before_s", [0.0, 7.3, 90.0])
@pytest.mark.parametrize("mode", [Listening.OFF, Listening.HELD, Listening.HANDS_FREE])
def test_a_take_is_what_was_said_after_it_was_asked_for(mode, before_s):
    listener = Listener(lambda _utterance: None)
    listener.listen(mode)
    room = np.random.default_rng(3).normal(0, 0.0005, 90 * RATE).astype(np.float32)
    at = _push(listener, room[: round(before_s * RATE)], 100.0)
    at = _push(listener, speech("good evening"), at)
    taken: list[Recording] = []
    listener.ask_for_take(taken.append)
    _push(listener, np.concatenate([speech("show the next product"), room[: 2 * RATE]]), at)
    (take,) = taken
    assert take.seconds == pytest.approx(len(speech("show the next product")) / RATE - 1, abs=0.35)
    assert take.peak == pytest.approx(float(np.abs(speech("show the next product")).max()))
