"""What is written is what is read back, and Excel never sees a formula in it."""

import csv
import io
import json
import zipfile
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.catalogue import limits
from studio.catalogue.cleaning import clean, in_one_line, is_unreadable
from studio.catalogue.findings import Kind
from studio.catalogue.writing import Format, format_of, write_bad_rows, write_catalogue
from studio.model.errors import CatalogueError
from studio.model.message import Money, Name
from studio.model.product import Certificate, Field, FlashSale, Product, Question, Supplier
from tests.catalogue.files import SHOPIFY, keep, read, table
from tests.catalogue.test_shops import SCARF

FORMS = list(Format)
RISKY = [
    "=1+1",
    "+62 812",
    "-5",
    "@x",
    "'=x",
    "''@",
    "'",
    "＝1",
    "007",
    "1,5",
    'a"b',
    "1.500",
    "\\n",
    "\\",
]

_signs = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from(list("=+-@'\"\\|:;,\t\n 01.😀✓围")),
    ),
    max_size=20,
).filter(lambda text: not is_unreadable(text))
texts = st.one_of(st.sampled_from(RISKY), _signs).map(lambda text: clean(text).strip())
lines = texts.map(in_one_line)
some = lines.filter(bool)
parts = st.lists(texts.filter(bool), max_size=3).map(tuple)
amounts = st.decimals(0, 10**9, places=2).map(abs) | st.sampled_from(
    [Decimal("12.500"), Decimal("0.125"), Decimal("1E+3"), Decimal("999999999.9999")]
)
moments = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - the zones follow
    datetime(2090, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3.5))]),
)


@st.composite
def products(draw, code):
    currency = draw(st.sampled_from(["CNY", "IDR", "USD", "XAF"]))
    begins = draw(moments)
    supplier = st.builds(
        Supplier,
        some,
        texts,
        st.lists(
            st.builds(
                Certificate, texts.filter(bool), texts, st.none() | st.dates(date(1900, 1, 1))
            ),
            max_size=2,
        ).map(tuple),
    )
    flash = st.builds(
        FlashSale,
        st.builds(Money, amounts, st.just(currency)),
        st.just(begins),
        st.just(begins + timedelta(hours=3, microseconds=5)),
    )
    return draw(
        st.builds(
            Product,
            st.just(code),
            st.builds(Name, some, st.sampled_from(["", "zh", "id", "zh-Hans-CN"])),
            st.builds(Money, amounts, st.just(currency)),
            st.none() | st.builds(Money, amounts, st.just(currency)),
            stock=st.none() | st.integers(0, limits.HIGHEST_STOCK),
            slot=st.integers(0, 999),
            pictures=st.lists(some, max_size=3).map(tuple),
            gtin=st.sampled_from(
                ["", "6901234567892", "06901234567892", "012345678905", "96385074"]
            ),
            spoken_name=lines,
            unit=lines,
            limit=st.none() | st.integers(0, 99),
            coupon=lines,
            flash_sale=st.none() | flash,
            points=parts,
            specifications=st.lists(st.tuples(texts.filter(bool), texts), max_size=2).map(tuple),
            questions=st.lists(st.builds(Question, texts.filter(bool), texts), max_size=2).map(
                tuple
            ),
            allergens=parts,
            least_age=st.integers(0, 99),
            supplier=st.none() | supplier,
            sample_checked_on=st.none() | st.dates(date(1900, 1, 1)),
            sample_checked_by=lines,
            evidence=texts,
            notes=texts,
        )
    )


@st.composite
def catalogues(draw):
    codes = draw(st.lists(some.filter(lambda c: len(c) < 90), min_size=1, max_size=4, unique=True))
    return [draw(products(code)) for code in codes]


@pytest.mark.parametrize("form", FORMS)
@given(catalogue=catalogues())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_an_import_of_an_export_changes_nothing(tmp_path, form, catalogue):
    path = tmp_path / f"goods.{form}"
    assert write_catalogue(path, iter(catalogue)) == len(catalogue)
    found, good, bad = read(path)
    assert not bad
    assert found.findings.kind is Kind.OWN
    assert len(good) == len(catalogue)
    changed = {
        (field.name, repr(getattr(before, field.name)), repr(getattr(after.product, field.name)))
        for before, after in zip(catalogue, good, strict=True)
        for field in fields(Product)
        if getattr(before, field.name) != getattr(after.product, field.name)
    }
    assert not changed
    assert all(r.fields == frozenset(Field) for r in good)


CUP = Product(
    "007", Name("=1+1"), Money(Decimal("39.90"), "CNY"), notes="+62 812", points=("-5", "@x")
)


@pytest.mark.parametrize("form", [Format.CSV, Format.TSV])
def test_no_cell_of_text_begins_like_a_formula(tmp_path, form):
    path = tmp_path / f"goods.{form}"
    write_catalogue(path, [CUP, replace(CUP, code="-1")])
    text = path.read_text(encoding="utf-8-sig")
    for row in csv.reader(io.StringIO(text), delimiter="\t" if form is Format.TSV else ","):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_workbook_has_text_and_no_formula(tmp_path):
    path = tmp_path / "goods.xlsx"
    write_catalogue(path, [CUP])
    with zipfile.ZipFile(path) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(path)["products"]
    cells = dict(zip(Field, sheet[2], strict=True))
    assert (cells[Field.CODE].value, cells[Field.CODE].data_type) == ("007", "s")
    assert cells[Field.CODE].number_format == "@"
    assert (cells[Field.NAME].value, cells[Field.NAME].data_type) == ("=1+1", "s")
    assert cells[Field.PRICE].value == 39.9


