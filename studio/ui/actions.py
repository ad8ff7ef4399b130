"""Commands as menu actions: every menu is made from the registry."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QMenuBar

from studio.commands.command import Category, Command, Origin
from studio.commands.every import REGISTRY
from studio.commands.keys import keys_of
from studio.commands.slots import choices_of
from studio.interpreter.interpreter import WHOLE, shared
from studio.interpreter.meaning import Near, Understood
from studio.model.link import StudioLink
from studio.model.message import say
from studio.text import _, in_use
from studio.ui.mnemonics import plain, with_mnemonics
from studio.ui.name_menu import NameMenu
from studio.ui.palette import Entry
from studio.ui.reading_acts import ANYWHERE


class CommandAction(QAction):
    """A command in a menu; it knows whether it was reached by its key.

    Args:
        do: Does it, or wishes for it.
    """

    def __init__(self, command: Command, do: Callable[[Origin], None], parent: QObject) -> None:
        super().__init__(_(command.title), parent)
        self.command = command
        self._do = do
        self._origin = Origin.MENU
        self.setAutoRepeat(command.repeats)
        self.setToolTip(_(command.about))
        self.setStatusTip(_(command.about))
        self.triggered.connect(lambda: self._do(self._origin))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Shortcut:
            self._origin = Origin.KEY
        done = super().event(event)
        self._origin = Origin.MENU
        return done


LONGEST = 50
"""Things in a menu at most; Qt takes half a second to fill one with 10,000."""


class ChoiceMenu(NameMenu):
    """A command that needs one thing chosen: a submenu, filled when it opens.

    Its key opens it in the middle of the window that is in front, be it a dialog.

    Args:
        find: Lets all things be searched, where there are more than a menu holds.
    """

    def __init__(
        self,
        command: Command,
        slot: str,
        link: StudioLink,
        window: QMainWindow,
        find: Callable[[], None],
    ) -> None:
        super().__init__(_(command.title), window)
        self.command = command
        self._slot = slot
        self._link = link
        self._window = window
        self._find = find
        action = self.menuAction()
        action.setToolTip(_(command.about))
        action.setStatusTip(_(command.about))
        action.setAutoRepeat(False)
        action.triggered.connect(self._open)
        window.addAction(action)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        choices = choices_of(self.command.slots[self._slot], self._link.state())
        for name, value in choices[:LONGEST]:
            self.addAction(name.replace("&", "&&"), lambda v=value: self._wish(v))
        if not choices:
            self.addAction(_("There is nothing to choose"))
        if len(choices) > LONGEST:
            self.addAction(str(say("Find among all {n}", n=len(choices))), self._find)

    def _wish(self, value: object) -> None:
        self._link.dispatch(self.command.id, Origin.MENU, **{self._slot: value})

    def _open(self) -> None:
        """Its key was pressed: a menu itself is never triggered."""
        if self._link.state().is_learning:
            self._link.dispatch("keys.explain", Origin.WINDOW, which=self.command.id)
            return
        window = QApplication.activeWindow() or self._window
        self.popup(window.mapToGlobal(window.rect().center() - self.rect().center() / 2))
        if self.actions():
            self.setActiveAction(self.actions()[0])


_HELD_MS = 3000
"""How long it lasts where no key is held."""

_LET_GO_MS = 100
"""A key that is held may be let go and pressed again at once, some thirty times a second."""

_NONE = 0
"""In the place of a key's number, where another window took the focus."""

_MODIFIERS: Mapping[int, Qt.KeyboardModifier] = {
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
    # What X calls Alt while Shift is down.
    Qt.Key.Key_Meta: Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier,
}


@dataclass(frozen=True, slots=True)
class Chord:
    """A key that was pressed, and what was down with it.

    Attributes:
        key: Which of the keyboard's keys, see `_number`.
        modifiers: Such as Ctrl.
    """

    key: int
    modifiers: Qt.KeyboardModifier

    def has(self, event: QKeyEvent) -> bool:
        """Whether the key of an event belongs to it."""
        modifier = _MODIFIERS.get(event.key(), Qt.KeyboardModifier.NoModifier)
        return _number(event) == self.key or bool(self.modifiers & modifier)


