"""Commands in the streamer's own words: a list with how well each is known, and two forms."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from studio.commands.command import REGISTRY, Command
from studio.commands.slots import choices_of
from studio.commands.taught import LONGEST_TITLE, called, condition, stands_for
from studio.commands.teaching import ESSENTIAL, blanks, teachable
from studio.model.lesson import is_known, is_starter
from studio.model.message import Message, say
from studio.model.state import ShowState
from studio.model.voice import TaughtCommand
from studio.text import N_, _
from studio.ui.actions import LONGEST
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import TextField
from studio.ui.file_form import FileForm, NewFileForm
from studio.ui.form import Field, FormDialog, Problem
from studio.ui.item_model import ItemModel
from studio.ui.list_dialog import ListDialog
from studio.ui.path_field import PathField, choose_file, choose_new_file
from studio.ui.reach import room_on_screen
from studio.ui.rows import Mark, Row

_UNTAUGHT = "untaught "
"""How the id of a row begins that stands for a command nobody has taught yet."""


_IN_LESSON = slice(5, 8)
"""The buttons that mean something only while something is taught."""


def rows_of(state: ShowState) -> list[TaughtCommand]:
    """The essential commands in the order of their lesson, and behind them all else that is taught.

    Last comes what only a machine has said: nobody who looks for his own words wants it first.
    """
    by_command: dict[str, list[TaughtCommand]] = {}
    for one in state.taught:
        by_command.setdefault(one.command, []).append(one)
    rows: list[TaughtCommand] = []
    for one in ESSENTIAL:
        rows += by_command.pop(one, None) or [TaughtCommand(_UNTAUGHT + one, one)]
    others = [one for ones in by_command.values() for one in ones]
    return rows + sorted(others, key=is_starter)


def _key_of(one: TaughtCommand) -> str:
    """The same for a command before and after it was taught: a row that is new is read anew."""
    is_plain = one.command in ESSENTIAL and not one.title and not one.values
    return _UNTAUGHT + one.command if is_plain else one.id


class VoiceCommandsDialog(ListDialog[TaughtCommand]):
    """What can be said. Enter teaches, F2 renames, Delete forgets; Space is *ready* in a lesson."""

    topic = "teaching"
    nothing = say("There is nothing to choose.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        acts = (
            lambda: desk.wish("voice.teach_first"),
            lambda: self.open_form(TeachDialog(desk, self)),
            lambda: self.with_current(self._teach),
            lambda: self.with_current(self._add_take),
            lambda: desk.wish("voice.take"),
            lambda: desk.wish("voice.drop_takes"),
            lambda: desk.wish("voice.skip_phrase"),
            lambda: desk.wish("voice.end_lesson"),
            lambda: desk.wish("voice.check"),
            lambda: desk.wish("voice.compare"),
            lambda: desk.wish("voice.teach_name"),
            lambda: self.with_current(self._rename),
            lambda: self.with_current(self._forget),
            lambda: self.open_form(ExportTaughtDialog(desk, self)),
            lambda: self.open_form(ImportTaughtDialog(desk, self)),
            lambda: desk.wish("studio.undo"),
        )
        model = ItemModel[TaughtCommand](_key_of, self._row)
        super().__init__(desk, model, acts, parent)
        self._show_lesson()
        self.list.chosen.connect(self._teach)
        self.list.toggled.connect(lambda _one: self._speak())
        self.list.removed.connect(self._forget)

    def titles(self) -> tuple[str, str]:
        return _("Taught commands"), _("Nothing is taught yet.")

    def words(self) -> Sequence[str]:
        return (
            _("Teach the first commands"),
            _("Teach another command"),
            _("Teach this one"),
            _("Add a take"),
            _("Ready to speak"),
            _("Drop the takes"),
            _("Skip this command"),
            _("End the lesson"),
            _("Test your commands"),
            _("Find commands that sound alike"),
            _("Teach the studio's name"),
            _("Rename"),
            _("Forget"),
            _("Export taught commands"),
            _("Import taught commands"),
            _("Undo"),
            _("Close"),
        )

    def items(self, state: ShowState) -> Sequence[TaughtCommand]:
        return rows_of(state)

    def show_state(self, state: ShowState) -> None:
        is_changed = state.taught is not self.state.taught or state.alike != self.state.alike
        was_lesson, self.state = self.state.lesson is not None, state
        if was_lesson is not (state.lesson is not None):
            self._show_lesson()
        if is_changed:
            self.fill(self.items(state))

    def done(self, result: int) -> None:
        """Whoever closes it in the middle of a lesson would else be asked on, in another window."""
        if self.state.lesson is not None:
            self.desk.wish("voice.end_lesson")
        super().done(result)

    def _show_lesson(self) -> None:
        """Offer what belongs to a lesson while there is one; what is hidden must not have focus."""
        is_lesson = self.state.lesson is not None
        buttons = self.buttons[_IN_LESSON]
        if not is_lesson and any(button.hasFocus() for button in buttons):
            self.list.setFocus()
        for button in buttons:
            button.setVisible(is_lesson)

    def sizeHint(self) -> QSize:
        """So large that, with its many buttons, some rows of the list are seen in any language."""
        em = self.fontMetrics().height()
        return QSize(54 * em, 36 * em).boundedTo(room_on_screen(self))

    def _row(self, one: TaughtCommand) -> Row:
        name = called(one).words()
        if one.id.startswith(_UNTAUGHT):
            return Row(name, (Mark(_("not taught yet")),))
        marks: tuple[Mark, ...] = ()
        how = condition(one).words()
        if not is_known(one):
            marks = (Mark(how),)
        other = next((t for t in self.state.taught if t.id == self.state.alike.get(one.id)), None)
        if other is not None:
            words = _("sounds like {other}").format(other=called(other).words())
            marks += (Mark(words),)
        details = [] if not is_known(one) else [how]
        meaning = stands_for(one).words()
        if one.title and meaning.casefold() != one.title.casefold():
            details.insert(0, meaning)
        return Row(name, marks, ", ".join(details))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and not event.modifiers():
            self.with_current(self._rename)
        else:
            super().keyPressEvent(event)

    def _speak(self) -> None:
        self.desk.wish("voice.take" if self.state.lesson is not None else "voice.check")

    def _teach(self, one: TaughtCommand) -> None:
        if one.id.startswith(_UNTAUGHT):
            self.desk.wish("voice.teach", which=one.command)
        else:
            self.desk.wish("voice.teach_again", taught=one.id)

    def _add_take(self, one: TaughtCommand) -> None:
        if is_known(one):
            self.desk.wish("voice.add_take", taught=one.id)
        else:
            self._teach(one)

    def _rename(self, one: TaughtCommand) -> None:
        if self._is_there(one):
            self.open_form(RenameDialog(self.desk, one, self))

    def _forget(self, one: TaughtCommand) -> None:
        if self._is_there(one):
            self.desk.wish("voice.forget", taught=one.id)

    def _is_there(self, one: TaughtCommand) -> bool:
        """Whether it is taught; that it is not is told."""
        is_there = not one.id.startswith(_UNTAUGHT)
        if not is_there:
            self.desk.tell(say("“{command}” is not taught yet.", command=called(one)), self.topic)
        return is_there


_WHICH = {
    "product": N_("Product"),
    "scene": N_("Scene"),
    "source": N_("Source"),
    "segment": N_("Segment"),
    "destination": N_("Destination"),
    "person": N_("Streamer"),
    "signal": N_("Signal"),
    "rundown": N_("Rundown"),
    "kind": N_("Kind"),
    "quantity": N_("Pieces"),
    "count": N_("How many"),
    "word": N_("Word"),
    "taught": N_("Taught command"),
}
"""What a command's blank is called, untranslated."""