def test_a_table_of_text_opens_in_excel_as_utf_8(tmp_path):
    path = tmp_path / "goods.csv"
    write_catalogue(path, [CUP])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_json_has_parts_as_lists_and_exact_prices(tmp_path):
    path = tmp_path / "goods.json"
    write_catalogue(path, [CUP])
    (item,) = json.loads(path.read_text(encoding="utf-8"))["products"]
    assert item["price"] == "39.90"
    assert item["points"] == ["-5", "@x"]
    assert item["stock"] is None
    assert item["code"] == "007"


@pytest.mark.parametrize("form", FORMS)
def test_what_was_there_stays_if_writing_fails(tmp_path, form):
    path = tmp_path / f"goods.{form}"
    path.write_bytes(b"old")

    def broken():
        yield CUP
        raise RuntimeError("the store is gone")

    with pytest.raises(RuntimeError):
        write_catalogue(path, broken())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob("*goods*")) == [path]


@pytest.mark.parametrize("form", FORMS)
def test_places_that_cannot_be_written_are_told(tmp_path, form):
    for path in (tmp_path / "no" / f"goods.{form}", tmp_path / f"folder.{form}"):
        if path.parent == tmp_path:
            path.mkdir()
        with pytest.raises(CatalogueError) as caught:
            write_catalogue(path, [CUP])
        assert caught.value.remedy.words()


def test_the_name_tells_the_format(tmp_path):
    assert format_of(tmp_path / "Goods.XLSX") is Format.XLSX
    with pytest.raises(CatalogueError, match="formats"):
        format_of(tmp_path / "goods.doc")


def test_what_a_sheet_cannot_hold_is_told(tmp_path, monkeypatch):
    path = tmp_path / "goods.xlsx"
    with pytest.raises(CatalogueError, match="longer"):
        write_catalogue(path, [replace(CUP, notes="x" * 40_000)])
    monkeypatch.setattr(limits, "MOST_SHEET_ROWS", 3)
    with pytest.raises(CatalogueError, match="no more than"):
        write_catalogue(path, [replace(CUP, code=f"A{n}") for n in range(3)])
    assert not list(tmp_path.glob("*goods*"))


def test_bad_rows_are_mended_and_read_again(tmp_path):
    rows = [
        ["A1", "花椒", "5", "x"],
        ["A2", "=辣椒", "-6", "y"],
        ["A3", "茶", "7", "z"],
        ["A2x", "", "8", ""],
    ]
    headers = ["货号", "品名", "售价", "备注"]
    source, good, bad = read(keep(tmp_path, table(headers, *rows), encoding="gb18030"))
    assert len(good) == 2
    path = tmp_path / "bad.csv"
    assert write_bad_rows(path, source.headers, bad) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    written = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert written == [
        ["line", "field", "reason", *headers],
        ["3", "price", "The price -6 is below zero.", "A2", "'=辣椒", "'-6", "y"],
        ["5", "name", "It has no name.", "A2x", "", "8", ""],
    ]
    _, good, bad = read(path)
    assert not good
    assert [row.field for row in bad] == [Field.PRICE, Field.NAME]
    path.write_text(path.read_text(encoding="utf-8-sig").replace("'-6", "6"), encoding="utf-8-sig")
    catalogue, good, _ = read(path)
    assert [(r.product.code, r.product.name.name) for r in good] == [("A2", "=辣椒")]
    assert set(catalogue.findings.ignored) == {"line", "field", "reason"}


def test_a_reason_that_begins_with_a_formula_is_none(tmp_path):
    _, _, bad = read(keep(tmp_path, table(["code", "name", "price"], ["A1", "Cup", "=1+1"])))
    path = tmp_path / "bad.csv"
    write_bad_rows(path, ["code", "name", "price"], bad)
    (_, row) = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert row[1:] == ["price", "'=1+1 is no price.", "A1", "Cup", "'=1+1"]


def test_bad_rows_of_our_own_file_are_still_our_own(tmp_path):
    text = table(["code", "name", "price", "points"], ["A1", "Cup", "x", "a; b"])
    source, _, bad = read(keep(tmp_path, text))
    path = tmp_path / "bad.csv"
    write_bad_rows(path, source.headers, bad)
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("Cup,x", "Cup,5"), encoding="utf-8"
    )
    catalogue, good, _ = read(path)
    assert catalogue.findings.kind is Kind.OWN
    assert good[0].product.points == ("a; b",)


def test_a_bad_variant_of_a_shop_stands_alone(tmp_path):
    source, _, bad = read(
        keep(tmp_path, table(SHOPIFY, SCARF[0], SCARF[1] | {"Variant Price": "x"}))
    )
    path = tmp_path / "bad.csv"
    write_bad_rows(path, source.headers, bad)
    text = path.read_text(encoding="utf-8-sig").replace(",x,", ",119,")
    catalogue, good, bad = read(keep(tmp_path, text))
    assert catalogue.findings.kind is Kind.SHOPIFY
    assert not bad
    assert good[0].product.name.name == "Wool scarf, Blue, M"
