"""What a command is, and the registry that menus, keys, voice, remotes and help are made from."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from studio.model.announcement import Announcement
from studio.model.message import Message
from studio.model.state import ShowState
from studio.show import Show
from studio.text import N_


class Category(StrEnum):
    """The menus, in their order; the value is the untranslated title."""

    SHOW = N_("Show")
    SCENE = N_("Scene")
    SOUND = N_("Sound")
    SPEECH = N_("Speech")
    LISTENING = N_("Listening")
    VOICE = N_("Voice commands")
    PRODUCT = N_("Product")
    RUNDOWN = N_("Rundown")
    PROMPTER = N_("Prompter")
    SALES = N_("Sales")
    DESTINATION = N_("Destinations")
    STATUS = N_("Status")
    STUDIO = N_("Studio")


@dataclass(frozen=True, slots=True)
class Heard:
    """What words may mean in a slot.

    Attributes:
        value: Words by which the slot finds exactly this; an id or a number.
        name: What it is called, for the echo.
        likeness: How well the words fit: 1 where they are its very name or number.
    """

    value: str
    name: str
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """A blank in a command: how words become a value.

    Attributes:
        find: Takes the show and the user's words; gives every value the words may mean, the
            likeliest first. One is used, many are asked back, none is told.
        choices: Gives every value with its name, for menus and the palette; None where only words
            will do.
        hear: Takes the state, words that were spoken or typed in a phrase, and their language
            (empty for unknown); gives what they may mean, the likeliest first. None where
            `choices` tell it, by name, place or sound, or where any words will do.
    """

    find: Callable[[Show, str], Sequence[Any]]
    choices: Callable[[Show], Sequence[tuple[str, Any]]] | None = None
    hear: Callable[[ShowState, str, str], Sequence[Heard]] | None = None


class Origin(StrEnum):
    """Where a wish came from."""

    KEY = "key"
    MENU = "menu"
    WINDOW = "window"
    PALETTE = "palette"
    VOICE = "voice"
    REMOTE = "remote"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Invocation:
    """One wish to have a command done.

    Attributes:
        command: Its id.
        values: What fills its slots: a value, or words that the slot resolves.
        origin: Where the wish came from.
        heard: What was understood, where it came by voice; told before the answer.
        sure_of: What the user has said yes to it about, as it was when it was asked; None where
            nothing was asked. Where it is something else by then, it is not done.
    """

    command: str
    values: dict[str, Any] = field(default_factory=dict)
    origin: Origin = Origin.KEY
    heard: Message | None = None
    sure_of: object = None


def key_of(thing: object) -> Any:  # noqa: ANN401 - an id or a code, else the thing itself
    """What stays the same of a thing that is changed."""
    return getattr(thing, "id", None) or getattr(thing, "code", thing)


def words_for(value: object) -> str:
    """The words by which a slot finds what it was given, such as the thing itself or a number."""
    return str(value) if isinstance(value, str | int | float) else str(key_of(value))


@dataclass(frozen=True, slots=True)
class Question:
    """What is done only once the user has said yes.

    Attributes:
        ask: What would happen, as a sentence; how to answer is said behind it.
        wish: What *yes* means.
    """

    ask: Message
    wish: Invocation


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wish.

    Attributes:
        announcement: The answer; None when the answer comes later as an event.
        data: The answer as structured data, for remote callers and scripts.
        undo: The wish that takes it back; None where nothing can.
        then: A wish to be fulfilled in its place; its answer is said after this one's.
        note: Takes the wish that takes `then` back; without it that counts as done anew.
        question: What is asked first, in place of an announcement; nothing was done yet.
        work: Id of the work that was begun, see `ShowState.works`; empty where all is done.
        origin: Where the wish came from.
    """

    announcement: Announcement | None = None
    data: dict[str, Any] = field(default_factory=dict)
    undo: Invocation | None = None
    then: Invocation | None = None
    note: Callable[[Invocation], None] | None = None
    question: Question | None = None
    work: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """Something the studio can do.

    Attributes:
        id: `subject.verb`; never changes once released.
        title: Name in menus, untranslated.
        about: One sentence for help, untranslated.
        category: The menu it stands in.
        keys: Default key, in Qt's portable notation; empty for none.
        phrases: Words that mean it, untranslated, slots in braces.
        is_risky: Viewers would notice at once.
        is_listed: It stands in menus; what needs values that only a dialog has does not.
        repeats: It is done again and again while its key is held.
        is_global: It can be asked for while another window is in front.
        released: The command for when its key is let go; empty where nothing lasts.
        run: Takes the show and a value for every slot.
        slots: Its blanks by parameter name.
        optional: Slots that may stay empty.
        values: All it takes, by parameter name; `origin`, `at` and `is_left` are given by whoever
            runs it.
        worded: What of it can be given in words, in order.
    """

    id: str
    title: str
    about: str
    category: Category
    keys: str
    phrases: tuple[str, ...]
    is_risky: bool
    is_listed: bool
    repeats: bool
    is_global: bool
    released: str
    run: Callable[..., Announcement | Outcome | None]
    slots: dict[str, Slot]
    optional: frozenset[str]
    values: frozenset[str]
    worded: tuple[str, ...]


class Registry:
    """Every command by id, in the order of declaration, or as they were arranged."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}

    def add(self, command: Command) -> None:
        if command.id in self._commands:
            raise ValueError(f"command {command.id} is declared twice")
        self._commands[command.id] = command

    def arrange(self, modules: Iterable[str]) -> None:
        """Have the commands in the order of the modules that declare them, by their names."""
        places = {name: place for place, name in enumerate(modules)}
        in_order = sorted(
            self._commands.values(), key=lambda one: places.get(one.run.__module__, len(places))
        )
        self._commands = {one.id: one for one in in_order}

    def __getitem__(self, command_id: str) -> Command:
        return self._commands[command_id]

    def __contains__(self, command_id: str) -> bool:
        return command_id in self._commands

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())


REGISTRY = Registry()


def command(
    command_id: str,
    *,
    title: str,
    about: str,
    category: Category,
    keys: str = "",
    phrases: tuple[str, ...] = (),
    is_risky: bool = False,
    is_listed: bool = True,
    repeats: bool = False,
    is_global: bool = False,
    released: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a function of the show to be a command; the function stays as it is."""

    def declare(run: Callable[..., Any]) -> Callable[..., Any]:
        hints = get_type_hints(run, include_extras=True)
        parameters = list(inspect.signature(run).parameters.values())[1:]
        REGISTRY.add(
            Command(
                id=command_id,
                title=title,
                about=about,
                category=category,
                keys=keys,
                phrases=phrases,
                is_risky=is_risky,
                is_listed=is_listed,
                repeats=repeats,
                is_global=is_global or category is Category.STATUS,
                released=released,
                run=run,
                slots={
                    p.name: slot for p in parameters if (slot := _slot(hints[p.name])) is not None
                },
                optional=frozenset(p.name for p in parameters if p.default is not p.empty),
                values=frozenset(p.name for p in parameters),
                worded=tuple(
                    p.name
                    for p in parameters
                    if _slot(hints[p.name]) or hints[p.name] in {str, int, float, object}
                ),
            )
        )
        return run

    return declare


def _slot(hint: object) -> Slot | None:
    if get_origin(hint) is Annotated:
        return next((m for m in get_args(hint)[1:] if isinstance(m, Slot)), None)
    return None
