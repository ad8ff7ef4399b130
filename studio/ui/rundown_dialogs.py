"""What a rundown is made of, what it is called, and which file it is in."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio import text
from studio.model.message import Message, say
from studio.model.naming import by_name
from studio.model.rundown import KINDS, LONGEST_MINUTES, LONGEST_SCRIPT, Segment, SegmentKind
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import NumberField, TextArea, TextField
from studio.ui.file_form import FileForm, NewFileForm
from studio.ui.form import FormDialog, Problem
from studio.ui.merge import merged
from studio.ui.path_field import PathField, choose_file, choose_new_file

LANGUAGES = ("", "zh", "id", "en", "ko")
_READ = "*.rundown *.csv *.tsv *.txt *.md"
_WRITTEN = (".rundown", ".csv", ".tsv", ".txt", ".md")


class _ScriptArea(TextArea):
    LINES = 8


class SegmentDialog(FormDialog):
    """Makes a segment, or changes one; saving wishes for `rundown.save_segment`.

    Args:
        segment: What is changed; None for a new one.
        before: Id of the segment that a new one is put before; empty for the end.
    """

    def __init__(
        self, desk: Desk, segment: Segment | None, parent: QWidget | None = None, before: str = ""
    ) -> None:
        super().__init__(_("Edit segment") if segment else _("Add segment"), desk, parent)
        self._before = before
        self._segment = segment or Segment(SegmentKind.PRODUCT)
        self.section()
        self.kind = Choice([(_(title), kind) for kind, title in KINDS.items()])
        self.add(_("Kind"), self.kind)
        self.product = TextField()
        self.product_field = self.add(
            _("Product"), self.product, _("Its code, slot number or name; empty for none.")
        )
        self.title = TextField()
        self.add(_("Title"), self.title, _("Empty for the product's name, or the kind."))
        self.minutes = NumberField(0, LONGEST_MINUTES, _("minutes"), places=1)
        self.add(_("Planned"), self.minutes, _("0 for as long as it takes."))
        self.script = _ScriptArea()
        self.script_field = self.add(
            _("Script"), self.script, _("What you say; it is prompted sentence by sentence.")
        )
        self._fill()
        self._shown = self._form()
        self.finish()

    def _fill(self) -> None:
        segment = self._segment
        self.kind.choose(segment.kind)
        self.product.setText(segment.product)
        self.title.setText(segment.title)
        self.minutes.setValue(segment.minutes)
        self.script.setPlainText(segment.script)

    def _form(self) -> Segment:
        """The segment as the form says it."""
        typed = self.product.text().strip()
        codes = self._codes(typed)
        return replace(
            self._segment,
            kind=self.kind.value,
            product=codes[0] if len(codes) == 1 else typed,
            title=" ".join(self.title.text().split()),
            minutes=self.minutes.value(),
            script=self.script.toPlainText().strip(),
        )

    def _codes(self, words: str) -> list[str]:
        """Codes of the products that the words may mean; what stood there before means itself.

        What is none of those at hand may be one beyond them, which the show looks up.
        """
        state = self.desk.link.state()
        codes = {product.code for product in state.products}
        if not words or words == self._segment.product or words in codes:
            return [words]
        by_slot = [p.code for p in state.products if p.slot and str(p.slot) == words]
        named = by_slot or by_name(words, ((p.name.name, p.code) for p in state.products))
        return named or ([words] if state.products_beyond else [])

    def problems(self) -> Iterable[Problem]:
        typed = self.product.text().strip()
        codes = self._codes(typed)
        if not codes:
            yield self.product_field, say("There is no such product.")
        elif len(codes) > 1:
            yield self.product_field, say("This may mean several products. Say more of the name.")
        elif not typed and self.kind.value is SegmentKind.PRODUCT:
            yield self.product_field, say("Say which product.")
        if len(self.script.toPlainText()) > LONGEST_SCRIPT:
            yield (
                self.script_field,
                say("A script has no more than {n} signs.", n=LONGEST_SCRIPT),
            )

    def save(self) -> None:
        rundown = self.desk.link.state().rundown
        now = next((s for s in rundown.segments if s.id == self._segment.id), self._segment)
        segment = merged(now, self._shown, self._form())
        self.desk.wish("rundown.save_segment", segment=segment, before=self._before)


class RundownDialog(FormDialog):
    """Changes what the rundown is called, and the language of its scripts."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Name and language of the rundown"), desk, parent)
        rundown = desk.link.state().rundown.rundown
        self.section()
        self.name = TextField()
        self.name.setText(rundown.name if rundown else "")
        self._name = self.add(_("Name"), self.name)
        titles = [
            (text.language_name(tag) if tag else _("As the products"), tag) for tag in LANGUAGES
        ]
        self.language = Choice(titles)
        known = rundown.language if rundown else ""
        self.language.choose(known, known)
        self.add(_("Language of the scripts"), self.language, _("Which voice reads them."))
        self.finish()

    def problems(self) -> Iterable[Problem]:
        if not self.name.text().strip():
            yield self._name, say("Give it a name.")

    def save(self) -> None:
        name = " ".join(self.name.text().split())
        self.desk.wish("rundown.name", name=name, language=self.language.value)


class OpenRundownDialog(FileForm):
    """Asks for the file of a rundown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Open rundown")
        field = PathField(_("Choose file"), choose_file(title, _READ))
        files = desk.link.state().rundown.files
        if files:
            field.line.setText(files[0].path)
        help_text = _("One of our own, a table (CSV, TSV) or a text.")
        super().__init__(title, desk, field, help_text, parent)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if not wanted.is_file():
            yield self.refusal

    def save(self) -> None:
        self.desk.wish("rundown.open", rundown=str(self.file()))


class SaveRundownDialog(NewFileForm):
    """Asks where the rundown is to be written."""

    command = "rundown.save"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Save rundown as")
        field = PathField(_("Choose file"), choose_new_file(title, _READ))
        state = desk.link.state().rundown
        name = "".join(c if c.isalnum() or c in " -_" else "-" for c in state.name)[:40].strip()
        place = Path(state.path).parent if state.path else Path.home()
        field.line.setText(str(place / f"{name or 'rundown'}.rundown"))
        help_text = _("Its name says in which form: rundown, csv, tsv or txt.")
        super().__init__(title, desk, field, help_text, parent)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if wanted.suffix.lower() not in _WRITTEN:
            yield say("End its name with rundown, csv, tsv or txt.")
        else:
            yield from super().faults(wanted)
