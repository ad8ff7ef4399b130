"""Which of the graphics cards' encoders work on this machine: each is tried for real."""

import logging
import multiprocessing
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from studio.model.media import Canvas
from studio.model.message import Message, Number, say
from studio.output.codecs import PROCESSOR, RECIPES, EncoderSettings, PictureCoder
from studio.output.compressor import CODEC_ERRORS

log = logging.getLogger(__name__)

AUTOMATIC = "auto"

TIMEOUT_S = 10.0
"""Seconds after which a driver counts as hanging."""

_PICTURES = 10


class Outcome(StrEnum):
    WORKS = "works"
    FAILED = "failed"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying one encoder.

    Attributes:
        encoder: FFmpeg's name.
        outcome: Whether it serves.
        reason: Why, or why not.
    """

    encoder: str
    outcome: Outcome
    reason: Message


def try_encoders(settings: EncoderSettings, timeout_s: float = TIMEOUT_S) -> list[Trial]:
    """Try every hardware encoder that is made for this system.

    Each compresses ten pictures of the size wished for, in a process of its own, all at once: a
    driver may abort the process it is in, or never return. Takes up to `timeout_s` seconds;
    about one where there is no such hardware. A frozen program must call
    `multiprocessing.freeze_support` first thing.

    Args:
        settings: What will be encoded; its `encoder` does not matter.
        timeout_s: After which a trial counts as failed.

    Returns:
        One trial for each encoder the studio knows, the preferred first, untried ones too.
    """
    running = {
        name: _Attempt(replace(settings, encoder=name))
        for name, recipe in RECIPES.items()
        if name != PROCESSOR and recipe.suits_this_system
    }
    until = time.monotonic() + timeout_s
    results = {name: attempt.result(until, timeout_s) for name, attempt in running.items()}
    untried = say("It is not made for this system.")
    return [
        results.get(name) or Trial(name, Outcome.UNTRIED, untried)
        for name in RECIPES
        if name != PROCESSOR
    ]


def choose(trials: Sequence[Trial], wanted: str = AUTOMATIC) -> str:
    """Choose the encoder to use: the wish where it works, else the best, else the processor.

    Args:
        trials: Of all that come into question.
        wanted: FFmpeg's name, or `auto`.
    """
    working = [trial.encoder for trial in trials if trial.outcome is Outcome.WORKS]
    if wanted == PROCESSOR or wanted in working:
        return wanted
    return working[0] if working and wanted == AUTOMATIC else PROCESSOR


class _Attempt:
    """One encoder being tried in a process of its own."""

    def __init__(self, settings: EncoderSettings) -> None:
        self._encoder = settings.encoder
        # Not forked: a copy of a process with threads and codecs may hang by itself.
        context = multiprocessing.get_context("spawn")
        self._answer, theirs = context.Pipe(duplex=False)
        self._process: SpawnProcess = context.Process(
            target=_try, args=(settings, theirs), name=f"try {self._encoder}", daemon=True
        )
        self._process.start()
        theirs.close()

    def result(self, until: float, timeout_s: float) -> Trial:
        """Wait for the result until a moment of `time.monotonic`; `timeout_s` is only told."""
        try:
            reason = self._reason(until, timeout_s)
        finally:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._answer.close()
        if reason is None:
            return Trial(self._encoder, Outcome.WORKS, say("It compressed a test picture."))
        log.info("encoder %s does not serve: %s", self._encoder, reason)
        return Trial(self._encoder, Outcome.FAILED, reason)

    def _reason(self, until: float, timeout_s: float) -> Message | None:
        if not self._answer.poll(max(0.0, until - time.monotonic())):
            seconds = Number(timeout_s)
            return say("It gave no answer within {seconds} seconds.", seconds=seconds)
        try:
            return self._answer.recv()
        except EOFError:
            return say("Its driver ended the process.")


def _try(settings: EncoderSettings, answer: Connection) -> None:
    """Compress ten pictures, in the child process; None is the answer when all is well."""
    # Drivers write to the terminal what nobody asked for.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        coder = PictureCoder(settings, settings.encoder, settings.picture_kbps)
        packets = []
        for index in range(_PICTURES):
            canvas = Canvas(settings.size)
            canvas.buffer.fill(16 + 8 * index)
            packets += coder.encode(canvas, index, is_keyframe=index == 0)
        packets += coder.flush()
    except CODEC_ERRORS as error:
        answer.send(say("It did not start: {reason}.", reason=_system_words(error)))
        return
    if len(packets) < _PICTURES or not packets[0].is_keyframe or not coder.headers:
        answer.send(say("It gave pictures that cannot be used."))
    else:
        answer.send(None)


def _system_words(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
