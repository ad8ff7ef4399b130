"""How the studio's own voice is asked to speak, and how it tells what became of that.

Standard library only: the processes that hold the headphones and the voice import it and start in
a few tenths of a second.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import IO, Any, Protocol

from studio.model.segment import Segment

Piece = tuple[Segment, ...]
"""A sentence, or a part of a long one: an interrupted message goes on at the last that began."""

SLOWEST_WPM, FASTEST_WPM = 80, 900

_HEAD = struct.Struct("<BII")
_LONGEST = 1 << 22


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is spoken.

    Attributes:
        wpm: Words a minute, 80 to 900.
        pitch: 0 to 100; 50 is the voice's own.
        volume: Percent of full.
        voices: The name of the voice for a language, where one was chosen.
    """

    wpm: int = 240
    pitch: int = 50
    volume: int = 100
    voices: Mapping[str, str] = field(default_factory=dict)


class What(StrEnum):
    """What is told of the voice."""

    OPEN = "open"
    """The headphones are there: speaking can begin."""
    GONE = "gone"
    """The headphones, or the process that holds them, went away; what was being said is cut."""
    VOICES = "voices"
    """The engine is ready; `detail` is JSON, pairs of a voice's name and its languages."""
    REACHED = "reached"
    """A piece, `number`, begins to be heard."""
    DONE = "done"
    """All of it was heard."""
    CUT = "cut"
    """The engine failed, ended or hung on it; `detail` says how, for the log."""
    NO_VOICE = "no-voice"
    """There is no voice for the language `detail`; another one speaks."""
    NO_ENGINE = "no-engine"
    """No engine can be started; `detail` says why, for the log."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an order.

    Attributes:
        what: See there.
        id: Of the order; 0 where it is about none.
        number: See `What`.
        detail: See `What`.
    """

    what: What
    id: int = 0
    number: int = 0
    detail: str = ""


class Mouth(Protocol):
    """Where words become sound. It has at most one order; a newer one follows on an older one."""

    def speak(self, order: int, pieces: tuple[Piece, ...], manner: Manner, signal: str) -> None:
        """Begin to speak, on any thread, without waiting; what becomes of it is reported.

        Args:
            order: Its id, greater than every one before.
            pieces: What to say.
            manner: How.
            signal: The earcon that comes first; empty for none.
        """
        ...

    def hush(self) -> None:
        """Be quiet at once, and forget every order; any thread."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """An order as the voice's process takes it.

    Attributes:
        id: Of the order.
        pieces: What to say.
        manner: How.
    """

    id: int
    pieces: tuple[Piece, ...]
    manner: Manner


def pack_job(job: Job) -> bytes:
    """A line of JSON, with its end."""
    manner = job.manner
    pieces = [[[one.text, one.language] for one in piece] for piece in job.pieces]
    told = [job.id, pieces, manner.wpm, manner.pitch, manner.volume, dict(manner.voices)]
    return json.dumps(told).encode() + b"\n"


def pack_hush(order: int) -> bytes:
    """A line that calls off every job up to this one."""
    return json.dumps(order).encode() + b"\n"


def read_line(line: bytes) -> Job | int:
    """A job, or the last one that was called off."""
    told = json.loads(line)
    return told if isinstance(told, int) else _job(told)


def _job(told: list[Any]) -> Job:
    number, pieces, wpm, pitch, volume, voices = told
    return Job(
        number,
        tuple(tuple(Segment(*one) for one in piece) for piece in pieces),
        Manner(wpm, pitch, volume, voices),
    )


class Mark(IntEnum):
    """What a frame from the voice's process holds."""

    READY = 1
    """The engine is ready; the id is its rate in hertz, the body as `What.VOICES`."""
    PIECE = 2
    """From here on it is the piece of this number, four bytes."""
    SOUND = 3
    """Mono, 16 bit, at the engine's rate."""
    DONE = 4
    FAILED = 5
    """The engine failed on it; the body says how."""
    NO_VOICE = 6
    """The body is the language."""
    JOIN = 7
    """What follows is in another voice, but of the same sentence."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A message of the voice's process.

    Attributes:
        mark: What it holds.
        id: Of the job, where it is about one.
        body: See `Mark`.
    """

    mark: Mark
    id: int = 0
    body: bytes = b""


def pack_frame(frame: Frame) -> bytes:
    return _HEAD.pack(frame.mark, frame.id, len(frame.body)) + frame.body


def read_frame(stream: IO[bytes]) -> Frame | None:
    """Wait for the next frame; None at the end of the stream, or of its sense."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, number, length = _HEAD.unpack(head)
    if length > _LONGEST or mark not in set(Mark):
        return None
    body = stream.read(length)
    return Frame(Mark(mark), number, body) if len(body) == length else None
