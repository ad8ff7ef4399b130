"""Warns when a microphone hears what the studio says in the headphones.

See `studio.audio.leak` for how that is found.
"""

import logging
import math
import threading
import time
from collections import deque
from dataclasses import dataclass

import numpy as np
import soxr

from studio.audio.leak import EARLIEST_S, HEARD, HZ, LATEST_S, STRETCH, LeakFinder, Mono
from studio.model.events import LeakEnded, LeakHeard, Part
from studio.model.media import RATE
from studio.threads import Post, Worker

log = logging.getLogger(__name__)

_EVERY_S = 0.5
_QUEUE = 1_000
"""Blocks in hand, of all microphones: many times what comes between two looks."""
_LATE_S = 0.6
"""The desk is behind the clock, and voices wait for pictures."""
_FORGET_S = 5.0
_WHOLE = 0.98
_FAINT = 0.06
"""A stretch with less speech, beside the loudest lately, proves nothing."""
_NOTHING = 1e-4
"""Root of the mean square below which there was no speech at all."""
_FADES = 0.97
"""By this much a second the loudest is forgotten: somebody may have turned the voice down."""
_AWAY_S = 60.0
"""A leak that comes back sooner is not told anew."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A block of an open microphone."""

    source: str
    name: str
    at: float
    samples: Mono


