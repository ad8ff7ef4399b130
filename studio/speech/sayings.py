"""Words made into sound that nobody hears, by the voices of this system."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

from studio.model.errors import SoundError
from studio.model.message import say
from studio.model.segment import Segment
from studio.model.voicing import Job, Manner, Mark, pack_job, read_frame
from studio.speech.synthesizer import program


@dataclass(frozen=True, slots=True)
class Saying:
    """Words, and how they are said.

    Attributes:
        words: What is said.
        manner: How.
    """

    words: Segment
    manner: Manner


@dataclass(frozen=True, slots=True)
class Said:
    """A saying as it sounds.

    Attributes:
        samples: Mono, float32, full scale is -1 to 1; empty where the voice failed on it.
        rate: Samples per second.
        is_in_its_language: A voice for its language said it.
    """

    samples: NDArray[np.float32]
    rate: int
    is_in_its_language: bool = True


def say_all(sayings: Sequence[Saying]) -> Iterator[Said]:
    """Make each, in turn, in a process beside; the caller waits some milliseconds for one.

    Raises:
        SoundError: No voice starts, or its process ends before all was said.
    """
    with subprocess.Popen(  # noqa: S603 - our own program
        program(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            if process.stdin is None or process.stdout is None:
                raise _no_voice()
            ready = read_frame(process.stdout)
            if ready is None or ready.mark is not Mark.READY:
                raise _no_voice()
            for number, saying in enumerate(sayings, 1):
                process.stdin.write(pack_job(Job(number, ((saying.words,),), saying.manner)))
                process.stdin.flush()
                yield _said(process.stdout, ready.id)
        except OSError as error:
            raise _no_voice() from error
        finally:
            process.kill()


def _said(stream: IO[bytes], rate: int) -> Said:
    sound = bytearray()
    is_in_its_language = True
    while (frame := read_frame(stream)) is not None:
        if frame.mark is Mark.SOUND:
            sound += frame.body
        elif frame.mark is Mark.NO_VOICE:
            is_in_its_language = False
        elif frame.mark in {Mark.DONE, Mark.FAILED}:
            samples = np.frombuffer(bytes(sound), "<i2").astype(np.float32) / np.float32(32768)
            return Said(samples, rate, is_in_its_language)
    raise _no_voice()


def _no_voice() -> SoundError:
    return SoundError(
        say("The studio's own voice does not start."), say("Install a voice in the system.")
    )
