"""Rows become products, or sentences that say why not."""

import pickle
from datetime import UTC, date, datetime
from typing import Any

import pytest

from studio.model.message import Money, Name
from studio.model.product import Certificate, Field, Question, Supplier
from tests.catalogue.files import keep, read, table, told, workbook


def one(tmp_path, **cells) -> Any:
    """The result of one row with these fields, in a file of our own headers."""
    row = {"code": "A1", "name": "Cup", "price": "5"} | {
        k.replace("_", " "): v for k, v in cells.items()
    }
    _, good, bad = read(keep(tmp_path, table(list(row), row)))
    (result,) = good or bad
    return result


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"price": "-5"}, Field.PRICE, "below zero"),
        ({"price": "1000000001"}, Field.PRICE, "above 1,000,000,000"),
        ({"price": ""}, Field.PRICE, "no price"),
        ({"price": "面议"}, Field.PRICE, "面议 is no price"),
        ({"price": "1.23456"}, Field.PRICE, "decimals"),
        ({"price": "NaN"}, Field.PRICE, "NaN is no price"),
        ({"price": "Infinity"}, Field.PRICE, "no price"),
        ({"price": "1e400"}, Field.PRICE, "no price"),
        ({"compare_price": "x"}, Field.COMPARE_PRICE, "no price"),
        ({"name": ""}, Field.NAME, "no name"),
        ({"code": " "}, Field.CODE, "no code"),
        ({"code": "6.90123E+12"}, Field.CODE, "digits are lost"),
        ({"code": "x" * 101}, Field.CODE, "longer than 100"),
        ({"name": "x" * 501}, Field.NAME, "longer than 500"),
        ({"notes": "x" * 20_001}, Field.NOTES, "longer than 20000"),
        ({"points": "x\n" * 201}, Field.POINTS, "more than 200 lines"),
        ({"gtin": "6901234567893"}, Field.GTIN, "check digit"),
        ({"gtin": "96385075"}, Field.GTIN, "check digit"),
        ({"gtin": "690123456789"}, Field.GTIN, "check digit"),
        ({"gtin": "16901234567892"}, Field.GTIN, "check digit"),
        ({"gtin": "690123"}, Field.GTIN, "6 digits"),
        ({"gtin": "69O1234567892"}, Field.GTIN, "no digits"),
        ({"stock": "many"}, Field.STOCK, "many is no whole number"),
        ({"stock": "3.5"}, Field.STOCK, "whole number"),
        ({"stock": "-3"}, Field.STOCK, "below zero"),
        ({"stock": "9999999999999"}, Field.STOCK, "above"),
        ({"stock": "￥5"}, Field.STOCK, "whole number"),
        ({"least_age": "200"}, Field.LEAST_AGE, "above 150"),
        ({"language": "Chinese!"}, Field.LANGUAGE, "no code"),
        ({"currency": "gold"}, Field.CURRENCY, "gold is no currency"),
        ({"currency": "XQZ"}, Field.CURRENCY, "XQZ is no currency"),
        (
            {"price": "￥5", "compare_price": "$6"},
            Field.COMPARE_PRICE,
            "two currencies: CNY and USD",
        ),
        ({"price": "€5", "currency": "USD"}, Field.PRICE, "two currencies: USD and EUR"),
        ({"sample_checked_on": "soon"}, Field.SAMPLE_CHECKED_ON, "no day"),
        ({"flash_price": "3"}, Field.FLASH_BEGINS, "begin and an end"),
        (
            {"flash_price": "3", "flash_begins": "2027-05-02", "flash_ends": "2027-05-01"},
            Field.FLASH_ENDS,
            "ends before",
        ),
        (
            {"supplier": "X", "certificates": "CE | 5 | someday"},
            Field.CERTIFICATES,
            "someday is no day",
        ),
    ],
)
def test_what_is_wrong_is_said(tmp_path, cells, field, words):
    bad = one(tmp_path, **cells)
    assert bad.field is field
    assert words in str(bad.reason)
    assert bad.line == 2
    assert "A1" in bad.raw or "code" in cells


