"""What the studio found out about this machine, or did on it."""

import json
import logging
from typing import Any

from studio.store.database import Database

log = logging.getLogger(__name__)


class FactRepository:
    """Facts by name; a value is anything that JSON can hold."""

    def __init__(self, db: Database) -> None:
        self._table = db.table("facts")

    def get(self, name: str) -> Any:  # noqa: ANN401 - as JSON gives it
        """What is known; None when nothing is, or when it cannot be understood."""
        for row in self._table.rows_where("name = ?", [name]):
            try:
                return json.loads(row["value"])
            except (ValueError, RecursionError):
                log.warning("fact %s holds %.80s", name, row["value"])
        return None

    def has(self, name: str) -> bool:
        return bool(self._table.count_where("name = ?", [name]))

    def put(self, name: str, value: object) -> None:
        """Keep a fact in place of the one before.

        Raises:
            TypeError, ValueError: JSON cannot hold the value.
        """
        kept = json.dumps(value, ensure_ascii=False, allow_nan=False)
        self._table.upsert({"name": name, "value": kept}, pk="name")

    def forget(self, name: str) -> None:
        self._table.delete_where("name = ?", [name])
