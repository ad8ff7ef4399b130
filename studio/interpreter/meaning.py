"""What words may mean: one thing, one of several, or nothing that the studio knows."""

from dataclasses import dataclass

from studio.commands.command import Invocation
from studio.model.message import Message


@dataclass(frozen=True, slots=True)
class Understood:
    """What is meant.

    Attributes:
        invocation: The wish; the values of slots are words by which each finds its thing.
        echo: A few words that tell what was understood.
        is_risky: Viewers would notice at once, see `Command`.
        likeness: 1 where the words are the phrase's own; less where they only sound so, or a
            name in them does.
    """

    invocation: Invocation
    echo: Message
    is_risky: bool
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """What may be meant: to be offered by number, and done only when chosen.

    Attributes:
        candidates: Two or three, the likeliest first; one where nothing else is near.
    """

    candidates: tuple[Understood, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is meant that the studio knows.

    Attributes:
        problem: What is not there, where a command was understood but not with what; else None.
    """

    problem: Message | None = None


Meaning = Understood | Near | Nothing


def better(one: Meaning, other: Meaning) -> Meaning:
    """What is understood goes before what may be meant; of two alike the first."""

    def rank(meaning: Meaning) -> tuple[bool, float]:
        return isinstance(meaning, Understood), likeness_of(meaning)

    return other if rank(other) > rank(one) else one


def likeness_of(meaning: Meaning) -> float:
    match meaning:
        case Understood(likeness=likeness):
            return likeness
        case Near(candidates=candidates):
            return candidates[0].likeness
        case Nothing():
            return 0.0
