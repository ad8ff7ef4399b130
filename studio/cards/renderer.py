"""Draws a product card."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen, QTransform

from studio.cards.arrangement import Arrangement, Placed, arrange
from studio.cards.column import Piece, Setter
from studio.cards.fonts import font
from studio.cards.gui import ensure_gui
from studio.cards.layout import Box, Plan, plan
from studio.cards.parts import (
    Part,
    PartKind,
    code_of,
    countdown,
    next_change,
    parts_of,
)
from studio.cards.pictures import load_picture
from studio.cards.qr import QUIET, Code
from studio.cards.theme import THEMES, Theme
from studio.cards.typesetting import Paragraph, set_text, sized
from studio.model.card import CardLayout, CardStyle
from studio.model.media import Drawing, Size
from studio.model.product import FlashSale, Product
from studio.text import in_use

# In units of the design, see `layout`.
_BADGE = 52
_BADGE_TEXT = 37
_STOCK = 32
_STOCK_TEXT = 21
_TILE_RADIUS = 12


@dataclass(frozen=True, slots=True, eq=False)
class CardText:
    """Words as they stand on a card.

    Attributes:
        part: What they tell.
        box: Their lines, in pixels of the canvas.
        scale: Pixels in a unit in which they were set.
    """

    part: Part
    box: Box
    scale: float
    _text: Paragraph = field(repr=False)

    @property
    def words(self) -> str:
        """In the language in which they are drawn."""
        return self._text.text

    @property
    def is_complete(self) -> bool:
        """Every character stands in one of the lines."""
        return self._text.is_complete

    @property
    def lacks_letters(self) -> bool:
        """Boxes stand in place of some of them, for which the machine has no font."""
        return self._text.lacks_letters

    @property
    def ink(self) -> Box:
        """The smallest box around the glyphs, in pixels of the canvas; empty for blanks."""
        ink, scale = self._text.ink, self.scale
        return Box(
            self.box.x + ink.x() * scale,
            self.box.y + ink.y() * scale,
            ink.width() * scale,
            ink.height() * scale,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Ticking:
    """A countdown that is drawn anew without the rest of its card.

    Attributes:
        ground: What it stands on, in pixels of the card, without its digits.
        x: Left edge of `ground` on the canvas, even; likewise `y`.
        piece: As it was set.
        to_pixels: From units of its column to pixels of `ground`.
        sale: What it counts down to the end of.
        setter: Set it.
    """

    ground: QImage
    x: int
    y: int
    piece: Piece
    to_pixels: QTransform
    sale: FlashSale
    setter: Setter


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A card that was drawn.

    Attributes:
        drawing: Its pixels and its place, wholly inside the free area.
        parts: What it tells; `parts.read_aloud` says it.
        texts: Where the words of each part stand.
        code: Where its QR code is with the quiet zone; None without one.
        area: What of the canvas it may cover.
        has_picture: The product's picture is on it, not a sketch in its place.
        lacks_picture: A sketch is, for the product's picture cannot be shown.
        changes_at: When it shows something else by itself, with a time zone; None for never.
    """

    drawing: Drawing
    parts: tuple[Part, ...]
    texts: tuple[CardText, ...]
    code: Box | None
    area: Box
    has_picture: bool
    lacks_picture: bool
    changes_at: datetime | None
    _product: Product = field(repr=False)
    _ticking: Ticking | None = field(default=None, repr=False)

    @property
    def box(self) -> Box:
        height, width = self.drawing.rgba.shape[:2]
        return Box(self.drawing.x, self.drawing.y, width, height)

    @property
    def lacks_letters(self) -> bool:
        """Boxes stand in place of some letters."""
        return any(text.lacks_letters for text in self.texts)

    def at(self, now: datetime) -> "Card":
        """The same with what `ticked` gave laid over it."""
        return replace(self, changes_at=next_change(self._product, now))

    def ticked(self, now: datetime) -> Drawing | None:
        """Draw its countdown alone, as it is at a time; on the thread that draws cards.

        Returns:
            An opaque part of the card, even in place and size, to be laid over the rest; None
            where the card has to be drawn anew: its sale is over, or the digits are more or fewer.
        """
        ticking = self._ticking
        if ticking is None or not ticking.sale.is_on(now):
            return None
        before, setter = ticking.piece.text, ticking.setter
        words = countdown(ticking.sale, now).shown.words(setter.language)
        text = set_text(words, font(setter.language, before.pixels, bold=True))
        if len(words) != len(before.text):
            return None
        image = ticking.ground.copy()
        with _painting(image) as painter:
            painter.setTransform(ticking.to_pixels)
            text.draw(painter, ticking.piece.x, ticking.piece.y, ticking.piece.ink)
        return Drawing(_pixels(image), ticking.x, ticking.y)


