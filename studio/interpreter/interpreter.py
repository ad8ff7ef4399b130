"""Words to wishes: the same for what was said and what was typed.

A phrase is meant when all of its own words are there, in their order and nowhere another word, and
each of its slots hears something. Words that only recombine are no command.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from studio.commands.command import Command, Heard, Invocation, Origin, Registry
from studio.commands.every import REGISTRY
from studio.commands.slots import PRODUCTS, hear
from studio.interpreter.phrases import SPOKEN, Blank, Phrase, is_korean, phrases, sounding
from studio.interpreter.wording import Plainest, Wording, wording
from studio.model.message import Message, Name, say
from studio.model.state import ShowState
from studio.spoken.answers import Answer, answer_of
from studio.spoken.numbers import counts, places
from studio.spoken.pinyin import has_han
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

SAME_MEANING = 0.98
"""What a phrase counts for that was said in other words of the same meaning."""

_NEAR = 0.72
"""Likeness of a phrase from which on it is offered."""
_LIKE_SOUND = 0.9
"""What a phrase counts for that only sounds like the words."""
_MOST_NEAR = 6
_LEAST_BARE = 2
"""Words of what has none of a phrase's own: 八折 and “half price”, but not “half”."""


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
        self._verbatim = _Book((one, one.parts) for one in self._phrases)
        self._plain = {
            language: _Book(
                (one, plain)
                for one in self._phrases
                if one.language == language and (plain := plain_parts(one))
            )
            for language in languages
        }
        self._by_sound = _Book((one, _bare_sounds(one)) for one in self._phrases)
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
        attempt = _Attempt(self._registry, state, language, origin)
        if (answer := next(filter(None, map(attempt.answer, said)), None)) is not None:
            return answer
        best = self._best(said, attempt)
        if not isinstance(best, Nothing):
            return best
        if attempt.problem is not None:
            return Nothing(attempt.problem)
        near = self._near([tokens(one) for one in said[:2]], attempt)
        return Near(tuple(near)) if near else Nothing()

    def _best(self, said: Sequence[str], attempt: "_Attempt") -> Meaning:
        """What is meant by the words, by others of the same meaning, else by how they sound."""
        best: Meaning = Nothing()
        for tried, enough in (
            (self._by_words, SAME_MEANING),
            (self._by_meaning, WHOLE),
            (self._by_their_sound, 0.0),
        ):
            for one in said:
                for found in tried(one, attempt):
                    best = _better(best, _decided(found)) if found else best
                if _likeness(best) == 1.0:
                    return best
            if _likeness(best) >= enough:
                return best
        return best

    def _by_words(self, words: str, attempt: "_Attempt") -> Iterator["list[_Found]"]:
        yield attempt.all_of(self._verbatim, _Way.of(tokens(words)), 1.0)

    def _by_meaning(self, words: str, attempt: "_Attempt") -> Iterator["list[_Found]"]:
        for language in _languages(words, attempt.language, self._plain):
            for way in _Way.plainest(words, wording(language)):
                yield attempt.all_of(self._plain[language], way, SAME_MEANING)

    def _by_their_sound(self, words: str, attempt: "_Attempt") -> Iterator["list[_Found]"]:
        yield attempt.all_of(self._by_sound, _Way.of(tokens(words)).sounding(), _LIKE_SOUND)
        for language in _languages(words, attempt.language, self._plain):
            way = _Way.bare(words, wording(language))
            yield attempt.all_of(self._by_sound, way.sounding(), _LIKE_SOUND)

    def _near(self, heard: list[list[str]], attempt: "_Attempt") -> list[Understood]:
        """Commands whose phrases are alike, each once."""
        found: list[Understood] = []
        for said in heard:
            spelling = _spelling([sounding(token) for token in said])
            if len(spelling) < 3:
                continue
            for phrase, spelled in zip(self._literal, self._spelled, strict=True):
                like = alike(spelling, spelled, _NEAR)
                if like and phrase.command not in _ONLY_OFFERED:
                    found.append(attempt.understood(phrase.command, {}, like))
            found += self._near_slotted(said, attempt)
        best: dict[tuple[str, str], Understood] = {}
        for one in sorted(found, key=lambda one: -one.likeness):
            best.setdefault((one.invocation.command, str(one.invocation.values)), one)
        return [one for one in best.values() if one.likeness >= _NEAR][:MOST_OFFERED]

    def _near_slotted(self, said: list[str], attempt: "_Attempt") -> list[Understood]:
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
            for one in attempt.in_slot(phrase.command, slot, words)[:1]:
                if one.likeness >= SURE:
                    values = {slot: one}
                    found.append(attempt.understood(phrase.command, values, like * one.likeness))
        return found


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase that fits, with what its slots hear."""

    phrase: Phrase
    values: dict[str, Heard]
    understood: Understood
    rank: tuple[bool, int, bool]

    @property
    def product(self) -> str:
        """The code of the one that it is about; empty where it is about none."""
        return str(self.values["product"].value) if "product" in self.values else ""


_Parts = tuple[str | Blank, ...]


class _Book:
    """Phrases by what they begin or end with, so that few are looked at."""

    def __init__(self, all_: Iterable[tuple[Phrase, _Parts]]) -> None:
        self._literal: defaultdict[_Parts, list[tuple[Phrase, _Parts]]] = defaultdict(list)
        self._first: defaultdict[str, list[tuple[Phrase, _Parts]]] = defaultdict(list)
        self._last: defaultdict[str, list[tuple[Phrase, _Parts]]] = defaultdict(list)
        self._between: list[tuple[Phrase, _Parts]] = []
        for phrase, parts in dict.fromkeys(all_):
            if phrase.is_literal:
                self._literal[parts].append((phrase, parts))
            elif isinstance(parts[0], str):
                self._first[parts[0]].append((phrase, parts))
            elif isinstance(parts[-1], str):
                self._last[parts[-1]].append((phrase, parts))
            else:
                self._between.append((phrase, parts))

    def fitting(self, said: tuple[str, ...]) -> Iterator[tuple[Phrase, _Parts]]:
        """Those that the words may be."""
        if said:
            yield from self._literal.get(said, ())
            yield from self._first.get(said[0], ())
            yield from self._last.get(said[-1], ())
            yield from self._between


@dataclass(frozen=True, slots=True)
class _Way:
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
    def of(cls, said: Sequence[str]) -> "_Way":
        """The words themselves."""
        return cls(tuple(said), tuple(Plainest(w, at, at + 1) for at, w in enumerate(said)))

    @classmethod
    def plainest(cls, words: str, wording: Wording) -> list["_Way"]:
        """With other words of the same meaning, without what means nothing and with its ends."""
        ways: dict[_Way, None] = {}
        for one in (wording.without_fillers(words), words):
            said = _once(tuple(tokens(one)))
            for is_trimmed in (True, False):
                way = wording.plainest(said, is_trimmed=is_trimmed)
                ways[cls(said, tuple(way))] = None
        return list(ways)

    @classmethod
    def bare(cls, words: str, wording: Wording) -> "_Way":
        """Without what means nothing."""
        said = tokens(wording.without_fillers(words))
        return cls(tuple(said), tuple(wording.bare(said)))

    def sounding(self) -> "_Way":
        """As it sounds."""
        words = (Plainest(sounding(one.word), one.begin, one.end) for one in self.words)
        return _Way(self.said, tuple(words), is_sound=True)

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(one.word for one in self.words)

    def between(self, begin: int, end: int) -> list[str]:
        """What was said from one word to before another, in every way that it may be a name.

        With what means nothing around it, for a name may begin so; without it; and in plain words.
        """
        inner = self.said[self.words[begin].begin : self.words[end - 1].end]
        first = self.words[begin - 1].end if begin else 0
        last = self.words[end].begin if end < len(self.words) else len(self.said)
        plain = inner if self.is_sound else [one.word for one in self.words[begin:end]]
        ways = (self.said[first:last], inner, plain)
        return list(dict.fromkeys(_joined(way) for way in ways))


@dataclass
class _Attempt:
    """One attempt to understand: what slots have heard, and what was missing."""

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

    def all_of(self, book: _Book, way: _Way, like: float) -> list[_Found]:
        """Every phrase that fits, in every way its slots can be filled.

        Args:
            book: Phrases, as they are compared.
            way: What was said, likewise.
            like: What a phrase counts for that fits in this way; 1 for the very words.
        """
        compared = way.compared
        found: list[_Found] = []
        for phrase, parts in book.fitting(compared):
            is_bare = not phrase.weight and len(compared) < _LEAST_BARE
            is_unasked = phrase.command in _ONLY_OFFERED and not self.state.listening.offers
            if is_bare or is_unasked:
                continue
            for cuts in _cuts(parts, compared):
                slots = {slot: way.between(begin, end) for slot, (begin, end) in cuts.items()}
                filled = self._fill(phrase.command, slots, is_close=_is_close(parts))
                if filled is None or _cuts_name(slots, dict(filled)):
                    if like == 1.0 and len(slots) == 1:
                        slot, words = next(iter(slots.items()))
                        self._miss(phrase, slot, words[0])
                    continue
                found += self._filled(phrase, filled, like)
        return found

    def _fill(
        self, command: str, slots: dict[str, list[str]], *, is_close: bool
    ) -> list[tuple[str, Sequence[Heard]]] | None:
        """What each slot hears; None where one hears nothing. Names take long, so numbers first.

        Where nothing stands between two slots (`is_close`), a number alone is no product's: in
        이십 퍼센트 it is part of twenty, and not the second product and ten percent.
        """
        declared = self.registry[command].slots
        is_how_many = "quantity" in declared.keys() - slots  # behind “sold” it is not which one
        if (is_how_many or is_close) and any(
            counts(words, self.language) for words in slots.get("product", ())
        ):
            return None
        heard: dict[str, Sequence[Heard]] = {}
        for slot in sorted(slots, key=lambda one: declared[one].choices is not None):
            ways = [self.in_slot(command, slot, words) for words in slots[slot]]
            heard[slot] = max(ways, key=lambda way: way[0].likeness if way else 0.0)
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
            rank = (phrase.is_literal, phrase.weight, self._is_mine(phrase.language))
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

    def _miss(self, phrase: Phrase, slot: str, words: str) -> None:
        """Tell that nothing is called so; what is no number was hardly meant for its slot."""
        is_name = self.registry[phrase.command].slots[slot].choices is not None
        if is_name and self.problem is None:
            title = say(self.registry[phrase.command].title)
            self.problem = say(
                "{command}: nothing here is called “{words}”.", command=title, words=Name(words)
            )


def _decided(found: list[_Found]) -> Meaning:
    """The phrase that explains most of the words; several things where none is likelier."""
    by_words = max(one.rank for one in found)
    ranked = [one for one in found if one.rank == by_words]
    best = max(one.understood.likeness for one in ranked)
    if best < SURE and (sure := [one for one in found if one.understood.likeness >= SURE]):
        return _decided(sure)
    likely = [one for one in ranked if one.understood.likeness > best - MARGIN]
    tied: dict[tuple[str, str], Understood] = {}
    for one in sorted(_uncut(likely), key=lambda one: -one.understood.likeness):
        wish = one.understood.invocation
        tied.setdefault((wish.command, str(wish.values)), one.understood)
    candidates = tuple(tied.values())[:MOST_OFFERED]
    if len(candidates) == 1 and best >= _least(candidates[0]):
        return candidates[0]
    return Near(candidates)


def _uncut(found: list[_Found]) -> list[_Found]:
    """Without those that cut in two what fills one slot as well.

    三只松鼠 is rather the brand than three of 松鼠; where something is called just so as well,
    both are asked back. But 三盒绿茶 is three boxes, though 绿茶 sounds much like all of it.
    """
    fewest = min(len(one.values) for one in found)
    whole = [one for one in found if len(one.values) == fewest]
    cut = [one for one in found if len(one.values) > fewest]
    if not cut:
        return whole
    best_whole = max(one.understood.likeness for one in whole)
    best_cut = max(one.understood.likeness for one in cut)
    if best_whole > best_cut or not any(one.product for one in whole):
        return whole
    meant = {one.product for one in (whole if best_whole == best_cut else cut)}
    kept, asked = (whole, cut) if best_whole == best_cut else (cut, whole)
    return [*kept, *(one for one in asked if one.product not in meant)]


def _least(understood: Understood) -> float:
    """How alike it must be to be done: of what viewers would notice at once, the very words."""
    return SAME_MEANING if understood.is_risky else min(SURE * _LIKE_SOUND, 0.7)


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


def _languages(words: str, language: str, known: Iterable[str]) -> list[str]:
    """Whose words they may be: of the language that was heard, and of that of their signs."""
    tag = language.replace("-", "_").split("_")[0]
    said = tokens(words)
    by_signs = {
        "zh": any(has_han(token) for token in said),
        "ko": any(is_korean(token) for token in said),
    }
    is_latin = not any(by_signs.values())

    def fits(one: str) -> bool:
        own = one.split("_")[0]
        is_other = is_latin and own not in by_signs and tag not in ("en", "id")
        return own == tag or by_signs.get(own, is_other)

    return sorted(filter(fits, known), key=lambda one: one.split("_")[0] != tag)


def _once(said: tuple[str, ...]) -> tuple[str, ...]:
    """What was said twice in a row, as 下播下播, is meant once."""
    half = len(said) // 2
    is_twice = half > 1 and said[:half] == said[half:]
    return said[:half] if is_twice else said


def plain_parts(phrase: Phrase) -> tuple[str | Blank, ...]:
    """A phrase in its plainest words; nothing where no word of its own would be left."""
    plainest = wording(phrase.language).plainest
    for reword in (plainest, partial(plainest, is_trimmed=False)):
        parts = _reworded(phrase, reword)
        if any(isinstance(part, str) for part in parts) or not phrase.weight:
            return parts
    return ()


def _bare_sounds(phrase: Phrase) -> tuple[str | Blank, ...]:
    """How a phrase sounds without what means nothing in it."""
    parts = _reworded(phrase, wording(phrase.language).bare)
    bare = parts if any(isinstance(part, str) for part in parts) else phrase.parts
    return tuple(part if isinstance(part, Blank) else sounding(part) for part in bare)


def _reworded(
    phrase: Phrase, reword: Callable[[Sequence[str]], Sequence[Plainest]]
) -> tuple[str | Blank, ...]:
    blanks = {f"{{{part.slot}}}": part for part in phrase.parts if isinstance(part, Blank)}
    tokens = [part if isinstance(part, str) else f"{{{part.slot}}}" for part in phrase.parts]
    return tuple(blanks.get(one.word, one.word) for one in reword(tokens))


def _cuts_name(slots: dict[str, list[str]], heard: dict[str, Sequence[Heard]]) -> bool:
    """Whether the number before a name is part of it, as in 三只松鼠."""
    if not {"quantity", "product"} <= slots.keys():
        return False
    counted, named = slots["quantity"][-1], slots["product"][-1]
    said = " ".join(map(sounding, [*tokens(counted), *tokens(named)]))
    name = " ".join(map(sounding, tokens(heard["product"][0].name)))
    return f" {said} " in f" {name} "


def _is_close(parts: _Parts) -> bool:
    """Whether two slots stand together."""
    both = zip(parts, parts[1:], strict=False)
    return any(isinstance(one, Blank) and isinstance(other, Blank) for one, other in both)


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
