"""The studio's own voice: what is said when, kept apart from the processes that say it."""

import json
import logging
import threading
import time
from collections.abc import Callable

from studio.model.announcement import Announcement, Priority
from studio.model.message import Language, Message, Name, say, say_n
from studio.model.voicing import Manner, Mouth, Report, What
from studio.speech.queue import Ending, Entry, SpeechQueue, Utterance
from studio.speech.words.saying import segments_of

log = logging.getLogger(__name__)

UNSPEAKABLE = "unspeakable"
"""The topic of what is told about a text that must not be spoken once more."""

_SKIPPED_EVERY_S = 10.0
_NAMED = 80
"""Signs by which a text that was left out is named."""


class Voice:
    """Says one message after the other; every method is safe on any thread, and none waits.

    It keeps all that is to be said until it was heard, so a process that crashes or hangs, or
    headphones that are pulled out, lose nothing: what was cut off is said again from its last
    sentence. A text on which the engine fails three times is left out, counted and named.

    Args:
        mouth: Where the words become sound.
        manner: How they are spoken, asked for each message.
        tell: Takes what has to be told of the voice itself; must not wait.
        clock: Seconds; only goes on.
    """

    def __init__(
        self,
        mouth: Mouth,
        manner: Callable[[], Manner],
        tell: Callable[[Announcement], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._mouth = mouth
        self._manner = manner
        self._tell = tell
        self._clock = clock
        self._lock = threading.Lock()
        self._queue = SpeechQueue()
        self._is_open = False
        self._is_quiet = False
        self._has_engine = True
        self._tell_skipped_at = 0.0
        self._is_telling_skipped = False
        self._languages: frozenset[str] = frozenset()
        self._gone: frozenset[str] = frozenset()
        self.voices: tuple[tuple[str, tuple[str, ...]], ...] = ()
        """Name and languages of every voice there is; empty until the engine has told."""

    @property
    def counts(self) -> dict[Ending, int]:
        """How many messages ended how."""
        with self._lock:
            return dict(self._queue.counts)

    @property
    def is_busy(self) -> bool:
        """Whether something is being said, or waits."""
        with self._lock:
            return self._queue.current is not None or len(self._queue) > 0

    def say(self, utterance: Utterance) -> None:
        """Have something said when it is its turn."""
        with self._lock:
            if self._queue.put(utterance, self._clock()):
                self._mouth.hush()
            self._go_on()

    def skip(self, count: int) -> None:
        """Count messages that had to be left out before they came here; they are told of."""
        with self._lock:
            self._queue.skipped += count
            self._go_on()

    def silence(self) -> None:
        """Be quiet at once, and drop all that waits."""
        with self._lock:
            self._queue.silence()
            self._mouth.hush()

    def silence_topic(self, topic: str) -> None:
        """What is being said, or waits, of one topic is not wanted any more."""
        with self._lock:
            if self._queue.drop(topic):
                self._mouth.hush()

    def wait(self) -> None:
        """Say nothing until `speak_on`; what is being said is gone on with then."""
        with self._lock:
            self._is_quiet = True
            if self._queue.current is not None:
                self._queue.interrupt()
                self._mouth.hush()

    def speak_on(self) -> None:
        with self._lock:
            self._is_quiet = False
            self._go_on()

    def cut_short(self) -> None:
        """An answer that is being said is not wanted any more; warnings are said on."""
        with self._lock:
            if self._queue.cut_short():
                self._mouth.hush()
                self._go_on()

    def hear(self, report: Report) -> None:
        """Take what became of it, from the mouth."""
        with self._lock:
            broken = self._take(report)
            self._go_on()
        # Outside the lock: whoever is told may have something said.
        if broken is not None:
            log.warning(
                "left out, for the engine failed on it each time: %r", broken.utterance.text
            )
            self._tell(_left_out(broken.utterance.text))
        elif report.what is What.VOICES:
            self._tell_gone()
        elif report.what is What.NO_ENGINE:
            log.error("no speech engine: %s", report.detail)
            self._tell(_no_engine())
        elif report.what is What.NO_VOICE and report.detail not in self._languages:
            self._languages |= {report.detail}
            self._tell(_no_voice(report.detail))

    def _tell_gone(self) -> None:
        """Tell of chosen voices that are not there any more, each once."""
        here = {name for name, _languages in self.voices}
        for name in sorted(set(self._manner().voices.values()) - here - self._gone):
            self._gone |= {name}
            self._tell(_gone(name))

    def _take(self, report: Report) -> Entry | None:
        """Follow a report; gives a message that is left out because of it."""
        queue = self._queue
        match report.what:
            case What.OPEN:
                # Another process may find the engine that the one before did not.
                self._is_open = self._has_engine = True
            case What.GONE:
                self._is_open = False
                queue.interrupt()
            case What.VOICES:
                self._has_engine = True
                self.voices = tuple((name, tuple(tags)) for name, tags in json.loads(report.detail))
            case What.NO_ENGINE:
                self._has_engine = False
                queue.interrupt()
            case What.REACHED:
                queue.reached(report.id, report.number)
            case What.DONE:
                if (longer := queue.done(report.id)) is not None:
                    self._mouth.speak(longer.id, longer.pieces, self._manner(), "")
            case What.CUT:
                log.info("the voice was cut off: %s", report.detail)
                return queue.broke(report.id)
            case What.NO_VOICE:
                pass
        return None

    def _go_on(self) -> None:
        is_able = self._is_open and self._has_engine and not self._is_quiet
        if not is_able or self._queue.current is not None:
            return
        self._put_skipped()
        while (entry := self._queue.take(self._clock())) is not None:
            signal = entry.utterance.signal if entry.is_whole and not entry.begun else ""
            if entry.pieces or signal:
                self._mouth.speak(entry.id, entry.pieces, self._manner(), signal)
                return
            self._queue.done(entry.id)  # nothing of it can be heard

    def _put_skipped(self) -> None:
        """Say how many messages had to be left out: in a flood now and then, and at its end."""
        now = self._clock()
        is_early = now < self._tell_skipped_at and len(self._queue) > 0
        if not self._queue.skipped or self._is_telling_skipped or is_early:
            return
        self._tell_skipped_at = now + _SKIPPED_EVERY_S
        count = self._queue.take_skipped()
        told = say_n("{n} message skipped.", "{n} messages skipped.", count)
        self._is_telling_skipped = True

        def end(ending: Ending) -> None:
            self._is_telling_skipped = False
            if ending is Ending.SKIPPED:  # the queue counted this one too
                self._queue.skipped += count - 1

        self._queue.put(Utterance(segments_of(told), Priority.NEXT, on_end=end), now)


def _left_out(text: str) -> Announcement:
    name = text if len(text) <= _NAMED else f"{text[:_NAMED]}…"
    return _told(
        say("The voice failed three times on this text and left it out: {text}", text=Name(name)),
        say("The voice left out a message. Read it in the messages."),
    )


def _no_engine() -> Announcement:
    return _told(
        say(
            "The studio's own voice does not start, so nothing is spoken. "
            "Use a screen reader, or install the studio anew."
        )
    )


def _no_voice(language: str) -> Announcement:
    return Announcement(
        say(
            "There is no voice here for {language}; another voice speaks it. "
            "Install one in the system's settings.",
            language=Language(language),
        ),
        topic=f"no voice {language}",
    )


def _gone(name: str) -> Announcement:
    return Announcement(
        say(
            "The voice {voice} is not there any more; another one speaks. "
            "Choose one in the settings.",
            voice=Name(name),
        ),
        topic=f"no voice {name}",
    )


def _told(message: Message, brief: Message | None = None) -> Announcement:
    return Announcement(message, brief, Priority.NEXT, topic=UNSPEAKABLE)
