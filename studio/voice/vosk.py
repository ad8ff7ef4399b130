"""An engine that hears words: Vosk in a process of its own, seen from the studio.

Nothing here waits for the process but `finish`, and that for a moment only. A process that ends or
hangs is replaced, and that is told; one that does so three times is switched off, and told too.
"""

import json
import logging
import queue
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.model.errors import SpeechModelError
from studio.model.message import Language, say
from studio.model.speech_model import WordsNews, WordsPhase
from studio.voice.words import Heard
from studio.voice.words_process import Ask, pack, pack_number, program

log = logging.getLogger(__name__)

FINISH_S = 0.9
"""So long an answer is waited for; it takes a hundredth of a second unless the machine is busy."""

HANGS_S = 3.0
"""A process that owes an answer for so long is ended."""

LOADING_S = 30.0
"""So long a model may take to load, from a slow disk on a busy machine."""

FAILURES = 3
WITHIN_S = 600.0
"""After so many failures within so many seconds it is not started again."""

_AGAIN_S = 0.2
_ROOM = 1000
"""Frames that may wait for the process: 20 s of sound."""


class Words:
    """A `WordEngine` of Vosk's, with one model.

    Args:
        folder: Where the model lies.
        language: Which language it hears.
        tell: Takes what becomes of it, on any thread; must not wait.
    """

    def __init__(self, folder: Path, language: str, tell: Callable[[WordsNews], None]) -> None:
        self.language = language
        self.folder = folder
        self._tell = tell
        self._lock = threading.Condition()
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: queue.Queue[bytes] | None = None
        self._is_ready = False
        self._stopping = threading.Event()
        self._phrases: bytes | None = None
        self._openings: frozenset[str] = frozenset()
        self._strange: tuple[str, ...] = ()
        self._expected = 0
        self._number = 0
        self._is_lossy = False
        self._finished: tuple[int, tuple[str, ...]] = (0, ())
        self._asked = 0
        self._owed_since: float | None = None
        self._last_lines: deque[str] = deque(maxlen=20)
        self._thread = threading.Thread(target=self._live, name="words", daemon=True)

    # ---------------------------------------------------------------- any thread

    def start(self) -> None:
        """Begin to load the model; that it is loaded is told."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """End the process, with all of its memory; any thread."""
        self._stopping.set()
        self._end_process()
        if self._thread.ident:
            self._thread.join(timeout)

    @property
    def is_ready(self) -> bool:
        """Whether it hears; any thread."""
        return self._is_ready

    @property
    def expected(self) -> int:
        """So many of the phrases are heard: those of words that the model knows; any thread."""
        return self._expected

    def wait(self, seconds: float = LOADING_S) -> None:
        """Wait until it hears.

        Raises:
            SpeechModelError: It does not.
        """
        until = time.monotonic() + seconds
        while self._thread.is_alive() and not self._is_ready and time.monotonic() < until:
            self._thread.join(0.02)
        if not self._is_ready:
            raise SpeechModelError(
                say("The model for {language} does not load.", language=Language(self.language)),
                say("Download the model again."),
            )

    @property
    def process_id(self) -> int:
        """Of the process that hears; 0 where there is none."""
        with self._lock:
            return self._process.pid if self._process is not None else 0

    def use(
        self, phrases: Sequence[str], names: Sequence[str] = (), openings: Sequence[str] = ()
    ) -> None:
        """Hear these phrases from the next utterance on; never waits, any thread.

        Args:
            phrases: Whole phrases and single words; they may be heard in any order.
            names: Those among them of which it is told where the model cannot know them.
            openings: Those among them that are no command by themselves, but begin one.
        """
        asked = json.dumps({"phrases": list(phrases), "names": list(names)}).encode()
        with self._lock:
            self._phrases = pack(Ask.PHRASES, asked)
            self._openings = frozenset(map(_bare, openings))
            if self._is_ready:
                self._send(self._phrases)

    # ---------------------------------------------------------------- the recognizer's thread

    def begin(self) -> None:
        """An utterance begins; what was not finished is forgotten."""
        with self._lock:
            self._number += 1
            self._is_lossy = not self._send(pack_number(Ask.BEGIN, self._number))

    def push(self, samples: NDArray[np.int16]) -> None:
        """Take its next stretch, shape (samples,), at 16 kHz; never waits."""
        with self._lock:
            if not self._send(pack(Ask.SOUND, samples.tobytes())):
                self._is_lossy = True

    def finish(self) -> Heard:
        """What was said; nothing while there is no process that hears."""
        with self._lock:
            if not self._is_ready:
                return Heard()
            number = self._number
            # Of an utterance with a hole in it nobody knows what was said.
            if self._is_lossy or not self._send(pack_number(Ask.FINISH, number)):
                return Heard(is_late=True)
            self._asked = number
            self._owed_since = self._owed_since or time.monotonic()
            self._lock.wait_for(lambda: self._finished[0] >= number, FINISH_S)
            answered, words = self._finished
            if answered != number:
                return Heard(is_late=True)
            if not words:
                return Heard()
            return Heard(words, self.language, may_go_on=_bare(words[0]) in self._openings)

    def _send(self, frame: bytes) -> bool:
        """Leave a frame for the process; False where nobody takes it."""
        if not self._is_ready or self._frames is None:
            return False
        try:
            self._frames.put_nowait(frame)
        except queue.Full:
            return False
        return True

    # ---------------------------------------------------------------- its own threads

    def _live(self) -> None:
        """Have a process, and another one in its place when it ends."""
        failed_at: deque[float] = deque(maxlen=FAILURES)
        while not self._stopping.is_set():
            if not failed_at:
                self._tell(WordsNews(WordsPhase.LOADING, self.language))
            reason = self._run_once()
            if self._stopping.is_set():
                return
            now = time.monotonic()
            failed_at.append(now)
            log.warning("the engine for words ended: %s; %s", reason, " / ".join(self._last_lines))
            is_hopeless = reason.is_final or (
                len(failed_at) == FAILURES and now - failed_at[0] <= WITHIN_S
            )
            if is_hopeless:
                self._tell(WordsNews(WordsPhase.OFF, self.language, reason.detail))
                return
            self._tell(WordsNews(WordsPhase.REPLACED, self.language, reason.detail))
            self._stopping.wait(_AGAIN_S)

    def _run_once(self) -> "_End":
        """Start a process and hear it out; gives why it ended."""
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program
                program(str(self.folder)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            return _End(str(error))
        frames: queue.Queue[bytes] = queue.Queue(_ROOM)
        with self._lock:
            self._process, self._frames, self._owed_since = process, frames, None
        if self._stopping.is_set():  # `stop` came before there was anything to end
            process.kill()
        ended = threading.Event()
        helpers = [
            threading.Thread(target=self._feed, args=(process, frames, ended), daemon=True),
            threading.Thread(target=self._keep_lines, args=(process,), daemon=True),
        ]
        for helper in helpers:
            helper.start()
        end = _End("ended")
        try:
            for line in process.stdout or ():
                if (came := self._take(json.loads(line))) is not None:
                    end = came
                    break
        except ValueError as error:
            end = _End(f"said what is no JSON: {error}")
        finally:
            with self._lock:
                self._is_ready, self._process, self._frames = False, None, None
                self._finished = (self._number, ())
                self._lock.notify_all()
            ended.set()
            process.kill()
            status = process.wait()
            for helper in helpers:
                helper.join()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
        return end if end.detail != "ended" else _End(f"ended with {status}")

    def _take(self, told: dict[str, Any]) -> "_End | None":
        """Take what the process says; gives why it is of no use."""
        if "finished" in told:
            with self._lock:
                self._finished = (int(told["finished"]), tuple(map(str, told["words"])))
                # Whoever answers does not hang, whatever was begun meanwhile.
                is_all = self._finished[0] >= self._asked
                self._owed_since = None if is_all else time.monotonic()
                self._lock.notify_all()
        elif "strange" in told:
            self._expected = int(told["phrases"])
            strange = tuple(map(str, told["strange"]))
            if strange != self._strange:  # told once, and not with every change of the catalogue
                fresh = tuple(name for name in strange if name not in self._strange)
                self._strange = strange
                if fresh:
                    self._tell(WordsNews(WordsPhase.STRANGE, self.language, names=fresh))
        elif "ready" in told:
            languages = tuple(map(str, told["languages"]))
            if self.language not in languages:
                return _End(f"hears {languages}", is_final=True)
            log.info("the model for words was loaded in %.1f s", float(told["seconds"]))
            with self._lock:
                self._is_ready = True
                if self._phrases is not None:
                    self._send(self._phrases)
            self._tell(WordsNews(WordsPhase.READY, self.language))
        elif "failed" in told:
            return _End(str(told["failed"]), is_final=True)
        return None

    def _feed(
        self,
        process: "subprocess.Popen[bytes]",
        frames: "queue.Queue[bytes]",
        ended: threading.Event,
    ) -> None:
        """Hand over what waits, and end a process that takes or gives nothing any more."""
        watch = threading.Thread(target=self._watch, args=(process, ended), daemon=True)
        watch.start()
        with suppress(OSError):
            while not ended.is_set():
                try:
                    frame = frames.get(timeout=0.2)
                except queue.Empty:
                    continue
                _write(process, frame)
        watch.join()

    def _watch(self, process: "subprocess.Popen[bytes]", ended: threading.Event) -> None:
        began = time.monotonic()
        while not ended.wait(0.2):
            now = time.monotonic()
            with self._lock:
                since = self._owed_since
                is_late = not self._is_ready and now - began > LOADING_S
            if is_late or (since is not None and now - since > HANGS_S):
                log.warning("the engine for words hangs")
                process.kill()
                return

    def _keep_lines(self, process: "subprocess.Popen[bytes]") -> None:
        for line in process.stderr or ():
            self._last_lines.append(line.decode(errors="replace").strip()[:300])

    def _end_process(self) -> None:
        with self._lock:
            process = self._process
        if process is not None:
            process.kill()


class _End:
    """Why a process is of no use any more.

    Attributes:
        detail: For the log.
        is_final: Another one would fare no better.
    """

    def __init__(self, detail: str, *, is_final: bool = False) -> None:
        self.detail = detail
        self.is_final = is_final

    def __str__(self) -> str:
        return self.detail


def _bare(words: str) -> str:
    """A model parts words where nobody writes a space."""
    return "".join(words.split()).casefold()


def _write(process: "subprocess.Popen[bytes]", frame: bytes) -> None:
    if process.stdin is None:
        return
    data = memoryview(frame)
    while data:
        data = data[process.stdin.write(data) or 0 :]
