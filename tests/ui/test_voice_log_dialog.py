"""The list of what was heard today."""

from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from studio.model.listening import Heard, ListeningState
from studio.model.message import say
from studio.ui.main_window import MainWindow
from studio.ui.voice_log_dialog import VoiceLogDialog
from tests.ui import heard
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink

AT = time.mktime((2026, 3, 4, 14, 3, 22, 0, 0, -1))
NEXT = Heard(
    AT, say("next card"), 0.62, is_held=True, result=say("Green tea is on screen."), was_done=True
)
MISSED = Heard(AT + 5, None, None, is_held=False, result=say("Nothing was done."))


@pytest.fixture
def log(window: MainWindow, link: FakeLink, settle: Settle) -> VoiceLogDialog:
    link.change(listening=ListeningState(log=(NEXT, MISSED)))
    link.window("window.voice_log")
    settle(lambda: isinstance(QApplication.activeWindow(), VoiceLogDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, VoiceLogDialog)
    return dialog


def _rows(log: VoiceLogDialog) -> list[str]:
    return [log.model.row(n).words for n in range(log.model.rowCount())]


def test_each_entry_tells_what_was_understood_and_what_came_of_it(log: VoiceLogDialog):
    assert _rows(log) == [
        "Not understood, not done, hands-free, 14:03:27: Nothing was done.",
        "next card, done, key held, distance 0.62, 14:03:22: Green tea is on screen.",
    ]
    assert heard.name(log.list) == "Log of commands by voice"
    assert QApplication.focusWidget() is log.list


def test_it_follows_what_is_heard_and_what_is_forgotten(
    log: VoiceLogDialog, link: FakeLink, settle: Settle
):
    link.change(listening=ListeningState(log=(MISSED,)))
    settle(lambda: log.model.rowCount() == 1)
    forget = next(
        b for b in log.findChildren(QPushButton) if b.accessibleName() == "Forget all of it"
    )
    forget.click()
    assert link.wishes[-1] == ("voice.clear_log", "window", {})
    link.change(listening=ListeningState())
    settle(lambda: log.model.rowCount() == 0)
    assert log.isVisible()
