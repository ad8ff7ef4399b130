"""Tells of pictures that were lost: the first at once, and where it goes on what helps."""

import math

from studio.model.announcement import Announcement, warning
from studio.model.events import PicturesDropped
from studio.model.message import say, say_n
from studio.speech.narrator import narrate

AGAIN_S = 20.0
"""So long after the first it is known whether the machine was busy for a moment, or is too slow."""
REST_S = 120.0
"""For so long it is not told again then: to hear of it each second helps nobody."""


class LossWatch:
    """Adds up what was lost and not told. One thread; knows no clock, each event brings it."""

    def __init__(self) -> None:
        self._untold = 0
        self._next_at = -math.inf
        self._forgets_at = -math.inf
        self._last_at = -math.inf

    def take(self, event: PicturesDropped, now: float) -> Announcement | None:
        """Give what has to be said, if anything.

        Args:
            event: So many more were lost.
            now: Seconds of `time.monotonic`.
        """
        if now >= self._forgets_at:
            self._untold = 0
        goes_on, self._last_at = now - self._last_at < AGAIN_S, now
        self._untold += event.count
        if now < self._next_at:
            return None
        told, self._untold = self._untold, 0
        self._next_at = now + (REST_S if goes_on else AGAIN_S)
        self._forgets_at = self._next_at + REST_S
        return _too_slow(told) if goes_on else narrate(PicturesDropped(told))


def _too_slow(count: int) -> Announcement:
    lost = say_n("{n} more picture was lost.", "{n} more pictures were lost.", count)
    remedy = say(
        "This computer is too slow for the picture. Close other programs, and choose a smaller "
        "picture or fewer pictures per second in the settings before the next show."
    )
    return warning(lost.then(remedy), "dropped", brief=lost)
