"""`earshot card`, as a program of its own."""

import json
from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtGui import QImage

from studio.model.message import Money, Name
from studio.model.product import Product
from studio.store.store import Store
from tests.app.studio_process import run


def told(done):
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


def alpha(path):
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    assert not image.isNull()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., 3].copy()


@pytest.mark.parametrize("layout", ["lower-third", "side", "corner", "full", "price-tag"])
def test_a_card_is_drawn_into_a_file_and_its_boxes_are_told(tmp_path, layout):
    out = tmp_path / "card.png"
    (line,) = told(
        run(
            tmp_path / "data", "card", "demo-1", "--layout", layout, "--size", "1080x1920",
            "--theme", "night", "--safe-area", "tiktok", "--qr", "https://shop.example/CODE",
            "--out", str(out), "--language", "id", "--json",
        )
    )  # fmt: skip
    card = json.loads(line)
    assert (card["layout"], card["theme"], card["language"]) == (layout, "night", "id")
    seen = alpha(out)
    assert seen.shape == (1920, 1080)
    rows, columns = np.nonzero(seen)
    box, area = card["card"], card["safe_area"]["box"]
    assert columns.min() == pytest.approx(box["x"], abs=1)
    assert rows.min() == pytest.approx(box["y"], abs=1)
    assert columns.max() + 1 == pytest.approx(box["x"] + box["width"], abs=1)
    assert rows.max() + 1 == pytest.approx(box["y"] + box["height"], abs=1)
    for inner in (box, *(text["ink"] for text in card["texts"])):
        assert inner["x"] >= area["x"]
        assert inner["y"] >= area["y"]
        assert inner["x"] + inner["width"] <= area["x"] + area["width"]
        assert inner["y"] + inner["height"] <= area["y"] + area["height"]
    words = {text["kind"]: text["words"] for text in card["texts"]}
    assert words["price"] == "¥39,90"
    assert card["read_aloud"].startswith("Nomor 1: ")
    assert (card["qr"] is not None) == (layout in {"lower-third", "side", "full"})
    assert ("shop.example/demo-1" in card["read_aloud"]) == (card["qr"] is not None)
    assert card["file"] == str(out)
    assert "socaptions.com" in card["safe_area"]["origin"]


def test_without_a_file_a_card_is_read_aloud(tmp_path):
    lines = told(run(tmp_path / "data", "card", "demo-4", "--language", "en"))
    assert lines == ["Number 4: 巫山脆李 5斤装, ¥49.90 instead of ¥68.00. 12 left."]
    # It only looks: the first start is still to come.
    assert told(run(tmp_path / "data", "card", "脆李", "--language", "en")) == lines


def test_what_is_on_the_card_comes_from_the_studios_own_file(tmp_path):
    data = tmp_path / "data"
    store = Store(data / "studio.db", lambda _event: None)
    data.mkdir()
    store.start_and_wait()
    tea = Product(
        "tea", Name("Green tea", "en"), Money(Decimal(88), "CNY"), pictures=("/no/such.png",)
    )
    store.run(lambda kept: kept.products.put(tea)).result()
    store.run(lambda kept: kept.settings.set("card_layout", "full")).result()
    store.run(lambda kept: kept.settings.set("canvas", "720x720")).result()
    store.stop()
    lines = told(run(data, "card", "tea", "--language", "en"))
    assert lines == ["Green tea, ¥88.00.", "The picture of Green tea cannot be shown."]
    (line,) = told(run(data, "card", "tea", "--json"))
    card = json.loads(line)
    assert (card["layout"], card["size"], card["has_picture"]) == ("full", "720x720", False)
    # A price tag has room for none, so nothing is missing on it.
    assert told(run(data, "card", "tea", "--layout", "price-tag", "--language", "en")) == lines[:1]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("nothing",), "There is no product “nothing”."),
        (("demo-1", "--size", "65x64"), "a size looks like"),
        (("demo-1", "--layout", "huge"), "huge"),
        (("demo-1", "--safe-area", "1 2 3"), "four percentages"),
        (("demo-1", "--qr", "javascript:x"), "begins with https://"),
        (("demo-1", "--out", "/no/such/folder/card.png"), "cannot be written: No such file"),
        (("demo-1", "--out", "/"), "cannot be written: Is a directory"),
        ((), "CODE"),
    ],
)
def test_what_cannot_be_done_is_told_in_sentences(tmp_path, arguments, problem):
    done = run(tmp_path / "data", "card", "--language", "en", *arguments)
    assert done.returncode == 2
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
