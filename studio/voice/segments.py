"""Where somebody speaks: the pauses around what is said, and the speech within a recording.

A microphone's noise is followed by the quietest of the last seconds. Speech is what stands out of
it, and is not far below the loudest of itself: so the echo of a room does not make words longer.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.voice.sound import FRAME, NOTHING_DB, RATE, Samples, levels_db

PAUSE_S = 0.26
"""So long a pause ends what was said."""
OVER_NOISE_DB = 7.0
UNDER_LOUDEST_DB = 30.0
LONGEST_S = 20.0
"""Whoever speaks on for longer gives no command."""

_PAUSE = round(PAUSE_S * 100)
_FLOOR_FRAMES = 400
_FLOOR_SHARE = 0.1
_LEAST_DB = -85.0
"""Below this there is no speech, however still the room."""
_BEGINS = 4
"""Frames of 10 ms that stand out, of the last `_BEGINS_OF`: a click is shorter."""
_BEGINS_OF = 6
_MARGIN = FRAME * 6


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
        self._at = at
        self._levels: deque[float] = deque(maxlen=_FLOOR_FRAMES)
        self._recent: deque[bool] = deque(maxlen=_BEGINS_OF)
        self._smooth: deque[float] = deque(maxlen=3)
        self._floor = NOTHING_DB
        self._since_floor = 0
        self._loudest = NOTHING_DB
        self._first: int | None = None
        self._quiet = 0

    @property
    def is_speaking(self) -> bool:
        return self._first is not None

    @property
    def floor_db(self) -> float:
        """How loud the noise is."""
        return self._floor

    def push(self, samples: Samples) -> list[Segment]:
        """Give what comes next; gets the segments that ended in it."""
        self._rest = np.concatenate([self._rest, samples])
        whole = len(self._rest) // FRAME * FRAME
        levels = levels_db(self._rest[:whole])
        self._rest = self._rest[whole:]
        ended = (self._frame(float(level)) for level in levels)
        return [segment for segment in ended if segment is not None]

    def _frame(self, level: float) -> Segment | None:
        self._at += FRAME
        self._smooth.append(level)
        smooth = sum(self._smooth) / len(self._smooth)
        self._follow_floor(smooth)
        if self._first is not None:
            # The loudest falls slowly, for a bang before the words must not hide them.
            self._loudest = max(self._loudest - 0.04, smooth)
        least = max(self._floor + OVER_NOISE_DB, _LEAST_DB, self._loudest - UNDER_LOUDEST_DB)
        is_speech = smooth > least
        self._recent.append(is_speech)
        if self._first is None:
            if sum(self._recent) >= _BEGINS:
                self._first = max(0, self._at - FRAME * _BEGINS_OF)
                self._loudest = smooth
                self._quiet = 0
            return None
        self._quiet = 0 if is_speech else self._quiet + 1
        if self._quiet < _PAUSE:
            return None
        segment = Segment(self._first, self._at - self._quiet * FRAME, self._at)
        self._first = None
        self._loudest = NOTHING_DB
        self._recent.clear()
        return segment

    def _follow_floor(self, level: float) -> None:
        self._levels.append(level)
        self._since_floor += 1
        if self._since_floor >= 10 or len(self._levels) < 10:
            self._since_floor = 0
            ordered = sorted(self._levels)
            self._floor = ordered[int(len(ordered) * _FLOOR_SHARE)]


def speech_in(samples: Samples, floor_db: float | None = None) -> tuple[int, int]:
    """Where speech begins and ends within a recording, in samples; the same twice for none.

    Args:
        samples: At `RATE`.
        floor_db: How loud its noise is; else as its quietest tenth is.
    """
    levels = levels_db(samples)
    if len(levels) < 3:
        return 0, 0
    smooth = np.convolve(levels, np.ones(3, np.float32) / 3, "same")
    smooth[0], smooth[-1] = levels[0], levels[-1]
    loudest = float(smooth.max())
    floor = float(np.percentile(smooth, 10)) if floor_db is None else floor_db
    # A recording without a pause has no quiet tenth: then half of what stands out is enough.
    over = min(floor + OVER_NOISE_DB, loudest - OVER_NOISE_DB)
    loud = np.flatnonzero(smooth > max(over, loudest - UNDER_LOUDEST_DB, _LEAST_DB))
    if not len(loud):
        return 0, 0
    first, last = _without_clicks(loud)
    return (
        max(0, first * FRAME - _MARGIN),
        min(len(samples), (last + 1) * FRAME + _MARGIN),
    )


def _without_clicks(loud: NDArray[np.int64]) -> tuple[int, int]:
    """Leave out what is short and alone at both ends, such as the click of a key."""
    runs = np.split(loud, np.flatnonzero(np.diff(loud) > 1) + 1)
    while len(runs) > 1 and len(runs[0]) < _BEGINS and runs[1][0] - runs[0][-1] > 15:
        runs = runs[1:]
    while len(runs) > 1 and len(runs[-1]) < _BEGINS and runs[-1][0] - runs[-2][-1] > 15:
        runs = runs[:-1]
    return int(runs[0][0]), int(runs[-1][-1])


def trimmed(samples: Samples, floor_db: float | None = None) -> Samples:
    """The speech of a recording; nothing where there is none."""
    first, last = speech_in(samples, floor_db)
    return samples[first:last]
