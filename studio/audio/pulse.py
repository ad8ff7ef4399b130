"""The door to PulseAudio, and to PipeWire in its guise: one stream on one device, never moved.

PortAudio cannot ask the server for `DONT_MOVE`. Without it the server moves a stream whose device
vanished to any other: seen on PulseAudio 16, an unplugged microphone's stream was moved to the
monitor of the headphones, and the screen reader went on air; unplugged headphones put the private
monitor on the loudspeakers. With it the server ends the stream.

This runs in a device's own process (see `studio.audio.devices`). Constants and structures:
pulse/def.h, pulse/sample.h and pulse/introspect.h of PulseAudio 16, unchanged since 0.9.
"""

import ctypes as c
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.audio import known
from studio.audio.wire import DeviceError, Opened, Reason

Deliver = Callable[[bytes, float], None]
Fill = Callable[[int], bytes]

RATE = 48_000
CHANNELS = 2
_FRAME = 4 * CHANNELS
_PERIOD = RATE // 50 * _FRAME
_FLOAT32 = 5
_NO_AUTOSPAWN = 1
_FLAGS = 0x2 | 0x8 | 0x200 | 0x2000  # interpolate and update timing, do not move, adjust latency
_CONTEXT_READY, _CONTEXT_FAILED = 4, 5
_STREAM_READY, _STREAM_FAILED = 2, 3
_SINKS = 1
_NO_INDEX = 0xFFFFFFFF
_TIMEOUT_S = 3.0
_FETCH_S = 0.04


class _SampleSpec(c.Structure):
    _fields_ = (("format", c.c_int), ("rate", c.c_uint32), ("channels", c.c_uint8))


class _BufferAttr(c.Structure):
    _fields_ = tuple(
        (name, c.c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize")
    )


class _Port(c.Structure):
    """The beginning that `pa_source_port_info` and `pa_sink_port_info` have in common."""

    _fields_ = (("name", c.c_char_p), ("description", c.c_char_p))


class _DeviceInfo(c.Structure):
    """The beginning that `pa_source_info` and `pa_sink_info` have in common."""

    _fields_ = (
        ("name", c.c_char_p),
        ("index", c.c_uint32),
        ("description", c.c_char_p),
        ("sample_spec", _SampleSpec),
        ("channel_map", c.c_uint32 * 33),
        ("owner_module", c.c_uint32),
        ("volume", c.c_uint32 * 33),
        ("mute", c.c_int),
        ("monitor_of", c.c_uint32),
        ("monitor_of_name", c.c_char_p),
        ("latency", c.c_uint64),
        ("driver", c.c_char_p),
        ("flags", c.c_int),
        ("proplist", c.c_void_p),
        ("configured_latency", c.c_uint64),
        ("base_volume", c.c_uint32),
        ("state", c.c_int),
        ("n_volume_steps", c.c_uint32),
        ("card", c.c_uint32),
        ("n_ports", c.c_uint32),
        ("ports", c.c_void_p),
        ("active_port", c.POINTER(_Port)),
    )


class _ServerInfo(c.Structure):
    _fields_ = (
        ("user_name", c.c_char_p),
        ("host_name", c.c_char_p),
        ("server_version", c.c_char_p),
        ("server_name", c.c_char_p),
        ("sample_spec", _SampleSpec),
        ("default_sink", c.c_char_p),
        ("default_source", c.c_char_p),
    )


_OnInfo = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(_DeviceInfo), c.c_int, c.c_void_p)
_OnEvent = c.CFUNCTYPE(None, c.c_void_p, c.c_int, c.c_uint32, c.c_void_p)
_OnServer = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(_ServerInfo), c.c_void_p)
_OnBytes = c.CFUNCTYPE(None, c.c_void_p, c.c_size_t, c.c_void_p)

