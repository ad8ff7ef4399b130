"""Copies of the studio's file: made, checked, kept for a while, and put back.

They lie in a folder beside the file, each named by the moment it was made. A copy gets its name
only once it was read through and found whole, so a broken one never takes the place of a good one.
"""

import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from studio.model.backup import Backup
from studio.model.errors import StoreError
from studio.model.message import say
from studio.model.work import CallOff
from studio.store import faults
from studio.store.database import Database, check_is_ours

log = logging.getLogger(__name__)

DAYS = 7
WEEKS = 4
_PAGES = 2000
_MOMENT = "%Y-%m-%dT%H-%M-%S"
_NAME = re.compile(r"studio-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)\.db")
_BUSY_S = 1.0


def folder_of(path: Path) -> Path:
    """Where the backups of a file lie."""
    return path.parent / "backups"


def backups(path: Path) -> list[Backup]:
    """All backups of a file, the newest first; any thread.

    Raises:
        StoreError: Their folder cannot be read.
    """
    found: list[Backup] = []
    try:
        for one in folder_of(path).iterdir():
            if named := _NAME.fullmatch(one.name):
                with suppress(ValueError):  # no day of any calendar
                    made = datetime.strptime(named[1], _MOMENT)  # noqa: DTZ007 - as on the wall
                    found.append(Backup(one, made, one.stat().st_size))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _told(error, folder_of(path)) from error
    return sorted(found, key=lambda backup: backup.made, reverse=True)


def is_due(path: Path, now: datetime) -> bool:
    """Whether there is no backup of this day yet."""
    return all(backup.made.date() != now.date() for backup in backups(path))


def is_lost(path: Path) -> bool:
    """Whether backups of a file can be seen, but not the file, or nothing in it."""
    try:
        is_empty = path.stat().st_size == 0
    except FileNotFoundError:
        is_empty = True
    except OSError:
        return False
    # What a program that was killed wrote last may stand in the log beside the file alone.
    log_beside = path.with_name(f"{path.name}-wal")
    if not is_empty or log_beside.exists():
        return False
    try:
        return bool(backups(path))
    except StoreError:
        return False


def check(path: Path, call_off: CallOff | None = None) -> None:
    """Read the whole file and look whether it holds together; takes a second per 500 MB or so.

    Nobody who reads or writes meanwhile waits for it.

    Raises:
        StoreError: It is damaged, or cannot be read.
    """
    try:
        with closing(_connect(path)) as db:
            _check_whole(db, path, call_off or CallOff())
    except (sqlite3.Error, OSError) as error:
        if call_off is None or not call_off.is_wished:
            raise _told(error, path) from error


def back_up(path: Path, now: datetime, call_off: CallOff | None = None) -> Backup | None:
    """Copy the file as it is at this moment, check the copy, and let go of the oldest ones.

    Nobody who reads or writes meanwhile waits for it.

    Args:
        path: The studio's file.
        now: By the clock on the wall, without a zone.
        call_off: Looked at between the steps.

    Returns:
        The new backup; None where it was called off.

    Raises:
        StoreError: The file is damaged, the disk is full, or one of both cannot be reached. All
            earlier backups are still there.
    """
    folder = folder_of(path)
    partial = folder / f"studio-{now.strftime(_MOMENT)}.db.partial"
    call_off = call_off or CallOff()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.partial*"):  # of a start that was cut off
            left.unlink()
        if shutil.disk_usage(folder).free < path.stat().st_size * 1.1:
            raise faults.full(folder)
        if not _copy(path, partial, call_off):
            return None
        target = partial.with_suffix("")
        _sync(partial)
        partial.replace(target)
        _let_go(path, now)
    except (sqlite3.Error, OSError) as error:
        if call_off.is_wished:
            return None
        raise _told(error, path) from error
    finally:
        with suppress(OSError):
            partial.unlink()
    return Backup(target, now.replace(microsecond=0), target.stat().st_size)


