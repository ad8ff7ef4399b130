"""Qt without a window.

Text is drawn by Qt's fonts, and these need a `QGuiApplication`. The window brings one of its own;
without a window this module makes one that shows nothing.
"""

import sys
import threading
from functools import cache

from PySide6.QtCore import QCoreApplication, QLoggingCategory
from PySide6.QtGui import QGuiApplication

_made_here: list[QGuiApplication] = []


def ensure_gui() -> None:
    """Make sure that text can be drawn; afterwards any thread may draw.

    The first call belongs on the main thread, before the show's thread draws (a window's
    application counts as that call). Later calls are free and may come from anywhere.

    Raises:
        RuntimeError: There is no application yet, and this is not the main thread; or there is
            one that knows no fonts (a bare `QCoreApplication`).
    """
    present = QCoreApplication.instance()
    if present is None:
        _make()
    elif not isinstance(present, QGuiApplication):
        raise RuntimeError("cards need a QGuiApplication, and there is only a QCoreApplication")
    _hush_fonts()


def _make() -> None:
    if threading.current_thread() is not threading.main_thread():
        # It would draw, but Qt ends badly when the thread that made it has gone.
        raise RuntimeError("call ensure_gui() on the main thread before drawing on another")
    # Windows' own platform shows nothing either until a window is made, and knows its fonts.
    platform = [] if sys.platform == "win32" else ["-platform", "offscreen"]
    _made_here.append(QGuiApplication(["earshot", *platform]))


@cache
def _hush_fonts() -> None:
    """A script that no font knows would bring hundreds of lines, each time a name is drawn."""
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
