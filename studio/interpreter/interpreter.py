"""Words to wishes: the same for what was said and what was typed.

A phrase is meant when all of its own words are there, in their order and nowhere another word, and
each of its slots hears something. Words that only recombine are no command.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from studio.commands.command import Command, Heard, Invocation, Origin, Registry
from studio.commands.every import REGISTRY
from studio.commands.slots import PRODUCTS, hear
from studio.interpreter.fillers import without_fillers, without_korean_fillers
from studio.interpreter.phrases import SPOKEN, Blank, Phrase, phrases, sounding
from studio.model.message import Message, Name, say
from studio.model.state import ShowState
from studio.spoken.answers import Answer, answer_of
from studio.spoken.numbers import places
from studio.spoken.plain import LONGEST, tokens
from studio.spoken.sounds import MARGIN, SURE, alike, warm_up

MOST_OFFERED = 3
"""So many things that may be meant are offered by number."""

WHOLE = 0.9
"""From this likeness on the words are the phrase's own, or sound just so."""

_ANSWERS = {Answer.YES: "studio.yes", Answer.NO: "studio.no", Answer.CANCEL: "studio.no"}
_OFFERED = ("voice.first", "voice.second")
"""What chooses one of several things that were offered; without an offer they mean nothing."""

_ONLY_OFFERED = {*_OFFERED, "voice.choose"}

_NEAR = 0.72
"""Likeness of a phrase from which on it is offered."""
_LIKE_SOUND = 0.9
"""What a phrase counts for that only sounds like the words."""
_MOST_NEAR = 6


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


@cache
def shared() -> "Interpreter":
    """The one for all commands; made once, which takes a third of a second, on any thread."""
    return Interpreter(REGISTRY)


def prepare(state: ShowState) -> None:
    """Have ready what the first words would wait for; on any thread, for a second or two."""
    shared()
    warm_up(product.name.name for product in state.products)
    hear(PRODUCTS, state, "?", "")


