"""The context-menu key, wherever the focus is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from studio.commands.every import REGISTRY
from studio.commands.keys import keys_of
from studio.model.message import say
from studio.text import _
from studio.ui.actions import written
from studio.ui.desk import Desk
from studio.ui.item_list import ItemList
from studio.ui.name_menu import NameMenu

COMMANDS = "commands"
"""Property of a widget: the ids of the commands that have to do with it, parted by spaces."""


_THAT_ASK = (QContextMenuEvent, QKeyEvent)
"""Events that may ask for a menu."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a context menu.

    Attributes:
        words: What it is called, translated.
        act: What it does.
        keys: The key that does the same, as it is kept; empty for none.
    """

    words: str
    act: Callable[[], object]
    keys: str = ""


class ContextMenus(QObject):
    """Opens a menu with what can be done at what has the focus, the first line current.

    Lists of panels have menus of their own. The window's thread.

    Args:
        window: As long as it is there, so is this.
    """

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of the window comes by here, so Qt is asked nothing about most of them.
        if not isinstance(event, _THAT_ASK) or not isinstance(watched, QWidget):
            return False
        if QApplication.activePopupWidget() is None:
            if isinstance(event, QContextMenuEvent):
                is_by_hand = event.reason() is QContextMenuEvent.Reason.Mouse
                return self._open(watched, event.globalPos() if is_by_hand else None)
            if _is_shift_f10(event):
                return self._open(watched, None)
        # Not Qt's own, which may be given what PySide still holds of something deleted.
        return False

    def _open(self, watched: QWidget, spot: QPoint | None) -> bool:
        """Whether a menu was opened, or said why there is none."""
        if spot is None:
            watched = QApplication.focusWidget() or watched
        parent = watched.parentWidget()
        if isinstance(parent, QAbstractSpinBox | ItemList):
            watched = parent
        if isinstance(watched, ItemList) and watched.lines is None:
            return False
        lines = [*self._own_lines(watched), *self._help_lines(watched)]
        if lines:
            self._pop_up(watched, lines, spot or watched.mapToGlobal(watched.rect().center()))
        elif spot is None:
            self._desk.tell(say("There is nothing to do here."), "menu")
        return True

    def _pop_up(self, widget: QWidget, lines: Sequence[Line], spot: QPoint) -> None:
        menu = NameMenu(_name(widget), widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen: list[Callable[[], object]] = []
        for line in lines:
            keys = f"\t{written(line.keys)}" if line.keys else ""
            # As text: the key itself belongs to the menu bar.
            action = menu.addAction(line.words.replace("&", "&&") + keys)
            action.triggered.connect(lambda _on, act=line.act: chosen.append(act))
        # Once it is gone, so that the focus is where it was and another menu can open.
        menu.destroyed.connect(lambda: chosen and QTimer.singleShot(0, widget, chosen[0]))
        menu.popup(spot)
        menu.setActiveAction(menu.actions()[0])

    # ---------------------------------------------------------------- what can be done
    def _own_lines(self, widget: QWidget) -> Sequence[Line]:
        if ids := widget.property(COMMANDS):
            return [self._command_line(one) for one in str(ids).split()]
        match widget:
            case QAbstractSpinBox():
                return _text_lines(widget.lineEdit())
            case QLineEdit() if not widget.isReadOnly():
                return _text_lines(widget)
            case ItemList():
                return [Line(words, act) for words, act in (widget.lines or list)()]
            case QComboBox():
                return [Line(_("Open the choices"), widget.showPopup)]
            case QPushButton():
                return [Line(widget.accessibleName(), widget.click)]
            case _:
                return []

    def _command_line(self, command_id: str) -> Line:
        command = REGISTRY[command_id]
        keys = keys_of(command, self._desk.link.state().keys)
        return Line(_(command.title), lambda: self._desk.wish(command_id), keys)

    def _help_lines(self, widget: QWidget) -> Sequence[Line]:
        words = _("What it does")
        ids = str(widget.property(COMMANDS) or "").split()
        if len(ids) == 1:
            return [Line(words, lambda: self._desk.wish("keys.explain", which=ids[0]))]
        if not (told := widget.accessibleDescription()):
            return []
        return [Line(words, lambda: self._desk.tell(say("{text}", text=told), "menu"))]


def _name(widget: QWidget) -> str:
    """What readers call it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _is_shift_f10(event: QKeyEvent) -> bool:
    return (
        event.type() is QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_F10
        and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    )


def _text_lines(line: QLineEdit) -> Sequence[Line]:
    """What can be done with a text now; of a secret nothing is copied out."""
    is_open = line.echoMode() is QLineEdit.EchoMode.Normal
    is_selected = line.hasSelectedText()
    can_paste = bool(QGuiApplication.clipboard().text())
    lines = (
        (line.isUndoAvailable(), _("Undo"), line.undo, "Ctrl+Z"),
        (line.isRedoAvailable(), _("Redo"), line.redo, "Ctrl+Shift+Z"),
        (is_selected and is_open, _("Cut selection"), line.cut, "Ctrl+X"),
        (is_selected and is_open, _("Copy"), line.copy, "Ctrl+C"),
        (can_paste, _("Paste"), line.paste, "Ctrl+V"),
        (is_selected, _("Delete"), line.del_, "Delete"),
        (bool(line.text()), _("Select all"), line.selectAll, "Ctrl+A"),
    )
    return [Line(words, act, keys) for can_be, words, act, keys in lines if can_be]
