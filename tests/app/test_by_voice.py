"""A show by voice in the real studio: what was heard is done, asked, offered and told."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import soxr

from studio.model.events import UtteranceHeard
from studio.model.voice import NAME, Guess, Listening, Take, TaughtCommand, Utterance
from studio.voice.takes import make_take
from tests.app.voice_studio import HEADSET, SCARF, SILENT, TITLES, heard, taught
from tests.audio.voices import spoken
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.harness.readings import rendition


@pytest.fixture
def without_a_sound_card(monkeypatch, studio_log):
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    studio_log.allow("no sound devices")
    # The encoders that are tried at the start are kept when the trial is over, or not any more.
    studio_log.allow("a job was refused")


@pytest.mark.usefixtures("without_a_sound_card")
def test_a_show_by_voice_with_the_key_held():
    with heard(Listening.HELD, SILENT, *taught()) as show:
        asked = show.say("show.go_live", "Go live?")
        assert asked == "Go live? Say yes, or press Ctrl+Shift+Y."
        show.say("studio.yes", "You are live in rehearsal.")
        told = show.say("card.next", "next card.")
        assert told == "next card. Wool scarf, ¥24.90, is on screen. 12 left."
        show.say("card.next", "next card. Green tea")
        show.say("studio.undo", "undo. Next card undone. Wool scarf")
        assert show.state.card == SCARF
        show.say("sound.mute", "mute. Headset is muted.")
        assert show.say("sound.mute", "Let viewers hear").startswith(
            "Let viewers hear Headset again? Say yes"
        )
        show.say("studio.no", "Nothing was done.")
        assert show.state.voice is not None
        assert show.state.voice.is_muted
        near = Utterance(1.0, 2.0, True, False, (Guess("card.hide", 1.1), Guess("card.next", 1.2)))
        before = len(show.words)
        show.studio.post(UtteranceHeard(near))
        show.wait("Did you mean 1, hide card, or 2, next card?", since=before)
        show.say("voice.first", "The card is hidden.")
        show.say("show.end", "End the show?")
        show.wish("studio.yes", "The rehearsed show has ended")
        told = show.say("voice.log", "what did you hear.")
        assert told.startswith(
            "what did you hear. Heard 11 times today, 7 times something was done."
        )
        said = Utterance(1.0, 2.0, True, False, (), "voice.clear_log")
        show.studio.post(UtteranceHeard(said))
        show.wait("12 entries are forgotten.")
        assert show.state.listening.log == ()
        assert not [words for words in show.words if "next card" in words]


@pytest.mark.usefixtures("without_a_sound_card")
def test_a_show_by_voice_hands_free():
    with heard(Listening.HANDS_FREE, SILENT, *taught()) as show:
        certain = (Guess("card.next", 0.5),)
        show.say_in_vain(Utterance(1.0, 2.0, False, False, certain, "card.next"))
        show.say_in_vain(Utterance(1.0, 2.0, False, True, certain, "card.next", over_voice=0.2))
        show.say("card.next", "next card. Wool scarf", held=False, named=True)
        show.say("show.go_live", "Go live?", held=False, named=True)
        show.say("studio.yes", "You are live in rehearsal.", held=False, named=True)
        show.say("voice.sleep", "go to sleep. Asleep.", held=False, named=True)
        show.say_in_vain(Utterance(1.0, 2.0, False, True, certain, "card.next"))
        show.say("card.next", "next card. Green tea", held=True)
        show.say("voice.wake", "wake up. Awake.", held=False, named=True)
        show.say("studio.undo", "undo. Next card undone. Wool scarf", held=False, named=True)
        show.say("show.end", "End the show?", held=False, named=True)
        show.wish("studio.no", "Nothing was done.")
        assert show.state.is_live


@pytest.mark.usefixtures("without_a_sound_card")
def test_todays_log_outlives_the_studio_and_forgetting_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path))
    with heard(Listening.HELD, SILENT, *taught(), keeps=True) as show:
        show.say("card.next", "next card. Wool scarf")
        log = show.state.listening.log
    assert len(log) == 1
    assert "next card" in _written(tmp_path)
    with heard(Listening.HELD, SILENT, *taught(), keeps=True) as show:
        assert show.state.listening.log == log
        show.wish("voice.log", "Heard 1 time today, 1 time something was done.")
        show.studio.dispatch("voice.clear_log")
        show.wait("1 entry is forgotten.")
    assert "next card" not in _written(tmp_path)
    with heard(Listening.HELD, SILENT, *taught(), keeps=True) as show:
        assert show.state.listening.log == ()


def _written(folder: Path) -> str:
    """All that lies in a folder, as text."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return "\n".join(file.read_bytes().decode("latin1") for file in files)


