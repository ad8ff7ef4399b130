"""Whether a microphone hears what was spoken in the headphones.

Both sounds are made level first, in time and over the frequencies that speech has: then the
streamer's own words, which are louder by far, count no more than the pauses between them, and what
is left in common is the way from the headphones to the microphone. That way has one delay, which
nobody knows beforehand; so every delay is tried, and a leak is what stands out at the same one, in
one stretch of speech after the other. Another voice that says the same words is like it in
loudness and pitch, but not wave by wave.

Pure: no threads, no clock. A stretch costs about two milliseconds.

Source: Knapp and Carter, The generalized correlation method for estimation of time delay, IEEE
Transactions on Acoustics, Speech and Signal Processing 24 (1976), 320-327: its phase transform.
"""

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

Mono = NDArray[np.float32]
"""Shape (frames,), float32, full scale is -1.0 to 1.0, at `HZ`."""

HZ = 8_000
"""Samples per second of both sounds: speech is told apart by what is below 4 kHz."""

STRETCH = HZ
"""Samples of speech that are looked at together: the clocks of two sound cards differ by up to one
in ten thousand, so within a second they stay in step."""

EARLIEST_S, LATEST_S = -0.1, 0.8
"""How much later the microphone may hear it. Devices do not tell their delays truly."""

HEARD = STRETCH + round((LATEST_S - EARLIEST_S) * HZ)
"""Samples of the microphone that are compared with a stretch of speech."""

_FRAME, _HOP = 256, 128
_LOWEST_HZ, _HIGHEST_HZ = 200, 3_600
_SIZE = 1 << 14
_SMEAR = 17
"""Delays that are taken for one: a room, and two clocks, smear it over some 2 ms."""
_TAKEN_FOR_ONE = np.full(_SMEAR, 1 / _SMEAR)
_MOST, _MOST_OF_ONE = 40.0, 6.0
"""What one sample of delay may count at most in a stretch, and a delay: a leak is told by many
stretches, while hum and a whistle may be like the voice in one."""
_KEPT, _KEPT_OF_LEAK = 0.92, 0.8
"""How much of what was found counts still, a stretch later: a leak that ended is soon over."""
_FOUND, _OVER = 14.0, 6.0
"""By how much it stands out. In nine hours of people talking nothing reached 10."""
_LEAST, _LEAST_CLEAR = 4, 8
"""Stretches before a leak is told, and before it is told that there is none."""
_AUDIBLE_DB = -76.0
"""Below that nobody hears it: cross-talk in a headset's cable. Of what comes through a room only
its strongest arrival is measured, which is some five decibels weaker than all of it."""
_LEVELS = 12


class LeakFinder:
    """Compares one microphone with the voice, stretch by stretch."""

    def __init__(self) -> None:
        self._window = np.sqrt(np.hanning(_FRAME + 1)[:_FRAME]).astype(np.float32)
        hertz = np.fft.rfftfreq(_FRAME, 1 / HZ)
        self._band = ((hertz >= _LOWEST_HZ) & (hertz <= _HIGHEST_HZ)).astype(np.float32)
        self.reset()

    def reset(self) -> None:
        """Forget all: another microphone, or other headphones."""
        self._found = np.zeros(HEARD - STRETCH + 1)
        self._levels: deque[float] = deque(maxlen=_LEVELS)
        self.count = 0
        self.score = 0.0
        self.is_leak = False

    @property
    def is_clear(self) -> bool:
        """It was looked for long enough, and there is none."""
        return self.count >= _LEAST_CLEAR and not self.is_leak

    @property
    def level_db(self) -> float:
        """How loud the microphone hears the voice at the most, in dBFS; where there is a leak."""
        return float(np.quantile(self._levels, 0.25)) if self._levels else -math.inf

    @property
    def delay_s(self) -> float:
        """How much later the microphone hears it, as far as it does."""
        return EARLIEST_S + int(self._found.argmax()) / HZ

    def compare(self, spoken: Mono, heard: Mono) -> bool:
        """Take a stretch of speech; returns whether the microphone hears the voice.

        Args:
            spoken: `STRETCH` samples.
            heard: `HEARD` samples, the first one `EARLIEST_S` after the first one spoken.
        """
        alike = self._correlation(self._levelled(spoken, 0.05), self._levelled(heard, 0.0))
        spread = _deviation(alike)
        if spread <= 0:  # digital silence
            return self.is_leak
        squares = np.minimum((alike / spread) ** 2, _MOST)
        here = np.minimum(np.convolve(squares, _TAKEN_FOR_ONE, "same"), _MOST_OF_ONE)
        kept = _KEPT_OF_LEAK if self.is_leak else _KEPT
        self._found = kept * self._found + here
        self.count += 1
        middle = np.median(self._found)
        self.score = float(self._found.max() - middle) / max(_deviation(self._found - middle), 1e-9)
        about = max(0, int(self._found.argmax()) - _SMEAR)
        self._levels.append(_level_db(spoken, heard[about:][: STRETCH + 2 * _SMEAR]))
        if self.count >= _LEAST:
            goes_on = self.is_leak and self.score > _OVER
            begins = self.score > _FOUND and self.level_db > _AUDIBLE_DB
            self.is_leak = goes_on or begins
        return self.is_leak

    def _levelled(self, sound: Mono, floor: float) -> Mono:
        """The same sound with all its parts, in time and frequency, about equally strong.

        Args:
            sound: Any.
            floor: Parts weaker than this share of the strongest stay weak.
        """
        padded = np.concatenate((np.zeros(_HOP, np.float32), sound, np.zeros(_FRAME, np.float32)))
        frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP]
        spectra = np.fft.rfft(frames * self._window, axis=1)
        strength = np.abs(spectra)
        least = floor * float(strength.max()) + 1e-7
        made = np.fft.irfft(spectra * (self._band / (strength + least)), axis=1) * self._window
        level = np.zeros(_HOP * (len(frames) + 1), np.float32)
        level[: len(frames) * _HOP] += made[:, :_HOP].reshape(-1).astype(np.float32)
        level[_HOP : (len(frames) + 1) * _HOP] += made[:, _HOP:].reshape(-1).astype(np.float32)
        return level[_HOP : _HOP + len(sound)]

    def _correlation(self, spoken: Mono, heard: Mono) -> NDArray[np.float64]:
        spectrum = np.fft.rfft(heard, _SIZE) * np.conj(np.fft.rfft(spoken, _SIZE))
        return np.fft.irfft(spectrum, _SIZE)[: HEARD - STRETCH + 1]


def _deviation(values: NDArray[np.float64]) -> float:
    """Standard deviation, whatever a few of them are."""
    return float(np.median(np.abs(values))) / 0.6745


def _level_db(spoken: Mono, heard: Mono) -> float:
    """How much of what was heard is what was spoken, in dBFS, at the delay where it is most.

    Other sounds make it more, seldom less: so the least of several is near the truth.

    Args:
        spoken: Any.
        heard: Longer, for each delay to be tried.
    """
    # What is low is mostly the streamer's voice and rumble.
    sharp, alike = np.diff(spoken), np.diff(heard)
    power = float(np.dot(sharp, sharp))
    if power <= 0:
        return -math.inf
    gain = float(np.abs(np.correlate(alike, sharp)).max()) / power
    level = gain * math.sqrt(float(np.dot(spoken, spoken)) / len(spoken))
    return 20 * math.log10(level) if level > 0 else -math.inf
