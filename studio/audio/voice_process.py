"""The voice's process, as the headphones' process keeps it: started, listened to, replaced."""

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO

import numpy as np
import soxr

from studio.audio.engine_start import start_engine
from studio.audio.pauses import Pauses, Pcm
from studio.audio.pipes import PatientWriter
from studio.audio.speech_line import Mono, SpeechLine
from studio.model.voicing import Frame, Mark, Report, What, pack_hush, read_frame

HANG_S = 1.5
"""Longest silence of an engine at work; then it hangs."""
_START_S = 8.0
_AHEAD_S = 0.5
"""How much speech waits at most; when there is more the engine waits."""
_NAP_S = 0.01
_MOST_STARTS = 3
"""So often is it tried in vain before it is told."""
_REST_S = 2.0
"""Before an engine that does not start is tried again."""


class VoiceProcess:
    """Has jobs spoken on a line. A process that ends, fails or hangs is replaced at once.

    Args:
        program: The command line of the voice's program; without one nothing is ever spoken.
        line: Takes the sound.
        rate: Samples per second of the line.
        tell: Takes what the line cannot tell: what was cut, and which voices there are; any thread.
        started: A process that was started already; without one it is when it is to speak.
    """

    def __init__(
        self,
        program: Sequence[str],
        line: SpeechLine,
        rate: int,
        tell: Callable[[Report], None],
        started: "subprocess.Popen[bytes] | None" = None,
    ) -> None:
        self._program = list(program)
        self._line = line
        self._rate = rate
        self._tell = tell
        # Held while a frame is taken too, so that nothing of an order comes after its end.
        self._lock = threading.RLock()
        self._order = 0
        self._owed = 0
        """The last order that the engine did not end yet, whether it is still wanted or not."""
        self._job = b""
        self._writer: PatientWriter | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._alive_at = 0.0
        self._started = started
        self._is_kept = False
        if started is not None:
            self._begin()

    def speak(self, order: int, job: bytes) -> None:
        """Have a job spoken, as soon as there is an engine; any thread."""
        with self._lock:
            self._order, self._job = order, job
            if not self._owed:  # else it is waited for already, however often there is more
                self._alive_at = time.monotonic()
            if self._writer is not None:
                self._give(self._writer)
            elif not self._is_kept and self._program:
                # Whoever has a screen reader never needs it.
                self._begin()

    def _begin(self) -> None:
        self._is_kept = True
        threading.Thread(target=self._keep, name="voice", daemon=True).start()

    def _give(self, writer: PatientWriter) -> None:
        writer.write(self._job)
        self._owed = self._order

    def hush(self) -> None:
        """Forget every job; any thread."""
        with self._lock:
            order, self._order = self._order, 0
            if self._writer is not None and order:
                self._writer.write(pack_hush(order))
            self._line.hush()

    def look(self, now: float) -> None:
        """End a process that hangs; called some times a second.

        Args:
            now: Seconds of `time.monotonic`.
        """
        with self._lock:
            patience = HANG_S if self._is_ready else _START_S
            is_awaited = bool(self._owed) or not self._is_ready
            hangs = is_awaited and now - self._alive_at > patience
            if hangs and self._process is not None:
                self._process.kill()

    # ------------------------------------------------------------------ the voice's thread

    def _keep(self) -> None:
        failures = 0
        while True:
            try:
                had_begun, why = self._run()
            except Exception as error:  # noqa: BLE001 - else nothing would ever be spoken again
                why = f"{type(error).__name__}: {error}"
                had_begun = self._forget(why)
            failures = 0 if had_begun else failures + 1
            if failures == _MOST_STARTS:
                with self._lock:
                    self._order = 0
                self._tell(Report(What.NO_ENGINE, detail=why))
            if failures:
                time.sleep(_REST_S if failures >= _MOST_STARTS else _NAP_S)

    def _run(self) -> tuple[bool, str]:
        """Run one process to its end; whether it became ready, and why it ended."""
        try:
            process = self._start()
        except OSError as error:
            return False, str(error)
        stdout = process.stdout
        try:
            why = self._listen(stdout) if stdout is not None else ""
        finally:
            process.kill()
            process.wait()
            if stdout is not None:
                with contextlib.suppress(OSError):
                    stdout.close()
        return self._forget(why), why

    def _forget(self, why: str) -> bool:
        """The process is over, and so is what it was speaking; whether it had become ready."""
        with self._lock:
            had_begun, self._is_ready = self._is_ready, False
            writer, self._writer = self._writer, None
            self._process = None
            if writer is not None:
                writer.close()
            # What was asked of a process that did not become ready is asked of the next.
            order = self._order if had_begun else 0
            if order:
                self._order = 0
                self._line.hush()
        if order:
            self._cut(order, why)
        return had_begun

    def _start(self) -> subprocess.Popen[bytes]:
        started, self._started = self._started, None
        process = started or start_engine(self._program)
        with self._lock:
            self._process = process
            self._alive_at = time.monotonic()
            self._owed = 0
            if process.stdin is not None:
                self._writer = PatientWriter(process.stdin)
                if self._order:  # it came while there was no engine
                    self._give(self._writer)
        return process

    def _listen(self, stdout: IO[bytes]) -> str:
        """Take what comes until it ends; gives why it did, as far as that is told."""
        stream = _Stretches(self._rate)
        while (frame := read_frame(stdout)) is not None:
            self._alive_at = time.monotonic()
            match frame.mark:
                case Mark.READY:
                    self._is_ready = True
                    stream = _Stretches(self._rate, frame.id)
                    self._tell(Report(What.VOICES, detail=frame.body.decode()))
                case Mark.FAILED if not frame.id:
                    return frame.body.decode(errors="replace")
                case _:
                    with self._lock:
                        if frame.id == self._owed and frame.mark in {Mark.DONE, Mark.FAILED}:
                            self._owed = 0
                        if frame.id == self._order:
                            self._take(frame, stream)
                    self._wait_for_room(frame.id)
        return "the engine's process ended"

    def _take(self, frame: Frame, stream: "_Stretches") -> None:
        line, order = self._line, frame.id
        match frame.mark:
            case Mark.PIECE:
                number = int.from_bytes(frame.body, "little")
                if number == 0:
                    stream.begin()
                line.put(Report(What.REACHED, order, number))
            case Mark.SOUND:
                line.put(stream.heard(np.frombuffer(frame.body, np.int16)))
            case Mark.JOIN:
                line.put(stream.join())
            case Mark.DONE:
                line.put(stream.end())
                line.put(Report(What.DONE, order))
                self._order = 0
            case Mark.FAILED:
                self._order = 0
                line.hush()
                self._cut(order, frame.body.decode(errors="replace"))
            case Mark.NO_VOICE:
                self._tell(Report(What.NO_VOICE, order, detail=frame.body.decode()))
            case _:
                pass

    def _wait_for_room(self, order: int) -> None:
        """An engine is faster than speech: it waits, by nobody reading what it writes."""
        while self._line.seconds > _AHEAD_S and self._order == order:
            self._alive_at = time.monotonic()
            time.sleep(_NAP_S)

    def _cut(self, order: int, why: str) -> None:
        self._tell(Report(What.CUT, order, detail=why))


class _Stretches:
    """An engine's sound, brought to the device's rate; one job after the other.

    Args:
        to_rate: Samples per second of the device.
        rate: Samples per second of the engine.
    """

    def __init__(self, to_rate: int, rate: int = 22_050) -> None:
        self._rate = rate
        # The quality decides how much of the sound it holds back: here, two thousandths.
        self._resampler = soxr.ResampleStream(rate, to_rate, 1, "float32", quality="MQ")
        self.begin()

    def begin(self) -> None:
        self._pauses = Pauses(self._rate)
        self._resampler.clear()

    def heard(self, pcm: Pcm) -> Mono:
        return self._made(self._pauses.heard(pcm))

    def join(self) -> Mono:
        return self._made(self._pauses.join())

    def end(self) -> Mono:
        """What was held back; a job that has nothing to say has no beginning, only this."""
        rest = self._made(self._pauses.end(), is_last=True)
        self.begin()
        return rest

    def _made(self, pcm: Pcm, *, is_last: bool = False) -> Mono:
        return self._resampler.resample_chunk(pcm.astype(np.float32) / 32768, last=is_last)
