"""What an engine that hears words has to do for the recognizer."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Heard:
    """What an engine has heard of an utterance.

    Attributes:
        words: The likeliest first; none where it heard nothing that it knows.
        language: Of the words; empty where there are none.
        is_late: It was too slow to say.
        may_go_on: It is an opening only: more of the command may follow after a pause.
    """

    words: tuple[str, ...] = ()
    language: str = ""
    is_late: bool = False
    may_go_on: bool = False


class WordEngine(Protocol):
    """Hears words of one language; the recognizer's thread calls it, and waits for `finish`."""

    def begin(self) -> None:
        """Something is being said; what was pushed before is forgotten."""
        ...

    def push(self, samples: NDArray[np.int16]) -> None:
        """Give what comes next, mono at 16 kHz; at once, whatever the engine is doing."""
        ...

    def finish(self) -> Heard:
        """What was said; takes a tenth of a second, and never a whole one."""
        ...
