"""How threads meet: a worker owns a device, an inbox carries news home."""

import logging
import math
import queue
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from studio.model.errors import StudioError
from studio.model.events import Event, WorkerFailed

log = logging.getLogger(__name__)

T = TypeVar("T")
Post = Callable[[Event], None]
"""How a worker reports: it never blocks and may be called from any thread."""


class Latest(Generic[T]):
    """Keeps the newest value; a value nobody fetched is replaced."""

    def __init__(self) -> None:
        self._value: T | None = None
        self._arrived = threading.Condition()

    def put(self, value: T) -> None:
        with self._arrived:
            self._value = value
            self._arrived.notify_all()

    def take(self, timeout: float | None = None) -> T | None:
        """The newest value, which is then gone; waits for one up to `timeout` seconds."""
        with self._arrived:
            if self._value is None and timeout:
                self._arrived.wait(timeout)
            value, self._value = self._value, None
            return value


class Inbox(Generic[T]):
    """Carries values from every thread to the one that owns the show.

    It is bounded: when the owner does not come to read, the newest are refused and counted.
    """

    def __init__(self, limit: int = 10_000) -> None:
        self._queue: queue.Queue[T] = queue.Queue(limit)

    def post(self, value: T) -> None:
        """Leave a value; never blocks, any thread."""
        try:
            self._queue.put_nowait(value)
        except queue.Full:
            log.error("inbox is full, lost %s", type(value).__name__)

    def take(self, timeout: float | None = None) -> T | None:
        """The oldest value; None when none came within `timeout` seconds."""
        try:
            return self._queue.get(timeout=timeout) if timeout else self._queue.get_nowait()
        except queue.Empty:
            return None


class Worker(ABC):
    """A thread that owns one device.

    A subclass writes `open`, `step` and `close`, all of which run on the worker's own thread; a
    step returns within a fifth of a second. Whatever fails is posted as one `WorkerFailed`, and
    the device is closed in any case.

    Attributes:
        has_failed: It ended by itself; known before `close` is called.
    """

    def __init__(self, name: str, post: Post) -> None:
        self.name = name
        self.post = post
        self.has_failed = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Begin to stop; `stop` waits for the end."""
        self._stopping.set()

    def stop(self, timeout: float = 2.0) -> None:
        """Finish the step in hand, close the device and end the thread."""
        self.ask_to_stop()
        if not self._thread.ident or self._thread is threading.current_thread():
            return
        self._thread.join(timeout)
        if self._thread.is_alive():
            log.warning("worker %s did not stop within %.1f s", self.name, timeout)

    def pause(self, seconds: float) -> bool:
        """Wait, but not past the wish to stop; True when that wish came."""
        return self._stopping.wait(seconds)

    def open(self) -> None:
        """Take hold of the device."""

    @abstractmethod
    def step(self) -> None: ...

    def close(self) -> None:
        """Let go of the device."""

    def _run(self) -> None:
        try:
            try:
                self.open()
                while not self._stopping.is_set():
                    self.step()
            except Exception:
                self.has_failed = True
                raise
            finally:
                self.close()
        except StudioError as error:
            self.failed(error)
        except Exception:  # the one place where a worker's bug is caught
            log.exception("worker %s failed", self.name)
            self.failed(None)

    def failed(self, error: StudioError | None) -> None:
        """Tell that the worker ended by itself; None for a bug, which is in the log."""
        self.post(WorkerFailed(self.name, error))


class Ticker:
    """Beats at a steady rate on the monotonic clock; late beats are skipped and counted."""

    def __init__(self, origin: float, period: float) -> None:
        self.origin = origin
        self.period = period
        # Beats that passed before there was a ticker are nobody's.
        self.index = max(-1, math.floor((time.monotonic() - origin) / period))
        self.missed = 0

    def due(self, index: int) -> float:
        """When a beat is due, in seconds of `time.monotonic`."""
        return self.origin + index * self.period

    def wait(self) -> int:
        """Sleep until the next beat and give its index."""
        following = self.index + 1
        now = time.monotonic()
        if now < self.due(following):
            time.sleep(self.due(following) - now)
        else:
            current = int((now - self.origin) / self.period)
            self.missed += max(0, current - following)
            following = max(following, current)
        self.index = following
        return following
