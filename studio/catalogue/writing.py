"""Products and bad rows become files: written beside their place, then put there at once."""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Self

import xlsxwriter
import xlsxwriter.exceptions
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from studio.catalogue import limits
from studio.catalogue.assembling import BadRow
from studio.catalogue.cells import AMOUNTS, ARRAYS, WHOLE, cells_of
from studio.catalogue.findings import FIELDS
from studio.catalogue.headings import OF_BAD_ROWS
from studio.catalogue.safe_text import protect
from studio.model.errors import CatalogueError
from studio.model.message import Name, Number, say, say_n
from studio.model.product import Field, Product

_EXACT_DIGITS = 15
_WIDTH = 18
_AS_TEXT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Format(StrEnum):
    """What a catalogue can be written as; each is the ending of its files."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    JSON = "json"


def format_of(path: Path) -> Format:
    """The format that a file's name asks for.

    Raises:
        CatalogueError: It asks for none of them.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in set(Format):
        raise CatalogueError(
            say("{file} ends like none of the formats.", file=Name(path.name)),
            say("End its name with csv, tsv, xlsx or json."),
        )
    return Format(ending)


def write_catalogue(path: Path, products: Iterable[Product], form: Format | None = None) -> int:
    """Write all fields of products into a file; a file that is there is replaced at the end.

    Args:
        path: Where it goes. The folder must exist.
        products: Taken one by one.
        form: The format; None for what the name asks for.

    Returns:
        How many there were.

    Raises:
        CatalogueError: It cannot be written; what was there before is untouched.
    """
    write = _WRITERS[form or format_of(path)]
    with _beside(path) as beside:
        return write(beside, products)


def write_bad_rows(path: Path, headers: Sequence[str], rows: Iterable[BadRow]) -> int:
    """Write rows with what is wrong with them into a CSV file that can be mended and read again.

    Args:
        path: Where it goes.
        headers: The headers of the file that they come from.
        rows: Taken one by one.

    Returns:
        How many there were.

    Raises:
        CatalogueError: It cannot be written.
    """
    with BadRowFile(path, headers) as file:
        for row in rows:
            file.add(row)
        file.keep()
    return file.count


class BadRowFile:
    """Takes bad rows as they come; a context manager, which leaves no file unless it is kept.

    Args:
        path: Where they go; the folder is made once there is one.
        headers: The headers of the file that they come from.

    Attributes:
        count: How many there were.
    """

    def __init__(self, path: Path, headers: Sequence[str]) -> None:
        self._path = path
        self._beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._headers = headers
        self._file: IO[str] | None = None
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._file is not None:
            self._file.close()
        with suppress(OSError):
            self._beside.unlink(missing_ok=True)

    def add(self, row: BadRow) -> None:
        """Raises CatalogueError where it cannot be written."""
        field = str(say(FIELDS[row.field])) if row.field else ""
        self.put(row.line, field, str(row.reason), row.raw)

    def put(self, line: int, field: str, reason: str, raw: Sequence[str]) -> None:
        """The same of any table: where the row stands, what is wrong with what, and its cells."""
        try:
            file = self._file or self._begin()
            csv.writer(file).writerow([line, *map(protect, (field, reason, *raw))])
        except OSError as error:
            raise _unwritable(self._path, error) from error
        self.count += 1

    def keep(self) -> Path | None:
        """Put what was written in its place; None where there was nothing."""
        if self._file is None:
            return None
        try:
            _sync(self._file)
            self._file.close()
            self._beside.replace(self._path)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        return self._path

    def _begin(self) -> IO[str]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._beside.open("w", encoding="utf-8-sig", newline="")
        csv.writer(self._file).writerow([*OF_BAD_ROWS, *map(protect, self._headers)])
        return self._file


def _write_csv(path: Path, products: Iterable[Product]) -> int:
    return _write_delimited(path, products, ",")


def _write_tsv(path: Path, products: Iterable[Product]) -> int:
    return _write_delimited(path, products, "\t")


def _write_delimited(path: Path, products: Iterable[Product], separator: str) -> int:
    count = 0
    with _text_file(path) as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(list(Field))
        for product in products:
            count += 1
            writer.writerow(map(protect, cells_of(product)))
    return count


