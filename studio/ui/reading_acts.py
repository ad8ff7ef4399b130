"""Reading on request: what has the focus, its letters, its line, the window's title."""

from collections.abc import Callable, Mapping, Sequence

from studio.model.announcement import Announcement, Priority
from studio.model.message import Message, say
from studio.speech.announcer import Outlet
from studio.ui import focus_words
from studio.ui.focus import Focus, focus_now
from studio.ui.reading import Reading

ANYWHERE = frozenset(
    {"window.read_focus", "window.spell_focus", "window.read_line", "window.read_title"}
)
"""The commands; they work in dialogs too, because they open none of their own."""


class ReadingActs:
    """Answers through the studio's own voice while it reads, else through the window's outlets.

    Not through the announcer: what stands in a field, such as an address with a secret in it, is
    to be found neither in the log nor in the transcript.

    Args:
        reading: The studio's own voice, if it reads.
        outlets: The message line and the screen reader.
    """

    def __init__(self, reading: Reading, outlets: Sequence[Outlet]) -> None:
        self._reading = reading
        self._outlets = outlets

    def acts(self) -> Mapping[str, Callable[[], None]]:
        """What each command does."""
        return {
            "window.read_focus": lambda: self._read(focus_words.whole),
            "window.spell_focus": lambda: self._read(focus_words.spelled),
            "window.read_line": lambda: self._read(focus_words.line),
            "window.read_title": lambda: self._read(focus_words.title),
        }

    def _read(self, words: Callable[[Focus], Message]) -> None:
        now = focus_now()
        nothing = say("Nothing has the focus. F6 goes to a part of the window.")
        message = words(now) if now is not None else nothing
        self._reading.say(message)
        for outlet in self._outlets:
            outlet.give(Announcement(message, priority=Priority.NEXT, topic="reading"))
