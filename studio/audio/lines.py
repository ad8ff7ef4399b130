"""The studio's end of a sound device: its process, started, watched and started again.

See `studio.audio.devices` for the other end and for why there are two.
"""

import contextlib
import logging
import os
import subprocess
import sys
import time
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import studio
from studio.audio import devices, faults, wire
from studio.audio.pipes import PatientWriter
from studio.model.errors import SoundError
from studio.model.events import SourceBack, SourceLost
from studio.threads import Post, Worker

log = logging.getLogger(__name__)

_JUST_NOW_S = 2.0

# Ctrl+C in the terminal is for the studio; and no console window flashes up.
_CREATION_FLAGS = 0
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP


def microphones() -> tuple[str, ...]:
    """Names of the microphones there are now; takes 0.1 s or more, any thread.

    Two alike are numbered, and each keeps its number (see `studio.audio.known`).

    Raises:
        SoundError: The sound system cannot be asked.
    """
    return _names("inputs")


def headphones() -> tuple[str, ...]:
    """Names of everything that plays; otherwise as `microphones`."""
    return _names("outputs")


def _names(direction: str) -> tuple[str, ...]:
    process = DeviceProcess([*program_of(devices), "list", direction])
    try:
        answer = process.read()
    finally:
        process.end()
    match answer:
        case wire.Listed(found):
            return found
        case wire.Failed() as failed:
            log.info("no list of %s: %s", direction, failed.detail)
            raise faults.no_system()
        case _:
            raise faults.no_system()


class DeviceProcess:
    """A process that holds one device, and the pipes to it.

    Args:
        program: Its command line.
    """

    def __init__(self, program: Sequence[str]) -> None:
        # Standard error is what PortAudio floods when a sound server dies.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
            creationflags=_CREATION_FLAGS,
        )
        stdin = self._process.stdin
        self._writer = PatientWriter(stdin) if stdin is not None else None

    def read(self) -> wire.Message | None:
        """Wait for its next message; None when it ended. One thread at a time."""
        stdout = self._process.stdout
        try:
            return wire.read(stdout) if stdout else None
        except (OSError, ValueError):
            return None

    def write(self, data: bytes) -> None:
        """Give it something, without waiting; any thread. That it ended is noticed by `read`."""
        if self._writer is not None:
            self._writer.write(data)

    def kill(self) -> None:
        """End it at once; any thread. `read` then gives None."""
        self._process.kill()

    def end(self) -> None:
        """End it and close the pipes; on the reading thread."""
        self._process.kill()
        self._process.wait()
        if self._writer is not None:
            self._writer.close()
        if self._process.stdout is not None:
            with contextlib.suppress(OSError):
                self._process.stdout.close()


class DeviceKeeper(Worker):
    """Keeps a device's process running: starts it, and starts it again when it ends.

    While a device is away that is told once, with `SourceLost`; when it works again, with
    `SourceBack`. The process itself waits for a device that is not there yet.

    Args:
        program: Its command line.
        device: The device's name; empty for the default microphone.
        source: Id of the source in the events.
        title: What the user calls it.
        post: Takes the events.
    """

    backoff_s = (0.5, 1.0, 2.0, 3.0)
    """Seconds to wait after the first end of the process in a row, the second, and so on."""

    def __init__(
        self, program: Sequence[str], device: str, source: str, title: str, post: Post
    ) -> None:
        super().__init__(title, post)
        self.device = device
        self.source_id = source
        self.title = title
        self.opened: wire.Opened | None = None
        self._program = list(program)
        self._process: DeviceProcess | None = None
        self._reason: wire.Failed | None = None
        self._failures = 0
        self._worked_at = 0.0
        self._is_lost = False

    @abstractmethod
    def on_opened(self, opened: wire.Opened) -> None:
        """The device was opened, for the first time or again."""

    def on_ended(self) -> None:
        """The process ended; it is started again."""

    @abstractmethod
    def on_message(self, message: wire.Message) -> None:
        """Something else came from the process."""

    @abstractmethod
    def error_of(self, failed: wire.Failed) -> SoundError:
        """Put a failure into the user's terms."""

    def tell_works(self) -> bool:
        """The device does what it is for; returns whether that was told as `SourceBack`."""
        self._worked_at = time.monotonic()
        if not self._is_lost:
            return False
        self._is_lost = False
        self.post(SourceBack(self.source_id, self.title))
        return True

    def write(self, data: bytes) -> None:
        """Give the process something, if there is one; any thread."""
        if (process := self._process) is not None:
            process.write(data)

    def kill(self) -> None:
        """End the process at once, to start it again; any thread."""
        if (process := self._process) is not None:
            process.kill()

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        self.kill()

    def step(self) -> None:
        if self._process is None:
            self._start_process()
            return
        match self._process.read():
            case wire.Opened() as opened:
                log.info("%s: %s", self.name, opened)
                self.opened = opened
                self.on_opened(opened)
            case wire.Failed() as failed:
                self._reason = failed
                self._tell_lost(failed)
            case None:
                self._restart()
            case message:
                self.on_message(message)

    def close(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None

    def _start_process(self) -> None:
        self._reason = None
        try:
            self._process = DeviceProcess(self._program)
        except OSError as error:  # no memory, no file handle
            self._reason = wire.Failed(wire.Reason.FAILED, str(error))
            self._restart()

    def _restart(self) -> None:
        """Say that it ended, wait, and let the next step start it again."""
        self.close()
        self.opened = None
        if self.is_stopping:
            return
        if time.monotonic() - self._worked_at < _JUST_NOW_S:
            self._failures = 0
        self.on_ended()
        if self._reason is not None or self._failures or self.backoff_s[0]:
            self._tell_lost(self._reason or wire.Failed(wire.Reason.FAILED, "its process ended"))
        self.pause(self.backoff_s[min(self._failures, len(self.backoff_s) - 1)])
        self._failures += 1

    def _tell_lost(self, failed: wire.Failed) -> None:
        if self._is_lost or self.is_stopping:
            return
        self._is_lost = True
        log.info("%s: %s, %s", self.name, failed.reason, failed.detail)
        self.post(SourceLost(self.source_id, self.error_of(failed)))


def program_of(module: ModuleType) -> list[str]:
    """The command line of one of our programs, without its arguments."""
    if getattr(sys, "frozen", False):  # a bundle is its own interpreter
        return [sys.executable, module.PROGRAM]
    return [sys.executable, "-P", "-m", module.__name__]


def _environment() -> dict[str, str]:
    root = str(Path(studio.__file__).parent.parent)
    known = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": os.pathsep.join([root, known] if known else [root])}
