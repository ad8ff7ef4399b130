"""A stand-in for AVFAudio and Foundation, so that the driver for macOS runs on any system.

It gives a tone of 40 ms for each sign (faster at a higher rate) where macOS would speak, and does
what the real one does to those who use it: it works on a thread of its own, and calls back there
or, for some voices, only while the run loop of the thread that asked is run; gives buffers with
more room than sound, of one format or another, the last of them empty; falls silent when nobody
holds it; and has voices that give no sound at all.
"""

from __future__ import annotations

import contextlib
import math
import queue
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace

import numpy as np

from tests.speech.fake_sapi import SIGN_S

FRAMES = 4096
"""Of a buffer."""


@dataclass(frozen=True)
class Voice:
    """A voice of `AVSpeechSynthesisVoice`, and what is peculiar to it."""

    called: str
    tag: str
    hertz: int = 0  # what it sounds like; nothing for a mute one
    grade: int = 1
    traits: int = 0
    rate: int = 22_050
    is_16_bit: bool = False
    by_run_loop: bool = False  # it makes and gives its sound only while that is run
    lowest_rate: float = 0.0  # below which it ends at once, without a sound
    loses_last: bool = False
    ends_often: bool = False  # an empty buffer after each one with sound

    def identifier(self) -> str:
        return f"com.apple.voice.{self.grade}.{self.tag}.{self.called}"

    def name(self) -> str:
        return self.called

    def language(self) -> str:
        return self.tag

    def quality(self) -> int:
        return self.grade

    def voiceTraits(self) -> int:
        return self.traits


VOICES = (
    Voice("Bells", "en-US", 2000, traits=1),
    Voice("Eddy", "en-GB", 350),
    Voice("Eddy", "en-US", 400, ends_often=True),
    Voice("Ava", "en-US", 450, grade=3, lowest_rate=0.5),
    Voice("Zira", "en-US", 300, by_run_loop=True),
    Voice("Huihui", "zh-CN", 500, is_16_bit=True),
    Voice("Andika", "id-ID", 700, rate=24_000, loses_last=True),
    Voice("Heami", "ko-KR", 900),
    Voice("Mute", "th-TH", grade=3),
    Voice("Kanya", "th-TH", 600),
    Voice("Nobody", "fi-FI"),
)
USUAL = {"en-US": "Zira", "th-TH": "Mute"}
"""What the system's settings name for a language."""


class AVSpeechSynthesisVoice:
    @staticmethod
    def speechVoices() -> list[Voice]:
        return list(VOICES)

    @staticmethod
    def voiceWithIdentifier_(identifier: str) -> Voice | None:
        return next((one for one in VOICES if one.identifier() == identifier), None)

    @staticmethod
    def voiceWithLanguage_(tag: str) -> Voice | None:
        fitting = [one for one in VOICES if one.tag == tag]
        return next((one for one in fitting if one.called == USUAL.get(tag)), fitting[0])


class AVSpeechUtterance:
    """What is set after it was handed over has no effect."""

    def __init__(self) -> None:
        self.text, self.rate, self.pitch, self.volume = "", 0.5, 1.0, 1.0
        self.voice: Voice | None = None

    @classmethod
    def alloc(cls) -> AVSpeechUtterance:
        return cls()

    def initWithString_(self, text: str) -> AVSpeechUtterance:
        text.encode("utf-16")  # half a sign is no NSString
        self.text = text
        return self

    def initWithSSMLRepresentation_(self, text: str) -> AVSpeechUtterance:
        raise AssertionError("markup of strangers would be obeyed")

    def setVoice_(self, voice: Voice) -> None:
        self.voice = voice

    def setRate_(self, rate: float) -> None:
        assert 0.0 <= rate <= 1.0
        self.rate = rate

    def setPitchMultiplier_(self, pitch: float) -> None:
        assert 0.5 <= pitch <= 2.0
        self.pitch = pitch

    def setVolume_(self, volume: float) -> None:
        assert 0.0 <= volume <= 1.0
        self.volume = volume

    def sound(self) -> np.ndarray:
        """Full scale is -1.0 to 1.0, at the voice's rate."""
        assert self.voice is not None
        if not self.voice.hertz or self.rate < self.voice.lowest_rate:
            return np.zeros(0)
        speed = self.rate + 0.5 if self.rate <= 0.5 else 1 + 6 * (self.rate - 0.5)
        at = np.arange(round(len(self.text) * SIGN_S * self.voice.rate / speed)) / self.voice.rate
        return 0.25 * self.volume * np.sin(2 * math.pi * self.voice.hertz * self.pitch * at)


class Channel:
    """PyObjC's `varlist`: as long as whoever asks says."""

    def __init__(self, values: np.ndarray) -> None:
        self._values = values

    def as_buffer(self, count: int) -> memoryview:
        return memoryview(self._values[:count].tobytes())


