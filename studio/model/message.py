"""Sentences that are put into words as late as possible.

A `Message` is the id of a text and typed values. The same message can be shown (`¥39.90`) and
spoken, in the interface's language or another; nobody glues sentences.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Self, TypeAlias

from studio import text
from studio.model.graphemes import graphemes
from studio.text import N_


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount and its ISO 4217 currency."""

    amount: Decimal
    currency: str

    def words(self, language: str | None = None) -> str:
        return text.money(self.amount, self.currency, language)


@dataclass(frozen=True, slots=True)
class Name:
    """What somebody named, in a language of its own (a BCP 47 tag, or empty where unknown)."""

    name: str
    language: str = ""

    def words(self, language: str | None = None) -> str:  # noqa: ARG002 - a name stays as it is
        return self.name


@dataclass(frozen=True, slots=True)
class Exact:
    """What somebody wrote, who now wants to know what stands there: of addresses each sign."""

    written: str

    def words(self, language: str | None = None) -> str:  # noqa: ARG002 - it stays as it is
        return self.written


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time, told in hours, minutes and seconds."""

    seconds: float

    def words(self, language: str | None = None) -> str:
        whole = max(0, round(self.seconds))
        hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
        parts: list[str] = []
        if hours:
            parts.append(_counted("{n} hour", "{n} hours", hours, language))
        if minutes:
            parts.append(_counted("{n} minute", "{n} minutes", minutes, language))
        if (seconds and not hours) or not parts:
            parts.append(_counted("{n} second", "{n} seconds", seconds, language))
        return " ".join(parts)


def roughly(seconds: float) -> Duration:
    """A stretch of time in few words: from a minute on, in whole minutes."""
    return Duration(seconds if seconds < 60 else seconds // 60 * 60)


def nearly(seconds: float) -> Duration:
    """A stretch of time to come in few words: from a minute on, to the nearest minute."""
    return Duration(seconds if seconds < 60 else (seconds + 30) // 60 * 60)


def _counted(one: str, many: str, count: int, language: str | None) -> str:
    return text.translate_plural(one, many, count, language).format(n=count)


@dataclass(frozen=True, slots=True)
class Number:
    """A measured number, written with at most `places` decimals."""

    value: float
    places: int = 0

    def words(self, language: str | None = None) -> str:
        rounded = Decimal(str(round(self.value, self.places) + 0.0))  # no -0
        return text.number(rounded, language)


@dataclass(frozen=True, slots=True)
class Language:
    """A language, called as in the sentence's own.

    Attributes:
        tag: Such as `th`.
    """

    tag: str

    def words(self, language: str | None = None) -> str:
        return text.language_name(self.tag, language)


SIGNS = {
    " ": N_("space"),
    ".": N_("dot"),
    ",": N_("comma"),
    ":": N_("colon"),
    ";": N_("semicolon"),
    "?": N_("question mark"),
    "!": N_("exclamation mark"),
    "-": N_("hyphen"),
    "_": N_("underscore"),
    "/": N_("slash"),
    "\\": N_("backslash"),
    "(": N_("left bracket"),
    ")": N_("right bracket"),
    "“": N_("left quote"),
    "”": N_("right quote"),
    '"': N_("quote"),
    "'": N_("apostrophe"),
    "’": N_("apostrophe"),
    "&": N_("and sign"),
    "@": N_("at sign"),
    "#": N_("number sign"),
    "%": N_("percent"),
    "+": N_("plus"),
    "−": N_("minus"),
    "=": N_("equals"),
    "*": N_("star"),
    "…": N_("dots"),
    "·": N_("middle dot"),
    "、": N_("list comma"),
    "，": N_("comma"),
    "。": N_("full stop"),
    "：": N_("colon"),
    "；": N_("semicolon"),
    "！": N_("exclamation mark"),
    "？": N_("question mark"),
    "（": N_("left bracket"),
    "）": N_("right bracket"),
    "《": N_("left title mark"),
    "》": N_("right title mark"),
    "「": N_("left quote"),
    "」": N_("right quote"),
    "¥": N_("yuan sign"),
    "￥": N_("yuan sign"),
    "$": N_("dollar sign"),
    "₩": N_("won sign"),
    "~": N_("tilde"),
    "～": N_("tilde"),
    "–": N_("dash"),
    "—": N_("dash"),
    "×": N_("times sign"),
    "°": N_("degree sign"),
    "∞": N_("infinity"),
    "<": N_("less than"),
    ">": N_("greater than"),
    "[": N_("left square bracket"),
    "]": N_("right square bracket"),
    "{": N_("left curly bracket"),
    "}": N_("right curly bracket"),
    "|": N_("bar"),
    "^": N_("caret"),
    "`": N_("grave accent"),
    "\u3000": N_("wide space"),
    "\u00a0": N_("no-break space"),
    "\t": N_("tab sign"),
    "\n": N_("new line"),
    "‘": N_("left quote"),
    "『": N_("left quote"),
    "』": N_("right quote"),
    "〈": N_("left title mark"),
    "〉": N_("right title mark"),
    "【": N_("left lenticular bracket"),
    "】": N_("right lenticular bracket"),
    "〔": N_("left tortoise-shell bracket"),
    "〕": N_("right tortoise-shell bracket"),
    "•": N_("bullet"),
    "※": N_("reference mark"),
    "✓": N_("check mark"),
    "✔": N_("check mark"),
    "✗": N_("cross mark"),
    "✘": N_("cross mark"),
    "→": N_("arrow to the right"),
    "←": N_("arrow to the left"),
    "↑": N_("arrow up"),
    "↓": N_("arrow down"),
    "★": N_("full star"),
    "☆": N_("empty star"),
    "●": N_("full circle"),
    "○": N_("empty circle"),
    "■": N_("full square"),
    "□": N_("empty square"),
    "◆": N_("full diamond"),
    "◇": N_("empty diamond"),
    "▲": N_("triangle pointing up"),
    "▼": N_("triangle pointing down"),
    "♥": N_("heart sign"),
    "♪": N_("music note"),
    "€": N_("euro sign"),
    "£": N_("pound sign"),
    "±": N_("plus or minus"),
    "÷": N_("division sign"),
    "Ω": N_("ohm sign"),
    "©": N_("copyright sign"),
    "®": N_("registered trade mark sign"),
    "™": N_("trade mark sign"),
}
"""Signs that readers leave out of a sentence, and their names."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A sentence, sign by sign: capitals and what is not spoken by itself have names."""

    of: "Message"

    def signs(self, language: str | None = None) -> Iterator[str]:
        """Each sign by its name, or as it is written where it has none here."""
        return (_sign(sign, language) for sign in graphemes(self.of.words(language)))

    def words(self, language: str | None = None) -> str:
        return ", ".join(self.signs(language))


