"""What is sold."""

from dataclasses import dataclass

from studio.model.message import Money, Name


@dataclass(frozen=True, slots=True)
class Product:
    """A product as its card shows it.

    Attributes:
        code: The seller's own key (SKU).
        name: What it is called, in its own language.
        price: What it costs now.
        compare_price: What it cost before, shown crossed out.
        stock: Pieces left; None when nobody counts.
        slot: The number viewers order by; 0 for none.
        picture: Path of its picture; empty for none.
    """

    code: str
    name: Name
    price: Money
    compare_price: Money | None = None
    stock: int | None = None
    slot: int = 0
    picture: str = ""
