"""What painted widgets tell screen readers."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QGroupBox, QLabel, QWidget


class SelfDescribing(QWidget):
    """A painted widget that says itself what it shows.

    Its words are made when a reader asks; their changing tells readers nothing, so a meter or
    a clock stays silent until the user comes to it.
    """

    role = QAccessible.Role.StaticText

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
    if isinstance(thing, Hint):
        return _HintDescription(thing)
    return _NoteDescription(thing) if isinstance(thing, Note) else None


QAccessible.installFactory(_describe)
