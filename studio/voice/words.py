"""What an engine that hears words has to do for the recognizer."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class WordEngine(Protocol):
    """Hears words of one language; the recognizer's thread calls it, and waits for `finish`."""

    @property
    def language(self) -> str:
        """Such as `ko`."""
        ...

    def begin(self) -> None:
        """Something is being said; what was pushed before is forgotten."""
        ...

    def push(self, samples: NDArray[np.int16]) -> None:
        """Give what comes next, mono at 16 kHz; at once, whatever the engine is doing."""
        ...

    def finish(self) -> tuple[str, ...]:
        """The words, the likeliest first; takes a tenth of a second, and never a whole one."""
        ...
