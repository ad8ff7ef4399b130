"""Different words for the same: what is said and how phrases are written, made alike.

Nobody could write down every way to say a command. `i18n/wordings` has, for each language, words
that mean the same as others, and those that mean nothing: politeness, hesitation, particles. Both
what was said and the phrases are put into the plainest words before they are compared. What fills
a slot stays as it was said.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from studio import paths
from studio.spoken.numbers import numbers
from studio.spoken.plain import tokens

FOLDER = ("i18n", "wordings")

_MOST_ENDS = 6
"""So many particles are taken off each end; nobody says more of them in a row."""

_MOST_TURNS = 3
_MOST_WORDS = 3
"""Of a number that are looked at, or syllables in Chinese and Korean."""

_LEAST_STEM = 3
"""Letters that stay of a word without its ending."""

Ways = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Plainest:
    """A word in its plainest form.

    Attributes:
        word: What all words of the same meaning become.
        begin: The first of the tokens that it stands for; `end` is behind the last one.
    """

    word: str
    begin: int
    end: int


class Rewording:
    """Runs of words, each with what it becomes; of two that begin alike the longer one counts."""

    def __init__(self, becomes: dict[tuple[str, ...], tuple[str, ...]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for way in _longest_first(becomes):
            self._by_first.setdefault(way[0], []).append((way, becomes[way]))

    def of(self, words: Sequence[Plainest]) -> list[Plainest]:
        """The words, each run of them reworded."""
        found: list[Plainest] = []
        at = 0
        while at < len(words):
            way, plain = self._way(words, at)
            begin, end = words[at].begin, words[at + len(way) - 1].end
            found += words[at : at + len(way)] if plain == way else ()
            found += [Plainest(word, begin, end) for word in plain if plain != way]
            at += len(way)
        return found

    def _way(self, words: Sequence[Plainest], at: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        for way, plain in self._by_first.get(words[at].word, ()):
            if tuple(one.word for one in words[at : at + len(way)]) == way:
                return way, plain
        return (words[at].word,), (words[at].word,)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a language's words amount to.

    Attributes:
        beginnings: What words may begin with and mean the same; `endings` what they may end with.
        nothing: Leaves out what means nothing wherever it stands.
        first: What means nothing where a sentence begins, longest first; `last` where it ends.
        same: Gives the plainest words of the same meaning.
        kept: What stays as it is, and loses no end.
        apart: What means nothing as a word of its own, in a language whose tokens are syllables.
        ways: All of these words as they are written, for an engine that has to know them.
    """

    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    nothing: Rewording
    first: Ways
    last: Ways
    same: Rewording
    kept: frozenset[tuple[str, ...]]
    apart: frozenset[str]
    ways: tuple[str, ...]

    def plainest(self, said: Sequence[str], *, is_trimmed: bool = True) -> list[Plainest]:
        """The plainest words for tokens, with where each of them stood.

        Args:
            said: See `plain.tokens`.
            is_trimmed: Without what means nothing at either end.
        """
        words = [self._stem(one) for one in self.bare(said, is_trimmed=is_trimmed)]
        for _once in range(_MOST_TURNS):  # what one word becomes may be part of a longer way
            before, words = words, self.same.of(words)
            if words == before:
                break
        return words

    def bare(self, said: Sequence[str], *, is_trimmed: bool = True) -> list[Plainest]:
        """The words themselves, without those that mean nothing."""
        whole = [Plainest(word, at, at + 1) for at, word in enumerate(said)]
        words = _parted(whole, self.nothing.of(whole)) or whole
        return self._core(words) if is_trimmed else words

    def without_fillers(self, words: str) -> str:
        """Without words that mean nothing when spaces part them from others."""
        whole = [Plainest(word, at, at + 1) for at, word in enumerate(words.split())]
        kept = [one for one in whole if one.word.strip(",.…") not in self.apart]
        return " ".join(one.word for one in _parted(whole, kept)) or words

    def _core(self, words: list[Plainest]) -> list[Plainest]:
        """Without what means nothing at either end."""
        said = [one.word for one in words]
        begin, end = 0, len(said)
        for _once in range(_MOST_ENDS):
            fits = (len(w) for w in self.last if _is_in(said[:end], end - len(w), w))
            end -= self._spared(said[:end], next(fits, 0))
        for _once in range(_MOST_ENDS):
            fits = (len(w) for w in self.first if _is_in(said[:end], begin, w))
            begin += self._spared(said[begin:end], next(fits, 0))
        return words[begin:end]

    def _spared(self, said: Sequence[str], length: int) -> int:
        """How many words are taken off an end: none of what would be nothing without them."""
        return length if length < len(said) and tuple(said) not in self.kept else 0

    def _stem(self, one: Plainest) -> Plainest:
        if (one.word,) in self.kept:
            return one
        return Plainest(stem(one.word, self.beginnings, self.endings), one.begin, one.end)