class Interpreter:
    """Understands words in all of the studio's languages; any thread, some milliseconds each."""

    def __init__(self, registry: Registry, languages: tuple[str, ...] = SPOKEN) -> None:
        self._registry = registry
        self._phrases = tuple(phrases(registry, languages))
        self._by_words = _Book(self._phrases, lambda phrase: phrase.parts)
        self._by_sound = _Book(self._phrases, lambda phrase: phrase.sounds)
        self._literal = [one for one in self._phrases if one.is_literal]
        self._spelled = [_spelling(one.sounds) for one in self._literal]
        self._slotted = [one for one in self._phrases if not one.is_literal]

    def understand(
        self,
        words: str | Sequence[str],
        state: ShowState,
        language: str = "",
        origin: Origin = Origin.VOICE,
    ) -> Meaning:
        """Find what is meant.

        Args:
            words: What was heard, or everything it may have been, the likeliest first.
            state: What the show is like: its names, and whether something was asked.
            language: Of the words; its phrases and numbers go before those of others.
            origin: Where the words came from.
        """
        said = [words] if isinstance(words, str) else words
        said = [one for one in said if one.strip() and len(one) <= LONGEST]
        hearing = _Hearing(self._registry, state, language, origin)
        if (answer := next(filter(None, map(hearing.answer, said)), None)) is not None:
            return answer
        heard = [tokens(one) for one in said]
        best = self._best(_ways(said, heard), hearing)
        if not isinstance(best, Nothing):
            return best
        if hearing.problem is not None:
            return Nothing(hearing.problem)
        near = self._near(heard[:2], hearing)
        return Near(tuple(near)) if near else Nothing()

    def _best(self, ways: Iterable[tuple[str, ...]], hearing: "_Hearing") -> Meaning:
        """What is meant by the words, else by how they sound."""
        best: Meaning = Nothing()
        ways = list(ways)
        for book, loosen in ((self._by_words, None), (self._by_sound, sounding)):
            for way in ways:
                if found := hearing.all_of(book, way, loosen):
                    best = _better(best, _decided(found))
                if _likeness(best) == 1.0:
                    return best
            if _likeness(best) >= WHOLE:
                return best
        return best

    def _near(self, heard: list[list[str]], hearing: "_Hearing") -> list[Understood]:
        """Commands whose phrases are alike, each once."""
        found: list[Understood] = []
        for said in heard:
            spelling = _spelling([sounding(token) for token in said])
            if len(spelling) < 3:
                continue
            for phrase, spelled in zip(self._literal, self._spelled, strict=True):
                like = alike(spelling, spelled, _NEAR)
                if like and phrase.command not in _ONLY_OFFERED:
                    found.append(hearing.understood(phrase.command, {}, like))
            found += self._near_slotted(said, hearing)
        best: dict[tuple[str, str], Understood] = {}
        for one in sorted(found, key=lambda one: -one.likeness):
            best.setdefault((one.invocation.command, str(one.invocation.values)), one)
        return [one for one in best.values() if one.likeness >= _NEAR][:MOST_OFFERED]

    def _near_slotted(self, said: list[str], hearing: "_Hearing") -> list[Understood]:
        """Phrases with one slot at an end, whose own words are alike and whose slot is sure."""
        sounds = [sounding(token) for token in said]
        near: list[tuple[float, Phrase, str]] = []
        for phrase in self._slotted:
            own = _spelling(part for part in phrase.sounds if isinstance(part, str))
            blanks = [place for place, p in enumerate(phrase.parts) if isinstance(p, Blank)]
            if len(blanks) != 1 or len(own) < 3:
                continue
            is_last, is_first = blanks[0] == len(phrase.parts) - 1, blanks[0] == 0
            for cut in range(max(1, phrase.weight - 1), min(len(said), phrase.weight + 2)):
                if is_last:
                    mine, rest = sounds[:cut], said[cut:]
                elif is_first:
                    mine, rest = sounds[-cut:], said[:-cut]
                else:
                    continue
                like = alike(own, _spelling(mine), _NEAR)
                if like and rest:
                    near.append((like, phrase, _joined(rest)))
        near.sort(key=lambda one: -one[0])
        found: list[Understood] = []
        for like, phrase, words in near[:_MOST_NEAR]:
            slot = next(part.slot for part in phrase.parts if isinstance(part, Blank))
            for one in hearing.in_slot(phrase.command, slot, words)[:1]:
                if one.likeness >= SURE:
                    values = {slot: one}
                    found.append(hearing.understood(phrase.command, values, like * one.likeness))
        return found


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase that fits, with what its slots hear."""

    phrase: Phrase
    values: dict[str, Heard]
    understood: Understood
    rank: tuple[bool, int, int, bool]


class _Book:
    """Phrases by what they begin or end with, so that few are looked at."""

    def __init__(
        self, all_: Iterable[Phrase], parts: Callable[[Phrase], tuple[str | Blank, ...]]
    ) -> None:
        self._literal: defaultdict[tuple[str | Blank, ...], list[Phrase]] = defaultdict(list)
        self._first: defaultdict[str, list[Phrase]] = defaultdict(list)
        self._last: defaultdict[str, list[Phrase]] = defaultdict(list)
        self._between: list[Phrase] = []
        self.parts = parts
        for phrase in all_:
            own = parts(phrase)
            if phrase.is_literal:
                self._literal[own].append(phrase)
            elif isinstance(own[0], str):
                self._first[own[0]].append(phrase)
            elif isinstance(own[-1], str):
                self._last[own[-1]].append(phrase)
            else:
                self._between.append(phrase)

    def fitting(self, said: tuple[str, ...]) -> Iterator[Phrase]:
        """Those that the words may be."""
        yield from self._literal.get(said, ())
        yield from self._first.get(said[0], ())
        yield from self._last.get(said[-1], ())
        yield from self._between


@dataclass
class _Hearing:
    """One understanding: what slots have heard, and what was missing."""

    registry: Registry
    state: ShowState
    language: str
    origin: Origin
    problem: Message | None = None
    _heard: dict[tuple[str, str, str], Sequence[Heard]] = field(default_factory=dict)

    def answer(self, words: str) -> Understood | None:
        """Yes, no or a number, while the studio waits for one."""
        if self.state.question is not None and (answer := answer_of(words)) is not None:
            return self.understood(_ANSWERS[answer], {}, 1.0)
        offers = min(len(_OFFERED), len(self.state.listening.offers))
        place = next(iter(places(words, self.language)), 0) if offers else 0
        return self.understood(_OFFERED[place - 1], {}, 1.0) if 0 < place <= offers else None

    def all_of(
        self, book: _Book, said: tuple[str, ...], loosen: Callable[[str], str] | None
    ) -> list[_Found]:
        """Every phrase that fits, in every way its slots can be filled."""
        compared = said if loosen is None else tuple(loosen(token) for token in said)
        found: list[_Found] = []
        for phrase in book.fitting(compared):
            if phrase.command in _ONLY_OFFERED and not self.state.listening.offers:
                continue
            for cuts in _cuts(book.parts(phrase), compared):
                slots = {slot: _joined(said[begin:end]) for slot, (begin, end) in cuts.items()}
                filled = self._fill(phrase.command, slots)
                if filled is None:
                    if loosen is None and len(slots) == 1:
                        self._miss(phrase, *slots.values())
                    continue
                found += self._filled(phrase, filled, 1.0 if loosen is None else _LIKE_SOUND)
        return found

    def _fill(
        self, command: str, slots: dict[str, str]
    ) -> list[tuple[str, Sequence[Heard]]] | None:
        """What each slot hears; None where one hears nothing. Names take long, so numbers first."""
        declared = self.registry[command].slots
        heard: dict[str, Sequence[Heard]] = {}
        for slot in sorted(slots, key=lambda one: declared[one].choices is not None):
            heard[slot] = self.in_slot(command, slot, slots[slot])
            if not heard[slot]:
                return None
        return [(slot, heard[slot]) for slot in slots]

    def _filled(
        self, phrase: Phrase, filled: list[tuple[str, Sequence[Heard]]], like: float
    ) -> Iterator[_Found]:
        """A phrase with what its slots hear best; of one that is not sure, with each."""
        doubtful = max(range(len(filled)), key=lambda at: len(_tied(filled[at][1])), default=0)
        ways = _tied(filled[doubtful][1]) if filled else [None]
        for way in ways:
            values = {slot: heard[0] for slot, heard in filled}
            if way is not None:
                values[filled[doubtful][0]] = way
            sure = min((one.likeness for one in values.values()), default=1.0)
            few = -len(filled)  # what fills one slot whole is not cut in two
            rank = (phrase.is_literal, phrase.weight, few, self._is_mine(phrase.language))
            understood = self.understood(phrase.command, values, like * sure)
            yield _Found(phrase, values, understood, rank)

    def in_slot(self, command: str, slot: str, words: str) -> Sequence[Heard]:
        """What words may mean in a command's slot."""
        declared = self.registry[command].slots[slot]
        key = (str(id(declared)), words, "")
        if key not in self._heard:
            self._heard[key] = hear(declared, self.state, words, self.language)
        return self._heard[key]

    def understood(self, command: str, values: dict[str, Heard], like: float) -> Understood:
        declared = self.registry[command]
        wish = Invocation(command, {slot: h.value for slot, h in values.items()}, self.origin)
        return Understood(wish, _echo(declared, values), declared.is_risky, like)

    def _is_mine(self, language: str) -> bool:
        return language.split("_", maxsplit=1)[0] == self.language.replace("-", "_").split("_")[0]

    def _miss(self, phrase: Phrase, words: str) -> None:
        if self.problem is None:
            title = say(self.registry[phrase.command].title)
            self.problem = say(
                "{command}: nothing here is called “{words}”.", command=title, words=Name(words)
            )


