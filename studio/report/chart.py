"""Charts of a report: reckoned once, then drawn for the eye and told for the ear alike.

A chart is a few frozen steps or bars. Its drawing (`studio.report.drawing`) and its twin in words
are both made from these, so neither can tell what the other does not.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from studio.model.message import Duration, Message, Money, Name, Number, Value, say, say_n
from studio.report.report import Report

MOST_STEPS = 30
"""A chart of time has no more steps: nobody walks through more."""

MOST_BARS = 10
"""Products with a bar of their own; the others have one together."""

_WIDTHS_MIN = (1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 240, 480)


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the show, and what was sold in it.

    Attributes:
        began_s: Seconds from the show's beginning.
        ended_s: The same of its end.
        orders: How many came in it.
        amount: What they come to.
        total: What was sold for from the beginning to its end.
        band: The showing that was on air in it for longest; None where none was.
    """

    began_s: float
    ended_s: float
    orders: int
    amount: Decimal
    total: Decimal
    band: "Band | None" = None


@dataclass(frozen=True, slots=True)
class Band:
    """A showing in the chart.

    Attributes:
        number: From 1.
        name: The product's.
        began_s: Seconds from the show's beginning.
        ended_s: The same of its end.
    """

    number: int
    name: Name
    began_s: float
    ended_s: float

    @property
    def label(self) -> Message:
        # Translators: the number of a showing and its product, in a chart: "2. Wool scarf".
        return say("{number}. {product}", number=self.number, product=self.name)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the twin.

    Attributes:
        cells: One value under each heading.
        heard: The same as a sentence, for whoever walks through the rows.
    """

    cells: tuple[Value, ...]
    heard: Message


@dataclass(frozen=True, slots=True)
class Twin:
    """A chart in words.

    Attributes:
        title: What the chart is of.
        told: What the eye would see at once: how it begins, rises and ends.
        headings: Of the columns; the first one's cells name their rows.
        rows: Everything that is drawn.
    """

    title: Message
    told: tuple[Message, ...]
    headings: tuple[Message, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TimeChart:
    """Takings of one currency from the beginning to the end.

    Attributes:
        currency: Of all amounts.
        length_s: How long the show was.
        steps: Equally long but for the last; at least one.
        bands: The showings.
    """

    currency: str
    length_s: float
    steps: tuple[Step, ...]
    bands: tuple[Band, ...] = field(default=())

    @property
    def total(self) -> Decimal:
        return self.steps[-1].total

    @property
    def best(self) -> Step:
        """The step with the highest takings, the first of several."""
        return max(self.steps, key=lambda step: step.amount)

    def twin(self) -> Twin:
        return Twin(
            say(
                "Takings in {currency} over {time}",
                currency=self.currency,
                time=Duration(self.length_s),
            ),
            self._told(),
            (say("After"), say("On screen"), say("Orders"), say("Takings"), say("Takings so far")),
            tuple(self._row(step) for step in self.steps),
        )

    def money(self, amount: Decimal) -> Money:
        return Money(amount, self.currency)

    def _told(self) -> tuple[Message, ...]:
        selling = [step for step in self.steps if step.orders]
        if not selling:
            return (say("Nothing was sold in {currency}.", currency=self.currency),)
        first, last, best = selling[0], selling[-1], self.best
        told = [
            say("It begins with nothing and ends with {amount}.", amount=self.money(self.total)),
            say(
                "The first takings, {amount}, came within {time}.",
                amount=self.money(first.amount),
                time=Duration(first.ended_s),
            ),
            say(
                "It rose most between {begin} and {end}: by {amount}.",
                begin=Duration(best.began_s),
                end=Duration(best.ended_s),
                amount=self.money(best.amount),
            ),
        ]
        if best.band is not None:
            told.append(say("Then {product} was on screen.", product=best.band.name))
        if last is not self.steps[-1]:
            told.append(say("After {time} nothing more was sold.", time=Duration(last.ended_s)))
        return tuple(told)

    def _row(self, step: Step) -> Row:
        shown: Value = step.band.label if step.band is not None else say("without a card")
        amount, total = self.money(step.amount), self.money(step.total)
        after = Duration(step.ended_s)
        if step.orders:
            heard = say(
                "After {time}: {orders}, {amount}; {total} so far; {shown}",
                time=after,
                orders=say_n("{n} order", "{n} orders", step.orders),
                amount=amount,
                total=total,
                shown=shown,
            )
        else:
            heard = say(
                "After {time}: nothing more; {total} so far; {shown}",
                time=after,
                total=total,
                shown=shown,
            )
        return Row((after, shown, Number(step.orders), amount, total), heard)


@dataclass(frozen=True, slots=True)
class Bar:
    """What came of one product, or of several together.

    Attributes:
        name: The product's name, or words for the others.
        amount: Its takings.
        pieces: Pieces sold for that.
    """

    name: Name | Message
    amount: Decimal
    pieces: int


@dataclass(frozen=True, slots=True)
class ProductChart:
    """Takings of one currency per product.

    Attributes:
        currency: Of all amounts.
        bars: The highest first; what stands for several products last. At least one.
    """

    currency: str
    bars: tuple[Bar, ...]

    @property
    def highest(self) -> Decimal:
        return max(bar.amount for bar in self.bars)

    def money(self, amount: Decimal) -> Money:
        return Money(amount, self.currency)

    def share(self, bar: Bar) -> float:
        """Of all takings, 0 to 1."""
        total = sum((one.amount for one in self.bars), Decimal(0))
        return float(bar.amount / total) if total else 0.0

    def twin(self) -> Twin:
        first, last = self.bars[0], self.bars[-1]
        told = [
            say_n(
                "{product} brought {amount}, all of it.",
                "{product} brought most of {n}: {amount}.",
                len(self.bars),
                product=first.name,
                amount=self.money(first.amount),
            )
        ]
        if len(self.bars) > 1:
            told.append(
                say(
                    "Last is {product}: {amount}.",
                    product=last.name,
                    amount=self.money(last.amount),
                )
            )
        return Twin(
            say("Takings in {currency} per product", currency=self.currency),
            tuple(told),
            (say("Product"), say("Pieces"), say("Takings"), say("Percent")),
            tuple(self._row(bar) for bar in self.bars),
        )

    def _row(self, bar: Bar) -> Row:
        percent = Number(self.share(bar) * 100, 1)
        return Row(
            (bar.name, Number(bar.pieces), self.money(bar.amount), percent),
            say(
                "{product}: {pieces}, {amount}, {percent} percent",
                product=bar.name,
                pieces=say_n("{n} piece", "{n} pieces", bar.pieces),
                amount=self.money(bar.amount),
                percent=percent,
            ),
        )


Chart: TypeAlias = TimeChart | ProductChart


def charts(report: Report) -> tuple[Chart, ...]:
    """Both charts of each currency that was taken; none where nothing was sold."""
    made: list[Chart] = []
    for currency in report.currencies:
        made += [time_chart(report, currency), product_chart(report, currency)]
    return tuple(made)


def time_chart(report: Report, currency: str) -> TimeChart:
    """Takings over time; orders of before and after the show stand at its ends."""
    length_s = max(1.0, report.length_s)
    width_s = _width_s(length_s)
    ends = [width_s * (n + 1) for n in range(math.ceil(length_s / width_s))]
    ends[-1] = length_s
    bands = tuple(
        Band(s.number, s.showing.name, min(s.began_s, length_s), min(s.ended_s, length_s))
        for s in report.showings
    )
    orders = [0] * len(ends)
    amounts = [Decimal(0)] * len(ends)
    for order in report.session.orders:
        if order.price.currency == currency:
            at_s = (order.at - report.session.began).total_seconds()
            place = min(bisect_right(ends, at_s), len(ends) - 1)
            orders[place] += 1
            amounts[place] += order.total.amount
    steps: list[Step] = []
    began_s, total = 0.0, Decimal(0)
    for ended_s, count, amount in zip(ends, orders, amounts, strict=True):
        total += amount
        steps.append(
            Step(began_s, ended_s, count, amount, total, _longest(bands, began_s, ended_s))
        )
        began_s = ended_s
    return TimeChart(currency, length_s, tuple(steps), bands)


def _width_s(length_s: float) -> float:
    widths = (60.0 * minutes for minutes in _WIDTHS_MIN)
    fitting = next((w for w in widths if length_s <= w * MOST_STEPS), None)
    return fitting or length_s / MOST_STEPS


def _longest(bands: Sequence[Band], began_s: float, ended_s: float) -> Band | None:
    """The band that was there for most of a stretch."""

    def share(band: Band) -> float:
        return min(band.ended_s, ended_s) - max(band.began_s, began_s)

    best = max(bands, key=share, default=None)
    return best if best is not None and share(best) > 0 else None


def product_chart(report: Report, currency: str) -> ProductChart:
    """Takings of every product that was sold in a currency."""
    pieces: Counter[str] = Counter()
    for order in report.session.orders:
        if order.price.currency == currency:
            pieces[order.code] += order.quantity
    # What was given away is sold as well, for nothing.
    sold = [p for p in report.products if pieces[p.code]]
    bars = [Bar(p.name, p.sold.amount(currency), pieces[p.code]) for p in sold]
    bars.sort(key=lambda bar: -bar.amount)
    if len(bars) > MOST_BARS:
        rest = bars[MOST_BARS - 1 :]
        name = say_n("{n} other product", "{n} other products", len(rest))
        amount = sum((bar.amount for bar in rest), Decimal(0))
        others = Bar(name, amount, sum(bar.pieces for bar in rest))
        bars = [*bars[: MOST_BARS - 1], others]
    return ProductChart(currency, tuple(bars))
