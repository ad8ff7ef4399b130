"""Past shows and backups of a real studio's file: by the command line and by the show's own way."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from studio import paths
from studio.app.archive import StudioArchive
from studio.app.opening import _read
from studio.app.records import record_of
from studio.model.errors import StoreError
from studio.model.message import Name
from studio.model.person import Person
from studio.model.state import Devices
from studio.report.report import report_from
from studio.store.repositories import Repositories
from studio.store.secrets import open_secrets
from studio.store.sessions import utc
from studio.store.store import Store
from tests.app.studio_process import run
from tests.report.shows import (
    BEFORE,
    HOSTILE,
    PRODUCTS,
    REHEARSAL,
    SHOW,
    TARGETS,
    at,
    hostile,
    keep_show,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a studio with three shows and a target."""
    folder = tmp_path / "data"
    folder.mkdir()
    store = Store(folder / "studio.db", lambda _event: None)
    store.start_and_wait()

    def furnish(kept) -> None:
        kept.products.replace_all(PRODUCTS)
        kept.end_first_start()
        for show in (BEFORE, REHEARSAL, SHOW):
            keep_show(kept, replace(show, id=show.id.replace("5e55", "show")))
        kept.sessions.put_target(TARGETS[0].target)

    store.run(furnish).result(10)
    store.stop()
    return folder


