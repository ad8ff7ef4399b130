"""How words become scenes, sources, products and destinations."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from studio.commands.command import Heard, Slot
from studio.model.announcement import EARCONS, Earcon
from studio.model.errors import CommandError
from studio.model.message import Name, say
from studio.model.naming import by_name
from studio.model.product import Product
from studio.model.rundown import KINDS, Segment, SegmentKind
from studio.model.state import ShowState
from studio.show import Show
from studio.spoken import numbers as spoken
from studio.spoken.homophones import (
    as_numerals,
    holds_numerals,
    holds_words,
    misheard,
    number_alone,
)
from studio.spoken.sounds import SURE, Names
from studio.text import translate

T = TypeVar("T")

MOST_VIEWERS = 10_000_000_000
"""More than so many people there are not."""

MOST_PIECES = 100_000
"""More than so many of one product are no order but a slip."""

_MOST_BARE = 99
"""More than so many of nobody knows what are rather money: “jual seratus dua puluh lima”."""

_ARTICLE = re.compile(
    "^(?:the|an?|this|that|my|our) |^(?:这|那)(?:个|款|件|条|双)?|^我们的?"
    "| (?:ini|itu|tadi)$|(?<=[a-z]{3})nya$|(?:을|를)$",
    re.IGNORECASE,
)
"""What is said around a name, and is none of it: “the scarf”, “那个围巾”."""

_OF_PRODUCTS = re.compile(
    r"链接|商品|产品|\b(?:product|item|link|slot|produk|barang|etalase|keranjang)\b|상품|제품|슬롯",
    re.IGNORECASE,
)
"""What is said with the number of a product, and of nothing else: no scene is “product two”."""

_MOST_NUMBERS = 5
_LONGEST_NUMBER = 100
"""Signs of a number; Python itself refuses those of thousands."""


def _slot(values: Callable[[Show], Sequence[Any]]) -> Slot:
    def find(show: Show, words: str) -> list[Any]:
        exact = [v for v in values(show) if v.id == words]
        return exact or by_name(words, ((v.name, v) for v in values(show)))

    return Slot(find, choices=lambda show: [(v.name, v.id) for v in values(show)])


SCENES = _slot(lambda show: show.state.scenes)
SOUNDS = _slot(lambda show: show.state.sound_sources)
SOURCES = _slot(lambda show: (*show.state.picture_sources, *show.state.sound_sources))
DESTINATIONS = _slot(lambda show: show.state.destinations)


_BY_SOUND = SURE
"""Likeness of a number of which some signs were written in ones of other meaning."""

_BY_SOUND_ALONE = 0.68
"""Of one of which all were: it may be a word, so it is offered and never done."""

_BEYOND = 0.7
"""Of a name that is not at hand, and may be in the studio's file."""


class _Catalogue:
    """Products at hand, by all that somebody calls them."""

    def __init__(self, products: tuple[Product, ...]) -> None:
        self.products = products
        self._by_code = {p.code: p for p in products}
        self._folded = {p.code.casefold(): p for p in products}
        self._names = Names(
            [(name, p.code) for p in products for name in (p.name.name, p.spoken_name) if name]
        )

    def of_code(self, words: str) -> list[Heard]:
        found = self._folded.get(words.casefold().strip())
        return [Heard(found.code, found.name.name)] if found is not None else []

    def of_slot(self, slot: int) -> list[Heard]:
        return [Heard(p.code, p.name.name) for p in self.products if p.slot == slot]

    def written(self, words: str) -> list[Heard]:
        return [Heard(c, self._by_code[c].name.name) for c in self._names.written(words)]

    def called(self, words: str) -> list[Heard]:
        found = self._names.nearest(words)
        return [Heard(m.value, self._by_code[m.value].name.name, m.likeness) for m in found]


_catalogues: dict[None, _Catalogue] = {}
"""The one that was asked last: of ten thousand products it takes a moment to make."""


def _catalogue(products: tuple[Product, ...]) -> _Catalogue:
    known = _catalogues.get(None)
    if known is None or known.products is not products:
        known = _catalogues[None] = _Catalogue(products)
    return known


def _hear_product(state: ShowState, words: str, language: str) -> list[Heard]:
    """By code, by the number viewers order by, by name, or by how a name sounds."""
    catalogue = _catalogue(state.products)
    if of_code := catalogue.of_code(words):
        return of_code
    number = _OF_PRODUCTS.sub("", words) if _OF_PRODUCTS.search(words) else words
    place = next(iter(spoken.places(words, language) or spoken.places(number, language)), 0)
    written = catalogue.written(words)
    if of_slot := catalogue.of_slot(place) if place else []:
        return _each_once([*of_slot, *written])
    if written:
        return written
    called = catalogue.called(words)
    if (not called or called[0].likeness < SURE) and (name := _ARTICLE.sub("", words)) != words:
        called = catalogue.called(name) or called
    if of_sound := _of_slot_by_sound(catalogue, words):
        # 石榴 and 十六 sound the same: where a name may be meant as well, it is asked.
        if called and called[0].likeness >= SURE:
            like = called[0].likeness
            return _each_once([*called, *(replace(one, likeness=like) for one in of_sound)])
        return _each_once([*of_sound, *called])
    if called:
        return called
    # Digits with nothing behind them are no name that somebody says.
    is_name = not place and not spoken.numbers(words, language)
    return [Heard(words, words, _BEYOND)] if state.products_beyond and is_name else []


