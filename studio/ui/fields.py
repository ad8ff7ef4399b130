"""The editors of forms, made to be heard."""

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QLineEdit, QPlainTextEdit, QWidget

from studio import text
from studio.model.message import Message, Name, Number, say
from studio.ui.accessible import Secret

SETTLE_MS = 120
"""After this time a reader has told of the focus, and tells of a selection after it."""

MODIFIERS = {
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock),
}
"""Keys that do nothing to a text by themselves."""


class TextField(QLineEdit):
    """A line of text that readers announce: first its name, then what is in it.

    Attributes:
        tells_itself: What keys put into it is announced.
    """

    tells_itself = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_new = True
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._select)
        for sign_of_use in (self.textEdited, self.cursorPositionChanged):
            sign_of_use.connect(self._settle.stop)
        # A line that was never set tells of its cursor before its first focus, and Orca 43 then
        # takes the focus for old news and stays silent.
        self.setText("")

    def setText(self, text: str | None) -> None:
        super().setText(text)
        self.setCursorPosition(0)

    @property
    def selects_soon(self) -> bool:
        """Whether all of its text is about to be selected."""
        return self._settle.isActive()

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whoever is quick finds it selected all the same: End, and nothing is typed over."""
        if event.key() not in MODIFIERS:
            self._select_now()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.preeditString() or event.commitString():
            self._select_now()
        super().inputMethodEvent(event)

    def _select_now(self) -> None:
        if self.selects_soon:
            self._settle.stop()
            self._select()

    def _select(self) -> None:
        if self.hasFocus() and not self.hasSelectedText():
            self.selectAll()


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field, and Ctrl+Tab too."""

    LINES = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        around = 2 * (self.frameWidth() + round(self.document().documentMargin()))
        self.setFixedHeight(self.LINES * self.fontMetrics().lineSpacing() + around)


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

    Anything can be typed. What is no number within the limits gives way to the number before it
    when the field is left, on Enter and by `settle`; `refused` tells so.

    Args:
        unit: Written and spoken after the number.

    Attributes:
        leaves_undo: The studio takes back what was changed here, not the line its last letter.
    """

    refused = Signal(object)
    """What was typed will not do: the sentence that says what would, and what it stays at."""

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
        self._unit = ""
        self._is_typed = False
        self._is_refused = False
        # Else 9999 would leave the 999 that it was on the way.
        self.setKeyboardTracking(False)
        self.set_unit(unit)
        self.lineEdit().textEdited.connect(self._begin_anew)
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
        self._unit = unit
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

    def textFromValue(self, value: float) -> str:
        """With the decimals that it needs: 0.30 is one word more to the ear than 0.3."""
        most = self.decimals()
        places = next((n for n in range(most) if round(value, n) == round(value, most)), most)
        locale = self.locale()
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        return locale.toString(value, "f", places)

    # ---------------------------------------------------------------- what will not do
    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Let everything be typed: Qt would throw letters away without a word."""
        special = self.specialValueText()
        state = _state(super().validate(text, place))
        is_right = state is QValidator.State.Acceptable or (special and text == special)
        states = QValidator.State
        return (states.Acceptable if is_right else states.Intermediate), text, place

    def fixup(self, text: str) -> str:
        """Qt asks for this before it puts the number before in place of what will not do."""
        if not self._is_refused:
            self._is_refused = True
            self.refused.emit(self._limits())
        return text

    def settle(self) -> bool:
        """Take what was typed, or refuse it; whether it will do."""
        is_right = not self._is_typed or self.hasAcceptableInput()
        if self._is_typed:
            self._is_typed = False
            self.interpretText()
        return is_right

    def take(self) -> None:
        """Take what was typed if it will do; who is still typing is not disturbed."""
        if self.hasAcceptableInput():
            self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves nothing in place of what was refused."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.settle():
            self.selectAll()
            return
        super().keyPressEvent(event)

    def _begin_anew(self) -> None:
        self._is_typed = True
        self._is_refused = False

    def _limits(self) -> Message:
        name, unit = Name(self.accessibleName()), self._unit
        low, high = self._heard(self.minimum()), self._heard(self.maximum())
        if self._unit == "%":
            limits = say("{name} goes from {low} to {high} percent.", name=name, low=low, high=high)
        elif self._unit:
            limits = say(
                "{name} goes from {low} to {high} {unit}.", name=name, low=low, high=high, unit=unit
            )
        else:
            limits = say("{name} goes from {low} to {high}.", name=name, low=low, high=high)
        special = self.specialValueText() if self.value() == self.minimum() else ""
        stays = say("{text}", text=special) if special else self._heard(self.value())
        return limits.then(say("It stays {value}.", value=stays))

    def _heard(self, value: float) -> Message:
        number = Number(abs(value), 0 if value == int(value) else self.decimals())
        return say("minus {number}", number=number) if value < 0 else say("{number}", number=number)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A turn of the wheel scrolls the form; it does not change what happens to lie there."""
        event.ignore()


def _state(answer: object) -> QValidator.State:
    """PySide gives the state with what it was asked about, or alone."""
    state = answer[0] if isinstance(answer, tuple) else answer
    return state if isinstance(state, QValidator.State) else QValidator.State.Invalid
