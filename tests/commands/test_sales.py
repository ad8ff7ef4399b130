"""What is heard when something is sold, and what the show is like afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from studio.commands.command import Invocation, Origin
from studio.model import events
from studio.model.announcement import Earcon, Priority
from studio.model.destination import Destination
from studio.model.errors import OutputError, StoreError
from studio.model.message import Money, Name, say
from studio.model.order_import import OrderPlan
from studio.model.person import Person, Profile
from studio.model.product import FlashSale
from studio.model.rundown import Rundown, RundownState, Segment, SegmentKind
from studio.model.session import Order, OrderWay, Progress, SalesState, Target
from studio.store.database import IN_MEMORY, open_database
from studio.store.repositories import Repositories
from tests.commands.rig import SCARF, TEA, Rig

OPEN = Destination("Open house", "rtmp://open.example/app", needs_key=False, id="open")
BOOK = replace(TEA, code="book", name=Name("Notebook"), slot=3, stock=4, limit=2)


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


@pytest.fixture
def kept() -> Iterator[Repositories]:
    db = open_database(IN_MEMORY)
    yield Repositories.of(db)
    db.close()


@pytest.fixture
def rig(kept) -> Rig:
    rig = Rig(
        destinations=(OPEN,),
        products=(SCARF, TEA, BOOK),
        sales=SalesState(person=kept.person.id),
    )
    kept.products.replace_all(rig.state.products)
    rig.archive.kept = kept
    return rig


def test_how_many_watch_is_told_as_it_was_noted(rig):
    nobody = "Nobody noted how many are watching. Say a number, such as “300 viewers”."
    assert rig.do("viewers.tell") == nobody
    go_live(rig)
    rig.do("viewers.note", count="300")
    assert rig.do("viewers.tell") == "300 viewers were noted last."
    rig.do("viewers.note", count="200")
    assert rig.do("viewers.tell") == "200 viewers were noted last. The most were 300."
    end(rig)
    assert rig.do("viewers.tell") == "200 viewers were noted last. The most were 300."
    go_live(rig)
    assert rig.do("viewers.tell") == nobody


def go_live(rig: Rig) -> None:
    rig.do("show.go_live")
    rig.tell(events.OutputStarted("open", "Open house", is_recording=False))


def end(rig: Rig) -> None:
    rig.do("show.end")
    rig.tell(events.OutputEnded("open", "Open house", is_recording=False, seconds=9.0))


def sold(rig: Rig) -> list[tuple[str, int]]:
    return [(order.code, order.quantity) for order in rig.state.sales.orders]


def stock(rig: Rig, code: str) -> tuple[int | None, int | None]:
    """What the show says, and what is kept."""
    shown = next(p for p in rig.state.products if p.code == code)
    assert rig.archive.kept is not None
    kept = rig.archive.kept.products.by_code(code)
    return shown.stock, kept.stock if kept else None


# Orders


def test_an_order_is_heard_and_the_stock_and_the_card_follow(rig):
    rig.do("card.show", product="scarf")
    assert rig.do("order.take", product="1", quantity="2") == (
        "Sold: 2 Wool scarf, ¥49.80. 10 left."
    )
    assert stock(rig, "scarf") == (10, 10)
    assert rig.state.card.stock == rig.stage.last("card")[0].stock == 10
    assert sold(rig) == [("scarf", 2)]
    assert rig.state.sales.takings == (yuan("49.80"),)
    assert rig.do("order.take", product="green tea") == "Sold: 1 Green tea, ¥39.90."
    assert rig.do("sales.progress") == "2 orders, ¥89.70."
    assert rig.outcome.data["pieces"] == 3


def test_few_left_and_sold_out_are_told_at_once(rig):
    assert rig.do("order.take", product="scarf", quantity=8).endswith("4 left.")
    assert rig.announcer.last().announcement.priority is Priority.NORMAL
    assert rig.do("order.take", product="scarf").endswith("Only 3 are left.")
    said = rig.announcer.last().announcement
    assert (said.priority, said.earcon) == (Priority.NEXT, Earcon.WARNING)
    assert rig.do("order.take", product="scarf", quantity=3).endswith("Wool scarf is sold out.")


def test_more_than_there_is_or_than_one_buyer_may_have_is_asked_first(rig):
    asked = rig.do("order.take", Origin.KEY, product="book", quantity=5)
    assert asked.startswith(
        "Only 4 of Notebook are left. One buyer may have 2 of Notebook."
        " Take the order all the same?"
    )
    assert sold(rig) == []
    assert rig.do("studio.yes", Origin.KEY).endswith("Notebook is sold out.")
    assert stock(rig, "book") == (0, 0)
    asked = rig.do("order.take", Origin.KEY, product="book")
    assert asked.startswith("Notebook is sold out. Take the order all the same?")
    rig.do("studio.no", Origin.KEY)
    assert sold(rig) == [("book", 5)]
    # What comes back is what the stock lost, not what was sold.
    rig.do("studio.undo")
    assert stock(rig, "book") == (4, 4)


def test_orders_are_taken_back_and_taken_again(rig):
    rig.do("order.take", product="scarf", quantity=2)
    heard = rig.do("studio.undo")
    assert "Order undone." in heard
    assert "The order of 2 Wool scarf is taken back. 12 left." in heard
    assert (sold(rig), stock(rig, "scarf")) == ([], (12, 12))
    assert "Sold: 2 Wool scarf" in rig.do("studio.redo")
    assert (sold(rig), stock(rig, "scarf")) == ([("scarf", 2)], (10, 10))
    rig.do("order.take", product="tea")
    assert rig.do("order.cancel").startswith("The order of 1 Green tea is taken back.")
    assert sold(rig) == [("scarf", 2)]
    rig.do("studio.undo")
    assert sold(rig) == [("tea", 1), ("scarf", 2)]
    for _ in range(2):
        rig.do("order.cancel")
    assert rig.do("order.cancel").startswith("There is no order to cancel.")


def test_every_order_of_a_long_show_can_be_looked_through_and_taken_back(rig):
    for _order in range(120):
        rig.do("order.take", product="tea")
    first = rig.state.sales.orders[-1]
    assert rig.state.sales.count == len(rig.state.sales.orders) == 120
    rig.do("order.remove", order=first.id)
    assert rig.state.sales.count == 119


def test_an_orders_quantity_is_changed_and_changed_back(rig):
    rig.do("order.take", product="scarf", quantity=2)
    order = rig.outcome.data["order"]
    assert rig.do("order.change", order=order, quantity=5) == (
        "The order is of 5 Wool scarf now. 7 left."
    )
    assert rig.state.sales.takings == (yuan("124.50"),)
    rig.do("studio.undo")
    assert (sold(rig), stock(rig, "scarf")) == ([("scarf", 2)], (10, 10))
    assert rig.archive.kept.sessions.order(order).quantity == 2


@pytest.mark.parametrize("quantity", ["0", "-1", "many", "100001", "1.5", ""])
def test_what_is_no_number_of_pieces_is_no_order(rig, quantity):
    assert rig.do("order.take", product="scarf", quantity=quantity).startswith("Nothing here")
    assert sold(rig) == []


def test_more_pieces_than_there_are_are_asked_for_a_changed_order_too(rig):
    rig.do("order.take", product="book", quantity=2)
    order = rig.state.sales.orders[0].id
    asked = rig.do("order.change", Origin.KEY, order=order, quantity=5)
    assert asked.startswith(
        "Only 2 of Notebook are left. One buyer may have 2 of Notebook."
        " Change the order all the same?"
    )
    assert stock(rig, "book") == (2, 2)
    assert "is of 5 Notebook now" in rig.do("studio.yes", Origin.KEY)
    rig.do("studio.undo")
    assert (stock(rig, "book"), sold(rig)) == ((2, 2), [("book", 2)])


@pytest.mark.parametrize("amount", ["-5", "NaN", "Infinity", "1e40"])
def test_an_absurd_price_is_no_order(rig, amount):
    price = yuan(amount)
    assert rig.do("order.take", product="tea", price=price).startswith("No product costs that")
    assert sold(rig) == []


def test_an_absurd_number_of_viewers_is_not_noted(rig):
    go_live(rig)
    rig.do("viewers.note", count="9" * 25)
    assert rig.state.sales.most_viewers is None


@pytest.mark.parametrize(
    ("amount", "begins", "ends"),
    [
        ("1e40", date(2026, 1, 1), date(2026, 1, 2)),
        ("5", date.min, date(2026, 1, 2)),
        ("5", date(2026, 1, 1), date.max),
    ],
)
def test_an_absurd_target_is_refused(rig, amount, begins, ends):
    assert rig.do("target.set", amount=yuan(amount), begins=begins, ends=ends).startswith("Nobody")
    assert rig.state.sales.targets == ()


def test_an_order_costs_what_it_costs_at_that_moment(rig):
    now = datetime.now(UTC)
    sale = FlashSale(yuan("9.90"), now - timedelta(hours=1), now + timedelta(hours=1))
    rig.show.shelf.save(replace(SCARF, flash_sale=sale))
    assert rig.do("order.take", product="scarf").startswith("Sold: 1 Wool scarf, ¥9.90.")
    assert rig.do("order.take", product="scarf", price=yuan("5")).startswith(
        "Sold: 1 Wool scarf, ¥5.00."
    )


def test_an_order_that_cannot_be_kept_is_none(rig):
    rig.archive.sales_error = StoreError(say("The disk is full."), say("Make room."))
    assert rig.do("order.take", product="scarf") == "The disk is full. Make room."
    assert (sold(rig), stock(rig, "scarf")) == ([], (12, 12))
    rig.archive.sales_error = None
    assert rig.show.sales.left(SCARF) == 12


def test_an_order_is_told_once_it_is_kept_and_others_count_on_it(rig):
    rig.archive.is_slow = True
    assert rig.do("order.take", product="book", quantity=2) == ""
    assert rig.show.sales.doubts(BOOK, 2) == []
    assert len(rig.show.sales.doubts(BOOK, 3)) == 2
    rig.archive.errands.pop()()
    assert rig.announcer.last().announcement.text.startswith("Sold: 2 Notebook")
    assert stock(rig, "book") == (2, 2)


def test_a_show_that_could_not_be_kept_at_its_beginning_is_kept_as_soon_as_possible(rig, kept):
    rig.archive.sales_error = StoreError(say("It is in use."), say("Close it."))
    go_live(rig)
    rig.do("order.take", product="scarf")
    assert kept.sessions.all() == []
    rig.archive.sales_error = None
    assert rig.do("order.take", product="scarf").startswith("Sold: 1 Wool scarf")
    end(rig)
    session = kept.sessions.latest()
    assert session is not None
    assert ([o.quantity for o in session.orders], session.ended is not None) == ([1], True)


def test_a_file_that_takes_nothing_is_told_once_until_it_takes_something(rig):
    go_live(rig)

    def told(times: int) -> int:
        before = len(rig.announcer.history())
        for time in range(times):
            rig.show.sales.look(1e9 * (1 + time + before * 100))
        return len(rig.announcer.history()) - before

    rig.archive.sales_error = StoreError(say("It may only be read."), say("Allow it."))
    assert told(5) == 1
    rig.archive.sales_error = None
    assert told(1) == 0
    rig.archive.sales_error = StoreError(say("It may only be read."), say("Allow it."))
    assert told(5) == 1


def test_another_streamer_begins_with_what_they_sold_and_without_the_others_rehearsal(rig, kept):
    mei = Person("Mei", "mei")
    kept.persons.put(mei)
    kept.of_another(mei).sessions.take(
        Order("tea", TEA.name, 1, yuan("39.90"), datetime.now(UTC), id="hers")
    )
    rig.do("show.rehearse")
    rig.do("order.take", product="scarf")
    first = rig.state.sales.session

    def use_person(person: Person) -> None:
        rig.archive.kept = kept.of_another(person)

    rig.archive.use_person = use_person
    rig.archive.profiles["mei"] = Profile(mei, rig.state.settings)
    rig.show.people.switch_to(mei)
    assert kept.sessions.get(first).ended is not None
    assert sold(rig) == [("tea", 1)]
    assert rig.do("order.take", product="scarf").endswith("It is a rehearsal; the stock stays.")
    assert stock(rig, "scarf") == (12, 12)
    assert rig.state.sales.session not in {"", first}
    rig.do("show.rehearse")
    assert [s.person for s in kept.sessions.all()] == ["mei", kept.person.id]
    assert all(s.ended and s.is_rehearsal for s in kept.sessions.all())


def test_another_streamer_is_told_no_milestone_that_was_reached_before_nor_has_the_others_order(
    rig, kept
):
    today = datetime.now(UTC).astimezone().date()
    mei = Person("Mei", "mei")
    kept.persons.put(mei)
    centre = Target(yuan("1000"), today, today, "", "centre")
    kept.sessions.put_target(centre)
    kept.sessions.take(Order("tea", TEA.name, 14, yuan("39.90"), datetime.now(UTC), id="before"))

    def use_person(person: Person) -> None:
        rig.archive.kept = kept.of_another(person)

    rig.archive.use_person = use_person
    theirs = SalesState(
        person="mei", targets=(centre,), progresses=(Progress(centre, yuan("558.60")),)
    )
    rig.archive.profiles["mei"] = Profile(mei, rig.state.settings, sales=theirs)
    rig.archive.is_slow = True
    rig.do("order.take", product="tea")
    waiting = list(rig.archive.errands)
    rig.archive.errands.clear()
    rig.archive.is_slow = False
    rig.show.people.switch_to(mei)
    for errand in waiting:
        errand()
    assert rig.state.sales.orders == ()
    assert rig.state.sales.progresses[0].sold == yuan("598.50")
    rig.do("order.take", product="scarf")
    assert sold(rig) == [("scarf", 1)]
    assert all("percent" not in said.announcement.text for said in rig.announcer.history())


def test_without_a_file_orders_are_taken_all_the_same(rig):
    rig.archive.kept = None
    assert rig.do("order.take", product="scarf", quantity=2).endswith("10 left.")
    assert rig.do("order.cancel").endswith("12 left.")


# Sessions


def test_a_show_is_a_session_with_all_that_happened(rig, kept):
    rig.do("card.show", product="scarf")
    go_live(rig)
    assert rig.state.sales.is_on
    rig.do("order.take", product="scarf", quantity=2)
    rig.do("card.show", product="tea")
    rig.do("viewers.note", count="120")
    assert rig.do("viewers.note", count=80) == "80 viewers noted. The most were 120."
    rig.tell(events.PicturesDropped(3))
    rig.tell(events.PicturesDropped(2))
    broken = OutputError(say("The line is broken."), say("Wait."))
    rig.tell(events.OutputLost("open", "Open house", False, True, broken))
    assert rig.state.is_cut_off
    rig.tell(events.OutputBack("open", "Open house", 3.0))
    rig.do("card.hide")
    end(rig)
    assert not rig.state.sales.is_on
    (light,) = kept.sessions.all()
    session = kept.sessions.get(light.id)
    assert session.places == ("Open house",)
    assert [(s.code, s.ended is not None) for s in session.showings] == [
        ("scarf", True),
        ("tea", True),
    ]
    assert [(o.code, o.quantity) for o in session.orders] == [("scarf", 2)]
    assert session.most_viewers == 120
    assert session.health.pictures_dropped == 5
    assert session.health.connections_lost == 1
    assert session.health.cut_off_s > 0
    assert [str(fault.problem) for fault in session.faults] == [
        "3 pictures were lost.",
        "The line is broken. Wait. The studio keeps trying.",
    ]
    assert session.ended is not None
    assert not session.is_rehearsal
    # What is ordered afterwards belongs to none.
    rig.do("order.take", product="tea")
    assert rig.state.sales.orders[0].session == ""
    assert rig.do("viewers.note", count=5).startswith("You are not live.")


def test_a_session_tells_which_rundown_it_followed(rig, kept):
    go_live(rig)
    sunday = Rundown("Sunday", (Segment(SegmentKind.GREETING),))
    rig.show._change(rundown=RundownState(sunday, place=0, began=1.0))
    rig.show._change(rundown=RundownState(Rundown("Only looked at")))
    end(rig)
    assert kept.sessions.latest().rundown == "Sunday"


def test_a_new_show_begins_with_nothing_sold(rig, kept):
    go_live(rig)
    rig.do("order.take", product="scarf")
    end(rig)
    go_live(rig)
    assert rig.do("sales.progress") == "Nothing is sold yet."
    assert len(kept.sessions.all()) == 2
    assert "This cannot be taken back any more." in rig.do("studio.undo")


def test_a_rehearsal_sells_nothing(rig, kept):
    rig.do("show.rehearse")
    assert rig.do("order.take", product="scarf", quantity=2) == (
        "Sold: 2 Wool scarf, ¥49.80. It is a rehearsal; the stock stays."
    )
    assert stock(rig, "scarf") == (12, 12)
    rig.do("order.change", order=rig.state.sales.orders[0].id, quantity=3)
    rig.do("order.cancel")
    assert stock(rig, "scarf") == (12, 12)
    rig.do("order.take", product="tea")
    rig.do("show.rehearse")
    (session,) = kept.sessions.all()
    assert session.is_rehearsal
    assert session.ended is not None
    assert kept.sessions.between(_today(), _today()) == []


def test_a_rehearsed_stream_is_one_session_and_a_sign_of_life_is_given(rig, kept):
    rig.do("show.rehearse")
    rig.do("show.go_live")
    rig.tell(events.OutputStarted("rehearsal", "Rehearsal", is_recording=False, is_rehearsal=True))
    before = _alive(kept)
    rig.show.sales.look(1e12)
    assert _alive(kept) > before
    rig.do("show.end")
    rig.tell(events.OutputEnded("rehearsal", "Rehearsal", False, 3.0, is_rehearsal=True))
    (session,) = kept.sessions.all()
    assert (session.is_rehearsal, session.places) == (True, ("Rehearsal",))
    assert session.ended is not None


def _alive(kept: Repositories) -> str:
    return kept._db.execute("SELECT alive FROM sessions").fetchone()[0]


# Targets


def _today():
    return datetime.now().astimezone().date()


def set_target(rig: Rig, amount: str = "100", **more) -> str:
    days = {"begins": _today(), "ends": _today(), **more}
    return rig.do("target.set", amount=yuan(amount), **days)


def test_targets_are_followed_and_their_milestones_told_once(rig):
    day = _today().isoformat()
    assert set_target(rig) == (
        f"The target is kept. 0 percent of your target of ¥100.00, ¥100.00 to go until {day}."
    )
    set_target(rig, "1000", is_centres=True)
    assert "percent" not in rig.do("order.take", product="scarf")
    assert "50 percent of your target: ¥64.80 of ¥100.00." in rig.do("order.take", product="tea")
    rig.do("order.cancel")
    assert "percent" not in rig.do("order.take", product="tea")
    heard = rig.do("order.take", product="tea")
    assert "You have reached your target of ¥100.00: ¥104.70 sold." in heard
    assert "80 percent" not in heard
    assert rig.do("sales.progress") == (
        "3 orders, ¥104.70. Your target of ¥100.00 is reached: ¥104.70 sold."
        f" 10 percent of the centre's target of ¥1,000.00, ¥895.30 to go until {day}."
    )


def test_targets_are_removed_restored_and_changed(rig):
    set_target(rig)
    (target,) = rig.state.sales.targets
    assert rig.do("target.remove", target=target.id) == "The target is removed."
    assert rig.state.sales.targets == rig.state.sales.progresses == ()
    rig.do("studio.undo")
    assert rig.state.sales.targets == (target,)
    set_target(rig, "50", target=target.id)
    assert [t.amount for t in rig.state.sales.targets] == [yuan("50")]
    rig.do("studio.undo")
    assert rig.state.sales.targets == (target,)


def test_a_target_of_nothing_or_of_no_days_is_refused(rig):
    assert set_target(rig, "0").startswith("A target is more than nothing.")
    assert set_target(rig, "NaN").startswith("A target is more than nothing.")
    early = _today() - timedelta(days=1)
    assert set_target(rig, ends=early).startswith("It ends before it begins.")


def test_only_what_is_sold_in_its_currency_and_its_days_counts(rig, kept):
    tomorrow = _today() + timedelta(days=1)
    set_target(rig, begins=tomorrow, ends=tomorrow)
    rig.do("target.set", amount=Money(Decimal(10**6), "IDR"), begins=_today(), ends=_today())
    rig.do("order.take", product="tea")
    assert [str(p.sold.amount) for p in rig.state.sales.progresses] == ["0"]
    assert [p.sold for p in rig.state.sales.progresses] == [
        p.sold for p in kept.sessions.progresses(_today())
    ]


def test_after_a_restart_todays_orders_are_there_and_no_milestone_is_told_again(rig, kept):
    set_target(rig)
    rig.do("order.take", product="tea", quantity=2)
    progresses = tuple(kept.sessions.progresses(_today()))
    again = Rig(
        products=rig.state.products,
        sales=SalesState(kept.person.id, progresses=progresses),
        archive=rig.archive,
    )
    assert sold(again) == [("tea", 2)]
    assert again.announcer.history() == []
    assert again.do("order.cancel").startswith("The order of 2 Green tea is taken back.")
    again.do("studio.undo")
    assert sold(again) == [("tea", 2)]


def test_at_midnight_what_was_sold_today_begins_anew_but_a_show_goes_on(rig, monkeypatch):
    monkeypatch.setattr("studio.sales._SIGN_OF_LIFE_S", 0.0)
    rig.do("order.take", product="tea")
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    monkeypatch.setattr("studio.sales._today", lambda: tomorrow)
    rig.show.sales.look(1e9)
    assert rig.state.sales.count == 0
    go_live(rig)
    rig.do("order.take", product="tea")
    monkeypatch.setattr("studio.sales._today", lambda: tomorrow + timedelta(days=1))
    rig.show.sales.look(2e9)
    assert rig.state.sales.count == 1


def test_orders_that_others_wrote_down_are_found_and_reach_targets(rig, kept):
    go_live(rig)
    set_target(rig)
    kept.sessions.take(_by_platform(datetime.now(UTC)))
    kept.sessions.take(_by_platform(datetime.now(UTC) - timedelta(days=2)))
    rig.show.sales.look_again()
    assert sold(rig) == [("tea", 3)]
    assert "You have reached your target" in rig.announcer.last().announcement.text


def _by_platform(at: datetime) -> Order:
    return Order("tea", TEA.name, 3, TEA.price, at, OrderWay.IMPORT, f"P{at}", id=str(at))


def test_a_platforms_table_is_imported_and_taken_back(rig):
    plan = OrderPlan("/home/li/orders.csv", "CNY")
    assert rig.do("order.import", plan=plan) == (
        "Imported: 2 new orders, 0 noted before, 0 known, 1 wrong. The wrong rows are kept in"
        " /data/imports/orders.csv. Importing orders.csv."
    )
    assert rig.state.works == ()
    assert "2 orders taken back." in rig.do("studio.undo")
    assert [kind for kind, _ in rig.archive.saved] == ["import orders", "take back orders"]
    rig.do("order.import", plan=replace(plan, is_dry_run=True))
    assert rig.do("studio.undo").startswith("There is nothing to undo.")


def test_an_import_that_is_called_off_says_nothing(rig):
    rig.archive.is_slow = True
    rig.do("order.import", plan=OrderPlan("/home/li/orders.csv", "CNY"))
    rig.do("studio.cancel")
    before = len(rig.announcer.history())
    for errand in rig.archive.errands:
        errand()
    assert len(rig.announcer.history()) == before


def test_an_order_can_be_wished_for_in_words(rig):
    wish = Invocation("order.take", {"product": "scarf", "quantity": "2"}, Origin.VOICE)
    rig.dispatcher.dispatch(wish)
    assert sold(rig) == [("scarf", 2)]


def test_a_product_that_is_not_at_hand_is_sold_too(kept):
    rig = Rig(products=(SCARF,), products_beyond=1, sales=SalesState(person=kept.person.id))
    kept.products.replace_all([SCARF, BOOK])
    rig.archive.kept, rig.archive.catalogue = kept, (SCARF, BOOK)
    assert rig.do("order.take", product="notebook", quantity=2).endswith("Only 2 are left.")
    assert [p.code for p in rig.state.products] == ["scarf"]
    left = kept.products.by_code("book")
    assert left is not None
    assert left.stock == 2
    assert "4 left." in rig.do("order.cancel")
