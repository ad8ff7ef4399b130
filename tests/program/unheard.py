"""A show in which commands are spoken, and what is heard of it in the recording."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from studio.audio import inputs
from studio.audio.desk import BLOCK, SoundDesk
from studio.audio.tape import Samples
from studio.model.media import CHANNELS, RATE, AudioBlock, Size
from studio.model.scene import SoundKind, SoundSource
from studio.output.encoder import Encoder, EncoderSettings
from studio.output.recording import RecordingOutput
from studio.threads import Post
from tests.audio.sounds import Sound, noise
from tests.audio.spoken import spoken
from tests.harness.process import wait_until
from tests.output.feeding import Events, Pool

VOICE = SoundSource("Voice", SoundKind.MICROPHONE, id="voice")
SIZE = Size(128, 72)
FPS = 10


@dataclass(frozen=True)
class Said:
    """A stretch of the microphone's sound, in seconds since its beginning."""

    began: float
    ended: float


@dataclass(frozen=True)
class Talk:
    """What the microphone hears.

    Attributes:
        sound: All of it, shape (frames,).
        commands: It alone, as loud, with their breath and echo.
        said: Where commands are; the words alone.
        wanted: Where the streamer speaks to viewers.
    """

    sound: Sound
    commands: Sound
    said: tuple[Said, ...]
    wanted: tuple[Said, ...]


def talk_with(count: int, *, pauses_s: tuple[float, float], has_room: bool, seed: int = 0) -> Talk:
    """Speak to viewers, give a command, and so on.

    Args:
        count: Of the commands.
        pauses_s: Shortest and longest pause before and behind a command.
        has_room: There is breath before a command, and an echo behind it.
        seed: Of the dice.
    """
    dice = np.random.default_rng(seed)
    parts: list[tuple[float, Sound, bool]] = []
    said: list[Said] = []
    wanted: list[Said] = []
    at = 0.5
    for number in range(count):
        lasts = dice.uniform(0.5, 0.9)
        parts.append((at, spoken(lasts, seed=2 * number), False))
        wanted.append(Said(at, at + lasts))
        at += lasts + dice.uniform(*pauses_s)
        lasts = dice.uniform(0.35, 1.1)
        command = spoken(lasts, seed=2 * number + 1, level=dice.uniform(0.06, 0.2))
        parts.append((at, command, True))
        if has_room:
            breath = noise(0.15, 0.004, seed=number) * np.hanning(round(0.15 * RATE))
            parts.append((at - 0.18, breath.astype(np.float32), True))
            fall = np.exp(-np.arange(round(0.3 * RATE)) / RATE * 20)
            echo = noise(0.3, 0.03, seed=number + 5000) * fall
            parts.append((at + lasts, echo.astype(np.float32), True))
        said.append(Said(at, at + lasts))
        at += lasts + dice.uniform(*pauses_s)
    parts.append((at, spoken(0.8, seed=9999), False))
    wanted.append(Said(at, at + 0.8))
    sound = noise(at + 2.0, 0.0003, seed=7)
    commands = np.zeros_like(sound)
    for begins, part, is_command in parts:
        place = slice(round(begins * RATE), round(begins * RATE) + len(part))
        sound[place] += part
        if is_command:
            commands[place] += part
    return Talk(sound, commands, tuple(said), tuple(wanted))


class FedMicrophone:
    """A microphone that captures what it is given, from the timeline's beginning on."""

    is_settled = True
    was_heard = True
    late_s = 0.0

    def __init__(self, sound: Sound) -> None:
        self._sound = sound

    def start(self) -> None: ...

    def play(self, source: SoundSource, start: int, count: int, voice_delay_s: float) -> Samples:
        del source, voice_delay_s
        block = np.zeros((count, CHANNELS), np.float32)
        part = self._sound[start : start + count]
        block[: len(part)] = part[:, None]
        return block

    def ask_to_stop(self) -> None: ...

    def stop(self) -> None: ...


def feed_microphones(monkeypatch: pytest.MonkeyPatch, sound: Sound) -> None:
    """Have every microphone capture this."""
    really = inputs.open_input

    def opened(source: SoundSource, post: Post, *, origin: float) -> inputs.SoundInput:
        if source.kind is SoundKind.MICROPHONE:
            return FedMicrophone(sound)
        return really(source, post, origin=origin)

    monkeypatch.setattr(inputs, "open_input", opened)


