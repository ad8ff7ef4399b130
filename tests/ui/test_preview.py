from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from studio.model.announcement import Announcement
from studio.model.media import Size
from studio.ui.main_window import MainWindow
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink, a_studio

RED, GREEN, BLUE = (200, 10, 20), (10, 190, 30), (20, 30, 180)


def _colour(image: QImage, x: int, y: int) -> tuple[int, int, int]:
    colour = QColor(image.pixel(x, y))
    return colour.red(), colour.green(), colour.blue()


def _asked(link: FakeLink) -> Size:
    size = link.asked[-1]
    assert size is not None
    return size


def test_it_shows_the_colours_it_is_given(window: MainWindow, link: FakeLink, settle: Settle):
    settle(lambda: bool(link.asked))
    size = _asked(link)
    picture = np.empty((size.height, size.width, 3), np.uint8)
    third = size.width // 3
    picture[:, :third], picture[:, third : 2 * third], picture[:, 2 * third :] = RED, GREEN, BLUE
    link.picture = picture
    settle(lambda: link.picture is None)
    shown = window.preview.picture.grab().toImage()
    row = shown.height() // 2
    middle = [shown.width() * place // 6 for place in (1, 3, 5)]
    assert [_colour(shown, x, row) for x in middle] == [RED, GREEN, BLUE]


def test_a_picture_with_odd_rows_is_not_skewed(window: MainWindow, link: FakeLink, settle: Settle):
    settle(lambda: bool(link.asked))
    picture = np.zeros((100, 177, 3), np.uint8)
    picture[:, 88:] = RED
    link.picture = picture[:, :, :]
    settle(lambda: link.picture is None)
    shown = window.preview.picture.grab().toImage()
    quarter = shown.width() // 4
    for y in (shown.height() // 3, shown.height() * 2 // 3):
        assert _colour(shown, quarter, y) == (0, 0, 0)
        assert _colour(shown, 3 * quarter, y) == RED


@pytest.mark.parametrize("canvas", ["1280x720", "720x1280", "720x720"])
def test_it_asks_for_its_own_size_in_the_canvas_shape(
    window: MainWindow, link: FakeLink, settle: Settle, canvas: str
):
    width, height = map(int, canvas.split("x"))
    link.show(a_studio(settings=replace(link.now.settings, canvas=canvas)))
    settle(
        lambda: (
            bool(link.asked)
            and link.asked[-1] is not None
            and abs(link.asked[-1].width / link.asked[-1].height - width / height) < 0.03
        )
    )
    size, room = _asked(link), window.preview.picture.size()
    assert size.width <= room.width()
    assert size.height <= room.height()
    assert size.width > room.width() - 20 or size.height > room.height() - 20
    assert size.width % 2 == size.height % 2 == 0


def test_no_picture_is_made_for_a_window_that_is_not_seen(
    window: MainWindow, link: FakeLink, settle: Settle
):
    settle(lambda: bool(link.asked))
    window.showMinimized()
    settle(lambda: link.asked[-1] is None)
    window.showNormal()
    settle(lambda: link.asked[-1] is not None)
    window.hide()
    settle(lambda: link.asked[-1] is None)


def test_a_new_size_is_asked_for_once_it_settles(
    window: MainWindow, link: FakeLink, settle: Settle
):
    settle(lambda: bool(link.asked))
    before = len(link.asked)
    for width in range(1366, 1466, 10):
        window.resize(width, width // 2)
    settle(lambda: len(link.asked) > before)
    assert len(link.asked) == before + 1


def _magnify(window: MainWindow, link: FakeLink, settle: Settle, percent: int) -> Size:
    settle(lambda: bool(link.asked))
    before = len(link.asked)
    link.change(settings=replace(link.now.settings, preview_percent=percent))
    settle(lambda: len(link.asked) > before)
    return _asked(link)


def test_magnified_it_shows_the_part_that_was_moved_to(
    window: MainWindow, link: FakeLink, said: list[Announcement], settle: Settle
):
    size = _magnify(window, link, settle, 400)
    picture = np.empty((size.height, size.width, 3), np.uint8)
    picture[:, : size.width // 2], picture[:, size.width // 2 :] = RED, BLUE
    link.picture = picture
    settle(lambda: link.picture is None)
    preview = window.preview.picture
    preview.setFocus()

    def colours() -> list[tuple[int, int, int]]:
        shown = preview.grab().toImage()
        row = shown.height() // 2
        return [_colour(shown, shown.width() * place // 8, row) for place in (1, 7)]

    assert colours() == [RED, BLUE]
    for _ in range(8):
        QTest.keyClick(preview, Qt.Key.Key_Right)
    assert colours() == [BLUE, BLUE]
    assert said[-1].text == "88 percent across, 50 percent down."
    for _ in range(20):
        QTest.keyClick(preview, Qt.Key.Key_Left)
    assert colours() == [RED, RED]
    assert said[-1].text == "12 percent across, 50 percent down."
    QTest.keyClick(preview, Qt.Key.Key_Home)
    assert colours() == [RED, BLUE]


def test_magnified_it_asks_for_finer_pictures_but_no_finer_than_there_are(
    window: MainWindow, link: FakeLink, settle: Settle
):
    settle(lambda: bool(link.asked))
    whole = _asked(link)
    finer = _magnify(window, link, settle, 150)
    assert finer.width == pytest.approx(1.5 * whole.width, abs=4)
    assert _magnify(window, link, settle, 800) == Size(1280, 720)
    assert _magnify(window, link, settle, 100) == whole


def test_plus_and_minus_change_its_size(window: MainWindow, link: FakeLink):
    preview = window.preview.picture
    preview.setFocus()
    QTest.keyClicks(preview, "+-=")
    assert [command for command, _origin, _values in link.wishes] == [
        "preview.larger",
        "preview.smaller",
        "preview.larger",
    ]


def test_as_it_is_the_arrows_leave_it_alone(
    window: MainWindow, link: FakeLink, said: list[Announcement]
):
    window.preview.picture.setFocus()
    QTest.keyClick(window.preview.picture, Qt.Key.Key_Right)
    QTest.keyClick(window.preview.picture, Qt.Key.Key_Home)
    assert said == []
