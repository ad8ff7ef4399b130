"""The studio from its start to the first key; in the studio's process.

It tells moments of `time.monotonic`, the clock by which the parent started it.
"""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

GIVE_UP_MS = 30_000


class Opening(QObject):
    """Watches the window come up, presses the first key, and leaves once the studio is ready."""

    def __init__(self) -> None:
        super().__init__()
        self._moments: dict[str, float] = {}
        self._window: QWidget | None = None
        QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        from studio.ui.main_window import MainWindow

        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        self._window = window = windows[0]
        window.installEventFilter(self)
        studio = window._desk.link
        studio.ready.add_done_callback(lambda _future: self._note("ready"))  # pyright: ignore[reportAttributeAccessIssue] - the real link has it
        QTimer.singleShot(GIVE_UP_MS, lambda: QApplication.exit(1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and "painted" not in self._moments:
            self._note("painted")
            QTimer.singleShot(0, self._idle)
        return super().eventFilter(watched, event)

    def _idle(self) -> None:
        """The window's events are done with."""
        self._note("idle")
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        assert self._window is not None
        self._note("tools")
        before = QApplication.focusWidget()
        QTest.keyClick(before or self._window, Qt.Key.Key_F6)
        self._note("key")
        if QApplication.focusWidget() is before:
            QApplication.exit(3)
        self._leave_when_ready()

    def _leave_when_ready(self) -> None:
        if "ready" not in self._moments:
            QTimer.singleShot(20, self._leave_when_ready)
            return
        print(json.dumps({"told": "moments", **self._moments}), flush=True)
        QApplication.quit()

    def _note(self, name: str) -> None:
        self._moments[name] = time.monotonic()


def main() -> int:
    # The window takes the application that is there already.
    _application = QApplication(["earshot"])
    _opening = Opening()
    from studio.cli import main as studio_main

    return studio_main([])


if __name__ == "__main__":
    sys.exit(main())
