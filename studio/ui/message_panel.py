"""What was said lately, with times."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from studio.model.announcement import Announcement
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.item_model import ItemModel
from studio.ui.panel import Entry, ListPanel
from studio.ui.row_delegate import RowDelegate
from studio.ui.rows import Row, message_row

Said = tuple[float, Announcement]


class MessagePanel(ListPanel[Said]):
    """The messages, the newest first; Enter says one again."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        model = ItemModel[Said](
            lambda said: (said[0], id(said[1])), self._row, sought=lambda said: (said[1].text,)
        )
        super().__init__(_("Messages"), _("Nothing was said yet."), model, desk, parent)
        self.list.paint_with(RowDelegate(self.list, is_plain=True))
        self.list.chosen.connect(self._repeat)
        self._is_stale = True

    def follow(self) -> None:
        """Show what was said; the window's thread, after each announcement."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        self.list.set_items(self.desk.link.history()[::-1])
        if not self.list.hasFocus() and self.model.items:
            self.list.go_to(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.follow()

    def menu(self, item: Said | None) -> Sequence[Entry]:
        if item is None:
            return []
        copy = QGuiApplication.clipboard().setText
        return [
            (_("Say again"), lambda: self._repeat(item)),
            (_("Copy"), lambda: copy(item[1].text)),
        ]

    def _row(self, said: Said) -> Row:
        return message_row(*said)

    def _repeat(self, said: Said) -> None:
        self.desk.announce(said[1])


class MessageLine(QLabel):
    """The last message in full, for whoever reads along."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        # Room for two lines: the whole window is laid out anew when the height changes.
        self.setMinimumHeight(round(self.fontMetrics().height() * 2.6))

    def show_message(self, announcement: Announcement) -> None:
        self.setText(announcement.text)
