"""The way into the window's thread: values from any thread, handed over by a queued signal."""

import contextlib
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")


class Handover(QObject, Generic[T]):
    """Carries values from any thread to the window's.

    Values that wait are delivered together after one wake-up, so a flood of them costs the
    window no more than it can take. It is bounded: the oldest give way.

    Args:
        take: Called on the window's thread with each value.
        limit: How many may wait; 1 keeps the newest only.
    """

    _woken = Signal()

    def __init__(
        self, take: Callable[[T], None], *, limit: int = 500, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._waiting: deque[T] = deque(maxlen=limit)
        self._is_woken = False
        self._lock = threading.Lock()
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, value: T) -> None:
        """Leave a value; never waits, any thread."""
        with self._lock:
            self._waiting.append(value)
            if self._is_woken:
                return
            self._is_woken = True
        # Once the window is gone there is nobody left to take it.
        with contextlib.suppress(RuntimeError):
            self._woken.emit()

    def _deliver(self) -> None:
        with self._lock:
            values = list(self._waiting)
            self._waiting.clear()
            self._is_woken = False
        for value in values:
            self._take(value)
