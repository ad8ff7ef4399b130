"""One attempt to understand what was said: what slots hear, and which phrase explains most."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studio.commands.answers import YES
from studio.commands.command import Category, Command, Heard, Invocation, Origin, Registry, Slot
from studio.commands.slots import hear
from studio.interpreter.matching import Book, Parts, Way, cuts, is_close
from studio.interpreter.meaning import Meaning, Near, Understood
from studio.interpreter.phrases import Phrase, sounding
from studio.model.message import Message, Name, say
from studio.model.state import ShowState
from studio.spoken.answers import Answer, answer_of
from studio.spoken.numbers import counts, names_money, places
from studio.spoken.plain import tokens
from studio.spoken.sounds import MARGIN, SURE

MOST_OFFERED = 3
"""So many things that may be meant are offered by number."""

SAME_MEANING = 0.98
"""What a phrase counts for that was said in other words of the same meaning."""

LIKE_SOUND = 0.9
"""What a phrase counts for that only sounds like the words."""

_ANSWERS = {Answer.YES: YES, Answer.NO: "studio.no", Answer.CANCEL: "studio.no"}
_OFFERED = ("voice.first", "voice.second")
"""What chooses one of several things that were offered; without an offer they mean nothing."""

ONLY_OFFERED = {*_OFFERED, "voice.choose"}

_LEAST_BARE = 2
"""Words of what has none of a phrase's own: 八折 and “half price”, but not “half”."""


_FOR_HOW_MUCH = (
    *(" for", " at", " to", " by", "价", "价格"),
    *(" harga", " seharga", " untuk", " dengan", "가격", "가격에"),
)
"""What ends no product's name before a number: in “green tea for twelve” that is its price."""

_NOT = (" not", " tidak", " gak", " nggak", " belum", " tak", "没", "没有", "不", "안", "못")
"""What ends no product's name before “sold”, but for one that is called just so."""

_PIECE = re.compile(
    r"第.{1,3}[个件份盒瓶包袋罐杯双条支只套]|(?:the )?(?:second|third|fourth|fifth)(?: one| piece)?"
    r"|(?:yang )?ke(?:dua|tiga|empat|lima)|.+ ?번째(?: ?(?:거|것))?|둘째|셋째",
    re.IGNORECASE,
)
"""With a price behind it one of several pieces: 第二件半价 is no discount on product two."""

_LONGEST_NUMBER = 24
"""Tokens of one: 一百二十三万四千五百六十七块八毛九 has 17."""