def _of_slot_by_sound(catalogue: _Catalogue, words: str) -> list[Heard]:
    """The products of a number that stands behind other words, or in signs of other meaning."""
    found = _read_place(words, "zh")
    return [
        replace(one, likeness=like) for _read_in, n, like in found for one in catalogue.of_slot(n)
    ]


def _read(words: str, ask: Callable[[str], Sequence[T]]) -> list[tuple[str, T, float]]:
    """A number in words: the words that it was read in, the likeliest value, and how sure it is.

    As it stands; else without 是 before it, and as 是五 may be 十五 in other signs, both; else in
    signs of the same sound.
    """
    if found := ask(words)[:1]:
        return [(words, found[0], 1.0)]
    plain = number_alone(words)
    if plain != words and (found := ask(plain)[:1]):
        other = misheard(words)
        return [(plain, found[0], 1.0), *((other, one, 1.0) for one in ask(other)[:1])]
    numerals = as_numerals(words)
    is_sure = holds_numerals(words) and not holds_words(words)
    like = _BY_SOUND if is_sure else _BY_SOUND_ALONE
    return [(numerals, one, like) for one in ask(numerals)[:1]]


def _read_place(words: str, language: str) -> list[tuple[str, int, float]]:
    """Which one, by number or as an ordinal."""
    return _read(words, lambda read: spoken.places(read, language))


def _each_once(heard: Sequence[Heard]) -> list[Heard]:
    return list({one.value: one for one in reversed(heard)}.values())[::-1]


def _find_product(show: Show, words: str) -> list[Any]:
    if found := show.shelf.find(words):
        return found
    places = [place for _read_in, place, _like in _read_place(words, "")]
    return [p for p in show.state.products if p.slot and p.slot in places]


PRODUCTS = Slot(
    _find_product,
    choices=lambda show: [(p.name.name, p.code) for p in show.state.products],
    hear=_hear_product,
)


def _find_earcon(show: Show, words: str) -> list[Earcon]:  # noqa: ARG001 - as every slot
    named = [(translate(title), earcon) for earcon, title in EARCONS.items()]
    return [earcon for earcon in EARCONS if earcon == words] or by_name(words, named)


SIGNALS = Slot(
    _find_earcon,
    choices=lambda _show: [(translate(title), str(earcon)) for earcon, title in EARCONS.items()],
)


def _find_segment(show: Show, words: str) -> list[Segment]:
    """By id, by number from 1 on, in digits or as it is said, or by name."""
    segments = show.state.rundown.segments
    if exact := [segment for segment in segments if segment.id == words]:
        return exact
    names = names_of(show.state)
    number = next(iter(spoken.places(words)), 0)
    if number and words.strip().casefold() not in map(str.casefold, names):
        return list(segments[number - 1 : number])
    found = by_name(words, zip(names, range(len(segments)), strict=True))
    if len(found) > 1:
        # They may be called exactly alike, as each greeting is: no more of the name would help.
        numbers = ", ".join(str(place + 1) for place in found[:_MOST_NUMBERS])
        raise CommandError(
            say("“{words}” may be segment {numbers}.", words=Name(words), numbers=numbers),
            say("Say its number."),
        )
    return [segments[place] for place in found]


def names_of(state: ShowState) -> list[str]:
    """What the segments of the rundown are called, in their order."""
    products = state.segment_products
    return [segment.called(products.get(segment.product)) for segment in state.rundown.segments]


def _hear_segment(state: ShowState, words: str, language: str) -> list[Heard]:
    segments, names = state.rundown.segments, names_of(state)
    called = list(zip(names, (segment.id for segment in segments), strict=True))
    is_named = words.strip().casefold() in map(str.casefold, names)
    numbered = [
        Heard(segments[place - 1].id, f"{place}. {names[place - 1]}", like)
        for read, place, like in _read_place(words, language)
        # As for products, a name goes before a number that only sounds like it.
        if place <= len(segments) and not (is_named and read != words)
    ]
    return (not _OF_PRODUCTS.search(words) and numbered) or _called(called, words)


SEGMENTS = Slot(
    _find_segment,
    hear=_hear_segment,
    choices=lambda show: [
        (f"{number}. {name}", segment.id)
        for number, (name, segment) in enumerate(
            zip(names_of(show.state), show.state.rundown.segments, strict=True), 1
        )
    ],
)


def _find_kind(show: Show, words: str) -> list[SegmentKind]:  # noqa: ARG001 - as every slot
    named = [(translate(title), kind) for kind, title in KINDS.items()]
    return [kind for kind in KINDS if kind == words] or by_name(words, named)


