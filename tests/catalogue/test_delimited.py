"""CSV and TSV, whole and broken."""

import subprocess
import sys

import pytest

from studio.catalogue.delimited import guess_separator
from studio.catalogue.findings import Kind
from studio.catalogue.reading import open_catalogue
from studio.model.errors import CatalogueError
from studio.model.product import Field
from tests.catalogue.files import keep, read, table, told
from tests.harness.process import ROOT


@pytest.mark.parametrize(
    ("separator", "word"),
    [(",", "commas"), (";", "semicolons"), ("\t", "tab characters"), ("|", "bars")],
)
def test_the_separator_is_found_and_told(tmp_path, separator, word):
    rows = [["A1", "Scarf, wool; red", "39.90"], ["A2", "Cup|blue", "5"]]
    text = table(["code", "name", "price"], *rows, separator=separator)
    catalogue, good, bad = read(keep(tmp_path, text))
    assert word in told(catalogue)[0]
    assert [r.product.name.name for r in good] == ["Scarf, wool; red", "Cup|blue"]
    assert not bad


def test_decimal_commas_are_no_separators():
    assert guess_separator(["sku;naam;prijs", "1;Tee;39,90", "2;Tee, groen;9,90"]) == ";"


def test_line_breaks_within_quotes_belong_to_the_cell(tmp_path):
    text = 'code,name,price,notes\nA1,Cup,5,"one\r\ntwo\n\nthree"\nA2,Pot,6,x\n'
    _, good, bad = read(keep(tmp_path, text))
    assert good[0].product.notes == "one\ntwo\n\nthree"
    assert [r.line for r in good] == [2, 6]
    assert not bad


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(tmp_path, ending):
    _, good, bad = read(
        keep(tmp_path, ending.join(["code,name,price", "A1,Cup,5", "A2,Pot,6", ""]))
    )
    assert [r.product.code for r in good] == ["A1", "A2"]
    assert not bad


def test_an_unclosed_quote_costs_one_row(tmp_path):
    text = 'code,name,price\nA1,"Cup,5\nA2,Pot,6\nA3,"Pan",7\nA4,Lid,8\n'
    _, good, bad = read(keep(tmp_path, text))
    assert [r.product.code for r in good] == ["A2", "A3", "A4"]
    assert [row.line for row in bad] == [2]
    assert "quote" in str(bad[0].reason)


def test_an_unclosed_quote_before_a_long_rest_costs_one_row_too(tmp_path):
    rest = "".join(f"B{n},Pot {n},6\n" for n in range(20_000))
    _, good, bad = read(keep(tmp_path, 'code,name,price\nA1,"Cup,5\n' + rest))
    assert len(good) == 20_000
    assert [str(row.reason) for row in bad] == ["A quote is opened and never closed."]


def test_ragged_rows(tmp_path):
    text = "code,name,price,stock\nA1,Cup,5\nA2,Pot,6,3,surplus\nA3,Pan\nA4,Lid,8,2,,,\n"
    _, good, bad = read(keep(tmp_path, text))
    assert [r.product.code for r in good] == ["A1", "A4"]
    assert [(row.line, row.field) for row in bad] == [(3, None), (4, Field.PRICE)]
    assert bad[0].raw == ("A2", "Pot", "6", "3", "surplus")


def test_blank_rows_and_titles_above_are_left_out(tmp_path):
    titles = "重庆某某食品有限公司,,\n报价单,2026年11月,\n,,\n"
    text = titles + "货号,商品名称,单价\n,,\nA1,花椒,12\n\n , ,\n"
    catalogue, good, bad = read(keep(tmp_path, text, encoding="gb18030"))
    assert catalogue.findings.titles == 2
    assert catalogue.findings.header_line == 4
    assert any("2 rows above" in sentence for sentence in told(catalogue))
    assert [(r.line, r.product.name.name) for r in good] == [(6, "花椒")]
    assert not bad


def test_zero_bytes_are_taken_out_and_told(tmp_path):
    catalogue, good, bad = read(keep(tmp_path, b"code,name,price\nA1,C\0up,5\nA2,Pot,6\n"))
    assert [r.product.name.name for r in good] == ["Cup", "Pot"]
    assert [note.first_line for note in catalogue.notes] == [2]
    assert not bad


def test_marks_that_turn_the_direction_are_taken_out_and_told(tmp_path):
    _, good, _ = read(keep(tmp_path, "code,name,price\nA1,Cup\u202egnp.exe\u2066,5\n"))
    assert good[0].product.name.name == "Cupgnp.exe"
    assert good[0].doubts


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "empty"),
        (b"   \n \n", "empty"),
        (b"code,name,price\n", "no product"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "neither"),
        (b"%PDF-1.7 ...", "neither"),
        (bytes(range(1, 32)) * 40, "neither"),
    ],
)
def test_no_list_at_all_is_one_sentence(tmp_path, content, words):
    path = keep(tmp_path, content)
    with pytest.raises(CatalogueError) as caught:
        open_catalogue(path)
    assert words in str(caught.value)
    assert caught.value.remedy.words()


def test_files_that_are_not_there(tmp_path):
    for path, words in ((tmp_path / "no.csv", "no file"), (tmp_path, "folder")):
        with pytest.raises(CatalogueError) as caught:
            open_catalogue(path)
        assert words in str(caught.value)


def test_a_field_of_a_hundred_megabytes_is_refused_by_a_sentence(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"code,name,price\nA1,Cup,5\nA2,")
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b",6\nA3,Pan,7\n")
    _, good, bad = read(path)
    assert [r.product.code for r in good] == ["A1", "A3"]
    assert [(row.line, str(row.reason)) for row in bad] == [
        (3, "One field is longer than 1,000,000 signs.")
    ]
    assert len(bad[0].raw[0]) < 2000


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_a_large_file_needs_no_more_memory_than_a_small_one(tmp_path):
    """Counted in a process of its own; two gigabytes take twenty times as long, and no more."""
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("code,name,price,notes\n")
        for number in range(10_000):
            file.write(f"A{number},Thing {number},{number % 900}.50,{'n' * 10_000}\n")
    assert path.stat().st_size > 100_000_000
    script = (
        "import re, sys; from pathlib import Path\n"
        "from studio.catalogue.reading import open_catalogue\n"
        "with open_catalogue(Path(sys.argv[1])) as c: n = sum(1 for r in c.results())\n"
        "peak = re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]\n"
        "print(n, int(peak) // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path], cwd=ROOT, check=True, capture_output=True, text=True
    )
    count, megabytes = map(int, done.stdout.split())
    assert count == 10_000
    assert megabytes < 90


def test_how_far_it_is_grows_evenly(tmp_path):
    rows = [[f"A{n}", f"Thing {n}", "5", "x" * 500] for n in range(20_000)]
    path = keep(tmp_path, table(["code", "name", "price", "notes"], *rows))
    with open_catalogue(path) as catalogue:
        seen = [catalogue.done for _ in catalogue.results()]
    assert seen == sorted(seen)
    assert 0.4 < seen[10_000] < 0.65
    assert seen[-1] == 1.0


def test_headers_that_nobody_knows_ask_for_a_mapping(tmp_path):
    path = keep(tmp_path, "alpha,beta,gamma\n1,Cup,5\n")
    with open_catalogue(path) as catalogue:
        assert catalogue.findings.kind is Kind.MAPPED
        assert catalogue.findings.missing == (Field.CODE, Field.NAME, Field.PRICE)
        with pytest.raises(CatalogueError, match="No column"):
            next(catalogue.results())
