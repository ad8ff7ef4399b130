"""The studio in its window."""

import signal
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from studio import paths
from studio.app.studio import Studio
from studio.speech.announcer import Announcer
from studio.ui.main_window import MainWindow


class PassphraseRelay(QObject):
    """Lets an errand's thread ask the user something in the window, and wait for the answer."""

    _asked = Signal(object)

    def __init__(self, ask: Callable[[], str]) -> None:
        super().__init__()
        self._ask = ask
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def __call__(self) -> str:
        """Ask; any thread but the window's, waits."""
        reply: list[str] = []
        answered = threading.Event()
        self._asked.emit((reply, answered))
        answered.wait()
        return reply[0]

    def _answer(self, question: tuple[list[str], threading.Event]) -> None:
        reply, answered = question
        try:
            reply.append(self._ask())
        finally:
            reply.append("")
            answered.set()


def run_window() -> int:
    """Open the window and stay until it is closed; the main thread."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("a window needs a QApplication")
    announcer = Announcer(transcript=paths.transcript_file())
    windows: list[MainWindow] = []
    relay = PassphraseRelay(lambda: windows[0].ask_passphrase() if windows else "")
    studio = Studio(announcer, ask_passphrase=relay)
    # The engines load while the window is being built.
    studio.start()
    window = MainWindow(studio, announcer.announce)
    windows.append(window)
    for outlet in window.outlets:
        announcer.add_outlet(outlet)
    window.show()
    # Python sees a signal only when it gets to run.
    awake = QTimer()
    awake.timeout.connect(lambda: None)
    awake.start(200)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.quit())
    status = application.exec()
    studio.stop()
    announcer.close()
    return status
