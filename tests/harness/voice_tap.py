"""A tap on the line to the voice: what the studio really has spoken, word by word.

    with VoiceTap() as tap:
        with WindowStudio(lab, data, {**pulse.env, **tap.env}) as studio:
            mark = tap.mark()
            lab.press("ctrl+1")
            tap.wait_given("You are not live", mark)

Every process that is started with `env` and is the voice's program writes down each order as it
reads it, before the engine makes sound of it; the orders themselves pass unchanged. So this is what
comes out of the studio's queue at its far end, not what the announcer was given. Whether it was
heard is for a recording of the headphones to tell.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.model.voicing import Job, read_line
from tests.harness.process import private_folder, wait_until

_FILE_VARIABLE = "EARSHOT_TEST_TAP"
# Python imports it in every process; it must change nothing in any but one.
_PROGRAM = f"""\
import os, sys
if "studio.speech.synthesizer" in sys.orig_argv and "{_FILE_VARIABLE}" in os.environ:
    import json, time

    class Tapped:
        def __init__(self, stream):
            self.buffer = self._lines(stream.buffer)

        def _lines(self, lines):
            with open(os.environ["{_FILE_VARIABLE}"], "a", encoding="utf-8") as log:
                for line in lines:
                    log.write(json.dumps([time.monotonic(), line.decode()]) + "\\n")
                    log.flush()
                    yield line

    sys.stdin = Tapped(sys.stdin)
"""


@dataclass(frozen=True, slots=True)
class Given:
    """An order that reached the voice.

    Attributes:
        at: When, in seconds of `time.monotonic`.
        text: Its words, as they are said.
        languages: Of its parts, in order.
        wpm: Words a minute it is to be spoken at.
    """

    at: float
    text: str
    languages: tuple[str, ...]
    wpm: int


class VoiceTap:
    """The tap; a context manager, as its folder is."""

    def __init__(self) -> None:
        self._closing = contextlib.ExitStack()
        self._folder = Path()

    def __enter__(self) -> VoiceTap:
        self._folder = self._closing.enter_context(private_folder("earshot-tap"))
        (self._folder / "sitecustomize.py").write_text(_PROGRAM, encoding="utf-8")
        self._log.touch()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._closing.close()

    @property
    def env(self) -> dict[str, str]:
        """What the studio needs in its environment to be listened to."""
        return {"PYTHONPATH": str(self._folder), _FILE_VARIABLE: str(self._log)}

    @property
    def _log(self) -> Path:
        return self._folder / "given.jsonl"

    def given(self, since: int = 0) -> list[Given]:
        """Every order so far, from a `mark` on."""
        lines = self._log.read_text(encoding="utf-8").split("\n")[:-1]
        read = ((at, read_line(line.encode())) for at, line in map(json.loads, lines))
        return [_given(at, job) for at, job in read if isinstance(job, Job)][since:]

    def mark(self) -> int:
        return len(self.given())

    def words(self, since: int = 0) -> str:
        """All that was given, in one line."""
        return " ".join(one.text for one in self.given(since))

    def wait_given(self, text: str, since: int = 0, timeout_s: float = 15.0) -> Given:
        """Wait until an order with these words in it reached the voice."""

        def look() -> Sequence[Given]:
            return [one for one in self.given(since) if text in one.text]

        try:
            return wait_until(look, timeout_s)[0]
        except TimeoutError:
            raise AssertionError(f"no “{text}” in: {self.words(since)}") from None


def _given(at: float, job: Job) -> Given:
    segments = [segment for piece in job.pieces for segment in piece]
    return Given(
        at,
        " ".join(segment.text.strip() for segment in segments),
        tuple(segment.language for segment in segments),
        job.manner.wpm,
    )
