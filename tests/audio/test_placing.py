"""A microphone's sound comes to lie where it was captured, whatever its quartz does."""

from collections.abc import Callable

import numpy as np
import pytest

from studio.audio.placing import SLEW, Placer
from studio.audio.tape import FADE, Tape
from studio.model.media import RATE
from tests.audio.sounds import noise, place


class SimulatedCard:
    """A sound card whose quartz is off, and whose word for the time wavers.

    Positions on the timeline are told apart by what was captured there: the card hears `world`.
    """

    def __init__(self, ppm: float = 0.0, rate: int = RATE, waver_s: float = 0.003) -> None:
        self.tape = Tape()
        self.placer = Placer(self.tape, rate, 1)
        self.true_rate = rate * (1 + ppm * 1e-6)
        self.frames = rate // 25
        self.captured = 0
        self.stretches: list[float] = []
        self._waver_s = waver_s
        self._rng = np.random.default_rng(1)

    @property
    def now_s(self) -> float:
        return self.captured / self.true_rate

    def run(
        self,
        seconds: float,
        *,
        world: Callable[[np.ndarray], np.ndarray] | None = None,
        delay_s: float = 0.0,
        shift_s: float = 0.0,
        lag_s: float = 0.15,
    ) -> None:
        end = self.now_s + seconds
        while self.now_s < end:
            times = (self.captured + np.arange(self.frames)) / self.true_rate
            samples = world(times) if world else np.zeros(self.frames)
            at = (times[0] + shift_s + self._rng.normal(0, self._waver_s)) * RATE
            before = self.tape.end
            self.placer.push(samples.astype(np.float32)[:, None], at, delay_s * RATE)
            self.captured += self.frames
            self.stretches.append((self.tape.end - before) / RATE)
            self.tape.played = round((self.now_s - lag_s) * RATE)


def chirps(times: np.ndarray) -> np.ndarray:
    """A short sweep at each whole second."""
    phase = times % 1.0
    return np.where(phase < 0.1, 0.5 * np.sin(2 * np.pi * (500 + 20_000 * phase) * phase), 0.0)