def told(data: Path, *words: str) -> str:
    done = run(data, "--language", "en", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_shows_are_listed_the_newest_first(data):
    lines = told(data, "sessions").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["show-a", "show-d", "show-b"]
    assert lines[0].endswith(", 1 hour 20 minutes")
    assert "rehearsal" in lines[1]
    [first, *_] = json.loads(told(data, "sessions", "--json"))
    assert (first["id"], first["places"], first["most_viewers"]) == (
        "show-a",
        ["抖音", "Shop"],
        120,
    )


def test_a_show_that_a_crash_broke_off_does_not_go_on_where_no_studio_was_started_since(data):
    began = datetime.now(UTC) - timedelta(hours=3)
    with closing(sqlite3.connect(data / "studio.db", isolation_level=None)) as db:
        db.execute(
            "UPDATE sessions SET ended = NULL, began = ?, alive = ? WHERE id = 'show-a'",
            [utc(began), utc(began + timedelta(minutes=50))],
        )
    assert "not over yet" not in told(data, "sessions")
    assert told(data, "report").startswith("The show broke off after 50 minutes")
    with closing(sqlite3.connect(data / "studio.db", isolation_level=None)) as db:
        db.execute("UPDATE sessions SET alive = ?", [utc(datetime.now(UTC))])
    assert "not over yet" in told(data, "sessions")
    assert told(data, "report").startswith("The show has been going on")


def test_the_last_show_is_told_in_five_sentences(data):
    lines = told(data, "report", "last").splitlines()
    assert len(lines) == 5
    assert lines[0] == "The show lasted 1 hour 20 minutes; viewers were cut off for 12 seconds."
    assert lines[1].startswith("Taken: ¥1,393.20 and Rp375,000 from 9 orders")
    assert lines[1].endswith("that is ¥748.20 more than last time.")
    assert lines[4].startswith("Of the centre's target of ¥10,000.00 20 percent is reached;")


def test_a_show_is_told_by_the_beginning_of_its_id_and_as_json(data):
    object_ = json.loads(told(data, "report", "show-b", "--json"))
    assert object_["session"]["id"] == "show-b"
    assert object_["sold"]["takings"] == [{"amount": "645.00", "currency": "CNY"}]
    assert object_["before"] is None


@pytest.mark.parametrize("wanted", ["show", "shop-a", "x", "show-a2"])
def test_one_that_is_none_or_several_is_refused(data, wanted):
    done = run(data, "--language", "en", "report", wanted)
    assert done.returncode == 2
    assert f"There is no show {wanted}." in done.stderr
    assert "earshot sessions" in done.stderr


def test_a_new_studio_has_no_show(tmp_path):
    assert told(tmp_path / "new", "sessions").strip() == "No show was kept yet."
    done = run(tmp_path / "new", "--language", "en", "report")
    assert done.returncode == 2
    assert "No show was kept yet." in done.stderr


def test_a_report_is_kept_where_it_is_wished(data, tmp_path):
    out = tmp_path / "out"
    lines = told(data, "report", "--out", str(out)).splitlines()
    [folder] = out.iterdir()
    assert lines[-1] == f"The report is kept in {folder}."
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert ElementTree.parse(folder / "chart-1.svg").getroot().get("role") == "img"
    assert (folder / "orders.csv").read_bytes().startswith(b"\xef\xbb\xbfat,code,name")
    done = run(data, "--language", "en", "report", "--out", str(folder / "report.html"))
    assert done.returncode == 2
    assert "cannot be kept in" in done.stderr


@pytest.fixture
def archive(data, monkeypatch) -> Iterator[StudioArchive]:
    """As the running studio has it."""
    monkeypatch.setenv("EARSHOT_DATA", str(data))
    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    archive = StudioArchive(
        store,
        open_secrets(data, lambda _is_new: ""),
        lambda _event: None,
        lambda run_: run_(),
        keeps=True,
        read=lambda: _read(store, Devices()),
    )
    yield archive
    archive.close()


def test_a_show_comes_with_all_that_it_is_seen_beside(archive):
    record = archive.record("show-a")
    assert record.before is not None
    assert record.before.id == "show-b"
    assert [p.code for p in record.products] == ["scarf", "tea"]
    assert [p.target.amount for p in record.progresses] == [TARGETS[0].target.amount]
    assert report_from(record, datetime.now(UTC)).sold.pieces == 41
    # A rehearsal is compared with rehearsals only.
    assert archive.record("show-d").before is None
    assert [one.id for one in archive.sessions()] == ["show-a", "show-d", "show-b"]


def test_no_order_waits_for_a_report_that_is_read(archive, monkeypatch):
    def read_slowly(sessions, wanted):
        archive._store.run(lambda kept: kept.sessions.delete_target("none")).result(5)
        return record_of(sessions, wanted)

    monkeypatch.setattr("studio.app.archive.record_of", read_slowly)
    assert archive.record("show-a").session.id == "show-a"


def test_the_last_report_is_of_whoever_streams(archive):
    def other(kept) -> None:
        colleague = Person("Budi")
        kept.persons.put(colleague)
        theirs = Repositories.of(kept._db, colleague)
        keep_show(theirs, replace(SHOW, id="budi", began=at(200), ended=at(260), orders=()))

    archive._store.run(other).result(10)
    assert archive.sessions()[0].id == "budi"
    assert archive.record("").session.id == "show-a"
    assert archive.record("last").session.id == "budi"
    # Nobody is compared with somebody else.
    assert archive.record("budi").before is None


def test_what_means_harm_survives_the_file_and_the_page(archive, data, tmp_path):
    bad = replace(hostile(), id="bad-show")
    safe = HOSTILE.replace("\ud800", "?")  # no half of a pair can be kept at all
    order = replace(bad.orders[0], id="bad", code=safe, name=Name(safe), number=safe, buyer=safe)
    showing = replace(bad.showings[0], code=safe, name=Name(safe))
    bad = replace(
        bad, orders=(order,), showings=(showing,), places=(safe,), rundown=safe, faults=()
    )
    archive._store.run(lambda kept: keep_show(kept, bad)).result(10)
    archive.close()
    told(data, "report", "bad-show", "--out", str(tmp_path / "out"))
    page = next((tmp_path / "out").iterdir()) / "report.html"
    assert "<script" not in page.read_text(encoding="utf-8")


def test_a_backup_comes_back_into_the_running_studio(archive, data):
    made = archive.back_up()
    assert made.path.parent == data / "backups"
    assert archive.backups()[0].path == made.path
    dearer = replace(PRODUCTS[0], code="new")
    archive.save_product(dearer)
    archive._store.run(lambda _kept: None).result(10)
    # The show's own thread has looked something up: it holds the file open.
    assert archive.product_of("new") == dearer
    archive.make_way()
    state, kept = archive.restore(made)
    assert {p.code for p in state.products} == {p.code for p in PRODUCTS}
    assert kept is not None
    assert kept.is_file()
    assert archive.product_of("new") is None
    # What is changed from then on is kept in the file that is there now.
    archive.save_product(replace(PRODUCTS[0], stock=1))
    found: Future = archive._store.run(lambda kept: kept.products.by_code("scarf"))
    assert found.result(10).stock == 1


def test_a_backup_that_is_broken_changes_nothing(archive):
    made = archive.back_up()
    made.path.write_bytes(b"no database")
    archive.make_way()
    with pytest.raises(StoreError):
        archive.restore(made)
    assert archive.record("").session.id == "show-a"


def test_a_studio_that_keeps_nothing_makes_and_restores_none(data, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(data))
    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    secrets = open_secrets(data, lambda _is_new: "")
    second = StudioArchive(store, secrets, lambda _e: None, lambda run_: run_(), keeps=False)
    with pytest.raises(StoreError, match="keeps nothing"):
        second.back_up()
    assert second.reports_folder is None
    second.close()
