"""Hands-free, what is said to the studio into a muted microphone is no talk to viewers."""

from __future__ import annotations

import time

from studio.model.voice import Listening
from tests.app.test_trying import hands_free, known, speak
from tests.app.voice_studio import HEADSET, heard
from tests.harness.pulse import PulseServer

WARNING = "You are talking while Headset is muted. Viewers do not hear you."


def test_a_command_is_none_and_all_else_is(own_pulse: PulseServer):
    with heard(Listening.HANDS_FREE, HEADSET, *known()) as show:
        show.open_microphone(own_pulse)
        show.wish("sound.mute", "Headset is muted.")
        hands_free(show, own_pulse, "card.next", "next card. Wool scarf")
        time.sleep(show.state.delay_need_s)  # nothing tells that nothing comes
        assert WARNING not in show.words
        speak(own_pulse, "card.next", turn=6)
        show.wait(WARNING)
