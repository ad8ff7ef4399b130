"""Who streams: several people share one machine, each with a studio of their own."""

from collections.abc import Callable
from dataclasses import replace

from studio import text
from studio.model import events
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError, StudioError
from studio.model.message import say
from studio.model.person import Person, Profile, objection, tidy
from studio.model.ports import Archive, Stage
from studio.model.scene import Scene
from studio.model.settings import Settings
from studio.model.state import ShowState
from studio.model.studio_name import lacks_name
from studio.standing import Standing

_TOPIC = "person"


class People:
    """The streamers of this machine; the thread that owns the show alone calls it.

    What is the centre's, such as products and what was sold, is the same for all of them.

    Args:
        standing: The show's state.
        stage: Shows another person's sources once they stream.
        archive: Keeps what is theirs.
        tell: Takes what is to be said.
        forget: Has the show forget what the one before could have taken back or answered.
    """

    def __init__(
        self,
        standing: Standing,
        stage: Stage,
        archive: Archive,
        tell: Callable[[events.Event], None],
        forget: Callable[[], None],
    ) -> None:
        self._standing = standing
        self._stage = stage
        self._archive = archive
        self._tell = tell
        self._forget = forget
        self._wish = 0

    @property
    def _state(self) -> ShowState:
        return self._standing.state

    def switch_to(self, person: Person) -> bool:
        """Have a person's studio in place of the present one's, soon; it is told then.

        Returns:
            False where it is theirs already.

        Raises:
            CommandError: Something is being sent or recorded.
        """
        self._refuse_while_busy()
        self._wish += 1
        if person.id == self._state.person.id:
            self._standing.change(asks_who=False)
            return False
        wish = self._wish

        def take(profile: Profile) -> None:
            if wish == self._wish:
                self._refuse_while_busy()
                self._use(profile)

        self._archive.errand(lambda: self._archive.profile(person), take, self._fail)
        return True

    def add(self, name: str, *, is_copy: bool) -> Person:
        """Add a person, with a new studio or with one like the present one's.

        Raises:
            CommandError: Nobody can be called so.
        """
        person = Person(self._checked(name, self._state.people))
        self._standing.change(people=(*self._state.people, person))
        # Whoever wants another language chooses it in the first steps, which speak this one.
        new = Profile(person, Settings(language=self._state.settings.language))
        begun = self._present().for_another(person) if is_copy else new
        self._archive.add_person(begun, furnish=not is_copy)
        return person

    def rename(self, person: Person, name: str) -> Person:
        """Call a person something else; raises as `add`."""
        others = [other for other in self._state.people if other.id != person.id]
        renamed = replace(person, name=self._checked(name, others))
        self._use_names(tuple(renamed if p.id == person.id else p for p in self._state.people))
        self._archive.rename_person(renamed)
        return renamed

    def unname(self, person: Person) -> None:
        """Take back that somebody who had no name was given one."""
        unnamed = replace(person, name="")
        self._use_names(tuple(unnamed if p.id == person.id else p for p in self._state.people))
        self._archive.rename_person(unnamed)

    def check_removable(self, person: Person) -> None:
        """Raise CommandError where a person cannot be removed."""
        if person.id == self._state.person.id:
            raise CommandError(
                say("This is {person}'s studio at the moment.", person=person.called),
                say("Let somebody else stream first, with “change streamer”."),
            )

    def remove(self, person: Person) -> None:
        """Remove a person, all that is theirs, and their stream keys; raises as the check."""
        self.check_removable(person)
        self._standing.change(people=tuple(p for p in self._state.people if p.id != person.id))
        self._archive.remove_person(person)

    # ---------------------------------------------------------------- behind it

    def _refuse_while_busy(self) -> None:
        state = self._state
        if state.is_connecting or state.streams:
            raise CommandError(
                say("You are live, so it has to stay your studio."), say("End the show first.")
            )
        if state.outputs:
            raise CommandError(
                say("You are recording, so it has to stay your studio."),
                say("End the recording first."),
            )

    def _checked(self, name: str, others: tuple[Person, ...] | list[Person]) -> str:
        name = tidy(name)
        if (reason := objection(name, others)) is not None:
            raise CommandError(reason, say("Choose another name."))
        return name

    def _present(self) -> Profile:
        state = self._state
        return Profile(
            state.person,
            state.settings,
            state.keys,
            state.pronunciations,
            state.picture_sources,
            state.sound_sources,
            state.scenes,
            state.destinations,
        )

    def _use_names(self, people: tuple[Person, ...]) -> None:
        present = next(p for p in people if p.id == self._state.person.id)
        self._standing.change(people=people, person=present)

    def _use(self, profile: Profile) -> None:
        """Have all of a person's in place of all of the other's, as one change."""
        self._archive.use_person(profile.person)
        self._forget()
        scene: Scene | None = next(iter(profile.scenes), None)
        settings = profile.settings
        text.use(text.asked_for() or settings.language or text.system_language())
        self._standing.change(
            person=profile.person,
            asks_who=False,
            settings=settings,
            keys=dict(profile.keys),
            pronunciations=profile.pronunciations,
            picture_sources=profile.pictures,
            sound_sources=profile.sounds,
            scenes=profile.scenes,
            scene=scene.id if scene else "",
            destinations=profile.destinations,
            wants_first_steps=profile.wants_first_steps,
            rundown=profile.rundown,
            sales=replace(profile.sales, person=profile.person.id),
            taught=profile.taught,
            alike={},
            listening=replace(self._state.listening, log=profile.heard),
            card=None,
            lost_sources=frozenset(),
            leaks=frozenset(),
            pictures_dropped=0,
            is_learning=False,
        )
        self._stage.show_card(None, 0.0)
        self._stage.configure(settings)
        self._stage.use_sources(profile.pictures, profile.sounds)
        self._stage.show_scene(scene, 0.0)
        self._tell(events.Answered(whose(self._state)))

    def _fail(self, error: StudioError) -> None:
        self._tell(events.Answered(error.announcement(_TOPIC)))


def whose(state: ShowState) -> Announcement:
    """Whose studio it is, as it is said at the start and after a change.

    Whoever speaks to it hands-free would else call it in vain.
    """
    person = state.person
    told = (
        say("{person}'s studio.", person=person.called)
        if person.name
        else say("The studio of the streamer without a name.")
    )
    if (lack := lacks_name(state)) is not None:
        return Announcement(told.then(lack), earcon=Earcon.WARNING, topic=_TOPIC)
    return Announcement(told, earcon=Earcon.DONE, topic=_TOPIC)
