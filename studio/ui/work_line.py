"""What waits for a yes, and what is under way, for the eye."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from studio.commands.answers import told
from studio.model.state import ShowState
from studio.text import _


class WorkLine(QWidget):
    """A line of words, and a bar where it is known how far the work is; hidden otherwise.

    The ear has it on request, by *What is under way*; here nothing speaks by itself.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = QLabel(self)
        self._words.setObjectName("message")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(_("How far it is"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._words)
        lines.addWidget(self._bar)
        self.hide()

    def show_state(self, state: ShowState) -> None:
        work = state.works[-1] if state.works else None
        words = state.question or (told(work) if work else None)
        self._words.setText(words.words() if words else "")
        share = work.share if work and not state.question else None
        self._bar.setVisible(share is not None)
        self._bar.setValue(round(100 * (share or 0.0)))
        self.setVisible(words is not None)