class LastPressed(QObject):
    """Knows which key was pressed last: what a key brings about does not tell of it.

    Args:
        window: As long as it is there, so is this.
    """

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self.chord: Chord | None = None
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        # Of a command's key nothing else comes here.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.chord = Chord(_number(event), event.modifiers())
        # Not Qt's own, which may be given what PySide still holds of something deleted.
        return False


class HeldKey(QObject):
    """Wishes for a command once the key is let go that began something.

    Other keys may be pressed and let go meanwhile, whenever they were pressed. What wants to know
    is told the moment of the release itself, in seconds of `time.monotonic`, and whether it was
    none: another window took the focus, and who holds the key cannot know.

    Args:
        then: The command.
    """

    def __init__(self, link: StudioLink, then: str, window: QObject) -> None:
        super().__init__(window)
        self._link = link
        self._then = then
        self._is_held = False
        self._chord: Chord | None = None
        self._let_go_at = 0.0
        self._let_go_key = _NONE
        self._repeated_at = 0.0
        self._letting_go = QTimer(self, singleShot=True)
        self._letting_go.timeout.connect(self._let_go)

    def hold(self, chord: Chord | None) -> None:
        """What the key of a chord began is under way; None where no key did."""
        self._is_held = True
        self._chord = chord
        self._let_go_at, self._let_go_key = 0.0, _NONE
        self._letting_go.stop()
        app = QCoreApplication.instance()
        if chord is not None and app is not None:
            app.installEventFilter(self)
        else:
            self._letting_go.start(_HELD_MS)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.KeyRelease if isinstance(event, QKeyEvent):
                is_its = self._chord is not None and self._chord.has(event)
                if is_its and not event.isAutoRepeat():  # else it is still held
                    self._is_let_go(_number(event))
            case QEvent.Type.ApplicationDeactivate:
                self._is_let_go(_NONE)
            case QEvent.Type.KeyPress | QEvent.Type.ShortcutOverride:
                if isinstance(event, QKeyEvent) and _number(event) == self._let_go_key:
                    self._is_pressed_again()
            case _:
                pass
        # Not Qt's own, which may be given what PySide still holds of something deleted.
        return False

    def _is_let_go(self, key: int) -> None:
        # Each event comes to several objects.
        if not self._letting_go.isActive():
            self._let_go_at, self._let_go_key = time.monotonic(), key
            self._letting_go.start(_LET_GO_MS)

    def _is_pressed_again(self) -> None:
        if self._letting_go.isActive():
            self._letting_go.stop()
            self._repeated_at = time.monotonic()

    @property
    def is_repeated(self) -> bool:
        """Whether the press that comes just now is the keyboard's, of a key that is still held.

        Qt tells repeats from presses but where it took the release before for a real one.
        """
        return self._is_held and time.monotonic() - self._repeated_at < _LET_GO_MS / 1000

    def end(self) -> None:
        """Wish at once for what still waits, and be gone."""
        self._let_go()
        self.deleteLater()

    def _let_go(self) -> None:
        self._letting_go.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        if self._is_held:
            self._is_held = False
            is_left = self._let_go_at > 0.0 and self._let_go_key == _NONE
            told = {"at": self._let_go_at or time.monotonic(), "is_left": is_left}
            wanted = REGISTRY[self._then].values
            values = {name: value for name, value in told.items() if name in wanted}
            self._link.dispatch(self._then, Origin.WINDOW, **values)


def _number(event: QKeyEvent) -> int:
    """Which key of the keyboard it is, whatever it stands for with others."""
    number = event.nativeScanCode()
    return number if number > 1 else event.key()  # macOS has the number 1 for each of them


def moment(command: str, at: float) -> dict[str, float]:
    """When its key was pressed or let go, for a command that wants to know."""
    return {"at": at} if command in REGISTRY and "at" in REGISTRY[command].values else {}


