"""What every part of the window acts through."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from studio.commands.command import Origin
from studio.model.announcement import Announcement, Priority
from studio.model.link import StudioLink
from studio.model.message import Message

Announce = Callable[[Announcement], None]
"""The one way out, as `Announcer.announce`."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The link to the studio and the way out; the window's thread.

    Attributes:
        link: The studio.
        announce: Takes what the window itself has to say.
    """

    link: StudioLink
    announce: Announce

    def wish(self, command: str, **values: Any) -> None:  # noqa: ANN401 - as the link's own
        """Wish for a command from a panel or dialog."""
        self.link.dispatch(command, Origin.WINDOW, **values)

    def tell(self, message: Message, topic: str = "window") -> None:
        """Answer something the user just did in the window."""
        self.announce(Announcement(message, priority=Priority.NEXT, topic=topic))


class SecondPress:
    """Lets something grave happen only when it is wished twice within a few seconds.

    Args:
        seconds: How long the first wish is remembered.
    """

    def __init__(self, seconds: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._what: Hashable = None
        self._until = 0.0

    def confirms(self, what: Hashable) -> bool:
        """Whether this is the second wish for the same thing; the first is remembered."""
        now = self._clock()
        is_second = what == self._what and now <= self._until
        self._what, self._until = (None, 0.0) if is_second else (what, now + self.seconds)
        return is_second
