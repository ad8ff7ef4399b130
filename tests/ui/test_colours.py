from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studio.ui import theme
from studio.ui.colours import CONTRAST, DARK, LIGHT, Theme
from studio.ui.stylesheet import stylesheet
from tests.harness.pixels import luminance, ratio


def _contrast(one: str, other: str) -> float:
    lights = [luminance([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in (one, other)]
    return float(ratio(*lights))


@pytest.fixture(params=[LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def colours(request: pytest.FixtureRequest) -> Theme:
    return request.param


def test_every_text_stands_out_seven_to_one(colours: Theme):
    grounds = (colours.window, colours.surface, colours.field, colours.soft)
    pairs = [(ink, ground) for ink in (colours.text, colours.quiet) for ground in grounds]
    pairs += [(colours.error, ground) for ground in grounds[:3]]
    pairs += [
        (colours.on_accent, colours.accent),
        (colours.on_live, colours.live),
        (colours.on_warning, colours.warning),
        (colours.accent, colours.surface),
    ]
    assert {pair: c for pair in pairs if (c := _contrast(*pair)) < 7.0} == {}


def test_meters_stand_out_like_text(colours: Theme):
    """They lie in rows of text, also in the current one."""
    grounds = (colours.surface, colours.field, colours.soft)
    inks = (colours.good, colours.high, colours.over)
    assert {(i, g): c for i in inks for g in grounds if (c := _contrast(i, g)) < 7.0} == {}


def test_rings_outlines_and_meters_stand_out_three_to_one(colours: Theme):
    grounds = (colours.window, colours.surface, colours.field)
    inks = (colours.accent, colours.line, colours.good, colours.high, colours.over)
    weak = {(i, g): c for i in inks for g in grounds if (c := _contrast(i, g)) < 3.0}
    assert weak == {}


def test_the_systems_contrast_comes_before_its_light():
    more, usual = Qt.ContrastPreference.HighContrast, Qt.ContrastPreference.NoPreference
    assert theme.like(Qt.ColorScheme.Light, more) is CONTRAST
    assert theme.like(Qt.ColorScheme.Dark, more) is CONTRAST
    assert theme.like(Qt.ColorScheme.Dark, usual) is DARK
    assert theme.like(Qt.ColorScheme.Unknown, usual) is LIGHT


def test_no_passing_state_changes_the_font(app: QApplication):
    """Qt finds a control's size without it: the last letters of a bold word would be cut off."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", stylesheet(LIGHT, app.font()))
    passing = [(names.strip(), body) for names, body in rules if re.search(r"(?<!:):(?!:)", names)]
    assert passing
    assert [names for names, body in passing if "font" in body] == []
