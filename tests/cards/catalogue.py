"""Products to draw, and how to look at a drawing."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from studio.cards.layout import Box, Plan, plan
from studio.model.card import CardStyle
from studio.model.media import Drawing, Size
from studio.model.message import Money, Name
from studio.model.product import Product

CANVASES = (
    Size(1280, 720),
    Size(1920, 1080),
    Size(720, 1280),
    Size(1080, 1920),
    Size(720, 720),
    Size(640, 480),
    Size(320, 240),
)


def product(name="Wool scarf", language="en", **changes) -> Product:
    values = {
        "code": "scarf",
        "name": Name(name, language),
        "price": yuan("39.90"),
        "compare_price": yuan("59.00"),
        "stock": 12,
        "slot": 3,
    }
    return Product(**(values | changes))


def yuan(amount) -> Money:
    return Money(Decimal(amount), "CNY")


NAMES = (
    "A very long name that goes on and on. " * 8,
    "وشاح من الصوف",
    "צעיף צמר כחול",
    "🌶🔥 辣椒油",
    "Keripik singkong balado",
)
"""Three hundred letters, two that run from right to left, and pictures."""


def many_products(count: int) -> tuple[Product, ...]:
    """A catalogue of names that are hard on whoever shows and speaks them."""
    return tuple(
        Product(
            f"many-{n}",
            Name(f"{NAMES[n % len(NAMES)].strip()} {n}"),
            yuan(n % 500 + 1),
            stock=n % 90,
            slot=n + 1,
        )
        for n in range(count)
    )


@dataclass(frozen=True)
class Third:
    """A lower third of the usual height, in pixels of the card."""

    plan: Plan

    @property
    def unit(self) -> float:
        return self.plan.unit

    @property
    def padding(self) -> float:
        return 14 * self.unit

    @property
    def radius(self) -> float:
        return 20 * self.unit

    @property
    def tile(self) -> Box:
        return Box(self.padding, self.padding, 148 * self.unit, 148 * self.unit)

    @property
    def text(self) -> Box:
        """Name and price."""
        left = self.tile.right + 18 * self.unit
        return Box(left, self.padding, self.plan.width - left - 18 * self.unit, 148 * self.unit)

    @property
    def bottom(self) -> float:
        return self.plan.area.bottom


def lower_third(canvas: Size) -> Third:
    return Third(plan(canvas, CardStyle()))


def over(drawing: Drawing, grey: int):
    """The drawing over an even grey, shape (height, width, 3)."""
    alpha = drawing.rgba[..., 3:].astype(float) / 255
    return np.round(drawing.rgba[..., :3] * alpha + grey * (1 - alpha)).astype(np.uint8)


def part(pixels, box):
    """What lies in a `Box`, a pixel inside its edges."""
    left, top = int(box.x) + 1, int(box.y) + 1
    return pixels[top : int(box.y + box.height) - 1, left : int(box.x + box.width) - 1]


def two_colours(pixels):
    """The two commonest colours: a ground, and the ink on it."""
    colours, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
    return [tuple(int(value) for value in colours[i]) for i in np.argsort(counts)[::-1][:2]]


def contrast(one, other) -> float:
    """Source: WCAG 2.2, contrast ratio and relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour) -> float:
    channels = (value / 255 for value in colour)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def count_of(pixels, colour: str) -> int:
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((pixels == wanted).all(axis=-1).sum())
