"""What a measurement gives: figures with their spread, beside the target they should meet."""

from __future__ import annotations

import dataclasses
import json
import math
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a table.

    Attributes:
        name: What was measured.
        value: The median of the rounds, or the only value.
        unit: What it is counted in.
        low: The lowest round; None where there was one value only.
        high: The highest round.
        target: What it may be at most; None where nothing is asked for.
        note: What the reader should know.
    """

    name: str
    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    target: float | None = None
    note: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        values: Sequence[float],
        unit: str = "",
        target: float | None = None,
        note: str = "",
    ) -> Figure:
        """The median of several rounds, with their spread."""
        if not values:
            return cls(name, math.nan, unit, target=target, note=note)
        middle = statistics.median(values)
        if len(values) == 1:
            return cls(name, middle, unit, target=target, note=note)
        return cls(name, middle, unit, min(values), max(values), target, note)

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where there is none. What is not a number is not met."""
        return None if self.target is None else abs(self.value) <= self.target


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the bench.

    Attributes:
        name: By which `--only` chooses it.
        title: Its heading.
        about: How it was measured, a paragraph.
        figures: The rows of its table.
        details: Where it goes: what is worth knowing, but was not asked for.
        remarks: What was noticed, a sentence each.
    """

    name: str
    title: str
    about: str
    figures: list[Figure] = field(default_factory=list)
    details: list[Figure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        told = dataclasses.asdict(self)
        for figure, row in zip(self.figures, told["figures"], strict=True):
            row["met"] = figure.is_met
        return told

    @classmethod
    def from_json(cls, told: dict) -> Section:
        def rows(name: str) -> list[Figure]:
            return [Figure(**{k: v for k, v in r.items() if k != "met"}) for r in told[name]]

        return cls(
            told["name"],
            told["title"],
            told["about"],
            rows("figures"),
            rows("details"),
            list(told["remarks"]),
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """How thoroughly to measure.

    Attributes:
        is_quick: Short runs, to see whether the bench itself works.
        minutes: Length of the long runs; None for the usual one of each part.
    """

    is_quick: bool = False
    minutes: float | None = None

    @property
    def rounds(self) -> int:
        return 2 if self.is_quick else 5

    def seconds(self, usual: float, quick: float) -> float:
        """How long a long run takes."""
        if self.minutes is not None:
            return self.minutes * 60
        return quick if self.is_quick else usual


def wish() -> Wish:
    """What the parent of this process wants, as the only argument."""
    return Wish(**json.loads(sys.argv[1])) if len(sys.argv) > 1 else Wish(is_quick=True)


def hand_in(section: Section) -> None:
    """Give a part's result to the parent: the last line of standard output."""
    print(json.dumps(section.as_json()), flush=True)


def tell(words: str) -> None:
    """Say how far it is, on standard error."""
    print(words, file=sys.stderr, flush=True)
