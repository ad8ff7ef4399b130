"""While keys are being learnt: those that are no commands say what they do, and do it not."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)

from studio.commands.every import REGISTRY
from studio.commands.keys import LEARN, keys_of
from studio.model.message import Message, Name, say
from studio.model.state import ShowState
from studio.text import N_, _
from studio.ui.actions import CommandAction, written
from studio.ui.desk import Desk
from studio.ui.form import FormDialog
from studio.ui.item_list import ItemList
from studio.ui.keys_dialog import ChordField, KeysDialog
from studio.ui.mnemonics import plain
from studio.ui.palette import PaletteDialog
from studio.ui.preview import SIZE_KEYS, Preview
from studio.ui.scene_dialog import SceneDialog

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PRESS = {Qt.Key.Key_Space, *_ENTER}
_ASIDE = {Qt.Key.Key_Left, Qt.Key.Key_Right}
_ALONG = {
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
}
_STEPS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_ACTS = {*_PRESS, *_ASIDE, Qt.Key.Key_Delete}
_MOVES = {
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Menu, *_ALONG),
    *(Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_Insert, Qt.Key.Key_NumLock, Qt.Key.Key_F6, Qt.Key.Key_F10),
}
"""They change nothing, so they go on working: the user has to get about.

Not so Escape in a form, which ends it.
"""

OF_LISTS = {
    "scenes": N_("Enter or Space puts the scene on air, Delete removes it."),
    "pictures": N_("Enter edits the source, Delete removes it."),
    "sounds": N_("Space mutes, Left and Right change the volume, Enter edits, Delete removes."),
    "products": N_("Enter shows the product's card, Space shows or hides it."),
    "destinations": N_("Enter edits the destination, Space switches it, Delete removes it."),
    "messages": N_("Enter says the message again."),
}
"""What keys do in the lists of the window, by the names of its panels."""

OF_DIALOGS: dict[type[QWidget], str] = {
    KeysDialog: N_("Enter gives a new key, Delete takes it away."),
    PaletteDialog: N_("Enter does what is current, letters go on finding."),
    SceneDialog: N_("Delete removes the picture, Control+Up and Down move it."),
}
"""What keys do in the lists of dialogs."""

OF_PREVIEW = N_("Plus and minus change the size of the preview, arrow keys move about in it.")


class Learner(QObject):
    """Stands between the keys and the window while keys are being learnt."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._is_on = False

    def follow(self, state: ShowState) -> None:
        """The window's thread, for every new state."""
        app = QApplication.instance()
        if state.is_learning == self._is_on or app is None:
            return
        self._is_on = state.is_learning
        if self._is_on:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        explained = self._explained(watched, event)
        if explained is None:
            # Not Qt's own, which may be given what PySide still holds of something deleted.
            return False
        if isinstance(explained, CommandAction):
            self._desk.wish("keys.explain", which=explained.command.id)
        else:
            self._desk.tell(explained, "learn")
        return True

    def _explained(self, watched: QObject, event: QEvent) -> Message | CommandAction | None:
        """What is said in place of the act; None for what is let through."""
        match watched, event:
            case QMenu(), QKeyEvent() if event.type() is QEvent.Type.KeyPress:
                return _of_menu(watched, event)
            case QWidget(), QKeyEvent() if event.type() is QEvent.Type.KeyPress:
                if QApplication.activePopupWidget() is not None:
                    return say("Enter chooses what is current.") if event.key() in _PRESS else None
                return self._of_key(watched, event)
            case QWidget(), QInputMethodEvent() if event.commitString():
                return _WRITES
            case QPushButton(), _ if event.type() is QEvent.Type.Shortcut:
                return _named(watched)
            case QShortcut(), _ if event.type() is QEvent.Type.Shortcut:
                owner = watched.parent()
                return self._of_list(owner) if isinstance(owner, ItemList) else None
            case _:
                return None

    def _of_key(self, watched: QWidget, event: QKeyEvent) -> Message | None:
        focus, key = QApplication.focusWidget() or watched, event.key()
        is_move = key in _MOVES
        match focus:
            case ChordField() if not is_move:
                return say("The key that is pressed here becomes the new key.")
            case QComboBox() if key in {*_ALONG, Qt.Key.Key_Space, Qt.Key.Key_F4} or _types(event):
                return say("Up and Down open the choices.")
            case QAbstractSpinBox() if key in _STEPS:
                return say("Up and Down change the number.")
            case _ if key == Qt.Key.Key_Escape and (way_out := self._way_out(focus)):
                return _named(way_out)
            case _ if is_move:
                return None
            case ItemList() if key in _ACTS:
                return self._of_list(focus)
            case Preview() if key in _ACTS or event.text() in SIZE_KEYS:
                return say(OF_PREVIEW)
            case QPushButton() if key in _ACTS:
                return _named(focus)
            case QLineEdit() if focus.isReadOnly():
                return _nothing(event)
            case QLineEdit() | QAbstractSpinBox() if key in _ASIDE:
                return None
            case QLineEdit() | QAbstractSpinBox() if key not in _ENTER and _edits(event):
                return _WRITES
            case _:
                return self._of_enter(focus, event) if key in _ENTER else _nothing(event)

    def _of_list(self, focus: ItemList) -> Message:
        panel = next((n for n in OF_LISTS if getattr(self._window, n).list is focus), "")
        words = OF_LISTS.get(panel) or OF_DIALOGS.get(type(focus.window()))
        return say(words) if words else say("It acts on this list.")

    def _way_out(self, focus: QWidget) -> QPushButton | None:
        """What Escape presses in a form, which throws away what was typed.

        Where no key ends the learning it goes on doing so: the form could not be left.
        """
        window = focus.window()
        is_ended_by_key = bool(keys_of(REGISTRY[LEARN], self._desk.link.state().keys))
        return window.way_out if isinstance(window, FormDialog) and is_ended_by_key else None

    def _of_enter(self, focus: QWidget, event: QKeyEvent) -> Message:
        """In a dialog Enter presses its chief button."""
        window = focus.window()
        if isinstance(window, PaletteDialog):
            return say(OF_DIALOGS[PaletteDialog])
        chief = next((b for b in window.findChildren(QPushButton) if b.isDefault()), None)
        return _named(chief) if chief else _nothing(event)


