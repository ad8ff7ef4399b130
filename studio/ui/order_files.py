"""Which table orders come from."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.model.message import Message
from studio.model.order_import import OrderPlan
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.file_form import FileForm
from studio.ui.money import CURRENCIES, currency_title, usual_currency
from studio.ui.path_field import PathField, choose_file
from studio.ui.tick import Tick


class ImportOrdersDialog(FileForm):
    """Asks for a table of orders. *Look into it* says what would happen, and changes nothing."""

    command = "order.import"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Import orders")
        field = PathField(_("Choose file"), choose_file(title, "*.csv *.tsv *.xlsx *.json"))
        help_text = _("The platform's table of orders: CSV, TSV, XLSX or JSON.")
        super().__init__(title, desk, field, help_text, parent)

    def build(self) -> None:
        self.currency = Choice([(currency_title(code), code) for code in CURRENCIES])
        self.currency.choose(usual_currency(self.desk.link.state().products))
        self.add(_("Currency"), self.currency, _("Of prices that tell none."))
        self.takes_stock = Tick()
        self.takes_stock.setChecked(True)
        self.add(
            _("Take them from the stock"),
            self.takes_stock,
            _("Not where the catalogue's stock is newer than these orders."),
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
        plan = OrderPlan(
            str(self.file()), self.currency.value, self.takes_stock.isChecked(), is_dry_run
        )
        self.desk.wish(self.command, plan=plan)
