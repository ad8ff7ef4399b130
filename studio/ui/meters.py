"""Meters for the eye; a screen reader hears them only when the user goes there."""

import math
import time

from PySide6.QtCore import QLocale, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio import text
from studio.model.message import Message, say
from studio.model.state import Levels
from studio.text import _
from studio.ui import theme
from studio.ui.accessible import SelfDescribing
from studio.ui.stylesheet import RING

FLOOR_DB = -60.0
HIGH_DB = -9.0
OVER_DB = -1.0
HOLD_S = 1.5
FALL_DB_PER_S = 20.0
_TICKS = (-60, -48, -36, -24, -18, -12, -6, 0)


def share(level_db: float) -> float:
    """Where a level stands on the scale, 0 to 1; the scale begins at -60 dB."""
    if math.isnan(level_db):
        return 0.0
    return min(1.0, max(0.0, 1.0 - level_db / FLOOR_DB))


def decimal(value: float) -> str:
    """A level as the language writes it, one decimal; a dash for silence."""
    if not math.isfinite(value) or value < -99.0:
        return "—"
    return QLocale(text.in_use()).toString(value, "f", 1).replace("-", "−")


def heard(value: float) -> Message:
    """The same for the ear: the sign as a word."""
    if not math.isfinite(value) or value < -99.0:
        return say("silence")
    number = QLocale(text.in_use()).toString(abs(round(value, 1)), "f", 1)
    return say("minus {number}", number=number) if value < 0 else say("{number}", number=number)


def paint_bar(
    painter: QPainter,
    room: QRect,
    peak_db: float,
    *,
    hold_db: float = float("-inf"),
    is_clipping: bool = False,
) -> None:
    """Paint a level as a bar whose three ranges differ in colour and are parted by gaps."""
    colours = theme.current()
    painter.setPen(QColor(colours.line))
    painter.setBrush(QColor(colours.field))
    track = room.adjusted(0, 0, -1, -1)
    painter.drawRect(track)
    inside = track.adjusted(2, 2, -1, -1)
    end = inside.x() + round(inside.width() * share(peak_db))
    begin_db = FLOOR_DB
    for until_db, colour in ((HIGH_DB, colours.good), (OVER_DB, colours.high), (0.0, colours.over)):
        begin = inside.x() + round(inside.width() * share(begin_db))
        until = inside.x() + round(inside.width() * share(until_db)) - 1
        if end > begin:
            width = min(end, until) - begin
            painter.fillRect(QRect(begin, inside.y(), width, inside.height()), QColor(colour))
        begin_db = until_db
    if hold_db > FLOOR_DB:
        x = inside.x() + round((inside.width() - 3) * share(hold_db))
        painter.fillRect(QRect(x, inside.y(), 3, inside.height()), QColor(colours.text))
    if is_clipping:
        box = QRect(inside.right() - inside.height(), inside.y(), inside.height(), inside.height())
        painter.fillRect(box, QColor(colours.over))


class PeakHold:
    """Remembers the highest level for a moment, then lets it fall."""

    def __init__(self) -> None:
        self._held_db = float("-inf")
        self._since = 0.0

    def follow(self, peak_db: float, now: float) -> float:
        """Give the held level. `now` is in seconds of `time.monotonic`."""
        fallen = max(0.0, now - self._since - HOLD_S) * FALL_DB_PER_S
        if peak_db >= self._held_db - fallen:
            self._held_db, self._since = peak_db, now
            return peak_db
        return self._held_db - fallen


class ProgramMeter(SelfDescribing):
    """What viewers hear: peak in dBFS with hold, loudness in LUFS, painted with numbers."""

    role = QAccessible.Role.Chart

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._levels = Levels()
        self._hold = PeakHold()
        self._held_db = float("-inf")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def words(self) -> str:
        levels = self._levels
        return str(
            say(
                "Loudness {now} LUFS, whole show {whole}, peak {peak} dB",
                now=heard(levels.short_term),
                whole=heard(levels.integrated),
                peak=heard(levels.peak_db),
            )
        )

    def show_levels(self, levels: Levels) -> None:
        """Take new levels; the window's thread, about 12 times a second."""
        self._held_db = self._hold.follow(levels.peak_db, time.monotonic())
        self._levels = levels
        self.update()

    def sizeHint(self) -> QSize:
        em = QFontMetrics(self.font()).height()
        return QSize(20 * em, round(5.6 * em) + 2 * RING)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        colours, em = theme.current(), QFontMetrics(self.font()).height()
        if self.hasFocus():
            painter.fillRect(self.rect(), QColor(colours.accent))
            inner = self.rect().adjusted(RING, RING, -RING, -RING)
            painter.fillRect(inner, QColor(colours.surface))
        room = self.rect().adjusted(2 * RING, 2 * RING, -2 * RING, -RING)
        peak = QFontMetrics(self.font()).horizontalAdvance("−60,0 dB ") + em // 2
        bar = QRect(room.x(), room.y(), room.width() - peak, round(em * 1.1))
        clips = self._levels.peak_db >= OVER_DB
        paint_bar(painter, bar, self._levels.peak_db, hold_db=self._held_db, is_clipping=clips)
        painter.setPen(QColor(colours.text))
        at_end = QRect(bar.right(), bar.y(), peak, bar.height())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(at_end, flags, f"{decimal(self._held_db)} dB")
        self._paint_scale(painter, bar, em)
        top = bar.bottom() + round(1.3 * em)
        self._paint_numbers(painter, QRect(room.x(), top, room.width(), room.bottom() - top), em)

    def _paint_scale(self, painter: QPainter, bar: QRect, em: int) -> None:
        painter.setPen(QColor(theme.current().quiet))
        painter.setFont(theme.scaled(0.85))
        wide = QFontMetrics(painter.font()).horizontalAdvance("−60 ")
        ticks = _TICKS if bar.width() > len(_TICKS) * wide * 1.6 else _TICKS[::2]
        for tick in ticks:
            x = bar.x() + round((bar.width() - 1) * share(tick))
            painter.drawLine(x, bar.bottom(), x, bar.bottom() + 3)
            left = min(max(x - wide, bar.x() - 2), bar.right() - 2 * wide + wide // 2)
            align = Qt.AlignmentFlag.AlignHCenter if tick > FLOOR_DB else Qt.AlignmentFlag.AlignLeft
            spot = QRect(left, bar.bottom() + 2, 2 * wide, round(1.2 * em))
            painter.drawText(spot, align, str(tick).replace("-", "−"))

    def _paint_numbers(self, painter: QPainter, room: QRect, em: int) -> None:
        levels = self._levels
        cells = (
            (_("Momentary"), levels.momentary),
            (_("Short term"), levels.short_term),
            (_("Whole show"), levels.integrated),
        )
        width = room.width() // len(cells)
        for place, (title, value) in enumerate(cells):
            cell = QRect(room.x() + place * width, room.y(), width, room.height())
            painter.setFont(theme.scaled(0.9))
            painter.setPen(QColor(theme.current().quiet))
            painter.drawText(cell, Qt.AlignmentFlag.AlignTop, title)
            painter.setFont(theme.scaled(1.25, bold=True))
            painter.setPen(QColor(theme.current().text))
            below = cell.adjusted(0, em, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignTop, f"{decimal(value)} LUFS")
