"""`earshot scan`, as a script runs it."""

from __future__ import annotations

import json
import struct
import zlib
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.model.message import Money, Name
from studio.model.product import Product
from studio.store.store import Store
from tests.app.studio_process import run
from tests.scanner.photos import Shot, photo, printed

SCARF = Product("scarf", Name("Wool scarf"), Money(Decimal("24.90"), "CNY"), gtin="6901234567892")


@pytest.fixture
def data(tmp_path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    store = Store(folder / "studio.db", lambda _event: None)
    store.start_and_wait()
    store.run(lambda kept: kept.products.put(SCARF)).result(10)
    store.stop()
    return folder


def saved(path: Path, pixels: np.ndarray) -> str:
    assert cv2.imwrite(str(path), pixels)
    return str(path)


def test_codes_are_told_with_their_product_and_place(data, tmp_path):
    known = saved(
        tmp_path / "known.jpg", photo(printed("EAN13", "6901234567892"), Shot(roll=30, light=0.2))
    )
    unknown = saved(tmp_path / "unknown.png", photo(printed("UPCA", "036000291452"), Shot()))
    none = saved(tmp_path / "none.png", photo(None, Shot()))
    done = run(data, "scan", known, unknown, none)
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = done.stdout.splitlines()
    assert first.startswith(f"{known}: EAN-13 6901234567892, ")
    assert first.endswith("Wool scarf, ¥24.90.")
    assert second.endswith("No product has this barcode.")
    assert third == f"{none}: no code was read."


def test_a_script_gets_json_with_pixels_of_the_picture_as_it_is(data, tmp_path):
    large = cv2.resize(photo(printed("EAN13", "6901234567892"), Shot()), None, fx=5, fy=5)
    link = np.pad(printed("QRCode", "https://shop.example/a"), 40, constant_values=255)
    paths = [saved(tmp_path / "large.jpg", large), saved(tmp_path / "link.png", link)]
    done = run(data, "scan", "--json", *paths)
    assert (done.returncode, done.stderr) == (0, "")
    of_large, of_link = json.loads(done.stdout)
    (code,) = of_large["codes"]
    assert code["products"] == [{"code": "scarf", "name": "Wool scarf"}]
    assert (code["type"], code["gtin"]) == ("EAN-13", "06901234567892")
    assert code["x"] + code["width"] / 2 == pytest.approx(3200, abs=60)
    assert code["width"] == pytest.approx(95 * 2.5 * 5, abs=60)
    (qr,) = of_link["codes"]
    assert (qr["type"], qr["text"], qr["gtin"]) == ("QR Code", "https://shop.example/a", "")
    assert qr["products"] == []


def test_bars_on_a_transparent_ground_are_read_as_on_paper(data, tmp_path):
    code = np.pad(printed("EAN13", "6901234567892"), 30, constant_values=255)
    clear = np.dstack([np.zeros_like(code)] * 3 + [255 - code])
    done = run(data, "scan", saved(tmp_path / "clear.png", clear))
    assert "EAN-13 6901234567892" in done.stdout


def _png_of(width: int, height: int) -> bytes:
    """A picture that is said to be so large, in a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        whole = kind + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_what_is_no_picture_is_one_sentence_each_and_the_others_are_read(data, tmp_path):
    whole = photo(printed("EAN13", "6901234567892"), Shot())
    good = saved(tmp_path / "good.jpg", whole)
    huge, torn, text, empty = (tmp_path / name for name in ("huge.png", "torn.jpg", "t.jpg", "e"))
    huge.write_bytes(_png_of(30_000, 30_000))
    torn.write_bytes(Path(good).read_bytes()[:60])
    text.write_text("no picture at all")
    empty.touch()
    wrong = [str(path) for path in (huge, torn, text, empty, tmp_path, tmp_path / "nowhere.png")]
    done = run(data, "scan", *wrong, good)
    assert done.returncode == 1
    *sentences, last = done.stdout.splitlines()
    assert "EAN-13 6901234567892" in last
    assert len(sentences) == len(wrong)
    for path, sentence in zip(wrong, sentences, strict=True):
        assert path in sentence
    assert "has more pixels than the studio can hold" in sentences[0]
    assert done.stderr == ""
    listed = json.loads(run(data, "scan", "--json", *wrong).stdout)
    assert all(one["error"]["problem"] and one["error"]["remedy"] for one in listed)