_P, _I, _S, _Z = c.c_void_p, c.c_int, c.c_char_p, c.c_size_t
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "threaded_mainloop_new": (_P, []),
    "threaded_mainloop_get_api": (_P, [_P]),
    "threaded_mainloop_start": (_I, [_P]),
    "threaded_mainloop_stop": (None, [_P]),
    "threaded_mainloop_free": (None, [_P]),
    "threaded_mainloop_lock": (None, [_P]),
    "threaded_mainloop_unlock": (None, [_P]),
    "context_new": (_P, [_P, _S]),
    "context_connect": (_I, [_P, _S, _I, _P]),
    "context_disconnect": (None, [_P]),
    "context_unref": (None, [_P]),
    "context_get_state": (_I, [_P]),
    "context_get_server_info": (_P, [_P, _OnServer, _P]),
    "context_get_source_info_list": (_P, [_P, _OnInfo, _P]),
    "context_get_sink_info_list": (_P, [_P, _OnInfo, _P]),
    "context_get_sink_info_by_name": (_P, [_P, _S, _OnInfo, _P]),
    "context_set_subscribe_callback": (None, [_P, _OnEvent, _P]),
    "context_subscribe": (_P, [_P, _I, _P, _P]),
    "operation_unref": (None, [_P]),
    "stream_new": (_P, [_P, _S, c.POINTER(_SampleSpec), _P]),
    "stream_set_write_callback": (None, [_P, _OnBytes, _P]),
    "stream_connect_record": (_I, [_P, _S, c.POINTER(_BufferAttr), _I]),
    "stream_connect_playback": (_I, [_P, _S, c.POINTER(_BufferAttr), _I, _P, _P]),
    "stream_get_state": (_I, [_P]),
    "stream_get_device_name": (_S, [_P]),
    "stream_get_latency": (_I, [_P, c.POINTER(c.c_uint64), c.POINTER(_I)]),
    "stream_peek": (_I, [_P, c.POINTER(_P), c.POINTER(_Z)]),
    "stream_drop": (_I, [_P]),
    "stream_write": (_I, [_P, _S, _Z, _P, c.c_int64, _I]),
}


@dataclass(frozen=True, slots=True)
class _Device:
    name: str
    title: str
    is_monitor: bool
    port: str = ""


def is_expected() -> bool:
    """Whether this machine's sound is PulseAudio's business, even if it is down just now.

    Then nobody else opens a card: a server that comes back would find it taken.
    """
    runtime = os.environ.get("PULSE_RUNTIME_PATH") or os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(runtime or "/nonexistent")
    sockets = folder / "pulse" / "native", folder / "native", Path("/var/run/pulse/native")
    if not os.environ.get("PULSE_SERVER") and not any(socket.exists() for socket in sockets):
        return False
    try:
        c.CDLL("libpulse.so.0")
    except OSError:
        return False
    return True


def names(*, of_inputs: bool) -> tuple[str, ...]:
    """Names of all microphones (no monitors), or of all that plays; two alike are numbered."""
    with _Server() as server:
        return tuple(device.title for device in _offered(server.devices(of_inputs=of_inputs)))


