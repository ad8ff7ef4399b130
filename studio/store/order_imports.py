"""Orders of a file: staged beside the live ones and published at once."""

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from studio.model.errors import StoreError
from studio.model.message import say
from studio.model.product import Product
from studio.model.scene import new_id
from studio.model.session import Order, Session
from studio.store import faults
from studio.store.database import Database, open_database
from studio.store.pace import Pace
from studio.store.repositories import Repositories
from studio.store.sessions import row_of, utc
from studio.store.turns import only_one

ADOPTION = timedelta(minutes=15)
"""Taken in the studio at most so long before or after, an order may be the platform's."""

_COLUMNS = (
    "id, session_id, at, code, name, name_language, quantity, price, currency, way, number, buyer,"
    " person_id, taken, is_rehearsal, import_id"
)


@dataclass(slots=True)
class OrderCounts:
    """How many orders are new, were noted in the studio before, or are known from an import."""

    new: int = 0
    noted: int = 0
    known: int = 0


@contextmanager
def staged_orders(
    path: Path, *, takes_stock: bool = True, is_dry_run: bool = False
) -> Generator["StagedOrders", None, None]:
    """Stage orders on a connection of its own; what is not published never was.

    Raises:
        StoreError: The file cannot be written, or another such import is under way.
    """
    with _alone(path):
        db = open_database(path)
        try:
            with StagedOrders(db, takes_stock=takes_stock, is_dry_run=is_dry_run) as staged:
                yield staged
        except sqlite3.Error as error:
            told = faults.explain(error, path)
            if told is None:
                raise
            raise told from error
        finally:
            db.close()


def clear_after_crash(path: Path) -> None:
    """Clear away what an import staged whose process was ended.

    Raises:
        StoreError: The file cannot be written, or such an import is under way.
    """
    with _alone(path), closing(open_database(path)) as db:
        clear_unpublished(db)


def _alone(path: Path) -> AbstractContextManager[None]:
    return only_one(path.with_name(f"{path.name}-orders"))