def test_all_fields_of_our_own_files(tmp_path):
    read_ = one(
        tmp_path,
        language="zh",
        spoken_name="cup of tea",
        price="5.50",
        compare_price="6",
        currency="USD",
        stock="1000",
        limit="2",
        unit="box",
        slot="7",
        gtin="6901234567892",
        pictures="C:\\new\\a.png\nhttps://x/b.jpg",
        coupon="SAVE",
        points="blue\nlight",
        specifications="Size: 5 cm: wide\nColour: red",
        questions="Hot? | No | never",
        allergens="nuts\nmilk",
        least_age="18",
        supplier="Wool Ltd",
        contact="+86 23",
        certificates="CE | 77 | 2027-01-31\nISO",
        sample_checked_on="2026-05-01",
        sample_checked_by="Li",
        evidence="test 5",
        notes="=1+1",
    )
    product = read_.product
    assert product.name == Name("Cup", "zh")
    assert product.spoken_name == "cup of tea"
    assert str(product.price.amount) == "5.50"
    assert product.compare_price == Money(product.compare_price.amount, "USD")
    assert (product.stock, product.limit, product.slot, product.least_age) == (1000, 2, 7, 18)
    assert product.pictures == ("C:\\new\\a.png", "https://x/b.jpg")
    assert product.points == ("blue", "light")
    assert product.specifications == (("Size", "5 cm: wide"), ("Colour", "red"))
    assert product.questions == (Question("Hot?", "No | never"),)
    assert product.allergens == ("nuts", "milk")
    assert product.supplier == Supplier(
        "Wool Ltd", "+86 23", (Certificate("CE", "77", product.supplier.certificates[0].expires),
                               Certificate("ISO"))
    )  # fmt: skip
    assert product.supplier.certificates[0].expires.isoformat() == "2027-01-31"
    assert product.sample_checked_on.isoformat() == "2026-05-01"
    assert product.notes == "=1+1"


def test_the_first_of_two_codes_stays_and_the_next_names_its_line(tmp_path):
    rows = [["A1", "Cup", "5"], ["A2", "Pot", "6"], ["A1 ", "Jug", "7"], ["A1", "Can", "8"]]
    _, good, bad = read(keep(tmp_path, table(["code", "name", "price"], *rows)))
    assert [r.product.name.name for r in good] == ["Cup", "Pot"]
    assert [(row.line, str(row.reason)) for row in bad] == [
        (4, "The code A1 stands in line 2 already."),
        (5, "The code A1 stands in line 2 already."),
    ]


def test_a_barcode_may_stand_on_several_products(tmp_path):
    rows = [["A1", "Cup", "5", "6901234567892"], ["A2", "Cup, red", "5", "6901234567892"]]
    _, good, bad = read(keep(tmp_path, table(["code", "name", "price", "gtin"], *rows)))
    assert (len(good), len(bad)) == (2, 0)


def test_very_many_codes_are_remembered(tmp_path):
    rows = [[f"A{n % 30_000}", "Cup", "5"] for n in range(30_500)]
    _, good, bad = read(keep(tmp_path, table(["code", "name", "price"], *rows)))
    assert (len(good), len(bad)) == (30_000, 500)
    assert str(bad[499].reason) == "The code A499 stands in line 501 already."


def test_a_barcode_that_a_spreadsheet_shortened_is_left_out_and_told(tmp_path):
    result = one(tmp_path, gtin="6.90123E+12")
    assert result.product.gtin == ""
    assert Field.GTIN not in result.fields
    assert "6.90123E+12" in str(result.doubts[0].reason)


def test_a_barcode_that_lost_its_zeros_gets_them_back_and_is_told(tmp_path):
    result = one(tmp_path, gtin="12345678905")
    assert result.product.gtin == "012345678905"
    assert "zeros" in str(result.doubts[0].reason)


def test_an_empty_cell_of_a_suppliers_list_tells_nothing(tmp_path):
    text = table(
        ["货号", "品名", "售价", "库存"], ["A1", "花椒", "5", ""], ["A2", "辣椒", "5", "无"]
    )
    _, good, _ = read(keep(tmp_path, text))
    assert all(Field.STOCK not in r.fields and r.product.stock is None for r in good)


def test_an_empty_cell_of_our_own_file_takes_away(tmp_path):
    result = one(tmp_path, stock="", compare_price="")
    assert {Field.STOCK, Field.COMPARE_PRICE} <= result.fields
    assert Field.NOTES not in result.fields


@pytest.mark.parametrize(
    ("prices", "currency", "words"),
    [
        (["￥5", "6"], "CNY", "￥ is taken as CNY"),
        (["Rp12.500", "9.000"], "IDR", "Prices are in IDR"),
        (["5", "6"], "EUR", "taken as EUR"),
        (["$5", "6"], "USD", "$ is taken as USD"),
        (["$5", "6", "7", ""], "EUR", "taken as EUR"),
    ],
)
def test_the_currency_is_told(tmp_path, prices, currency, words):
    rows = [[f"A{n}", "Cup", price] for n, price in enumerate(prices)]
    path = keep(tmp_path, table(["code", "name", "price"], *rows))
    catalogue, good, _ = read(path, currency="EUR")
    assert {r.product.price.currency for r in good[1:]} == {currency}
    assert any(words in sentence for sentence in told(catalogue))


