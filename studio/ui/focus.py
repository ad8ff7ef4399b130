"""What has the focus now, as readers are told of it: a frozen picture of one moment.

The window's thread only. Taking one costs about a tenth of a millisecond.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QTreeView,
    QWidget,
)

from studio.model.message import say
from studio.ui.fields import TextField
from studio.ui.mnemonics import plain

Role = QAccessible.Role
_Text = QAccessible.Text

KEYS = "keys"
"""Property of a widget: the key of the command that it wishes for, as the system writes it."""

STAR = "*"
"""Stands for each letter of a secret; the letters themselves are not looked at."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text that can be gone through.

    Attributes:
        text: The text; a star for each letter of a secret.
        cursor: Letters before the cursor.
        selection: Where what is selected begins and ends; twice the same for nothing.
        is_secret: Only the number of its letters is known.
        is_fixed: It cannot be written in.
        tells_itself: What is put into it is announced, and needs no reading.
        is_value: It is a number with its unit, in the language in use.
    """

    text: str
    cursor: int
    selection: tuple[int, int]
    is_secret: bool = False
    is_fixed: bool = False
    tells_itself: bool = False
    is_value: bool = False

    @property
    def selected(self) -> str:
        begin, end = self.selection
        return self.text[begin:end]

    @property
    def line(self) -> str:
        """The line that the cursor is in."""
        begin = self.text.rfind("\n", 0, self.cursor) + 1
        end = self.text.find("\n", self.cursor)
        return self.text[begin:] if end < 0 else self.text[begin:end]


@dataclass(frozen=True, slots=True)
class Item:
    """The current row of a list, entry of a menu, or tab.

    Attributes:
        key: Tells whether two are the same one, changed or not.
        words: What it says.
        place: Its number, from 1; 0 for what holds all the others.
        count: How many there are.
        checked: Whether it is checked; None for what cannot be.
        expanded: Whether what belongs to it is shown; None where nothing does.
        has_more: It leads to a menu of its own.
        keys: Its key, as the system writes it; empty for none.
    """

    key: object
    words: str
    place: int
    count: int
    checked: bool | None = None
    expanded: bool | None = None
    has_more: bool = False
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Focus:
    """What has the focus, and where that is.

    Attributes:
        thing: The control or menu itself.
        window: The window it is in; popups belong to the window they came from.
        title: That window's title.
        is_dialog: That window is a dialog.
        alert: All that a message box says; empty elsewhere.
        groups: The named groups it is in, the outermost first.
        name: What it is called.
        role: What it is.
        description: The help that belongs to it.
        keys: The key that leads to it, as the system writes it; empty for none.
        value: What it is set to, with its unit; empty where that makes no sense.
        checked: Whether it is checked; None for what cannot be.
        is_disabled: It can be reached, but not used.
        written: Its text; None where there is none to go through.
        item: What in it is current; None where nothing is.
    """

    thing: QObject
    window: QObject
    title: str
    is_dialog: bool
    alert: str
    groups: tuple[str, ...]
    name: str
    role: QAccessible.Role
    description: str = ""
    keys: str = ""
    value: str = ""
    checked: bool | None = None
    is_disabled: bool = False
    written: Written | None = None
    item: Item | None = None


def focus_now() -> Focus | None:
    """What has the focus; None while no window of the studio has it."""
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QMenu):
        return _of_menu(popup, popup.activeAction())
    # Not asked of the popup: PySide would let go of the answer together with the popup's wrapper.
    widget: object = QApplication.focusWidget()
    if not isinstance(widget, QWidget):
        return None
    if isinstance(widget, QMenuBar) and widget.activeAction() is not None:
        return _of_menu(widget, widget.activeAction())
    return _of_widget(widget)


def _of_menu(menu: QMenu | QMenuBar, action: QAction | None) -> Focus:
    window = _window(menu)
    name = menu.accessibleName() or (plain(menu.title()) if isinstance(menu, QMenu) else "")
    return Focus(
        thing=menu,
        window=window,
        title=window.windowTitle(),
        is_dialog=_interface(window).role() is Role.Dialog,
        alert="",
        groups=(),
        name=name,
        role=Role.MenuBar if isinstance(menu, QMenuBar) else Role.PopupMenu,
        item=_entry(menu, action) if action is not None else None,
    )


def _entry(menu: QMenu | QMenuBar, action: QAction) -> Item:
    entries = [one for one in menu.actions() if one.isVisible() and not one.isSeparator()]
    entry = _interface(menu).child(menu.actions().index(action))
    return Item(
        key=action,
        words=entry.text(_Text.Name),
        place=entries.index(action) + 1 if action in entries else 0,
        count=len(entries),
        checked=action.isChecked() if action.isCheckable() else None,
        has_more=isinstance(action.menu(), QMenu),
        keys=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
    )


def _of_widget(widget: QWidget) -> Focus:
    window, interface = _window(widget), _interface(widget)
    role, state = interface.role(), interface.state()
    is_box = isinstance(widget, QComboBox)
    # Of a box without a name Qt gives the value for it.
    name = _name_of_box(widget) if is_box else interface.text(_Text.Name)
    item = _item(widget)
    if item is not None:
        item = replace(item, words=_without(name, item.words))
    return Focus(
        thing=widget,
        window=window,
        title=window.windowTitle(),
        is_dialog=_interface(window).role() in {Role.Dialog, Role.AlertMessage},
        alert=_alert(window),
        groups=tuple(_groups(widget)),
        name=name,
        role=role,
        description=interface.text(_Text.Description),
        keys=_keys(widget, interface),
        value=_without(name, _value(widget, interface, is_valued=role in _VALUED)),
        checked=bool(state.checked) if state.checkable else None,
        is_disabled=bool(state.disabled),
        written=_written(widget),
        item=item,
    )


def _without(name: str, value: str) -> str:
    """A value that names its setting for readers, who may be given it alone; here it is not."""
    return value.removesuffix(str(say("{value} ({setting})", value="", setting=name)))


_VALUED = {Role.Slider, Role.Dial, Role.ScrollBar, Role.ProgressBar}


def _interface(thing: QObject) -> QAccessibleInterface:
    """Its interface for readers; every widget has one."""
    found = QAccessible.queryAccessibleInterface(thing)
    if found is None:
        raise RuntimeError(f"{thing!r} tells readers nothing")
    return found


def _window(widget: QWidget) -> QWidget:
    """The window that it is in; a popup is none of its own."""
    window = widget.window()
    while window.windowType() is Qt.WindowType.Popup:
        parent = window.parentWidget()
        if parent is None:
            break
        window = parent.window()
    return window


def _alert(window: QWidget) -> str:
    """What a message box says, all of it."""
    if not isinstance(window, QMessageBox):
        return ""
    return " ".join(words for words in (window.text(), window.informativeText()) if words)


def _groups(widget: QWidget) -> Iterator[str]:
    names: list[str] = []
    around = widget.parentWidget()
    while around is not None and (
        not around.isWindow() or around.windowType() is Qt.WindowType.Popup
    ):
        if isinstance(around, QGroupBox):
            interface = _interface(around)
            # The parts of the main window are sections, whose lists have their names.
            if interface.role() is Role.Grouping and (name := interface.text(_Text.Name)):
                names.append(name)
        around = around.parentWidget()
    return reversed(names)


def _name_of_box(box: QWidget) -> str:
    if box.accessibleName():
        return box.accessibleName()
    label = _label_of(box)
    return plain(label.text()) if label is not None else ""


def _label_of(widget: QWidget) -> QLabel | None:
    labels = widget.window().findChildren(QLabel)
    return next((label for label in labels if label.buddy() is widget), None)


def _keys(widget: QWidget, interface: QAccessibleInterface) -> str:
    """The key that leads to it or does the same.

    Qt tells the key that opens a box, for every box the same, and finds no label of a field that
    stands beside its button.
    """
    if keys := widget.property(KEYS):
        return str(keys)
    is_box = isinstance(widget, QComboBox)
    keys = "" if is_box else interface.text(_Text.Accelerator)
    if keys or not isinstance(widget, QComboBox | QLineEdit):
        return keys
    label = _label_of(widget)
    mnemonic = QKeySequence.mnemonic(label.text() if label is not None else "")
    return mnemonic.toString(QKeySequence.SequenceFormat.NativeText)


def _value(widget: QWidget, interface: QAccessibleInterface, *, is_valued: bool) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QAbstractSpinBox):
        # With its unit, which Qt leaves out for numbers with decimals.
        return widget.text()
    return interface.text(_Text.Value) if is_valued else ""


def _written(widget: QWidget) -> Written | None:
    """The text of a field.

    Qt's interface for texts would give it too, but PySide leaves the selection out of it.
    """
    if isinstance(widget, QAbstractSpinBox):
        field = widget.findChild(QLineEdit)
        return replace(_line(field), is_value=True) if field is not None else None
    if isinstance(widget, QComboBox):
        field = widget.lineEdit()
        return _line(field) if field is not None else None
    if isinstance(widget, QLineEdit):
        return _line(widget)
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        text, cursor = widget.toPlainText(), widget.textCursor()
        place, begin, end = (
            letters(text, units)
            for units in (cursor.position(), cursor.selectionStart(), cursor.selectionEnd())
        )
        return Written(text, place, (begin, end), is_fixed=widget.isReadOnly())
    return None


def _line(field: QLineEdit) -> Written:
    is_secret = field.echoMode() is not QLineEdit.EchoMode.Normal
    # What is displayed of a secret is no letter of it.
    text = STAR * len(field.displayText()) if is_secret else field.text()
    begin = field.selectionStart() if field.hasSelectedText() else field.cursorPosition()
    end = field.selectionEnd() if field.hasSelectedText() else begin
    place, begin, end = (letters(text, units) for units in (field.cursorPosition(), begin, end))
    if isinstance(field, TextField) and field.selects_soon:
        begin, end = 0, len(text)
    is_told = isinstance(field, TextField) and field.tells_itself
    return Written(text, place, (begin, end), is_secret, field.isReadOnly(), is_told)


def letters(text: str, units: int) -> int:
    """How many letters there are before a place of Qt's, to which an emoji is two."""
    if text.isascii():
        return units
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
    return len(before.decode("utf-16-le", "replace"))


