"""Draws a product card."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen

from studio.cards.fonts import font
from studio.cards.gui import ensure_gui
from studio.cards.layout import Box, LowerThird, lower_third
from studio.cards.pictures import load_picture
from studio.cards.theme import PAPER, Theme
from studio.cards.typesetting import Paragraph, fit_text, set_text, sized
from studio.cards.wording import CardWords, card_words
from studio.model.media import Drawing, Size
from studio.model.product import Product
from studio.text import in_use

# In units of the design, see `layout`.
_SHORT_NAME = 42
_NAME = 34
_NAME_LEGIBLE = 21
_PRICE = 50
_PRICE_ROW = 58
_COMPARE = 27
_BADGE = 52
_BADGE_TEXT = 37
_STOCK = 32
_STOCK_TEXT = 21


def draw_card(product: Product, canvas: Size, language: str | None = None) -> Drawing:
    """Draw the card of a product as a lower third of the canvas.

    Any thread may call it, one card at a time, once `ensure_gui` was called on the main thread.

    Args:
        product: What is sold.
        canvas: The program picture's size in pixels.
        language: The show's language, for price and stock; the language in use when None.

    Returns:
        The card and its place, wholly inside the canvas; `rgba` is read-only, its alpha is 0
        outside the rounded plate and 255 inside.
    """
    ensure_gui()
    spoken = language or in_use()
    place = lower_third(canvas)
    words = card_words(product, spoken)
    name = set_name(words.name, product.name.language or spoken, place)
    height = _height(place, name)
    image = QImage(place.width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with _painting(image) as painter:
        card = _Card(painter, place, height, PAPER, spoken)
        card.plate()
        card.tile(product, words)
        name.draw(painter, place.text.x, place.text.y, PAPER.ink)
        card.prices(words)
    return Drawing(_pixels(image), place.x, place.bottom - height)


def set_name(name: str, language: str, place: LowerThird) -> Paragraph:
    """Set a product's name for its place: one line, two, then smaller, then on a taller card.

    Args:
        name: One line of any length.
        language: The name's own, a BCP 47 tag.
        place: The card.
    """
    unit, text = place.unit, place.text
    room = text.height - _PRICE_ROW * unit
    letters = font(language, _NAME * unit, bold=True)
    short = set_text(name, sized(letters, _SHORT_NAME * unit), text.width)
    if len(short.lines) <= 1:
        return short
    legible = max(1, round(_NAME_LEGIBLE * unit))
    fitted = fit_text(name, letters, text.width, room, legible)
    if fitted.height <= room + 0.5:
        return fitted
    taller = room + place.tallest - place.height
    return fit_text(name, sized(letters, legible), text.width, taller, 1)


def _height(place: LowerThird, name: Paragraph) -> int:
    room = place.text.height - _PRICE_ROW * place.unit
    wanted = place.height + max(0.0, name.height - room)
    return min(place.tallest, 2 * round((wanted + 0.9) / 2))


class _Card:
    """The parts of one card while it is drawn."""

    def __init__(
        self, painter: QPainter, place: LowerThird, height: int, theme: Theme, language: str
    ) -> None:
        self._painter = painter
        self._place = place
        self._height = height
        self._theme = theme
        self._language = language
        self._unit = place.unit

    def plate(self) -> None:
        edge = max(1.0, 1.5 * self._unit)
        inset = edge / 2
        self._painter.setPen(QPen(QColor(self._theme.edge), edge))
        self._painter.setBrush(QColor(self._theme.plate))
        self._painter.drawRoundedRect(
            QRectF(inset, inset, self._place.width - edge, self._height - edge),
            self._place.radius,
            self._place.radius,
        )

    def tile(self, product: Product, words: CardWords) -> None:
        """The picture, and on it what viewers order by and how much is left."""
        tile = self._place.tile
        self._painter.save()
        self._painter.setClipPath(_rounded(tile, 12 * self._unit))
        self._fill(tile, self._theme.tile)
        strip = _STOCK * self._unit if words.stock else 0.0
        above = tile.height - strip
        # A narrow picture stands a little aside of the number.
        aside = 0.75 if words.slot else 0.5
        self._picture(product.picture, Box(tile.x, tile.y, tile.width, above), aside)
        if words.stock:
            is_left = product.stock is None or product.stock > 0
            ground = self._theme.stock if is_left else self._theme.sold_out
            self._strip(words.stock, Box(tile.x, tile.y + above, tile.width, strip), ground)
        self._painter.restore()
        if words.slot:
            self._badge(words.slot, tile)

    def prices(self, words: CardWords) -> None:
        """Price and crossed-out price in one row, smaller where both are long."""
        text, unit = self._place.text, self._unit
        gap = 14 * unit
        price, before = self._set_prices(words, 1.0)
        total = price.width + (gap + before.width if before else 0)
        if total > text.width:
            price, before = self._set_prices(words, (text.width - gap) / (total - gap) * 0.98)
        # The foot of the digits stands on the foot of the tile, as near as looks level.
        foot = self._height - self._place.padding - 7 * unit
        price.draw(self._painter, text.x, foot - price.baseline, self._theme.price)
        if before:
            x = text.x + price.width + gap
            before.draw(self._painter, x, foot - before.baseline, self._theme.quiet)
            self._cross_out(before, x, foot)

    def _set_prices(self, words: CardWords, scale: float) -> tuple[Paragraph, Paragraph | None]:
        large = font(self._language, _PRICE * self._unit * scale, bold=True)
        price = set_text(words.price, large, small=_around_digits(words.price))
        if not words.compare_price:
            return price, None
        small = font(self._language, _COMPARE * self._unit * scale)
        return price, set_text(words.compare_price, small)

    def _cross_out(self, before: Paragraph, x: float, foot: float) -> None:
        middle = foot - before.pixels * 0.35
        over = 3 * self._unit
        self._painter.setPen(QPen(QColor(self._theme.quiet), max(1.5, 1.9 * self._unit)))
        self._painter.drawLine(QPointF(x - over, middle), QPointF(x + before.width + over, middle))

    def _picture(self, path: str, box: Box, aside: float) -> None:
        picture = load_picture(path, round(box.width), round(box.height))
        if picture is None:
            self._sketch(box)
            return
        x = box.x + (box.width - picture.width()) * aside
        y = box.y + (box.height - picture.height()) / 2
        self._painter.drawImage(QPointF(round(x), round(y)), picture)

    def _sketch(self, box: Box) -> None:
        """A shopping bag, where a product has no picture."""
        painter, unit = self._painter, self._unit
        painter.setPen(
            QPen(
                QColor(self._theme.sketch),
                5 * unit,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        centre, top = box.x + box.width / 2, box.y + box.height / 2 - 12 * unit
        bag = QPainterPath(QPointF(centre - 26 * unit, top))
        bag.lineTo(centre + 26 * unit, top)
        bag.lineTo(centre + 31 * unit, top + 46 * unit)
        bag.lineTo(centre - 31 * unit, top + 46 * unit)
        bag.closeSubpath()
        bag.moveTo(centre - 13 * unit, top + 10 * unit)
        bag.cubicTo(
            QPointF(centre - 13 * unit, top - 27 * unit),
            QPointF(centre + 13 * unit, top - 27 * unit),
            QPointF(centre + 13 * unit, top + 10 * unit),
        )
        painter.drawPath(bag)

    def _strip(self, words: str, strip: Box, ground: str) -> None:
        self._fill(strip, ground)
        letters = font(self._language, _STOCK_TEXT * self._unit, bold=True)
        self._centred(words, letters, strip, self._theme.stock_ink)

    def _badge(self, number: str, tile: Box) -> None:
        """The slot number in the tile's corner, on a ground of its own with a rim."""
        side, unit = _BADGE * self._unit, self._unit
        letters = font(self._language, _BADGE_TEXT * unit, bold=True)
        wide = set_text(number, letters).width + 22 * unit
        badge = Box(
            tile.x - 4 * unit,
            tile.y - 4 * unit,
            min(max(side, wide), tile.width + 8 * unit),
            side,
        )
        self._painter.setPen(QPen(QColor(self._theme.plate), 4 * unit))
        self._painter.setBrush(QColor(self._theme.badge))
        self._painter.drawPath(_rounded(badge, 15 * unit))
        self._centred(number, letters, badge, self._theme.badge_ink)

    def _centred(self, words: str, letters: QFont, box: Box, colour: str) -> None:
        room = box.width - 12 * self._unit
        line = set_text(words, letters)
        if line.width > room:
            line = set_text(words, sized(letters, letters.pixelSize() * room / line.width * 0.98))
        x = box.x + (box.width - line.width) / 2
        y = box.y + (box.height - line.height) / 2
        line.draw(self._painter, x, y, colour)

    def _fill(self, box: Box, colour: str) -> None:
        self._painter.fillRect(_rectangle(box), QBrush(QColor(colour)))


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


def _around_digits(price: str) -> tuple[range, ...]:
    """Where the currency's sign stands, before or after the digits."""
    digits = re.search(r"\d(.*\d)?", price)
    if digits is None:
        return ()
    parts = (range(digits.start()), range(digits.end(), len(price)))
    return tuple(part for part in parts if part)


def _rounded(box: Box, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(_rectangle(box), radius, radius)
    return path


def _rectangle(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
