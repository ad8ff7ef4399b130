"""The catalogue between files and the store: looked at, imported, exported, found."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from studio import paths
from studio.app import mappings
from studio.catalogue.assembling import BadRow, Read
from studio.catalogue.findings import Kind
from studio.catalogue.headings import is_unnamed
from studio.catalogue.mapping import Mapping
from studio.catalogue.reading import open_catalogue
from studio.catalogue.writing import BadRowFile, write_catalogue
from studio.model.catalogue import Column, Columns, Imported
from studio.model.errors import CommandError
from studio.model.message import Name, say
from studio.model.product import Field, Product
from studio.model.work import CallOff
from studio.store.database import open_database
from studio.store.imports import Row, staged_import
from studio.store.products import ProductRepository

Progress = Callable[[float], None]
_BATCH = 5000
_MOST_FOUND = 1 << 31
_LONGEST_NAME = 180
"""Bytes; a file's name may have 255."""


def import_file(
    path: Path,
    *,
    mapping: Mapping | None = None,
    currency: str = "CNY",
    is_dry_run: bool = False,
    call_off: CallOff | None = None,
    progress: Progress = lambda _share: None,
) -> Imported:
    """Bring a file's products into the catalogue, all at once; for any thread or process.

    Args:
        path: The file.
        mapping: Which of its columns is which field, which is remembered for the next file with
            the same columns; None to go by what is remembered, else by their words.
        currency: Of prices that tell none.
        is_dry_run: Only find out what would happen.
        call_off: Breaks it off; nothing is changed then.
        progress: Is told how much of the file was read, 0 to 1.

    Raises:
        StudioError: The file cannot be read, or the store not be written. Nothing was changed.
        CalledOffError: It was called off.
    """
    kept_at = bad_rows_file(path.stem)
    is_remembered = False
    if mapping is None:
        opened, is_remembered = mappings.open_remembering(path, currency)
    else:
        opened = open_catalogue(path, mapping, currency=currency)
    with opened as catalogue:
        with (
            BadRowFile(kept_at, catalogue.headers) as bad_rows,
            staged_import(
                paths.database_file(), is_dry_run=is_dry_run, call_off=call_off
            ) as staged,
        ):

            def rows() -> Iterator[Row]:
                for result in catalogue.results():
                    if isinstance(result, BadRow):
                        bad_rows.add(result)
                    else:
                        yield _row(result)

            coming = rows()
            while batch := list(islice(coming, _BATCH)):
                for again in staged.add(batch):
                    bad_rows.add(_twice(again.row, again.first_line))
                progress(catalogue.done)
            counts = staged.publish()
            kept = None if is_dry_run else bad_rows.keep()
        if mapping is not None and not is_dry_run:
            mappings.remember(catalogue.headers, mapping)
        found = list(catalogue.findings.sentences())
        if is_remembered:
            found.insert(0, say("The columns are used as you said before."))
        return Imported(
            new=counts.new,
            changed=counts.changed,
            unchanged=counts.unchanged,
            wrong=bad_rows.count,
            bad_rows=str(kept or ""),
            notes=tuple(str(note.sentence()) for note in catalogue.notes),
            findings=tuple(str(sentence) for sentence in found),
            is_dry_run=is_dry_run,
        )


def take_back() -> None:
    """Put the catalogue back as it was before the last import.

    Raises:
        StoreError: There is none, or the studio's file cannot be written.
    """
    db = open_database(paths.database_file())
    try:
        ProductRepository(db).take_back()
    finally:
        db.close()


def bad_rows_file(name: str) -> Path:
    """Where the rows of a file that are wrong are kept.

    Args:
        name: Of the file; of a long one as much as leaves room for the time and a part's ending.
    """
    short = name.encode(errors="surrogateescape")[:_LONGEST_NAME].decode(errors="ignore").strip()
    return paths.data_folder() / "imports" / f"{short} {time.strftime('%Y%m%d-%H%M%S')}.csv"


def columns_of(path: Path) -> Columns:
    """What columns a file has, and what they would be used as; for any thread or process.

    Raises:
        StudioError: The file cannot be read.
    """
    with mappings.open_remembering(path)[0] as catalogue:
        findings = catalogue.findings
        known_as = "" if findings.kind is Kind.MAPPED else str(findings.layout)
        return Columns(
            tuple(
                Column(header, findings.mapping.field_of(header) or "", catalogue.samples(place))
                for place, header in enumerate(catalogue.headers)
                if catalogue.samples(place) or not is_unnamed(header)
            ),
            known_as,
        )


def export_file(path: Path) -> int:
    """Write the whole catalogue into a file; its name says in which format.

    Raises:
        StudioError: It cannot be written; what was there before is untouched.
    """
    db = open_database(paths.database_file())
    try:
        return write_catalogue(path, ProductRepository(db).all())
    finally:
        db.close()


def find(words: str, limit: int) -> list[Product]:
    """Products by a part of their name, by pinyin, code or barcode; all of them for no words.

    Raises:
        StoreError: The studio's file cannot be read.
    """
    db = open_database(paths.database_file())
    try:
        products = ProductRepository(db)
        # What a terminal of another encoding sent is no text, and stands in no name.
        words = words.encode("utf-8", "replace").decode()
        return (
            products.search(words, min(limit, _MOST_FOUND))
            if words
            else products.all(min(limit, _MOST_FOUND))
        )
    finally:
        db.close()


def mapping_of(pairs: Iterable[str]) -> Mapping | None:
    """Columns as somebody names them: `Artikel=name`; None for none.

    Raises:
        CommandError: One is not of this form, or names no field.
    """
    columns = []
    for pair in pairs:
        header, _equals, name = pair.rpartition("=")
        wanted = name.strip().casefold()
        if not header or wanted not in set(Field):
            raise CommandError(
                say("“{words}” does not say which column is which field.", words=Name(pair)),
                say(
                    "Write the column, an equals sign, and one of: {fields}.",
                    fields=", ".join(Field),
                ),
            )
        columns.append((header, Field(wanted)))
    return Mapping(tuple(columns)) if columns else None


def _row(read: Read) -> Row:
    return Row(read.product, read.line, read.fields)


def _twice(row: Row, first_line: int) -> BadRow:
    reason = say("Line {line} has the same code.", line=first_line)
    return BadRow(row.line, Field.CODE, reason, (row.product.code, row.product.name.name))
