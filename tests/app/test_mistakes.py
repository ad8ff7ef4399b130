"""What is done about an error in a slot of the window."""

from __future__ import annotations

import sys
import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from studio import log
from studio.app.mistakes import mistakes_told
from studio.model.announcement import Announcement, Earcon
from tests.app.studio_process import environment
from tests.harness.process import ROOT, Child, wait_until

TOLD = (
    "The studio made a mistake; the show goes on. The log in the studio's folder has the details."
)


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What reaches the hook that was there before."""
    found: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: found.append(error))
    return found


def _in_slots(*acts) -> None:
    """Have each done by a timer, and the next one in spite of the one before."""
    done: list[bool] = []
    for act in acts:
        QTimer.singleShot(0, act)
    QTimer.singleShot(0, lambda: done.append(True))
    while not done:
        QCoreApplication.processEvents()


def _fails() -> None:
    raise RuntimeError("rtmp://127.0.0.1/live/mk-5d20-mistake-key")


def _fails_elsewhere() -> None:
    raise OSError("elsewhere")


def test_an_error_in_a_slot_is_logged_without_secrets_and_told_once(
    qapp, tmp_path, reported, monkeypatch
):
    log.start(tmp_path)
    said: list[Announcement] = []
    before = sys.excepthook
    with mistakes_told(said.append):
        _in_slots(_fails, _fails, _fails_elsewhere)
        assert [one.text for one in said] == [TOLD]
        assert said[0].earcon is Earcon.ERROR
        later = time.monotonic() + 60
        monkeypatch.setattr(time, "monotonic", lambda: later)
        _in_slots(_fails)
        assert len(said) == 2
    assert sys.excepthook is before
    assert [type(error) for error in reported] == [
        RuntimeError,
        RuntimeError,
        OSError,
        RuntimeError,
    ]
    written = (tmp_path / "studio.log").read_text(encoding="utf-8")
    # The second time of the first is left out.
    assert written.count("a part of the window failed") == 3
    assert "in _fails_elsewhere" in written
    assert "mk-5d20" not in written


def test_threads_report_as_ever_and_what_ends_the_studio_is_no_mistake(qapp, reported, monkeypatch):
    of_threads: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda given: of_threads.append(given.exc_value))
    said: list[Announcement] = []
    with mistakes_told(said.append):
        thread = threading.Thread(target=_fails)
        thread.start()
        thread.join()
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert [type(error) for error in of_threads] == [RuntimeError]
    assert [type(error) for error in reported] == [KeyboardInterrupt]
    assert said == []


_WITH_A_MISTAKE = """
import sys
from PySide6.QtCore import QTimer
from studio import cli
from studio.ui.main_window import MainWindow

show = MainWindow.show
MainWindow.show = lambda window: (show(window), QTimer.singleShot(500, lambda: 1 // 0))
sys.exit(cli.main([]))
"""


def test_the_window_goes_on_after_a_mistake_and_tells_it(tmp_path):
    data, transcript = tmp_path / "data", tmp_path / "transcript"
    env = environment(data, EARSHOT_TRANSCRIPT=str(transcript))

    def told() -> str:
        return transcript.read_text(encoding="utf-8") if transcript.exists() else ""

    with Child([sys.executable, "-c", _WITH_A_MISTAKE], env=env, cwd=ROOT) as window:
        wait_until(lambda: TOLD in told(), 30, "the mistake's words")
        assert window.is_running
        window.process.terminate()
        assert window.process.wait(60) == 0
    written = (data / "logs" / "studio.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in written
