"""The texts of a card in a column: what is too much shrinks, wraps, and is never cut."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from studio.cards.fonts import font
from studio.cards.layout import Box, Sizes
from studio.cards.parts import Part, PartKind
from studio.cards.theme import Theme
from studio.cards.typesetting import Paragraph, fit_text, set_text, sized

_GAP = 0.26
"""Between two rows, in em of the details."""

_PRICE_ROW = 1.16
"""Height of the row of prices, in em of the price."""

_FOOT = 0.14
"""From the foot of the digits to the lower edge of their row, in em of the price."""

_STACKED = 0.62
"""Share of their size below which two prices stand one over the other."""

_PILLS = {PartKind.COUNTDOWN, PartKind.STOCK, PartKind.AGE}
_DETAILS = {PartKind.COUPON, PartKind.LIMIT, PartKind.POINT, PartKind.ALLERGENS}


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a card, set.

    Attributes:
        part: What it tells.
        text: Its words.
        x: Left edge in units of the column; likewise `y`.
        y: Upper edge.
        ink: Colour of the letters.
        ground: Colour of a ground of its own; empty where it stands on the plate.
        box: That ground.
        is_crossed: A line goes through it.
    """

    part: Part
    text: Paragraph
    x: float
    y: float
    ink: str
    ground: str = ""
    box: Box | None = None
    is_crossed: bool = False

    def moved(self, x: float, y: float) -> "Piece":
        box = self.box and Box(self.box.x + x, self.box.y + y, self.box.width, self.box.height)
        return Piece(
            self.part,
            self.text,
            self.x + x,
            self.y + y,
            self.ink,
            self.ground,
            box,
            self.is_crossed,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """Pieces in their places.

    Attributes:
        pieces: In units of the column, from its upper left corner.
        width: Of the column in its own units.
        height: Of all rows in its own units.
        zoom: Units of the card in one of the column; below 1 where all had to shrink.
    """

    pieces: tuple[Piece, ...]
    width: float
    height: float
    zoom: float = 1.0

    @property
    def tall(self) -> float:
        """Its height in units of the card."""
        return self.height * self.zoom


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets the parts of a card.

    Attributes:
        language: The show's, for all that has none of its own.
        sizes: Of the parts.
        theme: Their colours.
        is_one_row: Prices never stand one over the other, however small they get.
    """

    language: str
    sizes: Sizes
    theme: Theme
    is_one_row: bool = False

    def set(
        self, parts: Iterable[Part], width: float, tallest: float, *, least: float = 0.0
    ) -> Column:
        """Set parts below one another, all of it never higher than `tallest`.

        Args:
            parts: In their order; prices stand in one row, and what has a ground in another.
            width: Measure in units of the card.
            tallest: In units of the card too.
            least: Height that it has at least; all but the name then stands at its foot.
        """
        chosen = tuple(parts)
        column = self._set(chosen, width, tallest, least)
        if column.height <= tallest + 0.5:
            return column
        low, high = 0.01, 1.0
        best = self._zoomed(chosen, width, tallest, low)
        for _ in range(8):
            middle = (low * high) ** 0.5
            tried = self._zoomed(chosen, width, tallest, middle)
            if tried.height * middle <= tallest + 0.5:
                low, best = middle, tried
            else:
                high = middle
        return best

    def _zoomed(self, parts: tuple[Part, ...], width: float, tallest: float, zoom: float) -> Column:
        column = self._set(parts, width / zoom, tallest / zoom, 0.0)
        return Column(column.pieces, column.width, column.height, zoom)

    def _set(self, parts: tuple[Part, ...], width: float, tallest: float, least: float) -> Column:
        rows = list(self._rows(parts, width))
        gap = _GAP * self.sizes.detail
        below = sum(height for _pieces, height in rows) + gap * max(0, len(rows) - 1)
        name = next((part for part in parts if part.kind is PartKind.NAME), None)
        if name is not None:
            after_slot = 1 if parts[0].kind is PartKind.SLOT else 0
            room = tallest - below - (gap if rows else 0)
            rows.insert(after_slot, self._name(name, width, room))
        return _stacked(rows, width, gap, least)

    # ------------------------------------------------------------------ rows

    def _rows(self, parts: tuple[Part, ...], width: float) -> Iterator[tuple[list[Piece], float]]:
        """Pieces from the left edge, and the height of their row."""
        kinds = {part.kind: part for part in parts}
        if PartKind.SLOT in kinds:
            yield self._pills([kinds[PartKind.SLOT]], width)
        unit = kinds.get(PartKind.UNIT)
        price = kinds.get(PartKind.PRICE)
        if price is not None:
            beside = unit if unit and self._is_short(unit, width) else None
            yield from self._prices(price, beside, kinds.get(PartKind.BEFORE), width)
            unit = None if beside else unit
        if unit is not None:
            yield self._detail(unit, width)
        pills = [part for part in parts if part.kind in _PILLS]
        if pills:
            yield self._pills(pills, width)
        for part in parts:
            if part.kind in _DETAILS:
                yield self._detail(part, width)

    def _detail(self, part: Part, width: float) -> tuple[list[Piece], float]:
        text = set_text(self._words(part), self._small(part), width)
        return [Piece(part, text, 0.0, 0.0, self.theme.ink)], text.height

    def _name(self, part: Part, width: float, room: float) -> tuple[list[Piece], float]:
        sizes = self.sizes
        letters = font(part.language or self.language, sizes.name, bold=True)
        words = self._words(part)
        text = set_text(words, sized(letters, sizes.short_name), width)
        if len(text.lines) > 1 or text.height > room:
            text = fit_text(words, letters, width, min(room, sizes.name_room), sizes.legible)
        if text.height > min(room, sizes.name_room) + 0.5:
            # It gets no smaller than the details; where that is too much, all gets smaller.
            text = fit_text(words, sized(letters, sizes.legible), width, room, sizes.legible)
        return [Piece(part, text, 0.0, 0.0, self.theme.ink)], text.height

    def _is_short(self, unit: Part, width: float) -> bool:
        return set_text(self._words(unit), self._small(unit)).width <= width * 0.3

    def _small(self, part: Part) -> QFont:
        return font(part.language or self.language, self.sizes.detail)

    def _prices(
        self, price: Part, unit: Part | None, before: Part | None, width: float
    ) -> Iterator[tuple[list[Piece], float]]:
        """Price, unit and price before in one row, smaller where they are long, or in two."""
        row = self._price_row([p for p in (price, unit, before) if p], width)
        scale = row[0][0].text.pixels / self.sizes.price
        if before is None or scale >= _STACKED or self.is_one_row:
            yield row
            return
        yield self._price_row([before], width)
        yield self._price_row([p for p in (price, unit) if p], width)

    def _price_row(self, parts: list[Part], width: float) -> tuple[list[Piece], float]:
        scale = 1.0
        pieces, taken = self._in_a_row(parts, scale)
        for _ in range(3):
            if taken > width:
                scale *= width / taken * 0.99
                pieces, taken = self._in_a_row(parts, scale)
        return pieces, pieces[0].text.pixels * _PRICE_ROW

    def _in_a_row(self, parts: list[Part], scale: float) -> tuple[list[Piece], float]:
        pieces: list[Piece] = []
        x, foot = 0.0, 0.0
        for part in parts:
            text, colour = self._price_text(part, scale)
            foot = foot or text.pixels * (_PRICE_ROW - _FOOT)
            is_crossed = part.kind is PartKind.BEFORE
            y = foot - text.baseline
            pieces.append(Piece(part, text, x, y, colour, is_crossed=is_crossed))
            x += text.width + 0.28 * self.sizes.price * scale
        return pieces, x - 0.28 * self.sizes.price * scale

    def _price_text(self, part: Part, scale: float) -> tuple[Paragraph, str]:
        words = self._words(part)
        match part.kind:
            case PartKind.PRICE:
                letters = font(self.language, self.sizes.price * scale, bold=True)
                return set_text(words, letters, small=around_digits(words)), self.theme.price
            case PartKind.BEFORE:
                return set_text(words, font(self.language, self.sizes.before * scale)), (
                    self.theme.quiet
                )
            case _:
                letters = font(part.language or self.language, self.sizes.detail * scale)
                return set_text(words, letters), self.theme.ink

    def _pills(self, parts: list[Part], width: float) -> tuple[list[Piece], float]:
        """Texts on grounds of their own, from left to right and then below."""
        gap = 0.3 * self.sizes.pill
        pieces: list[Piece] = []
        x, y, deepest = 0.0, 0.0, 0.0
        for part in parts:
            pill = self.pill(part, width)
            box = pill.box or Box(0, 0, 0, 0)
            if x and x + box.width > width:
                x, y, deepest = 0.0, y + deepest + gap, 0.0
            pieces.append(pill.moved(x, y))
            x, deepest = x + box.width + gap, max(deepest, box.height)
        return pieces, y + deepest

    def pill(self, part: Part, width: float) -> Piece:
        """A text on a ground of its own, no wider than a width; its corner is at 0, 0."""
        letters = font(self.language, self.sizes.pill, bold=True)
        aside, above = 0.55 * self.sizes.pill, 0.14 * self.sizes.pill
        words = self._words(part)
        text = set_text(words, letters, max(1.0, width - 2 * aside))
        taken = text.width
        if part.kind is PartKind.COUNTDOWN and len(text.lines) == 1:
            # The ground stays as it is while the digits change.
            taken = min(set_text(_widest(words, letters), letters).width, width - 2 * aside)
        ink, ground = self.pill_colours(part)
        box = Box(0.0, 0.0, taken + 2 * aside, text.height + 2 * above)
        return Piece(part, text, aside, above, ink, ground, box)

    def pill_colours(self, part: Part) -> tuple[str, str]:
        theme = self.theme
        if part.kind in {PartKind.COUNTDOWN, PartKind.SLOT}:
            return theme.badge_ink, theme.badge
        is_over = part.kind is PartKind.STOCK and isinstance(part.value, int) and part.value <= 0
        return theme.stock_ink, theme.sold_out if is_over else theme.stock

    def _words(self, part: Part) -> str:
        return part.shown.words(self.language)


def _stacked(
    rows: list[tuple[list[Piece], float]], width: float, gap: float, least: float
) -> Column:
    """Rows below one another; what is spare comes under the first."""
    height = sum(tall for _pieces, tall in rows) + gap * max(0, len(rows) - 1)
    spare = max(0.0, least - height)
    pieces: list[Piece] = []
    y = 0.0
    for index, (row, tall) in enumerate(rows):
        if index == 1:
            y += spare
        pieces += [piece.moved(0.0, y) for piece in row]
        y += tall + gap
    return Column(tuple(pieces), width, height + spare)


def around_digits(price: str) -> tuple[range, ...]:
    """Where the currency's sign stands, before or after the digits."""
    at = [index for index, sign in enumerate(price) if sign.isdigit()]
    if not at:
        return ()
    parts = (range(at[0]), range(at[-1] + 1, len(price)))
    return tuple(part for part in parts if part)


def _widest(words: str, letters: QFont) -> str:
    digit = _widest_digit(letters.toString())
    return "".join(digit if sign.isdigit() else sign for sign in words)


@lru_cache(maxsize=64)
def _widest_digit(letters: str) -> str:
    asked = QFont()
    asked.fromString(letters)
    metrics = QFontMetricsF(asked)
    return max("0123456789", key=metrics.horizontalAdvance)
