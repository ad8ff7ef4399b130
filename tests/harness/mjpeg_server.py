"""The process behind `camera.HttpCamera`.

Its only argument is the options as JSON. Commands are states, a line each on standard input, whose
end is its own end. On standard output: `url ...`, each state once it holds, and
`flash COUNT DUE SENT`.
"""

from __future__ import annotations

import bisect
import contextlib
import http.server
import itertools
import json
import socketserver
import sys
import threading
import time
from collections.abc import Iterator
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.harness.camera import put_counter
from tests.harness.process import Port

FLASH_PICTURES = 3
_AHEAD_S = 0.6


class Pictures:
    """The newest JPEG, and the state that decides how it looks."""

    def __init__(self, options: dict) -> None:
        self._options = options
        self._size: tuple[int, int] = tuple(options["size"])
        self._fps: float = options["fps"]
        every = options["flash_every"]
        self._flash_period = max(FLASH_PICTURES + 1, round(every * self._fps)) if every else 0
        self._ahead = round(_AHEAD_S * self._fps)
        self._frozen: NDArray[np.uint8] | None = None
        self.state = "play"
        self.changed = threading.Condition()
        self.newest: tuple[int, bytes] = (-1, b"")

    def run(self, beeper: Beeper | None) -> None:
        """Make each picture ahead of its time and put it out at its time, without end."""
        start = time.monotonic() + 0.05
        for count, image in enumerate(self._images()):
            due = start + count / self._fps
            if beeper and self._flash_period:
                ahead = count + self._ahead
                if ahead % self._flash_period == 0:
                    beeper.beep_at(start + ahead / self._fps)
            flashing = self._is_flash(count)
            data = self._encode(self._spoil(image, count, flashing=flashing))
            time.sleep(max(0.0, due - time.monotonic()))
            with self.changed:
                if self.state in {"stall", "unplug"}:
                    continue
                self.newest = (count, data)
                self.changed.notify_all()
            if flashing and count % self._flash_period == 0 and self.state != "freeze":
                say(f"flash {count} {due:.6f} {time.monotonic():.6f}")

    def _is_flash(self, count: int) -> bool:
        period = self._flash_period
        is_too_early = count < max(period, self._ahead)  # its beep could not be ordered in time
        return bool(period) and not is_too_early and count % period < FLASH_PICTURES

    def _images(self) -> Iterator[NDArray[np.uint8]]:
        return self._clip() if self._options["clip"] else self._pattern()

    def _pattern(self) -> Iterator[NDArray[np.uint8]]:
        width, height = self._size
        y, x = np.mgrid[0 : height + 256, 0 : width + 256]
        large = np.dstack([x % 256, y % 256, (x + y) // 2 % 256]).astype(np.uint8)
        for step in itertools.count():
            down, right = step * 4 % 256, step * 8 % 256
            yield large[down : down + height, right : right + width]

    def _clip(self) -> Iterator[NDArray[np.uint8]]:
        while True:
            capture = cv2.VideoCapture(self._options["clip"])
            shown = 0
            while True:
                there, image = capture.read()
                if not there:
                    break
                shown += 1
                yield np.asarray(cv2.resize(image, self._size), np.uint8)
            capture.release()
            if not shown:
                raise SystemExit(f"no picture in {self._options['clip']}")

    def _spoil(self, image: NDArray[np.uint8], count: int, *, flashing: bool) -> NDArray[np.uint8]:
        if self.state == "freeze" and self._frozen is not None:
            return self._frozen
        match self.state:
            case "black":
                image = np.zeros_like(image)
            case "dark":
                image = np.asarray(cv2.convertScaleAbs(image, alpha=0.15), np.uint8)
            case "blur":
                image = np.asarray(cv2.blur(image, (31, 31)), np.uint8)
            case _:
                image = image.copy()
        if flashing:
            image[:] = 255
        if self._options["counter"]:
            put_counter(image, count & 0xFFFF)
        self._frozen = image
        return image

    def _encode(self, image: NDArray[np.uint8]) -> bytes:
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, self._options["quality"]])
        return data.tobytes()

    def wait_newer(self, than: int) -> tuple[int, bytes] | None:
        """The newest picture if there is another than `than` within a tenth of a second."""
        with self.changed:
            if self.changed.wait_for(lambda: self.newest[0] not in {-1, than}, timeout=0.1):
                return self.newest
        return None

    def set_state(self, state: str) -> None:
        with self.changed:
            self.state = state
            if state in {"stall", "unplug"}:
                self.newest = (-1, b"")  # nothing stale for whoever connects later


