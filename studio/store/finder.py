"""Looks things up in the studio's file while others write it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from studio.model.person import Person
from studio.model.product import Product
from studio.store import faults
from studio.store.database import IN_MEMORY, Database, open_reader
from studio.store.products import ProductRepository
from studio.store.sessions import SessionRepository

T = TypeVar("T")


def read_sessions(path: Path, person: Person, ask: Callable[[SessionRepository], T]) -> T:
    """Read of shows as of one moment, on any thread; nobody waits for it.

    Raises:
        StoreError: The file cannot be read, or there is no such thing.
    """
    try:
        with closing(open_reader(path)) as db, db.snapshot():
            return ask(SessionRepository(db, ProductRepository(db, person.id), person))
    except (sqlite3.Error, OSError) as error:
        told = faults.explain(error, path)
        if told is None:
            raise
        raise told from error


class ProductFinder:
    """Finds products within milliseconds; it belongs to the thread that uses it first.

    The store's own thread would do as well, but for what may wait there before it. Of a file in
    memory nothing is found: all of it is at hand.

    Args:
        path: The studio's file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: Database | None = None
        self._file = (0, 0)

    def search(self, words: str, limit: int) -> list[Product]:
        """See `ProductRepository.search`. Raises StoreError."""
        return self._look(lambda products: products.search(words, limit), [])

    def by_code(self, code: str) -> Product | None:
        """Raises StoreError."""
        return self._look(lambda products: products.by_code(code), None)

    def by_gtin(self, gtin: str) -> list[Product]:
        """See `ProductRepository.by_gtin`. Raises StoreError."""
        return self._look(lambda products: products.by_gtin(gtin), [])

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _look(self, ask: Callable[[ProductRepository], T], nothing: T) -> T:
        if self._path == IN_MEMORY:
            return nothing
        try:
            return ask(ProductRepository(self._open()))
        except (sqlite3.Error, OSError) as error:
            with suppress(sqlite3.Error):
                self.close()
            told = faults.explain(error, self._path)
            if told is None:
                raise
            raise told from error

    def _open(self) -> Database:
        about = self._path.stat()
        file = about.st_dev, about.st_ino
        if self._db is not None and file != self._file:  # a backup was put in its place
            self.close()
        if self._db is None:
            self._db, self._file = open_reader(self._path), file
        return self._db
