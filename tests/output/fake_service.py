"""A service that says what nginx never says: refusals by name, pings, chunk sizes of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Sequence

from studio.output import amf
from studio.output.chunks import ChunkReader, ChunkWriter, Kind, Message


class FakeService:
    """Takes one connection and answers its commands.

    Attributes:
        commands: What it was told, by name, with the values after the transaction's number.
        messages: How many messages of each kind arrived.

    Args:
        refuse: Name of a command to answer with an error.
        code: The error's code.
        end_after: Pictures after which the service ends the stream with this code.
        hangs_up: And closes the line at once.
    """

    def __init__(
        self, refuse: str = "", code: str = "", end_after: int = 0, *, hangs_up: bool = False
    ) -> None:
        self.commands: list[tuple[str, Sequence[amf.Value]]] = []
        self.messages: dict[int, int] = {}
        self._refuse, self._code, self._end_after = refuse, code, end_after
        self._hangs_up = hangs_up
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"rtmp://127.0.0.1:{self._listening.getsockname()[1]}/live"
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> FakeService:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        with contextlib.suppress(OSError):
            socket.create_connection(self._listening.getsockname()).close()
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        line, _ = self._listening.accept()
        line.settimeout(10)
        with line, contextlib.suppress(OSError):
            self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        greeting = b""
        while len(greeting) < 1537:
            greeting += line.recv(1537 - len(greeting))
        line.sendall(b"\x03" + bytes(1536) + greeting[1:])
        echo = b""
        while len(echo) < 1536:
            echo += line.recv(1536 - len(echo))
        writer, reader = ChunkWriter(), ChunkReader()

        def say(kind: Kind, body: bytes) -> None:
            line.sendall(writer.write(Message(kind, body, 0, 0)))

        while data := line.recv(65536):
            reader.feed(data)
            for message in reader.messages():
                self.messages[message.kind] = self.messages.get(message.kind, 0) + 1
                if message.kind == Kind.CHUNK_SIZE:
                    reader.size = int.from_bytes(message.body, "big")
                elif message.kind == Kind.COMMAND:
                    for kind, body in self._answers(amf.decode(message.body)):
                        say(kind, body)
                        if kind == Kind.CHUNK_SIZE:
                            writer.size = int.from_bytes(body, "big")
                elif self._end_after and self.messages.get(Kind.PICTURE, 0) == self._end_after:
                    say(Kind.COMMAND, _status("error", self._code))
                    self._end_after = 0
                    if self._hangs_up:
                        return

    def _answers(self, command: list[amf.Value]) -> list[tuple[Kind, bytes]]:
        name, number, *values = command
        self.commands.append((str(name), values))
        if name == self._refuse:
            refusal = {"level": "error", "code": self._code, "description": "No."}
            if name == "publish":
                return [(Kind.COMMAND, _status("error", self._code))]
            return [(Kind.COMMAND, amf.encode("_error", number, None, refusal))]
        if name == "connect":
            return [
                (Kind.WINDOW_SIZE, (2000).to_bytes(4, "big")),
                (Kind.CHUNK_SIZE, (64).to_bytes(4, "big")),
                (Kind.CONTROL, bytes([0, 6, 1, 2, 3, 4])),
                (Kind.COMMAND, amf.encode("_result", number, {"fmsVer": "x" * 3000}, {})),
            ]
        if name == "createStream":
            return [(Kind.COMMAND, amf.encode("_result", number, None, 7.0))]
        if name == "publish":
            return [(Kind.COMMAND, _status("status", "NetStream.Publish.Start"))]
        # As services do that know neither FCPublish nor releaseStream.
        return [(Kind.COMMAND, amf.encode("_error", number, None, None))]


def _status(level: str, code: str) -> bytes:
    return amf.encode("onStatus", 0, None, {"level": level, "code": code, "description": "…"})