@contextmanager
def recorded(path: Path) -> Iterator[tuple[Encoder, Callable[[float], None]]]:
    """The real encoder and a recording of it, with a picture as often as is needed.

    Gives the encoder, and what draws all pictures up to a time in seconds.
    """
    told, pool = Events(), Pool(SIZE)
    settings = EncoderSettings(SIZE, FPS)
    # Time does not pass here as in a show, so pictures are not held.
    encoder = Encoder(settings, told.post, release=pool.give)
    encoder.start()
    encoder.wait_ready()
    recording = RecordingOutput("record", "Recording", path, told.post)
    recording.start()
    encoder.add(recording)
    index = itertools.count()
    drawn = 0

    def draw(until_s: float) -> None:
        nonlocal drawn
        while drawn < until_s * FPS:
            canvas, number = pool.take(), next(index)
            while not encoder.put_picture(canvas, number):
                time.sleep(0.001)
            drawn += 1

    try:
        yield encoder, draw
    finally:
        encoder.stop()
        recording.stop()
    assert not told.of(Exception)


def play(
    talk: Talk,
    path: Path,
    *,
    delay_s: float,
    prepare: Callable[[SoundDesk, float], None],
    heard: Callable[[SoundDesk, float, float], None] = lambda _desk, _origin, _at: None,
) -> None:
    """Let the desk mix all of a talk, as fast as it can, into a recording.

    Args:
        talk: What the microphone hears.
        path: Of the recording.
        delay_s: The broadcast delay.
        prepare: Takes the desk before it begins, and the time of the talk's beginning.
        heard: Takes them and up to where the microphone was heard, in seconds, block by block.
    """
    lasts = len(talk.sound) / RATE
    origin = time.monotonic() - lasts - delay_s - 10.0
    desk = SoundDesk(lambda _event: None, origin=origin)
    desk.set_sources([VOICE])
    given = 0.0
    with recorded(path) as (encoder, draw):

        def take(block: AudioBlock) -> None:
            nonlocal given
            given = max(given, (block.start + len(block.samples)) / RATE)
            draw(given)
            while not encoder.put_sound(block):
                time.sleep(0.001)

        def listen(program: AudioBlock, _monitor: AudioBlock) -> None:
            heard(desk, origin, (program.start + BLOCK) / RATE)

        prepare(desk, origin)
        desk.deliver(take, delay_s)
        desk.listen(listen)
        desk.start()
        try:
            wait_until(lambda: given >= lasts or not desk.is_delivering, 60, "the whole talk")
            assert given >= lasts
        finally:
            desk.stop()


def audible(talk: Talk, out: Sound, said: Sequence[Said]) -> tuple[float, float]:
    """How much of the commands is in what was recorded: the worst of them.

    Returns:
        Its energy against that of the command, in dB, and the correlation with it, 0 to 1.
    """
    worst_db, worst = -np.inf, 0.0
    for one in said:
        place = slice(round(one.began * RATE), round(one.ended * RATE))
        command, got = talk.commands[place], out[place]
        energy_db = 10 * np.log10(float(got @ got) / float(command @ command) + 1e-20)
        worst_db = max(worst_db, energy_db)
        norm = float(np.linalg.norm(got) * np.linalg.norm(command))
        # Against the noise of a codec in silence, nothing correlates but by chance.
        worst = max(worst, abs(float(got @ command)) / norm if energy_db > -80 and norm else 0.0)
    return worst_db, worst


def lost_s(talk: Talk, out: Sound) -> float:
    """Most seconds of wanted speech that are lost on both sides of one command.

    A millisecond is lost where less than a quarter of its energy is left.
    """
    wanted = np.zeros(len(talk.sound), bool)
    for one in talk.wanted:
        wanted[round(one.began * RATE) : round(one.ended * RATE)] = True
    cell = RATE // 200
    count = min(len(out), len(talk.sound)) // cell
    before = np.square(talk.sound[: count * cell]).reshape(count, cell).sum(axis=1)
    after = np.square(out[: count * cell]).reshape(count, cell).sum(axis=1)
    is_wanted = wanted[: count * cell].reshape(count, cell).all(axis=1)
    is_sounding = before > cell * 0.004**2
    lost = is_wanted & is_sounding & (after < before / 4)
    around = [
        lost[max(0, round((one.began - 1.0) * 200)) : round((one.ended + 1.0) * 200)].sum() / 200
        for one in talk.said
    ]
    return max(around)
