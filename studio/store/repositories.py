"""All that is kept, for whoever may hold the open file."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Self

from studio.model.person import Person
from studio.model.work import CallOff
from studio.store.database import Database
from studio.store.destinations import DestinationRepository
from studio.store.facts import FactRepository
from studio.store.imports import StagedImport
from studio.store.keys import KeyRepository
from studio.store.persons import PersonRepository
from studio.store.products import ProductRepository
from studio.store.pronunciations import PronunciationRepository
from studio.store.rundown import OpenRundown
from studio.store.scenes import SceneRepository
from studio.store.sessions import SessionRepository
from studio.store.settings import SettingsRepository

_STARTED = "first_start_done"
_STEPS = "first_steps_wait"


@dataclass(frozen=True, slots=True)
class Repositories:
    """What is kept, as one person sees it. It stays on the store's thread.

    Attributes:
        person: Whose settings, scenes and destinations these are.
        persons: Everybody who streams here.
        facts: What is known about the machine.
        rundown: Which rundown the person has open.
        settings: The settings in force for the person.
        keys: The keys that the person chose.
        pronunciations: How the person wants words to be said.
        scenes: The person's sources and scenes.
        destinations: The person's destinations.
        products: The workstation's catalogue.
        sessions: What the centre sold, in which shows, and what it is to sell.
    """

    person: Person
    persons: PersonRepository
    facts: FactRepository
    rundown: OpenRundown
    settings: SettingsRepository
    keys: KeyRepository
    pronunciations: PronunciationRepository
    scenes: SceneRepository
    destinations: DestinationRepository
    products: ProductRepository
    sessions: SessionRepository
    _db: Database

    @classmethod
    def of(cls, db: Database, person: Person | None = None) -> Self:
        """Everything of a person; of the first one when none is given."""
        persons = PersonRepository(db)
        with db.atomic():
            person = person or persons.default()
            show = persons.show_of(person)
        products = ProductRepository(db, person.id)
        return cls(
            person=person,
            persons=persons,
            facts=FactRepository(db),
            rundown=OpenRundown(FactRepository(db), person.id),
            settings=SettingsRepository(db, person.id, show),
            keys=KeyRepository(db, person.id),
            pronunciations=PronunciationRepository(db, person.id),
            scenes=SceneRepository(db, person.id),
            destinations=DestinationRepository(db, person.id),
            products=products,
            sessions=SessionRepository(db, products, person),
            _db=db,
        )

    def atomic(self) -> AbstractContextManager[object]:
        """What is written inside is kept whole or not at all."""
        return self._db.atomic()

    def import_here(
        self, *, is_dry_run: bool = False, call_off: CallOff | None = None
    ) -> StagedImport:
        """An import on this very connection, for a file that is kept in memory only.

        Of a file on the disk use `imports.staged_import`, in another process.
        """
        return StagedImport(
            self._db, person_id=self.person.id, is_dry_run=is_dry_run, call_off=call_off
        )

    @property
    def is_first_start(self) -> bool:
        """Nobody has said yet that the studio was furnished with what it starts from."""
        return not self.facts.has(_STARTED)

    def end_first_start(self) -> None:
        """Say so; best in one `atomic` with the furnishing, so that a crash repeats both.

        The first steps then wait for the person, who may come to the window much later.
        """
        self.facts.put(_STARTED, value=True)
        self.facts.put(_STEPS, value=True)

    @property
    def wants_first_steps(self) -> bool:
        """Nobody has gone through the first steps yet; a file of an older studio wants none."""
        return self.facts.has(_STEPS)

    def end_first_steps(self) -> None:
        self.facts.forget(_STEPS)
