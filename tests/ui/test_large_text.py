"""With the largest text nothing leaves the screen, and no word of a button is cut."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout, QWidget

from studio import text
from studio.ui import theme
from studio.ui.button import Button
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.main_window import MainWindow
from studio.ui.reach import Reach, room_on_screen
from studio.ui.rows import Row
from studio.ui.tick import Tick
from tests.ui.conftest import Settle
from tests.ui.test_dialogs import DIALOGS as FORMS

DIALOGS: dict[str, Callable[[MainWindow], object]] = {
    **FORMS,
    "palette": lambda window: window.find_command(),
    "keys": lambda window: window.edit_keys(),
    "words": lambda window: window.edit_words(),
    **{f"step {n}": lambda window, n=n: window.take_first_steps(n) for n in range(6)},
}


@pytest.fixture
def largest(app: QApplication) -> Iterator[None]:
    theme.choose(app, "", 400)
    yield
    theme.choose(app, "", 100)


@pytest.mark.parametrize("which", DIALOGS)
@pytest.mark.parametrize("language", ["en", "id", "zh_CN"])
@pytest.mark.usefixtures("largest")
def test_every_dialog_is_on_the_screen_and_its_buttons_are_whole(
    window: MainWindow, settle: Settle, which: str, language: str
):
    text.use(language)
    DIALOGS[which](window)
    settle(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    room = room_on_screen(dialog)
    QTest.qWait(50)
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    buttons = [b for b in dialog.findChildren(QPushButton) if b.isVisible()]
    assert [b.text() for b in buttons if not _is_whole(b)] == []
    assert [b.text() for b in buttons if b.visibleRegion().isEmpty() and not _is_in(b, Reach)] == []


def _is_whole(button: QPushButton) -> bool:
    """Whether the button is as large as its words are on the lines that they have."""
    assert isinstance(button, (Button, Tick))
    hint = button.sizeHint()
    if button.width() >= hint.width():
        return button.height() >= hint.height()
    spare = hint.width() - QFontMetrics(button.font()).horizontalAdvance(button.text())
    lines = button.lines.split("\n")
    widest = max(QFontMetrics(button.font()).horizontalAdvance(line) for line in lines)
    height = hint.height() + (len(lines) - 1) * button.fontMetrics().lineSpacing()
    has_all = "".join(lines).replace(" ", "") == button.text().replace(" ", "")
    return has_all and widest + spare <= button.width() + 2 and button.height() >= height


def _is_in(widget: QWidget, kind: type[QWidget]) -> bool:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, kind):
        above = above.parentWidget()
    return above is not None


def test_a_long_name_does_not_make_a_list_higher_than_the_screen(app: QApplication):
    parent = QWidget()
    model = ItemModel[str](lambda name: name, Row)
    things = ItemList[str]("Things", "None", model, parent)
    things.set_items(["x" * 300, "Wool scarf"])
    em = things.fontMetrics().height()
    # Before it was ever laid out its rows seem to have one letter a line.
    assert 4 * em < things.minimumSizeHint().height() <= 8 * em
    parent.close()


def test_the_current_row_of_a_list_higher_than_the_view_stays_in_view(
    app: QApplication, settle: Settle
):
    sheet = QWidget()
    model = ItemModel[str](lambda name: name, Row)
    things = ItemList[str]("Things", "None", model, sheet)
    things.set_items([f"Thing {n}" for n in range(40)])
    things.setMinimumHeight(700)
    QVBoxLayout(sheet).addWidget(things)
    window = QDialog()
    reach = Reach(sheet, window)
    reach.setGeometry(0, 0, 300, 250)
    window.resize(300, 250)
    window.show()
    things.setFocus()
    settle(things.hasFocus)
    for place in (0, 9, 25, 39, 3):
        things.go_to(place)

        def is_seen() -> bool:
            row = things.visualRect(things.currentIndex())
            spot = QRect(things.viewport().mapTo(reach.viewport(), QPoint(0, row.y())), row.size())
            return spot.top() >= 0 and spot.bottom() < reach.viewport().height()

        settle(is_seen)
    window.close()
