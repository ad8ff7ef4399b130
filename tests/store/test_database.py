"""The file: opened, brought up to date, refused, and never harmed."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlite_utils import Database

from studio.model.errors import StoreError
from studio.model.settings import Settings
from studio.store import faults
from studio.store.database import IN_MEMORY, open_database
from studio.store.migrations import STUDIO, names
from studio.store.repositories import Repositories
from tests.store.furnished import (
    ARRANGEMENT,
    DATA,
    DESTINATIONS,
    KEYS,
    PERSON,
    PRODUCTS,
    PRONUNCIATIONS,
    SESSION,
    TARGET,
    TAUGHT,
    WHOLE,
    assert_same_taught,
    dumped,
    furnished,
)


def test_a_new_file_in_a_new_folder_is_ready(folder):
    path = folder / "新 folder" / "deep" / "studio.db"
    db = open_database(path)
    assert db.journal_mode == "wal"
    assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert [m.name for m in STUDIO.applied(db)] == names()
    assert all(m.applied_at for m in STUDIO.applied(db))
    db.close()
    again = open_database(path)
    assert [m.name for m in STUDIO.applied(again)] == names()
    again.close()


def test_what_is_kept_is_there_after_a_restart(folder):
    furnished(folder / "studio.db").close()
    db = open_database(folder / "studio.db")
    _assert_furnished(Repositories.of(db))
    _assert_keys(Repositories.of(db))
    assert Repositories.of(db).pronunciations.load() == PRONUNCIATIONS
    _assert_sessions(Repositories.of(db), is_there=True)
    _assert_taught(Repositories.of(db))
    db.close()


def _assert_furnished(kept: Repositories):
    assert kept.person == PERSON
    assert kept.scenes.load() == ARRANGEMENT
    assert kept.destinations.all() == DESTINATIONS
    products = [product for product in kept.products.all() if product != WHOLE]
    assert products == PRODUCTS
    assert str(products[3].price.amount) == "0.00"
    assert products[2].price.amount == Decimal("12345678901234567890.123456789")
    assert [p.code for p in kept.products.search("huoguodil")] == ["HG-01"]
    assert kept.settings.load() == Settings(fade_s=0.75, language="zh_CN", recording_folder="/录像")
    assert kept.facts.get("encoder_trials")["libx264"] == "works"
    assert not kept.is_first_start


def _assert_keys(kept: Repositories):
    assert kept.keys.load() == KEYS


# Releases


@pytest.mark.parametrize("dump", sorted(DATA.glob("studio-*.sql")), ids=lambda p: p.stem)
def test_a_file_as_each_release_wrote_it_is_brought_up_to_date(dump, folder):
    path = folder / "studio.db"
    _restore(dump, path)
    db = open_database(path)
    assert [m.name for m in STUDIO.applied(db)] == names()
    _assert_furnished(Repositories.of(db))
    if dump.stem >= "studio-0002":
        _assert_keys(Repositories.of(db))
    told = PRONUNCIATIONS if dump.stem >= "studio-0003" else ()
    assert Repositories.of(db).pronunciations.load() == told
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not db.execute("PRAGMA foreign_key_check").fetchall()
    assert _schema(db) == _new_schema()
    if dump.stem >= "studio-0004":
        assert Repositories.of(db).products.by_code(WHOLE.code) == WHOLE
    _assert_sessions(Repositories.of(db), is_there=dump.stem >= "studio-0005")
    if dump.stem >= "studio-0006":
        _assert_taught(Repositories.of(db))
    else:
        assert Repositories.of(db).taught.load() == ()
    db.close()


def _assert_sessions(kept: Repositories, *, is_there: bool):
    assert kept.sessions.latest() == (SESSION if is_there else None)
    assert kept.sessions.targets() == ([TARGET] if is_there else [])


def _assert_taught(kept: Repositories):
    assert_same_taught(kept.taught.load(), TAUGHT)


def test_the_newest_migration_has_a_dump():
    newest = max(DATA.glob("studio-*.sql"))
    assert newest.stem == f"studio-{names()[-1].split()[0]}"


def test_a_released_migration_is_never_edited(folder):
    _restore(DATA / "studio-0001.sql", folder / "old.db")
    old = sqlite3.connect(folder / "old.db")
    only_first = sqlite3.connect(":memory:", isolation_level=None)
    db = Database(only_first)
    STUDIO.apply(db, stop_before=names()[1:])
    assert _schema(db) == _schema(Database(old))
    old.close()
    db.close()


def _restore(dump: Path, path: Path):
    db = sqlite3.connect(path)
    db.executescript(dump.read_text(encoding="utf-8"))
    db.close()


def _schema(db: Database) -> set[str]:
    return {row[0] for row in db.execute("SELECT sql FROM sqlite_master") if row[0]}


def _new_schema() -> set[str]:
    db = open_database(IN_MEMORY)
    schema = _schema(db)
    db.close()
    return schema


@pytest.mark.usefixtures("trouble_is_logged")
def test_a_migration_that_fails_leaves_the_file_as_it_was(folder, monkeypatch):
    path = folder / "studio.db"
    furnished(path).close()
    before = _content(path)

    def breaks(db):
        db.execute("DELETE FROM products")
        db.execute("CREATE TABLE news (id TEXT)")
        db.execute("SELECT * FROM nowhere")

    monkeypatch.setattr(STUDIO, "_migrations", STUDIO._migrations[:])
    STUDIO(name="0002 broken")(breaks)
    with pytest.raises(StoreError, match="could not be read or written"):
        open_database(path)
    assert _content(path) == before


def test_a_migration_that_breaks_references_is_not_committed(folder, monkeypatch):
    path = folder / "studio.db"
    furnished(path).close()
    before = _content(path)
    monkeypatch.setattr(STUDIO, "_migrations", STUDIO._migrations[:])
    STUDIO(name="0002 careless")(lambda db: db.execute("DELETE FROM persons"))
    with pytest.raises(StoreError, match="damaged"):
        open_database(path)
    assert _content(path) == before


def _content(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    lines = dumped(db)
    db.close()
    return lines


# Files that are refused


def test_a_newer_file_is_refused_and_not_touched(folder):
    path = folder / "studio.db"
    db = furnished(path)
    STUDIO._record_applied(db, "0999 from the future")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_database(path)
    assert str(caught.value) == (
        "studio.db was written by a newer Earshot Studio. Install the newest Earshot Studio."
        " Nothing was changed."
    )
    assert path.read_bytes() == before
    assert [p.name for p in folder.iterdir()] == ["studio.db"]


def test_another_programs_database_is_refused_and_not_touched(folder):
    path = folder / "studio.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        open_database(path)
    assert path.read_bytes() == before


@pytest.mark.usefixtures("trouble_is_logged")
@pytest.mark.parametrize("content", [b"Dear diary, " * 500, b"\x00" * 4096, b"short"])
def test_a_file_that_is_no_database_is_refused_and_not_touched(folder, content):
    path = folder / "studio.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a file of Earshot Studio"):
        open_database(path)
    assert path.read_bytes() == content


@pytest.mark.usefixtures("trouble_is_logged")
def test_a_cut_off_file_is_refused_and_not_touched(folder):
    path = folder / "studio.db"
    furnished(path).close()
    cut = path.read_bytes()[: 4096 * 3]
    path.write_bytes(cut)
    with pytest.raises(StoreError, match="damaged"):
        open_database(path)
    assert path.read_bytes() == cut


def test_an_empty_file_becomes_a_new_one(folder):
    path = folder / "studio.db"
    path.touch()
    db = open_database(path)
    assert Repositories.of(db).is_first_start
    db.close()


@pytest.mark.usefixtures("trouble_is_logged")
def test_a_folder_in_place_of_the_file(folder):
    (folder / "studio.db").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_database(folder / "studio.db")


@pytest.mark.usefixtures("trouble_is_logged")
def test_a_file_in_place_of_the_folder(folder):
    (folder / "data").write_text("I am a file")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_database(folder / "data" / "studio.db")


@pytest.mark.usefixtures("trouble_is_logged")
@pytest.mark.skipif(sys.platform == "win32", reason="folders there have no modes")
def test_a_folder_that_may_not_be_written(open_folder, ordinary_user):
    open_folder.chmod(0o555)
    with ordinary_user(), pytest.raises(StoreError, match="cannot be opened"):
        open_database(open_folder / "studio.db")
    with ordinary_user(), pytest.raises(StoreError) as caught:
        open_database(open_folder / "new" / "studio.db")
    assert str(open_folder) in str(caught.value.remedy)


@pytest.mark.usefixtures("trouble_is_logged")
@pytest.mark.skipif(sys.platform == "win32", reason="files there have no modes")
@pytest.mark.parametrize("folder_mode", [0o777, 0o555])
def test_a_file_that_may_only_be_read(open_folder, ordinary_user, folder_mode):
    path = open_folder / "studio.db"
    furnished(path).close()
    path.chmod(0o444)
    open_folder.chmod(folder_mode)
    before = path.read_bytes()
    with ordinary_user(), pytest.raises(StoreError) as caught:
        open_database(path)
    assert str(caught.value.problem) in {
        "studio.db may only be read.",
        "studio.db cannot be opened.",
    }
    assert path.read_bytes() == before


@pytest.mark.usefixtures("trouble_is_logged")
def test_a_file_that_another_program_holds(folder, monkeypatch):
    path = folder / "studio.db"
    open_database(path).close()
    monkeypatch.setattr("studio.store.database.BUSY_TIMEOUT_S", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another program"):
        open_database(path)
    holder.close()


def test_a_full_disk_loses_nothing(folder):
    path = folder / "studio.db"
    db = furnished(path)
    kept = Repositories.of(db)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 5}").fetchall()  # to SQLite a full disk
    with pytest.raises(sqlite3.OperationalError) as caught:
        kept.products.replace_all([replace(PRODUCTS[0], code=str(n)) for n in range(5000)])
    error = faults.explain(caught.value, path)
    assert error is not None
    assert str(error.problem) == "The disk is full; studio.db could not be written."
    _assert_furnished(kept)
    db.close()
    db = open_database(path)
    _assert_furnished(Repositories.of(db))
    db.close()


# Transactions


def test_what_fails_in_the_middle_was_never_written(db, kept):
    def fails():
        with kept.atomic():
            kept.facts.put("a", 1)
            with kept.atomic():
                kept.facts.put("b", 2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert kept.facts.get("a") is None
    assert kept.facts.get("b") is None
    assert not db.conn.in_transaction


def test_an_inner_failure_that_was_cured_keeps_the_rest(kept):
    def fails():
        with kept.atomic():
            kept.facts.put("b", 2)
            raise RuntimeError

    with kept.atomic():
        kept.facts.put("a", 1)
        with pytest.raises(RuntimeError):
            fails()
    assert kept.facts.get("a") == 1
    assert kept.facts.get("b") is None


def test_two_processes_read_and_write_in_turn(folder):
    """A transaction that reads first and then writes waits for the other's instead of failing."""
    path = folder / "studio.db"
    open_database(path).close()
    count = (
        "import sys; from pathlib import Path\n"
        "from studio.store.database import open_database\n"
        "from studio.store.repositories import Repositories\n"
        "kept = Repositories.of(open_database(Path(sys.argv[1])))\n"
        "for _ in range(100):\n"
        "    with kept.atomic(): kept.facts.put('n', (kept.facts.get('n') or 0) + 1)\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", count, str(path)]) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    db = open_database(path)
    assert Repositories.of(db).facts.get("n") == 200
    db.close()


def test_two_first_starts_at_once_make_one_person(folder):
    path = folder / "studio.db"
    start = (
        "import sys; from pathlib import Path\n"
        "from studio.store.database import open_database\n"
        "from studio.store.repositories import Repositories\n"
        "Repositories.of(open_database(Path(sys.argv[1])))\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", start, str(path)]) for _ in range(3)]
    assert [one.wait(60) for one in both] == [0, 0, 0]
    db = open_database(path)
    assert len(Repositories.of(db).persons.all()) == 1
    assert db.table("shows").count == 1
    db.close()
