"""Every setting, in a form made from the declared settings."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

from studio.model.message import say, say_n
from studio.model.settings import VOICES, About, Other, Scope, about_of, declared
from studio.model.state import Devices, ShowState
from studio.text import N_, _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import NumberField, TextField
from studio.ui.finder import find_devices
from studio.ui.form import Field, FormDialog, Problem
from studio.ui.path_field import PathField, choose_folder
from studio.ui.tick import Tick

SECTIONS = {
    Scope.SHOW: N_("The show"),
    Scope.PERSON: N_("You"),
    Scope.MACHINE: N_("This computer"),
}

OTHER = object()
"""Stands among the choices for a value that is written by hand."""

HEADPHONES = "monitor_device"
"""The setting whose values are the system's headphones."""

PAUSE_MS = 600
"""After this time without a change what was changed is kept."""


@dataclass(frozen=True, slots=True)
class Editor:
    """How one setting is edited; see `editor_of`.

    Attributes:
        widget: What the user works with.
        read: Gives the value it shows.
        write: Shows a value.
        changes: Tells that the user changed it.
    """

    widget: QWidget
    read: Callable[[], Any]
    write: Callable[[Any], None]
    changes: SignalInstance


class SettingsDialog(FormDialog):
    """What is changed is kept after a moment: a wish for `settings.change` each.

    A line at the top finds settings by their names and helps. What is taken back while it is open
    is shown.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), desk, parent, accept=_("Close"), keeps_at_once=True)
        self._known = desk.link.state().settings
        self._wished: dict[str, Any] = {}
        self._is_asked = False
        self._editors: dict[str, Editor] = {}
        self._lines: dict[str, Field] = {}
        self._others: list[tuple[Field, Other, Choice, TextField]] = []
        self._found = 0
        self._keep = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._keep.timeout.connect(self.keep)
        self._tell = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._tell.timeout.connect(self._tell_found)

    @property
    def editors(self) -> dict[str, QWidget]:
        return {name: editor.widget for name, editor in self._editors.items()}

    def steps(self) -> Iterator[None]:
        self.section()
        self._line = TextField()
        self._finder = self.add(_("Find a setting"), self._line, _("Type a part of its name."))
        self._line.textChanged.connect(self._find)
        yield
        for scope, title in SECTIONS.items():
            self.section(_(title))
            for name, about, _field in declared():
                if about.scope is scope:
                    self._add(name, about)
                    yield
        self.columns.addStretch(1)
        self.add_button(_("Undo"), self._undo)
        self.add_button(_("Choose headphones by ear"), self._hear_headphones)
        self.finish()
        find_devices(self.desk.link, self._take_devices, self)
        yield

    def _add(self, name: str, about: About) -> None:
        value = getattr(self._known, name)
        editor = editor_of(name, about)
        field = self.add(_(about.title), editor.widget, _(about.help))
        if about.other and isinstance(editor.widget, Choice):
            editor = self._with_other(about.other, editor.widget, field)
        editor.write(value)
        editor.changes.connect(self._keep.start)
        self._editors[name] = editor
        self._lines[name] = field

    def _with_other(self, other: Other, choice: Choice, listed: Field) -> Editor:
        """A line for a value that is not among the choices; there when it is asked for."""
        line = TextField()
        field = self.add(_(other.title), line, _(other.help))
        choice.set_options([*choice.options(), (_(other.title), OTHER)])
        field.show(shown=False)
        choice.currentIndexChanged.connect(
            lambda: field.show(shown=choice.value is OTHER and not listed.is_hidden)
        )
        line.editingFinished.connect(self._keep.start)
        self._others.append((field, other, choice, line))

        def read() -> object:
            return line.text().strip() if choice.value is OTHER else choice.value

        def write(value: object) -> None:
            choice.choose(value if value in [v for _w, v in choice.options()] else OTHER)
            line.setText(str(value))

        return Editor(choice, read, write, choice.currentIndexChanged)

    def _take_devices(self, devices: Devices) -> None:
        for name, found in of_the_system(devices).items():
            editor = self._editors.get(name)
            if editor is not None and isinstance(editor.widget, Choice):
                offer_found(editor.widget, name, found)

    # ---------------------------------------------------------------- another language
    def reword(self) -> None:
        """Say all of it in the language now in use: what is typed and what has the focus stays.

        What is found stays too, though the words that were typed may fit others now.
        """
        self.setWindowTitle(_("Settings"))
        if not self.fields:
            return
        self._finder.reword(_("Find a setting"), _("Type a part of its name."))
        self.reword_sections(*(_(title) for title in SECTIONS.values()))
        for name, about, _field in declared():
            if name in self._lines:
                self._reword(name, about)
        for field, other, _choice, _line in self._others:
            field.reword(_(other.title), _(other.help))
        paths = [f.editor for f in self.fields if isinstance(f.editor, PathField)]
        by_ear = _("Choose headphones by ear")
        self.reword_buttons(_("Close"), _("Undo"), by_ear, *(_("Choose folder") for _path in paths))

    def _reword(self, name: str, about: About) -> None:
        self._lines[name].reword(_(about.title), _(about.help))
        match self._editors[name].widget:
            case Choice() as choice:
                choice.reword(_offered(name, about))
            case NumberField() as number:
                number.set_unit(_(about.unit))
            case PathField() as path:
                path.choose_by(choose_folder(_("Choose folder")))
            case _:
                pass

    # ---------------------------------------------------------------- finding
    def _find(self) -> None:
        """Show the settings that hold all the words, and no group without one."""
        wanted = self._line.text().casefold().split()
        others = {id(field): choice for field, _other, choice, _line in self._others}
        self._found = 0
        for field in self.fields:
            if field is self._finder:
                continue
            words = f"{field.words} {field.help_text}".casefold()
            fits = all(word in words for word in wanted)
            choice = others.get(id(field))
            is_there = choice is None or choice.value is OTHER
            field.show(shown=fits and is_there)
            self._found += fits and is_there
        self.hide_empty_groups()
        self._tell.start()

    def _tell_found(self) -> None:
        if self._found:
            told = say_n("{n} setting.", "{n} settings.", self._found)
        else:
            told = say("Nothing fits. Type less, or something else.")
        self.desk.tell(told, "settings")

    # ---------------------------------------------------------------- keeping
    def changed(self) -> dict[str, Any]:
        """The settings that differ from what was last wished for, or known."""
        wrong = {id(field) for field, _message in self.problems()}
        held = {
            name
            for name, editor in self._editors.items()
            for field, _other, choice, _line in self._others
            if editor.widget is choice and id(field) in wrong
        }
        values = {n: editor.read() for n, editor in self._editors.items() if n not in held}
        return {
            name: value
            for name, value in values.items()
            if value != self._wished.get(name, getattr(self._known, name))
        }

    def keep(self) -> None:
        """Wish for what was changed; what is wrong waits until it is right."""
        self._keep.stop()
        for editor in self._editors.values():
            if isinstance(editor.widget, NumberField):
                editor.widget.take()
        for name, value in self.changed().items():
            self._wished[name] = value
            self.desk.wish("settings.change", name=name, value=value)

    def _undo(self) -> None:
        self.keep()
        self.desk.wish("studio.undo")

    def _hear_headphones(self) -> None:
        self.keep()
        self.desk.wish("speech.headphones")

    def show_state(self, state: ShowState) -> None:
        """Show what was changed elsewhere, or taken back."""
        before, self._known = self._known, state.settings
        was_asked, self._is_asked = self._is_asked, state.question is not None
        if was_asked and not self._is_asked:
            self._forget_refused()
        for name, editor in self._editors.items():
            value = getattr(state.settings, name)
            if name in self._wished:
                if value == self._wished[name]:
                    del self._wished[name]
            elif value != getattr(before, name) and value != editor.read():
                editor.write(value)

    def _forget_refused(self) -> None:
        """Show how it is where a wish was asked about and not answered by yes."""
        for name, wished in list(self._wished.items()):
            if wished != (value := getattr(self._known, name)):
                del self._wished[name]
                self._editors[name].write(value)

    def problems(self) -> Iterable[Problem]:
        """Only what is written by hand can be wrong; the other fields take what will do."""
        for field, other, choice, line in self._others:
            if choice.value is OTHER and not other.accepts(line.text().strip()):
                yield field, say("That will not do. {help}", help=say(other.help))

    def save(self) -> None:
        self.keep()

    def reject(self) -> None:
        """Escape keeps too; what is wrong is left as it was."""
        self.settle()
        self.keep()
        super().reject()


_SHARED = {
    title
    for title, count in Counter(
        title for _name, about, _field in declared() for _value, title in about.choices
    ).items()
    if count > 1
} | {N_("The usual one")}
"""Values by which more than one setting may be called."""


def of_the_system(devices: Devices) -> dict[str, tuple[str, ...]]:
    """What there is here of headphones and of each language's voices, by setting."""
    voices = {name: devices.voices.get(language, ()) for language, name in VOICES.items()}
    return {HEADPHONES: devices.headphones, **voices}


