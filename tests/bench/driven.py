"""The real studio in its real window, with a script beside it that presses keys and takes times.

It runs in the studio's own process: `drive` is what `python -m studio` does, and a script, written
as a generator, goes on between the window's events. What the script yields is what it waits for:
seconds, or a condition. What it tells is a line of JSON on standard output.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.app.studio import Studio
from studio.ui.main_window import MainWindow

Wait = float | Callable[[], object]
POLL_MS = 20


class Driven:
    """The window under a script.

    Attributes:
        window: The studio's window; there once the script runs.
        studio: The studio behind it.
    """

    window: MainWindow
    studio: Studio

    def __init__(self, script: Callable[[Driven], Iterator[Wait]], timeout_s: float) -> None:
        self._script = script(self)
        self._timeout_s = timeout_s
        self._deadline = 0.0
        self._clock = QTimer(singleShot=True)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._go_on)
        QTimer.singleShot(0, self._begin)

    def tell(self, what: str, **values) -> None:
        """Tell the parent something, now."""
        print(json.dumps({"told": what, "at": time.monotonic(), **values}), flush=True)

    def press(self, keys: str) -> None:
        """Press keys as a user does, where the focus is."""
        sequence = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
        stroke = cast(Any, sequence)[0]
        QTest.keyClick(self._focus(), stroke.key(), stroke.keyboardModifiers())

    def is_ready(self) -> bool:
        """Whether commands are taken; raises what the studio could not begin for."""
        ready = self.studio.ready
        return ready.done() and ready.result() is None

    # ----------------------------------------------------------------------

    def _focus(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup
        return QApplication.focusWidget() or QApplication.activeWindow() or self.window

    def _begin(self) -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        self.window = windows[0]
        self.studio = cast(Studio, self.window._desk.link)
        self._go_on()

    def _go_on(self) -> None:
        try:
            wait = next(self._script)
        except StopIteration:
            QApplication.quit()
            return
        except Exception:  # noqa: BLE001 - whatever it is, the parent must hear of it
            self._fail(traceback.format_exc())
            return
        if callable(wait):
            self._deadline = time.monotonic() + self._timeout_s
            self._look(wait)
        else:
            self._clock.start(max(0, round(wait * 1000)))

    def _look(self, condition: Callable[[], object]) -> None:
        try:
            is_so = condition()
        except Exception:  # noqa: BLE001 - as above
            self._fail(traceback.format_exc())
            return
        if is_so:
            self._go_on()
        elif time.monotonic() > self._deadline:
            self._fail(f"waited in vain for {condition}; said: {self._said()}")
        else:
            QTimer.singleShot(POLL_MS, lambda: self._look(condition))

    def _fail(self, why: str) -> None:
        print(why, file=sys.stderr, flush=True)
        QApplication.exit(1)

    def _said(self) -> list[str]:
        return [announcement.text for _at, announcement in self.studio.history()]


def drive(script: Callable[[Driven], Iterator[Wait]], timeout_s: float = 30.0) -> int:
    """Open the studio's window and run a script in it; gives the exit status.

    Args:
        timeout_s: How long the script waits for a condition before it fails.
    """
    from studio.cli import main

    # The window takes the application that is there already.
    _application = QApplication(["earshot"])
    _driven = Driven(script, timeout_s)
    return main([])