class Beeper:
    """A sound output that never pauses, so that its clock can be followed."""

    RATE = 48_000

    def __init__(self, device: str) -> None:
        import sounddevice

        at = np.arange(round(0.06 * self.RATE)) / self.RATE
        self._tone = (0.5 * np.sin(2 * np.pi * 1000 * at)).astype(np.float32)
        self._due: list[float] = []
        self._sounding: list[int] = []
        self._played = 0
        self._zeros: list[float] = []  # estimates of when sample 0 was heard
        self._stream = sounddevice.OutputStream(
            device=device,
            channels=2,
            samplerate=self.RATE,
            blocksize=480,
            latency=0.1,
            callback=self._fill,
        )
        self._stream.start()
        time.sleep(1.0)  # until the clock is known well

    def beep_at(self, due: float) -> None:
        self._due.append(due)

    def _fill(self, out: NDArray[np.float32], frames: int, times, _status) -> None:
        out[:] = 0
        heard_at = time.monotonic() + times.outputBufferDacTime - times.currentTime
        bisect.insort(self._zeros, heard_at - self._played / self.RATE)
        if len(self._zeros) > 400:  # forget the extremes
            del self._zeros[-1], self._zeros[0]
        zero = self._zeros[len(self._zeros) // 2]
        end = self._played + frames
        while self._due and (first := round((self._due[0] - zero) * self.RATE)) < end:
            self._sounding.append(first)
            self._due.pop(0)
        for first in self._sounding:
            there, here = max(0, first - self._played), max(0, self._played - first)
            piece = self._tone[here : here + frames - there]
            out[there : there + len(piece)] += piece[:, None]
        self._sounding = [first for first in self._sounding if first + len(self._tone) > end]
        self._played = end


class Connection(http.server.BaseHTTPRequestHandler):
    """One viewer of the camera."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        del format, args

    def do_GET(self) -> None:
        pictures, shown = cast(Server, self.server).pictures, -1
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
        self.end_headers()
        with contextlib.suppress(OSError):
            while pictures.state != "unplug":
                if (newer := pictures.wait_newer(shown)) is None:
                    continue
                shown, data = newer
                head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}"
                self.wfile.write(head.encode() + b"\r\n\r\n" + data + b"\r\n")


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Listens while the camera is plugged in."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, pictures: Pictures) -> None:
        super().__init__(("127.0.0.1", port), Connection)
        self.pictures = pictures
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def unplug(self) -> None:
        self.shutdown()
        self.server_close()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    cv2.setNumThreads(1)
    options = json.loads(sys.argv[1])
    port, pictures = Port(), Pictures(options)
    beeper = Beeper(options["beep"]) if options["beep"] else None
    server: Server | None = Server(port.number, pictures)
    threading.Thread(target=pictures.run, args=(beeper,), daemon=True).start()
    while pictures.wait_newer(-1) is None:
        pass
    say(f"url http://127.0.0.1:{port.number}/cam.mjpg")
    for line in sys.stdin:
        state = line.strip()
        pictures.set_state(state)
        if state == "unplug" and server:
            server.unplug()
            server = None
        elif state != "unplug" and server is None:
            server = Server(port.number, pictures)
        say(f"{state} now")


if __name__ == "__main__":
    main()
