"""All that is kept, for whoever may hold the open file."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from studio.model.destination import Destination
from studio.model.person import Person, Profile
from studio.model.rundown import RundownState
from studio.model.session import SalesState
from studio.model.settings import Scope, declared
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
from studio.store.scenes import Arrangement, SceneRepository
from studio.store.sessions import SessionRepository
from studio.store.settings import SettingsRepository
from studio.store.taught import TaughtRepository

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
        taught: What the person has taught the studio to understand.
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
    taught: TaughtRepository
    _db: Database

    @classmethod
    def of(cls, db: Database, person: Person | None = None) -> Self:
        """Everything of a person; of the one who streams when none is given."""
        persons = PersonRepository(db)
        with db.atomic():
            person = person or persons.streaming()
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
            taught=TaughtRepository(db, person.id),
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
        self.begin_first_steps()

    def begin_first_steps(self) -> None:
        """Have them wait for this person."""
        with self.atomic():
            self._keep_steps([*self._steps, self.person.id])

    @property
    def wants_first_steps(self) -> bool:
        """The person has not gone through them; a file of an older studio wants none."""
        return self.person.id in self._steps

    def end_first_steps(self) -> None:
        with self.atomic():
            self._keep_steps([one for one in self._steps if one != self.person.id])

    @property
    def _steps(self) -> list[str]:
        """Ids of those for whom they wait."""
        waiting = self.facts.get(_STEPS)
        if waiting is True:  # as it was written while there was one person only
            return [self.persons.default().id]
        return waiting if isinstance(waiting, list) else []

    def _keep_steps(self, waiting: list[str]) -> None:
        if waiting:
            self.facts.put(_STEPS, waiting)
        else:
            self.facts.forget(_STEPS)

    def of_another(self, person: Person) -> Self:
        """The same of somebody else."""
        return self.of(self._db, person)

    def profile(self) -> Profile:
        """All that is the person's, of one moment."""
        with self._db.snapshot():
            arrangement = self.scenes.load()
            return Profile(
                self.person,
                self.settings.load(),
                self.keys.load(),
                self.pronunciations.load(),
                arrangement.pictures,
                arrangement.sounds,
                arrangement.scenes,
                tuple(self.destinations.all()),
                self.wants_first_steps,
                self.rundown.load(),
                SalesState(
                    person=self.person.id,
                    targets=tuple(self.sessions.targets()),
                    progresses=tuple(self.sessions.progresses(datetime.now().astimezone().date())),
                ),
                self.taught.load(),
            )

    def add_person(self, profile: Profile) -> None:
        """Keep a new person with all that they begin with, but for settings of the machine."""
        with self.atomic():
            self.persons.put(profile.person)
            theirs = self.of_another(profile.person)
            for name, about, field in declared():
                value = getattr(profile.settings, name)
                if about.scope is not Scope.MACHINE and value != field.default:
                    theirs.settings.set(name, value)
            theirs.keys.save(profile.keys)
            theirs.pronunciations.save(profile.pronunciations)
            theirs.scenes.save(Arrangement(profile.pictures, profile.sounds, profile.scenes))
            theirs.begin_first_steps()

    def remove_person(self, person: Person) -> list[Destination]:
        """Forget a person and all that is theirs; gives the destinations, to delete their keys."""
        with self.atomic():
            theirs = self.of_another(person)
            destinations = theirs.destinations.all()
            theirs.end_first_steps()
            theirs.rundown.save(RundownState())
            self.persons.remove(person)
        return destinations
