"""The studio's own window on a private desktop, furnished as a user would have left it.

    furnish(data, ARRANGEMENT, Destination("Shop", ingest.address), key="secret")
    with Lab() as lab:
        with WindowStudio(lab, data, pulse.env) as studio:
            studio.press("ctrl+shift+l", "You are live on Shop")  # told, and heard from Orca

Keys are real ones. What the studio tells is read from its transcript, what the user hears from the
screen reader; where a lab has no reader only the transcript is waited for.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.cards.demo import demo_products
from studio.model.destination import Destination, StreamKey
from studio.model.product import Product
from studio.model.pronunciation import Pronunciation
from studio.model.rundown import Rundown, RundownState
from studio.model.scene import PictureSource, Placement, Scene, SoundSource
from studio.model.session import Session
from studio.model.voice import TaughtCommand
from studio.store.repositories import Repositories
from studio.store.scenes import Arrangement
from studio.store.secrets import FILE, FileSecrets
from studio.store.store import Store
from tests.app.studio_process import NO_KEYRING, PASSPHRASE
from tests.harness.process import wait_until
from tests.harness.pulse import RATE
from tests.harness.screenreader import Lab
from tests.report.shows import keep_show

SMALL = "320x180"
"""A picture that leaves a crowded machine to the others."""

NO_SOUND = {"PULSE_SERVER": "unix:/nowhere", "ALSA_CONFIG_PATH": "/dev/null"}
"""A machine without a sound card."""


def arrangement(
    pictures: Sequence[PictureSource], sounds: Sequence[SoundSource] = ()
) -> Arrangement:
    """The sources, and for each picture a scene of its own by the same name."""
    scenes = tuple(Scene(picture.name, (Placement(picture.id),)) for picture in pictures)
    return Arrangement(tuple(pictures), tuple(sounds), scenes)


def furnish(
    data: Path,
    arrangement: Arrangement,
    *destinations: Destination,
    key: str = "",
    shortcuts: Mapping[str, str] | None = None,
    words: Sequence[Pronunciation] = (),
    products: Sequence[Product] = (),
    shows: Sequence[Session] = (),
    rundown: Rundown | None = None,
    taught: Sequence[TaughtCommand] = (),
    **settings: object,
) -> None:
    """Put sources, scenes, destinations and products into a new data folder.

    Args:
        data: The folder; it is made.
        arrangement: Sources and scenes; the first scene is on air.
        destinations: Where *go live* sends to.
        key: The stream key of all of them, kept in the encrypted file.
        shortcuts: Keys that are not left at their defaults, by command.
        words: How words are said.
        products: The demo catalogue where there are none.
        shows: Shows that are over.
        rundown: The one that is open.
        taught: Commands that were taught.
        settings: Settings that are not left at their defaults; the picture is small otherwise.
    """

    def put(kept: Repositories) -> None:
        with kept.atomic():
            kept.scenes.save(arrangement)
            kept.products.replace_all(products or demo_products())
            for destination in destinations:
                kept.destinations.put(destination)
            for name, value in {"canvas": SMALL, **settings}.items():
                kept.settings.set(name, value)
            kept.keys.save(shortcuts or {})
            kept.pronunciations.save(words)
            kept.rundown.save(RundownState(rundown))
            kept.taught.put_all(taught)
            kept.end_first_start()
            kept.end_first_steps()
        for show in shows:
            keep_show(kept, show)

    data.mkdir(parents=True)
    store = Store(data / "studio.db", lambda _event: None)
    store.start_and_wait()
    try:
        store.run(put).result(10)
    finally:
        store.stop()
    secrets = FileSecrets(data / FILE, lambda _is_new: PASSPHRASE["EARSHOT_PASSPHRASE"])
    for destination in destinations:
        if destination.needs_key and key:
            secrets.set(destination.id, StreamKey(key))


class WindowStudio:
    """`python -m studio` in a lab.

    Attributes:
        transcript: What it told, a JSON line each.
    """

    def __init__(
        self, lab: Lab, data: Path, env: Mapping[str, str | None], *, wait: bool = True
    ) -> None:
        """Start it.

        Args:
            lab: Its desktop.
            data: Its folder.
            env: More environment; None takes a variable away.
            wait: Until its window is there and has the focus.
        """
        self.lab = lab
        self.data = data
        self.transcript = data.with_name(f"{data.name}.transcript.jsonl")
        told = {
            "EARSHOT_TRANSCRIPT": str(self.transcript),
            "EARSHOT_FIRST_STEPS": "no",
            "PYTHONFAULTHANDLER": "1",
        }
        self.child = lab.start_studio(
            data,
            window="^Earshot" if wait else None,
            env={**NO_KEYRING, **PASSPHRASE, **told, **env},
        )

    def __enter__(self) -> WindowStudio:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.child.kill()

    # What it tells ------------------------------------------------------------------------------

    def told(self) -> list[dict]:
        """Every announcement so far."""
        if not self.transcript.exists():
            return []
        lines = self.transcript.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines[:-1]]

    def texts(self) -> list[str]:
        return [line["text"] for line in self.told()]

    def wait_told(self, text: str, since: int = 0, timeout_s: float = 40.0) -> dict:
        """Wait until a sentence with this text was told, from the `since`th announcement on."""

        def look() -> dict | None:
            found = [line for line in self.told()[since:] if text in line["text"]]
            if not found and not self.child.is_running:
                raise AssertionError(f"the studio ended without “{text}”: {self.texts()}")
            return found[0] if found else None

        try:
            return wait_until(look, timeout_s, f"words “{text}”")
        except TimeoutError as error:
            raise AssertionError(f"{error}; told: {self.texts()[since:]}") from None

    def wait_heard(self, text: str, since: Mark, timeout_s: float = 40.0) -> dict:
        """Wait until it was told and, where a screen reader runs, spoken by it."""
        told = self.wait_told(text, since.told, timeout_s)
        if self.lab.orca:
            # The window's own words, not a row of the list of messages.
            self.lab.wait_announced(spoken(told), since.said, timeout_s)
        return told

    def mark(self) -> Mark:
        return Mark(len(self.told()), self.lab.mark())

    # What the user does -------------------------------------------------------------------------

    def press(self, key: str, text: str, timeout_s: float = 40.0) -> dict:
        """Press a key and wait until its answer was heard; gives that announcement.

        On a crowded machine Qt may lose a chord, see `Lab`; one of which no answer came and that Qt
        complained about is pressed once more. What is told unasked meanwhile is no answer.
        """
        mark = self.mark()
        complaints = self.lab.app_log().count("keyEventError")
        self.lab.press(key)
        is_answered = _wait(lambda: any(text in one for one in self.texts()[mark.told :]), 8.0)
        if not is_answered and self.lab.app_log().count("keyEventError") > complaints:
            self.lab.press(key)
        return self.wait_heard(text, mark, timeout_s)

    def go_to(self, panel: str) -> str:
        """Press F6 until the reader names a panel; gives what it said there."""
        for _ in range(10):
            said = self.lab.words(self.lab.key("F6", patience_s=10.0, limit_s=12.0))
            if panel in said:
                return said
        raise AssertionError(f"F6 does not lead to {panel}")

    # How it ends --------------------------------------------------------------------------------

    def finish(self, timeout_s: float = 60.0) -> int:
        """Wait for its end; gives the exit status, and shows what it wrote where that is not 0."""
        status = self.child.process.wait(timeout_s)
        if status != 0:
            print(f"the studio ended with {status}:\n{self.lab.app_log()[-8000:]}")
        return status

    def terminate(self) -> int:
        """End it as the system does when the user logs out."""
        self.child.process.terminate()
        return self.finish()

    def kill(self) -> float:
        """End it alone as a crash would, not the processes it started; gives the time."""
        at = time.time()
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.process.wait(10)
        return at

    def recordings(self) -> list[Path]:
        return sorted((self.data / "recordings").glob("*"))

    def log(self) -> str:
        return "".join(p.read_text(encoding="utf-8") for p in (self.data / "logs").glob("*"))


def spoken(told: dict) -> str:
    """What of an announcement is spoken where nobody changed the settings."""
    return told["text" if told["earcon"] in {"warning", "error"} else "brief"]


_REPORT = re.compile(r"(?:notification\. )?The show lasted [^.]*\. [^.]*\.")


def without_report(words: str) -> str:
    """What was said but for the brief report, which comes by itself once a show is over."""
    return " ".join(_REPORT.sub("", words).split())


_LOST_PICTURES = re.compile(
    r"[\w -]+ (pictures? (was|were) lost|gambar hilang)\.( (This|Komputer) .*)?"
    r"|又?丢了\w+帧画面。.*"
)


def is_of_a_crowded_machine(words: str) -> bool:
    """Whether it tells of pictures that were lost, which is no concern of the test."""
    return _LOST_PICTURES.fullmatch(words) is not None


class Mark:
    """A moment: how much was told, and how much was said, before it."""

    def __init__(self, told: int, said: int) -> None:
        self.told = told
        self.said = said


def _wait(condition: Callable[[], bool], timeout_s: float) -> bool:
    try:
        return wait_until(condition, timeout_s)
    except TimeoutError:
        return False


_ANOTHER = """
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
line = QLineEdit()
line.setWindowTitle("Another program")
line.show()
app.exec()
"""


@contextlib.contextmanager
def another_program(lab: Lab) -> Iterator[str]:
    """Have another program's window in front; gives its title."""
    title = "Another program"
    with lab.start_app([sys.executable, "-c", _ANOTHER], window=f"^{title}$"):
        yield title
    lab.focus_window("^Earshot")


def talk(seconds: float) -> NDArray[np.float32]:
    """Noise with the loudness of speech: four syllables a second, and a pause after six."""
    noise = np.random.default_rng(1).normal(0, 0.2, round(seconds * RATE))
    at = np.arange(len(noise)) / RATE
    syllables = np.abs(np.sin(2 * np.pi * 2 * at)) * (at % 2.0 < 1.5)
    return (noise * syllables).clip(-1, 1).astype(np.float32)


def command_lines() -> str:
    """The command line of every process on the machine, as anybody on it can read it."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # it has just ended
            continue
    return "\n".join(lines)


def processes_with(mark: str) -> Iterator[int]:
    """Ids of the processes with these words in their environment."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in path.read_bytes():
                yield int(path.parent.name)
        except OSError:
            continue


def ffmpeg_decodes(path: Path) -> str:
    """What ffmpeg, which shares no library with the studio, complains of in a file; "" if whole."""
    argv = ["ffmpeg", "-v", "error", "-xerror", "-i", str(path), "-f", "null", "-"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
    return done.stderr.strip()
