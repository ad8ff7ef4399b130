"""Which file or folder a speech model comes from."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.model.message import Message, say
from studio.model.speech_model import OFFERS, language_of
from studio.text import _, language_name
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.file_form import FileForm
from studio.ui.path_field import PathField, choose_file, choose_folder


class BringModelDialog(FileForm):
    """Asks for a speech model on a stick: a zip file, or the folder that was unpacked from it."""

    command = "voice.bring_model"
    refusal = say("Choose a zip file or a folder that is there.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _("Bring a speech model")
        field = PathField(_("Choose file"), choose_file(title, "*.zip"))
        help_text = _("A model for Vosk, as a zip file or a folder, such as on a stick.")
        super().__init__(title, desk, field, help_text, parent)

    def build(self) -> None:
        self.language = Choice([(language_name(one.language), one.language) for one in OFFERS])
        wanted = language_of(self.desk.link.state().settings)
        if wanted in {offer.language for offer in OFFERS}:
            self.language.choose(wanted)
        self.add(_("Language"), self.language, _("Which language it hears."))
        self.add_button(_("Choose folder"), self._choose_folder)

    def faults(self, wanted: Path) -> Iterable[Message]:
        if not self.path.path or not (wanted.is_file() or wanted.is_dir()):
            yield self.refusal

    def save(self) -> None:
        self.desk.wish(self.command, path=str(self.file()), language=self.language.value)

    def _choose_folder(self) -> None:
        if chosen := choose_folder(_("Bring a speech model"))(self, self.path.path):
            self.path.line.setText(chosen)
