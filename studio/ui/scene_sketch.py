"""A drawing of where the pictures of a scene sit on the canvas."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.model.message import say
from studio.ui import theme
from studio.ui.accessible import SelfDescribing
from studio.ui.places import Box


class SceneSketch(SelfDescribing):
    """Shows placements as labelled boxes on a canvas of the show's shape."""

    role = QAccessible.Role.Graphic

    def __init__(self, canvas: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._boxes: Sequence[tuple[str, Box]] = ()
        self._current = -1
        self.setMinimumHeight(120)

    def words(self) -> str:
        names = ", ".join(name for name, _box in self._boxes)
        return str(say("Sketch, from back to front: {names}", names=names or "—"))

    def show_boxes(self, boxes: Sequence[tuple[str, Box]], current: int) -> None:
        """Draw these, each with its label, the last in front; `current` stands out."""
        self._boxes = boxes
        self._current = current
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        size = self._canvas.scaled(self.size() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio)
        canvas = QRectF(0, 0, size.width(), size.height())
        canvas.moveCenter(QRectF(self.rect()).center())
        painter.fillRect(canvas, QColor(colours.field))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawRect(canvas)
        for number, (name, (x, y, width, height)) in enumerate(self._boxes):
            box = QRectF(
                canvas.x() + x * canvas.width(),
                canvas.y() + y * canvas.height(),
                width * canvas.width(),
                height * canvas.height(),
            ).adjusted(2, 2, -2, -2)
            is_current = number == self._current
            painter.setBrush(QColor(colours.accent if is_current else colours.soft))
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(colours.on_accent if is_current else colours.text))
            label = f"{number + 1}  {name}"
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box.adjusted(4, 2, -4, -2), flags, label)
