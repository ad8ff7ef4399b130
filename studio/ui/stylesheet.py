"""The style sheet of the window; every length follows the application's font."""

import math

from PySide6.QtGui import QFont, QFontMetricsF

from studio.ui.colours import Theme

TARGET = 44
"""Least height and width of what is pressed, in logical pixels (WCAG 2.2, 2.5.5)."""

RING = 3
"""Width of the focus ring in logical pixels."""


def stylesheet(theme: Theme, font: QFont) -> str:
    """Write the style sheet for a theme and font.

    What can have the focus keeps its size when the ring comes: a ring is as wide as the outline
    and the padding it replaces.
    """
    em = QFontMetricsF(font).height()
    target = max(TARGET, round(em * 2.6))
    pad, wide = max(6, round(em * 0.4)), max(10, round(em * 0.7))
    round_, ring, thin = max(6, round(em * 0.4)), RING, 1
    inner, inner_wide = pad - ring + thin, wide - ring + thin
    box, tall = round(em * 1.25), max(pad, math.ceil((TARGET - em) / 2))

    def size(factor: float) -> str:
        if font.pointSizeF() > 0:
            return f"font-size: {font.pointSizeF() * factor:.1f}pt;"
        return f"font-size: {font.pixelSize() * factor:.0f}px;"

    return f"""
QMainWindow, #ground {{ background: {theme.window}; }}
QDialog, QMessageBox {{ background: {theme.surface}; }}
QScrollArea, QScrollArea > QWidget > QWidget#form {{ background: {theme.surface}; border: none; }}
QScrollArea#reach, QWidget#ground {{ background: {theme.window}; border: none; }}

QGroupBox {{
    background: {theme.surface}; border: {thin}px solid {theme.edge};
    border-radius: {round_ + 4}px; margin: 0; padding: 0;
}}
QLabel {{ background: transparent; }}
QLabel#help {{ color: {theme.quiet}; }}
QLabel#heading {{ {size(1.15)} font-weight: bold; }}
QLabel#error {{ color: {theme.error}; font-weight: bold; }}
QLabel#message {{
    {size(1.1)}
    background: {theme.surface}; border: {thin}px solid {theme.edge};
    border-radius: {round_}px; padding: {pad}px {wide}px;
}}

StateLine {{ {size(1.35)} font-weight: bold; }}

QPushButton {{
    background: {theme.field}; color: {theme.text};
    border: {thin}px solid {theme.line}; border-radius: {round_}px;
    padding: {pad}px {wide}px; min-height: {target - 2 * pad - 2 * thin}px;
    min-width: {target - 2 * wide - 2 * thin}px; outline: none;
}}
QPushButton:hover {{ background: {theme.soft}; }}
QPushButton:pressed {{ background: {theme.accent}; color: {theme.on_accent}; }}
QPushButton[tone="chief"] {{
    background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
    font-weight: bold;
}}
QPushButton[tone="chief"]:focus {{
    background: {theme.surface}; color: {theme.accent};
}}
QPushButton:focus {{
    border: {ring}px solid {theme.accent}; padding: {inner}px {inner_wide}px;
}}

QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {{
    background: {theme.field}; color: {theme.text};
    border: {thin}px solid {theme.line}; border-radius: {round_}px;
    padding: {pad}px {wide}px; min-height: {target - 2 * pad - 2 * thin}px;
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
}}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"],
QAbstractSpinBox[wrong="true"] {{
    border-color: {theme.error}; border-style: dashed;
}}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {{
    border: {ring}px solid {theme.accent}; padding: {inner}px {inner_wide}px;
}}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{
    border: none; padding: 0; min-height: 0; background: transparent;
}}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    width: 0; height: 0; border: none; subcontrol-origin: border;
}}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: none; width: {box}px; }}
QComboBox QAbstractItemView {{
    background: {theme.field}; color: {theme.text}; border: {thin}px solid {theme.line};
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
    outline: none;
}}
QComboBox QAbstractItemView::item {{ min-height: {target}px; padding: 0 {pad}px; }}

QListView {{
    background: {theme.field}; color: {theme.text};
    border: {ring}px solid {theme.field}; border-radius: {round_}px; outline: none;
}}
QListView:focus {{ border-color: {theme.accent}; }}

QProgressBar {{
    background: {theme.field}; border: {thin}px solid {theme.line};
    border-radius: {round_}px; min-height: {box}px; max-height: {box}px;
}}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: {round_ - 1}px; }}

QMenuBar {{ background: {theme.window}; color: {theme.text}; padding: 2px; }}
QMenuBar::item {{
    padding: {tall}px {wide}px; border-radius: {round_}px; background: transparent;
}}
QMenuBar::item:selected, QMenuBar::item:pressed {{
    background: {theme.accent}; color: {theme.on_accent};
}}
QMenu {{
    background: {theme.surface}; color: {theme.text};
    border: {thin}px solid {theme.line}; padding: {pad}px;
}}
QMenu::item {{ padding: {tall}px {2 * wide}px; border-radius: {round_}px; }}
QMenu::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}
QMenu::separator {{ height: {thin}px; background: {theme.edge}; margin: {pad}px; }}

QScrollBar:vertical {{ background: transparent; width: {round(em)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {round(em)}px; margin: 0; }}
QScrollBar::handle {{
    background: {theme.line}; border-radius: {round(em / 4)}px; margin: {round(em / 4)}px;
    min-height: {box}px; min-width: {box}px;
}}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{
    background: {theme.surface}; color: {theme.text}; border: {thin}px solid {theme.line};
    padding: {pad}px;
}}
"""
