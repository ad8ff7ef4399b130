"""The catalogue."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from studio.model.errors import StoreError
from studio.model.message import Money, Name, say
from studio.model.product import Product
from studio.store import faults
from studio.store.database import Database

# Slots as viewers count them; what has no slot comes after, by name.
_ORDER = "slot = 0, slot, name, code"


class ProductRepository:
    """Products by code; prices are stored as text so that they stay exact.

    They belong to the workstation: every streamer sells from the same catalogue.
    """

    def __init__(self, db: Database, person_id: str | None = None) -> None:
        self._db = db
        self._table = db.table("products")
        self._person = person_id

    def all(self) -> list[Product]:
        """Every product, by slot number; those without one after them, by name."""
        return [_from_row(row) for row in self._table.rows_where(order_by=_ORDER)]

    def count(self) -> int:
        return self._table.count

    def by_code(self, code: str) -> Product | None:
        return self._first("code = ?", code)

    def by_slot(self, slot: int) -> Product | None:
        """The product that viewers order by this number; None also for 0."""
        return self._first("slot = ? AND slot <> 0", slot)

    def put(self, product: Product) -> None:
        """Keep a product; one of the same code is changed.

        Raises:
            StoreError: Its prices are in two currencies.
            ValueError: It has no code, or a price that is not a number.
        """
        self._table.upsert(self._to_row(product), pk="code")

    def delete(self, code: str) -> None:
        self._table.delete_where("code = ?", [code])

    def replace_all(self, products: Iterable[Product]) -> None:
        """Put a new catalogue in place of the old one, whole or not at all.

        Of two products with the same code the last stays. Raises as `put` does.
        """
        with self._db.atomic():
            self._table.delete_where()
            self._table.insert_all(map(self._to_row, products), pk="code", replace=True)

    def _first(self, where: str, value: object) -> Product | None:
        for row in self._table.rows_where(where, [value], order_by=_ORDER, limit=1):
            return _from_row(row)
        return None

    def _to_row(self, product: Product) -> dict[str, Any]:
        before = product.compare_price
        if not product.code:
            raise ValueError("a product needs a code")
        if before and before.currency != product.price.currency:
            raise StoreError(
                say("{product} has prices in two currencies.", product=product.name),
                say("Enter both prices in the same currency."),
            )
        return {
            "code": product.code,
            "person_id": self._person,
            "name": product.name.name,
            "name_language": product.name.language,
            "price": _text(product.price.amount),
            "currency": product.price.currency,
            "compare_price": _text(before.amount) if before else None,
            "stock": product.stock,
            "slot": product.slot,
            "picture": product.picture,
        }


def _text(amount: Decimal) -> str:
    if not amount.is_finite():
        raise ValueError(f"{amount} is no price")
    return str(amount)


def _from_row(row: dict[str, Any]) -> Product:
    try:
        price = Decimal(row["price"])
        before = None if row["compare_price"] is None else Decimal(row["compare_price"])
    except InvalidOperation as error:
        raise faults.unreadable("products", row["code"]) from error
    return Product(
        row["code"],
        Name(row["name"], row["name_language"]),
        Money(price, row["currency"]),
        None if before is None else Money(before, row["currency"]),
        row["stock"],
        row["slot"],
        (row["picture"],) if row["picture"] else (),
    )
