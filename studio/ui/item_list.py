"""Lists of the window, made for the ear."""

import math
import time
from collections.abc import Callable, Hashable, Sequence
from itertools import groupby
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from studio.model.message import say_n
from studio.text import _
from studio.ui import theme
from studio.ui.item_model import LONGEST, Index, ItemModel
from studio.ui.row_delegate import RowDelegate

_MARGIN = LONGEST // 4
"""Rows between the current one and an end that is none: more than Page Down passes."""

_HIGHEST_EM = 8
"""The least height of a list is no more, in heights of its font."""

T = TypeVar("T")


class ItemList(QListView, Generic[T]):
    """A list that is worked by keys: it has a name and always a current row.

    Enter or a double click chooses, Space toggles, Delete removes, Left and Right step, and the
    context-menu key or Shift+F10 asks for a menu at the row; which of them mean something is up
    to the panel.

    Args:
        name: What a screen reader calls the list.
        empty: What is said and written when there is nothing in it.
        model: Its rows.

    Attributes:
        lines: Of the menu at a row, in dialogs: their words, translated, and what they do.
    """

    chosen = Signal(object)
    toggled = Signal(object)
    removed = Signal(object)
    stepped = Signal(object, int)
    menu_wanted = Signal(object, QPoint)
    current_changed = Signal(object)

    def __init__(self, name: str, empty: str, model: ItemModel[T], parent: QWidget) -> None:
        super().__init__(parent)
        self._empty = empty
        self.lines: Callable[[], Sequence[tuple[str, Callable[[], None]]]] | None = None
        self._told_empty = ""
        self._description = ""
        self._is_starting = False
        self._model = model
        self._shown: Sequence[T] | None = None
        self._typed_at, self._typed = -math.inf, ""
        self._name = name
        self._wanted = 0
        self.setModel(model)
        model.refreshed.connect(self._paint_rows)
        self.paint_with(RowDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.activated.connect(self._choose)
        # Only the hand gets there: keys keep away from an end that is none.
        self.verticalScrollBar().valueChanged.connect(
            lambda _value: QTimer.singleShot(0, self, self._follow_hand)
        )
        self._tell_number()

    def reword(self, name: str, empty: str) -> None:
        """Say the same in another language."""
        self._name, self._empty = name, empty
        self._model.refresh()
        self._tell_number()
        self.viewport().update()

    def paint_with(self, delegate: RowDelegate) -> None:
        """Have rows measured and painted by another one."""
        self._delegate = delegate
        self.setItemDelegate(delegate)

    def doItemsLayout(self) -> None:
        self._delegate.measure()
        super().doItemsLayout()
        if (height := self.sizeHint().height()) != self._wanted:
            self._wanted = height
            self.updateGeometry()

    @property
    def current(self) -> T | None:
        """The thing on the current row."""
        return self._model.thing(self.currentIndex().row())

    def set_items(self, items: Sequence[T]) -> None:
        """Show these; the current row stays with its thing, or near where it was."""
        if items is self._shown:
            self._model.refresh()
            return
        self._shown = items
        place = self._place()
        kept = None if self.current is None else self._model.key_of(self.current)
        self._model.set_items(items, kept)
        self._model.refresh()
        now = self._model.place_of(kept) if kept is not None else -1
        if now < 0 and self._model.items:
            now = min(max(0, place), len(self._model.items) - 1)
        if now >= 0 and now != self._place():
            self.go_to(now)
        self._tell_number()

    def select(self, key: Hashable) -> None:
        """Make a thing the current row."""
        if (place := self._model.place_of(key)) >= 0:
            self.go_to(place)

    def go_to(self, place: int) -> None:
        """Make the thing at a place among all the current row; nothing where there is none."""
        if not 0 <= place < len(self._model.items):
            return
        if not 0 <= place - self._model.first < self._model.rowCount():
            # Else what is current would be a neighbour for a moment, and read out.
            self.setCurrentIndex(QModelIndex())
            self._model.slide(place - LONGEST // 2)
        self.setCurrentIndex(self._model.index(place - self._model.first))
        self._keep_margins()

    def _place(self) -> int:
        row = self.currentIndex().row()
        return self._model.first + row if row >= 0 else -1

    def _keep_margins(self) -> None:
        """Show more where the current row comes near an end that is none."""
        row, first = self.currentIndex().row(), self._model.first
        below = self._model.rowCount() - row
        is_end = first + self._model.rowCount() == len(self._model.items)
        if row < 0 or ((row >= _MARGIN or not first) and (below > _MARGIN or is_end)):
            return
        height = self.visualRect(self.currentIndex()).top()
        self._model.slide(first + row - LONGEST // 2)
        moved = self.visualRect(self.currentIndex()).top() - height
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)

    def _follow_hand(self) -> None:
        """Show more where the list was scrolled to an end that is none."""
        bar, first, rows = self.verticalScrollBar(), self._model.first, self._model.rowCount()
        is_at_top = bar.value() == bar.minimum() and first > 0
        is_at_end = bar.value() == bar.maximum() and first + rows < len(self._model.items)
        if bar.minimum() < bar.maximum() and (is_at_top or is_at_end):
            self._show_around(first + self.indexAt(QPoint(2, 2)).row())

    def _show_around(self, place: int) -> None:
        """Have a place at the top of what is seen, with rows on both sides of it."""
        self._model.slide(place - LONGEST // 2)
        top = self._model.index(place - self._model.first)
        self.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current)

    def sizeHint(self) -> QSize:
        """Room for two rows that are not too long; more comes by stretching."""
        em = self.fontMetrics().height()
        # A name of hundreds of letters must not push all else off the screen.
        rows = 2.3 * self.sizeHintForRow(0)
        return QSize(12 * em, round(min(max(rows, 5 * em), _HIGHEST_EM * em)))

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item, key = self.current, event.key()
        if key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu()
        elif item is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(len(self._model.items) - 1)
        elif key == Qt.Key.Key_Space and self._is_being_typed():
            self.keyboardSearch(" ")
        elif key == Qt.Key.Key_Space:
            self.toggled.emit(item)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(item)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(item, 1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
            self._keep_margins()

    def keyboardSearch(self, search: str) -> None:
        """Go to the next thing that begins with what was typed; the same letter again goes on.

        Qt's own would describe every row, and know only those shown.
        """
        before = self._typed_lately()
        self._typed, self._typed_at = before + search, time.monotonic()
        here = max(0, self._place())
        found = self._model.find(here if before else here + 1, self._typed)
        if found < 0 and len(list(groupby(self._typed.casefold()))) == 1:
            found = self._model.find(here + 1, self._typed[0])
        self.go_to(found)

    def _typed_lately(self) -> str:
        since_s = time.monotonic() - self._typed_at
        return self._typed if since_s * 1000 < QApplication.keyboardInputInterval() else ""

    def _is_being_typed(self) -> bool:
        """A name is on its way to which a space belongs."""
        typed = self._typed_lately()
        return bool(typed and self._model.find(0, f"{typed} ") >= 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._model.items and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0))
        super().focusInEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(self.current, event.globalPos())
        else:
            self._ask_for_menu()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._model.items:
            with QPainter(self.viewport()) as painter:
                painter.setPen(QColor(theme.current().quiet))
                room = self.viewport().rect().adjusted(8, 8, -8, -8)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(room, flags, self._empty_words())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate):
            # Qt paints all rows anew, but only the one with the focus looks different.
            if self.hasFocus():
                self.viewport().update(self.visualRect(self.currentIndex()))
            return False
        return super().viewportEvent(event)

    def _paint_rows(self, numbers: Sequence[int]) -> None:
        places = {number: self.visualRect(self._model.index(number)) for number in numbers}
        for number, place in places.items():
            self.viewport().update(place)
            if place.height() != self._delegate.height(self._model.row(number)):
                self.scheduleDelayedItemsLayout()

    def _choose(self, index: QModelIndex) -> None:
        if (item := self._model.thing(index.row())) is not None:
            self.chosen.emit(item)

    def _ask_for_menu(self) -> None:
        spot = self.visualRect(self.currentIndex()).center()
        self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(spot))

    def show_starting(self, *, is_starting: bool) -> None:
        """While the studio starts, nothing is known of what there is."""
        self._is_starting = is_starting
        self._tell_number()

    def _empty_words(self) -> str:
        return _("The studio is starting …") if self._is_starting else self._empty

    def _tell_number(self) -> None:
        """Tell readers where there is nothing, and how many there are where not all are rows."""
        count, name = len(self._model.items), self._name
        if count > LONGEST:
            name = str(say_n("{list}, {n} in all", "{list}, {n} in all", count, list=name))
        if self.accessibleName() != name:
            self.setAccessibleName(name)
        self._tell_if_empty()

    def _tell_if_empty(self) -> None:
        """Have the description say that there is nothing, in place of what it says otherwise."""
        words = "" if self._model.items else self._empty_words()
        if words == self._told_empty:
            return
        if self.accessibleDescription() != self._told_empty:
            self._description = self.accessibleDescription()
        self._told_empty = words
        self.setAccessibleDescription(words or self._description)