def _parted(whole: Sequence[Plainest], kept: Sequence[Plainest]) -> list[Plainest]:
    """The words kept, with what was left out between two numbers.

    “Two, sorry, three” is not twenty three.
    """
    found: list[Plainest] = []
    for one in kept:
        begin = found[-1].end if found else one.begin
        before, behind = whole[:begin], whole[one.begin :]
        if begin < one.begin and _is_number_at(before, -1) and _is_number_at(behind, 1):
            found += whole[begin : one.begin]
        found.append(one)
    return found


def _is_number_at(words: Sequence[Plainest], end: int) -> bool:
    """Whether words begin with a number (1), or end with one (-1)."""
    said = [one.word for one in words]
    parts = (said[:n] if end > 0 else said[-n:] for n in range(1, _MOST_WORDS + 1))
    return any(numbers(" ".join(part)) for part in parts)


def stem(word: str, beginnings: Sequence[str], endings: Sequence[str]) -> str:
    """A word without its beginnings and endings, in their order."""
    for beginning in beginnings:
        bare = word.removeprefix(beginning)
        word = bare if len(bare) >= _LEAST_STEM else word
    for ending in endings:
        bare = word.removesuffix(ending)
        word = bare if len(bare) >= _LEAST_STEM else word
    return word


@cache
def wording(language: str) -> Wording:
    """Of one of `phrases.SPOKEN`."""
    with (paths.resource(*FOLDER) / f"{language}.toml").open("rb") as opened:
        written = tomllib.load(opened)
    beginnings, endings = (tuple(written.get(ends, ())) for ends in ("beginnings", "endings"))

    def stems(words: str) -> tuple[str, ...]:
        return tuple(stem(token, beginnings, endings) for token in tokens(words))

    kept = {tuple(tokens(way)): tuple(tokens(way)) for way in written["kept"]}
    same = {stems(way): stems(way) for way in written["kept"]}
    for plain, ways in written["same"].items():
        same |= {stems(way): stems(plain) for way in (plain, *ways)}
    return Wording(
        beginnings,
        endings,
        Rewording({tuple(tokens(way)): () for way in written["nothing"]} | kept),
        _longest_first(tuple(tokens(way)) for way in written["first"]),
        _longest_first(tuple(tokens(way)) for way in written["last"]),
        Rewording(same),
        frozenset(kept),
        frozenset(written.get("apart", ())),
        tuple(dict.fromkeys(_written(written))),
    )


def _written(written: dict[str, Any]) -> Iterator[str]:
    for name in ("nothing", "first", "last", "kept", "apart"):
        yield from written.get(name, ())
    for plain, ways in written["same"].items():
        yield from (plain, *ways)


def _is_in(said: Sequence[str], at: int, way: tuple[str, ...]) -> bool:
    return at >= 0 and tuple(said[at : at + len(way)]) == way


def _longest_first(ways: Iterable[tuple[str, ...]]) -> Ways:
    return tuple(sorted(set(ways) - {()}, key=lambda way: (-len(way), way)))
