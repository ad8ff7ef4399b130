"""Test mode in the real studio: what people say is told, and nothing is done."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from studio.model.voice import NAME, Listening, TaughtCommand
from studio.voice.takes import make_take
from tests.app.voice_studio import HEADSET, TITLES, Heard, heard
from tests.harness.process import wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.harness.readings import rendition

PHRASES = {NAME: 0, "card.next": 1, "show.go_live": 2, "voice.test_mode": 3}
PAUSE_S = 0.4


def known() -> tuple[TaughtCommand, ...]:
    """Taught by people, three takes each."""
    return tuple(
        TaughtCommand(
            id_,
            "" if id_ == NAME else id_,
            {},
            TITLES.get(id_, "try it"),
            tuple(make_take(rendition(phrase, turn)) for turn in range(3)),
        )
        for id_, phrase in PHRASES.items()
    )


def speak(pulse: PulseServer, *ids: str, turn: int) -> None:
    said = [rendition(PHRASES[id_], turn, pause_s=PAUSE_S) for id_ in ids]
    pulse.play("micfeed", soxr.resample(np.concatenate(said), 16_000, RATE).astype(np.float32))


def held(show: Heard, pulse: PulseServer, id_: str, beginning: str) -> str:
    before = len(show.words)
    show.studio.dispatch("voice.hold", "key")
    speak(pulse, id_, turn=4)
    show.studio.dispatch("voice.release")
    return show.wait(beginning, since=before)


def hands_free(show: Heard, pulse: PulseServer, id_: str, beginning: str) -> str:
    before = len(show.words)
    speak(pulse, NAME, id_, turn=5)
    return show.wait(beginning, since=before)


@pytest.mark.parametrize("say", [held, hands_free])
def test_what_is_said_is_told_and_not_done_and_it_ends_by_voice(own_pulse: PulseServer, say):
    with heard(Listening.HANDS_FREE, HEADSET, *known()) as show:
        show.open_microphone(own_pulse)
        told = say(show, own_pulse, "voice.test_mode", "try it. Test mode")
        assert told.endswith("Keys act as ever. “Try commands by voice” ends it.")
        told = say(show, own_pulse, "show.go_live", "go live. Only tested")
        assert told == "go live. Only tested: you would be asked first."
        assert show.state.question is None
        told = say(show, own_pulse, "card.next", "next card. Only tested")
        assert told == "next card. Only tested: it would be done now."
        assert show.state.card is None
        # It is noted once it was told.
        wait_until(lambda: len(show.state.listening.log) == 3, 5, "the log")
        assert [one.was_done for one in show.state.listening.log] == [True, False, False]
        assert say(show, own_pulse, "voice.test_mode", "try it. The test is over.")
        assert say(show, own_pulse, "card.next", "next card. Wool scarf")