class LeakGuard(Worker):
    """Compares open microphones with what the voice said, some seconds later, on its own thread.

    It posts `LeakHeard` when viewers hear the voice, and `LeakEnded` when they no longer do. While
    nothing is spoken it does nothing, and nothing but these events comes out of it.

    Args:
        post: Takes the events.
    """

    def __init__(self, post: Post) -> None:
        super().__init__(Part.LEAK_GUARD, post)
        self.compared_s = 0.0
        """Seconds of speech that were compared with open microphones."""
        self._heard: deque[_Heard] = deque(maxlen=_QUEUE)
        self._spoken: deque[tuple[float, Mono, int]] = deque(maxlen=_QUEUE)
        self._speech = _Tape(RATE)
        self._microphones: dict[str, _Microphone] = {}
        self._has_changed = threading.Event()
        self._loudest = 0.0
        self._is_on = True
        self._was_switched = threading.Event()

    # ------------------------------------------------------------------ any thread

    def hear(self, source: str, name: str, at: float, samples: Mono) -> None:
        """Give a block of a microphone that viewers hear, as they hear it.

        Args:
            source: Its id.
            name: What the user calls it.
            at: When its first sample was taken, in seconds of `time.monotonic`.
            samples: At 48 kHz; not changed any more.
        """
        if self._is_on:
            self._heard.append(_Heard(source, name, at, samples))

    def overhear(self, at: float, spoken: Mono, rate: int) -> None:
        """Give what the voice said, and when; otherwise as `hear`."""
        if self._is_on:
            self._spoken.append((at, spoken, rate))

    @property
    def is_on(self) -> bool:
        return self._is_on

    def switch(self, *, on: bool) -> None:
        """Listen or do not; either way what was found is forgotten, and told anew."""
        if on != self._is_on:
            self._is_on = on
            self._was_switched.set()

    def begin_anew(self) -> None:
        """Other headphones: what was found of the last ones says nothing."""
        self._has_changed.set()

    # ------------------------------------------------------------------ its own

    def step(self) -> None:
        if not self.pause(_EVERY_S):
            self.look(time.monotonic())

    def look(self, now: float) -> None:
        """Compare what is ripe for it; its own thread, twice a second.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if self._was_switched.is_set():
            self._was_switched.clear()
            self._microphones.clear()
        if self._has_changed.is_set():
            self._has_changed.clear()
            for microphone in self._microphones.values():
                microphone.finder.reset()
        self._take()
        for second in self._speech.seconds():
            if second + 1 + LATEST_S + _LATE_S < now:
                self._compare(second, now)
                self._speech.forget(second)
        for microphone in self._microphones.values():
            microphone.tape.forget(math.floor(now - _FORGET_S))

    def _take(self) -> None:
        while self._spoken:
            at, samples, rate = self._spoken.popleft()
            if rate != self._speech.rate:
                self._speech = _Tape(rate)
            self._speech.write(at, samples)
        while self._heard:
            heard = self._heard.popleft()
            microphone = self._microphones.setdefault(heard.source, _Microphone())
            microphone.name = heard.name
            microphone.tape.write(heard.at, heard.samples)

    def _is_telling(self, spoken: Mono) -> bool:
        """Whether there is enough speech in a stretch to compare, however low the voice is set."""
        level = float(np.sqrt(np.mean(spoken * spoken)))
        self._loudest = max(level, self._loudest * _FADES)
        return level > max(_NOTHING, self._loudest * _FAINT)

    def _compare(self, second: int, now: float) -> None:
        spoken = _at_low_rate(self._speech.read(second, 1.0, whole=0.0), self._speech.rate, STRETCH)
        if spoken is None or not self._is_telling(spoken):
            return
        was_compared = False
        for source, microphone in self._microphones.items():
            sound = microphone.tape.read(second + EARLIEST_S, HEARD / HZ, whole=_WHOLE)
            heard = _at_low_rate(sound, RATE, HEARD)
            if heard is None:
                continue
            was_compared = True
            microphone.finder.compare(spoken, heard)
            self._tell(source, microphone, now)
        self.compared_s += was_compared

    def _tell(self, source: str, microphone: "_Microphone", now: float) -> None:
        finder = microphone.finder
        if finder.is_leak and not microphone.is_leaking and now - microphone.ended_at > _AWAY_S:
            log.info(
                "%s hears the voice: %.0f ms late, %.0f dBFS, score %.0f",
                microphone.name,
                finder.delay_s * 1000,
                finder.level_db,
                finder.score,
            )
            microphone.is_leaking = True
            self.post(LeakHeard(source, microphone.name))
        elif finder.is_clear and microphone.is_leaking:
            microphone.is_leaking = False
            microphone.ended_at = now
            self.post(LeakEnded(source, microphone.name))


class _Microphone:
    """What one microphone heard, and what was found of it."""

    def __init__(self) -> None:
        self.name = ""
        self.tape = _Tape(RATE)
        self.finder = LeakFinder()
        self.is_leaking = False
        self.ended_at = -math.inf


class _Tape:
    """Sound by its time, in whole seconds of `time.monotonic`, until it is forgotten.

    Args:
        rate: Samples per second.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._sound: dict[int, Mono] = {}
        self._filled: dict[int, int] = {}

    def seconds(self) -> list[int]:
        return sorted(self._sound)

    def write(self, at: float, samples: Mono) -> None:
        place = round(at * self.rate)
        while len(samples):
            second, first = divmod(place, self.rate)
            part = samples[: self.rate - first]
            if second not in self._sound:
                self._sound[second] = np.zeros(self.rate, np.float32)
                self._filled[second] = 0
            self._sound[second][first : first + len(part)] = part
            self._filled[second] += len(part)
            samples = samples[len(part) :]
            place += len(part)

    def read(self, at: float, seconds: float, *, whole: float) -> Mono | None:
        """A stretch, silent where there is nothing; None where too little of it is there.

        Args:
            at: When it begins.
            seconds: How long it is.
            whole: The least share of each of its seconds.
        """
        first = math.floor(at)
        touched = range(first, math.floor(at + seconds - 1e-6) + 1)
        if any(self._filled.get(one, 0) < whole * self.rate for one in touched):
            return None
        nothing = np.zeros(self.rate, np.float32)
        sound = np.concatenate([self._sound.get(one, nothing) for one in touched])
        return sound[round((at - first) * self.rate) :][: round(seconds * self.rate)]

    def forget(self, last: int) -> None:
        """Everything up to a second."""
        for second in [one for one in self._sound if one <= last]:
            del self._sound[second], self._filled[second]


def _at_low_rate(sound: Mono | None, rate: int, count: int) -> Mono | None:
    if sound is None:
        return None
    made = soxr.resample(sound, rate, HZ)
    return np.pad(made, (0, max(0, count - len(made))))[:count]
