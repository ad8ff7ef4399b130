"""Recordings through the recognizer, as a microphone would give them, and what came of each.

    role,speaker,command,file
    take,ann,next slot,ann/next-1.wav      what a speaker taught
    test,ann,next slot,ann/next-room.wav   is to be recognised among that speaker's takes
    talk,,,radio.flac                      is no command at all

More columns may be there; of `condition` and `language` the results are told apart.
"""

import csv
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from studio.model.errors import StudioError
from studio.model.events import Event, UtteranceHeard
from studio.model.message import say
from studio.model.voice import NAME, Listening, Take, TaughtCommand, Utterance
from studio.threads import Post
from studio.voice.bands import WINDOW
from studio.voice.recognizer import Recognizer
from studio.voice.segments import speech_in
from studio.voice.sound import Samples, at_rate
from studio.voice.takes import make_take
from studio.voice.words import WordEngine

log = logging.getLogger(__name__)

BLOCK_S = 0.02
_BEFORE_S = 2.0
_AFTER_S = 1.2
_FAINT = 1e-4
"""As quiet as a good room."""
_STEADY_DB = 2.5
_QUIET = np.full(2, _FAINT, np.float32)
_BETWEEN_TALKS_S = 1.0
_COLUMNS = ("role", "speaker", "command", "file")
_ROLES = ("take", "test", "talk")
LENIENCIES = (0.7, 0.8, 0.9, 1.0, 1.3)
"""Those of the curve; at 1 it is as in a show."""
_SHARES = ("correct_percent", "wrong_percent", "rejected_percent")
_LABELLED = "label "
"""Before a label, so that none is the id of the name."""

Read = Callable[[Path], Iterator[tuple[Samples, int]]]
"""Gives a recording piece by piece: mono samples, and how many there are in a second."""


@dataclass(frozen=True, slots=True)
class Line:
    """One recording of the index."""

    role: str
    speaker: str
    command: str
    file: Path
    condition: str


@dataclass(frozen=True, slots=True)
class Wish:
    """How it is evaluated.

    Attributes:
        is_held: As if the key was held during each test.
        is_fast: As fast as the machine can, and not by the clock.
        name: The label of the takes that are the studio's name.
        words: Hears words beside, or instead of, the taught phrases.
        is_taught: Taught phrases are listened for.
        labels: Commands whose labels are words themselves.
        leniency: Taught phrases may be so many times as far as is near enough in a show.
    """

    is_held: bool = False
    is_fast: bool = False
    name: str = ""
    words: WordEngine | None = None
    is_taught: bool = True
    labels: frozenset[str] = frozenset()
    leniency: float = 1.0


@dataclass(slots=True)
class Tally:
    """What came of the tests of one condition."""

    correct: int = 0
    wrong: int = 0
    rejected: int = 0
    latencies: list[float] = field(default_factory=list)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    nearest: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        tests = self.correct + self.wrong + self.rejected
        return {
            "tests": tests,
            "correct": self.correct,
            "wrong": self.wrong,
            "rejected": self.rejected,
            "correct_percent": _percent(self.correct, tests),
            "wrong_percent": _percent(self.wrong, tests),
            "rejected_percent": _percent(self.rejected, tests),
            "latency_s": _latency(self.latencies),
            "confusions": [
                {"said": said, "heard": heard, "times": times}
                for (said, heard), times in self.confusions.most_common()
            ],
        }


