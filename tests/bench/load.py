"""The studio at work: on air and recording, while somebody uses it; in the studio's process.

Its only argument is a `Load` as JSON.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from studio.model.media import Size
from studio.model.state import OutputPhase
from studio.output.packets import Packet
from studio.video import camera
from tests.bench.driven import Driven, Wait, drive
from tests.bench.footage import CAMERA, FilmCapture
from tests.bench.processes import cpu_by_thread

TICK_MS = 10


@dataclass(frozen=True, slots=True)
class Load:
    """What to do.

    Attributes:
        seconds: How long it is measured.
        warm_s: How long it runs before.
        outputs: How many outputs there are when all are on.
        film: Raw pictures for the stand-in of a camera; empty where the camera is a real one.
        products: How many products there are, where they are many.
    """

    seconds: float
    warm_s: float
    outputs: int
    film: str = ""
    width: int = 0
    height: int = 0
    rate: float = 30.0
    products: int = 0

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)


@dataclass
class Ticker:
    """Notes how much later than due the window's thread comes to a timer.

    Attributes:
        doing: What is going on; noted with each long stall.
        late_ms: Lateness of each tick.
        long: The longest stalls, each with what was going on.
    """

    parent: QObject
    doing: str = ""
    late_ms: list[float] = field(default_factory=list)
    long: list[tuple[float, str]] = field(default_factory=list)

    def start(self) -> None:
        self._timer = QTimer(self.parent, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.monotonic()
        late_ms = max(0.0, (now - self._last) * 1000 - TICK_MS)
        self._last = now
        self.late_ms.append(late_ms)
        if late_ms > 20:
            self.long = sorted([*self.long, (round(late_ms, 1), self.doing)], reverse=True)[:8]


class Probe:
    """One more output: notes how long after its beat each picture's packet came."""

    def __init__(self, origin: float) -> None:
        self._origin = origin
        self.late_s: list[float] = []

    def joined(self, ask_keyframe: Callable[[], None]) -> None:
        pass

    def take(self, packet: Packet) -> None:
        if packet.is_picture:
            self.late_s.append(time.monotonic() - self._origin - packet.at)


