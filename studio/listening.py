"""When the studio listens for commands by voice."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from studio.cue import check_microphone
from studio.model import events
from studio.model.announcement import Announcement, Earcon, warning
from studio.model.errors import CommandError
from studio.model.lesson import is_known
from studio.model.listening import HoldKind, ListeningState
from studio.model.message import say
from studio.model.ports import OwnVoice, Stage
from studio.model.settings import Signalled, signalled
from studio.model.speech_model import WordsPhase
from studio.model.state import ShowState
from studio.model.voice import Listening, TaughtCommand
from studio.standing import Standing

TOPIC = "listening"

LONGEST_HOLD_S = 20.0
"""A key that seems to be held for longer was let go, and nobody told."""

_REPEATS_S = 2.0
"""A key that is down is repeated within this time, or its release was lost."""

_JUDGED_S = 1.2
"""So long after the key was let go it is known at the latest what was said."""

_CHOICES = frozenset({"voice.first", "voice.second", "voice.choose"})


def awaited(state: ShowState) -> frozenset[str]:
    """Commands that answer what the studio asks just now: hands-free they need no name."""
    if state.listening.is_asleep:
        return frozenset()
    choices = _CHOICES if state.listening.offers else frozenset()
    return choices | ({"studio.yes", "studio.no"} if state.question is not None else frozenset())


class NeedsDelay(Protocol):
    def __call__(self, *, hands_free: bool) -> None: ...


def test_is_over() -> Announcement:
    """What is told at the end of test mode, however it came."""
    return Announcement(
        say("The test is over. Commands by voice act again."),
        brief=say("The test is over."),
        topic=TOPIC,
    )


class Listener:
    """The part of the show that listens; the thread that owns the show alone calls it.

    Args:
        standing: The show's state.
        stage: Whose microphones are listened to, and kept from viewers while the key is held.
        own_voice: Says nothing while the key is held: the microphone would hear it too.
        tell: Takes what is told unasked.
        needs_delay: Is told whether commands come hands-free, whenever that or what may be said
            changes.
    """

    def __init__(
        self,
        standing: Standing,
        stage: Stage,
        own_voice: OwnVoice,
        tell: Callable[[events.Event], None],
        needs_delay: NeedsDelay,
    ) -> None:
        self._standing = standing
        self._stage = stage
        self._own_voice = own_voice
        self._quiet_until: float | None = None
        self._tell = tell
        self._needs_delay = needs_delay
        self._taught: tuple[TaughtCommand, ...] | None = None
        self._has_words = False
        self._mode: Listening | None = None
        self._awaited: frozenset[str] = frozenset()
        self._held_since = 0.0
        self._was_pressed = False
        self._is_shut = False
        self._is_down = False
        self._pressed_at = 0.0
        self._person_since = -math.inf
        standing.subscribe(self._follow)

    @property
    def state(self) -> ListeningState:
        return self._standing.state.listening

    @property
    def mode(self) -> Listening:
        return Listening(self._standing.state.settings.listening)

    @property
    def is_hearing(self) -> bool:
        """The key is held, or was let go and it is not known yet what was said."""
        return self.state.is_held or self._quiet_until is not None

    # ---------------------------------------------------------------- the key

    def hold(self, at: float, *, is_by_key: bool = False) -> None:
        """The key was pressed: from then on viewers hear nothing, and what is said is a command.

        Where it is not held but pressed twice, the second press is the end; where it is held, a
        second one tells that the release before it was lost, and begins anew. A key that the
        keyboard repeats was not let go between, and is none.

        Args:
            at: When, in seconds of `time.monotonic`.
            is_by_key: A key was pressed, which will be let go.

        Raises:
            CommandError: Commands by voice are switched off, or nobody can be heard.
        """
        is_repeated = is_by_key and self._is_down and at - self._pressed_at < _REPEATS_S
        self._is_down, self._pressed_at = is_by_key, at
        if is_repeated:
            return
        if self.state.is_held:
            self._let_go(at)
            if self._was_pressed:
                return
        self._open(at)
        if self.mode is Listening.OFF:
            raise CommandError(
                say("Commands by voice are switched off."),
                say("Switch them on in the settings, or with “listen while held”."),
            )
        # Where the first microphone is lost, viewers would hear what is said through another one.
        self._stage.hold_voice(at)
        self._is_shut = True
        check_microphone(self._standing.state)
        self._own_voice.hush()
        self._own_voice.wait()
        self._quiet_until = None
        self._held_since = at
        self._was_pressed = self._standing.state.settings.listening_hold == HoldKind.PRESS
        self._change(is_held=True)
        self.play(Earcon.LISTENING)

    def release(self, at: float) -> bool:
        """The key was let go; what was begun goes on where it is a second press that ends it.

        Returns:
            Whether viewers hear the microphones again by that.
        """
        was_shut, self._is_down = self._is_shut, False
        if not self.state.is_held:
            self._open(at)
        elif not self._was_pressed:
            self._let_go(at)
        return was_shut and not self._is_shut

    def look(self, now: float) -> None:
        """End what has lasted too long; some ten times a second.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if self.state.is_held and now - self._held_since > LONGEST_HOLD_S:
            self._let_go(now)
            told = say("The key was held for very long. Viewers hear you again.")
            self._tell(events.Answered(warning(told, TOPIC, say("Viewers hear you again."))))
        if self._quiet_until is not None and now > self._quiet_until:
            self.is_judged()

    def is_judged(self) -> None:
        """What was said while the key was held is known: the own voice may speak again."""
        if self._quiet_until is not None:
            self._quiet_until = None
            self._own_voice.speak_on()

    def _open(self, at: float) -> None:
        """Let viewers hear the microphones again, where they do not."""
        if self._is_shut:
            self._is_shut = False
            self._stage.release_voice(at)

    def _let_go(self, at: float) -> None:
        self._open(at)
        self._quiet_until = time.monotonic() + _JUDGED_S
        self._change(is_held=False)
        self.play(Earcon.LISTENED)

    # ---------------------------------------------------------------- hands-free

    def sleep(self) -> None:
        """Heed nothing but being woken, and the key."""
        if self.mode is not Listening.HANDS_FREE:
            raise CommandError(
                say("It listens only while the key is held."),
                say("There is nothing to put to sleep."),
            )
        if self.state.is_asleep:
            raise CommandError(say("It sleeps already."), say("To wake it, use “wake up”."))
        self._change(is_asleep=True)

    def wake(self) -> None:
        if not self.state.is_asleep:
            raise CommandError(say("It is awake already."), say("To put it to sleep, use “sleep”."))
        self._change(is_asleep=False)
        self.play(Earcon.LISTENING)

    def test(self, *, on: bool) -> None:
        """Only say what would have been done, or do it again."""
        self._change(is_testing=on)

    def use_words(self, language: str) -> None:
        """An engine for words of this language listens too; empty where none does."""
        if language != self.state.language:
            self._change(language=language)

    # ---------------------------------------------------------------- behind it

    def play(self, signal: Earcon) -> None:
        """Have a short sound heard in the headphones, without words."""
        if signalled(self._standing.state.settings, signal) is Signalled.SOUND:
            self._stage.play_earcon(signal)

    def cut(self, began: float, ended: float, new_from: float) -> bool:
        """Have viewers not hear what was said; False where some of it is sent already.

        What is before `new_from` was cut already, but for pauses.
        """
        return self._stage.cut_voice(began, ended, new_from)

    def forget(self) -> None:
        """Somebody else streams: what was heard of the one before is nobody's business."""
        self._person_since = time.monotonic()
        if self.state.is_held:
            self._let_go(self._person_since)
        was_testing = self.state.is_testing
        self._standing.change(listening=ListeningState(language=self.state.language))
        if was_testing:
            self._tell(events.Answered(test_is_over()))

    def is_of_another(self, began: float) -> bool:
        """Whether what began then, in seconds of `time.monotonic`, was said by the one before."""
        return began < self._person_since

    def _follow(self, state: ShowState) -> None:
        """Have no microphone listened to but as the settings say."""
        mode = Listening(state.settings.listening)
        self._await_answers(state)
        has_words = state.speech_models.phase is not WordsPhase.OFF
        is_same = mode is self._mode and state.taught is self._taught
        if is_same and has_words is self._has_words:
            return
        has_changed, self._mode, self._taught = mode is not self._mode, mode, state.taught
        self._has_words = has_words
        self._needs_delay(hands_free=mode is Listening.HANDS_FREE)
        if not has_changed:
            return
        self._stage.listen(mode)
        if mode is Listening.OFF and state.listening.is_held:
            self._let_go(time.monotonic())
        if state.listening.is_asleep:
            self._change(is_asleep=False)

    def _await_answers(self, state: ShowState) -> None:
        answers = awaited(state)
        ids = frozenset(t.id for t in state.taught if t.command in answers and is_known(t))
        if ids != self._awaited:
            self._awaited = ids
            self._stage.await_answers(ids)

    def _change(self, **changes: object) -> None:
        self._standing.change(listening=replace(self.state, **changes))