class _Said(dict[str, list[str]]):
    """What was said for each slot in every way that it may be taken, made when it is asked for.

    Args:
        way: What was said.
        fit: From where to where each slot goes.
    """

    def __init__(self, way: Way, fit: Mapping[str, tuple[int, int]]) -> None:
        super().__init__()
        self.fit = fit
        self._way = way

    def __missing__(self, slot: str) -> list[str]:
        words = self[slot] = self._way.between(*self.fit[slot])
        return words


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that fits, with what its slots hear.

    Attributes:
        rank: How much of the words it explains.
        is_sure: Every name in it is surely meant; one that is merely likely is offered.
    """

    phrase: Phrase
    values: dict[str, Heard]
    understood: Understood
    rank: tuple[bool, int, bool]
    is_sure: bool

    @property
    def product(self) -> str:
        """The code of the one that it is about; empty where it is about none."""
        return str(self.values["product"].value) if "product" in self.values else ""


@dataclass
class Attempt:
    """One attempt to understand: what slots have heard, and what was missing."""

    registry: Registry
    state: ShowState
    language: str
    origin: Origin
    problem: Message | None = None
    _heard: dict[tuple[str, str, str], Sequence[Heard]] = field(default_factory=dict)
    _numbers: dict[str, bool] = field(default_factory=dict)

    def answer(self, words: str) -> Understood | None:
        """Yes, no or a number, while the studio waits for one."""
        if self.state.question is not None and (answer := answer_of(words)) is not None:
            return self.understood(_ANSWERS[answer], {}, 1.0)
        offers = min(len(_OFFERED), len(self.state.listening.offers))
        place = next(iter(places(words, self.language)), 0) if offers else 0
        return self.understood(_OFFERED[place - 1], {}, 1.0) if 0 < place <= offers else None

    def all_of(self, book: Book, way: Way, like: float) -> list[Found]:
        """Every phrase that fits, in every way its slots can be filled.

        Args:
            book: Phrases, as they are compared.
            way: What was said, likewise.
            like: What a phrase counts for that fits in this way; 1 for the very words.
        """
        compared = way.compared
        is_alone = len(way.said) == 1
        if way.is_sound and is_alone and self._is_number(way.said[0]):  # 十 sounds like 是
            return []
        found: list[Found] = []
        for phrase, parts in self._each_once(book.fitting(compared)):
            is_bare = not phrase.weight and len(compared) < _LEAST_BARE
            is_other_word = like < 1.0 and is_alone and self._matters(phrase)
            is_other_word |= way.is_sound and phrase.command == YES
            is_unasked = phrase.command in ONLY_OFFERED and not self.state.listening.offers
            if is_bare or is_unasked or is_other_word:
                continue
            for fit in cuts(parts, compared):
                slots = _Said(way, fit)
                filled = self._fill(phrase.command, slots, are_close=is_close(parts))
                if filled is None or _cuts_name(slots, dict(filled)):
                    if like == 1.0 and len(fit) == 1:
                        slot = next(iter(fit))
                        self._miss(phrase, slot, slots[slot][0])
                    continue
                if phrase.weight or self._is_plain_money(slots):
                    found += self._filled(phrase, filled, like)
        return found

    def _each_once(self, fitting: Iterable[tuple[Phrase, Parts]]) -> Iterator[tuple[Phrase, Parts]]:
        """Those of several languages that are alike once, in the language that was heard."""
        seen: set[tuple[str, Parts]] = set()
        for phrase, parts in sorted(fitting, key=lambda one: not self._is_mine(one[0].language)):
            if (phrase.command, parts) not in seen:
                seen.add((phrase.command, parts))
                yield phrase, parts

    def _fill(
        self, command: str, slots: _Said, *, are_close: bool
    ) -> list[tuple[str, Sequence[Heard]]] | None:
        """What each slot hears; None where one hears nothing. Names take long, so numbers first.

        Where nothing stands between two slots (`are_close`), a number alone is no product's: in
        이십 퍼센트 it is part of twenty, and not the second product and ten percent.
        """
        declared = self.registry[command].slots
        # Behind “sold” a number is how many and not which one.
        is_number = not are_close and "quantity" not in declared.keys() - slots.fit
        heard: dict[str, Sequence[Heard]] = {}
        for slot in sorted(slots.fit, key=lambda one: declared[one].choices is not None):
            begin, end = slots.fit[slot]
            if _is_of_numbers(declared[slot]) and end - begin > _LONGEST_NUMBER:
                return None
            if slot == "product" and self._is_no_product(slots, may_be_number=is_number):
                return None
            is_sale = slot == "product" and "quantity" in declared
            if is_sale and self._is_not(command, slots[slot][0]):
                return None
            ways = [self.in_slot(command, slot, words) for words in slots[slot]]
            heard[slot] = max(ways, key=lambda way: way[0].likeness if way else 0.0)
            if not heard[slot]:
                return None
        return [(slot, heard[slot]) for slot in slots.fit]

    def _is_no_product(self, slots: _Said, *, may_be_number: bool) -> bool:
        """Whether what stands for a product is none, beside what else was said."""
        said = slots["product"]
        if not may_be_number and any(map(self._is_number, said)):
            return True
        if "quantity" in slots.fit:
            return said[0].lower().endswith(_FOR_HOW_MUCH)
        is_priced = not {"price", "percent"}.isdisjoint(slots.fit)
        return is_priced and any(map(_PIECE.fullmatch, said))

    def _is_not(self, command: str, words: str) -> bool:
        """Whether it was said that a product is not sold: 양말 안 팔렸어, 卖了围巾没."""
        heard = self.in_slot(command, "product", words) if words.lower().endswith(_NOT) else ()
        return bool(heard) and heard[0].likeness < 1.0

    def _filled(
        self, phrase: Phrase, filled: list[tuple[str, Sequence[Heard]]], like: float
    ) -> Iterator[Found]:
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
            is_sure = all(self._is_sure(phrase.command, *one) for one in values.items())
            yield Found(phrase, values, understood, rank, is_sure)

    def _is_sure(self, command: str, slot: str, heard: Heard) -> bool:
        """Whether it is no name that is merely likely; one in the studio's file is looked up."""
        is_name = self.registry[command].slots[slot].choices is not None
        is_beyond = self.state.products_beyond > 0 and heard.value == heard.name
        return heard.likeness >= SURE or not is_name or is_beyond

    def _matters(self, phrase: Phrase) -> bool:
        """Whether one word alone must be the very word: “order” is not yet “sold”."""
        command = self.registry[phrase.command]
        return command.is_risky or command.category is Category.SALES or command.id == YES

    def _is_plain_money(self, slots: dict[str, list[str]]) -> bool:
        """Whether what has no word of its own says that it is about money; a discount does."""
        said = slots.get("price")
        return said is None or any(names_money(words, self.language) for words in said)

    def _is_number(self, words: str) -> bool:
        if words not in self._numbers:
            self._numbers[words] = bool(counts(words, self.language))
        return self._numbers[words]

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


