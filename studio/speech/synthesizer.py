"""The program that makes speech: jobs in, sound out; it plays nothing.

    python -m studio.speech.synthesizer

It is a process of its own because speech engines crash and hang, on texts that anybody may write,
and because what it does must not hold up the sound of the headphones. The headphones' process
starts it, see `studio.audio.ear`; both speak in the terms of `studio.model.voicing`.

Sound is written as it is made. When nobody takes it, writing waits, and so does the engine: a long
text never fills the memory.
"""

import contextlib
import json
import os
import queue
import sys
import threading
from typing import BinaryIO

from studio.model.segment import Segment
from studio.model.voicing import Frame, Job, Mark, pack_frame, read_line
from studio.speech.engines.choice import open_engine
from studio.speech.engines.engine import Engine, EngineError, plain, voice_for

PROGRAM = "speech-synthesizer"
"""What a bundled studio is called with to be this program."""


def program() -> list[str]:
    """The command line of this program."""
    if getattr(sys, "frozen", False):  # a bundle is its own interpreter
        return [sys.executable, PROGRAM]
    return [sys.executable, "-P", "-m", "studio.speech.synthesizer"]


def main() -> int:
    """Make speech until the other end goes away."""
    # Whatever a library prints must not get between the frames.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    jobs = _Jobs()
    threading.Thread(target=jobs.receive, name="jobs", daemon=True).start()
    try:
        engine = open_engine()
    except EngineError as error:
        _write(out, Frame(Mark.FAILED, 0, str(error).encode()))
        return 1
    with contextlib.suppress(BrokenPipeError):
        _Voice(engine, jobs, out).speak_on()
    return 0


def _write(out: BinaryIO, frame: Frame) -> None:
    data = memoryview(pack_frame(frame))
    while data:
        data = data[out.write(data) or 0 :]


class _Jobs:
    """What is to be said, and what no longer is."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._called_off = 0

    def receive(self) -> None:
        """Take what comes on standard input; its end is the process's."""
        for line in sys.stdin.buffer:
            match read_line(line):
                case Job() as job:
                    self._queue.put(job)
                case int() as last:
                    self._called_off = last
        os._exit(0)

    def next(self) -> Job:
        return self._queue.get()

    def wants(self, job: Job) -> bool:
        return job.id > self._called_off


class _Voice:
    """Speaks one job after the other with an engine, on one thread."""

    def __init__(self, engine: Engine, jobs: _Jobs, out: BinaryIO) -> None:
        self._engine = engine
        self._jobs = jobs
        self._out = out
        self._voices = engine.voices()
        self._missing: set[str] = set()

    def speak_on(self) -> None:
        known = json.dumps([(voice.name, voice.languages) for voice in self._voices])
        self._tell(Frame(Mark.READY, self._engine.hz, known.encode()))
        while True:
            job = self._jobs.next()
            try:
                if self._jobs.wants(job):
                    self._speak(job)
            except EngineError as error:
                self._tell(Frame(Mark.FAILED, job.id, str(error).encode()))
            else:
                self._tell(Frame(Mark.DONE, job.id))

    def _speak(self, job: Job) -> None:
        for number, piece in enumerate(job.pieces):
            self._tell(Frame(Mark.PIECE, job.id, number.to_bytes(4, "little")))
            for place, segment in enumerate(piece):
                if not self._jobs.wants(job):
                    return
                if place:
                    self._tell(Frame(Mark.JOIN, job.id))
                self._say(segment, job)

    def _say(self, segment: Segment, job: Job) -> None:
        words = plain(segment.text)
        if not words.strip():
            return

        def deliver(pcm: bytes) -> bool:
            if not self._jobs.wants(job):
                return False
            self._tell(Frame(Mark.SOUND, job.id, pcm))
            return True

        wished = job.manner.voices.get(segment.language, "")
        voice = voice_for(segment.language, self._voices, wished)
        if voice is None and segment.language not in self._missing:
            self._missing.add(segment.language)
            self._tell(Frame(Mark.NO_VOICE, job.id, segment.language.encode()))
        self._engine.speak(words, voice or voice_for("en", self._voices), job.manner, deliver)

    def _tell(self, frame: Frame) -> None:
        _write(self._out, frame)


if __name__ == "__main__":
    sys.exit(main())
