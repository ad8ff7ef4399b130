"""A show in which people speak commands amid what they tell viewers, and what its recording has.

What is said comes in *rounds*: words to viewers, a command, words to viewers again. All of it is
people's recordings (`tests.harness.readings`), said into a virtual microphone; each round is found
again in the recording by its words to viewers.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from studio.audio.clips import pieces_of
from studio.model.voice import NAME, TaughtCommand
from studio.voice.segments import Segmenter
from studio.voice.sound import RATE as VOICE_RATE
from studio.voice.sound import at_rate
from studio.voice.takes import make_take
from tests.harness.pulse import RATE
from tests.harness.readings import COUNT, in_room, phrase_said, rendition, seconds_said

CLIPS_VARIABLE = "EARSHOT_VOICE_CLIPS"
"""Names a folder with more people's recordings; without it readings alone are told to viewers."""

COMMANDS = (
    "card.next",
    "card.hide",
    "status.live",
    "status.muted",
    "status.on_air",
    "status.works",
    "status.time",
    "status.loudness",
)
"""What is commanded: harmless things, for which the readings' phrases 1 to 8 stand; 0 is the name.

The other phrases are told to viewers.
"""

_FIRST_TURN = 3
"""Those before it were taught."""
_SENTENCE_S = 0.7, 2.6
_HUM = 0.0005
_CELL_S = 0.005
_CELL = round(_CELL_S * RATE)
_REACH_S = 0.7
"""No cut reaches farther from what was said."""
_SOUNDING = 0.004
"""What is softer than this is no word."""
_PIECE_S = 0.3
_IS_IT = 0.8
_BROKEN_S = 0.012
_ASTRAY_S = 0.03
"""So far a command may lie from its place in a round, by a device's clock."""

Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Span:
    """A stretch of a round, in seconds from its beginning."""

    began: float
    ended: float

    @property
    def place(self) -> slice:
        return slice(round(self.began * RATE), round(self.ended * RATE))


@dataclass(frozen=True)
class Round:
    """Words to viewers, a command, and words to viewers again.

    Attributes:
        command: Which one.
        sound: All of it, shape (frames,), at 48 kHz.
        commands: The same without the words to viewers.
        said: What viewers must not hear: the command, and the name before it.
        wanted: The words to viewers, before and behind.
        pressed: When the key is pressed; None without it.
        released: When it is let go.
    """

    command: str
    sound: Sound
    commands: Sound
    said: tuple[Span, ...]
    wanted: tuple[Span, Span]
    pressed: float | None = None
    released: float | None = None

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE


@dataclass(frozen=True)
class Found:
    """What a recording has of a round.

    Attributes:
        command: Which one.
        energy_db: Of what is recorded in place of the command, against the command's; as the
            others, of that third of a second in which it is most.
        correlation: Of the two, 0 to 1.
        rest_db: How loud the command itself is in what is recorded, against how it was said.
        lost_s: Wanted speech that is lost, before the command and behind it, as far as a cut may
            reach.
        dropped_s: The same farther away: what a busy machine dropped of the microphone's sound.
        likeness: Of the wanted speech to what was said, on the worse side; 0 to 1.
        was_understood: It was recognised as this command.
    """

    command: str
    energy_db: float
    correlation: float
    rest_db: float
    lost_s: tuple[float, float]
    dropped_s: float
    likeness: float
    was_understood: bool = False

    def __str__(self) -> str:
        return json.dumps({k: getattr(self, k) for k in self.__dataclass_fields__})


def known() -> tuple[TaughtCommand, ...]:
    """The name and the commands, said three times each."""
    return tuple(
        TaughtCommand(
            name or NAME,
            name,
            title=name or "Earshot",
            takes=tuple(make_take(rendition(phrase, turn)) for turn in range(_FIRST_TURN)),
        )
        for phrase, name in enumerate(("", *COMMANDS))
    )


# ------------------------------------------------------------------------------------ what is said


@dataclass(frozen=True)
class _Words:
    """Something said: its sound with its echo, and how long it is without."""

    sound: Sound
    seconds: float


def _words(said: NDArray[np.float32], turn: int, seed: int) -> _Words:
    sound = soxr.resample(in_room(said, turn, 0.0, seed=seed), VOICE_RATE, RATE)
    return _Words(sound.astype(np.float32), seconds_said(len(said), turn))


def _phrase(phrase: int, turn: int) -> _Words:
    return _words(phrase_said(phrase), turn, 100 * phrase + turn)


@cache
def _told_to_viewers() -> tuple[NDArray[np.float32], ...]:
    """What many people said, from one pause to the next; without their recordings readings."""
    folder = Path(os.environ.get(CLIPS_VARIABLE, ""))
    if not (folder / "index.csv").is_file():
        return tuple(phrase_said(phrase) for phrase in range(1 + len(COMMANDS), COUNT))
    with (folder / "index.csv").open(encoding="utf-8") as file:
        files = [folder / row["file"] for row in csv.DictReader(file) if row["set"] == "sti"]
    return tuple(part for file in files for part in _sentences(file))


