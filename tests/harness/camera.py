"""A camera made of nothing: pictures over HTTP, as network cameras send them.

    with HttpCamera(flash_every=1.0, beep=(pulse, "micfeed")) as camera:
        capture = cv2.VideoCapture(camera.url, cv2.CAP_FFMPEG)    # or av.open(camera.url)
        camera.unplug()
        camera.play()

It goes the whole way that a real one goes: JPEG pictures at their own pace, on a connection that
may stall or break. Each picture carries a number in its top left corner (`read_counter`). With
`flash_every` a white flash comes regularly, and with `beep` a sound at the same instant in a sound
server's sink, so that a recording can be measured by `av_sync`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tests.harness.process import ROOT, Child, require, wait_until
from tests.harness.pulse import PulseServer

State = Literal["play", "freeze", "black", "dark", "blur", "stall", "unplug"]
COUNTER_BITS = 16
BLOCK = 16
"""Width and height of one bit of the counter, in pixels of the camera."""


@dataclass(frozen=True, slots=True)
class Flash:
    """A flash that was sent; times are of `time.monotonic`.

    Attributes:
        count: The number its first picture carries.
        due_at: When it (and its beep) should be.
        sent_at: When its first picture was given to the connections.
    """

    count: int
    due_at: float
    sent_at: float


@dataclass
class HttpCamera:
    """A camera in a process of its own.

    Attributes:
        size: Width and height in pixels.
        fps: Pictures a second.
        clip: A video file to show over and over, scaled to `size`; else a moving pattern.
        flash_every: Seconds between white flashes of three pictures; None for none.
        beep: The sound server and sink in which a 60 ms tone of 1 kHz sounds with each flash.
        counter: Whether the pictures carry their number.
        quality: Of the JPEG, up to 100.
        flashes: Those sent so far.
    """

    size: tuple[int, int] = (640, 360)
    fps: float = 30.0
    clip: Path | None = None
    flash_every: float | None = None
    beep: tuple[PulseServer, str] | None = None
    counter: bool = True
    quality: int = 85
    flashes: list[Flash] = field(default_factory=list, init=False)

    def __enter__(self) -> HttpCamera:
        self._hurry: Child | None = None
        env = {**os.environ, "OPENCV_LOG_LEVEL": "ERROR"}
        options = {
            "size": self.size,
            "fps": self.fps,
            "clip": str(self.clip) if self.clip else None,
            "flash_every": self.flash_every,
            "beep": self.beep[1] if self.beep else None,
            "counter": self.counter,
            "quality": self.quality,
        }
        if self.beep:
            require("/usr/lib*/**/libportaudio.so.2")
            env |= self.beep[0].env
            self._hurry = self.beep[0].in_small_blocks(self.beep[1])
        self._answers: list[str] = []
        self._child = Child(
            [sys.executable, "-m", "tests.harness.mjpeg_server", json.dumps(options)],
            env=env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            is_hurried=True,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        try:
            self.url = self._answer("url", timeout_s=20)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        # The reader must see the end of the pipe before the pipe is closed here.
        self._child.process.kill()
        self._listener.join()
        self._child.end()
        if self._hurry:
            self._hurry.end()

    def _listen(self) -> None:
        for line in self._child.process.stdout or ():
            word, *values = line.split()
            if word == "flash":
                self.flashes.append(Flash(int(values[0]), float(values[1]), float(values[2])))
            else:
                self._answers.append(line.strip())

    def _answer(self, word: str, timeout_s: float = 5.0) -> str:
        def look() -> str | None:
            for answer in self._answers:
                if answer.startswith(f"{word} "):
                    self._answers.remove(answer)
                    return answer.removeprefix(f"{word} ")
            if not self._child.is_running:
                raise RuntimeError("the camera stand-in ended; see its words on stderr")
            return None

        return wait_until(look, timeout_s, f"answer of the camera ({word})") or ""

    def set_state(self, state: State) -> None:
        """Change what the camera does; returns when it does so.

        play: moving pictures. freeze: the same picture over and over. black, dark, blur: pictures
        spoiled (the counter stays readable). stall: connections stay, nothing comes. unplug:
        connections break and new ones are refused.
        """
        if state not in get_args(State):
            raise ValueError(f"a camera cannot {state}")
        assert self._child.process.stdin is not None
        self._child.process.stdin.write(f"{state}\n")
        self._child.process.stdin.flush()
        self._answer(state)

    def play(self) -> None:
        self.set_state("play")

    def freeze(self) -> None:
        self.set_state("freeze")

    def stall(self) -> None:
        self.set_state("stall")

    def unplug(self) -> None:
        self.set_state("unplug")


def put_counter(image: NDArray[np.uint8], count: int) -> None:
    """Write a number into the top left corner, lowest bit first, white for one."""
    for bit in range(COUNTER_BITS):
        image[:BLOCK, bit * BLOCK : (bit + 1) * BLOCK] = 255 if count >> bit & 1 else 0


def read_counter(
    image: NDArray[np.uint8], scale: float = 1.0, at: tuple[float, float] = (0.0, 0.0)
) -> int:
    """Read the number that a picture carries.

    Args:
        image: BGR of shape (height, width, 3), or luma of shape (height, width).
        scale: Size of the camera's picture within `image`, 1.0 if it was not scaled.
        at: Where in `image` its top left corner is, in pixels (x, y).
    """
    luma = image if image.ndim == 2 else image[..., 1]
    block, (x, y) = BLOCK * scale, at
    rows = slice(round(y + block / 4), max(round(y + block * 3 / 4), round(y + block / 4) + 1))
    total = 0
    for bit in range(COUNTER_BITS):
        left = round(x + (bit + 0.25) * block)
        right = max(round(x + (bit + 0.75) * block), left + 1)
        total |= int(luma[rows, left:right].mean() > 127) << bit
    return total