class AVAudioPCMBuffer:
    """With two channels: what the first has, and noise. What lies after the sound is noise too."""

    def __init__(self, sound: np.ndarray, voice: Voice) -> None:
        self._count, self._voice = len(sound), voice
        room = np.random.default_rng(1).uniform(-1, 1, (2 * FRAMES, 2))
        room[: len(sound), 0] = sound
        if voice.is_16_bit:  # these lie in turn
            self._room = np.rint(room * 32767).astype(np.int16).ravel()
        else:
            self._room = room[:, 0].astype(np.float32)

    def frameLength(self) -> int:
        return self._count

    def format(self) -> SimpleNamespace:
        return SimpleNamespace(sampleRate=lambda: float(self._voice.rate))

    def stride(self) -> int:
        return 2 if self._voice.is_16_bit else 1

    def floatChannelData(self) -> tuple[Channel, ...] | None:
        return None if self._voice.is_16_bit else (Channel(self._room),)

    def int16ChannelData(self) -> tuple[Channel, ...] | None:
        return (Channel(self._room), Channel(self._room[1:])) if self._voice.is_16_bit else None


Callback = Callable[[AVAudioPCMBuffer], None]


class AVSpeechSynthesizer:
    def __init__(self) -> None:
        self._is_speaking = threading.Event()
        self._is_stopped = threading.Event()

    @classmethod
    def alloc(cls) -> AVSpeechSynthesizer:
        return cls()

    def init(self) -> AVSpeechSynthesizer:
        return self

    def isSpeaking(self) -> bool:
        return self._is_speaking.is_set()

    def speakUtterance_(self, utterance: AVSpeechUtterance) -> None:
        raise AssertionError("it would be heard on the default device")

    def stopSpeakingAtBoundary_(self, boundary: int) -> bool:
        assert boundary == 0
        self._is_stopped.set()
        return self.isSpeaking()

    def writeUtterance_toBufferCallback_(
        self, utterance: AVSpeechUtterance, callback: Callback
    ) -> None:
        assert not self.isSpeaking(), "it would wait for the one before"
        self._is_speaking.set()
        self._is_stopped.clear()
        assert utterance.voice is not None
        loop = RunLoop.of_this_thread() if utterance.voice.by_run_loop else None
        call = loop.wrap(callback) if loop else callback
        arguments = weakref.ref(self), utterance, utterance.sound(), call, loop
        threading.Thread(target=_speak, args=arguments, daemon=True).start()


def _speak(
    held: weakref.ref[AVSpeechSynthesizer],
    utterance: AVSpeechUtterance,
    sound: np.ndarray,
    call: Callback,
    loop: RunLoop | None,
) -> None:
    voice = utterance.voice
    assert voice is not None
    if not voice.hertz:
        return  # it says for ever that it speaks
    for start in range(0, len(sound), FRAMES):
        if loop is not None:
            loop.wait_for_turns(2)
        time.sleep(0.001)
        synthesizer = held()
        if synthesizer is None:
            return
        if synthesizer._is_stopped.is_set():
            break
        del synthesizer
        call(AVAudioPCMBuffer(sound[start : start + FRAMES], voice))
        if voice.ends_often:
            call(AVAudioPCMBuffer(sound[:0], voice))
    if not voice.loses_last:
        call(AVAudioPCMBuffer(sound[:0], voice))
    if (synthesizer := held()) is not None:
        synthesizer._is_speaking.clear()


class RunLoop:
    """Calls only while it is run."""

    _own = threading.local()

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._turns = 0
        self._turned = threading.Condition()

    @classmethod
    def of_this_thread(cls) -> RunLoop:
        if not hasattr(cls._own, "loop"):
            cls._own.loop = cls()
        return cls._own.loop

    @classmethod
    def currentRunLoop(cls) -> RunLoop:
        return cls.of_this_thread()

    def wrap(self, callback: Callback) -> Callback:
        return lambda buffer: self._calls.put(lambda: callback(buffer))

    def wait_for_turns(self, count: int) -> None:
        with self._turned:
            until = self._turns + count
            self._turned.wait_for(lambda: self._turns >= until)

    def runMode_beforeDate_(self, mode: str, until: float) -> bool:
        """It returns at once when there is nothing that it could wait for, and after a call."""
        assert mode == "NSDefaultRunLoopMode"
        with self._turned:
            self._turns += 1
            self._turned.notify_all()
        with contextlib.suppress(queue.Empty):
            self._calls.get_nowait()()
            return True
        return False


@contextlib.contextmanager
def autorelease_pool() -> Iterator[None]:
    yield


def install() -> None:
    """Let `AVFAudio`, `Foundation` and `objc` be these."""
    speech = ModuleType("AVFAudio")
    speech.__dict__.update(
        AVSpeechSynthesisVoice=AVSpeechSynthesisVoice,
        AVSpeechSynthesizer=AVSpeechSynthesizer,
        AVSpeechUtterance=AVSpeechUtterance,
    )
    foundation = ModuleType("Foundation")
    foundation.__dict__.update(
        NSDate=SimpleNamespace(dateWithTimeIntervalSinceNow_=lambda s: time.monotonic() + s),
        NSDefaultRunLoopMode="NSDefaultRunLoopMode",
        NSRunLoop=RunLoop,
    )
    bridge = ModuleType("objc")
    bridge.__dict__["autorelease_pool"] = autorelease_pool
    sys.modules |= {"AVFAudio": speech, "Foundation": foundation, "objc": bridge}
