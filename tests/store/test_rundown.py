"""The rundown that is open survives a restart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.rundown import Rundown, RundownState, Segment, SegmentKind

EVENING = Rundown(
    "周五", (Segment(SegmentKind.GREETING, script="大家好！"), Segment(minutes=2.5)), "zh"
)


@pytest.mark.parametrize(
    ("place", "began", "wanted"), [(-1, None, -1), (1, None, 1), (1, 5.0, 0), (0, 5.0, -1)]
)
def test_what_is_open_is_found_again_and_nothing_runs(kept, place, began, wanted):
    state = RundownState(EVENING, "/r/a.rundown", is_changed=True, place=place, began=began, line=0)
    kept.rundown.save(state)
    loaded = kept.rundown.load()
    assert [replace(s, id="") for s in loaded.segments] == [
        replace(s, id="") for s in EVENING.segments
    ]
    assert (loaded.name, loaded.rundown.language) == ("周五", "zh")
    assert (loaded.path, loaded.is_changed) == ("/r/a.rundown", True)
    assert (loaded.place, loaded.began, loaded.line) == (wanted, None, -1)


def test_without_one_there_is_none(kept):
    assert kept.rundown.load() == RundownState()
    kept.rundown.save(RundownState(EVENING))
    kept.rundown.save(RundownState())
    assert kept.rundown.load() == RundownState()


@pytest.mark.parametrize(
    "value", [7, "x", {}, {"text": "{", "place": 0, "path": "", "is_changed": False}]
)
def test_what_cannot_be_understood_is_none(kept, value, studio_log):
    studio_log.expect("the open rundown cannot be understood")
    kept.facts.put(f"rundown {kept.person.id}", value)
    assert kept.rundown.load() == RundownState()
