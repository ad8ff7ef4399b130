"""How the studio listens: whether it does now, what it offers, and what it heard today."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from studio.model.message import Message


class HoldKind(StrEnum):
    """How the key is used that has the studio listen."""

    HOLD = "hold"
    """It listens while the key is held."""
    PRESS = "press"
    """One press begins, the next one ends: for whoever cannot hold a key."""


class Echo(StrEnum):
    """Whether it is said what was understood, before the answer."""

    BRIEF = "brief"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may have been meant.

    Attributes:
        title: What it is called.
        wish: What is done where it is chosen, as the commands have it.
    """

    title: Message
    wish: Any


@dataclass(frozen=True, slots=True)
class Heard:
    """One entry of the day's log.

    Attributes:
        at: When, in seconds since 1970.
        understood: What it was taken for; None where it was taken for nothing.
        score: How far it was from what was taught, up to 1 is near enough; None where only words
            were heard.
        is_held: The key was held.
        result: What was done, or why nothing was.
        was_done: A command ran.
    """

    at: float
    understood: Message | None
    score: float | None
    is_held: bool
    result: Message
    was_done: bool = False


def day_of(at: float) -> date:
    """The day on the user's clock at a time in seconds since 1970."""
    return datetime.fromtimestamp(at).astimezone().date()


@dataclass(frozen=True, slots=True)
class ListeningState:
    """How the studio listens at one moment.

    Attributes:
        is_held: The key for it is held, or was pressed to begin.
        is_asleep: Hands-free it heeds nothing but being woken.
        is_testing: It only says what it would have done.
        offers: What may have been meant, while one of them can be chosen; the likeliest first.
        language: Of the engine for words; empty where only taught commands are understood.
        log: What was heard today, the oldest first; the last of it.
    """

    is_held: bool = False
    is_asleep: bool = False
    is_testing: bool = False
    offers: tuple[Offer, ...] = ()
    language: str = ""
    log: tuple[Heard, ...] = ()
