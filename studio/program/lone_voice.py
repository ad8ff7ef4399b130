"""The studio's own voice on one device, without a show."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Self

from studio.audio import faults, wire
from studio.audio.devices import EAR_LATENCY_S
from studio.audio.monitor import Headphones
from studio.model.announcement import Announcement
from studio.model.errors import SoundError, StudioError
from studio.model.events import Event, SourceLost
from studio.model.message import say
from studio.model.segment import Segment
from studio.model.voicing import Manner, Piece, Report, What
from studio.speech import synthesizer
from studio.speech.queue import Ending, Utterance
from studio.speech.voice import UNSPEAKABLE, Voice

_LOOK_S = 0.2


class LoneVoice:
    """Speaks on one device and waits for it, on one thread; a context manager.

    Args:
        device: The device's name; it is never another one.
        manner: How it speaks.
        begun: Called on any thread once the first of a text is heard.
    """

    def __init__(
        self, device: str, manner: Manner, begun: Callable[[], None] = lambda: None
    ) -> None:
        self._begun = begun
        self._news: queue.SimpleQueue[StudioError | Ending] = queue.SimpleQueue()
        self._voice = Voice(self, lambda: manner, self._told)
        self._headphones = _Once(
            device, self._happened, synthesizer.program(), lambda _own, r: self._hear(r)
        )

    def __enter__(self) -> Self:
        self._headphones.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        # What the device took is not yet what was heard.
        time.sleep(4 * EAR_LATENCY_S)
        self._headphones.stop()

    def say(self, segments: Sequence[Segment], over: threading.Event | None = None) -> None:
        """Speak, and return when all was heard.

        Args:
            segments: The words.
            over: Set on any thread once nobody wants to hear them; then it returns too.

        Raises:
            StudioError: The device is not there, or went away; there is no engine.
        """
        self._voice.say(Utterance(tuple(segments), on_end=self._news.put))
        while over is None or not over.is_set():
            try:
                news = self._news.get(timeout=_LOOK_S)  # in turns, so that Ctrl+C is heard
            except queue.Empty:
                continue
            if isinstance(news, StudioError):
                raise news
            if news is not Ending.BROKEN:  # else it is told right after what it was
                return

    # ------------------------------------------------------------------ as `Mouth`

    def speak(self, order: int, pieces: tuple[Piece, ...], manner: Manner, signal: str) -> None:
        self._headphones.speak(order, pieces, manner, signal)

    def hush(self) -> None:
        self._headphones.hush()

    def _hear(self, report: Report) -> None:
        self._voice.hear(report)
        if report.what is What.REACHED and report.number == 0:
            self._begun()

    def _happened(self, event: Event) -> None:
        if isinstance(event, SourceLost):
            self._news.put(event.error)

    def _told(self, announcement: Announcement) -> None:
        """A missing language is told too, but its words are spoken all the same."""
        if announcement.topic == UNSPEAKABLE:
            self._news.put(
                SoundError(announcement.message, say("See that the studio is installed whole."))
            )


class _Once(Headphones):
    """Headphones that nobody waits for once they have failed."""

    def error_of(self, failed: wire.Failed) -> SoundError:
        return faults.of_headphones(failed, self.device, is_waited_for=False)