def _is_of_numbers(slot: Slot) -> bool:
    """Whether it hears numbers and amounts, and neither names nor whatever is said."""
    return slot.choices is None and slot.hear is not None


def decided(found: list[Found]) -> Meaning:
    """The phrase that explains most of the words; several things where none is likelier."""
    by_words = max(one.rank for one in found)
    ranked = [one for one in found if one.rank == by_words]
    best = max(one.understood.likeness for one in ranked)
    if best < SURE and (sure := [one for one in found if one.understood.likeness >= SURE]):
        return decided(sure)
    likely = [one for one in ranked if one.understood.likeness > best - MARGIN]
    tied: dict[tuple[str, str], Found] = {}
    for one in sorted(_uncut(likely), key=lambda one: -one.understood.likeness):
        wish = one.understood.invocation
        tied.setdefault((wish.command, str(wish.values)), one)
    candidates = tuple(one.understood for one in tied.values())[:MOST_OFFERED]
    is_sure = all(one.is_sure for one in tied.values())
    if len(candidates) == 1 and is_sure and best >= _least(candidates[0]):
        return candidates[0]
    return Near(candidates)


def _uncut(found: list[Found]) -> list[Found]:
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
    return SAME_MEANING if understood.is_risky else min(SURE * LIKE_SOUND, 0.7)


def _tied(heard: Sequence[Heard]) -> list[Heard]:
    return [one for one in heard if one.likeness > heard[0].likeness - MARGIN]


def _cuts_name(slots: dict[str, list[str]], heard: dict[str, Sequence[Heard]]) -> bool:
    """Whether the number before a name is part of it, as in 三只松鼠."""
    if not {"quantity", "product"} <= slots.keys():
        return False
    counted, named = slots["quantity"][-1], slots["product"][-1]
    said = " ".join(map(sounding, [*tokens(counted), *tokens(named)]))
    name = " ".join(map(sounding, tokens(heard["product"][0].name)))
    return f" {said} " in f" {name} "


def _echo(command: Command, values: dict[str, Heard]) -> Message:
    title = say(command.title)
    named = [Name(one.name) for one in values.values()]
    if not named:
        return say("{command}", command=title)
    if len(named) == 1:
        return say("{command}: {value}", command=title, value=named[0])
    return say("{command}: {first}, {second}", command=title, first=named[0], second=named[1])
