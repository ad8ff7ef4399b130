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
from tests.cards.catalogue import many_products
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
    said = [said for said in studio.lab.said(mark.said) if not said.is_key_echo]
    return [one.announced for one in said if one.announced]


def _start_reader(lab: Lab) -> None:
    lab.start_reader()
    lab.focus_window("^Earshot")
    lab.key("F6")  # so that it knows where the focus is


def test_readers_come_and_go_and_nothing_is_lost(studio):
    lab = studio.lab
    assert _heard(studio, "ctrl+m") == [], "nobody is there"
    _start_reader(lab)
    assert _heard(studio, "ctrl+m") == ["Unmuted."]
    lab.stop_reader()
    assert _heard(studio, "ctrl+m") == []
    _start_reader(lab)
    assert _heard(studio, "ctrl+shift+space") == ["Muted."], "it was said meanwhile"
    lab.start_reader("another")
    assert _heard(studio, "ctrl+m") == ["Unmuted."] * 2, "one each"
    lab.stop_reader("another")
    assert _heard(studio, "ctrl+m") == ["Muted."]
    hum = [told["brief"] for told in studio.told() if "Hum" in told["text"]]
    assert hum == ["Muted.", "Unmuted.", "Muted.", "Muted.", "Unmuted.", "Muted."]


def test_braille_shows_what_is_said_and_then_the_state_as_it_is(tmp_path):
    furnish(tmp_path / "data", arrangement([BARS], [HUM]))
    with (
        Lab(has_braille=True) as lab,
        WindowStudio(lab, tmp_path / "data", NO_SOUND) as studio,
    ):
        wait_until(lambda: lab.braille()[-1] == "Off air, Bars", 10, "the state in braille")
        for key, said, state in (
            ("ctrl+m", "Muted.", "Off air, muted, Bars"),
            ("ctrl+m", "Unmuted.", "Off air, Bars"),
        ):
            before = len(lab.braille())
            lab.press(key)

            def is_shown(said: str = said, state: str = state, before: int = before) -> bool:
                shown = lab.braille()[before:]
                return said in shown and shown[-1] == state

            wait_until(is_shown, 15, f"{said} and then {state} in braille")
            shown = lab.braille()[before:]
            assert set(shown[shown.index(said) :]) == {said, state}
        assert max(len(line) for line in lab.braille()) <= 40
        assert studio.terminate() == 0


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
                    heard = [s for s in lab.said(mark.said) if spoken(told) in s.announced]
                    assert len(heard) == 1, "once"
                    print(f"{told['text']} {heard[0].at - at:.1f} s")
                    assert lab.active_title() == title
            assert studio.terminate() == 0


def test_ten_thousand_products_with_names_of_all_kinds_are_heard(tmp_path):
    products = many_products(10_000)
    furnish(tmp_path / "data", arrangement([BARS], [HUM]), products=products)
    with Lab() as lab, WindowStudio(lab, tmp_path / "data", NO_SOUND) as studio:
        studio.go_to("Products")
        assert f"10000. {products[-1].name.name}, " in lab.words(
            lab.key("End", limit_s=30, patience_s=20)
        )
        for n, product in enumerate(products[:5]):
            said = lab.words(lab.key("Home" if n == 0 else "Down"))
            assert f"{n + 1}. {product.name.name}, " in said
            mark = studio.mark()
            lab.press("Return")
            told = studio.wait_heard(product.name.name, mark)
            assert told["brief"] == f"{product.name.name}, {product.price.words()}"
        said = lab.type("keripik singkong balado 74")
        assert products[74].name.name in lab.words(said)
        mark = studio.mark()
        lab.press("ctrl+Right")
        studio.wait_heard(products[5].name.name, mark)
        studio.press("ctrl+shift+space", products[5].name.name)
        assert studio.terminate() == 0
