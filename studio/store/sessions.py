"""Sessions and what was sold in them, and what is to be sold."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from studio.model.errors import StoreError
from studio.model.message import Money, Name, say
from studio.model.person import Person
from studio.model.scene import new_id
from studio.model.session import (
    Fault,
    Health,
    Order,
    OrderWay,
    Progress,
    Session,
    Showing,
    Target,
)
from studio.store import faults, messages
from studio.store.database import Database
from studio.store.products import ProductRepository

T = TypeVar("T")

_ORDER = (
    "id, session_id, at, code, name, name_language, quantity, price, currency, way, number, buyer"
)
_SESSION = (
    "id, person_id, person_name, began, ended, is_rehearsal, is_broken, places, rundown,"
    " most_viewers, pictures_dropped, connections_lost, cut_off_s"
)


_LIFELESS = timedelta(minutes=2)
"""A session gives a sign of life some four times a minute; after so long without one it is over."""


class SessionRepository:
    """Sessions by id. They and their orders belong to the centre; each tells who streamed.

    Everything here is one small transaction, on the disk once the call returns.

    Args:
        products: The catalogue, whose stock follows.
        person: Who streams now.
    """

    def __init__(self, db: Database, products: ProductRepository, person: Person) -> None:
        self._db = db
        self._products = products
        self._person = person
        self._came_by: dict[str, tuple[int | None, int | None]] = {}

    @property
    def person(self) -> Person:
        return self._person

    @property
    def products(self) -> ProductRepository:
        return self._products

    # ---------------------------------------------------------------- a session's life

    def begin(self, session: Session) -> None:
        """Begin a session of the person who streams now, whatever it says of a person.

        One that is kept already stays as it is.

        Raises:
            ValueError: Its beginning has no time zone.
        """
        began = utc(session.began)
        self._write(
            "INSERT INTO sessions (id, person_id, person_name, began, ended, alive, is_rehearsal,"
            " is_broken, places, rundown, most_viewers, pictures_dropped, connections_lost,"
            " cut_off_s) VALUES (?, ?, ?, ?, NULL, ?, ?, 0, ?, ?, ?, 0, 0, 0)"
            " ON CONFLICT DO NOTHING",
            [
                session.id,
                self._person.id,
                self._person.name,
                began,
                began,
                session.is_rehearsal,
                json.dumps(session.places, ensure_ascii=False),
                session.rundown,
                session.most_viewers,
            ],
        )

    def follow(self, session: Session, now: datetime) -> None:
        """Keep how a session is doing, which is a sign of life: places, viewers, health, end."""
        health = session.health
        self._write(
            "UPDATE sessions SET alive = ?, ended = ?, places = ?, rundown = ?, most_viewers = ?,"
            " pictures_dropped = ?, connections_lost = ?, cut_off_s = ? WHERE id = ?",
            [
                utc(now),
                utc(session.ended) if session.ended else None,
                json.dumps(session.places, ensure_ascii=False),
                session.rundown,
                session.most_viewers,
                health.pictures_dropped,
                health.connections_lost,
                health.cut_off_s,
                session.id,
            ],
        )

    def end_broken(self) -> list[Session]:
        """End sessions that nobody could end, with their last sign of life; gives them, light.

        At the start of the one studio that keeps things, when none can be going on.
        """
        with self._db.atomic():
            broken = [
                row[0] for row in self._db.execute("SELECT id FROM sessions WHERE ended IS NULL")
            ]
            for session in broken:
                self._db.execute(
                    "UPDATE sessions SET is_broken = 1, ended = max(began, alive) WHERE id = ?",
                    [session],
                )
                self._db.execute(
                    "UPDATE showings SET ended = (SELECT ended FROM sessions WHERE id = :id)"
                    " WHERE session_id = :id AND ended IS NULL",
                    {"id": session},
                )
            return [found for one in broken if (found := self._light(one))]

    def if_lifeless(self, session: Session, now: datetime) -> Session:
        """A session as it will be ended if the studio that held it is gone; else as it is.

        For whoever reads the file while no studio may be there to end it.
        """
        if session.ended is not None:
            return session
        asked = "SELECT max(began, alive) FROM sessions WHERE id = ?"
        alive = datetime.fromisoformat(self._db.execute(asked, [session.id]).fetchone()[0])
        if now - alive < _LIFELESS:
            return session
        return replace(session, ended=alive, is_broken=True)

    def put_showing(self, session: str, showing: Showing) -> None:
        """Keep a card that was on air; one that began at the same moment is changed."""
        self._write(
            "INSERT INTO showings (session_id, person_id, began, ended, code, name, name_language,"
            " price, currency) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET ended = excluded.ended",
            [
                session,
                self._person.id,
                utc(showing.began),
                utc(showing.ended) if showing.ended else None,
                showing.code,
                showing.name.name,
                showing.name.language,
                str(showing.price.amount),
                showing.price.currency,
            ],
        )

    def add_fault(self, session: str, fault: Fault) -> None:
        self._write(
            "INSERT INTO faults (session_id, person_id, at, problem) VALUES (?, ?, ?, ?)",
            [session, self._person.id, utc(fault.at), messages.to_json(fault.problem)],
        )

    # ---------------------------------------------------------------- reading sessions

    def all(self) -> list[Session]:
        """Every session, the newest first; without showings, orders and faults."""
        rows = self._db.execute(f"SELECT {_SESSION} FROM sessions ORDER BY began DESC, rowid DESC")
        return [_understood("sessions", row[0], _session, row) for row in rows]

    def latest(self) -> Session | None:
        """The one that began last, whole."""
        found = self._db.execute("SELECT id FROM sessions ORDER BY began DESC, rowid DESC LIMIT 1")
        row = found.fetchone()
        return self.get(row[0]) if row else None

    def get(self, session: str) -> Session | None:
        """A session, whole."""
        with self._db.snapshot():
            found = self._light(session)
            if found is None:
                return None
            return replace(
                found,
                showings=tuple(self._showings(session)),
                orders=tuple(self._orders("session_id = ?", session)),
                faults=tuple(self._faults(session)),
            )

    def _light(self, session: str) -> Session | None:
        asked = self._db.execute(f"SELECT {_SESSION} FROM sessions WHERE id = ?", [session])
        row = asked.fetchone()
        return _understood("sessions", session, _session, row) if row else None

    def _showings(self, session: str) -> Iterator[Showing]:
        for row in self._db.execute(
            "SELECT code, name, name_language, price, currency, began, ended FROM showings"
            " WHERE session_id = ? ORDER BY began",
            [session],
        ):
            yield _understood("showings", row[0], _showing, row)

    def _faults(self, session: str) -> Iterator[Fault]:
        for at, problem in self._db.execute(
            "SELECT at, problem FROM faults WHERE session_id = ? ORDER BY at, id", [session]
        ):
            yield _understood("faults", at, _fault, at, problem)

    # ---------------------------------------------------------------- orders

    def take(self, order: Order, *, is_rehearsal: bool = False) -> int | None:
        """Keep an order, and take its pieces from the stock; what is rehearsed takes nothing.

        Returns:
            The pieces left; None where nobody counts them.

        Raises:
            ValueError: Its time has no zone, or its price is no number.
            StoreError: An order with its number and code is there.
        """
        with self._db.atomic():
            self._check_number(order)
            taken, left = self._take_stock(order.code, order.quantity, is_rehearsal=is_rehearsal)
            self._insert(order, taken, is_rehearsal=is_rehearsal)
            self._sign_of_life(order.session, order.at)
            return left

    def remove(self, order: str) -> int | None:
        """Forget an order, and give back to the stock what it took; gives the pieces left.

        Raises:
            StoreError: There is none.
        """
        with self._db.atomic():
            code, taken = self._taken_by(order)
            asked = "SELECT import_id, adopted_by FROM orders WHERE id = ?"
            self._came_by[order] = self._db.execute(asked, [order]).fetchone()
            self._db.execute("DELETE FROM orders WHERE id = ?", [order])
            return self._products.change_stock(code, taken)

    def change_quantity(self, order: str, quantity: int) -> int | None:
        """Sell other than so many pieces by an order; the stock follows. Gives the pieces left.

        Raises:
            StoreError: There is none.
        """
        with self._db.atomic():
            code, taken = self._taken_by(order)
            is_rehearsal = bool(
                self._db.execute(
                    "SELECT is_rehearsal FROM orders WHERE id = ?", [order]
                ).fetchone()[0]
            )
            if not is_rehearsal:
                self._products.change_stock(code, taken)
            taken, left = self._take_stock(code, quantity, is_rehearsal=is_rehearsal)
            self._db.execute(
                "UPDATE orders SET quantity = ?, taken = ? WHERE id = ?", [quantity, taken, order]
            )
            return left

    def order(self, order: str) -> Order | None:
        return next(self._orders("id = ?", order), None)

    def between(self, first: date, last: date) -> list[Order]:
        """What the person sold from a day to another, as on their wall; no rehearsals."""
        since, until = days(first, last)
        asked = "at >= ? AND at < ? AND is_rehearsal = 0 AND person_id = ?"
        return list(self._orders(asked, since, until, self._person.id))

    def _orders(self, where: str, *asked: object) -> Iterator[Order]:
        rows = self._db.execute(
            f"SELECT {_ORDER} FROM sold WHERE {where} ORDER BY at, place", asked
        )
        for row in rows:
            yield _understood("orders", row[0], order_of, row)

    def _taken_by(self, order: str) -> tuple[str, int]:
        row = self._db.execute("SELECT code, taken FROM orders WHERE id = ?", [order]).fetchone()
        if row is None:
            raise StoreError(
                say("This order is not there any more."), say("Look into the list of orders.")
            )
        return row

    def _take_stock(
        self, code: str, quantity: int, *, is_rehearsal: bool
    ) -> tuple[int, int | None]:
        """Take pieces as far as there are any; gives how many these were, and what is left."""
        before = self._products.change_stock(code, 0)
        if before is None or is_rehearsal:
            return 0, before
        return min(before, quantity), self._products.change_stock(code, -quantity)

    def _check_number(self, order: Order) -> None:
        asked = "SELECT count(*) FROM orders WHERE number = ? AND code = ? AND number <> ''"
        if self._db.execute(asked, [order.number, order.code]).fetchone()[0]:
            raise StoreError(
                say("This order is there already."), say("Look into the list of orders.")
            )

    def _insert(self, order: Order, taken: int, *, is_rehearsal: bool) -> None:
        # One that was removed, and is taken again, is of its import as before: with that it goes.
        imports = [self._live_import(one) for one in self._came_by.get(order.id, (None, None))]
        self._db.execute(
            f"INSERT INTO orders ({_ORDER}, person_id, taken, is_rehearsal, import_id, adopted_by)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*row_of(order), self._person.id, taken, is_rehearsal, *imports],
        )

    def _live_import(self, number: int | None) -> int | None:
        asked = "SELECT id FROM order_imports WHERE id = ? AND is_live = 1"
        found = self._db.execute(asked, [number]).fetchone()
        return found[0] if found else None

    def _sign_of_life(self, session: str, at: datetime) -> None:
        self._db.execute(
            "UPDATE sessions SET alive = max(alive, ?) WHERE id = ?", [utc(at), session]
        )

    def _write(self, statement: str, values: Sequence[object]) -> None:
        # Inside `atomic` it takes its turn beside an import as soon as there is one.
        with self._db.atomic():
            self._db.execute(statement, values)

    # ---------------------------------------------------------------- targets

    def targets(self) -> list[Target]:
        """The targets of the person, then those of the centre, by their first day."""
        rows = self._db.execute(
            "SELECT amount, currency, begins, ends, person_id, id FROM targets"
            " WHERE person_id IS NULL OR person_id = ?"
            " ORDER BY person_id IS NULL, begins, ends, id",
            [self._person.id],
        )
        return [
            Target(
                Money(Decimal(amount), currency),
                date.fromisoformat(begins),
                date.fromisoformat(ends),
                person or "",
                id,
            )
            for amount, currency, begins, ends, person, id in rows
        ]

    def put_target(self, target: Target) -> None:
        """Keep a target; a known one is changed."""
        self._write(
            "INSERT OR REPLACE INTO targets (id, person_id, amount, currency, begins, ends)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                target.id or new_id(),
                target.person or None,
                str(target.amount.amount),
                target.amount.currency,
                target.begins.isoformat(),
                target.ends.isoformat(),
            ],
        )

    def delete_target(self, target: str) -> None:
        self._write("DELETE FROM targets WHERE id = ?", [target])

    def progress(self, target: Target) -> Progress:
        """How far a target is; rehearsals and other currencies count for nothing."""
        since, until = days(target.begins, target.ends)
        rows = self._db.execute(
            "SELECT price, sum(quantity) FROM sold WHERE at >= ? AND at < ? AND currency = ?"
            " AND is_rehearsal = 0 AND (? = '' OR person_id = ?) GROUP BY price",
            [since, until, target.amount.currency, target.person, target.person],
        )
        sold = sum((Decimal(price) * pieces for price, pieces in rows), Decimal(0))
        return Progress(target, Money(sold, target.amount.currency))

    def progresses(self, day: date) -> list[Progress]:
        """How far every target is that runs on a day."""
        return [self.progress(target) for target in self.targets() if target.runs_on(day)]


def utc(when: datetime) -> str:
    """A time as it is kept: in UTC, to the microsecond.

    Raises:
        ValueError: It has no time zone.
    """
    if when.tzinfo is None:
        raise ValueError("a time without a zone")
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def days(first: date, last: date) -> tuple[str, str]:
    """When the first day begins and the last one is over, where the streamer is."""
    midnights = (datetime.combine(day, time()) for day in (first, last + timedelta(days=1)))
    since, until = (utc(midnight.astimezone()) for midnight in midnights)
    return since, until


def _understood(table: str, key: str, make: Callable[..., T], *told: object) -> T:
    """What a row tells.

    Raises:
        StoreError: Somebody else wrote it, or it is damaged.
    """
    try:
        return make(*told)
    except (ValueError, ArithmeticError, TypeError) as error:
        raise faults.unreadable(table, key) from error


def row_of(order: Order) -> list[object]:
    """In the order of `_ORDER`."""
    amount = order.price.amount
    if not amount.is_finite():
        raise ValueError("a price that is no number")
    return [
        order.id,
        order.session or None,
        utc(order.at),
        order.code,
        order.name.name,
        order.name.language,
        order.quantity,
        str(amount),
        order.price.currency,
        order.way.value,
        order.number,
        order.buyer,
    ]


def order_of(row: Sequence[Any]) -> Order:
    id, session, at, code, name, language, quantity, price, currency, way, number, buyer = row
    return Order(
        code,
        Name(name, language),
        quantity,
        Money(Decimal(price), currency),
        datetime.fromisoformat(at),
        OrderWay(way),
        number,
        buyer,
        session or "",
        id,
    )


def _showing(row: Iterable[Any]) -> Showing:
    code, name, language, price, currency, began, ended = row
    return Showing(
        code,
        Name(name, language),
        Money(Decimal(price), currency),
        datetime.fromisoformat(began),
        datetime.fromisoformat(ended) if ended else None,
    )


def _fault(at: str, problem: str) -> Fault:
    return Fault(datetime.fromisoformat(at), messages.from_json(problem))


def _session(row: Iterable[Any]) -> Session:
    (id, person, person_name, began, ended, is_rehearsal, is_broken, places, rundown, viewers,
     dropped, lost, cut_off_s) = row  # fmt: skip
    return Session(
        id,
        person or "",
        datetime.fromisoformat(began),
        person_name,
        datetime.fromisoformat(ended) if ended else None,
        bool(is_rehearsal),
        tuple(json.loads(places)),
        rundown,
        most_viewers=viewers,
        health=Health(dropped, lost, cut_off_s),
        is_broken=bool(is_broken),
    )
