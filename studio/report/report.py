"""What came of a show, reckoned from its session once: pages, sheets and sentences only tell it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from studio.model.message import Money, Name
from studio.model.product import Product
from studio.model.record import ShowRecord
from studio.model.session import Order, Progress, Session, Showing, takings

_SHORTEST_S = 10.0
"""Seconds: of what was shown for less, nobody tells a pace."""
_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Sold:
    """What orders come to.

    Attributes:
        orders: How many orders.
        pieces: Of how many pieces in all.
        takings: One amount for each currency, the one with the most orders first.
    """

    orders: int = 0
    pieces: int = 0
    takings: tuple[Money, ...] = ()

    def amount(self, currency: str) -> Decimal:
        return next((m.amount for m in self.takings if m.currency == currency), Decimal(0))


@dataclass(frozen=True, slots=True)
class ProductResult:
    """What came of one product.

    Attributes:
        code: Its code.
        name: What it was called when it was last sold or shown.
        sold: All orders of it, whenever they came.
        shown_s: Seconds for which its card was on air.
        showings: How often it was.
        stock: Pieces left now; None where nobody counts.
    """

    code: str
    name: Name
    sold: Sold
    shown_s: float = 0.0
    showings: int = 0
    stock: int | None = None

    @property
    def pieces_per_minute(self) -> float | None:
        """Pieces sold for each minute on air; None where it was hardly shown."""
        if self.shown_s < _SHORTEST_S:
            return None
        return self.sold.pieces * _MINUTE_S / self.shown_s


@dataclass(frozen=True, slots=True)
class ShowingResult:
    """What came of one showing.

    Attributes:
        number: From 1, in the order of the show.
        showing: Which card, and when.
        began_s: Seconds from the show's beginning.
        shown_s: Seconds on air.
        during: All orders that came meanwhile, of whichever product.
        after: All that came from then until the next showing, or after the last.
        own: Pieces of this very product among both.
    """

    number: int
    showing: Showing
    began_s: float
    shown_s: float
    during: Sold
    after: Sold
    own: int

    @property
    def ended_s(self) -> float:
        return self.began_s + self.shown_s


@dataclass(frozen=True, slots=True)
class Comparison:
    """The last show before this one, as far as the two are compared.

    Attributes:
        began: When that was; with a time zone.
        length_s: How long it lasted, in seconds.
        sold: What was sold in it.
        most_viewers: The highest number of viewers; None where nobody told one.
    """

    began: datetime
    length_s: float
    sold: Sold
    most_viewers: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything there is to tell of a show.

    Attributes:
        session: The show itself, with its faults and its health.
        length_s: Seconds from its beginning to its end, or to the last sign of life.
        sold: Everything that was sold.
        products: Each product that was sold or shown, the highest takings first; amounts of
            different currencies are never compared: those of the chief one come first.
        showings: In the order of the show.
        before_cards: What was sold before the first card; all of it where none was shown.
        progresses: How far targets are; none for a rehearsal.
        before: The last show to compare with; None where there is none.
    """

    session: Session
    length_s: float
    sold: Sold
    products: tuple[ProductResult, ...]
    showings: tuple[ShowingResult, ...]
    before_cards: Sold
    progresses: tuple[Progress, ...] = ()
    before: Comparison | None = None

    @property
    def goes_on(self) -> bool:
        return self.session.ended is None

    @property
    def currencies(self) -> tuple[str, ...]:
        """In which it was sold, the one with the most orders first."""
        return tuple(amount.currency for amount in self.sold.takings)

    @property
    def shown_s(self) -> float:
        """Seconds for which any card was on air."""
        return sum(showing.shown_s for showing in self.showings)

    @property
    def by_pace(self) -> tuple[ProductResult, ...]:
        """What was sold, by pieces per minute on air, the quickest first."""
        paced = [(p.pieces_per_minute, p) for p in self.products if p.sold.pieces]
        known = [(pace, p) for pace, p in paced if pace is not None]
        return tuple(p for _pace, p in sorted(known, key=lambda one: -one[0]))

    @property
    def orders_per_minute(self) -> float | None:
        """None for a show of less than a minute."""
        if self.length_s < _MINUTE_S:
            return None
        return self.sold.orders * _MINUTE_S / self.length_s

    @property
    def conversion(self) -> float | None:
        """Orders for each viewer of the highest number; None where nobody told it."""
        viewers = self.session.most_viewers
        return self.sold.orders / viewers if viewers else None