def _sentences(file: Path) -> Iterator[NDArray[np.float32]]:
    pieces = list(pieces_of(file))
    whole = at_rate(np.concatenate([samples for samples, _rate in pieces]), pieces[0][1])
    padded = np.concatenate([whole, np.zeros(VOICE_RATE, np.float32)])
    for segment in Segmenter().push(padded):
        if _SENTENCE_S[0] < segment.seconds < _SENTENCE_S[1]:
            yield whole[segment.first : segment.last]


class Script:
    """Makes rounds; the same again with the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = np.random.default_rng(seed)
        self._count = 0

    def held(self) -> Round:
        """As near as hands let it be: word, key, command, key, word."""
        before, command, behind, name = self._next()
        dice = self._dice
        at = 0.3
        parts = [(at, before, False)]
        pressed = at + before.seconds + dice.uniform(0.02, 0.08)
        at = pressed + dice.uniform(0.06, 0.15)
        parts.append((at, command, True))
        released = at + command.seconds + dice.uniform(0.02, 0.08)
        parts.append((released + dice.uniform(0.04, 0.15), behind, False))
        return _round(name, parts, 0.6, pressed, released)

    def hands_free(self) -> Round:
        """With a pause before the name and behind the command, and now and then between."""
        before, command, behind, name = self._next()
        dice = self._dice
        at = 0.3
        parts = [(at, before, False)]
        at += before.seconds + dice.uniform(0.45, 0.8)
        called = _phrase(0, _FIRST_TURN + self._count)
        parts.append((at, called, True))
        at += called.seconds + (0.0, 0.3, 0.7, 1.3)[self._count % 4] + dice.uniform(0.0, 0.1)
        parts.append((at, command, True))
        at += command.seconds + dice.uniform(0.45, 0.8)
        parts.append((at, behind, False))
        return _round(name, parts, 1.0)

    def _next(self) -> tuple[_Words, _Words, _Words, str]:
        """Words to viewers, a command, words to viewers again, all in the same room; its name."""
        number, self._count = self._count, self._count + 1
        turn = _FIRST_TURN + number
        told = _told_to_viewers()
        one, other = self._dice.permutation(len(told))[:2]
        which = number % len(COMMANDS)
        return (
            _words(told[one], turn, 2 * number),
            _phrase(1 + which, turn),
            _words(told[other], turn, 2 * number + 1),
            COMMANDS[which],
        )


def _round(
    command: str,
    parts: Sequence[tuple[float, _Words, bool]],
    rest_s: float,
    pressed: float | None = None,
    released: float | None = None,
) -> Round:
    last_at, last, _is_command = parts[-1]
    count = round((last_at + last.seconds + rest_s) * RATE)
    sound = np.random.default_rng(len(parts)).normal(0, _HUM, count).astype(np.float32)
    commands = np.zeros(count, np.float32)
    said, wanted = [], []
    for at, words, is_command in parts:
        first = round(at * RATE)
        room = sound[first : first + len(words.sound)]
        room += words.sound[: len(room)]
        span = Span(at, at + words.seconds)
        if is_command:
            commands[first : first + len(room)] += words.sound[: len(room)]
            said.append(span)
        else:
            wanted.append(span)
    before, behind = wanted
    return Round(command, sound, commands, tuple(said), (before, behind), pressed, released)


# --------------------------------------------------------------------------------- what is found


def find(out: Sound, one: Round, expected: float, astray_s: float) -> float:
    """Where a round is in a recording, in seconds, by its first words to viewers.

    Args:
        out: What was recorded.
        one: The round.
        expected: Where it should begin.
        astray_s: How wrong that may be.
    """
    begins = one.wanted[0].began
    places = [
        _placed(out, one, Span(begins + at, begins + at + _PIECE_S), expected, astray_s)
        for at in (0.2, 0.5)
    ]
    return max(places, key=lambda place: place[1])[0]


def is_whole(heard: Sound, one: Round, at: float) -> bool:
    """Whether a microphone heard a round from then on without a gap, as it was said."""
    sides = [_words_found(heard, one, _pieces(span), at) for span in one.wanted]
    return all(
        abs(begins - at) < _BROKEN_S and not len(holes) and likeness > _IS_IT
        for begins, holes, likeness in sides
    )


def found(out: Sound, one: Round, at: float) -> Found:
    """What a recording has of a round that is about there."""
    before, behind = one.wanted
    first, holes_before, alike_before = _words_found(out, one, _pieces(before), at)
    # From its end, for there it is far from the command.
    _last, holes_behind, alike_behind = _words_found(out, one, _pieces(behind)[::-1], at)
    near_before = holes_before[holes_before > one.said[0].began - _REACH_S]
    near_behind = holes_behind[holes_behind < one.said[-1].ended + _REACH_S]
    far = len(holes_before) + len(holes_behind) - len(near_before) - len(near_behind)
    energies, correlations, rests = zip(
        *(_rest_of(out, one, piece, first) for piece in _spoken_pieces(one)), strict=True
    )
    return Found(
        one.command,
        max(energies),
        max(correlations),
        max(rests),
        (len(near_before) * _CELL_S, len(near_behind) * _CELL_S),
        far * _CELL_S,
        min(alike_before, alike_behind),
    )


def _pieces(span: Span) -> list[Span]:
    """So short that a device's clock does not run away within one."""
    edges = np.linspace(
        span.began, span.ended, max(1, round((span.ended - span.began) / _PIECE_S)) + 1
    )
    return [Span(float(a), float(b)) for a, b in itertools.pairwise(edges)]


