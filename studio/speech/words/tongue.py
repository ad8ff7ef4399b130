"""What a language needs to say numbers, amounts, dates and signs."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from studio.speech.words.figure import LONGEST, Figure


@dataclass(frozen=True, slots=True)
class Noun:
    """A unit or currency in one language.

    Attributes:
        one: After a single one.
        many: After any other number; the same where it is empty.
        cent: The hundredth part of a currency, after any number; empty where nobody says it.
    """

    one: str
    many: str = ""
    cent: str = ""

    def after(self, figure: Figure) -> str:
        return self.one if figure.is_one or not self.many else self.many


class Tongue(ABC):
    """One language's way with everything that is not a word already.

    What it gives are words alone: no digits, no signs.

    Attributes:
        tag: The voice's language.
        catalogue: The studio's translations for it.
        gap: Between two words.
        decimal: The mark before the fraction, as it is written.
        digits: Zero to nine.
        signs: What signs are called.
        units: By how they are written.
        coins: Currencies by ISO 4217.
        scales: Words for thousands and more, by their power of ten.
        short: Words for what is written with letters left out.
    """

    tag: str
    catalogue = "en"
    gap = " "
    decimal = "."
    digits: tuple[str, ...]
    point: str
    minus: str
    to: str
    by: str
    at: str
    dot: str
    link: str
    hashtag: str
    laughter: str
    haha: str
    emoticon: str
    signs: ClassVar[Mapping[str, str]]
    units: ClassVar[Mapping[str, Noun]]
    coins: ClassVar[Mapping[str, Noun]]
    scales: ClassVar[Mapping[int, str]]
    short: ClassVar[Mapping[str, str]]

    @abstractmethod
    def cardinal(self, number: int) -> str:
        """A whole number from 0 to 10 ** 15 - 1."""

    @abstractmethod
    def percent(self, words: str) -> str: ...

    @abstractmethod
    def per_mille(self, words: str) -> str: ...

    @abstractmethod
    def power(self, exponent: str) -> str:
        """Behind what is raised to it."""

    @abstractmethod
    def out_of(self, points: str, full: str) -> str:
        """A score and the highest there is; both are words."""

    @abstractmethod
    def stars(self, count: int) -> str:
        """So many of the five that a thing may be given."""

    @abstractmethod
    def date(self, year: str, month: int, day: int) -> str:
        """A day; the year has four digits."""

    @abstractmethod
    def day(self, month: int, day: int) -> str:
        """A day of any year."""

    @abstractmethod
    def clock(self, hour: int, minute: int, second: int | None) -> str: ...

    @abstractmethod
    def fraction(self, part: int, whole: int) -> str: ...

    @abstractmethod
    def mixed(self, ones: str, fraction: str) -> str:
        """A whole number and a fraction; both are words."""

    @abstractmethod
    def ratio(self, left: str, right: str) -> str: ...

    @abstractmethod
    def repeated(self, name: str, count: int) -> str:
        """A thing that stands several times in a row."""

    @abstractmethod
    def more_emoji(self, count: int) -> str:
        """The emoji of a long row that are not named."""

    @abstractmethod
    def per(self, amount: str, unit: str) -> str:
        """A price for one of a unit; both are words."""

    def one_by_one(self, digits: str) -> str:
        return self.gap.join(self.digits[int(digit)] for digit in digits)

    def number(self, figure: Figure, following: str = "") -> str:  # noqa: ARG002 - for those who count by what is counted
        """Say a number.

        Args:
            figure: The number.
            following: What is written behind it.
        """
        return _number(self, figure)

    def counts(self, following: str) -> bool:  # noqa: ARG002 - for those who count by what is counted
        """Whether what is written behind a number counts something."""
        return False

    def year(self, digits: str) -> str:
        """A year of four digits."""
        return self.cardinal(int(digits))

    def measured(self, figure: Figure, unit: str) -> str:
        """A number and one of `units`."""
        noun = self.units[unit]
        return self.joined(self.number(figure), noun.after(figure))

    def thousands(self, figure: Figure, power: int) -> str:
        """A number of thousands or more: with the word for them where the language has it."""
        if word := self.scales.get(power):
            return self.joined(self.number(figure, word), word)
        return self.number(figure.times_ten(power).trimmed)

    def money(self, figure: Figure, currency: str) -> str:
        """An amount; one of an unknown currency has its letters spelled."""
        figure = figure.trimmed
        noun = self.coins.get(currency)
        if noun is None:
            return self.joined(self.number(figure), " ".join(currency))
        if not noun.cent or not figure.fraction or len(figure.fraction) > 2:
            return self.joined(self.number(figure), noun.after(figure))
        cents = Figure(figure.fraction.ljust(2, "0").lstrip("0"))
        told = self.cents(cents, noun)
        if figure.whole == "0":
            return self.joined(self.minus, told) if figure.is_negative else told
        whole = Figure(figure.whole, is_negative=figure.is_negative)
        return self.with_cents(self.joined(self.number(whole), noun.after(whole)), told)

    def times(self, figure: Figure) -> str:
        """How often, or how many times as much."""
        return self.joined(self.number(figure), self.signs["×"])

    def with_free(self, bought: int, free: int, following: str = "") -> str:
        """So many bought, and so many for nothing."""
        got = self.number(Figure(str(free)), following)
        return self.joined(self.number(Figure(str(bought))), self.signs["+"], got)

    def up_to(self, words: str) -> str:
        """The lower end of a range."""
        return self.joined(words, self.to)

    def cents(self, cents: Figure, noun: Noun) -> str:
        return self.joined(self.number(cents), noun.cent)

    def with_cents(self, whole: str, cents: str) -> str:
        return self.joined(whole, cents)

    def joined(self, *words: str) -> str:
        return self.gap.join(word for word in words if word)


@lru_cache(maxsize=4096)
def _number(tongue: Tongue, figure: Figure) -> str:
    is_short = len(figure.whole) <= LONGEST
    whole = tongue.cardinal(int(figure.whole)) if is_short else tongue.one_by_one(figure.whole)
    words = [tongue.minus] if figure.is_negative else []
    words.append(whole)
    if figure.fraction:
        words += [tongue.point, tongue.one_by_one(figure.fraction)]
    return tongue.joined(*words)
