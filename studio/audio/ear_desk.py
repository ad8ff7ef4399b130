"""What the headphones' process does: everything that is to be heard, mixed and given to the device.

See `studio.audio.ear`, which is that process.
"""

import queue
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from studio.audio import devices, wire
from studio.audio.side_tone import SideTone
from studio.audio.speech_line import SpeechLine, faded
from studio.audio.trail import Trail
from studio.audio.voice_process import VoiceProcess
from studio.audio.wire import Failed, Opened, Reason
from studio.model.voicing import Report

Heard = NDArray[np.float32]
"""Shape (frames, channels of the device), float32, full scale is -1.0 to 1.0."""

_PREFILL = 3
_PERIOD_S = 0.02
"""The monitored show travels in stretches of this, some ahead, for a studio that is late."""
_LOOK_S = 0.1
_ALIVE_S = 0.4
_DUCK_S = 0.03
_RISE_S = 0.3
"""The show goes down before the first word, and comes back without haste."""
_HOLD_S = 0.25
_MOST_SIGNALS = 8


def own_headphones(
    name: str, voice: Sequence[str], engine: "subprocess.Popen[bytes] | None"
) -> NoReturn:
    """Own the headphones until they, or the studio, end; that is the process's end.

    Args:
        name: The device's.
        voice: The command line of the voice's program.
        engine: A process of that program which has been started already.
    """
    studio = devices.StudioPipe()
    watch = devices.Watch(studio)
    ear = _Ear(studio, watch, voice, engine)
    studio.on_messages(ear.take)
    ear.run(devices.open_patiently(studio, watch, lambda: devices.open_output(name, ear.fill)))


class _Ear:
    """What is to be heard, and the device that hears it.

    `take` is called on the thread of the studio's pipe, `fill` on the device's, `run` on the main
    one.
    """

    def __init__(
        self,
        studio: devices.StudioPipe,
        watch: devices.Watch,
        voice: Sequence[str],
        engine: "subprocess.Popen[bytes] | None",
    ) -> None:
        self._studio = studio
        self._watch = watch
        self._program = voice
        self._engine = engine
        self._news: queue.SimpleQueue[wire.Message] = queue.SimpleQueue()
        self._mix: _Mix | None = None
        self._voice: VoiceProcess | None = None
        self._lock = threading.Lock()
        self._early: list[wire.Message] = []

    def open(self, opened: Opened) -> None:
        """Make what depends on the device's rate and channels."""
        line = SpeechLine(opened.rate, self._tell)
        with self._lock:
            self._voice = VoiceProcess(self._program, line, opened.rate, self._tell, self._engine)
            self._mix = _Mix(opened, line, self._want)
            for message in self._early:
                self._do(message, self._mix, self._voice)
        for _ in range(_PREFILL):
            self._want(round(opened.rate * _PERIOD_S))

    def run(self, stream: devices.Stream) -> NoReturn:
        """Tell the studio what happens until the device ends."""
        self.open(stream.opened)
        told_at = looked_at = time.monotonic()
        while True:
            now = time.monotonic()
            try:
                self._studio.send(self._news.get(timeout=_LOOK_S))
                told_at = now
            except queue.Empty:
                if now - told_at > _ALIVE_S:
                    self._studio.send(wire.Alive())
                    told_at = now
            if now - looked_at < _LOOK_S:
                continue
            looked_at = now
            self._tell_spoken()
            if not stream.is_running:
                self._studio.say_farewell(Failed(Reason.STOPPED, "the stream ended"))
            if self._voice is not None:
                self._voice.look(now)

    def _tell_spoken(self) -> None:
        if self._mix is not None:
            for spoken in self._mix.trail.take():
                self._studio.send(spoken)

    def take(self, message: wire.Message) -> None:
        """Do what the studio wants, once there is a device."""
        with self._lock:
            if self._mix is None or self._voice is None:
                self._early.append(message)
            else:
                self._do(message, self._mix, self._voice)

    def _do(self, message: wire.Message, mix: "_Mix", voice: VoiceProcess) -> None:
        match message:
            case wire.Mix(pcm):
                mix.play(pcm)
            case wire.Speak(order, gain, signal, job):
                voice.hush()
                mix.lead_in(signal, gain)
                voice.speak(order, job)
            case wire.Hush():
                voice.hush()
                mix.hush()
            case wire.Signal(pcm):
                mix.signal(pcm)
            case wire.Balance() as balance:
                mix.set_balance(balance)
            case _:
                pass

    def fill(self, size: int) -> bytes:
        self._watch.is_alive(devices.SILENT_S)
        return self._mix.next(size) if self._mix is not None else bytes(size)

    def _tell(self, report: Report) -> None:
        self._news.put(wire.Told(report))

    def _want(self, frames: int) -> None:
        self._news.put(wire.Want(frames))


