"""Every setting, in a form made from the declared settings."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from studio.model.message import say
from studio.model.settings import About, Other, Scope, declared
from studio.model.state import Devices
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


class SettingsDialog(FormDialog):
    """Saving wishes for `settings.change`, once for every setting that was changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), desk, parent)
        self._before = desk.link.state().settings
        self.editors: dict[str, QWidget] = {}
        self._read: dict[str, Callable[[], Any]] = {}
        self._others: list[tuple[Field, Other, Callable[[], bool]]] = []

    def steps(self) -> Iterator[None]:
        for scope, title in SECTIONS.items():
            self.section(_(title))
            for name, about, field in declared():
                if about.scope is scope:
                    self._add(name, about, is_flag=field.type is bool or field.type == "bool")
                    yield
        self.columns.addStretch(1)
        self.finish()
        find_devices(self.desk.link, self._take_devices, self)
        yield

    def _add(self, name: str, about: About, *, is_flag: bool) -> None:
        value = getattr(self._before, name)
        editor, self._read[name] = _editor(name, about, value, is_flag=is_flag)
        self.editors[name] = editor
        self.add(_(about.title), editor, _(about.help))
        if about.other and isinstance(editor, Choice):
            self._add_other(name, about.other, editor, value)

    def _add_other(self, name: str, other: Other, choice: Choice, value: str) -> None:
        """A line for a value that is not among the choices; there when it is asked for."""
        line = TextField()
        line.setText(value)
        field = self.add(_(other.title), line, _(other.help))
        choice.set_options([*choice.options(), (_(other.title), OTHER)])
        field.show(shown=False)
        choice.currentIndexChanged.connect(lambda: field.show(shown=choice.value is OTHER))
        listed = self._read[name]
        self._read[name] = lambda: line.text().strip() if choice.value is OTHER else listed()

        def is_right() -> bool:
            return choice.value is not OTHER or other.accepts(line.text().strip())

        self._others.append((field, other, is_right))

    def _take_devices(self, devices: Devices) -> None:
        editor = self.editors.get(HEADPHONES)
        if isinstance(editor, Choice):
            editor.set_options([(_("Nowhere"), ""), *((n, n) for n in devices.headphones)])

    def changed(self) -> dict[str, Any]:
        """The settings that differ from those in force."""
        values = {name: read() for name, read in self._read.items()}
        return {n: value for n, value in values.items() if value != getattr(self._before, n)}

    def problems(self) -> Iterable[Problem]:
        """Only what is written by hand can be wrong; the other fields take what will do."""
        for field, other, is_right in self._others:
            if not is_right():
                yield field, say("That will not do. {help}", help=say(other.help))

    def save(self) -> None:
        for name, value in self.changed().items():
            self.desk.wish("settings.change", name=name, value=value)


def _editor(
    name: str,
    about: About,
    value: Any,  # noqa: ANN401 - a setting's
    *,
    is_flag: bool,
) -> tuple[QWidget, Callable[[], Any]]:
    """An editor that shows a value, and how to read it back."""
    if is_flag:
        tick = Tick()
        tick.setChecked(value)
        return tick, tick.isChecked
    if about.choices or name == HEADPHONES:
        offered = [(_(title), allowed) for allowed, title in about.choices]
        choice = Choice(offered or [(_("Nowhere"), "")])
        choice.choose(value)
        return choice, lambda: choice.value
    if about.low is not None and about.high is not None:
        return _number(about, about.low, about.high, value)
    if name.endswith("_folder"):
        path = PathField(_("Choose folder"), choose_folder(_("Choose folder")))
        path.line.setText(value)
        return path, lambda: path.path
    line = TextField()
    line.setText(value)
    return line, lambda: line.text().strip()


def _number(
    about: About, low: float, high: float, value: float
) -> tuple[QWidget, Callable[[], float]]:
    is_whole = isinstance(value, int)
    unit = _(about.unit) if about.unit else ""
    step = 1.0 if is_whole and high <= 1000 else 100.0 if is_whole else 0.1
    number = NumberField(low, high, unit, places=0 if is_whole else 2, step=step)
    number.setValue(value)
    return number, lambda: int(number.value()) if is_whole else number.value()
