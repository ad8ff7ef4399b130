"""The phrases of all commands, in every language that somebody may speak to the studio in.

A command declares its best phrases, which are translated like every text. Further ways to say it
stand in `i18n/phrases`, a file for each language with a list for each command: a language has more
of them, or fewer, than English. Korean is spoken to the studio and has its phrases there, though
the window does not speak it.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from studio import paths
from studio.commands.command import Command, Registry
from studio.spoken.plain import tokens
from studio.spoken.sounds import sound_of
from studio.text import LANGUAGES, translate

SPOKEN = (*LANGUAGES, "ko")
"""Languages of phrases, as `studio.text` has them."""

FOLDER = ("i18n", "phrases")

_SHORT = 4
"""Latin letters of a word that is short enough to be said clearly."""

_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Blank:
    """Where a slot's words stand in a phrase."""

    slot: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a command.

    Attributes:
        command: Its id.
        language: One of `SPOKEN`.
        words: As it was written, with slots in braces.
        parts: Its tokens, and blanks between them.
        sounds: The same with each token as it sounds.
    """

    command: str
    language: str
    words: str
    parts: tuple[str | Blank, ...]
    sounds: tuple[str | Blank, ...]

    @property
    def is_literal(self) -> bool:
        return not any(isinstance(part, Blank) for part in self.parts)

    @property
    def weight(self) -> int:
        """How many of its words are its own."""
        return sum(not isinstance(part, Blank) for part in self.parts)


def phrases_of(command: Command, language: str) -> tuple[str, ...]:
    """All ways to say a command in a language, `zh` as well as `zh_CN`; those it declares first."""
    short = language.split("_", maxsplit=1)[0]
    language = next((one for one in SPOKEN if one.split("_")[0] == short), "en")
    declared = () if language == "ko" else (translate(p, language) for p in command.phrases)
    return tuple(dict.fromkeys((*declared, *_further(language).get(command.id, ()))))


def phrases(registry: Registry, languages: tuple[str, ...] = SPOKEN) -> Iterator[Phrase]:
    """Every phrase of every command."""
    for language in languages:
        for command in registry:
            for words in phrases_of(command, language):
                parts = _parts(words)
                sounds = tuple(p if isinstance(p, Blank) else sounding(p) for p in parts)
                yield Phrase(command.id, language, words, parts, sounds)


@cache
def sounding(token: str) -> str:
    """A token of `plain.tokens` as it sounds, alone."""
    if token.isascii() and len(token) < _SHORT:  # “on” is not “one”
        return token
    sound = sound_of(token)
    # Of Chinese the standard sounds: a recogniser confuses signs, and knows the language.
    is_chinese = not token.isascii() and sound.strict != (token,) and not is_korean(token)
    return " ".join(sound.strict if is_chinese else sound.loose) or token


def is_korean(token: str) -> bool:
    return "\uac00" <= token[0] <= "\ud7a3"


def _parts(words: str) -> tuple[str | Blank, ...]:
    parts: list[str | Blank] = []
    for place, piece in enumerate(_BLANK.split(words)):
        if place % 2:
            parts.append(Blank(piece))
        else:
            parts += tokens(piece)
    return tuple(parts)


@cache
def _further(language: str) -> dict[str, tuple[str, ...]]:
    file = paths.resource(*FOLDER) / f"{language}.toml"
    with file.open("rb") as opened:
        return {id_: tuple(ways) for id_, ways in tomllib.load(opened).items()}