def offer_found(choice: Choice, name: str, found: Iterable[str]) -> None:
    """Let one of the system's things be chosen, beside what stands for none."""
    choice.set_options([_none(name, about_of(name)), *((one, one) for one in found)])


def _none(name: str, about: About) -> tuple[str, str]:
    """What stands for none of the system's things."""
    return (_words(N_("Nowhere") if name == HEADPHONES else N_("The usual one"), about), "")


def _words(title: str, about: About) -> str:
    """A value in words, with its setting where others have one of the same words.

    On Linux readers know a closed choice by its value, so two alike could not be told apart.
    """
    if title not in _SHARED:
        return _(title)
    # Translators: a value of a setting: "As the system (Motion)".
    return str(say("{value} ({setting})", value=say(title), setting=say(about.title)))


def editor_of(name: str, about: About) -> Editor:
    """Make what edits a setting, as it is declared."""
    if about.is_flag:
        tick = Tick()
        return Editor(tick, tick.isChecked, tick.setChecked, tick.toggled)
    if about.choices or name == HEADPHONES or name in VOICES.values():
        choice = Choice(_offered(name, about, other=False))
        return Editor(choice, lambda: choice.value, choice.choose, choice.currentIndexChanged)
    if about.low is not None and about.high is not None:
        return _number(name, about, about.low, about.high)
    if about.is_folder:
        path = PathField(_("Choose folder"), choose_folder(_("Choose folder")))
        return Editor(path, lambda: path.path, path.line.setText, path.changed)
    line = TextField()
    return Editor(line, lambda: line.text().strip(), line.setText, line.editingFinished)


def _offered(name: str, about: About, *, other: bool = True) -> list[tuple[str, Any]]:
    """The words of each value in the language in use, and that which leads to any other."""
    offered: list[tuple[str, Any]] = [
        (_words(title, about), allowed) for allowed, title in about.choices
    ]
    if name == HEADPHONES or name in VOICES.values():
        offered.append(_none(name, about))
    if other and about.other:
        offered.append((_(about.other.title), OTHER))
    return offered


def _number(name: str, about: About, low: float, high: float) -> Editor:
    is_whole = isinstance(next(f.default for n, _about, f in declared() if n == name), int)
    unit = _(about.unit) if about.unit else ""
    step = 1.0 if is_whole and high <= 1000 else 100.0 if is_whole else 0.1
    number = NumberField(low, high, unit, places=0 if is_whole else 2, step=step)

    number.leaves_undo = True

    def read() -> float:
        return int(number.value()) if is_whole else number.value()

    return Editor(number, read, number.setValue, number.valueChanged)
