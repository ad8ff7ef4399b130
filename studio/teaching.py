"""The part of the show that is taught commands, step by step."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from studio.cue import TOPIC, Cue, check_heard
from studio.model import events
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.errors import CommandError, StudioError
from studio.model.lesson import Lesson, Phrase, Turn, own_takes
from studio.model.message import Message, Number, say
from studio.model.ports import Archive
from studio.model.state import ShowState
from studio.model.voice import Listening, Recording, Take, TaughtCommand
from studio.standing import Standing
from studio.taught import Likeness, Taught
from studio.voice.takes import Against, Objection, objections
from studio.works import Works

log = logging.getLogger(__name__)

MOST_SILENCES = 3
"""So often nothing may be heard before the lesson is left."""

MOST_REFUSALS = 4
"""After so many refusals of one phrase it is told what else can be done."""

Called = Callable[[TaughtCommand], Message]
"""What a taught command is called when it is told."""


@dataclass(frozen=True, slots=True)
class Words:
    """Commands that end a step of a lesson when they are said in place of the phrase.

    Attributes:
        leave: Ids of those that mean: no more.
        again: Ids of those that mean: once more from its first take.
    """

    leave: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()


class Teaching:
    """Takes of phrases, asked for one after the other; the show's thread alone calls it.

    Args:
        standing: The show's state.
        works: Takes the lesson as something that is under way and can be called off.
        taught: Keeps what was taught.
        archive: Judges takes, and keeps their sound where that is wished.
        tell: Takes what is told unasked.
        cue: Asks for takes.
    """

    def __init__(
        self,
        standing: Standing,
        works: Works,
        taught: Taught,
        archive: Archive,
        tell: Callable[[events.Event], None],
        *,
        cue: Cue,
    ) -> None:
        self._standing = standing
        self._works = works
        self._taught = taught
        self._archive = archive
        self._tell = tell
        self._cue = cue
        self._queue: list[Phrase] = []
        self._called: Called = lambda taught: say("{words}", words=taught.title or taught.id)
        self._words = Words()
        self._work = ""
        self._odd: Take | None = None
        self._silences = 0
        self._refusals = 0
        self._person = standing.state.person
        self._known = standing.state.taught
        standing.subscribe(self._follow)

    @property
    def lesson(self) -> Lesson | None:
        """What is being taught; None where nothing is."""
        return self._standing.state.lesson

    # ---------------------------------------------------------------- lessons

    def begin(self, phrases: Sequence[Phrase], called: Called, words: Words) -> str:
        """Teach these, one after the other; gives the id of this work.

        A lesson that goes on is left, and what was said in it is kept.

        Raises:
            CommandError: Viewers would hear it, or nobody can be heard.
        """
        check_heard(self._standing.state)
        self._leave()
        first, *self._queue = phrases
        self._called, self._words = called, words
        self._work = self._works.begin(say("Teaching commands by voice."), self._call_off)
        self._open(first, _told_first(self._standing.state))
        return self._work

    def ready(self) -> None:
        """The person wants the tone now; where it was heard, to be told once more what to say.

        Raises:
            CommandError: Nothing is being taught.
        """
        lesson = self._going_on()
        if lesson.turn is Turn.STUDIO:
            self._cue.sound()
        elif lesson.turn is Turn.PERSON:
            self._ask(lesson)

    def take_back(self) -> None:
        """Forget the takes of this lesson and ask for its first once more; raises as `ready`."""
        lesson = self._going_on()
        self._odd = None
        self._note(replace(lesson, takes=()))
        told = say("The takes of “{command}” are dropped.", command=lesson.phrase.called)
        self._ask(replace(lesson, takes=()), told)

    def leave(self) -> None:
        """Leave the lesson that goes on, if one does, without a word; what was said is kept."""
        self._leave()

    def end(self) -> Message:
        """Leave the lesson that goes on; gives what is told of it. Raises as `ready`."""
        lesson = self._going_on()
        self._leave()
        return _what_stays(lesson)

    def skip(self) -> None:
        """Go on with the next phrase; what was said of this one is kept. Raises as `ready`."""
        lesson = self._going_on()
        if not self._queue:
            self._leave()
            self._tell_soon(_left(lesson))
            return
        self._open(self._queue.pop(0))

    # ---------------------------------------------------------------- one step

    def _open(
        self, phrase: Phrase, before: Message | None = None, earcon: Earcon | None = None
    ) -> None:
        takes = () if phrase.begins_anew else own_takes(phrase.taught)
        self._odd, self._silences, self._refusals = None, 0, 0
        told = _what_to_say(phrase)
        told = told if before is None else before.then(told)
        self._ask(Lesson(phrase, takes, left=len(self._queue)), told, earcon)

    def _ask(
        self, lesson: Lesson, before: Message | None = None, earcon: Earcon | None = None
    ) -> None:
        """Tell what to say next, and take it."""
        count = say(
            "Take {n} of {count}, after the tone.",
            n=Number(len(lesson.takes) + 1),
            count=Number(lesson.phrase.wanted),
        )
        told = count if before is None else before.then(count)
        self._turn(Turn.STUDIO, lesson)
        self._cue.give(
            Announcement(told, priority=Priority.NEXT, earcon=earcon, topic=TOPIC),
            lambda: self._turn(Turn.PERSON, lesson),
            lambda heard: self._hear(lesson, heard),
        )

    def _turn(self, turn: Turn, lesson: Lesson) -> None:
        self._standing.change(lesson=replace(lesson, turn=turn))

    def _hear(self, lesson: Lesson, heard: Recording | None) -> None:
        if heard is None:
            self._hear_nothing(lesson)
            return
        self._turn(Turn.JUDGING, lesson)
        phrase = lesson.phrase.taught
        others = {
            one.id: own_takes(one) for one in self._standing.state.taught if one.id != phrase.id
        }

        def judged(found: list[Objection]) -> None:
            now = self.lesson
            if now is not None and now.turn is Turn.JUDGING and now.phrase is lesson.phrase:
                self._judged(lesson, heard, found)

        self._archive.errand(lambda: objections(heard, lesson.takes, others), judged, self._fail)

    def _judged(self, lesson: Lesson, heard: Recording, found: Sequence[Objection]) -> None:
        self._silences = 0
        worst = found[0] if found else None
        other = next((one.other for one in found if one.kind is Against.TOO_ALIKE), "")
        if worst is None:
            self._accept(lesson, heard)
        elif self._is_said_to_us(lesson, other):
            pass
        elif worst.kind is Against.UNLIKE_ITS_OWN and len(lesson.takes) == 1:
            self._weigh(lesson, heard)
        else:
            self._refuse_take(lesson, worst)

    def _is_said_to_us(self, lesson: Lesson, other: str) -> bool:
        """Whether a known word for the lesson itself was said, such as *cancel*; it is heeded."""
        known = self._taught.known(other)
        if known is None or lesson.phrase.taught.command in self._words.leave | self._words.again:
            return False
        if known.command in self._words.leave:
            self._works.end(self._work)
            self._call_off()
            return True
        if known.command in self._words.again:
            self.take_back()
            return True
        return False

    def _weigh(self, lesson: Lesson, heard: Recording) -> None:
        """Two takes are unlike each other, and nobody knows which is wrong: a third one decides."""
        odd, self._odd = self._odd, heard.take
        if odd is None or objections(heard.take, (odd,), {}):
            told = say("That was unlike the first take. Say it as you will always say it.")
            self._ask(lesson, told)
            return
        self._odd = None
        agreed = replace(lesson, takes=(odd,))
        self._accept(agreed, heard, say("It was the first take that was unlike; it is dropped."))

    def _accept(self, lesson: Lesson, heard: Recording, before: Message | None = None) -> None:
        self._odd, self._refusals = None, 0
        if self._standing.state.settings.keep_takes:
            self._archive.keep_recording(lesson.phrase.taught.id, heard)
        lesson = replace(lesson, takes=(*lesson.takes, heard.take))
        self._note(lesson)
        if len(lesson.takes) < lesson.phrase.wanted:
            self._ask(lesson, before or say("Good."))
        else:
            self._know(lesson)

    def _note(self, lesson: Lesson) -> None:
        """Keep what was said so far, so that it can be gone on with at any time."""
        phrase = lesson.phrase
        is_whole = len(lesson.takes) >= phrase.wanted
        if phrase.begins_anew and not is_whole:
            return
        kept = self._taught.known(phrase.taught.id) or phrase.taught
        machines = tuple(take for take in kept.takes if take.is_synthetic)
        # One take of the person's own serves better than all that a machine said.
        self._taught.keep(replace(kept, takes=lesson.takes or machines))

    def _know(self, lesson: Lesson) -> None:
        """It is said often enough; what it may be mixed up with is told once that is known."""
        phrase = lesson.phrase
        told = say("“{command}” is known.", command=phrase.called)
        self._turn(Turn.JUDGING, lesson)
        taught = self._standing.state.taught

        def found(other: str) -> None:
            weak = dict(self._standing.state.alike)
            weak.pop(phrase.taught.id, None)
            self._taught.note_alike(weak | ({phrase.taught.id: other} if other else {}))
            now = self.lesson
            if now is not None and now.turn is Turn.JUDGING and now.phrase is phrase:
                self._go_on(told if not other else told.then(self._mixed_up(other)))

        self._archive.errand(lambda: Likeness(taught).of(phrase.taught.id), found, self._fail)

    def _mixed_up(self, other: str) -> Message:
        known = self._taught.known(other)
        named = self._called(known) if known is not None else say("another one")
        return say("It is easily mixed up with “{other}”; longer words help.", other=named)

    def _go_on(self, told: Message) -> None:
        if self._queue:
            self._open(self._queue.pop(0), told, Earcon.DONE)
        else:
            self._leave()
            self._tell_soon(Announcement(told, earcon=Earcon.DONE, topic=TOPIC))

    # ---------------------------------------------------------------- what goes wrong

    def _refuse_take(self, lesson: Lesson, worst: Objection) -> None:
        self._refusals += 1
        told = self._reason(lesson, worst)
        if self._refusals >= MOST_REFUSALS:
            self._refusals = 0
            told = told.then(
                say("“Drop the takes” begins anew, “skip this command” goes on, “cancel” ends.")
            )
        log.info("a take was refused: %s", worst.kind)
        self._ask(lesson, told)

    def _reason(self, lesson: Lesson, worst: Objection) -> Message:
        match worst.kind:
            case Against.NOTHING_SAID:
                return say("Nothing was said.")
            case Against.OVER_VOICE:
                return say("The studio itself was speaking.")
            case Against.TOO_SHORT:
                return say("That was too short to be told from other words. Choose longer words.")
            case Against.TOO_QUIET:
                return say("That was too quiet. Speak up, or come closer to the microphone.")
            case Against.CLIPPED:
                return say("That was too loud for the microphone. Speak softer, or turn it down.")
            case Against.TOO_NOISY:
                return say("There was too much noise. Wait until it is quiet, then say it again.")
            case Against.UNLIKE_ITS_OWN:
                return say("That was unlike the takes before. Say it as you said those.")
            case Against.TOO_ALIKE:
                other = self._taught.known(worst.other)
                named = self._called(other) if other is not None else lesson.phrase.called
                return say("That sounds too much like “{other}”. Use other words.", other=named)

    def _hear_nothing(self, lesson: Lesson) -> None:
        self._silences += 1
        if self._silences < MOST_SILENCES:
            self._ask(lesson, say("I heard nothing."))
            return
        self._leave()
        stays = _what_stays(lesson)
        told = say("I heard nothing, {n} times.", n=Number(MOST_SILENCES)).then(
            say("“How loud am I” tells whether the microphone hears you.")
        )
        self._tell_soon(Announcement(told.then(stays), earcon=Earcon.WARNING, topic=TOPIC))

    def _fail(self, error: StudioError) -> None:
        self._leave()
        self._tell_soon(error.announcement(TOPIC))

    # ---------------------------------------------------------------- around it

    def _follow(self, state: ShowState) -> None:
        """End a lesson that others would hear or nobody does, or that is of no more use."""
        before, self._person = self._person, state.person
        known, self._known = self._known, state.taught
        if (lesson := state.lesson) is None:
            return
        taught_id = lesson.phrase.taught.id
        is_forgotten = state.taught is not known and _has(known, taught_id)
        is_forgotten = is_forgotten and not _has(state.taught, taught_id)
        if before.id != state.person.id or is_forgotten:
            self._leave()
            return
        try:
            check_heard(state)
        except CommandError as why:
            self._leave()
            over = say("The lesson is over.").then(why.problem)
            told = over.then(_what_stays(lesson))
            self._tell_soon(Announcement(told, earcon=Earcon.WARNING, topic=TOPIC))

    def _going_on(self) -> Lesson:
        if self.lesson is None:
            raise CommandError(
                say("Nothing is being taught."), say("“Teach the first commands” begins.")
            )
        return self.lesson

    def _call_off(self) -> None:
        """The work was called off; what calls it off says so."""
        self._work, lesson = "", self.lesson
        self._leave()
        if lesson is not None:
            self._tell_soon(Announcement(_what_stays(lesson), topic=TOPIC))

    def _leave(self) -> None:
        if self.lesson is None:
            return
        self._cue.withdraw()
        self._queue = []
        self._standing.change(lesson=None)
        if self._work:
            work, self._work = self._work, ""
            self._works.end(work)

    def _tell_soon(self, told: Announcement) -> None:
        self._tell(events.Answered(told))


def _told_first(state: ShowState) -> Message | None:
    """What has to be known of a lesson before anything is said in it; None for nothing."""
    kept = say("What you say is kept as a recording too.") if state.settings.keep_takes else None
    if state.settings.listening != Listening.OFF:
        return kept
    off = say("Commands by voice are off, but this lesson hears you.")
    return off if kept is None else off.then(kept)


def _has(taught: Sequence[TaughtCommand], taught_id: str) -> bool:
    return any(one.id == taught_id for one in taught)


def _what_to_say(phrase: Phrase) -> Message:
    if own_takes(phrase.taught) and not phrase.begins_anew:
        return say("“{command}”: say it as before.", command=phrase.called)
    return say("“{command}”: say it in words of your own.", command=phrase.called)


def _what_stays(lesson: Lesson) -> Message:
    """What is known after a lesson that was left."""
    if lesson.phrase.begins_anew and len(lesson.takes) < lesson.phrase.wanted:
        return say("“{command}” is known as before.", command=lesson.phrase.called)
    return say("What you said is kept; “teach the first commands” goes on with it.")


def _left(lesson: Lesson) -> Announcement:
    told = say("“{command}” is left for now.", command=lesson.phrase.called)
    return Announcement(told, topic=TOPIC)