def draw_card(
    product: Product,
    canvas: Size,
    language: str | None = None,
    style: CardStyle | None = None,
    now: datetime | None = None,
) -> Card:
    """Draw the card of a product for a canvas.

    Any thread may call it, one card at a time, once `ensure_gui` was called on the main thread.

    Args:
        product: What is sold.
        canvas: The program picture's size in pixels.
        language: The show's language, for price and stock; the language in use when None.
        style: Its layout, theme and so on; a lower third on paper when None.
        now: With a time zone; the present when None.

    Returns:
        The card; its `rgba` is read-only, its alpha is 0 outside the plate and 255 inside.
    """
    ensure_gui()
    style = style or CardStyle()
    now = now or datetime.now(UTC)
    place = plan(canvas, style)
    parts = parts_of(product, style, now, place.code_room)
    setter = Setter(
        language or in_use(),
        place.sizes,
        THEMES[style.theme],
        is_one_row=style.layout is CardLayout.LOWER_THIRD,
    )
    arranged = arrange(place, parts, setter)
    height = place.height if place.height > _even_above(arranged.height * place.unit) else 0
    height = height or min(place.tallest, _even_above(arranged.height * place.unit))
    image = QImage(place.width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with _painting(image) as painter:
        card = _Drawn(painter, place, height, arranged, setter)
        card.plate()
        card.tile(product)
        card.code(code_of(product, style, place.code_room))
        card.columns(image, product.flash_sale_at(now))
    return Card(
        Drawing(_pixels(image), *place.place(height)),
        parts,
        tuple(card.texts),
        card.code_box,
        place.area,
        card.has_picture,
        card.lacks_picture,
        next_change(product, now),
        product,
        card.ticking,
    )


class _Drawn:
    """The parts of one card while it is drawn; all in units of the design, but for the code."""

    def __init__(
        self,
        painter: QPainter,
        place: Plan,
        height: int,
        arranged: Arrangement,
        setter: Setter,
    ) -> None:
        self._painter = painter
        self._place = place
        self._height = height
        self._arranged = arranged
        self._setter = setter
        self._theme: Theme = setter.theme
        self._unit = place.unit
        self._x, self._y = place.place(height)
        self.texts: list[CardText] = []
        self.code_box: Box | None = None
        self.has_picture = self.lacks_picture = False
        self.ticking: Ticking | None = None
        painter.scale(place.unit, place.unit)

    # ------------------------------------------------------------------ plate and picture

    def plate(self) -> None:
        edge = max(1.0 / self._unit, 1.5)
        inset = edge / 2
        wide, high = self._place.width / self._unit - edge, self._height / self._unit - edge
        self._painter.setPen(QPen(QColor(self._theme.edge), edge))
        self._painter.setBrush(QColor(self._theme.plate))
        if self._place.layout is CardLayout.PRICE_TAG:
            self._tag(QRectF(inset, inset, wide, high))
        else:
            radius = self._place.sizes.radius
            self._painter.drawRoundedRect(QRectF(inset, inset, wide, high), radius, radius)

    def _tag(self, box: QRectF) -> None:
        """Two corners are cut off, and there is a hole for the string."""
        cut = min(34.0, box.height() * 0.3)
        radius = min(self._place.sizes.radius, box.height() / 3)
        path = QPainterPath(QPointF(box.left() + cut, box.top()))
        path.lineTo(box.right() - radius, box.top())
        path.quadTo(box.right(), box.top(), box.right(), box.top() + radius)
        path.lineTo(box.right(), box.bottom() - radius)
        path.quadTo(box.right(), box.bottom(), box.right() - radius, box.bottom())
        path.lineTo(box.left() + cut, box.bottom())
        path.lineTo(box.left(), box.bottom() - cut)
        path.lineTo(box.left(), box.top() + cut)
        path.closeSubpath()
        self._painter.drawPath(path)
        self._painter.setBrush(QColor(self._theme.sketch))
        self._painter.drawEllipse(QPointF(box.left() + 24, box.center().y()), 8.0, 8.0)

    def tile(self, product: Product) -> None:
        """The picture, and on it what viewers order by and perhaps how much is left."""
        tile, stock, slot = self._arranged.tile, self._arranged.stock, self._arranged.slot
        picture = self._arranged.picture
        if tile is None or picture is None:
            return
        self._painter.save()
        self._painter.setClipPath(_rounded(tile, _TILE_RADIUS))
        self._fill(tile, self._theme.tile)
        strip = min(_STOCK, tile.height / 3) if stock else 0.0
        above = Box(picture.x, picture.y, picture.width, picture.height - strip)
        # A narrow picture stands a little aside of the number.
        aside = 0.75 if slot and self._place.is_row else 0.5
        self._picture(product.picture, above, aside)
        if stock:
            ink, ground = self._setter.pill_colours(stock)
            box = Box(tile.x, above.bottom, tile.width, strip)
            self._fill(box, ground)
            self._centred(stock, _STOCK_TEXT, box, ink)
        self._painter.restore()
        if slot:
            self._badge(slot, tile, picture.width + (8 if picture == tile else 0))

    def _picture(self, path: str, box: Box, aside: float) -> None:
        wide, high = round(box.width * self._unit), round(box.height * self._unit)
        picture = load_picture(path, max(1, wide), max(1, high))
        if picture is None:
            self.lacks_picture = bool(path)
            self._sketch(box)
            return
        self.has_picture = True
        x = box.x * self._unit + (wide - picture.width()) * aside
        y = box.y * self._unit + (high - picture.height()) / 2
        self._painter.save()
        self._painter.resetTransform()
        self._painter.drawImage(QPointF(round(x), round(y)), picture)
        self._painter.restore()

    def _sketch(self, box: Box) -> None:
        """A shopping bag, where a product has no picture."""
        painter = self._painter
        painter.save()
        painter.setPen(
            QPen(
                QColor(self._theme.sketch),
                5,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        size = max(0.2, min(box.width / 148, box.height / 116))
        painter.translate(box.x + box.width / 2, box.y + box.height / 2 - 12 * size)
        painter.scale(size, size)
        bag = QPainterPath(QPointF(-26, 0))
        bag.lineTo(26, 0)
        bag.lineTo(31, 46)
        bag.lineTo(-31, 46)
        bag.closeSubpath()
        bag.moveTo(-13, 10)
        bag.cubicTo(QPointF(-13, -27), QPointF(13, -27), QPointF(13, 10))
        painter.drawPath(bag)
        painter.restore()

    def _badge(self, slot: Part, tile: Box, room: float) -> None:
        """The slot number in the tile's corner, on a ground of its own with a rim."""
        scale = min(1.0, tile.height / 148) * (1.25 if self._place.layout is CardLayout.FULL else 1)
        side = _BADGE * scale
        number = slot.shown.words(self._setter.language)
        letters = font(self._setter.language, _BADGE_TEXT * scale, bold=True)
        wide = set_text(number, letters).width + 22 * scale
        badge = Box(tile.x - 4, tile.y - 4, min(max(side, wide), room), side)
        self._painter.setPen(QPen(QColor(self._theme.plate), 4))
        ink, ground = self._setter.pill_colours(slot)
        self._painter.setBrush(QColor(ground))
        self._painter.drawPath(_rounded(badge, 15 * scale))
        self._centred(slot, _BADGE_TEXT * scale, badge, ink)

    def _centred(self, part: Part, size: float, box: Box, colour: str) -> None:
        letters: QFont = font(self._setter.language, size, bold=True)
        words = part.shown.words(self._setter.language)
        line = set_text(words, letters)
        share = min(1.0, (box.width - 12) / line.width, box.height / line.height)
        if share < 1.0:
            line = set_text(words, sized(letters, max(1.0, letters.pixelSize() * share * 0.98)))
        zoom = min(1.0, box.width / line.width)
        x = box.x + (box.width - line.width * zoom) / 2
        y = box.y + (box.height - line.height * zoom) / 2
        self._text(part, line, QPointF(x, y), colour, zoom)

    def code(self, code: Code | None) -> None:
        """Whole pixels, so that no module is blurred; dark on white, whatever the theme."""
        room = self._arranged.code
        if code is None or room is None:
            return
        spare = int(room.width * self._unit) - code.side
        x = int(room.x * self._unit) + max(0, spare // 2)
        y = int(room.y * self._unit) + max(0, spare // 2)
        painter = self._painter
        painter.save()
        painter.resetTransform()
        painter.fillRect(QRect(x, y, code.side, code.side), QColor("#ffffff"))
        for row, modules in enumerate(code.modules):
            for column, is_dark in enumerate(modules):
                if is_dark:
                    left = x + (column + QUIET) * code.module
                    top = y + (row + QUIET) * code.module
                    painter.fillRect(QRect(left, top, code.module, code.module), QColor("#000000"))
        painter.restore()
        self.code_box = Box(self._x + x, self._y + y, code.side, code.side)

    # ------------------------------------------------------------------ texts

    def columns(self, image: QImage, sale: FlashSale | None) -> None:
        """Every text; the countdown comes last, once its ground was looked at."""
        counting: tuple[Placed, Piece] | None = None
        for placed in self._arranged.columns:
            for piece in placed.column.pieces:
                self._ground(placed, piece)
                if piece.part.kind is PartKind.COUNTDOWN:
                    counting = placed, piece
                else:
                    self._piece(placed, piece)
        if counting is not None:
            if sale is not None and len(counting[1].text.lines) == 1:
                self.ticking = self._ticks(image, sale, *counting)
            self._piece(*counting)

    def _ground(self, placed: Placed, piece: Piece) -> None:
        if piece.box is None:
            return
        box = _inside(placed, piece.box)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(piece.ground))
        self._painter.drawPath(_rounded(box, min(8 * placed.column.zoom, box.height / 2)))

    def _piece(self, placed: Placed, piece: Piece) -> None:
        zoom = placed.column.zoom
        x, y = placed.x + piece.x * zoom, placed.y + piece.y * zoom
        self._text(piece.part, piece.text, QPointF(x, y), piece.ink, zoom)
        if piece.is_crossed:
            middle = y + (piece.text.baseline - piece.text.pixels * 0.35) * zoom
            wide, over = piece.text.width * zoom, min(3.0, 0.1 * piece.text.pixels) * zoom
            thick = max(1.5 / self._unit, 0.07 * piece.text.pixels * zoom)
            self._painter.setPen(QPen(QColor(piece.ink), thick))
            self._painter.drawLine(QPointF(x - over, middle), QPointF(x + wide + over, middle))

    def _text(self, part: Part, text: Paragraph, at: QPointF, colour: str, zoom: float) -> None:
        self._painter.save()
        self._painter.translate(at)
        self._painter.scale(zoom, zoom)
        text.draw(self._painter, 0.0, 0.0, colour)
        self._painter.restore()
        scale = self._unit * zoom
        left, top = self._x + at.x() * self._unit, self._y + at.y() * self._unit
        box = Box(left, top, text.width * scale, text.height * scale)
        self.texts.append(CardText(part, box, scale, text))

    def _ticks(
        self, image: QImage, sale: FlashSale, placed: Placed, piece: Piece
    ) -> Ticking | None:
        """The ground of a countdown; None where it is not opaque all over."""
        if piece.box is None:
            return None
        box = _inside(placed, piece.box)
        left, top = (2 * int(edge * self._unit / 2) for edge in (box.x, box.y))
        right, bottom = (_even_above(edge * self._unit) for edge in (box.right, box.bottom))
        ground = image.copy(QRect(left, top, right - left, bottom - top))
        if right > image.width() or bottom > image.height() or not _is_opaque(ground):
            return None
        zoom = placed.column.zoom * self._unit
        to_pixels = QTransform.fromTranslate(
            placed.x * self._unit - left, placed.y * self._unit - top
        ).scale(zoom, zoom)
        return Ticking(ground, self._x + left, self._y + top, piece, to_pixels, sale, self._setter)

    def _fill(self, box: Box, colour: str) -> None:
        self._painter.fillRect(_rectangle(box), QBrush(QColor(colour)))


def _inside(placed: Placed, box: Box) -> Box:
    """A box of a column in units of the card."""
    zoom = placed.column.zoom
    return Box(
        placed.x + box.x * zoom, placed.y + box.y * zoom, box.width * zoom, box.height * zoom
    )


def _even_above(pixels: float) -> int:
    return max(2, 2 * int((pixels + 1.98) / 2))


@contextmanager
def _painting(image: QImage) -> Iterator[QPainter]:
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        yield painter


def _pixels(image: QImage) -> np.ndarray:
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    width, height = straight.width(), straight.height()
    rows = np.frombuffer(straight.constBits(), np.uint8).reshape(height, -1)
    rgba = rows[:, : width * 4].reshape(height, width, 4).copy()
    rgba.flags.writeable = False
    return rgba


def _is_opaque(image: QImage) -> bool:
    return bool((_pixels(image)[..., 3] == 255).all())


def _rounded(box: Box, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(_rectangle(box), radius, radius)
    return path


def _rectangle(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
