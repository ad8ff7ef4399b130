"""Closing the window: asked twice while something runs, and not before it has ended."""

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from studio.model.again import SecondPress
from studio.model.announcement import Announcement, Priority
from studio.model.message import Message, say
from studio.model.state import OutputPhase, ShowState
from studio.ui.desk import Desk

LONGEST_S = 20.0
"""Seconds after which the window closes although something has not ended."""

LINGER_S = 2.0
"""Seconds between the end of everything and the closing, for the last words to be spoken."""

LOOK_MS = 100


class Leaving(QObject):
    """Decides when the window may close; the window's thread.

    Nobody waits in it: the window works on until the show has ended, and is then closed.
    """

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._second = SecondPress()
        self._is_over = False
        self._until = 0.0
        self._ended_at: float | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._close_at_the_end)

    def allows(self) -> bool:
        """Whether the window may close now; otherwise this has asked, or is ending the show."""
        state = self._desk.link.state()
        if self._look.isActive():
            return False
        if self._is_over or not _is_sending(state):
            return True
        if _is_ending(state):
            self._desk.tell(say("The studio closes once everything is saved."), "leave")
        elif self._second.confirms("leave"):
            self._desk.wish("show.end")
        else:
            question = _question(state, int(self._second.seconds))
            self._desk.announce(Announcement(question, priority=Priority.URGENT, topic="leave"))
            return False
        self._until = time.monotonic() + LONGEST_S
        self._look.start()
        return False

    def _close_at_the_end(self) -> None:
        now = time.monotonic()
        if _is_sending(self._desk.link.state()):
            self._ended_at = None
        elif self._ended_at is None:
            self._ended_at = now
        has_ended = self._ended_at is not None and now >= self._ended_at + LINGER_S
        if has_ended or now >= self._until:
            self._look.stop()
            self._is_over = True
            self._window.close()


def _is_sending(state: ShowState) -> bool:
    return bool(state.outputs) or state.is_connecting


def _is_ending(state: ShowState) -> bool:
    """The user has ended all of it already."""
    return not state.is_connecting and all(o.phase is OutputPhase.ENDING for o in state.outputs)


def _question(state: ShowState, seconds: int) -> Message:
    if state.is_live:
        return say(
            "You are live. Press again within {seconds} seconds to end the show and leave.",
            seconds=seconds,
        )
    if state.is_connecting or any(not output.is_recording for output in state.outputs):
        return say(
            "You are going live. Press again within {seconds} seconds to end the show and leave.",
            seconds=seconds,
        )
    return say(
        "You are recording. Press again within {seconds} seconds to save the recording and leave.",
        seconds=seconds,
    )
