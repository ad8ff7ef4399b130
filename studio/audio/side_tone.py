"""The streamer's own microphone in the ear, without the way through the studio.

The show is mixed a sixth of a second behind, which nobody can talk against. So the headphones'
process listens to the microphone itself; what it hears goes nowhere else.
"""

import contextlib
import threading
from collections import deque

import numpy as np
import soxr

from studio.audio import devices
from studio.audio.speech_line import Mono
from studio.audio.wire import DeviceError

_MOST_S = 0.04
"""More than this is never in hand: it would be heard as an echo."""
_AGAIN_S = 1.0


class SideTone:
    """Keeps a microphone open while it is to be heard; the device's thread takes its sound.

    Args:
        rate: Samples per second that are taken.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._wish: str | None = None
        self._changed = threading.Event()
        self._pieces: deque[Mono] = deque()
        self._lock = threading.Lock()
        self._is_kept = False

    def listen_to(self, microphone: str | None) -> None:
        """Hear this microphone from now on, None for none; any thread, returns at once."""
        if microphone == self._wish:
            return
        self._wish = microphone
        self._changed.set()
        if not self._is_kept:
            self._is_kept = True
            threading.Thread(target=self._keep, name="side tone", daemon=True).start()

    def take(self, frames: int) -> Mono | None:
        """So many frames, silence behind the last; None where there are none."""
        if not self._pieces:
            return None
        heard = np.zeros(frames, np.float32)
        filled = 0
        with self._lock:
            while filled < frames and self._pieces:
                piece = self._pieces[0]
                part = piece[: frames - filled]
                heard[filled : filled + len(part)] = part
                filled += len(part)
                if len(part) == len(piece):
                    self._pieces.popleft()
                else:
                    self._pieces[0] = piece[len(part) :]
        return heard

    def _keep(self) -> None:
        while True:
            self._changed.clear()
            if (microphone := self._wish) is None:
                self._changed.wait()
                continue
            # That a microphone is away is told by the process that records it.
            with contextlib.suppress(DeviceError):
                self._hear(microphone)
            self._changed.wait(_AGAIN_S)

    def _hear(self, microphone: str) -> None:
        """Hear it until another is wished for, or it goes away."""
        ready = threading.Event()
        shape: list[_Shape] = []

        def take(pcm: bytes, _captured_at: float) -> None:
            if ready.is_set():
                self._put(shape[0].mono(pcm))

        stream = devices.open_input(microphone, take, is_prompt=True)
        shape.append(_Shape(stream.opened.rate, stream.opened.channels, self._rate))
        ready.set()
        try:
            while not self._changed.wait(0.2) and stream.is_running:
                pass
        finally:
            stream.close()
            with self._lock:
                self._pieces.clear()

    def _put(self, piece: Mono) -> None:
        most = round(self._rate * _MOST_S)
        with self._lock:
            self._pieces.append(piece)
            while len(self._pieces) > 1 and sum(map(len, self._pieces)) > most:
                self._pieces.popleft()


class _Shape:
    """Brings what a microphone gives to one channel at the ear's rate."""

    def __init__(self, rate: int, channels: int, to_rate: int) -> None:
        self._channels = channels
        self._resampler = (
            soxr.ResampleStream(rate, to_rate, 1, "float32", quality="LQ")
            if rate != to_rate
            else None
        )

    def mono(self, pcm: bytes) -> Mono:
        mixed = np.frombuffer(pcm, np.float32).reshape(-1, self._channels).mean(axis=1)
        if self._resampler is None:
            return mixed
        return self._resampler.resample_chunk(mixed)
