"""What is read of a text while it is written, gone through and selected."""

from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import Qt, QTextBoundaryFinder
from PySide6.QtGui import QTextLayout

from studio.model.graphemes import graphemes
from studio.model.message import SIGNS, Exact, Message, Name, Spelled, say, say_n
from studio.model.settings import TypingEcho
from studio.ui.focus import Written, letters

_LINE_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_END_KEYS = {Qt.Key.Key_Home, Qt.Key.Key_End}
_LETTER_KEYS = {Qt.Key.Key_Left, Qt.Key.Key_Right}
_ENDING_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
"""They end the word that is being typed, and mostly leave the field."""


@dataclass(frozen=True, slots=True)
class Press:
    """A key that was pressed, or what an input method wrote.

    Attributes:
        key: Qt's number of the key; 0 for an input method.
        has_ctrl: Ctrl was held, Command on a Mac.
        text: What it types; empty for what types nothing.
    """

    key: int
    has_ctrl: bool = False
    text: str = ""


def told(before: Written, after: Written, press: Press, echo: TypingEcho) -> Message | None:
    """What a key did in a field; None for what is not worth a word.

    Args:
        before: The text before the key.
        after: The text after it.
        press: The key.
        echo: How much is read of what is typed.
    """
    if before.text != after.text:
        return _edited(before, after, press, echo)
    if before.selection != after.selection and (selected := _selected(before, after)) is not None:
        return selected
    is_stuck = before == after and after.cursor == 0
    if is_stuck and after.text and press.key in {Qt.Key.Key_Left, Qt.Key.Key_Home}:
        return say("start")
    moved = _moved(after, press)
    if moved is not None and before.selected and not after.selected:
        return say("{text}, nothing selected", text=moved)
    return moved


def last_word(written: Written, press: Press, echo: TypingEcho) -> Message | None:
    """The word just typed, which a key ends that types nothing itself; None for no such word."""
    if press.key not in _ENDING_KEYS or echo is not TypingEcho.WORDS or written.is_secret:
        return None
    word = _last_word(written.text[: written.cursor])
    return say("{text}", text=Name(word)) if word else None


def whole(written: Written, value: Message | None = None) -> Message:
    """All of a text, and that it will be typed over.

    Args:
        written: The text.
        value: What it stands for, such as a number with its unit; it is told in its place.
    """
    if not written.text:
        return value or say("empty")
    told = value or _shown(written.text, written)
    if written.is_fixed or not written.selected:
        return told
    if value or written.selected == written.text:
        return say("{text} selected", text=told)
    return say("{first}, {second}", first=told, second=line(written))


def line(written: Written) -> Message:
    """What is selected, or else the line that the cursor is in."""
    if written.selected:
        return say("{text} selected", text=_shown(written.selected, written))
    return _shown(written.line, written) if written.line else say("empty")


def spelled(written: Written) -> Message:
    """What is selected, or else the whole text, sign by sign; of a secret only its length."""
    signs = written.selected or written.text
    if written.is_secret or not signs:
        return _shown(signs, written) if signs else say("empty")
    return by_signs(signs)


def by_signs(words: str) -> Message:
    """Words, sign by sign, with the names of those that are not spoken by themselves."""
    return say("{signs}", signs=Spelled(say("{signs}", signs=Name(words))))


def _shown(text: str, written: Written) -> Message:
    if written.is_secret:
        count = len(text)
        return say_n("{n} star", "{n} stars", count) if count > 1 else say("star")
    # A voice makes nothing of dashes and brackets alone.
    is_of_signs = all(sign in SIGNS or sign.isspace() for sign in text)
    return (
        by_signs(text)
        if _is_one(text) or is_of_signs
        else say("{text}", text=_value(text, written))
    )


def _value(text: str, written: Written) -> Exact | str:
    return text if written.is_value else Exact(text)


def _is_one(text: str) -> bool:
    """Whether it is one sign to a person, an emoji of many or a letter with accents too."""
    return len(list(islice(graphemes(text), 2))) == 1


# ---------------------------------------------------------------- writing
def _edited(before: Written, after: Written, press: Press, echo: TypingEcho) -> Message | None:
    if after.is_fixed:
        return None if after.tells_itself else whole(after)
    removed, typed = _exchanged(before, after)
    if not typed:
        return _deleted(removed, after)
    if len(typed) > 1 or not press.text:
        # Pasted, brought back, or written by an input method: no echo of keys.
        return None if echo is TypingEcho.NONE and press.text else _shown(typed, after)
    return _echoed(typed, after, echo)


