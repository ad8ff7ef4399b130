"""What is taught: how it is called, told, compared, renamed and forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from studio.commands.command import (
    REGISTRY,
    Category,
    Invocation,
    Outcome,
    Question,
    Slot,
    command,
)
from studio.cue import TOPIC
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.lesson import TAKES, is_known, is_starter, own_takes
from studio.model.message import Message, Name, Number, say, say_n
from studio.model.naming import by_name
from studio.model.studio_name import lacks_name
from studio.model.voice import NAME, TaughtCommand
from studio.model.work import CallOff
from studio.show import Show
from studio.taught import Likeness
from studio.text import N_

LONGEST_TITLE = 80
"""Signs of the longest title."""

_NAME = N_("The studio's name")
_MOST_TOLD = 10


def called(taught: TaughtCommand) -> Message:
    """What a taught command is called: its title, else what it stands for."""
    if taught.title:
        return say("{words}", words=Name(taught.title))
    return stands_for(taught)


def stands_for(taught: TaughtCommand) -> Message:
    """What is done when it is understood."""
    if taught.id == NAME:
        return say(_NAME)
    if taught.command not in REGISTRY:
        return say("{words}", words=taught.command)
    title = say(REGISTRY[taught.command].title)
    for value in taught.values.values():
        title = say("{command}: {value}", command=title, value=Name(value))
    return title


def condition(taught: TaughtCommand) -> Message:
    """How well a taught command is known."""
    own = len(own_takes(taught))
    if is_starter(taught):
        return say("by a machine's voice, while the key is held")
    if not own:
        return say("not taught yet")
    if not is_known(taught):
        return say("begun, {n} of {count} takes", n=Number(own), count=Number(TAKES))
    return say_n("{n} take", "{n} takes", own)


def _find_taught(show: Show, words: str) -> list[TaughtCommand]:
    taught = show.state.taught
    exact = [one for one in taught if one.id == words]
    return exact or by_name(words, [(called(one).words(), one) for one in taught])


TAUGHT = Slot(
    _find_taught,
    choices=lambda show: [(called(one).words(), one.id) for one in show.state.taught],
)


def tidy(title: str) -> str:
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        raise CommandError(say("That is too long for a title."), say("Write the words only."))
    return title


@command(
    "voice.compare",
    title=N_("Find commands that sound alike"),
    about=N_("Compares all that you taught, and says what is easily mixed up with what."),
    category=Category.VOICE,
    phrases=(N_("which commands sound alike"),),
)
def compare(show: Show) -> Outcome:
    """The answer comes when all are compared."""
    taught = show.state.taught
    known = [one for one in taught if own_takes(one)]
    if len(known) < 2:
        raise CommandError(say("There are not two to compare."), say("Teach some commands first."))
    call_off = CallOff()
    work = show.works.begin(say("Comparing commands."), call_off.wish)

    def find() -> dict[str, str]:
        likeness, found = Likeness(taught), dict[str, str]()
        for number, one in enumerate(known):
            if call_off.is_wished:
                break
            tell = partial(show.works.tell_share, work, number / len(known))
            show.on_show(tell)
            if other := likeness.of(one.id):
                found[one.id] = other
        return found

    def take(found: dict[str, str]) -> None:
        if show.works.end(work):
            show.taught.note_alike(found)
            show.tell(Answered(_alike(found, taught)))

    def fail(error: StudioError) -> None:
        if show.works.end(work):
            show.tell(Answered(error.announcement(TOPIC)))

    show.errand(find, take, fail)
    return Outcome(Announcement(say("Comparing."), topic=TOPIC), work=work)


def _alike(found: Mapping[str, str], taught: Sequence[TaughtCommand]) -> Announcement:
    named = {one.id: called(one) for one in taught}
    if not found:
        told = say("No two of your commands sound alike.")
        return Announcement(told, earcon=Earcon.DONE, topic=TOPIC)
    told = say_n("{n} command is weak.", "{n} commands are weak.", len(found))
    for one, other in list(found.items())[:_MOST_TOLD]:
        told = told.then(
            say("“{command}” sounds like “{other}”.", command=named[one], other=named[other])
        )
    return Announcement(told, earcon=Earcon.WARNING, topic=TOPIC)


@command(
    "voice.forget",
    title=N_("Forget a command"),
    about=N_("Drops all takes of a command; it can be done by keys as before."),
    category=Category.VOICE,
    phrases=(N_("forget {taught}"),),
)
def forget(show: Show, taught: Annotated[TaughtCommand, TAUGHT]) -> Outcome:
    """What a machine said is kept as forgotten, or it would be there again at the next start."""
    if is_starter(taught):
        show.taught.keep(replace(taught, takes=()))
    else:
        show.taught.forget(taught.id)
    told = say("“{command}” is forgotten.", command=called(taught))
    answer = Announcement(told, brief=say("Forgotten."), earcon=Earcon.DONE, topic=TOPIC)
    if taught.id == NAME and (lack := lacks_name(show.state)) is not None:
        answer = Announcement(told.then(lack), earcon=Earcon.WARNING, topic=TOPIC)
    return Outcome(
        answer,
        undo=Invocation("voice.remember", {"taught": taught}),
    )


@command(
    "voice.forget_all",
    title=N_("Forget all commands"),
    about=N_("Drops everything that you taught the studio to understand."),
    category=Category.VOICE,
    phrases=(N_("forget all commands"),),
)
def forget_all(
    show: Show,
    is_sure: bool = False,  # noqa: FBT001, FBT002 - a value of the command
) -> Outcome:
    taught = show.state.taught
    if not taught:
        raise nothing_taught()
    if not is_sure:
        asked = say_n(
            "Forget {n} taught command with its takes?",
            "Forget {n} taught commands with their takes?",
            len(taught),
        )
        return Outcome(question=Question(asked, Invocation("voice.forget_all", {"is_sure": True})))
    for one in taught:
        show.taught.forget(one.id)
    told = say_n("{n} command is forgotten.", "{n} commands are forgotten.", len(taught))
    if (lack := lacks_name(show.state)) is not None:
        return Outcome(Announcement(told.then(lack), earcon=Earcon.WARNING, topic=TOPIC))
    return Outcome(Announcement(told, earcon=Earcon.DONE, topic=TOPIC))


@command(
    "voice.forget_recordings",
    title=N_("Delete the recordings of takes"),
    about=N_("Deletes the sound of what you taught, where it was kept; commands stay known."),
    category=Category.VOICE,
    phrases=(N_("delete the recordings of takes"),),
)
def forget_recordings(
    show: Show,
    is_sure: bool = False,  # noqa: FBT001, FBT002 - a value of the command
) -> Outcome:
    """Nothing brings them back, so it is asked."""
    if not is_sure:
        asked = say("The recordings of what you taught would be gone for good. Delete them?")
        wish = Invocation("voice.forget_recordings", {"is_sure": True})
        return Outcome(question=Question(asked, wish))
    show.taught.forget_recordings()
    told = say("The recordings are deleted.")
    return Outcome(Announcement(told, earcon=Earcon.DONE, topic=TOPIC))


@command(
    "voice.remember",
    title=N_("Know a command again"),
    about=N_("Puts a forgotten command back with its takes."),
    category=Category.VOICE,
    is_listed=False,
)
def remember(show: Show, taught: Any) -> Outcome:  # noqa: ANN401 - a `TaughtCommand`, no slot
    before = show.taught.known(taught.id)
    show.taught.keep(taught)
    undo = (
        Invocation("voice.remember", {"taught": before})
        if before is not None
        else Invocation("voice.forget", {"taught": taught.id})
    )
    told = say("“{command}” is known.", command=called(taught))
    return Outcome(Announcement(told, earcon=Earcon.DONE, topic=TOPIC), undo=undo)


@command(
    "voice.rename",
    title=N_("Rename a taught command"),
    about=N_("Changes what a taught command is called; how you say it stays."),
    category=Category.VOICE,
    is_listed=False,
)
def rename(show: Show, taught: Annotated[TaughtCommand, TAUGHT], title: str = "") -> Outcome:
    renamed = replace(taught, title=tidy(title))
    show.taught.keep(renamed)
    told = say("It is called “{command}” now.", command=called(renamed))
    return Outcome(
        Announcement(told, earcon=Earcon.DONE, topic=TOPIC),
        undo=Invocation("voice.rename", {"taught": taught.id, "title": taught.title}),
    )


@command(
    "voice.taught",
    title=N_("Which commands are taught"),
    about=N_("Says which commands you taught, which were begun, and which a machine's voice did."),
    category=Category.STATUS,
    phrases=(N_("which commands are taught"), N_("which commands do you know")),
)
def tell_taught(show: Show) -> Outcome:
    taught = show.state.taught
    if not taught:
        raise nothing_taught()
    known = [one for one in taught if is_known(one)]
    begun = [one for one in taught if own_takes(one) and not is_known(one)]
    starters = [one for one in taught if is_starter(one)]
    told = (
        say_n("You taught {n} command.", "You taught {n} commands.", len(known))
        if known
        else say("You have taught no command yet.")
    )
    for one in known[:_MOST_TOLD]:
        told = told.then(say("{command}.", command=called(one)))
    if len(known) > _MOST_TOLD:
        told = told.then(say("“Taught commands” lists them all."))
    for one in begun[:_MOST_TOLD]:
        told = told.then(
            say("{command}: {how}.", command=called(one), how=condition(one)),
        )
    if starters:
        told = told.then(by_machine(len(starters)))
    data = {
        "taught": [
            {"id": one.id, "command": one.command, "title": str(called(one)), "takes": len(own)}
            for one in taught
            for own in [own_takes(one)]
        ]
    }
    return Outcome(Announcement(told, topic=TOPIC), data=data)


def by_machine(count: int) -> Message:
    """What is said of commands that no person has said yet."""
    return say_n(
        "I know {n} command by a machine's voice; say it once and I know yours better.",
        "I know {n} commands by a machine's voice; say each once and I know yours better.",
        count,
    )


def nothing_taught() -> CommandError:
    return CommandError(say("Nothing is taught yet."), say("“Teach the first commands” begins."))
