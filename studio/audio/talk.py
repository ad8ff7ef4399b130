"""Notices that somebody talks into a microphone that viewers do not hear."""

import math
from collections import deque

_LEAST_DB = -45.0
_ABOVE_FLOOR_DB = 10.0
_FLOOR_S = 4.0
_FLOOR_SHARE = 0.15
_WINDOW_S = 1.0
_TALK_S = 0.5
_EVERY_S = 0.1
_REST_S = 10.0
_SILENCE_DB = -100.0


class TalkDetector:
    """Hears speech by its loudness: well above what is always there, for half a second of one.

    What is always there is the level that 15 % of the last 4 s stay under: speech has pauses, a fan
    has none. One thread; time is counted in blocks.

    Args:
        block_s: How long a block is, in seconds.
    """

    def __init__(self, block_s: float) -> None:
        self._block_s = block_s
        self._levels: deque[float] = deque(maxlen=round(_FLOOR_S / block_s))
        self._window = round(_WINDOW_S / block_s)
        self._every = round(_EVERY_S / block_s)
        self._muted = 0
        self._rest = 0

    def hears_talk(self, power: float, *, is_muted: bool) -> bool:
        """Take a block's mean square; True for talk while muted, at most every 10 s."""
        self._levels.append(10 * math.log10(power) if power > 1e-10 else _SILENCE_DB)
        self._rest = max(0, self._rest - 1)
        self._muted = self._muted + 1 if is_muted else 0
        if self._rest or not is_muted or self._muted % self._every:
            return False
        since = min(self._muted, self._window)
        threshold = self._threshold()
        loud = sum(level > threshold for level in list(self._levels)[-since:])
        if loud * self._block_s < _TALK_S:
            return False
        self._rest = round(_REST_S / self._block_s)
        return True

    def _threshold(self) -> float:
        floor = sorted(self._levels)[int(len(self._levels) * _FLOOR_SHARE)]
        return max(_LEAST_DB, floor + _ABOVE_FLOOR_DB)
