"""Tables for other programs: exact, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

from studio.model.message import Money
from studio.report.report import report_of
from studio.report.sheet import ORDERS, SHOWINGS, orders_csv, showings_csv
from tests.report.shows import SCARF, SHOW, hostile, order


def rows(written: bytes) -> list[dict[str, str]]:
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_every_order_has_a_row():
    read = rows(orders_csv(report_of(SHOW)))
    assert len(read) == len(SHOW.orders)
    assert list(read[0]) == list(ORDERS)
    assert read[1] == {
        "at": "2026-11-29T12:06:00Z",
        "code": "scarf",
        "name": "Wool scarf",
        "quantity": "2",
        "price": "129.00",
        "total": "258.00",
        "currency": "CNY",
        "way": "key",
        "order_number": "A-1",
        "buyer": "",
        "session": "5e55-a",
    }


def test_amounts_are_exact_however_large_or_small():
    prices = ["0.1", "12345678901234567890.123456789", "1E+5", "1E-7"]
    orders = tuple(
        order((*SCARF[:2], Money(Decimal(price), "CNY")), n, 3) for n, price in enumerate(prices)
    )
    read = rows(orders_csv(report_of(replace(SHOW, orders=orders))))
    assert [row["price"] for row in read] == [
        "0.1",
        "12345678901234567890.123456789",
        "100000",
        "0.0000001",
    ]
    assert Decimal(read[1]["total"]) == Decimal(prices[1]) * 3


def test_showings_have_what_was_sold_in_them():
    read = rows(showings_csv(report_of(SHOW)))
    assert list(read[0]) == list(SHOWINGS)
    assert [row["code"] for row in read] == ["scarf", "noodles", "scarf", "tea"]
    assert read[1]["takings_meanwhile"] == "774.00 CNY"
    assert (read[1]["orders_until_next"], read[1]["takings_until_next"]) == ("1", "77.40 CNY")
    assert read[3]["shown_s"] == "900"


def test_formulas_stay_text():
    for written in (orders_csv, showings_csv):
        for row in rows(written(report_of(hostile()))):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "-", "@")), cell
                assert "\x00" not in cell
    [read] = rows(orders_csv(report_of(hostile())))
    assert read["session"] == "'=5e55"
