"""A studio without a window, to which things are said: into its microphone, or as if heard."""

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
from studio.voice.sound import RATE as VOICE_RATE
from studio.voice.takes import features_of
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.harness.readings import COUNT, rendition

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

    def __init__(
        self,
        listening: Listening,
        sound: SoundSource,
        *known: TaughtCommand,
        keeps: bool = False,
        **settings: object,
    ) -> None:
        def arrange(state: ShowState) -> ShowState:
            return replace(
                state,
                settings=replace(Settings(), listening=str(listening), **settings),
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
        self.studio = Studio(self.announcer, arrange, keeps=keeps)
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
        said = Utterance(now, now + 1, held, named, (Guess(command, 0.5),), command)
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
            words = soxr.resample(rendition(COUNT - 1), VOICE_RATE, RATE)
            playing = pulse.play("micfeed", words, wait=False)
            until = time.monotonic() + 1.0
            while time.monotonic() < until:
                level = self.studio.levels().sources.get("mic")
                if level is not None and level.peak_db > -40:
                    playing.process.wait(10)
                    return
                time.sleep(0.02)
        pytest.fail("no sound came from the microphone")

    def wait(
        self, beginning: str | tuple[str, ...], timeout_s: float = 12.0, *, since: int = 0
    ) -> str:
        def look() -> str | None:
            return next((w for w in self.words[since:] if w.startswith(beginning)), None)

        return wait_until(look, timeout_s, f"{beginning} among {self.words}") or ""


@contextmanager
def heard(
    listening: Listening,
    sound: SoundSource,
    *known: TaughtCommand,
    keeps: bool = False,
    **settings: object,
) -> Iterator[Heard]:
    """Start one; it listens so, has one microphone, and knows some phrases."""
    one = Heard(listening, sound, *known, keeps=keeps, **settings)
    try:
        yield one
    finally:
        one.studio.stop()
