"""The words of Qt's own dialogs, in the language in use."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from studio import text
from studio.text import N_, _

_FILES = {
    "&Choose": N_("Choose"),
    "&Delete": N_("Delete"),
    "&Look in:": N_("Look in:"),
    "Look in:": N_("Look in:"),
    "&New Folder": N_("New folder"),
    "&Open": N_("Open"),
    "&Rename": N_("Rename"),
    "&Save": N_("Save"),
    "%1 already exists.\nDo you want to replace it?": N_("%1 is there already. Replace it?"),
    "%1\nFile not found.\nPlease verify the correct file name was given.": N_(
        "%1 does not exist. Check its name."
    ),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": N_(
        "%1 does not exist. Check its name."
    ),
    "All Files (*)": N_("Any file (*)"),
    "Back": N_("Back"),
    "Change to detail view mode": N_("List with sizes and dates"),
    "Change to list view mode": N_("List of names"),
    "Create New Folder": N_("New folder"),
    "Create a New Folder": N_("New folder"),
    "Detail View": N_("List with sizes and dates"),
    "Directories": N_("Folders"),
    "Directory:": N_("Folder:"),
    "File &name:": N_("File name:"),
    "&File name:": N_("File name:"),
    "Files": N_("Files"),
    "Files of &type:": N_("Kind of files:"),
    "Files of type:": N_("Kind of files:"),
    "Forward": N_("Forward"),
    "Go back": N_("Back"),
    "Go forward": N_("Forward"),
    "Go to the parent directory": N_("To the folder above"),
    "List View": N_("List of names"),
    "List of places and bookmarks": N_("Places"),
    "Parent Directory": N_("To the folder above"),
    "Remove": N_("Remove"),
    "Show ": N_("Show "),
    "Show &hidden files": N_("Show hidden files"),
    "Sidebar": N_("Places"),
}
_WORDS = {
    "QFileDialog": _FILES,
    "QFileSystemModel": {
        "Computer": N_("Computer"),
        "Date Modified": N_("Changed"),
        "Name": N_("Name"),
        "Size": N_("Size"),
        "Type": N_("Kind"),
    },
    "QPlatformTheme": {
        "Cancel": N_("Cancel"),
        "OK": N_("OK"),
        "Open": N_("Open"),
        "Save": N_("Save"),
        "&Yes": N_("Yes"),
        "&No": N_("No"),
    },
}
"""By Qt's contexts and English words; Qt has none for Indonesian."""


class QtWords(QTranslator):
    """The studio's own words for what can come to sight of Qt's; Qt's own for the rest."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rest = QTranslator(parent)

    def translate(
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """Qt calls this for each of its words; any thread.

        An empty answer would be shown, so what nobody translates is given back. Keys keep the
        names that stand on them and in the pages of commands.
        """
        words = _WORDS.get(context, {}).get(source_text, "")
        if text.in_use() == "en" or context == "QShortcut":
            return source_text
        if words:
            return _(words)
        return self._rest.translate(context, source_text, disambiguation, n) or source_text

    def follow(self) -> None:
        """Speak the language in use from now on; what is open keeps its words."""
        app = QCoreApplication.instance()
        if app is None:
            return
        app.removeTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._rest.load(f"qtbase_{text.in_use()}", folder)
        app.installTranslator(self)
