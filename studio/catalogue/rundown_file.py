"""Rundowns as files: read whatever they hold, written whole or not at all."""

import csv
import io
import re
import unicodedata
from contextlib import closing
from pathlib import Path

from studio.catalogue.encoding import guess_encoding
from studio.catalogue.opening import open_table
from studio.catalogue.safe_text import bare, protect
from studio.catalogue.table import unreadable
from studio.catalogue.writing import put_in_place
from studio.model import rundown_text
from studio.model.errors import RundownError
from studio.model.message import Message, Name, say
from studio.model.rundown import Rundown, RundownFile

ENDING = ".rundown"
TABLES = {".csv": ",", ".tsv": "\t"}
"""Endings of tables that are written, and what parts their cells."""
TEXTS = (".txt", ".md")

LARGEST = 16_000_000
"""Bytes of a file; the longest rundown that is allowed is smaller."""
_MOST_FILES = 1000
_LONGEST_HEAD = 10_000
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OBJECT = re.compile(r"\s*\{\s*[\"}]")
_SEPARATOR = re.compile(r"[,;\t]")


def read_rundown(path: Path) -> Rundown:
    """Read a rundown of our own, a table or a plain text, in whatever encoding it is.

    Raises:
        StudioError: It cannot be; one sentence says why.
    """
    try:
        return _read(path)
    except OSError as error:
        raise unreadable(path, error) from error
    except RundownError as error:
        problem = say("{file}: {problem}", file=Name(path.name), problem=error.problem)
        raise RundownError(problem, error.remedy) from error


def _read(path: Path) -> Rundown:
    if path.is_dir():
        raise IsADirectoryError
    if not path.exists():
        raise FileNotFoundError
    if not path.is_file():  # a pipe or a device would be read for ever
        raise _no_rundown(say("It is no ordinary file."))
    size = path.stat().st_size
    if size > LARGEST:
        raise _no_rundown(say("It is larger than any rundown."))
    if path.suffix.lower() in TABLES:
        return _read_table(path)
    content = path.read_bytes()[:LARGEST]
    if content.startswith(_OFFICE):
        raise RundownError(
            say("This is a workbook or a document of a word processor."),
            say("Save it as CSV, or as plain text."),
        )
    text = content.decode(guess_encoding(path).codec, "replace").lstrip("\ufeff")
    if not text.strip("\0 \t\r\n"):
        raise _no_rundown(say("It is empty."))
    strange = sum(_is_strange(sign) for sign in text[:4096])
    if strange > min(len(text), 4096) // 20:
        raise _no_rundown(say("It is no text."))
    if path.suffix.lower() == ENDING or _OBJECT.match(text):
        return rundown_text.read(text)
    # Excel names its tables of Unicode so too.
    if rundown_text.is_head(_SEPARATOR.split(text.partition("\n")[0][:_LONGEST_HEAD])):
        return _read_table(path)
    return rundown_text.from_text(path.stem, text)


def _is_strange(sign: str) -> bool:
    """No text has many of these; wide spaces, joined emoji and marks of direction it may have."""
    return sign not in "\r\n\t\f" and unicodedata.category(sign) in {"Cc", "Cn", "Co", "Cs"}


def _read_table(path: Path) -> Rundown:
    try:
        table = open_table(path)
    except RecursionError as error:
        raise _no_rundown(say("It is no table.")) from error
    with closing(table):
        if table.form.format not in {"CSV", "TSV"}:
            raise RundownError(
                say("This is a workbook or a list of data, whatever its name says."),
                say("Save it as CSV."),
            )
        rows = (_cells(row.line, row.cells, row.trouble) for row in table.rows())
        return rundown_text.from_rows(path.stem, rows)


def _cells(line: int, cells: list[str], trouble: Message | None) -> list[str]:
    if trouble is not None:
        raise RundownError(
            say("Line {line} cannot be read: {what}", line=line, what=trouble),
            say("Mend it in the file and open it again."),
        )
    # What is not well-formed UTF-8 was read as halves of pairs.
    return [bare(cell).encode("utf-8", "replace").decode() for cell in cells]


def write_rundown(path: Path, rundown: Rundown) -> None:
    """Write a rundown in the form that the file's name asks for.

    Raises:
        StudioError: It cannot be; what was there before is untouched.
    """
    ending = path.suffix.lower()
    if ending in TABLES:
        # Excel reads Chinese as something else without a mark.
        content = _as_table(rundown, TABLES[ending]).encode("utf-8-sig", "replace")
    elif ending in TEXTS:
        content = rundown_text.as_text(rundown).encode("utf-8-sig", "replace")
    elif ending == ENDING:
        content = rundown_text.written(rundown).encode("utf-8", "replace")
    else:  # our own form under the name of a workbook would be opened by nobody
        raise RundownError(
            say("A rundown cannot be written as {file}.", file=Name(path.name or str(path))),
            say("End its name with rundown, csv, tsv or txt."),
        )
    put_in_place(path, content)


def _as_table(rundown: Rundown, separator: str) -> str:
    table = io.StringIO(newline="")
    rows = csv.writer(table, delimiter=separator)
    for row in rundown_text.rows_of(rundown):
        rows.writerow(map(protect, row))
    return table.getvalue()


def rundowns_in(folder: Path) -> tuple[RundownFile, ...]:
    """Those that lie in a folder, by name; none where it cannot be looked into."""
    try:
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() == ENDING)
    except OSError:
        return ()
    return tuple(RundownFile(path.stem, str(path)) for path in found[:_MOST_FILES])


def new_file(folder: Path, name: str) -> Path:
    """Where a rundown of this name is kept in a folder: not over one that is there.

    Raises:
        RundownError: The folder cannot be made.
    """
    allowed = "".join(c if c.isalnum() or c in " -_.,()'" else "-" for c in name)
    # Names on most disks have 255 bytes.
    stem = " ".join(allowed.split()).strip(". ").encode()[:120].decode("utf-8", "ignore")
    stem = stem or "rundown"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RundownError(
            say("The folder of rundowns cannot be made: {folder}.", folder=Name(str(folder))),
            say("Save the rundown somewhere else."),
        ) from error
    names = (stem, *(f"{stem} {number}" for number in range(2, 1000)))
    files = (folder / f"{one}{ENDING}" for one in names)
    return next((file for file in files if not file.exists()), folder / f"{stem}{ENDING}")


def _no_rundown(why: Message) -> RundownError:
    return RundownError(
        say("This is no rundown. {why}", why=why), say("Choose another file, or mend it.")
    )
