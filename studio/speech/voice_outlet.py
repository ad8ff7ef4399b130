"""Announcements on their way to the studio's own voice."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from studio.model.announcement import Announcement, Priority
from studio.model.message import Message
from studio.model.pronunciation import Pronunciation
from studio.model.settings import VOICES, OwnVoice, Settings, Signalled, signalled
from studio.model.voicing import Manner
from studio.speech.ear import signal_of
from studio.speech.queue import Utterance
from studio.speech.voice import UNSPEAKABLE, Voice
from studio.speech.words.saying import segments_of

LIVES_S = {Priority.IDLE: 5.0, Priority.NORMAL: 60.0}
"""How long an announcement is worth saying; the others always are."""

READING = "reading"
"""The topic of what is read of the window."""

_ANSWER_LIVES_S = 60.0
_MOST_HELD = 50


@dataclass(frozen=True, slots=True)
class _Held:
    """What waits until it is known whether, and where, the voice speaks.

    Attributes:
        announcement: What it is.
        due: When it is not worth saying any more, in seconds of the clock; None for never.
    """

    announcement: Announcement
    due: float | None

    @property
    def is_answer(self) -> bool:
        return self.announcement.cause is not None

    def is_outdated_by(self, newer: "_Held") -> bool:
        """A newer one of its topic came, or a newer answer, as in the queue."""
        topic = self.announcement.topic
        is_of_topic = bool(topic) and topic == newer.announcement.topic
        return is_of_topic or (self.is_answer and newer.is_answer)


class VoiceOutlet:
    """Has the studio's own voice speak what no screen reader does; an `Outlet` of the announcer.

    Args:
        voice: Speaks.
        settings: As they are now; any thread.
        is_read: Whether a screen reader speaks what is announced now; None while that is not
            known, until `look_again` is called. Any thread.
        dictionary: Words that the person wants to be said in a way of their own; any thread.
        clock: Seconds; only goes on.
    """

    name = "voice"

    def __init__(
        self,
        voice: Voice,
        settings: Callable[[], Settings],
        is_read: Callable[[], bool | None] = lambda: True,
        dictionary: Callable[[], tuple[Pronunciation, ...]] = tuple,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._voice = voice
        self._settings = settings
        self._is_read = is_read
        self._dictionary = dictionary
        self._lock = threading.Lock()
        self._clock = clock
        self._held: list[_Held] = []
        self._skipped = 0

    def give(self, announcement: Announcement) -> bool:
        """Any thread; False when it is not spoken here."""
        lives_s = LIVES_S.get(announcement.priority)
        if announcement.cause is not None:
            # What answers something that was asked a while ago is no answer any more.
            lives_s = min(lives_s or _ANSWER_LIVES_S, _ANSWER_LIVES_S)
        return self._give(_Held(announcement, None if lives_s is None else self._clock() + lives_s))

    def _give(self, told: _Held) -> bool:
        speaks = self.speaks
        if speaks:
            self._say(told.announcement)
        elif self._may_speak:
            self._hold(told)
        else:
            self._leave_it_to_others()
        return speaks is not False

    def _hold(self, newer: _Held) -> None:
        with self._lock:
            kept = [older for older in self._held if not older.is_outdated_by(newer)]
            self._held = [*kept, newer]
            if len(self._held) > _MOST_HELD:
                # The oldest of the least urgent, as in the queue.
                self._held.remove(min(self._held, key=lambda told: told.announcement.priority))
                self._skipped += 1

    def read(self, message: Message, *, by_key: bool) -> None:
        """Read what the user comes to, in place of what was to be read before. Any thread."""
        if not self.speaks:
            return
        self._voice.silence_topic(READING)
        self._voice.say(
            Utterance(
                segments_of(message, dictionary=self._dictionary()),
                Priority.NEXT if by_key else Priority.NORMAL,
                READING,
                is_answer=by_key,
                lives_s=LIVES_S[Priority.NORMAL],
            )
        )

    def silence(self) -> None:
        """Be quiet at once, and say nothing of what waits. Any thread."""
        with self._lock:
            self._held, self._skipped = [], 0
        self._voice.silence()

    def hush(self) -> None:
        """A key was pressed: what is being read or answered is not wanted any more. Any thread."""
        self._voice.cut_short()

    def wait(self) -> None:
        """Say nothing until `speak_on`, and lose nothing of it. Any thread."""
        self._voice.wait()

    def speak_on(self) -> None:
        """Say what waits. Any thread."""
        self._voice.speak_on()

    @property
    def is_talking(self) -> bool:
        """Whether the own voice is saying something, or has something to say. Any thread."""
        return self._voice.is_busy

    @property
    def speaks(self) -> bool | None:
        """Whether the own voice speaks now; None while it is not known."""
        is_wanted = self._is_wanted
        return is_wanted if self._settings().monitor_device else False

    @property
    def _may_speak(self) -> bool:
        """Whether it speaks now, or would once headphones are chosen or no reader is found."""
        return self._is_wanted is not False

    @property
    def _is_wanted(self) -> bool | None:
        """Whether it is to speak, wherever that is heard; None while it is not known."""
        own_voice = self._settings().own_voice
        if own_voice != OwnVoice.AUTO:
            return own_voice == OwnVoice.ALWAYS
        is_read = self._is_read()
        return None if is_read is None else not is_read

    def look_again(self) -> None:
        """It is known now whether a reader speaks, or other headphones are chosen; any thread."""
        with self._lock:
            held, self._held = self._held, []
            skipped, self._skipped = self._skipped, 0
        now = self._clock()
        for told in held:
            if told.due is None or now <= told.due:
                self._give(told)
        if skipped and self.speaks:
            self._voice.skip(skipped)
        if self.speaks is False:
            self._leave_it_to_others()

    def _leave_it_to_others(self) -> None:
        """A reader has begun to speak, or the voice was switched off: never both."""
        if self._voice.is_busy:
            self._voice.silence()

    def _say(self, announcement: Announcement) -> None:
        settings = self._settings()
        how = signalled(settings, announcement.earcon)
        message = announcement.spoken(
            is_brief=settings.brief_answers, has_word=how is Signalled.WORD
        )
        if announcement.topic == UNSPEAKABLE:
            message = announcement.brief or announcement.message
        self._voice.say(
            Utterance(
                segments_of(message, dictionary=self._dictionary()),
                announcement.priority,
                announcement.topic,
                signal_of(announcement, settings) or "",
                is_answer=announcement.cause is not None,
                lives_s=LIVES_S.get(announcement.priority),
            )
        )


def manner_of(settings: Settings) -> Manner:
    """How the person wants to be spoken to."""
    voices = {language: getattr(settings, name) for language, name in VOICES.items()}
    return Manner(
        settings.speech_wpm,
        settings.speech_pitch,
        settings.speech_volume,
        {language: name for language, name in voices.items() if name},
    )
