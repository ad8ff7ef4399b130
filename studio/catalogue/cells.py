"""A product as the cells of our own files, exactly as they are read back."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from studio.catalogue import parts
from studio.model.product import Field, Product

ARRAYS = frozenset(
    {Field.PICTURES, Field.POINTS, Field.SPECIFICATIONS, Field.QUESTIONS, Field.ALLERGENS,
     Field.CERTIFICATES}
)  # fmt: skip
"""Fields with a line for each part."""
WHOLE = frozenset({Field.STOCK, Field.LIMIT, Field.SLOT, Field.LEAST_AGE})
AMOUNTS = frozenset({Field.PRICE, Field.COMPARE_PRICE, Field.FLASH_PRICE})


def _amount(amount: Decimal) -> str:
    return format(amount, "f")


def _count(number: int | None) -> str:
    return "" if number is None else str(number)


def _certificates(product: Product) -> str:
    supplier = product.supplier
    return parts.join_rows(
        (
            (c.name, c.number, c.expires.isoformat() if c.expires else "")
            for c in (supplier.certificates if supplier else ())
        ),
        "|",
    )


_CELLS: dict[Field, Callable[[Product], str]] = {
    Field.CODE: lambda p: p.code,
    Field.NAME: lambda p: p.name.name,
    Field.LANGUAGE: lambda p: p.name.language,
    Field.SPOKEN_NAME: lambda p: p.spoken_name,
    Field.PRICE: lambda p: _amount(p.price.amount),
    Field.COMPARE_PRICE: lambda p: _amount(p.compare_price.amount) if p.compare_price else "",
    Field.CURRENCY: lambda p: p.price.currency,
    Field.STOCK: lambda p: _count(p.stock),
    Field.LIMIT: lambda p: _count(p.limit),
    Field.UNIT: lambda p: p.unit,
    Field.SLOT: lambda p: str(p.slot) if p.slot else "",
    Field.GTIN: lambda p: p.gtin,
    Field.PICTURES: lambda p: "\n".join(p.pictures),
    Field.COUPON: lambda p: p.coupon,
    Field.FLASH_PRICE: lambda p: _amount(p.flash_sale.price.amount) if p.flash_sale else "",
    Field.FLASH_BEGINS: lambda p: p.flash_sale.begins.isoformat() if p.flash_sale else "",
    Field.FLASH_ENDS: lambda p: p.flash_sale.ends.isoformat() if p.flash_sale else "",
    Field.POINTS: lambda p: parts.join_lines(p.points),
    Field.SPECIFICATIONS: lambda p: parts.join_rows(p.specifications, ":"),
    Field.QUESTIONS: lambda p: parts.join_rows(((q.question, q.answer) for q in p.questions), "|"),
    Field.ALLERGENS: lambda p: parts.join_lines(p.allergens),
    Field.LEAST_AGE: lambda p: str(p.least_age) if p.least_age else "",
    Field.SUPPLIER: lambda p: p.supplier.name if p.supplier else "",
    Field.CONTACT: lambda p: p.supplier.contact if p.supplier else "",
    Field.CERTIFICATES: _certificates,
    Field.SAMPLE_CHECKED_ON: lambda p: p.sample_checked_on.isoformat() if p.sample_checked_on else "",
    Field.SAMPLE_CHECKED_BY: lambda p: p.sample_checked_by,
    Field.EVIDENCE: lambda p: p.evidence,
    Field.NOTES: lambda p: p.notes,
}


def cells_of(product: Product) -> list[str]:
    """The cells of a product, in the order of `Field`."""
    return [_CELLS[field](product) for field in Field]


def rows_of(products: Iterable[Product]) -> Iterable[list[str]]:
    return map(cells_of, products)
