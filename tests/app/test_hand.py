"""What is held to a real camera stand-in, on the real stage, is named, shown and warned of."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.app.studio import Studio
from studio.model.message import Money, Name
from studio.model.product import Product
from studio.model.scene import PictureKind, PictureSource, Placement, Scene
from studio.model.state import ShowState
from studio.speech.announcer import Announcer
from tests.harness.camera import HttpCamera
from tests.harness.process import wait_until
from tests.scanner.photos import Shot, photo, printed

SCARF = Product(
    "scarf", Name("Wool scarf"), Money(Decimal("24.90"), "CNY"), stock=12, gtin="6901234567892"
)
TEA = Product("tea", Name("Green tea"), Money(Decimal("39.90"), "CNY"), gtin="036000291452")
SIZE = (1280, 720)


@pytest.fixture(autouse=True)
def without_a_sound_card(monkeypatch, studio_log):
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    studio_log.allow("no sound devices")
    # The encoders that are tried at the start are kept when the trial is over, or not any more.
    studio_log.allow("a job was refused")


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> Path:
    """A film of a hand that holds the scarf's barcode up, a little unsteady, in poor light."""
    path = tmp_path_factory.mktemp("films") / "held.avi"
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, SIZE)
    code = printed("EAN13", "6901234567892")
    for n in range(8):
        shot = Shot(roll=20 + n, yaw=15, light=0.5, noise=3, at=(0.5 + 0.01 * n, 0.5))
        film.write(cv2.cvtColor(photo(code, shot, SIZE, seed=5), cv2.COLOR_GRAY2BGR))
    film.release()
    return path


class Rehearsed:
    """A studio without a window, whose words are written down."""

    def __init__(self, url: str, *products: Product) -> None:
        camera = PictureSource("Camera", PictureKind.MEDIA, url, id="camera")
        scene = Scene("Kitchen", (Placement("camera"),), id="kitchen")

        def arrange(state: ShowState) -> ShowState:
            from dataclasses import replace

            return replace(
                state,
                picture_sources=(camera,),
                sound_sources=(),
                scenes=(scene,),
                scene="kitchen",
                products=products,
                products_beyond=0,
            )

        self._announcer = Announcer()
        self.studio = Studio(self._announcer, arrange, keeps=False)
        self.acts: list[str] = []
        self.studio.serve(self.acts.append)
        self.studio.start()
        self.studio.ready.result(30)

    @property
    def words(self) -> list[str]:
        return [said.announcement.text for said in self._announcer.history()]

    def hear(self, command: str, beginning: str, timeout_s: float = 12.0, **values: object) -> str:
        """Wish for a command, and wait until something that begins so is said after it."""
        before = len(self.words)
        self.studio.dispatch(command, **values)
        return self.wait(beginning, timeout_s, since=before)

    def wait(self, beginning: str, timeout_s: float = 12.0, *, since: int = 0) -> str:
        def look() -> str | None:
            return next((w for w in self.words[since:] if w.startswith(beginning)), None)

        return wait_until(look, timeout_s, f"{beginning} among {self.words}") or ""


@contextmanager
def rehearsed(film: Path, *products: Product) -> Iterator[Rehearsed]:
    with HttpCamera(size=SIZE, fps=10, clip=film, counter=False, quality=70) as camera:
        one = Rehearsed(camera.url, *products)
        try:
            wait_until(lambda: "camera" not in one.studio.state().lost_sources, 10, "the camera")
            yield one
        finally:
            one.studio.stop()


def test_what_is_held_is_named_and_a_key_shows_its_card(held):
    with rehearsed(held, SCARF, TEA) as rehearsal:
        begun = time.monotonic()
        assert rehearsal.hear("hand.what", "Wool scarf") == "Wool scarf, ¥24.90. 12 left."
        assert time.monotonic() - begun < 6, "found within seconds"
        rehearsal.hear("hand.show", "Wool scarf, ¥24.90, is on screen.")
        card = rehearsal.studio.state().card
        assert card is not None
        assert card.code == "scarf"


def test_another_product_than_the_cards_is_warned_of_once(held):
    with rehearsed(held, SCARF, TEA) as rehearsal:
        rehearsal.hear("card.show", "Green tea", product="tea")
        told = rehearsal.wait("You hold")
        assert told == "You hold Wool scarf, but the card shows Green tea."
        time.sleep(4)
        assert rehearsal.words.count(told) == 1


def test_an_unknown_code_leads_to_a_new_product_with_its_number(held):
    with rehearsed(held, TEA) as rehearsal:
        rehearsal.hear("hand.what", "No product has the barcode 6901234567892.")
        rehearsal.studio.dispatch("studio.yes")
        wait_until(lambda: rehearsal.acts == ["window.add_held"], 5, "the window's act")
        assert rehearsal.studio.state().unknown_gtin == "06901234567892"


def test_idle_it_looks_at_nothing_and_costs_nothing(held, monkeypatch):
    looks = []
    from studio.scanner.looking import Looker

    real = Looker.look

    def counted(self, grey: np.ndarray):
        looks.append(threading.current_thread().name)
        return real(self, grey)

    monkeypatch.setattr(Looker, "look", counted)
    with rehearsed(held, SCARF) as rehearsal:
        time.sleep(1.5)
        assert looks == []
        rehearsal.hear("hand.what", "Wool scarf")
        assert set(looks) == {"scanner"}
        count = len(looks)
        time.sleep(1.5)
        assert len(looks) <= count + 1
