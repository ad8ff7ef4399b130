"""How many people are watching, until the studio is told by itself."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from studio.text import _
from studio.ui.desk import Desk
from studio.ui.fields import NumberField
from studio.ui.form import FormDialog, Problem

_MOST = 100_000_000


class ViewersDialog(FormDialog):
    """Asks for the number; saving wishes for `viewers.note`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Note viewers"), desk, parent)
        self.section()
        self.count = NumberField(0, _MOST, _("viewers"))
        self.count.setValue(desk.link.state().sales.most_viewers or 0)
        self.add(
            _("Watching now"), self.count, _("As the service shows it. The highest number stays.")
        )
        self.finish()

    def problems(self) -> Iterable[Problem]:
        return ()

    def save(self) -> None:
        self.desk.wish("viewers.note", count=round(self.count.value()))
