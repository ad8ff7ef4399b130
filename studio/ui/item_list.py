"""Lists of the window: a model that changes as little as it must, and a view for the ear."""

import math
import time
from collections.abc import Callable, Hashable, Sequence
from itertools import chain
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
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

from studio.text import _
from studio.ui import theme
from studio.ui.row_delegate import ROW, RowDelegate
from studio.ui.rows import Row

_COMPARED = 200
"""Rows that are compared at most: more than a screen holds."""

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex


class ItemModel(QAbstractListModel, Generic[T]):
    """Things of one kind as rows; the words of a row are made when it is first looked at.

    Args:
        key: Tells whether two things are the same one, changed or not.
        describe: Puts a thing into words.
        sought: Gives what a thing is called for whoever types its first letters; without it that
            is the name in its row, which is slow to make for thousands.
    """

    refreshed = Signal(object)
    """The numbers of the rows whose words changed; None when any may have."""

    def __init__(
        self,
        key: Callable[[T], Hashable],
        describe: Callable[[T], Row],
        parent: QWidget | None = None,
        *,
        sought: Callable[[T], tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._describe = describe
        self._sought = sought or (lambda item: (describe(item).name,))
        self.items: list[T] = []
        self._rows: dict[int, Row] = {}
        self._first_letters: list[tuple[str, ...]] | None = None

    def set_items(self, items: Sequence[T]) -> None:
        """Show these; what stays keeps its row's identity, so the user's place is not lost."""
        old, new = self.items, list(items)
        head = _common(old, new, self._key)
        tail = _common(old[head:][::-1], new[head:][::-1], self._key)
        if len(old) - tail > head:
            self.beginRemoveRows(QModelIndex(), head, len(old) - tail - 1)
            self._replace(old[:head] + old[len(old) - tail :])
            self.endRemoveRows()
        if len(new) - tail > head:
            self.beginInsertRows(QModelIndex(), head, len(new) - tail - 1)
            self._replace(new)
            self.endInsertRows()
        self.items = new
        self._first_letters = None

    def _replace(self, items: list[T]) -> None:
        # The words of a row are known by its number, and whoever hears of the change asks at once.
        self.items = items
        self._rows.clear()
        self._first_letters = None

    def refresh(self) -> None:
        """The words of any row may have changed; those of a few looked at are compared.

        Qt's own signal for it would lay out all rows anew, which takes 30 ms for 10,000.
        """
        before, self._rows = self._rows, {}
        if len(before) > _COMPARED:
            self.refreshed.emit(None)
        elif changed := [number for number, row in before.items() if self.row(number) != row]:
            self.refreshed.emit(changed)

    def row_of(self, key: Hashable) -> int:
        """The row of a thing; -1 when it is not here."""
        return next((row for row, item in enumerate(self.items) if self._key(item) == key), -1)

    def key_of(self, item: T) -> Hashable:
        return self._key(item)

    def row(self, number: int) -> Row:
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = self._describe(self.items[number])
        return row

    def match(
        self,
        start: Index,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """The next row that begins with what was typed; Qt's own would describe every row."""
        if role != Qt.ItemDataRole.DisplayRole or hits != 1:
            return super().match(start, role, value, hits, flags)
        if self._first_letters is None:
            self._first_letters = [
                tuple(words.casefold() for words in self._sought(item)) for item in self.items
            ]
        wanted, count = str(value).casefold(), len(self.items)
        for row in chain(range(start.row(), count), range(start.row())):
            if any(words.startswith(wanted) for words in self._first_letters[row]):
                return [self.index(row)]
        return []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.items):
            return None
        if role == ROW:
            return self.row(index.row())
        if role in _WORDS:
            return self.row(index.row()).words
        return None


_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)


def _common(one: Sequence[T], other: Sequence[T], key: Callable[[T], Hashable]) -> int:
    """How many things at the beginning are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a is not b and key(a) != key(b):
            break
        count += 1
    return count


class ItemList(QListView, Generic[T]):
    """A list that is worked by keys: it has a name and always a current row.

    Enter or a double click chooses, Space toggles, Delete removes, Left and Right step, and the
    context-menu key or Shift+F10 asks for a menu at the row; which of them mean something is up
    to the panel.

    Args:
        name: What a screen reader calls the list.
        empty: What is said and written when there is nothing in it.
        model: Its rows.
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
        self._told_empty = ""
        self._description = ""
        self._is_starting = False
        self._is_narrow: bool | None = None
        self._model = model
        self._shown: Sequence[T] | None = None
        self._typed_at, self._typed = -math.inf, ""
        self.setAccessibleName(name)
        self.setModel(model)
        model.refreshed.connect(self._paint_rows)
        self.setItemDelegate(RowDelegate(self))
        self.setUniformItemSizes(True)
        # Ten thousand rows are laid out a thousand at a time, with room for keys in between.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(1000)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.activated.connect(self._choose)
        self._tell_if_empty()

    @property
    def current(self) -> T | None:
        """The thing on the current row."""
        row = self.currentIndex().row()
        return self._model.items[row] if 0 <= row < len(self._model.items) else None

    def set_items(self, items: Sequence[T]) -> None:
        """Show these; the current row stays with its thing, or near where it was."""
        if items is self._shown:
            self._model.refresh()
            return
        self._shown = items
        row = max(0, self.currentIndex().row())
        kept = None if self.current is None else self._model.key_of(self.current)
        self._model.set_items(items)
        self._model.refresh()
        place = self._model.row_of(kept) if kept is not None else -1
        if place < 0 and self._model.items:
            place = min(row, len(self._model.items) - 1)
        if place >= 0 and place != self.currentIndex().row():
            self.setCurrentIndex(self._model.index(place))
        self._tell_if_empty()

    def select(self, key: Hashable) -> None:
        """Make a thing the current row."""
        row = self._model.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current)

    def sizeHint(self) -> QSize:
        """Room for two rows; more comes by stretching."""
        em = self.fontMetrics().height()
        row = max(self.sizeHintForRow(0), round(2.2 * em))
        return QSize(12 * em, round(2.3 * row))

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item, key = self.current, event.key()
        if key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu()
        elif item is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
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

    def keyboardSearch(self, search: str) -> None:
        self._typed = self._typed_lately() + search
        self._typed_at = time.monotonic()
        super().keyboardSearch(search)

    def _typed_lately(self) -> str:
        since_s = time.monotonic() - self._typed_at
        return self._typed if since_s * 1000 < QApplication.keyboardInputInterval() else ""

    def _is_being_typed(self) -> bool:
        """A name is on its way to which a space belongs."""
        typed, first = self._typed_lately(), self._model.index(0)
        return bool(typed and self._model.match(first, Qt.ItemDataRole.DisplayRole, f"{typed} "))

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
        delegate = self.itemDelegate()
        is_narrow = isinstance(delegate, RowDelegate) and delegate.is_narrow
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
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

    def _paint_rows(self, numbers: Sequence[int] | None) -> None:
        if numbers is None:
            self.viewport().update()
            return
        for number in numbers:
            self.viewport().update(self.visualRect(self._model.index(number)))

    def _choose(self, index: QModelIndex) -> None:
        if index.row() < len(self._model.items):
            self.chosen.emit(self._model.items[index.row()])

    def _ask_for_menu(self) -> None:
        spot = self.visualRect(self.currentIndex()).center()
        self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(spot))

    def show_starting(self, *, is_starting: bool) -> None:
        """While the studio starts, nothing is known of what there is."""
        self._is_starting = is_starting
        self._tell_if_empty()

    def _empty_words(self) -> str:
        return _("The studio is starting …") if self._is_starting else self._empty

    def _tell_if_empty(self) -> None:
        """Have the description say that there is nothing, in place of what it says otherwise."""
        words = "" if self._model.items else self._empty_words()
        if words == self._told_empty:
            return
        if self.accessibleDescription() != self._told_empty:
            self._description = self.accessibleDescription()
        self._told_empty = words
        self.setAccessibleDescription(words or self._description)
