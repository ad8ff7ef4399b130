"""Numbers, amounts and times, in whichever of the studio's languages they were said.

All of it takes words that are a number and nothing else, and gives every value they may mean, the
likeliest first: nothing rather than a wrong one. The language, as `zh_CN` or `id`, is the one whose
reading comes first; empty where nobody knows it. Pure, so for any thread; some 50 µs each.
"""

import re
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import TypeVar

from studio.spoken.chinese import Chinese
from studio.spoken.english import English
from studio.spoken.indonesian import Indonesian
from studio.spoken.korean import Korean
from studio.spoken.numerals import Amount, Numerals, unique, whole_only
from studio.spoken.plain import LONGEST

T = TypeVar("T")

NUMERALS: dict[str, Numerals] = {
    one.tag: one for one in (English(), Chinese(), Indonesian(), Korean())
}
"""By the language's short tag."""

_OTHER = re.compile(r"[^\w\s.,:'’%$€£¥₩￥％$、，。．：！？!?-]|\d\s*-|\d[.,:]\s+\d|_")
"""What stands in no number: `3-5`, `1/2`, `#4` are none, and must not become 35, 12 or 4."""

_DIGITS_APART = re.compile(r"\d\s+\d")

_CENTS = 2
"""Digits behind the mark of any amount that somebody pays."""


def numbers(words: str, language: str = "") -> list[Decimal]:
    """Numbers of any kind."""
    if words.strip()[:1] in ("-", "−"):
        return [-number for number in numbers(words.strip()[1:], language) if number > 0]
    return _each(words, language, lambda one: one.numbers(words))


def counts(words: str, language: str = "") -> list[int]:
    """How many of something, with or without what is counted; whole and not negative."""
    found = _each(words, language, lambda one: one.counts(words))
    return [int(number) for number in found if number == int(number) and number >= 0]


def is_doubtful(words: str) -> bool:
    """Whether it is not sure that words which `counts` reads tell how many: 三五, `two fifty`."""
    apart = _DIGITS_APART.search(words) is not None
    return apart or any(one.is_doubtful(words) for one in NUMERALS.values())


def places(words: str, language: str = "") -> list[int]:
    """Which one of a row: by a number or an ordinal, from 1 on."""
    found = _each(words, language, lambda one: one.ordinals(words))
    return [place for place in found or whole_only(numbers(words, language)) if place > 0]


def amounts(words: str, language: str = "") -> list[Amount]:
    """Amounts of money."""
    found = _each(words, language, lambda one: one.amounts(words))
    values = {one.value for one in found}
    # Of 19.900 as an amount the point is one of thousands: nobody pays the thousandth part.
    exact = [one for one in found if not _is_grouped(one.value, values)]
    exact = [one for one in exact if _places(one.value) <= _CENTS and one.value >= 0]
    return [one for one in exact if one.currency or not _named(one.value, exact)]


def names_money(words: str, language: str = "") -> bool:
    """Whether words say by themselves that they are a price: 十五块 and “fifteen dollars”."""
    return bool(amounts(words, language)) and not numbers(words, language)


def percents_off(words: str, language: str = "") -> list[Decimal]:
    """By how many percent something becomes cheaper; more than 0 and less than 100."""
    return _each(words, language, lambda one: one.percents_off(words))


def durations(words: str, language: str = "") -> list[float]:
    """Stretches of time in seconds."""
    return [float(found) for found in _each(words, language, lambda one: one.durations(words))]


def clock_times(words: str, language: str = "") -> list[time]:
    """Times of day."""
    return _each(words, language, lambda one: one.clock_times(words))


def _each(words: str, language: str, ask: Callable[[Numerals], list[T]]) -> list[T]:
    if len(words) > LONGEST or words.strip()[:1] in ("-", "−", "") or _OTHER.search(words):
        return []
    first = language.replace("-", "_").split("_")[0].lower()
    in_order = sorted(NUMERALS.values(), key=lambda one: one.tag != first)
    return unique(value for one in in_order for value in ask(one))


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_grouped(value: Decimal, values: set[Decimal]) -> bool:
    """Whether three digits stood behind a mark that was one of thousands."""
    return value.as_tuple().exponent == -3 and value * 1000 in values


def _named(value: Decimal, amounts: list[Amount]) -> bool:
    """Whether one language knew which money it is, so that the others need not guess."""
    return any(one.currency and one.value == value for one in amounts)
