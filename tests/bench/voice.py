"""Taught commands: what is known, missed and mistaken, in other rooms, in noise and in mere talk.

The recordings are humans' and not part of the studio: EARSHOT_VOICE_CLIPS names their folder, which
has an `index.csv` with the columns set, file, speaker and text. Phrases are composed of the digits
in it, and no recording is in a take and in a test.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import wave
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.audio.clips import pieces_of
from studio.voice.sound import RATE, Samples, at_rate
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.harness.process import ROOT, private_folder

VARIABLE = "EARSHOT_VOICE_CLIPS"
MISSED_PERCENT = {"hands-free": {"room": 4.0, "noise": 10.0}, "held": {"room": 2.0}}
WRONG_PERCENT = 0.3
FALSE_PER_HOUR = 0.3
LATENCY_S = {"hands-free": (0.45, 0.6), "held": (0.25, 0.25)}
CPU_PERCENT = 4
MEMORY_MB = 150
_DIGITS = 5
_TAKES = 3

_ABOUT = """\
`earshot voice evaluate --fast`: recordings as 20 ms blocks into the recognizer. Each of {speakers}
speakers of the Free Spoken Digit Dataset (8 kHz) taught {phrases} phrases of five digits, three
takes each; tests are of other recordings of the same digits, in another synthetic room with another
microphone (*room*), or with noise at 10 dB in it besides (*noise*; white and pink by turns). Talk
is what else is in the folder: people who give orders or say a word. English only."""


def measure(wished: Wish) -> Section:
    clips = Path(os.environ.get(VARIABLE, ""))
    if not (clips / "index.csv").is_file():
        raise SystemExit(f"voice: {VARIABLE} names no folder with an index.csv")
    phrases = 4 if wished.is_quick else 30
    with private_folder("earshot-bench") as home:
        tell("voice: composing phrases")
        index, speakers = compose(clips, home, phrases, 1 if wished.is_quick else 3)
        section = Section(
            "voice", "Spoken commands", _ABOUT.format(speakers=speakers, phrases=phrases)
        )
        for mode, option in (("hands-free", "--hands-free"), ("held", "--hold")):
            tell(f"voice: {mode}")
            found = evaluated(index, home, option, *(["--curve"] if mode == "hands-free" else []))
            _judge(section, mode, found)
    return section


def evaluated(index: Path, home: Path, *options: str) -> dict[str, Any]:
    argv = [sys.executable, "-m", "studio", "--data", str(home / "data")]
    argv += ["voice", "evaluate", str(index), "--fast", *options]
    done = subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def _judge(section: Section, mode: str, found: dict[str, Any]) -> None:
    add = section.figures.append
    for name, one in found["conditions"].items():
        missed = one["rejected_percent"] + one["wrong_percent"]
        target = MISSED_PERCENT[mode].get(name)
        add(
            Figure(
                f"{mode}, {name}: not right", missed, "%", target=target, note=f"of {one['tests']}"
            )
        )
        add(
            Figure(
                f"{mode}, {name}: wrong command", one["wrong_percent"], "%", target=WRONG_PERCENT
            )
        )
        for row in one["confusions"]:
            if row["heard"]:
                words = (
                    f"{mode}, {name}: {row['said']} heard as {row['heard']}, {row['times']} times"
                )
                section.remarks.append(words)
    for point in found.get("curve", ()):
        section.remarks.append(_point(point))
    if late := found["all"]["latency_s"]:
        median, p95 = LATENCY_S[mode]
        add(Figure(f"{mode}: end of speech to decision", late["median"], "s", target=median))
        add(Figure(f"{mode}: the same, 95th percentile", late["p95"], "s", target=p95))
    if mode == "hands-free":
        talk = found["talk"]
        hours = f"{talk['hours']:.2f} h"
        each = talk["false_accepts_per_hour"]
        add(
            Figure("false accepts an hour of talk", each, target=FALSE_PER_HOUR, note=f"in {hours}")
        )
        used = talk["cpu_percent_of_a_core"]
        add(Figure("CPU while listening to talk", used, "% of a core", target=CPU_PERCENT))
        add(Figure("memory", found["memory_mb"], "MB", target=MEMORY_MB))


def _point(point: dict[str, Any]) -> str:
    """One place of the curve in words."""
    parts = [
        f"{name} {100 - one['correct_percent']:.1f} % not right, {one['wrong_percent']:.1f} % wrong"
        for name, one in point["conditions"].items()
    ]
    talk = point["talk"]
    parts.append(f"{talk['false_accepts']} of the talk accepted in {talk['hours']:.2f} h")
    return f"{point['leniency']:g} times as far as in a show: {'; '.join(parts)}"


# ---------------------------------------------------------------------- recordings


def compose(clips: Path, home: Path, phrases: int, most_speakers: int) -> tuple[Path, int]:
    """Write recordings and their index; gives it, and how many speakers there are."""
    rng = np.random.default_rng(6)
    digits: defaultdict[str, defaultdict[str, list[Samples]]] = defaultdict(
        lambda: defaultdict(list)
    )
    talk = []
    with (clips / "index.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["set"] != "fsdd":
                talk.append(clips / row["file"])
                continue
            pieces = list(pieces_of(clips / row["file"]))
            sound = at_rate(np.concatenate([one for one, _rate in pieces]), pieces[0][1])
            digits[row["speaker"]][row["text"]].append(sound / np.abs(sound).max() * 0.4)
    rows = [("talk", "", "", str(path.resolve()), "") for path in talk]
    speakers = sorted(digits)[:most_speakers]
    for speaker in speakers:
        said = digits[speaker]
        for number in range(phrases):
            words = tuple(str(d) for d in rng.integers(0, 10, _DIGITS))
            label = " ".join(words)
            for take in range(_TAKES):
                sound = _padded(_phrase(said, words, slice(0, 4), rng), rng)
                rows.append(
                    ("take", speaker, label, _kept(home, f"{speaker}-{number}-{take}", sound), "")
                )
            sound = _padded(_in_room(_phrase(said, words, slice(4, None), rng), rng), rng)
            rows.append(
                ("test", speaker, label, _kept(home, f"{speaker}-{number}-room", sound), "room")
            )
            noisy = _with_noise(sound, rng, is_pink=number % 2 == 0)
            rows.append(
                ("test", speaker, label, _kept(home, f"{speaker}-{number}-noise", noisy), "noise")
            )
    index = home / "index.csv"
    with index.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("role", "speaker", "command", "file", "condition"), *rows])
    return index, len(speakers)


def _phrase(
    said: dict[str, list[Samples]], words: tuple[str, ...], which: slice, rng: np.random.Generator
) -> Samples:
    parts = []
    for word in words:
        takes = said[word][which]
        parts.append(takes[rng.integers(len(takes))] * np.float32(rng.uniform(0.8, 1.2)))
        parts.append(np.zeros(rng.integers(0, RATE // 20), np.float32))
    whole = np.concatenate(parts)
    return at_rate(whole, round(RATE * rng.uniform(0.94, 1.06)))


def _padded(sound: Samples, rng: np.random.Generator) -> Samples:
    before, behind = rng.integers(RATE // 10, RATE // 2, 2)
    whole = np.pad(sound, (before, behind))
    return whole + rng.normal(0, 3e-4, len(whole)).astype(np.float32)


def _in_room(sound: Samples, rng: np.random.Generator) -> Samples:
    """Echo that dies away within 0.2 to 0.6 s, 2 dB louder to 8 dB fainter than the voice."""
    seconds = rng.uniform(0.2, 0.6)
    echo = rng.normal(0, 1, round(seconds * RATE)) * 10 ** (
        -3 * np.linspace(0, 1, round(seconds * RATE))
    )
    echo[: RATE // 500] = 0
    echo *= np.sqrt(10 ** (-rng.uniform(-2, 8) / 10) / np.square(echo).sum())
    echo[0] = 1
    size = len(sound) + len(echo)
    colour = np.interp(np.linspace(0, 7, size // 2 + 1), range(8), rng.normal(0, 5, 8))
    spectrum = np.fft.rfft(sound, size) * np.fft.rfft(echo, size) * 10 ** (colour / 20)
    return np.fft.irfft(spectrum, size)[: len(sound) + RATE // 7].astype(np.float32)


def _with_noise(sound: Samples, rng: np.random.Generator, *, is_pink: bool) -> Samples:
    """Noise 10 dB below the mean of what is spoken."""
    noise: NDArray[np.float64] = rng.normal(0, 1, len(sound))
    if is_pink:
        spectrum = np.fft.rfft(noise)
        noise = np.fft.irfft(
            spectrum / np.sqrt(np.maximum(1, np.arange(len(spectrum)))), len(sound)
        )
        noise /= noise.std()
    spoken = sound[np.abs(sound) > 0.01 * np.abs(sound).max()]
    return sound + (noise * np.sqrt(np.square(spoken).mean() / 10)).astype(np.float32)


def _kept(home: Path, name: str, sound: Samples) -> str:
    with wave.open(str(home / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return f"{name}.wav"


if __name__ == "__main__":
    hand_in(measure(wish()))
