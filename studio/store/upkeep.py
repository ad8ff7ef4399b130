"""What is done for the studio's file at each start, while the studio is at work already."""

import logging
import sqlite3
from datetime import datetime
from pathlib import Path

from studio.model.errors import StoreError
from studio.model.events import Answered
from studio.model.work import CallOff
from studio.store import backups, faults
from studio.store.clearing import clear_away
from studio.store.database import open_database
from studio.store.order_imports import clear_after_crash
from studio.store.turns import only_one
from studio.threads import Post, Worker

log = logging.getLogger(__name__)


class Upkeep(Worker):
    """Checks the file, backs it up once a day, and clears away what an import left.

    It has connections of its own, and ends by itself.

    Args:
        path: The studio's file, which exists.
        post: Takes an `Answered` that tells of damage, or of a backup that could not be made.
    """

    def __init__(self, path: Path, post: Post) -> None:
        super().__init__("upkeep", post)
        self._path = path
        self._call_off = CallOff()

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        self._call_off.wish()

    def step(self) -> None:
        try:
            self._clear()
            self._clear_orders()
            backups.check(self._path, self._call_off)
            now = datetime.now()  # noqa: DTZ005 - days are those of the clock on the wall
            if not self.is_stopping and backups.is_due(self._path, now):
                made = backups.back_up(self._path, now, self._call_off)
                log.info("backup: %s", made and made.path.name)
        except (StoreError, sqlite3.Error) as error:
            told = faults.explain(error, self._path)
            if told is None:
                raise
            log.warning("upkeep: %s", told)
            self.post(Answered(told.announcement("upkeep")))
        self._stopping.set()

    def _clear(self) -> None:
        try:
            with only_one(self._path):
                db = open_database(self._path)
                try:
                    db.execute("PRAGMA synchronous = NORMAL")
                    db.execute("PRAGMA wal_autocheckpoint = 1000")
                    clear_away(db, self._call_off)
                finally:
                    db.close()
        except StoreError as error:
            # An import of another process is at work, which clears by itself.
            log.info("nothing was cleared away: %s", error.problem.id)

    def _clear_orders(self) -> None:
        try:
            clear_after_crash(self._path)
        except StoreError as error:
            log.info("no orders were cleared away: %s", error.problem.id)
