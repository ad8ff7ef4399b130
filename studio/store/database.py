"""Opens the studio's one file and brings it up to date."""

import logging
import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlite_utils

from studio.store import faults
from studio.store.migrations import STUDIO, names

log = logging.getLogger(__name__)

BUSY_TIMEOUT_S = 10.0
"""How long one process waits for another to finish writing, in seconds."""

_LOOK_S = 0.001
"""How often it looks whether another has finished writing, in seconds."""

_CHECKPOINT_PAGES = 4000
"""Pages in the log beside the file from which on a writer moves them into the file.

More than SQLite's own 1000: an import beside moves what it wrote by itself, and an order in
between should not do it instead.
"""

IN_MEMORY = Path(":memory:")
"""A database that nobody keeps, for tests and for a disk that fails."""


class Database(sqlite_utils.Database):
    """The open file; it belongs to the thread that opened it."""

    @contextmanager
    def atomic(self) -> Generator["Database", None, None]:
        """What is written inside is kept whole or not at all; may be nested."""
        if self.conn.in_transaction:
            with super().atomic():
                yield self
            return
        self._begin()
        try:
            yield self
            self.conn.execute("COMMIT")
        except BaseException:
            self.rollback()
            raise

    def _begin(self) -> None:
        """Take the right to write.

        To take it at once lets a second process wait for its turn; a transaction that only began
        to write later would fail at once instead. SQLite itself looks after 1, 2, 5, 10, 15, 20,
        25 ms and so on; an import that writes again and again leaves shorter gaps than that.
        """
        deadline = time.monotonic() + BUSY_TIMEOUT_S
        self.conn.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self.conn.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                    if not is_busy or time.monotonic() > deadline:
                        raise
                    time.sleep(_LOOK_S)
                else:
                    return
        finally:
            self.conn.execute(f"PRAGMA busy_timeout = {round(BUSY_TIMEOUT_S * 1000)}")

    @contextmanager
    def snapshot(self) -> Generator["Database", None, None]:
        """Everything read inside is of one moment, whatever other processes write."""
        if self.conn.in_transaction:
            yield self
            return
        self.conn.execute("BEGIN")
        try:
            yield self
        finally:
            self.rollback()

    def checkpoint(self) -> None:
        """Move what was written lately from the log beside the file into the file."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def open_database(path: Path) -> Database:
    """Open the file, or make a new one, and apply the migrations it lacks.

    Args:
        path: The file; its folder is made. `IN_MEMORY` keeps nothing.

    Raises:
        StoreError: It is not ours, damaged, newer than this program, or may not be written. It
            was not changed then.
    """
    try:
        if path != IN_MEMORY:
            path.parent.mkdir(parents=True, exist_ok=True)
        return _opened(path)
    except (sqlite3.Error, OSError) as error:
        log.warning("cannot open %s: %s", path, error)
        told = faults.explain(error, path)
        if told is None:
            raise
        raise told from error


def open_reader(path: Path) -> Database:
    """Open a file that is up to date, to read only; raises `sqlite3.Error`.

    It waits for nobody, and nobody for it: it sees what was written whole by then.
    """
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return Database(connection, execute_plugins=False)


def _opened(path: Path) -> Database:
    # Without an isolation level the driver begins no transactions behind our back.
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        db = Database(connection, execute_plugins=False)
        check_is_ours(db, path)
        _use_wal(db)
        _check_may_write(db)
        _bring_up_to_date(db, path)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    except BaseException:
        # Closing may fail for the very reason that opening did.
        with suppress(sqlite3.Error):
            connection.close()
        raise
    return db


def check_is_ours(db: Database, path: Path) -> None:
    """Nothing is written before this is known.

    Raises:
        StoreError: Another program made the file, or a newer release of this one.
    """
    applied = {migration.name for migration in STUDIO.applied(db)}
    if not applied and set(db.table_names()) - {STUDIO.migrations_table}:
        raise faults.stranger(path)
    if applied - set(names()):
        raise faults.newer(path)


def _use_wal(db: Database) -> None:
    """Readers and a writer then do not wait for one another."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            db.enable_wal()
        except sqlite3.OperationalError as error:
            # Here alone SQLite does not wait by itself for another first start to end.
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _check_may_write(db: Database) -> None:
    """Better known now than at the first change; nothing is changed by it."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        # A file that may only be read does not refuse the transaction, but any writing in it.
        db.conn.execute("PRAGMA user_version = 0")
    finally:
        db.rollback()


def _bring_up_to_date(db: Database, path: Path) -> None:
    """Apply all that is missing, whole or not at all."""
    db.execute("PRAGMA foreign_keys = OFF")
    with db.atomic():
        pending = [migration.name for migration in STUDIO.pending(db)]
        if not pending:
            return
        STUDIO.apply(db)
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise faults.damaged(path)
    log.info("%s is up to date: %s", path.name, ", ".join(pending))
