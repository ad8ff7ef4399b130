"""The machine that was measured, in words."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import re
import subprocess
from pathlib import Path

from tests.harness.process import ROOT, MissingPackageError, tool


def description() -> dict[str, str]:
    """What figures depend on, by name."""
    return {
        "Processor": f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
        "Memory": f"{_memory_gb():.0f} GB",
        "System": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}",
        "Python": platform.python_version(),
        "Libraries": ", ".join(
            f"{name} {importlib.metadata.version(name)}"
            for name in ("av", "opencv-python-headless", "numpy", "PySide6-Essentials")
        ),
        "FFmpeg in av": _bundled_ffmpeg(),
        "ffmpeg": _first_line("ffmpeg", "-version"),
        "x264": _first_line("x264", "--version"),
    }


def now() -> str:
    """Date, commit and load, for the foot of a section."""
    today = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d")
    load = os.getloadavg()[0]
    return f"{today}, commit {_commit()}, load {load:.1f} before"


def _processor() -> str:
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    found = re.search(r"^model name\s*:\s*(.*)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _bundled_ffmpeg() -> str:
    import av

    codec = av.library_versions["libavcodec"]
    return f"libavcodec {'.'.join(map(str, codec))}"


def _first_line(program: str, option: str) -> str:
    try:
        done = subprocess.run([tool(program), option], capture_output=True, text=True, check=False)
    except MissingPackageError:
        return "not installed"
    return (done.stdout or done.stderr).partition("\n")[0].partition(" Copyright")[0]


def _commit() -> str:
    def git(*arguments: str) -> str:
        argv = ["git", "-C", str(ROOT), *arguments]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    try:
        changed = git("status", "--porcelain", "--", "studio")
        return (git("rev-parse", "--short", "HEAD") or "unknown") + (" changed" if changed else "")
    except OSError:
        return "unknown"
