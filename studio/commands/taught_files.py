"""Taught commands carried from one workstation to another, in a file."""

from pathlib import Path

from studio.commands.command import Category, Outcome, command
from studio.commands.teaching import MOST_TAUGHT, teachable
from studio.cue import TOPIC
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.lesson import is_known, own_takes
from studio.model.message import Name, Number, say, say_n
from studio.model.scene import new_id
from studio.model.taught_text import LONGEST_BYTES, read, written
from studio.model.voice import NAME, TaughtCommand
from studio.show import Show
from studio.text import N_


@command(
    "voice.export",
    title=N_("Export taught commands"),
    about=N_("Writes what you taught to a file, to take it to another workstation."),
    category=Category.VOICE,
    is_listed=False,
)
def export(show: Show, path: str) -> Outcome:
    """What can be heard of anybody is not in it: only the numbers that are compared."""
    taught = show.state.taught

    def write() -> Announcement:
        try:
            Path(path).write_text(written(taught), encoding="utf-8")
        except (OSError, ValueError):  # the disk, or a name that no disk takes
            return CommandError(
                say("{file} cannot be written.", file=Name(path)), say("Choose another folder.")
            ).announcement(TOPIC)
        told = say("The taught commands are written to {file}.", file=Name(path))
        return Announcement(told, say("Commands exported."), earcon=Earcon.DONE, topic=TOPIC)

    show.errand(write, lambda said: show.tell(Answered(said)))
    return Outcome()


@command(
    "voice.import",
    title=N_("Import taught commands"),
    about=N_("Adds the commands of a file; what you have taught here stays as it is."),
    category=Category.VOICE,
    is_listed=False,
)
def import_(show: Show, path: str) -> Outcome:
    """What stands for commands that do not exist here is left out and counted."""
    person = show.state.person

    def fetch() -> list[TaughtCommand] | StudioError:
        try:
            with Path(path).open(encoding="utf-8-sig") as file:
                return read(file.read(LONGEST_BYTES))
        except (OSError, ValueError, RecursionError):
            return CommandError(
                say("{file} holds no taught commands.", file=Name(path)),
                say("Choose a file that “Export taught commands” wrote."),
            )

    def take(found: list[TaughtCommand] | StudioError) -> None:
        if isinstance(found, StudioError):
            show.tell(Answered(found.announcement(TOPIC)))
        elif show.state.person.id == person.id:
            show.tell(Answered(_use(show, found)))

    show.errand(fetch, take)
    return Outcome()


def _use(show: Show, found: list[TaughtCommand]) -> Announcement:
    """Know those that were not even begun here, in the same words for the same."""
    ours = {_meaning(one): one for one in show.state.taught}
    can_be_said = {one.id for one in teachable()}
    there = [one for one in found if one.id == NAME or one.command in can_be_said]
    added: list[TaughtCommand] = []
    here = begun = 0
    left = MOST_TAUGHT - len(ours)
    for one in there:
        known = ours.get(_meaning(one))
        if known is not None and is_known(known):
            here += 1
            continue
        if known is not None and own_takes(known):
            begun += 1
            continue
        if known is None and one.id != NAME:
            if left <= 0:
                continue
            left -= 1
        # An id of another studio's is nobody's business here but for the name's.
        id_ = known.id if known is not None else NAME if one.id == NAME else new_id()
        made = TaughtCommand(id_, one.command, one.values, one.title, one.takes)
        ours[_meaning(made)] = made
        added.append(made)
    if added:
        show.taught.keep(*added)
    told = say_n("{n} command came in.", "{n} commands came in.", len(added))
    if here:
        told = told.then(
            say_n("{n} was known already.", "{n} were known already.", here),
        )
    if begun:
        told = told.then(
            say_n(
                "{n} was begun here; “teach the first commands” goes on with it.",
                "{n} were begun here; “teach the first commands” goes on with them.",
                begun,
            )
        )
    if len(added) + here + begun < len(there):
        told = told.then(say("{n} commands are taught, which is the most.", n=Number(MOST_TAUGHT)))
    if strange := len(found) - len(there):
        told = told.then(
            say_n("{n} does not exist in this studio.", "{n} do not exist in this studio.", strange)
        )
    return Announcement(told, earcon=Earcon.DONE, topic=TOPIC)


def _meaning(one: TaughtCommand) -> tuple[object, ...]:
    """The same for two that are said in the same words for the same."""
    if one.id == NAME:
        return (NAME,)
    return one.command, tuple(sorted(one.values.items())), one.title
