"""From the start of the process to a window that can be used."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench import surroundings
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.harness.process import private_folder
from tests.harness.pulse import PulseServer
from tests.harness.screenreader import Lab

WINDOW_S = 1.5

_ABOUT = """\
From the start of the process, on a private X server and sound server, files read before.
*Painted*: the window was drawn the first time. *Usable*: then its events were done with, and F6
had moved the focus. *Ready*: commands are taken. {rounds} rounds of a first start (empty data
folder) and a second one."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Seconds since the process was started."""

    painted: float
    usable: float
    ready: float
    left: float


def start(lab: Lab, pulse: PulseServer | None, data: Path) -> Moments:
    data.mkdir(parents=True, exist_ok=True)
    env = surroundings.environment(lab, data, pulse)
    with surroundings.Studio("opening", "", env) as studio:
        told = studio.wait("moments", 60)
        quit_at = time.monotonic()
        if status := studio.finish():
            raise RuntimeError(f"the studio ended with {status}: {studio.errors()}")
        left = time.monotonic() - quit_at
    # What the press of a key needs imported is no part of the studio.
    usable = told["key"] - (told["tools"] - told["idle"])
    began = studio.started_at
    return Moments(told["painted"] - began, usable - began, told["ready"] - began, left)


def measure(wished: Wish) -> Section:
    first: list[Moments] = []
    second: list[Moments] = []
    with surroundings.desktop() as lab, surroundings.sound_server() as pulse:
        for number in range(wished.rounds + 1):
            with private_folder("earshot-bench") as home:
                starts = [start(lab, pulse, home / "data") for _number in range(2)]
            tell(f"start {number}: usable after {starts[0].usable:.2f}, {starts[1].usable:.2f} s")
            if number:  # the first round warms the disk
                first.append(starts[0])
                second.append(starts[1])
    section = Section("start", "Start to a usable window", _ABOUT.format(rounds=wished.rounds))
    for name, runs in (("first start", first), ("second start", second)):
        section.figures.extend(
            [
                Figure.of(f"{name}: painted", [r.painted for r in runs], "s"),
                Figure.of(f"{name}: usable", [r.usable for r in runs], "s", WINDOW_S),
                Figure.of(f"{name}: ready for commands", [r.ready for r in runs], "s"),
            ]
        )
        section.details.append(
            Figure.of(f"{name}: leaving, until the process is gone", [r.left for r in runs], "s")
        )
    return section


if __name__ == "__main__":
    hand_in(measure(wish()))
