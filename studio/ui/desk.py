"""What every part of the window acts through."""

from collections.abc import Callable
from dataclasses import dataclass

from studio.commands.command import Origin
from studio.model.announcement import Announcement, Priority
from studio.model.link import StudioLink
from studio.model.message import Message, say

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

    def wish(self, command: str, **values: object) -> None:
        """Wish for a command from a panel or dialog."""
        self.link.dispatch(command, Origin.WINDOW, **values)

    def tell(self, message: Message, topic: str = "window") -> None:
        """Answer something the user just did in the window."""
        self.announce(Announcement(message, priority=Priority.NEXT, topic=topic))

    def answer(self, message: Message, topic: str, title: str) -> None:
        """Answer a wish; unlike what is told, it ends with the next key or the next answer.

        Args:
            message: What is said.
            topic: See `Announcement`.
            title: Of the command that it answers, untranslated.
        """
        cause = say(title)
        self.announce(Announcement(message, priority=Priority.NEXT, topic=topic, cause=cause))
