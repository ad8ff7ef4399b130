"""Shows to make reports of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from studio.model.message import Money, Name, say
from studio.model.product import Product
from studio.model.session import Fault, Health, Order, Progress, Session, Showing, Target
from studio.store.repositories import Repositories

BEGAN = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


SCARF = ("scarf", Name("Wool scarf", "en"), yuan("129.00"))
NOODLES = ("noodles", Name("重庆小面", "zh"), yuan("25.80"))
TEA = ("tea", Name("Teh hijau", "id"), Money(Decimal(125000), "IDR"))


def order(what: tuple, minutes: float, quantity: int = 1, number: str = "") -> Order:
    code, name, price = what
    return Order(code, name, quantity, price, at(minutes), number=number, id=f"{code}{minutes}")


def showing(what: tuple, begin: float, end: float | None) -> Showing:
    code, name, price = what
    return Showing(code, name, price, at(begin), at(end) if end is not None else None)


SHOW = Session(
    "5e55-a",
    "ning",
    at(0),
    person_name="翁宁",
    ended=at(80),
    places=("抖音", "Shop"),
    showings=(
        showing(SCARF, 5, 20),
        showing(NOODLES, 20, 35),
        showing(SCARF, 45, 60),
        showing(TEA, 60, 75),
    ),
    orders=(
        order(NOODLES, 2),
        order(SCARF, 6, 2, "A-1"),
        order(SCARF, 19),
        order(NOODLES, 21, 10),
        order(NOODLES, 22, 20),
        order(NOODLES, 40, 3),
        order(SCARF, 50, 1),
        order(TEA, 61, 2),
        order(TEA, 79, 1),
    ),
    most_viewers=120,
    faults=(Fault(at(30), say("{source} gives nothing.", source=Name("Camera"))),),
    health=Health(pictures_dropped=3, connections_lost=1, cut_off_s=12.0),
)
"""Four showings, nine orders, two currencies; a destination was lost for twelve seconds."""

BEFORE = replace(
    SHOW,
    id="5e55-b",
    began=at(-1440),
    ended=at(-1400),
    orders=(replace(order(SCARF, -1430), quantity=5),),
    showings=(),
    most_viewers=None,
)
TARGETS = (
    Progress(Target(yuan("10000.00"), date(2026, 11, 1), date(2026, 11, 30)), yuan("4999.99")),
    Progress(
        Target(yuan("500.00"), date(2026, 11, 29), date(2026, 11, 29), person="ning"),
        yuan("1390.00"),
    ),
)
PRODUCTS = (
    Product("scarf", Name("Wool scarf", "en"), yuan("129.00"), stock=8),
    Product("tea", Name("Teh hijau", "id"), Money(Decimal(125000), "IDR")),
)
EMPTY = Session("5e55-c", "ning", at(0), ended=at(0.5))
REHEARSAL = replace(
    SHOW,
    id="5e55-d",
    is_rehearsal=True,
    places=(),
    orders=tuple(replace(one, number="") for one in SHOW.orders),
)
HOSTILE = "</title><script>alert(1)</script>\"'&\x00\ud800\u202e=cmd|' /C calc'!A0"
"""A product's name as somebody may write it who means harm."""


def hostile() -> Session:
    name = Name(HOSTILE, 'en"><b>')
    what = (HOSTILE, name, yuan("1.00"))
    return Session(
        "=5e55",
        "ning",
        at(0),
        person_name=HOSTILE,
        ended=at(10),
        places=(HOSTILE,),
        rundown=HOSTILE,
        showings=(showing(what, 1, 9),),
        orders=(replace(order(what, 2), number=HOSTILE, buyer=HOSTILE),),
        faults=(Fault(at(3), say("{source} gives nothing.", source=name)),),
    )


def keep_show(kept: Repositories, session: Session) -> None:
    """Put a show into the studio's file, as the studio itself does."""
    kept.sessions.begin(session)
    for one in session.showings:
        kept.sessions.put_showing(session.id, one)
    for one in session.orders:
        kept.sessions.take(
            replace(one, session=session.id, id=f"{session.id} {one.id}"),
            is_rehearsal=session.is_rehearsal,
        )
    for fault in session.faults:
        kept.sessions.add_fault(session.id, fault)
    if session.ended is not None:
        kept.sessions.follow(session, session.ended)
