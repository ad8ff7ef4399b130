"""The log of what was heard today: a file for each person, gone with the day or when forgotten.

It is no table: each copy that is made of the studio's file would keep what was to be forgotten.
"""

import json
import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from studio.model.errors import StoreError
from studio.model.listening import Heard, day_of
from studio.model.message import Name, say
from studio.store import messages

log = logging.getLogger(__name__)


def save_heard(file: Path, heard: Sequence[Heard]) -> None:
    """Keep a day's log in place of the one that was kept; of none at all no file is left.

    Raises:
        StoreError: The file cannot be written, or cannot be deleted.
    """
    try:
        if heard:
            _write(file, heard)
        else:
            for one in (file, _beside(file)):
                one.unlink(missing_ok=True)
    except OSError as error:
        raise (_unkept(file) if heard else _unforgotten(file)) from error


def load_heard(file: Path, day: date) -> tuple[Heard, ...]:
    """What was heard on a day, as it was kept; older days' files of everybody are deleted."""
    for old in file.parent.glob("*"):
        _drop_if_old(old, day)
    try:
        with file.open(encoding="utf-8") as lines:
            return tuple(h for h in map(_unpack, lines) if day_of(h.at) == day)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
        log.warning("what was heard today cannot be read: %s", type(error).__name__)
        return ()


def _write(file: Path, heard: Sequence[Heard]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = _beside(file)
    try:
        with new.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{_pack(one)}\n" for one in heard)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _beside(file: Path) -> Path:
    """Where it is written, so that there is always a whole one."""
    return file.with_suffix(".new")


def _drop_if_old(file: Path, day: date) -> None:
    try:
        if day_of(file.stat().st_mtime) < day:
            file.unlink()
    except OSError as error:
        log.warning("an old log of what was heard stays: %s", error)


def _pack(heard: Heard) -> str:
    understood = heard.understood
    row = {
        "at": heard.at,
        "understood": None if understood is None else messages.to_json(understood),
        "score": heard.score,
        "is_held": heard.is_held,
        "result": messages.to_json(heard.result),
        "was_done": heard.was_done,
    }
    return json.dumps(row, ensure_ascii=False)


def _unpack(line: str) -> Heard:
    row: dict[str, Any] = json.loads(line)
    understood = row.pop("understood")
    return Heard(
        understood=None if understood is None else messages.from_json(understood),
        result=messages.from_json(row.pop("result")),
        **row,
    )


def _unkept(file: Path) -> StoreError:
    return StoreError(
        say("What is heard today cannot be kept in {folder}.", folder=Name(str(file.parent))),
        say("Make room on the disk; until the studio ends, its log has it all the same."),
    )


def _unforgotten(file: Path) -> StoreError:
    return StoreError(
        say("The log of what was heard in {file} cannot be deleted.", file=Name(str(file))),
        say("Delete the file yourself."),
    )
