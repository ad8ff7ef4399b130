"""Where somebody speaks: the pauses around what is said, and the speech within a recording.

A microphone's noise is followed, band by band, by the quietest of the last seconds. Speech is what
stands out of it, and is not far below the loudest of itself: so the echo of a room does not make
words longer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.voice import bands
from studio.voice.sound import FRAME, NOTHING_DB, RATE, Samples

PAUSE_S = 0.26
"""So long a pause ends what was said."""
OVER_NOISE_DB = 4.5
"""Mean of all bands. Noise alone, beside its own quietest tenth, is 2 to 3 dB."""
_LEAST_OVER_NOISE_DB = 4.0
_STAYS_OVER_PAUSE_DB = 0.4
"""Within speech it may be fainter, as consonants and ends are: so much more than pauses are."""
_STAYS_DB = (1.3, 3.5)
"""But at least and at most this."""
_PAUSE_SHARE = 0.02
_UNQUIET = 3
"""Noise flickers: a frame that stands out of a pause makes so many quiet ones count for nothing."""
UNDER_LOUDEST_DB = 30.0
LONGEST_S = 20.0
"""Whoever speaks on for longer gives no command."""

_PAUSE = round(PAUSE_S * 100)
_FLOOR_FRAMES = 200
_FLOOR_EVERY = 10
_FLOOR_PERCENT = 10
_LEAST_DB = -65.0
"""Below this there is no speech, however still the room."""
_BEGINS = 5
"""Frames of 10 ms that stand out, of the last `_BEGINS_OF`: a click is shorter."""
_BEGINS_OF = 8
_MARGIN = FRAME * 5
_HEAD = bands.WINDOW // 2
"""The middle of a window is so far behind its beginning."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Speech between two pauses, in samples of the stream.

    Attributes:
        first: Where it begins.
        last: Where it ends.
        decided: Where its end was known.
    """

    first: int
    last: int
    decided: int

    @property
    def seconds(self) -> float:
        return (self.last - self.first) / RATE


class Segmenter:
    """Finds segments in a stream, as it comes.

    Args:
        at: Where in the stream it begins, in samples.
    """

    def __init__(self, at: int = 0) -> None:
        self._rest = np.zeros(0, np.float32)
        self._at = at + _HEAD
        self._history = np.zeros((_FLOOR_FRAMES, bands.BANDS), np.float32)
        self._known = 0
        self._noise = np.full(bands.BANDS, NOTHING_DB, np.float32)
        self._last = np.zeros((0, bands.BANDS), np.float32)
        self._recent: list[bool] = []
        self._loudest = NOTHING_DB
        self._in_pauses = _STAYS_DB[1]
        self._first: int | None = None
        self._quiet = 0

    @property
    def is_speaking(self) -> bool:
        return self._first is not None

    @property
    def noise(self) -> NDArray[np.float32]:
        """How loud the noise is in each band."""
        return self._noise

    def push(self, samples: Samples) -> list[Segment]:
        """Give what comes next; gets the segments that ended in it."""
        self._rest = np.concatenate([self._rest, samples])
        levels = bands.levels_of(self._rest)
        self._rest = self._rest[len(levels) * FRAME :]
        if not len(levels):
            return []
        before = self._last if len(self._last) else levels[[0, 0]]
        run = np.concatenate([before, levels])
        self._last = run[-2:]
        smooth = ((run[:-2] + run[1:-1] + run[2:]) / 3).astype(np.float32)
        ended: list[Segment] = []
        for frame in smooth:
            self._follow_noise(frame)
        over = bands.above(smooth, self._noise)
        loud = bands.loudness(smooth)
        for one_over, one_loud in zip(over.tolist(), loud.tolist(), strict=True):
            segment = self._frame(one_over, one_loud)
            if segment is not None:
                ended.append(segment)
        return ended

    def _frame(self, over: float, loud: float) -> Segment | None:
        self._at += FRAME
        if self._first is not None:
            # The loudest falls slowly, for a bang before the words must not hide them.
            self._loudest = max(self._loudest - 0.04, loud)
        if self._first is None:
            least_db = OVER_NOISE_DB
            self._in_pauses += _PAUSE_SHARE * (min(over, OVER_NOISE_DB) - self._in_pauses)
        else:
            least_db = min(max(self._in_pauses + _STAYS_OVER_PAUSE_DB, _STAYS_DB[0]), _STAYS_DB[1])
        is_speech = over > least_db and loud > _LEAST_DB and loud > self._loudest - UNDER_LOUDEST_DB
        self._recent = [*self._recent[1 - _BEGINS_OF :], is_speech]
        if self._first is None:
            if sum(self._recent) >= _BEGINS:
                self._first = max(0, self._at - FRAME * _BEGINS_OF)
                self._loudest = loud
                self._quiet = 0
            return None
        self._quiet = max(0, self._quiet - _UNQUIET) if is_speech else self._quiet + 1
        if self._quiet < _PAUSE:
            return None
        segment = Segment(self._first, self._at - self._quiet * FRAME, self._at)
        self._first = None
        self._loudest = NOTHING_DB
        self._recent = []
        return segment

    def _follow_noise(self, levels: NDArray[np.float32]) -> None:
        self._history[self._known % _FLOOR_FRAMES] = levels
        self._known += 1
        if self._known % _FLOOR_EVERY == 0 or self._known < _FLOOR_EVERY:
            self._noise = _quietest(self._history[: min(self._known, _FLOOR_FRAMES)])


def _quietest(levels: bands.Levels) -> NDArray[np.float32]:
    """The level under which each band is in a tenth of the frames."""
    place = len(levels) * _FLOOR_PERCENT // 100
    return np.partition(levels, place, axis=0)[place]


def speech_in(samples: Samples, noise: NDArray[np.float32] | None = None) -> tuple[int, int]:
    """Where speech begins and ends within a recording, in samples; the same twice for none.

    Args:
        samples: At `RATE`.
        noise: How loud it is in each band, where that is known; else it is what is quietest in
            the recording, and where that has no pause at all nothing is cut away.
    """
    padded = np.pad(samples, _HEAD, "reflect") if len(samples) > _HEAD else samples
    levels = bands.smoothed(bands.levels_of(padded))
    if len(levels) < 3:
        return 0, 0
    quietest = _quietest(levels)
    over = bands.above(levels, quietest if noise is None else np.minimum(quietest, noise))
    loud = bands.loudness(levels)
    loudest = float(np.percentile(loud, 98))
    if loudest < _LEAST_DB:
        return 0, 0
    # Without a quiet tenth in it, what stands out half as far as the rest is speech as well.
    least = float(np.clip(np.percentile(over, 90) / 2, _LEAST_OVER_NOISE_DB, OVER_NOISE_DB))
    found = np.flatnonzero((over > least) & (loud > loudest - UNDER_LOUDEST_DB))
    if not len(found):
        return 0, 0
    first, last = _without_clicks(found)
    return max(0, first * FRAME - _MARGIN), min(len(samples), (last + 1) * FRAME + _MARGIN)


def _without_clicks(loud: NDArray[np.int64]) -> tuple[int, int]:
    """Leave out what is short and alone at both ends, such as the click of a key."""
    runs = np.split(loud, np.flatnonzero(np.diff(loud) > 1) + 1)
    while len(runs) > 1 and len(runs[0]) < _BEGINS and runs[1][0] - runs[0][-1] > 12:
        runs = runs[1:]
    while len(runs) > 1 and len(runs[-1]) < _BEGINS and runs[-1][0] - runs[-2][-1] > 12:
        runs = runs[:-1]
    return int(runs[0][0]), int(runs[-1][-1])


def trimmed(samples: Samples) -> Samples:
    """The speech of a recording; nothing where there is none."""
    first, last = speech_in(samples)
    return samples[first:last]
