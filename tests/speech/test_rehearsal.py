"""A long rehearsal with announcements all the time: nothing of them is on the program bus."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.desk import BLOCK, SoundDesk
from studio.model.announcement import Earcon
from studio.model.media import RATE
from studio.model.scene import SoundKind, SoundSource
from studio.model.segment import Segment
from studio.model.voicing import Manner
from studio.speech import synthesizer
from studio.speech.queue import Utterance
from studio.speech.voice import Voice
from tests.harness.pulse import PulseServer, Recording
from tests.speech.spoken import spoken_processes

MINUTES_VARIABLE = "EARSHOT_REHEARSAL_MINUTES"
EVERY_S = 2.0
"""An announcement, and a word of the streamer's, each so often."""
TEXTS = (
    Segment("Somebody asks whether the blue one is there in large.", "en"),
    Segment("有人问蓝色的大码还有没有货。", "zh"),
    Segment("Seseorang bertanya apakah ukuran besar masih ada.", "id"),
)
_SILENT = 2.0**-16
"""Half a step of 16 bits: what a resampler leaves behind a sound is far below."""
_MOST_LAG, _EDGE = 50, 4
"""Blocks of 20 ms: by which the two recordings are out of step at most, and how steady that is."""


@pytest.mark.soak
def test_ten_minutes_with_300_announcements_leave_the_program_as_the_microphone_was(
    own_pulse: PulseServer, studio_log
):
    studio_log.allow("headphones")
    seconds = 60 * float(os.environ.get(MINUTES_VARIABLE, "10"))
    program: list[NDArray[np.float32]] = []
    own = SoundSource("Own", SoundKind.MICROPHONE, "virtmic")
    origin = time.monotonic()
    desk = SoundDesk(lambda _event: None, origin=origin, voice=synthesizer.program())
    desk.set_sources([own])
    desk.set_monitor_device("headphones")
    desk.listen(lambda block, _monitor: program.append(block.samples[:, 0].copy()))
    desk.start()
    voice = Voice(desk, lambda: Manner(wpm=350), lambda _told: None)
    desk.on_report(voice.hear)
    with own_pulse.recording("virtmic") as mouth, own_pulse.recording("public") as room:
        heard = _rehearse(own_pulse, voice, seconds)
        assert spoken_processes()
        assert room.peak() == 0.0
        desk.stop()
        whole = np.concatenate(program)
        assert len(whole) > (seconds - 5) * RATE
        _assert_silent_with_the_mouth(whole, origin, mouth)
        _assert_unlike(whole, origin, heard)


def _rehearse(
    pulse: PulseServer, voice: Voice, seconds: float
) -> list[tuple[float, NDArray[np.float32]]]:
    """Talk and announce; the headphones are pulled out in the middle. Gives what was heard."""
    chance = np.random.default_rng(3)
    heard: list[tuple[float, NDArray[np.float32]]] = []
    count = round(seconds / EVERY_S)
    for number in range(count):
        due = time.monotonic() + EVERY_S
        if number == count // 2:
            pulse.remove("headphones")
        if number == count // 2 + 5:
            pulse.add_sink("headphones")
            time.sleep(1.5)
        signal = list(Earcon)[number % len(Earcon)]
        voice.say(Utterance((TEXTS[number % 3],), signal=signal))
        word = 0.1 * chance.standard_normal(RATE // 2).astype(np.float32)
        playing = pulse.play("micfeed", word, wait=False)
        if "headphones" in pulse.sinks():
            with pulse.recording("headphones") as ears:
                time.sleep(max(0.3, due - time.monotonic() - 0.3))
                heard.append((ears.started_at, ears.samples()[:, 0].copy()))
        time.sleep(max(0.0, due - time.monotonic()))
        playing.end()
    return heard


def _assert_silent_with_the_mouth(
    program: NDArray[np.float32], origin: float, mouth: Recording
) -> None:
    """Where the microphone gave digital silence, there is digital silence."""
    start = round((origin - mouth.started_at) * RATE)
    said = mouth.samples()[:, 0]
    said = said[start:] if start > 0 else np.concatenate((np.zeros(-start, np.float32), said))
    count = min(len(said), len(program)) // BLOCK * BLOCK
    spoken, aired = (
        np.abs(one[:count]).reshape(-1, BLOCK).max(axis=1) > _SILENT for one in (said, program)
    )
    # The two ways from the server differ in length, but that stays as it is.
    lag = max(range(-_MOST_LAG, _MOST_LAG), key=lambda n: int((np.roll(spoken, n) & aired).sum()))
    around = np.convolve(np.roll(spoken, lag), np.ones(2 * _EDGE + 1), "same") > 0
    alone = np.flatnonzero(aired & ~around)
    assert aired.sum() > 0.1 * len(aired)
    assert spoken.sum() < 0.5 * len(spoken)
    assert not len(alone), f"the program sounds by itself at {alone * BLOCK / RATE} s"


def _assert_unlike(
    program: NDArray[np.float32], origin: float, heard: list[tuple[float, NDArray[np.float32]]]
) -> None:
    """Where the program sounds, it is not like what was spoken, however delayed."""
    loud = 0
    for started_at, spoken in heard:
        if np.abs(spoken).max(initial=0.0) < 0.01:
            continue
        loud += 1
        first = round((started_at - origin) * RATE)
        aired = program[max(0, first) : first + len(spoken) + RATE // 2]
        size = 1 << (len(aired) + len(spoken)).bit_length()
        spectrum = np.fft.rfft(aired, size) * np.conj(np.fft.rfft(spoken, size))
        most = np.abs(np.fft.irfft(spectrum)).max()
        norm = float(np.linalg.norm(aired) * np.linalg.norm(spoken))
        assert most < 0.2 * norm
    assert loud > 0.7 * len(heard)
