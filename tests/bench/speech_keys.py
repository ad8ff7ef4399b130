"""Keys in the studio's window while a show is on air, and when the headphones answer them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from Xlib import XK, X, display
from Xlib.ext import xtest

from studio.model.destination import Destination
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from tests.app.window_studio import WindowStudio, arrangement, furnish
from tests.harness.ingest import RtmpIngest
from tests.harness.process import wait_until
from tests.harness.pulse import PulseServer, Recording
from tests.harness.screenreader import Lab

KEY = "bench-key"
SLOW_WPM = 120
"""So that there is something left to be silenced."""
_QUIET_S = 0.4


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found, in milliseconds of each time.

    Attributes:
        first: From a key to the first sound of its answer.
        quiet: From the silence key to the last sound.
    """

    first: list[float]
    quiet: list[float]


class Keyboard:
    """Presses keys at a known time; `xdotool` would take longer than what is measured.

    Args:
        name: Of the display.
    """

    def __init__(self, name: str) -> None:
        self._display: Any = display.Display(name)

    def press(self, *keys: str) -> float:
        """Hold down all but the last, and press that; gives when, by `time.monotonic`."""
        codes = [self._display.keysym_to_keycode(XK.string_to_keysym(key)) for key in keys]
        for code in codes[:-1]:
            self._fake(X.KeyPress, code)
            time.sleep(0.05)
        pressed_at = time.monotonic()
        self._fake(X.KeyPress, codes[-1])
        for code in reversed(codes):
            self._fake(X.KeyRelease, code)
        return pressed_at

    def _fake(self, kind: int, code: int) -> None:
        xtest.fake_input(self._display, kind, code)
        self._display.sync()

    def close(self) -> None:
        self._display.close()


@contextmanager
def _on_air(pulse: PulseServer) -> Iterator[Keyboard]:
    """A show that is being sent, and no screen reader."""
    with (
        tempfile.TemporaryDirectory() as folder,
        RtmpIngest(KEY) as ingest,
        Lab(orca=False) as lab,
    ):
        data = Path(folder) / "data"
        furnish(
            data,
            arrangement(
                [PictureSource("Bars", PictureKind.TEST)], [SoundSource("Hum", SoundKind.TONE)]
            ),
            Destination("Shop", ingest.address),
            key=KEY,
            monitor_device="Headphones",
            speech_wpm=SLOW_WPM,
            earcons=False,
        )
        with WindowStudio(lab, data, pulse.env) as studio:
            wait_until(lambda: pulse.playing_on("headphones"), 20, "the headphones")
            studio.press("ctrl+shift+l", "You are live on Shop")
            keyboard = Keyboard(lab.environment["DISPLAY"])
            yield keyboard
            keyboard.close()


def _wait_quiet(ears: Recording) -> None:
    wait_until(lambda: time.monotonic() - (ears.last_sound() or 0.0) > _QUIET_S, 30, "quiet")


def answered(pulse: PulseServer, times: int) -> Answered:
    """Ask what is on air, and silence the answer, so often."""
    found = Answered([], [])
    with _on_air(pulse) as keyboard:
        for number in range(times):
            # A new one each time: to look through a long one would keep a core busy.
            with pulse.recording("headphones") as ears:
                _wait_quiet(ears)
                first, quiet = _once(keyboard, ears, 0.3 + 0.0031 * number)
            found.first.append(first)
            found.quiet.append(quiet)
    return found


def _once(keyboard: Keyboard, ears: Recording, speaks_s: float) -> tuple[float, float]:
    """Milliseconds to the first sound, and from the silence key to the last."""
    asked = keyboard.press("Control_L", "i")
    heard = wait_until(lambda: ears.first_sound(asked), 10, "the answer")
    time.sleep(speaks_s)
    silenced = keyboard.press("F7")
    time.sleep(0.3)
    last = ears.last_sound(asked) or silenced
    return (heard - asked) * 1000, max(0.0, (last - silenced) * 1000)
