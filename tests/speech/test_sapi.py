"""The driver for Windows passes the same tests as ours for Linux, on a stand-in for SAPI."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest

from studio.model.segment import Segment
from studio.model.voicing import Manner, Mark
from tests.harness.process import wait_until
from tests.harness.pulse import PulseServer
from tests.speech.spoken import spoken
from tests.speech.test_synthesizer import Made, Program, en

SAPI = [sys.executable, "-m", "tests.speech.sapi_program"]
USUAL = 157
"""Words a minute at SAPI's usual speed."""


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with subprocess.Popen(SAPI, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Program(process)
        process.kill()


def _hertz(made: Made, stretch: int = 0) -> float:
    samples = np.frombuffer(made.sounds[stretch], np.int16)
    return float(np.abs(np.fft.rfft(samples)).argmax()) * 22_050 / len(samples)


def test_its_voices_speak_their_languages(program: Program):
    assert {name for name, _tags in program.voices} == {"Zira", "Huihui", "Andika"}
    mixed = program.make(en("On screen:"), Segment("重庆小面", "zh"), Segment("enak", "id"))
    assert mixed.marks == [Mark.PIECE, Mark.JOIN, Mark.JOIN, Mark.DONE]
    assert [round(_hertz(mixed, n), -2) for n in range(3)] == [300, 500, 700]


def test_a_language_it_has_no_voice_for_is_told(program: Program):
    assert Mark.NO_VOICE in program.make(Segment("안녕", "ko")).marks


@pytest.mark.parametrize("pitch", [50, 80])
def test_markup_is_read_out_and_not_obeyed(program: Program, pitch):
    text = '<rate absspeed="10">a & b</rate>'
    made = program.make(en(text), wpm=USUAL, pitch=pitch)
    assert made.seconds == pytest.approx(0.02 * len(text), rel=0.02)


def test_speed_and_volume_are_followed_to_the_ends_of_its_scale(program: Program):
    words = en("The quick brown fox")
    usual, fast, fastest = (program.make(words, wpm=wpm) for wpm in (USUAL, 350, 900))
    assert usual.seconds > 2 * fast.seconds > 2 * fastest.seconds
    assert program.make(words, volume=50).loudness < 0.7 * program.make(words, volume=100).loudness


def test_it_is_heard_silenced_and_replaced_as_any_other(pulse: PulseServer):
    long = "A long message that somebody interrupts. " * 5
    manner = Manner(wpm=USUAL)
    with pulse.recording("headphones") as ears, spoken(manner=manner, program=SAPI) as made:
        made.say("Hello.")
        made.wait_said("Hello.")
        made.say(long)
        time.sleep(0.4)
        made.voice.silence()
        silenced = time.monotonic()
        time.sleep(0.3)
        assert ears.peak(silenced + 0.1, silenced + 0.25) == 0.0
        made.kill_engine()
        made.say("Again.")
        made.wait_said("Again.")
        wait_until(lambda: ears.first_sound(silenced + 0.25), 5, "the voice")
