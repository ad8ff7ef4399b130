"""Sessions, orders and targets: kept, found again, taken back."""

import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from studio.model.errors import StoreError
from studio.model.message import Duration, Message, Money, Name, Number, say, say_n
from studio.model.product import Product
from studio.model.session import Fault, Health, Order, OrderWay, Session, Showing, Target
from studio.store import messages
from studio.store.database import open_database
from studio.store.repositories import Repositories
from tests.harness.process import ROOT
from tests.store.goods import goods
from tests.store.test_imports import importing

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
TODAY = NOON.astimezone().date()
TEA = Product("tea", Name("绿茶", "zh-CN"), Money(Decimal("39.90"), "CNY"), stock=10)


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


def whole(kept: Repositories, session: str = "s") -> Session:
    found = kept.sessions.get(session)
    assert found is not None
    return found


def order(at_s: int = 1, quantity: int = 1, **more) -> Order:
    kept = {
        "code": "tea",
        "name": TEA.name,
        "quantity": quantity,
        "price": TEA.price,
        "at": NOON + timedelta(seconds=at_s),
        "id": f"order-{at_s}",
        "session": "s",
        **more,
    }
    return Order(**kept)


@pytest.fixture
def shop(kept) -> Repositories:
    kept.products.put(TEA)
    kept.sessions.begin(Session("s", kept.person.id, NOON, places=("抖音", "Shopee")))
    return kept


def stock(kept: Repositories) -> int | None:
    product = kept.products.by_code("tea")
    return product.stock if product else None


def test_a_session_comes_back_whole(shop):
    sessions = shop.sessions
    orders = (order(1, 2), order(2, price=yuan("29.90"), way=OrderWay.VOICE, buyer="小李"))
    for one in orders:
        sessions.take(one)
    first = Showing("tea", TEA.name, TEA.price, NOON)
    second = Showing("cup", Name("Cangkir", "id"), Money(Decimal(20000), "IDR"), NOON + _S)
    sessions.put_showing("s", first)
    first = replace(first, ended=NOON + _S)
    for showing in (first, second):
        sessions.put_showing("s", showing)
    fault = Fault(NOON, say("{where} is back after {time}.", where=Name("抖音"), time=Duration(3)))
    sessions.add_fault("s", fault)
    kept = Session(
        "s",
        shop.person.id,
        NOON,
        ended=NOON + 60 * _S,
        places=("抖音",),
        rundown="Sunday",
        showings=(first, second),
        orders=orders,
        most_viewers=1200,
        faults=(fault,),
        health=Health(3, 1, 4.5),
    )
    sessions.follow(kept, NOON + 60 * _S)
    assert sessions.get("s") == sessions.latest() == kept
    assert sessions.get("other") is None
    assert [type(v) for v in kept.takings] == [Money]
    assert kept.takings == (yuan("109.70"),)


_S = timedelta(seconds=1)


def test_all_sessions_are_listed_light_and_the_newest_first(shop):
    later = Session("later", shop.person.id, NOON + _S, is_rehearsal=True)
    shop.sessions.begin(later)
    shop.sessions.take(order())
    assert [(s.id, s.is_rehearsal, s.orders) for s in shop.sessions.all()] == [
        ("later", True, ()),
        ("s", False, ()),
    ]
    assert shop.sessions.latest() == later


def test_stock_follows_orders_and_comes_back(shop):
    sessions = shop.sessions
    assert sessions.take(order(1, 4)) == 6
    assert sessions.take(order(2, 9)) == 0
    assert stock(shop) == 0
    assert sessions.remove("order-2") == 6  # what it took, not what was sold
    assert sessions.change_quantity("order-1", 1) == 9
    assert [one.quantity for one in whole(shop).orders] == [1]
    assert sessions.remove("order-1") == 10
    with pytest.raises(StoreError, match="not there any more"):
        sessions.remove("order-1")
    assert sessions.take(order(3, code="uncounted")) is None


