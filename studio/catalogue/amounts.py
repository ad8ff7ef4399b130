"""Numbers as people write them: which mark parts the decimals, which the thousands.

The marks belong to a column: “12.500” alone may be twelve and a half or twelve thousand, and only
its neighbours tell. What they do not tell is said.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from studio.catalogue.cleaning import NumberText
from studio.catalogue.currencies import currency_in

_NUMBER = re.compile(r"[+\-−]?\d(?:[\d.,'’\u00a0\u202f\u2009 ]*\d)?")
_MARKS = ".,'"
_SPACES = str.maketrans({" ": "'", "’": "'", "\u00a0": "'", "\u202f": "'", "\u2009": "'"})
_AFTER = re.compile(r",[-–—]+$|\.[-–—]+$")
# “39.9元/袋”, “Rp 15.000 / pcs”: the price of one; of “/2袋” it is not.
_EACH = re.compile(r"\s*/\s*[^\W\d_]{1,10}\.?$")
# “75rb”, “1,5 jt”, as Indonesian sellers write thousands and millions.
_SHORT = re.compile(r"(\d)\s*(rb|ribu|k|jt|juta)\b\.?", re.IGNORECASE)
_TIMES = {"rb": 3, "ribu": 3, "k": 3, "jt": 6, "juta": 6}
_FRACTION = re.compile(r"\d{1,20}\.(\d{1,20})(?:[eE]\+?(\d{1,2}))?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")


@dataclass(frozen=True, slots=True)
class Marks:
    """How the numbers of a column are written.

    Attributes:
        decimal: What stands before the decimals; empty where there are none.
        thousands: What stands between groups of three; empty for nothing, `'` for an
            apostrophe or a blank.
        is_certain: Whether the numbers leave no doubt.
    """

    decimal: str = "."
    thousands: str = ""
    is_certain: bool = True


PLAIN = Marks()


def guess_marks(cells: Iterable[str]) -> Marks:
    """The marks that most numbers of a column are written with.

    A single mark before exactly three digits parts thousands if it does so in every number: no
    price has three decimals.
    """
    clear: Counter[Marks] = Counter()
    alone: Counter[str] = Counter()
    for cell in cells:
        if type(cell) is NumberText or not (found := _digits(cell)):
            continue
        marks = [sign for sign in found if sign in _MARKS]
        if not marks:
            continue
        last = marks[-1]
        decimals = len(found) - found.rindex(last) - 1
        if len(set(marks)) > 1:
            clear[Marks(last, marks[0])] += 1
        elif len(marks) > 1:
            clear[Marks("", last)] += 1
        elif decimals != 3 or found.lstrip("+-−").index(last) > 3 or found.startswith("0"):
            clear[Marks(last, "")] += 1
        else:
            alone[last] += 1
    return _settle(clear, alone)


def _settle(clear: Counter[Marks], alone: Counter[str]) -> Marks:
    decimals: Counter[str] = Counter()
    thousands: Counter[str] = Counter()
    for marks, count in clear.items():
        decimals[marks.decimal] += count if marks.decimal else 0
        thousands[marks.thousands] += count if marks.thousands else 0
    decimal = max(decimals, key=decimals.__getitem__, default="")
    decimal = decimal if decimals[decimal] else ""
    others = {mark: count for mark, count in thousands.items() if mark and mark != decimal}
    group = max(others, key=others.__getitem__, default="")
    is_certain = len({m for m in decimals if decimals[m]}) < 2
    if not decimal and not group:
        if not alone:
            return PLAIN
        group = max(alone, key=alone.__getitem__)
        return Marks("," if group == "." else ".", group, is_certain=False)
    if not group:
        group = {",": ".", ".": ","}.get(decimal, "")
    if not decimal:
        decimal = {",": ".", ".": ","}.get(group, ".")
    # Decimals here, three digits after the same mark there: one of both is something else.
    return Marks(decimal, group, is_certain=is_certain and not alone[decimal])


def parse(text: str, marks: Marks) -> tuple[Decimal, str] | None:
    """A number and the currency that is written with it, empty for none.

    Returns:
        None where it is no number, or not one with these marks.
    """
    if type(text) is NumberText:
        return _exact(text)
    # Most cells by far; nothing in them could be read otherwise.
    if marks.decimal == "." and text.isascii() and text.replace(".", "", 1).isdigit():
        return Decimal(text), ""
    return _parse(text, marks)


@lru_cache(1 << 14)
def _parse(text: str, marks: Marks) -> tuple[Decimal, str] | None:
    wide = unicodedata.normalize("NFKC", text).strip()
    if wide.isascii() and wide.isdigit():
        return Decimal(wide), ""
    wide = _EACH.sub("", wide)
    if short := _SHORT.search(wide):
        return _parse_short(wide, short)
    found = _NUMBER.search(wide)
    if not found:
        return None
    before, after = wide[: found.start()].strip(), wide[found.end() :].strip()
    after = _AFTER.sub("", after).strip()
    if before.endswith(("-", "−")):
        return None
    # “￥39.90元” says the same twice.
    signs = {currency_in(part) for part in (before, after) if part}
    if "" in signs or len(signs) > 1:
        return None
    amount = _amount(found[0], marks)
    return None if amount is None else (amount, signs.pop() if signs else "")


def _parse_short(wide: str, short: re.Match[str]) -> tuple[Decimal, str] | None:
    """A number of thousands or millions: its one mark stands before decimals."""
    bare = wide[: short.end(1)] + wide[short.end() :]
    parsed = _parse(bare.replace(",", "."), Marks(".", ""))
    if parsed is None:
        return None
    amount, sign = parsed
    exact = amount.scaleb(_TIMES[short[2].casefold()])
    sign = sign or _currency_of_short(short)
    return Decimal(f"{exact:f}"), sign


def _currency_of_short(short: re.Match[str]) -> str:
    """Thousands and millions in Indonesian are rupiah; “k” is said of any money."""
    return "" if short[2].casefold() == "k" else "IDR"


def _amount(digits: str, marks: Marks) -> Decimal | None:
    match = _pattern(marks).fullmatch(digits.translate(_SPACES).replace("−", "-"))
    if not match:
        return None
    whole, decimals = match[1], match[2]
    if marks.thousands:
        whole = whole.replace(marks.thousands, "")
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


@lru_cache(64)
def _pattern(marks: Marks) -> re.Pattern[str]:
    whole = r"\d+"
    if marks.thousands:
        whole = rf"\d{{1,3}}(?:{re.escape(marks.thousands)}\d{{3}})+|\d+"
    decimals = rf"(?:{re.escape(marks.decimal)}(\d+))?" if marks.decimal else "()"
    return re.compile(rf"([+-]?(?:{whole})){decimals}")


def _exact(text: str) -> tuple[Decimal, str] | None:
    value = Decimal(text) if _is_decimal(text) else None
    return None if value is None else (value, "")


_DECIMAL = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?")


def _is_decimal(text: str) -> bool:
    return _DECIMAL.fullmatch(text) is not None


def _digits(cell: str) -> str:
    wide = unicodedata.normalize("NFKC", cell).strip()
    if _SHORT.search(wide):
        return ""
    found = _NUMBER.search(wide)
    return found[0].translate(_SPACES) if found else ""


def is_scientific(text: str) -> bool:
    """Whether it is a long number that a spreadsheet shortened, such as `6.90123E+12`."""
    return _SCIENTIFIC.fullmatch(text.strip()) is not None


def whole_digits(text: str) -> str:
    """The digits of a long number that a program wrote as a fraction, but lost nothing of.

    Returns:
        Empty for any other text, and where digits are lost.
    """
    found = _FRACTION.fullmatch(text)
    if not found:
        return ""
    value = Decimal(text)
    exponent = int(found[2] or 0)
    # “6.90123E+12” has 6 digits of 13; zeros at the end may be true ones, but nobody knows.
    if exponent > 20 or (exponent and len(found[1]) < exponent):
        return ""
    return str(int(value)) if value == value.to_integral_value() else ""


def currency_of(cell: str) -> tuple[str, str]:
    """The currency that stands with a number, and the sign it is told by."""
    short = _SHORT.search(cell)
    wide = _EACH.sub("", _SHORT.sub(r"\1", cell.strip()))
    for part in re.split(r"[\d.,\-+'\s]+", wide):
        if part and (code := currency_in(unicodedata.normalize("NFKC", part)) or currency_in(part)):
            return code, part
    code = _currency_of_short(short) if short else ""
    return (code, short[2]) if short and code else ("", "")
