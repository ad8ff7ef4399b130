"""A show by voice in the real studio: what was heard is done, asked, offered and told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
import soxr

from studio.app.studio import Studio
from studio.model.events import UtteranceHeard
from studio.model.message import Money, Name
from studio.model.product import Product
from studio.model.scene import PictureKind, PictureSource, Placement, Scene, SoundKind, SoundSource
from studio.model.settings import Settings
from studio.model.state import ShowState
from studio.model.voice import NAME, Guess, Listening, Take, TaughtCommand, Utterance
from studio.speech.announcer import Announcer
from studio.voice.takes import features_of, make_take
from tests.audio.voices import spoken
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.harness.readings import rendition

SCARF = Product("scarf", Name("Wool scarf"), Money(Decimal("24.90"), "CNY"), stock=12, slot=1)
TEA = Product("tea", Name("Green tea"), Money(Decimal("39.90"), "CNY"), slot=2)
CAMERA = PictureSource("Camera", PictureKind.TEST, id="camera")
SCENES = (
    Scene("Kitchen", (Placement("camera"),), id="kitchen"),
    Scene("Table", (Placement("camera"),), id="table"),
)
SILENT = SoundSource("Headset", SoundKind.SILENCE, id="mic")
HEADSET = SoundSource("Headset", SoundKind.MICROPHONE, "virtmic", id="mic")

TITLES = {
    NAME: "Earshot",
    "card.next": "next card",
    "card.hide": "hide card",
    "sound.mute": "mute",
    "show.go_live": "go live",
    "show.end": "end the show",
    "studio.yes": "yes",
    "studio.no": "no",
    "studio.undo": "undo",
    "voice.sleep": "go to sleep",
    "voice.wake": "wake up",
    "voice.first": "the first one",
    "voice.log": "what did you hear",
    "voice.clear_log": "forget all that",
}


def taught(takes: dict[str, tuple[Take, ...]] | None = None) -> tuple[TaughtCommand, ...]:
    """Those of which there are takes; without any all of them, by takes of noise."""
    if takes is None:
        noise = np.random.default_rng(1).normal(0, 0.1, (3, 16_000)).astype(np.float32)
        takes = dict.fromkeys(TITLES, tuple(Take(features_of(one), 1.0) for one in noise))
    return tuple(
        TaughtCommand(id_, "" if id_ == NAME else id_, {}, TITLES[id_], of_it)
        for id_, of_it in takes.items()
    )


class Heard:
    """A studio without a window, whose words are written down, and to which things are said."""

    def __init__(self, listening: Listening, sound: SoundSource, *known: TaughtCommand) -> None:
        def arrange(state: ShowState) -> ShowState:
            return replace(
                state,
                settings=replace(Settings(), listening=str(listening)),
                picture_sources=(CAMERA,),
                sound_sources=(sound,),
                scenes=SCENES,
                scene="kitchen",
                products=(SCARF, TEA),
                products_beyond=0,
                is_rehearsal=True,
                taught=known,
            )

        self.announcer = Announcer()
        self.studio = Studio(self.announcer, arrange, keeps=False)
        self.utterances: list[Utterance] = []
        self.studio.listen(self._note)
        self.studio.start()
        self.studio.ready.result(30)

    def _note(self, event: object) -> None:
        if isinstance(event, UtteranceHeard):
            self.utterances.append(event.utterance)

    @property
    def words(self) -> list[str]:
        return [said.announcement.text for said in self.announcer.history()]

    @property
    def state(self) -> ShowState:
        return self.studio.state()

    def wish(self, command: str, beginning: str, **values: object) -> str:
        before = len(self.words)
        self.studio.dispatch(command, **values)
        return self.wait(beginning, since=before)

    def say(self, command: str, beginning: str, *, held: bool = True, named: bool = False) -> str:
        before = len(self.words)
        now = time.monotonic()
        said = Utterance(now - 1, now, held, named, (Guess(command, 0.5),), command)
        self.studio.post(UtteranceHeard(said))
        return self.wait(beginning, since=before)

    def say_in_vain(self, said: Utterance) -> None:
        """Have something said of which nothing may come."""
        before = self.words
        self.studio.post(UtteranceHeard(said))
        wait_until(lambda: said in self.utterances, 5, "the utterance")
        self.wish("status.muted", "You are")  # whatever was to be said before that, was
        assert self.words[len(before) :][:-1] == []

    def open_microphone(self, pulse: PulseServer) -> None:
        """Say something until it is heard."""
        for _ in range(20):
            pulse.play("micfeed", _mouth(TITLES["card.next"]), wait=False)
            until = time.monotonic() + 1.0
            while time.monotonic() < until:
                level = self.studio.levels().sources.get("mic")
                if level is not None and level.peak_db > -40:
                    time.sleep(1.5)  # it has ended
                    return
                time.sleep(0.02)
        pytest.fail("no sound came from the microphone")

    def wait(self, beginning: str, timeout_s: float = 12.0, *, since: int = 0) -> str:
        def look() -> str | None:
            return next((w for w in self.words[since:] if w.startswith(beginning)), None)

        return wait_until(look, timeout_s, f"{beginning} among {self.words}") or ""


@contextmanager
def heard(listening: Listening, sound: SoundSource, *known: TaughtCommand) -> Iterator[Heard]:
    one = Heard(listening, sound, *known)
    try:
        yield one
    finally:
        one.studio.stop()


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
        own_pulse.play("micfeed", soxr.resample(words, 16_000, RATE))

    with heard(Listening.HANDS_FREE, HEADSET, *taught(takes)) as show:
        show.open_microphone(own_pulse)
        speak(NAME, "card.next")
        show.wait("next card. Wool scarf")
        speak(NAME, "card.next", pause_s=0.7)
        show.wait("next card. Green tea")
        speak("card.hide")
        speak("studio.yes")
        assert [one.taught for one in show.utterances] == ["card.next", "card.next"]
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
