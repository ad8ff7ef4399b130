"""Signs that nobody typed on purpose, and that would harm a card or a voice."""

import re

# Control characters but tab and line feed; marks that turn the direction of what follows; blanks
# and hyphens that nobody sees, but for those that join letters and pictures; halves of signs that
# could not be decoded; signs that are none.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff0-\ufff8"
    "\ufffe\uffff\ud800-\udfff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\ud800-\udfff\ufffd]")
_BLANKS = re.compile(r"\s+")


class NumberText(str):
    """A number as a file holds it, in digits and a dot; it bears no marks to be guessed."""

    __slots__ = ()


def is_odd(text: str) -> bool:
    """Whether anything would be taken out or turned into a plain line break."""
    return _ODD.search(text) is not None


def clean(text: str) -> str:
    """The text with line feeds alone as line breaks, and without odd signs."""
    return _ODD.sub("", _BREAKS.sub("\n", text))


def has_unwanted(text: str) -> bool:
    """Whether something is lost by cleaning; line breaks are not."""
    return _ODD.search(_BREAKS.sub("\n", text)) is not None


def is_unreadable(text: str) -> bool:
    """Whether bytes stood here that mean nothing in the file's encoding."""
    return _UNREADABLE.search(text) is not None


def in_one_line(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _BLANKS.sub(" ", text).strip()
