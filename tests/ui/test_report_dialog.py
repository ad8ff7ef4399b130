"""Past shows, their charts and tables, and the backups, in dialogs made for the ear."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from studio.model.backup import Backup
from studio.model.message import say
from studio.model.record import ShowRecord
from studio.model.state import SHOW_PAGE
from studio.model.work import Work
from studio.ui import theme
from studio.ui.chart import ChartPicture
from studio.ui.main_window import MainWindow
from studio.ui.report_dialog import ChartDialog, ReportsDialog, SaveTableDialog
from studio.ui.restore_dialog import RestoreDialog
from tests.report.shows import BEFORE, EMPTY, REHEARSAL, SHOW
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import FakeLink

D = TypeVar("D", bound=QDialog)


def opened(kind: type[D], settle: Settle) -> D:
    settle(lambda: isinstance(QApplication.activeWindow(), kind))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, kind)
    return dialog


def press(dialog: QDialog, name: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == name).click()


def words(dialog) -> list[str]:
    model = dialog.list.model()
    return [model.index(n, 0).data() for n in range(model.rowCount())]


@pytest.fixture
def shows(window: MainWindow, link: FakeLink, settle: Settle) -> ReportsDialog:
    broken = replace(EMPTY, id="broken", is_broken=True)
    running = replace(EMPTY, id="running", ended=None)
    link.records = [
        ShowRecord(SHOW, BEFORE),
        ShowRecord(REHEARSAL),
        ShowRecord(broken),
        ShowRecord(running),
    ]
    link.window("report.list")
    dialog = opened(ReportsDialog, settle)
    settle(lambda: bool(dialog.list.model().rowCount()))
    return dialog


def test_every_show_stands_there_with_what_it_was(shows: ReportsDialog):
    when = SHOW.began.astimezone().strftime("November 29, 2026 %H:%M")
    assert words(shows) == [
        f"{when}, 1 hour 20 minutes, 翁宁, 抖音, Shop",
        f"{when}, rehearsal, 1 hour 20 minutes, 翁宁",
        f"{when}, broke off, 30 seconds",
        f"{when}, not over yet",
    ]
    assert heard.name(shows.list) == "Shows"
    assert QApplication.focusWidget() is shows.list


def test_enter_space_and_buttons_act_on_the_current_one(shows: ReportsDialog, link: FakeLink):
    QTest.keyClick(shows.list, Qt.Key.Key_Return)
    QTest.keyClick(shows.list, Qt.Key.Key_Down)
    QTest.keyClick(shows.list, Qt.Key.Key_Space)
    press(shows, "Hear the report")
    press(shows, "Open the page")
    assert link.wishes == [
        ("report.hear", "window", {"session": "5e55-a"}),
        ("report.hear", "window", {"session": "5e55-d"}),
        ("report.hear", "window", {"session": "5e55-d"}),
        ("report.open", "window", {"session": "5e55-d"}),
    ]


def test_where_nothing_was_kept_that_is_said(
    window: MainWindow, link: FakeLink, settle: Settle, said
):
    link.window("report.list")
    dialog = opened(ReportsDialog, settle)
    settle(
        lambda: "No show was kept yet." in heard.description(dialog.list) + heard.name(dialog.list)
    )
    for button in ("Hear the report", "Open the page", "Charts", "Save a table"):
        press(dialog, button)
    assert [one.text for one in said] == ["No show was kept yet."] * 4
    assert link.wishes == []


def test_the_list_is_told_in_the_language_in_use(
    shows: ReportsDialog, window: MainWindow, link: FakeLink, settle: Settle
):
    shows.list.go_to(1)
    speak("id", window, link, settle)
    assert "29 November 2026" in words(shows)[0]
    assert "1 jam 20 menit" in words(shows)[0]
    assert shows.list.current == REHEARSAL


def test_a_table_is_saved_from_the_list(
    shows: ReportsDialog, link: FakeLink, settle: Settle, tmp_path: Path
):
    press(shows, "Save a table")
    dialog = opened(SaveTableDialog, settle)
    assert dialog.path.path.endswith("earshot 2026-11-29.csv")
    dialog.path.line.setText(str(tmp_path / "showings.csv"))
    dialog.kind.choose("showings.csv")
    QTest.keyClick(dialog.path.line, Qt.Key.Key_Return)
    wanted = {
        "session": "5e55-a",
        "path": str(tmp_path / "showings.csv"),
        "kind": "showings.csv",
    }
    settle(lambda: link.wishes == [("report.save", "window", wanted)])


@pytest.fixture
def chart(window: MainWindow, link: FakeLink, settle: Settle) -> ChartDialog:
    link.records = [ShowRecord(SHOW, BEFORE)]
    link.window("report.chart")
    return opened(ChartDialog, settle)


def test_each_step_of_a_chart_is_a_row_that_is_walked_through(chart: ChartDialog):
    assert QApplication.focusWidget() is chart.list
    assert words(chart)[0] == "After 3 minutes: 1 order, ¥25.80; ¥25.80 so far; without a card"
    QTest.keyClick(chart.list, Qt.Key.Key_Down)
    assert chart.list.currentIndex().data() == (
        "After 6 minutes: nothing more; ¥25.80 so far; 1. Wool scarf"
    )
    QTest.keyClick(chart.list, Qt.Key.Key_End)
    assert chart.list.currentIndex().data().startswith("After 1 hour 20 minutes:")


def test_the_picture_tells_readers_what_the_eye_sees(chart: ChartDialog):
    assert heard.interface(chart.picture).role() is QAccessible.Role.Chart
    assert heard.name(chart.picture).startswith(
        "Takings in CNY over 1 hour 20 minutes. It begins with nothing and ends with ¥1,393.20."
    )
    assert chart.picture.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_another_chart_is_chosen_by_its_name(chart: ChartDialog):
    names = [chart.choice.itemText(n) for n in range(chart.choice.count())]
    assert names == [
        "Takings in CNY over 1 hour 20 minutes",
        "Takings in CNY per product",
        "Takings in IDR over 1 hour 20 minutes",
        "Takings in IDR per product",
    ]
    chart.choice.setCurrentIndex(1)
    assert words(chart) == [
        "重庆小面: 34 pieces, ¥877.20, 63 percent",
        "Wool scarf: 4 pieces, ¥516.00, 37 percent",
    ]
    assert heard.name(chart.list) == "Products"
    assert "brought most of 2" in heard.name(chart.picture)


def test_what_is_current_is_marked_in_the_picture(chart: ChartDialog):
    before = chart.picture.grab().toImage()
    chart.list.go_to(12)
    assert chart.picture.grab().toImage() != before


@pytest.mark.parametrize("place", [0, 1])
def test_it_is_painted_in_the_colours_of_the_window(chart: ChartDialog, place: int):
    chart.choice.setCurrentIndex(place)
    picture = ChartPicture(chart.picture.chart)
    picture.resize(720, 320)
    seen = picture.grab().toImage()
    colours = {seen.pixelColor(x, y).name() for x in range(0, 720, 2) for y in range(0, 320, 2)}
    assert {theme.current().accent, theme.current().text} <= colours


def test_where_nothing_was_sold_there_is_no_chart_and_that_is_said(
    window: MainWindow, link: FakeLink, settle: Settle, said
):
    link.records = [ShowRecord(EMPTY)]
    link.window("report.chart")
    settle(lambda: bool(said))
    assert said[0].text == "Nothing was sold, so there is nothing to draw."
    link.records = []
    link.window("report.chart")
    settle(lambda: len(said) == 2)
    assert said[1].text == "No show was kept yet. Go live."


def test_the_page_opens_in_the_browser_while_a_dialog_is_open(
    shows: ReportsDialog, link: FakeLink, settle: Settle, said, monkeypatch
):
    pages = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pages.append(url.path()) or True)
    link.change(report_page="/data/reports/2026 a/report.html")
    link.window(SHOW_PAGE)
    settle(lambda: pages == ["/data/reports/2026 a/report.html"])
    assert said == []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    link.window(SHOW_PAGE)
    settle(lambda: bool(said))
    assert said[0].text.startswith("The system has no browser for the report.")


def _copy(days: int) -> Backup:
    made = datetime(2026, 11, 28, 21) - timedelta(days=days)  # noqa: DTZ001 - as on the wall
    return Backup(Path(f"/data/backups/studio-{days}.db"), made, 1_260_000 + days)


@pytest.fixture
def backups(window: MainWindow, link: FakeLink, settle: Settle) -> RestoreDialog:
    link.copies = (_copy(0), _copy(1))
    link.window("studio.restore")
    dialog = opened(RestoreDialog, settle)
    settle(lambda: bool(dialog.list.model().rowCount()))
    return dialog


def test_backups_stand_by_their_day_and_are_put_back_by_enter(
    backups: RestoreDialog, link: FakeLink
):
    assert words(backups) == [
        "November 28, 2026 21:00, 1.3 megabytes",
        "November 27, 2026 21:00, 1.3 megabytes",
    ]
    QTest.keyClick(backups.list, Qt.Key.Key_Down)
    QTest.keyClick(backups.list, Qt.Key.Key_Return)
    press(backups, "Put it back")
    assert link.wishes == [("backup.restore", "window", {"backup": _copy(1)})] * 2


def test_one_that_is_made_now_comes_into_the_list(
    backups: RestoreDialog, link: FakeLink, settle: Settle
):
    press(backups, "Back up now")
    assert link.wishes == [("studio.backup", "window", {})]
    link.copies = (_copy(-1), *link.copies)
    link.change(works=(Work("w", say("Making a backup."), can_cancel=False),))
    settle(lambda: backups._is_busy)
    link.change(works=())
    settle(lambda: backups.list.model().rowCount() == 3)
    assert backups.list.current == _copy(0)


def test_without_a_backup_that_is_said(window: MainWindow, link: FakeLink, settle: Settle, said):
    link.window("studio.restore")
    dialog = opened(RestoreDialog, settle)
    press(dialog, "Put it back")
    assert said[0].text == "There is no backup yet."
    assert link.wishes == []
