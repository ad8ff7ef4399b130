"""Targets: what is to be sold in a stretch of days, and how far that is."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from studio import text
from studio.model.message import Money, say
from studio.model.session import Target
from studio.model.state import ShowState
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import TextField
from studio.ui.form import FormDialog, Problem
from studio.ui.item_model import ItemModel
from studio.ui.list_dialog import ListDialog
from studio.ui.money import CURRENCIES, currency_title, usual_currency
from studio.ui.rows import Row, target_row


class TargetsDialog(ListDialog[Target]):
    """Every target, and how far it is. Enter changes one, Delete removes it."""

    topic = "target"
    nothing = say("There are no targets yet. Add one first.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        acts = (
            lambda: self._open(None),
            lambda: self.with_current(self._open),
            lambda: self.with_current(self._remove),
            lambda: desk.wish("studio.undo"),
        )
        super().__init__(desk, ItemModel[Target](lambda target: target.id, self._row), acts, parent)
        self.list.chosen.connect(self._open)
        self.list.removed.connect(self._remove)

    def titles(self) -> tuple[str, str]:
        return _("Targets"), _("There are no targets yet.")

    def words(self) -> Sequence[str]:
        return _("Add target"), _("Change target"), _("Remove target"), _("Undo"), _("Close")

    def items(self, state: ShowState) -> Sequence[Target]:
        return state.sales.targets

    def _row(self, target: Target) -> Row:
        return target_row(target, self.state.sales.progresses)

    def _open(self, target: Target | None) -> None:
        self.open_form(TargetDialog(self.desk, target, self))

    def _remove(self, target: Target) -> None:
        self.desk.wish("target.remove", target=target.id)


class TargetDialog(FormDialog):
    """Asks who is to sell how much in which days."""

    def __init__(self, desk: Desk, target: Target | None, parent: QWidget | None = None) -> None:
        super().__init__(_("Change target") if target else _("Add target"), desk, parent)
        self._target = target
        self.section()
        self.whose = Choice(((_("Mine"), False), (_("The centre's"), True)))
        self.add(_("Whose"), self.whose, _("What everybody sells counts for the centre's."))
        self.amount = TextField()
        self._amount_line = self.add(_("Amount"), self.amount)
        self.currency = Choice([(currency_title(code), code) for code in CURRENCIES])
        self.add(_("Currency"), self.currency, _("Orders in other currencies do not count."))
        day = _("Year, month, day: {example}.").format(example="2026-11-01")
        self.begins = TextField()
        self._begins_line = self.add(_("First day"), self.begins, day)
        self.ends = TextField()
        self._ends_line = self.add(_("Last day"), self.ends, day)
        self._fill(target)
        self.finish()

    def _fill(self, target: Target | None) -> None:
        today = datetime.now().astimezone().date()
        begins, ends = (target.begins, target.ends) if target else (today, today)
        self.begins.setText(begins.isoformat())
        self.ends.setText(ends.isoformat())
        currency = usual_currency(self.desk.link.state().products)
        self.currency.choose(target.amount.currency if target else currency)
        self.whose.choose(target is not None and not target.person)
        if target is not None:
            self.amount.setText(text.number(target.amount.amount))

    def problems(self) -> Iterable[Problem]:
        if self._amount() is None:
            example = text.number(Decimal(5000))
            yield self._amount_line, say("Write an amount, such as {example}.", example=example)
        wrong = say("Write a day as year, month, day: {example}.", example="2026-11-01")
        begins, ends = _day(self.begins.text()), _day(self.ends.text())
        if begins is None:
            yield self._begins_line, wrong
        if ends is None:
            yield self._ends_line, wrong
        elif begins is not None and ends < begins:
            yield self._ends_line, say("It ends before it begins.")

    def save(self) -> None:
        amount = self._amount()
        if amount is None:
            return
        self.desk.wish(
            "target.set",
            amount=Money(amount, self.currency.value),
            begins=_day(self.begins.text()),
            ends=_day(self.ends.text()),
            is_centres=self.whose.value,
            target=self._target.id if self._target else "",
        )

    def _amount(self) -> Decimal | None:
        amount = text.parse_amount(self.amount.text())
        return amount if amount is not None and 0 < amount < 10**15 else None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        return None
