"""What a card says: one list, from which it is both drawn and read aloud."""

import math
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from studio import text
from studio.cards.qr import Code, code_for
from studio.model.card import COUPON, CardLayout, CardStyle, address_for
from studio.model.message import Duration, Message, Money, Name, Value, say, say_n
from studio.model.product import FlashSale, Product


class PartKind(StrEnum):
    """What a part of a card tells."""

    SLOT = "slot"
    NAME = "name"
    PRICE = "price"
    BEFORE = "price before"
    UNIT = "unit"
    STOCK = "stock"
    COUNTDOWN = "countdown"
    AGE = "age"
    COUPON = "coupon"
    LIMIT = "limit"
    POINT = "point"
    ALLERGENS = "allergens"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a card tells.

    Attributes:
        kind: What it tells.
        value: What it tells of it.
        shown: As it stands on the card; of a code, which is a drawing, what it holds.
        said: The same as a sentence; slot, name, price and price before have one together.
    """

    kind: PartKind
    value: Value
    shown: Message
    said: Message | None = None

    @property
    def language(self) -> str:
        """What its words are in, where that is not the show's language."""
        return self.value.language if isinstance(self.value, Name) else ""


_BRIEF = {PartKind.SLOT, PartKind.NAME, PartKind.PRICE, PartKind.BEFORE, PartKind.STOCK}
_BRIEF |= {PartKind.COUNTDOWN, PartKind.AGE}
_TOLD = {
    CardLayout.LOWER_THIRD: _BRIEF | {PartKind.UNIT, PartKind.COUPON, PartKind.CODE},
    CardLayout.SIDE: frozenset(PartKind),
    CardLayout.CORNER: _BRIEF,
    CardLayout.FULL: frozenset(PartKind),
    CardLayout.PRICE_TAG: _BRIEF | {PartKind.UNIT},
}
"""What each layout has room for."""

_POINTS = {CardLayout.SIDE: 3, CardLayout.FULL: 5}


def parts_of(product: Product, style: CardStyle, now: datetime, code_room: int) -> tuple[Part, ...]:
    """List what the card of a product tells, in the order of reading.

    Args:
        product: What is sold.
        style: Its layout says how much is told.
        now: With a time zone; whether a flash sale is on depends on it.
        code_room: Side in pixels of the square there is for a QR code; one that could not be
            read in so little is left out.
    """
    told = _TOLD[style.layout]
    return tuple(part for part in _all(product, style, now, code_room) if part.kind in told)


def read_aloud(parts: tuple[Part, ...]) -> Message:
    """Say everything that a card shows, for the ear."""
    message = _head({part.kind: part.value for part in parts})
    for part in parts:
        if part.said is not None:
            message = message.then(part.said)
    return message


def crossed_out(product: Product, now: datetime) -> Money | None:
    """The price to cross out: only one that is higher, or there would be nothing to gain.

    While a flash sale is on that is what the product costs without it.
    """
    price = product.price_at(now)
    before = product.price if product.flash_sale_at(now) else product.compare_price
    if before is None or before.currency != price.currency:
        return None
    # As they stand there: a tenth of a cent is no gain that anybody sees.
    is_more = text.payable(before.amount, before.currency) > text.payable(
        price.amount, price.currency
    )
    return before if is_more else None


def seconds_left(sale: FlashSale, now: datetime) -> int:
    """As a countdown shows them: the last second is 1."""
    return max(0, math.ceil((sale.ends - now).total_seconds()))


def next_change(product: Product, now: datetime) -> datetime | None:
    """When its card shows something else by itself, if ever; both with a time zone."""
    sale = product.flash_sale
    if sale is None or now >= sale.ends:
        return None
    if now < sale.begins:
        return sale.begins
    return sale.ends - timedelta(seconds=seconds_left(sale, now) - 1)


def countdown(sale: FlashSale, now: datetime) -> Part:
    """How long a flash sale still lasts."""
    left = seconds_left(sale, now)
    return Part(
        PartKind.COUNTDOWN,
        Duration(left),
        # Translators: stands on the card that viewers see, as "Flash sale 04:59"; keep it short.
        say("Flash sale {clock}", clock=_clock(left)),
        say("Flash sale, {time} left.", time=Duration(left)),
    )


def code_of(product: Product, style: CardStyle, room: int) -> Code | None:
    """The QR code on its card; None where there is nothing to hold or no room for it."""
    content = product.coupon if style.code == COUPON else address_for(style.code, product.code)
    return code_for(content, room) if content else None