class _Mix:
    """Everything that is heard, added up.

    Args:
        opened: What the device takes.
        line: The voice.
        want: Asks for so many frames of the monitored show.

    Attributes:
        trail: What the voice said, and when.
    """

    def __init__(self, opened: Opened, line: SpeechLine, want: Callable[[int], None]) -> None:
        self._balance = wire.Balance()
        self._side_tone = SideTone(opened.rate)
        self._channels = opened.channels
        self._rate = opened.rate
        self._line = line
        self._want = want
        self._monitor = _Stock()
        self._played = 0
        self._period = round(opened.rate * _PERIOD_S)
        self._signals: deque[Heard] = deque(maxlen=_MOST_SIGNALS)
        self._is_hushed = False
        self._gain = 1.0
        self._spoken_for = 0
        self.trail = Trail(opened.rate)

    def set_balance(self, balance: wire.Balance) -> None:
        self._balance = balance
        self._side_tone.listen_to(balance.microphone if balance.side_gain else None)

    def play(self, pcm: bytes) -> None:
        """The next of the monitored show."""
        self._monitor.put(self._shaped(pcm))

    def signal(self, pcm: bytes) -> None:
        """A sound for now, over all others."""
        self._signals.append(self._shaped(pcm))

    def hush(self) -> None:
        """What is left of the signals is faded out; any thread."""
        self._is_hushed = True

    def lead_in(self, pcm: bytes, gain: float) -> None:
        """A sound before the words that follow, and how loud both are."""
        self._line.gain = gain
        if pcm:
            self._line.put(np.ascontiguousarray(self._shaped(pcm)[:, 0]))

    def next(self, size: int) -> bytes:
        """So many bytes for the device; its thread."""
        frames = size // (4 * self._channels)
        heard, count = self._monitor.take(frames, self._channels)
        self._ask_for_more(count)
        speech = self._line.take(frames)
        self.trail.add(frames, speech)
        heard = self._ducked(heard, is_spoken=speech is not None)
        own = self._side_tone.take(frames)
        if speech is None and own is None and not self._signals:
            return heard.tobytes()
        heard = heard.copy()
        self._add_signals(heard)
        if own is not None:
            heard[:, :2] += (self._balance.side_gain * own)[:, None]
        if speech is not None:
            heard[:, :2] += speech[:, None]
        np.clip(heard, -1.0, 1.0, out=heard)
        return heard.tobytes()

    def _ask_for_more(self, played: int) -> None:
        self._played += played
        if self._played >= self._period:
            self._want(self._played)
            self._played = 0

    def _ducked(self, heard: Heard, *, is_spoken: bool) -> Heard:
        if is_spoken:
            self._spoken_for = round(self._rate * _HOLD_S)
        elif self._spoken_for > 0:
            self._spoken_for -= len(heard)
        goal = 10 ** (-self._balance.duck_db / 20) if self._spoken_for > 0 else 1.0
        if goal == self._gain == 1.0:
            return heard
        most = len(heard) / self._rate / (_DUCK_S if goal < self._gain else _RISE_S)
        before = self._gain
        self._gain += min(max(goal - before, -most), most)
        return heard * np.linspace(before, self._gain, len(heard), dtype=np.float32)[:, None]

    def _add_signals(self, heard: Heard) -> None:
        if self._is_hushed:
            self._is_hushed = False
            left = [self._signals.popleft() for _ in range(len(self._signals))]
            self._signals.extend(faded(signal, self._rate) for signal in left)
        for _ in range(len(self._signals)):
            signal = self._signals.popleft()
            head = signal[: len(heard)]
            heard[: len(head)] += head
            if len(signal) > len(heard):
                self._signals.append(signal[len(heard) :])

    def _shaped(self, pcm: bytes) -> Heard:
        return np.frombuffer(pcm, np.float32).reshape(-1, self._channels)


class _Stock:
    """The monitored show, in the order it came; one thread puts, another takes."""

    def __init__(self) -> None:
        self._pieces: deque[Heard] = deque()

    def put(self, piece: Heard) -> None:
        self._pieces.append(piece)

    def take(self, frames: int, channels: int) -> tuple[Heard, int]:
        """So many frames, silence behind the last; and how many there were."""
        if self._pieces and len(self._pieces[0]) > frames:  # the usual case, without a copy
            piece = self._pieces[0]
            self._pieces[0] = piece[frames:]
            return piece[:frames], frames
        taken = np.zeros((frames, channels), np.float32)
        count = 0
        while count < frames and self._pieces:
            piece = self._pieces.popleft()
            part = piece[: frames - count]
            taken[count : count + len(part)] = part
            count += len(part)
            if len(part) < len(piece):
                self._pieces.appendleft(piece[len(part) :])
        return taken, count
