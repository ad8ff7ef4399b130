"""Which of the graphics cards' encoders work on this machine: each is tried for real."""

import logging
import multiprocessing
import os
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TypeAlias

from studio.model.media import Canvas
from studio.model.message import Message, Number, say
from studio.output.codecs import PROCESSOR, RECIPES, EncoderSettings, PictureCoder
from studio.output.compressor import CODEC_ERRORS

log = logging.getLogger(__name__)

AUTOMATIC = "auto"

TIMEOUT_S = 10.0
"""Seconds after which a driver counts as hanging."""

_PICTURES = 10

Attempt: TypeAlias = Callable[[EncoderSettings], Message | None]
"""Tries one encoder; gives what went wrong."""


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


def try_encoders(
    settings: EncoderSettings, timeout_s: float = TIMEOUT_S, attempt: Attempt | None = None
) -> list[Trial]:
    """Try every hardware encoder that is made for this system.

    Each compresses ten pictures of the size wished for, one after another in a process beside
    the studio, and a new one after each that a driver ended or never came back from. Takes half a
    second where there is no such hardware, and up to `timeout_s` more for each driver that hangs.
    A frozen program must call `multiprocessing.freeze_support` first thing.

    Args:
        settings: What will be encoded; its `encoder` does not matter.
        timeout_s: After which a trial counts as failed.
        attempt: What tries one, in the process beside; a function of a module.

    Returns:
        One trial for each encoder the studio knows, the preferred first, untried ones too.
    """
    untried = say("It is not made for this system.")
    trials = []
    with closing(_Laboratory(attempt or try_one, timeout_s)) as laboratory:
        for name, recipe in RECIPES.items():
            if name == PROCESSOR:
                continue
            if recipe.suits_this_system:
                trials.append(laboratory.test(replace(settings, encoder=name)))
            else:
                trials.append(Trial(name, Outcome.UNTRIED, untried))
    return trials


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


class _Laboratory:
    """The process in which encoders are tried; another one once a driver has ruined it."""

    def __init__(self, attempt: Attempt, timeout_s: float) -> None:
        self._attempt = attempt
        self._timeout_s = timeout_s
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None

    def test(self, settings: EncoderSettings) -> Trial:
        reason = self._reason(settings)
        if reason is None:
            return Trial(settings.encoder, Outcome.WORKS, say("It compressed a test picture."))
        log.info("encoder %s does not serve: %s", settings.encoder, reason)
        return Trial(settings.encoder, Outcome.FAILED, reason)

    def close(self) -> None:
        if self._process is not None and self._line is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._line.close()
        self._process = self._line = None

    def _reason(self, settings: EncoderSettings) -> Message | None:
        line = self._line or self._open()
        try:
            line.send(settings)
            if line.poll(self._timeout_s):
                return line.recv()
        except (EOFError, OSError):
            self.close()
            return say("Its driver ended the process.")
        self.close()
        return say("It gave no answer within {seconds} seconds.", seconds=Number(self._timeout_s))

    def _open(self) -> Connection:
        # Not forked: a copy of a process with threads and codecs may hang by itself.
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(self._attempt, theirs), name="try encoders", daemon=True
        )
        self._process.start()
        theirs.close()
        return self._line


def _work(attempt: Attempt, line: Connection) -> None:
    """Try what is sent, in the process beside, until it is ended."""
    # Drivers write to the terminal what nobody asked for.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    with suppress(EOFError):
        while True:
            line.send(attempt(line.recv()))


def try_one(settings: EncoderSettings) -> Message | None:
    """Compress ten pictures; gives what went wrong, None when all is well."""
    try:
        coder = PictureCoder(settings, settings.encoder)
        packets = []
        for index in range(_PICTURES):
            canvas = Canvas(settings.size)
            canvas.buffer.fill(16 + 8 * index)
            packets += coder.encode(canvas, index, is_keyframe=index == 0)
        packets += coder.flush()
    except CODEC_ERRORS as error:
        return say("It did not start: {reason}.", reason=_system_words(error))
    if len(packets) < _PICTURES or not packets[0].is_keyframe or not coder.headers:
        return say("It gave pictures that cannot be used.")
    return None


def _system_words(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
