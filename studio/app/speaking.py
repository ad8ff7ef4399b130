"""The studio's own voice on one device, without a show: `earshot say`."""

import queue
import time
from collections.abc import Sequence
from typing import Self

from studio import paths, text
from studio.audio.devices import EAR_LATENCY_S
from studio.audio.monitor import Headphones
from studio.model.announcement import Announcement
from studio.model.errors import CommandError, SoundError, StudioError
from studio.model.events import Event, SourceLost
from studio.model.message import say
from studio.model.segment import Segment
from studio.model.settings import Settings
from studio.model.voicing import Manner, Piece
from studio.speech import synthesizer
from studio.speech.queue import Ending, Utterance
from studio.speech.segments import short
from studio.speech.voice import UNSPEAKABLE, Voice
from studio.speech.voice_outlet import manner_of
from studio.store.store import Store

_LOOK_S = 0.2


class LoneVoice:
    """Speaks on one device and waits for it, on one thread; a context manager.

    Args:
        device: The device's name; it is never another one.
        manner: How it speaks.
    """

    def __init__(self, device: str, manner: Manner) -> None:
        self._news: queue.SimpleQueue[StudioError | Ending] = queue.SimpleQueue()
        self._voice = Voice(self, lambda: manner, self._told)
        self._headphones = Headphones(
            device, self._happened, synthesizer.program(), lambda _own, r: self._voice.hear(r)
        )

    def __enter__(self) -> Self:
        self._headphones.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        # What the device took is not yet what was heard.
        time.sleep(4 * EAR_LATENCY_S)
        self._headphones.stop()

    def say(self, segments: Sequence[Segment]) -> None:
        """Speak, and return when all was heard.

        Raises:
            StudioError: The device is not there, or went away; there is no engine.
        """
        self._voice.say(Utterance(tuple(segments), on_end=self._news.put))
        while True:
            try:
                news = self._news.get(timeout=_LOOK_S)  # in turns, so that Ctrl+C is heard
            except queue.Empty:
                continue
            if isinstance(news, StudioError):
                raise news
            return

    # ------------------------------------------------------------------ as `Mouth`

    def speak(self, order: int, pieces: tuple[Piece, ...], manner: Manner, signal: str) -> None:
        self._headphones.speak(order, pieces, manner, signal)

    def hush(self) -> None:
        self._headphones.hush()

    def _happened(self, event: Event) -> None:
        if isinstance(event, SourceLost):
            self._news.put(event.error)

    def _told(self, announcement: Announcement) -> None:
        """A missing language is told too, but its words are spoken all the same."""
        if announcement.topic == UNSPEAKABLE:
            self._news.put(
                SoundError(announcement.message, say("See that the studio is installed whole."))
            )


def say_aloud(words: str, language: str, device: str, wpm: int) -> list[str]:
    """Speak a text in the headphones, in the manner of the settings; nothing is printed.

    Args:
        words: What to say; nothing in it is an order.
        language: A tag; empty for the interface's.
        device: The device's name; empty for the headphones of the settings.
        wpm: Words a minute; 0 for the speed of the settings.

    Raises:
        StudioError: It cannot be heard.
    """
    settings = _settings()
    chosen = device or settings.monitor_device
    if not chosen:
        raise CommandError(
            say("No headphones are chosen, and the voice is heard nowhere else."),
            say("Name a device with “--device”; “earshot devices” lists them."),
        )
    usual = manner_of(settings)
    manner = Manner(wpm or usual.wpm, usual.pitch, usual.volume, usual.voices)
    with LoneVoice(chosen, manner) as voice:
        voice.say((Segment(words, short(language or text.in_use())),))
    return []


def _settings() -> Settings:
    if not paths.database_file().exists():
        return Settings()
    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    try:
        return store.run(lambda kept: kept.settings.load()).result()
    finally:
        store.stop()
