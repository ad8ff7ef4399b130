"""What is said to the studio: stretches of sound in, utterances out, all on one thread."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.model.voice import (
    FADES_S,
    NAME,
    Guess,
    Listening,
    Recording,
    TaughtCommand,
    Utterance,
)
from studio.voice import taught
from studio.voice.segments import LONGEST_S, Segment, Segmenter, speech_in
from studio.voice.sound import FRAME, RATE, Samples, levels_db
from studio.voice.takes import CLIPPED_SHARE, features_of, make_recording, peak_of, share_at_limit
from studio.voice.taught import Judgement, Manner, Vocabulary
from studio.voice.words import WordEngine

log = logging.getLogger(__name__)

NAME_PAUSE_S = 1.5
"""The longest pause between the studio's name and a command."""
JOIN_S = 0.9
"""Phrases may have pauses within; longer ones part them."""
TAIL_S = 0.06
"""Behind the key's release, for fingers are quicker than tongues."""
HEAD_S = 0.12
"""Before its press, for the same reason."""
_MORE_S = 0.5
"""So long the rest of a longer phrase is waited for, where one begins with another."""
_REST_S = 0.5
"""What begins sooner behind a command is the rest of it, that a pause parted from it."""
_TAKE_PAUSE_S = 0.6
"""A phrase that is being taught may have longer pauses within."""
_MARGIN = round(0.15 * RATE)
_TAPE = round((LONGEST_S + 5) * RATE)
_MOST_PARTS = 5
_NEAR = 1.3
"""A score up to which it is told what was nearly said."""
_MOST_CUTS = 6
_SILENT_S = 0.7
"""Who holds the key for longer has said something; a shorter press may be a slip."""
_SILENT = 0.001
"""The peak below which a microphone gives nothing: any room is louder."""
_OWN_VOICES = 200


class Tape:
    """The last seconds of a stream, by the sample's place in it."""

    def __init__(self) -> None:
        self._kept = np.zeros(2 * _TAPE, np.float32)
        self._first = 0
        self._count = 0

    @property
    def end(self) -> int:
        return self._first + self._count

    def write(self, samples: Samples) -> None:
        samples = samples[-_TAPE:]
        if self._count + len(samples) > len(self._kept):
            dropped = self._count - _TAPE
            self._kept[:_TAPE] = self._kept[dropped : self._count]
            self._first += dropped
            self._count = _TAPE
        self._kept[self._count : self._count + len(samples)] = samples
        self._count += len(samples)

    def read(self, first: int, last: int) -> Samples:
        begin = max(0, first - self._first)
        return self._kept[begin : max(begin, min(self._count, last - self._first))].copy()


@dataclass(frozen=True, slots=True)
class _Named:
    """The studio's name was said, and nothing yet behind it.

    Attributes:
        first: Where the name began.
        until: Where a command has to begin at the latest.
    """

    first: int
    until: int


@dataclass(frozen=True, slots=True)
class _Whole:
    """A phrase with which a longer one begins: it is told unless more of that one comes.

    Attributes:
        tell: Tells it.
        until: Where more has to begin at the latest.
    """

    tell: Callable[[], None]
    until: int


