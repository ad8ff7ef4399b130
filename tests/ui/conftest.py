from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from studio import text
from studio.model.announcement import Announcement
from studio.ui import colours, outlets, theme
from studio.ui.main_window import MainWindow
from studio.ui.reader import Reader, ReaderWatch
from tests.ui.fake_link import FakeLink, a_studio

Settle = Callable[[Callable[[], bool]], None]


class NoReader(ReaderWatch):
    """Stands in for an accessibility bus on which no reader listens."""

    def start(self) -> None:
        self._found(Reader())


@pytest.fixture
def app(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """The application in the studio's light colours and in English."""
    monkeypatch.setattr(outlets, "ReaderWatch", NoReader)
    text.use("en")
    font = qapp.font()
    theme.dress(qapp, colours.LIGHT)
    yield qapp
    for window in qapp.topLevelWidgets():
        window.hide()
        window.deleteLater()
    theme.choose(qapp, "", 100)
    qapp.setFont(font)
    text.use("en")
    qapp.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settle(app: QApplication) -> Settle:
    """Lets Qt work until a condition holds; half a minute, for the machine may be crowded."""

    def wait(condition: Callable[[], bool]) -> None:
        until = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < until, "it did not happen"
            app.processEvents()
            time.sleep(0.002)

    return wait


def speak(language: str, window: MainWindow, link: FakeLink, settle: Settle) -> None:
    """Have the window speak another language, as the studio does."""
    text.use(language)
    link.change(settings=replace(link.now.settings, language=language))
    settle(lambda: window._language == language)


@pytest.fixture
def said() -> list[Announcement]:
    """What the window itself had to say."""
    return []


@pytest.fixture
def link() -> FakeLink:
    return FakeLink(a_studio())


@pytest.fixture
def window(
    app: QApplication, link: FakeLink, said: list[Announcement], settle: Settle
) -> MainWindow:
    """The window of a studio that has started, shown and active."""
    made = MainWindow(link, said.append)
    made.resize(1366, 700)
    made.show()
    made.activateWindow()
    settle(lambda: made.isActiveWindow() and bool(made.scenes.model.items))
    return made
