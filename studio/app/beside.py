"""A part of the command line in a process of its own, so that no picture waits for it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from studio import text
from studio.model.work import CallOff

Progress = Callable[[float], None]


def run_beside(
    words: Sequence[str],
    call_off: CallOff,
    progress: Progress,
    take: Callable[[dict[str, Any]], object],
) -> bool:
    """Run `earshot` with these words, and wait for its end; on an errand's thread.

    Args:
        words: A part and its options, which make it write lines of JSON.
        call_off: Ends the process.
        progress: Is told how much is done, 0 to 1.
        take: Takes each other line, as it comes.

    Returns:
        Whether it did what it was to do.
    """
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "studio"]
    )
    # Its lines may hold any name, whatever the system's own encoding.
    with subprocess.Popen(  # noqa: S603 - our own program
        [*program, "--language", text.in_use(), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    ) as process:
        _give_way(process.pid)
        call_off.by(process.terminate)
        for told in _lines(process):
            if "share" in told:
                progress(float(told["share"]))
            else:
                take(told)
    return not process.returncode


def _give_way(process: int) -> None:
    """The show has the processor first.

    Not by more: while it writes into the studio's file, an order waits for it.
    """
    if sys.platform != "win32":
        with suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, process, 5)


def _lines(process: "subprocess.Popen[str]") -> Iterator[dict[str, Any]]:
    for line in process.stdout or ():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            yield told
