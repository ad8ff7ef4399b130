"""Tells by the level of a microphone when somebody who spoke has paused."""

import math

PAUSE_S = 0.8
"""Breath is taken in less; longer is the end of a thought."""
SPOKEN_S = 0.4
"""What is shorter is a cough, or a key of the keyboard."""

_RANGE_DB = 22.0
"""Speech stays within this of its loudest syllables; rooms and fans are further below."""
_FAINTEST_DB = -50.0
_FORGET_DB_S = 1.0
"""So much quieter somebody may become each second, and is still heard."""
_GAP_S = 0.25
"""Between syllables, and within some of them, it is silent for as long as this."""


class Pauses:
    """Looks at the level some ten times a second. One thread; each look brings its own time."""

    def __init__(self) -> None:
        self._loudest_db = _FAINTEST_DB
        self._last = math.nan
        self.begin()

    def begin(self) -> None:
        """Wait for somebody to speak, and then to pause; what was before does not count."""
        self._spoken_s = 0.0
        self._quiet_since: float | None = None

    def look(self, peak_db: float | None, now: float) -> bool:
        """Whether somebody spoke and has now paused; once for each `begin`.

        Args:
            peak_db: The highest sample of the last 100 ms in dBFS; None while nobody can be heard.
            now: Seconds of `time.monotonic`.
        """
        passed_s = min(0.5, max(0.0, now - self._last)) if math.isfinite(self._last) else 0.0
        self._last = now
        if peak_db is None:
            self.begin()
            return False
        self._loudest_db = max(_FAINTEST_DB, self._loudest_db - passed_s * _FORGET_DB_S, peak_db)
        if peak_db > max(_FAINTEST_DB, self._loudest_db - _RANGE_DB):
            self._spoken_s += passed_s
            self._quiet_since = None
            return False
        if self._quiet_since is None:
            self._quiet_since = now - passed_s
        quiet_s = now - self._quiet_since
        if self._spoken_s < SPOKEN_S:
            # Knocks that are seconds apart do not add up to speech.
            self._spoken_s = 0.0 if quiet_s > _GAP_S else self._spoken_s
            return False
        if quiet_s < PAUSE_S:
            return False
        self.begin()
        return True