class Stream:
    """A stream on one device, which ends when the device does.

    Headphones' device is a jack too: a laptop's loudspeakers are often another port of the same
    one, to which the server turns when the plug is pulled out. Then the stream is silent and ends.

    Args:
        name: A device's title or its name on the server; empty for the default microphone.
        deliver: For a microphone: takes interleaved float32 and the time of its first frame in
            seconds of `time.monotonic`.
        fill: For headphones: gives so many bytes of interleaved float32, on libpulse's thread.
        latency_s: As far as the server is concerned, from `fill` to the ear or from the mouth to
            `deliver`; zero for what is easy on the machine.

    Raises:
        DeviceError: The server or the device is not there.
    """

    def __init__(
        self,
        name: str,
        *,
        deliver: Deliver | None = None,
        fill: Fill | None = None,
        latency_s: float = 0.0,
    ) -> None:
        self._deliver = deliver
        self._fill = fill
        self._latency_s = latency_s or _FETCH_S
        self._fragment = round(latency_s * RATE) * _FRAME or _PERIOD
        self._is_closed = threading.Event()
        self._is_elsewhere = False
        self._server = server = _Server()
        server.open()
        try:
            self._device = self._find(name)
            self._connect()
            if fill is not None:
                self._watch_port()
        except BaseException:
            server.close()
            raise
        self.opened = Opened(self._device.title, RATE, CHANNELS)

    @property
    def is_running(self) -> bool:
        if self._is_elsewhere:
            return False
        with self._server.locked():
            return self._server.call("stream_get_state", self._stream) == _STREAM_READY

    def close(self) -> None:
        self._is_closed.set()
        self._server.close()

    def _find(self, name: str) -> _Device:
        is_input = self._fill is None
        devices = self._server.devices(of_inputs=is_input)
        if not name:
            return self._default(_offered(devices))
        found = [device for device in devices if name == device.title]
        if not found and not known.is_borne("source" if is_input else "sink", name):
            # As the server calls it; but never what only happens to be called like another.
            found = [device for device in devices if name == device.name]
        if found:
            return found[0]
        raise DeviceError(Reason.ABSENT, f"no such device among {[d.name for d in devices]}")

    def _default(self, microphones: list[_Device]) -> _Device:
        """The default microphone; a server that has none offers the headphones' monitor."""
        if self._fill is not None or not microphones:
            raise DeviceError(Reason.ABSENT, "no device at all")
        name = self._server.default_source()
        return next((device for device in microphones if device.name == name), microphones[0])

    def _connect(self) -> None:
        call = self._server.call
        spec = _SampleSpec(_FLOAT32, RATE, CHANNELS)
        wanted = self._device.name.encode()
        with self._server.locked():
            self._stream = call("stream_new", self._server.context, b"stream", c.byref(spec), None)
            if self._fill is None:
                attr = _BufferAttr(_NO_INDEX, _NO_INDEX, _NO_INDEX, _NO_INDEX, self._fragment)
                status = call("stream_connect_record", self._stream, wanted, c.byref(attr), _FLAGS)
            else:
                self._callback = _OnBytes(self._on_write)
                call("stream_set_write_callback", self._stream, self._callback, None)
                whole = round(self._latency_s * RATE) * _FRAME
                part = whole // 2 // _FRAME * _FRAME
                attr = _BufferAttr(_NO_INDEX, whole, 0, part, _NO_INDEX)
                status = call(
                    "stream_connect_playback",
                    self._stream,
                    wanted,
                    c.byref(attr),
                    _FLAGS,
                    None,
                    None,
                )
        if status:
            raise DeviceError(Reason.FAILED, "the server refused the stream")
        self._server.wait(
            lambda: call("stream_get_state", self._stream), _STREAM_READY, _STREAM_FAILED
        )
        with self._server.locked():
            given = call("stream_get_device_name", self._stream) or b""
        if given != wanted:
            raise DeviceError(Reason.ABSENT, f"the server gave {given!r} instead")
        if self._fill is None:
            threading.Thread(target=self._listen, name="listen", daemon=True).start()

    def _watch_port(self) -> None:
        """Notice when what is played comes out of another port; on libpulse's thread."""
        server, name = self._server, self._device.name.encode()

        def on_info(_context: int, info: Any, eol: int, _data: object) -> None:  # noqa: ANN401 - C's pointer
            if not eol and _port(info.contents) != self._device.port:
                self._is_elsewhere = True

        def look(*_event: object) -> None:
            server.begin("context_get_sink_info_by_name", name, self._on_info, None)

        self._on_info, self._on_event = _OnInfo(on_info), _OnEvent(look)
        with server.locked():
            server.call("context_set_subscribe_callback", server.context, self._on_event, None)
            server.begin("context_subscribe", _SINKS, None, None)
            look()  # it may have changed since it was looked for

    def _listen(self) -> None:
        """Fetch what was captured, 25 times a second unless it is wanted sooner.

        A callback of libpulse's would cost five times as much: each call of Python from a thread
        of C makes and destroys a state of that thread.
        """
        while not self._is_closed.wait(self._latency_s):
            with self._server.locked():
                pieces = list(self._captured())
            for pcm, captured_at in pieces:
                if self._deliver is not None:
                    self._deliver(pcm, captured_at)

    def _captured(self) -> Iterator[tuple[bytes, float]]:
        call = self._server.call
        data, size = _P(), _Z()
        captured_at = time.monotonic() - self._age_s()
        while call("stream_peek", self._stream, c.byref(data), c.byref(size)) == 0 and size.value:
            yield (c.string_at(data, size.value) if data.value else bytes(size.value)), captured_at
            call("stream_drop", self._stream)
            captured_at += size.value / _FRAME / RATE

    def _age_s(self) -> float:
        """How long ago the next frame to be read was captured."""
        micros, negative = c.c_uint64(), _I()
        status = self._server.call(
            "stream_get_latency", self._stream, c.byref(micros), c.byref(negative)
        )
        if status:  # no timing yet
            return _FETCH_S
        return -micros.value / 1e6 if negative.value else micros.value / 1e6

    def _on_write(self, stream: int, size: int, _data: object) -> None:
        if self._fill is not None and size:
            whole = size // _FRAME * _FRAME
            pcm = bytes(whole) if self._is_elsewhere else self._fill(whole)
            self._server.call("stream_write", stream, pcm, len(pcm), None, 0, 0)


def _offered(devices: list[_Device]) -> list[_Device]:
    return [device for device in devices if not device.is_monitor]


