"""Commands that are understood before anybody taught them: said by the voices of this system."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from studio import text
from studio.commands.every import REGISTRY
from studio.commands.taught import by_machine
from studio.cue import TOPIC
from studio.model.announcement import Announcement, Priority
from studio.model.errors import StudioError
from studio.model.events import Answered
from studio.model.lesson import HARMLESS, is_starter
from studio.model.scene import SoundKind
from studio.model.segment import Segment
from studio.model.state import ShowState
from studio.model.voice import Listening, Take, TaughtCommand
from studio.model.voicing import Manner
from studio.show import Show
from studio.speech.sayings import Saying, say_all
from studio.speech.words.tongues import short_tag
from studio.voice.sound import RATE, at_rate
from studio.voice.takes import make_take

log = logging.getLogger(__name__)

_MANNERS = (Manner(150, 40), Manner(180, 50), Manner(180, 65), Manner(210, 50))
"""Slow and low to fast: a machine says nothing twice in the same way only when told to."""

_LEAST_S = 0.5
"""What is shorter is like too much else."""

_ROOM = np.zeros(RATE // 4, np.float32)


class Starters:
    """Has a machine say the harmless commands, until the person has said each once.

    Made once for each person and language, when commands by voice are on and there is a microphone
    to hear them with. They are understood while the key is held, never hands-free.
    """

    def __init__(self, show: Show) -> None:
        self._show = show
        self._tried: tuple[str, str] = ("", "")
        self.end = show.subscribe(self._follow)

    def _follow(self, state: ShowState) -> None:
        language = text.in_use()
        wish = (state.person.id, language)
        voice = state.voice
        can_hear = voice is not None and voice.kind is SoundKind.MICROPHONE
        is_wanted = can_hear and state.settings.listening != Listening.OFF
        # The first steps offer to teach, and are not talked over.
        if not is_wanted or state.wants_first_steps or wish == self._tried:
            return
        self._tried = wish
        words = lacking(state.taught, language)
        if not words:
            return

        def keep(made: Sequence[TaughtCommand]) -> None:
            if made and wish == (self._show.state.person.id, text.in_use()):
                self._keep(made)

        self._show.errand(lambda: said_by_machine(words, language), keep, _note)

    def _keep(self, made: Sequence[TaughtCommand]) -> None:
        """Those that were said or forgotten meanwhile stay as they are."""
        now = {one.command: one for one in self._show.state.taught}
        wanted = [
            replace(one, id=known.id) if known is not None else one
            for one in made
            for known in [now.get(one.command)]
            if known is None or is_starter(known)
        ]
        if not wanted:
            return
        is_first = not any(is_starter(one) for one in now.values())
        self._show.taught.keep(*wanted)
        if is_first:
            told = Announcement(by_machine(len(wanted)), priority=Priority.IDLE, topic=TOPIC)
            if self._show.state.lesson is None:  # nobody is talked to while asked for a take
                self._show.tell(Answered(told))


def lacking(taught: Sequence[TaughtCommand], language: str) -> dict[str, str]:
    """The words of the commands that a machine has to say, by command.

    Those that are there in another language are said anew; what a person said, or has had
    forgotten, is left alone.
    """
    words = {one: _words(one, language) for one in HARMLESS if one in REGISTRY}
    known = {one.command: one for one in taught}
    return {
        one: said
        for one, said in words.items()
        if one not in known or (is_starter(known[one]) and known[one].title != said)
    }


def _words(command_id: str, language: str) -> str:
    """The longest way to say it, which is the least like others."""
    phrases = [text.translate(phrase, language) for phrase in REGISTRY[command_id].phrases]
    return max((phrase for phrase in phrases if "{" not in phrase), key=len)


def said_by_machine(words: Mapping[str, str], language: str) -> list[TaughtCommand]:
    """Have them said, in a second or less, on a thread that may wait.

    Args:
        words: By command.
        language: Of the words, as translations are called.

    Returns:
        Those that a voice of the language can say, and that are long enough.

    Raises:
        SoundError: No voice starts.
    """
    tag = short_tag(language)
    sayings = [Saying(Segment(said, tag), how) for said in words.values() for how in _MANNERS]
    made = iter(say_all(sayings))
    taught: list[TaughtCommand] = []
    for command_id, title in words.items():
        takes: list[Take] = []
        for _manner in _MANNERS:
            said = next(made)
            if not len(said.samples) or not said.is_in_its_language:
                continue
            samples = np.concatenate([_ROOM, at_rate(said.samples, said.rate), _ROOM])
            take = make_take(samples, is_synthetic=True)
            if take.seconds >= _LEAST_S:
                takes.append(take)
        if len(takes) > 1:
            taught.append(
                TaughtCommand(f"machine {command_id}", command_id, {}, title, tuple(takes))
            )
    return taught


def _note(error: StudioError) -> None:
    """Nobody asked for them, so nothing is told."""
    log.warning("no commands by a machine's voice: %s", error.problem)
