"""Which taught phrase an utterance is, if any.

What counts is not how far a phrase is, but how much nearer than others: noise, a room or a hoarse
voice move everything away alike. The score of a phrase is d ** 1.5 / m, where d is the mean
distance of its two nearest takes, and m the median over phrases that it is not: the user's own
others, filled up with the cohort's while there are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio.model.voice import Features, Guess, TaughtCommand
from studio.voice.cohort import COHORT_IS_FARTHER, cohort
from studio.voice.distances import FAR, Templates
from studio.voice.embedding import seconds_of
from studio.voice.takes import SIZE

MOST_GUESSES = 3
_COHORT = 16
"""So many other phrases are enough to know what is usual."""
_ALL_LOOKED_AT = 64
"""With more phrases than this only the most likely ones are compared closely."""
_LIKELY = 24
_USUAL_DISTANCE = 0.6
_USUAL_S = 1.2
"""Shorter phrases have to be nearer, for more is like them; longer ones may be farther."""
_BY_LENGTH = 0.5
_MOST_LENIENT = 1.3
_BEGINNING = 0.85
"""A beginning is at most this share of a phrase."""
_ONLY_BEGUN = 0.83
"""What is so much nearer to the beginning of a phrase than to a whole one is not all of it. Of
people's phrases one in a hundred comes down to 0.9, of what is cut off at 0.7 of them hardly any up
to 0.77."""
_MAY_GO_ON = 0.1
"""Where a beginning is hardly farther than a whole one, one phrase begins with the other."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How strictly it is judged.

    Attributes:
        farthest: The score that is still the phrase.
        runner_up: The next one has to have so many times the score.
        shortest: Share of the phrase's usual length that it has at least: hands-free a pause may
            have cut off the rest of it.
        longest: The same at most.
    """

    farthest: float
    runner_up: float
    shortest: float = 0.55
    longest: float = 1.8


HANDS_FREE = Manner(farthest=0.4, runner_up=1.13, shortest=0.6, longest=1.8)
NAMED = Manner(farthest=0.46, runner_up=1.1, shortest=0.58, longest=1.8)
"""Behind the studio's name, which had to fit as well."""
HELD = Manner(farthest=0.7, runner_up=1.04)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an utterance may be.

    Attributes:
        guesses: The nearest phrases, the nearest first; a score up to 1 is near enough.
        taught: The one that it is; empty where none is certain.
        may_go_on: A longer phrase begins just so, and more of it may follow.
    """

    guesses: tuple[Guess, ...] = ()
    taught: str = ""
    may_go_on: bool = False


class Vocabulary:
    """Taught phrases, ready to be compared; frozen once made.

    Args:
        taught: Phrases; those without takes are left out, as are takes without speech, or whose
            numbers are others than those of what is heard.
    """

    def __init__(self, taught: Sequence[TaughtCommand]) -> None:
        spoken = (
            replace(one, takes=tuple(take for take in one.takes if _is_speech(take.features)))
            for one in taught
        )
        known = [one for one in spoken if one.takes]
        self.ids = tuple(one.id for one in known)
        stretches, owners = [], []
        for index, one in enumerate(known):
            for take in one.takes:
                variants = variants_of(take.features)
                stretches += variants
                owners += [index] * len(variants)
        self._templates = Templates(stretches)
        self._owners = np.array(owners, np.int64)
        seconds = [np.mean([take.seconds for take in one.takes]) for one in known]
        lengths = np.array(seconds, np.float64) / _USUAL_S
        self._seconds = np.array(seconds, np.float64)
        self._leniency = np.minimum(_MOST_LENIENT, np.power(lengths, _BY_LENGTH))
        self.longest_s = max((t.seconds for one in known for t in one.takes), default=0.0)
        self.shortest_s = min((t.seconds for one in known for t in one.takes), default=0.0)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def may_be(self, seconds: float) -> bool:
        """Whether anything so long can be one of them."""
        return 0.55 * self.shortest_s <= seconds <= 1.8 * self.longest_s and seconds > 0

    def judge(self, features: Features, manner: Manner, seconds: float | None = None) -> Judgement:
        """Find what an utterance is.

        Args:
            features: Of its speech.
            manner: How strictly.
            seconds: How long it is; else as long as its features are.
        """
        if not self.ids or len(features) < 2:
            return Judgement()
        seconds = seconds_of(features) if seconds is None else seconds
        far = self._distances(features)
        guesses, nearest = self._guesses(features, far, manner)
        best, *others = guesses or (Guess("", np.inf),)
        lead = others[0].score / max(best.score, 1e-6) if others else np.inf
        share = seconds / self._seconds[nearest]
        fits = manner.shortest <= share <= manner.longest
        is_it = best.score <= 1 and lead >= manner.runner_up and fits
        if not is_it:
            return Judgement(guesses)
        whole, begun = far[nearest], self._begun(features)
        if begun.min() < _ONLY_BEGUN * whole:
            return Judgement(guesses)
        begun[nearest] = FAR
        return Judgement(guesses, best.id, may_go_on=bool(begun.min() < whole + _MAY_GO_ON))

    def nearest_other(self, id_: str, features: Features, manner: Manner) -> Guess | None:
        """Which phrase a take of one would be without that one; None where there is no other."""
        if not _is_speech(features) or not self.ids:
            return None
        far = self._distances(features)
        far[[one == id_ for one in self.ids]] = FAR
        guesses, _nearest = self._guesses(features, far, manner)
        return next(iter(guesses), None)

    def _guesses(
        self, features: Features, far: NDArray[np.float64], manner: Manner
    ) -> tuple[tuple[Guess, ...], int]:
        """The nearest phrases, of how far each is, and the place of the first of them."""
        scores = far**1.5 / self._usual(features, far) / self._leniency
        nearest = np.argsort(scores)
        guesses = tuple(
            Guess(self.ids[i], float(scores[i] / manner.farthest))
            for i in nearest[:MOST_GUESSES]
            if far[i] < FAR
        )
        return guesses, int(nearest[0])

    def _distances(self, features: Features) -> NDArray[np.float64]:
        """How far each phrase is."""
        closely = self._looked_at(features)
        places = np.flatnonzero(np.isin(self._owners, closely))
        far = np.full(len(self._owners), FAR)
        far[places] = self._templates.distances(features, places)
        return self._of_phrases(far)

    def _of_phrases(self, far: NDArray[np.float32]) -> NDArray[np.float64]:
        """How far each phrase is, of how far its takes are: the mean of the two nearest."""
        order = np.lexsort((far, self._owners))
        near, owners = far[order].astype(np.float64), self._owners[order]
        phrases = np.arange(len(self.ids))
        firsts = np.searchsorted(owners, phrases)
        seconds = np.minimum(firsts + 1, len(owners) - 1)
        seconds = np.where(owners[seconds] == phrases, seconds, firsts)
        return np.where(near[firsts] >= FAR, FAR, (near[firsts] + near[seconds]) / 2)

    def _begun(self, features: Features) -> NDArray[np.float64]:
        """How far the beginning of each phrase is."""
        return self._of_phrases(self._templates.beginnings(features, _BEGINNING))

    def _looked_at(self, features: Features) -> NDArray[np.int64]:
        """The phrases that are compared closely: the likely ones, and some to know what is usual.

        The latter are always the same, spread over all.
        """
        count = len(self.ids)
        if count <= _ALL_LOOKED_AT:
            return np.arange(count)
        rough = np.full(count, 9.0, np.float32)
        np.minimum.at(rough, self._owners, self._templates.rough(features))
        likely = np.argsort(rough)[:_LIKELY]
        some = np.linspace(0, count - 1, _ALL_LOOKED_AT - _LIKELY).astype(np.int64)
        return np.union1d(likely, some)

    def _usual(self, features: Features, far: NDArray[np.float64]) -> float:
        """How far phrases usually are that it is not."""
        others = np.sort(far[far < FAR])[1:]  # the nearest is what it may be
        if len(others) < _COHORT:
            strange = cohort().distances(features)
            strange = strange[strange < FAR][: _COHORT - len(others)] / COHORT_IS_FARTHER
            others = np.concatenate([others, strange])
        usual = float(np.median(others)) if len(others) else _USUAL_DISTANCE
        return max(usual, 0.1)


def _is_speech(features: Features) -> bool:
    frames, numbers = features.shape
    return frames > 1 and numbers > 0 and numbers % SIZE == 0


def variants_of(features: Features) -> list[Features]:
    """A take as it was spoken, and as it would have been in noise."""
    return np.split(features, features.shape[1] // SIZE, axis=1)
