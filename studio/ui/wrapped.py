"""Text on as many lines as it takes, so that nothing of it is left out."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget


def height_of(metrics: QFontMetrics, text: str, width: int) -> int:
    """How high a text is on lines of this width, in pixels; 0 for none."""
    return _laid_out(metrics, text, width)[0] if text else 0


def draw(
    painter: QPainter,
    spot: QRect,
    text: str,
    across: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw a text in the painter's font and ink, in the middle of the height there is."""
    _height, flag = _laid_out(painter.fontMetrics(), text, spot.width())
    painter.drawText(spot, across | Qt.AlignmentFlag.AlignVCenter | flag, text)


def lines_of(font: QFont, text: str, width: int) -> str:
    """A text with its line breaks, for what is drawn by somebody who makes none."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return "\n".join(lines)


class Room(QObject):
    """Keeps a widget as high as its words are, whatever its width and its font.

    Args:
        widget: It shows the words.
        height: Gives how high it has to be, in pixels, at its present width.
    """

    def __init__(self, widget: QWidget, height: Callable[[], int]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._height = height
        widget.installEventFilter(self)

    def make(self) -> None:
        """To be called when the words have changed."""
        self._widget.setMinimumHeight(self._height())

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.make()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            # The widget itself takes these only after its filters.
            QTimer.singleShot(0, self, self.make)
        return False


def _laid_out(metrics: QFontMetrics, text: str, width: int) -> tuple[int, Qt.TextFlag]:
    """The height, and where lines end: within a word only if it is longer than a line."""
    flag = Qt.TextFlag.TextWordWrap
    room = QRect(0, 0, max(1, width), 1 << 16)
    box = metrics.boundingRect(room, flag, text)
    if box.width() > width:
        flag = Qt.TextFlag.TextWrapAnywhere
        box = metrics.boundingRect(room, flag, text)
    return box.height(), flag
