"""When microphones are out of what viewers hear, to the sample."""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.audio.tape import Samples
from studio.model.media import RATE

RAMP_S = 0.02
"""How long a microphone takes to go and to come back; it lies outside of what is shut."""

MOST_HELD_S = 20.5
"""After which a microphone comes back by itself, whoever forgot to release it."""

_AFTER_S = 0.005
"""A stamp of captured sound wavers by milliseconds."""

_KEPT_S = 30.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which nothing of a microphone is heard, in seconds of `time.monotonic`."""

    began: float
    ended: float

    def gains(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """0 inside, 1 outside, and half a cosine between them."""
        outside = np.maximum(self.began - times, times - self.ended)
        return 0.5 - 0.5 * np.cos(np.pi * np.clip(outside / RAMP_S, 0.0, 1.0))


class Gate:
    """Takes microphones out of a bus by the time at which their sound was captured; any thread.

    What has passed already stays as it was: a wish that comes too late for its ramp begins with
    the ramp, so that nothing clicks.
    """

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._stretches: tuple[Stretch, ...] = ()
        self._held: Stretch | None = None
        self._passed = float("-inf")

    def twin(self) -> "Gate":
        """A gate that is shut at the same times, through which nothing has passed yet."""
        twin = Gate()
        with self._changing:
            twin._stretches, twin._held = self._stretches, self._held
        return twin

    def hold(self, at: float) -> None:
        """Shut from a moment until `release`, or for `MOST_HELD_S`; a second one does nothing."""
        with self._changing:
            if self._held is None or at >= self._held.ended:
                began = max(at, self._passed + RAMP_S)
                self._held = Stretch(began, at + MOST_HELD_S)
                self._stretches = (*self._stretches, self._held)

    def release(self, at: float) -> None:
        with self._changing:
            if (held := self._held) is None:
                return
            self._held = None
            shut = Stretch(held.began, max(at + _AFTER_S, self._passed, held.began))
            self._stretches = tuple(shut if s is held else s for s in self._stretches)

    def shut(self, began: float, ended: float) -> bool:
        """Shut for a while; False where some of that has passed already."""
        with self._changing:
            is_in_time = began - RAMP_S >= self._passed
            began = max(began, self._passed + RAMP_S)
            if ended > began:
                self._stretches = (*self._stretches, Stretch(began, ended))
            return is_in_time

    def is_shut(self, moment: float) -> bool:
        """Whether nothing that was captured at a moment is heard."""
        return any(s.began <= moment <= s.ended for s in self._stretches)

    def has_not_passed(self, moment: float) -> bool:
        """Whether all from a moment on can still be shut, with a ramp before it."""
        with self._changing:
            return moment - RAMP_S >= self._passed

    def passed(self, block: Samples, captured_at: float) -> Samples:
        """Give a block as it is heard.

        Args:
            block: Shape (frames, channels), at 48 kHz; it is not changed.
            captured_at: When its first frame was captured, in seconds of `time.monotonic`.
        """
        ends_at = captured_at + len(block) / RATE
        with self._changing:
            self._passed = max(self._passed, ends_at)
            stretches = self._stretches
            if stretches and stretches[0].ended < captured_at - _KEPT_S:
                self._stretches = stretches[1:]
        near = [s for s in stretches if s.began - RAMP_S < ends_at]
        near = [s for s in near if s.ended + RAMP_S > captured_at]
        if not near:
            return block
        times = captured_at + np.arange(len(block)) / RATE
        gains = np.min([stretch.gains(times) for stretch in near], axis=0)
        return block * gains.astype(np.float32)[:, None]