def _write_json(path: Path, products: Iterable[Product]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"products": [')
        for count, product in enumerate(products, 1):
            file.write(",\n" if count > 1 else "\n")
            json.dump(_as_object(product), file, ensure_ascii=False)
        file.write("\n]}\n")
        _sync(file)
    return count


def _as_object(product: Product) -> dict[str, Any]:
    return {
        field.value: _as_json(field, cell)
        for field, cell in zip(Field, cells_of(product), strict=True)
    }


def _as_json(field: Field, cell: str) -> str | int | list[str] | None:
    """Prices stay text, as numbers of JSON are inexact for most who read them."""
    if field in ARRAYS:
        return cell.split("\n") if cell else []
    if field in WHOLE:
        return int(cell) if cell else None
    return cell


def _write_xlsx(path: Path, products: Iterable[Product]) -> int:
    # Packed here, since the archive of a disk that is full is closed once more when it is let go.
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, _AS_TEXT)
    try:
        count = _fill(book, products)
    finally:
        book.close()
    with path.open("wb") as file:
        file.write(packed.getbuffer())
        _sync(file)
    return count


def _fill(book: xlsxwriter.Workbook, products: Iterable[Product]) -> int:
    # Cells are marked as text, so that codes keep their zeros also when somebody types there.
    as_text = book.add_format({"num_format": "@", "valign": "top"})
    plain = book.add_format({"num_format": "General", "valign": "top"})
    bold = book.add_format({"bold": True, "num_format": "@"})
    sheet = book.add_worksheet("products")
    sheet.set_column(0, len(Field) - 1, _WIDTH, as_text)
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(Field):
        sheet.write_string(0, column, field, bold)
    count = 0
    for count, product in enumerate(products, 1):
        if count >= limits.MOST_SHEET_ROWS:
            raise _too_many()
        _write_row(sheet, count, product, as_text, plain)
    return count


def _write_row(
    sheet: Worksheet, row: int, product: Product, as_text: CellFormat, plain: CellFormat
) -> None:
    for column, (field, cell) in enumerate(zip(Field, cells_of(product), strict=True)):
        if not cell:
            continue
        if (field in WHOLE or field in AMOUNTS) and _is_exact(cell):
            sheet.write_number(row, column, float(cell), plain)
        elif len(cell.encode("utf-16-le")) > 2 * limits.MOST_SHEET_TEXT:
            raise CatalogueError(
                say_n(
                    "The {field} of {product} is longer than the {n} sign of a cell.",
                    "The {field} of {product} is longer than the {n} signs of a cell.",
                    limits.MOST_SHEET_TEXT,
                    field=say(FIELDS[field]),
                    product=product.name,
                ),
                say("Export as CSV or JSON."),
            )
        else:
            sheet.write_string(row, column, cell, as_text)


def _is_exact(cell: str) -> bool:
    """Whether a sheet, which keeps fifteen digits, holds all of a number."""
    return sum(map(str.isdigit, cell)) <= _EXACT_DIGITS


_WRITERS = {
    Format.CSV: _write_csv,
    Format.TSV: _write_tsv,
    Format.XLSX: _write_xlsx,
    Format.JSON: _write_json,
}


@contextmanager
def _text_file(path: Path) -> Iterator[IO[str]]:
    """A file of UTF-8 with a mark, without which Excel reads Chinese as something else."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield file
        _sync(file)


def _sync(file: IO[str] | IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def put_in_place(path: Path, content: bytes) -> None:
    """Write a whole file; one that is there is replaced at the end.

    Raises:
        CatalogueError: It cannot be written; what was there before is untouched.
    """
    with _beside(path) as beside, beside.open("wb") as file:
        file.write(content)
        _sync(file)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file beside the one that is meant, which takes its place once it is whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _unwritable(path: Path, error: Exception) -> CatalogueError:
    name = Name(path.name)
    cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
    if isinstance(cause, FileNotFoundError):
        return CatalogueError(
            say("There is no folder {folder}.", folder=Name(str(path.parent))),
            say("Choose another folder."),
        )
    if isinstance(cause, PermissionError | IsADirectoryError):
        return CatalogueError(
            say("{file} may not be written.", file=name),
            say("Close the program that has it open, or choose another folder."),
        )
    reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(error)
    return CatalogueError(
        say("{file} cannot be written: {reason}.", file=name, reason=reason),
        say("Make room on the disk, or choose another folder."),
    )


def _too_many() -> CatalogueError:
    return CatalogueError(
        say(
            "A sheet of Excel holds no more than {n} products.",
            n=Number(limits.MOST_SHEET_ROWS - 1),
        ),
        say("Export as CSV or JSON."),
    )
