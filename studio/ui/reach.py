"""A scroll area that brings into view whatever takes the focus."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget


def room_on_screen(widget: QWidget) -> QSize:
    """What of its screen a dialog may take."""
    screen = widget.screen() or QGuiApplication.primaryScreen()
    return screen.availableGeometry().size() - QSize(40, 60)


class Reach(QScrollArea):
    """Holds a sheet that large text may make larger than the screen.

    Args:
        sheet: What is in it.
    """

    def __init__(self, sheet: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(sheet)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        # The sheet has grown, as with larger text: what has the focus may have left.
        self.verticalScrollBar().rangeChanged.connect(
            lambda _low, _high: QTimer.singleShot(0, self, self._find_focus)
        )

    def _find_focus(self) -> None:
        self._follow(None, QApplication.focusWidget())

    def _follow(self, _left: QWidget | None, reached: QWidget | None) -> None:
        sheet = self.widget()
        if reached is not None and sheet is not None and sheet.isAncestorOf(reached):
            self._show(reached)

    def _show(self, reached: QWidget) -> None:
        """Bring it into the middle, so that what comes next is seen; unless it is seen whole."""
        corner = reached.mapTo(self.viewport(), QPoint())
        if not self.viewport().rect().contains(QRect(corner, reached.size())):
            room, size = self.viewport().size(), reached.size()
            across = max(0, (room.width() - size.width()) // 2)
            down = max(0, (room.height() - size.height()) // 2)
            self.ensureWidgetVisible(reached, across, down)
