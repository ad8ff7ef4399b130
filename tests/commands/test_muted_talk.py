"""Who talks into a muted microphone is told so, but not of what was said to the studio."""

from __future__ import annotations

import time

import pytest

from studio.model.events import TalkingWhileMuted
from studio.model.voice import Listening
from studio.muted_talk import KNOWN_S
from tests.commands.rig import VOICE, Rig
from tests.commands.test_voice import TAUGHT, free_said

TALK = TalkingWhileMuted(VOICE.id, VOICE.name)
WARNING = f"You are talking while {VOICE.name} is muted. Viewers do not hear you."


@pytest.fixture
def rig() -> Rig:
    rig = Rig(taught=TAUGHT)
    rig.do("sound.mute")
    return rig


@pytest.fixture
def free(rig: Rig) -> Rig:
    rig.do("voice.listen", mode="hands-free")
    return rig


def told(rig: Rig) -> list[str]:
    return [said.announcement.text for said in rig.announcer.history()]


def look(rig: Rig, seconds: float = KNOWN_S) -> None:
    rig.show.muted_talk.look(time.monotonic() + seconds + 0.1)


def test_with_the_key_it_is_told_at_once(rig: Rig):
    assert rig.state.settings.listening == Listening.HELD
    rig.tell(TALK)
    assert told(rig)[-1] == WARNING


def test_hands_free_it_is_told_once_it_is_known_to_be_no_command(free: Rig):
    free.tell(TALK)
    look(free, KNOWN_S - 0.5)
    assert WARNING not in told(free)
    look(free)
    assert told(free)[-1] == WARNING
    look(free)
    assert told(free).count(WARNING) == 1


@pytest.mark.parametrize("understood", ["card.next", ""])
def test_what_was_said_to_the_studio_is_no_talk_to_viewers(free: Rig, understood: str):
    free.tell(TALK)
    free.hear(free_said(understood))
    look(free)
    assert WARNING not in told(free)


def test_what_is_noticed_a_moment_after_a_command_is_that_command(free: Rig):
    free.show.muted_talk.was_command()
    free.tell(TALK)
    look(free)
    assert WARNING not in told(free)


def test_what_was_said_without_the_name_is_talk(free: Rig):
    free.tell(TALK)
    free.hear(free_said("card.next", is_named=False))
    look(free)
    assert told(free)[-1] == WARNING


def test_an_answer_that_is_waited_for_is_none_without_the_name_either(free: Rig):
    free.hear(free_said("show.go_live"))
    free.show.muted_talk._commanded_at = float("-inf")
    free.tell(TALK)
    free.hear(free_said("studio.no", is_named=False))
    look(free)
    assert WARNING not in told(free)


def test_who_was_unmuted_meanwhile_is_heard(free: Rig):
    free.tell(TALK)
    free.do("sound.unmute")
    look(free)
    assert WARNING not in told(free)
