"""Finds the headphones of somebody who can neither see the window nor hear it yet."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from studio.ui.desk import Desk

TURN_MS = 6000
"""How long each device is given: enough to hear the sentence and press a key."""


class EarSearch(QObject):
    """Speaks from one device after the other until told that it was heard; that one stays chosen.

    Only where nothing is chosen and nobody else reads the window: what is spoken is private, and
    goes to no device that the user did not choose once it is known which one that is. The key that
    tells does nothing else: whoever hears of the window for the first time cannot know what it
    would do. The window's thread.

    Args:
        desk: Takes the wishes.
        found: Called when a key was pressed.
        parent: The dialog it is for.
    """

    def __init__(self, desk: Desk, found: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found = found
        self._names: tuple[str, ...] = ()
        self._place = -1
        self._held = 0
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._go_on)

    @property
    def is_searching(self) -> bool:
        return self._turn.isActive()

    def begin(self, names: tuple[str, ...]) -> None:
        """Go through these devices, round and round; nothing where there are none."""
        app = QApplication.instance()
        if not names or self.is_searching or app is None:
            return
        self._names = names
        self._held = 0
        app.installEventFilter(self)
        self._turn.start(TURN_MS)
        self._go_on()

    def end(self) -> None:
        """The device that speaks now is the one, or nobody searches any more."""
        self._turn.stop()
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take every key, also before it can be a command's, until the first ones are let go."""
        match event.type():
            case QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                if not event.isAutoRepeat():
                    self._held += 1
                    self._hear()
                return True
            case QEvent.Type.KeyRelease if isinstance(event, QKeyEvent):
                if not event.isAutoRepeat():
                    self._let_go()
                return False
            case _:
                return False

    def _hear(self) -> None:
        if self.is_searching:
            self._turn.stop()
            self._found()

    def _let_go(self) -> None:
        """Of a chord the first key is told of alone; the others belong to it."""
        self._held -= 1
        if self._held <= 0 and not self.is_searching:
            self.end()

    def _go_on(self) -> None:
        self._place = (self._place + 1) % len(self._names)
        self._desk.wish("settings.try_headphones", device=self._names[self._place])
