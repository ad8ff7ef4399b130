"""The editors of forms, made to be heard."""

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QLineEdit, QWidget

from studio import text
from studio.ui.accessible import Secret

SETTLE_MS = 120
"""After this time a reader has told of the focus, and tells of a selection after it."""


class TextField(QLineEdit):
    """A line of text that readers announce: first its name, then what is in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_new = True
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._select)
        self.textEdited.connect(self._settle.stop)
        # A line that was never set tells of its cursor before its first focus, and Orca 43 then
        # takes the focus for old news and stays silent.
        self.setText("")

    def setText(self, text: str | None) -> None:
        super().setText(text)
        self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Where the text is selected together with the focus, Orca tells of that first.
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            event = QFocusEvent(event.type(), Qt.FocusReason.OtherFocusReason)
            self._is_new = True
            self.setCursorPosition(0)
        if self._is_new and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._settle.start()
        self._is_new = False
        super().focusInEvent(event)

    def _select(self) -> None:
        if self.hasFocus() and not self.hasSelectedText():
            self.selectAll()


class KeyField(Secret, TextField):
    """A secret: shown as dots, never put in, never copied out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )


class NumberField(QDoubleSpinBox):
    """A number with its unit, which readers speak; arrow keys change it.

    Args:
        unit: Written and spoken after the number.

    Attributes:
        leaves_undo: The studio takes back what was changed here, not the line its last letter.
    """

    leaves_undo = False

    def __init__(
        self,
        low: float,
        high: float,
        unit: str,
        parent: QWidget | None = None,
        *,
        places: int = 0,
        step: float = 1.0,
    ) -> None:
        super().__init__(parent)
        self.set_unit(unit)
        self.setGroupSeparatorShown(False)
        self.setDecimals(places)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The style sheet's padding does not reach the line inside.
        self.lineEdit().setTextMargins(round(self.fontMetrics().height() * 0.6), 0, 0, 0)

    def set_unit(self, unit: str) -> None:
        """Write the number as the language in use does, with this unit after it."""
        self.setLocale(QLocale(text.in_use()))
        self.setSuffix(f" {unit}" if unit else "")

    def event(self, event: QEvent) -> bool:
        if self.leaves_undo and isinstance(event, QKeyEvent):
            steps = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            is_step = any(event.matches(step) for step in steps)
            if is_step and event.type() is QEvent.Type.ShortcutOverride:
                event.ignore()
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A turn of the wheel scrolls the form; it does not change what happens to lie there."""
        event.ignore()
