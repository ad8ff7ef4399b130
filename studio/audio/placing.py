"""Brings a device's sound onto the timeline: each sample where it was captured, to 2 ms.

A sound card counts samples by its own quartz, which is off by up to some hundred millionths, and
its word for when a block was captured wavers by milliseconds. A servo watches the smoothed error
and stretches the sound so little that nobody hears it.
"""

import logging
import math
from collections import deque
from statistics import median

import numpy as np
import soxr
from numpy.typing import NDArray

from studio.audio.tape import CHANNELS, FADE, Samples, Tape, rise
from studio.model.media import RATE

log = logging.getLogger(__name__)

SLEW = 0.002
"""Most that is stretched, 2 ms per second: 3.5 cents, below what is heard as a change of pitch."""

_SPARE = 1.01  # soxr wants to know the highest ratio before the first
_DRIFT = 0.001
"""Most that the servo assumes of a card's quartz."""
_WARM_UP_S = 1.0
"""Until then the place may jump; later it only slides."""
_SMOOTHING_S = 1.0
_STIFFNESS = 0.25
"""Per second: the stretch for an error of 1 s. Integral part and smoothing fit it."""
_INTEGRAL = _STIFFNESS**2 / 6
_GLIDE = 0.001
"""Most that the stretch changes, per second, so that pitch does not waver."""
_JUMP_S = 0.07
_LEAP_S = 0.01
"""A delay that changes by more is followed at once."""
_VOTES = 5
"""Blocks of which the middle one must be misplaced: one late stamp moves nothing."""
_OFF_S = 0.008
_OFF_VOTES = 50
"""The same for a smaller error, in blocks of 40 ms: to slide back would take longer."""
_LATE_BLOCKS = 10
_MOST_LATE_S = 1.5
_PATIENCE_S = 5.0
"""After so long without a late block a device is heard earlier again; each time twice as long."""
_QUIET = 0.01
"""Of full scale: a block that never goes beyond is a pause."""


