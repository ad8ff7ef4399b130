"""A seller rehearses a planned show with real keys in the real window; all of it is heard."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from studio.cards.demo import demo_products
from studio.model.rundown import Rundown, Segment, SegmentKind
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import NO_SOUND, WindowStudio, arrangement, furnish
from tests.audio.voices import TALK, at_db, lasting, spoken
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.harness.screenreader import Lab

FIRST = demo_products()[0]
PLAN = Rundown(
    "Evening",
    (
        Segment(SegmentKind.GREETING, minutes=2, script="Good evening! Sit down."),
        Segment(SegmentKind.PRODUCT, product=FIRST.code, minutes=5, script="It is hot."),
        Segment(SegmentKind.THANKS),
    ),
    "en",
)


@pytest.fixture
def studio(tmp_path) -> Iterator[WindowStudio]:
    data = tmp_path / "data"
    furnish(
        data,
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)], [SoundSource("Hum", SoundKind.TONE)]
        ),
        rundown=PLAN,
    )
    with Lab() as lab, WindowStudio(lab, data, NO_SOUND) as studio:
        lab.settle(1.5)
        yield studio
        assert studio.terminate() == 0


def test_a_show_is_planned_rehearsed_and_prompted_by_keys(studio):
    lab, name = studio.lab, FIRST.name.name
    studio.press("ctrl+shift+r", "rehears")
    studio.press("ctrl+shift+l", "rehears")
    studio.press("shift+F9", "No segment of Evening has begun. Next: Greeting.")
    studio.press("ctrl+Next", "Segment 1 of 3, Greeting. 2 minutes.")
    studio.press("F8", "Good evening!")
    studio.press("F8", "Sit down.")
    studio.press("shift+F8", "Sit down.")
    studio.press("F8", f"The script is over. Next: {name}.")
    studio.press("ctrl+Next", f"Segment 2 of 3, {name}. 5 minutes. {name}, ¥39.90, is on screen.")
    studio.press("F9", f"{name}, ¥39.90.")
    studio.press("ctrl+8", "left. 5 minutes in the show.")
    # Editing while it runs: another segment behind the product, and back.
    assert "1. Greeting" in studio.go_to("Rundown")
    lab.key("Down")
    mark = studio.mark()
    lab.press("ctrl+Up")
    studio.wait_heard(f"{name} is now segment 1 of 3.", mark)
    studio.press("ctrl+z", "Move segment up undone.")
    studio.press("ctrl+s", "The rundown is saved in Evening.rundown.")
    studio.press("ctrl+Next", "Segment 3 of 3, Thanks.")
    studio.press("ctrl+i", "You are rehearsing as if live")
    studio.press("ctrl+Prior", f"Segment 2 of 3, {name}.")
    assert (studio.data / "rundowns" / "Evening.rundown").exists()


def test_the_script_is_prompted_at_the_pauses_of_a_voice_in_the_headphones_alone(
    own_pulse: PulseServer, tmp_path
):
    """A real voice in a real microphone, and the studio's own voice in the headphones."""
    talk = at_db(spoken(TALK, RATE, wpm=170, pitch=30), -22)
    data = tmp_path / "data"
    furnish(
        data,
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)],
            [SoundSource("Headset", SoundKind.MICROPHONE, "virtmic")],
        ),
        rundown=PLAN,
        monitor_device="Headphones",
        prompt_by_itself=True,
    )
    with (
        Lab(orca=False) as lab,
        own_pulse.recording("public") as room,
        WindowStudio(lab, data, own_pulse.env) as studio,
    ):
        wait_until(lambda: own_pulse.playing_on("headphones"), 20, "the headphones")
        with own_pulse.recording("headphones") as ears:
            studio.press("ctrl+Next", "Segment 1 of 3, Greeting.")
            before = len(studio.told())
            since = time.monotonic()
            assert "voice" in studio.wait_told("Good evening!", before - 1)["outlets"]
            wait_until(lambda: ears.first_sound(since), 10, "the voice")
            lab.settle(4.0)
            assert "Sit down." not in studio.texts(), "nobody has spoken yet"
            own_pulse.play("micfeed", lasting(talk, 3 * RATE), wait=False)
            studio.wait_told("Sit down.", before, 15)
        assert room.peak(since) < 0.002
        assert studio.terminate() == 0
