"""What the studio and its sound device processes say to each other over their pipes.

Each message is a kind of one byte, the length of its body, and the body. Standard library only:
the processes that use it start in a few hundredths of a second.
"""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import IO, Any

_HEAD = struct.Struct("<BI")
_STAMP = struct.Struct("<dI")
_COUNT = struct.Struct("<I")
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


class Reason(StrEnum):
    """Why a device gives or takes nothing."""

    ABSENT = "absent"
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


class DeviceError(Exception):
    """A device cannot be opened; it stays inside the device's own process.

    Attributes:
        failed: Why.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.failed = Failed(reason, detail)


Message = Opened | Failed | Block | Want | Listed


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
        case _:
            return None


def _framed(kind: Kind, body: bytes) -> bytes:
    return _HEAD.pack(kind, len(body)) + body


def _json(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can carry
    return json.dumps(value).encode()
