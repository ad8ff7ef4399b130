"""How the parts of one card are arranged on it."""

from dataclasses import dataclass

from studio.cards.column import Column, Setter
from studio.cards.layout import Box, Plan
from studio.cards.parts import Part, PartKind
from studio.model.card import CardLayout

_BESIDE = 18
"""Between the picture and the text, in units of the design; as wide as a card's own padding."""

_TAG_POINT = 34
"""Room for the hole of a price tag, in units."""

_RIM = 10
"""Around a code that lies on the picture's ground, in units."""

_UNDER = 0.8
"""Between the picture and the text below it, in widths of the card's own padding."""

_HEAD = {PartKind.NAME, PartKind.PRICE, PartKind.BEFORE, PartKind.UNIT}

_TILE_STEPS = (1.0, 0.7, 0.45)
"""Shares of its height to which the picture gives way before the text shrinks."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column and where its upper left corner is, in units of the card."""

    column: Column
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything is on a card, in units of the design.

    Attributes:
        height: Of the card.
        columns: The texts on the plate, or on grounds of their own.
        tile: The ground of the picture; None for a card without one.
        picture: What of the tile is the picture's.
        slot: The number on the picture.
        stock: The strip at the picture's foot.
        code: The square of the QR code.
    """

    height: float
    columns: tuple[Placed, ...]
    tile: Box | None = None
    picture: Box | None = None
    slot: Part | None = None
    stock: Part | None = None
    code: Box | None = None


def arrange(plan: Plan, parts: tuple[Part, ...], setter: Setter) -> Arrangement:
    """Arrange the parts of a card; it never gets higher than the plan has it."""
    match plan.layout:
        case CardLayout.LOWER_THIRD:
            return _in_a_third(plan, parts, setter)
        case CardLayout.PRICE_TAG:
            return _as_a_tag(plan, parts, setter)
        case CardLayout.FULL if plan.is_row:
            return _side_by_side(plan, parts, setter)
        case _:
            return _one_below_the_other(plan, parts, setter)


def _in_a_third(plan: Plan, parts: tuple[Part, ...], setter: Setter) -> Arrangement:
    """Picture, name and price as ever; what else there is below them, over the full width."""
    padding, tallest = plan.sizes.padding, plan.tallest / plan.unit
    on_tile = {part.kind: part for part in parts if part.kind in {PartKind.SLOT, PartKind.STOCK}}
    extra = [p for p in parts if p.kind not in _HEAD | on_tile.keys() | {PartKind.CODE}]
    inner = plan.units_wide - 2 * padding
    has_code = _has_code(parts)
    room = tallest - 2 * padding
    room = room - plan.sizes.code - padding * 0.7 if has_code else room * 0.45
    below = setter.set(extra, inner, room) if extra else None
    under = below.tall + padding * 0.7 if below else 0.0
    side = min(plan.tile[1], tallest - 2 * padding - under)
    tile = Box(padding, padding, side, side)
    code = Box(plan.units_wide - padding - side, padding, side, side)
    left = tile.right + _BESIDE
    width = (code.x - padding if has_code else plan.units_wide - padding - 4) - left
    head = setter.set(
        (p for p in parts if p.kind in _HEAD), width, tallest - 2 * padding - under, least=side
    )
    columns = [Placed(head, left, padding)]
    top = max(side, head.tall)
    if below:
        columns.append(Placed(below, padding, padding + top + padding * 0.7))
    return Arrangement(
        2 * padding + top + under,
        tuple(columns),
        tile,
        tile,
        on_tile.get(PartKind.SLOT),
        on_tile.get(PartKind.STOCK),
        code if has_code else None,
    )


def _one_below_the_other(plan: Plan, parts: tuple[Part, ...], setter: Setter) -> Arrangement:
    """The picture above, with the code at its right, and the text below."""
    padding, tallest = plan.sizes.padding, plan.tallest / plan.unit
    inner = plan.units_wide - 2 * padding
    side = plan.sizes.code if _has_code(parts) else 0.0
    high, column = _picture_and_text(plan, parts, setter, side + 2 * _RIM if side else 0.0)
    tile = Box(padding, padding, inner, high)
    top = tile.bottom + _UNDER * padding
    height = top + column.tall + padding
    if plan.height:
        # The whole area is the card's: the picture takes most of what the text leaves.
        spare, height = max(0.0, tallest - height), tallest
        tile = Box(tile.x, tile.y, tile.width, tile.height + spare * 0.6)
        top += spare * 0.8
    code = Box(tile.right - side - _RIM, tile.y + (tile.height - side) / 2, side, side)
    picture = Box(tile.x, tile.y, tile.width - (side + _RIM if side else 0.0), tile.height)
    columns = (Placed(column, padding, top),)
    return Arrangement(height, columns, tile, picture, _slot(parts), None, code if side else None)


def _picture_and_text(
    plan: Plan, parts: tuple[Part, ...], setter: Setter, least: float
) -> tuple[float, Column]:
    """Height of the picture, which gives way before the text shrinks, and the text below it."""
    padding, tallest = plan.sizes.padding, plan.tallest / plan.unit
    inner = plan.units_wide - 2 * padding

    def with_picture(high: float) -> tuple[float, Column]:
        room = tallest - high - (2 + _UNDER) * padding
        return high, setter.set(_without_tile(parts), inner, max(1.0, room))

    steps = [max(least, min(plan.tile[1] * share, tallest * 0.5)) for share in _TILE_STEPS]
    for high in steps[:-1]:
        tried = with_picture(high)
        if tried[1].zoom >= 1.0:
            return tried
    return with_picture(steps[-1])


def _side_by_side(plan: Plan, parts: tuple[Part, ...], setter: Setter) -> Arrangement:
    """The picture at the left, the code below it, and the text at the right."""
    padding, height = plan.sizes.padding, plan.tallest / plan.unit
    side = plan.sizes.code if _has_code(parts) else 0.0
    tile = Box(padding, padding, *plan.tile)
    left = tile.right + padding
    room = height - 2 * padding
    column = setter.set(_without_tile(parts), plan.units_wide - padding - left, room)
    top = padding + max(0.0, room - column.tall) / 2
    code = Box(tile.x + (tile.width - side) / 2, tile.bottom - side - _RIM, side, side)
    picture = Box(tile.x, tile.y, tile.width, tile.height - (side + _RIM if side else 0.0))
    columns = (Placed(column, left, top),)
    return Arrangement(height, columns, tile, picture, _slot(parts), None, code if side else None)


def _as_a_tag(plan: Plan, parts: tuple[Part, ...], setter: Setter) -> Arrangement:
    padding, tallest = plan.sizes.padding, plan.tallest / plan.unit
    left = padding + _TAG_POINT
    column = setter.set(parts, plan.units_wide - left - padding, tallest - 2 * padding)
    height = column.tall + 2 * padding
    return Arrangement(height, (Placed(column, left, padding),))


def _has_code(parts: tuple[Part, ...]) -> bool:
    return any(part.kind is PartKind.CODE for part in parts)


def _slot(parts: tuple[Part, ...]) -> Part | None:
    return next((part for part in parts if part.kind is PartKind.SLOT), None)


def _without_tile(parts: tuple[Part, ...]) -> list[Part]:
    return [part for part in parts if part.kind not in {PartKind.SLOT, PartKind.CODE}]
