"""Publishing by RTMP and RTMPS.

FFmpeg could do this too, but through PyAV it holds the interpreter's lock while it connects and
while it closes: one service that does not answer would stop every picture and sound of the show.
Here each wait is the output's own, has an end, and can be broken off by another thread; and the
service's own words say why it refuses.

Source: Adobe, Real-Time Messaging Protocol (RTMP) specification 1.0, 2012; the order of commands
is that of other publishing programs (releaseStream, FCPublish, createStream, publish).
"""

import os
import select
import socket
import ssl
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from functools import cache

import certifi

from studio.model.destination import StreamKey
from studio.output import amf
from studio.output.address import Address
from studio.output.amf import AmfError
from studio.output.chunks import (
    OUR_SIZE,
    ChunkError,
    ChunkReader,
    ChunkWriter,
    Kind,
    Message,
)

CONNECT_S = 5.0
"""Seconds that each step of connecting may take."""

STALL_S = 4.0
"""Seconds without any progress after which a service counts as stalled."""
NOTICE_S = 0.7
"""Seconds without any progress after which that is told; it may still go on."""

# Small enough for a stall to be noticed (the system doubles it: at 2,500 kbit/s about a second
# fits), large enough for 10 Mbit/s over 200 ms.
_SEND_BUFFER = 128 * 1024

# The most handed to the system at once, so that every piece taken shows progress.
_PIECE = 16 * 1024

_LOOK_S = 0.05

_WINDOW = 2_500_000
_VERSION = 3
_HANDSHAKE = 1536
_FAREWELL_S = 1.0
_PING, _PONG = 6, 7
_BACKLOG_MARK = 64 * 1024


class Stage(IntEnum):
    """How far a connection came; the later, the likelier is the key the reason of a failure."""

    REACHING = 0
    SECURING = 1
    GREETING = 2
    ASKING_APP = 3
    ASKING_STREAM = 4
    SENDING = 5


class RefusedError(Exception):
    """The service answered with an error; the message is its code, which holds no secret."""


class ClosedError(Exception):
    """The service closed the connection."""


class NotRtmpError(Exception):
    """What answers does not speak RTMP."""


