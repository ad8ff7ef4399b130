"""Finds a product in the whole catalogue, however large it is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from studio.model.product import Product
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.found_dialog import when_known
from studio.ui.item_model import ItemModel
from studio.ui.panel import push_button
from studio.ui.rows import Row, product_row
from studio.ui.search_dialog import SearchDialog

_TOPIC = "product search"


class ProductSearch(SearchDialog[Product]):
    """By name, by pinyin or its first letters, by code, slot number or barcode.

    Enter shows the card; the product is edited by its button or the context menu.

    Args:
        edit: Opens the form of a product.
    """

    def __init__(
        self, desk: Desk, edit: Callable[[Product], None], parent: QWidget | None = None
    ) -> None:
        model = ItemModel[Product](lambda product: product.code, self._row)
        super().__init__(desk, model, _TOPIC, parent)
        self._edit = edit
        self._shown_for = ""
        self._is_told_once_found = False
        self.use_names(
            _("Find product"),
            _("Type a part of its name, its pinyin, code or number, then go down."),
            _("Products"),
            _("Nothing fits."),
        )
        buttons = QHBoxLayout()
        self.whole.addLayout(buttons)
        for text, act in (
            (_("Show card"), lambda: self._with_current(self.choose_item)),
            (_("Edit product"), lambda: self._with_current(self._open)),
        ):
            buttons.addWidget(push_button(text, text, act, self))
        buttons.addStretch(1)
        self.list.menu_wanted.connect(self._pop_up)
        self.resize(self.sizeHint())
        self.search("")
        self.line.setFocus()

    def search(self, words: str) -> None:
        when_known(
            self.desk.link.find_products(words.strip()),
            lambda found: self._take(words, found),
            self.desk,
            self,
            _TOPIC,
            is_wanted=lambda: words == self.line.text(),
        )

    def choose_item(self, item: Product) -> None:
        self._leave(lambda: self.desk.wish("card.show", product=item.code))

    def tell_found(self) -> None:
        if self.line.text() == self._shown_for:
            super().tell_found()
        else:
            self._is_told_once_found = True

    def _take(self, words: str, found: Sequence[Product]) -> None:
        self._shown_for = words
        self.show_found(found)
        if self._is_told_once_found:
            self._is_told_once_found = False
            super().tell_found()

    def _open(self, product: Product) -> None:
        self._leave(lambda: self._edit(product))

    def _leave(self, act: Callable[[], None]) -> None:
        self.pause.stop()
        self.accept()
        # The window first takes back the focus, which what is done may move on.
        QTimer.singleShot(0, self.parent() or self, act)

    def _with_current(self, act: Callable[[Product], None]) -> None:
        if self.list.current is None:
            self.tell_found()
        else:
            act(self.list.current)

    def _pop_up(self, item: Product | None, spot: QPoint) -> None:
        if item is None:
            return
        menu = QMenu(item.name.name, self)
        menu.setAccessibleName(menu.title())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Show card"), lambda: self.choose_item(item))
        menu.addAction(_("Edit product"), lambda: self._open(item))
        menu.popup(spot)
        menu.setActiveAction(menu.actions()[0])

    def _row(self, product: Product) -> Row:
        return product_row(product, self.desk.link.state())
