"""The studio's own voice on a real sound server, and hands to break it with."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.audio.monitor import Headphones
from studio.model.announcement import Announcement, Priority
from studio.model.events import Event
from studio.model.media import RATE, AudioBlock
from studio.model.segment import Segment
from studio.model.voicing import Manner, Report, What
from studio.speech import synthesizer
from studio.speech.queue import Ending, Utterance
from studio.speech.voice import Voice
from tests.harness.process import wait_until

BRISK = Manner(wpm=350)


class Spoken:
    """A voice in its headphones.

    Attributes:
        voice: Says things.
        headphones: Where it is heard.
        reports: What became of its orders, with the time of each.
        events: What the headphones posted.
        told: What the voice had to tell of itself.
        ended: How each message ended, by its text.
    """

    def __init__(self, device: str, manner: Manner, program: Sequence[str]) -> None:
        self.reports: list[tuple[float, Report]] = []
        self.events: list[Event] = []
        self.told: list[Announcement] = []
        self.ended: dict[str, list[Ending]] = {}
        self.headphones = Headphones(device, self.events.append, program, self._reported)
        self.voice = Voice(self.headphones, lambda: manner, self.told.append)

    def _reported(self, _headphones: Headphones, report: Report) -> None:
        self.reports.append((time.monotonic(), report))
        self.voice.hear(report)

    def say(
        self, text: str, language: str = "en", priority: Priority = Priority.NORMAL, **more
    ) -> None:
        self.say_segments([Segment(text, language)], priority=priority, **more)

    def say_segments(self, segments: Sequence[Segment], **more) -> None:
        text = " ".join(segment.text for segment in segments)
        endings = self.ended.setdefault(text, [])
        self.voice.say(Utterance(tuple(segments), on_end=endings.append, **more))

    def wait_said(self, text: str, timeout_s: float = 15.0) -> None:
        wait_until(lambda: self.ended[text], timeout_s, f"the end of {text[:60]!r}")
        assert self.ended[text] == [Ending.SAID]

    def wait_for(self, what: What, count: int = 1, timeout_s: float = 10.0) -> Report:
        def found() -> list[Report]:
            return [report for _at, report in list(self.reports) if report.what is what]

        wait_until(lambda: len(found()) >= count, timeout_s, f"{what} in {self.reports[-5:]}")
        return found()[count - 1]

    @property
    def ear(self) -> int:
        """The process of the headphones."""
        (pid,) = spoken_processes()
        return pid

    @property
    def engine(self) -> int:
        """The process of the engine."""
        return wait_until(lambda: children(self.ear), 5, "the engine's process")[0]

    def kill_engine(self) -> None:
        os.kill(self.engine, signal.SIGKILL)


@contextmanager
def spoken(
    device: str = "headphones", manner: Manner = BRISK, program: Sequence[str] = ()
) -> Iterator[Spoken]:
    """A voice whose headphones are there, with a show of silence behind it.

    Args:
        device: The headphones.
        manner: How it speaks.
        program: Of the voice; the studio's own when there is none.
    """
    made = Spoken(device, manner, program or synthesizer.program())
    made.headphones.start()
    ending = threading.Event()
    show = threading.Thread(target=_play_silence, args=(made.headphones, ending))
    show.start()
    try:
        made.wait_for(What.OPEN)
        yield made
    finally:
        ending.set()
        show.join()
        made.headphones.stop()


def spoken_processes() -> list[int]:
    """The headphones' processes of this one."""
    return [p for p in children(os.getpid()) if "studio.audio.ear" in _command(p)]


def _play_silence(headphones: Headphones, ending: threading.Event) -> None:
    import numpy as np

    silence = AudioBlock(np.zeros((RATE // 50, 2), np.float32), 0)
    while not ending.wait(0.02):
        headphones.offer(silence)


def children(pid: int) -> list[int]:
    """Of every thread of a process."""
    listed = [f.read_text(encoding="ascii") for f in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for one in listed for child in one.split()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
