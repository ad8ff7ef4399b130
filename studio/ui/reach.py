"""A scroll area that brings into view whatever takes the focus, and a list's current row."""

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QScrollArea, QWidget

from studio.ui.current_row import followed


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
        self._rows: QItemSelectionModel | None = None
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
        if reached is None or sheet is None or not sheet.isAncestorOf(reached):
            self._rows = followed(self._rows, None, self._show_row_soon)
            return
        rows = reached.selectionModel() if isinstance(reached, QAbstractItemView) else None
        self._rows = followed(self._rows, rows, self._show_row_soon)
        self._show(reached)
        self._show_row()

    def _show_row_soon(self, *_rows: object) -> None:
        # The list itself comes first: it brings the row to where the list can be seen.
        QTimer.singleShot(0, self, self._show_row)

    def _show_row(self) -> None:
        """Of a list that is higher than the view, its current row."""
        reached = QApplication.focusWidget()
        if self._rows is None or not isinstance(reached, QAbstractItemView):
            return
        row = reached.visualRect(reached.currentIndex())
        top = reached.viewport().mapTo(self.viewport(), row.topLeft()).y()
        above = min(0, top)
        below = max(0, top + row.height() - self.viewport().height())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (above or min(below, top)))

    def _show(self, reached: QWidget) -> None:
        """Bring it to the end of the view where it came in from the other, unless it is seen whole.

        So what comes next is seen already, and the ring moves: were it always brought to one place,
        fields that look alike would seem not to change.
        """
        spot = QRect(reached.mapTo(self.viewport(), QPoint()), reached.size())
        room = self.viewport().rect()
        if room.contains(spot):
            return
        spare = max(0, room.height() - spot.height())
        margin = min(self.fontMetrics().height(), spare // 2)
        is_below = spot.bottom() > room.bottom() and spot.top() > room.top()
        wanted = margin if is_below else spare - margin
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + spot.top() - wanted)
        self.ensureWidgetVisible(reached, max(0, (room.width() - spot.width()) // 2), 0)
