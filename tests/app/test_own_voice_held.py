"""The studio's own voice, which comes back through the microphone, is never taken for a command.

The worst case is made real: what was taught was said by the very voice that the studio speaks with,
and all that the headphones play is played into the microphone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soxr

from studio.app.studio import Studio
from studio.commands.command import Origin
from studio.model.announcement import Announcement
from studio.model.events import Answered, UtteranceHeard
from studio.model.message import say
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from studio.model.settings import Settings
from studio.model.voice import Recording, TaughtCommand, Utterance
from studio.paths import DATA_VARIABLE
from studio.speech.announcer import Announcer
from tests.app.window_studio import arrangement, furnish
from tests.harness.mouth import recording
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer

WORDS = "Show the next product."
QUIET = 0.01
"""Far below a word; what is left of one when it is cut off is louder."""


def own_words(turn: int) -> Recording:
    """As the studio's own voice says them."""
    return recording(WORDS, turn, wpm=Settings().speech_wpm, pitch=Settings().speech_pitch)


class Loop:
    """A studio whose microphone hears all that its headphones play."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.heard: list[Utterance] = []
        studio.listen(self._note)

    def _note(self, event: object) -> None:
        if isinstance(event, UtteranceHeard):
            self.heard.append(event.utterance)

    def announce(self, times: int = 1) -> None:
        told = say(WORDS)
        for _ in range(times - 1):
            told = told.then(say(WORDS))
        self.studio.post(Answered(Announcement(told)))

    def hold(self) -> float:
        self.studio.dispatch("voice.hold", Origin.KEY)
        wait_until(lambda: self.studio.state().listening.is_held, 20, "the key")
        return time.monotonic()

    def release(self) -> float:
        count = len(self.heard)
        self.studio.dispatch("voice.release")
        wait_until(lambda: len(self.heard) > count, 20, "what was heard")
        return time.monotonic()


@pytest.fixture
def loop(own_pulse: PulseServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loop]:
    takes = tuple(own_words(turn).take for turn in range(3))
    furnish(
        tmp_path / "data",
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)],
            [SoundSource("Headset", SoundKind.MICROPHONE, "virtmic")],
        ),
        taught=[TaughtCommand("t", "card.next", {}, "the next product", takes)],
        monitor_device="Headphones",
        own_voice="always",
        frame_rate=10,
    )
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    studio = Studio(Announcer(), is_read=lambda: False)
    made = Loop(studio)
    studio.start()
    try:
        studio.ready.result(30)
        wait_until(lambda: own_pulse.playing_on("headphones"), 20, "the headphones")
        wait_until(lambda: not studio.show.own_voice.is_talking, 30, "its first words")
        with own_pulse.looped("headphones", "micfeed"):
            yield made
    finally:
        studio.stop()
    assert not studio.has_failed


def test_what_it_has_to_say_while_the_key_is_held_is_said_afterwards(
    loop: Loop, own_pulse: PulseServer
):
    with own_pulse.recording("headphones") as ear:
        held_at = loop.hold()
        loop.announce()
        time.sleep(2.0)
        assert ear.peak(held_at + 0.5) < QUIET, "it waits"
        released = loop.release()
        wait_until(lambda: ear.peak(released + 0.4) > 0.05, 30, "its words")
    assert loop.heard[-1].taught == ""
    assert loop.heard[-1].over_voice == 0.0
    assert loop.studio.state().card is None


def test_what_it_is_saying_stops_when_the_key_is_pressed_and_is_said_on_afterwards(
    loop: Loop, own_pulse: PulseServer
):
    with own_pulse.recording("headphones") as ear:
        began = time.monotonic()
        loop.announce(3)
        wait_until(lambda: ear.first_sound(began), 30, "its words")
        time.sleep(0.7)
        held_at = loop.hold()
        time.sleep(1.5)
        assert ear.peak(held_at + 0.5) < QUIET, "it is quiet"
        released = loop.release()
        wait_until(lambda: ear.peak(released + 0.4) > 0.05, 30, "the rest of them")
    assert loop.studio.state().card is None
    wait_until(lambda: not loop.studio.show.own_voice.is_talking, 30, "its last word")


def test_the_same_words_are_understood_when_they_are_not_its_own(
    loop: Loop, own_pulse: PulseServer
):
    """Else the two above would prove nothing."""
    loop.hold()
    said = own_words(1)
    own_pulse.play("micfeed", soxr.resample(said.samples, 16_000, RATE).astype(np.float32))
    loop.release()
    assert loop.heard[-1].taught == "t"
    wait_until(lambda: loop.studio.state().card is not None, 20, "a card")
