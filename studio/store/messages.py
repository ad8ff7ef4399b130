"""Sentences as text: they are put into words when they are read, in the language of that day."""

import json
from decimal import Decimal
from typing import Any

from studio.model.message import (
    Duration,
    Exact,
    Language,
    Message,
    Money,
    Name,
    Number,
    Spelled,
    Value,
)


def to_json(message: Message) -> str:
    return json.dumps(_pack(message), ensure_ascii=False)


def from_json(kept: str) -> Message:
    """The sentence that was kept.

    Raises:
        ValueError: It is none; a newer studio may have written it.
    """
    try:
        value = _unpack(json.loads(kept))
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError("no sentence") from error
    if not isinstance(value, Message):
        raise ValueError("no sentence")  # noqa: TRY004 - the text is wrong, not a type of ours
    return value


def _pack(value: Value) -> object:
    match value:
        case str() | int():
            return value
        case Message():
            values = {name: _pack(one) for name, one in value.values.items()}
            return {"say": value.id, "values": values, "plural": value.plural, "n": value.count}
        case Money():
            return {"money": str(value.amount), "currency": value.currency}
        case Name():
            return {"name": value.name, "language": value.language}
        case Exact():
            return {"exact": value.written}
        case Duration():
            return {"seconds": value.seconds}
        case Number():
            return {"number": value.value, "places": value.places}
        case Language():
            return {"tag": value.tag}
        case Spelled():
            return {"spelled": _pack(value.of)}


def _unpack(kept: Any) -> Any:  # noqa: ANN401 - whatever was kept
    match kept:
        case {"say": text}:
            values = {name: _unpack(one) for name, one in kept["values"].items()}
            return Message(text, values, kept["plural"], kept["n"])
        case {"money": amount}:
            return Money(Decimal(amount), kept["currency"])
        case {"name": name}:
            return Name(name, kept["language"])
        case {"exact": written}:
            return Exact(written)
        case {"seconds": seconds}:
            return Duration(seconds)
        case {"number": number}:
            return Number(number, kept["places"])
        case {"tag": tag}:
            return Language(tag)
        case {"spelled": message}:
            return Spelled(_unpack(message))
        case _:
            return kept
