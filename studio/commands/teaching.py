"""Commands in the streamer's own words: taught, tried, told and forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from studio.commands.command import (
    REGISTRY,
    Category,
    Command,
    Invocation,
    Outcome,
    Question,
    Slot,
    command,
)
from studio.commands.voice import lacks_name
from studio.cue import TOPIC
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.lesson import MOST_TAKES, TAKES, Phrase, is_known, is_starter, own_takes
from studio.model.message import Message, Name, Number, say, say_n
from studio.model.naming import by_name
from studio.model.scene import new_id
from studio.model.voice import NAME, TaughtCommand
from studio.model.work import CallOff
from studio.show import Show
from studio.teaching import Words, alike
from studio.text import N_, translate

ESSENTIAL = (
    "card.next",
    "card.hide",
    "rundown.next",
    "sound.close",
    "sound.unmute",
    "studio.undo",
    "studio.yes",
    "studio.no",
    "show.go_live",
    "show.end",
)
"""What is taught first. Five that are wanted while both hands are full and the streamer talks, of
which none does the opposite of what was said; what takes a slip back; the two answers, without
which nothing risky is done by voice; and how a show begins and ends, last, for by then the streamer
knows how teaching goes."""

MOST_TAUGHT = 500
"""More phrases than this nobody keeps apart, neither the streamer nor the studio."""

LONGEST_TITLE = 80
"""Signs of the longest title."""

_LEAVE = frozenset({"studio.cancel", "studio.no"})
_AGAIN = frozenset({"voice.drop_takes"})
_NAME = N_("The studio's name")


# ---------------------------------------------------------------- what can be taught


def _has_phrase(one: Command) -> bool:
    """It means something to somebody who speaks; what only a dialog fills does not."""
    is_whole = one.values - one.optional <= frozenset(one.slots)
    # What lasts while a key is held is the way to speak, and nothing to say.
    return bool(one.phrases) and is_whole and not one.released


def teachable() -> list[Command]:
    """Every command that a phrase can stand for: the essential ones, then the others."""
    others = [one for one in REGISTRY if one.id not in ESSENTIAL and _has_phrase(one)]
    return [REGISTRY[command_id] for command_id in ESSENTIAL] + others


def blanks(one: Command) -> list[str]:
    """The slots of a command that have to be filled before it can be taught."""
    return [name for name in one.slots if name not in one.optional]


def _find_command(show: Show, words: str) -> list[Command]:  # noqa: ARG001 - as every slot
    known = teachable()
    named = [(translate(title), one) for one in known for title in (one.title, *one.phrases)]
    found = [one for one in known if one.id == words] or by_name(words, named)
    return list({one.id: one for one in found}.values())


COMMANDS = Slot(
    _find_command,
    choices=lambda _show: [
        (translate(one.title), one.id) for one in teachable() if not blanks(one)
    ],
)


# ---------------------------------------------------------------- what is taught


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


def _begin(show: Show, phrases: Sequence[Phrase]) -> Outcome:
    work = show.teaching.begin(phrases, called, Words(_LEAVE, _AGAIN))
    return Outcome(work=work, data={"taught": [one.taught.id for one in phrases]})


def _tidy(title: str) -> str:
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        raise CommandError(say("That is too long for a title."), say("Write the words only."))
    return title


def _phrase(taught: TaughtCommand) -> Phrase:
    return Phrase(taught, called(taught))


def _new(show: Show, command_id: str, values: Mapping[str, str], title: str) -> TaughtCommand:
    if len(show.state.taught) >= MOST_TAUGHT:
        raise CommandError(
            say("{n} commands are taught, which is the most.", n=Number(MOST_TAUGHT)),
            say("Forget one that you do not use."),
        )
    return TaughtCommand(new_id(), command_id, dict(values), title)


def _of(show: Show, command_id: str, values: Mapping[str, str]) -> list[TaughtCommand]:
    """What is taught of a command already, with the same values."""
    same = (one for one in show.state.taught if one.command == command_id)
    return [one for one in same if dict(one.values) == dict(values)]


@command(
    "voice.teach",
    title=N_("Teach a command"),
    about=N_("Takes a command in your own words, in any language; you say it three times."),
    category=Category.VOICE,
    phrases=(N_("teach {which}"),),
)
def teach(
    show: Show,
    which: Annotated[Command, COMMANDS],
    values: Mapping[str, str] | None = None,
    title: str = "",
) -> Outcome:
    """Another title teaches another way to say the same; the answers come as the lesson goes on."""
    filled = {name: str(value) for name, value in (values or {}).items() if value}
    _check_filled(show, which, filled)
    title = _tidy(title)
    known = _of(show, which.id, filled)
    same = [one for one in known if title in {"", one.title}]
    begun = next((one for one in same if not is_known(one)), None)
    if begun is None and same:
        raise CommandError(
            say("“{command}” is known already.", command=called(same[0])),
            say("“Teach again” replaces it; with a title of its own it can be said in two ways."),
        )
    return _begin(show, [_phrase(begun or _new(show, which.id, filled, title))])


def _check_filled(show: Show, which: Command, values: Mapping[str, str]) -> None:
    lacking = [name for name in blanks(which) if name not in values]
    if lacking or not values.keys() <= which.slots.keys():
        raise CommandError(
            say("{command} needs to know which one.", command=say(which.title)),
            say("Choose it in “Taught commands”."),
        )
    for name, words in values.items():
        if not which.slots[name].find(show, words):
            raise CommandError(
                say("Nothing here is called “{words}”.", words=Name(words)),
                say("Check the name, or choose it from the list."),
            )


@command(
    "voice.teach_first",
    title=N_("Teach the first commands"),
    about=N_("Takes the ten commands needed most, one after another; goes on where you left it."),
    category=Category.VOICE,
    phrases=(N_("teach the first commands"),),
)
def teach_first(show: Show) -> Outcome:
    """What was begun comes first, whatever it is."""
    begun = [one for one in show.state.taught if own_takes(one) and not is_known(one)]
    wanted = [_phrase(one) for one in begun]
    for command_id in ESSENTIAL:
        known = _of(show, command_id, {})
        if not any(own_takes(one) for one in known):
            wanted.append(_phrase(known[0] if known else _new(show, command_id, {}, "")))
    if not wanted:
        raise CommandError(
            say("The first commands are known already."), say("“Teach a command” takes others.")
        )
    return _begin(show, wanted)


@command(
    "voice.teach_name",
    title=N_("Teach the studio's name"),
    about=N_("Takes the name by which you call the studio before a command, hands-free."),
    category=Category.VOICE,
    phrases=(N_("teach your name"),),
)
def teach_name(show: Show, title: str = "") -> Outcome:
    known = show.teaching.known(NAME)
    if known is None:
        return _begin(show, [_phrase(TaughtCommand(NAME, "", {}, _tidy(title)))])
    named = replace(known, title=_tidy(title) or known.title)
    return _begin(show, [Phrase(named, called(named), begins_anew=is_known(known))])


# ---------------------------------------------------------------- in a lesson


@command(
    "voice.take",
    title=N_("Ready to speak"),
    about=N_("While teaching: sounds the tone at once, or says once more what to say."),
    category=Category.VOICE,
    keys="F3",
    phrases=(N_("I am ready"),),
    is_global=True,
)
def ready(show: Show) -> Outcome:
    """There is no answer but the tone: it would be recorded."""
    show.silence()
    if show.state.lesson is None and show.cue.is_given:
        show.trial.ready()
    else:
        show.teaching.ready()
    return Outcome()


@command(
    "voice.drop_takes",
    title=N_("Drop the takes"),
    about=N_("While teaching: drops what you said for this command and asks for it anew."),
    category=Category.VOICE,
    phrases=(N_("drop the takes"), N_("once more from the first")),
)
def drop_takes(show: Show) -> Outcome:
    show.teaching.take_back()
    return Outcome()


@command(
    "voice.skip_phrase",
    title=N_("Skip this command"),
    about=N_("While teaching: leaves this command for now and goes on with the next."),
    category=Category.VOICE,
    phrases=(N_("skip this command"),),
)
def skip(show: Show) -> Outcome:
    show.teaching.skip()
    return Outcome()


# ---------------------------------------------------------------- what is known


@command(
    "voice.teach_again",
    title=N_("Teach again"),
    about=N_("Takes three new takes of a command; once all are there the old ones are dropped."),
    category=Category.VOICE,
    phrases=(N_("teach {taught} again"),),
)
def teach_again(show: Show, taught: Annotated[TaughtCommand, TAUGHT]) -> Outcome:
    return _begin(show, [Phrase(taught, called(taught), begins_anew=is_known(taught))])


@command(
    "voice.add_take",
    title=N_("Add a take"),
    about=N_("Takes a known command once more, which makes it surer in another room or mood."),
    category=Category.VOICE,
    phrases=(N_("add a take of {taught}"),),
)
def add_take(show: Show, taught: Annotated[TaughtCommand, TAUGHT]) -> Outcome:
    own = len(own_takes(taught))
    if own >= MOST_TAKES:
        raise CommandError(
            say_n("There is {n} take already.", "There are {n} takes already.", own),
            say("“Teach again” replaces them."),
        )
    return _begin(show, [Phrase(taught, called(taught), wanted=max(TAKES, own + 1))])


@command(
    "voice.check",
    title=N_("Test your commands"),
    about=N_("Listens to one command and says what it understood, without doing it."),
    category=Category.VOICE,
    phrases=(N_("test my commands"),),
)
def check(show: Show) -> Outcome:
    """The answer comes once it was said."""
    taught = [one for one in show.state.taught if one.takes]
    if not taught:
        raise _nothing_taught()
    show.teaching.leave()
    show.trial.begin(taught, called)
    return Outcome()


@command(
    "voice.compare",
    title=N_("Find commands that sound alike"),
    about=N_("Compares all that you taught, and says what is easily mixed up with what."),
    category=Category.VOICE,
    phrases=(N_("which commands sound alike"),),
)
def compare(show: Show) -> Outcome:
    """Takes 50 ms for each of five hundred; the answer comes then."""
    taught = show.state.taught
    known = [one for one in taught if own_takes(one)]
    if len(known) < 2:
        raise CommandError(say("There are not two to compare."), say("Teach some commands first."))
    call_off = CallOff()
    work = show.works.begin(say("Comparing commands."), call_off.wish)

    def find() -> dict[str, str]:
        found: dict[str, str] = {}
        for one in known:
            if call_off.is_wished:
                break
            if other := alike(one.id, taught):
                found[one.id] = other
        return found

    def take(found: dict[str, str]) -> None:
        if show.works.end(work):
            show.teaching.note_alike(found)
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
        show.teaching.keep(replace(taught, takes=()))
    else:
        show.teaching.forget(taught.id)
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
        raise _nothing_taught()
    if not is_sure:
        asked = say_n(
            "Forget {n} taught command with its takes?",
            "Forget {n} taught commands with their takes?",
            len(taught),
        )
        return Outcome(question=Question(asked, Invocation("voice.forget_all", {"is_sure": True})))
    for one in taught:
        show.teaching.forget(one.id)
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
    show.teaching.forget_recordings()
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
    before = show.teaching.known(taught.id)
    show.teaching.keep(taught)
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
    renamed = replace(taught, title=_tidy(title))
    show.teaching.keep(renamed)
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
        raise _nothing_taught()
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


_MOST_TOLD = 10


def by_machine(count: int) -> Message:
    """What is said of commands that no person has said yet."""
    return say_n(
        "I know {n} command by a machine's voice; say it once and I know yours better.",
        "I know {n} commands by a machine's voice; say each once and I know yours better.",
        count,
    )


def _nothing_taught() -> CommandError:
    return CommandError(say("Nothing is taught yet."), say("“Teach the first commands” begins."))
