"""Is a screen reader listening, and how does it want to be spoken to?

On Linux the accessibility bus tells: its registry lists what readers listen for, and says when
that changes. `QAccessible.isActive()` is always true there, and Orca 43 sets no other sign.
"""

import ctypes
import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

POLL_S = 2.0
"""Seconds between two looks where no bus tells of readers that start and stop."""

RETRY_S = 3.0
"""Seconds until a bus that was not there, or went away, is looked for again."""

_MOST_FAILURES = 3
"""So often is it looked for in vain before the user is told."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of the screen reader.

    Attributes:
        is_listening: One runs.
        knows_announcements: It speaks announcement events (Orca 45 or newer, NVDA, VoiceOver);
            others are reached by showing a notification (Orca 43).
        is_reachable: The system's way to readers answers; without it none could hear the studio.
    """

    is_listening: bool = False
    knows_announcements: bool = False
    is_reachable: bool = True


class ReaderWatch:
    """Keeps what is known of the screen reader up to date, off the main path.

    `reader` may be read on any thread; it is None until the first answer, which takes about
    40 ms. Readers that start and stop later are noticed at once, elsewhere than on Linux within
    two seconds.

    Args:
        on_change: Called on the watch's thread after each change.
    """

    def __init__(self, on_change: Callable[[], None] = lambda: None) -> None:
        self.reader: Reader | None = None
        self._on_change = on_change
        self._failures = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reader watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        if sys.platform == "linux":
            self._follow_busses()
        else:
            self._look_again()

    def _look_again(self) -> None:
        """Look whether a reader runs, again and again: nothing tells when one starts."""
        while not self._stopping.is_set():
            self._found(Reader(_is_running(), knows_announcements=True))
            self._stopping.wait(POLL_S)

    def _follow_busses(self) -> None:
        while not self._stopping.is_set():
            try:
                self._follow_bus()
            except Exception as error:  # noqa: BLE001 - no bus, no library, a bus that went away
                self._failures += 1
                if self._failures <= _MOST_FAILURES:
                    log.info("no accessibility bus: %r", error)
                # On a busy machine, or at the start of a session, it may only be late.
                if self._failures >= _MOST_FAILURES:
                    self._found(Reader(is_reachable=False))
                self._stopping.wait(RETRY_S)

    def _found(self, reader: Reader) -> None:
        if reader != self.reader:
            self.reader = reader
            self._on_change()

    def _follow_bus(self) -> None:
        """Ask the registry, then once more at each of its signals, until the bus goes away."""
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        with open_dbus_connection("SESSION") as session:
            bus = _ask(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]
        with open_dbus_connection(bus) as connection:
            rule = MatchRule(type="signal", interface=_REGISTRY)
            connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=2.0)
            with connection.filter(rule) as changes:
                while not self._stopping.is_set():
                    self._found(_reader_on(connection))
                    self._failures = 0
                    try:
                        connection.recv_until_filtered(changes, timeout=3600.0)
                    except TimeoutError:
                        continue
                    # Readers register some thirty events in a row: once they are through will do.
                    self._stopping.wait(0.1)
                    changes.clear()


_REGISTRY = "org.a11y.atspi.Registry"


def _reader_on(connection: "DBusConnection") -> Reader:
    path = "/org/a11y/atspi/registry"
    registered = _ask(connection, _REGISTRY, path, _REGISTRY, "GetRegisteredEvents")[0]
    events = [event.lower() for _client, event in registered]
    return Reader(
        any(event.startswith(("focus", "object:statechanged")) for event in events),
        any("announcement" in event for event in events),
    )


def _ask(
    connection: "DBusConnection", name: str, path: str, interface: str, method: str
) -> tuple[Any, ...]:
    from jeepney import DBusAddress, new_method_call
    from jeepney.wrappers import unwrap_msg

    address = DBusAddress(path, bus_name=name, interface=interface)
    return unwrap_msg(connection.send_and_get_reply(new_method_call(address, method), timeout=2.0))


def _is_running() -> bool:
    """Whether the system knows of a reader; where it cannot be asked none is assumed.

    A voice too many can be switched off, and silence cannot be heard.
    """
    return _voice_over() if sys.platform == "darwin" else _windows_reader()


def _voice_over() -> bool:
    """Whether VoiceOver is switched on, macOS 10.13 and later. Not run here: no Mac."""
    try:
        from AppKit import NSWorkspace  # pyright: ignore[reportMissingImports] - macOS only

        return bool(NSWorkspace.sharedWorkspace().isVoiceOverEnabled())
    except Exception as error:  # noqa: BLE001 - no PyObjC, or what Objective-C raised
        log.info("macOS cannot be asked for VoiceOver: %r", error)
        return False


def _windows_reader() -> bool:
    """Whether a reader made itself known to Windows."""
    if sys.platform != "win32":
        return False
    is_running = ctypes.c_int(0)
    get_screen_reader = 0x0046  # SPI_GETSCREENREADER
    ctypes.windll.user32.SystemParametersInfoW(get_screen_reader, 0, ctypes.byref(is_running), 0)
    return bool(is_running.value)
