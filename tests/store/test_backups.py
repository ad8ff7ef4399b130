"""Backups: made, checked, let go, put back; and a damaged file at the start."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studio.model.errors import StoreError
from studio.model.events import Answered
from studio.model.work import CallOff
from studio.store import backups
from studio.store.backups import back_up, check, folder_of, is_due, restore
from studio.store.database import open_database
from studio.store.migrations import STUDIO
from studio.store.repositories import Repositories
from studio.store.store import Store
from studio.store.upkeep import Upkeep
from tests.harness.disk import fill, small_disk
from tests.harness.process import ROOT
from tests.store.furnished import PRODUCTS, furnished
from tests.store.goods import goods

NOW = datetime(2026, 11, 29, 11, 30)  # noqa: DTZ001 - as on the wall


@pytest.fixture
def path(folder) -> Path:
    furnished(folder / "studio.db").close()
    return folder / "studio.db"


def codes(path: Path) -> list[str]:
    db = open_database(path)
    found = [product.code for product in Repositories.of(db).products.all()]
    db.close()
    return found


def damage(path: Path, table: str = "products") -> bytes:
    """Overwrite the first page of a table; gives the file as it is then."""
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
        size = db.execute("PRAGMA page_size").fetchone()[0]
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with path.open("r+b") as file:
        file.seek((root[0] - 1) * size)
        file.write(b"\xff" * size)
    return path.read_bytes()


def break_promise(path: Path) -> None:
    """A value where there can be none: every page can be read, and only a check finds it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for old, new in (("TEXT NOT NULL", "TEXT"), ("TEXT", "TEXT NOT NULL")):
            db.execute("PRAGMA writable_schema = ON")
            change = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'facts'"
            db.execute(change, [f"value {old}", f"value {new}"])
            db.execute("PRAGMA writable_schema = RESET")
            db.execute("INSERT OR IGNORE INTO facts VALUES ('nothing', NULL)")


# Made


def test_a_backup_is_one_whole_file_of_that_moment(path):
    db = open_database(path)
    kept = Repositories.of(db)
    kept.facts.put("when", "before")  # still in the log beside the file
    made = back_up(path, NOW)
    kept.facts.put("when", "after")
    db.close()
    assert made is not None
    assert backups.backups(path) == [made]
    assert made.path == folder_of(path) / "studio-2026-11-29T11-30-00.db"
    assert [one.name for one in folder_of(path).iterdir()] == [made.path.name]
    db = open_database(made.path)
    assert Repositories.of(db).facts.get("when") == "before"
    db.close()


