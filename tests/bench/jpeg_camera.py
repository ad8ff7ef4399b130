"""A network camera that costs next to nothing: pictures compressed beforehand, over HTTP.

    python -m tests.bench.jpeg_camera FILE RATE

It speaks as `tests.harness.mjpeg_server` does, and prints its address.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from typing import cast

from tests.harness.mjpeg_server import Pictures, Server, say
from tests.harness.process import ROOT, Child, Port


class ReadyPictures(Pictures):
    """JPEGs from a file, over and over, each at its time."""

    def __init__(self, path: Path, rate: float) -> None:
        self._jpegs = _read(path.read_bytes())
        self._rate = rate
        self.state = "play"
        self.changed = threading.Condition()
        self.newest = (-1, b"")

    def run(self, beeper: object = None) -> None:
        start, count = time.monotonic(), 0
        while True:
            time.sleep(max(0.0, start + count / self._rate - time.monotonic()))
            with self.changed:
                self.newest = (count, self._jpegs[count % len(self._jpegs)])
                self.changed.notify_all()
            count += 1


def _read(data: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return found


@contextlib.contextmanager
def jpeg_camera(path: Path, rate: float) -> Iterator[str]:
    """The camera in a process of its own; gives its address."""
    argv = [sys.executable, "-m", "tests.bench.jpeg_camera", str(path), str(rate)]
    with Child(argv, cwd=ROOT, stdout=PIPE, stderr=None, text=True) as child:
        assert child.process.stdout is not None
        yield child.process.stdout.readline().partition(" ")[2].strip()


def main() -> None:
    port = Port()
    pictures = ReadyPictures(Path(sys.argv[1]), float(sys.argv[2]))
    Server(port.number, cast(Pictures, pictures))
    say(f"url http://127.0.0.1:{port.number}/cam.mjpg")
    pictures.run()


if __name__ == "__main__":
    main()
