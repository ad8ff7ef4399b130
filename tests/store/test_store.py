"""The store's thread: jobs in order, failures told, nothing lost."""

import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.model.errors import StoreError
from studio.model.events import WorkerFailed
from studio.model.message import Money
from studio.store.database import IN_MEMORY
from studio.store.store import Store
from tests.harness.disk import fill, small_disk
from tests.store.furnished import PRODUCTS, furnish


def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path, studio_log):
    studio_log.expect("a job failed")
    with small_disk(tmp_path / "small", megabytes=2):
        store = Store(tmp_path / "small" / "studio.db", lambda _event: None)
        store.start_and_wait()
        store.run(lambda kept: kept.facts.put("before", 1)).result()
        filler = fill(tmp_path / "small")
        with pytest.raises(StoreError, match=r"The disk is full; studio\.db could not be written"):
            store.run(lambda kept: kept.facts.put("large", "x" * 1_000_000)).result()
        filler.unlink()
        store.run(lambda kept: kept.facts.put("after", 2)).result()
        assert store.run(lambda kept: kept.facts.get("before")).result() == 1
        assert store.run(lambda kept: kept.facts.get("large")).result() is None
        store.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there bounds a file")
def test_a_disk_that_fails_is_told_and_what_was_kept_stays(folder, studio_log):
    import resource

    studio_log.expect("a job failed: disk I/O error")
    store = Store(folder / "studio.db", lambda _event: None)
    store.start_and_wait()
    store.run(lambda kept: kept.facts.put("before", 1)).result()
    # What SQLite meets then is no full disk, but a write that the system refuses.
    bounds = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, bounds[1]))
    try:
        with pytest.raises(StoreError) as caught:
            store.run(lambda kept: kept.facts.put("large", "x" * 3_000_000)).result()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, bounds)
    assert str(caught.value) == (
        f"The disk could not read or write studio.db. Check the disk of the folder {folder} and "
        "its connection, then start the studio again."
    )
    store.run(lambda kept: kept.facts.put("after", 2)).result()
    kept = store.run(lambda kept: [kept.facts.get(n) for n in ("before", "large", "after")])
    assert kept.result() == [1, None, 2]
    store.stop()


@pytest.fixture
def posted():
    return []


@pytest.fixture
def store(folder, posted):
    store = Store(folder / "studio.db", posted.append)
    store.start_and_wait()
    yield store
    store.stop()
    assert posted == []


def test_a_job_gives_its_result_from_the_stores_own_thread(store):
    thread, person = store.run(lambda kept: (threading.current_thread().name, kept.person)).result()
    assert thread == "store"
    assert store.run(lambda kept: kept.persons.all()).result() == [person]


