"""Which file products come from, and which they are written into."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.model.catalogue import ImportPlan
from studio.model.message import Message, say
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import TextArea
from studio.ui.file_form import FileForm, NewFileForm
from studio.ui.money import CURRENCIES, currency_title, usual_currency
from studio.ui.path_field import PathField, choose_file, choose_new_file

_READ = "*.csv *.tsv *.xlsx *.json"
_WRITTEN = (".csv", ".tsv", ".xlsx", ".json")


class ImportProductsDialog(FileForm):
    """Asks for a file of products. *Look into it* says what would happen, and changes nothing."""

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
        self.mapped = TextArea()
        self.add(
            _("Columns"),
            self.mapped,
            _("Only where a column is not understood: one on each line, as “{example}”.").format(
                example="Artikel = name"
            ),
        )
        self.add_button(_("Look into it"), self._look)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if not wanted.is_file():
            yield self.refusal

    def save(self) -> None:
        self._wish(is_dry_run=False)

    def _look(self) -> None:
        if self.is_right():
            self._wish(is_dry_run=True)

    def _wish(self, *, is_dry_run: bool) -> None:
        lines = (line.rpartition("=") for line in self.mapped.toPlainText().splitlines())
        columns = tuple((header.strip(), name.strip()) for header, _equals, name in lines if name)
        plan = ImportPlan(str(self.file()), self.currency.value, columns, is_dry_run)
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
