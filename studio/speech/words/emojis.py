"""What emoji are called."""

import re
from functools import lru_cache
from itertools import groupby

import emoji

from studio.speech.words.cleaning import cleaned
from studio.speech.words.tongue import Tongue

LIMIT = 5
"""Emoji of one row that are named; the others are counted."""

CHARACTERS = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf"
    r"\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_LOOKED_AT = 300
"""Characters of a row that are looked at; joined ones cost a time that grows with the square."""

_SKINS = re.compile("[\U0001f3fb-\U0001f3ff]")
_UNTOLD = re.compile("[\ufe0f\u200d]")


@lru_cache(maxsize=4096)
def name(picture: str, language: str) -> str:
    """The name of one emoji; empty where it has none.

    Args:
        picture: One or more characters that are one emoji.
        language: `en`, `zh`, `id` or `ko`.
    """
    _load(language)
    plain = _SKINS.sub("", picture)
    for known in (plain, picture):
        told = emoji.demojize(known, language=language, delimiters=("", ""))
        if told != known:
            return cleaned(told.replace("_", " "))
    return ""


@lru_cache(maxsize=8)
def _load(language: str) -> None:
    emoji.config.load_language(language)


def named(row: str, tongue: Tongue) -> str:
    """Put a row of emoji into words: each once, with its number, and no more than a few."""
    pictures = [
        _SKINS.sub("", token.chars) if not isinstance(token.value, str) else ""
        for token in emoji.analyze(row[:_LOOKED_AT], non_emoji=True, join_emoji=True)
    ]
    told: list[str] = []
    rest = 0
    for picture, same in groupby(filter(None, pictures)):
        count = sum(1 for _one in same)
        words = name(picture, tongue.tag) if len(told) < LIMIT else ""
        if words:
            told.append(tongue.repeated(words, count) if count > 1 else words)
        elif len(told) >= LIMIT and _UNTOLD.sub("", picture):
            rest += count
    if rest:
        told.append(tongue.more_emoji(rest))
    return ", ".join(told)