def report_of(
    session: Session,
    *,
    products: Iterable[Product] = (),
    progresses: Iterable[Progress] = (),
    before: Session | None = None,
    now: datetime | None = None,
) -> Report:
    """Reckon what came of a show; any thread. Of a rehearsal no targets are told.

    Args:
        session: Whole, with its showings and orders.
        products: The catalogue, for what is left of each.
        progresses: How far the targets are.
        before: The show to compare with, whole too.
        now: Until when a show that goes on is reckoned; else until its last sign of life.
    """
    stop = _end_of(session, now)
    showings, before_cards = _showings(session, stop)
    return Report(
        session=session,
        length_s=_seconds(session.began, stop),
        sold=_sold(session.orders),
        products=_products(session, showings, products),
        showings=showings,
        before_cards=before_cards,
        progresses=() if session.is_rehearsal else tuple(progresses),
        before=_comparison(before) if before is not None else None,
    )


def report_from(record: ShowRecord, now: datetime) -> Report:
    """The report of a show as it is kept; `now` counts while it goes on."""
    return report_of(
        record.session,
        products=record.products,
        progresses=record.progresses,
        before=record.before,
        now=now,
    )


def _seconds(begin: datetime, end: datetime) -> float:
    """Never less than nothing, even where a clock was set back."""
    return max(0.0, (end - begin).total_seconds())


def _end_of(session: Session, now: datetime | None) -> datetime:
    """When it ended; of one that has no end the last sign of life."""
    if session.ended is not None:
        return session.ended
    if now is not None:
        return now
    signs = [session.began, *(order.at for order in session.orders)]
    signs += [showing.ended or showing.began for showing in session.showings]
    signs += [fault.at for fault in session.faults]
    return max(signs)


def _sold(orders: Sequence[Order]) -> Sold:
    return Sold(len(orders), sum(order.quantity for order in orders), takings(orders))


def _showings(session: Session, stop: datetime) -> tuple[tuple[ShowingResult, ...], Sold]:
    """Each showing with its orders, and what was sold before the first; no order is in two."""
    showings = sorted(session.showings, key=lambda showing: showing.began)
    orders = sorted(session.orders, key=lambda order: order.at)
    times = [order.at for order in orders]
    starts = [bisect_left(times, showing.began) for showing in showings] + [len(orders)]
    results: list[ShowingResult] = []
    for number, showing in enumerate(showings, 1):
        following = showings[number].began if number < len(showings) else None
        ended = showing.ended or following or stop
        ended = max(showing.began, min(ended, following) if following is not None else ended)
        first, last = starts[number - 1], starts[number]
        middle = bisect_left(times, ended, first, last)
        results.append(
            ShowingResult(
                number,
                showing,
                began_s=_seconds(session.began, showing.began),
                shown_s=_seconds(showing.began, ended),
                during=_sold(orders[first:middle]),
                after=_sold(orders[middle:last]),
                own=sum(o.quantity for o in orders[first:last] if o.code == showing.code),
            )
        )
    return tuple(results), _sold(orders[: starts[0]])


def _products(
    session: Session, showings: Sequence[ShowingResult], products: Iterable[Product]
) -> tuple[ProductResult, ...]:
    orders: dict[str, list[Order]] = defaultdict(list)
    shown: dict[str, list[ShowingResult]] = defaultdict(list)
    names: dict[str, Name] = {}
    for result in showings:
        shown[result.showing.code].append(result)
        names[result.showing.code] = result.showing.name
    for order in session.orders:
        orders[order.code].append(order)
        names[order.code] = order.name
    stock = {p.code: p.stock for p in products if p.code in names}
    results = [
        ProductResult(
            code,
            name,
            _sold(orders[code]),
            shown_s=sum(result.shown_s for result in shown[code]),
            showings=len(shown[code]),
            stock=stock.get(code),
        )
        for code, name in names.items()
    ]
    currencies = [amount.currency for amount in takings(session.orders)]
    return tuple(sorted(results, key=lambda result: _rank(result, currencies)))


def _rank(result: ProductResult, currencies: Sequence[str]) -> tuple[object, ...]:
    """Those sold in the chief currency first; within each the highest amount."""
    amounts = [result.sold.amount(currency) for currency in currencies]
    first = next((n for n, amount in enumerate(amounts) if amount), len(amounts))
    return (first, [-amount for amount in amounts], -result.shown_s, result.name.name)


def _comparison(before: Session) -> Comparison:
    length_s = _seconds(before.began, _end_of(before, None))
    return Comparison(before.began, length_s, _sold(before.orders), before.most_viewers)
