"""JSON: an array of objects, an object that has one in it, or an object in each line."""

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from studio.catalogue import limits
from studio.catalogue.cleaning import NumberText
from studio.catalogue.encoding import Encoding
from studio.catalogue.table import Form, Row
from studio.model.errors import CatalogueError
from studio.model.message import Name, say

_CHUNK = 1 << 18
_LONGEST_OBJECT = 4 * limits.LONGEST_FIELD
_SAMPLE = 1000
_LISTS = frozenset({"products", "items", "data", "goods", "rows"})
_BLANK = " \t\r\n\ufeff"


class RecordTable:
    """The names of the first thousand objects are the headers; see `Table`.

    Unlike ready-made readers of JSON in pieces it never holds more than one object of a size that
    is limited, so that a string of a gigabyte is refused rather than kept.
    """

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._path = path
        self._size = max(1, path.stat().st_size)
        self._text = path.open(encoding=encoding.codec, errors="replace")
        self._buffer = ""
        self._at = 0
        self._holds = False
        self._read = 0
        self._decoder = json.JSONDecoder(
            parse_float=NumberText, parse_int=NumberText, parse_constant=NumberText
        )
        self.unknown: dict[str, int] = {}
        self.form = Form("JSON", encoding.name, encoding.is_certain)

    @property
    def done(self) -> float:
        return min(1.0, self._text.buffer.tell() / self._size) if not self._text.closed else 1.0

    def rows(self) -> Iterator[Row]:
        objects = self._objects()
        sample = list(islice(objects, _SAMPLE))
        headers = list(dict.fromkeys(key for item in sample for key in item))
        if not headers:
            return
        known = frozenset(headers)
        yield Row(0, headers)
        for number, item in enumerate(chain(sample, objects), 1):
            if not known.issuperset(item):
                for key in item.keys() - known:
                    self.unknown[key] = self.unknown.get(key, 0) + 1
            cells = [_text(item.get(key)) for key in headers]
            if any(map(str.strip, cells)):
                yield Row(number, cells)

    def close(self) -> None:
        self._text.close()

    def _objects(self) -> Iterator[dict[str, Any]]:
        """Every object of the list, wherever the list begins."""
        is_list = self._open_list()
        while sign := self._next_sign():
            if sign == "]" and is_list:
                return
            if sign == ",":
                self._at += 1
                continue
            item = self._value()
            if not isinstance(item, dict):
                raise self._damaged()
            yield item
        if is_list:
            raise self._damaged()

    def _open_list(self) -> bool:
        """Go to the first object; whether it stands in a list that must be closed."""
        sign = self._next_sign()
        if sign == "[":
            self._at += 1
            return True
        if sign == "{" and self._opens_an_object_around():
            return True
        return False

    def _opens_an_object_around(self) -> bool:
        """Whether `{"products": [` begins here, perhaps after names of other things."""
        before = self._at
        self._holds = True
        try:
            found = self._find_list()
        finally:
            self._holds = False
        if not found:
            self._at = before
        return found

    def _find_list(self) -> bool:
        self._at += 1
        while self._next_sign() == '"':
            name = self._value()
            if self._next_sign() != ":":
                break
            self._at += 1
            if str(name).lower() in _LISTS and self._next_sign() == "[":
                self._at += 1
                return True
            if self._next_sign() in {"{", "[", ""}:
                break
            self._value()
            if self._next_sign() == ",":
                self._at += 1
        return False

    def _next_sign(self) -> str:
        """The next sign that is no blank, which stays; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in _BLANK:
                    return self._buffer[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _value(self) -> Any:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._is_whole(error) or not self._more():
                    raise self._damaged() from error
                continue
            except RecursionError as error:
                raise self._damaged() from error
            # A number may go on in the next piece.
            if end == len(self._buffer) and not isinstance(value, dict) and self._more():
                continue
            self._at = end
            self._read += 1
            return value

    def _is_whole(self, error: json.JSONDecodeError) -> bool:
        """Whether it is wrong in itself, rather than cut off by the end of the piece."""
        return "Unterminated" not in error.msg and error.pos < len(self._buffer) - 20

    def _more(self) -> bool:
        """Read on; false at the end. What was taken is let go."""
        piece = self._text.read(_CHUNK)
        if not piece:
            return False
        if self._at > _CHUNK and not self._holds:
            self._buffer = self._buffer[self._at :]
            self._at = 0
        if len(self._buffer) - self._at > _LONGEST_OBJECT:
            raise CatalogueError(
                say("One product of {file} is longer than any product is.", file=Name(self._path.name)),
                say("Ask for the file once more, or as CSV."),
            )
        self._buffer += piece
        return True

    def _damaged(self) -> CatalogueError:
        return CatalogueError(
            say(
                "{file} is no list of products in JSON after product {number}.",
                file=Name(self._path.name),
                number=self._read,
            ),
            say("Ask for it once more, or as CSV."),
        )


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if all(not isinstance(part, dict | list) for part in value):
            return "\n".join(map(_text, value))
        case dict() if all(not isinstance(part, dict | list) for part in value.values()):
            return "\n".join(f"{key}: {_text(part)}" for key, part in value.items())
        case _:
            return json.dumps(value, ensure_ascii=False)