class RtmpConnection:
    """One publishing connection. One thread; only `break_off` may be called by others.

    Every method may raise `OSError` (`TimeoutError` and `ssl.SSLError` among them),
    `RefusedError`, `ClosedError` or `NotRtmpError`; `stage` then tells during what.

    Args:
        address: Where to.
        ca_file: Certificates to trust instead of the system's and certifi's.
        notice: Called, on the same thread, when a service has taken nothing for `NOTICE_S`.
    """

    def __init__(
        self,
        address: Address,
        *,
        ca_file: str | None = None,
        notice: Callable[[], None] = lambda: None,
    ) -> None:
        self.stage = Stage.REACHING
        self._address = address
        self._ca_file = ca_file
        self._notice = notice
        self._socket: socket.socket | None = None
        self._is_broken_off = False
        self._reader = ChunkReader()
        self._writer = ChunkWriter()
        self._received = 0
        self._acknowledged = 0
        self._window = _WINDOW
        self._transactions = 0
        self._stream = 0
        self._answers: list[list[amf.Value]] = []

    # ---------------------------------------------------------------------- the life of it

    def open(self) -> None:
        """Reach the service, secure the line and exchange greetings."""
        plain = self._reach()
        if self._address.is_secure:
            self.stage = Stage.SECURING
            secured = _tls_context(self._ca_file).wrap_socket(
                plain, server_hostname=self._address.host, do_handshake_on_connect=False
            )
            # Known to `break_off` before the handshake, which may wait.
            self._socket = secured
            secured.do_handshake()
        self.stage = Stage.GREETING
        # From here on every wait is ours: TLS may want to read in order to write, and a timeout of
        # Python's counts for a whole call, however much of it went through.
        self._line().settimeout(0.0)
        self._greet()

    def publish(self, key: StreamKey | None) -> None:
        """Ask to publish; when this returns, the service has agreed to.

        Args:
            key: The stream key; None for the stream's name in the address.
        """
        self.stage = Stage.ASKING_APP
        app = self._address.app
        self._command(
            "connect",
            {
                "app": app,
                "type": "nonprivate",
                "flashVer": "FMLE/3.0 (compatible; Earshot Studio)",
                "tcUrl": self._address.tc_url,
            },
        )
        self._await_answer(self._transactions)
        self._protocol(Kind.WINDOW_SIZE, struct.pack(">I", _WINDOW))
        self._protocol(Kind.CHUNK_SIZE, struct.pack(">I", OUR_SIZE))
        self._writer.size = OUR_SIZE
        self.stage = Stage.ASKING_STREAM
        secret = key.reveal() if key else self._address.stream
        self._command("releaseStream", None, secret)
        self._command("FCPublish", None, secret)
        self._command("createStream", None)
        created = self._await_answer(self._transactions)
        self._stream = _whole(created[-1] if created else None)
        self._command("publish", None, secret, "live", stream=self._stream)
        self._await_publishing()
        self.stage = Stage.SENDING

    def send(self, kind: Kind, timestamp: int, body: bytes) -> None:
        """Send a picture, sound or data; waits while the line is full.

        Args:
            kind: What it is.
            timestamp: In milliseconds since the connection's first picture.
            body: As in an FLV tag.
        """
        try:
            self._send(self._writer.write(Message(kind, body, timestamp, self._stream)))
        except OSError:
            # Whoever hangs up may have said why.
            with suppress(OSError, ClosedError, NotRtmpError):
                self._receive(0.0)
            self._look_for_trouble()
            raise

    def listen(self) -> None:
        """Take what the service has to say, without waiting.

        Raises:
            RefusedError: It ended the stream, and says so.
            ClosedError: It hung up.
        """
        self._receive(0.0)
        self._look_for_trouble()

    def close(self, secret: StreamKey | None) -> None:
        """Take leave, so that the service ends the stream at once and keeps its last packets."""
        line = self._socket
        if line is None:
            return
        with suppress(OSError, RefusedError, ClosedError, NotRtmpError):
            if self.stage is Stage.SENDING:
                name = secret.reveal() if secret else self._address.stream
                self._command("FCUnpublish", None, name)
                self._command("deleteStream", None, self._stream)
            self._wait_for_the_other_end()
        self.hang_up()

    def hang_up(self) -> None:
        """Close without a word."""
        if self._socket is not None:
            self._socket.close()

    def break_off(self) -> None:
        """Wake whoever waits in another method, which then raises. Any thread."""
        self._is_broken_off = True
        line = self._socket
        if line is not None:
            with suppress(OSError):
                # The socket's own, past TLS: its farewell would wait for the other end.
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def _wait_for_the_other_end(self) -> None:
        # Closing while something is unread would throw away what is still on its way out.
        socket.socket.shutdown(self._line(), socket.SHUT_WR)
        until = time.monotonic() + _FAREWELL_S
        while (left := until - time.monotonic()) > 0:
            self._receive(left)

    # ---------------------------------------------------------------------- reaching it

    def _reach(self) -> socket.socket:
        host, port = self._address.host, self._address.port
        failure: OSError | None = None
        for family, kind, protocol, _, place in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            line = self._socket = socket.socket(family, kind, protocol)
            try:
                _prepare(line)
                line.connect(place)
            except OSError as error:
                failure = error
                line.close()
            else:
                return line
            if self._is_broken_off:
                break
        raise failure or OSError("no address to connect to")

    def _line(self) -> socket.socket:
        if self._socket is None or self._is_broken_off:
            raise ClosedError
        return self._socket

    def _greet(self) -> None:
        self._send(bytes([_VERSION]) + bytes(8) + os.urandom(_HANDSHAKE - 8))
        reply = self._receive_exactly(1 + 2 * _HANDSHAKE)
        if reply[0] != _VERSION:
            raise NotRtmpError
        self._send(reply[1 : 1 + _HANDSHAKE])

    # ---------------------------------------------------------------------- commands

    def _command(self, name: str, *values: amf.Value, stream: int = 0) -> None:
        self._transactions += 1
        body = amf.encode(name, self._transactions, *values)
        self._send(self._writer.write(Message(Kind.COMMAND, body, 0, stream)))

    def _protocol(self, kind: Kind, body: bytes) -> None:
        self._send(self._writer.write(Message(kind, body)))

    def _await_answer(self, transaction: int) -> list[amf.Value]:
        until = time.monotonic() + CONNECT_S
        while True:
            for answer in self._take_answers():
                name, number, *values = answer
                if number != transaction:
                    continue  # to releaseStream or FCPublish, which services may not know
                if name == "_error":
                    raise RefusedError(_code(values))
                return values
            self._receive_until(until)

    def _await_publishing(self) -> None:
        until = time.monotonic() + CONNECT_S
        while True:
            for name, _, *values in self._take_answers():
                if name == "_error" or _level(values) == "error":
                    raise RefusedError(_code(values))
                if name == "onStatus" and _code(values) == "NetStream.Publish.Start":
                    return
            self._receive_until(until)

    def _look_for_trouble(self) -> None:
        for name, _, *values in self._take_answers():
            if name == "onStatus" and _level(values) == "error":
                raise RefusedError(_code(values))

    def _take_answers(self) -> list[list[amf.Value]]:
        answers, self._answers = self._answers, []
        return answers

    # ---------------------------------------------------------------------- the line

    def _send(self, data: bytes) -> None:
        rest = memoryview(data)
        moved_at, is_noticed = time.monotonic(), False
        while rest:
            writing = True
            try:
                rest = rest[self._line().send(rest[:_PIECE]) :]
            except (BlockingIOError, ssl.SSLWantWriteError):
                pass
            except ssl.SSLWantReadError:
                writing = False
            else:
                moved_at, is_noticed = time.monotonic(), False
                continue
            still_s = time.monotonic() - moved_at
            if still_s >= STALL_S:
                raise TimeoutError
            if still_s >= NOTICE_S and not is_noticed:
                is_noticed = True
                self._notice()
            # Linux calls a line ready only when a third of its buffer is free, which on a slow
            # line takes a second; it takes a little long before.
            with suppress(TimeoutError):
                self._wait(_LOOK_S, writing=writing)

    def _receive_until(self, until: float) -> None:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._receive(left)

    def _receive(self, timeout: float) -> None:
        """Take what is there, waiting for it up to `timeout` seconds, and act on it."""
        data = self._read(timeout)
        while data:
            self._received += len(data)
            self._reader.feed(data)
            try:
                for message in self._reader.messages():
                    self._act_on(message)
            except (ChunkError, AmfError):
                raise NotRtmpError from None
            try:
                data = self._read(0.0)
            except (OSError, ClosedError):
                break  # what was said before counts first; the next to read finds the end again
        if self._received - self._acknowledged >= self._window:
            self._acknowledged = self._received
            self._protocol(Kind.ACKNOWLEDGEMENT, struct.pack(">I", self._received & 0xFFFFFFFF))

    def _receive_exactly(self, count: int) -> bytes:
        until = time.monotonic() + CONNECT_S
        data = bytearray()
        while len(data) < count:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            data += self._read(left, count - len(data))
        return bytes(data)

    def _read(self, timeout: float, most: int = _BACKLOG_MARK) -> bytes:
        """Read once; empty when nothing came within `timeout` seconds."""
        until = time.monotonic() + timeout
        while True:
            try:
                data = self._line().recv(most)
            except (BlockingIOError, ssl.SSLWantReadError):
                pass
            except ssl.SSLWantWriteError:
                self._wait(STALL_S, writing=True)
            else:
                if not data:
                    raise ClosedError
                return data
            left = until - time.monotonic()
            if left <= 0:
                return b""
            with suppress(TimeoutError):
                self._wait(left)

    def _wait(self, timeout: float, *, writing: bool = False) -> None:
        line = self._line()
        try:
            ready = select.select([] if writing else [line], [line] if writing else [], [], timeout)
        except ValueError:  # it is closed
            raise ClosedError from None
        if not any(ready):
            raise TimeoutError

    def _act_on(self, message: Message) -> None:
        body = message.body
        match message.kind:
            case Kind.CHUNK_SIZE if len(body) >= 4:
                self._reader.size = max(1, int.from_bytes(body[:4], "big") & 0x7FFFFFFF)
            case Kind.WINDOW_SIZE if len(body) >= 4:
                self._window = max(1, int.from_bytes(body[:4], "big"))
            case Kind.CONTROL if body[:2] == _PING.to_bytes(2, "big"):
                self._protocol(Kind.CONTROL, _PONG.to_bytes(2, "big") + body[2:6])
            case Kind.COMMAND | Kind.COMMAND_3:
                answer = amf.decode(body[message.kind == Kind.COMMAND_3 :])
                if len(answer) >= 2:
                    self._answers.append(answer)
            case _:
                pass


def _prepare(line: socket.socket) -> None:
    line.settimeout(CONNECT_S)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # No TCP_USER_TIMEOUT: it gives up slow lines too (measured: one of 80 kB/s after 6 s).


@cache
def _tls_context(ca_file: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_file)
    if ca_file is None:
        # Beside the system's own: some systems keep theirs where OpenSSL does not look.
        context.load_verify_locations(certifi.where())
    # From Python 3.13 on, certificates without an authority's key number would be refused, which
    # private authorities issue and all else trusts; every Python is to judge alike.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _information(values: list[amf.Value]) -> dict[str, amf.Value]:
    found = next((value for value in reversed(values) if isinstance(value, dict)), None)
    return found or {}


def _code(values: list[amf.Value]) -> str:
    return str(_information(values).get("code", ""))


def _level(values: list[amf.Value]) -> str:
    return str(_information(values).get("level", ""))


def _whole(value: amf.Value) -> int:
    return int(value) if isinstance(value, float) and 0 <= value < 2**32 else 1