def _spoken_pieces(one: Round) -> list[Span]:
    """Those of the command in which it is not almost silent itself."""
    pieces = [piece for span in one.said for piece in _pieces(span)]
    loudness = [float(np.square(one.commands[piece.place]).mean()) for piece in pieces]
    return [
        piece
        for piece, loud in zip(pieces, loudness, strict=True)
        if loud > max(max(loudness) / 100, _SOUNDING**2)
    ]


def _words_found(
    out: Sound, one: Round, pieces: Sequence[Span], at: float
) -> tuple[float, NDArray[np.float64], float]:
    """Where a round begins by some words, which cells of these are lost, and how alike they are."""
    astray_s = 0.1
    holes, likenesses = [], []
    for piece in pieces:
        begins, likeness = _placed(out, one, piece, at, astray_s)
        likenesses.append(likeness)
        if likeness > _IS_IT:
            at, astray_s = begins, _ASTRAY_S / 2
        holes.append(_holes(out, one, piece, at))
    return at, np.concatenate(holes), float(np.median(likenesses))


def _placed(
    out: Sound, one: Round, span: Span, expected: float, astray_s: float
) -> tuple[float, float]:
    """Where a round begins by some of its words, and how alike these are."""
    words = one.sound[span.place]
    first = round((expected + span.began - astray_s) * RATE)
    there = _cut(out, first, len(words) + round(2 * astray_s * RATE))
    products = np.abs(_correlate(there, words))
    squares = np.concatenate(([0.0], np.cumsum(np.square(there, dtype=np.float64))))
    energies = squares[len(words) :] - squares[: len(squares) - len(words)]
    whole = float(np.square(words, dtype=np.float64).sum())
    # Where it is far softer than the words, it is not the words.
    likenesses = products / np.sqrt(whole * np.maximum(energies, whole / 100))
    shift = int(likenesses.argmax())
    return (first + shift) / RATE - span.began, float(likenesses[shift])


def _cut(out: Sound, first: int, count: int) -> Sound:
    """A stretch of it; beyond its ends there is nothing."""
    made = np.zeros(count, np.float32)
    begin = max(0, first)
    there = out[begin : max(begin, first + count)]
    made[begin - first : begin - first + len(there)] = there
    return made


def _correlate(where: Sound, what: Sound) -> NDArray[np.float64]:
    """Their product at each place at which it fits in."""
    size = 1 << (len(where) + len(what)).bit_length()
    spectrum = np.fft.rfft(where, size) * np.conj(np.fft.rfft(what, size))
    return np.fft.irfft(spectrum, size)[: len(where) - len(what) + 1]


def _rest_of(out: Sound, one: Round, span: Span, begins: float) -> tuple[float, float, float]:
    """What is left of a command: energy, correlation and share, as in `Found`."""
    command = one.commands[span.place].astype(np.float64)
    first = round((begins + span.began) * RATE)
    got = _cut(out, first, len(command)).astype(np.float64)
    whole = float(command @ command)
    energy_db = 10 * np.log10(float(got @ got) / whole + 1e-12)
    astray = round(_ASTRAY_S * RATE)
    around = _cut(out, first - astray, len(command) + 2 * astray)
    product = float(np.abs(_correlate(around, command.astype(np.float32))).max())
    norm = float(np.linalg.norm(got) * np.linalg.norm(command))
    # Against what a codec makes of silence, anything correlates by chance.
    correlation = product / norm if norm and energy_db > -70 else 0.0
    return energy_db, min(1.0, correlation), 20 * np.log10(product / whole + 1e-6)


def _holes(out: Sound, one: Round, span: Span, begins: float) -> NDArray[np.float64]:
    """Where words are not there, in seconds of the round: cells with less than a quarter of them.

    The command's echo under them is none of them.
    """
    first = round((begins + span.began) * RATE)
    words = one.sound[span.place] - one.commands[span.place]
    count = len(words) // _CELL
    before = _powers(words[: count * _CELL])
    after = _powers(_cut(out, first, count * _CELL))
    lost = (before > _SOUNDING**2) & (after < before / 4)
    return np.asarray(span.began + np.flatnonzero(lost) * _CELL_S, np.float64)


def _powers(sound: Sound) -> NDArray[np.float32]:
    return np.square(sound).reshape(-1, _CELL).mean(axis=1)
