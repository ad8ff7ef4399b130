"""What is sold, and who stands for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from studio.model.message import Message, Money, Name, say


@dataclass(frozen=True, slots=True)
class Certificate:
    """What somebody certified about a supplier's goods.

    Attributes:
        name: What it is called.
        number: Its number; empty where nobody noted it.
        expires: The last day it holds; None for one that does not end.
    """

    name: str
    number: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who a product comes from.

    Attributes:
        name: What they are called; one supplier each.
        contact: How they are reached.
        certificates: What was certified about their goods.
    """

    name: str
    contact: str = ""
    certificates: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class FlashSale:
    """A price for a while.

    Attributes:
        price: What the product costs then, in its own currency.
        begins: From when on; with a time zone.
        ends: Until when; with a time zone.
    """

    price: Money
    begins: datetime
    ends: datetime

    def is_on(self, now: datetime) -> bool:
        return self.begins <= now < self.ends


@dataclass(frozen=True, slots=True)
class Question:
    """What viewers ask, and what is true."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product as it is sold and as its card shows it.

    Attributes:
        code: The seller's own key (SKU); one product each.
        name: What it is called, in its own language.
        price: What it costs now.
        compare_price: What it cost before, shown crossed out.
        stock: Pieces left; None when nobody counts.
        slot: The number viewers order by; 0 for none.
        pictures: Paths or addresses of its pictures, the card's first.
        gtin: Number of its barcode, 8, 12, 13 or 14 digits; variants may share one.
        spoken_name: How its name is said; empty for as it is written.
        unit: What one piece is, as “bag” or “500 g”.
        limit: Pieces that one buyer may have; None for any.
        coupon: What viewers type or take to pay less.
        flash_sale: A lower price for a while.
        points: What speaks for it, the strongest first.
        specifications: Names and values.
        questions: What viewers ask.
        allergens: What somebody may not tolerate.
        least_age: Years that a buyer must have; 0 for any.
        supplier: Who it comes from.
        sample_checked_on: The day on which somebody held a sample; None for never.
        sample_checked_by: Who that was.
        evidence: What proves the claims that are made of it.
        notes: For the seller alone.
    """

    code: str
    name: Name
    price: Money
    compare_price: Money | None = None
    stock: int | None = None
    slot: int = 0
    pictures: tuple[str, ...] = ()
    gtin: str = ""
    spoken_name: str = ""
    unit: str = ""
    limit: int | None = None
    coupon: str = ""
    flash_sale: FlashSale | None = None
    points: tuple[str, ...] = ()
    specifications: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    allergens: tuple[str, ...] = ()
    least_age: int = 0
    supplier: Supplier | None = None
    sample_checked_on: date | None = None
    sample_checked_by: str = ""
    evidence: str = ""
    notes: str = ""

    @property
    def place(self) -> tuple[bool, int, str, str]:
        """Sorts as viewers count; what has no slot comes after, by name."""
        return not self.slot, self.slot, self.name.name, self.code

    @property
    def picture(self) -> str:
        """The picture of its card; empty for none."""
        return self.pictures[0] if self.pictures else ""

    def flash_sale_at(self, now: datetime) -> FlashSale | None:
        """The flash sale that is on at a time (with a time zone); None where none is."""
        sale = self.flash_sale
        return sale if sale is not None and sale.is_on(now) else None

    def price_at(self, now: datetime) -> Money:
        """What it costs at a time: the flash sale's price while that is on."""
        sale = self.flash_sale_at(now)
        return self.price if sale is None else sale.price

    def reduced_from(self, shown: "Product") -> "Product":
        """The same after its price fell while its card was on air: the old price is crossed out.

        Args:
            shown: As viewers see it at the moment.
        """
        before = shown.price
        is_less = before.currency == self.price.currency and before.amount > self.price.amount
        if shown.code != self.code or not is_less or self.compare_price is not None:
            return self
        return replace(self, compare_price=before)

    def doubts(self, today: date) -> Iterator[Message]:
        """What the centre cannot vouch for; nothing where no supplier is named.

        Args:
            today: The streamer's day.
        """
        if self.supplier is None:
            return
        for certificate in self.supplier.certificates:
            if certificate.expires is not None and certificate.expires < today:
                yield say(
                    "The certificate {certificate} of {supplier} has expired.",
                    certificate=Name(certificate.name),
                    supplier=Name(self.supplier.name),
                )
        if self.sample_checked_on is None:
            yield say("Nobody has checked a sample of {product}.", product=self.name)


class Field(StrEnum):
    """What a catalogue tells of a product, by the name of its column in our own files.

    A field of several parts, such as the points, has one column with a line for each.
    """

    CODE = "code"
    NAME = "name"
    LANGUAGE = "language"
    SPOKEN_NAME = "spoken name"
    PRICE = "price"
    COMPARE_PRICE = "compare price"
    CURRENCY = "currency"
    STOCK = "stock"
    LIMIT = "limit"
    UNIT = "unit"
    SLOT = "slot"
    GTIN = "gtin"
    PICTURES = "pictures"
    COUPON = "coupon"
    FLASH_PRICE = "flash price"
    FLASH_BEGINS = "flash begins"
    FLASH_ENDS = "flash ends"
    POINTS = "points"
    SPECIFICATIONS = "specifications"
    """A line for each, name and value with a colon between."""
    QUESTIONS = "questions"
    """A line for each, question and answer with a bar between."""
    ALLERGENS = "allergens"
    LEAST_AGE = "least age"
    SUPPLIER = "supplier"
    CONTACT = "contact"
    CERTIFICATES = "certificates"
    """A line for each: name, number and last day, with bars between."""
    SAMPLE_CHECKED_ON = "sample checked on"
    SAMPLE_CHECKED_BY = "sample checked by"
    EVIDENCE = "evidence"
    NOTES = "notes"
