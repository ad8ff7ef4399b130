"""Keys in Qt's portable notation, “Ctrl+Shift+M”, and which of them belong to somebody else."""

import json
import unicodedata
from collections.abc import Mapping

from studio.model.message import Message, say

_ORDER = ("Meta", "Ctrl", "Alt", "Shift")
_MODIFIERS = set(_ORDER)
_NAMED = {
    *("Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown", "Ins", "Del", "Space"),
    *("Backspace", "Tab", "Backtab", "Esc", "Return", "Enter", "Pause", "Print", "Menu", "Help"),
    *("Media Play", "Media Pause", "Media Stop", "Media Previous", "Media Next"),
    "Toggle Media Play/Pause",
    *("Volume Up", "Volume Down", "Volume Mute", "CapsLock", "NumLock", "ScrollLock"),
    *(f"F{number}" for number in range(1, 36)),
}
_WAYS = ("Up", "Down", "Left", "Right")
_OF_WINDOW = {
    *("F4", "F6", "Shift+F6", "F10", "Shift+F10", "Alt+Shift+F10"),
    *("Ctrl+Tab", "Ctrl+Shift+Backtab", "Ctrl+Up", "Ctrl+Down"),
    *(f"Ctrl{shift}+{key}" for shift in ("", "+Shift") for key in ("Return", "Enter")),
}
"""F4 opens choices; Ctrl+Up and Ctrl+Down move a scene's pictures. Menu counts with any other."""
_OF_TEXT = {
    *("Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Home", "Ctrl+End"),
    *("Ctrl+Backspace", "Ctrl+Del", "Ctrl+Space"),
    *(f"Ctrl+Shift+{key}" for key in ("Left", "Right", "Home", "End")),
}
_OF_SYSTEM = {
    *("Alt+F4", "Alt+Tab", "Alt+Shift+Backtab", "Alt+Esc", "Alt+Space", "Ctrl+Esc"),
    *("Ctrl+Shift+Esc", "Ctrl+Alt+Del", "Ctrl+Alt+Backspace", "Print", "Alt+Print"),
    *(f"Ctrl+Alt+F{number}" for number in range(1, 13)),
    *(f"Alt+F{number}" for number in range(1, 11)),
    *(f"Ctrl+Alt{shift}+{way}" for shift in ("", "+Shift") for way in _WAYS),
    *("Ctrl+Alt+Tab", "Ctrl+Alt+Shift+Backtab", "Ctrl+Alt+Esc", "Ctrl+Alt+Return"),
    *("Ctrl+Alt+D", "Ctrl+Alt+L", "Ctrl+Alt+T"),
}
"""Of Windows, GNOME and the consoles of Linux; between them they serve most desktops."""
_OF_READER = {"Ctrl+Alt+N", "Ctrl+Alt+J"}
"""They start NVDA and JAWS; what these do once they run begins with Insert or Caps Lock."""
_EVERYWHERE = {
    *(*_WAYS, "Home", "End", "PgUp", "PgDown", "Ins", "Del", "Space", "Pause"),
    *(f"F{number}" for number in range(1, 25)),
}
"""Keys with a name that are there on every keyboard, and that every system hands out."""
_OF_PEDALS = {
    *(f"F{number}" for number in range(13, 25)),
    *("Media Play", "Media Pause", "Media Stop", "Media Previous", "Media Next"),
}
"""Keys that are on no keyboard but on pedals, key pads and headsets."""
_ALONE = {f"F{number}" for number in range(1, 36)} | {
    key for key in _NAMED if key.startswith(("Media", "Toggle Media"))
}


class KeySetError(ValueError):
    """A file does not hold a key set."""


