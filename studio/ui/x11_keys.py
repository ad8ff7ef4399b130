"""Keys of all windows under X11."""

import logging
import os
import select
import threading
from collections.abc import Callable, Mapping

from Xlib import XK, X, display
from Xlib.error import BadAccess, CatchError, ConnectionClosedError, DisplayError

from studio.model.keys import split
from studio.model.message import say
from studio.ui.global_keys import GlobalKeysError

log = logging.getLogger(__name__)

_MODIFIERS = {
    "Ctrl": X.ControlMask,
    "Alt": X.Mod1Mask,
    "Shift": X.ShiftMask,
}
_LOCKS = (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask)
"""A key is another one to X while Caps Lock or Num Lock is on."""

_NAMES = {
    "PgUp": "Prior",
    "PgDown": "Next",
    "Ins": "Insert",
    "Del": "Delete",
    "Space": "space",
    "Backspace": "BackSpace",
    "Enter": "KP_Enter",
    "Esc": "Escape",
    "Backtab": "ISO_Left_Tab",
}
"""Where X calls a key by another name than Qt."""
_HELD = X.ControlMask | X.Mod1Mask | X.ShiftMask


class X11Grab:
    """Has the X server send some keys here, whatever window is in front; a thread waits for them.

    Raises:
        GlobalKeysError: There is no X server.
    """

    def __init__(self, wish: Callable[[str], None], taken: Callable[[list[str]], None]) -> None:
        try:
            self._display = display.Display()
        except (DisplayError, OSError) as error:
            raise GlobalKeysError(
                say("This desktop keeps all keys to the window in front.")
            ) from error
        self._wish = wish
        self._taken = taken
        self._wanted: Mapping[str, str] | None = None
        self._commands: dict[tuple[int, int], str] = {}
        self._released: dict[int, int] = {}
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._run, name="global keys", daemon=True)
        self._thread.start()

    def use(self, keys: Mapping[str, str]) -> None:
        self._wanted = keys
        os.write(self._wake, b"k")

    def stop(self) -> None:
        os.write(self._wake, b"q")
        self._thread.join(2.0)

    def _run(self) -> None:
        try:
            while self._turn():
                pass
        except (ConnectionClosedError, OSError) as error:
            log.info("no keys from other windows any more: %r", error)
        finally:
            self._display.close()

    def _turn(self) -> bool:
        # What came with an answer lies in the library's own queue already.
        if not self._display.pending_events():
            ready, _, _ = select.select([self._display.fileno(), self._woken], [], [])
            if self._woken in ready:
                if b"q" in os.read(self._woken, 100):
                    return False
                self._grab_wanted()
        for _ in range(self._display.pending_events()):
            event = self._display.next_event()
            if event.type == X.KeyRelease:
                self._released[event.detail] = event.time
            elif event.type == X.KeyPress and not self._is_repeated(event.detail, event.time):
                command = self._commands.get((event.detail, event.state & _HELD))
                if command:
                    self._wish(command)
        return True

    def _is_repeated(self, code: int, time_ms: int) -> bool:
        """A key that is held is let go and pressed again in the same instant."""
        return 0 <= time_ms - self._released.get(code, time_ms - 1000) <= 1

    def _grab_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        root = self._display.screen().root
        root.ungrab_key(X.AnyKey, X.AnyModifier)
        self._commands.clear()
        taken = [keys for keys, command in wanted.items() if not self._grab(keys, command)]
        if taken:
            self._taken(taken)

    def _grab(self, keys: str, command: str) -> bool:
        """Ask for one key; False where another program has it."""
        modifiers, key = split(keys)
        code = self._display.keysym_to_keycode(_symbol(key))
        mask = sum(_MODIFIERS[one] for one in modifiers)
        if not code or (code, mask) in self._commands:
            return False
        refused = CatchError(BadAccess)
        root = self._display.screen().root
        for lock in _LOCKS:
            root.grab_key(code, mask | lock, 0, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._display.sync()
        if refused.get_error():
            return False
        self._commands[code, mask] = command
        return True


def _symbol(key: str) -> int:
    """X's number of a key; 0 for one it does not know. Source: X11 protocol, appendix A."""
    if len(key) == 1:
        sign = ord(key.lower())
        return sign if sign < 0x100 else 0x0100_0000 + sign
    return XK.string_to_keysym(_NAMES.get(key, key))