def _decided(found: list[_Found]) -> Meaning:
    """The phrase that explains most of the words; several things where none is likelier."""
    by_words = max(one.rank for one in found)
    best = max(one.understood.likeness for one in found if one.rank == by_words)
    if best < SURE and (sure := [one for one in found if one.understood.likeness >= SURE]):
        return _decided(sure)
    tied: dict[tuple[str, str], Understood] = {}
    for one in sorted(found, key=lambda one: -one.understood.likeness):
        if one.rank == by_words and one.understood.likeness > best - MARGIN:
            wish = one.understood.invocation
            tied.setdefault((wish.command, str(wish.values)), one.understood)
    candidates = tuple(tied.values())[:MOST_OFFERED]
    if len(candidates) == 1 and best >= _least(candidates[0]):
        return candidates[0]
    return Near(candidates)


def _least(understood: Understood) -> float:
    """How alike it must be to be done: of what viewers would notice at once, the very words."""
    return 1.0 if understood.is_risky else min(SURE * _LIKE_SOUND, 0.7)


def _tied(heard: Sequence[Heard]) -> list[Heard]:
    return [one for one in heard if one.likeness > heard[0].likeness - MARGIN]


def _better(one: Meaning, other: Meaning) -> Meaning:
    """What is understood goes before what may be meant; of two alike the first."""

    def rank(meaning: Meaning) -> tuple[bool, float]:
        return isinstance(meaning, Understood), _likeness(meaning)

    return other if rank(other) > rank(one) else one


def _likeness(meaning: Meaning) -> float:
    match meaning:
        case Understood(likeness=likeness):
            return likeness
        case Near(candidates=candidates):
            return candidates[0].likeness
        case Nothing():
            return 0.0


def _ways(words: list[str], heard: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Everything the words may be, as heard and then without what people say besides."""
    yield from (tuple(said) for said in heard if said)
    for one, said in zip(words, heard, strict=True):
        if (less := without_korean_fillers(one)) not in (one, ""):
            fewer = tokens(less)
            yield tuple(fewer)
            yield from without_fillers(fewer)
        yield from without_fillers(said)


def _cuts(
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


def _joined(said: Sequence[str]) -> str:
    """Words again, Chinese and Korean without spaces between its signs."""
    words = ""
    for token in said:
        is_close = words and not words[-1].isascii() and not token[0].isascii()
        words += token if not words or is_close else f" {token}"
    return words


def _spelling(sounds: Iterable[str | Blank]) -> str:
    return " ".join(sound for sound in sounds if isinstance(sound, str))


def _echo(command: Command, values: dict[str, Heard]) -> Message:
    title = say(command.title)
    named = [Name(one.name) for one in values.values()]
    if not named:
        return say("{command}", command=title)
    if len(named) == 1:
        return say("{command}: {value}", command=title, value=named[0])
    return say("{command}: {first}, {second}", command=title, first=named[0], second=named[1])
