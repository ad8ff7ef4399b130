"""Reports and backups in the real window, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.model.destination import Destination
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import NO_SOUND, WindowStudio, arrangement, furnish
from tests.harness.screenreader import Lab
from tests.report.shows import BEFORE, SHOW

KEYS = {
    "report.chart": "Ctrl+Alt+K",
    "report.open": "Ctrl+Alt+W",
    "studio.backup": "Ctrl+Alt+M",
    "studio.restore": "Ctrl+Alt+B",
}


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(orca=False) as lab:
        yield lab


@pytest.fixture
def studio(lab: Lab, tmp_path: Path) -> Iterator[WindowStudio]:
    furnish(
        tmp_path / "data",
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)],
            [SoundSource("Hum", SoundKind.TONE, is_voice=False)],
        ),
        shortcuts=KEYS,
        shows=(BEFORE, SHOW),
        frame_rate=10,
    )
    with WindowStudio(lab, tmp_path / "data", {**NO_SOUND, "BROWSER": "true"}) as studio:
        yield studio
        assert studio.terminate() == 0


def test_past_shows_are_heard_and_their_charts_walked_through(lab: Lab, studio: WindowStudio):
    studio.press("ctrl+b", "The show lasted 1 hour 20 minutes; viewers were cut off")
    lab.press("ctrl+shift+b")
    lab.wait_window("^Past shows$")
    lab.settle(0.5)
    studio.press("Return", "Sold best: 重庆小面, 34 pieces for ¥877.20")
    lab.press("Down")
    # The show before it sold five scarves, and nothing else.
    studio.press("Return", "Taken: ¥645.00 from 1 order of 5 pieces.")
    lab.press("Escape")
    lab.wait_active(lambda title: title.startswith("Earshot"))
    lab.press("ctrl+alt+k")
    lab.wait_window("^Charts of the show$")
    lab.press("Escape")
    lab.wait_active(lambda title: title.startswith("Earshot"))
    studio.press("ctrl+alt+w", "It lies in")
    [folder] = (studio.data / "reports").iterdir()
    assert (folder / "report.html").is_file()


def test_a_backup_is_made_and_put_back_without_a_new_start(lab: Lab, studio: WindowStudio):
    studio.press("ctrl+k", "is on screen")
    told = studio.press("ctrl+alt+m", "The backup is made.")
    assert str(studio.data / "backups") in told["text"]
    lab.press("ctrl+alt+b")
    lab.wait_window("^Restore a backup$")
    lab.settle(0.5)
    studio.press("Return", "goes out of use. Put that backup back?")
    studio.press("ctrl+shift+y", "All is as it was on")
    lab.press("Escape")
    lab.wait_active(lambda title: title.startswith("Earshot"))
    # The studio goes on with the file that is there now.
    studio.press("ctrl+b", "The show lasted 1 hour 20 minutes")
    studio.press("ctrl+k", "is on screen")


def test_once_a_show_is_over_its_report_is_told_and_kept(lab: Lab, tmp_path: Path, ingest):
    data = tmp_path / "data"
    furnish(
        data,
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)],
            [SoundSource("Hum", SoundKind.TONE, is_voice=False)],
        ),
        Destination("Shop", ingest.url(), needs_key=False),
        frame_rate=10,
    )
    with WindowStudio(lab, data, NO_SOUND) as studio:
        studio.press("ctrl+shift+l", "You are live on Shop.")
        studio.press("ctrl+k", "is on screen")
        lab.press("ctrl+o")
        lab.wait_window("^Take orders$")
        lab.settle(0.5)
        studio.press("Return", "Sold: 1 ")
        lab.press("Escape")
        lab.wait_active(lambda title: title.startswith("Earshot"))
        studio.press("ctrl+b", "The show has been going on for")
        mark = len(studio.told())
        studio.press("ctrl+shift+e", "The show on Shop has ended")
        told = studio.wait_told("The show lasted", mark)
        assert "from 1 order of 1 piece." in told["text"]
        assert "No target is set." in told["text"]
        assert studio.terminate() == 0
    [folder] = (data / "reports").iterdir()
    assert "<caption" in (folder / "report.html").read_text(encoding="utf-8")
    assert len((folder / "orders.csv").read_text(encoding="utf-8-sig").splitlines()) == 2
    assert len((folder / "showings.csv").read_text(encoding="utf-8-sig").splitlines()) == 2
