"""The short sounds: a list to learn them by."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studio.model.announcement import EARCONS, MEANINGS, Earcon
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.flow import FlowLayout
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.mnemonics import with_mnemonics
from studio.ui.panel import push_button
from studio.ui.reach import Reach, room_on_screen
from studio.ui.rows import Row


class SignalsDialog(QDialog):
    """Every signal with what it means; Enter or Space has it heard."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        model = ItemModel[Earcon](str, _row)
        self.list = ItemList[Earcon]("", "", model, self)
        sheet = QWidget()
        sheet.setObjectName("form")
        whole = QVBoxLayout(sheet)
        whole.addWidget(self.list, 1)
        buttons = FlowLayout()
        whole.addLayout(buttons)
        # With large text not all of it fits on a screen.
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(Reach(sheet, self))
        acts = (lambda: self._hear(self.list.current), self.accept)
        self._buttons = [push_button("", "", act, self) for act in acts]
        for button in self._buttons:
            buttons.addWidget(button)
        self.reword()
        self.list.set_items(list(Earcon))
        self.list.go_to(0)
        self.list.chosen.connect(self._hear)
        self.list.toggled.connect(self._hear)
        self.list.setMinimumHeight(6 * self.fontMetrics().height())
        self.resize(self.sizeHint())
        self.list.setFocus()

    def reword(self) -> None:
        """Say all of it in the language in use; what is current stays."""
        self.setWindowTitle(_("Signals"))
        self.list.reword(_("Signals"), "")
        words = (_("Hear it"), _("Close"))
        for button, name, marked in zip(self._buttons, words, with_mnemonics(words), strict=True):
            button.setAccessibleName(name)
            button.setText(marked)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(40 * em, 24 * em).boundedTo(room_on_screen(self))

    def _hear(self, signal: Earcon | None) -> None:
        if signal is not None:
            self._desk.wish("sound.signal", signal=str(signal))


def _row(signal: Earcon) -> Row:
    return Row(_(EARCONS[signal]), (), _(MEANINGS[signal]))
