"""What goes wrong with the studio's file, in the user's words."""

import errno
import shutil
import sqlite3
from pathlib import Path

from studio.model.errors import StoreError
from studio.model.message import say
from studio.text import N_

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# A statement or a value of ours that SQLite refuses is our bug, not the user's trouble.
_BUGS = (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.IntegrityError)


def explain(error: Exception, path: Path) -> StoreError | None:
    """Put what SQLite or the system reports into words; None for a bug of ours.

    Args:
        error: What was raised while the file was opened, read or written.
        path: The studio's file.
    """
    match error:
        case StoreError():
            return error
        case sqlite3.Error() if not isinstance(error, _BUGS):
            # The low byte is the kind; the rest tells only where SQLite met it.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            is_full = code == sqlite3.SQLITE_IOERR and not _has_room(path)
            return _error(*(_FULL if is_full else _of_sqlite(code)), path)
        case OSError() if error.errno in _NO_ROOM:
            return _error(*_FULL, path)
        case OSError():
            return _error(*_CLOSED, path)
        case UnicodeEncodeError():
            return StoreError(
                say("A text holds characters that cannot be kept."),
                say("Type it again, or rename the file it names. Nothing was changed."),
            )
        case OverflowError():
            return StoreError(
                say("A number is too large to be kept."),
                say("Enter a smaller one. Nothing was changed."),
            )
        case _:
            return None


def _has_room(path: Path) -> bool:
    """Whether the disk takes anything; on a full one SQLite cannot make its small files either."""
    try:
        return shutil.disk_usage(path.parent).free > 0
    except OSError:
        return True


def newer(path: Path) -> StoreError:
    return _error(*_NEWER, path)


def stranger(path: Path) -> StoreError:
    return _error(*_STRANGER, path)


def damaged(path: Path) -> StoreError:
    return _error(*_DAMAGED, path)


def lost(path: Path) -> StoreError:
    return _error(*_LOST, path)


def gone(path: Path) -> StoreError:
    return _error(*_CLOSED, path)


def full(path: Path) -> StoreError:
    return _error(*_FULL, path)


def unreadable(what: str, key: str) -> StoreError:
    """A row that this program can never have written.

    Args:
        what: The table.
        key: Which row of it.
    """
    return StoreError(
        say(
            "The studio's file holds something that cannot be understood: {what}, {key}.",
            what=what,
            key=key,
        ),
        say("Put the last backup in its place."),
    )


_Words = tuple[str, str]

_NEWER: _Words = (
    N_("{file} was written by a newer Earshot Studio."),
    N_("Install the newest Earshot Studio. Nothing was changed."),
)
_STRANGER: _Words = (
    N_("{file} belongs to another program."),
    N_("Move it out of the folder {folder}, then try again. Nothing was changed."),
)
_DAMAGED: _Words = (
    N_("{file} is damaged."),
    N_(
        "Put the last backup into the folder {folder}. Keep the damaged file: much of it can"
        " often be read."
    ),
)
_LOST: _Words = (
    N_("{file} was gone or empty; a new one was begun."),
    N_("To have the last backup back, say “restore a backup”."),
)
_NO_DATABASE: _Words = (
    N_("{file} is not a file of Earshot Studio, or it is damaged."),
    N_("Move it out of the folder {folder}, or put a backup in its place, then try again."),
)
_READ_ONLY: _Words = (
    N_("{file} may only be read."),
    N_("Allow yourself to write it and its folder, {folder}, then try again."),
)
_CLOSED: _Words = (
    N_("{file} cannot be opened."),
    N_("Check that the folder {folder} exists and that you may write in it."),
)
_FULL: _Words = (
    N_("The disk is full; {file} could not be written."),
    N_("Free some space, then try again. What was kept before is still there."),
)
_BUSY: _Words = (
    N_("{file} is in use by another program."),
    N_("Close other windows of the studio, then try again."),
)
_DISK: _Words = (
    N_("The disk could not read or write {file}."),
    N_("Check the disk of the folder {folder} and its connection, then start the studio again."),
)
_UNKNOWN: _Words = (
    N_("{file} could not be read or written."),
    N_("Start the studio again. If it happens again, the log says more."),
)


def _of_sqlite(code: int) -> _Words:
    return {
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_NOTADB: _NO_DATABASE,
        sqlite3.SQLITE_READONLY: _READ_ONLY,
        sqlite3.SQLITE_PERM: _READ_ONLY,
        sqlite3.SQLITE_CANTOPEN: _CLOSED,
        sqlite3.SQLITE_FULL: _FULL,
        sqlite3.SQLITE_BUSY: _BUSY,
        sqlite3.SQLITE_LOCKED: _BUSY,
        sqlite3.SQLITE_IOERR: _DISK,
    }.get(code, _UNKNOWN)


def _error(problem: str, remedy: str, path: Path) -> StoreError:
    """Both sentences may name the `{file}` and its `{folder}`."""
    file, folder = path.name, str(path.parent)
    return StoreError(say(problem, file=file, folder=folder), say(remedy, file=file, folder=folder))
