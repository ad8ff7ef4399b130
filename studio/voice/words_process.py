"""The program that hears words: sound and phrases in, words out.

    python -m studio.voice.words_process FOLDER

It is a process of its own because Vosk aborts on models that are broken, its memory is only given
back by its end, and what it reckons must not hold up the show. `studio.voice.vosk` starts it.

It takes frames: a byte that tells the kind, four bytes with the length of what follows (least
significant first), and that. It gives lines of JSON.
"""

import contextlib
import json
import os
import struct
import sys
import time
from collections.abc import Sequence
from enum import IntEnum
from typing import Any, BinaryIO

from studio.voice.cutting import cut
from studio.voice.vosk_library import Model, VoskError

PROGRAM = "voice-words"
"""What a bundled studio is called with, before the folder, to be this program."""

WAYS = 3
"""So many ways to hear an utterance are given at most."""

PROBES = {
    "en": ("the", "yes", "show", "seven"),
    "zh": ("我们", "今天", "多少", "可以"),
    "ko": ("그리고", "하나", "안녕하세요", "오늘"),
    "id": ("yang", "tidak", "dengan", "saya"),
}
"""Words that every model of a language knows, and a model of another one does not."""

_HEAD = struct.Struct("<BI")
_NUMBER = struct.Struct("<I")


class Ask(IntEnum):
    """Kinds of frames."""

    PHRASES = 1
    """JSON: `phrases`, a list of texts, and `names`, those of which it is told if none can be."""
    BEGIN = 2
    """An utterance's number, four bytes."""
    SOUND = 3
    """int16, one channel, 16 kHz."""
    FINISH = 4
    """The number again."""


def program(folder: str) -> list[str]:
    """The command line of this program."""
    if getattr(sys, "frozen", False):  # a bundle is its own interpreter
        return [sys.executable, PROGRAM, folder]
    return [sys.executable, "-P", "-m", "studio.voice.words_process", folder]


def pack(ask: Ask, body: bytes) -> bytes:
    """A frame as it is sent."""
    return _HEAD.pack(ask, len(body)) + body


def pack_number(ask: Ask, number: int) -> bytes:
    return pack(ask, _NUMBER.pack(number))


def main(arguments: Sequence[str]) -> int:
    """Load a model, tell of it, and hear until the other end goes away."""
    # Whatever the library prints must not get between the lines.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    began = time.monotonic()
    try:
        model = Model(arguments[0])
        hearing = _Hearing(model, out)
    except VoskError as error:
        _tell(out, {"failed": str(error)})
        return 1
    languages = [tag for tag, words in PROBES.items() if all(map(model.knows, words))]
    loaded = {"ready": True, "languages": languages, "seconds": time.monotonic() - began}
    with contextlib.suppress(BrokenPipeError):
        _tell(out, loaded)
        while (head := sys.stdin.buffer.read(_HEAD.size)) and len(head) == _HEAD.size:
            kind, length = _HEAD.unpack(head)
            hearing.take(Ask(kind), sys.stdin.buffer.read(length))
    # Taking a model apart takes a while, and the system does it better.
    out.flush()
    os._exit(0)


def _tell(out: BinaryIO, told: dict[str, Any]) -> None:
    data = memoryview(json.dumps(told).encode() + b"\n")
    while data:
        data = data[out.write(data) or 0 :]


class _Hearing:
    """Hears with a model, on one thread."""

    def __init__(self, model: Model, out: BinaryIO) -> None:
        self._model = model
        self._out = out
        # At least one phrase, else it would hear everything.
        self._listener = model.listener([model.unknown], WAYS)
        self._meant: dict[str, str] = {}
        self._waiting: list[str] | None = None
        self._is_midway = False

    def take(self, ask: Ask, body: bytes) -> None:
        match ask:
            case Ask.PHRASES:
                self._use(json.loads(body))
            case Ask.BEGIN:
                self._begin()
            case Ask.SOUND:
                if self._is_midway:
                    self._listener.push(body)
            case Ask.FINISH:
                self._finish(_NUMBER.unpack(body)[0])

    def _use(self, asked: dict[str, list[str]]) -> None:
        cuts = {phrase: cut(phrase, self._model.knows) for phrase in asked["phrases"]}
        self._meant = {" ".join(words): phrase for phrase, words in cuts.items() if words}
        self._waiting = [*self._meant, self._model.unknown]
        if not self._is_midway:
            self._take_waiting()
        strange = [name for name in asked["names"] if not cut(name, self._model.knows)]
        _tell(self._out, {"phrases": len(self._meant), "strange": strange})

    def _take_waiting(self) -> None:
        if self._waiting is not None:
            self._listener.use(self._waiting)
            self._waiting = None

    def _begin(self) -> None:
        self._take_waiting()
        self._listener.begin()
        self._is_midway = True

    def _finish(self, number: int) -> None:
        ways = self._listener.finish() if self._is_midway else []
        self._is_midway = False
        _tell(self._out, {"finished": number, "words": self._known(ways)})

    def _known(self, ways: Sequence[str]) -> list[str]:
        """What was heard as it is written, without what is no word at all."""
        heard = [way for way in ways if self._model.unknown not in way.split()]
        return list(dict.fromkeys(self._meant.get(way, way) for way in heard if way))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
