"""What is no clear command: a whisper, a shout, a poor microphone, a cough, music, other people.

Phrases that people read are taught. What was said as another time may be understood or not; it is
never taken for another command, and of all else nothing is taken for one.
"""

import numpy as np
import pytest
import soxr

from studio.model.voice import Listening, TaughtCommand
from studio.voice.sound import RATE, Samples
from studio.voice.takes import make_take
from tests.harness.readings import COUNT, rendition
from tests.voice.speaking import Room, quiet

OURS, OTHERS = range(8), range(10, COUNT)
"""Phrases of one reader, which are taught, and of others."""
TURNS = range(3)
SAID = 3


def _again(turn: int = 3) -> Samples:
    return rendition(SAID, turn)


def _whispered() -> Samples:
    """The same spectra without a voice in them, and far softer."""
    frames = np.lib.stride_tricks.sliding_window_view(_again(), 320)[::160] * np.hanning(320)
    dice = np.random.default_rng(1)
    spectra = np.abs(np.fft.rfft(frames)) * np.exp(2j * np.pi * dice.random((len(frames), 161)))
    out = np.zeros(160 * (len(frames) + 1))
    for place, frame in enumerate(np.fft.irfft(spectra, 320)):
        out[160 * place : 160 * place + 320] += frame
    return (0.15 * out).astype(np.float32)


def _shouted() -> Samples:
    return np.tanh(6 * _again()).astype(np.float32)


def _clipped() -> Samples:
    return np.clip(30 * _again(), -1, 1).astype(np.float32)


def _by_headset() -> Samples:
    """8,000 samples a second, as over Bluetooth."""
    return soxr.resample(soxr.resample(_again(), RATE, 8_000), 8_000, RATE).astype(np.float32)


def _coughed() -> Samples:
    at = np.arange(RATE // 3) / RATE
    burst = np.random.default_rng(2).normal(0, 0.4, len(at)) * np.exp(-at / 0.07)
    return np.concatenate([burst, quiet(0.1), burst * 0.6, quiet(0.8)] * 3).astype(np.float32)


def _music() -> Samples:
    """Chords of a piano, and a beat."""
    dice, parts = np.random.default_rng(3), []
    for root in (220.0, 261.6, 174.6, 196.0) * 3:
        at = np.arange(RATE * 2 // 5) / RATE
        tones = [root * step * n for step in (1, 1.26, 1.5) for n in (1, 2, 3)]
        chord = sum(np.sin(2 * np.pi * hertz * at) / hertz for hertz in tones)
        beat = dice.normal(0, 0.2, len(at)) * np.exp(-at / 0.02)
        parts.append(20 * chord * np.exp(-at / 0.3) + beat)
    return np.concatenate(parts).astype(np.float32)


def _television() -> Samples:
    """Others, who never pause, in the same room and not near."""
    talk = np.concatenate([rendition(n, turn, 0.05) for turn in (1, 2) for n in OTHERS])
    return (0.2 * talk).astype(np.float32)


def _somebody_else() -> Samples:
    return np.concatenate([rendition(n, 1, 0.6) for n in OTHERS])


@pytest.fixture(scope="module")
def taught() -> list[TaughtCommand]:
    return [
        TaughtCommand(str(n), "card.next", takes=tuple(make_take(rendition(n, t)) for t in TURNS))
        for n in OURS
    ]


def _play_held(room: Room, sound: Samples) -> None:
    room.listener.hold(room.at)
    room.play(sound)
    room.listener.let_go(room.at)


@pytest.mark.parametrize("mode", [Listening.HELD, Listening.HANDS_FREE])
@pytest.mark.parametrize(
    ("sound", "may_be"),
    [
        *((said, SAID) for said in (_whispered, _shouted, _clipped, _by_headset)),
        *((other, None) for other in (_coughed, _music, _television, _somebody_else)),
        (lambda: np.zeros(2 * RATE, np.float32), None),
    ],
)
def test_nothing_is_taken_for_what_it_is_not(taught, sound, may_be, mode):
    room = Room(mode=mode)
    room.listener.use(taught)
    if mode is Listening.HELD:
        _play_held(room, sound())
    else:
        room.play(sound())
    room.play(quiet(2.0))
    assert set(room.taught) <= {str(may_be)}
    if mode is Listening.HELD:
        assert len(room.heard) == 1  # the streamer is always answered


@pytest.mark.parametrize("sound", [_again, _shouted, _by_headset])
def test_what_is_loud_or_without_heights_is_understood_all_the_same(taught, sound):
    room = Room(mode=Listening.HELD)
    room.listener.use(taught)
    _play_held(room, sound())
    room.play(quiet(0.5))
    assert room.taught == [str(SAID)]
