"""A seller's day: import, plan, rehearse, sell, report; by keys, and by the words of commands.

What the studio says from morning to evening is compared line by line with what a seller should
hear (`tests/data/sellers_day.txt`); only times, which nobody can foretell, are left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.model.destination import Destination
from studio.model.message import Money
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from studio.store.database import open_database
from studio.store.repositories import Repositories
from tests.app.window_studio import NO_SOUND, WindowStudio, arrangement, furnish
from tests.harness.ingest import RtmpIngest
from tests.harness.screenreader import Lab

DATA = Path(__file__).parents[1] / "data"
SUPPLIER = """货号,商品名称,售价,原价,库存,链接号,卖点
HG-1,重庆牛油火锅底料,￥39.90,￥59.00,5,11,牛油足;不加水
SZ-2,荣昌折扇,￥128.00,,12,12,手工;竹骨
JJ-3,江津米花糖,￥-5,,5,13,
"""
PLAN = """kind,title,product,minutes,script
greeting,,,1,大家好。今天是重庆专场。
product,,HG-1,5,这是老灶火锅的味道。
thanks,,,1,谢谢大家。
"""
TIME = re.compile(r"\d{8}-\d{6}|\d+ (?:seconds?|minutes?)(?: \d+ seconds?)?|\d\d:\d\d(?::\d\d)?")

RATE = re.compile(r", [\d.]+ a minute on screen")


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(orca=False) as lab:
        yield lab


@pytest.fixture
def studio(lab: Lab, tmp_path: Path, ingest: RtmpIngest) -> Iterator[WindowStudio]:
    (tmp_path / "list.csv").write_text(SUPPLIER, encoding="gb18030")
    (tmp_path / "plan.csv").write_text(PLAN, encoding="utf-8")
    furnish(
        tmp_path / "data",
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)],
            [SoundSource("Hum", SoundKind.TONE)],
        ),
        Destination("Shop", ingest.url(), needs_key=False),
        shortcuts={"window.import_products": "Ctrl+Alt+9"},
        frame_rate=10,
    )
    with WindowStudio(lab, tmp_path / "data", NO_SOUND) as studio:
        lab.settle(1.5)
        yield studio
        assert studio.terminate() == 0


class Day:
    """What the seller does, by keys or by words."""

    def __init__(self, studio: WindowStudio, folder: Path) -> None:
        self.studio = studio
        self.lab = studio.lab
        self.folder = folder

    def do(self, key: str, words: str, heard: str) -> None:
        """Do a command, by its key or by its words."""
        raise NotImplementedError

    def open(self, key: str, words: str, title: str) -> None:
        """Open a window, by its key or by its words."""
        raise NotImplementedError

    def fill(self, words: str, heard: str) -> None:
        """Type into what has the focus, press Enter, and wait for the answer."""
        self.lab.type(words)
        self.studio.press("Return", heard)

    def back(self) -> None:
        self.lab.press("Escape")
        self.lab.wait_active(lambda title: title.startswith("Earshot"))

    def live_through(self) -> None:
        # Import
        self.open("ctrl+alt+9", "import products", "Import products")
        self.fill(str(self.folder / "list.csv"), "Imported: 2 new, 0 changed, 0 unchanged, 1 wrong")
        # Plan
        self.open("ctrl+shift+d", "open rundown from a file", "Open rundown")
        self.fill(str(self.folder / "plan.csv"), "segments")
        # Rehearse
        self.do("ctrl+shift+r", "rehearse", "You are rehearsing.")
        self.do("ctrl+shift+l", "go live", "You are live in rehearsal.")
        self.do("ctrl+Next", "next segment", "Segment 1 of 3, Greeting.")
        self.do("F8", "next line of the script", "大家好。")
        self.do("ctrl+Next", "next segment", "is on screen")
        self.do("F9", "key facts", "重庆牛油火锅底料")
        self.do("ctrl+shift+e", "end the show", "The rehearsed show has ended")
        self.do("ctrl+shift+r", "end the rehearsal", "The rehearsal is over.")
        # Sell
        self.do("ctrl+shift+l", "go live", "You are live on Shop.")
        self.do("ctrl+Next", "next segment", "Segment 3 of 3")
        self.do("ctrl+Prior", "previous segment", "is on screen")
        self.do("F8", "next line of the script", "这是老灶火锅的味道。")
        self.open("ctrl+o", "take orders", "Take orders")
        self.studio.press("Return", "Sold: 1 重庆牛油火锅底料")
        self.fill("12", "Sold: 1 荣昌折扇")
        self.back()
        self.do("ctrl+z", "undo", "is taken back")
        self.do("ctrl+9", "what have I sold", "1 order, ¥39.90.")
        self.do("ctrl+5", "is everything all right", "Everything is all right.")
        self.do("ctrl+shift+e", "end the show", "The show on Shop has ended")
        # Report
        self.studio.wait_told("Sold best")
        self.do("ctrl+b", "report", "The show lasted")

    def told(self) -> list[str]:
        """All that was said, without what nobody can foretell."""
        return [
            TIME.sub("…", RATE.sub("", line["text"])).replace(str(self.folder), "…")
            for line in self.studio.told()
        ]


class ByKeys(Day):
    def do(self, key: str, words: str, heard: str) -> None:
        self.studio.press(key, heard)

    def open(self, key: str, words: str, title: str) -> None:
        self.lab.press(key)
        self.lab.wait_window(f"^{title}$")
        self.lab.settle(0.5)


class ByWords(Day):
    """Each command is found by a part of its name, as it would be said."""

    def do(self, key: str, words: str, heard: str) -> None:
        self._find(words)
        self.studio.press("Return", heard)

    def open(self, key: str, words: str, title: str) -> None:
        self._find(words)
        self.lab.press("Return")
        self.lab.wait_window(f"^{title}$")
        self.lab.settle(0.5)

    def _find(self, words: str) -> None:
        self.lab.press("ctrl+shift+p")
        self.lab.wait_window("^Commands$")
        self.lab.type(words)


@pytest.mark.timeout(420)
@pytest.mark.parametrize("way", [ByKeys, ByWords])
def test_a_sellers_day(studio: WindowStudio, tmp_path: Path, way: type[Day]):
    day = way(studio, tmp_path)
    day.live_through()
    heard = [line for line in day.told() if " fit" not in line]  # what the palette found
    (tmp_path / "heard.txt").write_text("\n".join(heard), encoding="utf-8")
    expected = (DATA / "sellers_day.txt").read_text(encoding="utf-8").splitlines()
    assert heard == expected
    db = open_database(tmp_path / "data" / "studio.db")
    try:
        session = Repositories.of(db).sessions.latest()
    finally:
        db.close()
    assert session is not None
    assert [(o.code, o.quantity) for o in session.orders] == [("HG-1", 1)]
    assert [str(money) for money in map(Money.words, session.takings)] == ["¥39.90"]
    assert session.rundown == "plan"
