"""Phrases that people read aloud, for whoever speaks to the studio in tests.

They are cut out of two readings that come with the package `moonshine-voice` (MIT), a development
dependency of which nothing else is used. `rendition` gives each as it might be said another time
and in another room: people never say a thing twice alike, and no reading has it twice.
"""

import wave
from functools import cache
from importlib.metadata import distribution

import numpy as np
import soxr
from numpy.typing import NDArray

from studio.voice.sound import RATE

Samples = NDArray[np.float32]

_PHRASES = {
    "two_cities": (
        (6.66, 8.2),
        (8.8, 10.3),
        (10.74, 12.78),
        (15.14, 16.68),
        (18.96, 20.46),
        (21.24, 24.0),
        (26.56, 28.26),
        (29.92, 32.24),
        (32.78, 34.9),
        (38.7, 41.64),
    ),
    "endgame_nagg_nell": ((4.86, 8.04), (12.02, 14.0), (23.78, 26.4)),
}
"""Where phrases of at least a second and a half stand, in seconds, by the name of the reading."""

COUNT = sum(len(places) for places in _PHRASES.values())

_ROOMS = ((0.0, 1.0, 1.0), (0.18, 1.04, 0.8), (0.3, 0.96, 0.6), (0.24, 1.02, 0.7))
"""Seconds until the room is quiet, speed and loudness, turn by turn."""

_HUM = 0.0005
"""No room is silent."""


@cache
def _reading(name: str) -> Samples:
    found = distribution("moonshine-voice").locate_file(f"moonshine_voice/assets/{name}.wav")
    with wave.open(str(found)) as file:
        rate, channels = file.getframerate(), file.getnchannels()
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    mono = pcm.reshape(-1, channels).mean(axis=1) / 32768
    return soxr.resample(mono, rate, RATE).astype(np.float32)


def rendition(phrase: int, turn: int = 0, pause_s: float = 0.4) -> Samples:
    """A phrase as it is said for the nth time, mono at `RATE`, with a quiet room around it.

    Args:
        phrase: From 0 to `COUNT`.
        turn: From 0 on; each is a little faster or slower, in another room.
        pause_s: Seconds of quiet before and behind it.
    """
    name, (begin, end) = _places()[phrase]
    said = _reading(name)[int(begin * RATE) : int(end * RATE)]
    return in_room(said, turn, pause_s, seed=100 * phrase + turn)


def in_room(said: Samples, turn: int, pause_s: float, *, seed: int) -> Samples:
    """What somebody said as it is said for the nth time; see `rendition`.

    Its echo and the room's hum are behind it even where no pause is.
    """
    echo_s, speed, loudness = _ROOMS[turn % len(_ROOMS)]
    said = soxr.resample(said, RATE * speed, RATE).astype(np.float32)
    rng = np.random.default_rng(seed)
    if echo_s:
        tail = np.arange(int(echo_s * RATE)) / RATE
        echo = rng.normal(0, 1, len(tail)) * np.exp(-6.9 * tail / echo_s)
        echo *= 0.4 / np.sqrt((echo**2).sum())
        echo[0] = 1.0
        said = np.convolve(said, echo)
    pause = np.zeros(int(pause_s * RATE))
    whole = np.concatenate([pause, said * loudness * 0.5 / np.abs(said).max(), pause])
    return (whole + rng.normal(0, _HUM, len(whole))).astype(np.float32)


def seconds_said(count: int, turn: int) -> float:
    """How long so many samples of speech are when they are said for the nth time, without echo."""
    return count / (RATE * _ROOMS[turn % len(_ROOMS)][1])


def phrase_said(phrase: int) -> Samples:
    """A phrase as it was recorded."""
    name, (begin, end) = _places()[phrase]
    return _reading(name)[int(begin * RATE) : int(end * RATE)]


def _places() -> list[tuple[str, tuple[float, float]]]:
    return [(name, place) for name, all_ in _PHRASES.items() for place in all_]
