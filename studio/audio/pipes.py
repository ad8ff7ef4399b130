"""Writing to a process that may not read just now."""

import contextlib
import queue
import threading
from typing import IO


class PatientWriter:
    """Writes to a pipe on a thread of its own, in order, so that nobody waits who has to go on.

    A process that ended is noticed by whoever reads from it; what is written to it is dropped.

    Args:
        pipe: To the process; closed by `close`.
    """

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._write, name="pipe", daemon=True).start()

    def write(self, data: bytes) -> None:
        """Any thread; returns at once."""
        self._waiting.put(data)

    def close(self) -> None:
        self._waiting.put(None)

    def _write(self) -> None:
        is_open = True
        while (data := self._waiting.get()) is not None:
            if is_open:
                try:
                    self._pipe.write(data)
                    self._pipe.flush()
                except (OSError, ValueError):
                    is_open = False
        with contextlib.suppress(OSError):
            self._pipe.close()
