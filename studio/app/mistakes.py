"""What is done about a mistake of the studio's own: the log has the details, the user is told."""

import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from studio.model.announcement import Announcement
from studio.model.errors import StoreError
from studio.model.message import say

log = logging.getLogger(__name__)

_QUIET_S = 10.0
"""Seconds after a mistake in which none is told, nor the same one logged again: what paints fails
many times a second."""


def our_bug(error: BaseException, failed: str = "an errand") -> StoreError:
    """A mistake of the studio's own, in words; the log has the details."""
    log.error("%s failed", failed, exc_info=error)
    return StoreError(
        say("The studio made a mistake; the show goes on."),
        say("The log in the studio's folder has the details."),
    )


@contextmanager
def mistakes_told(announce: Callable[[Announcement], None]) -> Iterator[None]:
    """Meanwhile have logged and told what a slot of Qt raises, after which Qt goes on.

    Whatever was told of such errors before still is. Python's own threads have another hook.
    """
    before = sys.excepthook
    quiet_until = 0.0
    logged: set[str] = set()

    def take(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal quiet_until
        if isinstance(error, Exception):
            is_quiet = time.monotonic() < quiet_until
            if not is_quiet:
                logged.clear()
                quiet_until = time.monotonic() + _QUIET_S
            place = "".join(traceback.format_tb(trace))
            if place not in logged:
                logged.add(place)
                bug = our_bug(error, "a part of the window")
                if not is_quiet:
                    announce(bug.announcement("mistake"))
        before(kind, error, trace)

    sys.excepthook = take
    try:
        yield
    finally:
        sys.excepthook = before
