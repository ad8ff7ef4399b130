"""The one encoder: program pictures and sound become packets, once, for every output."""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from studio.model.errors import OutputError
from studio.model.events import EncoderFailed, Part, PicturesDropped, WorkerFailed
from studio.model.media import RATE, AudioBlock, Canvas
from studio.model.message import say
from studio.output.codecs import EncoderSettings
from studio.output.compressor import CODEC_ERRORS, Compressor
from studio.output.holding import Holding
from studio.output.intake import Intake, Shot
from studio.output.packets import Packet
from studio.threads import Post, Worker

__all__ = ["Encoder", "EncoderSettings", "EncoderStats", "PacketTaker"]

log = logging.getLogger(__name__)

_MOST_KEYFRAMES = 100
"""So many outputs that begin at a moment to come are kept in mind, the newest."""


class PacketTaker(Protocol):
    """What an output is to the encoder."""

    def joined(self, ask_keyframe: Callable[[], None]) -> None:
        """The encoder sends from now on. `ask_keyframe` may be called on any thread."""
        ...

    def take(self, packet: Packet) -> None:
        """Take a packet on the encoder's thread, without waiting."""
        ...


@dataclass(frozen=True, slots=True)
class EncoderStats:
    """What the encoder did so far.

    Attributes:
        encoder: FFmpeg's name of the picture encoder in use.
        kbps: The picture's data rate asked for, in kilobits per second.
        encoded: Pictures.
        dropped: Pictures there was no time for.
        sound_lost_s: Seconds of sound there was no time for; silence stands in their place.
        silence_s: Seconds of silence put in where sound was missing.
        latency_ms: Milliseconds from `put_picture` to the packet, by percentile: 50, 95, 99, 100.
    """

    encoder: str
    kbps: int
    encoded: int
    dropped: int
    sound_lost_s: float
    silence_s: float
    latency_ms: dict[int, float]


class Latencies:
    """Counts durations in steps of half a millisecond, up to two seconds: memory stays flat."""

    _STEP_S = 0.0005
    _STEPS = 4000

    def __init__(self) -> None:
        self._counts = [0] * (self._STEPS + 1)

    def add(self, seconds: float) -> None:
        self._counts[min(self._STEPS, int(seconds / self._STEP_S))] += 1

    def percentile_ms(self, percent: float) -> float:
        """Milliseconds that `percent` of all durations stay below; 0 when there are none."""
        counts = self._counts.copy()
        wanted = sum(counts) * percent / 100
        passed = 0
        for step, count in enumerate(counts):
            passed += count
            if count and passed >= wanted:
                return (step + 1) * self._STEP_S * 1000
        return 0.0


