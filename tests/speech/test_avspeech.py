"""What is peculiar to the voices of macOS, on a stand-in that has all of it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from studio.model.segment import Segment
from studio.model.voicing import FASTEST_WPM, SLOWEST_WPM, Mark, pack_hush, read_frame
from studio.speech.engines.avspeech import open_avspeech, rate_for
from studio.speech.engines.engine import EngineError
from tests.speech.engine_program import PROGRAMS
from tests.speech.fake_sapi import SIGN_S
from tests.speech.test_synthesizer import Program, en
from tests.speech.test_system_engines import hertz

USUAL = 180


@pytest.fixture
def program() -> Iterator[Program]:
    with subprocess.Popen(
        PROGRAMS["avspeech"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield Program(process)
        process.kill()


def test_the_usual_voice_comes_first_the_odd_last_and_no_two_have_one_name(program: Program):
    names = [name for name, _tags in program.voices]
    assert names.index("Zira") < names.index("Ava") < names.index("Eddy (en-US)")
    assert names[-1] == "Bells"
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Zira"), ("en", "Eddy (en-US)"), ("zh", "Huihui"), ("id", "Andika"), ("ko", "Heami")],
)
def test_of_whatever_form_its_sound_is_it_is_heard_whole(program: Program, language, name):
    text = "a sentence that fills some buffers, and a part of one more"
    made = program.make(Segment(text, language), wpm=USUAL, voices={language: name})
    assert made.seconds == pytest.approx(SIGN_S * len(text), rel=0.001)
    # Noise, from where no sound is, would be louder.
    assert made.loudness == pytest.approx(0.25 * 32767 / 2**0.5, rel=0.02)


def test_whoever_takes_his_time_hears_it_whole_all_the_same(program: Program):
    text = "a sentence that waits for whoever hears it " * 4
    program.give(en(text), wpm=USUAL)
    time.sleep(1.5)  # the pipe is full, and nobody runs the loop meanwhile
    sound = b""
    while (frame := read_frame(program.output)) is not None and frame.mark is not Mark.DONE:
        sound += frame.body if frame.mark is Mark.SOUND else b""
    assert len(sound) / 2 / 22_050 == pytest.approx(SIGN_S * len(text), rel=0.001)


def test_pitch_is_followed(program: Program):
    low, own, high = (hertz(program.make(en("hello there"), pitch=p)) for p in (0, 50, 100))
    assert (low, own, high) == pytest.approx((150, 300, 600), rel=0.05)


def test_a_mute_voice_is_passed_over_for_another_of_its_language_and_then_left_alone(
    program: Program,
):
    before = time.monotonic()
    assert round(hertz(program.make(Segment("sawadee", "th"))), -2) == 600
    found_out = time.monotonic()
    assert round(hertz(program.make(Segment("sawadee", "th"))), -2) == 600
    assert time.monotonic() - found_out < 0.3 < found_out - before


def test_a_voice_that_is_mute_when_it_is_slow_speaks_when_it_is_not(program: Program):
    chosen = {"en": "Ava"}
    slow, fast, slow_again = (
        hertz(program.make(en("hello there"), wpm=wpm, voices=chosen)) for wpm in (120, 200, 120)
    )
    assert (slow, fast, slow_again) == pytest.approx((300, 450, 300), rel=0.05)


def test_a_language_whose_voices_are_all_mute_fails_and_the_next_is_spoken(program: Program):
    assert program.make(Segment("hei", "fi")).marks == [Mark.PIECE, Mark.FAILED]
    assert program.make(en("hello")).marks == [Mark.PIECE, Mark.DONE]


def test_what_is_called_off_ends_at_once_even_while_a_mute_voice_is_waited_for(program: Program):
    program.give(Segment("hei", "fi"))
    program.input.write(pack_hush(program.id))
    since = time.monotonic()
    assert program.make(en("next")).marks == [Mark.PIECE, Mark.DONE]
    assert time.monotonic() - since < 1.0


def test_speeds_are_rates_of_macos_and_beyond_its_scale_are_its_ends():
    speeds = (SLOWEST_WPM, 90, 135, 180, 360, 540, 720, FASTEST_WPM)
    rates = (0.0, 0.0, 0.25, 0.5, 2 / 3, 5 / 6, 1.0, 1.0)
    assert tuple(map(rate_for, speeds)) == pytest.approx(rates)


def test_where_there_is_no_avfaudio_it_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "AVFAudio", None)
    with pytest.raises(EngineError, match="AVFAudio"):
        open_avspeech()
