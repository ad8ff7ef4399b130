"""Dialogs that are one list, with what can be done with its rows."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from studio.model.message import Message
from studio.model.state import ShowState
from studio.ui.desk import Desk
from studio.ui.form import FormDialog
from studio.ui.found_dialog import FoundDialog
from studio.ui.item_model import ItemModel
from studio.ui.reach import room_on_screen

T = TypeVar("T")


class ListDialog(FoundDialog[T]):
    """A list of things of the show's state, and buttons; the last one closes it.

    Args:
        model: Its rows.
        acts: What each button does but the last.
    """

    topic = ""
    """Of what is told of a list without rows."""
    nothing: Message
    """What is told where a row is wanted and there is none."""

    def __init__(
        self,
        desk: Desk,
        model: ItemModel[T],
        acts: Sequence[Callable[[], None]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, model, acts, parent)
        self.state = desk.link.state()
        self.reword()
        self._show()
        self.resize(self.sizeHint())
        self.list.setFocus()

    def titles(self) -> tuple[str, str]:
        """The window's title, which is the list's name too, and what stands in an empty list."""
        raise NotImplementedError

    def words(self) -> Sequence[str]:
        """Those of each button, translated."""
        raise NotImplementedError

    def items(self, state: ShowState) -> Sequence[T]:
        """What is listed."""
        raise NotImplementedError

    def reword(self) -> None:
        """Say all of it in the language in use; what is current stays."""
        title, empty = self.titles()
        self.name(title, title, empty, self.words())

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(40 * em, 28 * em).boundedTo(room_on_screen(self))

    def show_state(self, state: ShowState) -> None:
        """Follow the show; the window's thread, for every new state."""
        before, self.state = self.state, state
        if before.sales is not state.sales:
            self._show()

    def with_current(self, act: Callable[[T], None]) -> None:
        """Do something with the current row, or tell that there is none."""
        if self.list.current is not None:
            act(self.list.current)
        else:
            self.desk.tell(self.nothing, self.topic)

    def open_form(self, dialog: FormDialog) -> None:
        """Open a form over the list."""
        dialog.addActions(self.actions())
        # Not every system returns to the list by itself.
        dialog.finished.connect(self.activateWindow)
        dialog.open_when_built(lambda: None)

    def _show(self) -> None:
        self.fill(self.items(self.state))
