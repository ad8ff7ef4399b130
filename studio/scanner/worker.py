"""Looks at the cameras on air for codes, while somebody wants to know."""

import logging
import threading
import time
from collections.abc import Callable, Mapping

from studio.model.code import Look, Sight
from studio.model.events import Looked, Part
from studio.model.media import Picture
from studio.scanner.looking import Looker
from studio.threads import Post, Worker

log = logging.getLogger(__name__)

EVERY_S = 0.33
"""From one look to the next: some 5 to 25 ms of work each."""

_OLDEST_S = 2.0
"""A look at a picture older than this would tell of what is no longer held."""


class Scanner(Worker):
    """A look three times a second while codes are wanted; otherwise it sleeps.

    Of several cameras on air each has its turn.

    Args:
        post: Takes `Looked`.
        pictures: Gives the newest picture of each camera on air, by the id of its source; any
            thread.
    """

    def __init__(self, post: Post, pictures: Callable[[], Mapping[str, Picture]]) -> None:
        super().__init__(Part.SCANNER, post)
        self._pictures = pictures
        self._wishes = threading.Condition()
        self._is_wanted = False
        # From here on the scanner's own thread's.
        self._lookers: dict[str, Looker] = {}
        self._last = ""

    # ------------------------------------------------------ from any thread, never waiting

    def look_for_codes(self, *, on: bool) -> None:
        with self._wishes:
            self._is_wanted = on
            self._wishes.notify()

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        with self._wishes:
            self._wishes.notify()

    # ------------------------------------------------------ on the scanner's thread

    def step(self) -> None:
        with self._wishes:
            if not self._is_wanted:
                self._lookers.clear()
                while not self._is_wanted and not self.is_stopping:
                    self._wishes.wait()
        if self.is_stopping:
            return
        begun = time.monotonic()
        try:
            self.post(Looked(self._look(begun)))
        except Exception:  # one picture that cannot be looked at must not end all that follow
            log.exception("a picture cannot be looked at")
            self.post(Looked(Look((), Sight.UNCLEAR)))
        self.pause(max(0.0, begun + EVERY_S - time.monotonic()))

    def _look(self, now: float) -> Look | None:
        pictures = {
            source: picture
            for source, picture in self._pictures().items()
            if now - picture.captured_at < _OLDEST_S
        }
        if not pictures:
            return None
        names = sorted(pictures)
        after = [name for name in names if name > self._last]
        self._last = after[0] if after else names[0]
        looker = self._lookers.setdefault(self._last, Looker())
        return looker.look(pictures[self._last].y)