def test_what_is_rehearsed_takes_nothing_and_counts_for_nothing(shop):
    sessions = shop.sessions
    assert sessions.take(order(1, 4), is_rehearsal=True) == 10
    assert sessions.change_quantity("order-1", 5) == 10
    assert stock(shop) == 10
    assert sessions.between(TODAY, TODAY) == []
    assert sessions.progress(target()).sold == yuan("0")
    assert whole(shop).orders[0].quantity == 5
    assert sessions.remove("order-1") == 10


def test_an_order_that_cannot_be_kept_takes_nothing(shop):
    shop.sessions.take(order())
    for wrong in (
        order(2, price=yuan("NaN")),
        order(3, at=datetime(2026, 1, 1)),  # noqa: DTZ001 - that is what is wrong
    ):
        with pytest.raises(ValueError, match=r"a (price|time)"):
            shop.sessions.take(wrong)
    with pytest.raises(Exception, match="UNIQUE"):
        shop.sessions.take(order())
    assert stock(shop) == 9
    assert len(whole(shop).orders) == 1


def test_the_days_are_those_on_the_wall(shop):
    midnight = datetime.combine(TODAY, datetime.min.time()).astimezone()
    for number, at in enumerate((midnight - _S, midnight, midnight + timedelta(days=1) - _S)):
        shop.sessions.take(order(number, at=at))
    shop.sessions.take(order(9, at=midnight + timedelta(days=1)))
    assert [o.id for o in shop.sessions.between(TODAY, TODAY)] == ["order-1", "order-2"]


def target(**more) -> Target:
    kept = {"amount": yuan("100"), "begins": TODAY, "ends": TODAY, "id": "t", **more}
    return Target(**kept)


def test_targets_are_kept_changed_and_removed(shop):
    own = target(id="own", person=shop.person.id, amount=Money(Decimal("5e6"), "IDR"))
    old = target(id="old", begins=date(2026, 1, 1), ends=date(2026, 1, 31))
    for one in (target(), own, old):
        shop.sessions.put_target(one)
    assert shop.sessions.targets() == [own, old, target()]
    shop.sessions.put_target(target(amount=yuan("120.5")))
    shop.sessions.delete_target("old")
    assert shop.sessions.targets() == [own, target(amount=yuan("120.5"))]
    assert [p.target.id for p in shop.sessions.progresses(TODAY)] == ["own", "t"]
    assert shop.sessions.progresses(date(2026, 1, 1)) == []


def test_progress_counts_who_and_which_currency(db, shop):
    from studio.model.person import Person

    other = Person("Weng Ning", "other")
    shop.persons.put(other)
    shop.sessions.take(order(1, 2))
    shop.sessions.take(order(2, price=Money(Decimal(20000), "IDR")))
    Repositories.of(db, other).sessions.take(order(3, price=yuan("0.10"), session=""))
    progress = shop.sessions.progress
    assert progress(target()).sold == yuan("79.90")
    assert progress(target()).share == pytest.approx(0.799)
    assert progress(target(person=shop.person.id)).sold == yuan("79.80")
    assert progress(target(person="other")).rest == yuan("99.90")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("DELETE FROM persons WHERE id = 'other'")
    assert progress(target()).sold == yuan("79.90")  # what the centre sold stays


def test_a_session_that_nobody_could_end_ends_with_its_last_sign_of_life(shop):
    sessions = shop.sessions
    sessions.put_showing("s", Showing("tea", TEA.name, TEA.price, NOON))
    sessions.take(order(77))
    (broken,) = sessions.end_broken()
    assert (broken.is_broken, broken.ended) == (True, NOON + 77 * _S)
    assert whole(shop).showings[0].ended == NOON + 77 * _S
    assert sessions.end_broken() == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE orders SET price = 'x'",
        "UPDATE orders SET at = 'x'",
        "UPDATE orders SET way = 'x'",
        "UPDATE sessions SET places = '{'",
        "UPDATE showings SET began = 'x'",
        "UPDATE faults SET problem = '{'",
    ],
)
def test_what_nobody_can_have_written_is_told_in_a_sentence(shop, damage):
    shop.sessions.take(order())
    shop.sessions.put_showing("s", Showing("tea", TEA.name, TEA.price, NOON))
    shop.sessions.add_fault("s", Fault(NOON, say("Plain.")))
    shop.sessions._db.execute(damage)
    with pytest.raises(StoreError, match="cannot be understood"):
        shop.sessions.get("s")