class Menus:
    """Builds the menu bar: a menu for each category that has something in it.

    Args:
        acts: How the window does what only it does, by command.
        before: Called before each wish, so that what is not kept yet can be.
        find: Opens the palette at one of the entries, by its place among them.
        current: Gives the id of what is current in the window for a slot, by the slot's name.

    Attributes:
        commands: The actions that are commands; their keys work in every window that has them.
    """

    def __init__(
        self,
        window: QMainWindow,
        link: StudioLink,
        acts: Mapping[str, Callable[[], None]],
        current: Callable[[str], Any],
        before: Callable[[], None],
        *,
        find: Callable[[int], None],
    ) -> None:
        self._window = window
        self._link = link
        self._acts = acts
        self._current = current
        self._before = before
        self._find = find
        self.commands: list[QAction] = []
        self._keyed: list[tuple[Command, QAction]] = []
        self._choices: list[ChoiceMenu] = []
        self._chosen: Mapping[str, str] | None = None
        self._last_pressed = LastPressed(window)
        thens = {one.released for one in REGISTRY if one.released}
        self._held = {then: HeldKey(link, then, window) for then in thens}
        self._entries: list[Callable[[], Entry]] = []
        self._made = [self._menu(category) for category in Category]
        menus = [menu for menu in self._made if menu.actions()]
        _mark([menu.menuAction() for menu in menus])
        self._bar = window.menuBar()
        self._menus = [menu.menuAction() for menu in menus]
        self._whole = QMenu(_("&Menu"), window)
        self._whole.setAccessibleName(_("Menu"))
        self._whole.addActions(self._menus)
        self._bar.addActions(self._menus)
        self.use_keys(link.state().keys)

    def remove(self) -> None:
        """Take all of it out of the window, so that no key belongs to two; for good."""
        self._bar.clear()
        for held in self._held.values():
            held.end()
        self._last_pressed.deleteLater()
        for _command, action in self._keyed:
            # What is deleted later would share its key with its successor until then.
            action.setShortcuts([])
            self._window.removeAction(action)
        for menu in [*self._choices, *self._made, self._whole]:
            menu.deleteLater()

    def use_keys(self, chosen: Mapping[str, str]) -> None:
        """Give every command the key that was chosen for it, or its default."""
        if chosen == self._chosen:
            return
        self._chosen = chosen
        for command, action in self._keyed:
            action.setShortcut(_sequence(keys_of(command, chosen)))

    def entries(self) -> list[Entry]:
        """All of it for the palette, in the order of the menus."""
        return [entry() for entry in self._entries]

    def open_first(self) -> None:
        """What F10 does."""
        self._bar.setActiveAction(self._bar.actions()[0])

    def fit(self, width: int) -> None:
        """Put all menus into a single one where a bar of this width has no room for them.

        Those that find no room would stand behind an arrow, which large text hides too.
        """
        # A bar of its own: asked for its size, the real one leaves out what has no room.
        probe = QMenuBar(self._window)
        probe.addActions(self._menus)
        probe.ensurePolished()
        has_room = probe.sizeHint().width() <= width
        probe.deleteLater()
        wanted = self._menus if has_room else [self._whole.menuAction()]
        if self._bar.actions() != wanted:
            self._bar.clear()
            self._bar.addActions(wanted)

    def _menu(self, category: Category) -> QMenu:
        title = _(category.value)
        menu = QMenu(title, self._window)
        menu.setAccessibleName(title)
        menu.setToolTipsVisible(True)
        listed = [one for one in REGISTRY if one.category is category and one.is_listed]
        for command in listed:
            if command.id not in self._acts:
                self._add(command, menu)
        acts = [command for command in listed if command.id in self._acts]
        if menu.actions() and acts:
            menu.addSeparator()
        for command in acts:
            self._add_act(command, self._acts[command.id], menu)
        _mark([action for action in menu.actions() if not action.isSeparator()])
        return menu

    def _add(self, command: Command, menu: QMenu) -> None:
        needed = command.values - command.optional
        slot = next(iter(needed)) if len(needed) == 1 else ""
        place = len(self._entries)
        self._entries.append(lambda: self._entry(command, needed, slot))
        if slot in command.slots and command.slots[slot].choices is not None:
            choice = ChoiceMenu(command, slot, self._link, self._window, lambda: self._find(place))
            self._choices.append(choice)
            menu.addMenu(choice)
            self.commands.append(choice.menuAction())
            self._keyed.append((command, choice.menuAction()))
            return

        def wish(origin: Origin) -> None:
            self._wish(command, origin, **self._values(needed))

        action = CommandAction(command, wish, menu)
        self.commands.append(action)
        self._keyed.append((command, action))
        menu.addAction(action)

    def _add_act(self, command: Command, act: Callable[[], None], menu: QMenu) -> None:
        def do(origin: Origin) -> None:
            if origin is Origin.KEY and self._link.state().is_learning:
                self._link.dispatch("keys.explain", Origin.WINDOW, which=command.id)
            else:
                act()

        self._entries.append(
            lambda: Entry(
                _(command.title),
                _(command.about),
                self._written(command),
                do=act,
                command=command.id,
            )
        )
        action = CommandAction(command, do, menu)
        if command.id in ANYWHERE:
            self.commands.append(action)
        self._keyed.append((command, action))
        menu.addAction(action)

    def _entry(self, command: Command, needed: frozenset[str], slot: str) -> Entry:
        def do(**values: object) -> None:
            self._wish(command, Origin.PALETTE, **values)

        chosen = command.slots.get(slot)
        has_choices = chosen is not None and chosen.choices is not None
        return Entry(
            _(command.title),
            _(command.about),
            self._written(command),
            tuple(_(phrase) for phrase in command.phrases),
            do=lambda: do(**self._values(needed)),
            choices=(lambda: choices_of(command.slots[slot], self._link.state()))
            if has_choices
            else None,
            do_with=lambda value: do(**{slot: value}),
            command=command.id,
        )

    def meant(self, words: str) -> list[Entry]:
        """What words mean as a whole: what is done when they are spoken, and with what."""
        state = self._link.state()
        meaning = shared().understand(words, state, in_use(), Origin.PALETTE)
        match meaning:
            case Understood():
                return [self._meant(meaning)]
            case Near(candidates=candidates) if candidates[0].likeness >= WHOLE:
                return [self._meant(one) for one in candidates]
            case _:
                return []

    def _meant(self, understood: Understood) -> Entry:
        wish = understood.invocation
        command = REGISTRY[wish.command]
        act = self._acts.get(command.id)
        return Entry(
            str(understood.echo),
            _(command.about),
            do=act or (lambda: self._wish(command, Origin.PALETTE, **wish.values)),
            command="" if wish.values else command.id,
        )

    def _wish(self, command: Command, origin: Origin, **values: object) -> None:
        at = time.monotonic()
        held = self._held.get(command.released)
        if held is not None and origin is Origin.KEY and held.is_repeated:
            return
        self._before()
        self._link.dispatch(command.id, origin, **values, **moment(command.id, at))
        if held is not None:
            held.hold(self._last_pressed.chord if origin is Origin.KEY else None)

    def _written(self, command: Command) -> str:
        return written(keys_of(command, self._chosen or {}))

    def _values(self, needed: frozenset[str]) -> dict[str, Any]:
        """What can be chosen neither in a menu nor by words is the current thing of a list."""
        values = {slot: self._current(slot) for slot in needed}
        return {slot: value for slot, value in values.items() if value is not None}


def _sequence(keys: str) -> QKeySequence:
    return QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)


def written(keys: str) -> str:
    """A key in the system's own words."""
    return _sequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _mark(actions: list[QAction]) -> None:
    marked = with_mnemonics(plain(action.text()) for action in actions)
    for action, title in zip(actions, marked, strict=True):
        action.setText(title)
