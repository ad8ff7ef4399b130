"""Where the system or another program keeps keys of other windows, that is told, once."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from studio.model.announcement import Announcement
from studio.ui import global_keys
from studio.ui.desk import Desk
from tests.harness.process import Child, tool
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink


@pytest.fixture
def keys(
    app: QApplication,
    link: FakeLink,
    said: list[Announcement],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[global_keys.GlobalKeys]:
    """Keys of a studio with a desktop, though Qt draws for nobody here."""
    monkeypatch.setattr(global_keys, "_WITHOUT_DESKTOP", ())
    window = QWidget()
    keys = global_keys.GlobalKeys(Desk(link, said.append), window)
    yield keys
    keys.stop()
    window.deleteLater()


def _start(keys: global_keys.GlobalKeys, link: FakeLink) -> None:
    """A start, some changes, and a look at the dialog of keys."""
    link.subscribe(keys.follow)
    link.change(scene="both")
    keys.pause(paused=True)
    keys.pause(paused=False)
    link.change(keys={"sound.mute": "Ctrl+Alt+F11"})


# Xlib leaves a socket that met no server to the interpreter.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(sys.platform != "linux", reason="desktops of Linux")
@pytest.mark.parametrize(
    "desktop",
    [
        pytest.param({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, id="Wayland"),
        pytest.param({"WAYLAND_DISPLAY": "", "DISPLAY": ":987"}, id="no X server"),
    ],
)
def test_a_desktop_that_gives_no_keys_is_told_once(keys, link, said, monkeypatch, desktop):
    for name, value in desktop.items():
        monkeypatch.setenv(name, value)
    _start(keys, link)
    assert [one.text for one in said] == [
        "This desktop keeps all keys to the window in front. "
        "The studio's keys work in its own window only."
    ]


def test_a_system_that_gives_no_keys_is_told_once(keys, link, said, monkeypatch):
    monkeypatch.setattr(global_keys, "sys", SimpleNamespace(platform="darwin"))
    _start(keys, link)
    assert [one.text for one in said] == [
        "This system keeps all keys to the window in front. "
        "The studio's keys work in its own window only."
    ]


def test_who_wants_no_keys_from_other_windows_is_told_nothing(keys, link, said, monkeypatch):
    monkeypatch.setattr(global_keys, "sys", SimpleNamespace(platform="darwin"))
    link.now = replace(link.now, settings=replace(link.now.settings, global_keys=False))
    _start(keys, link)
    assert said == []


@pytest.fixture
def x_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An X server of our own, without anybody else on it."""
    told, tells = os.pipe()
    argv = [tool("Xvfb"), "-displayfd", str(tells), "-nolisten", "tcp", "-noreset"]
    with Child(argv, pass_fds=(tells,)):
        os.close(tells)
        with os.fdopen(told, encoding="ascii") as number:
            monkeypatch.setenv("DISPLAY", f":{number.readline().strip()}")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        yield


@pytest.mark.skipif(sys.platform != "linux", reason="the X server")
@pytest.mark.usefixtures("x_server")
def test_a_key_that_another_program_has_is_told(
    keys: global_keys.GlobalKeys, link: FakeLink, said: list[Announcement], settle: Settle
):
    from studio.ui.x11_keys import X11Grab

    settled: list[list[str]] = []
    other = X11Grab(print, print, settled.append)
    # The last cannot be had by anybody, which tells that the first two were asked for.
    other.use({"Ctrl+Alt+Shift+M": "", "Ctrl+Alt+Shift+F11": "", "Ctrl+Alt+Shift+\u3042": ""})
    settle(lambda: bool(settled))
    link.subscribe(keys.follow)
    settle(lambda: bool(said))
    other.stop()
    assert [one.text for one in said] == ["Another program has Ctrl+Alt+Shift+M."]


@pytest.mark.skipif(sys.platform != "linux", reason="X11 is for Linux")
def test_x_knows_each_key_that_works_everywhere_and_takes_none_for_another():
    """A name that X does not know once stood for its first letter: Media Play took mute's key."""
    from studio.model.keys import _EVERYWHERE
    from studio.ui.x11_keys import _symbol

    keys = [*_EVERYWHERE, *"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "Backspace", "Esc", "Enter"]
    symbols = {key: _symbol(key) for key in keys}
    assert all(symbols.values())
    assert len(set(symbols.values())) == len(keys)
    media = [_symbol(f"Media {key}") for key in ("Play", "Pause", "Stop", "Previous", "Next")]
    assert all(media)
    assert not {*media} & {*symbols.values()}
    assert _symbol("Toggle Media Play/Pause") == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the X server")
@pytest.mark.usefixtures("x_server")
def test_a_key_that_is_held_in_another_window_is_told_once_and_its_release_too(settle: Settle):
    from Xlib import X, display
    from Xlib.ext import xtest

    from studio.ui.x11_keys import X11Grab, _symbol

    wishes: list[str] = []
    released: list[tuple[str, float]] = []
    taken: list[list[str]] = []
    grab = X11Grab(wishes.append, lambda *told: released.append(told), taken.append)
    # The last cannot be had by anybody, which tells that the first was asked for.
    grab.use({"Media Play": "voice.hold", "F13": "voice.more", "Ctrl+Alt+Shift+\u3042": ""})
    settle(lambda: bool(taken))
    assert taken == [["Ctrl+Alt+Shift+\u3042"]]
    hands = display.Display()
    code = hands.keysym_to_keycode(_symbol("Media Play"))
    xtest.fake_input(hands, X.KeyPress, code)
    hands.sync()
    settle(lambda: wishes == ["voice.hold"])
    for _ in range(5):  # as a keyboard repeats it
        xtest.fake_input(hands, X.KeyRelease, code)
        xtest.fake_input(hands, X.KeyPress, code)
        hands.sync()
        time.sleep(0.05)
    assert released == []
    let_go_at = time.monotonic()
    xtest.fake_input(hands, X.KeyRelease, code)
    hands.sync()
    settle(lambda: bool(released))
    assert [command for command, _at in released] == ["voice.hold"]
    assert let_go_at <= released[0][1] < let_go_at + 0.1
    assert wishes == ["voice.hold"]
    hands.close()
    grab.stop()


def test_what_was_held_in_another_window_ends_when_its_key_is_let_go(keys, link):
    keys._wish("voice.hold")
    keys._let_go("voice.hold", 5.0)
    keys._wish("sound.mute")
    keys._let_go("sound.mute", 6.0)
    told = [(command, values) for command, _origin, values in link.wishes]
    assert told[0][0] == "voice.hold"
    assert set(told[0][1]) == {"at"}
    assert told[1:] == [("voice.release", {"at": 5.0}), ("sound.mute", {})]