def test_nobody_waits_for_a_backup_and_it_is_of_one_moment(path):
    db = open_database(path)
    kept = Repositories.of(db)
    kept.products.replace_all(goods(20_000))
    kept.facts.put("left", 0)
    kept.facts.put("right", 0)
    done: list[object] = []
    worker = threading.Thread(target=lambda: done.append(back_up(path, NOW)))
    worker.start()
    waits, number = [], 0
    while worker.is_alive():
        number += 1
        began = time.perf_counter()
        with kept.atomic():
            kept.facts.put("left", number)
            kept.facts.put("right", number)
        waits.append(time.perf_counter() - began)
    worker.join()
    db.close()
    copy = open_database(backups.backups(path)[0].path)
    facts = Repositories.of(copy).facts
    assert facts.get("left") == facts.get("right") < number
    assert Repositories.of(copy).products.count() == 20_000
    copy.close()
    waits.sort()
    assert waits[len(waits) // 2] < 0.05


def test_a_backup_can_be_called_off(path):
    call_off = CallOff()
    call_off.wish()
    assert back_up(path, NOW, call_off) is None
    assert list(folder_of(path).iterdir()) == []


def test_seven_days_and_four_weeks_are_kept(path):
    made = folder_of(path)
    made.mkdir()
    for days in range(60):
        for hours in (1, 3):
            day = NOW - timedelta(days=days, hours=hours)
            (made / f"studio-{day:%Y-%m-%dT%H-%M-%S}.db").write_bytes(b"old")
    (made / "studio-before-restore-2020-01-01T00-00-00.db").write_bytes(b"kept")
    (made / "studio-2026-99-99T00-00-00.db").write_bytes(b"strange")
    back_up(path, NOW)
    days = [f"{backup.made:%m-%d}" for backup in backups.backups(path)]
    # Today's all; then the last one of each day, then of each week, which ends on a Sunday.
    assert days == [
        *("11-29", "11-29", "11-29", "11-28", "11-27", "11-26", "11-25", "11-24", "11-23"),
        *("11-22", "11-15", "11-08"),
    ]
    assert len(list(made.iterdir())) == 12 + 2


def test_a_damaged_file_takes_no_good_backups_place(path, studio_log):
    studio_log.expect("malformed")
    good = back_up(path, NOW - timedelta(days=90))
    assert good is not None
    before = good.path.read_bytes()
    damage(path)
    with pytest.raises(StoreError, match=r"studio\.db is damaged"):
        check(path)
    with pytest.raises(StoreError, match=r"studio\.db is damaged"):
        back_up(path, NOW)
    assert [one.name for one in folder_of(path).iterdir()] == [good.path.name]
    assert good.path.read_bytes() == before


def test_a_full_disk_keeps_the_earlier_backups(tmp_path):
    with small_disk(tmp_path / "small", megabytes=3):
        path = tmp_path / "small" / "studio.db"
        furnished(path).close()
        good = back_up(path, NOW - timedelta(days=1))
        filler = fill(tmp_path / "small")
        with pytest.raises(StoreError, match="The disk is full"):
            back_up(path, NOW)
        assert backups.backups(path) == [good]
        filler.unlink()
        assert back_up(path, NOW) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_backup_that_was_cut_off_is_none_and_goes_with_the_next(path):
    folder_of(path).mkdir()
    (folder_of(path) / "studio-2026-11-28T10-00-00.db.partial").write_bytes(b"half")
    (folder_of(path) / "studio-2026-11-28T10-00-00.db.partial-journal").write_bytes(b"half")
    assert backups.backups(path) == []
    made = back_up(path, NOW)
    assert made is not None
    assert [one.name for one in folder_of(path).iterdir()] == [made.path.name]


def test_there_are_no_backups_before_the_first(folder):
    assert backups.backups(folder / "studio.db") == []
    assert is_due(folder / "studio.db", NOW)


# Put back


def test_a_backup_is_put_back_and_the_file_that_was_there_is_kept(path):
    made = back_up(path, NOW)
    assert made is not None
    db = open_database(path)
    Repositories.of(db).products.replace_all([PRODUCTS[0]])
    db.close()
    kept = restore(path, made.path, NOW)
    assert kept == folder_of(path) / "studio-before-restore-2026-11-29T11-30-00.db"
    assert len(codes(path)) == 5
    assert kept is not None
    assert codes(kept) == ["HG-01"]
    assert made.path.exists()
    assert not path.with_name("studio.db.restoring").exists()


@pytest.mark.parametrize("state", ["page", "rubbish", "log", "missing"])
def test_a_damaged_or_missing_file_is_put_away_as_it_is(path, state, studio_log):
    studio_log.allow("put away as it is")
    made = back_up(path, NOW)
    assert made is not None
    wal = path.with_name("studio.db-wal")
    match state:
        case "page":
            before = damage(path)
        case "rubbish":
            before = b"Dear diary, " * 500
            path.write_bytes(before)
            wal.write_bytes(b"log")
        case "log":  # as a kill leaves it
            code = (
                "import os, sys; from pathlib import Path\n"
                "from studio.store.database import open_database\n"
                "from studio.store.repositories import Repositories\n"
                "Repositories.of(open_database(Path(sys.argv[1]))).products.delete('KRP')\n"
                "os._exit(0)"
            )
            subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=ROOT)
            assert wal.stat().st_size
            before = b""
        case _:
            path.unlink()
            before = b""
    kept = restore(path, made.path, NOW)
    assert len(codes(path)) == 5
    if state == "missing":
        assert kept is None
    elif state == "log":
        assert kept is not None
        assert "KRP" not in codes(kept)
    else:
        assert kept is not None
        # All but the head, which says that there is no log beside it any more.
        assert kept.read_bytes()[100:] == before[100:]


def test_a_file_in_use_is_not_replaced(path, studio_log):
    studio_log.expect("database is locked")
    made = back_up(path, NOW)
    assert made is not None
    db = open_database(path)
    Repositories.of(db).products.delete("KRP")
    with pytest.raises(StoreError, match="in use by another program"):
        restore(path, made.path, NOW)
    assert Repositories.of(db).products.count() == 4
    db.close()
    assert len(codes(path)) == 4
    restore(path, made.path, NOW)
    assert len(codes(path)) == 5


