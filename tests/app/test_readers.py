"""Screen readers that come and go, two at once, and none that could be reached."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from studio.audio.lines import microphones
from studio.model.destination import Destination
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import (
    NO_SOUND,
    WindowStudio,
    another_program,
    arrangement,
    furnish,
    spoken,
)
from tests.harness.camera import HttpCamera
from tests.harness.ingest import RtmpIngest
from tests.harness.process import environment, wait_until
from tests.harness.pulse import PulseServer
from tests.harness.screenreader import Lab

KEY = "ear-93bc-key"
BARS = PictureSource("Bars", PictureKind.TEST)
HUM = SoundSource("Hum", SoundKind.TONE)


@pytest.fixture
def studio(tmp_path) -> Iterator[WindowStudio]:
    """In a lab without a reader."""
    furnish(tmp_path / "data", arrangement([BARS], [HUM]))
    with Lab(orca=False) as lab, WindowStudio(lab, tmp_path / "data", NO_SOUND) as studio:
        lab.settle(0.5)
        yield studio
        assert studio.terminate() == 0


def _heard(studio: WindowStudio, key: str) -> list[str]:
    """Press a key, wait until it was answered, and give what was said but the key itself."""
    mark = studio.mark()
    studio.lab.press(key)
    wait_until(lambda: len(studio.told()) > mark.told, 20, "an answer")
    studio.lab.settle(1.0)
    return [said.text for said in studio.lab.said(mark.said) if not said.is_key_echo]


def test_readers_come_and_go_and_nothing_is_lost(studio):
    lab = studio.lab
    assert _heard(studio, "ctrl+m") == [], "nobody is there"
    lab.start_reader()
    lab.focus_window("^Earshot")
    assert _heard(studio, "ctrl+m") == ["notification Unmuted."]
    lab.stop_reader()
    assert _heard(studio, "ctrl+m") == []
    lab.start_reader()
    lab.focus_window("^Earshot")
    assert _heard(studio, "ctrl+shift+space") == ["notification Muted."], "it was said meanwhile"
    lab.start_reader("another")
    assert _heard(studio, "ctrl+m") == ["notification Unmuted."] * 2, "one each"
    lab.stop_reader("another")
    assert _heard(studio, "ctrl+m") == ["notification Muted."]
    hum = [told["brief"] for told in studio.told() if "Hum" in told["text"]]
    assert hum == ["Muted.", "Unmuted.", "Muted.", "Muted.", "Unmuted.", "Muted."]


def test_without_an_accessibility_bus_the_studio_works_and_says_so(tmp_path):
    furnish(tmp_path / "data", arrangement([BARS], [HUM]))
    nowhere = {**NO_SOUND, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    with Lab(orca=False) as lab, WindowStudio(lab, tmp_path / "data", nowhere) as studio:
        studio.wait_told("Screen readers cannot be reached: ")
        mark = studio.mark()
        lab.press("ctrl+m")
        studio.wait_told("Hum is muted.", mark.told)
        assert studio.terminate() == 0


def test_what_is_lost_is_spoken_unasked_while_another_window_is_in_front(tmp_path):
    """Within two seconds on an idle machine; how long it took is in the report."""
    with (
        PulseServer() as pulse,
        RtmpIngest(key=KEY) as ingest,
        HttpCamera() as camera,
        Lab() as lab,
    ):
        with environment(pulse.env):
            (microphone,) = microphones()
        furnish(
            tmp_path / "data",
            arrangement(
                [PictureSource("Kitchen", PictureKind.MEDIA, camera.url)],
                [SoundSource("Headset", SoundKind.MICROPHONE, microphone)],
            ),
            Destination("Shop", ingest.address),
            key=KEY,
        )
        with WindowStudio(lab, tmp_path / "data", pulse.env) as studio:
            studio.press("ctrl+shift+l", "You are live on Shop.")
            with another_program(lab) as title:
                for lose, words in (
                    (ingest.kill, "The studio keeps trying."),
                    (camera.unplug, "Kitchen"),
                    (lambda: pulse.remove("virtmic"), "Headset has stopped sending sound."),
                ):
                    lab.settle(1.0)
                    mark, at = studio.mark(), time.time()
                    lose()
                    told = studio.wait_heard(words, mark)
                    heard = [s for s in lab.said(mark.said) if spoken(told) in s.text]
                    assert len(heard) == 1, "once"
                    print(f"{told['text']} {heard[0].at - at:.1f} s")
                    assert lab.active_title() == title
            assert studio.terminate() == 0