class _Server:
    """A connection to the server and libpulse's thread that serves it."""

    def __init__(self) -> None:
        self._library = c.CDLL("libpulse.so.0")
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(self._library, f"pa_{name}")
            function.restype, function.argtypes = result, arguments

    def __enter__(self) -> "_Server":
        self.open()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def call(self, name: str, *arguments: Any) -> Any:  # noqa: ANN401 - C's types
        return getattr(self._library, f"pa_{name}")(*arguments)

    def open(self) -> None:
        """Connect.

        Raises:
            DeviceError: There is no server.
        """
        self.loop = self.call("threaded_mainloop_new")
        api = self.call("threaded_mainloop_get_api", self.loop)
        self.context = self.call("context_new", api, b"Earshot Studio")
        self.call("context_connect", self.context, None, _NO_AUTOSPAWN, None)
        self.call("threaded_mainloop_start", self.loop)
        try:
            self.wait(
                lambda: self.call("context_get_state", self.context),
                _CONTEXT_READY,
                _CONTEXT_FAILED,
            )
        except DeviceError:
            self.close()
            raise DeviceError(Reason.NO_SYSTEM, "no sound server answers") from None

    def close(self) -> None:
        self.call("threaded_mainloop_stop", self.loop)
        self.call("context_disconnect", self.context)
        self.call("context_unref", self.context)
        self.call("threaded_mainloop_free", self.loop)

    def locked(self) -> "_Locked":
        return _Locked(self)

    def wait(self, state: Callable[[], int], good: int, bad: int) -> None:
        deadline = time.monotonic() + _TIMEOUT_S
        while time.monotonic() < deadline:
            with self.locked():
                now = state()
            if now == good:
                return
            if now >= bad:
                break
            time.sleep(0.002)
        raise DeviceError(Reason.ABSENT, "the server refused")

    def devices(self, *, of_inputs: bool) -> list[_Device]:
        """Every device of a direction, with the title that is its alone, by name on the server."""
        found: list[_Device] = []
        ended: list[bool] = []

        def on_info(_context: int, info: Any, eol: int, _data: object) -> None:  # noqa: ANN401 - C's pointer
            if eol:
                ended.append(True)
                return
            name, title = (text.decode(errors="replace") for text in _texts(info.contents))
            is_monitor = of_inputs and info.contents.monitor_of != _NO_INDEX
            port = "" if of_inputs else _port(info.contents)
            found.append(_Device(name, title, is_monitor, port))

        kind = "source" if of_inputs else "sink"
        self._ask(f"context_get_{kind}_info_list", _OnInfo(on_info), ended)
        found.sort(key=lambda device: device.name)
        names = known.names_of(
            kind, [(f"{one.name} {one.port}".rstrip(), one.title) for one in found]
        )
        return [replace(device, title=name) for device, name in zip(found, names, strict=True)]

    def default_source(self) -> str:
        answers: list[str] = []

        def on_server(_context: int, info: Any, _data: object) -> None:  # noqa: ANN401 - C's pointer
            answers.append((info.contents.default_source or b"").decode(errors="replace"))

        self._ask("context_get_server_info", _OnServer(on_server), answers)
        return answers[0]

    def begin(self, question: str, *arguments: Any) -> None:  # noqa: ANN401 - C's types
        """Ask without waiting; locked, or on libpulse's thread."""
        operation = self.call(question, self.context, *arguments)
        if operation:
            self.call("operation_unref", operation)

    def _ask(self, question: str, callback: object, answers: Sequence[object]) -> None:
        with self.locked():
            operation = self.call(question, self.context, callback, None)
        self.wait(lambda: bool(answers), 1, 2)
        with self.locked():
            self.call("operation_unref", operation)


def _texts(info: _DeviceInfo) -> tuple[bytes, bytes]:
    name = info.name or b""
    return name, info.description or name


def _port(info: _DeviceInfo) -> str:
    """Where what it plays comes out just now; empty where it is always the same."""
    if info.n_ports < 2 or not info.active_port:
        return ""
    return (info.active_port.contents.name or b"").decode(errors="replace")


class _Locked:
    """Holds libpulse's thread still."""

    def __init__(self, server: _Server) -> None:
        self._server = server

    def __enter__(self) -> None:
        self._server.call("threaded_mainloop_lock", self._server.loop)

    def __exit__(self, *_exc: object) -> None:
        self._server.call("threaded_mainloop_unlock", self._server.loop)