def _item(widget: QWidget) -> Item | None:
    if isinstance(widget, QAbstractItemView):
        return _row(widget)
    if isinstance(widget, QTabBar) and widget.count():
        place = widget.currentIndex()
        words = _interface(widget).child(place).text(_Text.Name)
        return Item(place, words, place + 1, widget.count())
    return None


def _row(view: QAbstractItemView) -> Item | None:
    index = view.currentIndex()
    # What was entered stays current in a list of files until something in it is.
    if not index.isValid() or index.siblingAtColumn(0) == view.rootIndex():
        return _opened(view)
    model = index.model()
    # A line of several columns is one thing to the ear.
    first = index.siblingAtColumn(0)
    columns = range(model.columnCount(index.parent())) if isinstance(view, QTreeView) else [0]
    shown = (first.siblingAtColumn(column) for column in columns if not _is_hidden(view, column))
    words = ", ".join(text for one in shown if (text := _words(one)))
    checked = first.data(Qt.ItemDataRole.CheckStateRole)
    return Item(
        key=QPersistentModelIndex(first),
        words=words,
        place=index.row() + 1,
        count=model.rowCount(index.parent()),
        checked=None if checked is None else Qt.CheckState(checked) is Qt.CheckState.Checked,
        expanded=view.isExpanded(first)
        if isinstance(view, QTreeView) and view.rootIsDecorated() and model.hasChildren(first)
        else None,
    )


def _opened(view: QAbstractItemView) -> Item | None:
    """The folder that a list shows, while nothing of what is in it is current."""
    root = view.rootIndex()
    if not root.isValid():
        return None
    # Not the key that it has as a row of the folder around it.
    key = ("inside", QPersistentModelIndex(root))
    return Item(key=key, words=_words(root), place=0, count=0)


def _is_hidden(view: QAbstractItemView, column: int) -> bool:
    return isinstance(view, QTreeView) and view.isColumnHidden(column)


def _words(index: QModelIndex) -> str:
    told = index.data(Qt.ItemDataRole.AccessibleTextRole)
    return str(told or index.data(Qt.ItemDataRole.DisplayRole) or "")
