"""What the desk knows of a source: how to start it, play it and stop it."""

from collections.abc import Callable
from typing import Protocol

from studio.audio import files, tones
from studio.audio.files import FileReader
from studio.audio.microphone import Microphone
from studio.audio.tape import Head, Samples
from studio.model.errors import SoundError
from studio.model.events import SourceLost, SourceOpened
from studio.model.media import RATE
from studio.model.scene import SoundKind, SoundSource
from studio.threads import Post, Worker

MOST_OFFSET_MS = 1_500.0


class SoundInput(Protocol):
    """One source on the timeline. `play` is for the desk's thread, all else for any."""

    @property
    def is_settled(self) -> bool:
        """What there is to play at the timeline's beginning is there, or will not be."""
        ...

    @property
    def was_heard(self) -> bool:
        """It gave sound at least once."""
        ...

    @property
    def late_s(self) -> float | None:
        """How long after it was captured sound is played now; None for no microphone's."""
        ...

    def start(self) -> None: ...

    def play(self, source: SoundSource, start: int, count: int, voice_delay_s: float) -> Samples:
        """Give the block that begins at a position, shape (count, 2)."""
        ...

    def ask_to_stop(self) -> None: ...

    def stop(self) -> None: ...


def open_input(source: SoundSource, post: Post, *, origin: float) -> SoundInput:
    """Make the input of a source; it does nothing before `start`."""
    match source.kind:
        case SoundKind.MICROPHONE:
            return MicrophoneInput(source, post, origin)
        case SoundKind.FILE:
            return _FileInput(source, post, origin)
        case SoundKind.TONE | SoundKind.SILENCE:
            return _MadeInput(source, post)


def is_same_input(one: SoundSource, other: SoundSource) -> bool:
    """Whether a changed source goes on as it is; else it is closed and opened anew."""
    if (one.kind, one.address, one.loop) != (other.kind, other.address, other.loop):
        return False
    return one.kind is not SoundKind.MICROPHONE or one.is_voice == other.is_voice


def probe(source: SoundSource) -> None:
    """Make sure that a source can ever be heard; devices and the network are not asked.

    A file is opened, which may take a moment. Any thread.

    Raises:
        SoundError: A file is missing, a folder, not allowed or no sound; a tone is no number.
    """
    match source.kind:
        case SoundKind.FILE:
            files.probe(source)
        case SoundKind.TONE:
            tones.pitch(source.address)
        case SoundKind.MICROPHONE | SoundKind.SILENCE:
            pass


class _Working:
    """An input with a worker behind it."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def start(self) -> None:
        self._worker.start()

    def ask_to_stop(self) -> None:
        self._worker.ask_to_stop()

    def stop(self) -> None:
        self._worker.stop()


class MicrophoneInput(_Working):
    is_settled = True  # nobody waits for a microphone

    def __init__(self, source: SoundSource, post: Post, origin: float) -> None:
        self._microphone = Microphone(source, post, origin=origin)
        super().__init__(self._microphone)
        self._head = Head(self._microphone.tape)

    @property
    def was_heard(self) -> bool:
        return self._microphone.was_heard

    def overhear(self, take: Callable[[Samples, int, float], None] | None) -> None:
        """Give what is captured as soon as it is there; None ends that."""
        self._microphone.overhear = take

    @property
    def late_s(self) -> float:
        return self._microphone.late_s + self._head.delay / RATE

    def play(self, source: SoundSource, start: int, count: int, voice_delay_s: float) -> Samples:
        self._microphone.record(start + count, voice_delay_s if source.is_voice else 0.0)
        self._head.delay = _delay(source)
        return self._head.play(start, count)


class _FileInput(_Working):
    late_s = None

    def __init__(self, source: SoundSource, post: Post, origin: float) -> None:
        self._reader = FileReader(source, post, origin=origin)
        super().__init__(self._reader)
        self._head = Head(self._reader.tape, _delay(source))

    @property
    def is_settled(self) -> bool:
        return self._reader.is_settled

    @property
    def was_heard(self) -> bool:
        return self._reader.tape.start is not None

    def play(
        self,
        source: SoundSource,
        start: int,
        count: int,
        voice_delay_s: float,  # noqa: ARG002 - a film's sound is in step with its picture
    ) -> Samples:
        self._head.delay = _delay(source)
        return self._head.play(start, count)


class _MadeInput:
    late_s = None
    is_settled = True
    was_heard = True

    def __init__(self, source: SoundSource, post: Post) -> None:
        self._source = source
        self._post = post
        self._made: tones.Tone | tones.Silence = tones.Silence()

    def start(self) -> None:
        try:
            if self._source.kind is SoundKind.TONE:
                self._made = tones.Tone(tones.pitch(self._source.address))
        except SoundError as error:
            self._post(SourceLost(self._source.id, error))
        else:
            self._post(SourceOpened(self._source.id))

    def play(
        self,
        source: SoundSource,  # noqa: ARG002 - what is made has no time to be off
        start: int,
        count: int,
        voice_delay_s: float,  # noqa: ARG002 - as above
    ) -> Samples:
        return self._made.play(start, count)

    def ask_to_stop(self) -> None:
        """Nothing runs."""

    def stop(self) -> None:
        """Nothing runs."""


def _delay(source: SoundSource) -> int:
    offset_ms = min(max(source.offset_ms, -MOST_OFFSET_MS), MOST_OFFSET_MS)
    return round(offset_ms * RATE / 1000)
