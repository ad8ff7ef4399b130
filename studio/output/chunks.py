"""RTMP's messages, cut into chunks and put together again.

Source: Adobe, Real-Time Messaging Protocol (RTMP) specification 1.0, 2012, section 5.3.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

# What every service cuts by until it is told otherwise.
_FIRST_SIZE = 128

OUR_SIZE = 4096
"""Bytes to a chunk of ours; few enough headers, and what other streaming programs use."""

# Timestamps from here on need four bytes more.
_EXTENDED = 0xFFFFFF

# No answer of a service comes near this; something else is at the other end.
_LONGEST = 1 << 20
_MOST_STREAMS = 64


class Kind(IntEnum):
    """What a message is; the first five are the protocol's own."""

    CHUNK_SIZE = 1
    ABORT = 2
    ACKNOWLEDGEMENT = 3
    CONTROL = 4
    WINDOW_SIZE = 5
    BANDWIDTH = 6
    SOUND = 8
    PICTURE = 9
    COMMAND_3 = 17
    DATA = 18
    COMMAND = 20


class ChunkError(ValueError):
    """Bytes that are no RTMP."""


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """One message.

    Attributes:
        kind: A `Kind`, or a number that we know nothing of.
        body: What it says.
        timestamp: In milliseconds.
        stream: Number of the message stream; 0 for the connection itself.
    """

    kind: int
    body: bytes = field(repr=False)
    timestamp: int = 0
    stream: int = 0


# Pictures, sound and the rest each have a chunk stream, so that each can leave out what the last
# message of its kind has said.
_CHUNK_STREAM = {Kind.COMMAND: 3, Kind.SOUND: 4, Kind.DATA: 5, Kind.PICTURE: 6}


class ChunkWriter:
    """Cuts messages into chunks. One thread."""

    def __init__(self) -> None:
        self.size = _FIRST_SIZE
        self._last: dict[int, Message] = {}

    def write(self, message: Message) -> bytes:
        """Give the bytes of one message."""
        number = _CHUNK_STREAM.get(Kind(message.kind), 2)
        head, extended = self._header(number, message)
        body = message.body
        parts = [head, extended, body[: self.size]]
        for at in range(self.size, len(body), self.size):
            parts += [bytes([0xC0 | number]), extended, body[at : at + self.size]]
        self._last[number] = message
        return b"".join(parts)

    def _header(self, number: int, message: Message) -> tuple[bytes, bytes]:
        last = self._last.get(number)
        step = message.timestamp - last.timestamp if last else -1
        follows = last is not None and last.stream == message.stream and 0 <= step < _EXTENDED
        time = step if follows else message.timestamp
        head = bytes([(0x40 if follows else 0) | number])
        head += min(time, _EXTENDED).to_bytes(3, "big")
        head += len(message.body).to_bytes(3, "big") + bytes([message.kind])
        if not follows:
            head += struct.pack("<I", message.stream)
        return head, struct.pack(">I", time) if time >= _EXTENDED else b""


@dataclass(slots=True)
class _Incoming:
    """What is known of one chunk stream."""

    timestamp: int = 0
    step: int = 0
    length: int = 0
    kind: int = 0
    stream: int = 0
    is_extended: bool = False
    body: bytearray = field(default_factory=bytearray)


class ChunkReader:
    """Puts messages together from what was received. One thread."""

    def __init__(self) -> None:
        self.size = _FIRST_SIZE
        self._received = bytearray()
        self._streams: dict[int, _Incoming] = {}

    def feed(self, data: bytes) -> None:
        self._received += data

    def messages(self) -> Iterator[Message]:
        """Give each message that is complete.

        Raises:
            ChunkError: This is no RTMP.
        """
        while (found := self._chunk()) is not None:
            taken, message = found
            del self._received[:taken]
            if message is not None:
                yield message

    def _chunk(self) -> tuple[int, Message | None] | None:
        """Read one chunk: bytes taken, and the message it ends; None when it is not all here."""
        data = self._received
        at, number = self._basic_header(data)
        form = data[0] >> 6 if data else 3
        room = at + (11, 7, 3, 0)[form]
        if not data or len(data) < room:
            return None
        stream = self._streams.get(number, _Incoming())
        field_time = int.from_bytes(data[at : at + 3], "big") if form < 3 else 0
        is_extended = field_time == _EXTENDED if form < 3 else stream.is_extended
        if is_extended:
            if len(data) < room + 4:
                return None
            field_time = int.from_bytes(data[room : room + 4], "big")
            room += 4
        length = int.from_bytes(data[at + 3 : at + 6], "big") if form < 2 else stream.length
        if length > _LONGEST or len(self._streams) > _MOST_STREAMS:
            raise ChunkError("a message of no sensible length, or too many at once")
        part = min(self.size, length - len(stream.body))
        if len(data) < room + part:
            return None
        self._streams[number] = stream
        stream.is_extended, stream.length = is_extended, length
        if form < 2:
            stream.kind = data[at + 6]
        if form == 0:
            stream.stream = struct.unpack_from("<I", data, at + 7)[0]
        self._keep_time(stream, form, field_time)
        stream.body += data[room : room + part]
        return room + part, self._complete(stream)

    @staticmethod
    def _basic_header(data: bytearray) -> tuple[int, int]:
        number = data[0] & 0x3F if data else 2
        if number == 0:
            return 2, 64 + (data[1] if len(data) > 1 else 0)
        if number == 1:
            return 3, 64 + int.from_bytes(data[1:3], "little")
        return 1, number

    @staticmethod
    def _keep_time(stream: _Incoming, form: int, time: int) -> None:
        if stream.body:
            return
        if form == 0:
            stream.timestamp, stream.step = time, 0
        else:
            stream.step = time if form < 3 else stream.step
            stream.timestamp += stream.step

    @staticmethod
    def _complete(stream: _Incoming) -> Message | None:
        if len(stream.body) < stream.length:
            return None
        body, stream.body = bytes(stream.body), bytearray()
        return Message(stream.kind, body, stream.timestamp, stream.stream)