def restore(path: Path, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the file, which nobody may have open.

    Args:
        path: The studio's file; damaged, missing or whole.
        backup: Any backup; it stays where it is.
        now: By the clock on the wall.

    Returns:
        Where the file that was there is kept now; None where there was none.

    Raises:
        StoreError: The backup is not whole, or from a newer studio; the file is in use; the disk
            is full. The file is as it was then.
    """
    if not backup.is_file():
        raise StoreError(
            say("There is no backup {file}.", file=backup.name), say("Choose one of the list.")
        )
    _check_backup(backup)
    folder = folder_of(path)
    coming = path.with_name(f"{path.name}.restoring")
    kept = folder / f"studio-before-restore-{now.strftime(_MOMENT)}.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup, coming)
        _sync(coming)
        is_there = path.exists()
        if is_there:
            _close_log(path)
            _keep(path, kept)
        coming.replace(path)
    except (sqlite3.Error, OSError) as error:
        raise _told(error, path) from error
    finally:
        with suppress(OSError):
            coming.unlink()
    log.info("%s is %s now", path.name, backup.name)
    return kept if is_there else None


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)


def _copy(path: Path, to: Path, call_off: CallOff) -> bool:
    """Copy and check; whether it came to its end."""
    with closing(_connect(path)) as db, closing(_connect(to)) as copy:
        # Of one moment: else the copy would begin anew whenever somebody writes.
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        db.backup(copy, pages=_PAGES, progress=_breaks_off(call_off), sleep=0.001)
        db.execute("ROLLBACK")
        # A copy is one file, and needs no others beside it.
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        _check_whole(copy, path, call_off)
    return not call_off.is_wished


def _breaks_off(call_off: CallOff) -> Callable[[int, int, int], None]:
    def look(_status: int, _remaining: int, _total: int) -> None:
        if call_off.is_wished:
            raise InterruptedError

    return look


def _check_whole(db: sqlite3.Connection, path: Path, call_off: CallOff) -> None:
    call_off.by(db.interrupt)
    try:
        found = db.execute("PRAGMA quick_check(5)").fetchall()
    finally:
        call_off.by(lambda: None)  # the connection may be closed by the time of the next wish
    if found != [("ok",)]:
        log.error("%s is damaged: %s", path, found)
        raise faults.damaged(path)


def _check_backup(backup: Path) -> None:
    """It is whole, ours, and not newer than this program."""
    try:
        with closing(Database(_connect(backup), execute_plugins=False)) as db:
            if db.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise _broken(backup)
            check_is_ours(db, backup)
            if not db.table_names():
                raise _broken(backup)
    except sqlite3.Error as error:
        raise _broken(backup) from error


def _close_log(path: Path) -> None:
    """Bring what is in the log beside the file into it, and find out whether it is in use."""
    try:
        with closing(_connect(path)) as db:
            # Refused as long as anybody has the file open.
            db.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        }:
            raise
        log.warning("%s is put away as it is: %s", path, error)


def _keep(path: Path, kept: Path) -> None:
    """Keep the file under another name; it stays in its place until the new one takes it."""
    # The log of a damaged file must not be taken for one of the file that comes.
    for end in ("-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + end))
    try:
        os.link(path, kept)
    except OSError:  # not every disk can
        shutil.copyfile(path, kept)


def _let_go(path: Path, now: datetime) -> None:
    """Keep all of today, the last one of each of the last days and weeks."""
    found = backups(path)
    wanted = {b.path for b in found if b.made.date() == now.date()}
    wanted |= _last_of_each(found, DAYS, "%Y-%m-%d") | _last_of_each(found, WEEKS, "%G-%V")
    for backup in found:
        if backup.path not in wanted:
            backup.path.unlink(missing_ok=True)


def _last_of_each(found: Sequence[Backup], count: int, span: str) -> set[Path]:
    last: dict[str, Path] = {}
    for backup in found:
        last.setdefault(backup.made.strftime(span), backup.path)
    return set(list(last.values())[:count])


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _told(error: Exception, path: Path) -> Exception:
    log.warning("%s: %s", path, error)
    return faults.explain(error, path) or error


def _broken(backup: Path) -> StoreError:
    return StoreError(
        say("The backup {file} is damaged.", file=backup.name), say("Choose another backup.")
    )
