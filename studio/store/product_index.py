"""The full-text index: what products are found by, each text once for all editions that share it.

The index has no copy of the text (`content=''`) and knows only which product holds what
(`detail=none`), so what it gives is looked up again in the text. It is merged here in small
steps, never by itself: that would hold up whoever happens to write at that moment.
"""

from studio.store import words
from studio.store.database import Database

_MERGE_PAGES = 32


class ProductIndex:
    """Texts by id; `products.words_id` names them. Every call is made inside a transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, text: str) -> int:
        """Keep what a product is found by; gives its id."""
        row = self._db.execute("INSERT INTO product_words (words) VALUES (?) RETURNING id", [text])
        id = row.fetchone()[0]
        self._db.execute(
            "INSERT INTO product_index (rowid, grams) VALUES (?, ?)", [id, words.grams(text)]
        )
        return id

    def remove_unused(self, id: int) -> None:
        """Forget a text that no row of any edition names any more."""
        found = self._db.execute(
            "SELECT words FROM product_words w WHERE id = ?"
            " AND NOT EXISTS (SELECT 1 FROM products p WHERE p.words_id = w.id)",
            [id],
        ).fetchone()
        if found is None:
            return
        self._db.execute(
            "INSERT INTO product_index (product_index, rowid, grams) VALUES ('delete', ?, ?)",
            [id, words.grams(found[0])],
        )
        self._db.execute("DELETE FROM product_words WHERE id = ?", [id])

    def clear(self) -> None:
        """Forget everything; nothing names it any more."""
        self._db.execute("INSERT INTO product_index (product_index) VALUES ('delete-all')")
        self._db.execute("DELETE FROM product_words")

    def merge(self) -> None:
        """Some milliseconds' work on the index's order; may be a transaction of its own."""
        self._db.execute(
            "INSERT INTO product_index (product_index, rank) VALUES ('merge', ?)", [_MERGE_PAGES]
        )
