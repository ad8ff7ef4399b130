"""Which file products come from, and which they are written into."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from studio.model.catalogue import Columns, ImportPlan
from studio.model.message import Message, Name, say, say_n
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.columns_dialog import MOST_ASKED, ColumnsDialog, Said
from studio.ui.desk import Desk
from studio.ui.file_form import FileForm, NewFileForm
from studio.ui.found_dialog import when_known
from studio.ui.money import CURRENCIES, currency_title, usual_currency
from studio.ui.path_field import PathField, choose_file, choose_new_file

_READ = "*.csv *.tsv *.xlsx *.json"
_TOPIC = "catalogue"
_WRITTEN = (".csv", ".tsv", ".xlsx", ".json")


class ImportProductsDialog(FileForm):
    """Asks for a file of products.

    *Look into it* says what would happen, and changes nothing; *Columns* asks which is what, where
    the file's own words do not tell, and the answer is remembered once it is imported.
    """

    command = "catalogue.import"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Import products")
        field = PathField(_("Choose file"), choose_file(title, _READ))
        help_text = _("A table from a supplier or a shop: CSV, TSV, XLSX or JSON.")
        super().__init__(title, desk, field, help_text, parent)

    def build(self) -> None:
        self.currency = Choice([(currency_title(code), code) for code in CURRENCIES])
        self.currency.choose(usual_currency(self.desk.link.state().products))
        self.add(_("Currency"), self.currency, _("Of prices that tell none."))
        self._said: Said = ()
        self._said_of = ""
        self.add_button(_("Look into it"), self._look)
        self.add_button(_("Columns"), self._look_at_columns)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if not wanted.is_file():
            yield self.refusal

    def save(self) -> None:
        self._wish(is_dry_run=False)

    def _look(self) -> None:
        if self.is_right():
            self._wish(is_dry_run=True)

    def _look_at_columns(self) -> None:
        if not self.is_right():
            return
        path = str(self.file())
        self.desk.tell(say("Looking into {file}.", file=Name(self.file().name)), _TOPIC)
        when_known(
            self.desk.link.columns_of(path),
            self._ask_columns,
            self.desk,
            self,
            _TOPIC,
            is_wanted=lambda: path == str(self.file()),  # else another was chosen meanwhile
        )

    def _ask_columns(self, came: Columns) -> None:
        if came.known_as:
            told = say("{layout} You need not say anything.", layout=came.known_as)
            self.desk.tell(told, _TOPIC)
        else:
            if len(came.columns) > MOST_ASKED:
                told = say_n(
                    "It has {n} column; the first are asked, and those that are used.",
                    "It has {n} columns; the first are asked, and those that are used.",
                    len(came.columns),
                )
                self.desk.tell(told, _TOPIC)
            asked = ColumnsDialog(self.desk, came, self._of_this_file(), self._take_columns, self)
            asked.addActions(self.actions())
            asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            asked.finished.connect(self.activateWindow)
            asked.open_when_built(lambda: None)

    def _take_columns(self, said: Said) -> None:
        self._said, self._said_of = said, str(self.file())
        self.desk.tell(say_n("{n} column is used.", "{n} columns are used.", len(said)), _TOPIC)

    def _of_this_file(self) -> Said:
        return self._said if self._said_of == str(self.file()) else ()

    def _wish(self, *, is_dry_run: bool) -> None:
        plan = ImportPlan(str(self.file()), self.currency.value, self._of_this_file(), is_dry_run)
        self.desk.wish(self.command, plan=plan)


class ExportProductsDialog(NewFileForm):
    """Asks where the catalogue is to be written."""

    command = "catalogue.export"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Export products")
        field = PathField(_("Choose file"), choose_new_file(title, _READ))
        field.line.setText(str(Path.home() / "earshot products.xlsx"))
        help_text = _("The whole catalogue is written into it; its name says in which format.")
        super().__init__(title, desk, field, help_text, parent)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if wanted.suffix.lower() not in _WRITTEN:
            yield say("End its name with csv, tsv, xlsx or json.")
        else:
            yield from super().faults(wanted)
