"""Charts as shapes, from which a page's SVG and the window's picture are both made."""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from studio.model.message import Message, Money, Name
from studio.report.chart import Band, Bar, Chart, ProductChart, TimeChart

WIDTH = 720.0
"""Of every chart, in units of its own; texts are 14 of them high."""

_SIZE = 14.0
_SMALL = 12.0
_LEFT = 96.0
_RIGHT = 24.0
_LANE = 26.0
_PLOT = 240.0
_TOP = _LANE + 8
_BOTTOM = _LANE + _PLOT
_BAR = 24.0
_BAR_GAP = 22.0


class Ink(StrEnum):
    """What a shape is of; whoever draws it chooses the colour. No two are told by colour alone."""

    WORDS = "words"
    QUIET = "quiet"
    AXIS = "axis"
    GRID = "grid"
    BAND = "band"
    OTHER_BAND = "other-band"
    BAR = "bar"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled oblong; `is_outlined` draws its edge in the ink of axes too."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    is_outlined: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points (x, y)."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """A text that stands on a line: `y` is its base, `anchor` what of it stands at `x`."""

    x: float
    y: float
    text: str
    size: float = _SIZE
    anchor: str = "start"
    ink: Ink = Ink.WORDS


Shape: TypeAlias = Box | Line | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of `width` and `height` units; what comes later lies over what came before."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def mark(chart: Chart, place: int) -> tuple[Shape, ...]:
    """What points at one step or bar of a drawing, from 0."""
    match chart:
        case TimeChart():
            step, scale = chart.steps[place], _scale_of(chart)
            x, y = scale.x(step.ended_s), scale.y(float(step.total))
            across = Line(((x, scale.y(scale.highest)), (x, scale.y(0))), Ink.WORDS, 2.0)
            return (across, Box(x - 6, y - 6, 12, 12, Ink.WORDS))
        case ProductChart():
            top = 12 + place * (_BAR + _BAR_GAP)
            return (Box(_RIGHT - 16, top - 4, 6, _BAR + 10, Ink.WORDS),)


