"""Warns of levels that the streamer cannot see and viewers will not forgive."""

import math
from collections.abc import Iterator

from studio.model.announcement import Announcement, warning
from studio.model.message import Duration, Message, Name, Number, say
from studio.model.scene import SoundSource
from studio.model.settings import Settings
from studio.model.state import Levels, ShowState

SILENT_DB = -60.0
"""An open microphone in a quiet room is above this, one that is switched off below."""
SILENT_S = 10.0
TOO_LOUD_S = 1.0
"""Short-term loudness is that of the last 3 s already."""
TOO_QUIET_S = 10.0
SPEECH_LU = 15.0
"""How far below the window somebody still talks, only too quietly; below that is a pause."""

_REST_S = {"clip": 20.0, "silent": 60.0, "loudness": 60.0}


class LevelWatch:
    """Looks at the levels some times a second. One thread; knows no clock, each look brings it."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._warned: dict[str, float] = {}

    def look(self, state: ShowState, levels: Levels, now: float) -> Iterator[Announcement]:
        """Give what has to be said.

        Args:
            state: Whether somebody hears it, and who is muted.
            levels: The newest.
            now: Seconds of `time.monotonic`.
        """
        is_on_air = state.is_live or state.recording is not None
        for source in state.sound_sources:
            if not source.is_voice:
                continue
            is_shut = source.is_muted or source.id in state.lost_sources
            level = None if is_shut else levels.sources.get(source.id)
            # A lesson judges what is said in it, and tells of that itself.
            clips = level is not None and level.is_clipping and state.lesson is None
            if self._lasts(f"clip {source.id}", 0.0, now, is_so=clips):
                yield _clipping(source)
            is_silent = level is not None and level.peak_db < SILENT_DB
            if self._lasts(f"silent {source.id}", SILENT_S, now, is_so=is_on_air and is_silent):
                yield _silent(source, now - self._since[f"silent {source.id}"])
        window = loudness_of(levels, state.settings)
        if self._lasts("loudness high", TOO_LOUD_S, now, is_so=is_on_air and window > 0):
            yield _warning(
                say("The show is too loud, {loudness} LUFS.", loudness=Number(levels.short_term)),
                say("Turn the microphone down."),
                "loudness",
            )
        is_heard = state.voice is None or not state.voice.is_muted
        is_quiet = is_on_air and is_heard and -SPEECH_LU < window < 0
        if self._lasts("loudness low", TOO_QUIET_S, now, is_so=is_quiet):
            yield _warning(
                say("The show is too quiet, {loudness} LUFS.", loudness=Number(levels.short_term)),
                say("Turn the microphone up."),
                "loudness",
            )

    def _lasts(self, what: str, least_s: float, now: float, *, is_so: bool) -> bool:
        """Whether something has been so for long enough, and was not told lately."""
        if not is_so:
            self._since.pop(what, None)
            return False
        since = self._since.setdefault(what, now)
        told = self._warned.get(what, -math.inf)
        if now - since < least_s or now - told < _REST_S[what.partition(" ")[0]]:
            return False
        self._warned[what] = now
        return True


def loudness_of(levels: Levels, settings: Settings) -> float:
    """How far the short-term loudness is above (+) or below (-) the window, in LU; 0 inside."""
    above = levels.short_term - settings.loudest_lufs
    below = levels.short_term - settings.quietest_lufs
    return max(above, 0.0) + min(below, 0.0)


def _clipping(source: SoundSource) -> Announcement:
    return _warning(
        say("{microphone} is too loud and distorts.", microphone=Name(source.name)),
        say("Turn it down at the device, or move away from it."),
        f"clip {source.id}",
    )


def _silent(source: SoundSource, seconds: float) -> Announcement:
    return _warning(
        say(
            "Nothing has come from {microphone} for {time}.",
            microphone=Name(source.name),
            time=Duration(seconds),
        ),
        say("Check its switch and its cable."),
        f"silent {source.id}",
    )


def _warning(problem: Message, remedy: Message, topic: str) -> Announcement:
    return warning(problem.then(remedy), topic, brief=problem)
