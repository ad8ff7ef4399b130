"""What the streamer hears, on one pair of headphones and nowhere else: the studio's end of it."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import soxr
from numpy.typing import NDArray

from studio.audio import ear, faults, wire
from studio.audio.earcons import sound_of
from studio.audio.lines import DeviceKeeper, program_of
from studio.audio.speech_line import Mono
from studio.audio.tape import Samples, fall, rise
from studio.model.announcement import Earcon
from studio.model.errors import SoundError
from studio.model.media import CHANNELS, RATE, AudioBlock
from studio.model.state import MONITOR
from studio.model.voicing import Job, Manner, Piece, Report, What, pack_job
from studio.threads import Post

log = logging.getLogger(__name__)

_QUEUE = 50
_STOCK = RATE // 25
"""Frames kept in hand, 40 ms: what the desk may be late."""
_MOST = RATE // 4
_SPARE = 1.01
_STIFFNESS = 0.05 / RATE
"""Stretch per frame of the stock too many: cards' quartzes differ by less than 0.1 %."""
_DRIFT = 0.001
_SMOOTHING = 0.02

_HANG_S = 1.6
"""Longest silence of a process that plays: it has something to say 50 times a second."""
_LOOK_S = 0.25
_FILLS_S = 0.3
"""More than any device takes before it plays: one that is asleep takes no more."""


class Headphones(DeviceKeeper):
    """Owns one device: the monitor bus, signals and the studio's own voice, mixed there.

    There is no fallback: what is private must not come out of loudspeakers. When the device is
    gone nothing is played until it is back. Its process says how much of the monitor bus it wants
    and gets just that, so the clock is the card's own; a servo on the stock in hand makes up for
    its drift. A process that ends, or gives no sign of life, is replaced at once.

    It is a `Mouth`, from `What.OPEN` until `What.GONE`.

    Args:
        device: The device's name; never empty, for the default may be anything.
        post: Takes `SourceLost` and `SourceBack` of the source `MONITOR`.
        voice: The command line of the voice's program; without it nothing is spoken.
        report: Takes what becomes of the voice's orders, on a thread of the headphones'.
        overhear: Takes what the voice said: when, in seconds of `time.monotonic`, its sound, and
            that one's rate; on the same thread.
    """

    backoff_s = (0.0, 0.5, 1.0, 2.0, 3.0)

    def __init__(
        self,
        device: str,
        post: Post,
        voice: Sequence[str] = (),
        report: Callable[["Headphones", Report], None] = lambda _self, _report: None,
        overhear: Callable[[float, Mono, int], None] = lambda _at, _spoken, _rate: None,
    ) -> None:
        super().__init__([], device, MONITOR, device, post)
        self._voice = list(voice)
        self._choose_program(ear.SILENT)
        self._report = report
        self._overhear = overhear
        self._queue: deque[AudioBlock] = deque(maxlen=_QUEUE)
        self._feed: _Feed | None = None
        self._balance = wire.Balance()
        self._sign_at = 0.0
        self._wanted_s = 0.0

    # ------------------------------------------------------------------ any thread

    @property
    def is_open(self) -> bool:
        """Whether the device is there and plays."""
        return self._feed is not None

    def offer(self, block: AudioBlock) -> None:
        """Give the next block of the monitor bus; the desk's thread."""
        self._queue.append(block)

    def play_signal(self, samples: Samples) -> bool:
        """Have a sound heard at once, over everything; False while the device is not there.

        Args:
            samples: Shape (frames, 2), 48 kHz.
        """
        if (feed := self._feed) is None:
            return False
        self.write(wire.pack(wire.Signal(feed.shaped(samples).tobytes())))
        return True

    def set_balance(self, balance: wire.Balance) -> None:
        self._balance = balance
        self.write(wire.pack(balance))

    def speak(self, order: int, pieces: tuple[Piece, ...], manner: Manner, signal: str) -> None:
        if (feed := self._feed) is not None:
            lead_in = feed.shaped(sound_of(Earcon(signal))).tobytes() if signal else b""
            # Turned down where it is mixed, the signal keeps its loudness against the words; and
            # some engines are too faint at the low end of their own scale.
            job = pack_job(Job(order, pieces, replace(manner, volume=100)))
            # A process that has to be replaced shall speak as soon as may be.
            self._choose_program(ear.SPEAKS)
            self.write(wire.pack(wire.Speak(order, manner.volume / 100, lead_in, job)))

    def hush(self) -> None:
        self.write(wire.pack(wire.Hush()))

    def _choose_program(self, at_once: str) -> None:
        self._program = [*program_of(ear), self.device, at_once, *self._voice]

    def start(self) -> None:
        super().start()
        threading.Thread(target=self._watch, name=f"watch {self.name}", daemon=True).start()

    # ------------------------------------------------------------------ the keeper's thread

    def on_opened(self, opened: wire.Opened) -> None:
        self._queue.clear()
        self._sign_at = time.monotonic()
        self._feed = _Feed(opened.rate, opened.channels)
        self._wanted_s = 0.0
        self.set_balance(self._balance)
        self._report(self, Report(What.OPEN))

    def on_message(self, message: wire.Message) -> None:
        self._sign_at = time.monotonic()
        match message:
            case wire.Want(frames) if self._feed is not None:
                self._wanted_s += frames / self._feed.rate
                if self._wanted_s > _FILLS_S:
                    self.tell_works()
                while self._queue:
                    self._feed.put(self._queue.popleft().samples)
                self.write(wire.pack(wire.Mix(self._feed.take(frames).tobytes())))
            case wire.Told(report):
                self._report(self, report)
            case wire.Spoken(at, pcm) if self.opened is not None:
                self._overhear(at, np.frombuffer(pcm, np.float32), self.opened.rate)
            case _:
                pass

    def on_ended(self) -> None:
        if self._feed is not None:
            self._feed = None
            self._report(self, Report(What.GONE))

    def error_of(self, failed: wire.Failed) -> SoundError:
        return faults.of_headphones(failed, self.device)

    # ------------------------------------------------------------------ the watch's thread

    def _watch(self) -> None:
        """End a process that hangs; it is then started again."""
        while not self.pause(_LOOK_S):
            if self._feed is not None and time.monotonic() - self._sign_at > _HANG_S:
                log.warning("the headphones' process hangs and is replaced")
                self._sign_at = time.monotonic()
                self.kill()


