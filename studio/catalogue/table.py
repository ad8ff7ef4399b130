"""What every kind of file is to the rest: rows of cells, one after another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from studio.model.errors import CatalogueError
from studio.model.message import Message, Name, say
from studio.model.product import Field


class Doubt(NamedTuple):
    """What is to be told of a row that was read all the same.

    Attributes:
        field: Which field it is about; None for the whole row.
        reason: A whole sentence.
    """

    field: Field | None
    reason: Message


class Row(NamedTuple):
    """One row, headers and titles included.

    Attributes:
        line: Where it begins: a line of text, a row of a sheet, the number of an object.
        cells: What stands in it; numbers of a sheet are `NumberText`.
        trouble: Why it is no row; its cells then hold what stands there.
        doubts: What was changed in it.
    """

    line: int
    cells: list[str]
    trouble: Message | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written.

    Attributes:
        format: `CSV`, `TSV`, `XLSX` or `JSON`.
        encoding: What people call its encoding; empty for a workbook.
        is_certain: Whether no other encoding came near.
        separator: What parts its cells; empty where nothing does.
        sheet: The sheet that is read; empty for none.
        other_sheets: Sheets that are left out, hidden ones included.
        formulas: Cells that a formula fills; their last result is read.
        merged: Cells that stand for several rows, each of which has what is in them.
    """

    format: str
    encoding: str = ""
    is_certain: bool = True
    separator: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    formulas: int = 0
    merged: int = 0


class Table(Protocol):
    """An open file. It belongs to the thread that opened it."""

    @property
    def form(self) -> Form: ...

    @property
    def late_headers(self) -> Mapping[str, tuple[int, int]]:
        """Headers that only objects far below have: where first, and how often."""
        ...

    @property
    def done(self) -> float:
        """How much of it was read, from 0 to 1."""
        ...

    def rows(self) -> Iterator[Row]:
        """Every row, once; blank ones are left out.

        Raises:
            CatalogueError: The file cannot be read any further.
        """
        ...

    def close(self) -> None: ...


def unreadable(path: Path, error: OSError) -> CatalogueError:
    """What to say of a file that the system does not give."""
    name = Name(path.name or str(path))
    if isinstance(error, FileNotFoundError):
        return CatalogueError(
            say("There is no file {file}.", file=name), say("Check its name and its folder.")
        )
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return CatalogueError(say("{file} is a folder.", file=name), say("Choose a file in it."))
    if isinstance(error, PermissionError):
        return CatalogueError(
            say("You may not read {file}.", file=name),
            say("Close the program that has it open, or copy it to your own folder."),
        )
    return CatalogueError(
        say("{file} cannot be read: {reason}.", file=name, reason=error.strerror or str(error)),
        say("Copy it to this computer and try again."),
    )
