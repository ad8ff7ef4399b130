"""A catalogue is imported beneath a show that is on air, and its viewers notice nothing."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from studio.cards.demo import demo_products
from studio.model.rundown import Rundown, Segment, SegmentKind
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import WindowStudio, arrangement, furnish
from tests.harness import media
from tests.harness.pulse import PulseServer
from tests.harness.screenreader import Lab

ROWS_VARIABLE = "EARSHOT_IMPORT_ROWS"
NAMES = ("重庆牛油火锅底料", "荣昌折扇", "江津米花糖", "Keripik singkong", "Wool scarf", "陈麻花")


def supplier_list(path: Path, rows: int) -> None:
    """A supplier's list in GB18030, whose columns the studio knows by their words."""
    with path.open("w", encoding="gb18030") as file:
        file.write("货号,商品名称,售价,库存\n")
        file.writelines(
            f"HG-{n},{NAMES[n % len(NAMES)]} {n % 977},{n % 900 + 1}.50,{n % 300}\n"
            for n in range(rows)
        )


@pytest.mark.parametrize(
    ("rows", "canvas", "rate"),
    [
        (20_000, "320x180", 10),  # beside other tests
        pytest.param(
            int(os.environ.get(ROWS_VARIABLE, "1000000")), "1280x720", 30, marks=[pytest.mark.soak]
        ),
    ],
)
@pytest.mark.timeout(3600)
def test_the_seller_works_on_and_no_picture_is_lost(
    own_pulse: PulseServer, tmp_path: Path, rows: int, canvas: str, rate: int
):
    supplier_list(tmp_path / "list.csv", rows)
    show = arrangement(
        [PictureSource("Kitchen", PictureKind.TEST)],
        [SoundSource("Hum", SoundKind.TONE)],
    )
    data = tmp_path / "data"
    shortcuts = {"window.import_products": "Ctrl+Alt+9"}
    first, second = (product.code for product in demo_products()[:2])
    plan = Rundown(
        "Evening",
        tuple(
            Segment(SegmentKind.PRODUCT, product=code, minutes=5, script="Taste it.")
            for code in (first, second)
        ),
        "en",
    )
    furnish(
        data, show, shortcuts=shortcuts, rundown=plan, monitor_device="Headphones", canvas=canvas,
        frame_rate=rate,
    )  # fmt: skip
    with Lab(orca=False) as lab, WindowStudio(lab, data, own_pulse.env) as studio:
        studio.press("ctrl+shift+r", "You are rehearsing.")
        studio.press("ctrl+shift+l", "You are live in rehearsal.")
        studio.press("ctrl+r", "Recording.")
        begun = time.monotonic()
        lab.press("ctrl+alt+9")
        lab.wait_active(lambda title: title.startswith("Import"))
        lab.type(str(tmp_path / "list.csv"))
        mark = studio.mark()
        lab.press("Return")
        studio.wait_told("Importing list.csv.", mark.told)
        answers_s = _sell(studio, mark.told)
        told = studio.wait_told(f"Imported: {rows} new", mark.told, 600)
        assert "0 wrong" in told["text"]
        studio.press("ctrl+5", "Everything is all right.")
        mark = studio.mark()
        studio.press("ctrl+r", "")
        studio.wait_told("Recording saved", mark.told)
        lasted = time.monotonic() - begun
        studio.press("ctrl+shift+e", "")
        assert studio.terminate() == 0
    (file,) = studio.recordings()
    pictures = media.gap_report(file)
    print(
        f"{rows} rows beside {lasted:.0f} s of show: {len(answers_s)} keys were answered, at the"
        f" latest after {max(answers_s):.2f} s; {pictures.frames} pictures,"
        f" {pictures.missing_frames} missing"
    )
    assert pictures.missing_frames == 0
    assert max(answers_s) < 2.0
    assert "lost" not in " ".join(studio.texts())


def _sell(studio: WindowStudio, since: int) -> list[float]:
    """Sell by keys alone until the import is over; gives how many seconds each answer took."""
    answers_s: list[float] = []

    def press(key: str, heard: str) -> None:
        mark, at = studio.mark(), time.time()
        studio.lab.press(key)
        studio.wait_told(heard, mark.told, 20)
        answers_s.append(time.time() - at)

    press("ctrl+Next", "Segment 1 of 2")
    while not _is_over(studio, since):
        press("ctrl+Next", "Segment 2 of 2")
        press("F8", "Taste it.")
        press("F9", "¥")
        studio.lab.press("ctrl+o")
        studio.lab.wait_window("^Take orders$")
        studio.lab.settle(0.3)
        press("Return", "Sold: 1")
        studio.lab.press("Escape")
        studio.lab.wait_active(lambda title: title.startswith("Earshot"))
        press("ctrl+9", "order")
        press("ctrl+Right", "is on screen")
        press("ctrl+Prior", "Segment 1 of 2")
    return answers_s


def _is_over(studio: WindowStudio, since: int) -> bool:
    return any("Imported" in line["text"] for line in studio.told()[since:])
