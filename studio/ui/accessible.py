"""What painted widgets tell screen readers."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextRemoveEvent,
    QFocusEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QGroupBox, QLabel, QLineEdit, QWidget

FORGET_MS = 10_000
"""A reader has come to a notification by then."""

FRESH_MS = 500
"""Milliseconds that a reader may give old words of what has the focus."""


@contextmanager
def unheard() -> Iterator[None]:
    """Build a part of a window without a word to readers, who look at it once it is shown.

    Every value that a field is given is an event otherwise, and Orca 43 goes through them one
    after the other, 4 s for the settings, before it says which window has come.
    """
    was_active = QAccessible.isActive()
    QAccessible.setActive(False)
    try:
        yield
    finally:
        QAccessible.setActive(was_active)


class SelfDescribing(QWidget):
    """A painted widget that says itself what it shows.

    Its words are made when a reader asks; their changing tells readers nothing, so a meter or
    a clock stays silent until the user comes to it, and while the user stays.

    Orca 48 asks once and keeps the words of what has the focus. Told once more of the focus, it
    forgets them and says nothing; told that they changed, it would read them out.
    """

    role = QAccessible.Role.StaticText

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words_kept = ""
        self._freshener = QTimer(self, interval=FRESH_MS)
        self._freshener.timeout.connect(self._freshen)

    # Losing the focus to a menu is told here, but not by `hasFocus`.
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if sys.platform == "linux":
            self._words_kept = self.words()
            self._freshener.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._freshener.stop()

    def _freshen(self) -> None:
        if (words := self.words()) != self._words_kept:
            self._words_kept = words
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Focus))

    def words(self) -> str:
        """What it shows now."""
        raise NotImplementedError


class _Description(QAccessibleWidget):
    def __init__(self, widget: SelfDescribing) -> None:
        super().__init__(widget, widget.role, "")

    def text(self, kind: QAccessible.Text) -> str:
        widget = self.widget()
        if kind is QAccessible.Text.Name and isinstance(widget, SelfDescribing):
            return widget.words()
        return super().text(kind)


class Line(QLineEdit):
    """A line of words that a braille display can be parked on: it follows, and nothing is spoken.

    Readers are told that a text has changed, not that a name has: Orca 48 would read a new name out
    over the sentence that tells of the change, and Orca 43 leaves old words on the display. So it
    is a field that cannot be written in, whose words stand in a hidden label of its own.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._label = QLabel(parent)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setBuddy(self)
        self._label.hide()
        self._words = ""

    def words(self) -> str:
        """What it says now."""
        return self._words

    def set_words(self, words: str, *, aloud: bool = False) -> None:
        """Say something else from now on; `aloud` where nothing else tells of the change."""
        before, self._words = self._words, words
        self._label.setText(words.replace("&", "&&"))
        if aloud or not self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        elif sys.platform == "linux":
            # Orca 48 keeps the words of what has the focus until it is told of the focus again.
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Focus))
        QAccessible.updateAccessibility(QAccessibleTextRemoveEvent(self, 0, before))
        self.update()

    def event(self, event: QEvent) -> bool:
        """No key is for it but those that move on: a field would keep many to itself."""
        is_key = event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if is_key and isinstance(event, QKeyEvent) and event.key() not in _MOVING_ON:
            event.ignore()
            return False
        return super().event(event)


_MOVING_ON = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


class Part(QGroupBox):
    """A named part of the window.

    To readers it is a section: Orca would say the name of a group each time the focus comes
    into it, and then once more that of the list inside.
    """


class Hint(QLabel):
    """Words beside a field, which readers find there and in the field's description.

    To readers it is a paragraph: Orca would read all labels of a dialog when it opens.
    """


class Note(QWidget):
    """Carries an announcement to readers that do not know announcements: invisible, audible.

    The words stand in a label inside: of a notification Orca 43 speaks its name, but brings only
    such labels to the braille display.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.resize(1, 1)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.resize(1, 1)
        # Whoever looks through the window by flat review finds no old words.
        self._forget = QTimer(self, interval=FORGET_MS, singleShot=True)
        self._forget.timeout.connect(self._label.clear)

    def tell(self, words: str) -> None:
        """Have it spoken, and shown in braille."""
        self._label.setText(words)
        self._forget.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ObjectShow))


class Secret:
    """A field whose letters readers do not get: Qt would tell them, and Orca would speak them."""


class _SecretDescription(QAccessibleWidget):
    """Without Qt's interface for texts, through which the letters go out."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, QAccessible.Role.EditableText, "")

    def state(self) -> QAccessible.State:
        state = super().state()
        state.passwordEdit = state.editable = True
        return state


class _HintDescription(QAccessibleWidget):
    def __init__(self, hint: Hint) -> None:
        super().__init__(hint, QAccessible.Role.Paragraph, "")

    def text(self, kind: QAccessible.Text) -> str:
        widget = self.widget()
        if kind is QAccessible.Text.Name and isinstance(widget, Hint):
            return widget.text()
        return super().text(kind)


class _NoteDescription(QAccessibleWidget):
    def __init__(self, note: Note) -> None:
        super().__init__(note, QAccessible.Role.Notification, "")


def _describe(_key: str, thing: QObject | None) -> QAccessibleInterface | None:
    """Qt asks for every widget once; it owns what it is given."""
    if isinstance(thing, SelfDescribing):
        return _Description(thing)
    if isinstance(thing, Part):
        return QAccessibleWidget(thing, QAccessible.Role.Section, thing.accessibleName())
    if isinstance(thing, Secret) and isinstance(thing, QWidget):
        return _SecretDescription(thing)
    if isinstance(thing, Hint):
        return _HintDescription(thing)
    return _NoteDescription(thing) if isinstance(thing, Note) else None


QAccessible.installFactory(_describe)