class Encoder(Worker):
    """Compresses the program on its own thread and hands the packets to every output.

    `start`, then `wait_ready`; `stop` compresses what is waiting, flushes, and hands out the last
    packets before it returns. The outputs are not the encoder's: whoever added them stops them.

    A graphics card's encoder that fails is replaced by the processor's, also while on air: a
    `WorkerFailed` with the encoder's name tells it, the recording goes on in a second file and
    streams connect anew, because the packets' headers are others. When the processor's fails too,
    `EncoderFailed` is posted and the encoder ends.

    Args:
        settings: What to make.
        post: Takes events, from any thread.
        release: Takes back each canvas that `put_picture` took, once nobody reads it any more; on
            the encoder's thread.
        delay_s: How long pictures are held before the outputs get them; whoever gives the sound
            gives it so late.
    """

    def __init__(
        self,
        settings: EncoderSettings,
        post: Post,
        *,
        release: Callable[[Canvas], None],
        delay_s: float = 0.0,
    ) -> None:
        super().__init__(Part.ENCODER, post)
        self.settings = settings
        self._release = release
        self._intake = Intake()
        self._holding = Holding(delay_s)
        self._wants_drop = threading.Event()
        self._outputs: tuple[PacketTaker, ...] = ()
        self._outputs_change = threading.Lock()
        self._wants_keyframe = threading.Event()
        self._keyframes_at: deque[int] = deque(maxlen=_MOST_KEYFRAMES)
        self._ready = threading.Event()
        self._failure: OutputError | None = None
        self._compressor: Compressor | None = None
        self._in_hand: dict[int, Shot] = {}
        self._encoded = 0
        self._dropped = 0
        self._told = 0
        self._told_at = 0.0
        self._sound_lost = 0
        self._latencies = Latencies()

    # ---------------------------------------------------------------------- any thread

    def wait_ready(self, timeout: float = 10.0) -> None:
        """Wait until the codecs are open.

        Raises:
            OutputError: They cannot be opened, or were not within `timeout` seconds.
        """
        if not self._ready.wait(timeout):
            raise OutputError(
                say("The encoder did not start."),
                say("Choose the processor as picture encoder in the settings."),
            )
        if self._failure is not None:
            raise self._failure

    def put_picture(self, canvas: Canvas, index: int) -> bool:
        """Take a picture for tick `index`, which must grow; never waits.

        Returns:
            False when it was dropped; the canvas then stays with the caller. Otherwise it belongs
            to the encoder until it is released.

        Raises:
            ValueError: The canvas has another size than the settings.
        """
        if canvas.size != self.settings.size:
            raise ValueError(f"a canvas of {self.settings.size} is wanted, not {canvas.size}")
        if self._intake.put_picture(Shot(canvas, index, time.monotonic())):
            return True
        self._dropped += not self.is_stopping
        return False

    def put_sound(self, block: AudioBlock) -> bool:
        """Take a block of the program bus; never waits. False when there was no room."""
        if self._intake.put_sound(block):
            return True
        self._sound_lost += len(block.samples)
        return False

    def add(self, output: PacketTaker, begins_at: float = -math.inf) -> None:
        """Send to one more output, beginning with a keyframe made for it at once.

        Args:
            output: What gets the packets.
            begins_at: The moment before which it leaves out everything, in seconds of the
                timeline. Pictures of before may be on their way: the first one of after is a
                keyframe too, or it would wait for the next one.
        """
        if begins_at > 0.0:
            self._keyframes_at.append(math.ceil(begins_at * self.settings.rate))
        output.joined(self.force_keyframe)
        with self._outputs_change:
            self._outputs = (*self._outputs, output)
        self.force_keyframe()

    def remove(self, output: PacketTaker) -> None:
        """Send no more to an output; it is not stopped."""
        with self._outputs_change:
            self._outputs = tuple(o for o in self._outputs if o is not output)

    def force_keyframe(self) -> None:
        """Make the next picture one that needs none before it."""
        self._wants_keyframe.set()

    def drop_held(self) -> None:
        """Leave out the pictures that the outputs did not get yet; viewers see the last one."""
        self._wants_drop.set()
        self.force_keyframe()

    def stats(self) -> EncoderStats:
        compressor = self._compressor
        return EncoderStats(
            encoder=compressor.encoder if compressor else self.settings.encoder,
            kbps=self.settings.picture_kbps,
            encoded=self._encoded,
            dropped=self._dropped,
            sound_lost_s=self._sound_lost / RATE,
            silence_s=compressor.filled / RATE if compressor else 0.0,
            latency_ms={p: self._latencies.percentile_ms(p) for p in (50, 95, 99, 100)},
        )

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        self._intake.close()

    # ---------------------------------------------------------------------- encoder's thread

    def open(self) -> None:
        try:
            self._compressor = Compressor(self.settings, self._tell_exchange)
        except CODEC_ERRORS as error:
            # Whoever waits for the encoder tells it.
            log.warning("the encoder cannot be opened: %s", error)
            self._failure = _cannot_compress()
            self.ask_to_stop()
        self._ready.set()

    def step(self) -> None:
        job = self._intake.take(0.2)
        if self._wants_drop.is_set():
            self._wants_drop.clear()
            self._holding.drop()
        self._compress(job)
        self._hand_on(self._holding.due(time.monotonic()))
        self._tell_drops(at_most_every=1.0)

    def close(self) -> None:
        self._intake.close()  # it may be a bug that ended the thread
        while (job := self._intake.take(0)) is not None:
            self._compress(job)
        self._flush()
        self._hand_on(self._holding.due(math.inf))
        for shot in self._in_hand.values():
            self._release(shot.canvas)
        self._in_hand.clear()
        self._tell_drops()

    def _compress(self, job: Shot | AudioBlock | None) -> None:
        if isinstance(job, Shot):
            self._in_hand[job.index] = job
        compressor = self._compressor
        if compressor is None or job is None:
            return
        try:
            if isinstance(job, Shot):
                packets = self._picture(compressor, job)
            else:
                packets = compressor.sound(job)
        except CODEC_ERRORS as error:
            self._fail(error)
        else:
            self._hand_out(packets)

    def _picture(self, compressor: Compressor, shot: Shot) -> list[Packet]:
        # Cleared before the picture is made: a wish that comes meanwhile gets the next one.
        is_keyframe = self._wants_keyframe.is_set()
        self._wants_keyframe.clear()
        for _ in range(len(self._keyframes_at)):
            if (index := self._keyframes_at.popleft()) <= shot.index:
                is_keyframe = True
            else:
                self._keyframes_at.append(index)
        return compressor.picture(shot.canvas, shot.index, is_keyframe=is_keyframe)

    def _flush(self) -> None:
        if self._compressor is None:
            return
        try:
            pictures, sounds = self._compressor.flush()
        except CODEC_ERRORS as error:
            log.warning("the last packets were lost: %s", error)
            return
        self._hand_out([*pictures, *sounds])

    def _hand_out(self, packets: list[Packet]) -> None:
        now = time.monotonic()
        for packet in packets:
            if packet.is_picture:
                self._holding.put(packet, now)
                self._encoded += 1
                self._give_back(packet.pts, now)
                self._hand_on(self._holding.due(now))
            else:
                self._hand_on([self._holding.beside(packet)])

    def _hand_on(self, packets: list[Packet]) -> None:
        for packet in packets:
            for output in self._outputs:
                output.take(packet)

    def _give_back(self, index: int, now: float) -> None:
        # An encoder on a graphics card may read its pictures until their packets come out, and
        # may leave one out: everything up to this packet is done with.
        for done in [i for i in self._in_hand if i <= index]:
            shot = self._in_hand.pop(done)
            self._latencies.add(now - shot.put_at)
            self._release(shot.canvas)

    # ---------------------------------------------------------------------- failures

    def _tell_exchange(self, encoder: str, error: Exception) -> None:
        log.warning("encoder %s failed: %s", encoder, error)
        self.post(
            WorkerFailed(
                encoder,
                OutputError(
                    say("The graphics card's encoder failed, and the processor took over."),
                    say("The show goes on; the settings let you choose the processor for good."),
                ),
            )
        )

    def _fail(self, error: Exception) -> None:
        log.error("the encoder failed: %s", error)
        self._compressor = None
        self._failure = _cannot_compress()
        self._holding.drop()  # their sound will never be compressed
        self.post(EncoderFailed(self._failure))
        self.ask_to_stop()

    def _tell_drops(self, at_most_every: float = 0.0) -> None:
        now, dropped = time.monotonic(), self._dropped
        if dropped > self._told and now - self._told_at >= at_most_every:
            self.post(PicturesDropped(dropped - self._told))
            self._told, self._told_at = dropped, now


def _cannot_compress() -> OutputError:
    return OutputError(
        say("The picture and sound cannot be compressed any more."),
        say("Begin the stream again; if it fails again, choose a smaller picture size."),
    )
