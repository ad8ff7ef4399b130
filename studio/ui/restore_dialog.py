"""The backups of everything the studio keeps, to put one of them back."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from studio import text
from studio.model.backup import Backup
from studio.model.message import Number, say
from studio.model.state import ShowState
from studio.text import _
from studio.ui.desk import Desk
from studio.ui.found_dialog import FoundDialog, when_known
from studio.ui.item_model import ItemModel
from studio.ui.rows import Row

_TOPIC = "backup"


class RestoreDialog(FoundDialog[Backup]):
    """Every backup, the newest first. Enter puts one back, after a yes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        acts = (
            lambda: self._put_back(self.list.current),
            lambda: self.desk.wish("studio.backup"),
        )
        super().__init__(desk, ItemModel[Backup](lambda one: one.path.name, _row), acts, parent)
        self._is_known = False
        self._is_busy = False
        self.reword()
        self.list.chosen.connect(self._put_back)
        self.resize(self.sizeHint())
        self.list.setFocus()
        self._look()

    def reword(self) -> None:
        """Say all of it in the language in use; what is current stays."""
        empty = _("There is no backup yet.") if self._is_known else _("Looking for backups …")
        buttons = (_("Put it back"), _("Back up now"), _("Close"))
        self.name(_("Restore a backup"), _("Backups"), empty, buttons)

    def show_state(self, state: ShowState) -> None:
        """Follow the show: once a work is done, there may be another backup."""
        was_busy, self._is_busy = self._is_busy, bool(state.works)
        if was_busy and not self._is_busy:
            self._look()

    def _look(self) -> None:
        when_known(self.desk.link.backups(), self._show, self.desk, self, _TOPIC)

    def _show(self, backups: Sequence[Backup]) -> None:
        self._is_known = True
        self.fill(backups)
        self.reword()

    def _put_back(self, backup: Backup | None) -> None:
        if backup is None:
            self.desk.tell(say("There is no backup yet."), _TOPIC)
        else:
            self.desk.wish("backup.restore", backup=backup)


def _row(backup: Backup) -> Row:
    megabytes = Number(backup.size / 1e6, 1)
    return Row(text.moment(backup.made), (), str(say("{size} megabytes", size=megabytes)))
