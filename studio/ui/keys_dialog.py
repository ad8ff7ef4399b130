"""Which key does what: a list to look through, and a field that takes a new key."""

import sys
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QVBoxLayout,
    QWidget,
)

from studio.commands.command import Command
from studio.commands.every import REGISTRY
from studio.commands.keys import keys_of, objection
from studio.model.keys import normal
from studio.model.message import say
from studio.model.state import ShowState
from studio.text import _
from studio.ui.actions import written
from studio.ui.desk import Desk
from studio.ui.fields import TextField
from studio.ui.flow import FlowLayout
from studio.ui.form import FormDialog, Problem
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.key_files import ExportKeysDialog, ImportKeysDialog
from studio.ui.mnemonics import with_mnemonics
from studio.ui.panel import push_button
from studio.ui.reach import Reach, room_on_screen
from studio.ui.rows import Mark, Row


class KeysDialog(QDialog):
    """Every command with its key. Enter gives a new key, Delete takes it away."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state = desk.link.state()
        self._model = ItemModel[Command](lambda one: one.id, self._row)
        self.list = ItemList[Command]("", "", self._model, self)
        sheet = QWidget()
        sheet.setObjectName("form")
        whole = QVBoxLayout(sheet)
        whole.addWidget(self.list, 1)
        buttons = FlowLayout()
        whole.addLayout(buttons)
        # With large text not all of it fits on a screen.
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(Reach(sheet, self))
        self._buttons = [push_button("", "", act, self) for act in self._acts()]
        for button in self._buttons:
            buttons.addWidget(button)
        self.reword()
        self.list.chosen.connect(self._change)
        self.list.removed.connect(self._take_away)
        self.list.lines = lambda: (
            (_("Change key"), self._change_current),
            (_("Take the key away"), self._take_from_current),
        )
        self._show()
        self.list.setMinimumHeight(8 * self.fontMetrics().height())
        self.resize(self.sizeHint())
        self.list.setFocus()

    def _acts(self) -> tuple[Callable[[], None], ...]:
        """What each button does."""
        return (
            self._change_current,
            lambda: self._desk.wish("keys.reset"),
            self._export,
            self._import,
            lambda: self._desk.wish("studio.undo"),
            self.accept,
        )

    def reword(self) -> None:
        """Say all of it in the language in use; what is current stays."""
        self.setWindowTitle(_("Keys"))
        self.list.reword(_("Keys"), _("There is nothing here."))
        self.list.setAccessibleDescription(_("Enter gives a new key, Delete takes it away."))
        words = (
            _("Change key"),
            _("Use the default keys"),
            _("Export keys"),
            _("Import keys"),
            _("Undo"),
            _("Close"),
        )
        for button, name, marked in zip(self._buttons, words, with_mnemonics(words), strict=True):
            button.setAccessibleName(name)
            button.setText(marked)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        room = room_on_screen(self)
        return QSize(44 * em, 32 * em).boundedTo(room)

    def show_state(self, state: ShowState) -> None:
        is_changed = state.keys != self._state.keys
        self._state = state
        if is_changed:
            self._model.refresh()

    def _show(self) -> None:
        self.list.set_items([one for one in REGISTRY if one.is_listed])
        self.list.go_to(0)

    def _row(self, one: Command) -> Row:
        keys = written(keys_of(one, self._state.keys)) or _("no key")
        return Row(_(one.title), (Mark(keys),), _(one.about))

    def _change_current(self) -> None:
        if self.list.current is not None:
            self._change(self.list.current)

    def _change(self, one: Command) -> None:
        self._open(KeyDialog(self._desk, one, self))

    def _export(self) -> None:
        self._open(ExportKeysDialog(self._desk, self))

    def _import(self) -> None:
        self._open(ImportKeysDialog(self._desk, self))

    def _take_away(self, one: Command) -> None:
        self._desk.wish("keys.assign", which=one.id, keys="")

    def _take_from_current(self) -> None:
        if self.list.current is not None:
            self._take_away(self.list.current)

    def _open(self, dialog: FormDialog) -> None:
        dialog.addActions(self.actions())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open_when_built(lambda: None)


class ChordField(TextField):
    """Takes a key instead of letters. Tab, Shift+Tab, Enter and Escape do what they always do.

    Args:
        tell: Takes each key pressed, in the system's own words.
    """

    # Orca speaks by itself what is written into a field; others do not.
    tells_itself = sys.platform != "linux"

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self.keys = ""
        self._tell = tell
        self.setReadOnly(True)

    def show_keys(self, keys: str) -> None:
        self.keys = keys
        self.setText(written(keys))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            # No key of a menu acts while it is being chosen.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and key in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        elif key not in _MODIFIERS and key != Qt.Key.Key_unknown:
            combination = event.keyCombination()
            portable = QKeySequence.SequenceFormat.PortableText
            pressed = QKeySequence(combination).toString(portable).replace("Num+", "")
            self.show_keys(normal(pressed))
            if self.tells_itself:
                self._tell(self.text())


_MODIFIERS = {
    *(Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock),
}


class KeyDialog(FormDialog):
    """Asks for a new key of one command."""

    def __init__(self, desk: Desk, one: Command, parent: QWidget | None = None) -> None:
        super().__init__(_(one.title), desk, parent)
        self._command = one
        self._chosen = desk.link.state().keys
        self.section()
        self.field = ChordField(lambda keys: desk.tell(say("{keys}", keys=keys), "key"))
        self.field.show_keys(keys_of(one, self._chosen))
        self._line = self.add(
            _("New key"), self.field, _("Press the key, then Enter. Delete it in the list.")
        )
        self.finish()

    def problems(self) -> Iterable[Problem]:
        reason = objection(self._command, self.field.keys, self._chosen)
        if reason is not None:
            yield self._line, reason

    def save(self) -> None:
        if self.field.keys != keys_of(self._command, self._chosen):
            self.desk.wish("keys.assign", which=self._command.id, keys=self.field.keys)
