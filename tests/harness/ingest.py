"""A streaming service made of nothing: a real RTMP server on loopback that can fail.

    with RtmpIngest(key="abc") as ingest:
        stream_to(ingest.address, key="abc")        # or ingest.url() with the key in it
        ingest.pause(), ingest.resume(), ingest.kill(), ingest.start()
    ingest.recordings()                             # what arrived, one FLV per connection

It is Debian's nginx with the RTMP module. With `key` it asks for that stream key as services do
and hangs up on any other. With `tls` an RTMPS front with a certificate of its own stands before
it: `tls_url()`, to be verified with `ca_file`.
"""

from __future__ import annotations

import contextlib
import http.server
import os
import signal
import socketserver
import threading
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from tests.harness.process import Child, Port, private_folder, require, tool, wait_until
from tests.harness.tls_front import TlsFront

_RTMP_MODULE = "/usr/lib*/nginx/modules/ngx_rtmp_module.so"
_CONFIGURATION = """
load_module {module};
{user}
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log info;
events {{ worker_connections 64; }}
rtmp {{
  notify_method post;
  server {{
    access_log off;
    listen 127.0.0.1:{port}; chunk_size 4096; ping 10s; ping_timeout 5s;
    application {application} {{
      live on; wait_key on; drop_idle_publisher 10s;
      record all; record_path {arriving}; record_suffix .flv;
      on_publish http://127.0.0.1:{notices}/publish;
      on_publish_done http://127.0.0.1:{notices}/publish_done;
      on_record_done http://127.0.0.1:{notices}/record_done;
    }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the server told of a connection.

    Attributes:
        at: When, in seconds of `time.monotonic`.
        what: "publish" a stream began, "refused" for a wrong key, "publish_done" it ended.
        key: The stream key that was given.
    """

    at: float
    what: str
    key: str


