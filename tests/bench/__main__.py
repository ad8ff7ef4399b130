"""Measures the studio.

    python -m tests.bench [--quick] [--only NAME ...] [--minutes M] [--out FILE]

Each part runs in a process of its own. The result goes to standard output as JSON and, but for
quick runs, into docs/benchmarks.md; parts that were not run keep what is written there.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
from pathlib import Path

from tests.bench import machine, table
from tests.bench.figures import Section, Wish, tell
from tests.harness.process import ROOT

PARTS = {
    "encode": "tests.bench.encode",
    "studio": "tests.bench.whole",
    "start": "tests.bench.start",
    "sync": "tests.bench.sync",
    "commands": "tests.bench.commands",
    "speech": "tests.bench.speech",
    "catalogue": "tests.bench.catalogue",
    "voice": "tests.bench.voice",
    "words": "tests.bench.words",
}
DOCUMENT = ROOT / "docs/benchmarks.md"


def run(name: str, wished: Wish) -> Section | None:
    """Run one part; None when it failed, which was then told."""
    options = json.dumps(dataclasses.asdict(wished))
    argv = [sys.executable, "-m", PARTS[name], options]
    done = subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        tell(f"{name} failed with status {done.returncode}")
        return None
    return Section.from_json(json.loads(lines[-1]))


def command(name: str, wished: Wish) -> str:
    """The line that repeats one part."""
    options = ["--quick"] if wished.is_quick else []
    options += [f"--minutes {wished.minutes:g}"] if wished.minutes is not None else []
    return f'make bench args="{" ".join(["--only", name, *options])}"'


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measures the studio; see docs/benchmarks.md."
    )
    parser.add_argument("--quick", action="store_true", help="short runs, to try the bench itself")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="NAME")
    parser.add_argument("--minutes", type=float, help="length of the long runs (studio, sync)")
    parser.add_argument("--out", type=Path, help="where the table goes; docs/benchmarks.md")
    asked = parser.parse_args()
    wished = Wish(asked.quick, asked.minutes)
    out = asked.out or (None if asked.quick else DOCUMENT)
    described, sections, failed = machine.description(), [], []
    for name in asked.only:
        foot = f"Measured {machine.now()}. Repeat with `{command(name, wished)}`."
        section = run(name, wished)
        if section is None:
            failed.append(name)
            continue
        sections.append(section)
        tell(table.section_text(section, foot))
        if out:
            table.write(out, described, [section], {name: foot})
    told = {"machine": described, "sections": [s.as_json() for s in sections], "failed": failed}
    print(json.dumps(told, ensure_ascii=False))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
