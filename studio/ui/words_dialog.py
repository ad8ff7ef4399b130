"""How words are said: a list to look through and listen to, and a form for one of them."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studio.commands.words import LANGUAGES, objection
from studio.model.message import Name, say
from studio.model.pronunciation import Pronunciation, found
from studio.model.state import ShowState
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import TextField
from studio.ui.flow import FlowLayout
from studio.ui.form import FormDialog, Problem
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.mnemonics import with_mnemonics
from studio.ui.panel import push_button
from studio.ui.reach import Reach, room_on_screen
from studio.ui.rows import Mark, Row


def hear(desk: Desk, entry: Pronunciation) -> None:
    """Have an entry said, whether it is kept or not."""
    desk.tell(say("{word}", word=Name(entry.spoken, entry.language)), "words")


class WordsDialog(QDialog):
    """Every word of the dictionary. Enter changes it, Space says it, Delete removes it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state = desk.link.state()
        self._model = ItemModel[Pronunciation](lambda one: one.key, _row)
        self.list = ItemList[Pronunciation]("", "", self._model, self)
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
        self._buttons = [push_button("", "", act, self) for act in self._acts()]
        for button in self._buttons:
            buttons.addWidget(button)
        self.reword()
        self.list.chosen.connect(self._change)
        self.list.toggled.connect(lambda entry: hear(desk, entry))
        self.list.removed.connect(self._remove)
        self._show()
        self.list.setMinimumHeight(6 * self.fontMetrics().height())
        self.resize(self.sizeHint())
        self.list.setFocus()

    def _acts(self) -> tuple[Callable[[], None], ...]:
        """What each button does."""
        return (
            lambda: self._open(None),
            lambda: self._with_current(self._change),
            lambda: self._with_current(lambda one: hear(self._desk, one)),
            lambda: self._with_current(self._remove),
            lambda: self._desk.wish("studio.undo"),
            self.accept,
        )

    def reword(self) -> None:
        """Say all of it in the language in use; what is current stays."""
        self.setWindowTitle(_("Pronunciation"))
        self.list.reword(_("Words"), _("No words yet: all are said as they are written."))
        words = (
            _("Add word"),
            _("Change word"),
            _("Hear it"),
            _("Remove word"),
            _("Undo"),
            _("Close"),
        )
        for button, name, marked in zip(self._buttons, words, with_mnemonics(words), strict=True):
            button.setAccessibleName(name)
            button.setText(marked)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(40 * em, 28 * em).boundedTo(room_on_screen(self))

    def show_state(self, state: ShowState) -> None:
        is_changed = state.pronunciations != self._state.pronunciations
        self._state = state
        if is_changed:
            self._show()

    def _show(self) -> None:
        self.list.set_items(list(self._state.pronunciations))
        if self._model.items and not self.list.currentIndex().isValid():
            self.list.go_to(0)

    def _with_current(self, act: Callable[[Pronunciation], None]) -> None:
        if self.list.current is not None:
            act(self.list.current)
        else:
            self._desk.tell(say("There are no words yet. Add one first."), "words")

    def _change(self, entry: Pronunciation) -> None:
        self._open(entry)

    def _remove(self, entry: Pronunciation) -> None:
        self._desk.wish("word.forget", word=entry.word, language=entry.language)

    def _open(self, entry: Pronunciation | None) -> None:
        dialog = WordDialog(self._desk, entry, self)
        dialog.addActions(self.actions())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Not every system returns to the list by itself.
        dialog.finished.connect(self.activateWindow)
        dialog.open_when_built(lambda: None)


def _row(entry: Pronunciation) -> Row:
    marks = (Mark(_(LANGUAGES[entry.language])),) if entry.language in LANGUAGES else ()
    spoken = _("said: {spoken}").format(spoken=entry.spoken)
    return Row(entry.word, marks if entry.language else (), spoken)


class WordDialog(FormDialog):
    """Asks for a word, and how it is said; *Hear it* says it before it is kept."""

    def __init__(
        self, desk: Desk, entry: Pronunciation | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Change word") if entry else _("Add word"), desk, parent)
        self._entry = entry
        self.section()
        self.word = TextField()
        self._word_line = self.add(_("Word"), self.word, _("As it is written, in any script."))
        self.spoken = TextField()
        self._spoken_line = self.add(
            _("Said as"), self.spoken, _("Spelled as it sounds. Press “Hear it” to check.")
        )
        self.language = Choice([(_(title), tag) for tag, title in LANGUAGES.items()])
        self._language_line = self.add(
            _("Language"), self.language, _("Where it is said so in one language only.")
        )
        if entry is not None:
            self.word.setText(entry.word)
            self.spoken.setText(entry.spoken)
        self.language.choose(entry.language if entry else "")
        self.add_button(_("Hear it"), lambda: hear(desk, self.entry()))
        self.finish()

    def entry(self) -> Pronunciation:
        """The entry as the form says it; without another way it is said as it is written."""
        word = " ".join(self.word.text().split())
        spoken = " ".join(self.spoken.text().split()) or word
        return Pronunciation(word, spoken, self.language.value)

    def problems(self) -> Iterable[Problem]:
        entry = self.entry()
        if (reason := objection(Pronunciation(entry.word, entry.word))) is not None:
            yield self._word_line, reason
        elif not self.spoken.text().strip():
            yield self._spoken_line, say("Write how it is said in letters.")
        elif (reason := objection(entry)) is not None:
            yield self._spoken_line, reason
        elif self._is_another(entry):
            yield self._word_line, say("This word is in the list already.")

    def _is_another(self, entry: Pronunciation) -> bool:
        """Saving would quietly take another entry's place."""
        known = found(self.desk.link.state().pronunciations, entry.word, entry.language)
        return known is not None and (self._entry is None or known.key != self._entry.key)

    def save(self) -> None:
        entry = self.entry()
        if self._entry is None:
            self.desk.wish(
                "word.teach", word=entry.word, spoken=entry.spoken, language=entry.language
            )
        elif entry != self._entry:
            self.desk.wish("word.change", before=self._entry, entry=entry)
