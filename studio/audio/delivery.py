"""What viewers are given to hear: some seconds behind what is mixed, and cut meanwhile."""

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.audio.gate import RAMP_S, Gate
from studio.audio.limiter import LOOKAHEAD, Limiter
from studio.audio.margins import CELL_S, with_margins
from studio.audio.mixer import Mixture
from studio.model.media import RATE, AudioBlock

_CELL = round(CELL_S * RATE)
_AROUND_S = 1.0
_ECHO_S = 0.5
"""After the key's release, until it is cut."""


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A mixture that waits.

    Attributes:
        start: Position of its first frame on the timeline.
    """

    start: int
    mixture: Mixture


class Delivery:
    """Holds what was mixed before it is limited, microphones apart from all else.

    `push` is for the desk's thread, all else for any.

    Args:
        delay_s: How many seconds are held.
        gate: When microphones are out, so far.
    """

    def __init__(self, delay_s: float, gate: Gate) -> None:
        self._delay = round(delay_s * RATE)
        self._gate = gate
        # Of all sound, by the place on the timeline in seconds.
        self._dropped = Gate()
        self._limiter = Limiter()
        self._held: deque[_Held] = deque()
        self._held_since: float | None = None
        self._released: deque[tuple[float, float]] = deque()
        self._at_work = threading.Lock()

    def push(self, start: int, mixture: Mixture) -> AudioBlock | None:
        """Take a mixture, and give the block that is due.

        Args:
            start: Position of its first frame on the timeline, `LOOKAHEAD` before that of the
                block that comes of it.
            mixture: It is kept as it is.
        """
        with self._at_work:
            self._held.append(_Held(start, mixture))
            self._cut_released(mixture)
            if start - self._held[0].start < self._delay:
                return None
            due = self._held.popleft()
            samples = due.mixture.summed(self._gate)
            samples = self._dropped.passed(samples, due.start / RATE)
        samples = self._limiter.process(samples)
        samples.flags.writeable = False
        return AudioBlock(samples, due.start - LOOKAHEAD)

    def hold(self, at: float) -> None:
        with self._at_work:
            self._held_since = at
        self._gate.hold(at)

    def release(self, at: float) -> None:
        """Let microphones be heard again; the echo of what was said before is cut once it came."""
        with self._at_work:
            if self._held_since is not None and self._delay > _ECHO_S * RATE:
                self._released.append((self._held_since, at))
            self._held_since = None
        self._gate.release(at)

    def cut(self, began: float, ended: float, new_from: float | None = None) -> bool:
        """Take a command out of the microphones, with its breath and its echo.

        Args:
            began: When it began.
            ended: When it ended.
            new_from: What was said before that was cut already, such as the studio's name; None
                for nothing.

        Returns:
            False where viewers were given some of what is new already.
        """
        new_from = began if new_from is None else new_from
        with self._at_work:
            first, last = self._whole(new_from, ended, is_between_pauses=True)
            # It is too late for a command alone, not for the breath or the pause before it.
            passed = self._gate.shut(min(first, began), last)
            return passed or self._gate.has_not_passed(new_from)

    def drop(self, until: float) -> None:
        """Replace all that is held by silence, and what is still to come.

        Args:
            until: Where on the timeline that ends, in seconds.
        """
        with self._at_work:
            if self._held:
                self._dropped.shut(self._held[0].start / RATE + RAMP_S, until)

    def _cut_released(self, newest: Mixture) -> None:
        """Cut the echo of a held command, of which all has been captured by now."""
        if not (self._released and (own := newest.own)):
            return
        began, ended = self._released[0]
        if own.captured_at > ended + _ECHO_S:
            self._released.popleft()
            self._gate.shut(*self._whole(began, ended))

    def _whole(
        self, began: float, ended: float, *, is_between_pauses: bool = False
    ) -> tuple[float, float]:
        heard = (own for h in self._held if (own := h.mixture.own) is not None)
        near = [v for v in heard if began - _AROUND_S < v.captured_at < ended + _AROUND_S]
        if not near:
            return with_margins(np.zeros(0), 0.0, began, ended)
        powers = np.concatenate([_powers(v.samples) for v in near])
        return with_margins(
            powers, near[0].captured_at, began, ended, is_between_pauses=is_between_pauses
        )


def _powers(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """The mean square of each cell of a block."""
    cells = samples.mean(axis=1, dtype=np.float64).reshape(-1, _CELL)
    return np.square(cells).mean(axis=1)
