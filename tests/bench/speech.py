"""The studio's own voice: how soon it is heard, how soon it is quiet, and what it survives."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from studio.audio.earcons import sound_of
from studio.model.announcement import Earcon, Priority
from studio.model.media import RATE
from studio.model.segment import Segment
from studio.model.voicing import Manner, What
from studio.speech.queue import Utterance
from tests.audio.sounds import place
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.bench.processes import cpu_of, shared_memory_mb
from tests.bench.speech_keys import answered
from tests.harness.process import environment, wait_until
from tests.harness.pulse import PulseServer, Recording
from tests.speech.spoken import Spoken, spoken

FIRST_MS, FIRST_P95_MS = 30, 60
QUIET_MS = 40
URGENT_MS = 50
KILLED_S, HUNG_S = 0.5, 2.5
GROWTH_MB = 5
IDLE_PERCENT = 3
FLOOD_PER_S = 170

TEXTS = (
    Segment("This is a rather long message that somebody wants to interrupt in its middle.", "en"),
    Segment("这是一段相当长的消息，有人想在中间打断它，因为发生了更重要的事情。", "zh"),
    Segment("Ini pesan yang cukup panjang yang ingin dipotong di tengah jalan.", "id"),
)
ORDER = " ".join(f"Order number {n} was paid and has to be shipped today." for n in range(8))

_ABOUT = """\
The voice in its headphones on a private PulseAudio, in English, Chinese and Indonesian at 350
words a minute, while the monitor bus is streamed to the same headphones. Every time is taken at
the monitor of the headphones' sink, never inside the program: *first sound* from the call to the
first sample, *quiet* from the call to the last. *Key in the window* is the same from a key of the
X server to the studio's own window, while a show is sent to an ingest. *Urgent* comes in a flood of
{flood} messages a second. *Killed* is SIGKILL, *hung* SIGSTOP, in the middle of a long message or
before the next."""


@contextmanager
def _heard(pulse: PulseServer) -> Iterator[tuple[Recording, Spoken]]:
    with pulse.recording("headphones") as ears, spoken(manner=Manner(wpm=350)) as made:
        made.say("Warm.")
        made.wait_said("Warm.")
        time.sleep(0.5)
        yield ears, made


def _ms(then: float | None, since: float) -> float:
    return float("nan") if then is None else (then - since) * 1000


def _obeys(pulse: PulseServer, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds to the first sound, and from the wish for silence to quiet."""
    first, quiet = [], []
    with _heard(pulse) as (ears, made):
        for number in range(times):
            said = time.monotonic()
            made.say_segments([TEXTS[number % len(TEXTS)]])
            time.sleep(0.4 + 0.0031 * number)
            silenced = time.monotonic()
            made.voice.silence()
            time.sleep(0.25)
            first.append(_ms(ears.first_sound(said), said))
            quiet.append(max(0.0, _ms(ears.last_sound(said), silenced)))
    return first, quiet


def _urgent(pulse: PulseServer, times: int) -> list[float]:
    """Milliseconds from an urgent message in a flood to its first sound.

    It begins with a signal, by whose form it is told from the speech of the flood.
    """
    signal_form = sound_of(Earcon.DONE)[:, 0]
    found: list[float] = []
    with _heard(pulse) as (ears, made):
        urgent_at: list[float] = []
        due, number = time.monotonic() + 1, 0
        while len(urgent_at) < times or time.monotonic() < due:
            made.voice.say(Utterance((TEXTS[number % 3],), topic="" if number % 3 else "viewers"))
            number += 1
            if (now := time.monotonic()) > due:
                due = now + 0.7
                urgent = Utterance((Segment("Off air.", "en"),), Priority.URGENT, signal="done")
                made.voice.say(urgent)
                urgent_at.append(now)
            time.sleep(1 / FLOOD_PER_S)
        made.voice.silence()
        for said_at in urgent_at:
            heard = ears.samples(said_at, said_at + 0.5)[:, 0]
            found.append(place(heard, signal_form) / RATE * 1000)
    return found


def _recovers(pulse: PulseServer, what: str, number: int, times: int) -> list[float]:
    """Seconds from a signal to one of the processes until the voice is heard again."""
    found: list[float] = []
    with _heard(pulse) as (ears, made):
        for _ in range(times):
            before = len(made.reports)
            if number == signal.SIGKILL:
                made.say(ORDER)
                wait_until(
                    lambda b=before: any(r.what is What.REACHED for _at, r in made.reports[b:]),
                    5,
                    "speech",
                )
                time.sleep(0.3)
            broken_at = time.monotonic()
            os.kill(made.ear if what == "ear" else made.engine, number)
            if number == signal.SIGSTOP:
                made.say(ORDER)
            time.sleep(3.0)
            found.append(_longest_gap_s(ears, broken_at, number))
            made.voice.silence()
            time.sleep(0.3)
    return found


