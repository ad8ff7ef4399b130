"""What was said beside the phrases of all commands: which of them fit, and from where to where.

A phrase fits when all of its own words are there, in their order and nowhere another word.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from studio.interpreter.phrases import Blank, Phrase, is_korean, sounding
from studio.interpreter.wording import Plainest, Wording, wording
from studio.spoken.pinyin import has_han
from studio.spoken.plain import tokens

Parts = tuple[str | Blank, ...]

_LEAST_WORDS = 2


class Book:
    """Phrases by what they begin or end with, so that few are looked at."""

    def __init__(self, all_: Iterable[tuple[Phrase, Parts]]) -> None:
        self._literal: defaultdict[Parts, list[tuple[Phrase, Parts]]] = defaultdict(list)
        self._first: defaultdict[str, list[tuple[Phrase, Parts]]] = defaultdict(list)
        self._last: defaultdict[str, list[tuple[Phrase, Parts]]] = defaultdict(list)
        self._between: list[tuple[Phrase, Parts]] = []
        for phrase, parts in dict.fromkeys(all_):
            if phrase.is_literal:
                self._literal[parts].append((phrase, parts))
            elif isinstance(parts[0], str):
                self._first[parts[0]].append((phrase, parts))
            elif isinstance(parts[-1], str):
                self._last[parts[-1]].append((phrase, parts))
            else:
                self._between.append((phrase, parts))

    def fitting(self, said: tuple[str, ...]) -> Iterator[tuple[Phrase, Parts]]:
        """Those that the words may be."""
        if said:
            yield from self._literal.get(said, ())
            yield from self._first.get(said[0], ())
            yield from self._last.get(said[-1], ())
            yield from self._between


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take what was said.

    Attributes:
        said: The tokens as they were heard.
        words: What is compared with phrases, and which of the tokens each word stands for.
        is_sound: The words are how those sound.
    """

    said: tuple[str, ...]
    words: tuple[Plainest, ...]
    is_sound: bool = False

    @classmethod
    def of(cls, said: Sequence[str]) -> "Way":
        """The words themselves."""
        return cls(tuple(said), tuple(Plainest(w, at, at + 1) for at, w in enumerate(said)))

    @classmethod
    def plainest(cls, words: str, wording: Wording) -> list["Way"]:
        """With other words of the same meaning, without what means nothing and with its ends."""
        ways: dict[Way, None] = {}
        for one in (wording.without_fillers(words), words):
            said = _once(tuple(tokens(one)))
            for is_trimmed in (True, False):
                way = wording.plainest(said, is_trimmed=is_trimmed)
                ways[cls(said, tuple(way))] = None
        return list(ways)

    @classmethod
    def bare(cls, words: str, wording: Wording) -> "Way":
        """Without what means nothing."""
        said = tokens(wording.without_fillers(words))
        return cls(tuple(said), tuple(wording.bare(said)))

    def sounding(self) -> "Way":
        """As it sounds."""
        words = (Plainest(sounding(one.word), one.begin, one.end) for one in self.words)
        return Way(self.said, tuple(words), is_sound=True)

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(one.word for one in self.words)

    def between(self, begin: int, end: int) -> list[str]:
        """What was said from one word to before another, in every way that it may be a name.

        With what means nothing around it, for a name may begin so; without it; and in plain words.
        """
        inner = self.said[self.words[begin].begin : self.words[end - 1].end]
        # Where one word stands for 卖了 as 卖 and 出, a slot behind 卖 holds all of it.
        first = min(self.words[begin - 1].end, self.words[begin].begin) if begin else 0
        last = len(self.said)
        if end < len(self.words):
            last = max(self.words[end].begin, self.words[end - 1].end)
        plain = inner if self.is_sound else [one.word for one in self.words[begin:end]]
        ways = (self.said[first:last], inner, plain)
        return list(dict.fromkeys(joined(way) for way in ways))


def _once(said: tuple[str, ...]) -> tuple[str, ...]:
    """What was said twice in a row, as 下播下播, is meant once."""
    half = len(said) // 2
    is_twice = half > 1 and said[:half] == said[half:]
    return said[:half] if is_twice else said


