"""A yes or no that is as large as what is pressed should be."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from studio.ui import theme, wrapped
from studio.ui.stylesheet import RING, TARGET


class Tick(QPushButton):
    """Yes or no, in its own words; all of it can be pressed.

    Qt tells readers of a button that keeps its state as of a check box. `QCheckBox` itself tells
    them of a target as low as its words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._room = wrapped.Room(self, self._height)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._room.make()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        em = self.fontMetrics().height()
        return QSize(words.width() + 4 * em, max(TARGET, 2 * em) + 2)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), 12 * self.fontMetrics().height()), hint.height())

    def _height(self) -> int:
        lines = self.lines.count("\n")
        return self.sizeHint().height() + lines * self.fontMetrics().lineSpacing()

    @property
    def lines(self) -> str:
        """The words, with line breaks if they need any."""
        return wrapped.lines_of(self.font(), self.text(), round(self._inside.width()))

    @property
    def _box(self) -> QRectF:
        em = self.fontMetrics().height()
        side = round(em * 1.3)
        return QRectF(em * 0.7, (self.height() - side) / 2, side, side)

    @property
    def _inside(self) -> QRectF:
        """Where the words stand."""
        em = self.fontMetrics().height()
        return QRectF(self.rect()).adjusted(self._box.right() + em * 0.6, 0, -em * 0.4, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        if self.hasFocus():
            half = RING / 2
            painter.setPen(QPen(QColor(colours.accent), RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
        self._paint_box(painter, self._box)
        painter.setPen(QColor(colours.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(self._inside, flags, self.lines)

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        colours, width = theme.current(), max(1.5, box.height() / 10)
        is_on = self.isChecked()
        painter.setPen(QPen(QColor(colours.accent if is_on else colours.line), width))
        painter.setBrush(QColor(colours.accent if is_on else colours.field))
        painter.drawRoundedRect(box, 4, 4)
        if is_on:
            painter.setPen(QPen(QColor(colours.on_accent), width * 1.2))
            points = ((0.24, 0.52), (0.43, 0.72), (0.78, 0.3))
            painter.drawPolyline(
                [box.topLeft() + QPointF(x * box.width(), y * box.height()) for x, y in points]
            )
