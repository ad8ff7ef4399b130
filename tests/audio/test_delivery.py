"""What viewers get: some seconds late, without commands, and with all else."""

import time

import numpy as np
import pytest

from studio.audio.delivery import Delivery
from studio.audio.gate import Gate
from studio.audio.limiter import LOOKAHEAD
from studio.audio.mixer import Mixture, Voice
from studio.model.media import RATE
from tests.audio.sounds import joined, noise, sine, stereo
from tests.audio.spoken import spoken

BLOCK = 960
T0 = 9_000.0


class Held:
    """A delivery that is fed with a microphone and with music, both from `T0` on."""

    def __init__(self, delay_s: float, voice: np.ndarray, music: np.ndarray) -> None:
        self.delivery = Delivery(delay_s, Gate())
        self.voice, self.music = stereo(voice), stereo(music)
        self.blocks = []
        self.at = 0

    def feed(self, until_s: float) -> None:
        while self.at < round(until_s * RATE) and self.at < len(self.voice):
            part = slice(self.at, self.at + BLOCK)
            voice = Voice(self.voice[part], T0 + self.at / RATE)
            mixture = Mixture(self.music[part], (voice,))
            if (block := self.delivery.push(self.at, mixture)) is not None:
                self.blocks.append(block)
            self.at += BLOCK

    @property
    def out(self) -> np.ndarray:
        return joined(self.blocks)[LOOKAHEAD:]


def test_it_comes_late_by_the_delay_and_keeps_its_place():
    voice, music = noise(4.0, 0.05), sine(4.0, 300, 0.1)
    held = Held(2.0, voice, music)
    held.feed(1.9)
    assert not held.blocks
    held.feed(4.0)
    assert held.blocks[0].start == -LOOKAHEAD
    assert len(held.blocks) == round(2.0 * RATE / BLOCK)
    assert np.allclose(held.out, stereo(voice + music)[: len(held.out)], atol=1e-6)


def test_a_command_is_cut_and_the_music_under_it_is_not():
    voice, music = noise(6.0, 0.1), sine(6.0, 300, 0.1)
    held = Held(3.0, voice, music)
    held.feed(2.5)
    assert held.delivery.cut(T0 + 1.0, T0 + 1.7)
    held.feed(6.0)
    inside = slice(RATE, round(1.7 * RATE))
    assert np.allclose(held.out[inside], stereo(music)[inside], atol=1e-6)
    # Speech without a pause around the command loses no more than the ramps.
    for around in (slice(0, round(0.97 * RATE)), slice(round(1.73 * RATE), round(2.9 * RATE))):
        assert np.allclose(held.out[around], stereo(voice + music)[around], atol=1e-6)


@pytest.mark.parametrize("is_guest_loud", [True, False])
def test_breath_and_echo_of_a_command_are_those_of_the_microphone_it_is_spoken_into(is_guest_loud):
    """Wherever a guest's stands, and whether the guest talks or is muted."""
    voice = noise(6.0, 0.1)
    quiet = voice * np.float32(0.001)
    for began, ended in ((0.0, 0.9), (1.8, 6.0)):
        part = slice(round(began * RATE), round(ended * RATE))
        voice[part] = quiet[part]
    guest = noise(6.0, 0.05) * np.float32(is_guest_loud)

    def passed(*guests: np.ndarray) -> np.ndarray:
        delivery, blocks = Delivery(3.0, Gate()), []
        for at in range(0, 6 * RATE, BLOCK):
            if at == round(2.7 * RATE / BLOCK) * BLOCK:
                assert delivery.cut(T0 + 1.0, T0 + 1.7)
            part, captured = slice(at, at + BLOCK), T0 + at / RATE
            voices = [Voice(stereo(one)[part], captured, is_own=False) for one in guests]
            voices.append(Voice(stereo(voice)[part], captured))
            mixture = Mixture(stereo(np.zeros(6 * RATE, np.float32))[part], tuple(voices))
            if (block := delivery.push(at, mixture)) is not None:
                blocks.append(block)
        return joined(blocks)[LOOKAHEAD:, 0]

    alone = passed() == 0.0
    assert 0.85 * RATE < alone.sum() < RATE
    both = (voice + guest)[: len(alone)]
    assert np.array_equal(passed(guest) == 0.0, alone | (both == 0.0))


