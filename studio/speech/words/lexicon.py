"""A person's dictionary at work."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studio.model.pronunciation import Pronunciation, same_word
from studio.speech.words.cleaning import cleaned
from studio.speech.words.scripts import LATIN, script_of
from studio.speech.words.tongues import short_tag


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text.

    Attributes:
        is_told: It was in the dictionary, and is said as it is told there.
        language: The voice of Latin letters that the entry asks for; empty for any.
    """

    text: str
    is_told: bool = False
    language: str = ""


class Lexicon:
    """The words that are said differently, found in a text in one pass.

    In scripts that put spaces between words only whole words are meant; small letters and
    capitals are the same. The longest entry wins.
    """

    def __init__(self, entries: Sequence[Pronunciation]) -> None:
        by_start: dict[str, list[tuple[str, Pronunciation]]] = defaultdict(list)
        for entry in entries:
            if word := same_word(cleaned(entry.word)):
                by_start[word[0]].append((word, entry))
        self._by_start = {
            start: sorted(some, key=lambda one: (-len(one[0]), not one[1].language))
            for start, some in by_start.items()
        }
        starts = "".join(sorted({s for start in by_start for s in (start, start.upper())}))
        self._start = re.compile(f"[{re.escape(starts)}]") if starts else None

    def parts(self, text: str, language: str, latin: str) -> Iterator[Part]:
        """Cut a text at the entries that are for its languages.

        Args:
            text: As `cleaned` gives it.
            language: Of the whole text.
            latin: Of its words in Latin letters.
        """
        if self._start is None:
            yield Part(text)
            return
        done = place = 0
        while met := self._start.search(text, place):
            place = met.start()
            word, entry = self._entry_at(text, place, language, latin)
            if entry is None:
                place += 1
                continue
            if place > done:
                yield Part(text[done:place])
            own = short_tag(entry.language)
            yield Part(cleaned(entry.spoken), is_told=True, language=own if own in LATIN else "")
            done = place = place + len(word)
        if done < len(text):
            yield Part(text[done:])

    def _entry_at(
        self, text: str, place: int, whole: str, latin: str
    ) -> tuple[str, Pronunciation | None]:
        for word, entry in self._by_start.get(text[place].casefold(), ()):
            written = text[place : place + len(word)]
            if written.casefold() != word or not _is_whole(text, place, place + len(word)):
                continue
            language = short_tag(entry.language)
            if not language or language in (whole, script_of(written) or latin):
                return word, entry
        return "", None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on beyond either end, where words are set apart by spaces."""
    return not (
        _joins(text[start - 1 : start], text[start]) or _joins(text[end - 1], text[end : end + 1])
    )


def _joins(left: str, right: str) -> bool:
    both = left + right
    return (
        len(both) == 2
        and both.isalnum()
        and not any(script_of(one) in ("zh", "ja") for one in both)
    )


@lru_cache(maxsize=8)
def lexicon_of(entries: tuple[Pronunciation, ...]) -> Lexicon:
    return Lexicon(entries)
