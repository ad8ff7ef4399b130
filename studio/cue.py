"""A cue: it is told what to say, a tone sounds, and what is said next is taken."""

import time
from collections.abc import Callable

from studio.model import events
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.errors import CommandError
from studio.model.message import Message, say
from studio.model.ports import OwnVoice, Stage
from studio.model.reading_time import reading_s
from studio.model.scene import SoundKind
from studio.model.state import ShowState
from studio.model.voice import Recording

PATIENCE_S = 8.0
"""So long after the tone somebody is waited for."""

TOPIC = "teaching"

_BEGINS_S = 0.4
"""The studio's own voice begins to speak within this time."""

_SPEAKS_ON_S = 60.0
"""Whoever speaks for so long has forgotten that it does."""

_LONGEST_S = 10.0
"""What sounds for so much longer is no phrase."""


class Cue:
    """One cue at a time, a newer one takes the place of an older; the show's thread calls it.

    Nothing of the microphone is taken but between the tone and the end of what is said next.

    Args:
        stage: Sounds the tone and hears what is said.
        tell: Takes what is told.
        on_show: Has something done on the show's thread; any thread.
        own_voice: Waited for where it tells what to say.
        is_hearing: Whether the key for commands is held; what is said with it is waited for too.
    """

    def __init__(
        self,
        stage: Stage,
        tell: Callable[[events.Event], None],
        on_show: Callable[[Callable[[], None]], None],
        own_voice: OwnVoice,
        is_hearing: Callable[[], bool],
    ) -> None:
        self._stage = stage
        self._tell = tell
        self._on_show = on_show
        self._own_voice = own_voice
        self._is_hearing = is_hearing
        self._given = 0
        self._heard: Callable[[Recording | None], None] | None = None
        self._sounded: Callable[[], None] = lambda: None
        self._from = 0.0
        self._until: float | None = None

    @property
    def is_given(self) -> bool:
        """Whether somebody is, or was, told what to say, and it was not said yet."""
        return self._heard is not None

    @property
    def is_waiting(self) -> bool:
        """Whether the tone was heard, and what is said next is taken."""
        return self._until is not None

    def give(
        self,
        told: Announcement,
        sounded: Callable[[], None],
        heard: Callable[[Recording | None], None],
    ) -> None:
        """Tell what to say, and take it.

        Args:
            told: What to say.
            sounded: Called at the tone.
            heard: Takes what was said; None where nothing was, or was begun, for `PATIENCE_S`.
        """
        self.withdraw()
        self._tell(events.Answered(told))
        self._sounded, self._heard = sounded, heard
        self._from = time.monotonic() + self._reading_s(told.message)

    def withdraw(self) -> None:
        """Nobody wants it any more."""
        self._given += 1
        if self._until is not None:
            self._stage.ask_for_take(None)
        self._heard, self._until = None, None

    def sound(self) -> None:
        """Sound the tone now, whatever of the words is still to be said.

        While the key is held it does not: what was said with it before would be the take.
        """
        if self._heard is None or self.is_waiting or self._is_hearing():
            return
        if not self._stage.play_earcon(Earcon.LISTENING):
            now = Announcement(say("Now."), priority=Priority.NEXT, topic=TOPIC)
            self._tell(events.Answered(now))
        self._until = time.monotonic() + PATIENCE_S
        given = self._given
        self._stage.ask_for_take(lambda heard: self._on_show(lambda: self._take(given, heard)))
        self._sounded()

    def look(self, now: float) -> None:
        """Sound the tone once it was told what to say, and notice that nothing comes.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if self._heard is None:
            return
        if self._until is None:
            is_silent = not self._own_voice.is_talking or now > self._from + _SPEAKS_ON_S
            if now >= self._from and is_silent:
                self.sound()
        elif now >= self._until + (_LONGEST_S if self._stage.has_take_begun else 0.0):
            heard = self._heard
            self.withdraw()
            heard(None)

    def _take(self, given: int, recording: Recording) -> None:
        if given != self._given or self._heard is None:
            return
        heard = self._heard
        # It was given, so there is nothing to call off.
        self._given += 1
        self._heard, self._until = None, None
        heard(recording)

    def _reading_s(self, told: Message) -> float:
        """How long it is told at least, in seconds."""
        return _BEGINS_S if self._own_voice.speaks else _BEGINS_S + reading_s(told)


def check_heard(state: ShowState) -> None:
    """Raise CommandError where nobody can be heard, or viewers would hear it too."""
    if _has_viewers(state):
        raise _heard_by_viewers()
    if state.voice is not None and state.voice.kind is not SoundKind.MICROPHONE:
        raise _no_microphone()
    check_microphone(state)


def check_microphone(state: ShowState) -> None:
    """Raise CommandError where nobody can be heard."""
    if state.voice is None:
        raise _no_microphone()
    if has_lost_voice(state):
        raise CommandError(
            say("The microphone gives no sound."), say("Check its cable, then try again.")
        )


def has_lost_voice(state: ShowState) -> bool:
    """Whether the microphone that commands are spoken into is there no more."""
    return state.voice is not None and state.voice.id in state.lost_sources


def _no_microphone() -> CommandError:
    return CommandError(
        say("There is no microphone to hear you with."),
        say("Choose one in the first steps, or with “add sound source”."),
    )


def _has_viewers(state: ShowState) -> bool:
    """Whether what is said now is heard by others, or will be."""
    is_sent = bool(state.outputs) or state.is_connecting
    # A recording is one in a rehearsal too.
    return state.recording is not None or (is_sent and not state.is_rehearsal)


def _heard_by_viewers() -> CommandError:
    return CommandError(
        say("Viewers, or whoever plays the recording, would hear what you say."),
        say("Do that off air, or in a rehearsal that is not recorded."),
    )
