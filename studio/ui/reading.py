"""Reads the window, in place of a screen reader where none runs.

Whatever the user comes to by keys is compared with what was read last, and what is new is read:
so nothing is read twice, and nothing is missed that has the focus. What a command does is told by
the announcer and not here.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from studio.model.message import Message, say
from studio.model.settings import TypingEcho
from studio.ui import focus_words, text_words
from studio.ui.current_row import followed
from studio.ui.fields import MODIFIERS
from studio.ui.focus import Focus, focus_now
from studio.ui.text_words import Press

log = logging.getLogger(__name__)

_WITHOUT_SILENCE = MODIFIERS - {Qt.Key.Key_Control}


class Aloud(Protocol):
    """Whoever reads aloud; called on the window's thread, never waits."""

    def read(self, message: Message, *, by_key: bool) -> None:
        """Read this, in place of all that was to be read before, said or not: it is old news.

        Args:
            message: What it is.
            by_key: A key of the user's led to it, so it comes next; otherwise, as when a dialog
                opens by itself, whatever waits to be said is heard before it.
        """
        ...

    def hush(self) -> None:
        """A key was pressed, Ctrl alone is enough: what is being read is not wanted any more."""
        ...


class Reading(QObject):
    """Watches the focus and the keys in all windows of the studio; the window's thread.

    It is off until it is given somebody to speak.

    Args:
        echo: Gives how much is read of what is typed.
    """

    def __init__(self, echo: Callable[[], TypingEcho], parent: QWidget) -> None:
        super().__init__(parent)
        self._echo = echo
        self._aloud: Aloud | None = None
        self._known: Focus | None = None
        self._press: Press | None = None
        self._before: Focus | None = None
        self._written_in: QObject | None = None
        self._word: Message | None = None
        self._is_by_key = False
        self._rows: QItemSelectionModel | None = None
        self._look = QTimer(self, interval=0, singleShot=True)
        self._look.timeout.connect(self._read_what_is_new)
        app = QApplication.instance()
        if app is not None:
            # While all is being taken down there is nothing left to look at.
            app.aboutToQuit.connect(self._end)

    @property
    def is_on(self) -> bool:
        return self._aloud is not None

    def use(self, aloud: Aloud | None) -> None:
        """Read to somebody from now on; to nobody where None is given.

        Whoever comes anew is read first where the focus is.
        """
        if aloud is self._aloud:
            return
        was_on, self._aloud = self.is_on, aloud
        self._known = self._press = self._before = None
        app = QApplication.instance()
        if app is None:
            return
        if not self.is_on:
            app.removeEventFilter(self)
            self._look.stop()
            self._follow_rows(None)
            return
        if not was_on:
            app.installEventFilter(self)
        self._look.start()

    def say(self, message: Message) -> None:
        """Have something read that was asked for; nothing while it is off."""
        if self._aloud is not None:
            # What is new takes its place in a moment, and is wished for just as much.
            self._is_by_key |= self._look.isActive()
            self._aloud.read(message, by_key=True)

    def _end(self) -> None:
        self.use(None)

    # ---------------------------------------------------------------- watching
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See keys before they act; keys of commands are none that come here."""
        try:
            self._see(watched, event)
        except Exception:  # an error that left a filter of the application would end the process
            log.exception("the window cannot be read")
        return False

    def _see(self, watched: QObject, event: QEvent) -> None:
        match event.type():
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                control = Qt.KeyboardModifier.ControlModifier
                has_ctrl = bool(event.modifiers() & control)
                self._hush(event)
                self._note(Press(event.key(), has_ctrl, event.text()))
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                # Of a command's key nothing else comes here.
                self._hush(event)
                self._look_soon()
            case QEvent.Type.KeyRelease:
                self._is_by_key = True
                self._look_soon()
            case QEvent.Type.InputMethod if isinstance(event, QInputMethodEvent):
                if event.commitString():
                    self._note(Press(0))
            case QEvent.Type.FocusIn | QEvent.Type.FocusOut | QEvent.Type.WindowActivate:
                self._look_soon()
            case QEvent.Type.Show | QEvent.Type.Hide if isinstance(watched, QMenu):
                self._look_soon()
            case _:
                pass

    def _hush(self, event: QKeyEvent) -> None:
        if self._is_by_key or self._aloud is None or event.key() in _WITHOUT_SILENCE:
            return
        self._is_by_key = True
        self._aloud.hush()

    def _note(self, press: Press) -> None:
        """Keep how it was before the key; it comes once more for each widget it is passed on to."""
        if self._press is None:
            self._press, self._before = press, focus_now()
            self._look_soon()

    def _look_soon(self, *_details: object) -> None:
        """Look in the next turn of the events, when all has happened that belongs together."""
        self._look.start()

    def _follow_rows(self, rows: QItemSelectionModel | None) -> None:
        self._rows = followed(self._rows, rows, self._look_soon)

    # ---------------------------------------------------------------- reading
    def _read_what_is_new(self) -> None:
        press, self._press = self._press, None
        before, self._before = self._before, None
        is_by_key, self._is_by_key = self._is_by_key or press is not None, False
        known, now = self._known, focus_now()
        self._known = now
        # Behind Enter a moment may pass in which nothing has the focus.
        word = self._word = self._last_word(before, press) or self._word
        thing = now.thing if now is not None else None
        is_list = isinstance(thing, QAbstractItemView)
        self._follow_rows(thing.selectionModel() if is_list else None)
        if now is None or self._aloud is None:
            return
        message = focus_words.reached(known, now)
        is_here = before is not None and before.thing is now.thing
        if message is None and press and before and is_here:
            message = focus_words.done(before, now, press, self._echo())
            if message is not None:
                word = None
        if word is not None:
            message = (
                word if message is None else say("{first}, {second}", first=word, second=message)
            )
        self._word = None
        if message is not None:
            self._aloud.read(message, by_key=is_by_key)

    def _last_word(self, before: Focus | None, press: Press | None) -> Message | None:
        """The word that was being typed, and is ended by a key that leaves the field or may do."""
        if press is None or before is None or press.key in MODIFIERS:
            return None
        was_typed, self._written_in = self._written_in is before.thing, None
        if press.text.isalnum():
            self._written_in = before.thing
        if not was_typed or before.written is None:
            return None
        return text_words.last_word(before.written, press, self._echo())
