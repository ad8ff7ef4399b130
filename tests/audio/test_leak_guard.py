"""The leak guard: fed as the desk and the headphones feed it, with a clock of the test's own."""

from __future__ import annotations

import time

import numpy as np
import pytest

from studio.audio.leak_guard import LeakGuard
from studio.audio.trail import Trail
from studio.audio.wire import Spoken
from studio.model.events import Event, LeakEnded, LeakHeard
from studio.model.media import RATE
from tests.audio.sounds import noise
from tests.audio.voices import TALK, TOLD, at_db, lasting, spoken, through_room

BLOCK = RATE // 50
CARD = 44_100
"""The headphones' own rate."""
LATE_S = 0.15
DELAY_S = 0.14


class Evening:
    """A guard, a voice, a streamer, and time that goes by as fast as it can."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.guard = LeakGuard(self.events.append)
        self.now = 1_000.3
        self.cost_s = 0.0
        self._said = at_db(spoken(TOLD, RATE), -20)
        self._talk = at_db(spoken(TALK, RATE, wpm=170, pitch=30), -20)

    def go_on(
        self,
        seconds: float,
        *,
        leak_db: float | None,
        microphones: tuple[str, ...] = ("own",),
        is_speaking: bool = True,
    ) -> None:
        """Let it speak, and the microphones hear it so loud."""
        frames = round(seconds * RATE)
        said = lasting(self._said, frames, begin=round(self.now) * 997)
        heard = lasting(self._talk, frames) + noise(seconds, 0.0005)
        if leak_db is not None:
            heard += through_room(at_db(said, leak_db), RATE, DELAY_S)
        at_card = np.interp(np.arange(0, frames, RATE / CARD), np.arange(frames), said)
        at_card = at_card.astype(np.float32)
        for place in range(0, frames - BLOCK + 1, BLOCK):
            at = self.now + place / RATE
            if is_speaking and place % (5 * BLOCK) == 0:
                first = round(place * CARD / RATE)
                self.guard.overhear(at, at_card[first : first + CARD // 10], CARD)
            for microphone in microphones:
                sound = heard[place : place + BLOCK] if microphone == "own" else heard[:BLOCK] * 0
                self.guard.hear(microphone, microphone.title(), at, sound)
            if place % (25 * BLOCK) == 0:
                begun = time.thread_time()
                self.guard.look(at + LATE_S)
                self.cost_s += time.thread_time() - begun
        self.now += frames / RATE

    def told(self) -> list[Event]:
        told, self.events[:] = list(self.events), []
        return told


@pytest.fixture
def evening() -> Evening:
    return Evening()


def test_a_leak_is_told_once_and_its_end(evening: Evening):
    evening.go_on(20, leak_db=-40, microphones=("own", "other"))
    assert evening.told() == [LeakHeard("own", "Own")]
    evening.go_on(30, leak_db=-40)
    assert evening.told() == []
    evening.go_on(25, leak_db=None)
    assert evening.told() == [LeakEnded("own", "Own")]


def test_a_leak_that_comes_back_is_told_again_only_after_a_while(evening: Evening):
    evening.go_on(20, leak_db=-30)
    evening.go_on(20, leak_db=None)
    evening.told()
    evening.go_on(20, leak_db=-30)
    assert evening.told() == []
    evening.go_on(60, leak_db=-30)
    assert evening.told() == [LeakHeard("own", "Own")]


def test_without_a_leak_and_in_silence_nothing_is_told(evening: Evening):
    evening.go_on(60, leak_db=None)
    evening.go_on(30, leak_db=-30, is_speaking=False)
    assert evening.told() == []
    assert 50 < evening.guard.compared_s < 62


def test_who_is_muted_is_not_compared(evening: Evening):
    evening.go_on(20, leak_db=-20, microphones=())
    assert evening.told() == []
    assert evening.guard.compared_s == 0


def test_other_headphones_have_to_prove_themselves_anew(evening: Evening):
    evening.go_on(15, leak_db=-30)
    assert evening.told() == [LeakHeard("own", "Own")]
    evening.guard.begin_anew()
    evening.go_on(4, leak_db=None)
    assert evening.told() == []
    evening.go_on(10, leak_db=None)
    assert evening.told() == [LeakEnded("own", "Own")]


def test_switched_off_it_hears_nothing_and_switched_on_it_tells_anew(evening: Evening):
    evening.go_on(15, leak_db=-30)
    evening.guard.switch(on=False)
    evening.told()
    evening.go_on(15, leak_db=-30)
    assert evening.told() == []
    evening.guard.switch(on=True)
    evening.go_on(15, leak_db=-30)
    assert evening.told() == [LeakHeard("own", "Own")]


def test_it_costs_less_than_one_percent_of_a_core_while_the_voice_never_stops(evening: Evening):
    evening.go_on(5, leak_db=None)
    evening.cost_s = 0.0
    evening.go_on(40, leak_db=None)
    assert evening.guard.compared_s > 40
    assert evening.cost_s / 40 < 0.01


def test_a_trail_tells_when_each_frame_was_heard_though_the_device_takes_them_in_bursts():
    now = 50.0
    trail = Trail(RATE, lambda: now)
    late = np.random.default_rng(1).choice([0.0, 0.004, 0.015], 300)
    said = noise(6.0, 0.1)
    told: list[Spoken] = []
    for number in range(300):
        now = 50.0 + number * 0.02 + float(late[number])
        is_spoken = 100 <= number < 150 or number >= 200
        trail.add(BLOCK, said[number * BLOCK :][:BLOCK] if is_spoken else None)
        if number % 5 == 4:
            told += trail.take()
    heard = [np.frombuffer(one.pcm, np.float32) for one in told]
    assert np.array_equal(
        np.concatenate(heard), np.concatenate((said[96_000:144_000], said[192_000:]))
    )
    for one, pcm in zip(told, heard, strict=True):
        block = round((one.at - 50.0) / 0.02)
        assert one.at - 50.0 == pytest.approx(block * 0.02, abs=1e-6)
        assert np.array_equal(pcm, said[block * BLOCK :][: len(pcm)])
