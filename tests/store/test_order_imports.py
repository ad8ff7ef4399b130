"""Orders of a file: staged, published at once, matched with what was noted, taken back."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studio.model.errors import StoreError
from studio.model.session import Order, OrderWay, Session
from studio.store.database import open_database
from studio.store.order_imports import OrderCounts, staged_orders, take_back_orders
from studio.store.repositories import Repositories
from studio.store.upkeep import Upkeep
from tests.store.test_sessions import NOON, TEA, TODAY, order, stock, target, whole, yuan

MINUTE = timedelta(minutes=1)
LONG_AGO = "2020-01-01T00:00:00.000000+00:00"


@pytest.fixture
def path(folder) -> Path:
    return folder / "studio.db"


@pytest.fixture
def shop(path):
    db = open_database(path)
    kept = Repositories.of(db)
    kept.products.put(TEA)
    kept.sessions.begin(Session("s", kept.person.id, NOON))
    kept.sessions.follow(Session("s", kept.person.id, NOON, ended=NOON + 60 * MINUTE), NOON)
    yield kept
    db.close()


def sold(number: int, quantity: int = 1, **more) -> Order:
    given = {"at": NOON + number * MINUTE, "session": "", "id": "", "buyer": "小李", **more}
    return order(number, quantity, way=OrderWay.IMPORT, number=f"P-{number}", **given)


def imported(path: Path, *orders: Order, **more) -> OrderCounts:
    with staged_orders(path, **more) as staged:
        staged.add(orders)
        return staged.publish()


def test_orders_are_seen_at_once_and_the_stock_follows(path, shop):
    with staged_orders(path) as staged:
        staged.add([sold(1, 2), sold(2, 3), sold(200)])
        assert shop.sessions.between(TODAY, TODAY) == []
        assert stock(shop) == 10
        assert staged.publish() == OrderCounts(new=3)
    assert stock(shop) == 4
    assert [(o.number, o.quantity, o.session) for o in shop.sessions.between(TODAY, TODAY)] == [
        ("P-1", 2, "s"),
        ("P-2", 3, "s"),
        ("P-200", 1, ""),
    ]


def test_nothing_comes_twice(path, shop):
    imported(path, sold(1), sold(2))
    assert imported(path, sold(1), sold(2), sold(3)) == OrderCounts(new=1, known=2)
    assert len(shop.sessions.between(TODAY, TODAY)) == 3
    assert stock(shop) == 7


def test_a_dry_run_counts_the_same_and_changes_nothing(path, shop):
    shop.sessions.take(order(61, 2))
    given = sold(1, 2), sold(2)
    dry = imported(path, *given, is_dry_run=True)
    assert stock(shop) == 8
    assert len(shop.sessions.between(TODAY, TODAY)) == 1
    assert dry == imported(path, *given) == OrderCounts(new=1, noted=1)


def test_what_was_noted_in_the_show_gets_its_number_and_is_not_sold_twice(path, shop):
    shop.sessions.take(order(61, 2))  # a minute after noon
    shop.sessions.take(order(3000, 2))
    shop.sessions.take(order(62, 1), is_rehearsal=True)
    counts = imported(path, sold(1, 2), sold(2, 2), sold(3, 2), sold(4, 1))
    assert counts == OrderCounts(new=3, noted=1)
    kept = next(o for o in whole(shop).orders if o.id == "order-61")
    assert (kept.number, kept.buyer, kept.way) == ("P-1", "小李", OrderWay.KEY)
    assert stock(shop) == 10 - 2 - 2 - 5
    assert imported(path, sold(1, 2)) == OrderCounts(known=1)


def test_an_import_is_taken_back_with_its_stock_and_its_numbers(path, shop):
    shop.sessions.take(order(61, 2))
    imported(path, sold(1, 2), sold(2, 3), sold(3, 30))
    assert stock(shop) == 0
    assert take_back_orders(shop, shop.sessions._db) == 2
    assert stock(shop) == 8
    (left,) = shop.sessions.between(TODAY, TODAY)
    assert (left.id, left.number, left.buyer) == ("order-61", "", "")
    assert imported(path, sold(2)) == OrderCounts(new=1)
    take_back_orders(shop, shop.sessions._db)
    with pytest.raises(StoreError, match="There are no imported orders"):
        take_back_orders(shop, shop.sessions._db)


def test_one_of_the_orders_gives_back_what_it_took(path, shop):
    imported(path, sold(1, 8), sold(2, 8))
    assert stock(shop) == 0
    first, second = shop.sessions.between(TODAY, TODAY)
    assert shop.sessions.remove(second.id) == 2
    assert shop.sessions.remove(first.id) == 10


def test_an_order_that_was_removed_and_restored_goes_with_its_import(path, shop):
    shop.sessions.take(order(60, 3, id="noted"))
    imported(path, sold(1, 3), sold(2, 2))
    for one in shop.sessions.between(TODAY, TODAY):
        shop.sessions.remove(one.id)
        shop.sessions.take(one)
    assert stock(shop) == 5
    assert take_back_orders(shop, shop.sessions._db) == 1
    (left,) = shop.sessions.between(TODAY, TODAY)
    assert (left.id, left.number, stock(shop)) == ("noted", "", 7)


def test_an_order_that_came_again_meanwhile_is_not_restored_beside_itself(path, shop):
    imported(path, sold(1, 2))
    (one,) = shop.sessions.between(TODAY, TODAY)
    shop.sessions.remove(one.id)
    imported(path, sold(1, 2))
    with pytest.raises(StoreError, match="is there already"):
        shop.sessions.take(one)
    assert (stock(shop), len(shop.sessions.between(TODAY, TODAY))) == (8, 1)


def test_the_stock_may_stay(path, shop):
    imported(path, sold(1, 4), takes_stock=False)
    assert stock(shop) == 10
    take_back_orders(shop, shop.sessions._db)
    assert stock(shop) == 10


def test_orders_after_a_show_that_a_crash_broke_off_are_not_of_it(path, shop):
    shop.sessions._db.execute(
        "UPDATE sessions SET ended = NULL, began = ?1, alive = ?1", [LONG_AGO]
    )
    imported(path, sold(120))
    assert [one.session for one in shop.sessions.between(TODAY, TODAY)] == [""]


def test_orders_belong_to_who_streamed_and_count_for_targets(path, shop):
    imported(path, sold(1, 2, price=yuan("10")))
    assert shop.sessions.progress(target(person=shop.person.id)).sold == yuan("20")


def test_what_was_not_published_never_was(path, shop):

    def fails() -> None:
        with staged_orders(path) as staged:
            staged.add([sold(1)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    count = shop.sessions._db.execute("SELECT count(*) FROM orders").fetchone()
    assert count == (0,)
    assert stock(shop) == 10


def test_what_a_killed_import_staged_is_cleared_at_the_next_start(path, shop):
    db = shop.sessions._db
    db.execute("INSERT INTO order_imports (id, person_id, at, is_live) VALUES (9, NULL, '', 0)")
    shop.sessions.take(order(1, id="staged", session=""))
    db.execute("UPDATE orders SET import_id = 9")

    def left() -> int:
        return db.execute("SELECT count(*) FROM orders").fetchone()[0]

    with staged_orders(path, is_dry_run=True):  # one that is at work clears by itself
        start = Upkeep(path, lambda _event: None)
        start.step()
        assert left() == 1
    Upkeep(path, lambda _event: None).step()
    assert (left(), db.execute("SELECT count(*) FROM order_imports").fetchone()[0]) == (0, 0)


def test_one_such_import_at_a_time(path, shop):
    with (
        staged_orders(path),
        pytest.raises(StoreError, match="Another import"),
        staged_orders(path),
    ):
        pass


def test_nobody_who_sells_waits_for_a_large_table(path, shop):
    shop.products.put(replace(TEA, stock=1_000_000))
    orders = [sold(n, at=NOON + timedelta(seconds=n / 10)) for n in range(20_000)]
    waits: list[float] = []
    db = open_database(path)
    kept = Repositories.of(db)
    done = threading.Thread(target=lambda: imported(path, *orders))
    done.start()
    while done.is_alive():
        began = time.perf_counter()
        kept.sessions.take(order(100_000 + len(waits), quantity=7))
        waits.append(time.perf_counter() - began)
        time.sleep(0.005)
    done.join()
    assert stock(kept) == 1_000_000 - 20_000 - 7 * len(waits)
    db.close()
    waits.sort()
    assert len(waits) > 50
    assert waits[len(waits) // 2] < 0.05
    assert waits[-1] < 0.5
