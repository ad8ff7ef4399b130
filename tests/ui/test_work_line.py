from __future__ import annotations

from PySide6.QtWidgets import QLabel, QProgressBar

from studio.model.message import say
from studio.model.work import Work
from studio.ui.main_window import MainWindow
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink

TESTING = Work("a", say("Testing Shop."), can_cancel=True)


def _words(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.work_line.findChildren(QLabel))


def test_what_is_under_way_is_seen_until_it_is_done(
    window: MainWindow, link: FakeLink, settle: Settle
):
    assert not window.work_line.isVisible()
    link.change(works=(TESTING,))
    settle(window.work_line.isVisible)
    bar = window.work_line.findChildren(QProgressBar)[0]
    assert _words(window) == "Testing Shop."
    assert not bar.isVisible()
    link.change(works=(TESTING, Work("b", say("Importing."), share=0.4)))
    settle(bar.isVisible)
    assert bar.value() == 40
    assert _words(window) == "Importing. 40 percent is done."
    link.change(works=())
    settle(lambda: not window.work_line.isVisible())


def test_a_question_comes_before_it(window: MainWindow, link: FakeLink, settle: Settle):
    link.change(works=(TESTING,), question=say("Remove it?"))
    settle(window.work_line.isVisible)
    assert _words(window) == "Remove it?"
    link.change(question=None)
    settle(lambda: _words(window) == "Testing Shop.")
