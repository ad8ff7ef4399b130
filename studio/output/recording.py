"""A recording on the disk that survives whatever happens to the studio or the machine."""

import errno
import logging
import os
import shutil
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from av.error import FFmpegError

from studio.model.errors import OutputError
from studio.model.events import DiskLow, OutputEnded, OutputStarted
from studio.model.message import say
from studio.output.muxer import Muxer
from studio.output.packets import Packet
from studio.output.sink import Sink, SinkState
from studio.threads import Post

log = logging.getLogger(__name__)

# A disk may be busy for a while; this many seconds of packets wait for it in memory.
_LIMIT_S = 30.0

# In fragments of half a second, each on the disk as soon as it is full; closing makes an ordinary
# MP4 of them. What a killed studio loses is the fragment in hand, and what was being interleaved.
_OPTIONS = {
    "movflags": "hybrid_fragmented",
    "frag_duration": "500000",
    "flush_packets": "1",
}

# Seconds of recording left on the disk at which to warn.
_WARN_AT_S = (600.0, 60.0)

_FULL = {errno.ENOSPC, errno.EDQUOT}


class RecordingOutput(Sink):
    """Writes the show into an MP4 file.

    A file that exists is never overwritten: “show.mp4” becomes “show 2.mp4”. The folder is made.
    When the encoder is exchanged the recording goes on in the next such file.

    Attributes:
        path: The file being written; known once the output has started.

    Args:
        id: In events.
        name: What the user calls it.
        path: The file wished for; `.mp4` is added where it has no ending.
        post: Takes events, from any thread.
    """

    is_recording = True

    def __init__(self, id: str, name: str, path: Path, post: Post) -> None:
        super().__init__(id, name, post, limit_s=_LIMIT_S)
        # `Path` raises where a folder may not be entered.
        is_whole = path.suffix or os.path.isdir(path)  # noqa: PTH112 - as told above
        self.path = path if is_whole else path.with_suffix(".mp4")
        self._wished = self.path
        self._file: RecordingFile | None = None
        self._muxer: Muxer | None = None
        self._earlier_s = 0.0
        self._warned = 0
        self._keeper = threading.Thread(target=self._keep, name=f"{name} keeper", daemon=True)
        self._kept = threading.Event()

    def stop(self, timeout: float = 10.0) -> None:
        """Write what is waiting and close the file; a busy disk may take its time."""
        super().stop(timeout)

    def open(self) -> None:
        # From now on, so that nothing is missed while the file is being made.
        self._backlog.open()
        with self._giving_up():
            self._open_file()
            self._keeper.start()
            self.state = SinkState.ON
            self.post(OutputStarted(self.id, self.name, is_recording=True))

    def step(self) -> None:
        packet = self._backlog.take(0.2)
        with self._giving_up():
            if packet is not None:
                self._write(packet)
            self._tell_losses()

    def close(self) -> None:
        try:
            with self._giving_up():
                while (packet := self._backlog.take(0)) is not None:
                    self._write(packet)
                self._close_file()
        finally:
            self._kept.set()
            if self._file is not None:
                self._file.close()
            if self._keeper.ident:
                self._keeper.join()
        if self._note_end():
            self.post(
                OutputEnded(
                    self.id,
                    self.name,
                    is_recording=True,
                    seconds=self._seconds(),
                    path=str(self.path) if os.path.exists(self.path) else "",  # noqa: PTH110 - as in `__init__`
                )
            )

    def _seconds(self) -> float:
        muxer = self._muxer
        return self._earlier_s + (muxer.seconds if muxer else 0.0)

    def _open_file(self) -> None:
        with self._disk_errors():
            self._file = RecordingFile(self._wished)
            self.path = self._file.path

    def _write(self, packet: Packet) -> None:
        if self._muxer is not None and self._muxer.tracks is not packet.tracks:
            self._close_file()
            self._open_file()
        with self._disk_errors():
            if self._muxer is None:
                self._muxer = Muxer(self._opened(), "mp4", _OPTIONS, packet.tracks)
            self._muxer.write(packet)
        self._count(packet)

    def _opened(self) -> "RecordingFile":
        if self._file is None:
            raise RuntimeError("the recording has no file")
        return self._file

    def _close_file(self) -> None:
        muxer, self._muxer = self._muxer, None
        if muxer is not None:
            self._earlier_s += muxer.seconds
            with self._disk_errors():
                muxer.close()
        if self._file is not None:
            self._file.close()

    @contextmanager
    def _disk_errors(self) -> Iterator[None]:
        """Put what the system says of the disk into the user's words."""
        failure: OutputError | None = None
        try:
            yield
        except (OSError, FFmpegError) as error:
            fault = self._file.fault if self._file else None
            cause = fault or error
            log.info("recording failed: %s", cause)
            is_begun = self._file is not None and not self._file.is_empty
            failure = _explain(cause, self._wished, is_begun=is_begun)
            if self._file is not None:
                # Closed before FFmpeg could write a trailer into what no longer has room for it:
                # the fragments that are there stay playable.
                self._file.give_up(cause)
        if failure is not None:
            raise failure

    # ---------------------------------------------------------------------- the keeper's thread

    def _keep(self) -> None:
        """Once a second, bring the file to the disk itself; every 5 s, see what room is left.

        On a thread of its own, because a disk may take seconds for it.
        """
        seconds = 0
        while not self._kept.wait(1.0):
            file = self._file
            if file is not None:
                file.sync()
            seconds += 1
            if seconds % 5 == 0:
                self._look_at_room()

    def _look_at_room(self) -> None:
        recorded = self._seconds()
        if recorded < 1 or not self._bytes:
            return
        with suppress(OSError):
            left_s = shutil.disk_usage(self.path.parent).free / (self._bytes / recorded)
            level = sum(left_s < limit for limit in _WARN_AT_S)
            if level > self._warned:
                self._warned = level
                self.post(DiskLow(self.id, left_s))
            # The estimate wavers: only a clear gain of room makes the same warning due again.
            self._warned = min(self._warned, sum(left_s < 1.5 * limit for limit in _WARN_AT_S))


