"""A user at the keyboard, and what the studio's own voice would read to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.model.message import Message
from studio.ui.reading import Reading

Settle = Callable[[Callable[[], bool]], None]


class Listener:
    """Takes what is read, and presses keys as the system hands them over.

    Attributes:
        heard: All that was read, in words.
        by_key: Whether a key led to it, for each.
        keys: How many keys were pressed.
        hushed: How often a key had the reading stop.
        readings: What reads to it beside the studio's window.
        held: Windows of the test, which live as long as the listener.
    """

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self.heard: list[str] = []
        self.by_key: list[bool] = []
        self.keys = 0
        self.hushed = 0
        self.readings: list[Reading] = []
        self.held: list[QWidget] = []

    def read(self, message: Message, *, by_key: bool) -> None:
        self.heard.append(message.words())
        self.by_key.append(by_key)

    def hush(self) -> None:
        self.hushed += 1

    def press(self, *keys: str) -> str:
        """Press keys in turn, as Qt writes them; gives what was read since, line by line."""
        before = len(self.heard)
        for key in keys:
            self.keys += 1
            combination = QKeySequence(key)[0]  # pyright: ignore[reportIndexIssue] - it has one
            _click(combination.key(), combination.keyboardModifiers())
            self.work()
        return "\n".join(self.heard[before:])

    def type(self, letters: str) -> str:
        """Type letters; gives what was read, a line for each time."""
        before = len(self.heard)
        for letter in letters:
            self.keys += 1
            _click(letter, Qt.KeyboardModifier.ShiftModifier if letter.isupper() else _NONE)
            self.work()
        return "\n".join(self.heard[before:])

    def work(self) -> None:
        """Let Qt do what the key led to, and the desktop bring what is modal to the front."""
        for _ in range(4):
            self._app.processEvents()
            modal = QApplication.activeModalWidget()
            if modal is not None and QApplication.activePopupWidget() is None:
                modal.activateWindow()

    def since(self, mark: int) -> str:
        return "\n".join(self.heard[mark:])


def _click(key: Any, modifiers: Qt.KeyboardModifier) -> None:
    """Hand a key to the window in front, as the system does.

    Args:
        key: Qt's number of it, or a letter.
    """
    front = QApplication.activePopupWidget() or QApplication.activeWindow()
    assert front is not None, "nobody takes keys"
    window = front.windowHandle()
    if isinstance(window, QWindow):
        QTest.keyClick(window, key, modifiers)
        return
    # Something that Qt has deleted was at the window's address, and Python has not noticed.
    QTest.keyClick(QApplication.focusWidget() or front, key, modifiers)


_NONE = Qt.KeyboardModifier.NoModifier
