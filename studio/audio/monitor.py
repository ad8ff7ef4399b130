"""What the streamer hears: the monitor bus on one pair of headphones, and nowhere else."""

from collections import deque

import numpy as np
import soxr
from numpy.typing import NDArray

from studio.audio import faults, wire
from studio.audio.lines import DeviceKeeper
from studio.audio.tape import Samples, fall, rise
from studio.model.errors import SoundError
from studio.model.media import CHANNELS, RATE, AudioBlock
from studio.threads import Post

MONITOR = "monitor"
"""Stands for a source's id in the events about the headphones."""

_QUEUE = 50
_STOCK = RATE // 25
"""Frames kept in hand, 40 ms: what the desk may be late."""
_MOST = RATE // 4
_SPARE = 1.01
_STIFFNESS = 0.05 / RATE
"""Stretch per frame of the stock too many: cards' quartzes differ by less than 0.1 %."""
_DRIFT = 0.001
_SMOOTHING = 0.02


class Headphones(DeviceKeeper):
    """Plays blocks on one device; when that is gone nothing is played until it is back.

    There is no fallback: what is private must not come out of loudspeakers. The device's process
    says how much it wants and gets just that, so the clock is the card's own; a servo on the stock
    in hand makes up for its drift.

    Args:
        device: The device's name; never empty, for the default may be anything.
        post: Takes `SourceLost` and `SourceBack` of the source `MONITOR`.
    """

    def __init__(self, device: str, post: Post) -> None:
        super().__init__("play", device, MONITOR, device, post)
        self._queue: deque[AudioBlock] = deque(maxlen=_QUEUE)
        self._feed: _Feed | None = None

    def offer(self, block: AudioBlock) -> None:
        """Give the next block; never blocks, the desk's thread."""
        self._queue.append(block)

    def on_opened(self, opened: wire.Opened) -> None:
        self._queue.clear()
        self._feed = _Feed(opened.rate, opened.channels)
        self.tell_works()

    def on_message(self, message: wire.Message) -> None:
        if not isinstance(message, wire.Want) or self._feed is None:
            return
        self.tell_works()
        while self._queue:
            self._feed.put(self._queue.popleft().samples)
        self.write(self._feed.take(message.frames).tobytes())

    def error_of(self, failed: wire.Failed) -> SoundError:
        return faults.of_headphones(failed, self.device)


class _Feed:
    """The timeline's blocks in, the card's frames out."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
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
        self._resampler.set_io_ratio(RATE / (1.0 + stretch), self._rate, RATE // 50)

    def _on_channels(self, stereo: Samples) -> NDArray[np.float32]:
        if self._channels == CHANNELS:
            return stereo
        if self._channels == 1:
            return stereo.mean(axis=1, keepdims=True)
        out = np.zeros((len(stereo), self._channels), np.float32)
        out[:, :CHANNELS] = stereo
        return out
