"""Words as they come from a recogniser or a keyboard, made alike."""

import re
import unicodedata
from decimal import Decimal

LONGEST = 200
"""Signs of the longest words that are looked at; nobody says more in one command."""

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
_HANGUL = r"\uac00-\ud7a3"
_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)*|[{_HAN}{_HANGUL}]|[^\W\d_{_HAN}{_HANGUL}]+(?:['’][^\W\d_{_HAN}{_HANGUL}]+)*"
    r"|[%$€£¥₩]"
)
_LEFT_OUT = re.compile(r"[^\w.,:%$€£¥₩]+|_|(?<!\d)[.,:]|[.,:](?!\d)")


def plain(words: str) -> str:
    """Small letters of ordinary width, digits of every script as 0 to 9, lengths bounded."""
    folded = unicodedata.normalize("NFKC", words[:LONGEST]).casefold()
    if folded.isascii():
        return folded
    return "".join(_digit(sign) for sign in folded)


def _digit(sign: str) -> str:
    if sign.isascii() or unicodedata.category(sign) != "Nd":
        return sign
    return str(unicodedata.decimal(sign))


def tokens(words: str) -> list[str]:
    """Words and numbers one by one; of Chinese and Korean, whose spaces mean little, each sign."""
    return _TOKEN.findall(plain(words))


def squeezed(words: str) -> str:
    """Without spaces and without the marks that stand in no number."""
    return _LEFT_OUT.sub("", plain(words))


def figures(written: str, *, decimal: str = ".") -> list[Decimal]:
    """What a number in digits may mean, the likeliest first; nothing where it is none.

    Args:
        written: Such as `19.90`, `125.000` or `1,234.5`.
        decimal: The mark before the fraction where it is spoken.
    """
    marks = re.findall(r"[.,]", written)
    digits = re.sub(r"[.,]", "", written)
    if not digits.isdecimal() or ":" in written:
        return []
    if not marks:
        return [Decimal(digits)]
    whole, _mark, fraction = written.rpartition(marks[-1])
    as_fraction = Decimal(f"{re.sub('[.,]', '', whole)}.{fraction}")
    if len(set(marks)) == 2:
        return [as_fraction] if marks.count(marks[-1]) == 1 and _is_grouped(whole) else []
    if not _is_grouped(written):
        return [as_fraction] if len(marks) == 1 else []
    if len(marks) > 1:
        return [Decimal(digits)]
    readings = [Decimal(digits), as_fraction]
    return readings[::-1] if marks[0] == decimal else readings


def _is_grouped(whole: str) -> bool:
    """Whether every mark may stand between thousands."""
    first, *groups = re.split("[.,]", whole)
    return first[:1] != "0" and 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
