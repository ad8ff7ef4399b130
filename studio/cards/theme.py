"""The colours of a card."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`; a text and its ground contrast at least 4.5:1.

    Attributes:
        plate: Ground of the whole card; it hides the picture behind, whatever that is.
        edge: Hairline around the plate, which keeps it apart from a picture of its own colour.
        ink: The name, on the plate.
        price: The price, on the plate.
        quiet: The crossed-out price and its line, on the plate.
        tile: Ground of the product's picture.
        sketch: The drawing in place of a missing picture, on the tile.
        badge: Ground of the slot number.
        badge_ink: The slot number.
        stock: Ground of the stock.
        stock_ink: The stock.
        sold_out: Ground of the stock when nothing is left; `stock_ink` stands on it too.
    """

    plate: str
    edge: str
    ink: str
    price: str
    quiet: str
    tile: str
    sketch: str
    badge: str
    badge_ink: str
    stock: str
    stock_ink: str
    sold_out: str


PAPER = Theme(
    plate="#fffdf9",
    edge="#d8cfc0",
    ink="#20242b",
    price="#c3141f",
    quiet="#646a73",
    tile="#f3ebdd",
    sketch="#bfae93",
    badge="#c3141f",
    badge_ink="#ffffff",
    stock="#2b3038",
    stock_ink="#ffffff",
    sold_out="#5d636c",
)
