"""Commands that are spoken into a real microphone of the sound server are not in the program."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from studio.audio.desk import SoundDesk
from studio.model.events import Event, SourceOpened
from studio.model.media import RATE, AudioBlock
from studio.model.scene import SoundKind, SoundSource
from tests.audio.sounds import Sound, joined, noise, place
from tests.harness.process import wait_until
from tests.harness.pulse import PulseServer
from tests.program.unheard import audible, lost_s, talk_with

VOICE = SoundSource(
    "Desk microphone", SoundKind.MICROPHONE, "virtmic", id="voice", is_monitored=True
)
COMMANDS = 5
DELAY_S = 3.0
SIGN_S = 0.3
IN_TIME_S = 0.015


class Ear:
    """What the desk's tap gave of the microphone, and when it was captured."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, Sound, int]] = []

    def take(self, samples: Sound, rate: int, at: float) -> None:
        self.heard.append((at, samples, rate))

    def when(self, what: Sound) -> float | None:
        """When this was captured, once it was."""
        blocks = list(self.heard)
        if not blocks:
            return None
        sound = np.concatenate([samples for _, samples, _ in blocks])
        at = place(sound, what)
        heard = sound[at : at + len(what)]
        norm = float(np.linalg.norm(heard) * np.linalg.norm(what))
        if len(heard) < len(what) or not norm or float(heard @ what) / norm < 0.8:
            return None
        for began, samples, rate in blocks:
            if at < len(samples):
                return began + at / rate
            at -= len(samples)
        return None


@pytest.mark.parametrize("way", ["held", "cut"])
def test_commands_are_not_in_what_viewers_get(pulse: PulseServer, way: str):
    for _ in range(3):
        if _say_commands(pulse, way):
            return
    pytest.fail("no key was pressed in time")


def _say_commands(pulse: PulseServer, way: str) -> bool:
    """Say all and look what viewers got; False where the machine was too busy to press a key."""
    is_in_time = True
    sign = np.convolve(noise(SIGN_S, 0.3), np.hanning(40) / 20, "same").astype(np.float32)
    pauses_s = (0.1, 0.2) if way == "held" else (0.35, 0.5)
    talk = talk_with(COMMANDS, pauses_s=pauses_s, has_room=way == "cut", seed=11)
    played = np.concatenate((sign, talk.sound))
    told: list[Event] = []
    given: list[AudioBlock] = []
    monitored: list[AudioBlock] = []
    ear = Ear()
    desk = SoundDesk(told.append, origin=time.monotonic())
    desk.set_sources([VOICE])
    desk.overhear_voice(ear.take)
    desk.deliver(given.append, DELAY_S if way == "cut" else 0.0)
    desk.listen(lambda _program, monitor: monitored.append(monitor))
    desk.start()
    try:
        wait_until(lambda: [e for e in told if isinstance(e, SourceOpened)], 10)
        time.sleep(1.5)  # until then the place of a device's sound may jump, see `Placer`
        pulse.play("micfeed", played, wait=False)
        began = wait_until(lambda: ear.when(sign[: RATE // 5]), 10) + SIGN_S
        for one in talk.said:
            is_in_time &= _speak(desk, way, began + one.began, began + one.ended)
        ends = began + len(talk.sound) / RATE
        lasts = ends + (DELAY_S if way == "cut" else 0.0) + 0.5
        time.sleep(max(0.0, lasts - time.monotonic()))
    finally:
        desk.stop()
    if not is_in_time:
        return False
    # The monitor bus has no gate: what the microphone heard, in step with what viewers get.
    heard, sound = joined(monitored)[:, 0], joined(given)[:, 0]
    begins = place(heard, sign) + len(sign)
    assert begins > given[0].start
    heard, out = heard[begins:], sound[begins - given[0].start :]
    energy_db, correlation = audible(replace(talk, commands=heard), out, talk.said)
    assert energy_db < -40
    assert correlation < 0.05
    assert lost_s(replace(talk, sound=heard), out) <= 0.05
    return True


def _speak(desk: SoundDesk, way: str, began: float, ended: float) -> bool:
    """What a key does when it is pressed and let go, or a recognizer once it has understood.

    Returns:
        Whether the key was pressed when it was to be: nothing that is told later can help.
    """

    def wait(until: float) -> bool:
        time.sleep(max(0.0, until - time.monotonic()))
        return time.monotonic() - until < IN_TIME_S

    if way == "held":
        is_in_time = wait(began)
        desk.hold_voice(began)
        wait(ended)
        desk.release_voice(ended)
        return is_in_time
    wait(ended + 0.5)
    assert desk.cut_voice(began, ended)
    return True
