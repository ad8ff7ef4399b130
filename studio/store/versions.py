"""The rows of products, each for some editions; what was edited by hand is noted for both sides.

While an import is staged, and as long as the last one can be taken back, the first edit of a
product notes how it was before. With that, publishing and taking back can tell what somebody did
meanwhile from what the import did.
"""

import json
from dataclasses import dataclass

from studio.store import product_rows
from studio.store.database import Database
from studio.store.editions import FOREVER, LIVE, Editions
from studio.store.product_index import ProductIndex
from studio.store.product_rows import ALL_COLUMNS, COLUMNS, Values

_HEAD = "id, words_id, until"
_SET = ", ".join(f"{column} = ?" for column in COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))


@dataclass(frozen=True, slots=True)
class Version:
    """A product as some editions have it.

    Attributes:
        id: Its row.
        words_id: What it is found by.
        until: The first edition that has another version; `FOREVER` for none.
        values: In the order of `COLUMNS`.
    """

    id: int
    words_id: int
    until: int
    values: Values


class VersionTable:
    """Versions of products by code. What writes is called inside a transaction.

    Args:
        person_id: Whose changes they are.
    """

    def __init__(self, db: Database, person_id: str | None = None) -> None:
        self._db = db
        self._person = person_id
        self.index = ProductIndex(db)

    def live(self, code: str) -> Version | None:
        return self._first(LIVE, code)

    def of_edition(self, code: str, edition: int) -> Version | None:
        return self._first("since <= ? AND until > ?", code, edition, edition)

    def staged(self, code: str, edition: int) -> Version | None:
        """The version that begins with an edition."""
        return self._first("since = ?", code, edition)

    def note(self, code: str, live: Version | None, editions: Editions) -> None:
        """Note how a product is before an edit; None where there is none."""
        base = None if live is None else json.dumps(live.values, ensure_ascii=False)
        for edition in editions.noted:
            self._db.execute(
                "INSERT INTO product_edits (edition, code, base) VALUES (?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                [edition, code, base],
            )

    def noted(self, edition: int, limit: int) -> list[tuple[str, Values | None]]:
        """Codes that were edited, each with its values before."""
        rows = self._db.execute(
            "SELECT code, base FROM product_edits WHERE edition = ? LIMIT ?", [edition, limit]
        )
        return [(code, None if base is None else tuple(json.loads(base))) for code, base in rows]

    def count_noted(self, edition: int) -> int:
        asked = "SELECT count(*) FROM product_edits WHERE edition = ?"
        return self._db.execute(asked, [edition]).fetchone()[0]

    def forget_note(self, edition: int, code: str) -> None:
        self._db.execute(
            "DELETE FROM product_edits WHERE edition = ? AND code = ?", [edition, code]
        )

    def insert(self, values: Values, since: int, until: int = FOREVER) -> None:
        words_id = self.index.add(product_rows.words(values))
        self._db.execute(
            f"INSERT INTO products (since, until, words_id, person_id, {ALL_COLUMNS})"
            f" VALUES (?, ?, ?, ?, {_MARKS})",
            [since, until, words_id, self._person, *values],
        )

    def change(self, version: Version, values: Values) -> None:
        """Give a version other values; its code stays."""
        words_id = version.words_id
        if not product_rows.are_found_alike(version.values, values):
            words_id = self.index.add(product_rows.words(values))
        self._db.execute(
            f"UPDATE products SET words_id = ?, person_id = ?, {_SET} WHERE id = ?",
            [words_id, self._person, *values, version.id],
        )
        if words_id != version.words_id:
            self.index.remove_unused(version.words_id)

    def end(self, version: Version, until: int) -> None:
        """Let a version be replaced by another one from an edition on."""
        self._db.execute("UPDATE products SET until = ? WHERE id = ?", [until, version.id])

    def drop(self, version: Version) -> None:
        self._db.execute("DELETE FROM products WHERE id = ?", [version.id])
        self.index.remove_unused(version.words_id)

    def all_of(self, code: str) -> list[Version]:
        """Every row of a code, of whatever edition."""
        return self._find("1", code)

    def settle(self, code: str, base: Values | None, edition: int) -> None:
        """Bring what was edited meanwhile into what is staged; the note is then forgotten.

        Args:
            code: Whose.
            base: The product's values before it was edited; None for a new one.
            edition: The one that is being staged.
        """
        self.forget_note(edition, code)
        staged = self.staged(code, edition)
        if staged is None:
            return
        now = self.live(code)
        if now is None:
            if base is not None:  # somebody deleted it, and knew why
                self.drop(staged)
            return
        if base is None:  # made by hand meanwhile
            values = now.values
        else:
            values = product_rows.merged(base, now.values, staged.values)
        if values == now.values:
            self.drop(staged)
            self.end(now, FOREVER)
        else:
            self.change(staged, values)
            self.end(now, edition)

    def _first(self, where: str, code: str, *editions: int) -> Version | None:
        found = self._find(where, code, *editions)
        return found[0] if found else None

    def _find(self, where: str, code: str, *editions: int) -> list[Version]:
        rows = self._db.execute(
            f"SELECT {_HEAD}, {ALL_COLUMNS} FROM products WHERE code = ? AND {where}",
            [code, *editions],
        )
        return [Version(row[0], row[1], row[2], tuple(row[3:])) for row in rows]
