"""Orders and showings as CSV, for spreadsheets and other programs."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from studio.catalogue.safe_text import protect
from studio.model.message import Money
from studio.report.clean import clean
from studio.report.report import Report, Sold

ORDERS = (
    "at",
    "code",
    "name",
    "quantity",
    "price",
    "total",
    "currency",
    "way",
    "order_number",
    "buyer",
    "session",
)
"""Headings of the sheet of orders; the same in every language."""

SHOWINGS = (
    "number",
    "code",
    "name",
    "price",
    "currency",
    "began",
    "ended",
    "shown_s",
    "orders_meanwhile",
    "takings_meanwhile",
    "orders_until_next",
    "takings_until_next",
    "pieces_of_product",
    "session",
)
"""Headings of the sheet of showings. Takings hold each currency: `129.00 CNY; 12.50 USD`."""


def orders_csv(report: Report) -> bytes:
    """One row for each order, the first one first; UTF-8 with the mark that Excel needs."""
    return _csv(
        ORDERS,
        (
            (
                _moment(order.at),
                order.code,
                order.name.name,
                order.quantity,
                exact(order.price.amount),
                exact(order.total.amount),
                order.price.currency,
                str(order.way),
                order.number,
                order.buyer,
                report.session.id,
            )
            for order in sorted(report.session.orders, key=lambda order: order.at)
        ),
    )


def showings_csv(report: Report) -> bytes:
    """One row for each showing, in the order of the show."""
    return _csv(
        SHOWINGS,
        (
            (
                result.number,
                result.showing.code,
                result.showing.name.name,
                exact(result.showing.price.amount),
                result.showing.price.currency,
                _moment(result.showing.began),
                _moment(result.showing.ended) if result.showing.ended else "",
                round(result.shown_s),
                *_cells(result.during),
                *_cells(result.after),
                result.own,
                report.session.id,
            )
            for result in report.showings
        ),
    )


def exact(amount: Decimal) -> str:
    """All digits of an amount, a dot for its decimals and no power of ten."""
    return format(amount, "f")


def _cells(sold: Sold) -> tuple[int, str]:
    return sold.orders, "; ".join(map(_money, sold.takings))


def _money(money: Money) -> str:
    return f"{exact(money.amount)} {money.currency}"


def _moment(at: datetime) -> str:
    """ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([protect(clean(cell)) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig")
