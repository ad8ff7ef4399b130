"""Tells by the level of a microphone when somebody who spoke has paused."""

import math

PAUSE_S = 0.8
"""Breath is taken in less; longer is the end of a thought."""
SPOKEN_S = 0.4
"""What is shorter is a cough, or a key of the keyboard."""

_RANGE_DB = 22.0
"""Speech stays within this of its loudest syllables; rooms and fans are further below."""
_SHARE = 0.5
"""Where a room is louder than that, speech is what lies above the middle of both."""
_LEAST_DB = 9.0
"""What stands out of the room by less is the room itself: a fan, music."""
_FAINTEST_DB = -50.0
_QUIETEST_DB = -70.0
_LEARN_DB_S = 3.0
"""So much louder each second the room may turn out to be; between syllables it is heard too."""
_FORGET_DB_S = 1.0
"""So much quieter somebody may become each second, and is still heard."""
_GAP_S = 0.25
"""Between syllables, and within some of them, it is silent for as long as this."""


class Pauses:
    """Looks at the level some ten times a second. One thread; each look brings its own time."""

    def __init__(self) -> None:
        self._loudest_db = _FAINTEST_DB
        self._room_db = _QUIETEST_DB
        self._last = math.nan
        self.begin()

    def begin(self) -> None:
        """Wait for somebody to speak, and then to pause; what was before does not count."""
        self._spoken_s = 0.0
        self._spoken_db = -math.inf
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
        if self._is_speech(peak_db, passed_s):
            self._spoken_s += passed_s
            self._spoken_db = max(self._spoken_db, peak_db)
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
        # Music is taken for speech until it is known that the room is as loud.
        was_speech = self._spoken_db - self._room_db >= _LEAST_DB
        self.begin()
        return was_speech

    def _is_speech(self, peak_db: float, passed_s: float) -> bool:
        """Whether it is as loud as somebody who speaks, and not only as the room is."""
        self._room_db = max(_QUIETEST_DB, min(peak_db, self._room_db + passed_s * _LEARN_DB_S))
        above = self._loudest_db - self._room_db
        faintest = max(_FAINTEST_DB, self._loudest_db - _RANGE_DB, self._room_db + _SHARE * above)
        return above >= _LEAST_DB and peak_db > faintest
