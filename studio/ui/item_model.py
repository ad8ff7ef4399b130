"""The rows of a list: they change as little as they must, and of what is long they show a part."""

from collections.abc import Callable, Hashable, Sequence
from itertools import chain
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from studio.ui.row_delegate import ROW
from studio.ui.rows import Row

LONGEST = 200
"""Rows at most, of however many things there are.

When the focus comes into a list Orca 43 asks each of its rows what it is: for 10,000 it was silent
for 4 s, for 400 rows 0.2. Each row's height is measured too, since its words may take many lines.
"""

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex


class ItemModel(QAbstractListModel, Generic[T]):
    """Things of one kind as rows; the words of a row are made when it is first looked at.

    Of more things than `LONGEST` a stretch is shown, which `slide` moves along them. A *place* is a
    thing's number among all, a *row* its number among those shown.

    Args:
        key: Tells whether two things are the same one, changed or not.
        describe: Puts a thing into words.
        sought: Gives what a thing is called for whoever types its first letters; without it that
            is the name in its row, which is slow to make for thousands.

    Attributes:
        items: All things.
        first: The place of the first row.
    """

    refreshed = Signal(object)
    """The numbers of the rows whose words changed."""

    def __init__(
        self,
        key: Callable[[T], Hashable],
        describe: Callable[[T], Row],
        parent: QWidget | None = None,
        *,
        sought: Callable[[T], tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.key_of = key
        self.describe = describe
        self._sought = sought or (lambda item: (describe(item).name,))
        self.items: list[T] = []
        self.first = 0
        self._shown: list[T] = []
        self._rows: dict[int, Row] = {}
        self._first_letters: list[tuple[str, ...]] | None = None

    def set_items(self, items: Sequence[T], kept: Hashable = None) -> None:
        """Show these; what stays keeps its row's identity, so the user's place is not lost.

        Args:
            items: All things.
            kept: The key of the thing that is to keep its row if it can.
        """
        was, self.items = self.place_of(kept), list(items)
        self._first_letters = None
        place = self.place_of(kept)
        moved = place - was if place >= 0 and was >= 0 else 0
        self.first = self._within(self.first + moved)
        self._change(self.items[self.first : self.first + LONGEST])

    def slide(self, first: int) -> None:
        """Begin with another place, as near to it as leaves no row empty; rows in both stay."""
        first = self._within(first)
        step, self.first = first - self.first, first
        wanted = self.items[first : first + LONGEST]
        if abs(step) >= len(self._shown):
            self._change(wanted)
        elif step > 0:
            self._put(0, step, [])
            self._put(len(self._shown), 0, wanted[-step:])
        elif step < 0:
            self._put(len(self._shown) + step, -step, [])
            self._put(0, 0, wanted[:-step])

    def _within(self, first: int) -> int:
        return max(0, min(first, len(self.items) - LONGEST))

    def _change(self, wanted: list[T]) -> None:
        """Show these rows; those at both ends that are there already stay."""
        old = self._shown
        head = _common(old, wanted, self.key_of)
        tail = _common(old[head:][::-1], wanted[head:][::-1], self.key_of)
        self._put(head, len(old) - tail - head, [])
        self._put(head, 0, wanted[head : len(wanted) - tail])
        self._shown = wanted

    def _put(self, row: int, gone: int, come: list[T]) -> None:
        """Remove so many rows, or insert some."""
        # The words of a row are known by its number, and whoever hears of the change asks at once.
        if gone:
            self.beginRemoveRows(QModelIndex(), row, row + gone - 1)
            self._shown = self._shown[:row] + self._shown[row + gone :]
            self._rows.clear()
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), row, row + len(come) - 1)
            self._shown = self._shown[:row] + come + self._shown[row:]
            self._rows.clear()
            self.endInsertRows()

    def refresh(self) -> None:
        """The words of any row may have changed; those looked at are compared.

        Qt's own signal for it would lay out all rows anew.
        """
        before, self._rows = self._rows, {}
        if changed := [number for number, row in before.items() if self.row(number) != row]:
            self.refreshed.emit(changed)

    def place_of(self, key: Hashable) -> int:
        """The place of a thing; -1 when it is not here."""
        return next((n for n, item in enumerate(self.items) if self.key_of(item) == key), -1)

    def thing(self, row: int) -> T | None:
        """What a row shows; None where there is no such row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row(self, number: int) -> Row:
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = self.describe(self._shown[number])
        return row

    def find(self, start: int, letters: str) -> int:
        """The next place whose thing begins so, that of the start included; -1 where none does."""
        if self._first_letters is None:
            self._first_letters = [
                tuple(words.casefold() for words in self._sought(item)) for item in self.items
            ]
        wanted, count = letters.casefold(), len(self.items)
        start = start if start < count else 0
        for place in chain(range(start, count), range(start)):
            if any(words.startswith(wanted) for words in self._first_letters[place]):
                return place
        return -1

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._shown):
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
