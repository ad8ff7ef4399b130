"""The studio's command line in a process of its own, as a user's script runs it."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.harness.process import ROOT, Child, wait_until

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
PASSPHRASE = {"EARSHOT_PASSPHRASE": "correct horse"}


def environment(data: Path, **extra: str) -> dict[str, str]:
    """What the studio needs to find: nothing of this machine but its programs."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "EARSHOT_DATA": str(data),
        "QT_QPA_PLATFORM": "offscreen",
        # No sound card but the one a test gives.
        "PULSE_SERVER": "unix:/nowhere",
        "ALSA_CONFIG_PATH": "/dev/null",
        **NO_KEYRING,
        **PASSPHRASE,
        **extra,
    }


def run(data: Path, *arguments: str, key: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    done = run_bytes(data, *arguments, given=key.encode(), **env)
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def run_bytes(
    data: Path, *arguments: str, given: bytes = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run it with whatever bytes on its standard input; gives what it writes as it is."""
    return subprocess.run(
        [sys.executable, "-m", "studio", *arguments],
        check=False,
        cwd=ROOT,
        env=environment(data, **env),
        input=given,
        capture_output=True,
        timeout=90,
    )


class ShowProcess:
    """`earshot show`, its announcements read line by line while it runs."""

    def __init__(self, data: Path, *arguments: str, **env: str) -> None:
        self.lines: list[dict] = []
        self.errors = data.with_suffix(".stderr")
        self._error_file = self.errors.open("w", encoding="utf-8")
        self.child = Child(
            [sys.executable, "-m", "studio", "show", *arguments],
            env=environment(data, **env),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self._error_file,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        stream = self.child.process.stdout
        assert stream is not None
        for line in stream:
            self.lines.append(json.loads(line))

    def __enter__(self) -> "ShowProcess":
        return self

    def __exit__(self, *_exc: object) -> None:
        if self.child.is_running:
            self.child.kill()
        self._reader.join(10)
        if self.child.process.stdout:
            self.child.process.stdout.close()
        self._error_file.close()

    def wait_said(self, text: str, timeout_s: float = 30.0, count: int = 1) -> float:
        """Wait until a sentence with this text was said so often; gives the time of the last."""
        wait_until(
            lambda: len(self.said(text)) >= count or not self.child.is_running,
            timeout_s,
            f"the words “{text}”; so far {self.texts()}",
        )
        assert len(self.said(text)) >= count, f"“{text}” was not said: {self.texts()}"
        return self.said(text)[count - 1]["time"]

    def said(self, text: str) -> list[dict]:
        return [line for line in self.lines if text in line.get("text", "")]

    def texts(self) -> list[str]:
        return [line["text"] for line in self.lines if "text" in line]

    def finish(self, timeout_s: float = 60.0) -> int:
        """Wait for the end; gives the exit status."""
        status = self.child.process.wait(timeout_s)
        self._reader.join(10)
        return status

    @property
    def summary(self) -> dict:
        return self.lines[-1]["summary"]


def sleep_until(moment: float) -> None:
    """Let the show go on until a moment of `time.time`; a show takes as long as it takes."""
    time.sleep(max(0.0, moment - time.time()))
