"""Taking back what was done, and doing it again."""

from collections import deque

from studio.commands.command import Category, Invocation, Outcome, command
from studio.model.announcement import Announcement
from studio.model.errors import CommandError
from studio.model.history import Step
from studio.model.message import Message, say
from studio.show import Show
from studio.text import N_

Steps = deque[Step[Invocation]]


@command(
    "studio.undo",
    title=N_("Undo"),
    about=N_("Takes back what you did last: a setting, a volume, a card, a scene, a mute."),
    category=Category.STUDIO,
    keys="Ctrl+Z",
    phrases=(N_("undo"), N_("take it back")),
)
def undo(show: Show) -> Outcome:
    if not show.history.done:
        raise CommandError(
            say("There is nothing to undo."), say("Do something first; going live stays done.")
        )
    step = show.history.done.pop()
    return _go(step, show.history.undone, say("{command} undone.", command=step.title))


@command(
    "studio.redo",
    title=N_("Redo"),
    about=N_("Does again what you took back last."),
    category=Category.STUDIO,
    keys="Ctrl+Shift+Z",
    phrases=(N_("redo"),),
)
def redo(show: Show) -> Outcome:
    if not show.history.undone:
        raise CommandError(say("There is nothing to redo."), say("Undo something first."))
    step = show.history.undone.pop()
    return _go(step, show.history.done, say("{command} done again.", command=step.title))


def _go(step: Step[Invocation], other_way: Steps, told: Message) -> Outcome:
    return Outcome(
        Announcement(told, topic="undo"),
        then=step.wish,
        note=lambda wish: other_way.append(Step(step.title, wish)),
    )
