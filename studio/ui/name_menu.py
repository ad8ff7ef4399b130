"""Menus whose lines may be names, however long these are."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem, QWidget

from studio.ui.reach import room_on_screen

_EDGES_EM = 5
"""What a line has on both sides of its words, and the menu around its lines, at most."""


class NameMenu(QMenu):
    """On the screen a name that finds no room loses its middle; readers are given all of it.

    Args:
        title: What readers call it.
        parent: The menu opens on its screen.
    """

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setAccessibleName(title)
        self._parent = parent
        self._room = 0
        self.aboutToShow.connect(self._make_room)

    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        super().initStyleOption(option, action)
        words, tab, keys = option.text.partition("\t")
        middle, flag = Qt.TextElideMode.ElideMiddle, Qt.TextFlag.TextShowMnemonic.value
        option.text = option.fontMetrics.elidedText(words, middle, self._room, flag) + tab + keys

    def _make_room(self) -> None:
        """The window may be on another screen by now, and its text of another size."""
        metrics = self.fontMetrics()
        keys = [action.text().partition("\t")[2] for action in self.actions()]
        aside = max(map(metrics.horizontalAdvance, keys), default=0)
        em = metrics.height()
        self._room = max(4 * em, room_on_screen(self._parent).width() - aside - _EDGES_EM * em)
        # Qt makes a line as wide as the action's words, which are those that readers are given.
        self.setStyleSheet(f"QMenu::item {{ max-width: {self._room}px; }}")
