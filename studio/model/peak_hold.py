"""The highest level while somebody holds on to it."""

import math


class PeakHold:
    """Keeps the highest of the levels it is shown. The show's thread only.

    Attributes:
        most_s: It lets go by itself after this time.
    """

    most_s = 30.0

    def __init__(self) -> None:
        self._since: float | None = None
        self._peak_db = -math.inf

    @property
    def is_held(self) -> bool:
        return self._since is not None

    def begin(self, now: float) -> None:
        if self._since is None:
            self._since, self._peak_db = now, -math.inf

    def see(self, peak_db: float, now: float) -> None:
        """Take a level in dBFS."""
        if self._since is not None:
            self._peak_db = max(self._peak_db, peak_db)
            if now - self._since > self.most_s:
                self._since = None

    def end(self) -> float | None:
        """Let go; gives the highest in dBFS, None when nothing was held."""
        was_held, self._since = self.is_held, None
        return self._peak_db if was_held else None
