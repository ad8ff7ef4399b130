"""What the streamer says to the studio: takes, taught commands, and what was heard.

Times are seconds of `time.monotonic`, of the moment at which sound was captured.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.float32]
"""Shape (frames, numbers of a frame): what is kept of a recording; nobody writes into it."""


class Listening(StrEnum):
    """When microphones are listened to for commands."""

    OFF = "off"
    """No block of any microphone reaches a recognizer."""
    HELD = "held"
    """While the key for it is held."""
    HANDS_FREE = "hands free"
    """All the time; a command comes behind the studio's name. The key works too."""


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One recording of a phrase.

    Attributes:
        features: What the recognizer compares.
        seconds: How long it was spoken.
        is_synthetic: A voice of the machine said it.
    """

    features: Features
    seconds: float
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A phrase as it was recorded once.

    Attributes:
        samples: Mono, at 16 kHz: the speech alone; nobody writes into it.
        take: What is compared.
        peak: Of the samples, 0 to 1.
        seconds: How long was spoken.
        over_noise_db: How far the speech stands out of what was before and behind it.
        clipped: Share of the samples that are at the limit.
        over_voice: Seconds of it during which the studio's own voice was speaking.
    """

    samples: NDArray[np.float32]
    take: Take
    peak: float
    seconds: float
    over_noise_db: float = 99.0
    clipped: float = 0.0
    over_voice: float = 0.0


@dataclass(frozen=True, slots=True)
class TaughtCommand:
    """A phrase that one person has recorded, and what it stands for.

    Attributes:
        id: Its own; `NAME` is the name by which the studio is called hands-free.
        command: The command it stands for; empty for the name.
        values: What fills its slots, in words.
        title: What it is called when it is told: the words said, as far as they are known.
    """

    id: str
    command: str
    values: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    takes: tuple[Take, ...] = ()


NAME = "name"
"""Id of the taught phrase that is the studio's name."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A taught phrase that an utterance may be.

    Attributes:
        id: Of the `TaughtCommand`.
        score: How far it is; up to 1 is near enough for how it was said, held or hands-free.
    """

    id: str
    score: float


FADES_S = 0.3
"""So long the studio's own voice may be heard after the key was pressed, which has it wait."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something that was said between two pauses, or while the key was held.

    Attributes:
        began: When it began; of a hands-free command its name's beginning.
        ended: When it ended.
        is_held: The key for it was held.
        is_named: The studio's name was said before it.
        guesses: Taught phrases, the nearest first; the first two or three of all.
        taught: Id of the taught phrase that is certain enough; empty where none is.
        words: What an engine for words has heard, the likeliest first; without the name.
        language: Of the words; empty where no engine for words listened.
        over_voice: Seconds of it during which the studio's own voice was speaking.
        is_silent: Held for a while, and the microphone gave no sound at all.
        is_clipped: It was too loud for the microphone.
        is_late: The engine for words was too slow to say what it heard.
        may_go_on: Its words only begin a command; the rest may follow, and then is told with them.
        is_call: It is the name alone; what is asked for may follow.
        new_from: Where what is new in it begins; what was said before that was told already. None
            for all of it.
    """

    began: float
    ended: float
    is_held: bool = False
    is_named: bool = False
    guesses: tuple[Guess, ...] = ()
    taught: str = ""
    words: tuple[str, ...] = ()
    language: str = ""
    over_voice: float = 0.0
    is_silent: bool = False
    is_clipped: bool = False
    is_late: bool = False
    may_go_on: bool = False
    is_call: bool = False
    new_from: float | None = None
