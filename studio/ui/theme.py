"""The window's look: Fusion in our own colours and the size of text, as the person chose.

Where nothing was chosen both are the system's.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from studio.ui.colours import CONTRAST, DARK, LIGHT, Theme
from studio.ui.stylesheet import stylesheet

_HAN = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
_THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


@dataclass
class _Look:
    """What the application wears; the window's thread.

    Attributes:
        name: The theme that was chosen; empty for the system's.
        percent: Size of the text against the system's.
        theme: The colours in use.
        base: The system's font.
    """

    name: str = ""
    percent: int = 100
    theme: Theme = LIGHT
    base: QFont | None = None


_look = _Look()


def current() -> Theme:
    """The colours in use; the window's thread."""
    return _look.theme


def of_system() -> Theme:
    hints = QGuiApplication.styleHints()
    return like(hints.colorScheme(), hints.accessibility().contrastPreference())


def like(scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> Theme:
    """The theme for what the system was asked for."""
    if contrast is Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def choose(app: QApplication, name: str, percent: int) -> bool:
    """Use a theme (empty for the system's) and a size of text; tells whether that is new."""
    if (name, percent) == (_look.name, _look.percent):
        return False
    is_resized = percent != _look.percent
    _look.name, _look.percent = name, percent
    if is_resized:
        choose_font(app)
    dress(app)
    return True


def dress(app: QApplication, theme: Theme | None = None) -> Theme:
    """Give every window of the application its look.

    To be called again when the system's colours or the application's font change. Takes about
    2 ms before there are windows.
    """
    theme = theme or _THEMES.get(_look.name) or of_system()
    if app.style().objectName() != "fusion" and not app.styleSheet():
        app.setStyle(QStyleFactory.create("Fusion"))
    _look.theme = theme
    app.setPalette(_palette(theme))
    sheet = stylesheet(theme, app.font())
    if sheet != app.styleSheet():
        app.setStyleSheet(sheet)
    return theme


def choose_font(app: QApplication) -> None:
    """Use the system's font in the chosen size.

    Chinese is written in the forms of Chinese, where the system would take Japanese ones.
    """
    _look.base = base = _look.base or QFont(app.font())
    font = QFont(base)
    if font.pointSizeF() > 0:
        font.setPointSizeF(base.pointSizeF() * _look.percent / 100)
    else:
        font.setPixelSize(round(base.pixelSize() * _look.percent / 100))
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
