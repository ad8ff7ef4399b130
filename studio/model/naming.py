"""How what somebody said is matched with what things are called."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from studio.model.product import Product

T = TypeVar("T")


def by_name(words: str, named: Iterable[tuple[str, T]]) -> list[T]:
    """What is called so: exactly, else by the beginning, else by a part of the name."""
    wanted = words.casefold().strip()
    pairs = [(name.casefold(), value) for name, value in named]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        if found := [value for name, value in pairs if fits(name, wanted)]:
            return found
    return []


def exactly(words: str, products: Sequence[Product]) -> list[Product]:
    """The product of a code, else those that viewers order by this number."""
    of_code = [p for p in products if p.code == words]
    return of_code or [p for p in products if p.slot and str(p.slot) == words]


def products_called(words: str, products: Sequence[Product]) -> list[Product]:
    """By code, by slot number, or by name."""
    return exactly(words, products) or by_name(words, ((p.name.name, p) for p in products))
