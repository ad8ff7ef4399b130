"""Work that takes a while, and how it is called off."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from studio.model.message import Message


@dataclass(frozen=True, slots=True)
class Work:
    """Something that is under way.

    Attributes:
        id: Its id.
        title: What is being done, as a sentence.
        share: How much of it is done, 0 to 1; None where nobody knows.
        can_cancel: It can be called off.
    """

    id: str
    title: Message
    share: float | None = None
    can_cancel: bool = False


class CallOff:
    """Lets one thread call off what another waits for. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._break_off: Callable[[], None] | None = None
        self.is_wished = False

    def wish(self) -> None:
        """Call it off, now or as soon as there is something to break off."""
        with self._lock:
            self.is_wished = True
            break_off = self._break_off
        if break_off is not None:
            break_off()

    def by(self, break_off: Callable[[], None]) -> None:
        """Whoever works tells how to break it off; at once where that is wished already."""
        with self._lock:
            self._break_off = break_off
            is_wished = self.is_wished
        if is_wished:
            break_off()
