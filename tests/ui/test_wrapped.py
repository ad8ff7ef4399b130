"""What is chosen, what is offered and the state are shown whole, however large the text."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFormLayout,
    QStyleOptionViewItem,
    QWidget,
)

from studio.model.scene import Scene
from studio.model.state import ShowState
from studio.ui import wrapped
from studio.ui.air_panel import Clock, StateLine
from studio.ui.choice import Choice
from tests.ui.conftest import Settle

WORDS = [
    "The usual one (Voice for Indonesian)",
    "alsa_output.pci-0000_00_1f.3.analog-stereo",
    "系统自带的声音系统自带的声音系统自带的声音",
    "Short",
]
WIDE = 4000
LONG_STATE = ShowState(scenes=(Scene("Hands at the piano, and face", id="s"),), scene="s")


@pytest.fixture
def parent(app: QApplication) -> Iterator[QWidget]:
    parent = QWidget()
    yield parent
    parent.close()


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("width", [60, 130, 400])
def test_a_text_has_the_same_ink_on_many_lines_as_on_one(app: QApplication, words, width):
    metrics = QFontMetrics(app.font())
    height = wrapped.height_of(metrics, words, width)

    def draw(painter: QPainter) -> None:
        wrapped.draw(painter, painter.viewport(), words)

    whole = _ink(WIDE, metrics.height(), draw)
    assert whole > 0
    assert _ink(width, height, draw) == pytest.approx(whole, rel=0.03)


def test_no_words_take_no_room(app: QApplication):
    assert wrapped.height_of(QFontMetrics(app.font()), "", 100) == 0


@pytest.mark.parametrize("words", WORDS)
def test_what_is_chosen_is_shown_whole(parent: QWidget, settle: Settle, words):
    choice = Choice([(one, one) for one in ["", *WORDS]], parent)
    layout = QFormLayout(parent)
    layout.addRow(choice)
    parent.show()
    ink = []
    for width in (WIDE, choice.minimumSizeHint().width() + 30):
        choice.choose(words)
        parent.resize(width, 300)
        settle(lambda: abs(choice.width() - parent.width()) < 30)
        settle(lambda: choice.height() == choice.minimumHeight())
        if width == WIDE:
            assert choice.height() < 1.2 * choice.sizeHint().height(), "one line is enough"
        ink.append(_letters(choice, lambda: choice.choose("")))
    assert ink[1] == pytest.approx(ink[0], rel=0.03)


def test_the_room_follows_the_choice_the_offers_and_the_font(parent: QWidget, settle: Settle):
    choice = Choice([(one, one) for one in WORDS], parent)
    choice.choose("Short")
    parent.show()
    choice.setGeometry(0, 0, choice.sizeHint().width(), 30)
    one_line = choice.minimumHeight()
    choice.choose(WORDS[0])
    two_lines = choice.minimumHeight()
    assert two_lines > one_line
    choice.set_options([("Brief", WORDS[0])])
    assert choice.minimumHeight() == one_line
    choice.reword([(WORDS[0] * 2, WORDS[0])])
    assert choice.minimumHeight() > two_lines
    font = choice.font()
    font.setPixelSize(2 * choice.fontInfo().pixelSize())
    choice.setFont(font)
    settle(lambda: choice.minimumHeight() > 2 * two_lines)


def test_what_is_offered_is_shown_whole(parent: QWidget, settle: Settle):
    choice = Choice([(one, one) for one in WORDS], parent)
    choice.choose("Short")
    choice.setGeometry(0, 0, 160, 40)
    parent.show()
    choice.showPopup()
    view = choice.view()
    settle(view.isVisible)
    assert view.verticalScrollBar().maximum() == 0, "all of it is in sight"
    for row, words in enumerate(WORDS):
        index = view.model().index(row, 0)
        height = view.visualRect(index).height()
        narrow, wide = (
            _ink(width, height, lambda painter: _paint(view, index, painter))  # noqa: B023 - at once
            for width in (view.viewport().width(), WIDE)
        )
        assert narrow == pytest.approx(wide, rel=0.03), words
    choice.hidePopup()


def test_the_state_is_shown_whole(parent: QWidget, settle: Settle):
    line = StateLine(parent)
    line.show_state(LONG_STATE)
    parent.show()
    heights, ink = [], []
    for width in (WIDE, line.sizeHint().width() // 2):
        line.show_state(LONG_STATE)
        line.resize(width, 10)
        line.resize(width, line.minimumHeight())
        heights.append(line.height())
        ink.append(_letters(line, lambda: line.set_words("")))
    assert heights[1] > heights[0]
    assert ink[1] == pytest.approx(ink[0], rel=0.03)
    line.show_state(ShowState())
    assert line.minimumHeight() < heights[1]


def test_the_clock_has_as_many_lines_as_it_takes(parent: QWidget):
    clock = Clock(parent)
    parent.show()
    clock.resize(WIDE, 10)
    clock.show_state(ShowState(live_since=time.monotonic()))
    one_line = clock.minimumHeight()
    clock.resize(clock.sizeHint().width() // 2, 10)
    assert clock.minimumHeight() > one_line


def _paint(view: QAbstractItemView, index: QModelIndex, painter: QPainter) -> None:
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = painter.viewport()
    view.itemDelegate().paint(painter, option, index)


def _letters(widget: QWidget, empty: Callable[[], None]) -> float:
    """The ink of the words alone: what is gone once there are none."""
    size = widget.size()
    with_words = _picture(widget, size)
    empty()
    return float(np.abs(with_words - _picture(widget, size)).sum() / 255)


def _picture(widget: QWidget, size: QSize) -> np.ndarray:
    widget.resize(size)
    image = QImage(size, QImage.Format.Format_Grayscale8)
    widget.render(image)
    return _grey(image)


def _ink(width: int, height: int, draw: Callable[[QPainter], None]) -> float:
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(255)
    with QPainter(image) as painter:
        draw(painter)
    pixels = _grey(image)
    return float((pixels.max() - pixels).sum() / 255)


def _grey(image: QImage) -> np.ndarray:
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return pixels[:, : image.width()].astype(int)
