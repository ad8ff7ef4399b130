"""A camera that speaks RTSP, made of nothing: H.264 over TCP, as network cameras send it."""

from __future__ import annotations

import base64
import itertools
import re
import socketserver
import struct
import threading
import time
from fractions import Fraction

import av

from studio.model.media import Size
from tests.video.films import frames_of, numbered

CLOCK = 90_000
PERIOD_S = 1 / 25


class RtspCamera:
    """Sends 25 numbered pictures a second to whoever asks; `stall` and `play` as it is told.

    Attributes:
        url: Where it is.
        paths: What was asked for.
    """

    def __init__(self) -> None:
        self.units = _encoded()
        self.is_stalled = False
        self.is_ending = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Conversation)
        self._server.camera = self
        self.url = f"rtsp://127.0.0.1:{self._server.server_address[1]}/live"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> RtspCamera:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.is_ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def description(self) -> str:
        sets = [unit for unit in self.units[0] if unit[0] & 31 in (7, 8)]
        sprop = ",".join(base64.b64encode(unit).decode() for unit in sets)
        lines = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=camera", "t=0 0", "m=video 0 RTP/AVP 96"]
        lines += ["a=rtpmap:96 H264/90000", "a=control:track0"]
        lines += [f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sprop}"]
        return "\r\n".join([*lines, ""])


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    camera: RtspCamera


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride] - always this one

    def handle(self) -> None:
        while request := self._request():
            method, headers = request
            body = self.server.camera.description if method == "DESCRIBE" else ""
            answer = [f"RTSP/1.0 200 OK\r\nCSeq: {headers.get('cseq', '0')}", "Session: 1"]
            if method == "OPTIONS":
                answer.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN")
            if method == "SETUP":
                assert "TCP" in headers["transport"]
                answer.append("Transport: RTP/AVP/TCP;unicast;interleaved=0-1")
            if body:
                answer += ["Content-Type: application/sdp", f"Content-Length: {len(body)}"]
            self.wfile.write(("\r\n".join(answer) + "\r\n\r\n" + body).encode())
            if method == "PLAY":
                self._send_pictures()
                return

    def _request(self) -> tuple[str, dict[str, str]] | None:
        lines = list(iter(lambda: self.rfile.readline().decode().strip(), ""))
        if not lines:
            return None
        headers = dict(re.split(r":\s*", line, maxsplit=1) for line in lines[1:])
        return lines[0].split()[0], {name.lower(): value for name, value in headers.items()}

    def _send_pictures(self) -> None:
        camera, numbers = self.server.camera, itertools.count()
        begun = time.monotonic()
        for index, units in enumerate(itertools.cycle(camera.units)):
            while camera.is_stalled or time.monotonic() < begun + index * PERIOD_S:
                if camera.is_ending.wait(0.005):
                    return
            for unit in units:
                marker = 0x80 if unit is units[-1] else 0
                stamp = int(index * PERIOD_S * CLOCK)
                head = struct.pack(">BBHII", 0x80, marker | 96, next(numbers) & 0xFFFF, stamp, 1)
                try:
                    self.wfile.write(struct.pack(">cBH", b"$", 0, 12 + len(unit)) + head + unit)
                except (BrokenPipeError, ConnectionResetError):
                    return


def _encoded() -> list[list[bytes]]:
    """The pictures as lists of H.264 units, a keyframe each second."""
    encoder = av.VideoCodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 320, 240, "yuv420p"
    encoder.gop_size = 5
    encoder.options = {
        "tune": "zerolatency",
        "preset": "ultrafast",
        "x264-params": "sliced-threads=0",
    }
    encoder.framerate = Fraction(25)
    packets = []
    for frame in frames_of(numbered(50, Size(320, 240))):
        packets += encoder.encode(frame)
    return [[part for part in re.split(rb"\x00\x00\x00?\x01", bytes(p)) if part] for p in packets]
