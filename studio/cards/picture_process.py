"""The process in which pictures that anybody may have made are decoded.

Decoders crash and hang on files that were made for it, and the show must not notice.
"""

import logging
import multiprocessing
import os
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TypeAlias

from PySide6.QtGui import QImage

from studio.cards.decoding import decode

log = logging.getLogger(__name__)

TIMEOUT_S = 8.0
"""Seconds after which a picture counts as one that never ends; the largest takes two."""

START_S = 20.0
"""Seconds that the process is given to begin, on a machine that is busy."""

_IDLE_S = 60.0
"""After which nobody is expected to ask any more, and the process ends by itself."""

_MOST_MEMORY = 3 * 2**30
"""Bytes of address space that it may take, where the system can say so."""

Wish: TypeAlias = tuple[str, int, int]
Answer: TypeAlias = tuple[int, int, bytes] | str


class PictureProcess:
    """Decodes one picture at a time in a process beside; any thread.

    Args:
        timeout_s: See `TIMEOUT_S`.
    """

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None

    def read(self, path: str, width: int, height: int) -> QImage | str:
        """As `decode` does; takes half a second more when the process has to be started."""
        with self._lock:
            answer = self._ask((path, width, height))
        if isinstance(answer, str):
            return answer
        wide, high, pixels = answer
        shown = QImage(pixels, wide, high, 4 * wide, QImage.Format.Format_ARGB32_Premultiplied)
        return shown.copy()

    def close(self) -> None:
        """End the process, if there is one; the next picture starts another."""
        with self._lock:
            self._end()

    def _ask(self, wish: Wish) -> Answer:
        for _ in range(2):
            line = self._line or self._open()
            if line is None:
                return "the process for pictures does not start"
            try:
                line.send(wish)
            except OSError:  # it ended by itself, as it does when idle
                self._end()
                continue
            return self._answer(line)
        return "the process for pictures ends at once"

    def _answer(self, line: Connection) -> Answer:
        try:
            if line.poll(self._timeout_s):
                return line.recv()
        except (EOFError, OSError):
            self._end()
            return "it ended the process that decodes pictures"
        self._end()
        return f"it was not decoded within {self._timeout_s:.0f} seconds"

    def _open(self) -> Connection | None:
        # Not forked: a copy of a process with threads and windows may hang by itself.
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), name="pictures", daemon=True)
        self._process.start()
        theirs.close()
        with suppress(EOFError, OSError):
            if self._line.poll(START_S) and self._line.recv() == "ready":
                return self._line
        self._end()
        return None

    def _end(self) -> None:
        if self._process is not None and self._line is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._line.close()
        self._process = self._line = None


def _work(line: Connection) -> None:
    """Decode what is sent, in the process beside, until it is ended or nobody asks."""
    # Decoders write to the terminal what nobody asked for.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _limit_memory()
    with suppress(EOFError, OSError):
        line.send("ready")
        while line.poll(_IDLE_S):
            decoded = decode(*line.recv())
            line.send(decoded if isinstance(decoded, str) else _packed(decoded))


def _packed(image: QImage) -> Answer:
    return image.width(), image.height(), bytes(image.constBits())


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, hard))
