"""AMF0, the notation of RTMP's commands.

Source: Adobe, Action Message Format -- AMF 0, 2007.
"""

import struct
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import TypeAlias

Value: TypeAlias = "float | bool | str | Mapping[str, Value] | Sequence[Value] | None"


class _Mark(IntEnum):
    NUMBER = 0
    BOOLEAN = 1
    STRING = 2
    OBJECT = 3
    NULL = 5
    UNDEFINED = 6
    ECMA_ARRAY = 8
    OBJECT_END = 9
    STRICT_ARRAY = 10
    DATE = 11
    LONG_STRING = 12


# No service nests its answers deeper; a hostile one would exhaust the stack.
_DEEPEST = 8


class AmfError(ValueError):
    """Bytes that are no AMF0."""


def encode(*values: Value) -> bytes:
    """Write values one after another. Texts of up to 65,535 bytes."""
    return b"".join(map(_encoded, values))


def _encoded(value: Value) -> bytes:
    match value:
        case None:
            return bytes([_Mark.NULL])
        case bool():
            return bytes([_Mark.BOOLEAN, value])
        case int() | float():
            return struct.pack(">Bd", _Mark.NUMBER, value)
        case str():
            return bytes([_Mark.STRING]) + _text(value)
        case Mapping():
            fields = (_text(name) + _encoded(part) for name, part in value.items())
            return bytes([_Mark.OBJECT]) + b"".join(fields) + bytes([0, 0, _Mark.OBJECT_END])
        case _:
            raise TypeError(f"AMF0 is written without {type(value).__name__}")


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">H", len(data)) + data


def decode(data: bytes) -> list[Value]:
    """Read all values.

    Raises:
        AmfError: They are damaged, or of a kind that commands do not use.
    """
    reader = _Reader(data)
    values: list[Value] = []
    try:
        while reader.at < len(data):
            values.append(reader.value(0))
    except (struct.error, IndexError):
        raise AmfError("cut off") from None
    return values


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def value(self, depth: int) -> Value:
        if depth > _DEEPEST:
            raise AmfError("nested too deep")
        (kind,) = self._take(">B")
        match kind:
            case _Mark.NUMBER:
                return self._take(">d")[0]
            case _Mark.BOOLEAN:
                return self._take(">B")[0] != 0
            case _Mark.STRING:
                return self._text(">H")
            case _Mark.LONG_STRING:
                return self._text(">I")
            case _Mark.OBJECT:
                return self._fields(depth)
            case _Mark.ECMA_ARRAY:
                self._take(">I")
                return self._fields(depth)
            case _Mark.STRICT_ARRAY:
                (count,) = self._take(">I")
                if count > len(self._data):
                    raise AmfError("an array longer than the message")
                return [self.value(depth + 1) for _ in range(count)]
            case _Mark.DATE:
                return self._take(">dh")[0]
            case _Mark.NULL | _Mark.UNDEFINED:
                return None
            case _:
                raise AmfError(f"unknown kind {kind}")

    def _fields(self, depth: int) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while True:
            name = self._text(">H")
            if not name and self._data[self.at] == _Mark.OBJECT_END:
                self.at += 1
                return fields
            fields[name] = self.value(depth + 1)

    def _text(self, length: str) -> str:
        (count,) = self._take(length)
        if self.at + count > len(self._data):
            raise AmfError("a text longer than the message")
        data = self._data[self.at : self.at + count]
        self.at += count
        return data.decode(errors="replace")

    def _take(self, form: str) -> tuple:
        values = struct.unpack_from(form, self._data, self.at)
        self.at += struct.calcsize(form)
        return values
