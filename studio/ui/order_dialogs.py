"""Orders: taken one after the other, looked through, changed and taken back."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from studio import text
from studio.commands.slots import MOST_PIECES
from studio.model.message import Message, Money, Name, say, say_n
from studio.model.naming import products_called
from studio.model.product import Product
from studio.model.session import Order
from studio.model.state import ShowState
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.fields import NumberField, TextField
from studio.ui.form import FormDialog, Problem
from studio.ui.item_model import ItemModel
from studio.ui.list_dialog import ListDialog
from studio.ui.money import usual_currency
from studio.ui.rows import order_row


class TakeOrdersDialog(FormDialog):
    """Enter takes an order and leaves the form ready for the next; Escape closes it.

    The product of the card on air stands in it to begin with.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Take orders"), desk, parent, accept=_("Take order"), cancel=_("Close"))
        self.section()
        self.product = TextField()
        self._product_line = self.add(
            _("Product"), self.product, _("Its number, its code, or a part of its name.")
        )
        self.quantity = NumberField(1, MOST_PIECES, _("pieces"))
        self.add(_("Quantity"), self.quantity)
        self.price = TextField()
        self._price_line = self.add(
            _("Price of one"), self.price, _("What it costs now, where you change nothing.")
        )
        self.add_button(_("Undo"), lambda: self.desk.wish("studio.undo"))
        card = desk.link.state().card
        if card is not None:
            self.product.setText(str(card.slot) if card.slot else card.code)
        self._told: Product | None = None
        self._preset = ""
        self._take_price()
        self.product.editingFinished.connect(self._leave_product)
        self.finish()
        self.product.setFocus()

    def problems(self) -> Iterable[Problem]:
        found = self._found()
        words = self.product.text().strip()
        if not words:
            yield self._product_line, say("Write its number, its code or its name.")
        elif self._may_be_beyond:
            pass  # the show looks it up, and answers
        elif not found:
            yield self._product_line, say("Nothing here is called “{words}”.", words=Name(words))
        elif len(found) > 1:
            yield (
                self._product_line,
                say("“{words}” may mean several things.", words=Name(words)).then(
                    say("Say more of the name.")
                ),
            )
        if self._is_price_changed() and self._amount() is None:
            example = text.number(Decimal("39.9"))
            yield self._price_line, say("Write an amount, such as {example}.", example=example)

    def save(self) -> None:
        found = self._found()
        product = found[0] if len(found) == 1 else None
        state = self.desk.link.state()
        price = None
        if self._is_price_changed() and (amount := self._amount()) is not None:
            currency = product.price.currency if product else usual_currency(state.products)
            price = Money(amount, currency)
        self.desk.wish(
            "order.take",
            product=product.code
            if product and not self._may_be_beyond
            else self.product.text().strip(),
            quantity=round(self.quantity.value()),
            price=price,
        )

    def accept(self) -> None:
        """Take the order, and be ready for the next one of the same product or of another."""
        self._take_price()
        if not self.is_right():
            return
        self.save()
        self.quantity.setValue(1)
        self.price.clear()
        self._take_price()
        self.product.setFocus(Qt.FocusReason.OtherFocusReason)
        self.product.selectAll()

    def _found(self) -> Sequence[Product]:
        """Those at hand that may be meant, as the show would find them."""
        words = self.product.text().strip()
        if not words:
            return ()
        return products_called(words, self.desk.link.state().products)

    @property
    def _may_be_beyond(self) -> bool:
        """Not all products are at hand, and what was written is no code or number of those."""
        state = self.desk.link.state()
        words = self.product.text().strip()
        is_exact = any(words in {p.code, str(p.slot or "")} for p in self._found())
        return state.products_beyond > 0 and not is_exact

    def _take_price(self) -> None:
        """Have the price of another product stand there, unless one was typed."""
        found = self._found()
        product = found[0] if len(found) == 1 else None
        now = text.number(product.price_at(datetime.now(UTC)).amount) if product else ""
        if not self._is_price_changed():
            self.price.setText(now)
            self._preset = now

    def _is_price_changed(self) -> bool:
        typed = self.price.text().strip()
        return bool(typed) and typed != self._preset

    def _amount(self) -> Decimal | None:
        amount = text.parse_amount(self.price.text())
        return amount if amount is not None and 0 <= amount < 10**12 else None

    def _leave_product(self) -> None:
        """Say which product it is, once its field is left for another."""
        self._take_price()
        found = self._found()
        if self.product.hasFocus() or len(found) != 1 or found[0] == self._told:
            return
        self._told = found[0]
        self.desk.tell(_about(found[0]), "order product")


def _about(product: Product) -> Message:
    price = product.price_at(datetime.now(UTC))
    told = say("{name}, {price}.", name=product.name, price=price)
    if product.stock is None:
        return told
    return told.then(say_n("{n} left.", "{n} left.", product.stock))


class OrdersDialog(ListDialog[Order]):
    """The latest orders, the newest first. Enter changes one, Delete takes it back."""

    topic = "order"
    nothing = say("There are no orders yet.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        acts = (
            lambda: self.with_current(self._change),
            lambda: self.with_current(self._remove),
            lambda: desk.wish("studio.undo"),
        )
        model = ItemModel[Order](lambda order: order.id, order_row)
        super().__init__(desk, model, acts, parent)
        self.list.chosen.connect(self._change)
        self.list.removed.connect(self._remove)

    def titles(self) -> tuple[str, str]:
        return _("Orders"), _("There are no orders yet.")

    def words(self) -> Sequence[str]:
        return _("Change pieces"), _("Take back"), _("Undo"), _("Close")

    def items(self, state: ShowState) -> Sequence[Order]:
        return state.sales.orders

    def _change(self, order: Order) -> None:
        self.open_form(QuantityDialog(self.desk, order, self))

    def _remove(self, order: Order) -> None:
        self.desk.wish("order.remove", order=order.id)


class QuantityDialog(FormDialog):
    """Asks of how many pieces an order is."""

    def __init__(self, desk: Desk, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(_("Change pieces"), desk, parent)
        self._order = order
        self.section()
        self.quantity = NumberField(1, MOST_PIECES, _("pieces"))
        self.quantity.setValue(order.quantity)
        self.add(_("Quantity"), self.quantity, order.name.name)
        self.finish()

    def problems(self) -> Iterable[Problem]:
        return ()

    def save(self) -> None:
        quantity = round(self.quantity.value())
        if quantity != self._order.quantity:
            self.desk.wish("order.change", order=self._order.id, quantity=quantity)
