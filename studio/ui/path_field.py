"""A path or an address, typed or chosen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from studio.text import _
from studio.ui.button import Button
from studio.ui.fields import TextField


class PathField(QWidget):
    """A line for a path or an address, and a button to choose a file.

    Args:
        browse: Words of the button, translated, which tell what is chosen.
        choose: Asks the user for a path; gives an empty one when cancelled.
    """

    changed = Signal()
    """Another path was typed to its end, or chosen."""

    def __init__(
        self, browse: str, choose: Callable[[QWidget, str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choose = choose
        self.line = TextField(self)
        self.line.editingFinished.connect(self.changed)
        self.button = Button(browse, self)
        self.button.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)

    @property
    def path(self) -> str:
        return self.line.text().strip()

    def choose_by(self, choose: Callable[[QWidget, str], str]) -> None:
        """Ask for a path in another way from now on, as in another language."""
        self._choose = choose

    def _browse(self) -> None:
        if chosen := self._choose(self, self.path):
            self.line.setText(chosen)
            self.changed.emit()


def choose_file(title: str, kinds: str) -> Callable[[QWidget, str], str]:
    """Make a chooser of one file.

    Args:
        title: The dialog's title, translated.
        kinds: Endings such as `*.mp4 *.mkv`; any other file can be chosen too.
    """

    def choose(parent: QWidget, before: str) -> str:
        any_file = _("Any file")
        filters = f"{title} ({kinds});;{any_file} (*)"
        folder = str(Path(before).parent) if before and "://" not in before else ""
        return QFileDialog.getOpenFileName(parent, title, folder, filters)[0]

    return choose


def choose_new_file(title: str, kinds: str) -> Callable[[QWidget, str], str]:
    """Make a chooser of a file to be written; of one that is there it asks whether to replace it.

    Args:
        title: The dialog's title, translated.
        kinds: Endings such as `*.json`.
    """

    def choose(parent: QWidget, before: str) -> str:
        return QFileDialog.getSaveFileName(parent, title, before, f"{title} ({kinds})")[0]

    return choose


def choose_folder(title: str) -> Callable[[QWidget, str], str]:
    def choose(parent: QWidget, before: str) -> str:
        return QFileDialog.getExistingDirectory(parent, title, before)

    return choose
