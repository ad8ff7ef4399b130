"""Text that wraps and shrinks until it fits, and is never cut."""

import unicodedata
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

LEADING = 1.24
"""From one line's baseline to the next, in em."""

_UNLIMITED = 1e6


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was set.

    Attributes:
        start: Index of its first character, in UTF-16 units.
        length: Characters in it, in UTF-16 units.
        width: What it takes of the measure, in pixels.
    """

    start: int
    length: int
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A text set in lines, to be drawn by the thread that set it.

    Attributes:
        text: All of it.
        lines: As they are drawn, from the top.
        pixels: Height of the em square.
        width: Width of the widest line in pixels.
        height: Height of all lines in pixels.
    """

    text: str
    lines: tuple[Line, ...]
    pixels: int
    width: float
    height: float
    _layout: QTextLayout = field(repr=False)

    @property
    def is_complete(self) -> bool:
        """Every character stands in one of the lines."""
        units = len(self.text.encode("utf-16-le")) // 2
        return sum(line.length for line in self.lines) == units

    @property
    def baseline(self) -> float:
        """From the upper edge to the first line's baseline, in pixels."""
        line = self._layout.lineAt(0)
        return line.y() + line.ascent()

    @property
    def ink(self) -> QRectF:
        """The smallest rectangle around all its glyphs, from its upper left corner; may be empty.

        Of a picture in place of a glyph, such as an emoji, it is the em square.
        """
        around = QRectF()
        for run in self._layout.glyphRuns():
            letters = run.rawFont()
            for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
                around |= letters.boundingRect(glyph).translated(at)
        return around

    @property
    def lacks_letters(self) -> bool:
        """Boxes stand in place of some letters, for which the machine has no font."""
        return any(0 in run.glyphIndexes() for run in self._layout.glyphRuns())

    def draw(self, painter: QPainter, x: float, y: float, colour: str) -> None:
        """Draw it with its upper left corner here; `painter` belongs to this thread."""
        painter.setPen(QPen(QColor(colour)))
        self._layout.draw(painter, QPointF(x, y))


def set_text(
    text: str, font: QFont, width: float = _UNLIMITED, small: tuple[range, ...] = ()
) -> Paragraph:
    """Set a text in lines no wider than `width`, breaking words only where it must.

    Args:
        text: Without line breaks.
        font: Its size is in pixels.
        width: Measure in pixels; a right-to-left text is set at its right.
        small: Characters set at 0.62 of the size, by index in UTF-16 units.
    """
    layout = QTextLayout(text, font)
    layout.setTextOption(_option(text, width))
    layout.setFormats([_smaller(part, font) for part in small])
    lines = _break(layout, font, width)
    widest = max((line.width for line in lines), default=0.0)
    height = len(lines) * font.pixelSize() * LEADING
    return Paragraph(text, lines, font.pixelSize(), widest, height, layout)


def fit_text(text: str, font: QFont, width: float, height: float, smallest: int) -> Paragraph:
    """Set a text as large as fits a box, from the font's own size down to `smallest` pixels.

    It overruns `height` only when even the smallest size does not fit.
    """
    low, high = max(1, smallest), font.pixelSize()
    best = set_text(text, font, width)
    if not _fits(best, width, height):
        best = set_text(text, sized(font, low), width)
        while high - low > 1:
            middle = (low + high) // 2
            tried = set_text(text, sized(font, middle), width)
            if _fits(tried, width, height):
                low, best = middle, tried
            else:
                high = middle
    return _balanced(best, font, width)


def sized(font: QFont, pixels: float) -> QFont:
    """The same font in another size."""
    other = QFont(font)
    other.setPixelSize(max(1, round(pixels)))
    return other


def _balanced(paragraph: Paragraph, font: QFont, width: float) -> Paragraph:
    """The same in as many lines of nearly equal length, so that no word is left alone."""
    if not 1 < len(paragraph.lines) <= 3 or _is_right_to_left(paragraph.text):
        return paragraph
    right_size = sized(font, paragraph.pixels)
    narrow, wide, best = width / 2, width, paragraph
    for _ in range(5):
        middle = (narrow + wide) / 2
        tried = set_text(paragraph.text, right_size, middle)
        if _fits(tried, middle, paragraph.height):
            wide, best = middle, tried
        else:
            narrow = middle
    return best


def _is_right_to_left(text: str) -> bool:
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def _fits(paragraph: Paragraph, width: float, height: float) -> bool:
    return paragraph.width <= width + 0.5 and paragraph.height <= height + 0.5


def _option(text: str, width: float) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    at_right = width < _UNLIMITED and _is_right_to_left(text)
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    return option


def _smaller(part: range, font: QFont) -> QTextLayout.FormatRange:
    looks = QTextCharFormat()
    looks.setFont(sized(font, font.pixelSize() * 0.62))
    change = QTextLayout.FormatRange()
    change.start, change.length, change.format = part.start, len(part), looks
    return change


def _break(layout: QTextLayout, font: QFont, width: float) -> tuple[Line, ...]:
    # Fonts differ in the air that they ask for; capitals are centred in lines of our own height.
    leading = font.pixelSize() * LEADING
    baseline = (leading + QFontMetricsF(font).capHeight()) / 2
    lines: list[Line] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, len(lines) * leading + baseline - line.ascent()))
        lines.append(Line(line.textStart(), line.textLength(), line.naturalTextWidth()))
    layout.endLayout()
    return tuple(lines)
