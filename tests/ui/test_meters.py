from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from studio import text
from studio.model.state import Levels
from studio.ui import colours, meters
from tests.ui import heard
from tests.ui.fake_link import loud

SILENCE = float("-inf")


@pytest.mark.parametrize(
    ("level_db", "share"), [(SILENCE, 0.0), (-60.0, 0.0), (-30.0, 0.5), (0.0, 1.0), (3.0, 1.0)]
)
def test_the_scale_begins_at_minus_sixty(level_db: float, share: float):
    assert meters.share(level_db) == pytest.approx(share)


def test_the_peak_is_held_and_then_falls():
    hold = meters.PeakHold()
    assert hold.follow(-6.0, 10.0) == -6.0
    assert hold.follow(-40.0, 11.0) == -6.0
    assert hold.follow(-40.0, 10.0 + meters.HOLD_S + 0.5) == pytest.approx(-16.0)
    assert hold.follow(-3.0, 12.1) == -3.0


def test_numbers_are_written_for_the_eye_and_said_for_the_ear():
    assert meters.decimal(-18.24) == "−18.2"
    assert meters.decimal(SILENCE) == "—"
    assert str(meters.heard(-18.24)) == "minus 18.2"
    assert str(meters.heard(SILENCE)) == "silence"
    text.use("id")
    try:
        assert meters.decimal(-18.24) == "−18,2"
    finally:
        text.use("en")


def test_the_meter_says_its_numbers_when_asked(app: QApplication):
    keep = QWidget()
    meter = meters.ProgramMeter(keep)
    assert heard.interface(meter).role() == heard.Role.Chart
    assert heard.name(meter) == "Loudness silence LUFS, whole show silence, peak silence dB"
    meter.show_levels(loud())
    assert heard.name(meter) == "Loudness minus 18.2 LUFS, whole show minus 19.0, peak minus 6.0 dB"


def _inked(meter: meters.ProgramMeter, colour: str) -> int:
    """How many pixels of the bar have a colour."""
    shown = meter.grab().toImage()
    row = meter.fontMetrics().height() // 2 + 6
    return sum(QColor(shown.pixel(x, row)).name() == colour for x in range(shown.width()))


def test_the_bar_follows_the_level(app: QApplication):
    keep = QWidget()
    meter = meters.ProgramMeter(keep)
    meter.resize(600, 120)
    seen = []
    for peak_db in (SILENCE, -50.0, -20.0, -9.0):
        meter.show_levels(Levels(peak_db=peak_db))
        seen.append(_inked(meter, colours.LIGHT.good))
    assert seen[0] == 0
    assert seen == sorted(set(seen))
    assert _inked(meter, colours.LIGHT.over) == 0
    meter.show_levels(Levels(peak_db=0.0))
    assert _inked(meter, colours.LIGHT.over) > 0
