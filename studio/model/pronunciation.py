"""How a person wants words to be said."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """One entry of a person's dictionary.

    Attributes:
        word: What is written.
        spoken: What is said in its place.
        language: A short tag such as `zh`, where it is said so in that language only; empty for
            all of them.
    """

    word: str
    spoken: str
    language: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What no two entries share."""
        return same_word(self.word), self.language


def same_word(word: str) -> str:
    """Words that are written alike are one: in small letters or capitals, with any spaces."""
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())


def found(entries: Sequence[Pronunciation], word: str, language: str = "") -> Pronunciation | None:
    """The entry of a word for a language; None where there is none."""
    key = same_word(word), language
    return next((entry for entry in entries if entry.key == key), None)


def with_entry(entries: Sequence[Pronunciation], entry: Pronunciation) -> tuple[Pronunciation, ...]:
    """The entries with this one in place of that of the same word, in the order of words."""
    return tuple(sorted([*without_entry(entries, entry), entry], key=lambda one: one.key))


def without_entry(
    entries: Sequence[Pronunciation], entry: Pronunciation
) -> tuple[Pronunciation, ...]:
    return tuple(one for one in entries if one.key != entry.key)
