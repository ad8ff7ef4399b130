"""One of several: what is heard of it is what is chosen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui import choice as choice_module
from studio.ui.choice import Choice
from tests.ui.conftest import Settle


def test_a_list_that_is_left_goes_back_to_what_is_chosen(app: QApplication, settle: Settle):
    """Orca reads what is selected in the list, also while it is closed."""
    parent = QWidget()
    choice = Choice([(one, one) for one in "abcd"], parent)
    choice.choose("c")
    parent.show()
    choice.setFocus()
    for key, is_chosen in (
        (Qt.Key.Key_Escape, "c"),
        (Qt.Key.Key_Return, "b"),
        (Qt.Key.Key_Escape, "b"),
    ):
        QTest.keyClick(choice, Qt.Key.Key_Down)
        view = choice.view()
        settle(view.isVisible)
        QTest.keyClick(view, Qt.Key.Key_Up)
        QTest.keyClick(view, key)
        settle(lambda: not choice.view().isVisible())
        assert choice.value == is_chosen
        settle(lambda: _selected(choice) == [choice.currentIndex()])
    parent.close()


def test_of_very_many_few_are_measured(
    app: QApplication, settle: Settle, monkeypatch: pytest.MonkeyPatch
):
    parent = QWidget()
    choice = Choice([(f"Camera {n}", n) for n in range(10_000)], parent)
    choice.choose(9_000)
    parent.show()
    measured, hint = [], choice_module._Offers.sizeHint
    monkeypatch.setattr(
        choice_module._Offers, "sizeHint", lambda *of: measured.append(of) or hint(*of)
    )
    choice.showPopup()
    settle(choice.view().isVisible)
    assert 0 < len(measured) < 100
    choice.hidePopup()
    parent.close()


def test_what_is_offered_anew_is_told_to_no_reader(app: QApplication):
    """Orca drops what is announced while fifty events wait for it."""
    choice = Choice([("The usual one", "")])
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)
    try:
        would_tell: list[bool] = []
        choice.model().rowsInserted.connect(lambda *_: would_tell.append(QAccessible.isActive()))
        choice.set_options([("The usual one", ""), ("Mandarin", "cmn")])
        assert would_tell
        assert not any(would_tell)
        assert QAccessible.isActive()
    finally:
        QAccessible.setActive(was_active)


def test_a_reader_that_has_read_the_list_reads_what_is_offered_anew(app: QApplication):
    parent = QWidget()
    choice = Choice([("The usual one", "")], parent)
    parent.show()
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)
    try:
        rows = QAccessible.queryAccessibleInterface(choice.view())
        assert rows is not None
        assert _read(rows) == ["The usual one"]
        choice.set_options([("The usual one", ""), ("Mandarin", "cmn")])
        assert _read(rows) == ["The usual one", "Mandarin"]
    finally:
        QAccessible.setActive(was_active)
        parent.close()


def _read(rows: QAccessibleInterface) -> list[str]:
    shown = [rows.child(place) for place in range(rows.childCount())]
    return [row.text(QAccessible.Text.Name) for row in shown if row is not None and row.isValid()]


def _selected(choice: Choice) -> list[int]:
    return [index.row() for index in choice.view().selectionModel().selectedIndexes()]
