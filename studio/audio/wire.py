"""What the studio and its sound device processes say to each other over their pipes.

Each message is a kind of one byte, the length of its body, and the body. Standard library only:
the processes that use it start in a few hundredths of a second.
"""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import IO, Any

from studio.model.voicing import Report, What

_HEAD = struct.Struct("<BI")
_STAMP = struct.Struct("<dI")
_AT = struct.Struct("<d")
_COUNT = struct.Struct("<I")
_ORDER = struct.Struct("<IdI")
_LONGEST = 1 << 22


class Kind(IntEnum):
    """What a message is about."""

    OPENED = 1
    """A device was opened; the body is an `Opened`."""
    BLOCK = 2
    """Sound: a time, a count of blocks lost before it, and samples."""
    FAILED = 3
    """A device could not be opened or stopped; the body is a `Failed`."""
    WANT = 4
    """So many frames are wanted for the headphones."""
    LISTED = 5
    """Names of devices, as JSON."""
    MIX = 6
    """The next of the monitor bus, as the device takes it."""
    SPEAK = 7
    """An order for the voice: its id, a signal's length and samples, and the job."""
    HUSH = 8
    """No order is wanted any more."""
    SIGNAL = 9
    """A sound to be heard at once, as the device takes it."""
    BALANCE = 10
    """How the sounds in the headphones stand to each other, as JSON."""
    TOLD = 11
    """What became of an order, as JSON."""
    ALIVE = 12
    """Nothing has happened, and all is well."""
    SPOKEN = 13
    """What the voice said: a time, and samples."""


class Reason(StrEnum):
    """Why a device gives or takes nothing."""

    ABSENT = "absent"
    ALIKE = "alike"
    """Several devices have the name, and which of them is meant cannot be known."""
    BUSY = "busy"
    DENIED = "denied"
    STOPPED = "stopped"
    NO_SYSTEM = "no-system"
    """There is no sound system, or the library that reaches it is missing."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a device agreed to.

    Attributes:
        device: Its own name.
        rate: Samples per second.
        channels: How many channels each frame has.
    """

    device: str
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a device gives or takes nothing.

    Attributes:
        reason: In our terms.
        detail: In the words of the system, for the log.
    """

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Sound from a microphone.

    Attributes:
        captured_at: When the first frame was taken, in seconds of `time.monotonic`, which all
            processes of a machine share.
        lost: How many blocks were lost since the device was opened.
        pcm: Interleaved float32.
    """

    captured_at: float
    lost: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Want:
    """So many frames are wanted for the headphones."""

    frames: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Names of devices, as the user sees them."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """The next of the monitor bus: interleaved float32, as many channels as the device has."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Speak:
    """An order for the voice.

    Attributes:
        id: Of the order.
        gain: How loud both are, as a factor.
        signal: What is heard before the words, as `Mix.pcm`.
        job: A line for the voice's process, see `studio.model.voicing`.
    """

    id: int
    gain: float
    signal: bytes
    job: bytes


@dataclass(frozen=True, slots=True)
class Hush:
    """No order is wanted any more."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A sound to be heard at once, whatever else is: as `Mix.pcm`."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Balance:
    """How the sounds in the headphones stand to each other.

    Attributes:
        duck_db: How much lower everything else is while the voice speaks; not negative.
        side_gain: How loud the own microphone is heard, as a factor; 0 for not at all.
        microphone: Its device's name; empty for the default one.
    """

    duck_db: float = 0.0
    side_gain: float = 0.0
    microphone: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an order."""

    report: Report


@dataclass(frozen=True, slots=True)
class Alive:
    """Nothing has happened, and all is well."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the voice said a moment ago; for the leak guard alone.

    Attributes:
        at: When the device took the first frame, in seconds of `time.monotonic`.
        pcm: Mono float32 at the device's rate.
    """

    at: float
    pcm: bytes


class DeviceError(Exception):
    """A device cannot be opened; it stays inside the device's own process.

    Attributes:
        failed: Why.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.failed = Failed(reason, detail)


Message = (
    Opened
    | Failed
    | Block
    | Want
    | Listed
    | Mix
    | Speak
    | Hush
    | Signal
    | Balance
    | Told
    | Alive
    | Spoken
)


def pack(message: Message) -> bytes:
    """Put a message into bytes."""
    match message:
        case Opened(device, rate, channels):
            return _framed(Kind.OPENED, _json([device, rate, channels]))
        case Failed(reason, detail):
            return _framed(Kind.FAILED, _json([reason, detail]))
        case Block(captured_at, lost, pcm):
            return _framed(Kind.BLOCK, _STAMP.pack(captured_at, lost) + pcm)
        case Want(frames):
            return _framed(Kind.WANT, _COUNT.pack(frames))
        case Listed(names):
            return _framed(Kind.LISTED, _json(list(names)))
        case Told(report):
            told = [report.what, report.id, report.number, report.detail]
            return _framed(Kind.TOLD, _json(told))
        case Alive():
            return _framed(Kind.ALIVE, b"")
        case Spoken(at, pcm):
            return _framed(Kind.SPOKEN, _AT.pack(at) + pcm)
        case _:
            return _pack_for_ear(message)


def _pack_for_ear(message: Mix | Speak | Hush | Signal | Balance) -> bytes:
    match message:
        case Mix(pcm):
            return _framed(Kind.MIX, pcm)
        case Speak(number, gain, signal, job):
            return _framed(Kind.SPEAK, _ORDER.pack(number, gain, len(signal)) + signal + job)
        case Hush():
            return _framed(Kind.HUSH, b"")
        case Signal(pcm):
            return _framed(Kind.SIGNAL, pcm)
        case Balance(duck_db, side_gain, microphone):
            return _framed(Kind.BALANCE, _json([duck_db, side_gain, microphone]))


def read(stream: IO[bytes]) -> Message | None:
    """Wait for the next message; None at the end of the stream, or of its sense."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    if length > _LONGEST:
        return None
    body = stream.read(length)
    return _unpack(kind, body) if len(body) == length else None


def _unpack(kind: int, body: bytes) -> Message | None:
    match kind:
        case Kind.OPENED:
            return Opened(*json.loads(body))
        case Kind.FAILED:
            reason, detail = json.loads(body)
            return Failed(Reason(reason), detail)
        case Kind.BLOCK:
            captured_at, lost = _STAMP.unpack_from(body)
            return Block(captured_at, lost, body[_STAMP.size :])
        case Kind.WANT:
            return Want(*_COUNT.unpack(body))
        case Kind.LISTED:
            return Listed(tuple(json.loads(body)))
        case Kind.TOLD:
            what, number, count, detail = json.loads(body)
            return Told(Report(What(what), number, count, detail))
        case Kind.ALIVE:
            return Alive()
        case Kind.SPOKEN:
            (at,) = _AT.unpack_from(body)
            return Spoken(at, body[_AT.size :])
        case _:
            return _unpack_for_ear(kind, body)


def _unpack_for_ear(kind: int, body: bytes) -> Message | None:
    match kind:
        case Kind.MIX:
            return Mix(body)
        case Kind.SPEAK:
            number, gain, length = _ORDER.unpack_from(body)
            signal, job = body[_ORDER.size :][:length], body[_ORDER.size + length :]
            return Speak(number, gain, signal, job)
        case Kind.HUSH:
            return Hush()
        case Kind.SIGNAL:
            return Signal(body)
        case Kind.BALANCE:
            return Balance(*json.loads(body))
        case _:
            return None


def _framed(kind: Kind, body: bytes) -> bytes:
    return _HEAD.pack(kind, len(body)) + body


def _json(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can carry
    return json.dumps(value).encode()
