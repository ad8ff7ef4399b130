"""How much is written at a time, so that nobody waits long for the file."""

import time
from collections.abc import Generator
from contextlib import contextmanager

_AIM_S = 0.01
_GAP_S = 0.003
_FEWEST = 10
_MOST = 1000


class Pace:
    """Fits the size of batches to how long the last ones held the file.

    Attributes:
        size: How many rows to take at a time.
    """

    def __init__(self, size: int = 150) -> None:
        self.size = size
        self._released_at = 0.0

    @contextmanager
    def timed(self, rows: int) -> Generator[None, None, None]:
        """Measure how long that many rows take."""
        began = time.perf_counter()
        yield
        took = max(time.perf_counter() - began, 1e-6)
        if took > _AIM_S:
            self.size = max(_FEWEST, int(self.size * max(0.5, _AIM_S / took)))
        elif rows >= self.size * 0.8:
            self.size = min(_MOST, int(self.size * min(1.25, _AIM_S / took)) + 1)

    def released(self) -> None:
        """The file was just let go."""
        self._released_at = time.perf_counter()

    def gap(self) -> None:
        """Let others write before the file is held again; whoever waits looks every millisecond.

        Work that was done meanwhile without the file counts.
        """
        time.sleep(max(0.0, self._released_at + _GAP_S - time.perf_counter()))
