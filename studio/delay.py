"""How far viewers are behind, what ends later for it, and what they are spared."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from studio.model.announcement import warning
from studio.model.errors import CommandError
from studio.model.events import Answered, Event, OutputEnded, OutputLost, OutputStarted
from studio.model.message import Duration, Message, say
from studio.model.ports import Stage
from studio.model.settings import MOST_DELAY_S
from studio.model.state import OutputPhase, ShowState
from studio.model.voice import NAME, TaughtCommand
from studio.standing import Standing
from studio.works import Works

_UNDERSTANDING_S = 1.0
"""From the end of something said until it is known what it is, and cut; it takes half as long."""

LONGEST_WORDS_S = 3.0
"""So long is a phrase with a name and a number in it, said without haste."""


def least_delay_s(taught: Sequence[TaughtCommand], *, has_words: bool = False) -> float:
    """How many whole seconds commands behind the studio's name need to be cut in time.

    The longest thing said in one breath decides, which is the name and a command. However long
    the pause between the two is, no more is needed: then the name is cut before the command comes.
    Who speaks much slower than when it was taught may need more, and is told so each time.

    Args:
        taught: What may be said; the name among it.
        has_words: An engine hears words, so any phrase may be said.
    """

    def longest(*, is_name: bool) -> float:
        phrases = [t for t in taught if (t.id == NAME) is is_name]
        return max((take.seconds for phrase in phrases for take in phrase.takes), default=0.0)

    command = max(longest(is_name=False), LONGEST_WORDS_S if has_words else 0.0)
    seconds = command + longest(is_name=True) + _UNDERSTANDING_S
    return float(min(MOST_DELAY_S, math.ceil(seconds)))


def hears(state: ShowState) -> bool:
    """Whether viewers, or a recording, hear commands that are spoken without the key."""
    is_taken = state.is_live or state.is_recording
    return is_taken and state.behind_s < state.delay_need_s


def hears_commands(state: ShowState) -> Message:
    if not state.is_live:
        return say(
            "The recording has the commands that you speak without the key: it is not held back "
            "long enough. Hold the key for commands."
        )
    return say(
        "Viewers hear the commands that you speak without the key: they are not far enough behind "
        "you. Hold the key for commands."
    )


class Delay:
    """The part of the show that keeps viewers behind; the thread that owns it alone calls it.

    Args:
        standing: The show's state.
        works: Where it is told that what is held is still being sent.
        stage: What holds it.
        tell: Takes what is told unasked.
    """

    def __init__(
        self, standing: Standing, works: Works, stage: Stage, tell: Callable[[Event], None]
    ) -> None:
        self._standing = standing
        self._works = works
        self._stage = stage
        self._tell = tell
        self._rest = ""
        self._rest_from = 0.0

    @property
    def coming_s(self) -> float:
        """How far viewers will be behind if the show goes live now."""
        state = self._standing.state
        if state.outputs:
            return state.delay_s
        return max(float(state.settings.broadcast_delay_s), state.delay_need_s)

    def needs(self, seconds: float) -> None:
        """Take note of how many seconds commands without the key need; 0 where there are none.

        What is being sent keeps its delay; where that is too short now, it is told.
        """
        before = self._standing.state
        if seconds == before.delay_need_s:
            return
        self._standing.change(delay_need_s=seconds)
        if not hears(before):
            self._warn()

    def decide(self) -> None:
        """Sending begins: from now on the delay stays as it is."""
        if not self._standing.state.outputs:
            delay_s = self.coming_s
            self._standing.change(delay_s=delay_s)
            self._stage.use_delay(delay_s)

    def drop(self) -> float:
        """Have viewers not get what is held; gives how many seconds that is.

        Raises:
            CommandError: Nothing is held.
        """
        behind_s = self._standing.state.behind_s
        if behind_s <= 0.0:
            raise CommandError(
                say("Nothing is held, so nothing can be taken back."),
                say("Choose a broadcast delay in the settings before you go live."),
            )
        self._stage.drop_held()
        return behind_s

    # ---------------------------------------------------------------- the end

    def is_ending(self) -> None:
        """Tell that the last seconds are still being sent; they can be called off."""
        behind_s = self._standing.state.behind_s
        if behind_s <= 0.0:
            return
        self._rest_from = time.monotonic()
        if not self._rest:
            title = say("The last {time} are still being sent.", time=Duration(behind_s))
            self._rest = self._works.begin(title, self._leave_out_rest)

    def end_at_once(self) -> None:
        """End all that is sent and recorded, without what is held.

        Raises:
            CommandError: Nothing is being sent.
        """
        outputs = self._standing.state.outputs
        if not outputs:
            raise CommandError(say("You are not live."), say("Nothing has to be ended."))
        for output in outputs:
            self._stage.stop_output(output.id, at_once=True)
        self._standing.change(outputs=tuple(replace(o, phase=OutputPhase.ENDING) for o in outputs))

    def look(self, now: float) -> None:
        """Tell how much of the rest was sent; some ten times a second.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if self._rest:
            behind_s = self._standing.state.delay_s
            share = min(1.0, int(now - self._rest_from) / max(1.0, behind_s))
            work = next((w for w in self._standing.state.works if w.id == self._rest), None)
            if work is not None and work.share != share:
                self._works.tell_share(self._rest, share)

    def take(self, event: Event) -> None:
        """Let it follow what happened, once the show has."""
        match event:
            case OutputStarted(is_recording=is_recording):
                if not (is_recording and self._standing.state.is_live):
                    self._warn()
            case OutputEnded() | OutputLost(will_retry=False):
                if not any(o.phase is OutputPhase.ENDING for o in self._standing.state.outputs):
                    self._works.end(self._rest)
                    self._rest = ""
            case _:
                pass

    def _leave_out_rest(self) -> None:
        self._rest = ""
        for output in self._standing.state.outputs:
            if output.phase is OutputPhase.ENDING:
                self._stage.stop_output(output.id, at_once=True)

    def _warn(self) -> None:
        state = self._standing.state
        if hears(state):
            is_live = state.is_live
            by_viewers = say("Viewers hear your spoken commands.")
            brief = by_viewers if is_live else say("The recording has your spoken commands.")
            self._tell(Answered(warning(hears_commands(state), "delay", brief)))
