"""Any key as an answer: for somebody who hears the studio for the first time."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from studio.model.state import ShowState
from studio.ui.desk import Desk

_MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)


class AnyKey(QObject):
    """Takes every key while `ShowState.takes_any_key`: Escape is no, every other one is yes.

    While nothing is asked yet, the other ones do nothing at all: nobody can have heard what for.
    The key that answers does nothing else: whoever hears of the window for the first time cannot
    know what it would do. A modifier alone is no answer: with Ctrl a screen reader is told to be
    quiet. The window's thread.
    """

    def __init__(self, desk: Desk, window: QObject) -> None:
        super().__init__(window)
        self._desk = desk
        self._is_asked = False
        self._can_be_yes = False
        self._is_answered = False
        self._held = 0

    def follow(self, state: ShowState) -> None:
        """For every new state."""
        app = QApplication.instance()
        self._can_be_yes = state.question is not None
        if state.takes_any_key == self._is_asked or app is None:
            return
        self._is_asked = state.takes_any_key
        if self._is_asked:
            self._is_answered = False
            self._held = 0
            app.installEventFilter(self)
        else:
            self._rest()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take every key, also before it can be a command's, until the first ones are let go."""
        match event.type():
            case QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                if not event.isAutoRepeat():
                    self._held += 1
                    if event.key() not in _MODIFIERS:
                        self._answer(is_yes=event.key() != Qt.Key.Key_Escape)
                return True
            case QEvent.Type.KeyRelease if isinstance(event, QKeyEvent):
                if not event.isAutoRepeat():
                    # The key that began the question is let go too.
                    self._held = max(0, self._held - 1)
                    self._rest()
                return False
            case _:
                return False

    def _answer(self, *, is_yes: bool) -> None:
        if self._is_asked and not self._is_answered and (self._can_be_yes or not is_yes):
            self._is_answered = True
            self._desk.wish("studio.yes" if is_yes else "studio.no")

    def _rest(self) -> None:
        """Of a chord the first key answers alone; the others belong to it."""
        app = QApplication.instance()
        if not self._is_asked and not self._held and app is not None:
            app.removeEventFilter(self)
