"""What a streamer does most: how many keys it takes, and how many words are heard then."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator

import pytest

from studio.model.destination import Destination
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import (
    NO_SOUND,
    WindowStudio,
    another_program,
    arrangement,
    furnish,
    is_of_a_crowded_machine,
    without_report,
)
from tests.harness.ingest import RtmpIngest
from tests.harness.process import wait_until
from tests.harness.screenreader import Lab, Said

KEY = "ear-93bc-key"
MOST_WORDS = 10
LAST_S = 2.0
"""How long after the last key more may be said of it."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory) -> Iterator[WindowStudio]:
    data = tmp_path_factory.mktemp("ear") / "data"
    with Lab() as lab, RtmpIngest(KEY) as ingest:
        furnish(
            data,
            arrangement(
                [PictureSource("Bars", PictureKind.TEST)], [SoundSource("Hum", SoundKind.TONE)]
            ),
            Destination("Shop", ingest.address),
            key=KEY,
        )
        with WindowStudio(lab, data, NO_SOUND) as studio:
            lab.wait_said("Off air")
            lab.settle(1.5)
            yield studio
            assert studio.terminate() == 0


# One key each. The words are the first that are heard; what one key does the next may undo.
TASKS = [
    ("am I live", "ctrl+1", r"You are not live\."),
    ("go live", "ctrl+shift+l", r"Going live\. Live on Shop\."),
    ("am I live, while live", "ctrl+1", r"You are live, \d+ seconds?\."),
    ("record", "ctrl+r", r"Recording\."),
    ("mute", "ctrl+m", r"Muted\."),
    ("am I muted", "ctrl+2", r"You are muted\."),
    ("unmute", "ctrl+m", r"Unmuted\."),
    ("show the next card", "ctrl+Right", r"[^.]+, ¥[0-9.]+"),
    ("hide it", "ctrl+h", r"Card hidden\."),
    ("what is on air", "ctrl+i", r"You are live, \d+ seconds?\. You are not muted\."),
    ("hear it again", "ctrl+shift+space", r"You are live, \d+ seconds?\. You are not muted\."),
    ("how loud am I", "ctrl+l", r"(Good|Too loud|Too quiet): -\d+ LUFS, peak -\d+ decibels\."),
    ("undo", "ctrl+z", r"(undo )?Hide card undone\. [^.]+, ¥[0-9.]+"),
    (
        "end",
        "ctrl+shift+e",
        r"Ending\. (Off air, \d+ seconds?\. Recording saved\."
        r"|Recording saved\. Off air, \d+ seconds?\.)",
    ),
]


@pytest.mark.parametrize(("task", "key", "heard"), TASKS, ids=[task for task, *_ in TASKS])
def test_one_key_and_at_most_ten_words(studio, task, key, heard):
    lab, mark = studio.lab, studio.lab.mark()

    def said() -> list[Said]:
        told = [each for each in lab.said(mark) if not each.is_key_echo]
        return [each for each in told if not is_of_a_crowded_machine(each.announced)]

    def words() -> str:
        return without_report(" ".join(each.announced for each in said() if each.announced))

    lab.press(key)
    with contextlib.suppress(TimeoutError):
        wait_until(lambda: re.fullmatch(heard, words()), 30)
    time.sleep(LAST_S)
    assert re.fullmatch(heard, words()), words()
    assert len(without_report(" ".join(each.text for each in said())).split()) <= MOST_WORDS
    assert {each.client for each in said()} == {
        each.client for each in lab.said(mark) if each.is_by_orca
    }, "nobody is spoken to twice"


def test_status_and_mute_are_asked_for_while_another_window_is_in_front(studio):
    lab = studio.lab
    with another_program(lab) as title:
        for key, heard in (
            ("ctrl+alt+shift+1", "You are not live."),
            ("ctrl+alt+shift+m", "Muted."),
            ("ctrl+alt+shift+i", "You are not live. You are muted."),
            ("ctrl+alt+shift+m", "Unmuted."),
            ("ctrl+alt+shift+space", "Unmuted."),
        ):
            assert lab.active_title() == title
            mark = lab.mark()
            lab.press(key)
            lab.wait_announced(heard, since=mark)


def test_a_key_that_another_program_has_is_named(studio, tmp_path):
    """The first studio has them all."""
    lab = studio.lab
    with WindowStudio(lab, tmp_path / "data", NO_SOUND) as other:
        told = other.wait_told("Another program has ")
        assert "Ctrl+Alt+Shift+I" in told["text"]
        assert other.terminate() == 0
