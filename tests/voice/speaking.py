"""Phrases of the machine's voice, as a microphone in a room would give them.

Only for tests of the machinery: what humans say is measured by `make bench`.
"""

import subprocess
from functools import cache

import numpy as np

from studio.model.events import UtteranceHeard
from studio.model.voice import NAME, Listening, TaughtCommand, Utterance
from studio.voice.listener import Listener
from studio.voice.segments import trimmed
from studio.voice.sound import RATE, Samples, at_rate
from studio.voice.takes import make_take

NEXT, PRICE, STOP, NAMED = (
    "show the next product",
    "tell me the price again",
    "stop everything for a moment",
    "hello studio",
)
TALK = (
    "this scarf is made of the softest wool you can imagine",
    "thank you all for coming tonight my dear friends",
    "if you have a question just write it down below",
)


@cache
def spoken(words: str, speed: int = 150, pitch: int = 50) -> Samples:
    program = ["espeak-ng", "-v", "en-us", "-s", str(speed), "-p", str(pitch), "--stdout", words]
    made = subprocess.run(program, stdout=subprocess.PIPE, check=True).stdout
    rate = int.from_bytes(made[24:28], "little")
    pcm = np.frombuffer(made[44 : len(made) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)
    return trimmed(at_rate(pcm, rate)) * 0.5


def quiet(seconds: float, level: float = 3e-4) -> Samples:
    rng = np.random.default_rng(7)
    return rng.normal(0, level, round(seconds * RATE)).astype(np.float32)


def after(*parts: Samples) -> Samples:
    return (
        np.concatenate(parts)
        + quiet(sum(len(part) for part in parts) / RATE)[: sum(len(part) for part in parts)]
    )


def taught(*phrases: str) -> list[TaughtCommand]:
    """Each said three times, not the same way; `NAMED` is the studio's name."""
    return [
        TaughtCommand(
            id=NAME if words == NAMED else words,
            command=words,
            takes=tuple(
                make_take(after(quiet(0.3), spoken(words, speed, pitch), quiet(0.3)))
                for speed, pitch in ((145, 45), (155, 50), (165, 55))
            ),
        )
        for words in phrases
    ]


class Room:
    """A listener, and what it heard; time is that of the stream."""

    def __init__(self, *phrases: str, mode: Listening = Listening.HANDS_FREE) -> None:
        self.heard: list[Utterance] = []
        self.listener = Listener(self.heard.append)
        self.listener.use(taught(*phrases))
        self.listener.listen(mode)
        self.at = 100.0
        self.play(quiet(1.0))

    def play(self, samples: Samples) -> None:
        for first in range(0, len(samples), RATE // 50):
            block = samples[first : first + RATE // 50]
            self.listener.push(block, self.at)
            self.at += len(block) / RATE

    def say(self, words: str, pause_s: float = 1.0, speed: int = 158) -> None:
        self.play(after(spoken(words, speed, 48), quiet(pause_s)))

    @property
    def taught(self) -> list[str]:
        return [one.taught for one in self.heard if one.taught]


def utterances(events: list[object]) -> list[Utterance]:
    return [event.utterance for event in events if isinstance(event, UtteranceHeard)]
