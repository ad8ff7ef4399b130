"""What the columns of a row mean, whoever laid them out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from studio.catalogue import limits
from studio.catalogue.headings import plain
from studio.catalogue.plain_text import plain_lines
from studio.catalogue.table import Doubt, Row
from studio.model.message import Message, say_n
from studio.model.product import Field


class Record(NamedTuple):
    """What a row tells of one product.

    Attributes:
        line: Where it stands.
        values: What each field holds, as the studio's own files write it; blank ones are absent.
        raw: The row as it can be imported again on its own.
        doubts: What was changed or supplied.
        trouble: Why it is no product.
    """

    line: int
    values: dict[Field, str]
    raw: tuple[str, ...]
    doubts: list[Doubt]
    trouble: Message | None = None


class Layout(Protocol):
    """One way to lay out a catalogue.

    Attributes:
        fields: What the columns tell of every product.
        ignored: Headers of columns that are not looked at.
    """

    fields: frozenset[Field]
    ignored: tuple[str, ...]

    def cells_of(self, field: Field, rows: Iterable[Row]) -> Iterator[str]:
        """What stands in a field's column, as it stands there."""
        ...

    def records(self, rows: Iterable[Row]) -> Iterator[Record]:
        """The products of the rows below the headers."""
        ...


class Columns:
    """The columns of a shop's export by name, in whichever order, with names of other versions."""

    def __init__(self, headers: Sequence[str], names: dict[str, Sequence[str]]) -> None:
        by_name: dict[str, int] = {}
        for number, header in enumerate(headers):
            by_name.setdefault(plain(header), number)
        self._at = {
            name: next((by_name[plain(o)] for o in (name, *others) if plain(o) in by_name), -1)
            for name, others in names.items()
        }
        used = set(self._at.values())
        self.ignored = tuple(
            header for n, header in enumerate(headers) if n not in used and header.strip()
        )

    def __contains__(self, name: str) -> bool:
        return self._at.get(name, -1) >= 0

    def at(self, name: str) -> int:
        return self._at[name]

    def get(self, cells: Sequence[str], name: str) -> str:
        """What stands in a column; empty where the file or the row does not have it."""
        at = self._at[name]
        return cells[at].strip() if 0 <= at < len(cells) and type(cells[at]) is str else (
            cells[at] if 0 <= at < len(cells) else ""
        )


def described(html: str, doubts: list[Doubt]) -> list[str]:
    """The points of a shop's description, as many as are taken of one."""
    lines = plain_lines(html)
    if len(lines) > limits.MOST_POINTS:
        doubts.append(
            Doubt(
                Field.POINTS,
                say_n(
                    "The description has more lines than {n}; the rest is left out.",
                    "The description has more lines than {n}; the rest is left out.",
                    limits.MOST_POINTS,
                ),
            )
        )
    return lines[: limits.MOST_POINTS]
