"""Products whose words advertising law forbids: a list to hear and to work through."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studio.model.claims import ClaimedProduct, ClaimsState
from studio.model.errors import StudioError
from studio.model.message import Message, Number, say, say_n
from studio.model.product import Product
from studio.model.state import ShowState
from studio.text import _
from studio.ui.accessible import Hint
from studio.ui.bridge import Handover
from studio.ui.desk import Desk
from studio.ui.flow import FlowLayout
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.mnemonics import with_mnemonics
from studio.ui.panel import push_button
from studio.ui.product_dialog import ProductDialog
from studio.ui.reach import Reach, room_on_screen
from studio.ui.rows import Mark, Row, Tone

_TOPIC = "claims"


class ClaimsDialog(QDialog):
    """Every product with claims. Enter edits it, Space reads its claims.

    The catalogue is looked through when the dialog opens, unless that is under way already.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state = desk.link.state()
        self._model = ItemModel[ClaimedProduct](lambda one: one.code, _row)
        self._found: Handover[Product | StudioError | None] = Handover(self._take, parent=self)
        self.list = ItemList[ClaimedProduct]("", "", self._model, self)
        self.progress = Hint("", self)
        self.progress.setTextFormat(Qt.TextFormat.PlainText)
        self.progress.setWordWrap(True)
        sheet = QWidget()
        sheet.setObjectName("form")
        whole = QVBoxLayout(sheet)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.progress)
        buttons = FlowLayout()
        whole.addLayout(buttons)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        # With large text not all of it fits on a screen.
        outside.addWidget(Reach(sheet, self))
        self._buttons = [push_button("", "", act, self) for act in self._acts()]
        for button in self._buttons:
            button.setAutoDefault(False)
            buttons.addWidget(button)
        self.reword()
        self.list.chosen.connect(self._edit)
        self.list.toggled.connect(self._hear)
        self._show()
        self.list.setMinimumHeight(6 * self.fontMetrics().height())
        self.resize(self.sizeHint())
        self.list.setFocus()
        if not self._state.claims.work:
            desk.wish("claims.search")

    def _acts(self) -> tuple[Callable[[], None], ...]:
        """What each button does."""
        return (
            lambda: self._with_current(self._edit),
            lambda: self._with_current(self._hear),
            lambda: self._desk.wish("claims.search"),
            lambda: self._desk.wish("studio.cancel"),
            self.accept,
        )

    def reword(self) -> None:
        """Say all of it in the language in use; what is current stays."""
        self.setWindowTitle(_("Products with claims"))
        self.list.reword(_("Products with claims"), _("No product with claims is known."))
        words = (
            _("Edit product"),
            _("Hear the claims"),
            _("Check all products"),
            _("Cancel the check"),
            _("Close"),
        )
        for button, name, marked in zip(self._buttons, words, with_mnemonics(words), strict=True):
            button.setAccessibleName(name)
            button.setText(marked)
        self._tell_progress()

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(44 * em, 30 * em).boundedTo(room_on_screen(self))

    def show_state(self, state: ShowState) -> None:
        before, self._state = self._state, state
        if state.claims != before.claims:
            self._show()
        if state.works != before.works or state.claims != before.claims:
            self._tell_progress()

    def _show(self) -> None:
        found = self._claims.found
        self.list.set_items(found.products if found else ())
        if self._model.items and not self.list.currentIndex().isValid():
            self.list.go_to(0)

    @property
    def _claims(self) -> ClaimsState:
        return self._state.claims

    def _tell_progress(self) -> None:
        """Where the look is, for the eye and on request; nothing speaks by itself here."""
        words = progress_of(self._state)
        self.progress.setText(str(words) if words else "")
        self.progress.setVisible(words is not None)

    def _with_current(self, act: Callable[[ClaimedProduct], None]) -> None:
        if self.list.current is not None:
            act(self.list.current)
        else:
            self._desk.tell(progress_of(self._state) or say("No claim was found."), _TOPIC)

    def _hear(self, product: ClaimedProduct) -> None:
        told: Message = say("{product}.", product=product.name)
        for warning in product.warnings:
            told = told.then(warning)
        self._desk.tell(told, _TOPIC)

    def _edit(self, product: ClaimedProduct) -> None:
        """Look the product up: what was found may be of a while ago."""
        code = product.code

        def give(future: "Future[Sequence[Product]]") -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is None:
                same = (one for one in future.result() if one.code == code)
                self._found.post(next(same, None))
            elif isinstance(error, StudioError):
                self._found.post(error)

        self._desk.link.find_products(code).add_done_callback(give)

    def _take(self, found: Product | StudioError | None) -> None:
        if isinstance(found, StudioError):
            self._desk.announce(found.announcement(_TOPIC))
            return
        if found is None:
            self._desk.tell(say("This product is no longer in the catalogue."), _TOPIC)
            return
        dialog = ProductDialog(self._desk, found, self)
        dialog.addActions(self.actions())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Not every system returns to the list by itself.
        dialog.finished.connect(self.activateWindow)
        dialog.open_when_built(lambda: None)


def progress_of(state: ShowState) -> Message | None:
    """How far the look through the catalogue is, or what came of it; None before any."""
    work = next((w for w in state.works if w.id == state.claims.work), None)
    if work is not None:
        percent = Number(round(100 * (work.share or 0.0)))
        return say("{work} {percent} percent.", work=work.title, percent=percent)
    found = state.claims.found
    if found is None:
        return None
    looked = say_n("{n} product was checked.", "{n} products were checked.", found.checked)
    made = say_n("{n} of them makes claims.", "{n} of them make claims.", found.count)
    listed = len(found.products)
    if listed < found.count:
        made = made.then(say("The first {n} are listed.", n=listed))
    return looked.then(made)


def _row(product: ClaimedProduct) -> Row:
    words = say_n("{n} claim", "{n} claims", len(product.warnings))
    first = str(product.warnings[0]) if product.warnings else ""
    return Row(product.name.name, (Mark(str(words), Tone.WARNING),), first)
