"""The real studio hears words: from the microphone by Vosk and the interpreter to the command.

With the Korean model, the only one in reach; what is said is made by the machine.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator

import pytest

from studio import paths
from studio.model.voice import Listening
from tests.app.voice_studio import HEADSET, Heard
from tests.audio.voices import spoken
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.voice.korean import model

TOO_SLOW = "What hears words was too slow."
TRIES = 3


class HeardInKorean(Heard):
    """A studio whose person speaks Korean, with the model in its folder."""

    def __init__(self) -> None:
        super().__init__(Listening.HELD, HEADSET, words_language="ko", language="en")

    def say_aloud(self, pulse: PulseServer, phrase: str, beginning: str) -> str:
        """Hold the key, say a phrase, let go; again where it was not understood.

        The model is weak, and a machine that is busy breaks up what is said. Gives the answer.
        """
        for _ in range(TRIES):
            before = len(self.words)
            self.studio.dispatch("voice.hold", "key")
            wait_until(lambda: self.state.listening.is_held, 5, "the key")
            time.sleep(0.2)
            pulse.play("micfeed", 0.7 * spoken((phrase,), RATE, 0.3, 160, language="ko"))
            self.studio.dispatch("voice.release", "window", at=time.monotonic())
            with contextlib.suppress(TimeoutError):
                answer = self.wait((beginning, TOO_SLOW), 6, since=before)
                if not answer.startswith(TOO_SLOW):
                    return answer
        pytest.fail(f"not understood: {self.utterances[-TRIES:]}")


@pytest.fixture
def show(pulse: PulseServer, tmp_path, monkeypatch) -> Iterator[HeardInKorean]:
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    folder = paths.speech_models_folder()
    folder.mkdir(parents=True)
    (folder / "ko").symlink_to(model(), target_is_directory=True)
    one = HeardInKorean()
    try:
        one.wait("Words are heard in Korean.", 30)
        one.open_microphone(pulse)
        yield one
    finally:
        one.studio.stop()


def test_phrases_nobody_taught_are_understood_from_the_microphone(show, pulse):
    assert show.state.taught == ()
    assert show.say_aloud(pulse, "뭐 하고 있어", "What is under way").endswith(
        "Nothing is under way."
    )
    assert show.utterances[-1].language == "ko"
    assert not show.state.voice.is_muted
    show.say_aloud(pulse, "마이크 꺼", "Mute")
    assert show.state.voice.is_muted


def test_names_that_the_korean_model_cannot_know_are_told(show):
    told = show.wait("“Wool scarf” is not in this model's dictionary.")
    assert told.endswith("Teach it, or say its number.")


def test_the_show_goes_on_when_the_engine_aborts(show, pulse, studio_log):
    studio_log.expect("the engine for words ended")
    os.kill(show.studio.stage._hearing._words.process_id, signal.SIGABRT)
    show.wait("What hears words has ended by itself")
    show.wish("status.muted", "You are")
    wait_until(lambda: show.state.speech_models.hears == "ko", 30, "the engine, once more")
    show.say_aloud(pulse, "뭐 하고 있어", "What is under way")


def test_switched_off_nothing_of_the_model_stays(show):
    process = show.studio.stage._hearing._words.process_id
    show.wish("voice.use_words", "Words are not heard; taught commands are.")

    def is_gone() -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        return False

    wait_until(is_gone, 5, "the end of its process")
    assert show.state.speech_models.hears == ""
