"""The way into the encoder: few pictures, little sound, in the order they came."""

import queue
import threading
from dataclasses import dataclass

from studio.model.media import RATE, AudioBlock, Canvas

PICTURES = 6
"""Pictures that may wait: a fifth of a second, which a busy machine may be away at times."""

SOUND_S = 2.0
"""Seconds of sound that may wait."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A program picture on its way to the encoder.

    Attributes:
        canvas: The picture.
        index: Its tick.
        put_at: When it was put, in seconds of `time.monotonic`.
    """

    canvas: Canvas
    index: int
    put_at: float


class Intake:
    """A bounded queue of pictures and sound. Any thread; nothing but `take` waits."""

    def __init__(self) -> None:
        # None wakes who waits when the intake closes.
        self._waiting: queue.SimpleQueue[Shot | AudioBlock | None] = queue.SimpleQueue()
        self._pictures = 0
        self._samples = 0
        self._newest = -1
        self._is_closed = False
        self._counting = threading.Lock()

    def put_picture(self, shot: Shot) -> bool:
        """Take a picture; False when there is no room, or it is not newer than the last."""
        with self._counting:
            if self._is_closed or self._pictures >= PICTURES or shot.index <= self._newest:
                return False
            self._pictures += 1
            self._newest = shot.index
            self._waiting.put(shot)
            return True

    def put_sound(self, block: AudioBlock) -> bool:
        """Take a block; False when there is no room."""
        with self._counting:
            if self._is_closed or self._samples > SOUND_S * RATE:
                return False
            self._samples += len(block.samples)
            self._waiting.put(block)
            return True

    def take(self, timeout: float) -> Shot | AudioBlock | None:
        """Give the oldest; None when nothing came within `timeout` seconds."""
        try:
            job = self._waiting.get(timeout > 0, timeout or None)
        except queue.Empty:
            return None
        with self._counting:
            if isinstance(job, Shot):
                self._pictures -= 1
            elif job:
                self._samples -= len(job.samples)
        return job

    def close(self) -> None:
        """Take no more; what is waiting can still be had."""
        with self._counting:
            if not self._is_closed:
                self._is_closed = True
                self._waiting.put(None)
