"""The drivers for Windows and macOS, each on a stand-in for its system: the same tests for both.

That what they say is queued, silenced and said again as by any other engine is in `test_voice`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import numpy as np
import pytest

from studio.model.segment import Segment
from studio.model.voicing import Mark
from tests.speech.engine_program import PROGRAMS
from tests.speech.fake_sapi import SIGN_S
from tests.speech.test_synthesizer import Made, Program, en

USUAL = {"sapi5": 157, "avspeech": 180}
"""Words a minute at the usual speed, that of the stand-ins."""


@pytest.fixture(scope="module", params=USUAL)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def usual(engine: str) -> int:
    return USUAL[engine]


@pytest.fixture(scope="module")
def program(engine: str) -> Iterator[Program]:
    with subprocess.Popen(
        PROGRAMS[engine], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield Program(process)
        process.kill()


def hertz(made: Made, stretch: int = 0) -> float:
    samples = np.frombuffer(made.sounds[stretch], np.int16)
    return float(np.abs(np.fft.rfft(samples)).argmax()) * 22_050 / len(samples)


def test_its_voices_speak_their_languages(program: Program):
    assert {"Zira", "Huihui", "Andika", "Heami"} <= {name for name, _tags in program.voices}
    mixed = program.make(
        en("On screen:"), Segment("重庆小面", "zh"), Segment("enak", "id"), Segment("안녕", "ko")
    )
    assert mixed.marks == [Mark.PIECE, Mark.JOIN, Mark.JOIN, Mark.JOIN, Mark.DONE]
    assert [round(hertz(mixed, n), -2) for n in range(4)] == [300, 500, 700, 900]


def test_a_language_it_has_no_voice_for_is_told(program: Program):
    assert Mark.NO_VOICE in program.make(Segment("qapla", "tlh")).marks


@pytest.mark.parametrize("pitch", [50, 80])
def test_markup_is_read_out_and_not_obeyed(program: Program, usual: int, pitch):
    text = '<rate absspeed="10">a & b</rate> [[rate 500]]'
    made = program.make(en(text), wpm=usual, pitch=pitch)
    assert made.seconds == pytest.approx(SIGN_S * len(text), rel=0.02)


def test_speed_and_volume_are_followed_to_the_ends_of_its_scale(program: Program, usual: int):
    words = en("The quick brown fox")
    slowest, slow, normal, fast, fastest = (
        program.make(words, wpm=wpm).seconds for wpm in (80, 120, usual, 350, 900)
    )
    assert slowest > slow > normal > 1.8 * fast > 1.8 * fastest
    assert program.make(words, volume=50).loudness < 0.7 * program.make(words, volume=100).loudness
