"""AVSpeechSynthesizer, the voices of macOS.

`writeUtterance:toBufferCallback:` (macOS 10.15) gives the sound to us; `speakUtterance:` would
play it on the default device, for everybody to hear. The synthesizer works on a thread of its own
and calls back there, or from the run loop of the thread that asked; without an NSApplication nobody
runs that loop, so it is run here for as long as there is something to wait for.

So far it has been tried on a stand-in for Apple's frameworks only. What it guards against was told
by others who use the call: a voice that is listed and never gives sound, or none at a low rate; an
empty buffer that comes more than once, or never; sound of another rate or format.
"""

import array
import queue
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from types import SimpleNamespace
from typing import Any, NamedTuple

from studio.speech.engines.engine import Deliver, EngineError
from studio.speech.engines.pcm import HZ, ToRate, deliver_all, of_floats
from studio.speech.engines.pyttsx import Loopless, PyttsxEngine

_USUAL_WPM = 180
_SLOWEST, _FASTEST = 0.5, 4.0
"""How much slower and faster than usual rates of 0.0 and 1.0 speak."""
_IMMEDIATELY = 0
"""Of `AVSpeechBoundary`."""
_IS_NOVELTY = 1
"""Of `AVSpeechSynthesisVoiceTraits`, macOS 14: voices for fun, such as bells."""

_FIRST_WORD = "a"

_NAP_S = 0.005
_ASK_S = 0.1
"""How often it is asked whether the sound that takes its time is still wanted."""
_PATIENCE_S = 2.0
"""For a voice that is loaded takes a second; one that gives nothing for so long is mute."""
_GAP_S = 1.0
"""Between two buffers. When it is longer, the empty one that ends them has been lost."""
_ENDING_S = 0.1
"""After an empty buffer while it says that it speaks on, or none when it says that it is done."""
_STOP_S = 0.1
_MOST_TRIED = 3
"""So many voices are tried: all that is silence, and an engine has eight seconds to start."""


class _Sound(NamedTuple):
    """What was in a buffer; without samples it may be the last."""

    samples: "array.array[int]"
    rate: int


def open_avspeech() -> PyttsxEngine:
    """Start AVSpeechSynthesizer; once per process, on the thread that is to use it.

    Raises:
        EngineError: It is not there, or no voice gives sound.
    """
    try:
        return PyttsxEngine("avspeech", _build)
    except Exception as error:  # PyObjC raises what Objective-C raised
        raise EngineError(repr(error)) from error


def rate_for(wpm: float) -> float:
    """The rate for a speed in words a minute.

    Apple does not say what a rate means. macOS's own Speak Screen makes 0.0 of half speed, 0.5 of
    usual speed and 1.0 of four times that, in straight lines, which is followed here. What usual
    speed is differs from voice to voice: 180 is the least that Apple calls average. So the speed is
    right within a fifth or so, and what the scale cannot reach (below 90, above 720) is its end.
    """
    speed = wpm / _USUAL_WPM
    rate = speed - _SLOWEST if speed <= 1 else 0.5 + 0.5 * (speed - 1) / (_FASTEST - 1)
    return min(1.0, max(0.0, rate))


def _build(proxy: Any) -> Any:  # noqa: ANN401 - pyttsx3 has no types
    # All three exist on macOS only.
    import AVFAudio  # noqa: PLC0415 - as told above # pyright: ignore[reportMissingImports] - as told above
    import Foundation  # noqa: PLC0415 - as told above # pyright: ignore[reportMissingImports] - as told above
    import objc  # noqa: PLC0415 - as told above # pyright: ignore[reportMissingImports] - as told above

    driver = _Driver(proxy, AVFAudio, Foundation, objc.autorelease_pool)
    driver.try_out()
    return driver


