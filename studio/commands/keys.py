"""Which key does what: learning them, and changing them."""

import logging
from collections.abc import Mapping
from pathlib import Path

from studio.commands.command import (
    REGISTRY,
    Category,
    Command,
    Invocation,
    Origin,
    Outcome,
    command,
)
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import CommandError, StudioError
from studio.model.events import Answered
from studio.model.history import Step
from studio.model.keys import everywhere, in_short, normal, read, refusal, written
from studio.model.message import Message, Name, say, say_n
from studio.model.state import ShowState
from studio.show import Show
from studio.text import N_

log = logging.getLogger(__name__)

LEARN = "keys.learn"
_HOLD = "voice.hold"


def keys_of(one: Command, chosen: Mapping[str, str]) -> str:
    """A command's key as chosen, else its default; empty for none.

    A default that was chosen for another command is not its own: a new version may have brought it.
    """
    if one.id in chosen:
        return chosen[one.id]
    return "" if one.keys in chosen.values() else one.keys


def all_keys(chosen: Mapping[str, str]) -> dict[str, str]:
    """The key of every command that can have one."""
    return {one.id: keys_of(one, chosen) for one in REGISTRY if one.is_listed}


def global_keys(state: ShowState) -> dict[str, str]:
    """What can be asked for while another window is in front: the keys there, by command."""
    if not state.settings.global_keys:
        return {}
    wanted = [one for one in REGISTRY if one.is_global]
    afar = {one.id: everywhere(keys_of(one, state.keys)) for one in wanted}
    return {id_: keys for id_, keys in afar.items() if keys}


def owner_of(keys: str, chosen: Mapping[str, str]) -> Command | None:
    """The command that a key belongs to."""
    return next((one for one in REGISTRY if keys and keys_of(one, chosen) == keys), None)


def objection(one: Command, keys: str, chosen: Mapping[str, str]) -> Message | None:
    """Say why a command cannot have a key; None when it can."""
    if not keys:
        return None
    if (reason := refusal(keys)) is not None:
        return reason
    owner = owner_of(keys, chosen)
    if owner is not None and owner is not one:
        return say("{keys} is the key of “{command}”.", keys=keys, command=say(owner.title))
    afar = everywhere(keys) if one.is_global else ""
    for other in REGISTRY:
        theirs = everywhere(keys_of(other, chosen)) if other.is_global else ""
        if theirs and (theirs == keys or (other is not one and theirs == afar)):
            return say(
                "{keys} is the key of “{command}” in other windows.",
                keys=theirs,
                command=say(other.title),
            )
    return None


def explained(one: Command) -> Announcement:
    """What a key does, for learning."""
    return Announcement(
        say("{command}. {about}", command=say(one.title), about=say(one.about)),
        brief=say("{command}", command=say(one.title)),
        topic="learn",
    )


def stops_while_learning(show: Show, one: Command, invocation: Invocation) -> Announcement | None:
    """The gate of learning: a key says what it does instead of doing it."""
    if not show.state.is_learning or invocation.origin is not Origin.KEY or one.id == LEARN:
        return None
    return None if _ends_what_is_held(show, one) else explained(one)


def _ends_what_is_held(show: Show, one: Command) -> bool:
    """Whether a key was let go, or pressed for the second time: what it began shall not go on."""
    is_second_press = one.id == _HOLD and show.state.listening.is_held
    return is_second_press or any(other.released == one.id for other in REGISTRY)


@command(
    LEARN,
    title=N_("Learn keys"),
    about=N_("From now on each key says what it does instead of doing it, until pressed again."),
    category=Category.STUDIO,
    keys="Ctrl+Shift+K",
    phrases=(N_("learn keys"),),
)
def learn(show: Show) -> Announcement:
    on = not show.state.is_learning
    show.learn(on=on)
    if not on:
        return Announcement(say("Learning is over. Keys act again."), brief=say("Keys act again."))
    if not (keys := keys_of(REGISTRY[LEARN], show.state.keys)):
        return Announcement(say("Learning keys. Choose “Learn keys” once more to end this."))
    return Announcement(
        say(
            "Learning keys: a key says what it does and does not do it. {keys} ends this.",
            keys=keys,
        ),
        brief=say("Learning keys. {keys} ends this.", keys=keys),
    )


@command(
    "keys.explain",
    title=N_("Explain a command"),
    about=N_("Says what a command does."),
    category=Category.STUDIO,
    is_listed=False,
)
def explain(show: Show, which: str) -> Announcement:  # noqa: ARG001 - every command takes the show
    return explained(_found(which))


@command(
    "keys.assign",
    title=N_("Give a key"),
    about=N_("Gives a command another key, or none."),
    category=Category.STUDIO,
    is_listed=False,
)
def assign(show: Show, which: str, keys: str) -> Outcome:
    one, keys = _found(which), normal(keys)
    chosen = show.state.keys
    if (reason := objection(one, keys, chosen)) is not None:
        raise CommandError(reason, say("Choose another key."))
    changed = {id_: key for id_, key in chosen.items() if id_ != one.id}
    if keys != one.keys:
        changed[one.id] = keys
    show.use_keys(changed)
    return Outcome(_told(one, keys), undo=_restoring(chosen))