def test_jobs_of_many_threads_are_done_each_in_its_order(store):
    done: list[tuple[int, int]] = []
    futures = []

    def leave(who: int):
        futures.extend(
            store.run(lambda kept, n=number: _note(kept, who, n)) for number in range(50)
        )

    def _note(kept, who: int, number: int):
        before = kept.facts.get(str(who))
        kept.facts.put(str(who), number)
        done.append((who, number))
        return before

    threads = [threading.Thread(target=leave, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results = [future.result(timeout=20) for future in futures]
    assert len(results) == len(done) == 400
    for who in range(8):
        assert [number for one, number in done if one == who] == list(range(50))
    assert results.count(None) == 8


def test_a_job_that_fails_fails_alone(store, studio_log):
    studio_log.expect("ERROR .*a job failed")

    def bug(kept):
        raise RuntimeError("ours")

    def refused(kept):
        kept.settings.set("frame_rate", 1000)

    with pytest.raises(RuntimeError, match="ours"):
        store.run(bug).result()
    with pytest.raises(StoreError, match="cannot be “1000”"):
        store.run(refused).result()
    assert store.run(lambda kept: kept.products.all()).result() == []


@pytest.mark.parametrize(
    ("change", "heard"),
    [
        ({"pictures": ("/p/\udcff.jpg",)}, "A text holds characters that cannot be kept."),
        ({"stock": 2**63}, "A number is too large to be kept."),
    ],
)
def test_what_sqlite_cannot_hold_is_told_in_words(store, change, heard, studio_log):
    studio_log.expect("WARNING .*a job failed")
    product = replace(PRODUCTS[0], **change)
    store.run(lambda kept: kept.products.put(PRODUCTS[0])).result()
    with pytest.raises(StoreError) as caught:
        store.run(lambda kept: kept.products.put(product)).result()
    assert str(caught.value.problem) == heard
    assert store.run(lambda kept: kept.products.all()).result() == [PRODUCTS[0]]


def test_stopping_finishes_what_was_left_and_closes_the_file(folder, posted, studio_log):
    studio_log.expect("a job was refused")
    path = folder / "studio.db"
    store = Store(path, posted.append)
    store.start_and_wait()
    held = threading.Event()
    store.run(lambda _: held.wait(5))
    futures = [store.run(lambda kept, n=n: kept.facts.put("n", n)) for n in range(300)]
    threading.Timer(0.2, held.set).start()
    store.stop()
    assert all(future.done() and not future.exception() for future in futures)
    assert [p.name for p in folder.iterdir()] == ["studio.db"]
    with pytest.raises(StoreError, match="closed"):
        store.run(lambda kept: kept.facts.get("n")).result(timeout=1)
    again = Store(path, posted.append)
    again.start_and_wait()
    assert again.run(lambda kept: kept.facts.get("n")).result() == 299
    again.stop()
    assert posted == []


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_nothing_is_written_into_a_file_that_was_deleted(folder, posted):
    store = Store(folder / "studio.db", posted)
    store.start_and_wait()
    away = folder / "away.db"
    store.path.rename(away)
    with pytest.raises(StoreError, match=r"studio\.db cannot be opened"):
        store.run(lambda kept: kept.facts.put("lost", 1)).result()
    away.rename(store.path)
    store.run(lambda kept: kept.facts.put("kept", 1)).result()
    store.stop()


def test_too_many_jobs_are_refused_at_once_and_the_rest_is_done(posted, studio_log):
    studio_log.expect("a job was refused")
    store = Store(IN_MEMORY, posted.append, limit=3)
    store.start_and_wait()
    held, begun = threading.Event(), threading.Event()
    first = store.run(lambda _: begun.set() or held.wait(5))
    assert begun.wait(5)
    futures = [store.run(lambda kept: kept.facts.get("n")) for _ in range(5)]
    for refused in futures[3:]:
        assert str(refused.exception(timeout=0)) == (
            "The studio has too much to write down at once. Wait a moment, then try again."
        )
    held.set()
    assert first.result(timeout=5)
    assert [future.result(timeout=5) for future in futures[:3]] == [None] * 3
    store.stop()


def test_a_file_that_takes_too_long_to_open_is_told(folder, posted):
    path = folder / "studio.db"
    sqlite3.connect(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    store = Store(path, posted.append)
    with pytest.raises(StoreError) as caught:
        store.start_and_wait(timeout_s=0.2)
    assert str(caught.value) == (
        "The studio's file takes too long to open. "
        "Close other programs that use the disk, then start the studio again."
    )
    holder.close()
    assert store.run(lambda kept: kept.facts.get("n")).result(timeout=10) is None
    store.stop()
    assert posted == []


def test_a_job_that_was_cancelled_is_not_done(store):
    held, done = threading.Event(), []
    store.run(lambda _: held.wait(5))
    unwanted = store.run(done.append)
    assert unwanted.cancel()
    held.set()
    store.run(lambda _: None).result(timeout=5)
    assert done == []


def test_a_file_that_cannot_be_opened_is_told_to_whoever_waits(folder, posted, studio_log):
    studio_log.expect("cannot open")
    studio_log.expect("a job was refused")
    path = folder / "studio.db"
    path.write_bytes(b"Dear diary, " * 500)
    store = Store(path, posted.append)
    early = store.run(lambda kept: kept.person)
    with pytest.raises(StoreError, match="not a file of Earshot Studio"):
        store.start_and_wait()
    with pytest.raises(StoreError, match="not a file of Earshot Studio"):
        early.result(timeout=5)
    with pytest.raises(StoreError, match="not a file of Earshot Studio"):
        store.run(lambda kept: kept.person).result(timeout=5)
    store.stop()
    assert [type(event) for event in posted] == [WorkerFailed]
    assert path.read_bytes() == b"Dear diary, " * 500


def test_a_page_that_was_damaged_is_told_and_the_rest_is_still_read(folder, posted, studio_log):
    studio_log.expect("a job failed: database disk image is malformed")
    path = folder / "studio.db"
    store = Store(path, posted.append)
    store.start_and_wait()
    store.run(furnish).result()
    store.stop()
    db = sqlite3.connect(path)
    root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'products'").fetchone()[0]
    size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    store = Store(path, posted.append)
    store.start_and_wait()
    with pytest.raises(StoreError) as caught:
        store.run(lambda kept: kept.products.all()).result()
    assert str(caught.value.problem) == "studio.db is damaged."
    assert store.run(lambda kept: len(kept.destinations.all())).result() == 3
    store.stop()


_WRITES = """
import sys
from pathlib import Path
from studio.store.store import Store
store = Store(Path(sys.argv[1]), print)
store.start_and_wait()
n = 0
while True:
    n += 1
    def job(kept):
        with kept.atomic():
            kept.facts.put("left", n)
            kept.facts.put("much", [n] * 2000)
            kept.facts.put("right", n)
    store.run(job).result()
    print(n, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_in_the_middle_of_writing_the_last_committed_value_is_there(folder, posted):
    path = folder / "studio.db"
    last = 0
    for lines in (1, 7, 40):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITES, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(lines):
            last = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        last = max([last, *map(int, writer.stdout.read().split())])
        writer.wait()
        writer.stdout.close()
        store = Store(path, posted.append)
        store.start_and_wait()
        left, much, right = store.run(
            lambda kept: [kept.facts.get(name) for name in ("left", "much", "right")]
        ).result()
        store.stop()
        assert left in {last, last + 1}
        assert left == right == much[0]
        db = sqlite3.connect(path)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
    assert posted == []


def test_a_database_in_memory_keeps_nothing(posted):
    store = Store(IN_MEMORY, posted.append)
    store.start_and_wait()
    store.run(furnish).result()
    price = store.run(lambda kept: kept.products.all()[0].price).result()
    assert price == Money(Decimal("39.90"), "CNY")
    store.stop()
