"""Who streams here: a list to choose from, a form for a name, and the question at the start."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studio.model.message import say
from studio.model.person import Person, objection, tidy
from studio.model.state import ShowState
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import TextField
from studio.ui.first_steps import OfferList
from studio.ui.flow import FlowLayout
from studio.ui.form import SPEAK_MS, FormDialog, Problem
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.mnemonics import with_mnemonics
from studio.ui.panel import push_button
from studio.ui.reach import Reach, room_on_screen
from studio.ui.rows import Mark, Row, Tone

NEW, COPY = "new", "copy"
"""What a new person's studio begins with."""


class PeopleDialog(QDialog):
    """Everybody who streams here. Enter changes to them, F2 renames, Delete removes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state = desk.link.state()
        self._model = ItemModel[Person](lambda person: person.id, self._row)
        self.list = ItemList[Person]("", "", self._model, self)
        sheet = QWidget()
        sheet.setObjectName("form")
        whole = QVBoxLayout(sheet)
        whole.addWidget(self.list, 1)
        buttons = FlowLayout()
        whole.addLayout(buttons)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        # With large text not all of it fits on a screen.
        outside.addWidget(Reach(sheet, self))
        self._buttons = [push_button("", "", act, self) for act in self._acts()]
        for button in self._buttons:
            button.setAutoDefault(False)
            buttons.addWidget(button)
        self.reword()
        self.list.chosen.connect(self._change)
        self.list.removed.connect(self._remove)
        self.list.set_items(self._state.people)
        self.list.select(self._state.person.id)
        self.list.setMinimumHeight(6 * self.fontMetrics().height())
        self.resize(self.sizeHint())
        self.list.setFocus()

    def _acts(self) -> tuple[Callable[[], None], ...]:
        """What each button does."""
        return (
            lambda: self._with_current(self._change),
            lambda: self._open(None),
            lambda: self._with_current(self._open),
            lambda: self._with_current(self._remove),
            lambda: self._desk.wish("studio.undo"),
            self.accept,
        )

    def reword(self) -> None:
        """Say all of it in the language in use; what is current stays."""
        self.setWindowTitle(_("People"))
        self.list.reword(_("Streamers"), "")
        words = (
            _("Change to this streamer"),
            _("Add streamer"),
            _("Rename streamer"),
            _("Remove streamer"),
            _("Undo"),
            _("Close"),
        )
        for button, name, marked in zip(self._buttons, words, with_mnemonics(words), strict=True):
            button.setAccessibleName(name)
            button.setText(marked)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(36 * em, 24 * em).boundedTo(room_on_screen(self))

    def show_state(self, state: ShowState) -> None:
        is_changed = (state.people, state.person) != (self._state.people, self._state.person)
        self._state = state
        if is_changed:
            self.list.set_items(state.people)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and not event.modifiers():
            self._with_current(self._open)
        else:
            super().keyPressEvent(event)

    def _row(self, person: Person) -> Row:
        is_here = person.id == self._state.person.id
        return Row(person.shown, (Mark(_("streaming now"), Tone.LIVE),) if is_here else ())

    def _with_current(self, act: Callable[[Person], None]) -> None:
        if self.list.current is not None:
            act(self.list.current)

    def _change(self, person: Person) -> None:
        self._desk.wish("person.switch", person=person.id)
        self.accept()

    def _remove(self, person: Person) -> None:
        self._desk.wish("person.remove", person=person.id)

    def _open(self, person: Person | None) -> None:
        dialog = PersonDialog(self._desk, person, self)
        dialog.addActions(self.actions())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Not every system returns to the list by itself.
        dialog.finished.connect(self.activateWindow)
        dialog.open_when_built(lambda: None)


class PersonDialog(FormDialog):
    """Asks for a person's name and, of a new one, for what their studio begins with."""

    def __init__(self, desk: Desk, person: Person | None, parent: QWidget | None = None) -> None:
        super().__init__(_("Rename streamer") if person else _("Add streamer"), desk, parent)
        self._person = person
        self.section()
        self.name = TextField()
        self.name.setText(person.name if person else "")
        self._name_line = self.add(
            _("Name"), self.name, _("What you are called; it is said at the start.")
        )
        self.begins: Choice | None = None
        if person is None:
            copy = _("A copy of this studio, but for destinations")
            self.begins = Choice([(_("The first steps"), NEW), (copy, COPY)])
            self.add(_("Begins with"), self.begins)
        self.finish()

    def problems(self) -> Iterable[Problem]:
        others = [p for p in self.desk.link.state().people if p != self._person]
        if (reason := objection(tidy(self.name.text()), others)) is not None:
            yield self._name_line, reason

    def save(self) -> None:
        name = tidy(self.name.text())
        if self._person is None:
            is_copy = self.begins is not None and self.begins.value == COPY
            self.desk.wish("person.add", name=name, is_copy=is_copy)
        elif name != self._person.name:
            self.desk.wish("person.rename", person=self._person.id, name=name)


class WhoDialog(FormDialog):
    """Asks at the start who streams: up and down choose, Enter opens their studio.

    Escape leaves it to whoever streamed last.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title, accept, cancel = _("Who is streaming?"), _("Open the studio"), _("As last time")
        super().__init__(title, desk, parent, accept=accept, cancel=cancel)
        state = desk.link.state()
        self.section()
        self._last = state.person
        self.people = OfferList(_("Streamers"), self)
        self.add(_("Streamers"), self.people)
        self._offers: Sequence[tuple[str, str]] = [(p.shown, p.id) for p in state.people]
        self.people.offer(self._offers, state.person.id)
        self.finish()
        self.people.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        told = say("Up and Down choose, Enter opens the studio.")
        asked = say("Who is streaming?").then(told)
        QTimer.singleShot(SPEAK_MS, self, lambda: self.desk.tell(asked, "person"))

    def problems(self) -> Iterable[Problem]:
        """None: whoever can be chosen will do."""
        return ()

    def save(self) -> None:
        self.desk.wish("person.switch", person=self.people.value)

    def reject(self) -> None:
        super().reject()
        self.desk.wish("person.switch", person=self._last.id)
