"""A private desktop with a real screen reader in it.

    with Lab() as lab:
        lab.start_studio(data=tmp_path, env=pulse.env)
        said = lab.key("ctrl+shift+l")              # real keys; what was said upon them
        assert "You are live." in lab.words(said)
        lab.wait_said("order received", timeout_s=20)   # unasked announcements
        lab.screenshot(tmp_path / "live.png")
        report = lab.audit("Earshot")               # what audit.py finds

X server, session bus, accessibility bus, window manager, speech sink, Orca and the application
belong to one Lab; several run side by side. Orca is the installed one (43 on Debian 12, 48 on 13).
`Lab(orca=False)` is a machine without a reader: then all that is said comes from the studio.

Keys are pressed at the speed of a hand. Qt waits 100 ms for the reader's answer to a key and then
goes on without it, which can lose a chord on a crowded machine: hence priority -10 where we may,
and one repeat of a chord that Qt reported as unanswered.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import secrets
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.harness import guard, pixels
from tests.harness.process import ROOT, Child, private_folder, require, tool, wait_until

T = TypeVar("T")

SYSTEM_PYTHON = "/usr/bin/python3"
"""The one that has the accessibility libraries."""

_HERE = Path(__file__).parent
_LAUNCHER = "/usr/lib*/**/at-spi-bus-launcher"
_NEEDS = (
    "Xvfb",
    "dbus-daemon",
    "gdbus",
    "openbox",
    "xdotool",
    "xprop",
    _LAUNCHER,
    "/usr/lib*/**/girepository-1.0/Atspi-2.0.typelib",
    "/usr/lib*/**/libxcb-cursor.so.0",
    "/usr/lib/python3/dist-packages/gi/__init__.py",
    "/usr/lib/python3/dist-packages/numpy/__init__.py",
)
_A11Y = "org.a11y.Bus", "/org/a11y/bus"
_IS_A11Y_THERE = (
    *("org.freedesktop.DBus", "/org/freedesktop/DBus"),
    *("org.freedesktop.DBus.NameHasOwner", "org.a11y.Bus"),
)
_KEY_ECHO = {
    *("tab", "space", "down", "up", "left", "right", "return", "enter", "escape", "home", "end"),
    *("shift", "left shift", "control", "left control", "alt", "left alt", "page up", "page down"),
}
_NOTIFICATION = re.compile(r"notification[. ] ?")
_BRAILLE = """
import json
import orca.braille as braille
import orca.settings as s
s.enableBraille = s.enableBrailleMonitor = True
refresh = braille.refresh
def noted(*arguments, **named):
    line = "".join(region.string for line in braille._lines for region in line.regions)
    with open({path!r}, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\\n")
    return refresh(*arguments, **named)
braille.refresh = noted
"""
"""Has Orca write down each line of braille, as there is no display here."""
_OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <placement><policy>Smart</policy></placement>
  <theme><name>Clearlooks</name></theme>
  <desktops><number>1</number></desktops>
  <keyboard>
    <keybind key="A-F4"><action name="Close"/></keybind>
    <keybind key="A-Tab"><action name="NextWindow"/></keybind>
  </keyboard>
  <mouse/>
</openbox_config>
"""


@dataclass
class Said:
    """Something a program wanted spoken.

    Attributes:
        at: When, in seconds of `time.time`.
        text: The words.
        client: Who said it, such as "root:Orca:default".
        kind: "speak", or "char", "key", "sound_icon".
        number: Counted from 1 over the whole lab.
        heard: The share that was spoken before it was cut off; None while it is being spoken.
    """

    at: float
    text: str
    client: str
    kind: str
    number: int
    heard: float | None = None

    @property
    def is_key_echo(self) -> bool:
        # Orca 48 echoes the letter of a chord too, and as a key.
        return self.kind == "key" or self.text.lower() in _KEY_ECHO

    @property
    def announced(self) -> str:
        """The words alone: Orca 43, which is shown a notification, says first that it is one."""
        return _NOTIFICATION.sub("", self.text, count=1)

    @property
    def is_by_orca(self) -> bool:
        return "Orca" in self.client


class SpeechLog:
    """Follows the log of `fake_speechd`."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._file = path.open(encoding="utf-8")
        self._line = ""
        self.said: list[Said] = []
        self.is_ready = False

    def read(self) -> list[Said]:
        """Everything said so far, in order."""
        while part := self._file.readline():
            self._line += part
            if part.endswith("\n"):
                self._note(json.loads(self._line))
                self._line = ""
        return self.said

    def _note(self, entry: dict) -> None:
        match entry["ev"]:
            case "ready":
                self.is_ready = True
            case "speak" | "char" | "key" | "sound_icon":
                what = entry["text"], entry["client"], entry["ev"], entry["id"]
                self.said.append(Said(entry["t"], *what))
            case "end" | "cut":
                for said in self.said:
                    if said.number == entry["id"]:
                        said.heard = entry["heard"]
            case _:
                pass

    def close(self) -> None:
        self._file.close()


@dataclass
class Lab:
    """The desktop.

    Attributes:
        orca: Whether a screen reader runs.
        size: Of the screen.
        orca_settings: Values for `orca.settings`.
        has_braille: Whether the reader believes in a braille display; see `braille`.
        wpm: Words a minute of the pretended voice.
        env: More environment for everything in the lab; None takes a variable away.
        keep: Leave the folder with all logs behind, and say where it is.
    """

    orca: bool = True
    size: tuple[int, int] = (1366, 900)
    orca_settings: Mapping[str, object] = field(default_factory=dict)
    has_braille: bool = False
    wpm: float = 250.0
    env: Mapping[str, str | None] = field(default_factory=dict)
    keep: bool = False

    # Set-up and end -----------------------------------------------------------------------------

    def __enter__(self) -> Lab:
        require(*_NEEDS, *(["orca"] if self.orca else []))
        _adopt_orphans()
        self._children: dict[str, Child] = {}
        self._closing = contextlib.ExitStack()
        with contextlib.ExitStack() as opening:
            if self.keep:
                self.folder = Path(tempfile.mkdtemp(prefix="earshot-lab-"))
            else:
                self.folder = opening.enter_context(private_folder("earshot-lab"))
            self._mark = f"EARSHOT_LAB={secrets.token_hex(8)}"
            opening.callback(self._end_all)
            self._make_environment()
            self.speech = SpeechLog(self.folder / "log/speech.jsonl")
            opening.callback(self.speech.close)
            self._start_display()
            self._start_buses()
            self._start_window_manager()
            self._start_speech()
            if self.orca:
                self._start_orca()
            self._closing = opening.pop_all()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._closing.close()
        if self.keep:
            print(f"the lab's logs are in {self.folder}", file=sys.stderr)

    def _make_environment(self) -> None:
        for name in ("home", "run", "log", "cfg", "data", "cache"):
            (self.folder / name).mkdir(mode=0o700)
        kept = {name: os.environ[name] for name in ("PATH", "TERM") if name in os.environ}
        name, _, value = self._mark.partition("=")
        settings: dict[str, str | None] = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            **kept,
            "HOME": f"{self.folder}/home",
            "XDG_RUNTIME_DIR": f"{self.folder}/run",
            "XDG_CONFIG_HOME": f"{self.folder}/cfg",
            "XDG_DATA_HOME": f"{self.folder}/data",
            "XDG_CACHE_HOME": f"{self.folder}/cache",
            "GSETTINGS_BACKEND": "memory",
            "GDK_BACKEND": "x11",
            "QT_QPA_PLATFORM": "xcb",
            "QT_ACCESSIBILITY": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "LP_NUM_THREADS": "1",
            "SPEECHD_ADDRESS": f"unix_socket:{self.folder}/run/speech-dispatcher/speechd.sock",
            **self.env,
            name: value,
        }
        self.environment = {k: v for k, v in settings.items() if v is not None}

    def _start_display(self) -> None:
        width, height = self.size
        with _Announced() as number:  # the server picks a free display itself
            screen = "-screen", "0", f"{width}x{height}x24", "-dpi", "96"
            argv = ["Xvfb", "-displayfd", str(number.fd), *screen, "-nolisten", "tcp", "-noreset"]
            self._spawn("xvfb", argv, pass_fds=(number.fd,))
            self.environment["DISPLAY"] = f":{number.read()}"

    def _start_buses(self) -> None:
        with _Announced() as address:
            argv = ["dbus-daemon", "--session", "--nofork", "--nopidfile"]
            argv.append(f"--print-address={address.fd}")
            self._spawn("dbus", argv, pass_fds=(address.fd,))
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = address.read()
        launcher = next(Path("/").glob(_LAUNCHER.removeprefix("/")))
        self._spawn("atspi", [launcher, "--launch-immediately"])
        # To ask it before it is there would make the session bus start a second one.
        self._wait(lambda: "true" in self._bus(*_IS_A11Y_THERE), 20, "accessibility launcher")
        self._wait(lambda: self._bus(*_A11Y, "org.a11y.Bus.GetAddress"), 20, "accessibility bus")
        set_property = "org.freedesktop.DBus.Properties.Set"
        self._bus(*_A11Y, set_property, "org.a11y.Status", "IsEnabled", "<true>")

    def _start_window_manager(self) -> None:
        settings = self.folder / "cfg/openbox.xml"
        settings.write_text(_OPENBOX, encoding="utf-8")
        self._spawn("openbox", ["openbox", "--config-file", settings])

        def is_there() -> bool:
            return "0x" in self._run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")

        self._wait(is_there, 15, "window manager")

    def _start_speech(self) -> None:
        socket = self.folder / "run/speech-dispatcher/speechd.sock"
        argv = [sys.executable, "-I", _HERE / "fake_speechd.py", "--socket", socket]
        argv += ["--log", self.folder / "log/speech.jsonl", "--wpm", str(self.wpm)]
        self._spawn("speech", argv)
        self._wait(lambda: self.said() is not None and self.speech.is_ready, 15, "speech sink")

    def _start_orca(self) -> None:
        if self.orca_settings or self.has_braille:
            folder = self.folder / "data/orca"
            folder.mkdir(parents=True)
            lines = [f"s.{name} = {value!r}" for name, value in self.orca_settings.items()]
            text = "\n".join(["import orca.settings as s", *lines, ""])
            if self.has_braille:
                text += _BRAILLE.format(path=str(self.folder / "log/braille.jsonl"))
            (folder / "orca-customizations.py").write_text(text, encoding="utf-8")
        self.start_reader()

    def start_reader(self, name: str = "orca") -> None:
        """Start the screen reader; one of another name runs beside the first."""
        mark = self.mark()
        self._spawn(name, [SYSTEM_PYTHON, _HERE / "orca_run.py"])
        self._wait(lambda: any(s.is_by_orca for s in self.said(mark)), 60, "first words of Orca")
        self.settle(0.8)

    def stop_reader(self, name: str = "orca") -> None:
        """End it, as its user would."""
        self._children.pop(name).end(5.0)

    def _spawn(
        self,
        name: str,
        argv: Sequence[str | os.PathLike[str]],
        env: Mapping[str, str] | None = None,
        **popen,
    ) -> Child:
        program = str(argv[0])
        argv = [program if "/" in program else tool(program), *argv[1:]]
        log = self.folder / f"log/{name}.log"
        options = {"cwd": self.folder, **popen}
        child = Child(argv, env=env or self.environment, log=log, is_hurried=True, **options)
        self._children[name] = child
        return child

    def _end_all(self) -> None:
        everything = set(guard.carrying(self._mark))
        for child in reversed(self._children.values()):
            child.end(0.5)
        guard.end_all(self._mark)  # what went off on its own, such as services of the bus
        for pid in everything - {child.pid for child in self._children.values()}:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)

    def _wait(self, condition: Callable[[], T | None], timeout_s: float, what: str) -> T:
        try:
            return wait_until(condition, timeout_s, what, every_s=0.05)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; the logs end so:\n{self._log_ends()}") from None

    def _log_ends(self) -> str:
        ends = []
        for path in sorted((self.folder / "log").glob("*.log")):
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
            ends += [f"{path.name}: {line}" for line in lines]
        return "\n".join(ends)

    def _run(self, program: str, *arguments: object, timeout_s: float = 20.0) -> str:
        argv = [tool(program), *map(str, arguments)]
        done = subprocess.run(
            argv,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    def _bus(self, destination: str, path: str, method: str, *arguments: str) -> str:
        where = "--dest", destination, "--object-path", path
        return self._run("gdbus", "call", "--session", *where, "--method", method, *arguments)

    # The application ----------------------------------------------------------------------------

    def start_studio(
        self,
        data: Path,
        *arguments: str,
        window: str | None = "^Earshot",
        env: Mapping[str, str | None] | None = None,
    ) -> Child:
        """Start `python -m studio` with its data in a folder, and wait for its window."""
        argv = [sys.executable, "-m", "studio", *arguments]
        return self.start_app(argv, window=window, env={"EARSHOT_DATA": str(data), **(env or {})})

    def start_app(
        self,
        argv: Sequence[str | os.PathLike[str]],
        *,
        window: str | None = None,
        env: Mapping[str, str | None] | None = None,
        timeout_s: float = 40.0,
    ) -> Child:
        """Start a program from the project's top; wait for a window of that title, and focus it."""
        changed = {**self.environment, **(env or {})}
        settings = {name: value for name, value in changed.items() if value is not None}
        name = f"app{sum(name.startswith('app') for name in self._children)}"
        child = self._spawn(name, argv, env=settings, cwd=ROOT)
        if window:
            self.wait_window(window, timeout_s, child)
            self.focus_window(window)
            self.settle(1.0)
        return child

    def app_log(self) -> str:
        """What the applications wrote to standard output and error."""
        paths = sorted((self.folder / "log").glob("app*.log"))
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)

    def windows(self, title: str = ".*") -> list[str]:
        """Ids of the visible windows whose title matches a regular expression."""
        return self._run("xdotool", "search", "--onlyvisible", "--name", title).split()

    def wait_window(
        self, title: str, timeout_s: float = 40.0, child: Child | None = None
    ) -> list[str]:
        def look() -> list[str]:
            if child is not None and not child.is_running:
                raise RuntimeError(f"the application ended:\n{self._log_ends()}")
            return self.windows(title)

        return self._wait(look, timeout_s, f"window /{title}/")

    def focus_window(self, title: str) -> None:
        window = self.wait_window(title)[-1]
        self._run("xdotool", "windowactivate", "--sync", window)

    def active_title(self) -> str:
        return self._run("xdotool", "getactivewindow", "getwindowname")

    def wait_active(self, is_right: Callable[[str], bool], timeout_s: float = 10.0) -> str:
        """Wait until a window is in front whose title is right; gives the title."""

        def look() -> str | None:
            title = self.active_title()
            return title if is_right(title) else None

        return self._wait(look, timeout_s, "another window in front")

    # Keys and words -----------------------------------------------------------------------------

    def key(
        self, *keys: str, quiet_s: float = 0.7, limit_s: float = 8.0, patience_s: float = 1.6
    ) -> list[Said]:
        """Press real keys, by X names (Tab, Return, ctrl+shift+m); returns what was said.

        It comes back once nothing new was said for `quiet_s`. While only the key's own echo was
        said, it waits up to `patience_s`, so that a slow machine moves no sentence to the next key.
        """
        mark = self.mark()
        for _attempt in range(2):
            unanswered = self._unanswered_keys()
            for key in keys:
                self.press(key)
            said = self._listen(mark, quiet_s, limit_s, patience_s)
            is_lone_chord = len(keys) == 1 and "+" in keys[0]
            if _meant(said) or not is_lone_chord or self._unanswered_keys() == unanswered:
                break
        return self.said(mark)

    def _listen(self, mark: int, quiet_s: float, limit_s: float, patience_s: float) -> list[Said]:
        started = changed = time.monotonic()
        said: list[Said] = []
        while time.monotonic() - started < limit_s:
            time.sleep(0.05)
            now = self.said(mark)
            if len(now) != len(said):
                changed = time.monotonic()
            said = now
            if time.monotonic() - changed >= (
                quiet_s if _meant(said) else max(quiet_s, patience_s)
            ):
                break
        return said

    def _unanswered_keys(self) -> int:
        """How often Qt gave up waiting for the screen reader's answer to a key."""
        return self.app_log().count("keyEventError")

    def press(self, key: str, hold_s: float = 0.07) -> None:
        """One key or chord at the speed of a hand, without waiting for words.

        Qt hands each key to the reader and posts it again when the answer is there; a chord whose
        keys are 0 ms apart can come out of that in the wrong order.
        """
        *modifiers, last = key.split("+") if key != "+" else [key]
        arguments: list[object] = []
        for modifier in modifiers:
            arguments += ["keydown", modifier, "sleep", hold_s]
        arguments += ["key", last]
        for modifier in reversed(modifiers):
            arguments += ["sleep", hold_s, "keyup", modifier]
        self._run("xdotool", *arguments)

    def type(self, text: str, quiet_s: float = 0.7) -> list[Said]:
        """Type words; returns what was said."""
        mark = self.mark()
        self._run("xdotool", "type", "--delay", 40, text)
        self.settle(quiet_s)
        return self.said(mark)

    def orca_key(self, key: str, quiet_s: float = 0.9) -> list[Said]:
        """Press a key with Orca's own modifier, Insert; returns what was said."""
        mark = self.mark()
        pause = "sleep", 0.08
        self._run("xdotool", "keydown", "Insert", *pause, "key", key, *pause, "keyup", "Insert")
        self.settle(quiet_s)
        return self.said(mark)

    def said(self, since: int = 0) -> list[Said]:
        """Everything said, from a `mark` on."""
        return self.speech.read()[since:]

    def mark(self) -> int:
        return len(self.said())

    @staticmethod
    def words(said: Sequence[Said]) -> str:
        """What was said in one line, the echo of keys left out."""
        return " | ".join(each.text for each in said if not each.is_key_echo)

    def braille(self) -> list[str]:
        """Every line that stood on the braille display, in order, without what Orca adds."""
        path = self.folder / "log/braille.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [
            json.loads(line).removesuffix(" rdonly").removesuffix(" $l").strip() for line in lines
        ]

    def settle(self, quiet_s: float = 0.7, limit_s: float = 6.0) -> None:
        """Wait until nothing new was said for a while."""
        self._listen(self.mark(), quiet_s, limit_s, quiet_s)

    def wait_said(self, text: str, since: int = 0, timeout_s: float = 30.0) -> list[Said]:
        """Wait until something with these words in it was said, upper or lower case."""

        def look() -> list[Said]:
            return [said for said in self.said(since) if text.lower() in said.text.lower()]

        try:
            return self._wait(look, timeout_s, f"speech with {text!r}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}\nsaid: {self.words(self.said(since))}") from None

    def wait_announced(self, words: str, since: int = 0, timeout_s: float = 30.0) -> list[Said]:
        """Wait until an announcement of these words, and no others, was said.

        A row of a list that holds the same words is said with its place in the list.
        """

        def look() -> list[Said]:
            # Orca 43 ends each with a full stop.
            return [s for s in self.said(since) if s.announced.rstrip(".") == words.rstrip(".")]

        try:
            return self._wait(look, timeout_s, f"announcement {words!r}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}\nsaid: {self.words(self.said(since))}") from None

    # Looking ------------------------------------------------------------------------------------

    def screenshot(self, path: Path) -> Path:
        """Write the whole screen as PNG."""
        pixels.write_png(path, pixels.take_screenshot(self.environment))
        return path

    def audit(self, app: str, *options: str, timeout_s: float = 600.0) -> dict:
        """What `audit.py` finds in an application whose name matches a regular expression.

        Options are those of `audit.py`, such as "--window" with a title, "--no-keys".
        """
        path = self.folder / "audit.json"
        if self.orca and "--no-keys" not in options:
            options = (*options, "--speech-log", f"{self.folder}/log/speech.jsonl")
        argv = ["-m", "tests.harness.audit", "--app", app, "--json", path, *options]
        self._system_python(*argv, timeout_s=timeout_s)
        return json.loads(path.read_text(encoding="utf-8"))

    def tree(self, app: str) -> str:
        """The accessible tree of an application, a line for each element."""
        return self._system_python("-m", "tests.harness.accessible", app)

    def _system_python(self, *arguments: object, timeout_s: float = 60.0) -> str:
        argv = [SYSTEM_PYTHON, *map(str, arguments)]
        done = subprocess.run(
            argv,
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(argv)}: {done.stderr[-2000:]}")
        return done.stdout


class _Announced:
    """A pipe on which a program tells one line: its display, its address."""

    def __enter__(self) -> _Announced:
        self._ours, self.fd = os.pipe()
        self._open = {self._ours, self.fd}
        return self

    def __exit__(self, *_exc: object) -> None:
        for fd in self._open:
            os.close(fd)

    def read(self, timeout_s: float = 20.0) -> str:
        self._open.remove(self.fd)
        os.close(self.fd)  # so that the end shows should the program end
        deadline, line = time.monotonic() + timeout_s, b""
        while not line.endswith(b"\n"):
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self._ours], [], [], left)[0]:
                raise TimeoutError("a program of the lab told nothing")
            if not (part := os.read(self._ours, 256)):
                raise RuntimeError("a program of the lab ended at once")
            line += part
        return line.decode().strip()


def _adopt_orphans() -> None:
    """Become the parent of what its parent left, so that we can see it off; Linux only."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def _meant(said: Sequence[Said]) -> bool:
    return any(not each.is_key_echo for each in said)
