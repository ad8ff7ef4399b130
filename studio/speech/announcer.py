"""The one way out: everything the studio has to say passes here."""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from studio.model.announcement import Announcement

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """An announcement as it was given out.

    Attributes:
        announcement: What was said.
        at: When, in seconds since 1970.
        outlets: The names of the outlets that took it.
    """

    announcement: Announcement
    at: float
    outlets: tuple[str, ...]

    def as_json(self) -> str:
        """One line for the transcript and for scripts."""
        announcement = self.announcement
        return json.dumps(
            {
                "time": round(self.at, 3),
                "text": announcement.text,
                "brief": announcement.brief_text,
                "priority": announcement.priority.name.lower(),
                "topic": announcement.topic,
                "earcon": announcement.earcon or "",
                "outlets": list(self.outlets),
            },
            ensure_ascii=False,
        )


class Outlet(Protocol):
    """Somewhere announcements go: a screen reader, the message line, a script's output."""

    name: str

    def give(self, announcement: Announcement) -> bool:
        """Take an announcement, on any thread, without waiting; False when it is not for here."""
        ...


class Announcer:
    """Hands announcements to every outlet, keeps the last ones, and writes the transcript.

    Any thread may announce; announcements keep their order.

    Args:
        outlets: Where announcements go.
        transcript: A file to which each is appended as a JSON line.
    """

    def __init__(self, outlets: Sequence[Outlet] = (), transcript: Path | None = None) -> None:
        self._outlets = list(outlets)
        self._said: deque[Said] = deque(maxlen=500)
        self._lock = threading.Lock()
        self._transcript: IO[str] | None = None
        if transcript is not None:
            self._transcript = transcript.open("a", encoding="utf-8", buffering=1)

    def add_outlet(self, outlet: Outlet) -> None:
        with self._lock:
            self._outlets.append(outlet)

    def announce(self, announcement: Announcement) -> None:
        with self._lock:
            took = tuple(o.name for o in self._outlets if o.give(announcement))
            said = Said(announcement, time.time(), took)
            self._said.append(said)
            log.info("said: %s", announcement.text)
            if self._transcript is not None:
                self._transcript.write(said.as_json() + "\n")

    def last(self) -> Said | None:
        return self._said[-1] if self._said else None

    def history(self) -> list[Said]:
        """What was said, the oldest first; the last 500."""
        with self._lock:
            return list(self._said)

    def close(self) -> None:
        if self._transcript is not None:
            self._transcript.close()
            self._transcript = None


class LineOutlet:
    """Writes each announcement as a JSON line, for scripts.

    Args:
        write: Takes a line without its end.
    """

    name = "line"

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def give(self, announcement: Announcement) -> bool:
        self._write(Said(announcement, time.time(), (self.name,)).as_json())
        return True
