from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from studio.ui.bridge import Handover
from tests.ui.conftest import Settle


def _from_another_thread(handover: Handover[int], values: range) -> None:
    thread = threading.Thread(target=lambda: [handover.post(v) for v in values])
    thread.start()
    thread.join()


def test_values_arrive_in_order_on_the_windows_thread(app: QApplication, settle: Settle):
    taken: list[tuple[int, int]] = []
    handover: Handover[int] = Handover(lambda v: taken.append((v, threading.get_ident())))
    _from_another_thread(handover, range(100))
    assert taken == []
    settle(lambda: len(taken) == 100)
    assert taken == [(v, threading.get_ident()) for v in range(100)]


def test_a_flood_keeps_the_newest_only(app: QApplication, settle: Settle):
    taken: list[int] = []
    handover: Handover[int] = Handover(taken.append, limit=1)
    _from_another_thread(handover, range(10_000))
    settle(lambda: bool(taken))
    assert taken == [9_999]


def test_what_comes_after_the_window_is_lost_quietly(app: QApplication):
    window = QObject()
    handover: Handover[int] = Handover(lambda _value: None, parent=window)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(window)
    handover.post(1)
