"""Where a card lies on the canvas, and how large its parts are."""

from dataclasses import dataclass

from studio.model.card import CardLayout, CardStyle
from studio.model.media import Size

DESIGN_WIDTH = 576
DESIGN_HEIGHT = 176
"""A lower third is designed in units of a card this large, and scaled to the canvas."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; in pixels of the canvas where nothing else is said."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def holds(self, other: "Box", slack: float = 0.0) -> bool:
        """Whether another lies wholly inside."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the parts of a layout are, in units of its design.

    Attributes:
        padding: Between the plate's edge and all else.
        radius: Of the plate's corners.
        short_name: Letters of a name that then takes one line.
        name: Letters of any other name.
        legible: To which a name shrinks before the card grows.
        name_room: Height for the name on a card of the usual height.
        price: Digits of the price.
        before: Of the price that is crossed out.
        pill: Letters on a ground of their own, such as the stock.
        detail: Letters of all else.
        code: Side of the QR code with its quiet zone; 0 for none.
    """

    padding: float
    radius: float
    short_name: int
    name: int
    legible: int
    name_room: float
    price: int
    before: int
    pill: int
    detail: int
    code: float = 0


_SIZES = {
    CardLayout.LOWER_THIRD: Sizes(14, 20, 42, 34, 21, 84.5, 50, 27, 21, 22, code=148),
    CardLayout.SIDE: Sizes(16, 20, 34, 30, 20, 114, 52, 27, 21, 21, code=140),
    CardLayout.CORNER: Sizes(13, 18, 29, 26, 18, 66, 46, 24, 19, 19),
    CardLayout.FULL: Sizes(30, 28, 66, 54, 30, 202, 88, 44, 32, 32, code=170),
    CardLayout.PRICE_TAG: Sizes(16, 20, 29, 26, 18, 66, 92, 38, 23, 26),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A card's place and how it is arranged; see `plan`.

    Attributes:
        layout: Whose it is.
        area: What the platform leaves free, less the margin; even. The card never leaves it.
        unit: Pixels in a unit of the design.
        width: Even, in pixels.
        height: Even, in pixels; the usual height. Without any (0) it is as high as what it holds.
        tallest: Even, in pixels; the greatest height.
        across: Where it lies in the area: 0 at the left, 1 at the right.
        down: 0 at the top, 1 at the bottom.
        is_row: The picture stands beside the text, not above it.
        tile: The picture's width and height in units; without any, (0, 0).
        sizes: Of its parts.
    """

    layout: CardLayout
    area: Box
    unit: float
    width: int
    height: int
    tallest: int
    across: float
    down: float
    is_row: bool
    tile: tuple[float, float]
    sizes: Sizes

    @property
    def units_wide(self) -> float:
        return self.width / self.unit

    @property
    def code_room(self) -> int:
        """Side of the QR code's square in pixels; 0 for none."""
        is_low = self.layout is CardLayout.LOWER_THIRD and self.tallest < self.height * 1.35
        return 0 if is_low else int(self.sizes.code * self.unit)

    def place(self, height: int) -> tuple[int, int]:
        """Where a card of a height in pixels has its upper left corner, even."""
        x = self.area.x + (self.area.width - self.width) * self.across
        y = self.area.y + (self.area.height - height) * self.down
        return 2 * int(x / 2), 2 * int(y / 2)


def free_area(canvas: Size, style: CardStyle) -> Box:
    """What of the canvas a card may cover: even, at least two pixels each way."""
    width, height = canvas.width, canvas.height
    is_wide = width > height * 1.2
    margin = _even(min(width, height) * 0.055 if is_wide else width * 0.034)
    insets = style.insets(canvas)
    left = max(margin, _even(insets.left * width))
    right = max(margin, _even(insets.right * width))
    top = max(margin, _even(insets.top * height))
    bottom = max(margin, height - _even(height * (1 - insets.bottom)))
    return Box(left, top, max(2, width - left - right), max(2, height - top - bottom))