class TeachDialog(FormDialog):
    """Asks which command is taught, and with what; the lesson begins once it is closed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Teach a command"), desk, parent, accept=_("Begin"))
        self._commands = {one.id: one for one in teachable()}
        self.section()
        self.which = Choice([(_(one.title), one.id) for one in self._commands.values()])
        self.add(_("Command"), self.which, _("What is done when you say it."))
        self.lines: dict[str, Field] = {}
        for one in self._commands.values():
            for name in blanks(one):
                if name not in self.lines:
                    self._add_blank(one, name)
        self.title = TextField()
        self.title.setMaxLength(LONGEST_TITLE)
        self.add(
            _("Called"),
            self.title,
            _("If you like: the words that you will say. You may choose any, in any language."),
        )
        self.which.currentIndexChanged.connect(self._show_blanks)
        self._show_blanks()
        self.finish()

    def _add_blank(self, one: Command, name: str) -> None:
        """Ask for what fills a blank: from a list, where that is short, else in words."""
        choices = choices_of(one.slots[name], self.desk.link.state())
        is_short = 0 < len(choices) <= LONGEST
        editor = Choice([(words, str(value)) for words, value in choices]) if is_short else None
        words = _(_WHICH[name]) if name in _WHICH else name
        self.lines[name] = self.add(words, editor or TextField())

    @property
    def _blanks(self) -> list[str]:
        return blanks(self._commands[self.which.value])

    def _show_blanks(self) -> None:
        for name, line in self.lines.items():
            line.show(shown=name in self._blanks)

    def _value(self, name: str) -> str:
        editor = self.lines[name].editor
        if isinstance(editor, Choice):
            return editor.value
        return " ".join(editor.text().split()) if isinstance(editor, TextField) else ""

    def problems(self) -> Iterable[Problem]:
        for name in self._blanks:
            if not self._value(name):
                yield self.lines[name], say("Write which one is meant.")

    def save(self) -> None:
        self.desk.wish(
            "voice.teach",
            which=self.which.value,
            values={name: self._value(name) for name in self._blanks},
            title=self.title.text(),
        )


class RenameDialog(FormDialog):
    """Asks what a taught command is called when the studio tells of it."""

    def __init__(self, desk: Desk, taught: TaughtCommand, parent: QWidget | None = None) -> None:
        super().__init__(_("Rename"), desk, parent)
        self._taught = taught
        self.section()
        self.title = TextField()
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setText(taught.title)
        known = REGISTRY[taught.command].title if taught.command in REGISTRY else ""
        told = _("Empty for the command's own name: {name}.").format(name=_(known)) if known else ""
        self.add(_("Called"), self.title, told)
        self.finish()

    def problems(self) -> Iterable[Problem]:
        """None: any words will do, and none."""
        return ()

    def save(self) -> None:
        if self.title.text() != self._taught.title:
            self.desk.wish("voice.rename", taught=self._taught.id, title=self.title.text())


_KINDS = "*.json"


class ExportTaughtDialog(NewFileForm):
    """Asks where the taught commands are to be written."""

    command = "voice.export"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Export taught commands")
        field = PathField(_("Choose file"), choose_new_file(title, _KINDS))
        field.line.setText(str(Path.home() / "earshot commands.json"))
        help_text = _("What you taught is written into it, but for the sound of your voice.")
        super().__init__(title, desk, field, help_text, parent)


class ImportTaughtDialog(FileForm):
    """Asks which file the taught commands are to be read from."""

    command = "voice.import"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Import taught commands")
        field = PathField(_("Choose file"), choose_file(title, _KINDS))
        help_text = _("A file that “Export taught commands” wrote.")
        super().__init__(title, desk, field, help_text, parent)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if not wanted.is_file():
            yield self.refusal
