"""Dialogs that ask for one file."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.model.again import SecondPress
from studio.model.message import Message, Name, say
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.form import FormDialog, Problem
from studio.ui.path_field import PathField


class FileForm(FormDialog):
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
        self.build()
        self.finish()

    def build(self) -> None:
        """Add what else is asked for."""

    def problems(self) -> Iterable[Problem]:
        try:
            yield from ((self._line, told) for told in self.faults(self.file()))
        except (OSError, RuntimeError, ValueError):  # too long, or the home of nobody here
            yield self._line, self.refusal

    def faults(self, wanted: Path) -> Iterable[Message]:
        """What is wrong with a path; may raise what `Path` does."""
        raise NotImplementedError

    def save(self) -> None:
        self.desk.wish(self.command, path=str(self.file()))

    def file(self) -> Path:
        return Path(self.path.path).expanduser()


class NewFileForm(FileForm):
    """Asks for a file that is to be written; over one that is there only when wished twice."""

    refusal = say("No file can be written there. Give it another name or folder.")

    def __init__(
        self, title: str, desk: Desk, field: PathField, help_text: str, parent: QWidget | None
    ) -> None:
        super().__init__(title, desk, field, help_text, parent)
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
