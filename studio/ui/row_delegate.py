"""Paints a row of a list: its name, its states as labelled chips, its details."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.ui import theme
from studio.ui.colours import Theme
from studio.ui.rows import Mark, Row, Tone
from studio.ui.stylesheet import TARGET

ROW = Qt.ItemDataRole.UserRole + 1
"""The model's role that holds a `Row`."""

_WRAP = int(Qt.TextFlag.TextWordWrap)
"""Between words."""

Index = QModelIndex | QPersistentModelIndex


NARROW = 16
"""A list of fewer heights of its font in width has chips and details on a line of their own."""


class RowDelegate(QStyledItemDelegate):
    """Paints rows on one line: name, chips, and the details at the end; on two where it is narrow.

    Args:
        extra: Lines below the first, in heights of the font.
        paint_extra: Paints them, given the painter, the room and the row's number.
    """

    def __init__(
        self,
        parent: QWidget,
        extra: float = 0.0,
        paint_extra: Callable[[QPainter, QRect, int], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = parent
        self._extra = extra
        self._paint_extra = paint_extra

    @property
    def is_narrow(self) -> bool:
        return self._view.width() < NARROW * self._view.fontMetrics().height()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        height = QFontMetrics(option.font).height()
        lines = 3.8 if self.is_narrow else 2.2
        return QSize(height * 8, max(TARGET, round(height * (lines + self._extra))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        look = _Look(option)
        room: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look.paint_ground(painter, room)
        height = look.metrics.height()
        gap = height // 2
        line = room.adjusted(gap, 0, -gap, 0)
        if self._paint_extra is not None:
            line.setHeight(round(height * (3.8 if self.is_narrow else 2.2)))
            below = room.adjusted(gap, line.height() - height // 4, -gap, -height // 4)
            self._paint_extra(painter, below, index.row())
        if self.is_narrow:
            half = line.height() // 2
            look.words(painter, line.adjusted(0, gap // 2, 0, -half), row.name)
            aside = Row("", row.marks, row.detail)
            self._paint_line(painter, line.adjusted(0, half, 0, -gap // 2), aside, look)
        else:
            self._paint_line(painter, line, row, look)
        painter.restore()

    def _paint_line(self, painter: QPainter, line: QRect, row: Row, look: "_Look") -> None:
        gap = look.metrics.height() // 2
        detail = look.metrics.horizontalAdvance(row.detail) + 4 if row.detail else 0
        wanted = look.bold.horizontalAdvance(row.name) + gap + 4 if row.name else 0
        chips = sum(look.chip_width(m) + gap for m in row.marks)
        kept = min(detail, 8 * gap)
        name = max(min(wanted, line.width() - chips - kept), min(wanted, line.width() // 2))
        look.words(painter, QRect(line.x(), line.y(), name - gap, line.height()), row.name)
        x = line.x() + name
        for mark in row.marks:
            width = min(look.chip_width(mark), line.right() - kept - gap - x)
            if width > gap:
                look.chip(painter, QRect(x, line.y(), width, line.height()), mark)
            x += width + gap
        left = line.right() - x
        if left > 2 * gap and detail:
            width = min(left, detail)
            spot = QRect(line.right() - width, line.y(), width, line.height())
            look.detail(painter, spot, row.detail)


class WrappingDelegate(RowDelegate):
    """Paints rows on one line where they fit; else name, chips and details below one another.

    Nothing is left out, so rows differ in height: for lists of no more than a few hundred.
    """

    def __init__(self, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._view = parent
        self._heights: dict[tuple[Row, int, str], tuple[int, ...]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row | None = index.data(ROW)
        size = super().sizeHint(option, index)
        if row is None:
            return size
        heights = self._heights_of(row, option)
        if not heights:
            return QSize(size.width(), max(TARGET, round(2.2 * QFontMetrics(option.font).height())))
        return QSize(size.width(), max(TARGET, sum(heights) + QFontMetrics(option.font).height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        look, room = _Look(option), option.rect
        gap = look.metrics.height() // 2
        line = room.adjusted(gap, 0, -gap, 0)
        line.setWidth(min(line.width(), self._room(option)))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look.paint_ground(painter, room)
        if heights := self._heights_of(row, option):
            name, chips, detail = heights
            spot = QRect(line.x(), line.y() + gap, line.width(), name)
            look.wrapped(painter, spot, row.name, is_name=True)
            spot = QRect(line.x(), spot.bottom() + 1, line.width(), chips)
            if chips:
                self._paint_line(painter, spot, Row("", row.marks), look)
            spot = QRect(line.x(), spot.y() + chips, line.width(), detail)
            look.wrapped(painter, spot, row.detail)
        else:
            self._paint_line(painter, line, row, look)
        painter.restore()

    def _room(self, option: QStyleOptionViewItem) -> int:
        """The width of the words; what a scroll bar takes is left out, there is one or not."""
        bar = self._view.verticalScrollBar()
        width = self._view.viewport().width() - (
            0 if bar.isVisibleTo(self._view) else bar.sizeHint().width()
        )
        return width - QFontMetrics(option.font).height()

    def _heights_of(self, row: Row, option: QStyleOptionViewItem) -> tuple[int, ...]:
        """Of name, chips and details, in pixels; empty where all of it fits on one line."""
        key = row, self._room(option), option.font.key()
        heights = self._heights.get(key)
        if heights is None:
            if len(self._heights) > 2 * _KEPT:
                self._heights.clear()
            heights = self._heights[key] = _heights(row, _Look(option), key[1])
        return heights


_KEPT = 400
"""Rows whose heights are remembered, for each of two widths."""


def _heights(row: Row, look: "_Look", room: int) -> tuple[int, ...]:
    height = look.metrics.height()
    detail = look.metrics.horizontalAdvance(row.detail)
    chips = sum(look.chip_width(mark) + height // 2 for mark in row.marks)
    if look.bold.horizontalAdvance(row.name) + chips + detail + 2 * height <= room:
        return ()
    name = look.wrapped_height(row.name, room, is_name=True)
    return name, 2 * height if row.marks else 0, look.wrapped_height(row.detail, room)


class _Look:
    """Colours and fonts of one row as it is now: current or not, in the focused list or not."""

    def __init__(self, option: QStyleOptionViewItem) -> None:
        state = option.state
        self.colours: Theme = theme.current()
        self.is_current = bool(state & QStyle.StateFlag.State_Selected)
        self.has_focus = (
            self.is_current
            and bool(state & QStyle.StateFlag.State_Active)
            and bool(state & QStyle.StateFlag.State_HasFocus)
        )
        self.font = option.font
        self.strong = type(self.font)(self.font)
        self.strong.setBold(True)
        self.metrics = QFontMetrics(self.font)
        self.bold = QFontMetrics(self.strong)

    def paint_ground(self, painter: QPainter, room: QRect) -> None:
        if not self.is_current:
            return
        colour = self.colours.accent if self.has_focus else self.colours.soft
        painter.setBrush(QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(room.adjusted(2, 1, -2, -1), 5, 5)

    def words(self, painter: QPainter, room: QRect, text: str) -> None:
        painter.setFont(self.strong)
        painter.setPen(QColor(self._ink(self.colours.text)))
        shown = self.bold.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def detail(self, painter: QPainter, room: QRect, text: str) -> None:
        painter.setFont(self.font)
        painter.setPen(QColor(self._ink(self.colours.quiet)))
        shown = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)

    def wrapped_height(self, text: str, width: int, *, is_name: bool = False) -> int:
        if not text:
            return 0
        metrics = self.bold if is_name else self.metrics
        return metrics.boundingRect(QRect(0, 0, width, 1 << 16), _WRAP, text).height()

    def wrapped(self, painter: QPainter, room: QRect, text: str, *, is_name: bool = False) -> None:
        """Paint all of it on as many lines as it takes."""
        painter.setFont(self.strong if is_name else self.font)
        painter.setPen(QColor(self._ink(self.colours.text if is_name else self.colours.quiet)))
        painter.drawText(room, _WRAP, text)

    def paragraph(self, painter: QPainter, room: QRect, text: str) -> None:
        """Paint at most two lines; the end of a longer text is left out."""
        painter.setFont(self.font)
        painter.setPen(QColor(self._ink(self.colours.text)))
        shown = self.metrics.elidedText(
            text, Qt.TextElideMode.ElideRight, round(room.width() * 1.8)
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, shown)

    def chip_width(self, mark: Mark) -> int:
        return self.metrics.horizontalAdvance(mark.words) + self.metrics.height() + 4

    def chip(self, painter: QPainter, room: QRect, mark: Mark) -> None:
        height = round(self.metrics.height() * 1.35)
        box = QRect(room.x(), room.center().y() - height // 2, room.width(), height)
        ground, ink = self._chip_colours(mark.tone)
        painter.setBrush(QColor(ground))
        painter.setPen(QColor(ink) if self.has_focus else QColor(ground))
        if mark.tone is Tone.PLAIN:
            painter.setPen(QColor(self.colours.line))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(self.font)
        painter.setPen(QColor(ink))
        inside = box.adjusted(self.metrics.height() // 3, 0, -self.metrics.height() // 3, 0)
        shown = self.metrics.elidedText(mark.words, Qt.TextElideMode.ElideRight, inside.width() + 2)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, shown)

    def _chip_colours(self, tone: Tone) -> tuple[str, str]:
        match tone:
            case Tone.LIVE:
                return self.colours.live, self.colours.on_live
            case Tone.WARNING:
                return self.colours.warning, self.colours.on_warning
            case Tone.PLAIN:
                return self.colours.field, self.colours.text

    def _ink(self, usual: str) -> str:
        return self.colours.on_accent if self.has_focus else usual


class MessageDelegate(QStyledItemDelegate):
    """Paints a message on two lines, its time after it."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        height = QFontMetrics(option.font).height()
        return QSize(height * 8, max(TARGET, round(height * 2.7)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        look = _Look(option)
        room: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look.paint_ground(painter, room)
        gap = look.metrics.height() // 2
        line = room.adjusted(gap, 0, -gap, 0)
        aside = look.metrics.horizontalAdvance(row.detail) + gap
        look.paragraph(painter, line.adjusted(0, 0, -aside, 0), row.name)
        look.detail(painter, line.adjusted(line.width() - aside, 0, 0, 0), row.detail)
        painter.restore()
