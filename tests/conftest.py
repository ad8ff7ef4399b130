"""What every test gets, and what it may ask for.

Every test gets a data folder of its own (`EARSHOT_DATA`), Qt without a screen (`qapp`), and fails
if the studio or Qt logged a warning that it did not foresee (`studio_log`). On request: a private
sound server (`pulse`, `own_pulse`), a streaming service (`ingest`), a camera (`http_camera`).
Other kinds are made with the classes of `tests.harness`, all of them context managers.

`EARSHOT_TEST_PLATFORM=xcb` shows the windows on a screen.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import logging
import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.harness.camera import HttpCamera
from tests.harness.ingest import RtmpIngest
from tests.harness.pulse import PulseServer

os.environ["QT_QPA_PLATFORM"] = os.environ.get("EARSHOT_TEST_PLATFORM", "offscreen")

# Tests that run in the background have Ctrl+C ignored, and so would every process they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

SPREAD = {
    *(f"tests/app/test_{name}.py" for name in ("audit", "catalogue", "command_line", "people")),
    *(f"tests/app/test_{name}.py" for name in ("readers", "refusals", "show_by_rundown")),
    *(f"tests/app/test_{name}.py" for name in ("show_by_voice", "starters")),
    "tests/program/test_delay.py",
    "tests/program/test_unheard.py",
    "tests/scanner/test_looking.py",
    "tests/speech/test_voice.py",
    "tests/ui/test_dialogs.py",
    "tests/ui/test_large_text.py",
}
"""Files whose tests take minutes together and share nothing that is slow to start."""


ALONE = {f"tests/app/test_{name}.py" for name in ("devices_end_to_end", "import_on_air")}
"""Files that judge what a whole show loses: they come last, and nothing is tested beside them."""
PATIENT = {"tests/app/test_audit.py"}
"""Files that mostly wait and are never late: they are tested beside any others."""
SEATS = 2
"""So many of all others are tested at once: on two cores a third studio makes the others late."""


class ByFile(LoadScopeScheduling):
    """Gives each worker whole files, in the order in which they stand.

    Tests of one file share a desktop or a sound server, which is started once in this way. Those
    that share none go to whichever worker is free, so that none is left with them at the end.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = _file_of(nodeid)
        if file in ALONE:
            return "alone"
        return nodeid if file in SPREAD else file


def _file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _file_of(item.nodeid) in ALONE)


_turn: list[IO[bytes]] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)  # nobody's time is up while it waits
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Have a file wait for its turn among all that are tested on this machine."""
    file = _file_of(item.nodeid)
    if not _turn:
        _turn.extend(_wait_for_turn(file))
    try:
        return (yield)
    finally:
        if nextitem is None or _file_of(nextitem.nodeid) != file:
            while _turn:
                _turn.pop().close()


def _wait_for_turn(file: str) -> Iterator[IO[bytes]]:
    """What is locked as long as a file is tested."""
    yield _lock("machine", fcntl.LOCK_EX if file in ALONE else fcntl.LOCK_SH)
    if file not in ALONE | PATIENT:
        yield _wait_for_seat()


def _wait_for_seat() -> IO[bytes]:
    while True:
        for seat in range(SEATS):
            with contextlib.suppress(BlockingIOError):
                return _lock(f"seat {seat}", fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(0.05)


def _lock(name: str, how: int) -> IO[bytes]:
    folder = Path(tempfile.gettempdir()) / f"earshot-tests-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    file = (folder / name).open("ab")
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        file.close()
        raise
    return file


def pytest_xdist_make_scheduler(config: pytest.Config, log) -> ByFile:
    # By default the file with the most tests comes first, which is not the one that takes longest.
    config.option.loadscopereorder = False
    return ByFile(config, log)


_QT_NOISE = re.compile("This plugin does not support")


@pytest.fixture(scope="session")
def pulse() -> Iterator[PulseServer]:
    """A sound server for the whole run, which `sounddevice` in this process sees too.

    Its devices are public, headphones, micfeed and virtmic. A test that unplugs one of them, or
    stops the server, takes `own_pulse`.
    """
    with PulseServer() as server, server.in_process():
        yield server


@pytest.fixture
def own_pulse() -> Iterator[PulseServer]:
    """A sound server for one test, which `sounddevice` in this process sees in the meantime."""
    with PulseServer() as server, server.in_process():
        yield server


@pytest.fixture
def ingest() -> Iterator[RtmpIngest]:
    """A streaming service that takes any stream key."""
    with RtmpIngest() as service:
        yield service


@pytest.fixture
def http_camera() -> Iterator[HttpCamera]:
    """A camera of 640x360 at 30 pictures a second, each with its number."""
    with HttpCamera() as camera:
        yield camera


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes folders for thousands of tests; `tmp_path` takes ten times as long for each."""
    numbers = itertools.count()
    base = tmp_path_factory.mktemp("earshot")

    def make() -> Path:
        folder = base / str(next(numbers))
        folder.mkdir()
        return folder

    return make


