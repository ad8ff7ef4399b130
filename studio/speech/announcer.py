"""The one way out: everything the studio has to say passes here."""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

from studio.model.announcement import REPLAY, Announcement
from studio.model.errors import StoreError
from studio.model.message import Name, say

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

    Raises:
        StoreError: The transcript cannot be written.
    """

    def __init__(self, outlets: Sequence[Outlet] = (), transcript: Path | None = None) -> None:
        self._outlets = list(outlets)
        self._said: deque[Said] = deque(maxlen=500)
        self._lock = threading.Lock()
        self._transcript: IO[str] | None = None
        if transcript is not None:
            try:
                self._transcript = transcript.open(
                    "a", encoding="utf-8", errors="backslashreplace", buffering=1
                )
            except OSError as error:
                raise StoreError(
                    say("The transcript {file} cannot be written.", file=Name(str(transcript))),
                    say("Choose another file with “--transcript”."),
                ) from error

    def add_outlet(self, outlet: Outlet) -> None:
        with self._lock:
            self._outlets.append(outlet)

    def announce(self, announcement: Announcement) -> None:
        """Give an announcement out; never raises, so that no outlet can end the show."""
        with self._lock:
            took = tuple(o.name for o in list(self._outlets) if self._gave(o, announcement))
            said = Said(announcement, time.time(), took)
            self._said.append(said)
            # The log file is read by others: what somebody was heard to say is not theirs to know.
            if not announcement.tells_heard:
                log.info("said: %s", announcement.message)
            is_written = self._write(said)
        if not is_written:
            self.announce(
                Announcement(
                    say("The transcript cannot be written any more. Make room on the disk."),
                    topic="transcript",
                )
            )

    def _gave(self, outlet: Outlet, announcement: Announcement) -> bool:
        try:
            return outlet.give(announcement)
        except Exception:  # whatever an outlet does, the others are given their words
            log.exception("outlet %s failed and is given nothing more", outlet.name)
            self._outlets.remove(outlet)
            return False

    def _write(self, said: Said) -> bool:
        """Append to the transcript; False when that just ended."""
        if self._transcript is None:
            return True
        try:
            self._transcript.write(said.as_json() + "\n")
        except OSError as error:
            log.warning("the transcript ended: %s", error)
            broken, self._transcript = self._transcript, None
            with suppress(OSError):
                broken.close()
            return False
        return True

    def last(self) -> Said | None:
        """The newest that is not itself something said again."""
        return next((s for s in reversed(self.history()) if s.announcement.topic != REPLAY), None)

    def history(self) -> list[Said]:
        """What was said, the oldest first; the last 500."""
        with self._lock:
            return list(self._said)

    def unsay(self) -> None:
        """Keep nothing that tells what the user was heard to say; answers to it stay."""
        with self._lock:
            kept = [said for said in self._said if not said.announcement.tells_heard]
            self._said.clear()
            self._said.extend(
                replace(said, announcement=replace(said.announcement, heard=None)) for said in kept
            )

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
