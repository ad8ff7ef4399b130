"""Where a card lies on the canvas, and where its parts lie on the card."""

from dataclasses import dataclass

from studio.model.media import Size

DESIGN_WIDTH = 576
DESIGN_HEIGHT = 176
"""A lower third is designed in units of a card this large, and scaled to the canvas."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LowerThird:
    """A card near the canvas's lower edge; it may grow upwards.

    Attributes:
        x: Left edge on the canvas, even.
        bottom: Lower edge on the canvas, even.
        width: Even.
        height: Even; the usual height, which a very long name may exceed.
        tallest: Even; the greatest height.
    """

    x: int
    bottom: int
    width: int
    height: int
    tallest: int

    @property
    def unit(self) -> float:
        """Pixels per unit of the design."""
        return self.width / DESIGN_WIDTH

    @property
    def padding(self) -> float:
        return 14 * self.unit

    @property
    def radius(self) -> float:
        return 20 * self.unit

    @property
    def tile(self) -> Box:
        """The product's picture: a square in the upper left."""
        side = self.height - 2 * self.padding
        return Box(self.padding, self.padding, side, side)

    @property
    def text(self) -> Box:
        """Name and price on a card of usual height."""
        left = self.tile.x + self.tile.width + 18 * self.unit
        width = self.width - left - self.padding - 4 * self.unit
        return Box(left, self.padding, width, self.height - 2 * self.padding)


def lower_third(canvas: Size) -> LowerThird:
    """Lay a card out: lower left on a wide canvas, the full width on an upright or square one."""
    width, height = canvas.width, canvas.height
    short = min(width, height)
    if width > height * 1.2:
        margin = _even(short * 0.055)
        card_width = min(_even(height * 0.8), width - 2 * margin)
        bottom = height - margin
    else:
        margin = _even(width * 0.034)
        card_width = _even(width - 2 * margin)
        # Platforms put their buttons and comments over the lowest part of an upright picture.
        bottom = _even(height * 0.82) if height > width * 1.2 else height - margin
    card_height = _even(card_width * DESIGN_HEIGHT / DESIGN_WIDTH)
    tallest = max(card_height, _even(min(card_height * 1.9, bottom - margin)))
    return LowerThird(margin, _even(bottom), card_width, card_height, tallest)


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)
