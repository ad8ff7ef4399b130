"""Numbers as they are written, told apart from how they are said."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

LONGEST = 15
"""Digits of the longest whole number that is said as a number; more are said one by one."""

WITHOUT_CENTS = frozenset({"IDR", "KRW", "VND", "JPY"})
"""Currencies whose hundredth part nobody pays with."""

_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?")
"""Lakhs and crores: two digits a group but for the last."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number by its digits, so that what was written with a zero is heard with it.

    Attributes:
        whole: ASCII digits before the decimal mark; `0` where there are none.
        fraction: Digits behind it; may be empty.
    """

    whole: str
    fraction: str = ""
    is_negative: bool = False

    @classmethod
    def of(cls, value: Decimal) -> Self:
        """Raises ValueError where the value is no number, or infinite."""
        if not value.is_finite():
            raise ValueError(f"{value} has no digits")
        whole, _point, fraction = format(abs(value), "f").partition(".")
        return cls(whole.lstrip("0") or "0", fraction, value < 0)

    @property
    def trimmed(self) -> "Figure":
        """Without the zeros at its end that say nothing."""
        return replace(self, fraction=self.fraction.rstrip("0"))

    @property
    def is_one(self) -> bool:
        return self.whole == "1" and not self.fraction

    @property
    def is_two(self) -> bool:
        return self.whole == "2" and not self.fraction

    def times_ten(self, power: int) -> "Figure":
        """The decimal mark moved to the right."""
        digits = self.whole + self.fraction.ljust(power, "0")[:power]
        return replace(self, whole=digits.lstrip("0") or "0", fraction=self.fraction[power:])


def read_figure(written: str, *, decimal: str, currency: str = "") -> Figure | None:
    """Read a number as a language writes it; None for what is several, such as a version.

    Args:
        written: ASCII digits with points, commas or spaces between them.
        decimal: The language's decimal mark. What cannot be meant by it is read the other way;
            where it is empty, three digits behind a mark are thousands.
        currency: ISO 4217, where it is an amount.
    """
    written = written.replace(" ", "")
    if currency == "INR" and _INDIAN.fullmatch(written):
        written = written.replace(",", "")
    marks = re.findall("[.,]", written)
    if not marks:
        return Figure(written.lstrip("0") or "0")
    whole, fraction = written, ""
    if len(set(marks)) == 2:
        if marks.count(marks[-1]) > 1:
            return None
        whole, _mark, fraction = written.rpartition(marks[-1])
        if not _is_grouped(whole):
            return None
    elif not _is_grouped(written):
        if len(marks) > 1:
            return None
        whole, _mark, fraction = written.partition(marks[0])
    elif len(marks) == 1 and marks[0] == decimal:
        whole, _mark, fraction = written.partition(marks[0])
    return Figure(re.sub("[.,]", "", whole).lstrip("0") or "0", fraction)


def _is_grouped(whole: str) -> bool:
    """Whether every mark may stand between thousands."""
    first, *groups = re.split("[.,]", whole)
    return first[:1] != "0" and 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
