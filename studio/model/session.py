"""What came of a show: who sold what, where and when, and how well it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from studio.model.message import Message, Money, Name


class OrderWay(StrEnum):
    """How an order came into the studio."""

    KEY = "key"
    VOICE = "voice"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Order:
    """Pieces of one product that somebody bought.

    Attributes:
        code: The product's.
        name: What it was called then.
        quantity: Pieces; at least one.
        price: What one piece cost.
        at: When it was ordered; with a time zone.
        way: How it came.
        number: The platform's own number of it; empty for none. Of one number and one code there is
            one order, so that a file that is imported again adds nothing.
        buyer: What the platform calls the buyer; empty where nobody knows.
        session: Id of the session it belongs to; empty for none.
        id: Its own.
    """

    code: str
    name: Name
    quantity: int
    price: Money
    at: datetime
    way: OrderWay = OrderWay.KEY
    number: str = ""
    buyer: str = ""
    session: str = ""
    id: str = ""

    @property
    def total(self) -> Money:
        return Money(self.price.amount * self.quantity, self.price.currency)


@dataclass(frozen=True, slots=True)
class Showing:
    """A card that was on air.

    Attributes:
        code: The product's.
        name: What it was called then.
        price: What it cost as it went on air.
        began: With a time zone.
        ended: None while it is still on air.
    """

    code: str
    name: Name
    price: Money
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that went wrong, as the streamer was told it.

    Attributes:
        at: With a time zone.
        problem: The sentence.
    """

    at: datetime
    problem: Message


@dataclass(frozen=True, slots=True)
class Health:
    """How well a show reached its viewers.

    Attributes:
        pictures_dropped: Pictures that the encoder could not take.
        connections_lost: How often a destination was lost.
        cut_off_s: Seconds in which no destination was reached.
    """

    pictures_dropped: int = 0
    connections_lost: int = 0
    cut_off_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Session:
    """One show, from going live to its end.

    Attributes:
        id: Its own.
        person: Id of who streamed.
        person_name: What they were called then; empty for somebody without a name.
        began: With a time zone.
        ended: None while it goes on.
        is_rehearsal: Nobody saw it; it counts for no target.
        places: Names of the destinations.
        rundown: Name of the rundown it followed; empty for none.
        showings: In the order of their beginnings.
        orders: In the order in which they came.
        most_viewers: The highest number that was told; None where nobody told one.
        faults: In the order in which they happened.
        health: How well it reached its viewers.
        is_broken: The studio's end broke it off; it ended with its last sign of life.
    """

    id: str
    person: str
    began: datetime
    person_name: str = ""
    ended: datetime | None = None
    is_rehearsal: bool = False
    places: tuple[str, ...] = ()
    rundown: str = ""
    showings: tuple[Showing, ...] = ()
    orders: tuple[Order, ...] = ()
    most_viewers: int | None = None
    faults: tuple[Fault, ...] = ()
    health: Health = Health()
    is_broken: bool = False

    @property
    def takings(self) -> tuple[Money, ...]:
        """What was sold for, one amount for each currency, the largest number of orders first."""
        return takings(self.orders)


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be sold in a stretch of days.

    Attributes:
        amount: How much, in which currency; orders of other currencies do not count.
        begins: The first day, as on the streamer's wall.
        ends: The last day.
        person: Id of whose target it is; empty for the centre's, to which everybody's sales count.
        id: Its own.
    """

    amount: Money
    begins: date
    ends: date
    person: str = ""
    id: str = ""

    def runs_on(self, day: date) -> bool:
        return self.begins <= day <= self.ends


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a target is.

    Attributes:
        target: Which.
        sold: What was sold for so far, in its currency.
    """

    target: Target
    sold: Money

    @property
    def share(self) -> float:
        """0 for nothing, 1 for reached, more for more."""
        return float(self.sold.amount / self.target.amount.amount)

    @property
    def rest(self) -> Money:
        """What is missing; nothing once it is reached."""
        rest = max(Decimal(0), self.target.amount.amount - self.sold.amount)
        return Money(rest, self.sold.currency)


LATEST = 10_000
"""So many orders stand in the show's state, to be listed, changed and taken back."""


@dataclass(frozen=True, slots=True)
class SalesState:
    """What was sold, as the show's state tells it.

    Attributes:
        person: Id of who streams, whose targets are meant beside the centre's.
        session: Id of the session that goes on, or else of the last one since the start; empty
            for none.
        began: When that began; None for none.
        is_on: It goes on.
        is_rehearsal: It is rehearsed: its orders take nothing from the stock, nor count for
            targets.
        count: Orders since the session began; before the first one, those of today.
        pieces: Pieces in them.
        takings: What they come to, one amount for each currency.
        orders: The latest of them, the newest first; at most `LATEST`.
        most_viewers: The highest number that was told; None where nobody told one.
        viewers: The number that was told last, since the studio was started; None likewise.
        targets: Every target of the person, then those of the centre, by their first day.
        progresses: How far those are that run today.
    """

    person: str = ""
    session: str = ""
    began: datetime | None = None
    is_on: bool = False
    is_rehearsal: bool = False
    count: int = 0
    pieces: int = 0
    takings: tuple[Money, ...] = ()
    orders: tuple[Order, ...] = ()
    most_viewers: int | None = None
    viewers: int | None = None
    targets: tuple[Target, ...] = ()
    progresses: tuple[Progress, ...] = ()


def takings(orders: Iterable[Order]) -> tuple[Money, ...]:
    """What orders come to, one amount for each currency, the one with the most orders first."""
    sums: dict[str, Decimal] = {}
    counts: dict[str, int] = {}
    for order in orders:
        currency = order.price.currency
        sums[currency] = sums.get(currency, Decimal(0)) + order.total.amount
        counts[currency] = counts.get(currency, 0) + 1
    by_count = sorted(sums, key=lambda currency: -counts[currency])
    return tuple(Money(sums[currency], currency) for currency in by_count)
