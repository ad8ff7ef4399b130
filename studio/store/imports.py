"""A catalogue from a file, staged beside the live one and published at once.

It is made for a process or thread of its own, with its own connection. Nobody who writes waits for
it longer than a few hundredths of a second, whatever the number of rows: it writes in short
transactions, does all that takes time before them, and leaves a gap after each.
"""

import logging
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from studio.model.errors import StoreError
from studio.model.message import say
from studio.model.product import Field, Product, Supplier
from studio.model.work import CallOff
from studio.store import faults, product_rows, words
from studio.store.clearing import clear_away
from studio.store.counts import ImportCounts, note_counts
from studio.store.database import IN_MEMORY, Database, open_database
from studio.store.editions import FOREVER, LIVE, Editions
from studio.store.pace import Pace
from studio.store.product_rows import ALL_COLUMNS, COLUMNS, Values
from studio.store.suppliers import SupplierTable
from studio.store.turns import only_one
from studio.store.versions import Version, VersionTable

log = logging.getLogger(__name__)

EVERY_FIELD = frozenset(Field)
_EDITS_AT_ONCE = 50
_RESERVE_BYTES = 200_000_000


class CalledOffError(Exception):
    """The import was called off; whoever called it off knows."""


@dataclass(frozen=True, slots=True)
class Row:
    """A product as a file tells it.

    Attributes:
        product: With anything in the fields that the file does not tell.
        line: Where in the file it stands, for whoever reads about it.
        told: The fields that the file tells; the others stay as they are, and are taken from
            `product` where it is a new one.
    """

    product: Product
    line: int
    told: frozenset[Field] = EVERY_FIELD


@dataclass(frozen=True, slots=True)
class Repeated:
    """A row whose code stood in an earlier one; the earlier one counts.

    Attributes:
        row: The later row, which was left out.
        first_line: Where the earlier one stands.
    """

    row: Row
    first_line: int


@contextmanager
def staged_import(
    path: Path,
    *,
    person_id: str | None = None,
    is_dry_run: bool = False,
    call_off: CallOff | None = None,
) -> Generator["StagedImport", None, None]:
    """An import into the studio's file, on a connection of its own; for any process.

    What is not published at the end is dropped. Clearing away what nobody needs any more is done
    last and takes a while after a large import; a process that is killed before leaves it to the
    next start.

    Args:
        path: The studio's file.
        person_id: Whose import it is.
        is_dry_run: Nothing is written; only the counts are wanted.
        call_off: Looked at between the steps.

    Raises:
        StoreError: The file cannot be read or written, or another import is under way.
        CalledOffError: It was called off, and dropped.
    """
    with only_one(path):
        db = open_database(path)
        try:
            with StagedImport(
                db, path, person_id=person_id, is_dry_run=is_dry_run, call_off=call_off
            ) as staged:
                yield staged
        finally:
            _clear_after(db, is_dry_run=is_dry_run)
            db.close()


