"""Keys of all windows under Windows."""

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Mapping

from studio.model.keys import split

_MODIFIERS = {"Alt": 0x0001, "Ctrl": 0x0002, "Shift": 0x0004}
_NO_REPEAT = 0x4000
_HOTKEY, _TIMER, _QUIT, _APP = 0x0312, 0x0113, 0x0012, 0x8000
_LOOK_MS = 15
"""Between two looks whether a key is still down: the system does not tell of its release."""
_CODES = {"Space": 0x20, "PgUp": 0x21, "PgDown": 0x22, "End": 0x23, "Home": 0x24} | {
    f"F{number}": 0x6F + number for number in range(1, 25)
}
_CODES |= {"Media Next": 0xB0, "Media Previous": 0xB1, "Media Stop": 0xB2}
_CODES |= dict.fromkeys(("Media Play", "Media Pause", "Toggle Media Play/Pause"), 0xB3)


class WindowsGrab:
    """Registers keys with the system, on the thread that then waits for them.

    Source: RegisterHotKey, GetMessage, SetTimer and GetAsyncKeyState of the Windows API.

    Args:
        wish: Takes the command whose key was pressed.
        let_go: Takes it, and when that was, once its key is let go.
        taken: Takes the keys that another program has.
    """

    def __init__(
        self,
        wish: Callable[[str], None],
        let_go: Callable[[str, float], None],
        taken: Callable[[list[str]], None],
    ) -> None:
        self._wish = wish
        self._let_go = let_go
        self._down: dict[int, str] = {}
        self._codes: dict[int, int] = {}
        self._taken = taken
        self._wanted: Mapping[str, str] = {}
        self._commands: dict[int, str] = {}
        self._id = 0
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="global keys", daemon=True)
        self._thread.start()
        self._is_ready.wait(2.0)

    def use(self, keys: Mapping[str, str]) -> None:
        self._wanted = keys
        self._post(_APP)

    def stop(self) -> None:
        self._post(_QUIT)
        self._thread.join(2.0)

    def _post(self, message: int) -> None:
        if sys.platform == "win32":
            ctypes.windll.user32.PostThreadMessageW(self._id, message, 0, 0)

    def _run(self) -> None:
        if sys.platform != "win32":
            return
        from ctypes import wintypes  # noqa: PLC0415 - of this system only

        user32 = ctypes.windll.user32
        self._id = ctypes.windll.kernel32.GetCurrentThreadId()
        message = wintypes.MSG()
        user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 0)  # makes the thread's queue
        self._is_ready.set()
        while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == _APP:
                self._register()
            elif message.message == _HOTKEY and message.wParam in self._commands:
                command = self._commands[message.wParam]
                self._down[self._codes[message.wParam]] = command
                self._wish(command)
                user32.SetTimer(None, 0, _LOOK_MS, None)
            elif message.message == _TIMER:
                self._look(message.wParam)

    def _look(self, timer: int) -> None:
        """Tell of what is down no more; once nothing is, there are no more looks."""
        if sys.platform != "win32":
            return
        user32 = ctypes.windll.user32
        for code, command in list(self._down.items()):
            if not user32.GetAsyncKeyState(code) & 0x8000:
                del self._down[code]
                self._let_go(command, time.monotonic())
        if not self._down:
            user32.KillTimer(None, timer)

    def _register(self) -> None:
        if sys.platform != "win32":
            return
        user32 = ctypes.windll.user32
        for number in self._commands:
            user32.UnregisterHotKey(None, number)
        self._commands.clear()
        self._codes.clear()
        taken = []
        for number, (keys, command) in enumerate(self._wanted.items(), start=1):
            modifiers, key = split(keys)
            mask = _NO_REPEAT | sum(_MODIFIERS[one] for one in modifiers)
            code = _CODES.get(key) or (user32.VkKeyScanW(ord(key)) & 0xFF if len(key) == 1 else 0)
            if code and user32.RegisterHotKey(None, number, mask, code):
                self._commands[number] = command
                self._codes[number] = code
            else:
                taken.append(keys)
        if taken:
            self._taken(taken)