class StagedOrders:
    """An import of orders under way; belongs to the thread that opened the file.

    Nothing of it is seen before it is published, and every step holds the file for some
    milliseconds only, so that nobody who sells has to wait.

    Args:
        takes_stock: What is new is taken from the stock.
        is_dry_run: Nothing is written.
    """

    def __init__(self, db: Database, *, takes_stock: bool, is_dry_run: bool) -> None:
        self._db = db
        self._kept = Repositories.of(db)
        self._takes_stock = takes_stock
        self._is_dry_run = is_dry_run
        self._pace = Pace()
        self._id = 0
        now = datetime.now().astimezone()
        kept = (self._kept.sessions.if_lifeless(one, now) for one in self._kept.sessions.all())
        self._sessions = sorted((s for s in kept if not s.is_rehearsal), key=lambda s: s.began)
        self._starts = [session.began for session in self._sessions]
        self._products: dict[str, Product | None] = {}
        self._staged: dict[tuple[str, int], list[Order]] = {}
        self._known = 0

    def __enter__(self) -> Self:
        if not self._is_dry_run:
            clear_unpublished(self._db)
            with self._db.atomic():
                made = self._db.execute(
                    "INSERT INTO order_imports (person_id, at, is_live) VALUES (?, ?, 0)",
                    [self._kept.person.id, utc(datetime.now().astimezone())],
                )
                self._id = made.lastrowid or 0
        return self

    def __exit__(self, *_exc: object) -> None:
        if not self._is_dry_run:
            clear_unpublished(self._db)

    def product(self, code: str) -> Product | None:
        """The product of a code, as it was when it was asked for first."""
        if code not in self._products:
            self._products[code] = self._kept.products.by_code(code)
        return self._products[code]

    def add(self, orders: Sequence[Order]) -> None:
        """Stage orders, each of a product that is known, with its platform's number."""
        left = list(orders)
        while left:
            batch, left = left[: self._pace.size], left[self._pace.size :]
            self._pace.gap()
            new = [self._placed(order) for order in batch if not self._is_known(order)]
            for order in new:
                self._staged.setdefault((order.code, order.quantity), []).append(order)
            if not self._is_dry_run and new:
                with self._db.atomic(), self._pace.timed(len(new)):
                    marks = ", ".join("?" * 16)
                    self._db.conn.executemany(
                        f"INSERT INTO orders ({_COLUMNS}) VALUES ({marks})", map(self._row, new)
                    )
                self._pace.released()

    def publish(self) -> OrderCounts:
        """Let everybody see all of it, in one short transaction; then it is done."""
        staged = sum(map(len, self._staged.values()))
        adoptions = list(self._adoptions())
        noted = len(adoptions)
        # One that brought nothing is none to take back.
        if staged and not self._is_dry_run:
            with self._db.atomic():
                noted = sum(self._adopt(before, order) for before, order in adoptions)
                self._take_stock()
                self._db.execute("UPDATE order_imports SET is_live = 1 WHERE id = ?", [self._id])
        return OrderCounts(staged - noted, noted, self._known)

    def _is_known(self, order: Order) -> bool:
        asked = "SELECT count(*) FROM orders WHERE number = ? AND code = ? AND number <> ''"
        is_known = bool(self._db.execute(asked, [order.number, order.code]).fetchone()[0])
        self._known += is_known
        return is_known

    def _placed(self, order: Order) -> Order:
        session = self._session_at(order.at)
        return replace(order, id=new_id(), session=session.id if session else "")

    def _session_at(self, at: datetime) -> Session | None:
        place = bisect_right(self._starts, at) - 1
        if place < 0:
            return None
        session = self._sessions[place]
        return session if session.ended is None or at <= session.ended else None

    def _row(self, order: Order) -> list[object]:
        session = self._session_at(order.at)
        person = (session.person if session else "") or self._kept.person.id
        product = self.product(order.code)
        counts = self._takes_stock and product is not None and product.stock is not None
        return [*row_of(order), person, order.quantity if counts else 0, False, self._id]

    def _adoptions(self) -> Iterator[tuple[str, Order]]:
        """Orders taken in the studio that are the platform's: the nearest of as many pieces."""
        free = {key: sorted(same, key=lambda one: one.at) for key, same in self._staged.items()}
        if not free:
            return
        first = min(same[0].at for same in free.values()) - ADOPTION
        last = max(same[-1].at for same in free.values()) + ADOPTION
        noted = self._db.execute(
            "SELECT id, code, quantity, at FROM orders WHERE number = '' AND import_id IS NULL"
            " AND is_rehearsal = 0 AND at >= ? AND at <= ? ORDER BY at",
            [utc(first), utc(last)],
        ).fetchall()
        for before, code, quantity, when in noted:
            at = datetime.fromisoformat(when)
            same = free.get((code, quantity), [])
            place = bisect_right(same, at, key=lambda one: one.at)
            near = [n for n in (place - 1, place) if 0 <= n < len(same)]
            nearest = min(near, key=lambda n: abs(same[n].at - at), default=None)
            if nearest is not None and abs(same[nearest].at - at) <= ADOPTION:
                yield before, same.pop(nearest)

    def _adopt(self, before: str, order: Order) -> bool:
        """Give an order its number; False where it was taken back meanwhile."""
        is_there = self._db.execute("SELECT count(*) FROM orders WHERE id = ?", [before])
        if not is_there.fetchone()[0]:
            return False
        self._db.execute("DELETE FROM orders WHERE id = ?", [order.id])
        self._db.execute(
            "UPDATE orders SET number = ?, buyer = ?, adopted_by = ? WHERE id = ?",
            [order.number, order.buyer, self._id, before],
        )
        return True

    def _take_stock(self) -> None:
        """Take what was sold, and note of orders for which there was too little how much."""
        asked = (
            "SELECT code, sum(taken) FROM orders WHERE import_id = ? AND taken > 0 GROUP BY code"
        )
        for code, pieces in self._db.execute(asked, [self._id]).fetchall():
            before = self._kept.products.change_stock(code, 0)
            if before is None:
                self._note_taken(code, 0)
                continue
            if before < pieces:
                self._note_taken(code, before)
            self._kept.products.change_stock(code, -min(before, pieces))

    def _note_taken(self, code: str, left: int) -> None:
        rows = self._db.execute(
            "SELECT id, quantity FROM orders WHERE import_id = ? AND code = ? ORDER BY at",
            [self._id, code],
        ).fetchall()
        for order, quantity in rows:
            taken = min(left, quantity)
            left -= taken
            self._db.execute("UPDATE orders SET taken = ? WHERE id = ?", [taken, order])


def clear_unpublished(db: Database) -> None:
    """Clear away what was staged and is not live, in small steps."""
    while True:
        with db.atomic():
            gone = db.execute(
                "DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE import_id IN"
                " (SELECT id FROM order_imports WHERE is_live = 0) LIMIT 200)"
            ).rowcount
            if not gone:
                db.execute("DELETE FROM order_imports WHERE is_live = 0")
                return


def take_back_orders(kept: Repositories, db: Database) -> int:
    """Put all back as it was before the last import of orders; gives how many there were.

    Raises:
        StoreError: There is none.
    """
    with db.atomic():
        last = db.execute("SELECT max(id) FROM order_imports WHERE is_live = 1").fetchone()[0]
        if last is None:
            raise StoreError(
                say("There are no imported orders to take back."), say("Import a table first.")
            )
        counted = db.execute(
            "SELECT code, sum(taken), count(*) FROM orders WHERE import_id = ? GROUP BY code",
            [last],
        ).fetchall()
        back = Counter({code: taken for code, taken, _count in counted})
        for code, taken in back.items():
            kept.products.change_stock(code, taken)
        db.execute(
            "UPDATE orders SET number = '', buyer = '', adopted_by = NULL WHERE adopted_by = ?",
            [last],
        )
        db.execute("UPDATE order_imports SET is_live = 0 WHERE id = ?", [last])
    clear_unpublished(db)
    return sum(count for _code, _taken, count in counted)