@pytest.fixture(autouse=True)
def earshot_data(new_folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the studio stores everything during this test."""
    folder = new_folder()
    monkeypatch.setenv("EARSHOT_DATA", str(folder))
    return folder


class StudioLog(logging.Handler):
    """Warnings and worse of the studio and of Qt, and which of them the test foresaw."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []
        self._expected: list[str] = []
        self._allowed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info:
            text += f"\n{logging.Formatter().formatException(record.exc_info)}"
        self.warnings.append(text)

    def expect(self, pattern: str) -> None:
        """Foresee warnings with this regular expression in them; there must be one."""
        self._expected.append(pattern)

    def allow(self, pattern: str) -> None:
        """Foresee warnings that may come or not."""
        self._allowed.append(pattern)

    def complaints(self) -> list[str]:
        foreseen = [*self._expected, *self._allowed]
        found = [w for w in self.warnings if not any(re.search(p, w) for p in foreseen)]
        absent = [p for p in self._expected if not any(re.search(p, w) for w in self.warnings)]
        return [*found, *(f"no warning matched {pattern!r}" for pattern in absent)]


@pytest.fixture(autouse=True)
def studio_log() -> Iterator[StudioLog]:
    """Fails the test for warnings in the log of the studio; `expect` or `allow` those that belong.

    def test_a_camera_is_pulled_out(studio_log, ...):
        studio_log.expect("Camera 2 has stopped")
    """
    log = StudioLog()
    studio, qt = loggers = logging.getLogger("studio"), logging.getLogger("qt")
    # A test that starts the studio's log in this process would leave the next ones without it.
    kept = studio.handlers[:], studio.level, studio.propagate, logging.raiseExceptions
    for logger in loggers:
        logger.addHandler(log)
    yield log
    qt.removeHandler(log)
    started = [each for each in studio.handlers if each not in (log, *kept[0])]
    studio.handlers[:], level, studio.propagate, logging.raiseExceptions = kept
    studio.setLevel(level)
    for handler in started:
        handler.close()
    if complaints := log.complaints():
        pytest.fail("in the log:\n" + "\n".join(complaints), pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def qapp():
    """The application object of Qt, without a screen; warnings of Qt fail the test.

    It comes before every test, because a process has only one: the smaller kind that drawing
    without a window would make does not serve the windows.
    """
    from PySide6 import QtCore, QtWidgets

    levels = {
        QtCore.QtMsgType.QtWarningMsg: logging.WARNING,
        QtCore.QtMsgType.QtCriticalMsg: logging.ERROR,
        QtCore.QtMsgType.QtFatalMsg: logging.CRITICAL,
    }

    def note(kind: QtCore.QtMsgType, _context: QtCore.QMessageLogContext, message: str) -> None:
        if not _QT_NOISE.search(message):
            logging.getLogger("qt").log(levels.get(kind, logging.DEBUG), message)

    before = QtCore.qInstallMessageHandler(note)
    app = QtWidgets.QApplication.instance() or QtWidgets.QApplication(["earshot"])
    yield app
    QtCore.qInstallMessageHandler(before)
