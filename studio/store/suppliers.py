"""Who products come from, each once by name, in editions as the products are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from studio.model.product import Certificate, Supplier
from studio.store.database import Database
from studio.store.editions import FOREVER, LIVE, Editions


class SupplierTable:
    """Suppliers of the live edition, and of the one that is being staged."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def live(self, names: Iterable[str] | None = None) -> dict[str, Supplier]:
        """Suppliers by name; all of them where no names are given. Two questions in any case."""
        where, asked = LIVE, []
        if names is not None:
            asked = list(names)
            if not asked:
                return {}
            where += f" AND name IN ({', '.join('?' * len(asked))})"
        certificates: dict[int, list[Certificate]] = defaultdict(list)
        rows = self._db.execute(
            "SELECT supplier_id, c.name, number, expires FROM certificates c"
            f" WHERE supplier_id IN (SELECT id FROM suppliers WHERE {where})"
            " ORDER BY supplier_id, position",
            asked,
        )
        for supplier, name, number, expires in rows:
            day = None if expires is None else date.fromisoformat(expires)
            certificates[supplier].append(Certificate(name, number, day))
        found = self._db.execute(f"SELECT id, name, contact FROM suppliers WHERE {where}", asked)
        return {n: Supplier(n, contact, tuple(certificates[i])) for i, n, contact in found}

    def put(self, supplier: Supplier, editions: Editions) -> None:
        """Keep a supplier for all products that name it; inside a transaction."""
        row = self._db.execute(
            f"SELECT id, since FROM suppliers WHERE name = ? AND {LIVE}",
            [supplier.name],
        ).fetchone()
        if row is None:
            until = FOREVER
            if editions.staging is not None and self._is_of(supplier.name, editions.staging):
                until = editions.staging
            self._insert(supplier, editions.oldest, until)
            return
        id, since = row
        if not self._is_of(supplier.name, editions.oldest):
            # An import brought it, and what names it now stays when that is taken back.
            self._insert(supplier, editions.oldest, since)
        if self.live([supplier.name])[supplier.name] != supplier:
            self._db.execute(
                "UPDATE suppliers SET contact = ? WHERE id = ?", [supplier.contact, id]
            )
            self._db.execute("DELETE FROM certificates WHERE supplier_id = ?", [id])
            self._insert_certificates(id, supplier)

    def stage(self, supplier: Supplier, edition: int) -> None:
        """Keep a supplier for an edition to come; inside a transaction."""
        self._db.execute(
            "UPDATE suppliers SET until = ? WHERE name = ? AND since < ? AND until > ?",
            [edition, supplier.name, edition, edition],
        )
        self._db.execute(
            "DELETE FROM suppliers WHERE name = ? AND since = ?", [supplier.name, edition]
        )
        self._insert(supplier, edition, FOREVER)

    def _is_of(self, name: str, edition: int) -> bool:
        asked = "SELECT 1 FROM suppliers WHERE name = ? AND since <= ? AND until > ?"
        return self._db.execute(asked, [name, edition, edition]).fetchone() is not None

    def _insert(self, supplier: Supplier, since: int, until: int) -> None:
        row = self._db.execute(
            "INSERT INTO suppliers (name, contact, since, until) VALUES (?, ?, ?, ?) RETURNING id",
            [supplier.name, supplier.contact, since, until],
        ).fetchone()
        self._insert_certificates(row[0], supplier)

    def _insert_certificates(self, supplier_id: int, supplier: Supplier) -> None:
        for position, one in enumerate(supplier.certificates):
            expires = one.expires.isoformat() if one.expires else None
            self._db.execute(
                "INSERT INTO certificates (supplier_id, position, name, number, expires)"
                " VALUES (?, ?, ?, ?, ?)",
                [supplier_id, position, one.name, one.number, expires],
            )
