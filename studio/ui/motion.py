"""How much moves in the window: all of it, or nothing but a new still each second.

What viewers get is not concerned, only what the streamer sees: meters, preview, cursor, menus.
"""

import ctypes
import logging
import subprocess
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCall,
    QDBusPendingCallWatcher,
    QDBusVariant,
)
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

STILL_MS = 1000
"""Milliseconds between two pictures of what would move."""

_EFFECTS = (
    Qt.UIEffect.UI_General,
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


class Motion(QObject):
    """Follows the person's choice and, where nothing was chosen, the system's; the window's thread.

    Args:
        on_change: Called after each change.
        parent: What it ends with.
    """

    def __init__(self, on_change: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._choice = ""
        self._is_reduced_by_system = False
        self._blink_ms = QApplication.cursorFlashTime()
        self._effects = [effect for effect in _EFFECTS if QApplication.isEffectEnabled(effect)]
        if sys.platform == "linux":
            self._ask_desktop()
        else:
            self._is_reduced_by_system = _of_system()

    @property
    def is_reduced(self) -> bool:
        if self._choice:
            return self._choice == "reduced"
        return self._is_reduced_by_system

    def period_ms(self, usual: int) -> int:
        """Milliseconds between two pictures of what usually moves so often."""
        return max(usual, STILL_MS) if self.is_reduced else usual

    def choose(self, choice: str) -> None:
        """Use `full`, `reduced`, or with an empty text what the system has."""
        if choice != self._choice:
            before, self._choice = self.is_reduced, choice
            self._apply(before)

    def _apply(self, before: bool) -> None:  # noqa: FBT001 - how it was
        if self.is_reduced == before:
            return
        QApplication.setCursorFlashTime(0 if self.is_reduced else self._blink_ms)
        for effect in self._effects:
            QApplication.setEffectEnabled(effect, not self.is_reduced)
        self._on_change()

    def _ask_desktop(self) -> None:
        """Ask the desktop's portal, which may take its time.

        Source: XDG Desktop Portal, org.freedesktop.portal.Settings.
        """
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        for (space, key), is_reducing in _SAYS_REDUCED.items():
            call = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SETTINGS, "Read")
            call.setArguments([space, key])
            answer = bus.asyncCall(call)
            watcher = QDBusPendingCallWatcher(answer, self)
            watcher.finished.connect(
                lambda _, answer=answer, tell=is_reducing: self._answered(answer, tell)
            )

    def _answered(self, answer: QDBusPendingCall, is_reducing: Callable[[object], bool]) -> None:
        reply = answer.reply()
        if reply.type() is QDBusMessage.MessageType.ReplyMessage and reply.arguments():
            self._is_told(is_reducing(_plain(reply.arguments()[0])))
        else:
            log.debug("the desktop does not tell of motion: %s", reply.errorMessage())

    def _is_told(self, is_reducing: bool) -> None:  # noqa: FBT001 - what the system says
        before = self.is_reduced
        self._is_reduced_by_system |= is_reducing
        self._apply(before)


_SERVICE = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SETTINGS = "org.freedesktop.portal.Settings"
_SAYS_REDUCED: dict[tuple[str, str], Callable[[object], bool]] = {
    ("org.freedesktop.appearance", "reduced-motion"): lambda value: value == 1,
    ("org.gnome.desktop.interface", "enable-animations"): lambda value: value is False,
}


def _plain(value: object) -> object:
    """What a D-Bus variant holds, however many are wrapped round it."""
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return value


def _of_system() -> bool:
    """Whether Windows or macOS was asked for less motion."""
    if sys.platform == "win32":
        is_animated = ctypes.c_int(1)
        get_animation = 0x1042  # SPI_GETCLIENTAREAANIMATION
        ctypes.windll.user32.SystemParametersInfoW(get_animation, 0, ctypes.byref(is_animated), 0)
        return not is_animated.value
    asked = ["defaults", "read", "com.apple.universalaccess", "reduceMotion"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=2, check=False)  # noqa: S603 - the system's own
    except (OSError, subprocess.SubprocessError):
        return False
    return done.stdout.strip() == "1"
