"""Keys of all windows under X11."""

import logging
import os
import select
import threading
import time
from collections.abc import Callable, Mapping

from Xlib import XK, X, display
from Xlib.error import BadAccess, CatchError, ConnectionClosedError, DisplayError

from studio.model.keys import split
from studio.model.message import say
from studio.ui.global_keys import GlobalKeysError

log = logging.getLogger(__name__)

XK.load_keysym_group("xf86")  # the keys of headsets

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
    "Media Play": "XF86_AudioPlay",
    "Media Pause": "XF86_AudioPause",
    "Media Stop": "XF86_AudioStop",
    "Media Previous": "XF86_AudioPrev",
    "Media Next": "XF86_AudioNext",
}
"""Where X calls a key by another name than Qt."""
_INSTEAD = {"F13": "XF86_Tools"} | {f"F{n}": f"XF86_Launch{n - 9}" for n in range(14, 19)}
"""What the usual keymap of Linux has in the places of keys that only pedals have."""
_LET_GO_S = 0.03
"""The press by which a held key is repeated comes in the same instant as its release, or nearly."""
_HELD = X.ControlMask | X.Mod1Mask | X.ShiftMask


class X11Grab:
    """Has the X server send some keys here, whatever window is in front; a thread waits for them.

    Args:
        wish: Takes the command whose key was pressed.
        let_go: Takes it, and when that was, once its key is let go.
        taken: Takes the keys that another program has.

    Raises:
        GlobalKeysError: There is no X server.
    """

    def __init__(
        self,
        wish: Callable[[str], None],
        let_go: Callable[[str, float], None],
        taken: Callable[[list[str]], None],
    ) -> None:
        try:
            self._display = display.Display()
        except (DisplayError, OSError) as error:
            raise GlobalKeysError(
                say("This desktop keeps all keys to the window in front.")
            ) from error
        self._wish = wish
        self._let_go = let_go
        self._down: dict[int, str] = {}
        self._letting_go: dict[int, float] = {}
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
            wait_s = _LET_GO_S if self._letting_go else None
            ready, _, _ = select.select([self._display.fileno(), self._woken], [], [], wait_s)
            if self._woken in ready:
                if b"q" in os.read(self._woken, 100):
                    return False
                self._grab_wanted()
        for _ in range(self._display.pending_events()):
            event = self._display.next_event()
            if event.type == X.KeyRelease:
                self._released[event.detail] = event.time
                if event.detail in self._down:
                    self._letting_go[event.detail] = time.monotonic()
            elif event.type == X.KeyPress:
                self._press(event.detail, event.state & _HELD, event.time)
        self._tell_let_go()
        return True

    def _press(self, code: int, modifiers: int, time_ms: int) -> None:
        self._letting_go.pop(code, None)
        if self._is_repeated(code, time_ms):
            return
        if command := self._commands.get((code, modifiers)):
            self._down[code] = command
            self._wish(command)

    def _tell_let_go(self) -> None:
        """Tell of what was let go, and not pressed again in the same instant."""
        now = time.monotonic()
        for code, at in list(self._letting_go.items()):
            if now - at >= _LET_GO_S:
                del self._letting_go[code]
                self._let_go(self._down.pop(code), at)

    def _is_repeated(self, code: int, time_ms: int) -> bool:
        """A key that is held is let go and pressed again sooner than any finger could."""
        gap_ms = time_ms - self._released.get(code, time_ms - 1000)
        # Where its release was told already, a press that comes late is a new one.
        return 0 <= gap_ms <= (1000 * _LET_GO_S if code in self._down else 1)

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
        if not code and key in _INSTEAD:
            code = self._display.keysym_to_keycode(XK.string_to_keysym(_INSTEAD[key]))
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
