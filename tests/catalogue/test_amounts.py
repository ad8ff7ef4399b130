"""Marks of numbers, currencies, days, and check digits."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.catalogue import dates
from studio.catalogue.amounts import Marks, guess_marks, parse
from studio.catalogue.cleaning import NumberText
from studio.catalogue.currencies import currency_of_heading
from studio.model.gtin import is_gtin


@pytest.mark.parametrize(
    ("column", "amounts", "currency"),
    [
        (["1.234,50", "12,00"], ["1234.50", "12.00"], ""),
        (["1,234.50", "3.00"], ["1234.50", "3.00"], ""),
        (["12.500", "150.000"], ["12500", "150000"], ""),
        (["12.500", "7,50"], ["12500", "7.50"], ""),
        (["1.250.000", "900"], ["1250000", "900"], ""),
        (["￥39.90", "¥1,299.00"], ["39.90", "1299.00"], "CNY"),
        (["Rp12.500,00", "Rp 9.000,00"], ["12500.00", "9000.00"], "IDR"),
        (["Rp12.500,-", "Rp. 7.000,-"], ["12500", "7000"], "IDR"),
        (["39,90 €", "1 234,50 €"], ["39.90", "1234.50"], "EUR"),
        (["1\u202f234,50", "5,00"], ["1234.50", "5.00"], ""),
        (["1'234.50", "5.00"], ["1234.50", "5.00"], ""),
        (["１２．５０", "３"], ["12.50", "3"], ""),
        (["￥１２．５０"], ["12.50"], "CNY"),
        (["39.90元", "5元"], ["39.90", "5"], "CNY"),
        (["￥39.90元"], ["39.90"], "CNY"),
        (["USD 5.25", "12.00 USD"], ["5.25", "12.00"], "USD"),
        (["39.9", "5"], ["39.9", "5"], ""),
        (["0.125", "0.5"], ["0.125", "0.5"], ""),
        (["-5.00"], ["-5.00"], ""),
        (["39.90元/袋", "￥128.00/瓶", "5元 ／ 斤"], ["39.90", "128.00", "5"], "CNY"),
        (["Rp15.000/pcs", "Rp 7.500 / kg."], ["15000", "7500"], "IDR"),
        (
            ["75rb", "12,5 ribu", "1,5jt", "2 juta"],
            [75000, 12500, 1500000, 2000000],
            "IDR",
        ),
        (["Rp 75rb", "Rp12.500"], ["75000", "12500"], "IDR"),
        (["7.5k", "15.000,00"], ["7500", "15000.00"], ""),
    ],
)
def test_a_column_tells_its_marks(column, amounts, currency):
    marks = guess_marks(column)
    found = [parse(cell, marks) for cell in column]
    assert found == [(Decimal(amount), currency) for amount in amounts]


@pytest.mark.parametrize(
    ("column", "is_certain"),
    [
        (["12.500", "15.000"], False),
        (["12.500", "15.000", "1.250.000"], True),
        (["12.500", "7,5"], True),
        (["12.500", "7.5"], False),
        (["1.234,50", "1,234.50"], False),
        (["39.90"], True),
    ],
)
def test_what_the_numbers_leave_open_is_told(column, is_certain):
    assert guess_marks(column).is_certain == is_certain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "39-59",
        "1.2万",
        "面议",
        "12/500",
        "1.2.3",
        "12,34,5",
        "５折",
        "5 per kg",
        "--5",
        "100元/2袋",
        "1.500.000rb",
        "75 rbx",
        "rb",
        "k",
    ],
)
def test_what_is_no_number_is_none(text):
    assert parse(text, Marks(".", ",")) is None


def test_numbers_of_a_sheet_have_no_marks_to_guess():
    marks = guess_marks([NumberText("12.5"), "12.500"])
    assert parse(NumberText("12.5"), marks) == (Decimal("12.5"), "")
    assert parse("12.500", marks) == (Decimal(12500), "")


@given(
    st.lists(st.decimals(0, 10**7, places=2), min_size=1, max_size=20),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'"), (".", ""), (",", "")]),
    st.sampled_from(["", "￥", "Rp ", "€", "US$"]),
)
def test_prices_come_back_from_any_marks(prices, marks, sign):
    decimal, thousands = marks
    written = [
        sign + f"{price:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
        for price in prices
    ]
    found = guess_marks(written)
    assert [parse(text, found)[0] for text in written] == prices  # pyright: ignore[reportOptionalSubscript] - a None fails


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Price (USD)", "USD"),
        ("单价（元）", "CNY"),
        ("售价(元/件)", "CNY"),
        ("Harga (Rp)", "IDR"),
        ("Harga Rp", "IDR"),
        ("Price EUR", "EUR"),
        ("Price", ""),
        ("Price (each)", ""),
    ],
)
def test_a_heading_tells_a_currency(heading, code):
    assert currency_of_heading(heading) == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-05-01", date(2027, 5, 1)),
        ("2027/5/1", date(2027, 5, 1)),
        ("2027年5月1日", date(2027, 5, 1)),
        ("2027.05.01", date(2027, 5, 1)),
        ("20270501", date(2027, 5, 1)),
        ("1/5/2027", date(2027, 5, 1)),
        ("01.05.27", date(2027, 5, 1)),
        ("1 Mei 2027", date(2027, 5, 1)),
        ("17 Agustus 2027", date(2027, 8, 17)),
        ("May 1, 2027", date(2027, 5, 1)),
        ("1st Dec 2027", date(2027, 12, 1)),
        ("2027-02-30", None),
        ("31/31/2027", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_in_usual_orders(text, day):
    assert dates.parse_day(text) == day


def test_a_day_tells_the_order_of_its_column():
    assert dates.is_day_first(["3/4/2027", "25/12/2027"]) is True
    assert dates.is_day_first(["3/4/2027", "12/25/2027"]) is False
    assert dates.is_day_first(["3/4/2027", "5/6/2027"]) is None
    assert dates.parse_day("3/4/2027", day_first=False) == date(2027, 3, 4)


def test_times_have_a_zone():
    china = timezone(timedelta(hours=8))
    assert dates.parse_time("2027-05-01 10:30", china) == datetime(2027, 5, 1, 10, 30, tzinfo=china)
    assert dates.parse_time("2027-05-01T10:30:00Z", china) == datetime(
        2027, 5, 1, 10, 30, tzinfo=UTC
    )
    assert dates.parse_time("1/5/2027 3:05 PM", UTC) == datetime(2027, 5, 1, 15, 5, tzinfo=UTC)
    assert dates.parse_time("2027年5月1日 10时30分", UTC) == datetime(
        2027, 5, 1, 10, 30, tzinfo=UTC
    )
    assert dates.parse_time("2027-05-01", UTC, is_end=True) == datetime(2027, 5, 2, tzinfo=UTC)
    assert dates.parse_time("2027-05-01 25:00", UTC) is None
    assert dates.parse_time("2027-05-01 noon", UTC) is None


@pytest.mark.parametrize(
    "number", ["6901234567892", "06901234567892", "012345678905", "96385074", "4006381333931"]
)
def test_check_digits(number):
    assert is_gtin(number)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not is_gtin(wrong)
    assert not is_gtin(number[:7])


def test_a_number_of_thousands_has_as_many_digits_as_it_likes():
    assert parse(f"{'9' * 40}rb", Marks(",", ".")) == (Decimal("9" * 40).scaleb(3), "IDR")
    assert parse("1,5jt", Marks(",", "."))[0].as_tuple().exponent == 0
