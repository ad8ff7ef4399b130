"""Workbooks of Excel, whole, broken and hostile."""

import io
import zipfile

import pytest
import xlsxwriter

from studio.catalogue import limits
from studio.catalogue.reading import open_catalogue
from studio.model.errors import CatalogueError
from studio.model.product import Field
from tests.catalogue.files import keep, read, told, workbook

HEADERS = ["货号", "商品名称", "售价", "库存", "条码"]


def repacked(path, change, *, level=6):
    """The members of a workbook, changed."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new:
        for name, content in members.items():
            new.writestr(name, change(name, content))
    return path


def refused(path):
    with pytest.raises(CatalogueError) as caught, open_catalogue(path) as catalogue:
        list(catalogue.results())
    assert caught.value.remedy.words()
    return str(caught.value)


def test_numbers_keep_their_digits(tmp_path):
    rows = [HEADERS, ["A1", "花椒", 39.9, 12, 6901234567892], ["A2", "辣椒", 0.1 + 0.2, 3, ""]]
    _, good, bad = read(workbook(tmp_path / "list.xlsx", rows))
    assert not bad
    assert [str(r.product.price.amount) for r in good] == ["39.9", "0.3"]
    assert good[0].product.stock == 12
    assert good[0].product.gtin == "6901234567892"


def test_codes_that_were_kept_as_numbers_are_told(tmp_path):
    rows = [HEADERS, [1001, "花椒", 5, 1, 6901234567892], ["007", "辣椒", 5, 1, "06901234567892"]]
    catalogue, good, _ = read(workbook(tmp_path / "list.xlsx", rows))
    assert [r.product.code for r in good] == ["1001", "007"]
    assert [r.product.gtin for r in good] == ["6901234567892", "06901234567892"]
    assert {(note.field, note.first_line) for note in catalogue.notes} == {
        (Field.CODE, 2),
        (Field.GTIN, 2),
    }


def test_a_barcode_that_lost_its_zero_gets_it_back_and_is_told(tmp_path):
    rows = [HEADERS, ["A1", "Soda", 5, 1, 12345678905]]
    _, good, bad = read(workbook(tmp_path / "list.xlsx", rows))
    assert not bad
    assert good[0].product.gtin == "012345678905"
    assert good[0].doubts[0].field is Field.GTIN


def test_formulas_are_read_as_their_last_result_and_told(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["code", "name", "price"])
        sheet.write_row(1, 0, ["A1", "=1+1"])
        sheet.write_formula(1, 2, "=40*2", None, 80)
    catalogue, good, _ = read(path)
    assert good[0].product.name.name == "=1+1"
    assert good[0].product.price.amount == 80
    assert any("formula" in sentence for sentence in told(catalogue))


def test_the_first_sheet_with_a_table_is_read_and_hidden_ones_are_not(tmp_path):
    path = workbook(
        tmp_path / "list.xlsx",
        [HEADERS, ["A1", "花椒", 5, 1, ""]],
        other_sheets={
            "Old": [HEADERS, ["X", "旧", 1, 1, ""]],
            "About": [["Read me"], ["Prices hold until May"]],
        },
        hidden={"Old"},
    )
    catalogue, good, _ = read(path)
    assert catalogue.findings.form.sheet == "Products"
    assert [r.product.code for r in good] == ["A1"]
    assert any("Old, About" in sentence for sentence in told(catalogue))


def test_titles_above_dates_and_truths(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "Price list")
        sheet.write_row(3, 0, ["code", "name", "price", "sample checked on"])
        sheet.write_row(4, 0, ["A1", "Cup", 5])
        sheet.write_number(4, 3, 46_000, day)
    catalogue, good, bad = read(path)
    assert not bad
    assert catalogue.findings.header_line == 4
    assert good[0].line == 5
    assert good[0].product.sample_checked_on.isoformat() == "2025-12-09"


def test_a_workbook_with_another_ending_is_known_by_its_content(tmp_path):
    path = workbook(tmp_path / "list.xlsx", [HEADERS, ["A1", "花椒", 5, 1, ""]])
    for name in ("list.xls", "list.csv", "list"):
        _, good, _ = read(path.rename(tmp_path / name))
        path = tmp_path / name
        assert len(good) == 1


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
"""The container of old workbooks, which locked new ones use too."""


@pytest.mark.parametrize("name", ["list.xls", "list.xlsx", "list.csv"])
def test_an_old_workbook_is_told_whatever_its_name(tmp_path, name):
    content = OLD + "Workbook".encode("utf-16-le") + bytes(2_000_000)
    assert "before 2007" in refused(keep(tmp_path, content, name))


@pytest.mark.parametrize("name", ["list.xls", "list.xlsx", "list.csv"])
@pytest.mark.parametrize(
    "page",
    ["<html><body><table><tr><td>code</td></tr></table>", '<?xml version="1.0"?><Workbook/>'],
)
def test_a_web_page_that_is_called_a_workbook_is_told(tmp_path, name, page):
    assert "web page" in refused(keep(tmp_path, page, name))


def test_a_locked_workbook_is_told(tmp_path):
    content = OLD + bytes(1_048_050) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)
    assert "password" in refused(keep(tmp_path, content, "list.xlsx"))


def test_broken_workbooks_are_told(tmp_path):
    whole = workbook(
        tmp_path / "whole.xlsx", [HEADERS, ["A1", "花椒", 5, 1, ""]] * 300
    ).read_bytes()
    for content in (whole[: len(whole) // 2], whole[:100], b"PK\x03\x04" + bytes(500)):
        assert "damaged" in refused(keep(tmp_path, content, "list.xlsx"))
    flipped = bytearray(whole)
    at = whole.index(b"xl/worksheets/sheet1.xml") + 60
    flipped[at] ^= 0xFF
    assert "damaged" in refused(keep(tmp_path, bytes(flipped), "list.xlsx"))


def test_packed_files_that_are_no_workbooks_are_told(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("list.csv", "code,name,price\n")
    assert "no workbook" in refused(keep(tmp_path, packed.getvalue(), "list.xlsx"))


def test_a_cell_that_is_very_far_off_does_not_end_the_process(tmp_path):
    """Calamine makes room for all cells before it: sixteen thousand million."""
    path = workbook(tmp_path / "list.xlsx", [HEADERS, ["A1", "花椒", 5, 1, ""]])
    repacked(
        path,
        lambda name, content: (
            content.replace(b'r="C2"', b'r="XFD1048576"') if "sheet1" in name else content
        ),
    )
    assert "cells" in refused(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'uniqueCount="', b'uniqueCount="4294967295" was="'),
        (b'uniqueCount="', b'uniqueCount="&#57;&#57;&#57;&#57;&#57;&#57;&#57;" was="'),
        (b'<c r="C2"', b'<c r="&#88;FD1048576"'),
        (b'cellXfs count="', b'cellXfs count="99999999999999999999" was="'),
    ],
)
def test_counts_that_lie_do_not_end_the_process(tmp_path, old, new):
    path = workbook(tmp_path / "list.xlsx", [HEADERS, ["A1", "花椒", 5, 1, ""]])
    repacked(path, lambda _, content: content.replace(old, new))
    assert "damaged" in refused(path)


def test_a_sheet_by_another_name_is_looked_through_too(tmp_path):
    path = workbook(tmp_path / "list.xlsx", [HEADERS, ["A1", "花椒", 5, 1, ""]])
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            moved = content.replace(b"worksheets/sheet1.xml", b"x/y.xml")
            far = moved.replace(b'r="C2"', b'r="XFD1048576"')
            new.writestr(name.replace("worksheets/sheet1.xml", "x/y.xml"), far)
    assert "cells" in refused(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = workbook(tmp_path / "list.xlsx", [HEADERS, ["A1", "花椒", 5, 1, ""]])
    monkeypatch.setattr(limits, "LARGEST_WORKBOOK", 50_000_000)
    repacked(
        path,
        lambda name, content: content + b" " * 60_000_000 if "sheet1" in name else content,
        level=9,
    )
    assert path.stat().st_size < 200_000
    assert "cells" in refused(path)


def test_a_bomb_that_lies_about_its_size_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_WORKBOOK", 50_000_000)
    path = workbook(tmp_path / "list.xlsx", [HEADERS, ["A1", "花椒", 5, 1, ""]])
    repacked(
        path,
        lambda name, content: content + b" " * 60_000_000 if "sheet1" in name else content,
        level=9,
    )
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    while (at := content.find(size.to_bytes(4, "little"))) >= 0:
        content[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_a_workbook_without_a_table_is_told(tmp_path):
    assert "no table" in refused(workbook(tmp_path / "list.xlsx", []))
    assert "no table" in refused(workbook(tmp_path / "list.xlsx", [["Hello"]]))


def test_a_merged_cell_counts_for_each_of_its_rows(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "报价单")
        sheet.write_row("A2", ["商品名称", "规格", "货号", "售价"])
        sheet.merge_range("A3:A5", "火锅底料")
        for row, (spec, code) in enumerate([("300g", "DZ-1"), ("500g", "DZ-2"), ("1kg", "DZ-3")]):
            sheet.write_row(2 + row, 1, [spec, code])
        sheet.merge_range("D3:D4", 15)
        sheet.write_row("A6", ["麻花", "250g", "MH-1", 9])
        sheet.write("D5", 40)
    catalogue, good, bad = read(path)
    assert not bad
    assert [(r.product.name.name, str(r.product.price.amount)) for r in good] == [
        *(("火锅底料", "15"), ("火锅底料", "15"), ("火锅底料", "40"), ("麻花", "9")),
    ]
    assert "2 cells are merged; what is in them counts for each of their rows." in told(catalogue)
