"""A part of the command line in a process of its own, so that no picture waits for it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from studio import text
from studio.model.work import CallOff

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Beside:
    """How such a process ended.

    Attributes:
        failed: It did not do what it was to do, or was called off.
        problem: What it says of that; empty where that is no sentence for ears.
    """

    failed: bool
    problem: str


def run_beside(
    words: Sequence[str],
    call_off: CallOff,
    progress: Progress,
    take: Callable[[dict[str, object]], object],
) -> Beside:
    """Run `earshot` with these words, and wait for its end; on an errand's thread.

    Args:
        words: A part and its options, which make it write lines of JSON.
        call_off: Ends the process.
        progress: Is told how much is done, 0 to 1.
        take: Takes each other line, as it comes.
    """
    # Its lines may hold any name, whatever the system's own encoding.
    with subprocess.Popen(  # noqa: S603 - our own program
        _command(words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        call_off.by(process.terminate)
        for told in _lines(process):
            if "share" in told:
                progress(float(str(told["share"])))
            else:
                take(told)
        problem = process.stderr.read() if process.stderr is not None else ""
    return Beside(bool(process.returncode), _sentences(problem))


def _command(words: Sequence[str]) -> list[str]:
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "studio"]
    )
    return [*program, "--language", text.in_use(), *words]


def _lines(process: "subprocess.Popen[str]") -> Iterator[dict[str, object]]:
    for line in process.stdout or ():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            yield told


def _sentences(problem: str) -> str:
    """What was told, where it is no traceback."""
    lines = [line for line in problem.splitlines() if line.strip()]
    return " ".join(lines[-2:]) if lines and len(lines) < 4 else ""