def _told(one: Command, keys: str) -> Announcement:
    title = say(one.title)
    if keys:
        return Announcement(say("{command}: {keys}.", command=title, keys=keys), topic="keys")
    return Announcement(say("{command} has no key now.", command=title), topic="keys")


@command(
    "keys.restore",
    title=N_("Restore keys"),
    about=N_("Uses a whole set of keys."),
    category=Category.STUDIO,
    is_listed=False,
)
def restore(show: Show, chosen: Mapping[str, str]) -> Outcome:
    undo = _restoring(show.state.keys)
    before, now = all_keys(show.state.keys), all_keys(chosen)
    changed = [id_ for id_ in now if now[id_] != before[id_]]
    show.use_keys(chosen)
    if len(changed) == 1:
        return Outcome(_told(REGISTRY[changed[0]], now[changed[0]]), undo=undo)
    told = say_n("{n} key is as before.", "{n} keys are as before.", len(changed))
    return Outcome(Announcement(told, topic="keys"), undo=undo)


@command(
    "keys.reset",
    title=N_("Use the default keys"),
    about=N_("Gives every command the key it came with."),
    category=Category.STUDIO,
    phrases=(N_("default keys"),),
)
def reset(show: Show) -> Outcome:
    undo = _restoring(show.state.keys)
    show.use_keys({})
    return Outcome(Announcement(say("Every command has its default key."), topic="keys"), undo=undo)


@command(
    "keys.export",
    title=N_("Export keys"),
    about=N_("Writes all keys to a file."),
    category=Category.STUDIO,
    is_listed=False,
)
def export(show: Show, path: str) -> Outcome:
    text = written(all_keys(show.state.keys))

    def write() -> Announcement:
        try:
            Path(path).write_text(text, encoding="utf-8")
        except (OSError, ValueError):  # the disk, or a name that no disk takes
            return CommandError(
                say("{file} cannot be written.", file=Name(path)), say("Choose another folder.")
            ).announcement()
        return Announcement(
            say("The keys are written to {file}.", file=Name(path)),
            brief=say("Keys exported."),
            earcon=Earcon.DONE,
        )

    show.errand(write, lambda said: show.tell(Answered(said)))
    return Outcome()


@command(
    "keys.import",
    title=N_("Import keys"),
    about=N_("Uses the keys of a file."),
    category=Category.STUDIO,
    is_listed=False,
)
def import_(show: Show, path: str) -> Outcome:
    """What the file binds and does not exist here, or may not be bound, is left out and named."""

    def fetch() -> dict[str, str] | StudioError:
        try:
            with Path(path).open(encoding="utf-8-sig") as file:
                return read(file.read(_LONGEST))
        except (OSError, ValueError):  # also what is no key set
            return CommandError(
                say("{file} is no key set.", file=Name(path)),
                say("Choose a file that “Export keys” wrote."),
            )

    def take(found: dict[str, str] | StudioError) -> None:
        if isinstance(found, StudioError):
            show.tell(Answered(found.announcement()))
            return
        wanted = {id_: normal(keys) for id_, keys in found.items()}
        chosen, faults = _fitting(wanted)
        now = all_keys(chosen)
        count = len([id_ for id_, keys in wanted.items() if keys and now.get(id_) == keys])
        told = say_n("{n} key is in use.", "{n} keys are in use.", count)
        if count:
            show.history.note(Step(say("Import keys"), _restoring(show.state.keys)))
            show.use_keys(chosen)
        else:
            told = say("No key of the file can be used. The keys stay as they are.")
        earcon = Earcon.WARNING if faults or not count else Earcon.DONE
        told = _with_faults(told, faults)
        show.tell(Answered(Announcement(told, earcon=earcon, topic="keys")))

    show.errand(fetch, take)
    return Outcome()


_LONGEST = 1_000_000
"""Characters of a key set that are read: a hundred times what all commands need."""


def _with_faults(told: Message, faults: list[Message]) -> Message:
    """The first faults in words, and how many more there are; all of them are in the log."""
    for fault in faults:
        log.info("imported key left out: %s", fault)
    for fault in faults[:3]:
        told = told.then(fault)
    more = len(faults) - 3
    return told.then(say_n("And {n} more.", "And {n} more.", more)) if more > 0 else told


def _fitting(found: Mapping[str, str]) -> tuple[dict[str, str], list[Message]]:
    """What of a key set can be used, and why the rest cannot."""
    known = {one.id: one for one in REGISTRY if one.is_listed}
    chosen: dict[str, str] = {id_: "" for id_ in found if id_ in known}
    faults = [
        say("There is no command {command}.", command=in_short(id_))
        for id_ in found
        if id_ not in known
    ]
    for id_, keys in found.items():
        if id_ not in known:
            continue
        if (reason := objection(known[id_], keys, chosen)) is None:
            chosen[id_] = keys
        else:
            faults.append(reason)
            if objection(known[id_], known[id_].keys, chosen) is None:
                chosen[id_] = known[id_].keys
    return {id_: keys for id_, keys in chosen.items() if keys != known[id_].keys}, faults


def _found(which: str) -> Command:
    if which not in REGISTRY or not REGISTRY[which].is_listed:
        raise CommandError(
            say("There is no command {command}.", command=which),
            say("“earshot commands” lists them all."),
        )
    return REGISTRY[which]


def _restoring(chosen: Mapping[str, str]) -> Invocation:
    return Invocation("keys.restore", {"chosen": chosen})
