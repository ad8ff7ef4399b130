"""The colours of the window: light, dark, and with the highest contrast.

Every text stands at least 7:1 against its ground, every focus ring and outline at least 3:1
(WCAG 2.2, 1.4.6 and 1.4.11); the tests measure it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the window, each as `#rrggbb`.

    Attributes:
        window: Ground between the panels.
        surface: Ground of panels and dialogs.
        field: Ground of lists and fields.
        text: Words.
        quiet: Words of second rank.
        line: Outlines of controls.
        edge: Outlines of panels, which only adorn.
        accent: Focus, the current row, the chief button.
        on_accent: Words on it.
        soft: The current row of a list without focus.
        live: Ground of what is on air.
        on_live: Words on it.
        warning: Ground of what needs attention.
        on_warning: Words on it.
        error: Words of an error.
        good: Meter in the usual range.
        high: Meter near full scale.
        over: Meter at full scale.
    """

    is_dark: bool
    window: str
    surface: str
    field: str
    text: str
    quiet: str
    line: str
    edge: str
    accent: str
    on_accent: str
    soft: str
    live: str
    on_live: str
    warning: str
    on_warning: str
    error: str
    good: str
    high: str
    over: str


LIGHT = Theme(
    is_dark=False,
    window="#e6eaf0",
    surface="#ffffff",
    field="#f7f9fc",
    text="#10151c",
    quiet="#28313d",
    line="#76818f",
    edge="#cdd5df",
    accent="#0b4a94",
    on_accent="#ffffff",
    soft="#d5e5f8",
    live="#a3061d",
    on_live="#ffffff",
    warning="#ffdf9e",
    on_warning="#3d2600",
    error="#94061b",
    good="#074d27",
    high="#653800",
    over="#900418",
)

DARK = Theme(
    is_dark=True,
    window="#0c1015",
    surface="#161c24",
    field="#0f141c",
    text="#f2f5f9",
    quiet="#d6dde7",
    line="#77869a",
    edge="#2a3441",
    accent="#8ec5ff",
    on_accent="#06182b",
    soft="#22344a",
    live="#b3001f",
    on_live="#ffffff",
    warning="#ffcf70",
    on_warning="#2b1a00",
    error="#ff9b9b",
    good="#5fe09b",
    high="#ffc14d",
    over="#ffb3b3",
)

CONTRAST = Theme(
    is_dark=True,
    window="#000000",
    surface="#000000",
    field="#000000",
    text="#ffffff",
    quiet="#ffffff",
    line="#ffffff",
    edge="#ffffff",
    accent="#ffff00",
    on_accent="#000000",
    soft="#003355",
    live="#b3001f",
    on_live="#ffffff",
    warning="#ffff00",
    on_warning="#000000",
    error="#ffa0a0",
    good="#00ff80",
    high="#ffd000",
    over="#ffb3b3",
)