_WRITES = say("It writes into this field.")


def _named(button: QPushButton) -> Message:
    return say("{button}", button=Name(button.accessibleName()))


def _nothing(event: QKeyEvent) -> Message:
    portable = QKeySequence.SequenceFormat.PortableText
    keys = written(QKeySequence(event.keyCombination()).toString(portable))
    return say("{keys} does nothing here.", keys=keys or _("This key"))


def _types(event: QKeyEvent) -> bool:
    """Whether it writes a letter or another sign."""
    modifiers = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    signs = event.text().strip()
    return bool(signs) and signs.isprintable() and not event.modifiers() & ~modifiers


def _edits(event: QKeyEvent) -> bool:
    """Whether it changes a text."""
    standard = QKeySequence.StandardKey
    edits = standard.Paste, standard.Cut, standard.Undo, standard.Redo
    takes = event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Space}
    return takes or _types(event) or any(event.matches(one) for one in edits)


def _of_menu(menu: QMenu, event: QKeyEvent) -> Message | CommandAction | None:
    """Lines are gone through and menus opened as ever; what a line does is said."""
    action: QAction | None = None
    if event.key() in _PRESS:
        action = menu.activeAction()
    elif _types(event):
        letter = event.text().upper()
        lines = (one for one in menu.actions() if one.isVisible())
        action = next((a for a in lines if _mnemonic(a) == letter), None)
    if action is None or action.menu() is not None:
        return None
    if isinstance(action, CommandAction):
        return action
    return say("{button}", button=plain(action.text()).partition("\t")[0])


def _mnemonic(action: QAction) -> str:
    return QKeySequence.mnemonic(action.text()).toString().removeprefix("Alt+")
