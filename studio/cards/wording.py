"""What a card says, to the eye and to the ear."""

import unicodedata
from dataclasses import dataclass

from studio.model.message import Message, Money, say, say_n
from studio.model.product import Product


@dataclass(frozen=True, slots=True)
class CardWords:
    """The texts of a card, in the order of reading; empty where there is nothing to show."""

    slot: str
    name: str
    price: str
    compare_price: str
    stock: str


def card_words(product: Product, language: str | None = None) -> CardWords:
    """Put a product into the words of its card; the language in use when none is given."""
    before = crossed_out(product)
    stock = _stock_shown(product)
    return CardWords(
        slot=str(product.slot) if product.slot > 0 else "",
        name=_printable(product.name.name),
        price=product.price.words(language),
        compare_price=before.words(language) if before else "",
        stock=stock.words(language) if stock else "",
    )


def describe_card(product: Product) -> Message:
    """Say everything that the product's card shows, for the ear."""
    before = crossed_out(product)
    message = _priced(product) if before is None else _reduced(product, before)
    stock = _stock_said(product)
    return message.then(stock) if stock else message


def crossed_out(product: Product) -> Money | None:
    """The price to cross out: only one that is higher, or there would be nothing to gain."""
    before, now = product.compare_price, product.price
    if before is None or before.currency != now.currency or before.amount <= now.amount:
        return None
    return before


def _priced(product: Product) -> Message:
    name, price = product.name, product.price
    if product.slot > 0:
        return say("Number {slot}: {name}, {price}.", slot=product.slot, name=name, price=price)
    return say("{name}, {price}.", name=name, price=price)


def _reduced(product: Product, before: Money) -> Message:
    name, price = product.name, product.price
    if product.slot > 0:
        return say(
            "Number {slot}: {name}, {price} instead of {before}.",
            slot=product.slot,
            name=name,
            price=price,
            before=before,
        )
    return say("{name}, {price} instead of {before}.", name=name, price=price, before=before)


def _stock_said(product: Product) -> Message | None:
    if product.stock is None:
        return None
    if product.stock <= 0:
        return say("Sold out.")
    return say_n("{n} left.", "{n} left.", n=product.stock)


def _stock_shown(product: Product) -> Message | None:
    if product.stock is None:
        return None
    if product.stock <= 0:
        # Translators: stands on the card that viewers see; keep it very short.
        return say("Sold out")
    # Translators: stands on the card that viewers see; keep it very short.
    return say_n("{n} left", "{n} left", n=product.stock)


def _printable(name: str) -> str:
    """One line without control characters; half a surrogate pair becomes a question mark."""
    whole = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = "".join(" " if character.isspace() else character for character in whole)
    return " ".join("".join(c for c in lines if unicodedata.category(c) != "Cc").split())
