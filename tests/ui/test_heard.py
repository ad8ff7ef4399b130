"""What a real screen reader says of the window."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

from tests.harness.screenreader import Lab


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab() as desktop:
        desktop.start_app([sys.executable, "-m", "tests.ui.window_program"], window="^Earshot")
        yield desktop


def _key(lab: Lab, *keys: str) -> str:
    return [lab.words(lab.key(key)) for key in keys][-1]


def test_panels_and_rows_are_spoken(lab: Lab):
    assert "Kitchen, on air, Camera" in _key(lab, "F6")
    assert "Face and goods" in _key(lab, "Down")
    assert "Off air, Kitchen" in _key(lab, "shift+F6")


def test_the_answer_to_a_key_is_spoken_once(lab: Lab):
    words = _key(lab, "ctrl+shift+l")
    assert words.count("Answer to show.go_live.") == 1


def test_answers_that_come_together_are_all_spoken(lab: Lab):
    mark = lab.mark()
    lab.key("ctrl+0")
    lab.wait_said("Order number 3.", since=mark)
    words = lab.words(lab.said(mark))
    assert [words.count(f"Order number {n}.") for n in range(4)] == [1, 1, 1, 1]


def test_fields_are_spoken_and_the_key_is_not(lab: Lab):
    words = _key(lab, "ctrl+shift+8")
    assert "Edit destination" in words
    assert "Service" in words
    assert "Name" in _key(lab, "Tab")
    assert "Address" in _key(lab, "Tab")
    assert "stream key" in _key(lab, "Tab")
    assert "Stream key" in _key(lab, "Tab")
    mark = lab.mark()
    lab.type("topsecret")
    lab.key("Tab")
    lab.key("shift+Tab")
    assert "topsecret" not in lab.words(lab.said(mark))
    lab.key("Escape")


def test_it_is_known_who_took_the_words(lab: Lab):
    _key(lab, "ctrl+alt+9")
    until = time.monotonic() + 5
    while "('window', 'screen reader')" not in lab.app_log():
        assert time.monotonic() < until
        time.sleep(0.05)
