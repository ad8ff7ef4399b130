"""What is read of what has the focus, in a screen reader's order."""

from collections.abc import Iterable
from functools import reduce

from PySide6.QtCore import Qt

from studio.model.message import Message, say
from studio.model.settings import TypingEcho
from studio.text import N_
from studio.ui import text_words
from studio.ui.focus import Focus, Item, Role
from studio.ui.text_words import Press

_ROLES = {
    Role.Button: N_("button"),
    Role.CheckBox: N_("check box"),
    Role.RadioButton: N_("radio button"),
    Role.ComboBox: N_("combo box"),
    Role.EditableText: N_("edit field"),
    Role.SpinBox: N_("number field"),
    Role.Slider: N_("slider"),
    Role.Dial: N_("slider"),
    Role.ProgressBar: N_("progress bar"),
    Role.List: N_("list"),
    Role.Tree: N_("tree"),
    Role.Table: N_("table"),
    Role.PageTabList: N_("tabs"),
    Role.PopupMenu: N_("menu"),
    Role.Link: N_("link"),
}
"""Untranslated; what is not here says by its name what it is."""

_UP_AND_DOWN = {
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
}


def reached(before: Focus | None, now: Focus) -> Message | None:
    """What is read because the focus is elsewhere than it was read last, or in another state.

    None where nothing has changed. A button changes when its key is let go, so a state is compared
    with what was last read, not with how it was before a key.

    Args:
        before: What was read last; None for nothing.
        now: What has the focus.
    """
    if before is None or before.window is not now.window:
        return _together([*_of_window(now), *_of_control(now, ())])
    if before.thing is not now.thing:
        if now.item is not None and now.name == before.name:
            # The list of a combo box has its name.
            return _together(_of_item(now.item))
        return _together(_of_control(now, before.groups))
    if now.item is not None and (before.item is None or before.item.key != now.item.key):
        return _together(_of_item(now.item))
    return _turned(before, now)


def done(before: Focus, now: Focus, press: Press, echo: TypingEcho) -> Message | None:
    """What is read of what a key did where the focus stayed; None for nothing.

    Args:
        before: Just before the key was pressed.
        now: After it.
        press: The key.
        echo: How much is read of what is typed.
    """
    if now.item is not None:
        # At the end of a list: that the key was heard, and where one is.
        return _together(_of_item(now.item)) if press.key in _UP_AND_DOWN else None
    if now.value != before.value and press.key in _UP_AND_DOWN:
        return _own(now.value)
    if now.written is not None and before.written is not None:
        return text_words.told(before.written, now.written, press, echo)
    return _own(now.value) if now.value != before.value else None


def whole(now: Focus) -> Message:
    """All there is to say of what has the focus, and where it is."""
    title = [_own(now.title)] if now.title else []
    return _together([*_of_control(now, ()), *title]) or say("empty")


def title(now: Focus) -> Message:
    """The window, and what a message box says."""
    return _together(_of_window(now)) or say("This window has no title.")


def line(now: Focus) -> Message:
    """The current line of a text or what is selected in it, the current row, or the value."""
    if now.written is not None and (now.written.text or not now.written.is_fixed):
        return text_words.line(now.written)
    return _own(_chief_words(now))


def spelled(now: Focus) -> Message:
    """The same sign by sign; of a secret only how long it is."""
    if now.written is not None and (now.written.text or not now.written.is_fixed):
        return text_words.spelled(now.written)
    return text_words.by_signs(_chief_words(now))


def _chief_words(now: Focus) -> str:
    return now.item.words if now.item is not None else now.value or now.name


# ---------------------------------------------------------------- parts
def _of_window(now: Focus) -> list[Message]:
    parts = [_own(now.title)] if now.title else []
    if now.is_dialog:
        parts.append(say("dialog"))
    if now.alert:
        parts.append(_own(now.alert))
    return parts


def _of_control(now: Focus, known: tuple[str, ...]) -> list[Message]:
    parts = [_own(group) for group in now.groups if group not in known]
    if now.name:
        parts.append(_own(now.name))
    is_words_only = now.written is not None and now.written.is_fixed and not now.written.text
    if now.role in _ROLES and not is_words_only:
        parts.append(say(_ROLES[now.role]))
    parts += _of_state(now)
    if now.item is not None:
        parts += _of_item(now.item)
    if now.description:
        parts.append(_own(now.description))
    if now.keys:
        parts.append(_own(now.keys))
    return parts


def _of_state(now: Focus) -> list[Message]:
    parts: list[Message] = []
    if now.checked is not None:
        parts.append(_checked(is_checked=now.checked))
    if now.is_disabled:
        parts.append(say("unavailable"))
    value = _own(now.value) if now.value else None
    if now.written is not None and (now.written.text or not now.written.is_fixed):
        value = text_words.whole(now.written, value)
    return [*parts, value] if value is not None else parts


def _of_item(item: Item) -> list[Message]:
    parts = [_own(item.words)] if item.words else []
    if item.checked is not None:
        parts.append(_checked(is_checked=item.checked))
    if item.expanded is not None:
        parts.append(_expanded(is_open=item.expanded))
    if item.has_more:
        parts.append(say("leads to a menu"))
    if item.keys:
        parts.append(_own(item.keys))
    if item.count > 1:
        parts.append(say("{place} of {count}", place=item.place, count=item.count))
    return parts


def _turned(before: Focus, now: Focus) -> Message | None:
    """What was checked, opened or closed."""
    one, other = before.item or before, now.item or now
    if other.checked is not None and one.checked != other.checked:
        return _checked(is_checked=other.checked)
    if isinstance(one, Item) and isinstance(other, Item) and other.expanded is not None:
        is_open = other.expanded
        return _expanded(is_open=is_open) if one.expanded != is_open else None
    return None


def _expanded(*, is_open: bool) -> Message:
    return say("open") if is_open else say("closed")


def _checked(*, is_checked: bool) -> Message:
    return say("checked") if is_checked else say("not checked")


def _own(words: str) -> Message:
    """What the window shows, numbers and units too, is in the language in use."""
    return say("{text}", text=words)


def _together(parts: Iterable[Message]) -> Message | None:
    """One sentence of all parts, with a pause between them."""
    every = list(parts)
    return reduce(_and_then, every) if every else None


def _and_then(first: Message, second: Message) -> Message:
    return say("{first}, {second}", first=first, second=second)
