"""The preview's place in the window."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.model.state import ShowState
from studio.text import _
from studio.ui.context_menu import COMMANDS
from studio.ui.desk import Desk
from studio.ui.panel import Panel
from studio.ui.preview import Preview


class PreviewPanel(Panel):
    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Preview"), desk, parent)
        self.heading.hide()
        self.picture = Preview(desk, self)
        self.picture.setProperty(COMMANDS, "preview.larger preview.smaller")
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body.addWidget(self.picture, 1)

    @property
    def entry(self) -> QWidget:
        return self.picture

    def show_state(self, state: ShowState) -> None:
        self.picture.show_state(state)
