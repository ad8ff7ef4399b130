"""Products as the values of columns, and back.

The values stand in the order of `COLUMNS`. Amounts and dates are text so that they stay exact,
times have their offset, lists are JSON. Empty text and NULL mean what they mean in `Product`.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from studio.model.errors import StoreError
from studio.model.message import Money, Name, say
from studio.model.product import Field, FlashSale, Product, Question, Supplier
from studio.store import faults
from studio.store.words import words_of

Values = tuple[Any, ...]

_TOLD_BY = {
    "code": Field.CODE,
    "name": Field.NAME,
    "name_language": Field.LANGUAGE,
    "spoken_name": Field.SPOKEN_NAME,
    "price": Field.PRICE,
    "currency": Field.CURRENCY,
    "compare_price": Field.COMPARE_PRICE,
    "stock": Field.STOCK,
    "slot": Field.SLOT,
    "buyer_limit": Field.LIMIT,
    "unit": Field.UNIT,
    "gtin": Field.GTIN,
    "pictures": Field.PICTURES,
    "coupon": Field.COUPON,
    "flash_price": Field.FLASH_PRICE,
    "flash_begins": Field.FLASH_BEGINS,
    "flash_ends": Field.FLASH_ENDS,
    "points": Field.POINTS,
    "specifications": Field.SPECIFICATIONS,
    "questions": Field.QUESTIONS,
    "allergens": Field.ALLERGENS,
    "least_age": Field.LEAST_AGE,
    "supplier": Field.SUPPLIER,
    "sample_checked_on": Field.SAMPLE_CHECKED_ON,
    "sample_checked_by": Field.SAMPLE_CHECKED_BY,
    "evidence": Field.EVIDENCE,
    "notes": Field.NOTES,
}
"""Every column, and the field of a catalogue that tells it."""

COLUMNS = tuple(_TOLD_BY)
ALL_COLUMNS = ", ".join(COLUMNS)

_AT = {column: at for at, column in enumerate(COLUMNS)}
_PRICES = tuple(_AT[column] for column in ("price", "compare_price", "flash_price"))
_FLASH = tuple(_AT[column] for column in ("flash_price", "flash_begins", "flash_ends"))
STOCK = _AT["stock"]
SUPPLIER = _AT["supplier"]
_FOUND_BY = tuple(_AT[column] for column in ("name", "spoken_name", "code", "gtin"))


def to_values(product: Product) -> Values:
    """A product's values.

    Raises:
        StoreError: Its prices are in two currencies.
        ValueError: It has no code, a price that is not a number, or a time without a zone.
    """
    price, before, flash = product.price, product.compare_price, product.flash_sale
    if not product.code:
        raise ValueError("a product needs a code")
    for other in (before, flash.price if flash else None):
        if other is not None and other.currency != price.currency:
            raise StoreError(
                say("{product} has prices in two currencies.", product=product.name),
                say("Enter all its prices in the same currency."),
            )
    return (
        product.code,
        product.name.name,
        product.name.language,
        product.spoken_name,
        _text(price.amount),
        price.currency,
        _text(before.amount) if before else None,
        product.stock,
        product.slot,
        product.limit,
        product.unit,
        product.gtin,
        _list(product.pictures),
        product.coupon,
        _text(flash.price.amount) if flash else None,
        _moment(flash.begins) if flash else None,
        _moment(flash.ends) if flash else None,
        _list(product.points),
        _list(product.specifications),
        _list([(q.question, q.answer) for q in product.questions] if product.questions else ()),
        _list(product.allergens),
        product.least_age,
        product.supplier.name if product.supplier else None,
        product.sample_checked_on.isoformat() if product.sample_checked_on else None,
        product.sample_checked_by,
        product.evidence,
        product.notes,
    )


def from_values(values: Values, suppliers: Mapping[str, Supplier]) -> Product:
    """The product that values stand for.

    Args:
        values: In the order of `COLUMNS`.
        suppliers: By name; of one that is not among them only the name is known.

    Raises:
        StoreError: They hold what this program cannot have written.
    """
    try:
        return _product(values, suppliers)
    except (InvalidOperation, ValueError, TypeError, RecursionError) as error:
        raise faults.unreadable("products", str(values[0])) from error


def _product(values: Values, suppliers: Mapping[str, Supplier]) -> Product:
    row = dict(zip(COLUMNS, values, strict=True))
    currency, before, supplier = row["currency"], row["compare_price"], row["supplier"]
    checked_on = row["sample_checked_on"]
    return Product(
        row["code"],
        Name(row["name"], row["name_language"]),
        Money(Decimal(row["price"]), currency),
        None if before is None else Money(Decimal(before), currency),
        row["stock"],
        row["slot"],
        _read(row["pictures"], str),
        row["gtin"],
        row["spoken_name"],
        row["unit"],
        row["buyer_limit"],
        row["coupon"],
        None if row["flash_price"] is None else _flash_sale(row),
        _read(row["points"], str),
        _read(row["specifications"], lambda pair: (pair[0], pair[1])),
        _read(row["questions"], lambda pair: Question(pair[0], pair[1])),
        _read(row["allergens"], str),
        row["least_age"],
        None if supplier is None else suppliers.get(supplier) or Supplier(supplier),
        None if checked_on is None else date.fromisoformat(checked_on),
        row["sample_checked_by"],
        row["evidence"],
        row["notes"],
    )


def _flash_sale(row: Mapping[str, Any]) -> FlashSale:
    return FlashSale(
        Money(Decimal(row["flash_price"]), row["currency"]),
        datetime.fromisoformat(row["flash_begins"]),
        datetime.fromisoformat(row["flash_ends"]),
    )


def words(values: Values) -> str:
    """What the product is found by."""
    return words_of(*(values[at] for at in _FOUND_BY))


def are_found_alike(values: Values, others: Values) -> bool:
    return all(values[at] == others[at] for at in _FOUND_BY)


def told_columns(told: frozenset[Field]) -> tuple[bool, ...]:
    """Which columns a catalogue tells, in the order of `COLUMNS`."""
    return tuple(field in told for field in _TOLD_BY.values())


def overlay(old: Values, new: Values, told: tuple[bool, ...]) -> Values:
    """A product as a catalogue changes it: what the catalogue does not tell stays.

    A price that is only written otherwise, 39.9 for 39.90, stays as it is too.
    """
    values = [n if is_told else o for o, n, is_told in zip(old, new, told, strict=True)]
    for at in _PRICES:
        if values[at] != old[at] and values[at] is not None and old[at] is not None:
            values[at] = old[at] if Decimal(values[at]) == Decimal(old[at]) else values[at]
    return _whole(values)


def merged(base: Values, now: Values, target: Values) -> Values:
    """What becomes of a product that was edited while the catalogue changed under it.

    Args:
        base: The product before it was edited.
        now: As it was edited; every column that differs from the base stays.
        target: As the catalogue would have it. Pieces that were sold or returned since the base
            are taken from its stock, or put back; there are never less than none.
    """
    values = [t if n == b else n for b, n, t in zip(base, now, target, strict=True)]
    before, after, told = base[STOCK], now[STOCK], target[STOCK]
    if before is not None and after is not None and told is not None:
        values[STOCK] = max(0, told + after - before)
    return _whole(values)


def _whole(values: list[Any]) -> Values:
    """A flash sale has a price, a beginning and an end, or there is none."""
    if any(values[at] is None for at in _FLASH):
        for at in _FLASH:
            values[at] = None
    return tuple(values)


def _text(amount: Decimal) -> str:
    if not amount.is_finite():
        raise ValueError(f"{amount} is no price")
    return str(amount)


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.isoformat()


def _list(items: object) -> str:
    return json.dumps(items, ensure_ascii=False) if items else "[]"


def _read(text: str, make: Callable[[Any], Any]) -> tuple[Any, ...]:
    return () if text == "[]" else tuple(make(item) for item in json.loads(text))
