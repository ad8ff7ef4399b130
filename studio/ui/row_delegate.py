"""Paints a row of a list: its name, its states as labelled chips, its details."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui import theme, wrapped
from studio.ui.rows import Mark, Row, Tone
from studio.ui.stylesheet import TARGET

ROW = Qt.ItemDataRole.UserRole + 1
"""The model's role that holds a `Row`."""

Index = QModelIndex | QPersistentModelIndex

_KEPT = 800
"""Rows whose places are remembered: twice as many as a list has."""


class RowDelegate(QStyledItemDelegate):
    """Paints rows on one line where they fit, else on as many as they take: nothing is left out.

    Args:
        parent: The list. It tells when its font or width has changed, by `measure`.
        extra: Room below the words, in heights of the font.
        paint_extra: Paints there, given the painter, the room and the row's number.
        is_plain: Names are not bold.
    """

    def __init__(
        self,
        parent: QAbstractItemView,
        extra: float = 0.0,
        paint_extra: Callable[[QPainter, QRect, int], None] | None = None,
        *,
        is_plain: bool = False,
    ) -> None:
        super().__init__(parent)
        self._view = parent
        self._extra = extra
        self._paint_extra = paint_extra
        self._is_plain = is_plain
        self._fonts = _Fonts(parent.font(), is_plain=is_plain)
        self._room = 0
        self._places: dict[Row, _Places] = {}

    def measure(self) -> None:
        """Look again how wide the list is and how large its letters are."""
        bar = self._view.verticalScrollBar()
        # What a scroll bar takes is left out, there is one or not: with it all would change.
        taken = 0 if bar.isVisibleTo(self._view) else bar.sizeHint().width()
        font = self._view.font()
        room = self._view.viewport().width() - taken - QFontMetrics(font).height()
        if room != self._room or font != self._fonts.plain:
            self._fonts = _Fonts(font, is_plain=self._is_plain)
            self._room = room
            self._places.clear()

    def height(self, row: Row) -> int:
        """How much room a row takes, in pixels."""
        return max(TARGET, self._placed(row).height + self._extra_height)

    @property
    def _extra_height(self) -> int:
        return round(self._fonts.em * self._extra)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row | None = index.data(ROW)
        return QSize(self._fonts.em * 8, TARGET if row is None else self.height(row))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        room: QRect = option.rect
        places = self._placed(row)
        brush = _Brush(painter, self._fonts, option)
        # What is higher than its words, the least size of a target, has them in its middle.
        rest = max(0, room.height() - places.height - self._extra_height)
        x, y = room.x() + self._fonts.em // 2, room.y() + rest // 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush.ground(room)
        brush.name(places.name.translated(x, y), row.name)
        for spot, mark in zip(places.chips, row.marks, strict=True):
            brush.chip(spot.translated(x, y), mark)
        brush.detail(places.detail.translated(x, y), row.detail)
        if self._paint_extra is not None:
            quarter = self._fonts.em // 4
            top = y + places.height - quarter
            below = QRect(x, top, room.width() - self._fonts.em, self._extra_height)
            self._paint_extra(painter, below, index.row())
        painter.restore()

    def _placed(self, row: Row) -> "_Places":
        places = self._places.get(row)
        if places is None:
            if len(self._places) >= _KEPT:
                self._places.clear()
            places = self._places[row] = _place(row, self._fonts, self._room)
        return places


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the parts of a row lie, in pixels from the top left of the room for its words."""

    name: QRect
    chips: tuple[QRect, ...]
    detail: QRect
    height: int


class _Fonts:
    """The fonts of a list's rows and how large text is in them.

    Attributes:
        em: The height of the font, in pixels, which all distances follow.
    """

    def __init__(self, font: QFont, *, is_plain: bool) -> None:
        self.plain = QFont(font)
        self.strong = QFont(font)
        self.strong.setBold(not is_plain)
        self.metrics = QFontMetrics(self.plain)
        self.bold = QFontMetrics(self.strong)
        self.em = self.metrics.height()

    def chip(self, mark: Mark, room: int) -> QSize:
        """The size of a chip; one wider than the room has several lines."""
        sides = self.em + 4
        width = self.metrics.horizontalAdvance(mark.words) + sides
        if width <= room:
            return QSize(width, round(self.em * 1.35))
        height = wrapped.height_of(self.metrics, mark.words, room - sides)
        return QSize(room, height + round(self.em * 0.35))


def _place(row: Row, fonts: _Fonts, room: int) -> _Places:
    gap = fonts.em // 2
    name = fonts.bold.horizontalAdvance(row.name)
    detail = fonts.metrics.horizontalAdvance(row.detail) + 4 if row.detail else 0
    chips = [fonts.chip(mark, room) for mark in row.marks]
    chips_width = sum(chip.width() + gap for chip in chips)
    if name + gap + chips_width + detail <= room:
        height = round(2.2 * fonts.em)
        spots, x = [], name + gap
        for chip in chips:
            spots.append(QRect(x, (height - chip.height()) // 2, chip.width(), chip.height()))
            x += chip.width() + gap
        aside = QRect(room - detail, 0, detail, height)
        return _Places(QRect(0, 0, name + 2, height), tuple(spots), aside, height)
    is_beside = not chips and 0 < detail <= room // 3
    width = room - detail - gap if is_beside else room
    spot = QRect(0, gap, width, wrapped.height_of(fonts.bold, row.name, width))
    if is_beside:
        beside = QRect(room - detail, gap, detail, fonts.em)
        return _Places(spot, (), beside, spot.height() + 2 * gap)
    spots, x, y, line = [], 0, spot.y() + spot.height() + gap // 2, 0
    for chip in chips:
        if x and x + chip.width() > room:
            x, y, line = 0, y + line + gap // 2, 0
        spots.append(QRect(x, y, chip.width(), chip.height()))
        x, line = x + chip.width() + gap, max(line, chip.height())
    if x and x + detail <= room:
        below = QRect(room - detail, y, detail, line)
    else:
        y, line = (y + line + gap // 2, 0) if line else (y, 0)
        below = QRect(0, y, room, wrapped.height_of(fonts.metrics, row.detail, room))
    end = max(y + line, below.y() + below.height())
    return _Places(spot, tuple(spots), below, end + gap)


class _Brush:
    """Paints the parts of one row as it is now: current or not, in the focused list or not."""

    def __init__(self, painter: QPainter, fonts: _Fonts, option: QStyleOptionViewItem) -> None:
        state = option.state
        self._painter = painter
        self._fonts = fonts
        self._colours = theme.current()
        self._is_current = bool(state & QStyle.StateFlag.State_Selected)
        self._has_focus = (
            self._is_current
            and bool(state & QStyle.StateFlag.State_Active)
            and bool(state & QStyle.StateFlag.State_HasFocus)
        )

    def ground(self, room: QRect) -> None:
        if self._is_current:
            colour = self._colours.accent if self._has_focus else self._colours.soft
            self._painter.setBrush(QColor(colour))
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.drawRoundedRect(room.adjusted(2, 1, -2, -1), 5, 5)

    def name(self, spot: QRect, text: str) -> None:
        self._painter.setFont(self._fonts.strong)
        self._text(spot, text, self._colours.text)

    def detail(self, spot: QRect, text: str) -> None:
        self._painter.setFont(self._fonts.plain)
        self._text(spot, text, self._colours.quiet)

    def _text(self, spot: QRect, text: str, usual: str) -> None:
        if text:
            self._painter.setPen(QColor(self._colours.on_accent if self._has_focus else usual))
            wrapped.draw(self._painter, spot, text)

    def chip(self, box: QRect, mark: Mark) -> None:
        ground, ink = self._chip_colours(mark.tone)
        painter = self._painter
        painter.setBrush(QColor(ground))
        painter.setPen(QColor(ink) if self._has_focus else QColor(ground))
        if mark.tone is Tone.PLAIN:
            painter.setPen(QColor(self._colours.line))
        round_px = min(box.height(), 1.35 * self._fonts.em) / 2
        painter.drawRoundedRect(box, round_px, round_px)
        painter.setFont(self._fonts.plain)
        painter.setPen(QColor(ink))
        sides = self._fonts.em // 3
        inside = box.adjusted(sides, 0, -sides, 0)
        wrapped.draw(painter, inside, mark.words, Qt.AlignmentFlag.AlignHCenter)

    def _chip_colours(self, tone: Tone) -> tuple[str, str]:
        match tone:
            case Tone.LIVE:
                return self._colours.live, self._colours.on_live
            case Tone.WARNING:
                return self._colours.warning, self._colours.on_warning
            case Tone.PLAIN:
                return self._colours.field, self._colours.text
