"""A dialog that lists what was looked up elsewhere, with buttons for its current row."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studio.model.errors import StudioError
from studio.ui.bridge import Handover
from studio.ui.desk import Desk
from studio.ui.flow import FlowLayout
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.mnemonics import with_mnemonics
from studio.ui.panel import push_button
from studio.ui.reach import Reach, room_on_screen

T = TypeVar("T")


class FoundDialog(QDialog, Generic[T]):
    """A list and its buttons, the last of which closes it.

    Args:
        desk: What it acts through.
        model: The rows.
        acts: What each button does, without the last.
        parent: The window.
    """

    def __init__(
        self,
        desk: Desk,
        model: ItemModel[T],
        acts: Sequence[Callable[[], None]],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.model = model
        self.list: ItemList[T] = ItemList("", "", model, self)
        sheet = QWidget()
        sheet.setObjectName("form")
        self.column = QVBoxLayout(sheet)
        self.column.addWidget(self.list, 1)
        buttons = FlowLayout()
        self.column.addLayout(buttons)
        # With large text not all of it fits on a screen.
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(Reach(sheet, self))
        self.buttons = [push_button("", "", act, self) for act in (*acts, self.accept)]
        for button in self.buttons:
            buttons.addWidget(button)
        self.list.setMinimumHeight(6 * self.fontMetrics().height())

    def name(self, title: str, rows: str, empty: str, buttons: Sequence[str]) -> None:
        """Give it its words, translated.

        Args:
            title: Of the dialog.
            rows: What readers call the list.
            empty: What stands there when it has no row.
            buttons: One for each.
        """
        self.setWindowTitle(title)
        self.list.reword(rows, empty)
        marks = with_mnemonics(buttons)
        for button, name, marked in zip(self.buttons, buttons, marks, strict=True):
            button.setAccessibleName(name)
            button.setText(marked)

    def fill(self, things: Sequence[T]) -> None:
        """Show these; the first is current where none was."""
        self.list.set_items(list(things))
        if self.model.items and not self.list.currentIndex().isValid():
            self.list.go_to(0)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(44 * em, 28 * em).boundedTo(room_on_screen(self))


def when_known(
    future: "Future[T]",
    take: Callable[[T], None],
    desk: Desk,
    parent: QObject,
    topic: str,
    *,
    is_wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Take what was asked for on the window's thread, or have it told why it cannot be had.

    Nothing happens where `parent` is gone by then, or where it `is_wanted` no longer.
    """

    def deliver(done: "Future[T]") -> None:
        if not is_wanted():
            return
        error = done.exception()
        if error is None:
            take(done.result())
        elif isinstance(error, StudioError):
            desk.announce(error.announcement(topic))
        else:
            raise error

    handover: Handover[Future[T]] = Handover(deliver, parent=parent)

    def found(done: "Future[T]") -> None:
        if not done.cancelled():
            handover.post(done)

    future.add_done_callback(found)
