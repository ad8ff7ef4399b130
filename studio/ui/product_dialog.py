"""Edits a product: what it is, what it costs, what can be said of it, and who stands for it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from studio import text
from studio.model.gtin import is_gtin
from studio.model.message import Money, Name, say
from studio.model.product import FlashSale, Product, Supplier
from studio.model.product_lines import (
    certificate_lines,
    certificates_of,
    lines_of,
    question_lines,
    questions_of,
    specification_lines,
    specifications_of,
)
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.claims_watch import ClaimsWatch, written
from studio.ui.desk import Desk
from studio.ui.fields import TextArea, TextField
from studio.ui.form import Field, FormDialog, Problem
from studio.ui.merge import merged
from studio.ui.money import CURRENCIES, currency_title, usual_currency

LANGUAGES = ("", "zh", "id", "en", "ko")
_TOGETHER = ("price", "compare_price", "flash_sale")


class ProductDialog(FormDialog):
    """Makes a product, or changes one; saving wishes for `product.save`.

    Args:
        desk: Where it wishes.
        product: What is changed; None for a new one.
        parent: Its window.
        gtin: Of a new one, where it is known already.
    """

    def __init__(
        self,
        desk: Desk,
        product: Product | None,
        parent: QWidget | None = None,
        *,
        gtin: str = "",
    ) -> None:
        super().__init__(_("Edit product") if product else _("Add product"), desk, parent)
        self._is_new = product is None
        self._product = product or Product(
            "",
            Name(""),
            Money(Decimal(0), usual_currency(desk.link.state().products)),
            gtin=gtin,
        )
        self._before = self._product

    def steps(self) -> Iterator[None]:
        self._build_product()
        yield
        self._build_offer()
        yield
        self._build_words()
        yield
        self._build_supplier()
        yield
        self._build_claims()
        self._fill()
        # What the form does not show as it was kept is no change of the user's.
        self._before = self._form()
        self._watch_claims()
        self.finish()
        yield

    # ---------------------------------------------------------------- building
    def _build_product(self) -> None:
        self.section(_("Product"))
        self.name = self._line(_("Name"))
        self.language = Choice([(self._language_title(tag), tag) for tag in LANGUAGES])
        self.add(_("Language of the name"), self.language, _("Which voice says it."))
        self.spoken_name = self._line(
            _("Said as"), _("How the name is said, where the voice says it wrong.")
        )
        self.code = self._line(_("Code"), _("Your own number of it; no two have the same."))
        self.gtin = self._line(_("Barcode number"), _("8, 12, 13 or 14 digits."))
        self.slot = self._line(
            _("Slot number"), _("The number that viewers order by; empty for none.")
        )
        self.unit = self._line(_("Unit"), _("What one piece is, such as a bag of 500 grams."))
        self.pictures = self._area(
            _("Pictures of it"), _("Files, one on each line, the card's first.")
        )

    def _build_offer(self) -> None:
        self.section(_("Offer"))
        self.price = self._line(_("Price"))
        self.currency = Choice([(currency_title(code), code) for code in self._currencies()])
        self.add(_("Currency"), self.currency)
        self.compare_price = self._line(_("Price before"), _("Shown crossed out; empty for none."))
        self.stock = self._line(_("Stock"), _("Pieces left; empty where nobody counts."))
        self.limit = self._line(_("Limit"), _("Pieces that one buyer may have; empty for any."))
        self.coupon = self._line(_("Coupon"))
        self.flash_price = self._line(_("Flash sale price"), _("A lower price for a while."))
        when = _("Year, month, day and time, as {example}.").format(example="2026-11-11 20:00")
        self.flash_begins = self._line(_("Flash sale begins"), when)
        self.flash_ends = self._line(_("Flash sale ends"), when)

    def _build_words(self) -> None:
        self.section(_("What can be said"))
        self.points = self._area(_("Selling points"), _("One on each line, the strongest first."))
        self.specifications = self._area(
            _("Specifications"), _("One on each line: name, colon, value.")
        )
        self.questions = self._area(
            _("Questions"), _("One on each line: the question, a bar, the answer.")
        )
        self.allergens = self._area(_("Allergens"), _("One on each line."))
        self.least_age = self._line(_("Least age"), _("Years; empty for any."))
        self.notes = self._area(_("Notes"), _("For you alone."))

    def _build_supplier(self) -> None:
        self.section(_("Supplier"))
        self.supplier = self._line(_("Supplier"), _("Who it comes from; empty for yourself."))
        self.contact = self._line(_("Contact"))
        self.certificates = self._area(
            _("Certificates"),
            _("One on each line: name, bar, number, bar, last day as {example}.").format(
                example="2027-12-31"
            ),
        )
        self.sample_checked_on = self._line(
            _("Sample checked on"),
            _("Year, month and day, as {example}; empty for never.").format(example="2026-11-01"),
        )
        self.sample_checked_by = self._line(_("Sample checked by"))
        self.evidence = self._area(_("Evidence"), _("What proves the claims made of it."))

    def _build_claims(self) -> None:
        self.section(_("Claims"))
        self.claims = TextArea()
        self.claims.setReadOnly(True)
        self.add(
            _("Claims found"),
            self.claims,
            _("What advertising law has against these words. It follows what you write."),
        )

    def _watch_claims(self) -> None:
        """Have the claims follow what is written; it speaks only when somebody goes there."""

        def laws() -> str:
            return self.desk.link.state().settings.claims_laws

        watch = ClaimsWatch(
            self._form, laws, lambda findings: self._show_claims(written(findings, laws())), self
        )
        for field in self.fields:
            editor = field.editor
            if isinstance(editor, TextField | TextArea) and editor is not self.claims:
                editor.textChanged.connect(watch.look)
        self.language.currentIndexChanged.connect(watch.look)
        watch.look()

    def _show_claims(self, words: str) -> None:
        if words != self.claims.toPlainText():
            self.claims.setPlainText(words)

    def _line(self, words: str, help_text: str = "") -> "_Entry":
        editor = TextField()
        return _Entry(self.add(words, editor, help_text), editor.text, editor.setText)

    def _area(self, words: str, help_text: str = "") -> "_Entry":
        editor = TextArea()
        return _Entry(self.add(words, editor, help_text), editor.toPlainText, editor.setPlainText)

    def _currencies(self) -> tuple[str, ...]:
        own = self._product.price.currency
        return CURRENCIES if own in CURRENCIES else (*CURRENCIES, own)

    @staticmethod
    def _language_title(tag: str) -> str:
        return text.language_name(tag) if tag else _("As it is written")

    # ---------------------------------------------------------------- values
    def _fill(self) -> None:
        product = self._product
        for entry, words in self._words_of(product).items():
            entry.put(words)
        known = product.name.language if product.name.language in LANGUAGES else ""
        self.language.choose(known)
        self.currency.choose(product.price.currency)

    def _words_of(self, product: Product) -> "dict[_Entry, str]":
        flash, supplier = product.flash_sale, product.supplier
        return {
            self.name: product.name.name,
            self.spoken_name: product.spoken_name,
            self.code: product.code,
            self.gtin: product.gtin,
            self.slot: _counted(product.slot or None),
            self.unit: product.unit,
            self.pictures: "\n".join(product.pictures),
            self.price: "" if self._is_new else _amount(product.price),
            self.compare_price: _amount(product.compare_price),
            self.stock: _counted(product.stock),
            self.limit: _counted(product.limit),
            self.coupon: product.coupon,
            self.flash_price: _amount(flash.price if flash else None),
            self.flash_begins: _moment(flash.begins if flash else None),
            self.flash_ends: _moment(flash.ends if flash else None),
            self.points: "\n".join(product.points),
            self.specifications: specification_lines(product.specifications),
            self.questions: question_lines(product.questions),
            self.allergens: "\n".join(product.allergens),
            self.least_age: _counted(product.least_age or None),
            self.notes: product.notes,
            self.supplier: supplier.name if supplier else "",
            self.contact: supplier.contact if supplier else "",
            self.certificates: certificate_lines(supplier.certificates if supplier else ()),
            self.sample_checked_on: (
                product.sample_checked_on.isoformat() if product.sample_checked_on else ""
            ),
            self.sample_checked_by: product.sample_checked_by,
            self.evidence: product.evidence,
        }

    def _form(self) -> Product:
        """The product as the form says it; what cannot be understood is left out."""
        currency = self.currency.value
        supplier = self.supplier.words
        certificates = self.certificates.value(certificates_of) or ()
        return Product(
            code=self.code.words,
            name=Name(self.name.words, self.language.value),
            price=Money(self.price.value(text.parse_amount) or Decimal(0), currency),
            compare_price=self._money(self.compare_price),
            stock=self.stock.value(int),
            slot=self.slot.value(int) or 0,
            pictures=lines_of(self.pictures.words),
            gtin=self.gtin.words,
            spoken_name=self.spoken_name.words,
            unit=self.unit.words,
            limit=self.limit.value(int),
            coupon=self.coupon.words,
            flash_sale=self._flash_sale(),
            points=lines_of(self.points.words),
            specifications=specifications_of(self.specifications.words),
            questions=questions_of(self.questions.words),
            allergens=lines_of(self.allergens.words),
            least_age=self.least_age.value(int) or 0,
            supplier=Supplier(supplier, self.contact.words, certificates) if supplier else None,
            sample_checked_on=self.sample_checked_on.value(date.fromisoformat),
            sample_checked_by=self.sample_checked_by.words,
            evidence=self.evidence.words,
            notes=self.notes.words,
        )

    def _money(self, entry: "_Entry") -> Money | None:
        amount = entry.value(text.parse_amount)
        return None if amount is None else Money(amount, self.currency.value)

    def _flash_sale(self) -> FlashSale | None:
        price = self._money(self.flash_price)
        begins, ends = self.flash_begins.value(_local), self.flash_ends.value(_local)
        if price is None or begins is None or ends is None:
            return None
        return FlashSale(price, begins, ends)

    # ---------------------------------------------------------------- ending
    def problems(self) -> Iterable[Problem]:
        state = self.desk.link.state()
        others = {p.code for p in state.products} - {"" if self._is_new else self._product.code}
        if not self.name.words:
            yield self.name.field, say("Give it a name.")
        if not self.code.words:
            yield self.code.field, say("Give it a code.")
        elif self.code.words in others:
            yield self.code.field, say("Another product has this code.")
        if self.gtin.words and not is_gtin(self.gtin.words):
            yield self.gtin.field, say("These are not the digits of a barcode; check each.")
        yield from self._numbers()
        yield from self._amounts()
        day = say("Write a day as year, month, day: {example}.", example="2026-11-01")
        if self.certificates.is_unclear(certificates_of):
            yield self.certificates.field, day
        if self.sample_checked_on.is_unclear(date.fromisoformat):
            yield self.sample_checked_on.field, day

    def _numbers(self) -> Iterable[Problem]:
        for entry in (self.slot, self.stock, self.limit, self.least_age):
            number = entry.value(int)
            if entry.is_unclear(int) or (number is not None and not 0 <= number <= 1_000_000_000):
                yield entry.field, say("Write a whole number, or leave it empty.")

    def _amounts(self) -> Iterable[Problem]:
        wrong = say("Write an amount, such as {example}.", example=text.number(Decimal("39.9")))
        for entry in (self.price, self.compare_price, self.flash_price):
            amount = entry.value(text.parse_amount)
            is_missing = amount is None and (entry is self.price or entry.words)
            if is_missing or (amount is not None and not 0 <= amount < 10**12):
                yield entry.field, wrong
        if not self.flash_price.words:
            return
        begins, ends = self.flash_begins.value(_local), self.flash_ends.value(_local)
        when = say("Write day and time as {example}.", example="2026-11-11 20:00")
        if begins is None:
            yield self.flash_begins.field, when
        if ends is None:
            yield self.flash_ends.field, when
        elif begins is not None and ends <= begins:
            yield self.flash_ends.field, say("It ends before it begins.")

    def save(self) -> None:
        was = "" if self._is_new else self._product.code
        known = {p.code: p for p in self.desk.link.state().products}
        product = merged(
            known.get(was, self._product), self._before, self._form(), together=_TOGETHER
        )
        self.desk.wish("product.save", product=product, was=was)


class _Entry:
    """A field of words, and what they mean."""

    def __init__(self, field: Field, read: Callable[[], str], put: Callable[[str], object]) -> None:
        self.field = field
        self._read = read
        self.put = put

    @property
    def words(self) -> str:
        return self._read().strip()

    def value(self, understand: Callable[[str], Any]) -> Any:  # noqa: ANN401 - as understood
        """What the words mean; None for none, and for those that are not understood."""
        try:
            return understand(self.words) if self.words else None
        except ValueError:
            return None

    def is_unclear(self, understand: Callable[[str], Any]) -> bool:
        return bool(self.words) and self.value(understand) is None


def _amount(money: Money | None) -> str:
    return "" if money is None else text.number(money.amount)


def _counted(count: int | None) -> str:
    return "" if count is None else str(count)


def _moment(when: datetime | None) -> str:
    """The second too where there is one, or it would be lost with the next edit."""
    if when is None:
        return ""
    local = when.astimezone().replace(tzinfo=None)
    return local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")


def _local(words: str) -> datetime:
    seconds = ":%S" if words.count(":") > 1 else ""
    return datetime.strptime(words, f"%Y-%m-%d %H:%M{seconds}").astimezone()
