"""The command palette: everything that can be done, found by a few typed letters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from studio.model.message import say, say_n
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.fields import TextField
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.mnemonics import with_mnemonics
from studio.ui.reach import room_on_screen
from studio.ui.rows import Mark, Row

SPEAK_MS = 400
"""After this time without a key the typing has paused, and what it found is told."""


# Not frozen, which makes it four times as slow to make: there may be 10,000 at once.
@dataclass(slots=True, eq=False)
class Entry:
    """Something to be chosen in the palette.

    Attributes:
        title: Its name, translated.
        about: One sentence, translated; empty for a thing that a command is done with.
        keys: Its key as the system writes it; empty for none.
        phrases: Other words that mean it, translated.
        do: Does it, once the palette is closed.
        choices: Gives the names and values of which one is to be chosen first; None where
            nothing has to be.
        do_with: Does it with the value that was chosen.
        value: What a command is done with, for such a thing.
    """

    title: str
    about: str = ""
    keys: str = ""
    phrases: tuple[str, ...] = ()
    do: Callable[[], None] = lambda: None
    choices: Callable[[], Sequence[tuple[str, Any]]] | None = None
    do_with: Callable[[Any], None] = lambda _value: None
    value: Any = None


def fitting(entries: Iterable[Entry], words: str) -> list[Entry]:
    """The entries that hold all the words: in the title, else in a phrase, else anywhere."""
    wanted = words.casefold().split()

    def rank(entry: Entry) -> int:
        title = entry.title.casefold()
        if title.startswith(" ".join(wanted)):
            return 0
        if all(word in title for word in wanted):
            return 1
        if any(all(word in phrase.casefold() for word in wanted) for phrase in entry.phrases):
            return 2
        whole = " ".join((title, *entry.phrases, entry.keys, entry.about)).casefold()
        return 3 if all(word in whole for word in wanted) else -1

    ranked = [(rank(entry), entry) for entry in entries]
    return [entry for place in range(4) for found, entry in ranked if found == place]


class PaletteDialog(QDialog):
    """Type, go down, press Enter; where one of several is meant, once more.

    The arrow keys go from the line into the list, whose rows readers speak themselves, and letters
    go from the list back into the line. Escape goes back one step.
    """

    def __init__(self, desk: Desk, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all = self._commands = list(entries)
        self._chosen: Entry | None = None
        self.line = TextField()
        self._label = QLabel()
        self._label.setBuddy(self.line)
        self._model = ItemModel[Entry](id, _row)
        self.list = ItemList[Entry]("", "", self._model, self)
        self._name()
        whole = QVBoxLayout(self)
        whole.addWidget(self._label)
        whole.addWidget(self.line)
        whole.addWidget(self.list, 1)
        self._pause = QTimer(self, interval=SPEAK_MS, singleShot=True)
        self._pause.timeout.connect(self._tell_found)
        self.line.textChanged.connect(self._search)
        self.list.chosen.connect(self._choose)
        self.list.lines = self._lines
        self.line.installEventFilter(self)
        self.list.installEventFilter(self)
        self._show(self._commands)
        self.resize(self.sizeHint())
        self.line.setFocus()

    def _name(self) -> None:
        self.setWindowTitle(_("Commands"))
        self.line.setAccessibleName(_("Find"))
        self.line.setAccessibleDescription(_("Type a part of its name, then go down."))
        self._label.setText(with_mnemonics([_("Find")])[0])
        self._label.setAccessibleName(_("Find"))
        self.list.reword(_("Commands"), _("Nothing fits."))

    def reword(self, entries: Sequence[Entry]) -> None:
        """Say all of it in the language in use; what is typed, found and current stays.

        Args:
            entries: The same as before, in that language and order.
        """
        row = self.list.currentIndex().row()
        places = {id(entry): place for place, entry in enumerate(self._all)}
        found = [places[id(entry)] for entry in self._model.items]
        if self._chosen is not None:
            self._chosen = entries[self._commands.index(self._chosen)]
        self._commands = list(entries)
        self._all = self._commands if self._chosen is None else _choices(self._chosen)
        self._name()
        self.list.set_items([self._all[place] for place in found if place < len(self._all)])
        self.list.go_to(min(row, self._model.rowCount() - 1))

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        room = room_on_screen(self)
        return QSize(40 * em, 28 * em).boundedTo(room)

    # ---------------------------------------------------------------- keys
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.line:
                return self._key_in_line(event)
            if watched is self.list:
                return self._key_in_list(event)
        return super().eventFilter(watched, event)

    def _key_in_line(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_PageDown:
                if self._model.items:
                    self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.list.current is not None:
                    self._choose(self.list.current)
                else:
                    self._tell_found()
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the commands; from there out."""
        if event.key() != Qt.Key.Key_Escape or self._all is self._commands:
            super().keyPressEvent(event)
            return
        self._chosen = None
        self._begin(self._commands)
        self._desk.tell(say("Commands"), "palette")

    # ---------------------------------------------------------------- choosing
    def choose(self, place: int) -> None:
        """Choose one of the commands, as Enter does, by its place among all."""
        self._choose(self._commands[place])

    def _search(self) -> None:
        self._show(fitting(self._all, self.line.text()))
        self._pause.start()

    def _show(self, entries: list[Entry]) -> None:
        self.list.set_items(entries)
        if entries:
            self.list.go_to(0)

    def _begin(self, entries: list[Entry]) -> None:
        self._all = entries
        self.line.clear()
        self._show(entries)
        self._pause.stop()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_found(self) -> None:
        found = self._model.items
        if not found:
            self._desk.tell(say("Nothing fits. Type less, or something else."), "palette")
            return
        first = _row(found[0]).words
        self._desk.tell(
            say_n("{n} fits: {first}", "{n} fit: {first}", len(found), first=first), "palette"
        )

    def _lines(self) -> Sequence[tuple[str, Callable[[], None]]]:
        current = self.list.current
        return [(current.title, lambda: self._choose(current))] if current is not None else []

    def _choose(self, entry: Entry) -> None:
        if entry.choices is None:
            chosen = self._chosen
            act = entry.do if chosen is None else lambda: chosen.do_with(entry.value)
            self._pause.stop()
            self.accept()
            # The window first takes back the focus, which what is done may move on.
            QTimer.singleShot(0, self.parent() or self, act)
            return
        choices = _choices(entry)
        if not choices:
            self._desk.tell(
                say("{command}: there is nothing to choose.", command=entry.title), "palette"
            )
            return
        self._chosen = entry
        self._begin(choices)
        self._desk.tell(
            say(
                "{command}: {n} to choose from, {first}",
                command=entry.title,
                n=len(choices),
                first=choices[0].title,
            ),
            "palette",
        )


def _choices(entry: Entry) -> list[Entry]:
    """What an entry can be done with, as entries."""
    named = entry.choices() if entry.choices is not None else ()
    return [Entry(name, value=value) for name, value in named]


def _row(entry: Entry) -> Row:
    return Row(entry.title, (Mark(entry.keys),) if entry.keys else (), entry.about)
