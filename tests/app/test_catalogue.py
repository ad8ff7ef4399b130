"""Products from a file, beside a show: by the command line and by the window's own way."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from studio.app.importing import columns_beside, import_beside
from studio.model.catalogue import ImportPlan
from studio.model.errors import StudioError
from studio.model.work import CallOff
from tests.app.studio_process import run

SUPPLIER = """货号,商品名称,售价,原价,库存,条码
HG-1,重庆牛油火锅底料,￥39.90,￥59.00,120,6901234567892
HG-2,荣昌折扇,￥128.00,,5,6901234567893
HG-3,江津米花糖,￥-5,,5,
HG-1,重复,￥1,,1,
HG-6,奉节脐橙,￥49.9,,300,
"""


@pytest.fixture
def supplier(tmp_path: Path) -> Path:
    file = tmp_path / "supplier.csv"
    file.write_text(SUPPLIER, encoding="gb18030")
    return file


def _told(data: Path, *words: str) -> dict:
    done = run(data, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_suppliers_list_comes_in_whole_and_its_wrong_rows_are_kept(tmp_path, supplier):
    data = tmp_path / "data"
    tried = _told(data, "import", str(supplier), "--dry-run")
    assert (tried["new"], tried["wrong"], tried["bad_rows"]) == (2, 3, "")
    assert _told(data, "products") == []
    made = _told(data, "import", str(supplier))
    assert (made["new"], made["changed"], made["unchanged"], made["wrong"]) == (2, 0, 0, 3)
    kept = Path(made["bad_rows"]).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in kept] == ["line", "3", "4", "5"]
    assert [p["code"] for p in _told(data, "products", "huoguo")] == ["HG-1"]
    again = _told(data, "import", str(supplier))
    assert (again["new"], again["unchanged"]) == (0, 2)


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "json"])
def test_what_is_exported_comes_back_unchanged(tmp_path, supplier, ending):
    data = tmp_path / "data"
    _told(data, "import", str(supplier))
    file = str(tmp_path / f"out.{ending}")
    assert _told(data, "export", file)["products"] == 2
    back = _told(data, "import", file)
    assert (back["new"], back["changed"], back["unchanged"], back["wrong"]) == (0, 0, 2, 0)


def test_a_backup_is_made_and_put_back(tmp_path, supplier):
    data = tmp_path / "data"
    _told(data, "import", str(supplier))
    made = Path(_told(data, "backup")["backup"])
    more = tmp_path / "more.csv"
    more.write_text("code,name,price\nX-1,Fan,12\n", encoding="utf-8")
    _told(data, "import", str(more))
    assert len(_told(data, "products")) == 3
    assert Path(_told(data, "restore", made.name)["kept"]).is_file()
    assert {p["code"] for p in _told(data, "products")} == {"HG-1", "HG-6"}


def test_a_file_that_is_none_is_refused_in_words(tmp_path):
    nothing = tmp_path / "none.csv"
    nothing.write_bytes(b"")
    done = run(tmp_path / "data", "import", str(nothing))
    assert done.returncode == 2
    assert "none.csv is empty." in done.stderr
    wrong = run(tmp_path / "data", "import", str(nothing), "--column", "nonsense")
    assert "does not say which column is which field" in wrong.stderr


def test_the_studio_imports_in_a_process_of_its_own(tmp_path, supplier, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path / "data"))
    shares: list[float] = []
    came = import_beside(ImportPlan(str(supplier), "CNY"), CallOff(), shares.append)
    assert (came.new, came.wrong) == (2, 3)
    assert str(came.outcome) == "Imported: 2 new, 0 changed, 0 unchanged, 3 wrong."
    assert shares[-1] == 1.0
    with pytest.raises(StudioError, match="There is no file gone"):
        import_beside(ImportPlan(str(tmp_path / "gone.csv"), "CNY"), CallOff(), shares.append)


def test_an_import_that_is_called_off_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path / "data"))
    large = tmp_path / "large.csv"
    with large.open("w", encoding="utf-8") as file:
        file.write("code,name,price\n")
        file.writelines(f"C{n},Product number {n},{n}.50\n" for n in range(60_000))
    call_off = CallOff()
    begun = threading.Event()
    shares: list[float] = []

    def note(share: float) -> None:
        shares.append(share)
        begun.set()

    failed: list[StudioError] = []

    def work() -> None:
        try:
            import_beside(ImportPlan(str(large), "CNY"), call_off, note)
        except StudioError as error:
            failed.append(error)

    working = threading.Thread(target=work)
    working.start()
    assert begun.wait(60)
    call_off.wish()
    working.join(30)
    assert len(failed) == 1
    assert shares[-1] < 1.0
    assert _told(tmp_path / "data", "products") == []


def test_what_a_person_says_of_columns_is_remembered(tmp_path, monkeypatch):
    data = tmp_path / "data"
    monkeypatch.setenv("EARSHOT_DATA", str(data))
    file = tmp_path / "lieferant.csv"
    file.write_text("Nr;Ware;Preis jetzt;Farbe\nA1;Cup;5,50;red\nA2;Pot;7,00;blue\n", "utf-8")
    with pytest.raises(StudioError, match="No column of lieferant"):
        import_beside(ImportPlan(str(file), "EUR"), CallOff(), lambda _share: None)
    found = columns_beside(str(file))
    assert [(c.header, c.samples) for c in found.columns] == [
        ("Nr", ("A1", "A2")),
        ("Ware", ("Cup", "Pot")),
        ("Preis jetzt", ("5,50", "7,00")),
        ("Farbe", ("red", "blue")),
    ]
    assert not found.known_as
    said = (("Nr", "code"), ("Ware", "name"), ("Preis jetzt", "price"))
    dry = ImportPlan(str(file), "EUR", said, is_dry_run=True)
    assert import_beside(dry, CallOff(), lambda _share: None).new == 2
    with pytest.raises(StudioError, match="is the code"):  # a dry run keeps nothing
        import_beside(ImportPlan(str(file), "EUR"), CallOff(), lambda _share: None)
    import_beside(replace(dry, is_dry_run=False), CallOff(), lambda _share: None)
    again = import_beside(ImportPlan(str(file), "EUR"), CallOff(), lambda _share: None)
    assert again.unchanged == 2
    assert again.findings[0] == "The columns are used as you said before."
    assert [c.field for c in columns_beside(str(file)).columns] == ["code", "name", "price", ""]
    # The next one has a column more, and others in another order.
    more = tmp_path / "next.csv"
    more.write_text("Neu;Ware;Nr;Preis jetzt\nx;Can;A3;9,00\n", "utf-8")
    assert import_beside(ImportPlan(str(more), "EUR"), CallOff(), lambda _share: None).new == 1
    # What needs no saying is not touched by it, and what was said last counts.
    said = (("Nr", "name"), ("Ware", "code"), ("Preis jetzt", "price"))
    import_beside(ImportPlan(str(file), "EUR", said), CallOff(), lambda _share: None)
    assert columns_beside(str(file)).columns[0].field == "name"


def test_a_shops_own_export_has_nothing_to_be_said(tmp_path, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path / "data"))
    file = tmp_path / "own.csv"
    file.write_text("code,name,price\nA1,Cup,5.50\n", "utf-8")
    assert columns_beside(str(file)).known_as == "The columns are the studio's own."
    with pytest.raises(StudioError, match="There is no file"):
        columns_beside(str(tmp_path / "gone.csv"))


def test_the_show_has_the_processor_before_an_import(tmp_path, supplier, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path / "data"))
    begun: list[subprocess.Popen] = []
    popen = subprocess.Popen

    def begin(*args, **options) -> subprocess.Popen:
        begun.append(popen(*args, **options))
        return begun[-1]

    nice: list[int] = []
    monkeypatch.setattr("studio.app.beside.subprocess.Popen", begin)
    import_beside(
        ImportPlan(str(supplier), "CNY"),
        CallOff(),
        lambda _share: nice.append(os.getpriority(os.PRIO_PROCESS, begun[0].pid)),
    )
    assert nice
    assert all(one > os.getpriority(os.PRIO_PROCESS, 0) for one in nice)


def test_a_currency_that_there_is_none_of_is_refused(tmp_path, supplier):
    data = tmp_path / "data"
    for part in ("import", "orders"):
        done = run(data, part, str(supplier), "--currency", "XXXX")
        assert done.returncode == 2
        assert done.stderr.startswith("XXXX is no currency.")
    assert _told(data, "products") == []


def test_the_rows_of_a_file_with_a_very_long_name_are_kept(tmp_path, supplier):
    data = tmp_path / "data"
    file = supplier.rename(tmp_path / f"{'报' * 82}.csv")
    made = _told(data, "import", str(file))
    assert (made["new"], made["wrong"]) == (2, 3)
    assert Path(made["bad_rows"]).is_file()


def test_what_is_no_text_and_a_limit_without_measure_find_what_they_can(tmp_path, supplier):
    data = tmp_path / "data"
    _told(data, "import", str(supplier))
    assert _told(data, "products", "\udcff") == []
    assert len(_told(data, "products", "--limit", "9" * 30)) == 2


def test_a_column_without_a_header_can_be_said(tmp_path, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path / "data"))
    file = tmp_path / "list.csv"
    file.write_text("Nr;;Preis;;;\nA1;Cup;5,50;;;\n", "utf-8")
    found = columns_beside(str(file))
    assert [(c.header, c.samples) for c in found.columns] == [
        *(("Nr", ("A1",)), ("#2", ("Cup",)), ("Preis", ("5,50",))),
    ]
    said = (("Nr", "code"), ("#2", "name"), ("Preis", "price"))
    made = import_beside(ImportPlan(str(file), "EUR", said), CallOff(), lambda _share: None)
    assert made.new == 1
    again = import_beside(ImportPlan(str(file), "EUR"), CallOff(), lambda _share: None)
    assert again.unchanged == 1


def test_the_last_import_is_taken_back_by_command(tmp_path, supplier):
    data = tmp_path / "data"
    _told(data, "import", str(supplier))
    dearer = tmp_path / "dearer.csv"
    dearer.write_text("货号,商品名称,售价\nHG-1,锅底,￥99\nHG-9,碗,￥1\n", encoding="gb18030")
    _told(data, "import", str(dearer))
    assert {p["code"] for p in _told(data, "products")} == {"HG-1", "HG-6", "HG-9"}
    assert _told(data, "import", "--take-back") == {"taken_back": True}
    assert {p["code"]: p["price"] for p in _told(data, "products")} == {
        "HG-1": "39.90",
        "HG-6": "49.9",
    }
    again = run(data, "import", "--take-back")
    assert again.returncode == 2
    assert "Traceback" not in again.stderr
    assert run(data, "import").stderr.startswith("There is no file to import.")
