"""Where announcements go in the window: the message line, and the screen reader."""

import sys
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.model.announcement import Announcement, Priority
from studio.model.settings import Settings, Signalled, signalled
from studio.ui.accessible import Note
from studio.ui.bridge import Handover
from studio.ui.reader import Reader, ReaderWatch

NOTES = 12
"""Notifications in turn, so that one is not overwritten before the reader came to it."""


class WindowOutlet:
    """Shows announcements in the window; an `Outlet` of the announcer.

    Args:
        show: Called on the window's thread with each announcement.
    """

    name = "window"

    def __init__(self, show: Callable[[Announcement], None], window: QWidget) -> None:
        self._handover: Handover[Announcement] = Handover(show, parent=window)

    def give(self, announcement: Announcement) -> bool:
        """Any thread."""
        self._handover.post(announcement)
        return True


class ScreenReaderOutlet:
    """Has the running screen reader speak announcements; an `Outlet` of the announcer.

    Orca 45 and newer, NVDA and VoiceOver take announcement events; Orca 43 is silent about
    those but speaks a notification that is shown. Which one runs is known beforehand, so an
    announcement costs the window less than a millisecond.

    Args:
        window: Speaks where no window of the studio is in front.
        settings: As they are now; any thread.
        unreachable: Called when the system's way to readers does not answer, or breaks.
        is_voiced: Whether the studio's own voice speaks in the reader's place; any thread.
        found: Called on the window's thread when it is known whether a reader runs, and whenever
            that changes.
        is_held: Whether the key for commands is held: what is spoken meanwhile would be heard by
            the microphone too. Any thread; `speak_on` is called when it is let go.
    """

    name = "screen reader"

    def __init__(
        self,
        window: QWidget,
        settings: Callable[[], Settings],
        unreachable: Callable[[], None] = lambda: None,
        is_voiced: Callable[[], bool] = lambda: False,
        found: Callable[[Reader], None] = lambda _reader: None,
        *,
        is_held: Callable[[], bool] = lambda: False,
    ) -> None:
        self._window = window
        self._settings = settings
        self._unreachable = unreachable
        self._is_voiced = is_voiced
        self._found = found
        self._is_held = is_held
        self._known: Reader | None = None
        self._is_in_front = True
        self._on_known: Callable[[], None] = lambda: None
        self._unsaid: deque[Announcement] = deque(maxlen=50)
        self._notes = [Note(window) for _ in range(NOTES)]
        self._handover: Handover[Announcement | None] = Handover(self._take, parent=window)
        self._watch = ReaderWatch(self._look_again)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._follow_front)
        window.destroyed.connect(self._watch.stop)
        QTimer.singleShot(0, window, self._watch.start)

    def give(self, announcement: Announcement) -> bool:
        """Any thread; False when no reader is known to run.

        An announcement event is raised all the same: Narrator does not make itself known.
        """
        if self._is_voiced():
            return False
        reader = self._watch.reader
        if reader is None or reader.is_listening or reader.knows_announcements:
            self._handover.post(announcement)
        return reader is None or reader.is_listening

    @property
    def is_read(self) -> bool | None:
        """Whether a reader speaks what is announced now; None while that is not known.

        NVDA and VoiceOver take no notice of a window that is not in front. Any thread.
        """
        reader = self._watch.reader
        if reader is None:
            return None
        return reader.is_listening and (sys.platform == "linux" or self._is_in_front)

    def on_known(self, tell: Callable[[], None]) -> None:
        """Have it told on any thread when `is_read` may have changed, and now."""
        self._on_known = tell
        tell()

    def speak_on(self) -> None:
        """The key was let go: speak what waited for it. Any thread."""
        self._handover.post(None)

    def _look_again(self) -> None:
        self._handover.post(None)
        self._on_known()

    def _follow_front(self, state: Qt.ApplicationState) -> None:
        self._is_in_front = state is Qt.ApplicationState.ApplicationActive
        self._on_known()

    def _take(self, announcement: Announcement | None) -> None:
        """Speak, or keep until it is known how and may be spoken; None is a look at that anew."""
        if announcement is not None:
            self._replace_older(announcement.topic)
            self._unsaid.append(announcement)
        reader = self._watch.reader
        if reader is None:
            return
        known, self._known = self._known, reader
        if reader != known:
            self._found(reader)
        if not reader.is_reachable and (known is None or known.is_reachable):
            self._unreachable()
        while self._unsaid and not self._is_held():
            unsaid = self._unsaid.popleft()
            settings = self._settings()
            has_word = signalled(settings, unsaid.earcon) is Signalled.WORD
            words = unsaid.spoken(is_brief=settings.brief_answers, has_word=has_word).words()
            if reader.knows_announcements:
                self._announce(unsaid, words)
            elif reader.is_listening:
                self._notify(words)

    def _replace_older(self, topic: str) -> None:
        if topic:
            for older in [unsaid for unsaid in self._unsaid if unsaid.topic == topic]:
                self._unsaid.remove(older)

    def _announce(self, announcement: Announcement, words: str) -> None:
        speaker = QApplication.activeWindow() or self._window
        event = QAccessibleAnnouncementEvent(speaker, words)
        is_urgent = announcement.priority is Priority.URGENT
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
        QAccessible.updateAccessibility(event)

    def _notify(self, words: str) -> None:
        note = self._notes[0]
        self._notes.append(self._notes.pop(0))
        note.tell(words)
