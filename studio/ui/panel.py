"""A named part of the window."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.model.again import SecondPress
from studio.model.message import Name, say
from studio.model.state import ShowState
from studio.text import _
from studio.ui.accessible import Part
from studio.ui.button import Button
from studio.ui.desk import Desk
from studio.ui.flow import FlowLayout
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel

T = TypeVar("T")
Entry = tuple[str, Callable[[], None]]
"""A line of a context menu, translated, and what it does."""


class Panel(Part):
    """A named group with a heading; F6 goes from one to the next.

    Args:
        title: Its name, for eye and ear.
    """

    def __init__(self, title: str, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAccessibleName(title)
        self.heading = QLabel(title, self)
        self.heading.setObjectName("heading")
        self.buttons = FlowLayout()
        head = QHBoxLayout()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(10, 6, 10, 10)
        self.body.setSpacing(6)
        self.body.addLayout(head)
        head.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(self.buttons, 1)

    @property
    def entry(self) -> QWidget:
        """What takes the focus when the user comes to the panel."""
        raise NotImplementedError

    def show_state(self, state: ShowState) -> None:
        """Follow the show; the window's thread, for every new state."""

    def add_button(self, text: str, name: str, act: Callable[[], None]) -> QPushButton:
        """Put a button beside the heading.

        Args:
            text: What stands on it.
            name: The same in full, for the ear: it tells of what.
            act: What it does.
        """
        button = push_button(text, name, act, self)
        self.buttons.addWidget(button)
        return button


def push_button(text: str, name: str, act: Callable[[], None], parent: QWidget) -> QPushButton:
    button = Button(text.replace("&", "&&"), parent)
    button.setAccessibleName(name)
    button.clicked.connect(act)
    return button


class ListPanel(Panel, Generic[T]):
    """A panel that is one list and what can be done with its current row.

    Args:
        empty: What is said and written when there is nothing in it.
        model: The rows.
    """

    def __init__(
        self, title: str, empty: str, model: ItemModel[T], desk: Desk, parent: QWidget
    ) -> None:
        super().__init__(title, desk, parent)
        self.model = model
        self.list: ItemList[T] = ItemList(title, empty, model, self)
        self.body.addWidget(self.list, 1)
        self.list.menu_wanted.connect(self._pop_up)

    @property
    def entry(self) -> QWidget:
        return self.list

    def add_button(self, text: str, name: str, act: Callable[[], None]) -> QPushButton:
        button = super().add_button(text, name, act)
        # The list is the panel's matter; its buttons, though above it, come after.
        QWidget.setTabOrder(self._last_in_order(), button)
        return button

    def menu(self, item: T | None) -> Sequence[Entry]:
        """What the context menu offers for the current row."""
        raise NotImplementedError

    def _last_in_order(self) -> QWidget:
        count = self.buttons.count()
        before = self.buttons.itemAt(count - 2) if count > 1 else None
        return (before.widget() if before is not None else None) or self.list

    def _pop_up(self, item: T | None, spot: QPoint) -> None:
        menu = QMenu(self.title_of(item), self)
        menu.setAccessibleName(menu.title())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in self.menu(item):
            menu.addAction(text.replace("&", "&&"), act)
        menu.popup(spot)
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def title_of(self, item: T | None) -> str:
        return self.accessibleName() if item is None else self.model.describe(item).name


class EditablePanel(ListPanel[T]):
    """A panel whose things are added, edited and removed.

    Args:
        add: Words for adding one: "Add scene".
        edit_words: Words for editing one: "Edit scene".
        edit: Opens the editor for a thing, or for a new one.
        remove: Wishes that a thing be removed.
    """

    def __init__(
        self,
        title: str,
        empty: str,
        model: ItemModel[T],
        desk: Desk,
        parent: QWidget,
        *,
        add: str,
        edit_words: str,
        edit: Callable[[T | None], None],
        remove: Callable[[T], None],
    ) -> None:
        super().__init__(title, empty, model, desk, parent)
        self._add_words = add
        self._edit = edit
        self._remove = remove
        self._removal = SecondPress()
        self.edit_words = edit_words
        self.list.removed.connect(self._wish_removal)

    def add_edit_buttons(self) -> None:
        """Put *Add* and *Edit* beside the heading, after what is there already."""
        self.add_button(_("Add"), self._add_words, lambda: self._edit(None))
        self.add_button(_("Edit"), self.edit_words, self.edit_current)

    def edit_current(self) -> None:
        current = self.list.current
        if current is None:
            self.desk.tell(say("There is nothing to edit yet."))
        else:
            self._edit(current)

    def own_entries(self, _item: T, /) -> Sequence[Entry]:
        """What the context menu offers before *Edit* and *Remove*."""
        return []

    def menu(self, item: T | None) -> Sequence[Entry]:
        add = (self._add_words, lambda: self._edit(None))
        if item is None:
            return [add]
        return [
            *self.own_entries(item),
            (_("Edit"), lambda: self._edit(item)),
            (_("Remove"), lambda: self._remove(item)),
            add,
        ]

    def _wish_removal(self, item: T) -> None:
        if self._removal.confirms(self.model.key_of(item)):
            self._remove(item)
        else:
            name = Name(self.title_of(item))
            self.desk.tell(say("Press Delete again to remove {name}.", name=name))
