"""Who streams at this machine, by the command line."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from studio import paths
from studio.model.errors import CommandError
from studio.model.message import Name, say
from studio.model.person import Person, same_name
from studio.store.database import open_database
from studio.store.persons import PERSON_VARIABLE, PersonRepository
from studio.text import _


def use(name: str) -> None:
    """Have this process, and those it starts, be a person's.

    Raises:
        CommandError: Nobody here is called so.
        StoreError: The studio's file cannot be read.
    """
    with _persons() as persons:
        found = [p for p in persons.all() if p.name and same_name(p.name) == same_name(name)]
    if not found:
        raise CommandError(
            say("No streamer here is called “{name}”.", name=Name(name)),
            say("“earshot people” lists them all."),
        )
    os.environ[PERSON_VARIABLE] = found[0].id


def listed(*, as_json: bool) -> list[str]:
    """Everybody who streams here, a line each; the one who streams now, or did last, is marked.

    Raises:
        StoreError: The studio's file cannot be read.
    """
    with _persons() as persons:
        present, people = persons.streaming(), persons.all()
    if as_json:
        told = [{"name": p.name, "id": p.id, "streaming": p.id == present.id} for p in people]
        return [json.dumps(told, ensure_ascii=False)]
    return [_line(person, is_present=person.id == present.id) for person in people]


def _line(person: Person, *, is_present: bool) -> str:
    if not is_present:
        return person.shown
    return _("{person} (streamed last)").format(person=person.shown)


@contextmanager
def _persons() -> Iterator[PersonRepository]:
    db = open_database(paths.database_file())
    try:
        yield PersonRepository(db)
    finally:
        db.close()