def normal(keys: str) -> str:
    """A key as Qt writes it, however it was written; what is none stays as it is."""
    modifiers, key = split(keys.strip())
    known = {name.casefold(): name for name in (*_ORDER, *_NAMED)}
    key = key.strip()
    named = [known.get(one.strip().casefold(), one.strip()) for one in modifiers]
    if len(key) == 1:
        # Keyboards for Chinese can write letters as wide as theirs; the keys are the same.
        is_wide = unicodedata.east_asian_width(key) == "F"
        key = unicodedata.normalize("NFKC", key).upper() if is_wide else key.upper()
    else:
        key = known.get(key.casefold(), key)
    if key == "Tab" and "Shift" in named:
        key = "Backtab"
    if key == "Backtab" and "Shift" not in named:
        named.append("Shift")
    if not key or not set(named) <= set(_ORDER):
        return keys
    return "+".join([*sorted(named, key=_ORDER.index), key])


def refusal(keys: str) -> Message | None:
    """Say why a key cannot be given to a command; None when it can."""
    modifiers, key = split(keys)
    if not (_is_sign(key) or key in _NAMED) or not modifiers <= _MODIFIERS:
        return say("{keys} is no key.", keys=in_short(keys))
    if "Shift" in modifiers and _is_sign(key) and not key.isalnum():
        return say("{keys} is another key on other keyboards. Take a letter.", keys=keys)
    if key in {"Ins", "CapsLock", "NumLock", "ScrollLock"} or keys in _OF_READER:
        return say("{keys} belongs to screen readers.", keys=keys)
    if "Meta" in modifiers or keys in _OF_SYSTEM or key.startswith("Volume"):
        return say("{keys} belongs to the system.", keys=keys)
    if keys in _OF_WINDOW or key == "Menu":
        return say("{keys} moves or chooses in the window.", keys=keys)
    if keys in _OF_TEXT:
        return say("{keys} is needed to edit text.", keys=keys)
    if modifiers <= {"Shift"} and key not in _ALONE:
        return say("{keys} alone types, moves or chooses. Add Ctrl.", keys=keys)
    if modifiers <= {"Alt", "Shift"} and "Alt" in modifiers and key not in _ALONE:
        return say("{keys} is for the menus. Add Ctrl.", keys=keys)
    return None


def _is_sign(key: str) -> bool:
    """It is a letter, a digit or a sign that can stand on a keyboard and in a file."""
    return len(key) == 1 and key <= "\uffff" and unicodedata.category(key)[0] in "LNPS"


def in_short(words: str) -> str:
    """The beginning of what a file holds, which may be anything."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in words[:40])
    return shown if len(words) <= 40 else f"{shown} …"


def split(keys: str) -> tuple[frozenset[str], str]:
    """A key's modifiers, and the key itself; empty where it is none, or several in turn."""
    if ", " in keys or not keys:
        return frozenset(), ""
    # The plus sign is a key too.
    head, _, key = keys.rpartition("+") if not keys.endswith("+") else (keys[:-2], "", "+")
    return frozenset(filter(None, head.split("+"))), key


def everywhere(keys: str) -> str:
    """The key that does the same while another window is in front: with Ctrl, Alt and Shift.

    What only pedals, key pads and headsets have is not needed by anybody else, and stays as it is.
    Empty for what else is not on every keyboard.
    """
    modifiers, key = split(keys)
    if not modifiers and key in _OF_PEDALS:
        return key
    is_letter = len(key) == 1 and key.isalnum()
    return f"Ctrl+Alt+Shift+{key}" if is_letter or key in _EVERYWHERE else ""


def written(keys: Mapping[str, str]) -> str:
    """A key set as a file: JSON, every command with its key, empty for none."""
    return json.dumps({"earshot keys": 1, "keys": dict(keys)}, ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> dict[str, str]:
    """A key set from a file.

    Raises:
        KeySetError: It is none.
    """
    try:
        told = json.loads(text)
        keys = told["keys"]
        is_right = told["earshot keys"] == 1 and all(
            isinstance(command, str) and isinstance(key, str) for command, key in keys.items()
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise KeySetError from error
    if not is_right:
        raise KeySetError
    return dict(keys)
