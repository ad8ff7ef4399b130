"""Where keys are written to, and read from."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.model.again import SecondPress
from studio.model.message import Name, say
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

    def __init__(
        self, title: str, desk: Desk, field: PathField, help_text: str, parent: QWidget | None
    ) -> None:
        super().__init__(title, desk, parent, accept=title)
        self.section()
        self.path = field
        self._line = self.add(_("File"), field, help_text)
        self.finish()

    def save(self) -> None:
        self.desk.wish(self.command, path=str(Path(self.path.path).expanduser()))


class ExportKeysDialog(_KeyFile):
    """Asks where the keys are to be written; over a file that is there only when wished twice."""

    command = "keys.export"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Export keys")
        field = PathField(_("Choose file"), choose_new_file(title, _KINDS))
        field.line.setText(str(Path.home() / "earshot keys.json"))
        super().__init__(title, desk, field, _("All keys are written into it."), parent)
        self._again = SecondPress(seconds=60)

    def problems(self) -> Iterable[Problem]:
        wanted = Path(self.path.path).expanduser()
        if not self.path.path or wanted.is_dir():
            yield self._line, say("Give the file a name.")
        elif not wanted.parent.is_dir():
            folder = Name(str(wanted.parent))
            yield self._line, say("There is no folder {folder}. Choose another one.", folder=folder)
        elif wanted.exists() and not self._again.confirms(wanted):
            yield (
                self._line,
                say(
                    "{file} is there already. Press Enter again to replace it.",
                    file=Name(wanted.name),
                ),
            )


class ImportKeysDialog(_KeyFile):
    """Asks which file the keys are to be read from."""

    command = "keys.import"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Import keys")
        field = PathField(_("Choose file"), choose_file(title, _KINDS))
        help_text = _("A file that “Export keys” wrote.")
        super().__init__(title, desk, field, help_text, parent)

    def problems(self) -> Iterable[Problem]:
        if not Path(self.path.path).expanduser().is_file():
            yield self._line, say("Choose a file that is there.")
