"""Sources in, two buses out: what viewers hear, and what the streamer hears."""

from dataclasses import dataclass

import numpy as np

from studio.audio.limiter import Limiter
from studio.audio.tape import FADE, Samples, rise
from studio.model.media import CHANNELS
from studio.model.scene import SoundSource

ABSURD = 64.0
"""Full scale and 36 dB: no sound but a broken file holds more."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """What came of one block.

    Attributes:
        program: What viewers hear, `limiter.LOOKAHEAD` frames behind the sources.
        monitor: What the streamer hears, as late.
    """

    program: Samples
    monitor: Samples


class Fader:
    """One source's volume on one bus; a change takes 10 ms, so that it does not click."""

    def __init__(self, gain: float) -> None:
        self._gain = gain

    @property
    def is_closed(self) -> bool:
        return self._gain == 0.0

    def add(self, block: Samples, gain: float, bus: Samples) -> None:
        """Add a block to a bus, at a volume as a factor."""
        before, self._gain = self._gain, gain
        if before == gain:
            if gain:
                bus += block * np.float32(gain) if gain != 1.0 else block
            return
        head = np.float32(before) + np.float32(gain - before) * rise()
        bus[:FADE] += block[:FADE] * head
        bus[FADE:] += block[FADE:] * np.float32(gain)


class Strip:
    """One source on both buses.

    Muting takes a source from the program only: its monitor stays, so that a streamer can listen to
    what viewers do not hear yet.
    """

    def __init__(self, source: SoundSource) -> None:
        self.source = source
        self.is_leaving = False
        """Fade out and have done."""
        self._program = Fader(self._program_gain)
        self._monitor = Fader(self._monitor_gain)

    @property
    def is_gone(self) -> bool:
        return self.is_leaving and self._program.is_closed and self._monitor.is_closed

    @property
    def gain(self) -> float:
        """The source's volume as a factor."""
        return 10 ** (self.source.gain_db / 20)

    def add(self, block: Samples, program: Samples, monitor: Samples) -> None:
        self._program.add(block, self._program_gain, program)
        self._monitor.add(block, self._monitor_gain, monitor)

    @property
    def _program_gain(self) -> float:
        return 0.0 if self.is_leaving or self.source.is_muted else self.gain

    @property
    def _monitor_gain(self) -> float:
        return self.gain if self.source.is_monitored and not self.is_leaving else 0.0


class Mixer:
    """Sums strips onto the buses and keeps each under its ceiling; one thread."""

    def __init__(self) -> None:
        self._program = Limiter()
        self._monitor = Limiter()

    def mix(self, blocks: list[tuple[Strip, Samples]], count: int) -> Mixed:
        """Mix a block of `count` frames of each source."""
        program: Samples = np.zeros((count, CHANNELS), np.float32)
        monitor: Samples = np.zeros((count, CHANNELS), np.float32)
        for strip, block in blocks:
            strip.add(block, program, monitor)
        return Mixed(self._program.process(program), self._monitor.process(monitor))


def made_sane(block: Samples) -> Samples:
    """Give a block that cannot poison a bus: broken files hold NaN and absurd numbers."""
    return np.clip(np.nan_to_num(block), -ABSURD, ABSURD)