class Placer:
    """Records a device's blocks on a tape, at 48 kHz and in their place.

    It knows no clock: the time of a block comes with it. One thread.

    Args:
        tape: Where to record.
        rate: The device's own samples per second.
        channels: 1 or 2 channels per frame.
    """

    def __init__(self, tape: Tape, rate: int, channels: int) -> None:
        self.replaced = 0
        self._tape = tape
        self._rate = rate
        self._resampler = soxr.ResampleStream(rate * _SPARE, RATE, channels, "float32", vr=True)
        self._resampler.set_io_ratio(rate, RATE)
        self._age_s = 0.0
        self._ideal = 0.0  # where on the timeline the next sample of the device will come to lie
        self._end = 0  # where the next sample out of the resampler will
        self._stretch = 0.0
        self._drift = 0.0
        self._error_s = 0.0
        self._errors: deque[float] = deque(maxlen=_OFF_VOTES)
        self._warm_up: list[float] = []
        self._late = 0
        self._extra = 0.0
        self._patience = _PATIENCE_S * RATE
        self._watched = 0
        self._least_spare = math.inf
        self._spare_before = -math.inf
        self._quiet = 0
        self._delay = 0.0
        self._late_before = 0.0
        self._joint = -math.inf

    @property
    def error_s(self) -> float:
        """How far off the place is, smoothed; positive when the sound is too early."""
        return self._error_s

    @property
    def stretch(self) -> float:
        """How much the sound is stretched at the moment, as a share of its length."""
        return self._stretch

    @property
    def late_s(self) -> float:
        """How much later than captured the sound was placed that was played last."""
        if self._tape.played <= self._joint:
            return self._late_before
        return (self._delay + self._extra) / RATE

    def push(self, samples: NDArray[np.float32], at: float, delay: float = 0.0) -> None:
        """Record a block.

        Args:
            samples: Shape (frames, channels), at the device's rate, full scale is -1.0 to 1.0.
            at: Position on the timeline at which its first frame was captured, at 48 kHz.
            delay: How much later it shall be heard, in samples at 48 kHz. Changes of it are
                followed at `SLEW`, larger ones
                than 10 ms at once.
        """
        seconds = len(samples) / self._rate
        slide = self._follow(delay, seconds)
        target = at + self._delay + self._extra
        if self._age_s == 0.0:
            self._ideal = target
            self._end = round(target)
        self._watch(target, seconds)
        self._steer(slide, seconds)
        placed = self._resampled(samples, seconds)
        self._record(placed)
        self._age_s += seconds

    def _follow(self, delay: float, seconds: float) -> float:
        """Let the delay slide to where it is wanted; returns the slide per second."""
        before = self._delay
        if self._age_s < _WARM_UP_S:
            self._delay = delay
            return 0.0
        if abs(delay - before) > _LEAP_S * RATE:
            # Another face is on air, or the camera's lateness has only now become known: to slide
            # there would take seconds, in which lips and words are apart.
            self._be_late(delay, self._extra)
            return 0.0
        most = SLEW * 0.9 * seconds * RATE
        self._delay += min(max(delay - before, -most), most)
        return (self._delay - before) / RATE / seconds

    def _watch(self, target: float, seconds: float) -> None:
        """Measure the error; a place that is quite wrong is corrected at once."""
        error = (target - self._ideal) / RATE
        self._errors.append(error)
        if self._age_s < _WARM_UP_S:
            self._warm_up.append(error)
            if self._age_s + seconds >= _WARM_UP_S:
                self._move(median(self._warm_up))
            return
        self._error_s += (error - self._error_s) * min(1.0, seconds / _SMOOTHING_S)
        for votes, limit in ((_VOTES, _JUMP_S), (_OFF_VOTES, _OFF_S)):
            latest = list(self._errors)[-votes:]
            middle = median(latest)
            if len(latest) == votes and abs(middle) > limit:
                self._replace(middle)
                return

    def _replace(self, error_s: float) -> None:
        log.info("sound is out of place by %.0f ms, placed anew", error_s * 1000)
        self.replaced += 1
        self._move(error_s)

    def _move(self, seconds: float) -> None:
        """Go on at another place; the tape blends the two."""
        self._ideal += seconds * RATE
        self._end = round(self._end + seconds * RATE)
        self._error_s = 0.0
        self._errors.clear()
        self._watched, self._least_spare, self._spare_before = 0, math.inf, -math.inf
        self._quiet = 0

    def _be_late(self, delay: float, extra: float) -> None:
        """Place sound so much later from now on.

        What is on the tape keeps the lateness that it has: what was captured while the microphone
        was shut must not pass for something said later.
        """
        self._late_before = (self._delay + self._extra) / RATE
        step = delay + extra - self._delay - self._extra
        self._delay, self._extra = delay, extra
        self._joint = min(self._end, round(self._end + step))
        self._move(step / RATE)

    def _steer(self, slide: float, seconds: float) -> None:
        """A proportional-integral servo with a speed limit."""
        wanted = slide + self._error_s * _STIFFNESS + self._drift
        if self._age_s >= _WARM_UP_S:
            self._drift += self._error_s * _INTEGRAL * seconds
            self._drift = _within(self._drift, _DRIFT)
        glide = _within(_within(wanted, SLEW) - self._stretch, _GLIDE * seconds)
        self._next_stretch = self._stretch + glide

    def _resampled(self, samples: NDArray[np.float32], seconds: float) -> Samples:
        # soxr moves from the old ratio to the new along the block, so their mean holds for it.
        ratio = 1.0 + self._next_stretch
        self._resampler.set_io_ratio(self._rate / ratio, RATE, len(samples))
        mean = 1.0 + (self._stretch + self._next_stretch) / 2
        self._ideal += seconds * RATE * mean
        self._stretch = self._next_stretch
        return self._resampler.resample_chunk(np.ascontiguousarray(samples))

    def _record(self, samples: NDArray[np.float32]) -> None:
        at, self._end = self._end, self._end + len(samples)
        stereo = np.repeat(samples, CHANNELS, axis=1) if samples.shape[1] == 1 else samples
        if self._tape.start is None and len(stereo) >= FADE:
            stereo = stereo.copy()
            stereo[:FADE] *= rise()
        self._tape.record(at, stereo)
        # What is left is least before a block comes; less than a fade is heard as a dip.
        missing = self._tape.played + FADE - at
        if not self._yields(missing):
            self._catch_up(-missing, stereo)

    def _yields(self, missing: int) -> bool:
        """A device slower than the desk waits for is heard late rather than not at all."""
        self._late = self._late + 1 if missing > 0 else 0
        if self._late < _LATE_BLOCKS or self._extra >= _MOST_LATE_S * RATE:
            return False
        self._late = 0
        self._be_late(self._delay, self._extra + missing + 2 * FADE)
        log.info("a microphone is slow: heard %.0f ms later", self._extra * 1000 / RATE)
        return True

    def _catch_up(self, spare: int, samples: Samples) -> None:
        """What made a device slow may be over, such as the start of a busy machine.

        Something that is recorded already is left out then: only where all of that is a pause.
        """
        if not self._extra:
            return
        is_quiet = np.abs(samples).max(initial=0.0) < _QUIET
        self._quiet = self._quiet + len(samples) if is_quiet else 0
        self._watched += len(samples)
        self._least_spare = min(self._least_spare, spare)
        if self._watched >= self._patience:
            self._spare_before, self._least_spare, self._watched = self._least_spare, math.inf, 0
        is_pause = self._quiet >= self._end - self._tape.played
        step = min(self._extra, min(self._spare_before, self._least_spare) - 2 * FADE)
        if is_pause and step > _LEAP_S * RATE:
            self._patience *= 2
            self._be_late(self._delay, self._extra - step)
            log.info("a microphone is faster: heard %.0f ms later", self._extra * 1000 / RATE)


def _within(value: float, limit: float) -> float:
    return min(max(value, -limit), limit)
