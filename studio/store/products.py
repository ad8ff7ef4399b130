"""The catalogue."""

from collections.abc import Iterable, Iterator, Sequence

from studio.model.errors import StoreError
from studio.model.message import say
from studio.model.product import Product, Supplier
from studio.store import product_rows, words
from studio.store.counts import ImportCounts, last_counts
from studio.store.database import Database
from studio.store.editions import FOREVER, LIVE, Editions
from studio.store.product_rows import ALL_COLUMNS, STOCK, Values
from studio.store.suppliers import SupplierTable
from studio.store.versions import VersionTable

# Slots as viewers count them; what has no slot comes after, by name.
_ORDER = "slot = 0, slot, name, code"
_IMPORTED = f"since = (SELECT live FROM catalogue) AND until > since AND {LIVE}"
_STEP = 500
_GTIN_DIGITS = (8, 12, 13, 14)
_LARGEST = 2**63 - 1


class ProductRepository:
    """Products by code; prices are stored as text so that they stay exact.

    They belong to the workstation: every streamer sells from the same catalogue.
    """

    def __init__(self, db: Database, person_id: str | None = None) -> None:
        self._db = db
        self._versions = VersionTable(db, person_id)
        self._suppliers = SupplierTable(db)

    def all(self, limit: int = -1) -> list[Product]:
        """Every product, by slot number; those without one after them, by name.

        Args:
            limit: At most so many of the first; all where it is negative.
        """
        with self._db.snapshot():
            suppliers = self._suppliers.live()
            rows = self._rows("1", limit=limit)
            return [product_rows.from_values(row, suppliers) for row in rows]

    def count(self, *, only_imported: bool = False) -> int:
        """How many products there are, or the last import brought or changed."""
        where = _IMPORTED if only_imported else LIVE
        return self._db.execute(f"SELECT count(*) FROM products WHERE {where}").fetchone()[0]

    def each(self, *, only_imported: bool = False) -> Iterator[Product]:
        """Every product in no order of anybody's, of suppliers no more than the name.

        It is read in small steps, and each of them as things are then: a catalogue of any size
        fills no memory, and whoever writes meanwhile waits for nobody.

        Args:
            only_imported: Those alone that the last import brought or changed.
        """
        where, last = _IMPORTED if only_imported else LIVE, 0
        while rows := self._db.execute(
            f"SELECT id, {ALL_COLUMNS} FROM products WHERE id > ? AND {where} ORDER BY id LIMIT ?",
            [last, _STEP],
        ).fetchall():
            last = rows[-1][0]
            for _id, *values in rows:
                yield product_rows.from_values(tuple(values), {})

    def suppliers(self) -> list[Supplier]:
        """Everybody products come from, by name."""
        with self._db.snapshot():
            return sorted(self._suppliers.live().values(), key=lambda supplier: supplier.name)

    def by_code(self, code: str) -> Product | None:
        return self._first("code = ?", code)

    def by_slot(self, slot: int) -> Product | None:
        """The product that viewers order by this number; None also for 0."""
        return self._first("slot = ? AND slot <> 0", slot)

    def by_gtin(self, gtin: str) -> list[Product]:
        """All products with the number of a barcode, which may have more or fewer zeros before."""
        short = gtin.lstrip("0")
        if not short:
            return []
        forms = [short.zfill(digits) for digits in _GTIN_DIGITS if digits >= len(short)]
        with self._db.snapshot():
            marks = ", ".join("?" * (len(forms) + 1))
            return self._products(self._rows(f"gtin <> '' AND gtin IN ({marks})", [gtin, *forms]))

    def search(self, text: str, limit: int = 20) -> list[Product]:
        """Products by any part of their names, by pinyin or its initials, by code or GTIN.

        Of several words each must be found. Accents, width of letters and what stands between
        words do not matter. Takes some milliseconds, however large the catalogue is.

        Returns:
            The best first: code, slot or GTIN as they are written, then what begins so, then
            whatever holds it.
        """
        found: dict[int, Values] = {}
        with self._db.snapshot():
            self._look_up(text.strip(), limit, found)
            for way in words.Wanted.of(text).ways():
                self._look_for(way, limit, found)
            return self._products(found.values())

    def put(self, product: Product) -> None:
        """Keep a product; one of the same code is changed, and its supplier for all products.

        Raises:
            StoreError: Its prices are in two currencies.
            ValueError: It has no code, a price that is not a number, or a time without a zone.
        """
        values = product_rows.to_values(product)
        with self._db.atomic():
            editions = Editions.of(self._db)
            self._put(product, values, editions)
            self._versions.index.merge()

    def change_stock(self, code: str, by: int) -> int | None:
        """Take pieces from the stock, by a negative number, or put them back.

        Returns:
            The pieces left, never less than none; None where nobody counts or there is no such
            product.
        """
        with self._db.atomic():
            before = self._versions.live(code)
            if before is None or before.values[STOCK] is None:
                return None
            left = max(0, before.values[STOCK] + by)
            self._versions.note(code, before, Editions.of(self._db))
            self._db.execute("UPDATE products SET stock = ? WHERE id = ?", [left, before.id])
            return left

    def delete(self, code: str) -> None:
        """Forget a product; taking back an import does not bring it back."""
        with self._db.atomic():
            self._versions.note(code, self._versions.live(code), Editions.of(self._db))
            for version in self._versions.all_of(code):
                self._versions.drop(version)

    def replace_all(self, products: Iterable[Product]) -> None:
        """Put a new catalogue in place of the old one, whole or not at all.

        Of two products with the same code the last stays. Nothing can be taken back then, and an
        import that is under way is broken off. Holds everybody up who writes; large catalogues
        are imported, see `imports`. Raises as `put` does.
        """
        with self._db.atomic():
            for table in ("products", "certificates", "suppliers", "product_edits"):
                self._db.execute(f"DELETE FROM {table}")
            self._versions.index.clear()
            self._db.execute("UPDATE catalogue SET back = NULL, staging = NULL, is_clear = 1")
            editions = Editions.of(self._db)
            for product in products:
                self._put(product, product_rows.to_values(product), editions)
            self._versions.index.merge()

    def can_take_back(self) -> ImportCounts | None:
        """What the last import did, where it can be taken back; else None."""
        return last_counts(self._db) if Editions.of(self._db).back is not None else None

    def take_back(self) -> None:
        """Put the catalogue back as it was before the last import.

        Stock that was sold or returned since then stays so; so does what was edited, added or
        deleted by hand. What the import brought is gone.

        Raises:
            StoreError: There is none, or another import is under way.
        """
        with self._db.atomic():
            editions = Editions.of(self._db)
            if editions.back is None:
                raise StoreError(
                    say("There is no import to take back."),
                    say("Only the last import can be taken back, and only once."),
                )
            if editions.staging is not None:
                raise StoreError(
                    say("An import is under way."), say("Wait for its end, then try again.")
                )
            for code, base in self._versions.noted(editions.live, _LARGEST):
                self._keep_edit(code, base, editions.back)
            self._db.execute("UPDATE catalogue SET live = back, back = NULL, is_clear = 0")

    def _keep_edit(self, code: str, base: Values | None, back: int) -> None:
        """Bring what was edited since the import into what was before it."""
        now, old = self._versions.live(code), self._versions.of_edition(code, back)
        if base is None or now is None or old is None or now.id == old.id:
            return
        self._versions.change(old, product_rows.merged(base, now.values, old.values))

    def _put(self, product: Product, values: Values, editions: Editions) -> None:
        before = self._versions.live(product.code)
        self._versions.note(product.code, before, editions)
        if product.supplier:
            self._suppliers.put(product.supplier, editions)
        if before:
            self._versions.change(before, values)
        else:
            self._versions.insert(values, editions.oldest, self._end_of_new(product.code, editions))

    def _end_of_new(self, code: str, editions: Editions) -> int:
        staging = editions.staging
        is_staged = staging is not None and self._versions.staged(code, staging)
        return staging if staging is not None and is_staged else FOREVER

    def _first(self, where: str, value: object) -> Product | None:
        with self._db.snapshot():
            found = self._products(self._rows(where, [value], limit=1))
            return found[0] if found else None

    def _rows(self, where: str, asked: Sequence[object] = (), limit: int = -1) -> Iterable[Values]:
        return self._db.execute(
            f"SELECT {ALL_COLUMNS} FROM products WHERE {LIVE} AND {where}"
            f" ORDER BY {_ORDER} LIMIT ?",
            [*asked, limit],
        )

    def _products(self, rows: Iterable[Values]) -> list[Product]:
        rows = list(rows)
        names = {row[product_rows.SUPPLIER] for row in rows} - {None}
        suppliers = self._suppliers.live(names)
        return [product_rows.from_values(row, suppliers) for row in rows]

    def _look_up(self, text: str, limit: int, found: dict[int, Values]) -> None:
        """Find what is written in full: a code, a slot number, a GTIN."""
        folded = words.fold(text)
        slot = int(folded) if folded.isdecimal() and len(folded) < 18 else 0
        for where, asked in (
            ("code IN (?, ?, ?)", [text, folded, folded.upper()]),
            ("slot = ? AND slot <> 0", [slot]),
            ("gtin = ? AND gtin <> ''", [folded]),
        ):
            rows = self._db.execute(
                f"SELECT id, {ALL_COLUMNS} FROM products WHERE {LIVE} AND {where} LIMIT ?",
                [*asked, limit - len(found)],
            )
            found.update({row[0]: tuple(row[1:]) for row in rows if row[0] not in found})

    def _look_for(self, way: tuple[str, ...], limit: int, found: dict[int, Values]) -> None:
        """Find by the index, and look whether the text really holds it."""
        if len(found) >= limit:
            return
        holds = " AND instr(w.words, ?)" * len(way)
        rows = self._db.execute(
            f"SELECT p.id, {ALL_COLUMNS} FROM product_index i"
            " CROSS JOIN product_words w ON w.id = i.rowid"
            " CROSS JOIN products p ON p.words_id = w.id"
            f" WHERE product_index MATCH ?{holds} AND {LIVE} LIMIT ?",
            # Those that were found a better way come again, and count for nothing.
            [words.match(way), *way, limit + len(found)],
        )
        for row in rows:
            if len(found) < limit:
                found.setdefault(row[0], tuple(row[1:]))
