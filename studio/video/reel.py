"""Where pictures wait to be looked at: the newest of a camera, the next few of a film."""

import threading
import time
from collections import deque

from studio.model.media import Picture

UNWATCHED_S = 0.25


class Newest:
    """Keeps the newest picture, whenever it was taken; any thread."""

    def __init__(self) -> None:
        self._picture: Picture | None = None

    def put(self, picture: Picture, timeout: float) -> bool:  # noqa: ARG002 - there is always room
        self._picture = picture
        return True

    def look(self, at: float) -> Picture | None:  # noqa: ARG002 - nothing newer will be due
        return self._picture


class Reel:
    """A few pictures in the order they are due; the one on show is the first.

    The decoder puts, the program looks; any thread. When nobody looks, pictures that are overdue by
    `UNWATCHED_S` make room, so that a hidden film goes on.

    A picture is shown from up to half a beat before it is due, so that its error is even to both
    sides, and rounding in the film's timestamps cannot make it flicker between two.

    Args:
        half_beat: Half the time from one program picture to the next, in seconds.
        limit: How many pictures it holds.
    """

    def __init__(self, half_beat: float, limit: int = 4) -> None:
        self._half_beat = half_beat
        self._limit = limit
        self._pictures: deque[Picture] = deque()
        self._moved = threading.Condition()

    def put(self, picture: Picture, timeout: float) -> bool:
        """Add a picture when there is room within `timeout` seconds; False when there is none."""
        with self._moved:
            if len(self._pictures) >= self._limit:
                self._moved.wait(timeout)
                self._move_on(time.monotonic() - UNWATCHED_S)
            if len(self._pictures) >= self._limit:
                return False
            self._pictures.append(picture)
            return True

    def look(self, at: float) -> Picture | None:
        """The picture to show at that time, in seconds of `time.monotonic`."""
        with self._moved:
            if self._move_on(at):
                self._moved.notify()
            first = self._pictures[0] if self._pictures else None
            return first if first and first.captured_at <= at + self._half_beat else None

    def _move_on(self, at: float) -> bool:
        has_moved = False
        while len(self._pictures) > 1:
            this, following = self._pictures[0].captured_at, self._pictures[1].captured_at
            # A film of more pictures than the program: the nearest, not always the later one.
            if following > at + min(self._half_beat, (following - this) / 2):
                break
            self._pictures.popleft()
            has_moved = True
        return has_moved
