"""While keys are being learnt: those that are no commands say what they do, and do it not."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from studio.model.message import Name, say
from studio.model.state import ShowState
from studio.text import N_, _
from studio.ui.actions import written
from studio.ui.desk import Desk
from studio.ui.item_list import ItemList
from studio.ui.preview import SIZE_KEYS, Preview

_ACTS = {
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
}
_MOVES = {
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home),
    *(Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape, Qt.Key.Key_Menu),
    *(Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_Insert, Qt.Key.Key_NumLock, Qt.Key.Key_F6, Qt.Key.Key_F10),
}
"""They change nothing, so they go on working: the user has to get about."""

OF_LISTS = {
    "scenes": N_("Enter or Space puts the scene on air, Delete removes it."),
    "pictures": N_("Enter edits the source, Delete removes it."),
    "sounds": N_("Space mutes, Left and Right change the volume, Enter edits, Delete removes."),
    "products": N_("Enter shows the product's card, Space shows or hides it."),
    "destinations": N_("Enter edits the destination, Space switches it, Delete removes it."),
    "messages": N_("Enter says the message again."),
}
"""What keys do in the lists of the window, by the names of its panels."""


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
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
            and event.key() not in _MOVES
            and QApplication.activePopupWidget() is None
            and self._window.isActiveWindow()
        ):
            self._explain(event)
            return True
        # Not Qt's own, which may be given what PySide still holds of something deleted.
        return False

    def _explain(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        if event.key() in _ACTS and isinstance(focus, ItemList):
            panel = next((n for n in OF_LISTS if getattr(self._window, n).list is focus), "")
            self._desk.tell(
                say(OF_LISTS[panel]) if panel else say("It acts on this list."), "learn"
            )
        elif isinstance(focus, Preview) and (event.key() in _ACTS or event.text() in SIZE_KEYS):
            self._desk.tell(say(OF_PREVIEW), "learn")
        elif event.key() in _ACTS and isinstance(focus, QPushButton):
            self._desk.tell(say("{button}", button=Name(focus.accessibleName())), "learn")
        else:
            portable = QKeySequence.SequenceFormat.PortableText
            keys = written(QKeySequence(event.keyCombination()).toString(portable))
            self._desk.tell(say("{keys} does nothing here.", keys=keys or _("This key")), "learn")
