"""Vosk in its process: what it takes to load, to hear, and to be there; and beside taught takes.

The only model in reach of pip is the Korean one, which is larger and weaker than those for Chinese
and English, and no human Korean lies here: what is said is made by the machine. So these figures
tell the cost, and that the way works; they say nothing of how well people are understood.
"""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.app.vocabulary import MOST_PHRASES
from studio.audio.clips import pieces_of
from studio.voice.evaluation import Evaluation, read_index
from studio.voice.evaluation import Wish as Asked
from studio.voice.vosk import Words
from tests.audio.voices import spoken
from tests.bench.figures import Figure, Section, Wish, hand_in, tell, wish
from tests.bench.processes import cpu_of, shared_memory_mb
from tests.harness.process import private_folder
from tests.harness.pulse import write_wav
from tests.voice.korean import model, said

LOADING_S = 5.0
FINISH_MS = 70.0
PHRASES = (
    *("다음 카드", "마이크 켜기", "녹화 시작", "전체 화면", "안녕하세요", "카드 숨기기"),
    *("방송 시작 하기", "소리 크게", "조금 작게", "장면 바꾸기"),
)
ENGINES = ("taught", "vosk", "both")


def measure(wished: Wish) -> Section:
    loading, memory, finishing, whole = [], [], [], []
    cpu = 0.0
    talk = _talk(20 if wished.is_quick else 120)
    for number in range(wished.rounds):
        began = time.monotonic()
        words = Words(model(), "ko", lambda _news: None)
        words.use(PHRASES)
        words.start()
        words.wait()
        loading.append(time.monotonic() - began)
        for phrase in PHRASES:
            finishing.append(_finish_ms(words, said(phrase), is_live=True))
            whole.append(_finish_ms(words, said(phrase), is_live=False))
        memory.append(shared_memory_mb([words.process_id]))
        if number == 0:
            cpu = _cpu_of_talk(words, talk)
        words.stop()
    section = Section(
        "words",
        "Words by Vosk (Korean model)",
        "The engine's process with the model that pip brings, as the studio uses it. Speech is "
        "the machine's own, so that what is heard says nothing of people. The models for Chinese "
        "and English, half as large to download, cannot be had here.",
    )
    section.figures.extend(
        [
            Figure.of("to load the model", loading, "s", target=LOADING_S),
            Figure.of(
                "from the end of a held phrase to its words", finishing, "ms", target=FINISH_MS
            ),
            Figure(
                "the same, 95 of 100",
                float(np.percentile(finishing, 95)),
                "ms",
                target=FINISH_MS,
            ),
        ]
    )
    section.details.extend(
        [
            Figure.of("a whole phrase at once, as hands-free", whole, "ms"),
            Figure.of("memory of its process", memory, "MB"),
            Figure("processor, all of it talk", cpu, "% of a core"),
            Figure(f"to change {MOST_PHRASES} phrases", _changing_ms(), "ms"),
        ]
    )
    section.details.extend(_side_by_side())
    return section


def _finish_ms(words: Words, sound: NDArray[np.int16], *, is_live: bool) -> float:
    words.begin()
    for at in range(0, len(sound), 320):
        words.push(sound[at : at + 320])
        if is_live:
            time.sleep(0.02)
    began = time.perf_counter()
    words.finish()
    return (time.perf_counter() - began) * 1000


def _talk(seconds: int) -> NDArray[np.int16]:
    one = np.concatenate([said(phrase) for phrase in PHRASES])
    return np.tile(one, 1 + seconds * 16_000 // len(one))[: seconds * 16_000]


def _cpu_of_talk(words: Words, talk: NDArray[np.int16]) -> float:
    """Share of a core for talk without a pause, in percent."""
    before = cpu_of([words.process_id])
    for at in range(0, len(talk), 48_000):
        words.begin()
        words.push(talk[at : at + 48_000])
        words.finish()
    return 100 * (cpu_of([words.process_id]) - before) / (len(talk) / 16_000)


def _changing_ms() -> float:
    """Until an utterance that follows a change is answered."""
    words = Words(model(), "ko", lambda _news: None)
    words.start()
    words.wait()
    syllables = "가나다라마바사아자차카타파하"
    names = [
        f"{a}{b} {c}{d}" for a in syllables for b in syllables for c in syllables for d in "가나다"
    ]
    phrases = [*PHRASES, *names[: MOST_PHRASES - len(PHRASES)]]
    began = time.perf_counter()
    words.use(phrases)
    while not words.expected:
        time.sleep(0.002)
    took = (time.perf_counter() - began) * 1000
    words.stop()
    return took


def _side_by_side() -> list[Figure]:
    """The same recordings through the recognizer by each engine: three takes, two tests each."""
    found = []
    with private_folder("words-bench") as folder:
        index = _recordings(folder)
        lines, _problems = read_index(index)
        labels = frozenset(PHRASES)
        for engine in ENGINES:
            words = None
            if engine != "taught":
                words = Words(model(), "ko", lambda _news: None)
                words.use(PHRASES)
                words.start()
                words.wait()
            asked = Asked(
                is_held=True,
                is_fast=True,
                words=words,
                is_taught=engine != "vosk",
                labels=labels if words else frozenset(),
            )
            told = Evaluation(lines, asked, pieces_of, lambda: None).run()["all"]
            if words is not None:
                words.stop()
            tell(f"{engine}: {told}")
            found += [
                Figure(f"{engine}: {what}", told[what], f"of {2 * len(PHRASES)}")
                for what in ("correct", "wrong", "rejected")
            ]
    return found


def _recordings(folder: Path) -> Path:
    index = folder / "index.csv"
    with index.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["role", "speaker", "command", "file"])
        ways = [("take", 160, 50), ("take", 175, 52), ("take", 150, 48), ("test", 165, 55)]
        for place, phrase in enumerate(PHRASES):
            for number, (role, wpm, pitch) in enumerate([*ways, ("test", 185, 45)]):
                name = f"{place}-{number}.wav"
                sound = spoken((phrase,), 16_000, 0.3, wpm, pitch, language="ko")
                write_wav(folder / name, 0.5 * sound, 16_000)
                rows.writerow([role, "machine", phrase, name])
    return index


if __name__ == "__main__":
    hand_in(measure(wish()))
