"""What a streamer does most where no screen reader runs: the studio's own voice, heard once.

What is looked at is what reaches the voice's program and what the headphones play then.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from studio.audio.lines import microphones
from studio.model.destination import Destination
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.test_tasks_by_ear import KEY, MOST_WORDS, TASKS
from tests.app.window_studio import (
    WindowStudio,
    another_program,
    arrangement,
    furnish,
    is_of_a_crowded_machine,
    without_report,
)
from tests.harness.camera import HttpCamera
from tests.harness.ingest import RtmpIngest
from tests.harness.process import environment, wait_until
from tests.harness.pulse import RATE, PulseServer, Recording
from tests.harness.screenreader import Lab
from tests.harness.voice_tap import VoiceTap

WPM = 900
"""As fast as it goes; what is said does not depend on it."""
QUIET_S = 0.4
"""Nothing more is said of a key once the headphones were silent for so long."""

_CARD = r"重庆牛油火锅底料 五百克, thirty-nine point nine yuan"
_SECONDS = r"[a-z-]+ seconds?"
SPOKEN = {
    "am I live": r"You are not live\.",
    "go live": r"Going live\. Live on Shop\.",
    "am I live, while live": rf"You are live, {_SECONDS}\.",
    "record": r"Recording\.",
    "mute": r"Muted\.",
    "am I muted": r"You are muted\.",
    "unmute": r"Unmuted\.",
    "show the next card": _CARD,
    "hide it": r"Card hidden\.",
    "what is on air": rf"You are live, {_SECONDS}\. You are not muted\.",
    "hear it again": rf"You are live, {_SECONDS}\. You are not muted\.",
    "how loud am I": (
        r"(Good|Too loud|Too quiet): minus [a-z-]+ LUFS, peak minus [a-z-]+ decibels\."
    ),
    "undo": rf"Hide card undone\. {_CARD}",
    "end": (
        rf"Ending\. (Off air, {_SECONDS}\. Recording saved\."
        rf"|Recording saved\. Off air, {_SECONDS}\.)"
    ),
}
"""All that is said upon the key of each task, as a voice is given it."""


@dataclass
class Show:
    """A studio with its own voice, and all that it can lose."""

    studio: WindowStudio
    tap: VoiceTap
    ears: Recording
    room: Recording
    pulse: PulseServer
    ingest: RtmpIngest
    camera: HttpCamera

    def given(self, since: int) -> str:
        """What was given to the voice, but for what a crowded machine brings of itself."""
        texts = [one.text for one in self.tap.given(since)]
        return " ".join(text for text in texts if not is_of_a_crowded_machine(text))

    def wait_quiet(self, since: float) -> float:
        """Wait until it was heard and has ended; gives when the first sound came."""
        first = wait_until(lambda: self.ears.first_sound(since), 30, "the voice")
        wait_until(lambda: self.ears.peak(time.monotonic() - QUIET_S) == 0.0, 20, "quiet")
        return first


@pytest.fixture(scope="module")
def show(tmp_path_factory) -> Iterator[Show]:
    data = tmp_path_factory.mktemp("own") / "data"
    with (
        PulseServer() as pulse,
        VoiceTap() as tap,
        RtmpIngest(KEY) as ingest,
        HttpCamera() as camera,
        Lab(orca=False) as lab,
    ):
        with environment(pulse.env):
            (microphone,) = microphones()
        # A microphone that gives nothing is told of, in the middle of a task.
        hiss = np.random.default_rng(5).normal(0, 0.005, 120 * RATE).astype(np.float32)
        pulse.play("micfeed", hiss, wait=False)
        furnish(
            data,
            arrangement(
                [PictureSource("Kitchen", PictureKind.MEDIA, camera.url)],
                [
                    SoundSource("Hum", SoundKind.TONE),
                    SoundSource("Headset", SoundKind.MICROPHONE, microphone),
                ],
            ),
            Destination("Shop", ingest.address),
            key=KEY,
            monitor_device="Headphones",
            speech_wpm=WPM,
        )
        with (
            pulse.recording("headphones", latency_ms=20) as ears,
            pulse.recording("public", latency_ms=20) as room,
            WindowStudio(lab, data, {**pulse.env, **tap.env}) as studio,
        ):
            tap.wait_given("Earshot Studio")
            shown = Show(studio, tap, ears, room, pulse, ingest, camera)
            shown.wait_quiet(0)
            yield shown
            assert studio.terminate() == 0
            assert lab.said() == [], "nobody but the studio's own voice spoke"
            assert room.peak() == 0.0, "nobody but the streamer heard it"


@pytest.mark.parametrize(("task", "key"), [task[:2] for task in TASKS], ids=[t for t, *_ in TASKS])
def test_one_key_and_at_most_ten_words(show: Show, task: str, key: str):
    mark, pressed = show.tap.mark(), time.monotonic()
    show.studio.lab.press(key)
    answer = re.compile(SPOKEN[task])
    try:
        wait_until(lambda: answer.fullmatch(without_report(show.given(mark))), 30)
    except TimeoutError:
        pytest.fail(f"{task}: {show.given(mark)!r}")
    first = show.wait_quiet(pressed)
    words = without_report(show.given(mark))
    assert answer.fullmatch(words), f"spoken once, and nothing after it: {words}"
    assert len(words.split()) <= MOST_WORDS, words
    print(f"{task}: first sound {1000 * (first - pressed):.0f} ms after the key; {words}")


def test_status_and_mute_are_asked_for_while_another_window_is_in_front(show: Show):
    with another_program(show.studio.lab) as title:
        for key, words in (
            ("ctrl+alt+shift+1", "You are not live."),
            ("ctrl+alt+shift+m", "Muted."),
            ("ctrl+alt+shift+i", "You are not live. You are muted."),
            ("ctrl+alt+shift+m", "Unmuted."),
            ("ctrl+alt+shift+space", "Unmuted."),
        ):
            assert show.studio.lab.active_title() == title
            mark, pressed = show.tap.mark(), time.monotonic()
            show.studio.lab.press(key)
            show.tap.wait_given(words, mark)
            show.wait_quiet(pressed)
            assert show.given(mark) == words


def test_what_is_lost_is_spoken_unasked_while_another_window_is_in_front(show: Show):
    """Within two seconds on an idle machine; how long it took is in the report."""
    show.studio.press("ctrl+shift+l", "You are live on Shop.")
    show.tap.wait_given("Live on Shop.")
    with another_program(show.studio.lab):
        for lose, words in (
            (show.camera.unplug, "Kitchen"),
            (lambda: show.pulse.remove("virtmic"), "Headset has stopped sending sound."),
            # Last, for why it stays away is told later, and what that interrupts is said again.
            (show.ingest.kill, "The studio keeps trying."),
        ):
            show.wait_quiet(0)
            mark, at = show.tap.mark(), time.monotonic()
            lose()
            given = show.tap.wait_given(words, mark)
            first = show.wait_quiet(given.at)
            assert show.given(mark).count(given.text) == 1, "once"
            print(f"{given.text} {first - at:.1f} s")
