"""Words from a real microphone to an utterance: the stage, its recognizer, and Vosk's process.

What is said is made by the machine, for no human Korean lies here: the way is tested, not how well
the model hears.
"""

import os
import signal
import time

import pytest

from studio.cards.gui import ensure_gui
from studio.model import events
from studio.model.scene import SoundKind, SoundSource
from studio.model.settings import Settings
from studio.model.speech_model import SpeechModel, WordsPhase
from studio.model.voice import Listening
from studio.program.stage import Stage
from tests.audio.voices import spoken
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.program.test_stage import Events
from tests.voice.korean import model

KOREAN = SpeechModel("ko", "test", model(), 0)
PHRASES = ("다음 카드", "마이크 켜기", "녹화 시작")


@pytest.fixture
def told():
    return Events()


@pytest.fixture
def stage(told, pulse: PulseServer):
    ensure_gui()
    stage = Stage(told, time.monotonic(), Settings(canvas="320x180"), lambda _wanted: "libx264")
    stage.use_sources([], [SoundSource("Headset", SoundKind.MICROPHONE, "Virtmic", id="mic")])
    told.wait(events.SourceOpened)
    stage.listen(Listening.HELD)
    yield stage
    stage.close()


def phases(told):
    return [event.news.phase for event in told.of(events.WordsChanged)]


def ready(told, count=1):
    wait_until(lambda: phases(told).count(WordsPhase.READY) >= count, 30, str(list(told)))


def say_held(stage, pulse, told, phrase):
    """Hold the key, say something into the microphone, let go; gives the utterance."""
    before = len(told.of(events.UtteranceHeard))
    stage.hold_voice(time.monotonic())
    time.sleep(0.3)
    pulse.play("micfeed", 0.7 * spoken((phrase,), RATE, 0.3, 160, language="ko"))
    stage.release_voice(time.monotonic())
    return told.wait(events.UtteranceHeard, before + 1).utterance


def test_words_come_from_the_microphone(stage, told, pulse):
    began = time.monotonic()
    stage.use_speech_model(KOREAN)
    stage.expect_words(PHRASES, (), ())
    assert time.monotonic() - began < 0.5, "nobody waits for the model"
    ready(told)  # within five seconds on an idle machine, as the bench tells
    # A machine that is busy breaks up what is said.
    said = (say_held(stage, pulse, told, "다음 카드") for _ in range(3))
    heard = next((one for one in said if "다음 카드" in one.words), None)
    assert heard is not None
    assert heard.language == "ko"
    assert heard.is_held


def test_without_a_model_there_are_no_words_and_none_once_it_is_gone(stage, told, pulse):
    assert say_held(stage, pulse, told, "다음 카드").words == ()
    stage.expect_words(PHRASES, (), ())
    stage.use_speech_model(KOREAN)
    ready(told)
    process = stage._hearing._words.process_id
    stage.use_speech_model(None)
    assert say_held(stage, pulse, told, "다음 카드").words == ()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_killed_engine_leaves_the_microphone_and_comes_back(stage, told, pulse, studio_log):
    studio_log.expect("the engine for words ended")
    stage.expect_words(PHRASES, (), ())
    stage.use_speech_model(KOREAN)
    ready(told)
    os.kill(stage._hearing._words.process_id, signal.SIGABRT)
    # Meanwhile it is heard as without it.
    assert say_held(stage, pulse, told, "녹화 시작").is_held
    ready(told, 2)
    assert WordsPhase.REPLACED in phases(told)
    assert "다음 카드" in say_held(stage, pulse, told, "다음 카드").words