def _mouth(words: str, wpm: int = 170) -> np.ndarray:
    return spoken((words,), RATE, pause_s=0.0, wpm=wpm)


def _take(words: str, wpm: int) -> Take:
    return make_take(soxr.resample(_mouth(words, wpm), RATE, 16_000).astype(np.float32))


@pytest.fixture(scope="module")
def known() -> tuple[TaughtCommand, ...]:
    """Some of it, taught by a voice of the machine in place of a person's."""
    names = ("card.next", "sound.mute", "show.go_live", "studio.yes")
    return taught(
        {name: tuple(_take(TITLES[name], wpm) for wpm in (150, 170, 195)) for name in names}
    )


def test_what_is_said_into_the_microphone_while_the_key_is_held_is_done(
    own_pulse: PulseServer, known: tuple[TaughtCommand, ...], studio_log
):
    studio_log.allow("a job was refused")
    with heard(Listening.HELD, HEADSET, *known) as show:
        show.open_microphone(own_pulse)
        assert show.utterances == [], "nothing is heard before the key is held"
        show.studio.dispatch("voice.hold", "key")
        wait_until(lambda: show.state.listening.is_held, 5, "the key")
        own_pulse.play("micfeed", _mouth(TITLES["card.next"], wpm=182))
        let_go_at = time.monotonic()
        show.studio.dispatch("voice.release", "window", at=let_go_at)
        show.wait("next card. Wool scarf, ¥24.90, is on screen. 12 left.")
        assert show.utterances[0].is_held


PEOPLE = {
    NAME: 0,
    "card.next": 1,
    "card.hide": 2,
    "studio.yes": 3,
    "studio.no": 4,
    "show.go_live": 6,
}
"""Which phrase that somebody read aloud stands for which command."""


def test_hands_free_people_are_heard_behind_the_name_and_answer_without_it(
    own_pulse: PulseServer, studio_log
):
    studio_log.allow("a job was refused")
    takes = {
        name: tuple(make_take(rendition(phrase, turn)) for turn in range(3))
        for name, phrase in PEOPLE.items()
    }
    turns = iter(range(3, 100))

    def speak(*names: str, pause_s: float = 0.0) -> None:
        said = [rendition(PEOPLE[name], next(turns), pause_s / 2) for name in names]
        quiet = np.zeros(8_000, np.float32)
        words = np.concatenate([quiet, *said, quiet])
        own_pulse.play("micfeed", soxr.resample(words, 16_000, RATE), latency_ms=1000)

    with heard(Listening.HANDS_FREE, HEADSET, *taught(takes)) as show:
        show.open_microphone(own_pulse)
        speak(NAME, "card.next")
        show.wait("next card. Wool scarf")
        speak(NAME, "card.next", pause_s=0.7)
        show.wait("next card. Green tea")
        speak("card.hide")
        speak("studio.yes")
        commands = [one.taught for one in show.utterances if not one.is_call]
        assert commands == ["card.next", "card.next"]
        for answer, told in (("studio.no", "Nothing was done."), ("studio.yes", "You are live")):
            before = len(show.words)
            speak(NAME, "show.go_live", pause_s=0.3)
            show.wait("Go live?", since=before)
            speak(answer)
            show.wait(told, since=before)
        assert not show.utterances[-1].is_named


def test_off_no_sound_of_a_microphone_reaches_what_understands_it(
    own_pulse: PulseServer, known: tuple[TaughtCommand, ...], monkeypatch, studio_log
):
    studio_log.allow("a job was refused")
    from studio.voice.recognizer import Recognizer

    blocks: list[float] = []
    hear = Recognizer.hear

    def counted(self, samples, rate, captured_at):
        blocks.append(captured_at)
        hear(self, samples, rate, captured_at)

    monkeypatch.setattr(Recognizer, "hear", counted)
    with heard(Listening.OFF, HEADSET, *known) as show:
        show.open_microphone(own_pulse)
        show.wish("voice.hold", "Commands by voice are switched off.")
        assert blocks == []
        show.wish("voice.listen", "Listening while F5 is held.", mode="while held")
        wait_until(lambda: len(blocks) > 10, 5, "sound, now that it is on")
        show.wish("voice.listen", "Commands by voice are off.", mode="never")
        off_at = time.monotonic()
        own_pulse.play("micfeed", _mouth(TITLES["card.next"]))
        assert [at for at in blocks if at > off_at] == []
        assert show.utterances == []
