"""Asks for the passphrase of the file that keeps the stream keys."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from studio.model.message import say
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.fields import KeyField
from studio.ui.form import FormDialog, Problem


class PassphraseDialog(FormDialog):
    """Only where the system has no keyring of its own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Passphrase of the stream keys"), desk, parent, accept=_("Unlock"))
        self.section()
        self.phrase = KeyField()
        self.phrase_field = self.add(
            _("Passphrase"),
            self.phrase,
            _("This computer has no keyring, so your stream keys are kept in a locked file."),
        )
        self.columns.addStretch(1)
        self.finish()

    def problems(self) -> Iterable[Problem]:
        if not self.phrase.text():
            yield self.phrase_field, say("Enter the passphrase, or cancel.")

    def save(self) -> None:
        """Nothing to wish for; whoever opened the dialog takes the phrase."""
