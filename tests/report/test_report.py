"""What came of a show is reckoned right: nothing is lost, nothing is counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model.message import Money
from studio.model.session import Session
from studio.report.report import Report, report_of
from tests.report.shows import (
    BEFORE,
    BEGAN,
    EMPTY,
    NOODLES,
    PRODUCTS,
    REHEARSAL,
    SCARF,
    SHOW,
    TARGETS,
    TEA,
    at,
    order,
    showing,
    yuan,
)


@pytest.fixture
def report() -> Report:
    return report_of(SHOW, products=PRODUCTS, progresses=TARGETS, before=BEFORE)


def test_takings_stand_for_each_currency_and_never_mix(report: Report):
    assert report.sold.takings == (yuan("1393.20"), Money(Decimal(375000), "IDR"))
    assert (report.sold.orders, report.sold.pieces) == (9, 41)
    assert report.currencies == ("CNY", "IDR")


def test_products_stand_by_takings_with_what_is_left_and_their_pace(report: Report):
    assert [p.code for p in report.products] == ["noodles", "scarf", "tea"]
    noodles, scarf, tea = report.products
    assert noodles.sold.takings == (yuan("877.20"),)
    assert (scarf.shown_s, scarf.showings, scarf.stock) == (1800.0, 2, 8)
    assert (noodles.stock, tea.stock) == (None, None)
    assert noodles.pieces_per_minute == pytest.approx(34 / 15)
    assert [p.code for p in report.by_pace] == ["noodles", "tea", "scarf"]


def test_each_showing_has_what_was_sold_in_it_and_until_the_next(report: Report):
    scarf, noodles, again, tea = report.showings
    assert (scarf.during.orders, scarf.after.orders, scarf.own) == (2, 0, 3)
    assert (noodles.during.pieces, noodles.after.takings) == (30, (yuan("77.40"),))
    assert noodles.own == 33
    assert (again.began_s, again.ended_s, again.own) == (2700.0, 3600.0, 1)
    assert (tea.during.orders, tea.after.orders) == (1, 1)
    assert report.before_cards.takings == (yuan("25.80"),)


def test_how_often_and_by_how_many_it_was_ordered(report: Report):
    assert report.orders_per_minute == pytest.approx(9 / 80)
    assert report.conversion == pytest.approx(9 / 120)
    assert report.shown_s == 3600.0
    assert report_of(EMPTY).orders_per_minute is None
    assert report_of(replace(SHOW, most_viewers=0)).conversion is None


def test_it_is_compared_with_the_show_before(report: Report):
    assert report.before is not None
    assert report.before.length_s == 2400.0
    assert report.before.sold.takings == (yuan("645.00"),)


def test_a_rehearsal_counts_for_no_target():
    assert report_of(REHEARSAL, progresses=TARGETS).progresses == ()


def test_a_show_that_goes_on_is_reckoned_until_now():
    running = replace(SHOW, ended=None, showings=(*SHOW.showings, showing(SCARF, 79, None)))
    report = report_of(running, now=at(90))
    assert report.goes_on
    assert report.length_s == 5400.0
    assert report.showings[-1].shown_s == 660.0


def test_without_a_now_it_ends_with_its_last_sign_of_life():
    report = report_of(replace(SHOW, ended=None))
    assert report.length_s == 79 * 60.0


def test_a_clock_that_was_set_back_makes_nothing_negative():
    odd = replace(SHOW, ended=at(-5), showings=(showing(SCARF, 10, 4), showing(NOODLES, 2, 3)))
    report = report_of(odd)
    assert report.length_s == 0.0
    assert [s.shown_s for s in report.showings] == [60.0, 0.0]
    assert [s.showing.code for s in report.showings] == ["noodles", "scarf"]


MINUTES = st.floats(-10, 130, allow_nan=False).map(lambda m: round(m, 2))
ORDERS = st.lists(
    st.builds(
        order,
        st.sampled_from([SCARF, NOODLES, TEA]),
        MINUTES,
        st.integers(1, 9),
    ),
    max_size=30,
)
SHOWINGS = st.lists(
    st.builds(
        lambda what, begin, length: showing(
            what, begin, None if length is None else begin + length
        ),
        st.sampled_from([SCARF, NOODLES, TEA]),
        MINUTES,
        st.none() | st.floats(0, 40).map(lambda m: round(m, 2)),
    ),
    max_size=12,
)


@given(ORDERS, SHOWINGS)
def test_every_order_is_in_one_showing_or_before_the_first(orders, showings):
    session = Session(
        "s", "p", BEGAN, ended=at(120), orders=tuple(orders), showings=tuple(showings)
    )
    report = report_of(session)
    parts = [report.before_cards]
    for result in report.showings:
        assert result.shown_s >= 0
        parts += [result.during, result.after]
    assert sum(part.orders for part in parts) == len(orders)
    assert sum(part.pieces for part in parts) == report.sold.pieces
    for currency in ("CNY", "IDR"):
        total = sum(part.amount(currency) for part in parts)
        assert total == report.sold.amount(currency)
        by_product = sum(p.sold.amount(currency) for p in report.products)
        assert by_product == total
    # Two cards are never on air at once.
    ends = [BEGAN + timedelta(seconds=s.ended_s) for s in report.showings if s.began_s > 0]
    begins = [s.showing.began for s in report.showings if s.began_s > 0]
    assert all(
        e <= b + timedelta(milliseconds=1) for e, b in zip(ends[:-1], begins[1:], strict=True)
    )
