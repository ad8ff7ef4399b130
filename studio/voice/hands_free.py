"""What is said to the studio while the streamer talks to viewers: the name, and a command."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.model.voice import Guess
from studio.voice import taught
from studio.voice.known import Known
from studio.voice.segments import LONGEST_S, Segment, Segmenter, speech_in
from studio.voice.sound import FRAME, RATE, Samples, levels_db
from studio.voice.tape import Tape
from studio.voice.taught import Judgement, Manner
from studio.voice.telling import Found
from studio.voice.words import Heard

NAME_PAUSE_S = 1.5
"""The longest pause between the studio's name and a command."""
JOIN_S = 0.9
"""Phrases may have pauses within; longer ones part them."""
_MORE_S = 0.5
"""So long the rest of a longer phrase is waited for, where one begins with another."""
_REST_S = 0.5
"""What begins sooner behind a command is the rest of it, that a pause parted from it."""
_MARGIN = round(0.15 * RATE)
_MOST_PARTS = 5
_NEAR = 1.3
"""A score up to which it is told what was nearly said."""
_LONGER = 1.4
"""So much farther may be what explains more of what was said: one phrase may end like another."""
_MOST_CUTS = 6


@dataclass(frozen=True, slots=True)
class _Opening:
    """Words that were told and may go on, and where they began."""

    first: int
    words: str


@dataclass(frozen=True, slots=True)
class _Named:
    """The studio's name was said, and no whole command yet behind it.

    Attributes:
        first: Where the name began.
        until: Where a command has to begin at the latest; it may have pauses within and go on.
        opening: What was told of a command's words; None where nothing was.
    """

    first: int
    until: int
    opening: _Opening | None = None


