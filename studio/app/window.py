"""The studio in its window."""

import logging
import os
import signal
import sys
import threading
from concurrent.futures import Future

from PySide6.QtCore import (
    QLockFile,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from studio import paths
from studio.app.mistakes import mistakes_told, our_bug
from studio.app.passphrase import given_or
from studio.app.status import FAILED
from studio.app.studio import Studio
from studio.model.announcement import Announcement
from studio.model.errors import CommandError, StudioError
from studio.model.message import say
from studio.model.ports import AskPassphrase
from studio.speech.announcer import Announcer
from studio.text import _
from studio.ui.main_window import MainWindow

FIRST_STEPS_VARIABLE = "EARSHOT_FIRST_STEPS"
"""Set to “no”, a new studio opens without the first steps: for whoever sets it up otherwise."""


class PassphraseRelay(QObject):
    """Lets an errand's thread ask the user something in the window, and wait for the answer."""

    _asked = Signal(object)

    def __init__(self, ask: AskPassphrase) -> None:
        super().__init__()
        self._ask = ask
        self._is_closed = threading.Event()
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def __call__(self, is_new: bool) -> str:  # noqa: FBT001 - as the store asks
        """Ask; any thread but the window's, waits."""
        reply: list[str] = []
        answered = threading.Event()
        self._asked.emit((is_new, reply, answered))
        while not answered.wait(0.2):
            if self._is_closed.is_set():
                return ""
        return reply[0]

    def close(self) -> None:
        """Nobody answers any more; whoever waits gets nothing."""
        self._is_closed.set()

    def _answer(self, question: tuple[bool, list[str], threading.Event]) -> None:
        is_new, reply, answered = question
        try:
            reply.append(self._ask(is_new))
        finally:
            reply.append("")
            answered.set()


def _prepare_words(ready: "Future[None]", studio: Studio) -> None:
    if ready.exception() is None:
        studio.prepare_words()


def _tell_failure(ready: "Future[None]", announcer: Announcer) -> None:
    """A studio that cannot begin must not be a silent window."""
    match ready.exception():
        case None:
            pass
        case StudioError() as error:
            announcer.announce(error.announcement())
        case _:
            trouble = CommandError(
                say("The studio made a mistake."),
                say("The log in the studio's folder has the details."),
            )
            announcer.announce(trouble.announcement())


def _announcer() -> tuple[Announcer, StudioError | None]:
    """The way out; a transcript that cannot be written is told, and done without."""
    try:
        return Announcer(transcript=paths.transcript_file()), None
    except StudioError as error:
        return Announcer(), error


def _without_screen(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt would end the process with words about its plugins."""
    if kind is not QtMsgType.QtFatalMsg:
        return
    logging.getLogger(__name__).info("no window: %s", message)
    problem = _("There is no screen here that a window could open on.")
    remedy = _("Start the studio from a desktop; “earshot show” gives a show without a window.")
    sys.stderr.write(f"{problem}\n{remedy}\n")
    sys.stderr.flush()
    os._exit(FAILED)


def run_window() -> int:
    """Open the window and stay until it is closed; the main thread."""
    qInstallMessageHandler(_without_screen)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    qInstallMessageHandler(None)
    if not isinstance(application, QApplication):
        raise TypeError("a window needs a QApplication")
    # Else readers would call the studio by the name of Python's file.
    application.setApplicationName(paths.APP)
    announcer, trouble = _announcer()
    try:
        with mistakes_told(announcer.announce):
            return _run(application, announcer, trouble)
    except Exception as error:
        # Nobody may be looking at what is written to a terminal.
        our_bug(error, "the window")
        raise


def _run(application: QApplication, announcer: Announcer, trouble: StudioError | None) -> int:
    """The window from its building to its end."""
    windows: list[MainWindow] = []
    relay = PassphraseRelay(
        lambda is_new: windows[0].ask_passphrase(is_new=is_new) if windows else ""
    )
    heard = threading.Event()
    lock = QLockFile(str(paths.data_folder() / "window.lock"))
    lock.setStaleLockTime(0)
    # Two that write would overwrite each other's scenes without a word.
    is_alone = lock.tryLock(0) or lock.error() is not QLockFile.LockError.LockFailedError
    studio = Studio(
        announcer,
        ask_passphrase=given_or(relay),
        is_heard=heard,
        is_read=lambda: windows[0].reader.is_read if windows else None,
        keeps=is_alone,
    )
    # The engines load while the window is being built.
    studio.ready.add_done_callback(lambda ready: _tell_failure(ready, announcer))
    studio.ready.add_done_callback(lambda ready: _prepare_words(ready, studio))
    studio.start()
    welcomes = is_alone and os.environ.get(FIRST_STEPS_VARIABLE) != "no"
    window = MainWindow(studio, announcer.announce, welcomes=welcomes)
    windows.append(window)
    for outlet in window.outlets:
        announcer.add_outlet(outlet)
    window.reader.on_known(studio.look_for_reader)
    window.read_aloud(studio)
    heard.set()
    window.show()
    if not is_alone:
        announcer.announce(_open_twice())
    if trouble is not None:
        announcer.announce(trouble.announcement())
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    # Python sees a signal only when it gets to run. `quit` would ask the window, which refuses
    # while live.
    awake = QTimer()
    awake.timeout.connect(lambda: application.exit() if stop.is_set() else None)
    awake.start(200)
    status = application.exec()
    relay.close()
    studio.stop()
    announcer.close()
    lock.unlock()
    return status


def _open_twice() -> Announcement:
    return CommandError(
        say(
            "The studio is open already in another window. Nothing you change in this one is kept."
        ),
        say("Close this window and use the other one."),
    ).announcement()
