"""Who streams at this machine."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from studio.model.destination import Destination
from studio.model.listening import Heard
from studio.model.message import Message, Name, say
from studio.model.pronunciation import Pronunciation
from studio.model.rundown import RundownState
from studio.model.scene import PictureSource, Scene, SoundSource, new_id
from studio.model.session import SalesState
from studio.model.settings import Settings
from studio.model.voice import TaughtCommand
from studio.text import N_, _

LONGEST_NAME = 60
"""Code points of the longest name: it is heard at each start."""

_JOINERS = "\u200c\u200d"
"""Persian names and emoji of several signs are written with them."""

UNNAMED = N_("Streamer without a name")


@dataclass(frozen=True, slots=True)
class Person:
    """A streamer with settings, scenes and destinations of their own.

    Attributes:
        name: What they are called; empty until somebody said so.
        id: Stable for as long as the studio knows them.
    """

    name: str = ""
    id: str = field(default_factory=new_id)

    @property
    def called(self) -> Name | Message:
        """What they are called, or that nobody has said so yet."""
        return Name(self.name) if self.name else say(UNNAMED)

    @property
    def shown(self) -> str:
        """The same in words."""
        return self.name or _(UNNAMED)


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is one person's, as it is kept.

    Attributes:
        person: Whose it is.
        settings: All in force for them, those of the machine among them.
        keys: Those they chose, by command.
        pronunciations: How they want words to be said.
        pictures, sounds, scenes: In their own order.
        destinations: Where their shows go.
        wants_first_steps: They have not gone through them yet, or left them.
        rundown: What they have open; none of it runs.
        sales: How far their targets and the centre's are; no session goes on.
        taught: What they have taught the studio to understand, with their own voice.
        heard: What they were heard to say today.
    """

    person: Person
    settings: Settings = field(default_factory=Settings)
    keys: Mapping[str, str] = field(default_factory=dict)
    pronunciations: tuple[Pronunciation, ...] = ()
    pictures: tuple[PictureSource, ...] = ()
    sounds: tuple[SoundSource, ...] = ()
    scenes: tuple[Scene, ...] = ()
    destinations: tuple[Destination, ...] = ()
    wants_first_steps: bool = False
    rundown: RundownState = field(default_factory=RundownState)
    sales: SalesState = field(default_factory=SalesState)
    taught: tuple[TaughtCommand, ...] = ()
    heard: tuple[Heard, ...] = ()

    def for_another(self, person: Person) -> "Profile":
        """The same to begin with for somebody else, under ids of its own.

        Without destinations: those are the accounts of whom they belong to, as their keys are.
        Without taught commands: they know another voice. Nor is it they who were heard.
        """
        ids = {source.id: new_id() for source in (*self.pictures, *self.sounds)}
        return replace(
            self,
            person=person,
            pictures=tuple(replace(p, id=ids[p.id]) for p in self.pictures),
            sounds=tuple(replace(s, id=ids[s.id]) for s in self.sounds),
            scenes=tuple(
                Scene(
                    scene.name,
                    tuple(
                        replace(placement, source=ids[placement.source], id=new_id())
                        for placement in scene.placements
                    ),
                )
                for scene in self.scenes
            ),
            destinations=(),
            wants_first_steps=True,
            rundown=RundownState(),
            sales=SalesState(person=person.id),
            taught=(),
            heard=(),
        )


def tidy(name: str) -> str:
    """A name in one line, without what would turn or hide the words around it."""
    words = unicodedata.normalize("NFC", " ".join(name.split()))
    kept = (c for c in words if c in _JOINERS or not unicodedata.category(c).startswith("C"))
    return " ".join("".join(kept).split())


def same_name(name: str) -> str:
    """What two names share that nobody could tell apart by ear."""
    words = unicodedata.normalize("NFKC", tidy(name)).casefold()
    return " ".join("".join(c for c in words if c not in _JOINERS).split())


def objection(name: str, others: Iterable[Person]) -> Message | None:
    """Say why somebody cannot be called so; None where they can.

    Args:
        name: As it was tidied.
        others: Everybody else.
    """
    if not any(sign.isalnum() for sign in name):
        return say("A name has letters or digits.")
    if len(name) > LONGEST_NAME:
        return say("That is too long for a name.")
    if same_name(name) in {same_name(other.name) for other in others}:
        return say("Somebody is called so already.")
    return None