def test_a_column_of_currencies_goes_before_a_sign_that_countries_share(tmp_path):
    rows = [["A1", "Cup", "¥500", "JPY"], ["A2", "Pot", "$5", "HKD"], ["A3", "Pan", "7", "rupiah"]]
    _, good, _ = read(keep(tmp_path, table(["code", "name", "price", "currency"], *rows)))
    assert [r.product.price.currency for r in good] == ["JPY", "HKD", "IDR"]


def test_open_marks_and_days_are_told(tmp_path):
    rows = [["A1", "Cup", "12.500", "3/4/2026"], ["A2", "Pot", "9.000", "5/6/2026"]]
    catalogue, good, _ = read(
        keep(tmp_path, table(["kode", "nama barang", "harga", "sample checked on"], *rows))
    )
    assert [str(r.product.price.amount) for r in good] == ["12500", "9000"]
    assert good[0].product.sample_checked_on.isoformat() == "2026-04-03"
    assert any("is a guess" in sentence for sentence in told(catalogue))
    assert any("could change places" in sentence for sentence in told(catalogue))
    assert good[0].doubts


def test_a_column_that_tells_its_order_is_not_doubted(tmp_path):
    rows = [["A1", "Cup", "5", "3/4/2026"], ["A2", "Pot", "6", "12/25/2026"]]
    catalogue, good, _ = read(
        keep(tmp_path, table(["code", "name", "price", "sample checked on"], *rows))
    )
    assert [r.product.sample_checked_on.month for r in good] == [3, 12]
    assert not good[0].doubts
    assert any("month stands before the day" in sentence for sentence in told(catalogue))


def test_doubts_of_many_rows_are_one_note(tmp_path):
    rows = [["code", "name", "price"], *([1000 + n, "Cup", 0] for n in range(50))]
    catalogue, _, _ = read(workbook(tmp_path / "list.xlsx", rows))
    assert [(note.field, note.first_line, note.rows) for note in catalogue.notes] == [
        (Field.CODE, 2, 50),
        (Field.PRICE, 2, 50),
    ]
    assert "50 in all" in str(catalogue.notes[0].sentence())


def test_a_description_in_html_becomes_points(tmp_path):
    text = table(
        ["sku", "name", "price", "description"], ["A1", "Cup", "5", "<p>Blue</p>Light<br>Thin"]
    )
    _, good, _ = read(keep(tmp_path, text))
    assert good[0].product.points == ("Blue", "Light", "Thin")


def test_results_can_cross_to_another_process(tmp_path):
    rows = [["A1", "Cup", "0"], ["A2", "Pot", "x"]]
    catalogue, good, bad = read(keep(tmp_path, table(["code", "name", "price"], *rows)))
    values = (catalogue.findings, catalogue.notes, good, bad)
    assert pickle.loads(pickle.dumps(values)) == values


def test_ignored_columns_are_told(tmp_path):
    text = table(["sku", "name", "price", "售后", "Gewicht"], ["A1", "Cup", "5", "x", "y"])
    catalogue, _, _ = read(keep(tmp_path, text))
    assert catalogue.findings.ignored == ("售后", "Gewicht")
    assert "2 columns are ignored: 售后, Gewicht." in told(catalogue)


@pytest.mark.parametrize(
    "written",
    ["6901234567892.0", "6.901234567892E+12", "６９０１２３４５６７８９２", "'6901234567892"],
)
def test_a_barcode_that_lost_no_digit_is_read(tmp_path, written):
    assert one(tmp_path, gtin=written).product.gtin == "6901234567892"


def test_a_text_that_is_written_as_a_formula_is_that_text(tmp_path):
    cells = ['="00123"', "锅", '="39.90"', '="6901234567892"', '=1+"2"']
    path = keep(tmp_path, table(["货号", "品名", "售价", "条码", "备注"], cells))
    _, good, _ = read(path)
    product = good[0].product
    assert (product.code, str(product.price.amount)) == ("00123", "39.90")
    assert (product.gtin, product.notes) == ("6901234567892", '=1+"2"')


def test_of_very_many_ignored_columns_the_first_are_told(tmp_path):
    headers = ["货号", "品名", "售价", *(f"x{n}" for n in range(3000))]
    catalogue, _, _ = read(keep(tmp_path, table(headers, ["A1", "锅", "5"])))
    told_of = next(sentence for sentence in told(catalogue) if "ignored" in sentence)
    assert told_of.startswith("3000 columns are ignored: x0, x1,")
    assert told_of.endswith("x19, ….")


