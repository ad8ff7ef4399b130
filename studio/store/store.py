"""The store's thread: it owns the file, and does what others want from it in turn."""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from studio.model.errors import StoreError, StudioError
from studio.model.events import Answered, Part
from studio.model.message import say
from studio.model.person import Person
from studio.store import faults
from studio.store.backups import is_lost, restore
from studio.store.database import IN_MEMORY, Database, open_database
from studio.store.repositories import Repositories
from studio.store.upkeep import Upkeep
from studio.threads import Post, Worker

log = logging.getLogger(__name__)

T = TypeVar("T")
Job = Callable[[Repositories], T]


class Store(Worker):
    """Owns the studio's file on a thread of its own.

    Args:
        path: The file; `database.IN_MEMORY` keeps nothing.
        post: Takes `WorkerFailed` when the file cannot be opened.
        limit: How many jobs may wait.
    """

    def __init__(self, path: Path, post: Post, limit: int = 1000) -> None:
        super().__init__(Part.STORE, post)
        self.path = path
        self._jobs: queue.Queue[tuple[Job[Any], Future[Any]]] = queue.Queue(limit)
        self._opened = threading.Event()
        # Held while a job is left and while the door is closed, so that none is left behind.
        self._door = threading.Lock()
        self._refusal: StoreError | None = None
        self._db: Database | None = None
        self._repositories: Repositories | None = None
        self._upkeep: Upkeep | None = None
        self._was_lost = False

    def start_and_wait(self, timeout_s: float = 30.0) -> None:
        """Start, and wait until the file is open.

        Raises:
            StoreError: It cannot be opened; the same was posted as `WorkerFailed`.
        """
        self.start()
        if not self._opened.wait(timeout_s):
            raise _slow()
        if self._refusal:
            raise self._refusal

    def run(self, job: Job[T]) -> Future[T]:
        """Have a job done on the store's thread, after all that were left before; any thread.

        The call never blocks. A job gives values of the model, never rows; nothing it writes is
        lost once its future is done. Callbacks of the future run on the store's thread.

        Returns:
            The job's result, or what it raised: a `StoreError` when the file could not be opened,
            read or written, is closed already, or too much is waiting.
        """

        def checked(kept: Repositories) -> T:
            self._check_place()
            return job(kept)

        return self._leave(checked)

    def _check_place(self) -> None:
        """On most systems an open file can be deleted: what is written into it then is lost.

        Raises:
            StoreError: It is not in its place any more.
        """
        if self.path != IN_MEMORY and not self.path.exists():
            raise faults.gone(self.path)

    def _leave(self, job: Job[T]) -> Future[T]:
        future: Future[T] = Future()
        with self._door:
            refusal = self._refusal
            if refusal is None:
                try:
                    self._jobs.put_nowait((job, future))
                except queue.Full:
                    refusal = _overrun()
        if refusal:
            log.warning("a job was refused: %s", refusal.problem.id)
            future.set_exception(refusal)
        return future

    def start_upkeep(self, post: Post) -> None:
        """Have the file checked, backed up and cleared, beside all else; once, after the start.

        Args:
            post: Takes an `Answered` that tells of damage, of a backup that was not made, or of a
                file that was gone.
        """
        if self.path != IN_MEMORY and self._upkeep is None:
            if self._was_lost:
                post(Answered(faults.lost(self.path).announcement("upkeep")))
            self._upkeep = Upkeep(self.path, post)
            self._upkeep.start()

    def turn_to(self, person: Person) -> Future[None]:
        """Have all jobs that are left from now on done as for this person, who is remembered."""

        def turn(kept: Repositories) -> None:
            with kept.atomic():
                kept.persons.remember(person)
                self._repositories = kept.of_another(person)

        return self.run(turn)

    @property
    def is_in_memory(self) -> bool:
        """Nothing of it survives the studio's end."""
        return self.path == IN_MEMORY

    def restore(self, backup: Path) -> Future[Path | None]:
        """Put a backup in the place of the file; whatever was read before is of the old one.

        Returns:
            Where the old file is kept; or a `StoreError`, and then all is as it was.
        """
        return self._leave(lambda _kept: self._exchange(backup))

    def ask_to_stop(self) -> None:
        if self._upkeep:
            self._upkeep.ask_to_stop()
        super().ask_to_stop()
        # Wakes the thread, should it be waiting for a job.
        with suppress(queue.Full):
            self._jobs.put_nowait((lambda _: None, Future()))

    def stop(self, timeout: float = 10.0) -> None:
        """Finish all jobs left so far, close the file and end the thread; waits in seconds."""
        super().stop(timeout)

    def open(self) -> None:
        try:
            self._was_lost = self.path != IN_MEMORY and is_lost(self.path)
            self._open_file()
        except Exception as error:
            told = faults.explain(error, self.path)
            self._close_door(told or _closed())
            if told is None:
                raise
            raise told from error
        finally:
            self._opened.set()

    def step(self) -> None:
        try:
            job, future = self._jobs.get(timeout=0.2)
        except queue.Empty:
            return
        self._do(job, future)

    def close(self) -> None:
        self._close_door(_closed())
        while not self._jobs.empty():
            self._do(*self._jobs.get_nowait())
        if self._upkeep:
            self._upkeep.stop()
        if self._db:
            self._close_file(self._db)

    def _open_file(self) -> None:
        self._db = open_database(self.path)
        self._repositories = Repositories.of(self._db)

    def _exchange(self, backup: Path) -> Path | None:
        if self._upkeep:
            self._upkeep.stop()
        if self._db:
            self._close_file(self._db)
        self._db = self._repositories = None
        try:
            return restore(self.path, backup, datetime.now())  # noqa: DTZ005 - as on the wall
        finally:
            try:
                self._open_file()
            except StoreError as error:
                self._close_door(error)
                raise

    def _close_file(self, db: Database) -> None:
        try:
            db.checkpoint()
        except sqlite3.Error as error:
            # Nothing is lost: what is in the log beside the file is read at the next start.
            log.warning("no checkpoint: %s", error)
        finally:
            db.close()

    def _close_door(self, refusal: StoreError) -> None:
        """From now on no job is taken; the first reason stays."""
        with self._door:
            self._refusal = self._refusal or refusal

    def _do(self, job: Job[Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        if self._repositories is None:
            future.set_exception(self._refusal or _closed())
            return
        try:
            result = job(self._repositories)
        except Exception as error:  # noqa: BLE001 - it goes on to whoever wanted the job done
            future.set_exception(self._told(error))
        else:
            future.set_result(result)

    def _told(self, error: Exception) -> Exception:
        if isinstance(error, StudioError):
            return error
        told = faults.explain(error, self.path)
        if told is None:
            log.error("a job failed", exc_info=error)
            return error
        log.warning("a job failed: %s", error)
        told.__cause__ = error
        return told


def _closed() -> StoreError:
    return StoreError(
        say("The studio's memory is closed."), say("Start the studio again to change anything.")
    )


def _overrun() -> StoreError:
    return StoreError(
        say("The studio has too much to write down at once."), say("Wait a moment, then try again.")
    )


def _slow() -> StoreError:
    return StoreError(
        say("The studio's file takes too long to open."),
        say("Close other programs that use the disk, then start the studio again."),
    )
