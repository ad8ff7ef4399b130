"""What a measured studio needs around it: a desktop, a sound server, a furnished data folder."""

from __future__ import annotations

import contextlib
import json
import math
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from subprocess import PIPE

import numpy as np

from studio.cards.demo import demo_products
from studio.model.destination import Destination
from studio.store.repositories import Repositories
from studio.store.scenes import Arrangement
from studio.store.store import Store
from tests.app.studio_process import NO_KEYRING
from tests.cards.catalogue import many_products
from tests.harness.process import ROOT, Child, MissingPackageError, wait_until
from tests.harness.pulse import RATE, PulseServer
from tests.harness.screenreader import Lab

_NO_SOUND = {"PULSE_SERVER": "unix:/nowhere", "ALSA_CONFIG_PATH": "/dev/null"}


def desktop() -> Lab:
    """A screen of its own with a window manager, and the accessibility bus a reader would use."""
    return Lab(orca=False, size=(1920, 1080))


@contextlib.contextmanager
def sound_server() -> Iterator[PulseServer | None]:
    """A sound server on whose microphone somebody talks; None where there is no PulseAudio."""
    try:
        server = PulseServer()
        with server:
            yield server
    except MissingPackageError:
        yield None


def talk(server: PulseServer, seconds: float) -> Child:
    """Noise in the rhythm of syllables, at the level of a voice, into the microphone."""
    at = np.arange(round(seconds * RATE)) / RATE
    loud = 0.1 * np.maximum(0.0, np.sin(2 * np.pi * 3 * at))
    voice = loud * np.random.default_rng(1).standard_normal(len(at))
    return server.play("micfeed", voice.astype(np.float32), wait=False)


def environment(lab: Lab, data: Path, pulse: PulseServer | None) -> dict[str, str]:
    sound = pulse.env if pulse else _NO_SOUND
    return {
        **lab.environment,
        **NO_KEYRING,
        **sound,
        "EARSHOT_DATA": str(data),
        "EARSHOT_FIRST_STEPS": "no",
    }


def furnish(
    data: Path,
    arrangement: Arrangement,
    settings: Mapping[str, object],
    destinations: tuple[Destination, ...] = (),
    products: int = 0,
) -> None:
    """Fill a data folder as a user would have, by the studio's own store."""
    data.mkdir(parents=True, exist_ok=True)
    store = Store(data / "studio.db", lambda _event: None)
    store.start_and_wait()

    def fill(kept: Repositories) -> None:
        with kept.atomic():
            kept.scenes.save(arrangement)
            kept.products.replace_all(many_products(products) or demo_products())
            for destination in destinations:
                kept.destinations.put(destination)
            for name, value in settings.items():
                kept.settings.set(name, value)
            kept.end_first_start()

    store.run(fill).result()
    store.stop()


class Studio:
    """A process that runs the studio under a script, and what it tells.

    Attributes:
        told: Everything told so far; each with `told`, its name, and `at`, when.
    """

    def __init__(self, module: str, options: str, env: Mapping[str, str]) -> None:
        self.told: list[dict] = []
        self.started_at = time.monotonic()
        data = Path(env["EARSHOT_DATA"])
        self._log = data / "logs/studio.log"
        self._errors = data.with_suffix(".stderr")
        self._error_file = self._errors.open("w", encoding="utf-8")
        self.child = Child(
            [sys.executable, "-m", f"tests.bench.{module}", options],
            env=env,
            cwd=ROOT,
            stdout=PIPE,
            stderr=self._error_file,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_exc: object) -> None:
        # The reader must see the end of the pipe before the pipe is closed here.
        if self.child.is_running:
            self.child.process.kill()
        self._reader.join()
        self.child.end()
        self._error_file.close()

    def _read(self) -> None:
        for line in self.child.process.stdout or ():
            with contextlib.suppress(json.JSONDecodeError):
                self.told.append(json.loads(line))

    def wait(self, what: str, timeout_s: float) -> dict:
        """Wait until something is told.

        Raises:
            RuntimeError: The process ended before; the message has its last words.
        """

        def look() -> dict | None:
            is_running = self.child.is_running
            found = [told for told in self.told if told["told"] == what]
            if not found and not is_running:
                self._reader.join()
                found = [told for told in self.told if told["told"] == what]
                if not found:
                    raise RuntimeError(f"the studio ended without {what}: {self.errors()}")
            return found[-1] if found else None

        return wait_until(look, timeout_s, f"{what!r} of the studio; {self.errors()}", 0.005)

    def finish(self, timeout_s: float = 30.0) -> int:
        status = self.child.process.wait(timeout_s)
        self._reader.join()
        return status

    def errors(self) -> str:
        """Its last words on standard error, and in its log the last thing that went wrong."""
        log = self._log.read_text(encoding="utf-8") if self._log.exists() else ""
        wrong = log[log.rfind(" ERROR ") :][:3000] if " ERROR " in log else ""
        return self._errors.read_text(encoding="utf-8", errors="replace")[-2000:] + wrong


def worst(values: Mapping[str, float], name: str) -> float:
    """A percentile; not a number where nothing was measured."""
    return values.get(name, math.nan)