def test_a_name_is_cut_when_it_was_said_and_its_command_after_any_pause():
    voice = noise(9.0, 0.1)
    quiet = voice * np.float32(0.001)
    for began, ended in ((0.7, 1.0), (1.6, 3.1), (4.0, 4.4)):
        pause = slice(round(began * RATE), round(ended * RATE))
        voice[pause] = quiet[pause]
    held = Held(2.0, voice, np.zeros(9 * RATE, np.float32))
    held.feed(2.2)
    assert held.delivery.cut(T0 + 1.0, T0 + 1.6)
    held.feed(4.6)  # the name is given, and part of the pause
    assert held.delivery.cut(T0 + 1.0, T0 + 4.0, new_from=T0 + 3.1)
    held.feed(9.0)
    for began, ended in ((1.0, 1.6), (2.7, 4.0)):
        assert not held.out[round(began * RATE) : round(ended * RATE)].any()
    for began, ended in ((0.0, 0.6), (4.5, 6.9)):
        place = slice(round(began * RATE), round(ended * RATE))
        assert np.allclose(held.out[place], stereo(voice)[place], atol=1e-6)


@pytest.mark.parametrize(("fed_s", "is_whole"), [(3.9, True), (4.5, False), (6.0, False)])
def test_what_was_given_already_cannot_be_cut_and_that_is_told(fed_s, is_whole):
    held = Held(3.0, noise(8.0, 0.1), np.zeros(8 * RATE, np.float32))
    held.feed(fed_s)
    assert held.delivery.cut(T0 + 1.0, T0 + 1.7) is is_whole
    held.feed(8.0)
    if fed_s < 4.6:  # then what is left of it is still cut
        assert not held.out[round(1.6 * RATE) : round(1.7 * RATE)].any()


def test_breath_before_and_echo_behind_go_with_it_and_the_next_words_stay():
    room = noise(6.0, 0.0005)
    before, command, after = spoken(1.0, seed=1), spoken(0.7, seed=2), spoken(1.0, seed=3)
    echo = noise(0.35, 0.03, seed=4) * np.exp(-np.arange(round(0.35 * RATE)) / RATE * 17)
    breath = noise(0.2, 0.004, seed=5) * np.hanning(round(0.2 * RATE))
    voice = room.copy()
    for at, what in ((0.2, before), (1.45, breath), (1.7, command), (2.4, echo), (2.8, after)):
        voice[round(at * RATE) : round(at * RATE) + len(what)] += what
    held = Held(4.0, voice, np.zeros(len(voice), np.float32))
    held.feed(3.5)
    assert held.delivery.cut(T0 + 1.7, T0 + 2.4)
    held.feed(6.0)
    quiet = held.out[round(1.44 * RATE) : round(2.6 * RATE)]
    assert np.sqrt(np.square(quiet).mean()) < 0.001
    for at, what in ((0.2, before), (2.8, after)):
        part = slice(round(at * RATE), round(at * RATE) + len(what))
        got, wanted = held.out[: len(voice)], stereo(voice)
        same = min(len(got), part.stop)
        lost = np.abs(got[part.start : same] - wanted[part.start : same]).max(axis=1) > 1e-3
        assert lost.sum() / RATE < 0.02


def test_the_echo_of_a_held_command_goes_with_it():
    voice = noise(6.0, 0.0005)
    command, after = spoken(0.7, seed=2), spoken(1.0, seed=3)
    echo = noise(0.35, 0.03, seed=4) * np.exp(-np.arange(round(0.35 * RATE)) / RATE * 17)
    for at, what in ((1.7, command), (2.4, echo), (2.8, after)):
        voice[round(at * RATE) : round(at * RATE) + len(what)] += what
    held = Held(3.0, voice, np.zeros(len(voice), np.float32))
    held.delivery.hold(T0 + 1.7)
    held.delivery.release(T0 + 2.4)
    held.feed(6.0)
    quiet = held.out[round(1.7 * RATE) : round(2.75 * RATE)]
    assert np.sqrt(np.square(quiet).mean()) < 0.001
    spared = slice(round(2.8 * RATE), len(held.out))
    assert np.allclose(held.out[spared], stereo(voice)[spared], atol=1e-3)


