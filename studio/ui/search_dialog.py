"""A line to type into and the list of what it finds."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from studio.model.message import Message, say, say_n
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.fields import TextField
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.mnemonics import with_mnemonics
from studio.ui.reach import room_on_screen

SPEAK_MS = 400
"""After this time without a key the typing has paused, and what it found is told."""

T = TypeVar("T")


class SearchDialog(QDialog, Generic[T]):
    """Type, go down, press Enter.

    The arrow keys go from the line into the list, whose rows readers speak themselves, and letters
    go from the list back into the line.

    Args:
        model: The rows that are found.
        topic: Of what is told, see `Announcement`.
    """

    def __init__(
        self, desk: Desk, model: ItemModel[T], topic: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.model = model
        self._topic = topic
        self.line = TextField(self)  # before the list, so that Tab comes to it first
        self._label = QLabel()
        self._label.setBuddy(self.line)
        self.list = ItemList[T]("", "", model, self)
        self.whole = QVBoxLayout(self)
        self.whole.addWidget(self._label)
        self.whole.addWidget(self.line)
        self.whole.addWidget(self.list, 1)
        self.pause = QTimer(self, interval=SPEAK_MS, singleShot=True)
        self.pause.timeout.connect(self.tell_found)
        self.line.textChanged.connect(self._search)
        self.list.chosen.connect(self.choose_item)
        self.line.installEventFilter(self)
        self.list.installEventFilter(self)

    def search(self, words: str) -> None:
        """Find what fits, and `show_found` it, now or later."""
        raise NotImplementedError

    def choose_item(self, item: T) -> None:
        """Enter was pressed on one."""
        raise NotImplementedError

    def use_names(self, title: str, help_text: str, list_title: str, empty: str) -> None:
        """Name all of it, in the language in use."""
        self.setWindowTitle(title)
        self.line.setAccessibleName(_("Find"))
        self.line.setAccessibleDescription(help_text)
        self._label.setText(with_mnemonics([_("Find")])[0])
        self._label.setAccessibleName(_("Find"))
        self.list.reword(list_title, empty)

    def show_found(self, items: Sequence[T]) -> None:
        self.list.set_items(items)
        if items:
            self.list.go_to(0)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        room = room_on_screen(self)
        return QSize(40 * em, 28 * em).boundedTo(room)

    def tell(self, message: Message) -> None:
        self.desk.tell(message, self._topic)

    def tell_found(self) -> None:
        """Say how many there are, and the first."""
        found = self.model.items
        if not found:
            self.tell(say("Nothing fits. Type less, or something else."))
            return
        first = self.model.describe(found[0]).words
        self.tell(say_n("{n} fits: {first}", "{n} fit: {first}", len(found), first=first))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.line:
                return self._key_in_line(event)
            if watched is self.list:
                return self._key_in_list(event)
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        self.search(self.line.text())
        self.pause.start()

    def _key_in_line(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_PageDown:
                if self.model.items:
                    self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.list.current is not None:
                    self.choose_item(self.list.current)
                else:
                    self.tell_found()
            case _:
                return False
        return True

    def _key_in_list(self, event: QKeyEvent) -> bool:
        is_back = event.key() == Qt.Key.Key_Backspace
        is_up = event.key() == Qt.Key.Key_Up and self.list.currentIndex().row() == 0
        is_letter = event.text().isprintable() and event.text() not in ("", " ")
        if not (is_back or is_up or is_letter):
            return False
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if is_back:
            self.line.backspace()
        elif is_letter:
            self.line.insert(event.text())
        return True
