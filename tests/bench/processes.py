"""What processes use: processor time and memory, of one or of a whole family."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_of_run(argv: Sequence[str]) -> float:
    """Run a program to its end; gives its processor time in seconds, user and system.

    Raises:
        RuntimeError: It failed; the message ends with its own words.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(argv, capture_output=True, text=True, check=False, errors="replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{argv[0]} failed: {done.stderr[-800:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cpu_of_this() -> float:
    """Processor time of this process so far, all threads, user and system, in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def family(pid: int) -> list[int]:
    """A process and all that descend from it, whatever session they are in."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(folder)):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def cpu_of(pids: Sequence[int]) -> float:
    """Processor time of processes and of their children that have ended, in seconds."""
    # After the name in brackets: state, parent, ...; user, system, and those of ended children.
    ticks = [_stat(Path(f"/proc/{pid}"))[11:15] for pid in pids]
    return sum(int(tick) for four in ticks for tick in four) / _TICK


def _stat(folder: Path) -> list[str]:
    try:
        text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended
        return []
    return text.rpartition(")")[2].split()


def cpu_by_thread() -> dict[str, float]:
    """Processor time of each thread of this process in seconds, by Python's name for it.

    What Python did not start itself, such as an encoder's helpers, is counted together.
    """
    names = {thread.native_id: thread.name for thread in threading.enumerate()}
    used: dict[str, float] = {}
    for folder in Path("/proc/self/task").iterdir():
        fields = _stat(folder)
        if fields:
            name = names.get(int(folder.name), "of x264, Qt and others")
            used[name] = used.get(name, 0.0) + (int(fields[11]) + int(fields[12])) / _TICK
    return used


def shared_memory_mb(pids: Sequence[int]) -> float:
    """Memory of processes in MB, what they share counted once (proportional set size)."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / 1024


@dataclass
class MemoryWatch:
    """Looks at a family's memory every second, from a thread.

    Attributes:
        peak_mb: The most it held at once.
    """

    pid: int
    every_s: float = 1.0
    peak_mb: float = 0.0
    _ending: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> MemoryWatch:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending.wait(self.every_s):
            self.peak_mb = max(self.peak_mb, shared_memory_mb(family(self.pid)))