def test_a_word_that_ends_softly_before_the_press_is_whole():
    voice = noise(6.0, 0.0002)
    parts = ((0.5, 1.0, 0.1), (1.5, 0.18, 0.008), (1.76, 0.64, 0.1), (2.55, 1.0, 0.1))
    for number, (at, lasts, level) in enumerate(parts):
        place = slice(round(at * RATE), round(at * RATE) + round(lasts * RATE))
        voice[place] += noise(lasts, level, seed=30 + number)
    held = Held(3.0, voice, np.zeros(len(voice), np.float32))
    held.delivery.hold(T0 + 1.7)
    held.delivery.release(T0 + 2.45)
    held.feed(6.0)
    assert not held.out[round(1.7 * RATE) : round(2.45 * RATE)].any()
    for began, ended in ((0.5, 1.67), (2.55, 2.95)):
        place = slice(round(began * RATE), round(ended * RATE))
        assert np.allclose(held.out[place], stereo(voice)[place], atol=1e-6)


@pytest.mark.parametrize("off_s", [-0.03, 0.03, 0.06])
def test_who_says_when_a_command_was_may_be_wrong_by_a_few_milliseconds(off_s):
    voice = noise(6.0, 0.0005)
    words = ((0.2, 1.0), (1.6, 0.8), (2.8, 1.0))
    for number, (at, lasts) in enumerate(words):
        voice[round(at * RATE) : round((at + lasts) * RATE)] += spoken(lasts, seed=20 + number)
    held = Held(4.0, voice, np.zeros(len(voice), np.float32))
    held.feed(3.5)
    assert held.delivery.cut(T0 + 1.6 + off_s, T0 + 2.4 - off_s)
    held.feed(6.0)
    quiet = held.out[round(1.6 * RATE) : round(2.4 * RATE)]
    assert np.sqrt(np.square(quiet).mean()) < 0.001
    assert np.allclose(held.out[: round(1.2 * RATE)], stereo(voice)[: round(1.2 * RATE)], atol=1e-4)


@pytest.mark.parametrize("off_s", [0.0, 0.06, 0.1])
def test_in_a_room_that_echoes_the_end_of_a_command_goes_with_it(off_s):
    """Its end is heard too early there, as the echo is no pause yet."""
    voice = noise(6.0, 0.0005)
    before, command, after = spoken(1.0, seed=1), spoken(0.8, seed=21), spoken(1.0, seed=3)
    room = noise(0.4, 1.0, seed=4) * np.exp(-np.arange(round(0.4 * RATE)) / RATE * 14)
    room *= 0.6 / np.linalg.norm(room)
    room[0] = 1.0
    in_room = np.fft.irfft(np.fft.rfft(command, 2**16) * np.fft.rfft(room, 2**16))
    in_room = in_room[: len(command) + len(room)].astype(np.float32)
    for at, what in ((0.2, before), (1.6, in_room), (2.8, after)):
        voice[round(at * RATE) : round(at * RATE) + len(what)] += what
    held = Held(4.0, voice, np.zeros(len(voice), np.float32))
    held.feed(3.5)
    assert held.delivery.cut(T0 + 1.6 + off_s, T0 + 2.4 - off_s)
    held.feed(6.0)
    quiet = held.out[round(1.6 * RATE) : round(2.55 * RATE)]
    loud = np.sqrt(np.square(command).mean())
    worst = max(
        float(np.sqrt(np.square(quiet[at : at + BLOCK]).mean()))
        for at in range(0, len(quiet) - BLOCK, BLOCK)
    )
    assert worst < 0.06 * loud
    for at, what in ((0.2, before), (2.8, after)):
        part = slice(round(at * RATE), round(at * RATE) + len(what))
        got, wanted = held.out[part], stereo(voice)[part]
        lost = np.abs(got - wanted[: len(got)]).max(axis=1) > 1e-3
        assert lost.sum() / RATE < 0.02


def test_what_is_taken_back_is_silence_and_then_it_goes_on():
    voice, music = sine(8.0, 200, 0.1), sine(8.0, 300, 0.1)
    held = Held(2.0, voice, music)
    held.feed(4.0)
    held.delivery.drop(4.1)  # as the desk is late, some of it is still to come
    held.feed(8.0)
    assert not held.out[round(2.03 * RATE) : round(4.1 * RATE)].any()
    on = slice(round(4.13 * RATE), len(held.out))
    assert np.allclose(held.out[on], stereo(voice + music)[on], atol=1e-6)
    assert np.abs(np.diff(held.out, n=2, axis=0)).max() < 2e-3


def test_nothing_that_is_held_grows_and_a_cut_takes_no_time():
    held = Held(8.0, noise(20.0, 0.1), np.zeros(20 * RATE, np.float32))
    held.feed(20.0)
    assert len(held.delivery._held) == 8 * RATE // BLOCK
    began = time.thread_time()
    held.delivery.cut(T0 + 15.0, T0 + 19.0)
    assert time.thread_time() - began < 0.05
