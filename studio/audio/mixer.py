"""Sources in, two buses out: what viewers hear, and what the streamer hears."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from studio.audio.gate import Gate
from studio.audio.limiter import Limiter
from studio.audio.tape import FADE, Samples, rise
from studio.model.media import CHANNELS
from studio.model.scene import SoundSource

ABSURD = 64.0
"""Full scale and 36 dB: no sound but a broken file holds more."""


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """What a microphone adds to the program bus.

    Attributes:
        samples: Shape (frames, 2), after mute and gain.
        captured_at: When its first frame was captured, in seconds of `time.monotonic`.
        is_own: Commands are spoken into it.
    """

    samples: Samples
    captured_at: float
    is_own: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """The program bus before it is limited; the microphones can still be taken out of it.

    Attributes:
        rest: All that is no microphone, shape (frames, 2).
        voices: The microphones.
    """

    rest: Samples
    voices: tuple[Voice, ...] = ()

    @property
    def own(self) -> Voice | None:
        """The microphone that commands are spoken into."""
        return next((voice for voice in self.voices if voice.is_own), None)

    def summed(self, gate: Gate) -> Samples:
        """The bus, without the microphones while the gate is shut."""
        bus = self.rest
        for voice in self.voices:
            bus = bus + gate.passed(voice.samples, voice.captured_at)
        return bus


@dataclass(frozen=True, slots=True, eq=False)
class Mixed:
    """What came of one block.

    Attributes:
        program: What viewers hear, `limiter.LOOKAHEAD` frames behind the sources.
        monitor: What the streamer hears, as late.
        mixture: What the program was made of; not late.
    """

    program: Samples
    monitor: Samples
    mixture: Mixture


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


class Playing(NamedTuple):
    """A block of one source.

    Attributes:
        captured_at: When its first frame was captured, if by a microphone, in seconds of
            `time.monotonic`.
        is_own: Commands are spoken into it.
    """

    strip: Strip
    block: Samples
    captured_at: float | None = None
    is_own: bool = False


class Mixer:
    """Sums strips onto the buses and keeps each under its ceiling; one thread.

    Args:
        gate: When microphones are not heard in the program.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._program = Limiter()
        self._monitor = Limiter()

    def mix(self, sources: Sequence[Playing], count: int) -> Mixed:
        """Mix a block of `count` frames of each source."""
        rest, monitor = _silence(count), _silence(count)
        voices: list[Voice] = []
        for strip, block, captured_at, is_own in sources:
            if captured_at is None:
                strip.add(block, rest, monitor)
            else:
                voice = Voice(_silence(count), captured_at, is_own)
                strip.add(block, voice.samples, monitor)
                voices.append(voice)
        mixture = Mixture(rest, tuple(voices))
        program = self._program.process(mixture.summed(self._gate))
        return Mixed(program, self._monitor.process(monitor), mixture)


def _silence(count: int) -> Samples:
    return np.zeros((count, CHANNELS), np.float32)


def made_sane(block: Samples) -> Samples:
    """Give a block that cannot poison a bus: broken files hold NaN and absurd numbers."""
    return np.clip(np.nan_to_num(block), -ABSURD, ABSURD)
