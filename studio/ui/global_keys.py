"""Keys that work while another window is in front, where the system lets a program have them."""

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from studio.commands.command import Origin
from studio.commands.every import REGISTRY
from studio.commands.keys import global_keys
from studio.model.message import Message, say
from studio.model.state import ShowState
from studio.ui.actions import moment, written
from studio.ui.bridge import Handover
from studio.ui.desk import Desk

log = logging.getLogger(__name__)

_WITHOUT_DESKTOP = ("offscreen", "minimal")
"""Where Qt draws for nobody."""


class Grab(Protocol):
    """How one system hands keys over; made on the window's thread, works on its own."""

    def use(self, keys: Mapping[str, str]) -> None:
        """Ask for these keys and no others: what each shall wish for, by its portable name."""
        ...

    def stop(self) -> None: ...


class GlobalKeysError(Exception):
    """The system gives no keys to programs; the message says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


class GlobalKeys:
    """Has status keys, mute and the key for commands by voice work from any window.

    It tells why where they cannot.
    """

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk = desk
        self._taken: Handover[list[str]] = Handover(self._tell_taken, parent=window)
        self._grab: Grab | None = None
        self._keys: Mapping[str, str] = {}
        self._is_paused = False
        self._is_refused = False

    def follow(self, state: ShowState) -> None:
        """Ask for the keys that are chosen now; the window's thread, for every new state."""
        keys = {} if self._is_paused else global_keys(state)
        if self._is_refused or keys == self._keys:
            return
        if QGuiApplication.platformName() in _WITHOUT_DESKTOP:
            return
        self._keys = keys
        try:
            self._grab = self._grab or _grab(self._wish, self._let_go, self._taken.post)
            self._grab.use({key: command for command, key in keys.items()})
        except GlobalKeysError as error:
            self._is_refused = True
            log.info("no keys from other windows: %s", error.reason)
            only_here = say("The studio's keys work in its own window only.")
            self._desk.tell(error.reason.then(only_here), "global keys")

    def pause(self, *, paused: bool) -> None:
        """Leave the keys alone while one of them may be pressed to be chosen."""
        self._is_paused = paused
        self.follow(self._desk.link.state())

    def stop(self) -> None:
        if self._grab is not None:
            self._grab.stop()
            self._grab = None

    def _wish(self, command: str) -> None:
        self._desk.link.dispatch(command, Origin.KEY, **moment(command, time.monotonic()))

    def _let_go(self, command: str, at: float) -> None:
        if then := REGISTRY[command].released:
            self._desk.link.dispatch(then, Origin.KEY, **moment(then, at))

    def _tell_taken(self, keys: list[str]) -> None:
        taken = ", ".join(written(one) for one in keys)
        self._desk.tell(say("Another program has {keys}.", keys=taken), "global keys")


def _grab(
    wish: Callable[[str], None],
    let_go: Callable[[str, float], None],
    taken: Callable[[list[str]], None],
) -> Grab:
    if sys.platform == "linux":
        # Its X server is for guests, and hears no key of the others' windows.
        if os.environ.get("WAYLAND_DISPLAY"):
            raise GlobalKeysError(say("This desktop keeps all keys to the window in front."))
        from studio.ui.x11_keys import X11Grab  # noqa: PLC0415 - of this system only

        return X11Grab(wish, let_go, taken)
    if sys.platform == "win32":
        from studio.ui.windows_keys import WindowsGrab  # noqa: PLC0415 - of this system only

        return WindowsGrab(wish, let_go, taken)
    raise GlobalKeysError(say("This system keeps all keys to the window in front."))