def plan(canvas: Size, style: CardStyle) -> Plan:
    """Lay out a card."""
    area = free_area(canvas, style)
    match style.layout:
        case CardLayout.LOWER_THIRD:
            return _lower_third(canvas, area)
        case CardLayout.SIDE | CardLayout.CORNER | CardLayout.PRICE_TAG:
            return _as_high_as_it_holds(canvas, area, style.layout)
        case CardLayout.FULL:
            return _full(area)


def _lower_third(canvas: Size, area: Box) -> Plan:
    """At the left of a wide canvas, over the full width of an upright or square one."""
    is_wide = canvas.width > canvas.height * 1.2
    wanted = _even(canvas.height * 0.8) if is_wide else area.width
    # On an odd canvas, such as a ribbon, the height is what there is little of.
    fits = area.height * DESIGN_WIDTH / DESIGN_HEIGHT
    width = _down(min(wanted, area.width, fits))
    height = min(_even(width * DESIGN_HEIGHT / DESIGN_WIDTH), _down(area.height))
    tallest = max(height, min(_even(height * 1.9), _down(area.height)))
    side = DESIGN_HEIGHT - 28
    return Plan(
        CardLayout.LOWER_THIRD,
        area,
        width / DESIGN_WIDTH,
        width,
        height,
        tallest,
        across=0.0,
        down=1.0,
        is_row=True,
        tile=(side, side),
        sizes=_SIZES[CardLayout.LOWER_THIRD],
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """How a card that is as high as what it holds is laid out.

    Attributes:
        units: Of the design across.
        tile: As in `Plan`.
        wide: Share of the area's width that it takes on a wide canvas.
        upright: The same on an upright one.
        least: Units of height that there are at least.
        tallest: Share of the area's height that it may take.
        down: As in `Plan`.
    """

    units: int
    tile: tuple[float, float]
    wide: float
    upright: float
    least: int
    tallest: float
    down: float


_COLUMNS = {
    CardLayout.SIDE: _Column(320, (288, 190), 0.27, 0.46, 560, 1.0, 0.5),
    CardLayout.CORNER: _Column(260, (234, 140), 0.21, 0.42, 420, 0.62, 0.0),
    CardLayout.PRICE_TAG: _Column(400, (0, 0), 0.28, 0.6, 400, 0.62, 1.0),
}


def _as_high_as_it_holds(canvas: Size, area: Box, layout: CardLayout) -> Plan:
    column = _COLUMNS[layout]
    # Between the two shapes, such as on a square, it takes what lies between.
    mix = min(1.0, max(0.0, (area.width / area.height - 0.6) / (1.7 - 0.6)))
    wanted = area.width * (column.upright + (column.wide - column.upright) * mix)
    unit = min(wanted / column.units, area.height * column.tallest / column.least)
    width = min(_even(unit * column.units), _down(area.width))
    is_upright = canvas.height > canvas.width * 1.2
    return Plan(
        layout,
        area,
        width / column.units,
        width,
        0,
        max(2, _down(area.height * column.tallest)),
        # On an upright picture platforms have their buttons at the right, lower down.
        across=0.0 if is_upright and layout is not CardLayout.CORNER else 1.0,
        down=column.down,
        is_row=False,
        tile=column.tile,
        sizes=_SIZES[layout],
    )


def _full(area: Box) -> Plan:
    is_row = area.width > area.height * 1.15
    unit = min(area.width / 1000, area.height / 560) if is_row else 0.0
    unit = unit or min(area.width / 620, area.height / 860)
    width, height = _down(area.width), _down(area.height)
    wide, high = width / unit, height / unit
    inner = high - 60
    tile = (min(wide * 0.4, inner), inner) if is_row else (wide - 60, high * 0.38)
    return Plan(
        CardLayout.FULL, area, unit, width, height, height, 0.0, 0.0, is_row, tile,
        _SIZES[CardLayout.FULL],
    )  # fmt: skip


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


def _down(pixels: float) -> int:
    """Even, and not more."""
    return max(2, int(pixels / 2) * 2)