class _Driver(Loopless):
    """Delivers sound instead of playing it, as pyttsx3 asks a driver to speak."""

    hz = HZ

    def __init__(self, proxy: Any, speech: Any, foundation: Any, pool: Any) -> None:  # noqa: ANN401 - untyped libraries
        self.deliver: Deliver = lambda _pcm: False
        self._proxy = proxy
        self._speech = speech
        self._foundation = foundation
        self._pool = pool
        self._voice: Any = None
        self._rate, self._pitch, self._volume = 0.5, 1.0, 1.0
        self._mute: set[tuple[str, float]] = set()
        """Voices that gave no sound, each at a rate: some do at other rates."""
        self._stopping: list[Any] = []
        # It falls silent when nobody holds it.
        self._synthesizer = self._new_synthesizer()
        self._voices = self._known_voices()
        if not self._voices:
            raise EngineError("there are no voices")

    def try_out(self) -> None:
        """Have a word made that nobody hears: the first takes long, and shows whether it works.

        Raises:
            EngineError: There is no sound.
        """
        heard = 0

        def count(pcm: bytes) -> bool:
            nonlocal heard
            heard += len(pcm)
            return not heard

        self.deliver = count
        self._voice = self._speech.AVSpeechSynthesisVoice.voiceWithLanguage_("en-US")
        self.say(_FIRST_WORD)

    def say(self, text: str) -> None:
        with self._pool():
            for voice in islice(self._voices_that_may_do(), _MOST_TRIED):
                if self._is_spoken(text, voice):
                    return
                self._mute.add((voice.identifier(), self._rate))
        raise EngineError("no voice gives sound")

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802 - as pyttsx3 calls it
        if name != "voices":
            raise KeyError(name)
        names = Counter(voice.name() for voice in self._voices)
        return [
            SimpleNamespace(
                id=voice.identifier(),
                # Some voices exist in many languages, and go by one name in all.
                name=voice.name()
                if names[voice.name()] == 1
                else f"{voice.name()} ({voice.language()})",
                languages=[voice.language()],
            )
            for voice in self._voices
        ]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802 - as pyttsx3 calls it
        match name:
            case "voice":
                self._voice = self._speech.AVSpeechSynthesisVoice.voiceWithIdentifier_(value)
            case "rate":
                self._rate = rate_for(value)
            case "pitch":
                # 0.5 to 2.0, an octave either way.
                self._pitch = 2.0 ** ((value - 50) / 50)
            case "volume":
                self._volume = value
            case _:
                raise KeyError(name)

    def destroy(self) -> None:
        """Nothing is held that outlives it."""

    def _new_synthesizer(self) -> Any:  # noqa: ANN401 - PyObjC has no types
        return self._speech.AVSpeechSynthesizer.alloc().init()

    def _known_voices(self) -> list[Any]:
        """Every voice; of a language the system's own choice first, then the best, then the odd."""
        kind = self._speech.AVSpeechSynthesisVoice
        voices = list(kind.speechVoices())
        usual = {
            chosen.identifier()
            for language in {voice.language() for voice in voices}
            if (chosen := kind.voiceWithLanguage_(language)) is not None
        }

        def order(voice: Any) -> tuple[bool, bool, int]:  # noqa: ANN401 - as above
            is_odd = bool(getattr(voice, "voiceTraits", int)() & _IS_NOVELTY)
            return is_odd, voice.identifier() not in usual, -voice.quality()

        return sorted(voices, key=order)

    def _voices_that_may_do(self) -> Iterator[Any]:
        """The voice that was asked for, then others of its language."""
        wanted = self._voice or self._voices[0]
        yield from (
            voice
            for voice in [wanted, *self._voices]
            if voice.language() == wanted.language()
            and (voice.identifier(), self._rate) not in self._mute
        )

    def _is_spoken(self, text: str, voice: Any) -> bool:  # noqa: ANN401 - as above
        """Speak; False when the voice is mute."""
        utterance = self._speech.AVSpeechUtterance.alloc().initWithString_(text)
        utterance.setVoice_(voice)
        utterance.setRate_(self._rate)
        utterance.setPitchMultiplier_(self._pitch)
        utterance.setVolume_(self._volume)
        sounds: queue.SimpleQueue[_Sound | Exception] = queue.SimpleQueue()

        def take(buffer: Any) -> None:  # noqa: ANN401 - as above
            # What a callback raises ends the process.
            try:
                sounds.put(_sound_of(buffer))
            except Exception as error:  # noqa: BLE001 - it is raised where it can be told
                sounds.put(error)

        self._synthesizer.writeUtterance_toBufferCallback_(utterance, take)
        has_sound = self._has_delivered(sounds)
        return has_sound or not any(sign.isalnum() for sign in text)

    def _has_delivered(self, sounds: "queue.SimpleQueue[_Sound | Exception]") -> bool:
        """Deliver to the end, or until no more is wanted; whether there was anything to deliver."""
        to_rate: ToRate | None = None
        had_empty, has_spoken = False, self._synthesizer.isSpeaking()
        came_at = asked_at = time.monotonic()
        while True:
            sound = self._next(sounds)
            now = time.monotonic()
            if sound is None:
                speaks = self._synthesizer.isSpeaking()
                has_spoken |= speaks
                if had_empty and not speaks:
                    break
                is_ending = had_empty or (has_spoken and not speaks)
                patience = _ENDING_S if is_ending else _GAP_S if to_rate else _PATIENCE_S
                if now - came_at > patience:
                    break
                if now - asked_at < _ASK_S:
                    continue
                asked_at, pcm = now, b""
            else:
                came_at, had_empty = now, not sound.samples
                if had_empty:
                    continue
                to_rate = to_rate or ToRate(sound.rate)
                pcm = to_rate.take(sound.samples).tobytes()
            if not deliver_all(pcm, self.deliver):
                self._break_off()
                return True
            if pcm:
                # It may have waited for who takes it, and the loop stood still meanwhile.
                came_at = time.monotonic()
        self._break_off()
        return to_rate is not None

    def _next(self, sounds: "queue.SimpleQueue[_Sound | Exception]") -> _Sound | None:
        """What came next, if it comes soon."""
        self._run_loop()
        try:
            sound = sounds.get(timeout=_NAP_S)
        except queue.Empty:
            return None
        if isinstance(sound, Exception):
            self._break_off()
            raise sound
        return sound

    def _run_loop(self) -> None:
        foundation = self._foundation
        soon = foundation.NSDate.dateWithTimeIntervalSinceNow_(_NAP_S)
        loop = foundation.NSRunLoop.currentRunLoop()
        loop.runMode_beforeDate_(foundation.NSDefaultRunLoopMode, soon)

    def _break_off(self) -> None:
        """Stop at once if it still speaks. One that does not obey would hold up the next text."""
        if not self._synthesizer.isSpeaking():
            return
        self._synthesizer.stopSpeakingAtBoundary_(_IMMEDIATELY)
        until = time.monotonic() + _STOP_S
        while self._synthesizer.isSpeaking():
            if time.monotonic() > until:
                # It is held until it is done: its callbacks need it.
                self._stopping = [one for one in self._stopping if one.isSpeaking()]
                self._stopping.append(self._synthesizer)
                self._synthesizer = self._new_synthesizer()
                return
            self._run_loop()
            time.sleep(_NAP_S)


def _sound_of(buffer: Any) -> _Sound:  # noqa: ANN401 - PyObjC has no types
    """What is in a buffer; of several channels the first.

    Raises:
        EngineError: It is no sound, or of a format that no voice was heard of to have.
    """
    frames = int(buffer.frameLength())
    if not frames:
        return _Sound(array.array("h"), 0)
    rate = round(buffer.format().sampleRate())
    step = int(buffer.stride())
    if (channels := buffer.floatChannelData()) is not None:
        return _Sound(of_floats(_copied("f", channels[0], frames, step)), rate)
    if (channels := buffer.int16ChannelData()) is not None:
        return _Sound(_copied("h", channels[0], frames, step), rate)
    raise EngineError("the sound is neither float32 nor of 16 bit")


def _copied(kind: str, channel: Any, frames: int, step: int) -> Any:  # noqa: ANN401 - as above
    """The samples of a channel, which lie `step` apart; the buffer is Apple's, and used again."""
    values = array.array(kind)
    values.frombytes(bytes(channel.as_buffer(frames * step))[: frames * step * values.itemsize])
    return values[::step]