def _exchanged(before: Written, after: Written) -> tuple[str, str]:
    """What was taken out of a text, and what was put in its place."""
    old, new = before.text, after.text
    if after.is_secret:
        # All stars are alike: what was selected went, and the rest is what came.
        gone = len(before.selected) or max(0, len(old) - len(new))
        return old[:gone], new[: len(new) - len(old) + gone]
    # The end of what was typed is where the cursor is now: in “aa” either could be the new one.
    tail = len(new) - after.cursor
    if old[len(old) - tail :] != new[after.cursor :]:
        tail = _common(old[::-1], new[::-1])
    head = min(_common(old, new), len(old) - tail, len(new) - tail)
    return old[head : len(old) - tail], new[head : len(new) - tail]


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _deleted(removed: str, after: Written) -> Message:
    gone = _shown(removed, after)
    return gone if _is_one(removed) else say("{text} deleted", text=gone)


def _echoed(typed: str, after: Written, echo: TypingEcho) -> Message | None:
    match echo:
        case TypingEcho.CHARACTERS:
            return _shown(typed, after)
        case TypingEcho.WORDS:
            typed_before = after.text[: after.cursor - 1]
            is_on_its_way = typed.isalnum() or _may_join(typed_before, typed)
            word = "" if is_on_its_way or after.is_secret else _last_word(typed_before)
            return say("{text}", text=Name(word)) if word else None
        case TypingEcho.NONE:
            return None


def _last_word(typed: str) -> str:
    """The word that a text ends with, and a sign that could have stood within it."""
    end = len(typed)
    if end and _may_join(typed[: end - 1], typed[end - 1]):
        end -= 1
    begin = end
    while begin and (typed[begin - 1].isalnum() or _joins(typed, begin - 1)):
        begin -= 1
    return typed[begin:end]


def _may_join(before: str, sign: str) -> bool:
    """Whether a word may go on behind a sign, as in “don't” and “3.5”."""
    return before[-1:].isalpha() if sign in "'’" else sign in ".," and before[-1:].isdigit()


def _joins(text: str, place: int) -> bool:
    """Whether a sign stands within a word."""
    after = text[place + 1 : place + 2]
    goes_on = after.isalpha() if text[place] in "'’" else after.isdigit()
    return goes_on and _may_join(text[:place], text[place])


# ---------------------------------------------------------------- moving and selecting
def _moved(written: Written, press: Press) -> Message | None:
    is_of_lines = press.has_ctrl and "\n" in written.text
    if press.key in _LINE_KEYS or (press.key in _END_KEYS and is_of_lines):
        return _shown(written.line, written) if written.line else say("empty")
    if press.key not in _LETTER_KEYS | _END_KEYS:
        return None
    if not written.line and (press.key in _END_KEYS or not written.text):
        return say("empty")
    if written.text[written.cursor : written.cursor + 1] in ("", "\n"):
        return say("end")
    is_word = press.has_ctrl and press.key in _LETTER_KEYS
    if is_word and written.is_secret:
        return _shown(written.text, written)
    return _shown(_word_at(written) if is_word else _sign_at(written), written)


def _sign_at(written: Written) -> str:
    """An emoji of several signs is gone over at once, and so is a letter with its accents."""
    rest = written.text[written.cursor :]
    end = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, rest).toNextBoundary()
    return rest if end < 0 else rest[: letters(rest, end)]


def _word_at(written: Written) -> str:
    """From the cursor to where Ctrl+Right would take it."""
    rest = written.text[written.cursor :].partition("\n")[0]
    end = QTextLayout(rest).nextCursorPosition(0, QTextLayout.CursorMode.SkipWords)
    word = rest[: letters(rest, end)] or rest
    return word.rstrip() or word


def _selected(before: Written, after: Written) -> Message | None:
    """What a key added to the selection, or took from it."""
    (old_begin, old_end), (begin, end) = before.selection, after.selection
    if begin == end:
        return None
    if old_begin == old_end or end <= old_begin or begin >= old_end:
        added = begin, end
    else:
        added = (begin, old_begin) if begin < old_begin else (old_end, end)
    if added[0] < added[1]:
        text = _shown(after.text[slice(*added)], after)
        return say("{text} selected", text=text)
    left = (old_begin, begin) if begin > old_begin else (end, old_end)
    text = _shown(after.text[slice(*left)], after)
    return say("{text} no longer selected", text=text)
