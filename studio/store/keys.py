"""The keys that a person chose."""

from collections.abc import Mapping

from studio.store.database import Database


class KeyRepository:
    """A person's keys by command; what is not in it has its default."""

    def __init__(self, db: Database, person_id: str) -> None:
        self._db = db
        self._table = db.table("keys")
        self._person = person_id

    def load(self) -> dict[str, str]:
        rows = self._table.rows_where("person_id = ?", [self._person], order_by="command")
        return {row["command"]: row["keys"] for row in rows}

    def save(self, chosen: Mapping[str, str]) -> None:
        """Keep these in place of what was chosen before."""
        with self._db.atomic():
            self._table.delete_where("person_id = ?", [self._person])
            for command, keys in chosen.items():
                self._table.insert({"person_id": self._person, "command": command, "keys": keys})
