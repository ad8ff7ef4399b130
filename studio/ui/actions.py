"""Commands as menu actions: every menu is made from the registry."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from studio.commands.command import Category, Command, Origin, Slot
from studio.commands.every import REGISTRY
from studio.model.link import StudioLink
from studio.model.state import ShowState
from studio.text import _
from studio.ui.mnemonics import plain, with_mnemonics
from studio.ui.palette import Entry


@dataclass(frozen=True, slots=True)
class WindowAct:
    """Something only the window does, such as opening a dialog; it stands in the same menus.

    Attributes:
        title: Name in the menu, translated.
        about: One sentence, translated.
        category: The menu it stands in.
        do: Does it.
        keys: Its key in Qt's portable notation; empty for none.
    """

    title: str
    about: str
    category: Category
    do: Callable[[], None]
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the choices of a slot may read of the show: its state."""

    state: ShowState


class CommandAction(QAction):
    """A command in a menu; it knows whether it was reached by its key.

    Args:
        values: Gives what fills the command's slots.
    """

    def __init__(
        self,
        command: Command,
        link: StudioLink,
        values: Callable[[], dict[str, Any]],
        parent: QObject,
    ) -> None:
        super().__init__(_(command.title), parent)
        self.command = command
        self._link = link
        self._values = values
        self._origin = Origin.MENU
        if command.keys:
            self.setShortcut(QKeySequence(command.keys, QKeySequence.SequenceFormat.PortableText))
        self.setToolTip(_(command.about))
        self.setStatusTip(_(command.about))
        self.triggered.connect(self._wish)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Shortcut:
            self._origin = Origin.KEY
        done = super().event(event)
        self._origin = Origin.MENU
        return done

    def _wish(self) -> None:
        self._link.dispatch(self.command.id, self._origin, **self._values())


class ChoiceMenu(QMenu):
    """A command that needs one thing chosen: a submenu, filled when it opens.

    Its key opens it in the middle of the window.
    """

    def __init__(self, command: Command, slot: str, link: StudioLink, window: QMainWindow) -> None:
        super().__init__(_(command.title), window)
        self.command = command
        self._slot = slot
        self._link = link
        self._window = window
        self.setAccessibleName(_(command.title))
        action = self.menuAction()
        action.setToolTip(_(command.about))
        action.setStatusTip(_(command.about))
        if command.keys:
            keys = QKeySequence(command.keys, QKeySequence.SequenceFormat.PortableText)
            action.setShortcut(keys)
            action.triggered.connect(self._open)
            window.addAction(action)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        choices = choices_of(self.command.slots[self._slot], self._link.state())
        for name, value in choices:
            self.addAction(name.replace("&", "&&"), lambda v=value: self._wish(v))
        if not choices:
            self.addAction(_("There is nothing to choose"))

    def _wish(self, value: Any) -> None:  # noqa: ANN401 - whatever the slot holds
        self._link.dispatch(self.command.id, Origin.MENU, **{self._slot: value})

    def _open(self) -> None:
        middle = self._window.rect().center()
        self.popup(self._window.mapToGlobal(middle - self.rect().center() / 2))
        if self.actions():
            self.setActiveAction(self.actions()[0])


def choices_of(slot: Slot, state: ShowState) -> Sequence[tuple[str, Any]]:
    """Every value of a slot with its name; empty where there are too many to list."""
    if slot.choices is None:
        return []
    return slot.choices(cast("Any", Snapshot(state)))


class Menus:
    """Builds the menu bar: a menu for each category that has something in it.

    Args:
        acts: What only the window does; it comes after the commands of its category.
        current: Gives the id of what is current in the window for a slot, by the slot's name.

    Attributes:
        commands: The actions that are commands; their keys work in every window that has them.
        entries: All of it for the palette, in the order of the menus.
    """

    def __init__(
        self,
        window: QMainWindow,
        link: StudioLink,
        acts: Iterable[WindowAct],
        current: Callable[[str], Any],
    ) -> None:
        self._window = window
        self._link = link
        self._current = current
        self.commands: list[CommandAction] = []
        self.entries: list[Entry] = []
        acts = list(acts)
        menus: list[QMenu] = []
        for category in Category:
            menu = self._menu(category, [act for act in acts if act.category is category])
            if menu.actions():
                menus.append(menu)
        _mark([menu.menuAction() for menu in menus])
        for menu in menus:
            window.menuBar().addMenu(menu)

    def open_first(self) -> None:
        """What F10 does."""
        bar = self._window.menuBar()
        bar.setActiveAction(bar.actions()[0])

    def _menu(self, category: Category, acts: list[WindowAct]) -> QMenu:
        title = _(category.value)
        menu = QMenu(title, self._window)
        menu.setAccessibleName(title)
        menu.setToolTipsVisible(True)
        for command in REGISTRY:
            if command.category is category and command.is_listed:
                self._add(command, menu)
        if menu.actions() and acts:
            menu.addSeparator()
        for act in acts:
            self.entries.append(Entry(act.title, act.about, _written(act.keys), do=act.do))
            action = menu.addAction(act.title, act.do)
            action.setToolTip(act.about)
            action.setStatusTip(act.about)
            if act.keys:
                action.setShortcut(QKeySequence(act.keys))
        _mark([action for action in menu.actions() if not action.isSeparator()])
        return menu

    def _add(self, command: Command, menu: QMenu) -> None:
        needed = command.values - command.optional
        slot = next(iter(needed)) if len(needed) == 1 else ""
        self.entries.append(self._entry(command, needed, slot))
        if slot in command.slots and command.slots[slot].choices is not None:
            menu.addMenu(ChoiceMenu(command, slot, self._link, self._window))
            return
        action = CommandAction(command, self._link, lambda: self._values(needed), menu)
        self.commands.append(action)
        menu.addAction(action)

    def _entry(self, command: Command, needed: frozenset[str], slot: str) -> Entry:
        def do(**values: Any) -> None:  # noqa: ANN401 - as the link's own
            self._link.dispatch(command.id, Origin.PALETTE, **values)

        chosen = command.slots.get(slot)
        has_choices = chosen is not None and chosen.choices is not None
        return Entry(
            _(command.title),
            _(command.about),
            _written(command.keys),
            tuple(_(phrase) for phrase in command.phrases),
            do=lambda: do(**self._values(needed)),
            choices=(lambda: choices_of(command.slots[slot], self._link.state()))
            if has_choices
            else None,
            do_with=lambda value: do(**{slot: value}),
        )

    def _values(self, needed: frozenset[str]) -> dict[str, Any]:
        """What can be chosen neither in a menu nor by words is the current thing of a list."""
        values = {slot: self._current(slot) for slot in needed}
        return {slot: value for slot, value in values.items() if value is not None}


def _written(keys: str) -> str:
    """A key in the system's own words."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _mark(actions: list[QAction]) -> None:
    marked = with_mnemonics(plain(action.text()) for action in actions)
    for action, title in zip(actions, marked, strict=True):
        action.setText(title)
