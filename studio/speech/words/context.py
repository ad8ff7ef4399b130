"""Where something stands that is to be said: in which language, and beside what."""

import re
from dataclasses import dataclass

from studio.speech.words.figure import WITHOUT_CENTS, Figure, read_figure
from studio.speech.words.patterns import HAN, HANGUL
from studio.speech.words.tongue import Tongue
from studio.speech.words.tongues import TONGUES

BESIDE = 8
"""Characters behind a number that may change how it is said."""

_FOLLOWING = re.compile(rf"(?P<apart>\s?)(?:(?P<zh>[{HAN}])|(?P<ko>[{HANGUL}]))")
_HAN = re.compile(f"[{HAN}]")
_WITHOUT_DECIMALS = WITHOUT_CENTS | {"EUR"}
"""Currencies in which three digits after a point are thousands in every language."""


@dataclass(frozen=True, slots=True)
class Context:
    """The languages of a text.

    Attributes:
        tongue: Of its numbers and signs.
        latin: Of its words in Latin letters.
        is_line: It is all that somebody wrote, such as a line of the chat; what means something
            else there, 2333 or 66666, is a number in a sentence of the studio's.
    """

    tongue: Tongue
    latin: Tongue
    is_line: bool = False

    def beside(self, met: re.Match[str]) -> Tongue:
        """The language of a number: that of the letters it stands right before, or right behind.

        Over a space it is that of a word that counts, not of a foreign name.
        """
        if not met.string[met.end() : met.end() + 2].isascii():
            following = _FOLLOWING.match(met.string, met.end())
            if following and following.lastgroup:
                theirs = TONGUES[following.lastgroup]
                is_near = not following["apart"] or theirs.tag == self.tongue.tag
                if is_near or theirs.counts(met.string[met.end() : met.end() + BESIDE]):
                    return theirs
        before = met.string[max(0, met.start() - 1) : met.start()]
        if self.tongue.gap and _HAN.match(before):
            return TONGUES["zh"]
        return self.tongue

    def figure(self, written: str, currency: str = "") -> Figure | None:
        """A number as it is written here; None where it is several."""
        decimal = self.tongue.decimal
        if currency:
            # No price has three decimals: behind the mark of the sellers' own countries, and of
            # those where this language is written, they are thousands.
            is_plain = currency in _WITHOUT_DECIMALS or decimal == ","
            decimal = "" if is_plain else "."
        return read_figure(written, decimal=decimal, currency=currency)

    def few_digits(self, digits: str) -> str:
        """Digits of a code: one or two are a number, more are said one by one."""
        is_number = len(digits) == 1 or (len(digits) == 2 and digits[0] != "0")
        tongue = self.tongue
        return tongue.cardinal(int(digits)) if is_number else tongue.one_by_one(digits)

    def groups(self, written: str) -> str:
        """Groups of digits that are no date and no number, one after another."""
        groups = re.findall(r"\d+", written)
        return f" {', '.join(self.few_digits(group) for group in groups)} "

    def several(self, written: str) -> str:
        """Numbers with points between them, such as a version, or with commas."""
        words: list[str] = []
        for part in re.findall(r"\d+|[.,]", written):
            if part == ",":
                words.append(",")
            elif part == ".":
                words.append(self.tongue.point)
            else:
                words.append(self.tongue.number(Figure(part.lstrip("0") or "0")))
        return self.tongue.gap.join(words)


def apart(words: str, tongue: Tongue) -> str:
    """Words that shall not run into their neighbours; in Chinese nothing stands apart."""
    return f"{tongue.gap}{words}{tongue.gap}"