@contextmanager
def _told(path: Path | None) -> Generator[None, None, None]:
    """What the file refuses is put into words; what the caller's rows raise is left as it is."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeEncodeError, OverflowError) as error:
        log.warning("an import failed: %s", error)
        told = faults.explain(error, path or IN_MEMORY)
        if told is None:
            raise
        raise told from error


def _clear_after(db: Database, *, is_dry_run: bool) -> None:
    """Clear away what the import left, if that is possible; else the next start does it."""
    if is_dry_run:
        return
    try:
        db.execute("PRAGMA synchronous = NORMAL")
        clear_away(db)
        db.checkpoint()
    except sqlite3.Error as error:
        log.warning("nothing was cleared away: %s", error)


class StagedImport:
    """Stages rows, then publishes them; leaving its context without that drops them.

    Args:
        db: Open file; nobody else uses this connection meanwhile.
        path: Where it lies, so that the disk is never filled to its end; None for in memory.
        person_id: Whose import it is.
        is_dry_run: Nothing is written; only the counts are wanted.
        call_off: Looked at between the steps.

    Attributes:
        counts: What the rows so far do to the catalogue.
    """

    def __init__(
        self,
        db: Database,
        path: Path | None = None,
        *,
        person_id: str | None = None,
        is_dry_run: bool = False,
        call_off: CallOff | None = None,
    ) -> None:
        self._db = db
        self._path = path
        self._person = person_id
        self._is_dry_run = is_dry_run
        self._call_off = call_off or CallOff()
        self._versions = VersionTable(db, person_id)
        self._table = SupplierTable(db)
        self._pace = Pace()
        self._edition = 0
        self._is_published = False
        self._masks: dict[frozenset[Field], tuple[bool, ...]] = {}
        self._suppliers: dict[str, Supplier] = {}
        self.counts = ImportCounts()

    def __enter__(self) -> "StagedImport":
        with _told(self._path):
            self._open()
        return self

    def _open(self) -> None:
        # Staged rows are worth nothing until they are published; that alone is waited for.
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA wal_autocheckpoint = 1000")
        columns = ", ".join(COLUMNS)
        for statement in (
            "DROP TABLE IF EXISTS temp.seen",
            "DROP TABLE IF EXISTS temp.batch",
            "CREATE TEMP TABLE seen (code TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID",
            f"CREATE TEMP TABLE batch (at INTEGER PRIMARY KEY, old_id, words_id, words, grams,"
            f" {columns})",
        ):
            self._db.execute(statement)
        if not self._is_dry_run:
            if not clear_away(self._db, self._call_off):
                raise CalledOffError
            self._begin()
        self._suppliers = self._table.live()

    def __exit__(self, *_exc: object) -> None:
        with _told(self._path):
            if not self._is_published and not self._is_dry_run:
                self._drop()
            self._db.execute("DROP TABLE temp.batch")
            self._db.execute("DROP TABLE temp.seen")
            self._db.execute("PRAGMA synchronous = FULL")

    def add(
        self, rows: Iterable[Row], progress: Callable[[int], None] = lambda _: None
    ) -> list[Repeated]:
        """Stage rows, as many as come.

        Args:
            rows: May be lazy; a few hundred are taken at a time.
            progress: Is told how many were taken, from this call, a few times a second or more.

        Returns:
            The rows that were left out because their code was there before.

        Raises:
            StoreError, ValueError: A product that cannot be kept, as of `ProductRepository.put`;
                the disk is nearly full; or the import was broken off by a new catalogue.
            CalledOffError: It was called off.
        """
        repeated: list[Repeated] = []
        coming, taken = iter(rows), 0
        while batch := list(islice(coming, self._pace.size)):
            self._look_for_call_off()
            taken += len(batch)
            with _told(self._path):
                self._look_for_room()
                self._stage(self._first_of_code(batch, repeated))
            progress(taken)
        return repeated

    def publish(self) -> ImportCounts:
        """Make what was staged the catalogue, at once; a dry run only counts.

        What somebody edited since the beginning stays, field by field; what was sold since then
        is taken from the stock that the file tells.

        Raises:
            StoreError: The import was broken off by a new catalogue.
            CalledOffError: It was called off.
        """
        self._look_for_call_off()
        if self._is_dry_run:
            return self.counts
        with _told(self._path):
            self._publish()
        return self.counts

    def _publish(self) -> None:
        while self._versions.count_noted(self._edition) > _EDITS_AT_ONCE:
            with self._short():
                self._settle()
        self._db.execute("PRAGMA synchronous = FULL")
        with self._short():
            self._settle()
            self._db.execute(
                "UPDATE catalogue SET back = live, live = staging, staging = NULL, is_clear = 0"
            )
            note_counts(self._db, self.counts)
        self._is_published = True

    def _begin(self) -> None:
        with self._db.atomic():
            editions = Editions.of(self._db)
            self._edition = editions.newest + 1
            self._db.execute(
                "UPDATE catalogue SET staging = ?, newest = ?, is_clear = 0", [self._edition] * 2
            )

    def _drop(self) -> None:
        with self._db.atomic():
            self._db.execute(
                "UPDATE catalogue SET staging = NULL WHERE staging = ?", [self._edition]
            )

    @contextmanager
    def _short(self) -> Generator[None, None, None]:
        """A transaction that is over in some hundredths of a second, with a gap before it."""
        self._pace.gap()
        with self._db.atomic():
            if Editions.of(self._db).staging != self._edition:
                raise StoreError(
                    say("The catalogue was replaced while an import was under way."),
                    say("Import the file again. Nothing of it was taken."),
                )
            yield
        self._pace.released()

    @contextmanager
    def _own(self) -> Generator[None, None, None]:
        """A transaction on tables of this connection alone, which holds nobody up."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("COMMIT")

    def _settle(self) -> None:
        for code, base in self._versions.noted(self._edition, _EDITS_AT_ONCE):
            self._versions.settle(code, base, self._edition)

    def _look_for_call_off(self) -> None:
        if self._call_off.is_wished:
            raise CalledOffError

    def _look_for_room(self) -> None:
        """Orders and recordings want some room after it too."""
        if self._path is not None and not self._is_dry_run:
            disk = shutil.disk_usage(self._path.parent)
            if disk.free < min(_RESERVE_BYTES, disk.total // 5):
                raise faults.full(self._path)

    def _first_of_code(self, batch: Sequence[Row], repeated: list[Repeated]) -> list[Row]:
        """The rows whose code was not there before."""
        with self._own():
            return [row for row in batch if self._is_first(row, repeated)]

    def _is_first(self, row: Row, repeated: list[Repeated]) -> bool:
        seen = self._db.execute(
            "INSERT INTO temp.seen VALUES (?, ?) ON CONFLICT DO NOTHING",
            [row.product.code, row.line],
        )
        if seen.rowcount:
            return True
        asked = "SELECT line FROM temp.seen WHERE code = ?"
        repeated.append(Repeated(row, self._db.execute(asked, [row.product.code]).fetchone()[0]))
        return False

    def _stage(self, rows: Sequence[Row]) -> None:
        codes = [row.product.code for row in rows]
        live = self._live(codes)
        changed: dict[str, tuple[Row, Version | None, Values]] = {}
        new_suppliers: dict[str, Supplier] = {}
        for row in rows:
            before = live.get(row.product.code)
            values = self._values(row, before)
            told = row.told if before else EVERY_FIELD
            is_other = self._keep_supplier(row.product.supplier, told, new_suppliers)
            is_same = before is not None and values == before.values
            self.counts += _counted(is_new=before is None, is_changed=not is_same or is_other)
            if not is_same:
                changed[row.product.code] = (row, before, values)
        if not self._is_dry_run and (changed or new_suppliers):
            self._write(changed, new_suppliers)

    def _live(self, codes: Sequence[str]) -> dict[str, Version]:
        rows = self._db.execute(
            f"SELECT id, words_id, until, {ALL_COLUMNS} FROM products"
            f" WHERE {LIVE} AND code IN ({', '.join('?' * len(codes))})",
            codes,
        )
        return {row[3]: Version(row[0], row[1], row[2], tuple(row[3:])) for row in rows}

    def _values(self, row: Row, before: Version | None) -> Values:
        values = product_rows.to_values(row.product)
        if before is None:
            return values
        mask = self._masks.get(row.told)
        if mask is None:
            mask = self._masks[row.told] = product_rows.told_columns(row.told)
        return product_rows.overlay(before.values, values, mask)

    def _keep_supplier(
        self, told: Supplier | None, fields: frozenset[Field], new: dict[str, Supplier]
    ) -> bool:
        """Note what a row tells of its supplier; True where that is news of a known one.

        Every row of a supplier may tell of it: what is left empty in one takes nothing away.
        """
        if told is None or Field.SUPPLIER not in fields:
            return False
        before = self._suppliers.get(told.name)
        now = before or Supplier(told.name)
        if told.contact and Field.CONTACT in fields:
            now = replace(now, contact=told.contact)
        if told.certificates and Field.CERTIFICATES in fields:
            now = replace(now, certificates=told.certificates)
        if now == before:
            return False
        self._suppliers[told.name] = new[told.name] = now
        return before is not None

    def _write(
        self,
        changed: dict[str, tuple[Row, Version | None, Values]],
        suppliers: dict[str, Supplier],
    ) -> None:
        """Put changed products, and suppliers, beside the live ones."""
        with self._short():
            self._versions.index.merge()
        self._prepare(changed)
        with self._short(), self._pace.timed(len(changed)):
            edited = self._db.execute(
                "SELECT b.at, b.code, e.base FROM temp.batch b"
                " JOIN product_edits e ON e.edition = ? AND e.code = b.code",
                [self._edition],
            ).fetchall()
            for at, code, base in edited:
                self._db.execute("DELETE FROM temp.batch WHERE at = ?", [at])
                self._stage_edited(changed[code][0], is_known=base is not None)
            self._copy_batch()
            for supplier in suppliers.values():
                self._table.stage(supplier, self._edition)

    def _prepare(self, changed: dict[str, tuple[Row, Version | None, Values]]) -> None:
        """Fill the batch, which belongs to this connection alone; holds nobody up."""
        lines = []
        for at, (_row, before, values) in enumerate(changed.values()):
            if before and product_rows.are_found_alike(before.values, values):
                lines.append((at, before.id, before.words_id, None, None, *values))
            else:
                text = product_rows.words(values)
                lines.append((at, before and before.id, None, text, words.grams(text), *values))
        marks = ", ".join("?" * (5 + len(COLUMNS)))
        with self._own():
            self._db.execute("DELETE FROM temp.batch")
            self._db.conn.executemany(f"INSERT INTO temp.batch VALUES ({marks})", lines)

    def _copy_batch(self) -> None:
        """A few statements for all rows, so that nothing but SQLite holds the others up."""
        last = self._db.execute("SELECT coalesce(max(id), -1) + 1 FROM product_words").fetchone()[0]
        told = "FROM temp.batch WHERE words IS NOT NULL"
        for statement, values in (
            (f"INSERT INTO product_words SELECT ? + at, words {told}", [last]),
            (f"INSERT INTO product_index (rowid, grams) SELECT ? + at, grams {told}", [last]),
            (
                f"INSERT INTO products (since, until, words_id, person_id, {ALL_COLUMNS})"
                f" SELECT ?, ?, coalesce(words_id, ? + at), ?, {ALL_COLUMNS} FROM temp.batch",
                [self._edition, FOREVER, last, self._person],
            ),
            (
                "UPDATE products SET until = ? WHERE id IN"
                " (SELECT old_id FROM temp.batch WHERE old_id IS NOT NULL)",
                [self._edition],
            ),
        ):
            self._db.execute(statement, values)

    def _stage_edited(self, row: Row, *, is_known: bool) -> None:
        """Stage a row whose product was edited since the import began, as it is now."""
        before = self._versions.live(row.product.code)
        if before is None and is_known:  # somebody deleted it meanwhile
            return
        self._versions.insert(self._values(row, before), self._edition)
        if before:
            self._versions.end(before, self._edition)


def _counted(*, is_new: bool, is_changed: bool) -> ImportCounts:
    if is_new:
        return ImportCounts(new=1)
    return ImportCounts(changed=1) if is_changed else ImportCounts(unchanged=1)
