"""Reports by command: heard, opened, saved, and told by themselves when a show is over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.model.record import ShowRecord
from studio.model.session import SalesState
from studio.model.state import SHOW_PAGE
from tests.commands.rig import Rig
from tests.report.shows import BEFORE, EMPTY, PRODUCTS, REHEARSAL, SHOW, TARGETS

FIRST = "The show lasted 1 hour 20 minutes; viewers were cut off for 12 seconds."
SECOND = (
    "Taken: ¥1,393.20 and Rp375,000 from 9 orders of 41 pieces; "
    "that is ¥748.20 more than last time."
)


@pytest.fixture
def rig(tmp_path) -> Rig:
    rig = Rig()
    rig.archive.reports_folder = tmp_path / "reports"
    rig.archive.records = [
        ShowRecord(SHOW, BEFORE, PRODUCTS, TARGETS),
        ShowRecord(REHEARSAL),
        ShowRecord(EMPTY),
    ]
    return rig


def test_the_last_report_is_heard_whole_in_five_sentences(rig):
    told = rig.do("report.hear")
    assert told == (
        f"{FIRST} {SECOND} "
        "Sold best: 重庆小面, 34 pieces for ¥877.20, 2.3 a minute on screen. "
        "At most 120 viewers watched: 7.5 orders for each hundred of them. "
        "Your target of ¥500.00 is reached."
    )
    assert rig.announcer.last().announcement.brief is None


def test_that_of_an_earlier_show_is_heard_by_its_id(rig):
    assert rig.do("report.hear", session="5e55-c").startswith("The show lasted 30 seconds;")


def test_without_a_show_that_is_told(rig):
    rig.archive.records = []
    assert rig.do("report.hear") == "No show was kept yet. Go live."
    assert rig.do("report.open") == "No show was kept yet. Go live."


def test_the_page_is_kept_and_the_window_shows_it(rig, tmp_path):
    rig.window = []
    told = rig.do("report.open")
    assert told.startswith("The report opens in the browser. It lies in ")
    assert rig.window == [SHOW_PAGE]
    page = Path(rig.state.report_page)
    assert page.is_file()
    assert page.parent.parent == tmp_path / "reports"


def test_without_a_window_it_is_kept_and_told_where(rig):
    assert rig.do("report.open").startswith("The report is kept. It lies in ")


def test_a_studio_that_keeps_nothing_keeps_no_report(rig):
    rig.archive.reports_folder = None
    assert rig.do("report.open").startswith("This studio keeps nothing, and no report either.")
    rig.show._change(sales=SalesState(session="5e55-a", is_on=True))
    rig.show._change(sales=SalesState(session="5e55-a", is_on=False))
    assert len(rig.announcer.history()) == 1


def test_a_table_is_written_where_it_is_wished(rig, tmp_path):
    file = tmp_path / "mine.csv"
    assert rig.do("report.save", session="5e55-a", path=str(file)) == "mine.csv is written."
    assert file.read_text(encoding="utf-8-sig").startswith("at,code,name")
    rig.do("report.save", session="5e55-a", path=str(file), kind="showings.csv")
    assert file.read_text(encoding="utf-8-sig").startswith("number,code,name")
    told = rig.do("report.save", session="5e55-a", path=str(tmp_path / "not" / "there.csv"))
    assert told.startswith("there.csv cannot be written: No such file or directory.")


def test_once_a_show_is_over_its_report_is_kept_and_told_once(rig, tmp_path):
    sales = SalesState(session="5e55-a", is_on=True)
    rig.show._change(sales=sales)
    rig.show._change(sales=replace(sales, count=3))
    assert rig.announcer.history() == []
    rig.show._change(sales=replace(sales, is_on=False))
    rig.show._change(is_learning=True)
    [said] = [entry.announcement for entry in rig.announcer.history()]
    assert said.text.startswith(f"{FIRST} {SECOND} Sold best")
    assert said.brief_text == f"{FIRST} {SECOND}"
    [folder] = (tmp_path / "reports").iterdir()
    assert (folder / "report.html").is_file()


def test_of_a_rehearsal_nothing_is_told_unasked(rig, tmp_path):
    sales = SalesState(session="5e55-d", is_on=True, is_rehearsal=True)
    rig.show._change(sales=sales)
    rig.show._change(sales=replace(sales, is_on=False))
    assert rig.announcer.history() == []
    assert not (tmp_path / "reports").exists()
    assert rig.do("report.hear", session="5e55-d").startswith("The rehearsal lasted")


def test_the_lists_and_charts_are_the_windows(rig):
    assert rig.do("report.list").startswith("There is no window here.")
    rig.window = []
    for command in ("report.list", "report.chart", "studio.restore"):
        rig.do(command)
    assert rig.window == ["report.list", "report.chart", "studio.restore"]
