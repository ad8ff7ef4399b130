"""The switch is honest: what a microphone captures goes to the recognizer when that is wished."""

import time

import numpy as np
import pytest

from studio.audio.desk import SoundDesk
from studio.audio.inputs import MicrophoneInput
from studio.model.events import UtteranceHeard
from studio.model.scene import SoundKind, SoundSource
from studio.model.voice import Listening
from studio.program.hearing import Hearing
from studio.voice.sound import RATE
from tests.harness.process import wait_until
from tests.voice.speaking import NEXT, PRICE, after, quiet, spoken, taught

VOICE = SoundSource("Voice", SoundKind.MICROPHONE, "No such microphone", id="voice")
GUEST = SoundSource("Guest", SoundKind.MICROPHONE, "None either", id="guest", is_voice=False)


@pytest.fixture
def told():
    return []


@pytest.fixture
def desk(told):
    made = SoundDesk(lambda _event: None, origin=time.monotonic())
    made.set_sources((GUEST, VOICE))
    yield made
    made.close()


@pytest.fixture
def hearing(desk, told):
    made = Hearing(told.append, desk)
    yield made
    made.close()


def taker(desk, source):
    sound_input = desk._channels[source.id].input
    assert isinstance(sound_input, MicrophoneInput)
    return sound_input._microphone.overhear


def test_while_off_no_block_has_a_way_to_the_recognizer(desk, hearing):
    assert taker(desk, VOICE) is None
    hearing.listen(Listening.HANDS_FREE)
    assert taker(desk, VOICE) is not None
    assert taker(desk, GUEST) is None
    hearing.listen(Listening.OFF)
    assert taker(desk, VOICE) is None
    desk.set_sources((VOICE,))
    assert taker(desk, VOICE) is None


def test_a_microphone_that_leaves_takes_its_way_with_it(desk, hearing):
    hearing.listen(Listening.HANDS_FREE)
    left = desk._channels[VOICE.id].input
    desk.set_sources((GUEST,))
    assert left._microphone.overhear is None


def test_a_take_opens_the_way_for_as_long_as_it_is_wanted(desk, hearing):
    given = []
    hearing.ask_for_take(given.append)
    hear = taker(desk, VOICE)
    assert hear is not None
    play(hear, after(quiet(1), spoken(NEXT), quiet(1.2)))
    wait_until(lambda: given, 10, "a take")
    wait_until(lambda: taker(desk, VOICE) is None, 2, "the way is closed")


def test_what_the_microphone_captures_becomes_an_utterance(desk, hearing, told):
    hearing.teach(taught(NEXT, PRICE))
    hearing.listen(Listening.HANDS_FREE)
    play(taker(desk, VOICE), after(quiet(1), spoken(NEXT, 158), quiet(1)))
    wait_until(lambda: heard(told), 10, "an utterance")
    assert heard(told)[0].taught == NEXT


def heard(told):
    return [one.utterance for one in told if isinstance(one, UtteranceHeard)]


def play(hear, samples):
    at = time.monotonic()
    for first in range(0, len(samples), RATE // 50):
        block = np.array(samples[first : first + RATE // 50])
        hear(block, RATE, at + first / RATE)
