"""The rundown in the window: its panel, its dialogs, and the script in large letters."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.model.announcement import Announcement
from studio.model.rundown import Rundown, RundownFile, RundownState, Segment, SegmentKind
from studio.ui import status
from studio.ui.main_window import MainWindow
from studio.ui.rundown_dialogs import (
    OpenRundownDialog,
    RundownDialog,
    SaveRundownDialog,
    SegmentDialog,
)
from studio.ui.rundown_panel import ScriptView
from tests.ui import heard
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink, a_studio

HELLO = Segment(SegmentKind.GREETING, minutes=3, script="Good evening! Sit down.", id="hello")
SCARF = Segment(SegmentKind.PRODUCT, product="demo-2", minutes=2.5, id="scarf")
GONE = Segment(SegmentKind.PRODUCT, product="x-9", id="gone")
EVENING = Rundown("Evening", (HELLO, SCARF, GONE), "en")
CONTROL = Qt.KeyboardModifier.ControlModifier


def running(place: int, since_s: float = 0.0, line: int = -1) -> RundownState:
    return RundownState(EVENING, place=place, began=time.monotonic() - since_s, line=line)


@pytest.fixture
def panel(window: MainWindow, link: FakeLink, settle: Settle):
    link.change(rundown=running(1))
    settle(lambda: len(window.rundown.model.items) == 3)
    window.rundown.entry.setFocus()
    return window.rundown


def rows(window: MainWindow) -> list[str]:
    return [window.rundown.model.describe(s).words for s in window.rundown.model.items]


# ---------------------------------------------------------------- the panel


def test_segments_say_where_the_show_is_and_what_is_missing(window, panel, link, settle):
    assert rows(window) == [
        "1. Greeting, Greeting, 3 minutes",
        "2. Wool scarf, now, Product, 2 minutes 30 seconds",
        "3. x-9, not in the catalogue, Product",
    ]
    items = [h.name for h in heard.tree(window) if h.role == heard.Role.ListItem]
    assert "2. Wool scarf, now, Product, 2 minutes 30 seconds" in items
    link.change(rundown=running(0))
    settle(lambda: ", now" in rows(window)[0])
    assert ", now" not in rows(window)[1]


def test_keys_work_the_list(panel, link, settle):
    panel.list.select("scarf")
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_Up, CONTROL)
    QTest.keyClick(panel.list, Qt.Key.Key_Down, CONTROL)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert [(command, values) for command, _, values in link.wishes] == [
        ("rundown.jump", {"segment": "scarf"}),
        ("rundown.move_up", {"segment": "scarf"}),
        ("rundown.move_down", {"segment": "scarf"}),
        ("rundown.remove", {"segment": "scarf"}),
    ]


@pytest.mark.parametrize(
    ("key", "modifiers", "command"),
    [
        (Qt.Key.Key_PageDown, CONTROL, "rundown.next"),
        (Qt.Key.Key_PageUp, CONTROL, "rundown.previous"),
        (Qt.Key.Key_PageUp, CONTROL | Qt.KeyboardModifier.ShiftModifier, "prompt.previous"),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "prompt.next"),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier, "prompt.again"),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "prompt.facts"),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier, "rundown.where"),
        (Qt.Key.Key_F9, CONTROL, "prompt.toggle"),
        (Qt.Key.Key_8, CONTROL, "rundown.left"),
        (Qt.Key.Key_S, CONTROL, "rundown.save"),
    ],
)
def test_keys_reach_the_show_from_the_list_and_from_any_dialog(
    window, panel, link, settle, key, modifiers, command
):
    QTest.keyClick(panel.list, key, modifiers)
    window.edit_segment(HELLO)
    settle(lambda: isinstance(QApplication.activeWindow(), SegmentDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, SegmentDialog)
    QTest.keyClick(dialog.kind, key, modifiers)
    assert [wish[0] for wish in link.wishes] == [command, command]
    dialog.reject()


def test_the_line_stands_there_in_large_letters(window, panel, link, settle):
    view = panel.script
    assert view.isVisible()
    link.change(rundown=running(0, 61))
    settle(lambda: view.line() == "Good evening!")
    assert re.fullmatch(
        r"1 minute 5\d seconds left, 4 minutes in the show Good evening!", view.words()
    )
    link.change(rundown=running(0, 200, line=1))
    settle(lambda: view.line() == "Sit down.")
    assert "Over time by 20 seconds" in view.time_line()
    ordinary = QFontMetrics(window.font()).height()
    drawn = view.grab().toImage()
    ink = [y for y in range(drawn.height()) if _is_inked(drawn, y)]
    assert view.height() >= 2.4 * ordinary
    assert ink, "something is drawn"
    link.change(rundown=RundownState(EVENING))
    settle(lambda: not view.isVisible())


def _is_inked(image, y: int) -> bool:
    return len({image.pixel(x, y) for x in range(image.width())}) > 1


def test_a_long_line_has_room_on_as_many_lines_as_it_takes(window, panel, link, settle):
    long = replace(HELLO, script="Good evening to all of you out there " * 3)
    link.change(rundown=running(0))
    settle(lambda: panel.script.line() == "Good evening!")
    before = panel.script.minimumHeight()
    link.change(rundown=replace(running(0), rundown=EVENING.with_segment(long)))
    settle(lambda: panel.script.minimumHeight() > 1.5 * before)


def test_the_state_line_names_the_segment():
    state = a_studio(rundown=running(1))
    assert status.state_line(state) == "Off air, 2 of 3 Wool scarf, Kitchen"


# ---------------------------------------------------------------- a segment


@pytest.fixture
def edit(window: MainWindow, link: FakeLink, settle: Settle):
    def open_it(segment: Segment | None) -> SegmentDialog:
        link.change(rundown=RundownState(EVENING))
        settle(lambda: len(window.rundown.model.items) == 3)
        window.edit_segment(segment)
        settle(lambda: isinstance(QApplication.activeWindow(), SegmentDialog))
        dialog = QApplication.activeWindow()
        assert isinstance(dialog, SegmentDialog)
        return dialog

    return open_it


@pytest.mark.parametrize("segment", EVENING.segments, ids=lambda s: s.id)
def test_a_segment_comes_out_as_it_went_in(edit, link, segment):
    QTest.keyClick(edit(segment), Qt.Key.Key_Return)
    assert link.wishes == [("rundown.save_segment", "window", {"segment": segment, "before": ""})]


def test_a_new_segment_goes_behind_the_current_one_with_a_product_by_its_number(
    window, edit, link, settle
):
    link.change(rundown=RundownState(EVENING))
    settle(lambda: len(window.rundown.model.items) == 3)
    window.rundown.list.select("hello")
    dialog = edit(None)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.product
    assert dialog.isVisible()
    dialog.product.setText("chop")
    dialog.minutes.setValue(4)
    dialog.script.setPlainText("Ten pairs.\n")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    ((_, _, values),) = link.wishes
    assert values["before"] == "scarf"
    made = values["segment"]
    assert made == Segment(SegmentKind.PRODUCT, "", "demo-4", 4.0, "Ten pairs.", id=made.id)


@pytest.mark.parametrize("words", ["no such thing", "o"])
def test_a_product_that_is_none_or_several_keeps_the_dialog_open(edit, link, words):
    dialog = edit(SCARF)
    dialog.product.setText(words)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.product
    assert link.wishes == []


def test_what_changed_meanwhile_stays(edit, link):
    dialog = edit(HELLO)
    dialog.minutes.setValue(7)
    link.change(rundown=RundownState(EVENING.with_segment(replace(HELLO, script="Other."))))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    ((_, _, values),) = link.wishes
    assert values["segment"] == replace(HELLO, minutes=7, script="Other.")


# ---------------------------------------------------------------- files and the name


def _open(window: MainWindow, settle: Settle, kind: type, opening) -> object:
    opening()
    settle(lambda: isinstance(QApplication.activeWindow(), kind))
    return QApplication.activeWindow()


def test_a_file_is_opened_from_anywhere(window, link, settle, tmp_path: Path):
    link.change(rundown=RundownState(files=(RundownFile("Evening", "/r/Evening.rundown"),)))
    dialog = _open(window, settle, OpenRundownDialog, window.open_rundown)
    assert isinstance(dialog, OpenRundownDialog)
    assert dialog.path.path == "/r/Evening.rundown"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible(), "it is not there"
    file = tmp_path / "plan.csv"
    file.write_text("kind\nbreak\n")
    dialog.path.line.setText(str(file))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert link.wishes == [("rundown.open", "window", {"rundown": str(file)})]


def test_it_is_saved_anywhere_and_over_a_file_only_when_wished_twice(
    window, link, settle, tmp_path: Path
):
    link.change(rundown=RundownState(EVENING, path=str(tmp_path / "x.rundown")))
    dialog = _open(window, settle, SaveRundownDialog, window.save_rundown)
    assert isinstance(dialog, SaveRundownDialog)
    file = tmp_path / "Evening.rundown"
    assert dialog.path.path == str(file)
    dialog.path.line.setText(str(tmp_path / "Evening.doc"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    file.write_text("{}")
    dialog.path.line.setText(str(file))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert link.wishes == []
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert link.wishes == [("rundown.save", "window", {"path": str(file)})]


def test_the_rundown_has_a_name_and_a_language(window, link, settle):
    link.change(rundown=RundownState(EVENING))
    dialog = _open(window, settle, RundownDialog, window.name_rundown)
    assert isinstance(dialog, RundownDialog)
    dialog.name.setText(" ")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.name.setText("Friday  night")
    dialog.language.choose("zh")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert link.wishes == [("rundown.name", "window", {"name": "Friday night", "language": "zh"})]


def test_without_a_rundown_there_is_nothing_to_name_or_save(
    window: MainWindow, said: list[Announcement]
):
    window.name_rundown()
    window.save_rundown()
    assert [one.text for one in said] == [
        "No rundown is open. Open one, or make one with “new rundown”."
    ] * 2


def test_the_view_alone_says_nothing_where_nothing_runs(window: MainWindow):
    assert ScriptView(window).line() == ""
