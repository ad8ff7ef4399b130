"""Processes, ports and folders that belong to one test run.

Every process is ended by its own id, never by a name. Should the run itself be killed, `guard`
ends what it left behind.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
"""The top of the project, from where `python -m studio` and `python -m tests.harness...` run."""

_PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
PACKAGES = {
    "dbus-daemon": "dbus",
    "ffmpeg": "ffmpeg",
    "ffprobe": "ffmpeg",
    "gdbus": "libglib2.0-bin",
    "nginx": "nginx",
    "openbox": "openbox",
    "orca": "orca",
    "pacat": "pulseaudio-utils",
    "pactl": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "pulseaudio": "pulseaudio",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "Xvfb": "xvfb",
    "/usr/lib*/**/alsa-lib/libasound_module_pcm_pulse.so": "libasound2-plugins",
    "/usr/lib*/**/girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
    "/usr/lib*/**/libportaudio.so.2": "libportaudio2",
    "/usr/lib*/**/libxcb-cursor.so.0": "libxcb-cursor0",
    "/usr/lib*/nginx/modules/ngx_rtmp_module.so": "libnginx-mod-rtmp",
    "/usr/lib*/**/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/gi/__init__.py": "python3-gi",
    "/usr/lib/python3/dist-packages/numpy/__init__.py": "python3-numpy",
}
"""Which Debian package brings a program (by name) or a file (by pattern)."""


class MissingPackageError(RuntimeError):
    """The machine lacks Debian packages that a stand-in is made of. The message has the cure."""


def tool(name: str) -> str:
    """Where a program is.

    Raises:
        MissingPackageError: It is not installed.
    """
    require(name)
    return str(_find(name))


def require(*names: str) -> None:
    """Make sure that programs (by name) and files (by pattern) are there.

    Raises:
        MissingPackageError: One is not; the message tells the apt line that installs all of them.
    """
    missing = [name for name in names if _find(name) is None]
    if missing:
        packages = " ".join(sorted({PACKAGES.get(name, name) for name in missing}))
        raise MissingPackageError(
            f"The tests need {', '.join(missing)}. "
            f"Run: sudo apt-get install -y --no-install-recommends {packages}"
        )


@functools.cache
def _find(name: str) -> str | None:
    if not name.startswith("/"):
        return shutil.which(name, path=_PATH)
    return next(map(str, Path("/").glob(name.removeprefix("/"))), None)


class Child:
    """A process of ours, in a session of its own, so that it and its children end together.

    Attributes:
        process: The `subprocess.Popen` itself, for its pipes and its exit status.
    """

    def __init__(
        self,
        argv: Sequence[str | os.PathLike[str]],
        *,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
        is_hurried: bool = False,
        **popen,
    ) -> None:
        """Start it.

        Args:
            argv: Program and arguments.
            env: Its whole environment; ours where None.
            log: Where its output is appended; else it is thrown away, but for pipes in `popen`.
            is_hurried: It stands in for something that a crowded machine does not make late, such
                as a camera; it goes before other processes, where we may.
            popen: Anything else that `subprocess.Popen` takes.
        """
        marked = dict(os.environ if env is None else env)
        name, _, value = _run_mark().partition("=")
        marked[name] = value
        with contextlib.ExitStack() as files:
            sink = subprocess.DEVNULL if log is None else files.enter_context(log.open("ab"))
            options = {"stdin": subprocess.DEVNULL, "stdout": sink, "stderr": sink, **popen}
            self.process: subprocess.Popen = subprocess.Popen(
                [os.fspath(part) for part in argv], env=marked, start_new_session=True, **options
            )
        if is_hurried:
            with contextlib.suppress(OSError):  # only root may
                os.setpriority(os.PRIO_PROCESS, self.pid, -10)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def end(self, grace_s: float = 3.0) -> None:
        """Ask it to end, insist after `grace_s` seconds, and leave no child of it."""
        if self.is_running:
            self.process.terminate()
            self.process.send_signal(signal.SIGCONT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(grace_s)
        self.kill()

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        self.signal(signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.end()


@functools.cache
def _run_mark() -> str:
    """The mark of this test run; with the first one the guard is posted."""
    mark = f"EARSHOT_TEST_RUN={os.getpid()}-{secrets.token_hex(8)}"
    guard = subprocess.Popen(
        [sys.executable, "-I", str(Path(__file__).with_name("guard.py")), mark],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert guard.stdin is not None
    atexit.register(_relieve, guard, guard.stdin)
    return mark


def _relieve(guard: subprocess.Popen, line: IO[bytes]) -> None:
    line.close()
    guard.wait()


class Port:
    """A free TCP port on loopback, chosen by the system and kept ours until `close`.

    A socket that is bound but does not listen holds the number: connections are refused, no other
    program is given it, and a server that sets SO_REUSEADDR may come and go on it.
    """

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.number: int = self._socket.getsockname()[1]

    def is_listened_to(self) -> bool:
        """Whether a server takes connections there."""
        try:
            socket.create_connection(("127.0.0.1", self.number), timeout=1).close()
        except OSError:
            return False
        return True

    def close(self) -> None:
        self._socket.close()


def wait_until(
    condition: Callable[[], T | None],
    timeout_s: float = 10.0,
    what: str = "",
    every_s: float = 0.02,
) -> T:
    """Wait for a condition to give something true, and return that.

    Raises:
        TimeoutError: It did not within `timeout_s` seconds.
    """
    deadline = time.monotonic() + timeout_s
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {what or condition} within {timeout_s:g} s")
        time.sleep(every_s)
    return answer


@contextlib.contextmanager
def environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Change environment variables of this process for a while."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def private_folder(prefix: str) -> Iterator[Path]:
    """A folder that only we can read, gone afterwards; its path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix=f"{prefix}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