def off_by(card: SimulatedCard) -> float:
    """How much later the last second's chirp lies than it was captured, in seconds."""
    second = int(card.now_s - 0.5)
    count = RATE // 2
    recorded, _, _ = card.tape.copy(second * RATE - count // 2, count)
    found = place(recorded[:, 0], chirps(np.arange(RATE // 10) / RATE).astype(np.float32))
    return (found - count // 2) / RATE


@pytest.mark.parametrize(("ppm", "rate"), [(300, 48_000), (-300, 44_100)])
def test_a_quartz_that_is_off_is_followed_for_ten_minutes(ppm, rate):
    card = SimulatedCard(ppm, rate)
    worst = 0.0
    for _ in range(20):
        card.run(27.0)
        card.run(3.0, world=chirps)
        worst = max(worst, abs(off_by(card)))
    assert worst < 0.002
    assert card.placer.replaced == 0


def test_the_stretch_is_slow_and_small():
    card = SimulatedCard(200, waver_s=0.01)
    stretches = []
    for _ in range(1500):
        card.run(1e-6)  # one block
        stretches.append(card.placer.stretch)
    assert max(map(abs, stretches)) < 0.0015
    assert max(map(abs, np.diff(stretches))) / 0.04 < 0.0011  # per second


def test_the_place_is_right_from_the_first_second_on():
    card = SimulatedCard(100, waver_s=0.01)
    card.run(1.2)
    card.run(2.0, world=chirps)
    assert abs(off_by(card)) < 0.004


def test_stamps_that_are_late_at_first_are_outlived():
    card = SimulatedCard(waver_s=0.005)
    card.run(1.2, shift_s=0.02)
    card.run(2.8)
    card.run(2.0, world=chirps)
    assert abs(off_by(card)) < 0.004
    assert card.placer.replaced == 1


def test_a_delay_is_followed_slowly():
    card = SimulatedCard()
    card.run(5.0)
    card.run(0.5, delay_s=0.009)
    card.run(2.0, world=chirps, delay_s=0.009)
    halfway = off_by(card)
    assert 0.0005 < halfway < SLEW * 2.5
    card.run(15.0, delay_s=0.009)
    card.run(3.0, world=chirps, delay_s=0.009)
    assert abs(off_by(card) - 0.009) < 0.002


def test_a_delay_that_changes_much_is_followed_at_once():
    card = SimulatedCard()
    card.run(5.0)
    card.run(0.2, delay_s=0.05)
    card.run(3.0, world=chirps, delay_s=0.05)
    assert abs(off_by(card) - 0.05) < 0.003


def test_a_delay_known_at_once_holds_at_once():
    card = SimulatedCard()
    card.run(4.0, world=chirps, delay_s=0.08)
    assert abs(off_by(card) - 0.08) < 0.002


@pytest.mark.parametrize("gap_s", [0.2, -0.09])
def test_a_jump_is_followed_at_once(gap_s):
    card = SimulatedCard()
    card.run(5.0)
    card.run(1.0, shift_s=gap_s)
    card.run(3.0, world=chirps, shift_s=gap_s)
    assert abs(off_by(card) - gap_s) < 0.005
    assert card.placer.replaced == 1


def test_one_late_stamp_moves_nothing():
    card = SimulatedCard()
    card.run(5.0)
    card.run(0.04, shift_s=0.3)
    card.run(3.0, world=chirps)
    assert card.placer.replaced == 0
    assert abs(off_by(card)) < 0.003


def test_a_device_slower_than_the_desk_waits_is_heard_late():
    card = SimulatedCard()
    card.run(4.0, world=chirps, lag_s=-0.2)
    assert 0.2 < off_by(card) < 0.35


def test_a_device_that_was_slow_at_first_is_heard_in_its_place_again():
    card = SimulatedCard()
    card.run(2.0, lag_s=-0.2)
    assert card.placer.late_s > 0.2
    card.run(12.0)
    assert card.placer.late_s == 0.0
    card.run(3.0, world=chirps)
    assert abs(off_by(card)) < 0.004


def test_a_device_that_is_slow_now_and_then_moves_ever_less():
    card = SimulatedCard()
    moved, late = 0, 0.0
    for _ in range(40):
        card.run(12.0)
        card.run(1.0, lag_s=-0.2)
        moved, late = moved + (card.placer.late_s != late), card.placer.late_s
    assert late > 0.2
    assert moved < 12


def test_a_device_that_is_ever_slower_than_the_desk_waits_stays_late():
    card = SimulatedCard()
    card.run(4.0, lag_s=-0.2)
    late = card.placer.late_s
    card.run(60.0, lag_s=-0.2)
    assert card.placer.late_s == late


def test_stereo_stays_stereo_and_what_is_captured_is_not_bent():
    tape = Tape()
    placer = Placer(tape, RATE, 2)
    left, right = noise(2.0, seed=1), noise(2.0, seed=2)
    captured = np.stack([left, right], axis=1)
    for first in range(0, len(captured), 1920):
        placer.push(captured[first : first + 1920], first)
    out, _, _ = tape.copy(RATE, RATE // 2)
    for side, sound in enumerate((left, right)):
        assert place(out[:, side], sound[RATE + 1000 : RATE + 9000]) in range(997, 1004)


class Desk:
    """A desk that plays 20 ms at a time what a microphone gives in blocks of 40 ms, some late.

    What is captured tells when: each sample is its own time, so quiet that it is a pause.
    """

    QUIETLY = 1e-4
    LAG_S = 0.15

    def __init__(self) -> None:
        self.tape = Tape()
        self.placer = Placer(self.tape, RATE, 1)
        self.steps = 0
        self.blocks = 0
        self.short: list[float] = []
        self.wrong: list[float] = []

    def run(self, until_s: float, *, late_s: float, level: float = 0.0) -> None:
        """Go on until then, each block so late; `level` is of a tone above the pause."""
        step, block = RATE // 50, RATE // 25
        while (now := self.steps * 0.02) < until_s:
            while (self.blocks + 1) * 0.04 + late_s <= now:
                times = (self.blocks * block + np.arange(block)) / RATE
                samples = times * self.QUIETLY + level * np.sin(2 * np.pi * 440 * times)
                self.placer.push(samples.astype(np.float32)[:, None], self.blocks * block)
                self.blocks += 1
            self.steps += 1
            at = round((now - self.LAG_S) * RATE)
            if at < RATE:
                continue
            if self.tape.end < at + step + FADE:
                self.short.append(now)
            sound, _, _ = self.tape.copy(at, step)
            captured_s = float(np.median(sound[:, 0])) / self.QUIETLY
            told_s = (at + step / 2) / RATE - self.placer.late_s
            if not level and self.tape.end >= at + step:
                self.wrong.append(abs(captured_s - told_s))


def test_what_is_taken_back_leaves_enough_for_a_device_that_is_still_slow():
    desk = Desk()
    desk.run(4.0, late_s=0.5)
    before = desk.placer.late_s
    desk.run(60.0, late_s=0.25)
    assert 0.1 < desk.placer.late_s < before
    assert not [at for at in desk.short if at > 20.0]


def test_the_lateness_is_that_of_the_sound_that_is_played():
    """The gate would let through what was said while it was shut."""
    desk = Desk()
    desk.run(8.0, late_s=0.05)
    desk.run(10.0, late_s=0.5)
    desk.wrong.clear()
    slow = desk.placer.late_s
    desk.run(30.0, late_s=0.05)
    assert desk.placer.late_s < slow
    *others, _joint = sorted(desk.wrong)
    assert max(others) < 0.03


def test_nothing_is_left_out_but_a_pause():
    desk = Desk()
    desk.run(2.0, late_s=0.5, level=0.1)
    slow = desk.placer.late_s
    desk.run(30.0, late_s=0.05, level=0.1)
    assert desk.placer.late_s == slow
    desk.run(31.0, late_s=0.05)
    assert desk.placer.late_s < slow
