"""Which taught phrase an utterance is, if any.

What counts is not how far a phrase is, but how much nearer than others: noise, a room or a hoarse
voice move everything away alike. The score of a phrase is d ** 1.5 / m, where d is the mean
distance of its two nearest takes, and m the median over phrases that it is not: the user's own
others, filled up with the cohort's while there are few.

What is near enough by that to be looked at is compared by its spectrum too. Where both agree it may
be farther, as it is in noise; where the spectrum is another one's it is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio.model.voice import Features, Guess, TaughtCommand
from studio.voice.cohort import COHORT_IS_FARTHER, cohort
from studio.voice.distances import FAR, Templates
from studio.voice.embedding import seconds_of
from studio.voice.frames import embedded, is_known, spectral

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
_BEGINS_SO = 0.38
"""And where its own takes are no farther from that beginning: of people's other phrases the nearest
of twenty is."""

_AGREED_RUNNER_UP = 1.03
_AGREES = 0.72
"""Share of the usual distance of other phrases at which the spectrum is the phrase's. Of people's
phrases in noise most are below, of what is none few."""
_AGREES_LEAD = 1.05
_OBJECTS = 0.9
_WHOLE = 0.9
"""Share of a phrase's usual length from which on it is no part of another one."""
_PART_AGREES = 0.8
_PART_LEAD = 1.1
_PART_RUNNER_UP = 1.4
"""Where the spectrum does not speak for a part so clearly, the runner-up has to be so far."""
_FEW = 4
"""Of fewer other phrases nobody knows what is usual."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How strictly it is judged.

    Attributes:
        farthest: The score that is still the phrase.
        runner_up: The next one has to have so many times the score.
        shortest: Share of the phrase's usual length that it has at least: hands-free a pause may
            have cut off the rest of it.
        longest: The same at most.
        agreed: The score that still is where the spectrum is the phrase's too; 0 where that is
            not asked.
    """

    farthest: float
    runner_up: float
    shortest: float = 0.55
    longest: float = 1.8
    agreed: float = 0.0


HANDS_FREE = Manner(farthest=0.38, runner_up=1.13, shortest=0.6, longest=1.8, agreed=0.55)
NAMED = Manner(farthest=0.46, runner_up=1.1, shortest=0.58, longest=1.8, agreed=0.6)
"""Behind the studio's name, which had to fit as well."""
CALLED = replace(NAMED, longest=1.4)
"""Of the name itself: what is longer has more in it than the name."""
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
        leniency: They may be so many times as far as is near enough otherwise.
    """

    def __init__(self, taught: Sequence[TaughtCommand], leniency: float = 1.0) -> None:
        spoken = (
            replace(one, takes=tuple(take for take in one.takes if is_known(take.features)))
            for one in taught
        )
        known = [one for one in spoken if one.takes]
        self.ids = tuple(one.id for one in known)
        self._sounds = _Takes(
            [[w for t in one.takes for w in embedded(t.features)] for one in known]
        )
        self._spectra = _Takes(
            [[w for t in one.takes for w in spectral(t.features)] for one in known]
        )
        self._clean = [[embedded(take.features)[0] for take in one.takes] for one in known]
        self._beginning: dict[int, bool] = {}
        seconds = [np.mean([take.seconds for take in one.takes]) for one in known]
        lengths = np.array(seconds, np.float64) / _USUAL_S
        self._seconds = np.array(seconds, np.float64)
        by_length = np.minimum(_MOST_LENIENT, np.power(lengths, _BY_LENGTH))
        self._leniency = leniency * by_length
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
        heard = embedded(features)[0]
        far = self._distances(heard)
        scores = self._scores(heard, far)
        nearest, *others = np.argsort(scores)
        if not np.isfinite(scores[nearest]):
            return Judgement()
        limit, runner_up = manner.farthest, manner.runner_up
        is_asked = scores[nearest] <= manner.agreed
        opinion = self._by_spectrum(features, far, nearest) if is_asked else _NO_OPINION
        if opinion.agrees:
            limit, runner_up = manner.agreed, _AGREED_RUNNER_UP
        guesses = self._guesses(scores, limit)
        lead = scores[others[0]] / max(scores[nearest], 1e-6) if others else np.inf
        share = seconds / self._seconds[nearest]
        if share < _WHOLE and not opinion.is_of_part:
            runner_up = _PART_RUNNER_UP
        is_near = scores[nearest] <= limit and not opinion.objects
        fits = manner.shortest <= share <= manner.longest
        if not (is_near and lead >= runner_up and fits):
            return Judgement(guesses)
        whole, begun = far[nearest], self._begun(heard)
        if begun.min() < _ONLY_BEGUN * whole:
            return Judgement(guesses)
        begun[nearest] = FAR
        may_go_on = begun.min() < whole + _MAY_GO_ON and self._begins_another(int(nearest))
        return Judgement(guesses, self.ids[nearest], may_go_on=bool(may_go_on))

    def nearest_other(self, id_: str, features: Features, manner: Manner) -> Guess | None:
        """Which phrase a take of one would be without that one; None where there is no other."""
        if not is_known(features) or not self.ids:
            return None
        heard = embedded(features)[0]
        far = self._distances(heard)
        far[[one == id_ for one in self.ids]] = FAR
        return next(iter(self._guesses(self._scores(heard, far), manner.farthest)), None)

    def _scores(self, heard: Features, far: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of each phrase, of how far it is; infinite for what it cannot be."""
        scores = far**1.5 / self._usual(heard, far) / self._leniency
        return np.where(far < FAR, scores, np.inf)

    def _guesses(self, scores: NDArray[np.float64], limit: float) -> tuple[Guess, ...]:
        """The nearest phrases that it may be."""
        nearest = np.argsort(scores)[:MOST_GUESSES]
        return tuple(
            Guess(self.ids[i], float(scores[i] / limit)) for i in nearest if np.isfinite(scores[i])
        )

    def _by_spectrum(
        self, features: Features, far: NDArray[np.float64], phrase: np.intp
    ) -> "_Opinion":
        """What the spectrum is like beside those of other phrases, where that is known."""
        heard = spectral(features)
        if not heard:
            return _NO_OPINION
        by_phrase = self._spectra.distances(heard[0], np.flatnonzero(far < FAR))
        others = np.delete(by_phrase, phrase)
        others = others[others < FAR]
        if by_phrase[phrase] >= FAR or len(others) < _FEW:
            return _NO_OPINION
        own = max(float(by_phrase[phrase]), 1e-6)
        return _Opinion(own / max(float(np.median(others)), 1e-6), float(others.min()) / own)

    def _distances(self, features: Features) -> NDArray[np.float64]:
        """How far each phrase is."""
        return self._sounds.distances(features, self._looked_at(features))

    def _begun(self, features: Features) -> NDArray[np.float64]:
        """How far the beginning of each phrase is."""
        return self._sounds.beginnings(features, _BEGINNING)

    def _begins_another(self, phrase: int) -> bool:
        """Whether another phrase begins so, by its takes: in noise everything is nearly as far."""
        if phrase not in self._beginning:
            begun = np.mean([self._begun(take) for take in self._clean[phrase]], axis=0)
            begun[phrase] = FAR
            self._beginning[phrase] = bool(begun.min() < _BEGINS_SO)
        return self._beginning[phrase]

    def _looked_at(self, features: Features) -> NDArray[np.int64]:
        """The phrases that are compared closely: the likely ones, and some to know what is usual.

        The latter are always the same, spread over all.
        """
        count = len(self.ids)
        if count <= _ALL_LOOKED_AT:
            return np.arange(count)
        rough = np.full(count, 9.0, np.float32)
        np.minimum.at(rough, self._sounds.owners, self._sounds.templates.rough(features))
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


