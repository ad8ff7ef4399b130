"""A chart of a report, painted; its rows stand in the list beside it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.report.chart import Chart
from studio.report.drawing import Box, Ink, Line, Shape, Words, draw, mark
from studio.ui import theme
from studio.ui.accessible import SelfDescribing
from studio.ui.stylesheet import RING


class ChartPicture(SelfDescribing):
    """Paints one chart as large as there is room, and points at one of its steps or bars.

    To readers it is one thing, which tells what the eye would see at once.
    """

    role = QAccessible.Role.Chart

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self._drawing = draw(chart)
        self._place = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def chart(self) -> Chart:
        return self._chart

    def show_chart(self, chart: Chart) -> None:
        self._chart, self._drawing, self._place = chart, draw(chart), -1
        self.updateGeometry()
        self.update()

    def point_at(self, place: int) -> None:
        """Mark a step or bar, from 0; a negative one marks none."""
        self._place = place
        self.update()

    def words(self) -> str:
        twin = self._chart.twin()
        return " ".join([f"{twin.title.words()}.", *(told.words() for told in twin.told)])

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(40 * em, round(40 * em * self._drawing.height / self._drawing.width))

    def minimumSizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(12 * em, round(12 * em * self._drawing.height / self._drawing.width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hasFocus():
                painter.setPen(QPen(QColor(colours.accent), RING))
                half = RING / 2
                painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
            room = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
            scale = min(room.width() / self._drawing.width, room.height() / self._drawing.height)
            painter.translate(
                room.left() + (room.width() - scale * self._drawing.width) / 2, room.top()
            )
            painter.scale(scale, scale)
            for shape in self._drawing.shapes:
                self._paint(painter, shape)
            if self._place >= 0:
                for shape in mark(self._chart, self._place):
                    self._paint(painter, shape)

    def _paint(self, painter: QPainter, shape: Shape) -> None:
        ink = QColor(_colour(shape.ink))
        match shape:
            case Box():
                edge = QPen(QColor(_colour(Ink.AXIS)), 1)
                painter.setPen(edge if shape.is_outlined else Qt.PenStyle.NoPen)
                painter.setBrush(ink)
                painter.drawRect(QRectF(shape.x, shape.y, shape.width, shape.height))
            case Line():
                painter.setPen(QPen(ink, shape.width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))
            case Words():
                font = QFont(self.font())
                font.setPixelSize(round(shape.size))
                painter.setFont(font)
                painter.setPen(ink)
                width = QFontMetricsF(font).horizontalAdvance(shape.text)
                left = shape.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
                painter.drawText(QPointF(left, shape.y), shape.text)


def _colour(ink: Ink) -> str:
    """In the colours of the window; bands have edges and numbers beside their colours."""
    colours = theme.current()
    return {
        Ink.WORDS: colours.text,
        Ink.QUIET: colours.quiet,
        Ink.AXIS: colours.line,
        Ink.GRID: colours.edge,
        Ink.BAND: colours.soft,
        Ink.OTHER_BAND: colours.field,
        Ink.BAR: colours.accent,
        Ink.LINE: colours.accent,
    }[ink]
