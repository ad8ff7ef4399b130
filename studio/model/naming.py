"""How what somebody said is matched with what things are called."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def by_name(words: str, named: Iterable[tuple[str, T]]) -> list[T]:
    """What is called so: exactly, else by the beginning, else by a part of the name."""
    wanted = words.casefold().strip()
    pairs = [(name.casefold(), value) for name, value in named]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        if found := [value for name, value in pairs if fits(name, wanted)]:
            return found
    return []
