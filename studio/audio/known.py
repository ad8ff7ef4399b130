"""Which name each device of the sound server bears, for good.

Two of one make have one title. Were they numbered by who is there, the second would bear the
first one's name as soon as that is unplugged, and what is private would be played on it. So a name
belongs to the device that had it first, whoever is there now, in every process and at every start.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import IO

if sys.platform != "win32":
    import fcntl

FILE = "devices.jsonl"
"""In the data folder: a line per name, its direction, device, title and the name itself."""

_Key = tuple[str, str, str]


def names_of(direction: str, devices: Sequence[tuple[str, str]]) -> list[str]:
    """Give each device a name that no other one ever had.

    Args:
        direction: Microphones and headphones do not get in each other's way.
        devices: What the server knows each by, and its title.
    """
    keys = [(direction, _lasting(device), title) for device, title in devices]
    try:
        with _kept() as file:
            file.seek(0)
            known = dict(_lines(file))
            new = _named(keys, known)
            if new:
                # A line that was cut short has no end; the next begins on one of its own.
                file.writelines(f"\n{json.dumps([*key, name])}" for key, name in new.items())
                file.flush()
                os.fsync(file.fileno())
    except OSError:  # nothing can be kept: then those are told apart that are there
        known, new = {}, _named(keys, {})
    return [(known | new)[key] for key in keys]


def is_borne(direction: str, name: str) -> bool:
    """Whether a device was ever given this name, whether it is there or not."""
    try:
        with _kept() as file:
            file.seek(0)
            return any(key[0] == direction and given == name for key, given in _lines(file))
    except OSError:
        return False


def _named(keys: Sequence[_Key], known: dict[_Key, str]) -> dict[_Key, str]:
    """Names for those that have none yet."""
    new: dict[_Key, str] = {}
    for key in keys:
        if key in known or key in new:
            continue
        direction, _, title = key
        taken = {name for (other, *_), name in (known | new).items() if other == direction}
        numbered = (f"{title} ({number})" for number in count(2))
        new[key] = title if title not in taken else next(n for n in numbered if n not in taken)
    return new


def _lasting(device: str) -> str:
    """A wireless headset's name on the server ends in how it is used, which changes with calls."""
    return device.rpartition(".")[0] if device.startswith("bluez_") else device


@contextmanager
def _kept() -> Iterator[IO[str]]:
    """The file, for us alone; what is written is added to it."""
    from studio import paths  # noqa: PLC0415 - whoever does not ask for devices need not load it

    paths.data_folder().mkdir(parents=True, exist_ok=True)
    with (paths.data_folder() / FILE).open("a+", encoding="utf-8", errors="replace") as file:
        if sys.platform != "win32":  # where there is no such server
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _lines(file: IO[str]) -> Iterator[tuple[_Key, str]]:
    for line in file:
        try:
            direction, device, title, name = json.loads(line)
        except (ValueError, TypeError):  # the machine went down while it was written
            continue
        yield (direction, device, title), name
