"""Which kind of file it is, by what is in it rather than by its name."""

import re
from pathlib import Path

from studio.catalogue.delimited import DelimitedTable
from studio.catalogue.encoding import guess_encoding, guess_of
from studio.catalogue.records import RecordTable
from studio.catalogue.table import Table, unreadable
from studio.catalogue.workbook import WorkbookTable
from studio.model.errors import CatalogueError
from studio.model.message import Name, say

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|meta|table|body|\?xml|div|style|!--)", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\[\s*[\]{]|\{\s*[\"}])")
_JSON_NAMES = frozenset({".json", ".jsonl", ".ndjson"})
_HEAD = 4096


def open_table(path: Path) -> Table:
    """Open a catalogue file of any kind.

    Raises:
        CatalogueError: It is none, or cannot be read.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
            raise empty(path)
        if head.startswith(_ZIP):
            return WorkbookTable(path, is_packed=True)
        if head.startswith(_OLE):
            return WorkbookTable(path, is_packed=False)
        _must_be_text(path, head)
        encoding = guess_encoding(path)
        start = head.decode(encoding.codec, "replace").lstrip("\ufeff")
        if _MARKUP.match(start):
            raise CatalogueError(
                say("{file} is a web page, whatever its name says.", file=Name(path.name)),
                say("Open it in Excel and save it as XLSX."),
            )
        if _JSON.match(start) or path.suffix.lower() in _JSON_NAMES:
            return RecordTable(path, encoding)
        return DelimitedTable(path, encoding)
    except OSError as error:
        raise unreadable(path, error) from error


def empty(path: Path) -> CatalogueError:
    return CatalogueError(
        say("{file} is empty.", file=Name(path.name)), say("Choose another, or ask for it once more.")
    )


def _must_be_text(path: Path, head: bytes) -> None:
    """Refuse pictures, programs and the like, in which control bytes are met everywhere."""
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"\x1f\x8b", b"7z\xbc")):
        raise _no_text(path)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or guess_of(head).codec.startswith("utf-16"):
        return
    control = sum(byte < 32 and byte not in b"\t\n\r\f\0" for byte in head)
    if control > len(head) // 50 or head.count(0) > len(head) // 5:
        raise _no_text(path)


def _no_text(path: Path) -> CatalogueError:
    return CatalogueError(
        say("{file} is neither a table nor a workbook.", file=Name(path.name)),
        say("Choose a file of CSV, TSV, XLSX or JSON."),
    )
