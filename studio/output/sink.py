"""An output: a thread of its own, a backlog of its own, and nothing that another could feel."""

import logging
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from studio.model.errors import OutputError, StudioError
from studio.model.events import OutputLost, OutputOverflowed
from studio.model.message import Name, say
from studio.output.backlog import Backlog
from studio.output.packets import Packet
from studio.threads import Post, Worker

log = logging.getLogger(__name__)

# A slow output loses something again and again; the user hears of it no oftener than this.
_TELL_LOSSES_S = 5.0


class SinkState(StrEnum):
    """How an output is doing."""

    CONNECTING = "connecting"
    ON = "on"
    LOST = "lost"
    """It will be tried again."""
    FAILED = "failed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SinkStats:
    """What an output did so far.

    Attributes:
        packets: Sent or written.
        bytes: Of the packets, without what the container adds.
        seconds: Length of it, over all connections or files.
        pictures_dropped: Pictures lost because the output was too slow.
        reconnects: How often a lost destination came back.
    """

    state: SinkState
    packets: int
    bytes: int
    seconds: float
    pictures_dropped: int
    reconnects: int


class Sink(Worker):
    """One output of the encoder.

    Lifetime: make it, `start` it, give it to `Encoder.add`; at the end `Encoder.remove` (or stop
    the encoder first, so that the last packets arrive), then `stop`. When it ends by itself it has
    posted `OutputLost` with `will_retry=False`, and takes nothing any more.

    Attributes:
        id: In events.
        name: What the user calls it, in events and sentences.
        state: How it is doing; any thread may read it.

    Args:
        limit_s: Seconds that may wait before something is left out.
    """

    is_recording = False

    def __init__(self, id: str, name: str, post: Post, *, limit_s: float) -> None:
        super().__init__(name, post)
        self.id = id
        self.state = SinkState.CONNECTING
        self._backlog = Backlog(limit_s)
        self._ask_keyframe: Callable[[], None] = _nobody
        self._packets = 0
        self._bytes = 0
        self._reconnects = 0
        self._lost_s = 0.0
        self._losses_told_at = float("-inf")

    # ---------------------------------------------------------------------- any thread

    def joined(self, ask_keyframe: Callable[[], None]) -> None:
        self._ask_keyframe = ask_keyframe

    def take(self, packet: Packet) -> None:
        self._backlog.put(packet)

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        self._backlog.wake()

    def stats(self) -> SinkStats:
        return SinkStats(
            self.state,
            self._packets,
            self._bytes,
            self._seconds(),
            self._backlog.pictures_lost,
            self._reconnects,
        )

    @abstractmethod
    def _seconds(self) -> float: ...

    # ---------------------------------------------------------------------- the sink's thread

    def _note_end(self) -> bool:
        """Take note of the end; whether it is still to be told: what failed was told as lost."""
        if self.has_failed or self.state is SinkState.FAILED:
            return False
        self.state = SinkState.ENDED
        return True

    def failed(self, error: StudioError | None) -> None:
        self.state = SinkState.FAILED
        self._backlog.shut()
        told = error if isinstance(error, OutputError) else _broken(self.name)
        self._tell_lost(told, will_retry=False)

    @contextmanager
    def _giving_up(self) -> Iterator[None]:
        """What fails in here for good is told, and the thread ends."""
        try:
            yield
        except OutputError as error:
            log.info("output %s ended: %s", self.id, error.problem.id)
            self.state = SinkState.FAILED
            self._backlog.shut()
            self.ask_to_stop()
            self._tell_lost(error, will_retry=False)

    def _tell_lost(self, error: OutputError, *, will_retry: bool) -> None:
        self.post(OutputLost(self.id, self.name, self.is_recording, will_retry, error))

    def _count(self, packet: Packet) -> None:
        self._packets += 1
        self._bytes += len(packet.data)

    def _tell_losses(self) -> None:
        self._lost_s += self._backlog.take_lost_s()
        now = time.monotonic()
        if self._lost_s and now - self._losses_told_at >= _TELL_LOSSES_S:
            self.post(OutputOverflowed(self.id, self.name, self.is_recording, self._lost_s))
            self._lost_s, self._losses_told_at = 0.0, now


def _broken(name: str) -> OutputError:
    return OutputError(
        say("{output} ended by a mistake of the studio; the rest goes on.", output=Name(name)),
        say("Begin it again; the log in the studio's folder has the details."),
    )


def _nobody() -> None:
    """No encoder to ask yet."""
