"""A scroll area that brings into view whatever takes the focus."""

from PySide6.QtCore import QSize, Qt
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
            app.focusChanged.connect(self._follow_focus)

    def _follow_focus(self, _left: QWidget | None, reached: QWidget | None) -> None:
        sheet = self.widget()
        if reached is not None and sheet is not None and sheet.isAncestorOf(reached):
            self.ensureWidgetVisible(reached)
