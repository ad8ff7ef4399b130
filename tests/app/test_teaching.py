"""Somebody teaches the studio by ear, with a real microphone and headphones, and is understood.

An installed voice stands in for the mouth: what is judged here is the way from the microphone to
the command and back to the ear, not how well people are recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soxr

from studio.app.studio import Studio
from studio.commands.command import Origin
from studio.model.lesson import Turn, own_takes
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from studio.paths import DATA_VARIABLE
from studio.speech.announcer import Announcer
from tests.app.window_studio import arrangement, furnish
from tests.harness.mouth import speech
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer

NEXT, HIDE = "show the next product", "take the card away"


class Classroom:
    """A studio, and a mouth before its microphone."""

    def __init__(self, studio: Studio, pulse: PulseServer) -> None:
        self.studio = studio
        self._pulse = pulse

    def do(self, command: str, **values: object) -> None:
        self.studio.dispatch(command, Origin.KEY, **values)

    def speak(self, words: str, turn: int = 0) -> None:
        said = speech(words, wpm=160 + 6 * turn, pitch=48 + 2 * turn)
        louder = soxr.resample(said, 16000, RATE).astype(np.float32) * 0.7
        self._pulse.play("micfeed", louder)

    def take(self, words: str, turn: int) -> None:
        """Wait for the tone, say it, and wait until it was judged."""
        wait_until(self._is_my_turn, 20, "the tone")
        before = self.told
        self.speak(words, turn)
        wait_until(lambda: self.told != before and not self._is_judging(), 15, "the judgement")

    def _is_my_turn(self) -> bool:
        lesson = self.studio.state().lesson
        return lesson is not None and lesson.turn is Turn.PERSON

    def _is_judging(self) -> bool:
        lesson = self.studio.state().lesson
        return lesson is not None and lesson.turn is Turn.JUDGING

    def wait_told(self, words: str, timeout_s: float = 20.0) -> str:
        def found() -> list[str]:
            return [text for text in self.told if words in text]

        return wait_until(found, timeout_s, f"{words!r} in {self.told[-5:]}")[-1]

    @property
    def told(self) -> list[str]:
        return [announcement.text for _at, announcement in self.studio.history()]


@pytest.fixture
def classroom(
    own_pulse: PulseServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Classroom]:
    furnish(
        tmp_path / "data",
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)],
            [SoundSource("Headset", SoundKind.MICROPHONE, "virtmic")],
        ),
        monitor_device="Headphones",
        own_voice="always",
        speech_wpm=400,
        frame_rate=10,
    )
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    studio = Studio(Announcer(), is_read=lambda: False)
    studio.start()
    try:
        studio.ready.result(30)
        wait_until(lambda: own_pulse.playing_on("headphones"), 20, "the headphones")
        yield Classroom(studio, own_pulse)
    finally:
        studio.stop()
    assert not studio.has_failed


def test_two_commands_are_taught_by_ear_tried_and_used(
    classroom: Classroom, own_pulse: PulseServer
):
    classroom.wait_told("commands by a machine's voice; say each once and I know yours better.")
    with own_pulse.recording("headphones") as ear:
        classroom.do("voice.teach", which="card.next")
        for turn in range(3):
            classroom.take(NEXT, turn)
    assert classroom.wait_told("“Next card” is known.")
    assert ear.peak() > 0.05
    classroom.do("voice.teach", which="card.hide")
    classroom.take(NEXT, 3)
    assert classroom.wait_told("That sounds too much like “Next card”.")
    for turn in range(3):
        classroom.take(HIDE, turn)
    assert classroom.wait_told("“Hide card” is known.")

    classroom.do("voice.check")
    wait_until(lambda: classroom.studio.show.cue.is_waiting, 20, "the tone")
    classroom.speak(NEXT, 1)
    assert classroom.wait_told("I heard “Next card”, clearly.")

    classroom.do("voice.hold")
    classroom.speak(NEXT, 2)
    classroom.do("voice.release")
    wait_until(lambda: classroom.studio.state().card is not None, 10, "a card")
    classroom.do("voice.hold")
    classroom.speak(HIDE, 1)
    classroom.do("voice.release")
    wait_until(lambda: classroom.studio.state().card is None, 10, "no card")


def test_a_lesson_waits_for_who_says_nothing_and_what_was_said_is_there_at_the_next_start(
    classroom: Classroom,
):
    classroom.do("voice.teach_first")
    classroom.take(NEXT, 0)
    assert classroom.wait_told("I heard nothing.", 30)
    classroom.do("studio.cancel")
    assert classroom.wait_told("Called off: Teaching commands by voice.")
    classroom.studio.stop()
    again = Studio(Announcer(), is_read=lambda: False)
    again.start()
    try:
        again.ready.result(30)
        begun = next(one for one in again.state().taught if one.command == "card.next")
        assert len(own_takes(begun)) == 1
    finally:
        again.stop()