def _sign(sign: str, language: str | None) -> str:
    # Wide signs are called as the others.
    if name := SIGNS.get(sign) or SIGNS.get(unicodedata.normalize("NFKC", sign)):
        return text.translate(name, language)
    kind = unicodedata.category(sign[0])[0]
    if kind == "L" and sign.isupper():
        return text.translate(N_("capital {letter}"), language).format(letter=sign)
    # A mark without its letter, or what is not seen.
    return text.translate(N_("hidden sign"), language) if kind in "CMZ" else sign


Value: TypeAlias = (
    "str | int | Money | Name | Exact | Duration | Number | Language | Spelled | Message"
)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet put into words; make one with `say` or `say_n`.

    Attributes:
        id: The English text with named blanks.
        values: What goes into the blanks.
        plural: The English text for more than one, where `count` chooses between the two.
        count: The number that chooses.
    """

    id: str
    values: Mapping[str, Value]
    plural: str = ""
    count: int = 1

    def __hash__(self) -> int:
        return hash((self.id, self.plural, self.count, tuple(self.values.items())))

    def pattern(self, language: str | None = None) -> str:
        """The sentence of a language, with its blanks; the language in use when none is given."""
        if self.plural:
            return text.translate_plural(self.id, self.plural, self.count, language)
        return text.translate(self.id, language)

    def words(self, language: str | None = None) -> str:
        """Put the sentence into words; the language in use when none is given."""
        pattern = self.pattern(language)
        return pattern.format_map({key: _words(v, language) for key, v in self.values.items()})

    def then(self, other: "Message") -> "Message":
        """This sentence, and another after it."""
        return Message("{first} {second}", MappingProxyType({"first": self, "second": other}))

    def __str__(self) -> str:
        return self.words()

    def __reduce__(self) -> tuple[type[Self], tuple[str, dict[str, object], str, int]]:
        # A read-only mapping cannot be pickled, and messages cross to other processes.
        return (type(self), (self.id, dict(self.values), self.plural, self.count))


def _words(value: Value, lang: str | None) -> str:
    return str(value) if isinstance(value, str | int) else value.words(lang)


def say(text: str, /, **values: Value) -> Message:
    """Make a message; the text is found by the extractor like one in `N_`."""
    return Message(text, MappingProxyType(values))


def say_n(
    one: str,
    many: str,
    /,
    n: int,
    **values: Value,
) -> Message:
    """Make a message with a number in it, `{n}`, that chooses the plural form."""
    return Message(one, MappingProxyType({"n": n, **values}), plural=many, count=n)