SEGMENT_KINDS = Slot(
    _find_kind,
    choices=lambda _show: [(translate(title), str(kind)) for kind, title in KINDS.items()],
)


def _find_rundown(show: Show, words: str) -> list[str]:
    """The path of one in the studio's own folder, by its name; any other path is one already."""
    if "/" in words or "\\" in words:
        return [words]
    return by_name(words, ((f.name, f.path) for f in show.state.rundown.files)) or [words]


RUNDOWNS = Slot(
    _find_rundown,
    choices=lambda show: [(file.name, file.path) for file in show.state.rundown.files],
)


def _counts(words: str, language: str) -> list[int]:
    """In digits or as it is said."""
    try:
        return [int(unicodedata.normalize("NFKC", words).strip())]
    except ValueError:
        return spoken.counts(words, language)


def _numbers(low: int, high: int, usual: int = MOST_VIEWERS, bare: int = MOST_VIEWERS) -> Slot:
    """A whole number from `low` to `high`; what is not sure to be one is offered.

    So is what was heard as more than `usual`, and more than `bare` without what is counted.
    """

    def is_sure(read: str, number: int) -> bool:
        most = min(usual, bare) if spoken.numbers(read) else usual
        return number <= most and not spoken.is_doubtful(read)

    def fit(words: str, language: str = "") -> list[Heard]:
        found = _read(words, lambda read: _counts(read, language))
        return [
            Heard(str(n), str(n), like if is_sure(read, n) else min(like, _BY_SOUND_ALONE))
            for read, n, like in found
            if low <= n <= high
        ]

    return Slot(
        lambda _show, words: [int(one.value) for one in fit(words)],
        hear=lambda _state, words, language: fit(words, language),
    )


COUNTS = _numbers(0, MOST_VIEWERS)
"""A number of viewers and the like."""

PIECES = _numbers(1, MOST_PIECES, usual=999, bare=_MOST_BARE)
"""How many of a product; “jual dua puluh ribu” rather tells the price."""


def _hear_price(_state: ShowState, words: str, language: str) -> list[Heard]:
    """The likeliest words of a price; what viewers see changes after a yes only."""
    found = _read(words, lambda read: spoken.amounts(read, language))
    return [Heard(read, read, like) for read, _amount, like in found[:1]]


PRICES = Slot(
    # One value: all that the words may mean; which one, what the product costs now decides.
    lambda _show, words: [
        tuple(spoken.amounts(read)) for read, _amount, _like in _read(words, spoken.amounts)[:1]
    ],
    hear=_hear_price,
)
"""An amount of money, as every `Amount` that its words may mean."""


def _hear_percent(_state: ShowState, words: str, language: str) -> list[Heard]:
    found = _read(words, lambda read: spoken.percents_off(read, language))
    return [
        Heard(f"{n.normalize():f}%", f"{n.normalize():f}%", like) for _read_in, n, like in found[:1]
    ]


PERCENTS = Slot(
    lambda _show, words: [n for _read_in, n, _like in _read(words, spoken.percents_off)[:1]],
    hear=_hear_percent,
)
"""By how many percent something becomes cheaper."""


# -------------------------------------------------------------------- what was heard

_BY_PLACE = 0.9
"""Of what was meant by its number: a product of that number goes before a scene."""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What the choices of a slot may read of the show: its state."""

    state: ShowState


def choices_of(slot: Slot, state: ShowState) -> Sequence[tuple[str, Any]]:
    """Every value of a slot with its name; empty where only words will do."""
    return slot.choices(cast("Any", _Snapshot(state))) if slot.choices is not None else []


def hear(slot: Slot, state: ShowState, words: str, language: str) -> Sequence[Heard]:
    """What words may mean in a slot, the likeliest first; on any thread."""
    if slot.hear is not None:
        return slot.hear(state, words, language)
    if slot.choices is None:
        return [Heard(words, words)]
    named = [(name, str(value)) for name, value in choices_of(slot, state)]
    heard = _called(named, words)
    if (not heard or heard[0].likeness < SURE) and (bare := _ARTICLE.sub("", words)) != words:
        heard = _called(named, bare) or heard
    if heard:
        return heard
    # “Scene two” is the second one, where none is called so.
    places = [] if _OF_PRODUCTS.search(words) else _read_place(words, language)
    return [
        Heard(value, name, _BY_PLACE * like)
        for _read_in, place, like in places
        for name, value in named[place - 1 : place]
    ]


def _called(named: Sequence[tuple[str, str]], words: str) -> list[Heard]:
    """By a name, or how it sounds."""
    names = {value: name for name, value in reversed(named)}
    found = _index(tuple(named)).nearest(words)
    return [Heard(one.value, names[one.value], one.likeness) for one in found]


@lru_cache(16)
def _index(named: tuple[tuple[str, str], ...]) -> Names[str]:
    return Names(named)