@dataclass(frozen=True, slots=True)
class _Opinion:
    """What the spectrum says to a phrase.

    Attributes:
        share: How far it is, as a share of what others are.
        lead: How many times as far the nearest other is.
    """

    share: float
    lead: float

    @property
    def agrees(self) -> bool:
        return self.share <= _AGREES and self.lead >= _AGREES_LEAD

    @property
    def objects(self) -> bool:
        return self.share > _OBJECTS

    @property
    def is_of_part(self) -> bool:
        """Whether it is the phrase's, though less was said than is usual."""
        return self.share <= _PART_AGREES and self.lead >= _PART_LEAD


_NO_OPINION = _Opinion(_PART_AGREES, np.inf)
"""It neither agrees nor objects, and does not mind a part: all is as it is without a spectrum."""


class _Takes:
    """Takes of phrases, ready to be compared; how far a phrase is, is the mean of its two nearest.

    Args:
        ways: Of each phrase, its takes in all the ways in which they are kept.
    """

    def __init__(self, ways: Sequence[Sequence[Features]]) -> None:
        self._phrases = np.arange(len(ways))
        self.owners = np.repeat(self._phrases, np.array([len(one) for one in ways], np.int64))
        self.templates = Templates([way for one in ways for way in one])

    def distances(self, heard: Features, among: NDArray[np.int64]) -> NDArray[np.float64]:
        """How far these phrases are; all others are `FAR`."""
        places = np.flatnonzero(np.isin(self.owners, among))
        far = np.full(len(self.owners), FAR)
        far[places] = self.templates.distances(heard, places)
        return self._of_phrases(far)

    def beginnings(self, heard: Features, most: float) -> NDArray[np.float64]:
        """How far the beginning of each is."""
        return self._of_phrases(self.templates.beginnings(heard, most))

    def _of_phrases(self, far: NDArray[np.float32]) -> NDArray[np.float64]:
        if not len(self.owners):
            return np.full(len(self._phrases), float(FAR))
        order = np.lexsort((far, self.owners))
        near, owners = far[order].astype(np.float64), self.owners[order]
        firsts = np.minimum(np.searchsorted(owners, self._phrases), len(owners) - 1)
        seconds = np.minimum(firsts + 1, len(owners) - 1)
        seconds = np.where(owners[seconds] == self._phrases, seconds, firsts)
        is_there = (owners[firsts] == self._phrases) & (near[firsts] < FAR)
        return np.where(is_there, (near[firsts] + near[seconds]) / 2, FAR)
