"""Rows that belong to no edition any more are taken away in small steps.

They are there after an import was published, dropped or taken back, or its process killed. Nobody
reads them; they only take room. Whoever clears holds the right of `turns.only_one`.
"""

from collections.abc import Generator
from contextlib import contextmanager

from studio.model.work import CallOff
from studio.store import words
from studio.store.database import Database
from studio.store.editions import FOREVER, Editions
from studio.store.pace import Pace
from studio.store.product_index import ProductIndex

_PAST = "(since > :live OR until <= :oldest)"
_OPEN = "(until > :live AND until < :forever)"
"""Rows whose successor never came, or was taken back."""


def clear_away(db: Database, call_off: CallOff | None = None) -> bool:
    """Take away all rows of editions that are past, and of an import that came to no end.

    Args:
        db: Open file; a connection of its own, unless nobody else minds.
        call_off: Looked at between the steps.

    Returns:
        Whether all is clear; not so where it was called off.
    """
    with db.atomic():
        db.execute("UPDATE catalogue SET staging = NULL WHERE staging IS NOT NULL")
    while not (editions := Editions.of(db)).is_clear:
        if not _Clearing(db, editions, call_off or CallOff()).run():
            return False
        with db.atomic():
            # Somebody may have taken back the last import meanwhile.
            if Editions.of(db) == editions:
                db.execute("UPDATE catalogue SET is_clear = 1")
    return True


class _Clearing:
    """One walk through all that stands in editions.

    Each statement is for many rows, so that nothing but SQLite holds up whoever waits.
    """

    def __init__(self, db: Database, editions: Editions, call_off: CallOff) -> None:
        self._db = db
        self._editions = editions
        self._call_off = call_off
        self._index = ProductIndex(db)
        self._pace = Pace()
        self._known = {
            "live": editions.live,
            "oldest": editions.oldest,
            "forever": FOREVER,
        }

    def run(self) -> bool:
        self._make_tables()
        last = -1
        while (rows := self._next_products(last)) and not self._call_off.is_wished:
            last = rows[-1][0]
            self._clear_products(rows)
        while not self._call_off.is_wished and self._clear_suppliers():
            pass
        while not self._call_off.is_wished and self._clear_notes():
            pass
        return not self._call_off.is_wished

    @contextmanager
    def _short(self) -> Generator[None, None, None]:
        """A transaction with a gap before it."""
        self._pace.gap()
        with self._db.atomic():
            yield
        self._pace.released()

    def _make_tables(self) -> None:
        for statement in (
            "DROP TABLE IF EXISTS temp.past",
            "DROP TABLE IF EXISTS temp.unused",
            "CREATE TEMP TABLE past (id INTEGER PRIMARY KEY)",
            "CREATE TEMP TABLE unused (id INTEGER PRIMARY KEY, words, grams)",
        ):
            self._db.execute(statement)

    def _next_products(self, last: int) -> list[tuple[int, int, str]]:
        """The next rows by id: id, id of the text, and the text."""
        return self._db.execute(
            "SELECT p.id, words_id, words FROM products p JOIN product_words w ON w.id = words_id"
            f" WHERE p.id > :last AND ({_PAST} OR {_OPEN}) ORDER BY p.id LIMIT :size",
            self._known | {"last": last, "size": self._pace.size},
        ).fetchall()

    def _clear_products(self, rows: list[tuple[int, int, str]]) -> None:
        texts = {words_id: text for _id, words_id, text in rows}
        fill = self._db.conn.executemany
        grams = [(id, text, words.grams(text)) for id, text in texts.items()]
        self._db.execute("BEGIN")  # on tables of this connection alone: holds nobody up
        self._db.execute("DELETE FROM temp.past")
        self._db.execute("DELETE FROM temp.unused")
        fill("INSERT INTO temp.past VALUES (?)", [(id,) for id, *_ in rows])
        fill("INSERT INTO temp.unused VALUES (?, ?, ?)", grams)
        self._db.execute("COMMIT")
        unused = (
            "FROM temp.unused u JOIN product_words w ON w.id = u.id AND w.words = u.words"
            " WHERE NOT EXISTS (SELECT 1 FROM products p WHERE p.words_id = u.id)"
        )
        these = "id IN (SELECT id FROM temp.past)"
        with self._short(), self._pace.timed(len(rows)):
            for statement in (
                f"DELETE FROM products WHERE {these} AND {_PAST}",
                f"UPDATE products SET until = :forever WHERE {these} AND {_OPEN}",
                f"INSERT INTO product_index (product_index, rowid, grams)"
                f" SELECT 'delete', u.id, u.grams {unused}",
                f"DELETE FROM product_words WHERE id IN (SELECT u.id {unused})",
            ):
                self._db.execute(statement, self._known)
        with self._short():
            self._index.merge()

    def _clear_suppliers(self) -> bool:
        """Some of them; whether there may be more."""
        some = f"SELECT id FROM suppliers WHERE {_PAST} OR {_OPEN} LIMIT 200"
        with self._short():
            found = [row[0] for row in self._db.execute(some, self._known)]
            these = f"id IN ({', '.join(map(str, found))})"
            self._db.execute(f"DELETE FROM suppliers WHERE {these} AND {_PAST}", self._known)
            self._db.execute(
                f"UPDATE suppliers SET until = :forever WHERE {these} AND {_OPEN}",
                self._known,
            )
        return bool(found)

    def _clear_notes(self) -> bool:
        """Some of them; whether there may be more."""
        wanted = ", ".join(map(str, self._editions.noted)) or "-1"
        with self._short():
            gone = self._db.execute(
                "DELETE FROM product_edits WHERE rowid IN (SELECT rowid FROM product_edits"
                f" WHERE edition NOT IN ({wanted}) LIMIT 500)"
            ).rowcount
        return gone > 0
