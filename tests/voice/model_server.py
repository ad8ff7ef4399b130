"""A server on loopback that gives files, and breaks off, lies or changes them as it is told."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ModelServer:
    """What the server does, and what it was asked.

    Attributes:
        files: Contents by path.
        tag: The tag of all of them; empty for a server that has none.
        breaks_after: So many bytes of the body are given, once for each entry; None for all.
        takes_ranges: It gives parts.
        tells_size: It says how long a file is.
        refuses: Status codes for the next requests.
        leads: Where a path leads to instead.
        ranges: What was asked for, in turn; empty for a whole file.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.tag = '"one"'
        self.breaks_after: list[int] = []
        self.takes_ranges = True
        self.tells_size = True
        self.refuses: list[int] = []
        self.leads: dict[str, str] = {}
        self.ranges: list[str] = []
        self.holds = threading.Event()
        self.holds.set()
        self.address = ""


@contextlib.contextmanager
def serving() -> Iterator[ModelServer]:
    server = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format, *args):  # noqa: A002 - as http.server has it
            pass

        def do_GET(self):
            server.ranges.append(self.headers.get("Range", ""))
            if server.refuses:
                self.send_error(server.refuses.pop(0))
                return
            if self.path in server.leads:
                self.send_response(302)
                self.send_header("Location", server.leads[self.path])
                self.end_headers()
                return
            body = server.files.get(self.path)
            if body is None:
                self.send_error(404)
                return
            self._give(body)

        def _give(self, body):
            asked = self.headers.get("Range", "")
            same = self.headers.get("If-Range", server.tag) == server.tag
            begin = 0
            if asked and server.takes_ranges and same:
                begin = int(asked.removeprefix("bytes=").rstrip("-"))
                if begin >= len(body):
                    self.send_response(416)
                    self.send_header("Content-Range", f"bytes */{len(body)}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
            else:
                self.send_response(200)
            if server.tag:
                self.send_header("ETag", server.tag)
            rest = body[begin:]
            if server.tells_size:
                self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            most = server.breaks_after.pop(0) if server.breaks_after else len(rest)
            with contextlib.suppress(OSError):
                for at in range(0, min(most, len(rest)), 1 << 14):
                    self.wfile.write(rest[at : min(at + (1 << 14), most)])
                    server.holds.wait(10)

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.address = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.holds.set()
        listening.shutdown()
        thread.join()
        listening.server_close()


@contextlib.contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A server that gives the same bytes to everybody, whatever they are; its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def run():
            with contextlib.suppress(OSError):
                while True:
                    line, _address = server.accept()
                    with line, contextlib.suppress(OSError):
                        line.recv(65_536)
                        line.sendall(answer)

        threading.Thread(target=run, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