def test_empty_columns_without_end_hide_no_headers(tmp_path):
    rows = [["A1", "锅", "5", *[""] * 16_000], ["A2", "碗", "6"]]
    path = keep(tmp_path, table(["货号", "品名", "售价", *[""] * 16_381], *rows))
    catalogue, good, bad = read(path)
    assert [r.product.code for r in good] == ["A1", "A2"]
    assert not bad
    assert not catalogue.findings.ignored


def test_days_that_excel_counted_are_read_and_told(tmp_path):
    headers = ["货号", "品名", "直播价", "验样日期", "秒杀价", "秒杀开始时间", "秒杀结束时间"]
    row = ["A1", "锅", "39", "45980", "29", "45980.8333333333", "45981"]
    path = keep(tmp_path, table(headers, row, ["A2", "碗", "9", "7"]))
    _, good, bad = read(path, zone=UTC)
    product = good[0].product
    assert product.sample_checked_on == date(2025, 11, 19)
    assert product.flash_sale.begins == datetime(2025, 11, 19, 20, tzinfo=UTC)
    assert "45980 is a day as Excel counts them: 2025-11-19." in map(str, _reasons(good[0]))
    assert [str(row.reason) for row in bad] == ["In day of the sample's check, 7 is no day."]


def test_a_flash_sale_that_makes_dearer_is_told(tmp_path):
    flash = {"flash_begins": "2026-11-30T20:00", "flash_ends": "2026-11-30T21:00"}
    dear = one(tmp_path, price="39", flash_price="49", **flash)
    assert "The price of the flash sale is not below the price." in map(str, _reasons(dear))
    assert not one(tmp_path, price="39", flash_price="29", **flash).doubts


def test_signs_that_nobody_sees_are_no_name_and_in_no_code(tmp_path):
    text = table(["code", "name", "price"], ["A\u200b1", "Cup\u200e", "5"], ["A2", "\u200b", "5"])
    _, good, bad = read(keep(tmp_path, text))
    assert [(r.product.code, r.product.name.name) for r in good] == [("A1", "Cup")]
    assert [str(row.reason) for row in bad] == ["It has no name."]


def test_indonesian_thousands_are_rupiah(tmp_path):
    text = table(
        ["kode", "nama", "harga"], ["A", "a", "15rb"], ["B", "b", "1,2 juta"], ["C", "c", "900"]
    )
    _, good, _ = read(keep(tmp_path, text))
    assert [(str(r.product.price.amount), r.product.price.currency) for r in good] == [
        *(("15000", "IDR"), ("1200000", "IDR"), ("900", "IDR")),
    ]


def _reasons(result):
    return [doubt.reason for doubt in result.doubts]


def test_a_stock_that_suppliers_write_in_words(tmp_path):
    written = ["100件", "1,200 pcs", "缺货", "habis", "充足", "Ready Stock"]
    rows = [[f"A{n}", "锅", "5", stock] for n, stock in enumerate(written)]
    path = keep(tmp_path, table(["货号", "品名", "售价", "库存"], *rows, ["B", "碗", "5", "100+"]))
    catalogue, good, bad = read(path)
    assert [r.product.stock for r in good] == [100, 1200, 0, 0, None, None]
    assert [Field.STOCK in r.fields for r in good] == [True, True, True, True, False, False]
    assert [(note.field, note.rows) for note in catalogue.notes] == [(Field.STOCK, 2)]
    assert [str(row.reason) for row in bad] == ["In stock, 100+ is no whole number."]


def test_a_word_for_no_barcode_is_none(tmp_path):
    rows = [
        [f"A{n}", "锅", "5", word] for n, word in enumerate(["暂无", "没有条码", "tidak ada", "无"])
    ]
    _, good, bad = read(keep(tmp_path, table(["货号", "品名", "售价", "条码"], *rows)))
    assert not bad
    assert {r.product.gtin for r in good} == {""}


def test_a_price_of_minus_nothing_has_no_minus(tmp_path):
    assert str(one(tmp_path, price="-0").product.price.amount) == "0"


@pytest.mark.parametrize(("price", "is_zero"), [("0", True), ("0.004", True), ("0.01", False)])
def test_a_price_that_viewers_read_as_zero_is_told(tmp_path, price, is_zero):
    doubts = one(tmp_path, price=price, currency="CNY").doubts
    assert ["zero" in str(doubt.reason) for doubt in doubts] == [True] * is_zero
