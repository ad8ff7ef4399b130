"""What a language needs to understand numbers, amounts and times."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")

SIGNS: Mapping[str, str] = {"¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW"}
"""Signs of money, and what they mean; ISO 4217."""

MORNING = range(7, 12)
"""Hours of which somebody who says no more means the morning."""

AFTER_MIDNIGHT = (12, 1, 2, 3, 4)
"""Hours of a night that belong to the next day."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as it was said.

    Attributes:
        currency: ISO 4217; empty where none was said, or one that any money may be called by.
    """

    value: Decimal
    currency: str = ""


class Numerals(ABC):
    """One language's way to say numbers.

    Each method takes words as they were heard and gives every value they may mean as a whole, the
    likeliest first; nothing where they are no such thing. Pure, so for any thread.
    """

    tag: str

    @abstractmethod
    def numbers(self, words: str) -> list[Decimal]:
        """Numbers alone: in words, in digits, in both, or spelled digit by digit."""

    @abstractmethod
    def counts(self, words: str) -> list[Decimal]:
        """Numbers with what is counted: `两件`, `tiga buah`, `a dozen`, `두 개`."""

    @abstractmethod
    def is_doubtful(self, words: str) -> bool:
        """Whether `counts` may take for a number what is none of pieces.

        So are two digits, of which `三五` and `two three` are no number and `nine ninety` rather
        is a price; and what may be money, as `五块`.
        """

    @abstractmethod
    def ordinals(self, words: str) -> list[int]:
        """Places: `第三`, `ketiga`, `third`, `number three`, `셋째`."""

    @abstractmethod
    def amounts(self, words: str) -> list[Amount]:
        """Amounts of money, with or without its name."""

    @abstractmethod
    def percents_off(self, words: str) -> list[Decimal]:
        """By how many percent something becomes cheaper: `打八折` is 20."""

    @abstractmethod
    def durations(self, words: str) -> list[Decimal]:
        """Stretches of time in seconds: `half an hour`, `五分钟后`."""

    @abstractmethod
    def clock_times(self, words: str) -> list[time]:
        """Times of day; of those that do not say which half of it, both."""


def unique(values: Iterable[T]) -> list[T]:
    """Each once, in their order."""
    return list(dict.fromkeys(values))


def whole_only(numbers: Iterable[Decimal]) -> list[int]:
    """Those that are whole and not negative."""
    return [int(number) for number in numbers if number == int(number) and number >= 0]


def both_halves(hour: int, minute: int) -> list[time]:
    """A time of which nobody said whether it is before noon."""
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return []
    if hour == 24:
        return [time(0, minute)]
    if not 1 <= hour <= 12:
        return [time(hour, minute)]
    early, late = time(hour % 12, minute), time(hour % 12 + 12, minute)
    return [early, late] if hour in MORNING else [late, early]


def of_half(hour: int, minute: int, *, late: bool) -> list[time]:
    """A time of a half of the day that was said."""
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return []
    if 1 <= hour <= 12:
        return [time(hour % 12 + (12 if late else 0), minute)]
    return [time(hour % 24, minute)]