def test_a_clock_that_is_set_back_ends_no_session_before_its_beginning(shop):
    (session,) = shop.sessions.all()
    shop.sessions.follow(session, NOON - timedelta(hours=1))
    (broken,) = shop.sessions.end_broken()
    assert broken.ended == NOON


@pytest.mark.parametrize(
    "sentence",
    [
        say("Plain."),
        say_n("{n} picture was lost.", "{n} pictures were lost.", 3),
        say("{a} {b}", a=Number(2.5, 1), b=yuan("39.90")).then(say("{c}", c=Name("重庆", "zh"))),
    ],
)
def test_a_sentence_comes_back_as_it_was(sentence: Message):
    back = messages.from_json(messages.to_json(sentence))
    assert back == sentence
    assert back.words("zh_CN") == sentence.words("zh_CN")


def test_what_is_no_sentence_is_told():
    for kept in ('"words"', '{"say": "x"}', "{", '{"money": "many", "currency": "CNY"}'):
        with pytest.raises(ValueError):  # noqa: PT011 - whichever kind of it
            messages.from_json(kept)


_SELLER = """
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from studio.model.errors import StoreError
from studio.model.message import Money, Name
from studio.model.session import Order, Session
from studio.store.repositories import Repositories
from studio.store.store import Store

store = Store(Path(sys.argv[1]), lambda event: None)
store.start_and_wait()
now = datetime.now(UTC)
store.run(lambda kept: kept.sessions.begin(Session("s", "", now))).result()
for number in range(100_000):
    order = Order("tea", Name("tea"), 1, Money(Decimal("39.90"), "CNY"),
                  datetime.now(UTC), session="s", id=str(number))
    store.run(lambda kept: kept.sessions.take(order)).result()
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_between_orders_none_that_was_told_is_lost(folder):
    path = folder / "studio.db"
    db = open_database(path)
    Repositories.of(db).products.put(replace(TEA, stock=1_000_000))
    db.close()
    seller = subprocess.Popen(
        [sys.executable, "-c", _SELLER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert seller.stdout is not None
    told = -1
    for line in seller.stdout:
        told = int(line)
        if told == 60:
            break
    seller.send_signal(signal.SIGKILL)
    told = max([told, *map(int, seller.stdout.read().split())])
    seller.stdout.close()
    seller.wait()
    db = open_database(path)
    kept = Repositories.of(db)
    (broken,) = kept.sessions.end_broken()
    found = whole(kept, broken.id)
    assert [o.id for o in found.orders][: told + 1] == [str(n) for n in range(told + 1)]
    assert len(found.orders) <= told + 2
    assert stock(kept) == 1_000_000 - len(found.orders)
    assert found.ended == found.orders[-1].at
    db.close()


def test_orders_beside_an_import_never_wait_long(folder):
    path = folder / "studio.db"
    db = open_database(path)
    kept = Repositories.of(db)
    kept.products.replace_all([*goods(2000), replace(TEA, stock=1_000_000)])
    kept.sessions.begin(Session("s", kept.person.id, NOON))
    waits: list[float] = []
    with importing(path, 20_000, 500) as (importer, told_lines):
        told = threading.Thread(target=lambda: list(told_lines))
        told.start()
        while told.is_alive():
            began = time.perf_counter()
            kept.sessions.take(order(len(waits)))
            waits.append(time.perf_counter() - began)
            time.sleep(0.005)
        told.join()
        assert importer.wait() == 0
    assert len(waits) > 100
    assert len(whole(kept).orders) == len(waits)
    assert stock(kept) == 1_000_000 - len(waits)
    waits.sort()
    # As for a change of the stock alone, see `test_imports`.
    assert waits[len(waits) // 2] < 0.05
    assert waits[-1] < 0.5
    db.close()