class Work:
    """The script: begin, warm up, be measured, end."""

    def __init__(self, load: Load) -> None:
        self._load = load

    def __call__(self, driven: Driven) -> Iterator[Wait]:
        self._driven = driven
        yield driven.is_ready
        for keys in ("Ctrl+R", "Ctrl+Shift+L", "Ctrl+Right"):
            driven.press(keys)
            yield 0.2
        yield self._are_outputs_on
        ticker = Ticker(driven.window)
        yield from self._use(self._load.warm_s, ticker)
        ticker.start()
        probe = self._listen()
        before = self._counts()
        latencies = self._encoder_latencies()
        driven.tell("begin")
        yield from self._use(self._load.seconds, ticker)
        driven.tell("end")
        ticker.stop()
        after = self._counts()
        late_ms = np.array(probe.late_s) * 1000
        driven.tell(
            "result",
            lost={name: after[name] - before[name] for name in after},
            beat_to_packet_ms=_percentiles(late_ms),
            encoder_ms=self._percentiles_since(latencies),
            stall_ms=_percentiles(np.array(ticker.late_ms)),
            stalls=ticker.long,
            refusals=self._refusals(),
        )
        yield from self._end()

    def _use(self, seconds: float, ticker: Ticker) -> Iterator[Wait]:
        """One act a second: what a streamer does in a show."""
        acts = self._acts()
        began = time.monotonic()
        threads, self._threads_s = cpu_by_thread(), {}
        for second in range(1, int(seconds) + 1):
            yield max(0.0, began + second - time.monotonic())
            name, act = acts[second % len(acts)]
            ticker.doing = name
            act()
        yield max(0.0, began + seconds - time.monotonic())
        wall = time.monotonic() - began
        for name, used in cpu_by_thread().items():
            self._threads_s[name] = (used - threads.get(name, 0.0)) / wall
        self._driven.tell("threads", cores=self._threads_s)

    def _acts(self) -> list[tuple[str, Callable[[], None]]]:
        press = self._driven.press

        def keys(*strokes: str) -> Callable[[], None]:
            def act() -> None:
                for stroke in strokes:
                    press(stroke)

            return act

        many: list[tuple[str, Callable[[], None]]] = [
            ("many: end", lambda: self._in_products("End")),
            ("many: pages", lambda: self._in_products("PgUp", "PgUp", "PgUp")),
            ("many: card", lambda: self._in_products("Return")),
            ("many: home", lambda: self._in_products("Home", "Down", "Down")),
            ("many: letters", lambda: self._in_products("W", "O")),
            ("palette opens", keys("Ctrl+Shift+P")),
            ("palette is searched", keys("C", "A", "R", "D")),
            ("palette: choices", keys("Return")),
            ("palette closes", self._leave_dialog),
        ]
        return (many if self._load.products else []) + [
            ("scene.switch", self._switch_scene),
            ("card.next", keys("Ctrl+Right")),
            ("sound.mute", keys("Ctrl+M")),
            ("status.on_air", keys("Ctrl+I")),
            ("menu opens", keys("F10", "Down")),
            ("menu closes", keys("Escape", "Escape")),
            ("sound.mute", keys("Ctrl+M")),
            ("settings open", keys("Ctrl+,")),
            ("settings close", self._leave_dialog),
        ]

    def _leave_dialog(self) -> None:
        """Escape; whatever it did, no dialog stays, or the next keys would go there."""
        self._driven.press("Escape")
        for left in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if left is not None:
                left.close()

    def _in_products(self, *strokes: str) -> None:
        self._driven.window.products.list.setFocus()
        for stroke in strokes:
            self._driven.press(stroke)

    def _switch_scene(self) -> None:
        scenes = self._driven.window.scenes.list
        scenes.setFocus()
        self._driven.press("Home" if scenes.currentIndex().row() else "End")
        self._driven.press("Return")

    # ----------------------------------------------------------------------

    def _are_outputs_on(self) -> bool:
        outputs = self._driven.studio.state().outputs
        return len(outputs) == self._load.outputs and all(
            output.phase is OutputPhase.ON for output in outputs
        )

    def _counts(self) -> dict[str, int]:
        program, sending = self._driven.studio.stage.counts()
        return {
            "pictures": program.composed,
            "late": program.late,
            "refused": program.refused,
            "dropped by an output": sum(o["dropped"] for o in sending.outputs),
            "reconnects": sum(o["reconnects"] for o in sending.outputs),
        }

    def _listen(self) -> Probe:
        stage = self._driven.studio.stage
        probe = Probe(stage._origin)
        encoder = stage._sending._encoder
        assert encoder is not None
        encoder.add(probe)
        return probe

    def _encoder_latencies(self) -> list[int]:
        encoder = self._driven.studio.stage._sending._encoder
        assert encoder is not None
        return list(encoder._latencies._counts)

    def _percentiles_since(self, before: list[int]) -> dict[str, float]:
        """Of the encoder's own statistics, in steps of half a millisecond."""
        counts = np.array(self._encoder_latencies()) - np.array(before)
        passed = np.cumsum(counts) / max(1, counts.sum())
        steps = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
        return {n: (int(np.searchsorted(passed, p - 1e-9)) + 1) * 0.5 for n, p in steps.items()}

    def _refusals(self) -> list[str]:
        """What the studio said that it would not say if all went well."""
        history = self._driven.studio.history()
        return [a.text for _at, a in history if a.earcon == "error"]

    def _end(self) -> Iterator[Wait]:
        driven = self._driven
        recording = driven.studio.state().recording
        path = recording.path if recording else ""
        driven.press("Ctrl+Shift+E")
        yield lambda: not driven.studio.state().outputs
        driven.tell("recorded", path=path)


def _percentiles(values: np.ndarray) -> dict[str, float]:
    if not len(values):
        return {}
    steps = {"p50": 50, "p95": 95, "p99": 99, "max": 100}
    return {name: round(float(np.percentile(values, p)), 2) for name, p in steps.items()}


def main() -> int:
    load = Load(**json.loads(sys.argv[1]))
    stand_in = nullcontext()
    if load.film:
        # The stand-in takes the place of `cv2.VideoCapture`; all the rest is the camera's own code.
        raw = functools.partial(
            camera.CameraInput,
            list_cameras=lambda: [CAMERA],
            open_camera=lambda _camera: FilmCapture(Path(load.film), load.size, load.rate),
        )
        stand_in = mock.patch.object(camera, "CameraInput", raw)
    with stand_in:
        return drive(Work(load))


if __name__ == "__main__":
    sys.exit(main())
