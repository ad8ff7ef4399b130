"""A desktop that was asked for less motion, told by the portal on a session bus of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_PORTAL = """
import sys
from jeepney import HeaderFields, message_bus, new_error, new_method_return
from jeepney.io.blocking import open_dbus_connection

key, kind, value = sys.argv[1], sys.argv[2], int(sys.argv[3])
bus = open_dbus_connection("SESSION")
bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))
print("ready", flush=True)
while True:
    asked = bus.receive()
    if asked.header.fields.get(HeaderFields.member) != "Read":
        continue
    if asked.body[1] == key:
        told = bool(value) if kind == "b" else value
        bus.send(new_method_return(asked, "v", (("v", (kind, told)),)))
    else:
        bus.send(new_error(asked, "org.freedesktop.portal.Error.NotFound"))
"""

_WINDOW = """
import sys
import time
from PySide6.QtWidgets import QApplication
from studio.ui.motion import Motion

app = QApplication([])
motion = Motion(lambda: None, app)
until = time.monotonic() + float(sys.argv[1])
while not motion.is_reduced and time.monotonic() < until:
    app.processEvents()
print(motion.is_reduced, motion.period_ms(80))
motion.choose("full")
print(motion.is_reduced, motion.period_ms(80))
"""


@contextmanager
def _running(argv: list[str], env: dict[str, str]) -> Iterator[str]:
    """Start a program; gives the first line it prints."""
    with subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            yield child.stdout.readline().strip()
        finally:
            child.kill()


@pytest.fixture
def bus() -> Iterator[dict[str, str]]:
    argv = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with _running(argv, dict(os.environ)) as address:
        env = dict(os.environ)
        yield {**env, "DBUS_SESSION_BUS_ADDRESS": address, "QT_QPA_PLATFORM": "offscreen"}


def _seen(env: dict[str, str], wait_s: float) -> list[str]:
    argv = [sys.executable, "-c", _WINDOW, str(wait_s)]
    done = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="portals are Linux desktops'")
@pytest.mark.parametrize(
    ("key", "kind", "value"),
    [("enable-animations", "b", 0), ("reduced-motion", "u", 1)],
)
def test_the_desktops_wish_for_less_motion_is_heard_and_the_persons_comes_first(
    bus: dict[str, str], key: str, kind: str, value: int
):
    portal = [sys.executable, "-c", _PORTAL, key, kind, str(value)]
    with _running(portal, bus) as ready:
        assert ready == "ready"
        assert _seen(bus, 20.0) == ["True 1000", "False 80"]


@pytest.mark.skipif(sys.platform != "linux", reason="portals are Linux desktops'")
def test_a_desktop_that_moves_or_tells_nothing_leaves_all_moving(bus: dict[str, str]):
    portal = [sys.executable, "-c", _PORTAL, "enable-animations", "b", "1"]
    with _running(portal, bus) as ready:
        assert ready == "ready"
        assert _seen(bus, 1.0) == ["False 80", "False 80"]
    assert _seen(bus, 0.5) == ["False 80", "False 80"]
