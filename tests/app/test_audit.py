"""The auditor looks at the real window in every size of text, language and theme.

The whole matrix, with every dialog and with keys through every control, is `make audit`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import NO_SOUND, WindowStudio, arrangement, furnish
from tests.harness.screenreader import Lab

LANGUAGES = ("en", "zh_CN", "id")
THEMES = ("light", "dark", "contrast")
ZOOMS = (100, 200)
PAIRS = [
    (ZOOMS[(row + column) % 2], language, theme)
    for (row, language), (column, theme) in itertools.product(
        enumerate(LANGUAGES), enumerate(THEMES)
    )
]
"""Every two of them meet: nine instead of eighteen."""
ALL = list(itertools.product((100, 200, 400), LANGUAGES, THEMES))

DIALOGS = {"": "", "settings": "ctrl+comma", "palette": "ctrl+shift+p", "keys": "ctrl+shift+F1"}


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(orca=False) as lab:
        yield lab


@pytest.fixture
def studio(lab, tmp_path, request) -> Iterator[WindowStudio]:
    zoom, language, theme = request.param
    data = tmp_path / "data"
    furnish(
        data,
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)], [SoundSource("Hum", SoundKind.TONE)]
        ),
        text_percent=zoom,
        language=language,
        theme=theme,
    )
    with WindowStudio(lab, data, NO_SOUND) as studio:
        lab.settle(2.0)
        yield studio
        assert studio.terminate() == 0


def _errors(report: dict) -> list[str]:
    return [
        f"{found['rule']}: {found['role']} {found['name']!r} {found['detail']}"
        for found in report["findings"]
        if found["severity"] in {"error", "warning"}
    ]


def _look(studio: WindowStudio, dialog: str, *options: str) -> list[str]:
    lab = studio.lab
    main = lab.active_title()
    if dialog:
        lab.press(DIALOGS[dialog])
        lab.settle(1.5)
        assert lab.active_title() != main
    title = lab.active_title()
    report = lab.audit("^Earshot", "--window", f"^{title}$", "--strict", *options)
    if dialog:
        lab.press("Escape")
        lab.settle(0.5)
    assert report["controls"] > 0
    return [f"{dialog or 'window'}: {error}" for error in _errors(report)]


@pytest.mark.parametrize("studio", PAIRS, indirect=True, ids=lambda p: "-".join(map(str, p)))
def test_nothing_is_wrong_in_any_look(studio):
    assert _look(studio, "", "--no-keys") + _look(studio, "settings", "--no-keys") == []


@pytest.mark.soak
@pytest.mark.parametrize("studio", ALL, indirect=True, ids=lambda p: "-".join(map(str, p)))
def test_nothing_is_wrong_anywhere(studio):
    assert [error for dialog in DIALOGS for error in _look(studio, dialog)] == []
