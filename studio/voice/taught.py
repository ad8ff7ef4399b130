"""Which taught phrase an utterance is, if any."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.model.voice import Features, Guess, TaughtCommand
from studio.voice.distances import Templates

MOST_GUESSES = 3
_USUAL_SPREAD = 0.16
"""How far takes of a phrase are from one another, where a command has but one."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How strictly it is judged.

    Attributes:
        farthest: The distance, in spreads of the command's takes, that is still the command.
        runner_up: The next one has to be so many times as far.
    """

    farthest: float
    runner_up: float


HANDS_FREE = Manner(farthest=1.2, runner_up=1.15)
HELD = Manner(farthest=1.5, runner_up=1.03)
NAMED = Manner(farthest=1.35, runner_up=1.08)
"""Behind the studio's name, which had to fit as well."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an utterance may be.

    Attributes:
        guesses: The nearest phrases, the nearest first; a score up to 1 is near enough.
        taught: The one that it is; empty where none is certain.
    """

    guesses: tuple[Guess, ...] = ()
    taught: str = ""


class Vocabulary:
    """Taught phrases, ready to be compared; frozen once made.

    Args:
        taught: Phrases with at least one take each; others are left out.
    """

    def __init__(self, taught: Sequence[TaughtCommand]) -> None:
        known = [one for one in taught if one.takes]
        self.ids = tuple(one.id for one in known)
        self._takes = [[take.features for take in one.takes] for one in known]
        self._templates = Templates([take for takes in self._takes for take in takes])
        owners = [index for index, takes in enumerate(self._takes) for _take in takes]
        self._owners = np.array(owners, np.int64)
        self._spreads = _spreads(self._takes)
        self.longest_s = max((t.seconds for one in known for t in one.takes), default=0.0)
        self.shortest_s = min((t.seconds for one in known for t in one.takes), default=0.0)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def may_be(self, seconds: float) -> bool:
        """Whether anything so long can be one of them."""
        return 0.55 * self.shortest_s <= seconds <= 1.8 * self.longest_s and seconds > 0

    def judge(self, features: Features, manner: Manner) -> Judgement:
        """Find what an utterance is."""
        if not self.ids or not len(features):
            return Judgement()
        far = self._templates.distances(features)
        scores = np.array(
            [
                np.sort(far[self._owners == index])[:2].mean() / self._spreads[index]
                for index in range(len(self.ids))
            ]
        )
        nearest = np.argsort(scores)
        guesses = tuple(
            Guess(self.ids[i], float(scores[i] / manner.farthest)) for i in nearest[:MOST_GUESSES]
        )
        is_near = scores[nearest[0]] <= manner.farthest
        is_alone = len(nearest) < 2 or scores[nearest[1]] >= manner.runner_up * scores[nearest[0]]
        return Judgement(guesses, guesses[0].id if is_near and is_alone else "")


def _spreads(commands: Sequence[Sequence[Features]]) -> NDArray[np.float64]:
    """How far apart the takes of each command are, half of it from all commands."""
    own = [_between(takes) for takes in commands]
    known = [spread for spread in own if spread is not None]
    usual = float(np.mean(known)) if known else _USUAL_SPREAD
    return np.array([((usual if spread is None else spread) + usual) / 2 for spread in own])


def _between(takes: Sequence[Features]) -> float | None:
    """The mean distance between a command's takes; None for one take alone."""
    if len(takes) < 2:
        return None
    every = np.array([Templates(takes).distances(take) for take in takes])
    return max(1e-3, float(every[~np.eye(len(takes), dtype=bool)].mean()))
