"""The leak guard in the studio's window: loose headphones beside a microphone, and closed ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import WindowStudio, arrangement, furnish
from tests.audio.voices import TALK, at_db, lasting, spoken
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.harness.screenreader import Lab

LEAK = "Viewers can hear the studio's voice."


@contextmanager
def _studio(lab: Lab, folder: Path, pulse: PulseServer, **settings) -> Iterator[WindowStudio]:
    """It speaks for itself, and somebody talks into its microphone all the time."""
    show = arrangement(
        [PictureSource("Kitchen", PictureKind.TEST)],
        [SoundSource("Headset", SoundKind.MICROPHONE, "virtmic")],
    )
    keys = {"status.leak": "Ctrl+Alt+J"}
    furnish(
        folder / "data",
        show,
        monitor_device="Headphones",
        speech_wpm=200,
        shortcuts=keys,
        **settings,
    )
    talk = at_db(spoken(TALK, RATE, wpm=170, pitch=30), -22)
    with WindowStudio(lab, folder / "data", pulse.env) as studio:
        wait_until(lambda: pulse.playing_on("headphones"), 20, "the headphones")
        pulse.play("micfeed", lasting(talk, 150 * RATE), wait=False)
        yield studio


def _have_it_speak(studio: WindowStudio, seconds: float) -> None:
    """What is on air, again and again: it answers a newer question at once."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        studio.press("ctrl+i", "")
        time.sleep(3.0)


def _leaks(studio: WindowStudio) -> list[str]:
    return [told["text"] for told in studio.told() if told["text"].startswith(LEAK)]


@pytest.mark.soak
def test_loose_headphones_are_told_once_and_closed_ones_never(
    own_pulse: PulseServer, tmp_path: Path
):
    with (
        Lab(orca=False) as lab,
        _studio(lab, tmp_path, own_pulse, brief_answers=False) as studio,
    ):
        _have_it_speak(studio, 24)
        assert _leaks(studio) == []
        quiet = studio.press("ctrl+alt+j", "Your microphone")
        assert quiet["text"] == "Your microphone does not pick up the studio's voice."
        with own_pulse.looped("headphones", "micfeed"):
            begun = time.monotonic()
            while not _leaks(studio) and time.monotonic() - begun < 40:
                _have_it_speak(studio, 1)
            assert _leaks(studio) == [
                f"{LEAK} Headset picks it up. Use closed headphones, or turn the voice down."
            ]
            studio.press("ctrl+5", LEAK)
            _have_it_speak(studio, 12)
            told = [text for text in _leaks(studio) if "Headset" in text]
            assert len(told) == 1


def test_whoever_has_a_screen_reader_is_told_once_that_the_guard_cannot_hear_it(
    own_pulse: PulseServer, tmp_path: Path
):
    with Lab() as lab, _studio(lab, tmp_path, own_pulse) as studio:
        studio.press("ctrl+shift+r", "You are rehearsing.")
        for _ in range(2):
            studio.press("ctrl+shift+l", "You are live in rehearsal.")
            studio.press("ctrl+shift+e", "The rehearsed show has ended")
        told = [t for t in studio.told() if t["text"].startswith("The studio cannot hear your")]
        assert len(told) == 1
        assert "screen reader" in told[0]["outlets"]
        answer = studio.press("ctrl+alt+j", "The studio cannot hear your screen reader")
        assert "give it closed headphones" in answer["text"]