class RtmpIngest:
    """One service; `start` and `kill` may follow one another on the same port."""

    APPLICATION = "live"

    def __init__(self, key: str | None = None, *, tls: bool = False) -> None:
        self.key = key
        self.notices: list[Notice] = []
        self._tls = tls
        self._closing = contextlib.ExitStack()
        self._child: Child | None = None
        self._sorting = threading.Lock()
        self._sorted = 0
        self._cut_off = 0  # connections whose end a killed server could not tell

    def __enter__(self) -> RtmpIngest:
        require("nginx", _RTMP_MODULE)
        with contextlib.ExitStack() as opening:
            self._folder = opening.enter_context(private_folder("earshot-ingest"))
            for name in ("arriving", "done"):
                (self._folder / name).mkdir()
            self._folder.chmod(0o755)  # nginx's worker may be another user
            self._port = opening.enter_context(contextlib.closing(Port()))
            notices = opening.enter_context(_NoticeServer(self._notice))
            self._write_configuration(notices.port)
            if self._tls:
                front = TlsFront(self._folder, self._port.number)
                self._front: TlsFront = opening.enter_context(front)
            opening.callback(self.stop)
            self.start()
            self._closing = opening.pop_all()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._closing.close()

    # Where to send ------------------------------------------------------------------------------

    @property
    def address(self) -> str:
        """What a service calls the server URL; the stream key comes apart from it."""
        return f"rtmp://127.0.0.1:{self._port.number}/{self.APPLICATION}"

    def url(self, stream: str | None = None) -> str:
        """Address and stream key in one; the right key unless another is given."""
        return f"{self.address}/{stream or self.key or 'show'}"

    @property
    def tls_address(self) -> str:
        return f"rtmps://localhost:{self._front.port}/{self.APPLICATION}"

    def tls_url(self, stream: str | None = None) -> str:
        return f"{self.tls_address}/{stream or self.key or 'show'}"

    @property
    def ca_file(self) -> Path:
        """The authority that vouches for the RTMPS front; nobody trusts it unasked."""
        return self._front.ca_file

    # What it does -------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.is_running

    def start(self) -> None:
        """Take connections; also after `stop` and `kill`, on the same port."""
        self._sort()
        argv = [tool("nginx"), "-p", f"{self._folder}/", "-c", f"{self._folder}/nginx.conf"]
        argv += ["-e", f"{self._folder}/error.log"]
        child = self._child = Child(argv, log=self._folder / "nginx.log", is_hurried=True)

        def answers() -> bool:
            if not child.is_running:
                log = (self._folder / "nginx.log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"nginx ended at once: {log[-800:]}")
            return self._port.is_listened_to()

        wait_until(answers, 10, "RTMP server")

    def stop(self) -> None:
        """End as for maintenance: connections are closed."""
        if self._child is not None:
            self.resume()
            self._child.end()
            self._child = None
            self._sort()

    def kill(self) -> None:
        """End as in a crash; new connections are refused."""
        if self._child is not None:
            self._child.kill()
            self._child = None
            self._cut_off += self._publishing()

    def restart(self) -> None:
        self.stop()
        self.start()

    def pause(self) -> None:
        """Stay connected but read nothing more, so that a sender's buffers fill."""
        self._running().signal(signal.SIGSTOP)

    def resume(self) -> None:
        if self._child is not None:
            self._child.signal(signal.SIGCONT)

    def _running(self) -> Child:
        if self._child is None:
            raise RuntimeError("the ingest does not run")
        return self._child

    # What arrived -------------------------------------------------------------------------------

    def recordings(self, stream: str | None = None) -> list[Path]:
        """FLV files, oldest first: one per connection, the last may still be written to."""
        self._wait_sorted()
        done = sorted((self._folder / "done").iterdir())
        arriving = sorted((self._folder / "arriving").iterdir())
        wanted = None if stream is None else f"{stream}.flv"
        return [path for path in done + arriving if wanted in {None, path.name.partition("-")[2]}]

    def wait_for(self, what: str, *, count: int = 1, timeout_s: float = 10.0) -> Notice:
        """Wait until something was told for the `count`th time; see `Notice`."""

        def look() -> Notice | None:
            told = [notice for notice in self.notices if notice.what == what]
            return told[count - 1] if len(told) >= count else None

        return wait_until(look, timeout_s, f"{what!r} from the ingest")

    def _notice(self, call: str, fields: dict[str, str]) -> bool:
        """Write down what nginx tells; returns whether it may go on."""
        key = fields.get("name", "")
        if call == "record_done":
            self._put_away(Path(fields["path"]))
            return True
        refused = call == "publish" and self.key is not None and key != self.key
        self.notices.append(Notice(time.monotonic(), "refused" if refused else call, key))
        return not refused

    def _wait_sorted(self) -> None:
        """A file is put away a moment after its connection ended."""
        if not self.is_running:
            self._sort()
            return
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: self._open_files() <= self._publishing(), 2)

    def _open_files(self) -> int:
        return len(list((self._folder / "arriving").iterdir()))

    def _publishing(self) -> int:
        told = [notice.what for notice in self.notices]
        return told.count("publish") - told.count("publish_done") - self._cut_off

    def _sort(self) -> None:
        """Put away what a killed server left, so that no later connection writes over it."""
        for path in sorted((self._folder / "arriving").iterdir()):
            self._put_away(path)

    def _put_away(self, path: Path) -> None:
        with self._sorting, contextlib.suppress(FileNotFoundError):
            path.rename(self._folder / "done" / f"{self._sorted:03}-{path.name}")
            self._sorted += 1

    def _write_configuration(self, notices_port: int) -> None:
        module = next(Path("/").glob(_RTMP_MODULE.removeprefix("/")))
        text = _CONFIGURATION.format(
            module=module,
            user="user root;" if os.geteuid() == 0 else "",
            folder=self._folder,
            port=self._port.number,
            application=self.APPLICATION,
            arriving=self._folder / "arriving",
            notices=notices_port,
        )
        (self._folder / "nginx.conf").write_text(text, encoding="utf-8")


class _NoticeServer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Where nginx asks whether a stream may be published."""

    daemon_threads = True

    def __init__(self, notice) -> None:
        super().__init__(("127.0.0.1", 0), _NoticeRequest)
        self.notice = notice
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,))

    def __enter__(self) -> _NoticeServer:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _NoticeRequest(http.server.BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        del format, args

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        fields = dict(urllib.parse.parse_qsl(body))
        allowed = cast(_NoticeServer, self.server).notice(self.path.strip("/"), fields)
        self.send_response(200 if allowed else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()
