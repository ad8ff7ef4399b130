"""Reports are kept whole or not at all, each in a folder of its own."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest

from studio.model.errors import StoreError
from studio.report import keeping
from studio.report.as_json import as_object
from studio.report.report import report_of
from tests.report.shows import BEFORE, SHOW, TARGETS, hostile

REPORT = report_of(SHOW, progresses=TARGETS, before=BEFORE)


@pytest.fixture
def folder(tmp_path):
    """The folder of all reports."""
    made = tmp_path / "reports"
    made.mkdir()
    return made


def names(folder) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_show_has_its_page_its_tables_and_its_charts(folder):
    place = keeping.keep(REPORT, folder)
    assert names(place) == [
        *(f"chart-{n}.svg" for n in (1, 2, 3, 4)),
        "orders.csv",
        "report.html",
        "showings.csv",
    ]
    assert place.name.startswith(SHOW.began.astimezone().strftime("%Y-%m-%d %H-%M"))
    assert names(folder) == [place.name]


def test_two_shows_of_one_moment_have_two_folders(folder):
    keeping.keep(REPORT, folder)
    keeping.keep(report_of(replace(SHOW, id="another")), folder)
    keeping.keep(report_of(hostile()), folder)
    assert len(names(folder)) == 3


def test_a_report_made_again_takes_the_place_of_the_first(folder):
    place = keeping.keep(REPORT, folder)
    again = keeping.keep(report_of(replace(SHOW, orders=())), folder)
    assert again == place
    assert names(folder) == [place.name]
    assert names(place) == ["orders.csv", "report.html", "showings.csv"]


def test_one_that_cannot_be_written_leaves_the_first_as_it_was(folder, monkeypatch):
    place = keeping.keep(REPORT, folder)
    before = (place / keeping.PAGE).read_bytes()
    synced = []

    def full(number: int) -> None:
        synced.append(number)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="cannot be kept"):
        keeping.keep(report_of(replace(SHOW, orders=())), folder)
    assert names(folder) == [place.name]
    assert (place / keeping.PAGE).read_bytes() == before


def test_a_folder_that_is_a_file_is_told(folder):
    folder.rmdir()
    folder.write_text("mine")
    with pytest.raises(StoreError) as told:
        keeping.keep(REPORT, folder)
    assert "cannot be kept in" in str(told.value)
    assert folder.read_text() == "mine"


def test_one_file_is_written_whole_or_not_at_all(folder, monkeypatch):
    file = folder / "orders.csv"
    keeping.write_file(file, b"one")
    keeping.write_file(file, b"two")
    assert file.read_bytes() == b"two"

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="cannot be written"):
        keeping.write_file(file, b"three")
    assert file.read_bytes() == b"two"
    assert names(folder) == ["orders.csv"]


def test_as_json_it_tells_everything_exactly():
    told = json.loads(json.dumps(as_object(REPORT)))
    assert told["sold"]["takings"][0] == {"amount": "1393.20", "currency": "CNY"}
    assert len(told["orders"]) == 9
    assert told["showings"][1]["until_next"]["orders"] == 1
    assert told["before"]["orders"] == 1
    assert told["targets"][0]["of"] == "centre"
    assert len(told["sentences"]) == 5
    assert timedelta(seconds=told["length_s"]) == timedelta(minutes=80)
