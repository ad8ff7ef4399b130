"""The window's look: Fusion in our own colours, light or dark after the system's choice."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from studio.ui.colours import DARK, LIGHT, Theme
from studio.ui.stylesheet import stylesheet

_HAN = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
_dressed: dict[str, Theme] = {}


def current() -> Theme:
    """The colours in use; the window's thread."""
    return _dressed.get("theme", LIGHT)


def of_system() -> Theme:
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def dress(app: QApplication, theme: Theme | None = None) -> Theme:
    """Give every window of the application its look; the system's choice unless one is named.

    To be called again when the system's colours or the application's font change. Takes about
    2 ms before there are windows.
    """
    theme = theme or of_system()
    if app.style().objectName() != "fusion" and not app.styleSheet():
        app.setStyle(QStyleFactory.create("Fusion"))
    _dressed["theme"] = theme
    app.setPalette(_palette(theme))
    sheet = stylesheet(theme, app.font())
    if sheet != app.styleSheet():
        app.setStyleSheet(sheet)
    return theme


def choose_font(app: QApplication) -> None:
    """Have Chinese written in the forms of Chinese, where the system would take Japanese ones."""
    font = QFont(app.font())
    # The family itself: Qt passes over a name such as "Sans Serif" when another one follows.
    family = QFontInfo(font).family()
    font.setFamilies([*_HAN, family] if "CJK JP" in family else [family, *_HAN])
    app.setFont(font)


def scaled(factor: float, *, bold: bool = False) -> QFont:
    """The application's font in another size, which keeps following the user's own size."""
    font = QFont(QApplication.font())
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:
        font.setPixelSize(round(font.pixelSize() * factor))
    font.setBold(bold)
    return font


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.surface,
        role.Text: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_live,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.text,
        role.Light: theme.edge,
        role.Midlight: theme.edge,
        role.Mid: theme.line,
        role.Dark: theme.line,
    }
    palette = QPalette()
    for one, colour in colours.items():
        palette.setColor(one, QColor(colour))
    return palette
