"""Asks for the passphrase of the file that keeps the stream keys."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from studio.model.message import say
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.fields import KeyField
from studio.ui.form import Field, FormDialog, Problem


class PassphraseDialog(FormDialog):
    """Only where the system has no keyring of its own.

    Args:
        is_new: It is made now, so it is typed twice: nobody sees what they type.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, is_new: bool = False) -> None:
        title = (
            _("New passphrase of the stream keys") if is_new else _("Passphrase of the stream keys")
        )
        accept = _("Save") if is_new else _("Unlock")
        super().__init__(title, desk, parent, accept=accept)
        self.section()
        self.phrase = KeyField()
        self.phrase_field = self.add(
            _("Passphrase"),
            self.phrase,
            _("This computer has no keyring, so your stream keys are kept in a locked file."),
        )
        self.again = KeyField()
        self.again_field: Field | None = None
        if is_new:
            self.again_field = self.add(
                _("The same once more"),
                self.again,
                _("Whoever forgets it has to enter every stream key anew."),
            )
        self.columns.addStretch(1)
        self.finish()

    def problems(self) -> Iterable[Problem]:
        if not self.phrase.text():
            yield self.phrase_field, say("Enter the passphrase, or cancel.")
        elif self.again_field and self.again.text() != self.phrase.text():
            yield self.again_field, say("The two are not the same.")

    def save(self) -> None:
        """Nothing to wish for; whoever opened the dialog takes the phrase."""
