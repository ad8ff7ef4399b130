"""Dialogs that are forms: every field has a label, a name, a help text and a place for an error."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QDialog,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.model.message import Message, say
from studio.text import _
from studio.ui.accessible import Hint, unheard
from studio.ui.button import Button
from studio.ui.desk import Desk
from studio.ui.fields import NumberField
from studio.ui.flow import FlowLayout
from studio.ui.mnemonics import with_mnemonics
from studio.ui.path_field import PathField
from studio.ui.reach import Reach, room_on_screen
from studio.ui.stylesheet import TARGET
from studio.ui.tick import Tick

_BUILT = object()
_TWO_COLUMNS_EM = 46

SPEAK_MS = 250
"""After this time a reader has told of the field, and the error does not cut it off."""


class Field:
    """One line of a form.

    Attributes:
        words: Its label.
        editor: What the user works with.
        is_hidden: It does not belong to what is asked for at the moment.
        lines: Its rows in the layout, which are hidden and shown together.
    """

    def __init__(self, words: str, editor: QWidget, help_text: str, form: QFormLayout) -> None:
        self.words = words
        self.editor = editor
        self.help_text = help_text
        self.label: QLabel | None = None
        self._form = form
        self.is_hidden = False
        self._error: Hint | None = None
        self._help = _note("help", help_text)
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        if not isinstance(editor, Tick):
            self.label = QLabel(words)
            self.label.setAccessibleName(words)
            self.label.setMinimumHeight(TARGET)
        if self.label is None:
            form.setLayout(form.rowCount(), QFormLayout.ItemRole.FieldRole, self._column)
        else:
            form.addRow(self.label, self._column)
        self._column.addWidget(editor)
        self._column.addWidget(self._help)
        # Never shown here: what has no parent yet would become a window of its own.
        if not help_text:
            self._help.hide()
        self.target.setAccessibleName(words)
        self.target.setAccessibleDescription(help_text)
        if isinstance(editor, Tick):
            editor.setText(words)
        elif self.label is not None:
            self.label.setBuddy(self.target)
        for widget in (self.label, editor, self._help):
            # Now, field by field, and not for the whole form when it is shown.
            if widget is not None:
                widget.ensurePolished()

    @property
    def target(self) -> QWidget:
        """What takes the focus."""
        return self.editor.line if isinstance(self.editor, PathField) else self.editor

    def set_words(self, marked: str) -> None:
        """Write the label with its mnemonic."""
        if self.label is not None:
            self.label.setText(marked)
        elif isinstance(self.editor, Tick):
            self.editor.setText(marked)

    def reword(self, words: str, help_text: str = "") -> None:
        """Say the same in another language; the mnemonics are shared out afterwards."""
        self.words = words
        self.target.setAccessibleName(words)
        if self.label is not None:
            self.label.setAccessibleName(words)
        self.set_words(words)
        if help_text != self.help_text:
            self.set_help(help_text)

    def show(self, *, shown: bool) -> None:
        """Show or hide the whole line; never while the focus is in it."""
        self.is_hidden = not shown
        self._form.setRowVisible(self._column, shown)
        self._help.setVisible(shown and bool(self.help_text))
        if self._error is not None:
            self._error.setVisible(shown and bool(self._error.text()))

    def set_help(self, help_text: str) -> None:
        self.help_text = help_text
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text) and not self.is_hidden)
        self._make_room()
        self.describe()

    def set_error(self, problem: str, *, described: bool = True) -> None:
        """Tell at the field what is wrong with it; empty for nothing.

        Args:
            problem: One sentence, translated.
            described: Put it into the description at once. Not where it is announced: readers
                speak a description that changes under the focus.
        """
        if self._error is None:
            if not problem:
                return
            self._error = _note("error", "")
            self._column.addWidget(self._error)
        self._error.setText(problem)
        self._error.setVisible(bool(problem))
        self._make_room()
        target = self.target
        target.setProperty("wrong", "true" if problem else "false")
        target.style().unpolish(target)
        target.style().polish(target)
        if described:
            self.describe()

    def _make_room(self) -> None:
        """Have the form laid out anew once it has been.

        Qt's form gives a line whose words have become longer the height it had before, and finds
        the right one only the next time.
        """
        QTimer.singleShot(0, self.editor, self._lay_out_anew)

    def _lay_out_anew(self) -> None:
        layout: QObject | None = self._column
        while isinstance(layout, QLayout):
            layout.invalidate()
            layout = layout.parent()
        self._help.updateGeometry()

    def describe(self) -> None:
        """Have the description tell the error and the help."""
        problem = self._error.text() if self._error is not None else ""
        words = " ".join(w for w in (problem, self.help_text) if w)
        self.target.setAccessibleDescription(words)


Problem: TypeAlias = "tuple[Field, Message]"


class FormDialog(QDialog):
    """A form with *Save* and *Cancel*; Enter saves, Escape cancels.

    Wrong values keep it open: the first wrong field takes the focus, and what is wrong stands
    there and is announced.

    Args:
        title: The window's title, translated.
        accept: Words of the button that saves, translated.
        cancel: Words of the button that does not, translated.
        keeps_at_once: What is changed is kept without that button, which only closes.

    Attributes:
        way_out: The button that does what Escape does; there once the form is finished.
    """

    def __init__(
        self,
        title: str,
        desk: Desk,
        parent: QWidget | None,
        *,
        accept: str = "",
        cancel: str = "",
        wide: bool = False,
        keeps_at_once: bool = False,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(title)
        self.fields: list[Field] = []
        self._extra: list[QPushButton] = []
        self._buttons: tuple[QPushButton, ...] = ()
        self.way_out: QPushButton | None = None
        self._groups: dict[QGroupBox, list[Field]] = {}
        self._headings: dict[QGroupBox, QLabel] = {}
        self._members: list[Field] = []
        self._announced: Field | None = None
        self._accept_words = accept or _("Save")
        self._cancel_words = cancel or _("Cancel")
        self._wide = wide
        self._keeps_at_once = keeps_at_once
        self._is_cancelled = False
        sheet = QWidget()
        sheet.setObjectName("form")
        self.columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, sheet)
        self.columns.setSpacing(16)
        self.buttons = FlowLayout()
        self._all = QVBoxLayout(self)
        self._all.addWidget(Reach(sheet, self), 1)
        self._all.addLayout(self.buttons)
        self.form = QFormLayout()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    # ---------------------------------------------------------------- building
    def section(self, title: str = "") -> None:
        """Begin a new group of fields; one with a title is named."""
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.form.setVerticalSpacing(10)
        self.form.setHorizontalSpacing(16)
        self._members = []
        if not title:
            self.columns.addLayout(self.form, 1)
            return
        group = QGroupBox()
        group.setAccessibleName(title)
        heading = QLabel(title)
        heading.setObjectName("heading")
        self._headings[group] = heading
        inside = QVBoxLayout(group)
        inside.addWidget(heading)
        inside.addLayout(self.form)
        inside.addStretch(1)
        self.columns.addWidget(group)
        self._groups[group] = self._members

    def reword_sections(self, *titles: str) -> None:
        """Say the same in another language: the titles of those that have one, in their order."""
        for (group, heading), title in zip(self._headings.items(), titles, strict=False):
            group.setAccessibleName(title)
            heading.setText(title)

    def add(self, words: str, editor: QWidget, help_text: str = "") -> Field:
        """Put a field into the present section; `words` is its label, without mnemonic."""
        field = Field(words, editor, help_text, self.form)
        self.fields.append(field)
        self._members.append(field)
        if isinstance(editor, NumberField):
            editor.refused.connect(lambda told: self._refuse(field, told))
            editor.lineEdit().textEdited.connect(lambda: field.set_error(""))
            editor.valueChanged.connect(lambda: field.set_error(""))
        return field

    def add_button(self, words: str, act: Callable[[], object]) -> QPushButton:
        """Put a button before *Save*."""
        button = Button(words)
        button.clicked.connect(act)
        self.buttons.addWidget(button)
        self._extra.append(button)
        return button

    def finish(self, *others: QPushButton) -> None:
        """Add the buttons, share out the mnemonics, and find a size; after all fields.

        Args:
            others: Buttons inside the form, which want mnemonics too.
        """
        save = Button(self._accept_words)
        save.setDefault(not self._keeps_at_once)
        save.setAutoDefault(not self._keeps_at_once)
        if not self._keeps_at_once:
            save.setProperty("tone", "chief")
        save.clicked.connect(self.accept)
        ways_out = [save]
        if not self._keeps_at_once:
            cancel = Button(self._cancel_words)
            cancel.clicked.connect(self.reject)
            ways_out.append(cancel)
        self.way_out = ways_out[-1]
        for button in reversed(ways_out):
            self.buttons.addWidget(button)
        paths = [f.editor.button for f in self.fields if isinstance(f.editor, PathField)]
        self._buttons = (*ways_out, *self._extra, *others, *paths)
        for button in self._buttons:
            button.setAccessibleName(button.accessibleName() or button.text())
        self._share_mnemonics([button.text() for button in self._buttons])
        self._flow(room_on_screen(self).width())
        self.resize(self._fitting_size())

    def reword_buttons(self, *words: str) -> None:
        """Say the same in another language; does nothing before they are there.

        Args:
            words: Those of each button, translated, in the order in which `finish` took them.
        """
        for button, name in zip(self._buttons, words, strict=bool(self._buttons)):
            button.setAccessibleName(name)
        self._share_mnemonics(words[: len(self._buttons)])

    def _share_mnemonics(self, words: Sequence[str]) -> None:
        if not self._buttons:
            return
        marked = with_mnemonics([*words, *(field.words for field in self.fields)])
        for button, text in zip(self._buttons, marked, strict=False):
            button.setText(text)
        for field, text in zip(self.fields, marked[len(words) :], strict=True):
            field.set_words(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow(self.width())

    def _flow(self, width: int) -> None:
        """Put the sections of a wide form side by side where so much width has room for them."""
        has_room = self._wide and width >= _TWO_COLUMNS_EM * self.fontMetrics().height()
        direction = QBoxLayout.Direction
        self.columns.setDirection(direction.LeftToRight if has_room else direction.TopToBottom)

    def hide_empty_groups(self) -> None:
        """Show the groups that have a field to show."""
        for group, members in self._groups.items():
            group.setVisible(any(not field.is_hidden for field in members))

    def steps(self) -> Iterator[None]:
        """Build what a large form is made of, in steps between which other events may come."""
        yield from ()

    def open_when_built(self, then: Callable[[], None]) -> None:
        """Take the steps, one in each turn of the events, and open.

        All at once would keep the window from its work for a tenth of a second while the encoder
        wants both cores.
        """
        steps = self._made()

        def turn() -> None:
            is_whole = True
            try:
                with unheard():
                    is_whole = next(steps, _BUILT) is _BUILT
            finally:
                if is_whole:
                    then()
            if is_whole:
                self._appear()
            else:
                self._in_next_turn(turn)

        turn()

    def _made(self) -> Iterator[None]:
        yield from self.steps()
        # Drawing a single point lays out all of it.
        self.grab(QRect(0, 0, 1, 1))
        yield
        self.winId()  # the desktop's own part of the window
        yield

    def _appear(self) -> None:
        """Open, and paint one group in each turn of the events."""
        hidden = list(self._groups)
        for group in hidden:
            group.setUpdatesEnabled(False)

        def turn() -> None:
            if hidden:
                hidden.pop(0).setUpdatesEnabled(True)
                self._in_next_turn(turn)

        self.open()
        self._in_next_turn(turn)

    def _in_next_turn(self, act: Callable[[], None]) -> None:
        # Qt takes a wait of nothing in the same turn, before it looks at keys and clocks.
        QTimer.singleShot(1, self, act)

    # ---------------------------------------------------------------- ending
    def problems(self) -> Iterable[Problem]:
        """What is wrong with the values, field by field."""
        raise NotImplementedError

    def save(self) -> None:
        """Wish for what the form says; called when nothing is wrong."""
        raise NotImplementedError

    def accept(self) -> None:
        if self.is_right():
            self.save()
            super().accept()

    def reject(self) -> None:
        self._is_cancelled = not self._keeps_at_once
        super().reject()

    def is_right(self) -> bool:
        """Whether all values will do; tells what will not."""
        if not self.settle():
            return False
        found = list(self.problems())
        wrong = {id(field): message for field, message in reversed(found)}
        self._announced = found[0][0] if found else None
        for field in self.fields:
            message = wrong.get(id(field))
            is_announced = field is self._announced
            field.set_error(str(message) if message else "", described=not is_announced)
        if not found:
            return True
        first, message = found[0]
        first.target.setFocus(Qt.FocusReason.OtherFocusReason)
        told = say("{field}: {problem}", field=first.words, problem=message)
        QTimer.singleShot(SPEAK_MS, self, lambda: self.desk.tell(told))
        return False

    def settle(self) -> bool:
        """Have every number take what was typed, or refuse it; whether all will do."""
        will_do = True
        for field in self.fields:
            if isinstance(field.editor, NumberField):
                will_do = field.editor.settle() and will_do
        return will_do

    def _refuse(self, field: Field, told: Message) -> None:
        """Say at a number and aloud that what was typed will not do, and what it stays at."""
        if self._is_cancelled:
            return
        field.set_error(str(told), described=False)
        # The settings may be closed by then.
        QTimer.singleShot(SPEAK_MS, self.parent() or self, lambda: self.desk.tell(told, "number"))
        # A reader that has not left the field yet would speak the description too.
        QTimer.singleShot(SPEAK_MS, self, lambda: self._describe_once_left(field))

    def _describe_once_left(self, field: Field) -> None:
        if field.target.hasFocus():
            self._announced = field
        else:
            field.describe()

    def _follow_focus(self, left: QWidget | None, _reached: QWidget | None) -> None:
        """What was announced of a field describes it once it is left."""
        field = self._announced
        if field is not None and left is field.target:
            field.describe()
            self._announced = None

    def _fitting_size(self) -> QSize:
        """As large as the form wants, as far as the screen has room."""
        em = self.fontMetrics().height()
        room = room_on_screen(self)
        wanted = self.columns.sizeHint()
        width = max(wanted.width() + 4 * em, (58 if self._wide else 38) * em)
        width = min(width, room.width())
        tall = max(self.columns.totalHeightForWidth(width - 4 * em), wanted.height())
        return QSize(width, min(max(tall + 7 * em, 12 * em), room.height()))


def _note(name: str, words: str) -> Hint:
    note = Hint(words)
    note.setObjectName(name)
    note.setWordWrap(True)
    return note