def read_index(path: Path) -> tuple[list[Line], list[str]]:
    """Read an index; gives its recordings, and what is wrong with others, in words.

    Raises:
        StudioError: It is no index at all.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = [column.strip().lower() for column in reader.fieldnames or ()]
            reader.fieldnames = columns
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StudioError(
            say("The index {file} cannot be read: {reason}.", file=str(path), reason=str(error)),
            say("Give a table of comma separated values in UTF-8."),
        ) from error
    if any(column not in columns for column in _COLUMNS):
        raise StudioError(
            say("{file} is no index of recordings.", file=str(path)),
            say("Its first line has to name the columns: role, speaker, command, file."),
        )
    lines, problems = [], []
    for number, row in rows:
        made = _line(row, path.parent)
        if made.role not in _ROLES:
            problems.append(f"line {number}: no role such as {made.role!r}")
        elif not _is_file(made.file):
            problems.append(f"line {number}: no file {made.file}")
        elif made.role != "talk" and not made.command:
            problems.append(f"line {number}: no command")
        else:
            lines.append(made)
    return lines, problems


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for any file, or a folder that is not ours
        return False


def _line(row: dict[str, str | None], folder: Path) -> Line:
    def cell(column: str) -> str:
        return (row.get(column) or "").strip()

    apart = [cell(column) for column in ("language", "condition")]
    return Line(
        role=cell("role").lower(),
        speaker=cell("speaker"),
        command=cell("command"),
        file=folder / cell("file"),
        condition=" ".join(one for one in apart if one) or "all",
    )


class Evaluation:
    """Plays an index to the recognizer.

    Args:
        lines: Of the index.
        wish: How.
        read: Opens recordings.
        memory: How much memory the process uses now, in bytes; None where nobody knows.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        wish: Wish,
        read: Read,
        memory: Callable[[], int | None] = lambda: None,
    ) -> None:
        self._lines = lines
        self._wish = wish
        self._read = read
        self._memory = memory
        self._tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self._false: list[dict[str, Any]] = []
        self._talk_s = 0.0
        self._talk_cpu_s = 0.0
        self._played_s = 0.0
        self._calls = 0
        self.problems: list[str] = []

    def run(self) -> dict[str, Any]:
        """Do it all; gives what is printed."""
        before = self._memory()
        taught = self._taught()
        speakers = [one for one in taught if taught[one]] or [""]
        for speaker in dict.fromkeys(line.speaker for line in self._of("test")):
            self._test(speaker, taught.get(speaker, ()))
        for speaker, talks in self._talks(speakers).items():
            self._talk(speaker, taught.get(speaker, ()), talks)
        after = self._memory()
        hours = self._talk_s / 3600
        whole = Tally()
        for tally in self._tallies.values():
            whole.correct += tally.correct
            whole.wrong += tally.wrong
            whole.rejected += tally.rejected
            whole.latencies += tally.latencies
            whole.confusions += tally.confusions
        return {
            "mode": "held" if self._wish.is_held else "hands-free",
            "paced": not self._wish.is_fast,
            "leniency": self._wish.leniency,
            "speakers": len(speakers),
            "commands": {speaker: len(commands) for speaker, commands in taught.items()},
            "all": whole.as_json(),
            "conditions": {name: t.as_json() for name, t in sorted(self._tallies.items())},
            "talk": {
                "hours": round(hours, 4),
                "false_accepts": len(self._false),
                "false_accepts_per_hour": round(len(self._false) / hours, 3) if hours else None,
                "taken_for_the_name": self._calls,
                "cpu_percent_of_a_core": _percent(self._talk_cpu_s, self._played_s),
                "which": self._false,
            },
            "memory_mb": None
            if before is None or after is None
            else round((after - before) / 2**20, 1),
            "problems": self.problems,
        }

    def _of(self, role: str) -> list[Line]:
        return [line for line in self._lines if line.role == role]

    def _taught(self) -> dict[str, tuple[TaughtCommand, ...]]:
        takes: defaultdict[str, defaultdict[str, list[Take]]] = defaultdict(
            lambda: defaultdict(list)
        )
        made: dict[str, tuple[TaughtCommand, ...]] = {}
        for line in self._of("take"):
            samples = self._whole(line)
            if not len(samples):
                continue
            take = make_take(samples)
            if len(take.features) > 1:
                takes[line.speaker][line.command].append(take)
            else:
                self.problems.append(f"{line.file}: nobody speaks in it")
        name = self._wish.name
        if name and not any(name in commands for commands in takes.values()):
            self.problems.append(f"no take has the label {name!r} of the name")
        for speaker, commands in takes.items():
            made[speaker] = tuple(
                TaughtCommand(
                    id=NAME if label == name else f"{_LABELLED}{label}",
                    command=label,
                    title=label,
                    takes=tuple(spoken),
                )
                for label, spoken in commands.items()
            )
        return made if self._wish.is_taught else dict.fromkeys(made, ())

    def _talks(self, speakers: Sequence[str]) -> dict[str, list[Line]]:
        """Talk by whose commands are listened for: the speaker's own, or everybody's by turns."""
        shared: defaultdict[str, list[Line]] = defaultdict(list)
        for number, line in enumerate(self._of("talk")):
            if line.speaker in speakers:
                shared[line.speaker].append(line)
            else:
                shared[speakers[number % len(speakers)]].append(line)
        return shared

    def _test(self, speaker: str, taught: Sequence[TaughtCommand]) -> None:
        if self._wish.is_taught and not taught:
            self.problems.append(f"no takes of {speaker!r}, whose tests are in the index")
        with _Microphone(taught, self._wish) as microphone:
            for line in self._of("test"):
                if line.speaker != speaker or line.command == self._wish.name != "":
                    continue
                samples = self._whole(line)
                if not len(samples):
                    continue
                heard = microphone.say(samples)
                self._count(line, heard, microphone)

    def _count(self, line: Line, heard: Sequence["_Heard"], microphone: "_Microphone") -> None:
        tally = self._tallies[line.condition]
        known = [one for one in heard if one.label]
        labels = {one.label for one in known}
        if not labels:
            tally.rejected += 1
            tally.confusions[line.command, ""] += 1
        elif labels == {line.command}:
            tally.correct += 1
            tally.latencies.append(known[0].decided_at - microphone.speech_ended)
        else:
            tally.wrong += 1
            tally.confusions[line.command, next(iter(labels - {line.command}))] += 1

    def _talk(self, speaker: str, taught: Sequence[TaughtCommand], talks: Iterable[Line]) -> None:
        with _Microphone(taught, self._wish) as microphone:
            for line in talks:
                try:
                    for samples, rate in self._read(line.file):
                        microphone.play(samples, rate)
                        self._talk_s += len(samples) / rate
                except StudioError as error:
                    self.problems.append(str(error))
                microphone.be_silent(_BETWEEN_TALKS_S)
                for one in microphone.heard():
                    self._calls += one.utterance.is_named and one.utterance.new_from is None
                    if one.label:
                        where = {"file": str(line.file), "heard": one.label, "speaker": speaker}
                        self._false.append(where | {"at_s": round(microphone.place(one), 2)})
                microphone.begin_recording()
            self._talk_cpu_s += microphone.cpu_s
            self._played_s += microphone.played_s

    def _whole(self, line: Line) -> Samples:
        """A recording at the recognizer's rate; nothing where it cannot be read, which is told."""
        try:
            pieces = list(self._read(line.file))
        except StudioError as error:
            self.problems.append(str(error))
            return np.zeros(0, np.float32)
        if not pieces:
            self.problems.append(f"{line.file}: nothing in it")
            return np.zeros(0, np.float32)
        return at_rate(np.concatenate([samples for samples, _rate in pieces]), pieces[0][1])


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the recognizer made of something; times are those of the stream."""

    label: str
    utterance: Utterance
    decided_at: float


class _Recognizer(Recognizer):
    """One that tells what it costs.

    Attributes:
        cpu_s: Seconds of a core that it has taken, whichever thread it runs on.
    """

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self.cpu_s = 0.0

    def work_off(self) -> None:
        began = time.thread_time()
        super().work_off()
        self.cpu_s += time.thread_time() - began


class _Microphone:
    """Gives recordings to a recognizer as a microphone does: 20 ms at a time.

    By the clock the recognizer is a thread of its own, as in the studio. Otherwise it is the same
    one, but works off every block at once; how long that took is added to the time in the stream.
    """

    def __init__(self, taught: Sequence[TaughtCommand], wish: Wish) -> None:
        self._wish = wish
        self._found: list[_Heard] = []
        self._recognizer = _Recognizer(self._post)
        self._recognizer.use(taught, wish.leniency)
        self._recognizer.use_words(wish.words)
        mode = Listening.HELD if wish.is_held else Listening.HANDS_FREE
        self._recognizer.listen(mode)
        self._began = time.monotonic()
        self._at = self._began
        self._recording_at = self._at
        self._first_recording_at = self._at
        self._working_since = 0.0
        self._noise = np.random.default_rng(1)
        self._cpu_before_s = 0.0
        self.speech_ended = 0.0

    def __enter__(self) -> "_Microphone":
        self._recognizer.open()
        if not self._wish.is_fast:
            self._recognizer.start()
        self.be_silent(_BEFORE_S)
        self._cpu_before_s = self._recognizer.cpu_s
        self._first_recording_at = self._at
        return self

    def __exit__(self, *_error: object) -> None:
        if self._recognizer.is_running:
            self._recognizer.stop()
        self._recognizer.close()

    @property
    def played_s(self) -> float:
        """What was played since it was opened, with the silence between."""
        return self._at - self._first_recording_at

    @property
    def cpu_s(self) -> float:
        """What the recognizer has reckoned since."""
        return self._recognizer.cpu_s - self._cpu_before_s

    def begin_recording(self) -> None:
        self._recording_at = self._at

    def place(self, heard: _Heard) -> float:
        return heard.utterance.began - self._recording_at

    def say(self, samples: Samples) -> list[_Heard]:
        """Play a recording between pauses; gives what was heard of it."""
        noise = _noise_around(samples)
        self.be_silent(_BEFORE_S, noise)
        self._found.clear()
        first, last = speech_in(samples)
        self.speech_ended = self._at + (last if last > first else len(samples)) / 16_000
        if self._wish.is_held:
            self._recognizer.hold(self._at)
            self.play(samples, 16_000)
            self.speech_ended = self._at  # the key is let go
            self._recognizer.let_go(self._at)
        else:
            self.play(samples, 16_000)
        self.be_silent(_AFTER_S, noise)
        return self.heard()

    def be_silent(self, seconds: float, noise: Samples = _QUIET) -> None:
        """Play a room's noise alone.

        Args:
            seconds: How long.
            noise: Its spectrum.
        """
        made = np.fft.rfft(self._noise.normal(0, 1, round(seconds * 16_000)))
        places = np.linspace(0, len(noise) - 1, len(made))
        made *= np.interp(places, np.arange(len(noise)), noise)
        self.play(np.fft.irfft(made).astype(np.float32), 16_000)

    def play(self, samples: Samples, rate: int) -> None:
        size = max(1, round(rate * BLOCK_S))
        for first in range(0, len(samples), size):
            self._block(samples[first : first + size], rate)

    def heard(self) -> list[_Heard]:
        """What was heard since this was last asked."""
        found, self._found = self._found, []
        return found

    def _block(self, block: Samples, rate: int) -> None:
        ends = self._at + len(block) / rate
        if self._wish.is_fast:
            self._recognizer.hear(block, rate, self._at)
            self._at = ends
            self._working_since = time.perf_counter()
            self._recognizer.work_off()
            return
        # As a device: a block is there once its last sample was taken.
        time.sleep(max(0.0, ends - time.monotonic()))
        self._recognizer.hear(block, rate, self._at)
        self._at = ends

    def _post(self, event: Event) -> None:
        if not isinstance(event, UtteranceHeard):
            log.error("the recognizer told %s", event)
            return
        if self._wish.is_fast:
            decided = self._at + time.perf_counter() - self._working_since
        else:
            decided = time.monotonic()
        utterance = event.utterance
        self._found.append(_Heard(_label(utterance, self._wish), utterance, decided))


def _label(utterance: Utterance, wish: Wish) -> str:
    """What it is taken for, as the studio takes it: two engines must not contradict each other."""
    words = next((way for way in utterance.words if way in wish.labels), "")
    taught = utterance.taught.removeprefix(_LABELLED)
    if taught and words and taught != words:
        return ""
    return taught or words


def _noise_around(samples: Samples) -> Samples:
    """Spectrum of the noise of the room in which something was recorded.

    A room's noise does not begin with the command. But what was cut closely around the words does
    not tell how noisy it was there; then it is quiet.
    """
    if len(samples) < 8 * WINDOW:
        return _QUIET
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[:: WINDOW // 2]
    levels = 10 * np.log10(np.square(frames).mean(axis=1) + 1e-12)
    lowest, low, higher = np.percentile(levels, (5, 10, 25))
    at_ends = min(np.median(levels[:7]), np.median(levels[-7:]))
    if higher - lowest > _STEADY_DB or at_ends > low + _STEADY_DB:
        return _QUIET
    quiet = frames[np.argsort(levels)[: max(2, len(frames) // 10)]]
    spectrum = np.abs(np.fft.rfft(quiet * np.hanning(WINDOW)))
    power = np.square(spectrum).mean(axis=0) / (WINDOW * 0.375)
    return np.sqrt(power).astype(np.float32)


def curve(evaluate: Callable[[float], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What is missed, and what of the talk is accepted, by how near a phrase has to be.

    Args:
        evaluate: Gives what `Evaluation.run` gives, at a leniency.
    """
    for leniency in LENIENCIES:
        found = evaluate(leniency)
        talk = found["talk"]
        yield {
            "leniency": leniency,
            "conditions": {
                name: {key: one[key] for key in ("tests", *_SHARES)}
                for name, one in found["conditions"].items()
            },
            "talk": {
                key: talk[key] for key in ("hours", "false_accepts", "false_accepts_per_hour")
            },
        }


def _percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 2) if whole else None


def _latency(seconds: Sequence[float]) -> dict[str, float] | None:
    if not seconds:
        return None
    return {
        "median": round(float(np.median(seconds)), 3),
        "p95": round(float(np.percentile(seconds, 95)), 3),
    }