class Listener:
    """Finds utterances in what a microphone gives.

    Hands-free, what is said between two pauses is judged once the pause behind it is long enough;
    a phrase with pauses of its own is judged with what came before it as well. While the key is
    held nothing is judged before it is let go.

    Args:
        heard: Takes what was heard.
    """

    def __init__(self, heard: Callable[[Utterance], None]) -> None:
        self._heard = heard
        self._mode = Listening.OFF
        self._commands = Vocabulary(())
        self._name = Vocabulary(())
        self._words: WordEngine | None = None
        self._then: Callable[[Recording], None] | None = None
        self._tape = Tape()
        self._segmenter = Segmenter()
        self._origin = 0.0
        self._parts: list[Segment] = []
        self._named: _Named | None = None
        self._whole: _Whole | None = None
        self._awaited: frozenset[str] = frozenset()
        self._held_from: float | None = None
        self._held_to: float | None = None
        self._judged_to = 0
        self._told_to = 0
        self._own: list[tuple[float, float]] = []

    # -------------------------------------------------------------------------------- wishes

    def use(self, phrases: Sequence[TaughtCommand]) -> None:
        """Listen for these phrases from now on; the one with the id `NAME` is the name."""
        self._commands = Vocabulary([one for one in phrases if one.id != NAME])
        self._name = Vocabulary([one for one in phrases if one.id == NAME])

    def listen(self, mode: Listening) -> None:
        if mode is not self._mode:
            self._mode = mode
            self._forget()

    def await_answers(self, ids: Collection[str]) -> None:
        """Take these phrases without the name too, until others are awaited, or none."""
        self._awaited = frozenset(ids)

    def ask_for_take(self, then: Callable[[Recording], None] | None) -> None:
        """Give the next thing said to `then` and recognise nothing meanwhile; None ends that."""
        self._then = then
        # Until now it may not have been looked for speech; and what began before is no take.
        self._forget()

    def use_words(self, engine: WordEngine | None) -> None:
        self._words = engine

    def own_voice(self, began: float, ended: float) -> None:
        """The studio's own voice sounded."""
        if self._own and 0 <= began - self._own[-1][1] < 0.1:
            self._own[-1] = (self._own[-1][0], max(ended, self._own[-1][1]))
        else:
            self._own.append((began, ended))
        del self._own[:-_OWN_VOICES]

    def hold(self, at: float) -> None:
        """The key was pressed."""
        self._held_from, self._held_to = at, None
        if self._words is not None:
            self._words.begin()
            self._push_words(self._tape.read(self._place(at - HEAD_S), self._tape.end))

    def let_go(self, at: float) -> None:
        """The key was released; the answer comes with the sound that follows within `TAIL_S`."""
        if self._held_from is not None and self._held_to is None:
            self._held_to = at

    # --------------------------------------------------------------------------------- sound

    def push(self, samples: Samples, at: float) -> None:
        """Give the next stretch.

        Args:
            samples: At `RATE`.
            at: When the first of them was taken.
        """
        expected = self._origin + self._tape.end / RATE
        if abs(at - expected) > 0.2:  # sound was lost, or another microphone took over
            self._forget()
        self._origin = at - self._tape.end / RATE
        self._tape.write(samples)
        if self._held_from is not None:
            self._push_held(samples)
        elif self._mode is Listening.HANDS_FREE or self._then is not None:
            for segment in self._segmenter.push(samples):
                self._take(segment)
            self._finish_take()
            self._finish_whole()

    @property
    def is_waiting(self) -> bool:
        """The key was let go, and its last sound is still to come."""
        return self._held_to is not None

    def decide(self) -> None:
        """Judge what was said while the key was held, with what there is of it."""
        began, ended = self._held_from, self._held_to
        self._held_from = self._held_to = None
        if began is None or ended is None:
            return
        first, last = self._place(began - HEAD_S), self._place(ended + TAIL_S)
        self._forget()
        samples = self._tape.read(first, last)
        words = self._finish_words()
        if (then := self._then) is not None:
            self._then = None
            then(make_recording(samples))
            return
        begin, end = speech_in(samples)
        judged = self._judgement(samples[begin:end], self._commands, taught.HELD)
        self._tell(
            first + begin,
            first + end,
            judged,
            words=words,
            is_held=True,
            is_silent=ended - began > _SILENT_S and peak_of(samples) < _SILENT,
            is_clipped=share_at_limit(samples[begin:end]) > CLIPPED_SHARE,
        )

    def _push_held(self, samples: Samples) -> None:
        self._push_words(samples)
        if self._held_to is not None:
            if self._time(self._tape.end) >= self._held_to + TAIL_S:
                self.decide()
        elif self._held_from is not None:
            longest = self._held_from + LONGEST_S
            if self._time(self._tape.end) > longest:  # the release was lost
                self._held_to = longest
                self.decide()

    # ----------------------------------------------------------------------------- hands-free

    def _take(self, segment: Segment) -> None:
        self._whole = None
        if segment.first < self._judged_to:
            return
        if self._parts and segment.first - self._parts[-1].last > self._join_s * RATE:
            self._parts.clear()
        self._parts.append(segment)
        del self._parts[:-_MOST_PARTS]
        if self._then is None and segment.seconds < LONGEST_S:
            self._judge_parts()

    @property
    def _join_s(self) -> float:
        return _TAKE_PAUSE_S if self._then is not None else JOIN_S

    def _finish_take(self) -> None:
        """A take is given once it is sure that nothing more of it follows."""
        if (then := self._then) is None or not self._parts or self._segmenter.is_speaking:
            return
        first, last = self._parts[0].first, self._parts[-1].last
        if self._tape.end - last >= _TAKE_PAUSE_S * RATE:
            self._then = None
            self._parts.clear()
            self._judged_to = self._tape.end
            then(make_recording(self._tape.read(first - _MARGIN * 2, last + _MARGIN * 2)))

    def _finish_whole(self) -> None:
        whole = self._whole
        if whole is not None and not self._segmenter.is_speaking and self._tape.end > whole.until:
            whole.tell()

    def _judge_parts(self) -> None:
        if self._name:
            if not self._is_awaited_answer():
                self._judge_named()
            return
        best, first = self._best(taught.HANDS_FREE)
        last = self._parts[-1].last
        words = self._words_of(first, last)
        is_near = bool(best.guesses) and best.guesses[0].score <= _NEAR
        if best.taught or words or is_near:
            self._tell(first, last, best, words=words)

    def _is_awaited_answer(self) -> bool:
        """Whether what was said is an answer that is awaited, said alone; then it is told."""
        part = self._parts[-1]
        is_behind_name = self._named is not None and part.first <= self._named.until
        if not self._awaited or is_behind_name or len(self._parts) > 1:
            return False
        speech = self._speech(part.first, part.last)
        judged = self._judgement(speech, self._commands, taught.NAMED)
        if judged.taught not in self._awaited:
            return False
        self._tell(part.first, part.last, judged, words=self._words_of(part.first, part.last))
        return True

    def _best(self, manner: Manner, after: int = 0) -> tuple[Judgement, int]:
        """The best of the last part alone and with those before it; and where it begins."""
        last = self._parts[-1].last
        best, begin = Judgement(), self._parts[-1].first
        for part in reversed(self._parts):
            if part.first < after:
                break
            judged = self._judgement(self._speech(part.first, last), self._commands, manner)
            if _is_better(judged, best):
                best, begin = judged, part.first
        return best, begin

    def _judge_named(self) -> None:
        part = self._parts[-1]
        if self._named is not None:
            if part.first <= self._named.until:
                best, _first = self._best(taught.NAMED, self._named.first + 1)
                if best.taught or not self._is_name(part):
                    self._tell_named(self._named.first, part, best)
                    return
            self._named = None
        if self._is_name(part):
            self._named = _Named(part.first, part.last + round(NAME_PAUSE_S * RATE))
            self._parts.clear()
            self._tell(part.first, part.last, Judgement(), is_named=True, is_call=True)
            return
        cut = self._name_within(part)
        if cut:
            begin = part.first + cut
            speech = self._speech(begin, part.last)
            judged = self._judgement(speech, self._commands, taught.NAMED)
            words = self._words_of(begin, part.last)
            self._tell(part.first, part.last, judged, words=words, is_named=True)

    def _tell_named(self, first: int, part: Segment, judged: Judgement) -> None:
        words = self._words_of(part.first, part.last)
        if judged.taught or words:
            self._named = None
        untold = [one.first for one in self._parts if one.first >= self._told_to]
        new_from = min(untold, default=part.first)
        self._tell(first, part.last, judged, words=words, is_named=True, new_from=new_from)

    def _is_name(self, part: Segment) -> bool:
        speech = self._speech(part.first, part.last)
        return bool(self._judgement(speech, self._name, taught.NAMED).taught)

    def _name_within(self, part: Segment) -> int:
        """Where the name ends that something begins with, in samples from there; 0 without it."""
        speech = self._tape.read(part.first, part.last)
        best, cut = 1.0, 0
        for place in _cuts(speech, self._name.shortest_s, self._name.longest_s):
            judged = self._judgement(speech[:place], self._name, taught.NAMED)
            if judged.guesses and judged.guesses[0].score < best:
                best, cut = judged.guesses[0].score, place
        return cut

    def _speech(self, first: int, last: int) -> Samples:
        """What was said there, without what is not speech at its ends."""
        samples = self._tape.read(first - _MARGIN, last + _MARGIN)
        begin, end = speech_in(samples, self._segmenter.noise)
        return samples[begin:end]

    def _judgement(self, speech: Samples, phrases: Vocabulary, manner: Manner) -> Judgement:
        seconds = len(speech) / RATE
        if not phrases.may_be(seconds):
            return Judgement()
        return phrases.judge(features_of(speech), manner, seconds)

    # -------------------------------------------------------------------------------- telling

    def _tell(
        self,
        first: int,
        last: int,
        judged: Judgement,
        *,
        words: tuple[str, ...] = (),
        is_held: bool = False,
        is_named: bool = False,
        is_silent: bool = False,
        is_clipped: bool = False,
        is_call: bool = False,
        new_from: int | None = None,
    ) -> None:
        if judged.may_go_on and not is_held:
            told = replace(judged, may_go_on=False)
            self._whole = _Whole(
                lambda: self._tell(
                    first, last, told, words=words, is_named=is_named, new_from=new_from
                ),
                last + round(_MORE_S * RATE),
            )
            return
        self._whole = None
        self._told_to = last
        began, ended = self._time(first), self._time(last)
        over_voice = sum(
            max(0.0, min(ended, until) - max(began, since)) for since, until in self._own
        )
        # What the studio itself says is no command; held, only the end of it may be heard.
        is_certain = over_voice < FADES_S if is_held else over_voice == 0.0
        if judged.taught and is_certain and not is_held:
            self._parts.clear()
            self._named = None
            self._judged_to = last + round(_REST_S * RATE)
        engine = self._words
        self._heard(
            Utterance(
                began=began,
                ended=ended,
                is_held=is_held,
                is_named=is_named,
                guesses=judged.guesses,
                taught=judged.taught if is_certain else "",
                words=words if is_certain else (),
                language=engine.language if engine is not None and words else "",
                over_voice=over_voice,
                is_silent=is_silent,
                is_clipped=is_clipped,
                is_call=is_call,
                new_from=None if new_from is None else self._time(new_from),
            )
        )

    def _words_of(self, first: int, last: int) -> tuple[str, ...]:
        if self._words is None or not 0 < last - first < LONGEST_S * RATE:
            return ()
        self._words.begin()
        self._push_words(self._tape.read(first - _MARGIN, last + _MARGIN))
        return self._finish_words()

    def _push_words(self, samples: Samples) -> None:
        if self._words is not None and len(samples):
            self._words.push((np.clip(samples, -1, 1) * 32767).astype(np.int16))

    def _finish_words(self) -> tuple[str, ...]:
        return self._words.finish() if self._words is not None else ()

    def _forget(self) -> None:
        """Nothing that was said until now is part of anything that comes."""
        self._segmenter = Segmenter(self._tape.end)
        self._parts.clear()
        self._named = None
        self._whole = None
        self._judged_to = self._tape.end

    def _place(self, at: float) -> int:
        return round((at - self._origin) * RATE)

    def _time(self, place: int) -> float:
        return self._origin + place / RATE


def _is_better(one: Judgement, other: Judgement) -> bool:
    if bool(one.taught) != bool(other.taught):
        return bool(one.taught)
    return _score(one.guesses) < _score(other.guesses)


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
