"""The very first start in the studio's own window: a screen reader, keys, and nothing seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.store.repositories import Repositories
from studio.store.store import Store
from tests.app.window_studio import NO_SOUND, WindowStudio
from tests.harness.screenreader import Lab

MOST_KEYS = 25
NEW = {**NO_SOUND, "EARSHOT_FIRST_STEPS": None}
"""As a user starts it."""


@pytest.fixture(scope="module")
def lab():
    with Lab() as lab:
        yield lab


def _waits(data: Path) -> bool:
    """Whether the first steps would open at the next start."""
    store = Store(data / "studio.db", lambda _event: None)
    store.start_and_wait()
    try:
        return store.run(_wants).result(10)
    finally:
        store.stop()


def _wants(kept: Repositories) -> bool:
    return kept.wants_first_steps


def test_a_new_user_reaches_a_rehearsal_with_a_reader_and_is_not_asked_again(lab, tmp_path):
    data = tmp_path / "data"
    with WindowStudio(lab, data, NEW) as studio:
        lab.wait_active(lambda title: title == "First steps")
        lab.wait_said("Up and Down choose")
        opened = lab.words(lab.said())
        assert "Step 1 of 6" in opened
        assert "Language" in opened
        keys, mark = 0, lab.mark()
        for step in range(2, 7):
            mark = lab.mark()
            lab.key("Return")
            keys += 1
            lab.wait_said(f"Step {step} of 6", mark)
        lab.wait_said("nothing goes on air", mark)
        keys += 1
        studio.press("Return", "You are rehearsing. Nothing can go on air.")
        assert keys <= MOST_KEYS
        lab.wait_active(lambda title: title == "Earshot Studio")
        assert studio.terminate() == 0
    assert not _waits(data)
    with WindowStudio(lab, data, NEW) as studio:
        studio.press("ctrl+1", "You are not live.")
        assert lab.active_title() == "Earshot Studio"
        assert studio.terminate() == 0


def test_whoever_is_cut_off_is_asked_again_and_escape_ends_it(lab, tmp_path):
    data = tmp_path / "data"
    with WindowStudio(lab, data, NEW) as studio:
        lab.wait_active(lambda title: title == "First steps")
        studio.kill()
    assert _waits(data)
    with WindowStudio(lab, data, NEW) as studio:
        lab.wait_active(lambda title: title == "First steps")
        studio.press("Escape", "You have left the first steps.")
        lab.wait_active(lambda title: title == "Earshot Studio")
        assert studio.terminate() == 0
    assert not _waits(data)
