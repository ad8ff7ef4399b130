"""Fonts for a language, of those that the machine has."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

# The same Chinese character is written differently in China, Taiwan, Japan and Korea. Each list
# holds Debian's font first, then Windows' and macOS' own.
_HAN = {
    "zh": ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei UI", "PingFang SC"),
    "zh-hant": ("Noto Sans CJK TC", "Noto Sans TC", "Microsoft JhengHei UI", "PingFang TC"),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic UI", "Hiragino Sans"),
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo"),
}
_OTHERS = ("Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans", "Noto Color Emoji")


def font(language: str, pixels: float, *, bold: bool = False) -> QFont:
    """Make a font that looks the same on every machine that has it.

    Args:
        language: A BCP 47 tag; it chooses among the ways to write a Chinese character.
        pixels: Height of the em square.
        bold: A heavy weight in place of the regular one.
    """
    chosen = QFont()
    chosen.setFamilies(list(_families(_han(language))))
    chosen.setPixelSize(max(1, round(pixels)))
    chosen.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    chosen.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Coloured fringes are for one kind of screen; viewers have all kinds.
    chosen.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return chosen


def _han(language: str) -> str:
    parts = language.lower().replace("_", "-").split("-")
    if parts[0] == "zh" and {"hant", "tw", "hk", "mo"} & set(parts):
        return "zh-hant"
    return parts[0] if parts[0] in _HAN else "zh"


@cache
def _families(han: str) -> tuple[str, ...]:
    # Names that the machine lacks are left out: Qt would search for them, slowly and aloud.
    known = set(QFontDatabase.families())
    wanted = [*_HAN[han], *_HAN["zh"], *_OTHERS]
    return tuple(dict.fromkeys(name for name in wanted if name in known))