def _longest_gap_s(ears: Recording, since: float, number: int) -> float:
    """Until it speaks again: after a kill what was made already may be heard on for a while."""
    if number == signal.SIGSTOP:
        first = ears.first_sound(since + 0.1)
        return float("nan") if first is None else first - since
    samples = np.abs(ears.samples(since, since + 2.9)).max(axis=1)
    loud = np.flatnonzero(samples > 0.002)
    if not len(loud):
        return float("nan")
    return float(np.diff(np.concatenate(([0], loud))).max()) / RATE


def _endures(count: int) -> tuple[int, float, float]:
    """Messages that did not end exactly once, and growth of memory in MB: ours, the processes'."""
    chance = random.Random(7)
    ends = [0] * count
    with spoken(manner=Manner(wpm=350)) as made:  # a recording would grow in this very process
        made.say("Warm.")
        made.wait_said("Warm.")
        pids = made.ear, made.engine

        def ended(number: int) -> None:
            ends[number] += 1

        base = 0.0, 0.0
        for number in range(count):
            made.voice.say(
                Utterance(
                    (TEXTS[number % 3],),
                    chance.choice(list(Priority)),
                    chance.choice(["", "viewers"]),
                    on_end=lambda _ending, n=number: ended(n),
                )
            )
            if number == count // 10:
                base = shared_memory_mb([os.getpid()]), shared_memory_mb(pids)
            time.sleep(0.002)
        made.voice.silence()
        time.sleep(0.5)
        grown = shared_memory_mb([os.getpid()]) - base[0], shared_memory_mb(pids) - base[1]
    return sum(1 for times in ends if times != 1), *grown


def _idle_percent(pulse: PulseServer, seconds: float) -> tuple[float, float]:
    """Percent of a core of the processes while nobody speaks, and their memory in MB."""
    with _heard(pulse) as (_ears, made):
        pids = made.ear, made.engine
        before, began = cpu_of(pids), time.monotonic()
        time.sleep(seconds)
        used = (cpu_of(pids) - before) / (time.monotonic() - began) * 100
        return used, shared_memory_mb(pids)


def measure(wished: Wish) -> Section:
    times = 9 if wished.is_quick else 60
    few = 2 if wished.is_quick else 5
    section = Section("speech", "The studio's own voice", _ABOUT.format(flood=FLOOD_PER_S))
    add = section.figures.append
    with PulseServer() as pulse, environment(pulse.env):
        tell("speech: first sound and silence")
        first, quiet = _obeys(pulse, times)
        add(Figure.of("first sound", first, "ms", FIRST_MS))
        add(Figure("first sound, p95", float(np.percentile(first, 95)), "ms", target=FIRST_P95_MS))
        add(Figure("silence to quiet, the longest", max(quiet), "ms", target=QUIET_MS))
        section.details.append(Figure.of("silence to quiet", quiet, "ms"))
        tell("speech: keys in the window, on air")
        pressed = answered(pulse, times)
        add(Figure.of("key in the window to first sound", pressed.first, "ms", FIRST_MS))
        latest = float(np.percentile(pressed.first, 95))
        add(Figure("key in the window to first sound, p95", latest, "ms", target=FIRST_P95_MS))
        longest = max(pressed.quiet)
        add(
            Figure(
                "silence key in the window to quiet, the longest", longest, "ms", target=QUIET_MS
            )
        )
        section.details.append(Figure.of("silence key in the window to quiet", pressed.quiet, "ms"))
        tell("speech: flood")
        urgent = _urgent(pulse, max(4, times // 3))
        add(Figure("urgent in a flood, the longest", max(urgent), "ms", target=URGENT_MS))
        section.details.append(Figure.of("urgent in a flood", urgent, "ms"))
        for name, what, number, target in (
            ("engine killed", "engine", signal.SIGKILL, KILLED_S),
            ("headphones' process killed", "ear", signal.SIGKILL, KILLED_S),
            ("engine hung", "engine", signal.SIGSTOP, HUNG_S),
            ("headphones' process hung", "ear", signal.SIGSTOP, HUNG_S),
        ):
            tell(f"speech: {name}")
            again = _recovers(pulse, what, number, few)
            add(Figure.of(f"{name}, until it speaks again", again, "s", target))
        tell("speech: memory")
        count = 1000 if wished.is_quick else 10_000
        wrong, ours, theirs = _endures(count)
        add(Figure("messages that did not end once", wrong, f"of {count}", target=0))
        add(Figure("growth of the studio's memory", ours, "MB", target=GROWTH_MB))
        add(Figure("growth of the processes' memory", theirs, "MB", target=GROWTH_MB))
        tell("speech: idle")
        idle, memory = _idle_percent(pulse, wished.seconds(20, 4))
        add(Figure("idle, both processes", idle, "% of a core", target=IDLE_PERCENT))
        section.details.append(Figure("memory of both processes", memory, "MB"))
    return section


if __name__ == "__main__":
    hand_in(measure(wish()))
