"""Where keys are written to, and read from."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.model.message import Message
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.file_form import FileForm, NewFileForm
from studio.ui.path_field import PathField, choose_file, choose_new_file

_KINDS = "*.json"


class ExportKeysDialog(NewFileForm):
    """Asks where the keys are to be written."""

    command = "keys.export"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Export keys")
        field = PathField(_("Choose file"), choose_new_file(title, _KINDS))
        field.line.setText(str(Path.home() / "earshot keys.json"))
        super().__init__(title, desk, field, _("All keys are written into it."), parent)


class ImportKeysDialog(FileForm):
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
