"""Products are found by keys, in whatever time that takes."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.model.announcement import Announcement
from studio.model.errors import StoreError
from studio.model.message import say
from studio.ui.main_window import MainWindow
from studio.ui.product_dialog import ProductDialog
from studio.ui.product_search import ProductSearch
from tests.ui import heard
from tests.ui.conftest import Settle
from tests.ui.fake_link import PRODUCTS, FakeLink


@pytest.fixture
def search(window: MainWindow, settle: Settle) -> ProductSearch:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settle(lambda: isinstance(QApplication.activeWindow(), ProductSearch))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ProductSearch)
    return dialog


def _type(words: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, words)


def _press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_it_begins_with_the_first_and_tells_what_typing_finds(
    search: ProductSearch, said: list[Announcement], settle: Settle
):
    settle(lambda: len(search.model.items) == len(PRODUCTS))
    assert heard.name(search.line) == "Find"
    assert heard.name(search.list) == "Products"
    _type("oil")
    settle(lambda: bool(said))
    assert said[-1].text.startswith("1 fits: 6. Chili oil")
    said.clear()
    _type("xyz")
    settle(lambda: bool(said))
    assert said[-1].text == "Nothing fits. Type less, or something else."


def test_enter_shows_the_card(search: ProductSearch, link: FakeLink, settle: Settle):
    _type("scarf")
    settle(lambda: len(search.model.items) == 1)
    _press(Qt.Key.Key_Return)
    settle(lambda: bool(link.wishes))
    assert link.wishes[-1] == ("card.show", "window", {"product": "demo-2"})


def test_a_product_can_be_edited_from_there(search: ProductSearch, settle: Settle):
    _type("scarf")
    settle(lambda: len(search.model.items) == 1)
    for _step in range(3):
        _press(Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert heard.name(focus) == "Edit product"
    _press(Qt.Key.Key_Space)
    settle(lambda: isinstance(QApplication.activeWindow(), ProductDialog))
    form = QApplication.activeWindow()
    assert isinstance(form, ProductDialog)
    assert form._product == PRODUCTS[1]


def test_only_what_was_typed_last_is_shown_and_told(
    search: ProductSearch, link: FakeLink, said: list[Announcement], settle: Settle
):
    link.is_quick = False
    _type("w")
    _type("o")
    (words, older), (last_words, newer) = link.searches[-2:]
    assert (words, last_words) == ("w", "wo")
    QTest.qWait(600)  # longer than the pause after which it is told
    assert said == []
    newer.set_result(PRODUCTS[1:2])
    older.set_result(PRODUCTS)
    settle(lambda: bool(said))
    assert said[-1].text.startswith("1 fits: 2. Wool scarf")
    assert list(search.model.items) == [PRODUCTS[1]]


def test_a_file_that_cannot_be_read_is_told(
    search: ProductSearch, link: FakeLink, said: list[Announcement], settle: Settle
):
    link.is_quick = False
    _type("w")
    _words, asked = link.searches[-1]
    asked.set_exception(StoreError(say("The file is damaged."), say("Restore a backup.")))
    settle(lambda: bool(said))
    assert said[-1].text == "The file is damaged. Restore a backup."


def test_a_search_that_ends_after_the_dialog_harms_nobody(
    search: ProductSearch, link: FakeLink, window: MainWindow, settle: Settle
):
    link.is_quick = False
    _type("w")
    asked: Future = link.searches[-1][1]
    _press(Qt.Key.Key_Escape)
    settle(lambda: QApplication.activeWindow() is window)
    asked.set_result(PRODUCTS)
    QTest.qWait(50)
    assert window.isVisible()
