"""Who streams at this machine, and the shows of each."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from studio.model.person import Person
from studio.model.scene import new_id
from studio.model.settings import Scope
from studio.store.database import Database
from studio.store.facts import FactRepository

PERSON_VARIABLE = "EARSHOT_PERSON"
"""Id of the person whom the command line names, for this process and those it starts."""

_STREAMING = "person"


class PersonRepository:
    """The streamers of this machine, the one who was here first before the others."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._persons = db.table("persons")
        self._shows = db.table("shows")

    def all(self) -> list[Person]:
        return [Person(row["name"], row["id"]) for row in self._in_order()]

    def put(self, person: Person) -> None:
        """Keep a person; a known one is renamed."""
        with self._db.atomic():
            if self._persons.count_where("id = ?", [person.id]):
                self._persons.update(person.id, {"name": person.name})
            else:
                self._persons.insert({"id": person.id, "name": person.name, "created": _now()})

    def by_id(self, person_id: str) -> Person | None:
        return next((person for person in self.all() if person.id == person_id), None)

    def remove(self, person: Person) -> None:
        """Forget a person and all that is theirs; products and what was sold stay.

        Whoever calls this deletes the stream keys of their destinations too.
        """
        with self._db.atomic():
            shows = [row["id"] for row in self._shows.rows_where("person_id = ?", [person.id])]
            settings = self._db.table("settings")
            settings.delete_where("scope = ? AND owner = ?", [Scope.PERSON, person.id])
            for show in shows:
                settings.delete_where("scope = ? AND owner = ?", [Scope.SHOW, show])
            self._persons.delete_where("id = ?", [person.id])

    def streaming(self) -> Person:
        """Who streams: whom the command line names, else who streamed last, else the first."""
        facts = FactRepository(self._db)
        for known in (os.environ.get(PERSON_VARIABLE), facts.get(_STREAMING)):
            if isinstance(known, str) and (person := self.by_id(known)) is not None:
                return person
        return self.default()

    def remember(self, person: Person) -> None:
        """From now on it is they who stream, whomever the command line named before."""
        os.environ.pop(PERSON_VARIABLE, None)
        FactRepository(self._db).put(_STREAMING, person.id)

    def default(self) -> Person:
        """The first person; where there is none yet, one without a name is made."""
        with self._db.atomic():
            for person in self.all():
                return person
            person = Person()
            self.put(person)
            return person

    def show_of(self, person: Person) -> str:
        """Id of the show that a person's settings belong to; made when there is none yet."""
        with self._db.atomic():
            order = "created, rowid"
            for row in self._shows.rows_where("person_id = ?", [person.id], order_by=order):
                return row["id"]
            show = {"id": new_id(), "person_id": person.id, "title": "", "created": _now()}
            self._shows.insert(show)
            return show["id"]

    def _in_order(self) -> Iterable[dict[str, Any]]:
        return self._persons.rows_where(order_by="created, rowid")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
