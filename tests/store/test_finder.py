"""Products are looked up while others write, in a file that may be exchanged."""

import shutil
import sqlite3
from dataclasses import replace

import pytest

from studio.model.errors import StoreError
from studio.model.message import Name
from studio.store.database import IN_MEMORY, open_database
from studio.store.finder import ProductFinder
from studio.store.repositories import Repositories
from tests.store.furnished import PRODUCTS


@pytest.fixture
def path(tmp_path):
    return tmp_path / "studio.db"


@pytest.fixture
def finder(path):
    finder = ProductFinder(path)
    yield finder
    finder.close()


def test_what_was_written_a_moment_ago_is_found_and_nobody_is_waited_for(path, finder):
    db = open_database(path)
    kept = Repositories.of(db)
    kept.products.put(PRODUCTS[0])
    assert finder.by_code(PRODUCTS[0].code) == PRODUCTS[0]
    with db.atomic():
        kept.products.put(replace(PRODUCTS[0], name=Name("酸辣粉", "zh")))
        assert finder.search("suanlafen", 5) == []
    assert [p.code for p in finder.search("suanlafen", 5)] == [PRODUCTS[0].code]
    db.close()


def test_it_cannot_write(path, finder):
    open_database(path).close()
    finder.search("", 1)
    assert finder._db is not None
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        finder._db.execute("DELETE FROM products")


def test_a_backup_in_the_place_of_the_file_is_noticed(path, finder):
    db = open_database(path)
    db.close()
    shutil.copy(path, path.with_name("old"))
    db = open_database(path)
    Repositories.of(db).products.put(PRODUCTS[0])
    db.close()
    assert finder.by_code(PRODUCTS[0].code) is not None
    path.with_name("old").replace(path)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    assert finder.by_code(PRODUCTS[0].code) is None


def test_a_damaged_or_missing_file_is_told_in_words(path, finder):
    with pytest.raises(StoreError):
        finder.by_code("x")
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    with pytest.raises(StoreError):
        finder.by_code("x")


def test_of_a_file_in_memory_all_is_at_hand():
    assert ProductFinder(IN_MEMORY).search("tea", 5) == []
    assert ProductFinder(IN_MEMORY).by_code("tea") is None


def test_an_article_is_found_however_many_zeros_are_before_its_number(path, finder):
    db = open_database(path)
    kept = Repositories.of(db)
    kept.products.put(replace(PRODUCTS[0], code="a", gtin="036000291452"))
    kept.products.put(replace(PRODUCTS[0], code="b", gtin="0036000291452"))
    kept.products.put(replace(PRODUCTS[0], code="c", gtin="6901234567892"))
    for written in ("036000291452", "0036000291452", "00036000291452"):
        assert {p.code for p in finder.by_gtin(written)} == {"a", "b"}
    assert finder.by_gtin("96385074") == []
    assert finder.by_gtin("00000000000000") == []
    db.close()
