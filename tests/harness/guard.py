"""Ends what a killed test run left behind.

`process` starts this file beside every test run and holds the other end of its standard input.
When that end closes, the run is over: whatever still carries the run's mark in its environment is
ended, process by process, by id. Only the standard library is used; it runs with `python -I`.
"""

import os
import signal
import sys
import time
from pathlib import Path


def carrying(mark: str) -> list[int]:
    """Ids of the living processes that were started with `mark` in their environment."""
    wanted, found = mark.encode(), []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0") and is_alive(folder.name):
                found.append(int(folder.name))
        except OSError:  # gone in the meantime, or another user's
            continue
    return found


def is_alive(pid: int | str) -> bool:
    """Whether a process exists and has not merely been left unreaped."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def end_all(mark: str, grace_s: float = 2.0) -> None:
    """Ask every process with this mark to end, and insist after `grace_s` seconds."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        left = carrying(mark)
        for pid in left:
            for each in (number, signal.SIGCONT):  # a stopped process would never hear it
                try:
                    os.kill(pid, each)
                except OSError:
                    break
        deadline = time.monotonic() + grace_s
        while any(map(is_alive, left)) and time.monotonic() < deadline:
            time.sleep(0.02)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdin.read()
    end_all(sys.argv[1])
