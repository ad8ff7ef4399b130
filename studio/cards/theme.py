"""The colours of a card."""

from dataclasses import dataclass

from studio.model.card import CardTheme


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
        badge: Ground of the slot number and of a countdown.
        badge_ink: The slot number, and the countdown.
        stock: Ground of the stock and of the least age.
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
    quiet="#50565f",
    tile="#f3ebdd",
    sketch="#bfae93",
    badge="#c3141f",
    badge_ink="#ffffff",
    stock="#2b3038",
    stock_ink="#ffffff",
    sold_out="#5d636c",
)

NIGHT = Theme(
    plate="#161a22",
    edge="#3a4150",
    ink="#f4f1ea",
    price="#ffc14d",
    quiet="#a7afbd",
    tile="#252b37",
    sketch="#5a6478",
    badge="#ffc14d",
    badge_ink="#1b1508",
    stock="#e9e4d8",
    stock_ink="#161a22",
    sold_out="#b3b9c4",
)

FESTIVE = Theme(
    plate="#a3111c",
    edge="#e8b04a",
    ink="#fff6e5",
    price="#ffd873",
    quiet="#ffe3d8",
    tile="#fdf1dc",
    sketch="#d3a97b",
    badge="#ffd873",
    badge_ink="#5a0910",
    stock="#fff1d2",
    stock_ink="#5a0910",
    sold_out="#dcc3b4",
)

CONTRAST = Theme(
    plate="#000000",
    edge="#ffffff",
    ink="#ffffff",
    price="#ffff00",
    quiet="#ffffff",
    tile="#1c1c1c",
    sketch="#8c8c8c",
    badge="#ffff00",
    badge_ink="#000000",
    stock="#ffffff",
    stock_ink="#000000",
    sold_out="#c8c8c8",
)

THEMES = {
    CardTheme.PAPER: PAPER,
    CardTheme.NIGHT: NIGHT,
    CardTheme.FESTIVE: FESTIVE,
    CardTheme.CONTRAST: CONTRAST,
}