class HandsFree:
    """Judges what is said between two pauses once the pause behind it is long enough.

    A phrase with pauses of its own is judged with what came before it as well.

    Args:
        tape: Has the sound.
        known: What may be said.
        tell: Takes what was found; gives whether it is certain that a person has said it.
    """

    def __init__(self, tape: Tape, known: Known, tell: Callable[[Found], bool]) -> None:
        self._tape = tape
        self._known = known
        self._tell_found = tell
        self._segmenter = Segmenter(tape.end)
        self._parts: list[Segment] = []
        self._named: _Named | None = None
        self._whole: Found | None = None
        self._awaited: frozenset[str] = frozenset()
        self._judged_to = tape.end
        self._told_to = 0

    def await_answers(self, ids: Collection[str]) -> None:
        """Take these phrases without the name too, until others are awaited, or none."""
        self._awaited = frozenset(ids)

    def push(self, samples: Samples) -> None:
        """What was just written on the tape."""
        for segment in self._segmenter.push(samples):
            self._take(segment)
        self._finish_whole()

    def forget(self) -> None:
        """Nothing that was said until now is part of anything that comes."""
        self._segmenter = Segmenter(self._tape.end)
        self._parts.clear()
        self._named = None
        self._whole = None
        self._judged_to = self._tape.end

    def _take(self, segment: Segment) -> None:
        self._whole = None
        if segment.first < self._judged_to:
            return
        if self._parts and segment.first - self._parts[-1].last > JOIN_S * RATE:
            self._parts.clear()
            if self._named is not None and self._named.opening is not None:
                self._named = None
        self._parts.append(segment)
        del self._parts[:-_MOST_PARTS]
        if segment.seconds < LONGEST_S:
            self._judge_parts()

    def _judge_parts(self) -> None:
        if self._known.name:
            if not self._is_awaited_answer():
                self._judge_named()
            return
        best, first = self._best(taught.HANDS_FREE)
        last = self._parts[-1].last
        heard = self._words_of(first, last)
        is_near = bool(best.guesses) and best.guesses[0].score <= _NEAR
        if best.taught or heard.words or is_near:
            self._tell(Found(first, last, best, heard))

    def _is_awaited_answer(self) -> bool:
        """Whether what was said is an answer that is awaited, said alone; then it is told."""
        part = self._parts[-1]
        is_behind_name = self._named is not None and part.first <= self._named.until
        if not self._awaited or is_behind_name or len(self._parts) > 1:
            return False
        judged = self._judged(part.first, part.last, taught.NAMED)
        if judged.taught not in self._awaited:
            return False
        self._tell(Found(part.first, part.last, judged, self._words_of(part.first, part.last)))
        return True

    def _best(
        self, manner: Manner, after: int = 0, until: float = math.inf
    ) -> tuple[Judgement, int]:
        """The best of the last part alone and with those before it; and where it begins.

        Args:
            manner: How strictly it is judged.
            after: Where it begins at the earliest.
            until: And at the latest.
        """
        last = self._parts[-1].last
        best, begin = Judgement(), self._parts[-1].first
        for part in reversed(self._parts):
            if part.first < after:
                break
            if part.first > until:
                continue
            judged = self._judged(part.first, last, manner)
            if _is_better(judged, best):
                best, begin = judged, part.first
        return best, begin

    # ------------------------------------------------------------------------------- the name

    def _judge_named(self) -> None:
        part = self._parts[-1]
        if self._named is not None and self._parts[0].first > self._named.until:
            self._named = None
        if (named := self._named) is not None:
            # What began in time may go on after a pause; until it is whole it may as well be talk.
            is_rest = named.opening is not None or part.first > named.until
            best, first = self._best(taught.NAMED, named.first + 1, named.until)
            if best.taught or not (is_rest or self._is_name(part)):
                begin = first if best.taught else part.first
                self._tell_named(named, part, best, self._words_of(begin, part.last), begin)
                return
        if self._is_name(part):
            self._named = _Named(part.first, part.last + round(NAME_PAUSE_S * RATE))
            self._parts.clear()
            self._tell(Found(part.first, part.last, is_named=True, is_call=True))
            return
        cut = self._name_within(part)
        if cut:
            begin = part.first + cut
            judged = self._judged(begin, part.last, taught.NAMED)
            heard = self._words_of(begin, part.last)
            self._named = _after(_Named(part.first, begin), judged, heard, begin)
            self._parts = [Segment(begin, part.last, part.decided)]
            self._tell(Found(part.first, part.last, judged, heard, is_named=True))
        elif named is not None and (opening := named.opening) is not None:
            self._named = None
            heard = self._words_of(opening.first, part.last)
            # Where nothing new is heard in it, it was said to viewers.
            if heard.words and heard.words[0] != opening.words:
                self._tell_named(named, part, Judgement(), heard, opening.first)

    def _tell_named(
        self, named: _Named, part: Segment, judged: Judgement, heard: Heard, begin: int
    ) -> None:
        self._named = _after(named, judged, heard, begin)
        untold = [one.first for one in self._parts if one.first >= self._told_to]
        new_from = min(untold, default=part.first)
        self._tell(Found(named.first, part.last, judged, heard, is_named=True, new_from=new_from))

    def _is_name(self, part: Segment) -> bool:
        speech = self._speech(part.first, part.last)
        return bool(self._known.judge(speech, self._known.name, taught.CALLED).taught)

    def _name_within(self, part: Segment) -> int:
        """Where the name ends that something begins with, in samples from there; 0 without it."""
        speech = self._tape.read(part.first, part.last)
        name = self._known.name
        best, cut = 1.0, 0
        for place in _cuts(speech, name.shortest_s, name.longest_s):
            judged = self._known.judge(speech[:place], name, taught.NAMED)
            if judged.guesses and judged.guesses[0].score < best:
                best, cut = judged.guesses[0].score, place
        return cut

    # -------------------------------------------------------------------------------- telling

    def _tell(self, found: Found) -> None:
        if found.judged.may_go_on:
            # A longer phrase begins just so: it is told unless more of that one comes.
            self._whole = replace(found, judged=replace(found.judged, may_go_on=False))
            return
        self._whole = None
        self._told_to = found.last
        is_certain = self._tell_found(found)
        if found.judged.taught and is_certain:
            self._parts.clear()
            self._named = None
            self._judged_to = found.last + round(_REST_S * RATE)

    def _finish_whole(self) -> None:
        whole = self._whole
        if whole is None or self._segmenter.is_speaking:
            return
        if self._tape.end > whole.last + round(_MORE_S * RATE):
            self._tell(whole)

    # ------------------------------------------------------------------------------ what was said

    def _judged(self, first: int, last: int, manner: Manner) -> Judgement:
        return self._known.judge(self._speech(first, last), self._known.commands, manner)

    def _speech(self, first: int, last: int) -> Samples:
        """What was said there, without what is not speech at its ends."""
        samples = self._tape.read(first - _MARGIN, last + _MARGIN)
        begin, end = speech_in(samples, self._segmenter.noise)
        return samples[begin:end]

    def _words_of(self, first: int, last: int) -> Heard:
        if self._known.engine is None or last - first >= LONGEST_S * RATE:
            return Heard()
        return self._known.words_in(self._tape.read(first - _MARGIN, last + _MARGIN))


def _after(named: _Named, judged: Judgement, heard: Heard, begin: int) -> _Named | None:
    """What the next part belongs to; what was taught ends it once it is told."""
    if heard.may_go_on:
        return replace(named, opening=_Opening(begin, heard.words[0]))
    is_done = bool(heard.words) and not judged.may_go_on
    return None if is_done else named


def _is_better(longer: Judgement, shorter: Judgement) -> bool:
    if bool(longer.taught) != bool(shorter.taught):
        return bool(longer.taught)
    most = _LONGER if longer.taught else 1.0
    return _score(longer.guesses) < most * _score(shorter.guesses)


def _score(guesses: Sequence[Guess]) -> float:
    return guesses[0].score if guesses else np.inf


def _cuts(speech: Samples, shortest_s: float, longest_s: float) -> list[int]:
    """Where a name of about that length may end: where it is quietest, the best few places."""
    levels = levels_db(speech)
    levels = np.convolve(levels, np.ones(5, np.float32) / 5, "same")
    first, last = round(shortest_s * 75), round(longest_s * 130)
    inner = levels[first : min(last, len(levels) - 20)]
    places: list[int] = []
    for offset in np.argsort(inner):
        place = first + int(offset)
        if all(abs(place - other) > 6 for other in places):
            places.append(place)
        if len(places) == _MOST_CUTS:
            break
    return [place * FRAME for place in places]
