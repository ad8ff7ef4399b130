"""Tells who talks into a muted microphone that viewers do not hear it, but not of commands."""

import time
from collections.abc import Callable

from studio.model import events
from studio.model.announcement import Announcement, warning
from studio.model.message import Name, say
from studio.model.voice import Listening
from studio.standing import Standing

KNOWN_S = 3.0
"""Hands-free it is known within this time whether it was a command, or within that by which
viewers are to be behind: a name, a pause, the longest phrase. Whoever is warned sooner has the
warning spoken into the command."""

_SHORTLY_S = 1.5
"""What was noticed so shortly after a command is that command: sound is noticed a little late."""


class MutedTalk:
    """Warns at once, or hands-free once it is known that it was no command.

    The thread that owns the show alone calls it.

    Args:
        standing: The show's state.
        tell: Takes what is to be said.
    """

    def __init__(self, standing: Standing, tell: Callable[[events.Event], None]) -> None:
        self._standing = standing
        self._tell = tell
        self._talk: events.TalkingWhileMuted | None = None
        self._due = 0.0
        self._commanded_at = float("-inf")

    def take(self, event: events.Event) -> None:
        """Take that somebody talks while muted; all else is let pass."""
        if not isinstance(event, events.TalkingWhileMuted):
            return
        if self._standing.state.settings.listening != Listening.HANDS_FREE:
            self._warn(event)
            return
        now = time.monotonic()
        if now > self._commanded_at + _SHORTLY_S:
            self._talk = event
            self._due = now + max(KNOWN_S, self._standing.state.delay_need_s)

    def was_command(self) -> None:
        """What was just said, hands-free, was said to the studio."""
        self._talk = None
        self._commanded_at = time.monotonic()

    def look(self, now: float) -> None:
        """Warn of what turned out to be no command; some ten times a second.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if (talk := self._talk) is None or now < self._due:
            return
        self._talk = None
        sources = self._standing.state.sound_sources
        if any(source.id == talk.source and source.is_muted for source in sources):
            self._warn(talk)

    def _warn(self, talk: events.TalkingWhileMuted) -> None:
        self._tell(events.Answered(unheard(talk.name)))


def unheard(name: str) -> Announcement:
    """What is told of it; `name` is the microphone's."""
    return warning(
        say(
            "You are talking while {microphone} is muted. Viewers do not hear you.",
            microphone=Name(name),
        ),
        brief=say("You are muted."),
        topic="muted",
    )
