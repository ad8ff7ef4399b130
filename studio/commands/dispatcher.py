"""The one way in: every wish, from a key to a remote, passes here."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from studio.commands.answers import QUESTION, asked, not_done
from studio.commands.command import (
    REGISTRY,
    Command,
    Invocation,
    Origin,
    Outcome,
    Question,
    Registry,
    words_for,
)
from studio.model.announcement import HEARD, Announcement, Earcon, Priority
from studio.model.errors import CommandError, StudioError
from studio.model.history import Step
from studio.model.message import Name, say
from studio.show import Show
from studio.text import translate

log = logging.getLogger(__name__)

Gate = Callable[[Command, Invocation], Announcement | None]
"""May stop a wish: what it returns is said instead of doing it."""


class Dispatcher:
    """Runs invocations on the thread that owns the show, and announces every answer.

    Args:
        show: What the commands act on.
        announce: Takes the answers.
        gates: Asked in turn before a command runs (explore mode, confirmation, permission).
    """

    def __init__(
        self,
        show: Show,
        announce: Callable[[Announcement], None],
        registry: Registry = REGISTRY,
        gates: tuple[Gate, ...] = (),
    ) -> None:
        self._show = show
        self._announce = announce
        self._registry = registry
        self._gates = gates

    def dispatch(self, invocation: Invocation) -> Outcome:
        """Do what is wished; the thread that owns the show only. Never raises."""
        with self._show.as_one():
            outcome = replace(self._outcome(invocation), origin=invocation.origin)
        if (said := self._said(invocation, outcome)) is not None:
            self._announce(said)
        return replace(outcome, announcement=said)

    def _said(self, invocation: Invocation, outcome: Outcome) -> Announcement | None:
        """The answer, behind what was understood where the wish came by voice."""
        said = outcome.announcement
        # A question tells by itself what was understood.
        if invocation.heard is None or (said is not None and said.topic == QUESTION):
            return said
        heard = say("{words}.", words=invocation.heard)
        if said is not None:
            return replace(said, heard=heard)
        return Announcement(heard, topic=HEARD, cause=say(self._registry[invocation.command].title))

    def look(self, now: float) -> None:
        """Tell when a question was not answered in time; some ten times a second.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if self._show.is_too_late(now):
            self._show.drop_question()
            self._announce(not_done())

    def _outcome(self, invocation: Invocation) -> Outcome:
        try:
            return self._run(invocation)
        except StudioError as error:
            is_by_voice = invocation.origin is Origin.VOICE
            # What was heard may be quoted, which is nobody's business who reads the log.
            problem = error.problem.id if is_by_voice else error.problem
            log.info("%s refused: %s", _logged(invocation), problem)
            told = replace(error.announcement(), quotes_heard=is_by_voice)
            return Outcome(told, data={"error": str(error)})
        except Exception:  # the one place where a command's bug is caught
            log.exception("command %s failed", invocation.command)
            return Outcome(_our_bug(invocation.command), data={"error": "bug"})

    def _run(self, invocation: Invocation) -> Outcome:
        outcome = self._perform(invocation)
        if outcome.question is not None:
            if invocation.origin is Origin.SCRIPT:  # nobody is there to answer
                return self._run(replace(outcome.question.wish, origin=Origin.SCRIPT))
            return self._ask(outcome, outcome.question, invocation.origin)
        if outcome.then is not None:
            return self._go_on(outcome, outcome.then)
        if outcome.undo is not None:
            self._note(invocation, outcome.undo)
        return outcome

    def _note(self, done: Invocation, undo: Invocation) -> None:
        title = say(self._registry[done.command].title)
        self._show.history.note(Step(title, undo))

    def _ask(self, outcome: Outcome, question: Question, origin: Origin) -> Outcome:
        told = asked(self._show, question, by_voice=origin is Origin.VOICE)
        return replace(outcome, announcement=told)

    def _go_on(self, outcome: Outcome, wish: Invocation) -> Outcome:
        try:
            done = self._perform(wish)
        except StudioError as error:
            if outcome.note is None:
                raise
            before = say("The step before it can.") if self._show.history.done else error.remedy
            raise CommandError(
                say("This cannot be taken back any more. {problem}", problem=error.problem), before
            ) from error
        if done.question is not None:
            return self._ask(done, done.question, wish.origin)
        if done.then is not None:  # a yes to *undo* leads to what is taken back
            return _behind(outcome, self._go_on(done, done.then))
        if done.undo is not None:
            if outcome.note is not None:
                outcome.note(done.undo)
            else:
                self._note(wish, done.undo)
        return _behind(outcome, done)

    def _perform(self, invocation: Invocation) -> Outcome:
        if invocation.command not in self._registry:
            raise CommandError(
                say("There is no command {command}.", command=invocation.command),
                say("“earshot commands” lists them all."),
            )
        command = self._registry[invocation.command]
        for gate in self._gates:
            if (instead := gate(command, invocation)) is not None:
                return Outcome(instead)
        values = {
            name: self._value(command, name, value) for name, value in invocation.values.items()
        }
        if "origin" in command.values:
            values["origin"] = invocation.origin
        missing = command.values - command.optional - values.keys()
        if missing:
            is_script = invocation.origin is Origin.SCRIPT
            raise CommandError(
                say("{command} needs to know which one.", command=Name(translate(command.title))),
                say("Write it behind the command, after a colon.")
                if is_script
                else say("Choose it in the window."),
            )
        if invocation.origin is not Origin.VOICE:  # see `_logged`
            log.info("%s by %s", command.id, invocation.origin)
        answer = command.run(self._show, **values)
        outcome = answer if isinstance(answer, Outcome) else Outcome(answer)
        said = outcome.announcement
        if said is None or said.cause is not None:
            return outcome
        return replace(outcome, announcement=replace(said, cause=say(command.title)))

    def _value(self, command: Command, name: str, value: Any) -> Any:  # noqa: ANN401 - whatever the slot holds
        slot = command.slots.get(name)
        if slot is None or value is None:
            return value
        # Whoever hands over a thing has seen it some time ago: what counts is how it is now.
        words = words_for(value)
        found = slot.find(self._show, words)
        return _only(found, words)


def _behind(first: Outcome, then: Outcome) -> Outcome:
    """What came of a wish in the place of another, told behind that one's answer."""
    told, answer = first.announcement, then.announcement
    if told is None or answer is None:
        return replace(then, announcement=told or answer)
    brief = told.message.then(answer.brief or answer.message)
    both = replace(answer, message=told.message.then(answer.message), brief=brief)
    return replace(then, announcement=both)


def _logged(invocation: Invocation) -> str:
    """How the log file tells of a wish: what was said is only in the log that can be forgotten."""
    return "a command" if invocation.origin is Origin.VOICE else invocation.command


def _only(found: Sequence[Any], words: str) -> Any:  # noqa: ANN401 - whatever the slot holds
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(
            say("Nothing here is called “{words}”.", words=Name(words)),
            say("Check the name, or choose it from the list."),
        )
    raise CommandError(
        say("“{words}” may mean several things.", words=Name(words)),
        say("Say more of the name."),
    )


def _our_bug(command: str) -> Announcement:
    return Announcement(
        say(
            "The studio made a mistake in “{command}”; the show goes on. "
            "The log in the studio's folder has the details.",
            command=command,
        ),
        brief=say("The studio made a mistake."),
        priority=Priority.NEXT,
        earcon=Earcon.ERROR,
    )
