"""Commands in the streamer's own words: which can be taught, and lessons in them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from studio.commands.command import REGISTRY, Category, Command, Outcome, Slot, command
from studio.commands.taught import TAUGHT, called, nothing_taught, tidy
from studio.cue import TOPIC
from studio.model.announcement import Announcement
from studio.model.errors import CommandError
from studio.model.lesson import MOST_TAKES, TAKES, Phrase, is_known, own_takes
from studio.model.message import Name, Number, say, say_n
from studio.model.naming import by_name
from studio.model.scene import new_id
from studio.model.voice import NAME, TaughtCommand
from studio.show import Show
from studio.teaching import Words
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

_LEAVE = frozenset({"studio.cancel", "studio.no", "voice.end_lesson"})
_AGAIN = frozenset({"voice.drop_takes"})


# ---------------------------------------------------------------- what can be taught


def _has_phrase(one: Command) -> bool:
    """It means something to somebody who speaks; what only a dialog fills does not."""
    return bool(one.phrases) and one.values - one.optional <= frozenset(one.slots)


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


def _begin(show: Show, phrases: Sequence[Phrase]) -> Outcome:
    work = show.teaching.begin(phrases, called, Words(_LEAVE, _AGAIN))
    return Outcome(work=work, data={"taught": [one.taught.id for one in phrases]})


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
    title = tidy(title)
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
    known = show.taught.known(NAME)
    if known is None:
        return _begin(show, [_phrase(TaughtCommand(NAME, "", {}, tidy(title)))])
    named = replace(known, title=tidy(title) or known.title)
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
    if show.trial.is_going_on:
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
    "voice.end_lesson",
    title=N_("End the lesson"),
    about=N_("While teaching: ends it; what you said is kept, and it can be gone on with later."),
    category=Category.VOICE,
    phrases=(N_("end the lesson"),),
)
def end_lesson(show: Show) -> Announcement:
    told = say("The lesson is over.")
    return Announcement(told.then(show.teaching.end()), brief=told, topic=TOPIC)


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
        raise nothing_taught()
    show.teaching.leave()
    show.trial.begin(taught, called)
    return Outcome()