def test_a_backup_that_is_not_whole_or_newer_or_not_ours_is_refused(path, studio_log):
    made = back_up(path, NOW)
    assert made is not None
    before = path.read_bytes()
    newer = shutil.copy(made.path, path.with_name("newer.db"))
    with closing(sqlite3.connect(newer)) as db:
        from sqlite_utils import Database

        STUDIO._record_applied(Database(db), "0999 from the future")
        db.commit()
    other = path.with_name("other.db")
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE recipes (name)")
    rubbish = path.with_name("rubbish.db")
    rubbish.write_bytes(b"Dear diary, " * 500)
    empty = path.with_name("empty.db")
    empty.touch()
    damage(made.path)
    for wrong, heard in [
        (newer, "newer.db was written by a newer Earshot Studio."),
        (other, "other.db belongs to another program."),
        (rubbish, "The backup rubbish.db is damaged. Choose another backup."),
        (empty, "The backup empty.db is damaged."),
        (made.path, "The backup studio-2026-11-29T11-30-00.db is damaged."),
        (path.with_name("none.db"), "There is no backup none.db."),
    ]:
        with pytest.raises(StoreError) as caught:
            restore(path, Path(wrong), NOW)
        assert heard in str(caught.value)
    assert path.read_bytes() == before


def test_a_backup_of_an_older_studio_is_brought_up_to_date(path):
    from tests.store.furnished import DATA

    old = path.with_name("old.db")
    with closing(sqlite3.connect(old)) as db:
        db.executescript((DATA / "studio-0003.sql").read_text(encoding="utf-8"))
    restore(path, old, NOW)
    assert codes(path) == ["HG-01", "KRP", "BIG", "FREE"]


# The store's thread


def test_a_store_goes_on_with_a_backup(path):
    store = Store(path, lambda _event: None)
    store.start_and_wait()
    made = back_up(path, NOW)
    assert made is not None
    store.run(lambda kept: kept.products.delete("KRP")).result()
    later = store.restore(made.path)
    found = store.run(lambda kept: kept.products.count()).result()
    kept = later.result()
    assert kept is not None
    assert kept.parent == folder_of(path)
    assert found == 5
    store.stop()


def test_a_store_goes_on_as_it_was_when_a_backup_is_refused(path, studio_log):
    store = Store(path, lambda _event: None)
    store.start_and_wait()
    with pytest.raises(StoreError, match="There is no backup"):
        store.restore(path.with_name("none.db")).result()
    assert store.run(lambda kept: kept.products.count()).result() == 5
    store.stop()


def test_upkeep_backs_up_once_a_day_and_ends(path):
    for _start in range(2):
        posted = []
        store = Store(path, posted.append)
        store.start_and_wait()
        store.start_upkeep(posted.append)
        store.start_upkeep(posted.append)
        upkeep = store._upkeep
        assert upkeep is not None
        deadline = time.monotonic() + 30
        while upkeep.is_running:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        store.stop()
        assert posted == []
        assert len(backups.backups(path)) == 1


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_file_that_is_gone_is_told_where_there_are_backups(path, is_empty):
    assert back_up(path, NOW) is not None
    for beside in path.parent.glob("studio.db*"):
        beside.unlink()
    if is_empty:
        path.touch()
    told = []
    for _start in range(2):
        store = Store(path, lambda _event: None)
        store.start_and_wait()
        store.start_upkeep(told.append)
        store.stop()
    (only,) = told
    assert only.announcement.text.startswith("studio.db was gone or empty; a new one was begun.")


def test_of_a_first_start_nothing_is_told(tmp_path):
    told = []
    store = Store(tmp_path / "studio.db", told.append)
    store.start_and_wait()
    store.start_upkeep(told.append)
    store.stop()
    assert told == []


def test_upkeep_tells_of_damage(path, studio_log):
    studio_log.expect("studio.db is damaged: .*NULL value in facts.value")
    studio_log.expect("upkeep: ")
    break_promise(path)
    posted = []
    upkeep = Upkeep(path, posted.append)
    upkeep.start()
    while upkeep.is_running:
        time.sleep(0.01)
    [told] = posted
    assert isinstance(told, Answered)
    assert str(told.announcement.message).startswith("studio.db is damaged. Put the last backup")
    assert backups.backups(path) == []


def test_a_store_that_is_stopped_at_once_takes_its_upkeep_with_it(path):
    store = Store(path, lambda _event: None)
    store.start_and_wait()
    store.run(lambda kept: kept.products.replace_all(goods(5000))).result()
    store.start_upkeep(lambda _event: None)
    store.stop()
    assert not list(folder_of(path).glob("*.partial*"))
    assert len(codes(path)) == 5000
