"""Results as Markdown; a file keeps the sections that were not measured anew."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.figures import Figure, Section

_HEAD = """\
# Benchmarks

Written by `make bench`, which takes about a quarter of an hour and wants idle cores. A figure
with a spread is the median of its rounds; a ratio compares runs of the same minute, by turns.
Targets are those of the project; *no* beside one is work to be done.

## The machine

"""
_PART = re.compile(r"^<!-- part: (\w+) -->$", re.MULTILINE)


def write(
    path: Path, machine: Mapping[str, str], sections: Sequence[Section], foot: Mapping[str, str]
) -> None:
    """Write a file, or bring one up to date.

    Args:
        machine: What was measured on. Sections of another machine are not kept.
        foot: By section's name, when and how it was measured.
    """
    head = _HEAD + "".join(f"- {name}: {words}\n" for name, words in machine.items())
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    kept = parts(before) if before.startswith(head) else {}
    fresh = {s.name: section_text(s, foot.get(s.name, "")) for s in sections}
    names = list(dict.fromkeys([*kept, *fresh]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "".join(fresh.get(n, kept.get(n, "")) for n in names), encoding="utf-8")


def parts(text: str) -> dict[str, str]:
    """The sections of a file by name, each with its mark."""
    found = list(_PART.finditer(text))
    ends = [mark.start() - 1 for mark in found[1:]] + [len(text)]
    return {m[1]: text[m.start() - 1 : end] for m, end in zip(found, ends, strict=True)}


def section_text(section: Section, foot: str) -> str:
    about = textwrap.fill(" ".join(section.about.split()), 100, break_on_hyphens=False)
    lines = ["", f"<!-- part: {section.name} -->", f"## {section.title}", "", about, ""]
    lines += rows(section.figures)
    if section.remarks:
        lines += ["", *(f"- {remark}" for remark in section.remarks)]
    if section.details:
        lines += ["", "Where it goes:", "", *rows(section.details)]
    lines += ["", foot] if foot else []
    return "\n".join(lines) + "\n"


def rows(figures: Sequence[Figure]) -> list[str]:
    """A table; columns that nobody fills are left out."""
    columns = {
        "": [figure.name for figure in figures],
        "median": [_value(figure) for figure in figures],
        "spread": [_spread(figure) for figure in figures],
        "target": [_target(figure) for figure in figures],
        "met": [_met(figure) for figure in figures],
        "note": [figure.note for figure in figures],
    }
    if not any(columns["spread"]):
        columns["value"] = columns.pop("median")
        order = "", "value", "target", "met", "note"
    else:
        order = tuple(columns)
    used = [name for name in order if any(columns[name])]
    aligned = ["---:" if name in {"median", "value"} else "---" for name in used]
    table = [used, aligned, *zip(*(columns[name] for name in used), strict=True)]
    return [f"| {' | '.join(row)} |" for row in table]


def number(value: float) -> str:
    """Three digits or so; a dash for what is none."""
    if not math.isfinite(value):
        return "—"
    if value == int(value) and abs(value) < 1e6 and abs(value) >= 10:
        return f"{value:.0f}"
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{places}f}".replace("-", "−")


def _value(figure: Figure) -> str:
    is_count = isinstance(figure.value, int)
    return f"{figure.value if is_count else number(figure.value)} {figure.unit}".strip()


def _spread(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{number(figure.low)} … {number(figure.high)}"


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"≤ {number(figure.target)}" if figure.target else "0"


def _met(figure: Figure) -> str:
    return {None: "", True: "yes", False: "**no**"}[figure.is_met]
