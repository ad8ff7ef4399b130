"""What is mixed in the headphones' process, without a device."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio import wire
from studio.audio.ear_desk import _Mix
from studio.audio.earcons import sound_of
from studio.audio.pauses import Pauses
from studio.audio.speech_line import SpeechLine
from studio.audio.wire import Opened
from studio.model.announcement import Earcon
from studio.model.media import RATE
from studio.model.voicing import Report, What
from tests.audio.sounds import noise, stereo

FILL = 384
"""Frames that a device takes at once, 8 ms."""


class Ear:
    """A mix and what came out of it."""

    def __init__(self, channels: int = 2) -> None:
        self.told: list[Report] = []
        self.wanted: list[int] = []
        self.line = SpeechLine(RATE, self.told.append)
        self.mix = _Mix(Opened("usb", RATE, channels), self.line, self.wanted.append)
        self._channels = channels

    def heard(self, frames: int) -> np.ndarray:
        """What the device hears next, shape (about so many frames, channels)."""
        size = FILL * 4 * self._channels
        fills = [self.mix.next(size) for _ in range(frames // FILL)]
        return np.frombuffer(b"".join(fills), np.float32).reshape(-1, self._channels)


def test_the_show_is_heard_as_it_came_and_more_is_wanted_as_it_is_played():
    ear, show = Ear(), stereo(0.1 * noise(0.4, seed=1))
    for start in range(0, len(show), 960):
        ear.mix.play(show[start : start + 960].tobytes())
    heard = ear.heard(len(show))
    assert np.array_equal(heard, show[: len(heard)])
    assert sum(ear.wanted) <= len(heard) < sum(ear.wanted) + 960


def test_a_signal_lies_over_the_show_and_signals_overlap_without_overload():
    ear, show = Ear(), stereo(0.1 * noise(0.5, seed=1))
    ear.mix.play(show.tobytes())
    ear.mix.signal(sound_of(Earcon.ON_AIR).tobytes())
    heard = ear.heard(len(show))
    count = len(sound_of(Earcon.ON_AIR))
    assert np.allclose(heard[:count] - show[:count], sound_of(Earcon.ON_AIR), atol=1e-6)
    assert np.array_equal(heard[count:], show[count : len(heard)])
    for _ in range(30):
        ear.mix.signal(np.ones((RATE // 10, 2), np.float32).tobytes())
    assert np.abs(ear.heard(RATE // 2)).max() == 1.0
    assert not ear.heard(RATE // 2).any()


@pytest.mark.parametrize("gain", [1.0, 0.2, 0.05])
def test_a_signal_is_turned_down_with_the_words_behind_it(gain):
    ear = Ear()
    signal = sound_of(Earcon.DONE)[: 10 * FILL]
    ear.mix.lead_in(signal.tobytes(), gain)
    ear.line.put(np.full(FILL, 0.5, np.float32))
    heard = ear.heard(11 * FILL)
    assert np.allclose(heard[: 10 * FILL], gain * signal, atol=1e-6)
    assert heard[10 * FILL :] == pytest.approx(0.5 * gain)


def test_silence_ends_a_signal_at_once_and_without_a_click():
    ear = Ear()
    signal = sound_of(Earcon.ERROR)
    ear.mix.signal(signal.tobytes())
    before = ear.heard(RATE // 10)
    ear.mix.hush()
    after = ear.heard(RATE // 2)
    assert 0 < np.count_nonzero(after[:, 0]) < 0.005 * RATE
    assert np.abs(np.diff(np.concatenate((before, after)), axis=0)).max() < 0.03
    ear.mix.signal(signal.tobytes())
    assert np.count_nonzero(ear.heard(RATE // 2)[:, 0]) > 0.3 * RATE


def test_the_show_goes_down_under_speech_and_comes_back():
    ear, show = Ear(), np.full((3 * RATE, 2), 0.2, np.float32)
    ear.mix.set_balance(wire.Balance(duck_db=20.0))
    ear.mix.play(show.tobytes())
    assert ear.heard(RATE // 2)[-1, 0] == pytest.approx(0.2)
    ear.line.put(np.zeros(RATE // 2, np.float32))
    under = ear.heard(RATE // 2)
    assert under[-1, 0] == pytest.approx(0.02)
    assert np.abs(np.diff(under[:, 0])).max() < 0.001
    assert ear.heard(RATE)[-1, 0] == pytest.approx(0.2)


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_the_voice_is_heard_on_the_first_two_channels(channels):
    ear = Ear(channels)
    ear.line.put(np.full(FILL, 0.5, np.float32))
    heard = ear.heard(FILL)
    assert (heard[:, :2] == 0.5).all()
    assert not heard[:, 2:].any()


def test_what_becomes_of_speech_is_told_when_it_is_heard():
    ear = Ear()
    ear.line.put(Report(What.REACHED, 1, 0))
    ear.line.put(np.full(FILL, 0.5, np.float32))
    ear.line.put(Report(What.DONE, 1))
    ear.heard(FILL)
    assert [report.what for report in ear.told] == [What.REACHED, What.DONE]


def test_silence_is_at_once_and_without_a_click():
    ear = Ear()
    ear.line.put(np.full(RATE, 0.5, np.float32))
    ear.line.put(Report(What.DONE, 1))
    ear.heard(FILL)
    ear.line.hush()
    heard = ear.heard(RATE // 2)[:, 0]
    assert np.count_nonzero(heard) < 0.005 * RATE
    assert np.abs(np.diff(heard)).max() < 0.01
    assert ear.told == []


def test_silence_around_the_words_is_left_out_and_kept_short_between_voices():
    pauses, loud = Pauses(1000), np.full(50, 9000, np.int16)
    quiet = np.zeros(400, np.int16)
    given = [pauses.heard(np.concatenate((quiet, loud, quiet)))]
    given += [pauses.heard(np.concatenate((quiet, loud, quiet))), pauses.join()]
    given += [pauses.heard(np.concatenate((quiet, loud, quiet))), pauses.end()]
    lengths = [len(one) for one in given]
    assert lengths == [8 + 50, 400 + 400 + 50, 30, 8 + 50, 20]
