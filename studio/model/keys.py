"""Keys in Qt's portable notation, “Ctrl+Shift+M”, and which of them belong to somebody else."""

import json
from collections.abc import Mapping

from studio.model.message import Message, say

_ORDER = ("Meta", "Ctrl", "Alt", "Shift")
_MODIFIERS = set(_ORDER)
_NAMED = {
    *("Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown", "Ins", "Del", "Space"),
    *("Backspace", "Tab", "Backtab", "Esc", "Return", "Enter", "Pause", "Print", "Menu", "Help"),
    *("Media Play", "Media Stop", "Media Previous", "Media Next", "Toggle Media Play/Pause"),
    *("Volume Up", "Volume Down", "Volume Mute", "CapsLock", "NumLock", "ScrollLock"),
    *(f"F{number}" for number in range(1, 36)),
}
_OF_WINDOW = {"F6", "Shift+F6", "F10", "Shift+F10", "Ctrl+Tab", "Ctrl+Shift+Backtab", "Menu"}
_OF_TEXT = {
    *("Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Home", "Ctrl+End"),
    *("Ctrl+Backspace", "Ctrl+Del", "Ctrl+Space"),
}
_OF_SYSTEM = {
    *("Alt+F4", "Alt+Tab", "Alt+Shift+Backtab", "Alt+Esc", "Alt+Space", "Ctrl+Esc"),
    *("Ctrl+Shift+Esc", "Ctrl+Alt+Del", "Ctrl+Alt+Backspace", "Print", "Alt+Print"),
    *(f"Ctrl+Alt+F{number}" for number in range(1, 13)),
}
_OF_READER = {"Ctrl+Alt+N", "Ctrl+Alt+J"}
"""They start NVDA and JAWS; what these do once they run begins with Insert or Caps Lock."""
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
    key = key.upper() if len(key) == 1 else known.get(key.casefold(), key)
    if not key or not set(named) <= set(_ORDER):
        return keys
    return "+".join([*sorted(named, key=_ORDER.index), key])


def refusal(keys: str) -> Message | None:
    """Say why a key cannot be given to a command; None when it can."""
    modifiers, key = split(keys)
    if not key or not (len(key) == 1 or key in _NAMED) or not modifiers <= _MODIFIERS:
        return say("{keys} is no key.", keys=keys)
    if key in {"Ins", "CapsLock", "NumLock", "ScrollLock"} or keys in _OF_READER:
        return say("{keys} belongs to screen readers.", keys=keys)
    if "Meta" in modifiers or keys in _OF_SYSTEM or key.startswith("Volume"):
        return say("{keys} belongs to the system.", keys=keys)
    if keys in _OF_WINDOW:
        return say("{keys} moves about in the window.", keys=keys)
    if keys in _OF_TEXT:
        return say("{keys} is needed to edit text.", keys=keys)
    if modifiers <= {"Shift"} and key not in _ALONE:
        return say("{keys} alone types, moves or chooses. Add Ctrl.", keys=keys)
    if modifiers <= {"Alt", "Shift"} and "Alt" in modifiers and key not in _ALONE:
        return say("{keys} is for the menus. Add Ctrl.", keys=keys)
    return None


def split(keys: str) -> tuple[frozenset[str], str]:
    """A key's modifiers, and the key itself; empty where it is none, or several in turn."""
    if ", " in keys or not keys:
        return frozenset(), ""
    # The plus sign is a key too.
    head, _, key = keys.rpartition("+") if not keys.endswith("+") else (keys[:-2], "", "+")
    return frozenset(filter(None, head.split("+"))), key


def everywhere(keys: str) -> str:
    """The key that does the same while another window is in front: with Ctrl, Alt and Shift."""
    _modifiers, key = split(keys)
    return f"Ctrl+Alt+Shift+{key}" if key else ""


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
