import logging
import os
import signal
import struct
import sys
import threading
import time
import zlib
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from studio.cards.picture_process import PictureProcess
from studio.cards.pictures import load_picture
from studio.cards.renderer import draw_card
from studio.model.media import Size
from tests.cards.catalogue import lower_third, over, part, product

HD = Size(1920, 1080)


def picture(folder, width, height, colour="#1060c0", name="picture.png"):
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    path = folder / name
    assert image.save(str(path))
    return str(path)


def test_a_photo_of_nearly_the_boxs_shape_fills_it(tmp_path):
    photo = picture(tmp_path, 400, 500, name="photo.jpg")
    loaded = load_picture(photo, 100, 100)
    assert loaded is not None
    assert (loaded.width(), loaded.height()) == (100, 100)


@pytest.mark.parametrize(("width", "height"), [(900, 100), (100, 900)])
def test_a_long_photo_is_shown_whole(tmp_path, width, height):
    loaded = load_picture(picture(tmp_path, width, height, name="long.jpg"), 90, 90)
    assert loaded is not None
    assert sorted((loaded.width(), loaded.height())) == [10, 90]


def test_a_cut_out_picture_is_shown_whole(tmp_path):
    loaded = load_picture(picture(tmp_path, 400, 500, "#801060c0"), 100, 100)
    assert loaded is not None
    assert (loaded.width(), loaded.height()) == (80, 100)


def test_the_picture_is_on_the_card(tmp_path):
    photo = picture(tmp_path, 300, 300, name="photo.bmp")
    drawing = draw_card(product(pictures=(photo,)), HD, "en").drawing
    tile = part(over(drawing, 0), lower_third(HD).tile)
    assert (tile == (0x10, 0x60, 0xC0)).all(axis=2).mean() > 0.5


def test_a_picture_that_changed_is_read_again(tmp_path):
    path = picture(tmp_path, 50, 50, "#ff0000")
    before = draw_card(product(pictures=(path,)), HD, "en").drawing.rgba
    picture(tmp_path, 50, 50, "#00ff00")
    os.utime(path, ns=(1, 1))
    assert (draw_card(product(pictures=(path,)), HD, "en").drawing.rgba != before).any()


def test_a_missing_or_broken_picture_leaves_the_card_without_one(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    plain = draw_card(product(), HD, "en").drawing.rgba
    broken = tmp_path / "broken.png"
    broken.write_bytes(bytes(range(256)) * 20)
    empty = tmp_path / "empty.jpg"
    empty.touch()
    for path in (str(tmp_path / "none.png"), str(broken), str(empty), str(tmp_path), "a\x00b"):
        drawn = draw_card(product(pictures=(path,)), HD, "en").drawing.rgba
        assert np.array_equal(drawn, plain), path
    assert len(caplog.records) == 5


def test_a_picture_of_absurd_size_is_not_read(tmp_path):
    path = tmp_path / "bomb.bmp"
    head = b"BM" + (54).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    size = (30_000).to_bytes(4, "little")
    path.write_bytes(head + (40).to_bytes(4, "little") + size + size + b"\1\0\x18\0" + bytes(24))
    assert load_picture(str(path), 100, 100) is None


@pytest.mark.parametrize(("width", "height"), [(30_000, 1), (1, 30_000), (30_000, 1900)])
def test_a_picture_of_30_000_pixels_is_shown(tmp_path, width, height):
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(90)
    path = tmp_path / "long.png"
    assert image.save(str(path))
    loaded = load_picture(str(path), 148, 148)
    assert loaded is not None
    sides = loaded.width(), loaded.height()
    assert min(sides) >= 1
    assert max(sides) == 148
    card = draw_card(product(pictures=(str(path),)), HD, "en")
    assert card.has_picture


def png_with(path, *chunks):
    """A picture with more chunks behind its head: kind and content each."""
    picture(path.parent, 40, 40, "#1060c0", path.name)
    whole = path.read_bytes()
    head, rest = whole[:33], whole[33:]
    packed = [
        struct.pack(">I", len(content)) + kind + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    ]  # fmt: skip
    path.write_bytes(head + b"".join(packed) + rest)
    return str(path)


def test_hostile_metadata_shows_in_nothing(tmp_path, studio_log):
    studio_log.allow("qt")
    plain = draw_card(
        product(pictures=(picture(tmp_path, 40, 40, "#1060c0", "plain.png"),)), HD, "en"
    )
    bomb = zlib.compress(bytes(100_000_000), 9)
    for number, chunks in enumerate(
        (
            [(b"tEXt", b"Title\0" + b"x" * 2_000_000)] * 3,
            [(b"zTXt", b"Comment\0\0" + bomb)],
            [(b"iCCP", b"profile\0\0" + bomb)],
            [(b"pHYs", bytes(9)), (b"gAMA", bytes(4))],
            [(b"eXIf", b"II*\0" + b"\xff" * 4000)],
            [(b"prVt", b"\0" * 500_000)] * 20,
        )
    ):
        path = png_with(tmp_path / f"{number}.png", *chunks)
        begun = time.monotonic()
        card = draw_card(product(pictures=(path,)), HD, "en")
        assert time.monotonic() - begun < 3.0
        assert card.texts[2].words == "Wool scarf"
        assert not card.has_picture or np.abs(
            card.drawing.rgba.astype(int) - plain.drawing.rgba
        ).max() <= 40  # fmt: skip


def test_of_an_animated_picture_the_first_one_is_shown_and_stays(tmp_path):
    path = tmp_path / "blinking.gif"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("gif", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "rgb8"
        for value in (0, 255) * 5:
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), value, np.uint8), "rgb24")
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    cards = [draw_card(product(pictures=(str(path),)), HD, "en") for _ in range(2)]
    tile = part(over(cards[0].drawing, 0), lower_third(HD).tile)
    assert (tile < 40).all(axis=2).mean() > 0.5
    assert np.array_equal(cards[0].drawing.rgba, cards[1].drawing.rgba)
    assert cards[0].changes_at is None


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>',
        b"<html></html>",
        b"%PDF-1.4",
    ],
)
def test_what_is_no_photo_is_not_opened(tmp_path, content):
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    assert load_picture(str(path), 100, 100) is None


