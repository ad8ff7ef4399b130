"""Nothing of a row is left out, however narrow the list and however large its text."""

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget

from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.row_delegate import RowDelegate
from studio.ui.rows import Mark, Row, Tone
from tests.ui.conftest import Settle

LOST = Mark("picture lost", Tone.WARNING)
ON_AIR = Mark("on air", Tone.LIVE)
ROWS = [
    Row("Sambal terasi pedas dalam botol kaca besar", (), "¥39.90, 12 left"),
    Row("Camera at the window", (ON_AIR, LOST), "Camera Logitech HD Pro Webcam C920"),
    Row("重庆小面重庆小面重庆小面重庆小面", (LOST,), "¥25.80"),
    Row("x" * 90, (), "rtmp.example.com"),
    Row("Muted", (Mark("a mark that is longer than the list is wide at this size of text"),), ""),
]


WIDE = 6000


@pytest.fixture
def things(app: QApplication, settle: Settle) -> Iterator[ItemList[Row]]:
    with_list = QWidget()
    model = ItemModel[Row](lambda row: row.name, lambda row: row)
    things = ItemList[Row]("Things", "None", model, with_list)
    things.set_items(ROWS)
    with_list.show()
    settle(with_list.isVisible)
    yield things
    with_list.close()


@pytest.mark.parametrize("is_plain", [False, True], ids=["bold", "plain"])
@pytest.mark.parametrize(("percent", "width"), [(100, 300), (100, 160), (200, 400), (400, 500)])
def test_a_narrow_list_shows_as_much_ink_as_one_where_all_is_on_one_line(
    things: ItemList[Row], percent, width, is_plain
):
    things.paint_with(RowDelegate(things, is_plain=is_plain))
    font = things.font()
    font.setPixelSize(14 * percent // 100)
    things.setFont(font)
    *whole, whole_chip = _ink(things, WIDE)
    *parts, chip = _ink(things, width)
    assert parts == pytest.approx(whole, rel=0.03)
    assert chip == pytest.approx(whole_chip, rel=0.15), "its outline is shorter on several lines"


def test_rows_lie_below_one_another_and_follow_the_width(things: ItemList[Row], settle: Settle):
    heights = []
    for width in (WIDE, 200):
        things.setGeometry(0, 0, width, 400)
        things.doItemsLayout()
        spots = [things.visualRect(things.model().index(n, 0)) for n in range(len(ROWS))]
        assert all(a.bottom() < b.top() for a, b in pairwise(spots))
        heights.append([spot.height() for spot in spots])
    assert all(narrow > wide for wide, narrow in zip(*heights, strict=True))


def test_a_row_that_takes_more_lines_than_before_gets_the_room(
    things: ItemList[Row], settle: Settle
):
    things.setGeometry(0, 0, 300, 400)
    state = Row("Wool scarf")
    model = cast(ItemModel[Row], things.model())
    model.describe = lambda _row: state
    model.refresh()
    things.doItemsLayout()
    first = things.model().index(0, 0)
    before = things.visualRect(first).height()
    state = Row("Wool scarf", (LOST, ON_AIR), "a detail for which there is no room beside it")
    model.refresh()
    settle(lambda: things.visualRect(first).height() > before)


def _ink(things: ItemList[Row], width: int) -> list[float]:
    """How much darker than its ground each row is, in whole black pixels."""
    things.setGeometry(0, 0, width, 400)
    things.doItemsLayout()
    return [_ink_of(things, row) for row in range(len(ROWS))]


def _ink_of(things: ItemList[Row], row: int) -> float:
    index = things.model().index(row, 0)
    image = QImage(things.visualRect(index).size(), QImage.Format.Format_Grayscale8)
    image.fill(255)
    option = QStyleOptionViewItem()
    things.initViewItemOption(option)
    option.rect = image.rect()
    with QPainter(image) as painter:
        things.itemDelegate().paint(painter, option, index)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return float((255 - pixels[:, : image.width()].astype(int)).sum() / 255)
