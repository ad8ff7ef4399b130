"""What the voice's process asks of an engine, and which of its voices speaks a language."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from studio.model.voicing import Manner

Deliver = Callable[[bytes], bool]
"""Takes mono sound of 16 bit, in order, on the engine's thread; False when no more is wanted.

Nothing at all is sound too: so an engine that takes its time asks whether it shall go on.
"""

_ALIKE: Mapping[str, tuple[str, ...]] = {"zh": ("cmn", "zh"), "id": ("id", "in"), "en": ("en",)}
_FIRST: Mapping[str, tuple[str, ...]] = {
    "en": ("en-us", "en-gb"),
    "zh": ("cmn", "zh-cn", "zh-hans-cn"),
}
"""What a language means where it is spoken in several ways."""

_UNSPOKEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+"
)
"""Control characters, some of which engines obey; marks of direction; halves of signs."""


class EngineError(Exception):
    """An engine cannot speak; it stays inside the voice's process."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine.

    Attributes:
        id: By which the engine knows it.
        name: As the user sees it.
        languages: Tags, in small letters with hyphens.
    """

    id: str
    name: str
    languages: tuple[str, ...]


class Engine(Protocol):
    """Makes speech; belongs to the thread that made it."""

    hz: int
    """Samples per second of all it gives; known from the beginning."""

    def voices(self) -> Sequence[Voice]: ...

    def speak(self, text: str, voice: Voice | None, manner: Manner, deliver: Deliver) -> None:
        """Make speech of a text, and return when all of it was delivered or no more is wanted.

        Args:
            text: Plain words; nothing in it is an order.
            voice: None for the engine's own choice.
            manner: How; its `voices` do not matter here.
            deliver: Takes the sound.

        Raises:
            EngineError: It cannot be spoken.
        """
        ...


def plain(text: str) -> str:
    """A text without what engines would obey, or stumble over."""
    return _UNSPOKEN.sub(" ", text)


def voice_for(language: str, voices: Sequence[Voice], wished: str = "") -> Voice | None:
    """The voice for a language: the one wished for if it is there, else the most usual one."""
    fitting = [voice for voice in voices if speaks(voice, language)]
    for voice in fitting:
        if wished and voice.name == wished:
            return voice
    for tag in _FIRST.get(language, (language,)):
        for voice in fitting:
            if tag in voice.languages:
                return voice
    return fitting[0] if fitting else None


def speaks(voice: Voice, language: str) -> bool:
    """Whether it is a voice for a language, by its short tag."""
    wanted = _ALIKE.get(language, (language,))
    return any(tag.split("-")[0] in wanted for tag in voice.languages)