class RecordingFile:
    """A new file, never one that exists; for the muxer, which sees `closed` after a failure.

    Attributes:
        path: The name that was free.
        is_empty: Nothing was written yet.
        fault: Why it cannot be written any more.

    Raises:
        OSError: It cannot be made.
    """

    def __init__(self, wished: Path) -> None:
        self.fault: Exception | None = None
        wished.parent.mkdir(parents=True, exist_ok=True)
        if wished.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(wished))
        self.path, self._raw = _create(wished)
        self._lock = threading.Lock()
        self.is_empty = True

    @property
    def closed(self) -> bool:
        return self._raw.closed

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        # Unbuffered files may take a part only, as the last one before the disk is full.
        while rest:
            try:
                rest = rest[self._raw.write(rest) :]
            except OSError as error:
                self.fault = self.fault or error
                raise
        self.is_empty = False
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def sync(self) -> None:
        """Bring what was written to the disk itself."""
        with self._lock:
            if self._raw.closed:
                return
            descriptor = os.dup(self._raw.fileno())
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Writing will meet the same fault, and tell it.
            log.info("the recording could not be synchronised: %s", error)
        finally:
            os.close(descriptor)

    def give_up(self, cause: Exception) -> None:
        self.fault = self.fault or cause
        self.close()

    def close(self) -> None:
        """Close it; a file that nothing was written into is removed."""
        if self._raw.closed:
            return
        if self.fault is None:
            self.sync()
        with self._lock:
            self._raw.close()
        if self.is_empty:
            self.path.unlink(missing_ok=True)
        elif self.fault is not None:
            _trim(self.path)


def _trim(path: Path) -> None:
    """Cut off a fragment that was not written to its end, so that no player meets half a picture.

    Source: ISO/IEC 14496-12, 4.2: each box begins with its length and its kind.
    """
    with suppress(OSError), path.open("r+b") as file:
        size, position, whole = file.seek(0, os.SEEK_END), 0, 0
        while position + 16 <= size:
            file.seek(position)
            length, kind, long_length = struct.unpack(">I4sQ", file.read(16))
            length = long_length if length == 1 else length
            if length < 8 or position + length > size:
                break
            position += length
            whole = position if kind == b"mdat" else whole
        if whole:
            file.truncate(whole)


def _create(wished: Path):  # noqa: ANN202 - an unbuffered file, whose type has no short name
    number = 1
    while True:
        path = wished if number == 1 else wished.with_stem(f"{wished.stem} {number}")
        try:
            return path, path.open("xb", buffering=0)
        except FileExistsError:
            number += 1


def _explain(error: Exception, path: Path, *, is_begun: bool) -> OutputError:
    folder = str(path.parent)
    code = getattr(error, "errno", None)
    if code in _FULL and not is_begun:
        return OutputError(
            say("The disk is full, and nothing was recorded."),
            say("Make room on the disk, or choose another recording folder."),
        )
    if code in _FULL:
        return OutputError(
            say("The disk is full, and the recording ended; what was recorded can be played."),
            say("Make room on the disk, or choose another recording folder."),
        )
    if code == errno.EFBIG:
        return OutputError(
            say(
                "The recording ended because this disk takes no larger file; what was recorded "
                "can be played."
            ),
            say("Begin a new recording, or choose another recording folder."),
        )
    if isinstance(error, PermissionError) or code == errno.EROFS:
        return OutputError(
            say("The studio may not write into the folder {folder}.", folder=folder),
            say("Choose another recording folder."),
        )
    if isinstance(error, IsADirectoryError):
        return OutputError(
            say("{path} is a folder, not a file.", path=str(path)),
            say("Give the recording another name."),
        )
    if isinstance(error, NotADirectoryError | FileExistsError):
        return OutputError(
            say("The folder {folder} cannot be made; a file is in its way.", folder=folder),
            say("Choose another recording folder."),
        )
    return OutputError(
        say("The recording cannot be written into the folder {folder}.", folder=folder),
        say("Check the disk, or choose another recording folder."),
    )
