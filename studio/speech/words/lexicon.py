"""A person's dictionary at work."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studio.model.pronunciation import Pronunciation, same_word
from studio.speech.words.cleaning import cleaned
from studio.speech.words.patterns import addresses_in
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


_MOST_IN_A_ROW = 3
_OF_ADDRESS = re.compile("[./@]")
_PARTICLE = re.compile(
    "(?:은|는|이|가|을|를|에|에서|에게|한테|의|로|으로|와|과|랑|이랑|도|만|까지|부터|보다|처럼|님|께|께서"
    "|요|이요|예요|이에요|입니다){1,2}(?![가-힣])"
)
"""What Koreans write onto a word."""

_AMOUNT_BEFORE = re.compile(r"(?:\d[.,:/]|[$€£¥₩₱฿₫₹]\s?|(?<![A-Za-z])(?:[Rr][Pp]\.?|RM)\s?)\Z")
_AMOUNT_BEHIND = re.compile(r"[.,:/]\d|[$€£₩₱฿₫₹]|\s?[%‰元块]")
"""What makes the digits beside it part of an amount."""


class Lexicon:
    """The words that are said differently, found in a text in one pass.

    In scripts that put spaces between words only whole words are meant; small letters and
    capitals are the same. The longest entry wins.
    """

    def __init__(self, entries: Sequence[Pronunciation]) -> None:
        self._entries: dict[str, list[Pronunciation]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        starts: set[str] = set()
        # What is for one language comes before what is for all.
        for entry in sorted(entries, key=lambda one: not one.language):
            written = cleaned(entry.word).strip()
            if word := same_word(written):
                self._entries[word].append(entry)
                lengths[word[0]].add(len(word))
                starts |= {word[0], *word[0].upper(), written[0]}
        self._lengths = {start: sorted(some, reverse=True) for start, some in lengths.items()}
        self._start = _any_start(starts)

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
        addresses = addresses_in(text)
        last, times = None, 0
        while met := self._start.search(text, place):
            place = met.start()
            length, entry = self._entry_at(text, place, language, latin)
            while addresses and addresses[-1][1] <= place:
                addresses.pop()
            is_of_address = addresses and addresses[-1][0] <= place
            if entry is None or (is_of_address and not _OF_ADDRESS.search(entry.word)):
                place += 1
                continue
            if place > done:
                yield Part(text[done:place])
            # As with letters, three in a row are enough.
            times = times + 1 if entry is last and place == done else 1
            last = entry
            if times <= _MOST_IN_A_ROW:
                own = short_tag(entry.language)
                told = own if own in LATIN else ""
                yield Part(cleaned(entry.spoken), is_told=True, language=told)
            done = place = place + length
        if done < len(text):
            yield Part(text[done:])

    def _entry_at(
        self, text: str, place: int, whole: str, latin: str
    ) -> tuple[int, Pronunciation | None]:
        """How many characters an entry stands for here, and the entry."""
        for length in self._lengths.get(text[place].casefold()[:1], ()):
            written = text[place : place + length]
            # Some capitals and ligatures become several small letters.
            while len(word := written.casefold()) > length:
                written = written[:-1]
            is_there = len(word) == length and word in self._entries
            if not is_there or not _is_whole(text, place, place + len(written)):
                continue
            for entry in self._entries[word]:
                language = short_tag(entry.language)
                if not language or language in (whole, script_of(written) or latin):
                    return len(written), entry
        return 0, None


def _any_start(starts: set[str]) -> re.Pattern[str] | None:
    """Where an entry may begin; plain letters only where no word goes on."""
    if not starts:
        return None
    plain = re.escape("".join(sorted(s for s in starts if s.isascii() and s.isalnum())))
    others = re.escape("".join(sorted(s for s in starts if not (s.isascii() and s.isalnum()))))
    kinds = ([rf"(?<![A-Za-z0-9])[{plain}]"] if plain else []) + ([f"[{others}]"] if others else [])
    return re.compile("|".join(kinds))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word or amount goes on beyond either end, where words are set apart by spaces."""
    if text[start].isdigit() and _AMOUNT_BEFORE.search(text[max(0, start - 4) : start]):
        return False
    if text[end - 1].isdigit() and _AMOUNT_BEHIND.match(text, end):
        return False
    if _joins(text[start - 1 : start], text[start]):
        return False
    return not _joins(text[end - 1], text[end : end + 1]) or _PARTICLE.match(text, end) is not None


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
