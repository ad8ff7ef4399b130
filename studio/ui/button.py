"""A button that Enter presses too."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from studio.ui import wrapped


class Button(QPushButton):
    """Space and Enter press it; in a dialog Enter elsewhere still means the default button.

    Its words take more lines where they are wider than the screen.

    Attributes:
        lines: The words with line breaks, if they need any.
    """

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        self.lines = ""
        super().__init__(words, parent)
        self.setAutoDefault(False)
        self._room = wrapped.Room(self, self._height)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._room.make()

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), 12 * self.fontMetrics().height()), hint.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        if self.lines:
            option.text = self.lines

    def _height(self) -> int:
        hint = self.sizeHint()
        self.lines = self._in_lines() if self.width() < hint.width() else ""
        return hint.height() + self.lines.count("\n") * self.fontMetrics().lineSpacing()

    def _in_lines(self) -> str:
        option = QStyleOptionButton()
        super().initStyleOption(option)
        contents = QStyle.SubElement.SE_PushButtonContents
        inside = self.style().subElementRect(contents, option, self)
        return wrapped.lines_of(self.font(), self.text(), inside.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)
