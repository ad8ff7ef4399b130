import logging

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

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
    import os

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
