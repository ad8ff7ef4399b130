"""The bench's tables, on figures that nobody measured."""

import math
import os
import resource

import pytest

from tests.bench import table
from tests.bench.figures import Figure, Section, Wish
from tests.bench.processes import cpu_of, cpu_of_this, family, shared_memory_mb

MACHINE = {"Processor": "Abacus, 2 cores", "Python": "3.11"}


def section(name: str, value: float) -> Section:
    figures = [
        Figure.of(f"{name} ratio", [value, value + 1, value - 1], "times", target=2.0),
        Figure("pictures lost", 0, "of 900", target=0),
        Figure.of("never came", [], "ms", target=5),
    ]
    details = [Figure("reading", 0.316, "ms")]
    return Section(name, f"About {name}", "How it was done.", figures, details, ["Noticed."])


def test_a_figure_is_the_median_with_its_spread():
    figure = Figure.of("ratio", [1.3, 1.1, 1.2], target=1.15)
    assert (figure.value, figure.low, figure.high) == (1.2, 1.1, 1.3)
    assert figure.is_met is False
    assert Figure("offset", -16.0, target=15).is_met is False
    assert Figure("offset", -14.0, target=15).is_met is True
    assert Figure("p95", 3.0).is_met is None
    assert Figure("nothing", math.nan, target=15).is_met is False


def test_a_table_has_targets_and_whether_they_are_met():
    text = table.section_text(section("encode", 1.5), "Measured today.")
    assert "| encode ratio | 1.50 times | 0.50 … 2.50 | ≤ 2.00 | yes |" in text
    assert "| pictures lost | 0 of 900 |  | 0 | yes |" in text
    assert "| never came | — ms |  | ≤ 5.00 | **no** |" in text
    assert "|  | value |" in text
    assert "| reading | 0.32 ms |" in text
    assert text.endswith("\nMeasured today.\n")


def test_numbers_are_short():
    assert [table.number(n) for n in (0.123, 9.994, 12.34, 271.2, -9.8, 350.0, 30)] == [
        *("0.12", "9.99", "12.3", "271", "−9.80", "350", "30")
    ]


def test_a_part_measured_anew_replaces_itself_only(tmp_path):
    path = tmp_path / "docs/benchmarks.md"
    table.write(path, MACHINE, [section("encode", 1.5), section("start", 3.0)], {})
    before = table.parts(path.read_text(encoding="utf-8"))
    table.write(path, MACHINE, [section("encode", 9.0)], {"encode": "Anew."})
    after = table.parts(path.read_text(encoding="utf-8"))
    assert list(after) == ["encode", "start"]
    assert after["start"] == before["start"]
    assert "9.00" in after["encode"]
    assert "Anew." in after["encode"]


def test_another_machine_begins_anew(tmp_path):
    path = tmp_path / "benchmarks.md"
    table.write(path, MACHINE, [section("encode", 1.5)], {})
    table.write(path, MACHINE | {"Python": "3.13"}, [section("start", 1.0)], {})
    assert list(table.parts(path.read_text(encoding="utf-8"))) == ["start"]


def test_a_section_survives_its_journey():
    told = section("encode", 1.5)
    assert (
        Section.from_json(told.as_json() | {"remarks": ["Noticed."]}).figures[:2]
        == (told.figures[:2])
    )


def test_long_runs_are_as_long_as_wished():
    assert Wish().seconds(60, 12) == 60
    assert Wish(is_quick=True).seconds(60, 12) == 12
    assert Wish(is_quick=True, minutes=5).seconds(60, 12) == 300


def test_a_process_is_weighed():
    assert os.getpid() in family(os.getpid())
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = cpu_of_this() + ended.ru_utime + ended.ru_stime
    assert cpu_of([os.getpid()]) == pytest.approx(used, abs=1.0)
    assert shared_memory_mb([os.getpid()]) > 5
