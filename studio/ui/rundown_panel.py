"""The rundown: which segment runs and which come, and the line of the script in large letters."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.model.message import Duration, Message, nearly, say
from studio.model.product import Product
from studio.model.rundown import RundownState, Segment
from studio.model.state import ShowState
from studio.text import _
from studio.ui import theme, wrapped
from studio.ui.accessible import SelfDescribing
from studio.ui.context_menu import COMMANDS
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.panel import EditablePanel, Entry
from studio.ui.rows import Row, segment_row

_LARGE = 1.6
"""So much larger than other text is the line of the script."""


class ScriptView(SelfDescribing):
    """The time that is left, and the line of the script in letters that are read from afar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = RundownState()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._room = wrapped.Room(self, self._height)
        self.hide()

    def show_state(self, state: RundownState) -> None:
        self._state = state
        is_running = state.current is not None
        self.setVisible(is_running)
        if is_running:
            self._timer.start()
        else:
            self._timer.stop()
        self.updateGeometry()
        self._room.make()
        self.update()

    def words(self) -> str:
        return f"{self.time_line()} {self.line()}".strip()

    def time_line(self) -> str:
        """How much time is left of the segment, and of the show."""
        now = time.monotonic()
        left_s, in_show = self._state.left_s(now), nearly(self._state.show_left_s(now))
        told: Message
        if left_s is None:
            told = say("{show} in the show", show=in_show)
        elif left_s > 0:
            told = say("{time} left, {show} in the show", time=Duration(left_s), show=in_show)
        else:
            over = Duration(-left_s)
            told = say("Over time by {time}, {show} in the show", time=over, show=in_show)
        return str(told)

    def line(self) -> str:
        """The line that was prompted last; before any was, the first."""
        current = self._state.current
        if current is None or not current.lines:
            return ""
        return current.lines[max(0, min(self._state.line, len(current.lines) - 1))]

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(12 * em, 2 * em)

    minimumSizeHint = sizeHint

    def _height(self) -> int:
        return self._top() + wrapped.height_of(QFontMetrics(_large()), self.line(), self.width())

    def _top(self) -> int:
        """How high the line of the time is, with room for the figures to become more."""
        room = wrapped.height_of(self.fontMetrics(), self.time_line(), self.width())
        return room + self.fontMetrics().height() // 3

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QColor(theme.current().text))
            top = self._top()
            wrapped.draw(painter, QRect(0, 0, self.width(), top), self.time_line())
            painter.setFont(_large())
            rest = QRect(0, top, self.width(), self.height() - top)
            wrapped.draw(painter, rest, self.line())


def _large() -> QFont:
    return theme.scaled(_LARGE, bold=True)


class RundownPanel(EditablePanel[Segment]):
    """Enter goes to a segment; Ctrl+Up and Ctrl+Down move it, Delete removes it."""

    def __init__(self, desk: Desk, edit: Callable[[Segment | None], None], parent: QWidget) -> None:
        self._state = ShowState()
        self._products: dict[str, Product] = {}
        self._numbers: dict[str, int] = {}
        super().__init__(
            _("Rundown"),
            _("There is no segment yet."),
            ItemModel[Segment](lambda segment: segment.id, self._row),
            desk,
            parent,
            add=_("Add segment"),
            edit_words=_("Edit segment"),
            edit=edit,
            remove=lambda segment: desk.wish("rundown.remove", segment=segment.id),
        )
        self.add_button(_("Go on"), _("Next segment"), lambda: desk.wish("rundown.next"))
        self.add_button(_("Prompt"), _("Next line of the script"), lambda: desk.wish("prompt.next"))
        self.add_edit_buttons()
        self.script = ScriptView(self)
        self.script.setProperty(COMMANDS, "prompt.next prompt.again prompt.previous rundown.left")
        self.body.addWidget(self.script)
        self.list.chosen.connect(self._go_to)
        for keys, command in (("Ctrl+Up", "rundown.move_up"), ("Ctrl+Down", "rundown.move_down")):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda c=command: self._wish_current(c))

    @property
    def after_current(self) -> str:
        """Id of the segment behind the current row; empty where there is none."""
        segments, current = self._state.rundown.segments, self.list.current
        place = segments.index(current) + 1 if current in segments else len(segments)
        return segments[place].id if place < len(segments) else ""

    def show_state(self, state: ShowState) -> None:
        before, self._state = self._state, state
        is_same = state.rundown is before.rundown and state.products is before.products
        if is_same:
            return
        segments = state.rundown.segments
        self._products = state.segment_products
        self._numbers = {segment.id: number for number, segment in enumerate(segments, 1)}
        self.list.set_items(segments)
        self.script.show_state(state.rundown)

    def own_entries(self, item: Segment) -> Sequence[Entry]:
        return [
            (_("Go to it"), lambda: self._go_to(item)),
            (_("Move up"), lambda: self.desk.wish("rundown.move_up", segment=item.id)),
            (_("Move down"), lambda: self.desk.wish("rundown.move_down", segment=item.id)),
        ]

    def _row(self, segment: Segment) -> Row:
        current = self._state.rundown.current
        return segment_row(
            segment,
            self._products.get(segment.product),
            self._numbers.get(segment.id, 0),
            is_current=current is not None and current.id == segment.id,
        )

    def _go_to(self, segment: Segment) -> None:
        self.desk.wish("rundown.jump", segment=segment.id)

    def _wish_current(self, command: str) -> None:
        if (segment := self.list.current) is not None:
            self.desk.wish(command, segment=segment.id)
