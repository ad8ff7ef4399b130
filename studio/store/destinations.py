"""Where shows are sent; the stream keys lie elsewhere, see `studio.store.secrets`."""

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from studio.model.destination import Destination
from studio.model.errors import StoreError
from studio.model.message import say
from studio.store.database import Database


class DestinationRepository:
    """The destinations of one person, each with a name of its own."""

    def __init__(self, db: Database, person_id: str) -> None:
        self._db = db
        self._table = db.table("destinations")
        self._person = person_id

    def all(self) -> list[Destination]:
        """Every destination, the one added first before the others."""
        rows = self._table.rows_where("person_id = ?", [self._person], order_by="rowid")
        return [_from_row(row) for row in rows]

    def by_name(self, name: str) -> Destination | None:
        """The destination of this name, in small letters or capitals."""
        return next((one for one in self.all() if _same(one.name) == _same(name)), None)

    def by_id(self, destination_id: str) -> Destination | None:
        return next((one for one in self.all() if one.id == destination_id), None)

    def put(self, destination: Destination) -> None:
        """Keep a destination; a known one is changed.

        Raises:
            StoreError: It has no name, or another destination has the same.
        """
        if not destination.name.strip():
            raise StoreError(
                say("The destination has no name."), say("Give it a name that you will know it by.")
            )
        with self._db.atomic():
            other = self.by_name(destination.name)
            if other and other.id != destination.id:
                raise StoreError(
                    say("There is a destination called {name} already.", name=other.name),
                    say("Choose another name, or edit that one."),
                )
            self._table.upsert(asdict(destination) | {"person_id": self._person}, pk="id")

    def put_in_order(self, destinations: Sequence[Destination]) -> None:
        """Keep destinations so that they come in this order; raises as `put`."""
        with self._db.atomic():
            for destination in destinations:
                self.delete(destination.id)
            for destination in destinations:
                self.put(destination)

    def delete(self, destination_id: str) -> None:
        """Forget a destination; whoever calls this deletes its stream key too."""
        self._table.delete_where("id = ? AND person_id = ?", [destination_id, self._person])


def _same(name: str) -> str:
    """Names that sound the same are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _from_row(row: dict[str, Any]) -> Destination:
    return Destination(
        row["name"],
        row["url"],
        row["service"],
        bool(row["needs_key"]),
        bool(row["is_on"]),
        row["id"],
    )
