"""A yes or no that is as large as what is pressed should be."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from studio.ui import theme
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

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        em = self.fontMetrics().height()
        return QSize(words.width() + 4 * em, max(TARGET, 2 * em) + 2)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, em = theme.current(), self.fontMetrics().height()
        if self.hasFocus():
            half = RING / 2
            painter.setPen(QPen(QColor(colours.accent), RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
        side = round(em * 1.3)
        box = QRectF(em * 0.7, (self.height() - side) / 2, side, side)
        self._paint_box(painter, box)
        painter.setPen(QColor(colours.text))
        words = QRectF(self.rect()).adjusted(box.right() + em * 0.6, 0, -em * 0.4, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(words, flags, self.text())

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