def _all(product: Product, style: CardStyle, now: datetime, code_room: int) -> Iterator[Part]:
    yield from _of_name_and_price(product, now)
    yield from _of_what_there_is(product, now)
    tongue = product.name.language
    yield from _named(PartKind.COUPON, product.coupon, tongue, _coupon)
    if product.limit is not None:
        yield Part(PartKind.LIMIT, product.limit, *_limit(product.limit))
    points = [point for point in product.points if printable(point)]
    for point in points[: _POINTS.get(style.layout, 0)]:
        yield from _named(PartKind.POINT, point, tongue, _point)
    allergens = ", ".join(filter(None, map(printable, product.allergens)))
    yield from _named(PartKind.ALLERGENS, allergens, tongue, _allergens)
    code = code_of(product, style, code_room)
    if code is not None:
        holds_coupon = style.code == COUPON
        yield Part(
            PartKind.CODE,
            code.content,
            say("{value}", value=code.content),
            say("A QR code of the coupon.")
            if holds_coupon
            else say("A QR code leads to {address}.", address=code.content),
        )


def _of_name_and_price(product: Product, now: datetime) -> Iterator[Part]:
    if product.slot > 0:
        yield Part(PartKind.SLOT, product.slot, say("{value}", value=str(product.slot)))
    name = Name(printable(product.name.name), product.name.language)
    spoken = Name(product.spoken_name, name.language) if product.spoken_name else name
    yield Part(PartKind.NAME, spoken, say("{value}", value=name))
    price, before = product.price_at(now), crossed_out(product, now)
    yield Part(PartKind.PRICE, price, say("{value}", value=price))
    if before is not None:
        yield Part(PartKind.BEFORE, before, say("{value}", value=before))
    yield from _named(PartKind.UNIT, product.unit, name.language, _unit)


def _of_what_there_is(product: Product, now: datetime) -> Iterator[Part]:
    if product.stock is not None:
        yield Part(PartKind.STOCK, product.stock, *_stock(product.stock))
    sale = product.flash_sale_at(now)
    if sale is not None:
        yield countdown(sale, now)
    if product.least_age > 0:
        # Translators: stands on the card that viewers see: for buyers of this age and above.
        shown = say("{n}+", n=product.least_age)
        said = say("For buyers of {n} years and above.", n=product.least_age)
        yield Part(PartKind.AGE, product.least_age, shown, said)


def _named(
    kind: PartKind, words: str, language: str, put: Callable[[Name], tuple[Message, Message]]
) -> Iterator[Part]:
    """Nothing, where nobody wrote anything."""
    written = printable(words)
    if written:
        name = Name(written, language)
        yield Part(kind, name, *put(name))


def _unit(unit: Name) -> tuple[Message, Message]:
    # Translators: stands behind the price that viewers see, as "¥39.90 / bag".
    return say("/ {unit}", unit=unit), say("The price is for {unit}.", unit=unit)


def _coupon(coupon: Name) -> tuple[Message, Message]:
    # Translators: stands on the card that viewers see; keep it very short.
    return say("Coupon {coupon}", coupon=coupon), say("Coupon {coupon}.", coupon=coupon)


def _limit(limit: int) -> tuple[Message, Message]:
    return (
        # Translators: stands on the card that viewers see: what one buyer may have at most.
        say_n("At most {n} each", "At most {n} each", limit),
        say_n("At most {n} for each buyer.", "At most {n} for each buyer.", limit),
    )


def _point(point: Name) -> tuple[Message, Message]:
    ends = unicodedata.category(point.name[-1]) == "Po"
    return say("• {value}", value=point), say("{value}", value=point) if ends else say(
        "{value}.", value=point
    )


def _allergens(allergens: Name) -> tuple[Message, Message]:
    # Translators: stands on the card that viewers see, before what somebody may not tolerate.
    return (
        say("Contains {allergens}", allergens=allergens),
        say("Contains {allergens}.", allergens=allergens),
    )


def _stock(stock: int) -> tuple[Message, Message]:
    if stock <= 0:
        # Translators: stands on the card that viewers see; keep it very short.
        return say("Sold out"), say("Sold out.")
    # Translators: stands on the card that viewers see; keep it very short.
    return say_n("{n} left", "{n} left", n=stock), say_n("{n} left.", "{n} left.", n=stock)


def _head(values: dict[PartKind, Value]) -> Message:
    """Slot, name and prices in one sentence."""
    name, price = values[PartKind.NAME], values[PartKind.PRICE]
    slot, before = values.get(PartKind.SLOT), values.get(PartKind.BEFORE)
    if slot is None and before is None:
        return say("{name}, {price}.", name=name, price=price)
    if slot is None and before is not None:
        return say("{name}, {price} instead of {before}.", name=name, price=price, before=before)
    if slot is not None and before is None:
        return say("Number {slot}: {name}, {price}.", slot=slot, name=name, price=price)
    return say(
        "Number {slot}: {name}, {price} instead of {before}.",
        slot=slot or "",
        name=name,
        price=price,
        before=before or "",
    )


def _clock(seconds: int) -> str:
    """As a countdown is written: `04:59`, `1:04:59`."""
    hours, minutes, left = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


def printable(words: str) -> str:
    """One line without control characters; half a surrogate pair becomes a question mark."""
    whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = "".join(" " if character.isspace() else character for character in whole)
    return " ".join("".join(c for c in lines if unicodedata.category(c) != "Cc").split())
