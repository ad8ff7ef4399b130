"""The next thing said, as a take of a phrase that is being taught."""

from studio.voice.segments import Segment, Segmenter
from studio.voice.sound import RATE, Samples
from studio.voice.tape import Tape

_PAUSE_S = 0.6
"""A phrase that is being taught may have pauses within, but no longer ones."""
_MARGIN = round(0.3 * RATE)


class Taking:
    """Waits for a take. What began before it was asked for is none.

    Args:
        tape: Has the sound.
    """

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._segmenter = Segmenter(tape.end)
        self._parts: list[Segment] = []

    @property
    def has_begun(self) -> bool:
        """Something is being said that may become the take."""
        return bool(self._parts) or self._segmenter.is_speaking

    def push(self, samples: Samples) -> tuple[int, int] | None:
        """What was just written on the tape; gives the take's places once it is sure of its end."""
        for segment in self._segmenter.push(samples):
            if self._parts and segment.first - self._parts[-1].last > _PAUSE_S * RATE:
                self._parts.clear()
            self._parts.append(segment)
        if not self._parts or self._segmenter.is_speaking:
            return None
        first, last = self._parts[0].first, self._parts[-1].last
        if self._tape.end - last < _PAUSE_S * RATE:
            return None
        return max(0, first - _MARGIN), last + _MARGIN
