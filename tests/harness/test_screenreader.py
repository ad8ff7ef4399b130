"""The screen reader lab is sound: a real Orca speaks about a real window, upon real keys."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.harness.screenreader import Lab

_WINDOW = """
    import sys
    from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

    app = QApplication(sys.argv)
    app.setApplicationName("Lab sample")
    window = QWidget()
    window.setWindowTitle("Lab sample")
    layout = QVBoxLayout(window)
    for name in ("Go live", "Mute", ""):
        button = QPushButton(name)
        button.setCheckable(name == "Mute")
        button.setMinimumSize(300, 60)
        layout.addWidget(button)
    window.show()
    sys.exit(app.exec())
"""


@pytest.fixture
def sample(tmp_path) -> list[str | Path]:
    path = tmp_path / "sample.py"
    path.write_text(textwrap.dedent(_WINDOW), encoding="utf-8")
    return [sys.executable, path]


def test_orca_speaks_upon_keys(sample, tmp_path):
    with Lab() as lab:
        lab.start_app(sample, window="^Lab sample")
        assert "Go live" in lab.words(lab.said())
        assert "Mute" in lab.words(lab.key("Tab"))
        said = lab.key("space")
        assert lab.words(said) == "checked"
        assert all(each.is_by_orca for each in said)
        assert lab.active_title() == "Lab sample"
        screen = cv2.imread(str(lab.screenshot(tmp_path / "screen.png")))
        folder = lab.folder
    assert np.asarray(screen).shape == (900, 1366, 3)
    assert np.asarray(screen).std() > 5
    assert not folder.exists()


def test_the_audit_finds_a_button_without_a_name(sample):
    with Lab(orca=False) as lab:
        lab.start_app(sample, window="^Lab sample")
        assert not lab.said()
        assert "'Go live'" in lab.tree("Lab sample")
        report = lab.audit("Lab sample")
    assert report["counts"]["name-missing"] == 1
    assert report["controls"] == report["tab_stops"] == 3
    assert report["contrast_measured"] >= 2
    assert "unreached" not in report["counts"]
