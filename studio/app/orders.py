"""Orders between a platform's table and the store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from studio import paths
from studio.app.catalogue import bad_rows_file
from studio.catalogue.orders import (
    TITLES,
    BadOrder,
    OrderField,
    OrderFindings,
    ReadOrder,
    open_orders,
)
from studio.catalogue.writing import BadRowFile
from studio.model.message import Message, Name, say
from studio.model.order_import import OrdersImported
from studio.model.session import Order, OrderWay
from studio.store.database import open_database
from studio.store.order_imports import OrderCounts, StagedOrders, staged_orders, take_back_orders
from studio.store.repositories import Repositories

_BATCH = 1000


@dataclass(slots=True)
class OrdersOfFile:
    """What became of a table of orders.

    Attributes:
        findings: How it is written.
        counts: How many orders are new, noted before and known.
        bad: How many rows are none.
        bad_rows: The file that keeps them; None where there are none, or nothing was kept.
        is_dry_run: Nothing was changed.
    """

    findings: OrderFindings
    counts: OrderCounts = field(default_factory=OrderCounts)
    bad: int = 0
    bad_rows: Path | None = None
    is_dry_run: bool = False

    @property
    def outcome(self) -> Message:
        counts = self.counts
        made = OrdersImported(
            counts.new, counts.noted, counts.known, self.bad, is_dry_run=self.is_dry_run
        )
        return made.outcome

    def sentences(self) -> Iterator[Message]:
        """What came of it, what matters most first."""
        yield self.outcome
        if self.bad_rows is not None:
            yield say("The wrong rows are kept in {file}.", file=Name(str(self.bad_rows)))
        yield from self.findings.sentences()


def import_orders(
    path: Path,
    *,
    currency: str = "",
    takes_stock: bool = True,
    is_dry_run: bool = False,
    progress: Callable[[float], None] = lambda _share: None,
) -> OrdersOfFile:
    """Bring the orders of a platform's table in, all that are right at once; any process.

    Args:
        path: The file.
        currency: Of prices that tell none; empty for that of their product.
        takes_stock: What is new is taken from the stock.
        is_dry_run: Only find out what would happen.
        progress: Is told how much of the file was read, 0 to 1.

    Raises:
        StudioError: The file cannot be read, or the store not be written. Nothing was changed.
    """
    kept_at = bad_rows_file(f"orders {path.stem}")
    now = datetime.now().astimezone()
    with open_orders(path, currency=currency) as table:
        made = OrdersOfFile(table.findings, is_dry_run=is_dry_run)
        with (
            BadRowFile(kept_at, table.headers) as bad_rows,
            staged_orders(
                paths.database_file(), takes_stock=takes_stock, is_dry_run=is_dry_run
            ) as staged,
        ):
            results = table.results()
            while batch := list(islice(results, _BATCH)):
                right: list[Order] = []
                for result in batch:
                    found = _order(result, staged, now) if isinstance(result, ReadOrder) else result
                    if isinstance(found, BadOrder):
                        title = str(say(TITLES[found.field])) if found.field else ""
                        bad_rows.put(found.line, title, str(found.reason), found.raw)
                    else:
                        right.append(found)
                staged.add(right)
                progress(table.done)
            made.counts = staged.publish()
            made.bad = bad_rows.count
            made.bad_rows = None if is_dry_run else bad_rows.keep()
    return made


def _order(read: ReadOrder, staged: StagedOrders, now: datetime) -> Order | BadOrder:
    product = staged.product(read.code)
    if product is None:
        why = say("There is no product with the code {code}.", code=Name(read.code))
        return BadOrder(read.line, read.raw, OrderField.CODE, why)
    at = read.at or now
    price = read.price or product.price_at(at)
    return Order(
        product.code,
        product.name,
        read.quantity,
        price if price.currency else replace(price, currency=product.price.currency),
        at,
        OrderWay.IMPORT,
        read.number,
        read.buyer,
    )


def take_back() -> int:
    """Put all back as it was before the last import of orders; gives how many there were.

    Raises:
        StoreError: There is none, or the studio's file cannot be written.
    """
    db = open_database(paths.database_file())
    try:
        return take_back_orders(Repositories.of(db), db)
    finally:
        db.close()
