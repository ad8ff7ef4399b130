"""The list to learn the signals by."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from studio.model.announcement import Earcon
from studio.ui.main_window import MainWindow
from studio.ui.signals_dialog import SignalsDialog
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import FakeLink


@pytest.fixture
def signals(window: MainWindow, link: FakeLink, settle: Settle) -> SignalsDialog:
    link.window("window.signals")
    settle(lambda: isinstance(QApplication.activeWindow(), SignalsDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, SignalsDialog)
    return dialog


def test_every_signal_stands_there_with_what_it_means(signals: SignalsDialog):
    rows = [signals.list.model().index(n, 0).data() for n in range(len(Earcon))]
    assert rows[0] == "Done, What you wished for is done."
    assert signals.list.model().rowCount() == len(Earcon)
    assert heard.name(signals.list) == "Signals"
    assert QApplication.focusWidget() is signals.list


def test_arrows_move_and_enter_space_and_the_button_have_it_heard(
    signals: SignalsDialog, link: FakeLink
):
    QTest.keyClick(signals.list, Qt.Key.Key_Down)
    assert link.wishes == []
    QTest.keyClick(signals.list, Qt.Key.Key_Space)
    QTest.keyClick(signals.list, Qt.Key.Key_End)
    QTest.keyClick(signals.list, Qt.Key.Key_Return)
    hear = next(b for b in signals.findChildren(QPushButton) if b.accessibleName() == "Hear it")
    hear.click()
    last = list(Earcon)[-1]
    wanted = [Earcon.ON_AIR, last, last]
    assert link.wishes == [("sound.signal", "window", {"signal": str(one)}) for one in wanted]
    assert signals.isVisible()


def test_they_are_told_in_the_language_in_use(
    signals: SignalsDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    signals.list.go_to(3)
    speak("id", window, link, settle)
    assert signals.windowTitle() == "Bunyi tanda"
    assert heard.name(signals.list) == "Bunyi tanda"
    assert signals.list.current is Earcon.WARNING
    assert signals.list.currentIndex().data().startswith("Peringatan, ")
    assert QApplication.focusWidget() is signals.list
