"""The catalogue: which product's card is on screen, and which there are."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from studio.model.message import say
from studio.model.product import Product
from studio.model.state import ShowState
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.panel import EditablePanel, Entry
from studio.ui.rows import Row, product_row


class ProductPanel(EditablePanel[Product]):
    """Enter shows a product's card; Space shows or hides it; Delete removes the product."""

    def __init__(
        self,
        desk: Desk,
        edit: Callable[[Product | None], None],
        find: Callable[[], None],
        parent: QWidget,
    ) -> None:
        self._state = ShowState()
        model = ItemModel[Product](
            lambda product: product.code,
            self._row,
            sought=lambda product: (product.name.name, str(product.slot)),
        )
        super().__init__(
            _("Products"),
            _("There are no products yet."),
            model,
            desk,
            parent,
            add=_("Add product"),
            edit_words=_("Edit product"),
            edit=edit,
            remove=lambda product: desk.wish("product.remove", product=product.code),
        )
        self.add_button(_("Show it"), _("Show card of this product"), self._show_current)
        self.add_button(_("Next"), _("Next card"), lambda: desk.wish("card.next"))
        self.add_button(_("Hide it"), _("Hide card"), lambda: desk.wish("card.hide"))
        self.add_button(_("Find"), _("Find product"), find)
        self.add_edit_buttons()
        self.list.chosen.connect(self._show)
        self.list.toggled.connect(self._toggle)

    def show_state(self, state: ShowState) -> None:
        before, self._state = self._state, state
        # There may be hundreds of rows to compare, and most news is of something else.
        if state.products is not before.products or state.card is not before.card:
            self.list.set_items(state.products)

    def own_entries(self, item: Product) -> Sequence[Entry]:
        return [
            (_("Show card"), lambda: self._show(item)),
            (_("Hide card"), lambda: self.desk.wish("card.hide")),
            (_("Check the words"), lambda: self.desk.wish("claims.check", product=item.code)),
        ]

    def _row(self, product: Product) -> Row:
        return product_row(product, self._state)

    def _show(self, product: Product) -> None:
        self.desk.wish("card.show", product=product.code)

    def _show_current(self) -> None:
        if (product := self.list.current) is not None:
            self._show(product)
        else:
            self.desk.tell(say("There is no product to show."))

    def _toggle(self, product: Product) -> None:
        card = self._state.card
        if card is not None and card.code == product.code:
            self.desk.wish("card.hide")
        else:
            self._show(product)
