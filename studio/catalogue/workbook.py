"""Workbooks of Excel, by calamine.

Calamine makes room for every cell between the first and the last, and for as many texts as a file
says it has, and ends the whole process when there is none. So the packed XML is read through once
before it, and refused where it would unpack to more than `limits` allow, names a cell that is too
far off, or counts more of anything than it has bytes.
"""

import datetime
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import python_calamine as calamine

from studio.catalogue import limits
from studio.catalogue.cleaning import NumberText
from studio.catalogue.headings import known_headings
from studio.catalogue.table import Form, Row
from studio.model.errors import CatalogueError
from studio.model.message import Name, say, say_n

_CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']\$?([A-Za-z]{1,3})\$?(\d{1,7})["']""")
# How many of something follow, for which calamine makes room: never more than there are bytes.
_COUNT = re.compile(rb"""[cC]ount\s*=\s*["']\s*\+?(\d+)""")
# Either of them written so that it is not seen here.
_DISGUISED = re.compile(rb"""(?:\sr|[cC]ount)\s*=\s*(?:"[^"<>]{0,40}&|'[^'<>]{0,40}&)""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_OVERLAP = 64
_LOOKED_AT = 30
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# All that `zipfile` raises over bytes that make no sense.
_ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, KeyError, OverflowError, RuntimeError, NotImplementedError),
)
_PACKED_AS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def refuse_old(path: Path) -> CatalogueError:
    """What to say of a file in the container of old workbooks, which locked new ones use too.

    Calamine reads them, but makes room for whatever size is written in there, and ends the process
    or fills all memory over one wrong byte.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        before = b""
        while piece := file.read(_CHUNK):
            if _ENCRYPTED in before + piece:
                return _encrypted(path)
            before = piece[-len(_ENCRYPTED) :]
    return CatalogueError(
        say("{file} is a workbook as Excel wrote it before 2007.", file=Name(path.name)),
        say("Open it in Excel or WPS and save it as XLSX."),
    )


class WorkbookTable:
    """The first sheet that has a table; see `Table`."""

    def __init__(self, path: Path) -> None:
        self.late_headers: dict[str, tuple[int, int]] = {}
        self._path = path
        size = path.stat().st_size
        if size > limits.LARGEST_PACKED:
            raise _too_large(path)
        content = path.read_bytes()
        formulas = _look_through(path, content)
        with _told(path):
            self._book = calamine.load_workbook(io.BytesIO(content))
            del content
            name, self._sheet = self._choose()
            self._merged = _merged_downwards(self._sheet)
        self._height = max(1, self._sheet.total_height + 1)
        self._read = 0
        self.form = Form(
            format="XLSX",
            sheet=name,
            other_sheets=tuple(n for n in self._book.sheet_names if n != name),
            formulas=formulas,
            merged=sum(map(len, self._merged.values())),
        )

    @property
    def done(self) -> float:
        return min(1.0, self._read / self._height)

    def rows(self) -> Iterator[Row]:
        reaching: dict[int, tuple[int, str]] = {}
        for number, cells in enumerate(self._sheet.iter_rows(), 1):
            self._read = number
            texts = [c if type(c) is str else _text(c) for c in cells]
            for column, (last, text) in list(reaching.items()):
                if number > last:
                    del reaching[column]
                elif column < len(texts) and not texts[column]:
                    texts[column] = text
            for column, last in self._merged.get(number, ()):
                if column < len(texts):
                    reaching[column] = last, texts[column]
            if any(map(str.strip, texts)):
                yield Row(number, texts)

    def close(self) -> None:
        self._book.close()

    def _choose(self) -> tuple[str, Any]:
        """The first visible sheet with headings that are known, else the first with a table."""
        fallback: tuple[str, Any] | None = None
        for about in self._book.sheets_metadata:
            if (
                about.visible != calamine.SheetVisibleEnum.Visible
                or about.typ != calamine.SheetTypeEnum.WorkSheet
            ):
                continue
            sheet = self._book.get_sheet_by_name(about.name)
            if not sheet.total_height and not sheet.total_width:
                continue
            if (sheet.total_height + 1) * (sheet.total_width + 1) > limits.MOST_CELLS:
                raise _too_large(self._path)
            top = [
                [_text(c) for c in row]
                for _, row in zip(range(_LOOKED_AT), sheet.iter_rows(), strict=False)
            ]
            if any(known_headings(row) >= 2 for row in top):
                return about.name, sheet
            if (
                fallback is None
                and len(top) > 1
                and sum(len(list(filter(None, r))) > 1 for r in top) > 1
            ):
                fallback = about.name, sheet
        if fallback is None:
            raise CatalogueError(
                say("There is no table in {file}.", file=Name(self._path.name)),
                say("Put the headers into the first row of a sheet that is not hidden."),
            )
        return fallback


def _merged_downwards(sheet: Any) -> dict[int, list[tuple[int, int]]]:  # noqa: ANN401 - of calamine
    """Cells of a table that are one over several rows, such as the name above its variants.

    Returns:
        For the row where each begins, from 1, its column, from 0, and its last row. Those that
        are as wide as a title are none of them.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for (first, left), (last, right) in (sheet.merged_cell_ranges or ())[: limits.MOST_MERGED]:
        if left == right and last > first:
            found.setdefault(first + 1, []).append((left, last + 1))
    return found


def _text(cell: object) -> str:
    """A cell as text; numbers in as many digits as Excel keeps."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case int():
            return NumberText(cell)
        case float():
            return NumberText(
                int(cell) if cell.is_integer() and abs(cell) < 1e18 else f"{cell:.15g}"
            )
        case datetime.datetime():
            is_day = not (cell.hour or cell.minute or cell.second)
            return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
        case datetime.date() | datetime.time():
            return cell.isoformat()
        case _:
            return str(cell)


def _look_through(path: Path, content: bytes) -> int:
    """Count the formulas of a packed workbook, after making sure that it can be unpacked.

    Every member is unpacked once, a piece at a time, and its checksum compared, so that a size
    that lies is found here.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if "[Content_Types].xml" not in packed.namelist() or not any(
                m.filename.startswith("xl/") for m in members
            ):
                raise _no_workbook(path)
            if (
                len(members) > limits.MOST_MEMBERS
                or sum(m.file_size for m in members) > limits.LARGEST_WORKBOOK
            ):
                raise _too_large(path)
            if any(m.flag_bits & 1 for m in members):
                raise _encrypted(path)
            if any(m.compress_type not in _PACKED_AS for m in members):
                raise _broken(path)
            if any(m.filename.endswith(".bin") and "sheet" in m.filename for m in members):
                raise _no_workbook(path)
            return sum(_look_through_member(path, packed, m) for m in members)
    except _ZIP_ERRORS as error:
        raise _broken(path) from error


def _look_through_member(path: Path, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Count the formulas of one file in a workbook; whichever file it is may be used as a sheet."""
    formulas = cells = widest = tallest = 0
    before = b""
    with packed.open(member) as file:
        while piece := file.read(_CHUNK):
            seen = before + piece
            if _DISGUISED.search(seen) or any(
                len(n) > 10 or int(n) > member.file_size for n in _COUNT.findall(seen)
            ):
                raise _broken(path)
            for column, row in set(_REFERENCE.findall(seen)):
                tallest = max(tallest, int(row))
                widest = max(widest, _column(column))
            cells += len(_CELL.findall(piece))
            formulas += len(_FORMULA.findall(seen)) - len(_FORMULA.findall(before))
            before = seen[-_OVERLAP:]
    if max(cells, widest * tallest) > limits.MOST_CELLS:
        raise _too_large(path)
    return formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what calamine raises into a sentence."""
    try:
        yield
    except CatalogueError:
        raise
    except calamine.PasswordError as error:
        raise _encrypted(path) from error
    except calamine.CalamineError as error:
        # Some formats' reader tells of a password by its words alone.
        raise (_encrypted if "assword" in str(error) else _broken)(path) from error
    except BaseException as error:
        # A slip in calamine comes as an exception that is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(path) from error


def _too_large(path: Path) -> CatalogueError:
    return CatalogueError(
        say_n(
            "{file} would unpack to more than a workbook of {n} cell.",
            "{file} would unpack to more than a workbook of {n} cells.",
            limits.MOST_CELLS,
            file=Name(path.name),
        ),
        say("If it is a real catalogue, save it as CSV in UTF-8."),
    )


def _encrypted(path: Path) -> CatalogueError:
    return CatalogueError(
        say("{file} is locked with a password.", file=Name(path.name)),
        say("Open it in Excel, take the password off, and save it."),
    )


def _broken(path: Path) -> CatalogueError:
    return CatalogueError(
        say("The workbook {file} is damaged.", file=Name(path.name)),
        say("Open it in Excel and save it again, or ask for it once more."),
    )


def _no_workbook(path: Path) -> CatalogueError:
    return CatalogueError(
        say("{file} is packed, but is no workbook of Excel.", file=Name(path.name)),
        say("Unpack it, or save it as XLSX or CSV in UTF-8."),
    )