def test_a_picture_that_never_ends_is_given_up_and_the_next_one_is_shown(tmp_path):
    endless = tmp_path / "endless.png"
    os.mkfifo(endless)
    process = PictureProcess(timeout_s=0.5)
    try:
        told = process.read(str(endless), 100, 100)
        assert isinstance(told, str)
        assert "not decoded within" in told
        shown = process.read(picture(tmp_path, 50, 50), 100, 100)
        assert isinstance(shown, QImage)
        assert shown.width() == 100
    finally:
        process.close()


def test_a_decoder_that_crashes_takes_nothing_with_it(tmp_path):
    photo, endless = picture(tmp_path, 50, 50), tmp_path / "endless.png"
    os.mkfifo(endless)
    process = PictureProcess()
    try:
        assert isinstance(process.read(photo, 100, 100), QImage)
        beside = process._process
        assert beside is not None
        pid = beside.pid
        assert pid is not None
        killed = threading.Timer(0.3, os.kill, (pid, signal.SIGKILL))
        killed.start()
        told = process.read(str(endless), 100, 100)
        killed.join()
        assert told == "it ended the process that decodes pictures"
        assert isinstance(process.read(photo, 100, 100), QImage)
        # One that ended while nobody asked is replaced, and nobody notices.
        beside = process._process
        assert beside is not None
        beside.kill()
        beside.join()
        assert isinstance(process.read(photo, 100, 100), QImage)
    finally:
        process.close()


def test_a_decoder_that_wants_all_memory_gets_none(tmp_path):
    """The address space of the process beside is limited."""
    if sys.platform != "linux":
        pytest.skip("only Linux tells")
    process = PictureProcess()
    try:
        process.read(picture(tmp_path, 50, 50), 100, 100)
        beside = process._process
        assert beside is not None
        limits = Path(f"/proc/{beside.pid}/limits").read_text()
    finally:
        process.close()
    (line,) = [line for line in limits.splitlines() if line.startswith("Max address space")]
    assert int(line.split()[3]) == 3 * 2**30


def test_a_pipe_is_no_picture_and_nobody_waits_for_it(tmp_path, monkeypatch):
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    asked = []
    monkeypatch.setattr(PictureProcess, "read", lambda *wish: asked.append(wish) or "no")
    assert load_picture(str(pipe), 100, 100) is None
    assert asked == []
