"""Speech to test with, by the voice's own program; and its way from headphones to a microphone."""

from __future__ import annotations

import subprocess
from functools import cache

import numpy as np
import soxr

from studio.model.segment import Segment
from studio.model.voicing import Job, Manner, Mark, pack_job, read_frame
from studio.speech import synthesizer
from tests.audio.sounds import Sound

TOLD = (
    "You are live on Shop One. The microphone is open.",
    "Wool scarf, 24 euros 90, is on screen. 12 left.",
    "The show is too quiet. Turn the microphone up.",
    "Anna asks whether the jar is made of glass. Budi writes hello from Jakarta.",
    "The line to the destination is too slow: two seconds were left out.",
    "The next product is the ceramic cup, thirty nine yuan ninety.",
)
TALK = (
    "Good evening everybody and welcome to the shop, tonight we have honey from the mountains, "
    "scarves made of wool, and small cups that my sister paints by hand.",
    "If you buy two of these you get the third for half its price, and I will write a card for "
    "you with your name on it. Somebody asks how long the way to Surabaya takes.",
    "The wool comes from a farm nearby, they have forty sheep and a dog older than my son. "
    "There are twelve left, and when they are gone they are gone until spring.",
)


@cache
def spoken(
    texts: tuple[str, ...],
    rate: int,
    pause_s: float = 0.5,
    wpm: int = 240,
    pitch: int = 50,
    language: str = "en",
) -> Sound:
    """Texts, in English unless told, one after another, shape (frames,)."""
    with subprocess.Popen(
        synthesizer.program(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        ready = read_frame(process.stdout)
        assert ready is not None
        parts: list[Sound] = []
        for number, text in enumerate(texts, start=1):
            job = Job(number, ((Segment(text, language),),), Manner(wpm, pitch))
            process.stdin.write(pack_job(job))
            process.stdin.flush()
            while (frame := read_frame(process.stdout)) is not None and frame.mark != Mark.DONE:
                if frame.mark is Mark.SOUND:
                    pcm = np.frombuffer(frame.body, np.int16).astype(np.float32)
                    parts.append(pcm * np.float32(1 / 32768))
            parts.append(np.zeros(round(ready.id * pause_s), np.float32))
        process.kill()
    return soxr.resample(np.concatenate(parts), ready.id, rate)


def lasting(sound: Sound, frames: int, begin: int = 0) -> Sound:
    """A sound over and over, so many frames of it."""
    return np.resize(np.roll(sound, -begin), frames)


def at_db(sound: Sound, level_db: float) -> Sound:
    """As loud as that on average, where it is not silent, in dBFS."""
    loud = sound[np.abs(sound) > 0.001]
    return (sound * (10 ** (level_db / 20) / np.sqrt(np.mean(loud**2)))).astype(np.float32)


def through_room(sound: Sound, rate: int, delay_s: float, seed: int = 1) -> Sound:
    """What small drivers make of it, some centimetres to metres away, in a furnished room."""
    rng = np.random.default_rng(seed)
    tail = round(0.2 * rate)
    room = 0.12 * rng.standard_normal(tail) * np.exp(-np.arange(tail) / (0.05 * rate))
    room *= np.sqrt(8000 / rate)
    room[0] = 1.0
    size = 1 << (len(sound) + tail).bit_length()
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / rate), 1.0)
    drivers = 1 / np.sqrt((1 + (300 / hertz) ** 4) * (1 + (hertz / 2500) ** 4))
    spectrum = np.fft.rfft(sound, size) * np.fft.rfft(room, size) * drivers
    silence = np.zeros(round(delay_s * rate), np.float32)
    heard = np.concatenate((silence, np.fft.irfft(spectrum).astype(np.float32)))
    return heard[: len(sound)]