def languages_of(words: str, language: str, known: Iterable[str]) -> list[str]:
    """Whose words they may be: of the language that was heard, and of that of their signs."""
    tag = language.replace("-", "_").split("_")[0]
    said = tokens(words)
    by_signs = {
        "zh": any(has_han(token) for token in said),
        "ko": any(is_korean(token) for token in said),
    }
    is_latin = not any(by_signs.values())

    def fits(one: str) -> bool:
        own = one.split("_", maxsplit=1)[0]
        is_other = is_latin and own not in by_signs and tag not in ("en", "id")
        return own == tag or by_signs.get(own, is_other)

    return sorted(filter(fits, known), key=lambda one: one.split("_")[0] != tag)


def plain_parts(phrase: Phrase, *, is_whole: bool = False) -> Parts:
    """A phrase in its plainest words; nothing where no word of its own would be left.

    Args:
        phrase: As it was written.
        is_whole: What means nothing at its ends is kept, and has to be said: of “kita live” the
            word “live” alone must not send a show. So it is too where but one word would be left.
    """
    return _trimmed(phrase, wording(phrase.language).plainest, is_whole=is_whole)


def bare_sounds(phrase: Phrase, *, is_whole: bool = False) -> Parts:
    """How a phrase sounds without what means nothing in it; see `plain_parts`."""
    bare = _trimmed(phrase, wording(phrase.language).bare, is_whole=is_whole) or phrase.parts
    return tuple(part if isinstance(part, Blank) else sounding(part) for part in bare)


def _trimmed(phrase: Phrase, reword: Callable[..., list[Plainest]], *, is_whole: bool) -> Parts:
    short, whole = (_reworded(phrase, partial(reword, is_trimmed=one)) for one in (True, False))
    is_short = phrase.is_literal and len(short) < min(len(phrase.parts), _LEAST_WORDS)
    for parts in (whole,) if is_whole or is_short else (short, whole):
        if any(isinstance(part, str) for part in parts) or not phrase.weight:
            return parts
    return ()


def _reworded(
    phrase: Phrase, reword: Callable[[Sequence[str]], Sequence[Plainest]]
) -> tuple[str | Blank, ...]:
    blanks = {f"{{{part.slot}}}": part for part in phrase.parts if isinstance(part, Blank)}
    tokens = [part if isinstance(part, str) else f"{{{part.slot}}}" for part in phrase.parts]
    return tuple(blanks.get(one.word, one.word) for one in reword(tokens))


def is_close(parts: Parts) -> bool:
    """Whether two slots stand together."""
    both = pairwise(parts)
    return any(isinstance(one, Blank) and isinstance(other, Blank) for one, other in both)


def cuts(
    parts: tuple[str | Blank, ...], said: tuple[str, ...]
) -> Iterator[dict[str, tuple[int, int]]]:
    """Every way in which a phrase fits: from where to where each slot goes."""
    if not parts:
        if not said:
            yield {}
        return
    yield from _cuts_from(parts, said, 0, 0)


def _cuts_from(
    parts: tuple[str | Blank, ...], said: tuple[str, ...], place: int, at: int
) -> Iterator[dict[str, tuple[int, int]]]:
    while place < len(parts) and isinstance(parts[place], str):
        if at >= len(said) or said[at] != parts[place]:
            return
        place, at = place + 1, at + 1
    if place == len(parts):
        if at == len(said):
            yield {}
        return
    blank = parts[place]
    needed = len(parts) - place - 1
    for end in range(at + 1, len(said) - needed + 1):
        for rest in _cuts_from(parts, said, place + 1, end):
            yield {getattr(blank, "slot", ""): (at, end), **rest}


def joined(said: Sequence[str]) -> str:
    """Words again, Chinese and Korean without spaces between its signs."""
    words = ""
    for token in said:
        is_close = words and not words[-1].isascii() and not token[0].isascii()
        words += token if not words or is_close else f" {token}"
    return words
