"""The system's own voices by way of a file, for systems whose engine gives sound in no other way.

It is slower to begin, and cannot be stopped within a sentence; but every engine of pyttsx3 can
write a file. On Linux that is espeak-ng again, which is how this way is tested.
"""

import array
import struct
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pyttsx3.engine import Engine as Stock

from studio.model.voicing import Manner
from studio.speech.engines.engine import Deliver, EngineError, Voice
from studio.speech.engines.espeak import load_library
from studio.speech.engines.pcm import HZ, ToRate, deliver_all
from studio.speech.engines.pyttsx import tags_of


class FileEngine:
    """Speaks each text with a fresh engine of pyttsx3 into a file; see `Engine`.

    A fresh one, for after `runAndWait` an engine of pyttsx3 2.99 may lose what it is told next
    (issues 193, 202 and 262).

    Args:
        settle: Waits until the system's engine has done what it was told, where it does that later.
    """

    def __init__(self, settle: Callable[[], None] = lambda: None) -> None:
        self.hz = HZ
        self._settle = settle
        self._folder = tempfile.TemporaryDirectory(prefix="earshot-voice-")

    def voices(self) -> Sequence[Voice]:
        found: Any = self._fresh().getProperty("voices")
        return [Voice(v.id, v.name or v.id, tags_of(v.languages)) for v in found]

    def speak(self, text: str, voice: Voice | None, manner: Manner, deliver: Deliver) -> None:
        path = Path(self._folder.name) / "said"
        try:
            self._write(text, voice, manner, path)
            pcm = read_sound(path)
        except (OSError, RuntimeError, ValueError, wave.Error, EOFError) as error:
            raise EngineError(repr(error)) from error
        finally:
            path.unlink(missing_ok=True)
        deliver_all(pcm, deliver)

    def _fresh(self) -> Stock:
        engine = Stock(None)
        self._settle()
        return engine

    def _write(self, text: str, voice: Voice | None, manner: Manner, path: Path) -> None:
        engine = self._fresh()
        # Set by the driver itself and done before the loop begins: at its beginning pyttsx3 2.99
        # tells espeak-ng to drop what is not done yet, and the speed with it.
        driver: Any = engine.proxy._driver  # noqa: SLF001 - the engine sets it in the loop only
        if voice is not None:
            driver.setProperty("voice", voice.id)
        driver.setProperty("rate", manner.wpm)
        driver.setProperty("volume", manner.volume / 100)
        self._settle()
        engine.save_to_file(text, str(path))
        engine.runAndWait()
        # On espeak-ng the loop ends before the file is written.
        self._settle()


def open_file_engine() -> FileEngine:
    """Start the system's engine of pyttsx3.

    Raises:
        EngineError: There is none.
    """
    try:
        if sys.platform == "linux":
            load_library()
            engine = FileEngine(_settle_espeak)
        else:
            engine = FileEngine()
        engine.voices()
    except Exception as error:  # whatever the system's libraries raise
        raise EngineError(repr(error)) from error
    return engine


def _settle_espeak() -> None:
    """Wait until espeak-ng has done all that it was told, which it does on a thread of its own."""
    from pyttsx3.drivers import _espeak  # noqa: PLC0415 - importing it loads a library

    while _espeak.IsPlaying():
        time.sleep(0.001)


def read_sound(path: Path) -> bytes:
    """The sound of a WAV or AIFF file of 16 bit: mono, at 22050 Hz.

    Raises:
        OSError: It cannot be read.
        ValueError: It is neither.
    """
    with path.open("rb") as file:
        kind = file.read(12)
    if kind[:4] == b"FORM":
        rate, channels, samples = _read_aiff(path.read_bytes())
    else:
        with wave.open(str(path), "rb") as sound:
            rate, channels = sound.getframerate(), sound.getnchannels()
            if sound.getsampwidth() != 2:
                raise ValueError("not of 16 bit")
            samples = array.array("h", sound.readframes(sound.getnframes()))
    return ToRate(rate).take(samples[::channels]).tobytes()


def _read_aiff(data: bytes) -> tuple[int, int, "array.array[int]"]:
    """Rate, channels and samples; what macOS writes is AIFF or, as `sowt`, the same reversed.

    Source: Apple, Audio Interchange File Format AIFF-C, draft of 1991.
    """
    channels, bits, rate, is_swapped, place = 1, 16, HZ, sys.byteorder == "little", 12
    samples = array.array("h")
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "big")
        body = data[place + 8 : place + 8 + size]
        if name == b"COMM":
            channels, _frames, bits, exponent, mantissa = struct.unpack(">hIhHQ", body[:18])
            rate = round(mantissa * 2.0 ** (exponent - 16383 - 63))
            if body[18:22] == b"sowt":
                is_swapped = not is_swapped
        elif name == b"SSND":
            samples.frombytes(body[8 : len(body) // 2 * 2])
        place += 8 + size + size % 2
    if bits != 16:
        raise ValueError("not of 16 bit")
    if is_swapped:
        samples.byteswap()
    return rate, channels, samples