class _Feed:
    """The timeline's blocks in, the card's frames out."""

    def __init__(self, rate: int, channels: int) -> None:
        self.rate = rate
        self._channels = channels
        self._resampler = soxr.ResampleStream(RATE * _SPARE, rate, CHANNELS, "float32", vr=True)
        self._resampler.set_io_ratio(RATE, rate)
        self._stock: Samples = np.zeros((0, CHANNELS), np.float32)
        self._level = float(_STOCK)
        self._is_flowing = False

    def put(self, samples: Samples) -> None:
        made = self._resampler.resample_chunk(np.ascontiguousarray(samples))
        self._stock = np.concatenate((self._stock, made))

    def take(self, frames: int) -> NDArray[np.float32]:
        """So many frames, shape (frames, channels of the card)."""
        if not self._is_flowing and len(self._stock) < _STOCK + frames:
            return np.zeros((frames, self._channels), np.float32)
        out = self._next(frames)
        self._steer()
        return self._on_channels(out)

    def shaped(self, samples: Samples) -> NDArray[np.float32]:
        """A whole sound at 48 kHz as the card takes it; any thread."""
        if self.rate != RATE:
            samples = soxr.resample(samples, RATE, self.rate)
        return self._on_channels(samples)

    def _next(self, frames: int) -> Samples:
        if len(self._stock) > _MOST:  # after a pause of the card
            self._stock = self._stock[-_STOCK:]
            self._is_flowing = False
        out, self._stock = self._stock[:frames].copy(), self._stock[frames:]
        if not self._is_flowing:
            self._is_flowing = True
            self._level = float(len(self._stock))
            out[: len(out)] *= rise(len(out))
        if (missing := frames - len(out)) > 0:
            self._is_flowing = False
            out *= fall(len(out))
            out = np.concatenate((out, np.zeros((missing, CHANNELS), np.float32)))
        return out

    def _steer(self) -> None:
        self._level += (len(self._stock) - self._level) * _SMOOTHING
        stretch = (_STOCK - self._level) * _STIFFNESS
        stretch = min(max(stretch, -_DRIFT), _DRIFT)
        self._resampler.set_io_ratio(RATE / (1.0 + stretch), self.rate, RATE // 50)

    def _on_channels(self, stereo: Samples) -> NDArray[np.float32]:
        if self._channels == CHANNELS:
            return stereo
        if self._channels == 1:
            return stereo.mean(axis=1, keepdims=True)
        out = np.zeros((len(stereo), self._channels), np.float32)
        out[:, :CHANNELS] = stereo
        return out
