"""A show that sells, by keys in the real window, to a real service; and what is left of a crash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from studio.model.destination import Destination
from studio.model.message import Money, Name
from studio.model.product import Product
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from studio.model.session import Session
from studio.store.database import open_database
from studio.store.repositories import Repositories
from tests.app.window_studio import NO_SOUND, WindowStudio, arrangement, furnish
from tests.harness.ingest import RtmpIngest
from tests.harness.screenreader import Lab

SCARF = Product("scarf", Name("Wool scarf"), Money(Decimal("24.90"), "CNY"), stock=5, slot=1)
TEA = Product("tea", Name("Green tea"), Money(Decimal("39.90"), "CNY"), slot=2)


@pytest.fixture
def data(tmp_path: Path, ingest: RtmpIngest) -> Path:
    furnish(
        tmp_path / "data",
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)],
            [SoundSource("Hum", SoundKind.TONE, is_voice=False)],
        ),
        Destination("Shop", ingest.url(), needs_key=False),
        products=[SCARF, TEA],
        frame_rate=10,
    )
    return tmp_path / "data"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(orca=False) as lab:
        yield lab


@contextmanager
def kept(data: Path) -> Iterator[Repositories]:
    db = open_database(data / "studio.db")
    yield Repositories.of(db)
    db.close()


def whole(repositories: Repositories) -> Session:
    session = repositories.sessions.latest()
    assert session is not None
    return session


def take(studio: WindowStudio, words: str, heard: str) -> None:
    mark = studio.mark()
    studio.lab.type(words)
    studio.press("Return", heard)
    assert mark.told < len(studio.told())


def test_a_show_that_sells_is_kept_whole(lab, data):
    with WindowStudio(lab, data, NO_SOUND) as studio:
        studio.press("ctrl+shift+l", "You are live on Shop.")
        studio.press("ctrl+k", "Wool scarf, ¥24.90, is on screen. 5 left.")
        lab.press("ctrl+o")
        lab.wait_window("^Take orders$")
        lab.settle(0.5)
        # The product on air stands there already.
        studio.press("Return", "Sold: 1 Wool scarf, ¥24.90. 4 left.")
        take(studio, "tea", "Sold: 1 Green tea, ¥39.90.")
        take(studio, "1", "Sold: 1 Wool scarf, ¥24.90. Only 3 are left.")
        lab.press("Escape")
        lab.wait_active(lambda title: title.startswith("Earshot"))
        studio.press("ctrl+z", "Order undone.")
        studio.wait_told("The order of 1 Wool scarf is taken back. 4 left.")
        studio.press("ctrl+9", "2 orders, ¥64.80.")
        studio.press("ctrl+shift+e", "The show on Shop has ended")
        assert studio.terminate() == 0
    with kept(data) as repositories:
        session = whole(repositories)
        assert [(o.code, o.quantity) for o in session.orders] == [("scarf", 1), ("tea", 1)]
        assert [(s.code, s.ended is not None) for s in session.showings] == [("scarf", True)]
        assert (session.places, session.is_broken) == (("Shop",), False)
        assert session.ended is not None
        product = repositories.products.by_code("scarf")
        assert product is not None
        assert product.stock == 4


def test_a_show_that_a_crash_broke_off_keeps_all_orders_that_were_told(lab, data):
    with WindowStudio(lab, data, NO_SOUND) as studio:
        studio.press("ctrl+shift+l", "You are live on Shop.")
        lab.press("ctrl+o")
        lab.wait_window("^Take orders$")
        lab.settle(0.5)
        take(studio, "1", "Sold: 1 Wool scarf")
        studio.kill()
    with WindowStudio(lab, data, NO_SOUND) as studio:
        studio.wait_told("The studio ended in the middle of your last show")
        studio.press("ctrl+9", "1 order, ¥24.90.")
        assert studio.terminate() == 0
    with kept(data) as repositories:
        session = whole(repositories)
        assert session.is_broken
        assert session.ended == session.orders[-1].at
