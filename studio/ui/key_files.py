"""Where keys are written to, and read from."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.model.again import SecondPress
from studio.model.message import Message, Name, say
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.form import FormDialog, Problem
from studio.ui.path_field import PathField, choose_file, choose_new_file

_KINDS = "*.json"


class _KeyFile(FormDialog):
    """Asks for one file.

    Args:
        title: What is done with it, translated; the button says the same.
        field: Takes its path.
        help_text: What is wanted, translated.
    """

    command = ""
    refusal = say("Choose a file that is there.")
    """Told of a path that no file can have."""

    def __init__(
        self, title: str, desk: Desk, field: PathField, help_text: str, parent: QWidget | None
    ) -> None:
        super().__init__(title, desk, parent, accept=title)
        self.section()
        self.path = field
        self._line = self.add(_("File"), field, help_text)
        self.finish()

    def problems(self) -> Iterable[Problem]:
        try:
            yield from ((self._line, told) for told in self.faults(self._file()))
        except (OSError, RuntimeError, ValueError):  # too long, or the home of nobody here
            yield self._line, self.refusal

    def faults(self, wanted: Path) -> Iterable[Message]:
        """What is wrong with a path; may raise what `Path` does."""
        raise NotImplementedError

    def save(self) -> None:
        self.desk.wish(self.command, path=str(self._file()))

    def _file(self) -> Path:
        return Path(self.path.path).expanduser()


class ExportKeysDialog(_KeyFile):
    """Asks where the keys are to be written; over a file that is there only when wished twice."""

    command = "keys.export"
    refusal = say("No file can be written there. Give it another name or folder.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Export keys")
        field = PathField(_("Choose file"), choose_new_file(title, _KINDS))
        field.line.setText(str(Path.home() / "earshot keys.json"))
        super().__init__(title, desk, field, _("All keys are written into it."), parent)
        self._again = SecondPress(seconds=60)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if not self.path.path or wanted.is_dir():
            yield say("Give the file a name.")
        elif not wanted.parent.is_dir():
            folder = Name(str(wanted.parent))
            yield say("There is no folder {folder}. Choose another one.", folder=folder)
        elif wanted.exists() and not self._again.confirms(wanted):
            file = Name(wanted.name)
            yield say("{file} is there already. Press Enter again to replace it.", file=file)


class ImportKeysDialog(_KeyFile):
    """Asks which file the keys are to be read from."""

    command = "keys.import"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Import keys")
        field = PathField(_("Choose file"), choose_file(title, _KINDS))
        help_text = _("A file that “Export keys” wrote.")
        super().__init__(title, desk, field, help_text, parent)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if not wanted.is_file():
            yield self.refusal