def draw(chart: Chart, language: str | None = None) -> Drawing:
    """Draw a chart with words of a language; the one in use when none is given."""
    match chart:
        case TimeChart():
            height = _LANE + _PLOT + 48
            return Drawing(WIDTH, height, tuple(_time(chart, language)))
        case ProductChart():
            height = 12 + len(chart.bars) * (_BAR + _BAR_GAP)
            return Drawing(WIDTH, height, tuple(_products(chart, language)))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where times and amounts stand in a chart of time.

    Attributes:
        length_s: Seconds across.
        unit: Amount between two lines; 0 where nothing was taken.
        highest: Amount at the uppermost line.
    """

    length_s: float
    unit: float
    highest: float

    def x(self, seconds: float) -> float:
        return _LEFT + (WIDTH - _RIGHT - _LEFT) * min(1.0, seconds / self.length_s)

    def y(self, amount: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * amount / self.highest


def _scale_of(chart: TimeChart) -> _Scale:
    unit = nice(float(chart.total) / 4)
    highest = unit * max(1, math.ceil(float(chart.total) / unit)) if unit else 1.0
    return _Scale(chart.length_s, unit, highest)


def _time(chart: TimeChart, language: str | None) -> Iterator[Shape]:
    scale = _scale_of(chart)
    right = WIDTH - _RIGHT
    for band in chart.bands:
        yield from _band(band, scale.x(band.began_s), scale.x(band.ended_s), _BOTTOM, language)
    if scale.unit:
        for n in range(round(scale.highest / scale.unit) + 1):
            y = scale.y(n * scale.unit)
            yield Line(((_LEFT, y), (right, y)), Ink.GRID)
            label = _axis_money(n * scale.unit, scale.unit, chart.currency, language)
            yield Words(_LEFT - 8, y + 5, label, _SMALL, "end")
    yield from _minutes(chart, scale)
    yield Line(((_LEFT, _TOP), (_LEFT, _BOTTOM), (right, _BOTTOM)), Ink.AXIS)
    yield Line(tuple(_corners(chart, scale)), Ink.LINE, 3.0)


def _corners(chart: TimeChart, scale: _Scale) -> Iterator[tuple[float, float]]:
    yield scale.x(0), scale.y(0)
    for step in chart.steps:
        yield scale.x(step.ended_s), scale.y(float(step.total))


def _band(
    band: Band, left: float, right: float, bottom: float, language: str | None
) -> Iterator[Shape]:
    ink = Ink.BAND if band.number % 2 else Ink.OTHER_BAND
    width = max(1.0, right - left)
    yield Box(left, 2, width, bottom - 2, ink)
    yield Box(left, 2, width, _LANE - 2, ink, is_outlined=True)
    number = str(band.number)
    for label in (f"{number}. {_named(band.name, language)}", number):
        if width_of(label, _SMALL) <= width - 6:
            yield Words(left + 4, _LANE - 8, label, _SMALL)
            return


def _minutes(chart: TimeChart, scale: _Scale) -> Iterator[Shape]:
    minutes = chart.length_s / 60
    unit = next((u for u in (1, 2, 5, 10, 15, 30, 60, 120, 240) if minutes / u <= 9), 480)
    for n in range(int(minutes / unit) + 1):
        place = scale.x(n * unit * 60)
        yield Line(((place, _BOTTOM), (place, _BOTTOM + 6)), Ink.AXIS)
        yield Words(place, _BOTTOM + 22, f"{n * unit // 60}:{n * unit % 60:02}", _SMALL, "middle")


def _products(chart: ProductChart, language: str | None) -> Iterator[Shape]:
    highest = float(chart.highest) or 1.0
    room = WIDTH - 2 * _RIGHT
    for place, bar in enumerate(chart.bars):
        top = 12 + place * (_BAR + _BAR_GAP)
        amount = Money(bar.amount, chart.currency).words(language)
        name = _fitting(_named(bar.name, language), room - width_of(amount, _SIZE) - 24)
        yield Words(_RIGHT, top + 8, name)
        yield Words(WIDTH - _RIGHT, top + 8, amount, anchor="end")
        width = max(2.0, room * _share(bar, highest))
        yield Box(_RIGHT, top + 14, width, _BAR - 8, Ink.BAR, is_outlined=True)


def _share(bar: Bar, highest: float) -> float:
    return float(bar.amount) / highest


def _named(name: Name | Message, language: str | None) -> str:
    """A name that cannot turn the words around it: its direction is its own."""
    words = name.words(language)
    return f"\u2068{' '.join(words.split())}\u2069" if isinstance(name, Name) else words


def _fitting(words: str, width: float) -> str:
    """What has room; the whole name stands in the table beside the chart."""
    if width_of(words, _SIZE) <= width:
        return words
    is_isolated = words.startswith("\u2068")
    inner = words.removeprefix("\u2068").removesuffix("\u2069")
    while inner and width_of(inner + "…", _SIZE) > width:
        inner = inner[:-1]
    cut = inner.rstrip() + "…"
    return f"\u2068{cut}\u2069" if is_isolated else cut


def width_of(words: str, size: float) -> float:
    """About as wide as a text will be; rather too wide, for nobody knows the font."""
    return size * sum(map(_em, words))


def _em(sign: str) -> float:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0xFFFF:
        return 1.0
    return 0.72 if sign.isupper() or sign in "mwMW@%" else 0.58


def nice(least: float) -> float:
    """The next of 1, 2, 5, 10, 20 and so on that is no less; 0 for nothing."""
    if least <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(least))
    return next((power * n for n in (1, 2, 5, 10) if power * n >= least * (1 - 1e-9)), power * 10)


def _axis_money(amount: float, unit: float, currency: str, language: str | None) -> str:
    from_cents = Decimal(str(round(amount, 2)))
    words = Money(from_cents, currency).words(language)
    # Of whole amounts nobody needs the cents beside an axis.
    if unit >= 1:
        for cents in (".00", ",00"):
            words = words.removesuffix(cents)
    return words
