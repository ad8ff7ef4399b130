"""One microphone: what it captures, brought onto the timeline."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.audio import devices, faults, wire
from studio.audio.lines import DeviceKeeper, program_of
from studio.audio.placing import Placer
from studio.audio.tape import AHEAD, Tape
from studio.model.errors import SoundError
from studio.model.events import SourceOpened
from studio.model.media import RATE
from studio.model.scene import SoundSource
from studio.threads import Post

log = logging.getLogger(__name__)

_QUEUE = 100
"""Blocks of 40 ms that wait for the desk at most."""


@dataclass(frozen=True, slots=True, eq=False)
class _Captured:
    """A block as it came.

    Attributes:
        samples: Shape (frames, channels), 1 or 2 channels.
        rate: Samples per second.
        captured_at: When its first frame was taken, in seconds of `time.monotonic`.
        opening: Counts how often the device was opened.
    """

    samples: NDArray[np.float32]
    rate: int
    captured_at: float
    opening: int


class Microphone(DeviceKeeper):
    """Listens to one device, on a thread of its own that waits for its process.

    The desk's thread puts what came onto the tape, with `record`.

    Args:
        source: The address is the device's name; empty for the system's default.
        post: Takes `SourceOpened`, `SourceLost` and `SourceBack`.
        origin: Position 0 of the timeline, in seconds of `time.monotonic`.
    """

    def __init__(self, source: SoundSource, post: Post, *, origin: float) -> None:
        program = [*program_of(devices), "capture", source.address]
        super().__init__(program, source.address, source.id, source.name, post)
        self.tape = Tape()
        self.was_heard = False
        self.overhear: Callable[[NDArray[np.float32], int, float], None] | None = None
        """Takes what is captured, as one channel, its rate and when its first sample was taken;
        on the worker's thread, as soon as it is there. Any thread may set it."""
        self._is_voice = source.is_voice
        self._origin = origin
        self._blocks: deque[_Captured] = deque(maxlen=_QUEUE)
        self._opening = 0
        self._lost_blocks = 0
        self._placer: Placer | None = None
        self._placed_opening = 0

    # -------------------------------------------------------------------- on the desk's thread

    @property
    def late_s(self) -> float:
        """How long after it was captured sound lies on the tape."""
        return self._placer.late_s if self._placer is not None else 0.0

    def record(self, until: int, delay_s: float) -> None:
        """Put what was captured onto the tape.

        Args:
            until: Position that is about to be played; blocks long after it wait.
            delay_s: How much later it shall be heard.
        """
        while self._blocks:
            block = self._blocks[0]
            at = (block.captured_at - self._origin) * RATE
            if at > until + AHEAD / 2:
                return
            self._blocks.popleft()
            if self._placer is None or block.opening != self._placed_opening:
                self._placer = Placer(self.tape, block.rate, block.samples.shape[1])
                self._placed_opening = block.opening
            self._placer.push(block.samples, at, delay_s * RATE)

    # --------------------------------------------------------------------- on the worker's thread

    def on_opened(self, opened: wire.Opened) -> None:  # noqa: ARG002 - kept by the base
        self._opening += 1
        self._lost_blocks = 0

    def on_message(self, message: wire.Message) -> None:
        if not isinstance(message, wire.Block) or self.opened is None:
            return
        if len(self._blocks) == _QUEUE or message.lost > self._lost_blocks:
            log.info("%s: sound was lost", self.name)
        self._lost_blocks = message.lost
        samples = np.frombuffer(message.pcm, np.float32).reshape(-1, self.opened.channels)[:, :2]
        if self._is_voice and samples.shape[1] > 1:
            # One mouth, in the middle; interfaces often bring it on one of two channels.
            samples = samples.mean(axis=1, keepdims=True)
        captured = _Captured(samples, self.opened.rate, message.captured_at, self._opening)
        self._blocks.append(captured)
        if (overhear := self.overhear) is not None:
            overhear(samples.mean(axis=1), self.opened.rate, message.captured_at)
        if not self.tell_works() and not self.was_heard:
            details = f"{self.opened.device}, {self.opened.rate} Hz"
            self.post(SourceOpened(self.source_id, details))
        self.was_heard = True

    def error_of(self, failed: wire.Failed) -> SoundError:
        return faults.of_microphone(failed, self.title, self.device)
