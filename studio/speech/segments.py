"""A message in segments: each in the language of its words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from studio import text
from studio.model.message import Message, Name, Value
from studio.model.segment import Segment

_PLACE = re.compile("\ue000(\\d+)\ue001")


def segments_of(message: Message, language: str | None = None) -> tuple[Segment, ...]:
    """Put a message into words for a voice; a name that has a language keeps it.

    Args:
        message: What is to be said.
        language: Of the sentence; the one in use when none is given.
    """
    names: list[Name] = []
    words = _with_places(message, names).words(language)
    own = short(language or text.in_use())
    return tuple(s for s in _segments(words, names, own) if s.text.strip()) or (Segment("", own),)


def short(tag: str) -> str:
    """`zh` of `zh_CN`."""
    return tag.replace("_", "-").split("-")[0].lower()


def _segments(words: str, names: list[Name], language: str) -> Iterator[Segment]:
    end = 0
    for place in _PLACE.finditer(words):
        yield Segment(words[end : place.start()], language)
        name = names[int(place[1])]
        yield Segment(name.name, short(name.language))
        end = place.end()
    yield Segment(words[end:], language)


def _with_places(message: Message, names: list[Name]) -> Message:
    """The message with a mark in the place of every name that has a language."""
    values = {key: _place(value, names) for key, value in message.values.items()}
    return replace(message, values=values)


def _place(value: Value, names: list[Name]) -> Value:
    match value:
        case Name(language="") | str() | int():
            return value
        case Name():
            names.append(value)
            return f"\ue000{len(names) - 1}\ue001"
        case Message():
            return _with_places(value, names)
        case _:
            return value
