"""What painted widgets tell screen readers."""

import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QFocusEvent
from PySide6.QtWidgets import QAccessibleWidget, QGroupBox, QLabel, QWidget

FRESH_MS = 500
"""Milliseconds that a reader may give old words of what has the focus."""


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
    """Carries an announcement to readers that do not know announcements: invisible, audible."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.resize(1, 1)


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
