"""A lesson: somebody says a phrase a few times, and the studio knows it from then on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from studio.model.message import Message
from studio.model.voice import Take, TaughtCommand

TAKES = 3
"""So often a phrase is said until it is known."""

MOST_TAKES = 6
"""More of them make nothing better, and are compared each time."""

HARMLESS = (
    "status.on_air",
    "status.live",
    "status.muted",
    "status.time",
    "status.loudness",
    "status.all_right",
    "rundown.left",
    "rundown.where",
    "sales.progress",
    "prompt.next",
    "message.repeat",
    "speech.silence",
    "voice.what_can_i_say",
    "studio.no",
)
"""Commands of which viewers notice nothing, and which change nothing that is kept. These alone are
understood, while the key is held, before they were said `TAKES` times."""


class Turn(StrEnum):
    """Whose turn it is in a lesson."""

    STUDIO = "studio"
    """It tells what to say; what is said meanwhile is not taken."""
    PERSON = "person"
    """The tone was heard: the next that is said is taken."""
    JUDGING = "judging"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is taught.

    Attributes:
        taught: What is kept of it already; its takes count unless it `begins_anew`.
        called: What it is called when it is told.
        wanted: How many takes of the person's own it has in the end.
        begins_anew: Once all are there they take the place of those before.
    """

    taught: TaughtCommand
    called: Message
    wanted: int = TAKES
    begins_anew: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is being taught.

    Attributes:
        phrase: The phrase, as the lesson began.
        takes: The person's own, so far.
        turn: Whose turn it is.
        left: How many phrases come after it.
    """

    phrase: Phrase
    takes: tuple[Take, ...] = ()
    turn: Turn = Turn.STUDIO
    left: int = 0


def is_starter(taught: TaughtCommand) -> bool:
    """Whether only a machine has said it so far."""
    return bool(taught.takes) and not own_takes(taught)


def own_takes(taught: TaughtCommand) -> tuple[Take, ...]:
    """Those that the person said."""
    return tuple(take for take in taught.takes if not take.is_synthetic)


def is_known(taught: TaughtCommand) -> bool:
    """Whether the person has said it often enough."""
    return len(own_takes(taught)) >= TAKES


def is_taught(taught: Iterable[TaughtCommand], command: str) -> bool:
    """Whether the person has said often enough what stands for a command."""
    return any(one.command == command and is_known(one) for one in taught)
