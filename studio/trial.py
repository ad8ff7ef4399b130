"""A trial: one of the taught commands is said, and it is told what was understood."""

from collections.abc import Callable, Sequence

from studio.cue import TOPIC, Cue, check_heard
from studio.model import events
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.errors import CommandError, StudioError
from studio.model.message import Message, say
from studio.model.ports import Archive
from studio.model.state import ShowState
from studio.model.voice import FADES_S, Recording, TaughtCommand
from studio.standing import Standing
from studio.voice.taught import HELD, Judgement, Vocabulary

Called = Callable[[TaughtCommand], Message]

_CLEARLY = 0.75
"""Up to this score it is understood in another mood and room too."""


class Trial:
    """Says what it hears, and does nothing of it; the show's thread alone calls it.

    Args:
        standing: The show's state.
        archive: Does what takes a while.
        tell: Takes what is told.
        cue: Asks for what is said.
    """

    def __init__(
        self,
        standing: Standing,
        archive: Archive,
        tell: Callable[[events.Event], None],
        cue: Cue,
    ) -> None:
        self._standing = standing
        self._archive = archive
        self._tell = tell
        self._cue = cue
        self._person = standing.state.person
        standing.subscribe(self._follow)

    @property
    def is_going_on(self) -> bool:
        """Whether one of the commands is waited for."""
        return self._cue.is_given and self._standing.state.lesson is None

    def begin(self, taught: Sequence[TaughtCommand], called: Called) -> None:
        """Ask for one of these, and tell which was heard.

        Raises:
            CommandError: Viewers would hear it, or nobody can be heard.
        """
        check_heard(self._standing.state)
        person = self._standing.state.person
        names = {one.id: called(one) for one in taught}
        asked = say("After the tone, say one of your commands; nothing of it is done.")

        def heard(recording: Recording | None) -> None:
            if recording is None:
                self._told(say("I heard nothing."), Earcon.WARNING)
                return
            if recording.over_voice >= FADES_S:
                self._told(say("The studio itself was speaking."), Earcon.WARNING)
                return
            self._archive.errand(
                lambda: Vocabulary(taught).judge(
                    recording.take.features, HELD, recording.take.seconds
                ),
                judged,
                self._fail,
            )

        def judged(found: Judgement) -> None:
            if self._standing.state.person.id == person.id:
                self._told(*understood(found, names))

        self._cue.give(
            Announcement(asked, priority=Priority.NEXT, topic=TOPIC), lambda: None, heard
        )

    def ready(self) -> None:
        """Sound the tone at once."""
        self._cue.sound()

    def _follow(self, state: ShowState) -> None:
        """End a trial that viewers would hear, or that is somebody else's."""
        before, self._person = self._person, state.person
        if not self.is_going_on:
            return
        if before.id != state.person.id:
            self._cue.withdraw()
            return
        try:
            check_heard(state)
        except CommandError as why:
            self._cue.withdraw()
            self._told(say("The test is over.").then(why.problem), Earcon.WARNING)

    def _told(self, told: Message, earcon: Earcon) -> None:
        self._tell(events.Answered(Announcement(told, earcon=earcon, topic=TOPIC)))

    def _fail(self, error: StudioError) -> None:
        self._tell(events.Answered(error.announcement(TOPIC)))


def understood(judged: Judgement, names: dict[str, Message]) -> tuple[Message, Earcon]:
    """What is told of what was heard."""
    if not judged.guesses:
        return say("That was too short, or too quiet."), Earcon.WARNING
    first = judged.guesses[0]
    if judged.taught:
        told = (
            say("I heard “{command}”, clearly.", command=names[first.id])
            if first.score <= _CLEARLY
            else say(
                "I heard “{command}”, but only just. A take more makes it surer.",
                command=names[first.id],
            )
        )
        return told, Earcon.DONE
    if first.score > 1 or len(judged.guesses) < 2:
        nearest = say(
            "I did not understand that. The nearest is “{command}”.", command=names[first.id]
        )
        return nearest, Earcon.WARNING
    either = say(
        "That may be “{command}” or “{other}”; they are too alike.",
        command=names[first.id],
        other=names[judged.guesses[1].id],
    )
    return either, Earcon.WARNING
