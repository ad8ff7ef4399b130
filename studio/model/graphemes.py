"""Cuts a text into what a person takes for one sign each."""

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_SKINS = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_VOWELS = "\u0e33\u0eb3"  # of Thai and Lao: letters of their own to Unicode alone


def graphemes(text: str) -> Iterator[str]:
    """Each letter with its accents, each emoji and each flag whole; composed where that exists."""
    sign = ""
    for character in unicodedata.normalize("NFC", text):
        if sign and not _belongs(character, sign):
            yield sign
            sign = ""
        sign += character
    if sign:
        yield sign


def _belongs(character: str, sign: str) -> bool:
    """Whether a character goes on with the sign before it."""
    if sign[0].isspace() or not sign[0].isprintable():
        return False
    code = ord(character)
    if code in _FLAG_LETTERS:
        return len(sign) == 1 and ord(sign) in _FLAG_LETTERS
    return (
        character == _JOINER
        or code in _SKINS
        or code in _TAGS
        or character in _VOWELS
        or unicodedata.category(character)[0] == "M"
        # What is joined are pictures; among letters it only shapes them.
        or (sign[-1] == _JOINER and unicodedata.category(character) == "So")
    )
