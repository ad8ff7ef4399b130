"""Pictures in which no code may be read: rooms without one, and codes that are damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tests.scanner.photos import RETAIL, Grey, Shot, photo, printed

_LINEAR = [name for name in RETAIL if name not in {"Data Matrix", "QR", "Digital Link"}]


@dataclass(frozen=True, slots=True)
class Trap:
    """A picture, and the only code that may be read in it.

    Attributes:
        grey: The picture.
        kind: The kind of code that was damaged; empty for none.
        seed: By which it can be made again.
    """

    grey: Grey
    kind: str
    seed: int


def traps(count: int, first: int = 0) -> Iterator[Trap]:
    """Make so many pictures, every third without any code."""
    for seed in range(first, first + count):
        dice = np.random.default_rng([7, seed])
        shot = Shot(
            module=float(dice.uniform(1.0, 3.5)),
            yaw=float(dice.uniform(-25, 25)),
            pitch=float(dice.uniform(-25, 25)),
            roll=float(dice.uniform(-90, 90)),
            defocus=float(dice.choice([0, 0, 1, 2, 3, 4])),
            motion=float(dice.choice([0, 0, 3, 6])),
            light=float(dice.uniform(0.08, 1.0)),
            noise=float(dice.uniform(1, 6)),
            quality=int(dice.integers(25, 90)),
        )
        if seed % 3 == 0:
            yield Trap(photo(None, shot, (960, 540), seed), "", seed)
            continue
        kind = _LINEAR[int(dice.integers(0, len(_LINEAR)))]
        form, words, gs1 = RETAIL[kind]
        code = damaged(printed(form, words, gs1=gs1), dice)
        yield Trap(photo(code, shot, (960, 540), seed), kind, seed)


def damaged(code: Grey, dice: np.random.Generator) -> Grey:
    """Lose some modules, paint some over, or exchange two parts, from top to bottom."""
    spoiled = code.copy()
    width = code.shape[1]
    for _ in range(int(dice.integers(1, 4))):
        at = int(dice.integers(60, width - 120))
        long = 4 * int(dice.integers(2, 9))
        match int(dice.integers(0, 4)):
            case 0:
                spoiled[:, at : at + long] = 255
            case 1:
                spoiled[:, at : at + long] = 0
            case 2:
                part = spoiled[:, at : at + long].copy()
                spoiled[:, at : at + long] = part[:, ::-1]
            case _:
                spoiled[:, at:-long] = spoiled[:, at + long :].copy()
    return spoiled
