"""Paints a row of a list: its name, its states as labelled chips, its details."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui import theme
from studio.ui.colours import Theme
from studio.ui.rows import Mark, Row, Tone
from studio.ui.stylesheet import TARGET

ROW = Qt.ItemDataRole.UserRole + 1
"""The model's role that holds a `Row`."""

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
