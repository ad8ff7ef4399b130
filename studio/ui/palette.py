"""The command palette: everything that can be done, found by a few typed letters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from studio.model.message import say
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.rows import Mark, Row
from studio.ui.search_dialog import SearchDialog


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
        command: The command's id, where the entry is the command and nothing more.
    """

    title: str
    about: str = ""
    keys: str = ""
    phrases: tuple[str, ...] = ()
    do: Callable[[], None] = lambda: None
    choices: Callable[[], Sequence[tuple[str, Any]]] | None = None
    do_with: Callable[[Any], None] = lambda _value: None
    value: Any = None
    command: str = ""


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


class PaletteDialog(SearchDialog[Entry]):
    """The commands; where one of several things is meant, what it can be done with.

    Escape goes back one step.

    Args:
        meant: Gives what the words mean as a whole, as they do when they are spoken: entries of
            which the first is the likeliest. One with a `command` stands for that of `entries`.
    """

    def __init__(
        self,
        desk: Desk,
        entries: Sequence[Entry],
        parent: QWidget | None = None,
        *,
        meant: Callable[[str], Sequence[Entry]] = lambda _words: (),
    ) -> None:
        super().__init__(desk, ItemModel[Entry](id, _row), "palette", parent)
        self._meant = meant
        self._all = self._commands = list(entries)
        self._chosen: Entry | None = None
        self.list.lines = self._lines
        self._name()
        self.show_found(self._commands)
        self.resize(self.sizeHint())
        self.line.setFocus()

    def _name(self) -> None:
        self.use_names(
            _("Commands"),
            _("Type a part of its name, then go down."),
            _("Commands"),
            _("Nothing fits."),
        )

    def reword(self, entries: Sequence[Entry]) -> None:
        """Say all of it in the language in use; what is typed, found and current stays.

        Args:
            entries: The same as before, in that language and order.
        """
        row = self.list.currentIndex().row()
        places = {id(entry): place for place, entry in enumerate(self._all)}
        # What the words mean is found anew with the next letter.
        found = [places[id(entry)] for entry in self.model.items if id(entry) in places]
        if self._chosen is not None:
            self._chosen = entries[self._commands.index(self._chosen)]
        self._commands = list(entries)
        self._all = self._commands if self._chosen is None else _choices(self._chosen)
        self._name()
        self.list.set_items([self._all[place] for place in found if place < len(self._all)])
        self.list.go_to(min(row, self.model.rowCount() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the commands; from there out."""
        if event.key() != Qt.Key.Key_Escape or self._all is self._commands:
            super().keyPressEvent(event)
            return
        self._chosen = None
        self._begin(self._commands)
        self.tell(say("Commands"))

    def choose(self, place: int) -> None:
        """Choose one of the commands, as Enter does, by its place among all."""
        self.choose_item(self._commands[place])

    def search(self, words: str) -> None:
        found = fitting(self._all, words)
        if self._all is self._commands:
            first = [self._own(entry) for entry in self._meant(words)]
            found = [*first, *(entry for entry in found if entry not in first)]
        self.show_found(found)

    def _own(self, entry: Entry) -> Entry:
        if not entry.command:
            return entry
        return next((one for one in self._commands if one.command == entry.command), entry)

    def _begin(self, entries: list[Entry]) -> None:
        self._all = entries
        self.line.clear()
        self.show_found(entries)
        self.pause.stop()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self) -> Sequence[tuple[str, Callable[[], None]]]:
        current = self.list.current
        return [(current.title, lambda: self.choose_item(current))] if current is not None else []

    def choose_item(self, item: Entry) -> None:
        if item.choices is None:
            chosen = self._chosen
            act = item.do if chosen is None else lambda: chosen.do_with(item.value)
            self.pause.stop()
            self.accept()
            # The window first takes back the focus, which what is done may move on.
            QTimer.singleShot(0, self.parent() or self, act)
            return
        choices = _choices(item)
        if not choices:
            self.tell(say("{command}: there is nothing to choose.", command=item.title))
            return
        self._chosen = item
        self._begin(choices)
        self.tell(
            say(
                "{command}: {n} to choose from, {first}",
                command=item.title,
                n=len(choices),
                first=choices[0].title,
            )
        )


def _choices(entry: Entry) -> list[Entry]:
    """What an entry can be done with, as entries."""
    named = entry.choices() if entry.choices is not None else ()
    return [Entry(name, value=value) for name, value in named]


def _row(entry: Entry) -> Row:
    return Row(entry.title, (Mark(entry.keys),) if entry.keys else (), entry.about)
