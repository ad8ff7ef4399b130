"""The stage: every camera, sound and output, behind calls that never wait.

What takes time (opening a device, an encoder, closing a file) is done by the crew, one thread
that takes the show's wishes in order.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.audio.desk import SoundDesk
from studio.audio.earcons import sound_of
from studio.audio.lines import headphones
from studio.audio.wire import Balance
from studio.model import events
from studio.model.announcement import Earcon
from studio.model.card import CardTransition
from studio.model.counts import ProgramCounts, SendingCounts
from studio.model.destination import StreamPlan
from studio.model.errors import StudioError
from studio.model.media import Picture, Size
from studio.model.message import Message
from studio.model.product import Product
from studio.model.scene import PictureKind, PictureSource, Scene, SoundKind, SoundSource
from studio.model.settings import Settings
from studio.model.speech_model import SpeechModel
from studio.model.state import Levels
from studio.model.voice import Listening, Recording, TaughtCommand
from studio.model.voicing import Manner, Piece, Report
from studio.model.work import CallOff
from studio.program.card_desk import CardDesk, CardManner, Change, Wish
from studio.program.clock import Program
from studio.program.hearing import Hearing
from studio.program.lone_voice import LoneVoice
from studio.program.look import Fade, Look
from studio.program.sending import Sending
from studio.scanner.worker import Scanner
from studio.speech import synthesizer
from studio.speech.voice_outlet import manner_of
from studio.speech.words.saying import segments_of
from studio.threads import Post
from studio.video.inputs import PictureInput, open_input

log = logging.getLogger(__name__)

ANSWER_S = 2.0
"""How long a device that said its name is given to be answered, before the next one speaks."""


@dataclass(frozen=True, slots=True)
class Format:
    """The program picture: its size in pixels and its rate per second."""

    size: Size
    rate: int

    @classmethod
    def of(cls, settings: Settings) -> "Format":
        return cls(Size.parse(settings.canvas), settings.frame_rate)


class Stage:
    """Pictures, sound and outputs on one clock. The show's thread calls it.

    Args:
        post: Takes events, from any thread.
        origin: Beat 0 of the picture and sample 0 of the sound, in seconds of
            `time.monotonic`; films begin there.
        settings: The picture's format, to begin with.
        choose_encoder: Gives the name of the encoder to use for a setting; on the crew's thread.
    """

    def __init__(
        self,
        post: Post,
        origin: float,
        settings: Settings,
        choose_encoder: Callable[[str], str],
    ) -> None:
        self._post = post
        self._origin = origin
        self._settings = settings
        self._crew = ThreadPoolExecutor(1, thread_name_prefix="crew")
        self._pictures: dict[str, PictureSource] = {}
        self._inputs: dict[str, PictureInput] = {}
        self._stand_ins: dict[str, PictureInput] = {}
        self._sounds: tuple[SoundSource, ...] = ()
        self._tones: dict[str, SoundSource] = {}
        self._is_closing = False
        self._preview_size: Size | None = None
        self._format = Format.of(settings)
        # Held while the look changes, and while one program takes the place of another.
        self._looks = threading.Lock()
        # Held while the sounds wished for and the tones that stand in are brought together.
        self._tuning = threading.Lock()
        self._desk = SoundDesk(self._watch, origin=origin, voice=synthesizer.program())
        self._program = self._make_program(Look())
        self._cards = CardDesk(post, self._change_look, self._card_manner())
        self._scanner = Scanner(post, self._cameras_on_air)
        self._earlier = ProgramCounts()
        self._sending = Sending(self._watch, self._desk, choose_encoder)
        self._hearing = Hearing(post, self._desk)
        # A camera's picture waits for the next beat: half a beat, until it has been measured.
        self._desk.voice_delay_s = 0.5 / self._format.rate
        self._desk.set_balance(_balance(settings, ()))
        self._desk.guard_leaks(on=settings.leak_guard)
        self._desk.set_monitor_device(settings.monitor_device)
        self._desk.start()
        self._program.start()
        self._cards.start()
        self._scanner.start()

    # ------------------------------------------------------------------ the show's wishes

    def use_sources(self, pictures: Sequence[PictureSource], sounds: Sequence[SoundSource]) -> None:
        self._do(lambda: self._use_pictures({p.id: p for p in pictures}))
        # Not by the crew, which may be waiting for a device: a mute takes effect at once.
        with self._tuning:
            self._sounds = tuple(sounds)
            self._use_sounds()
        self._desk.set_balance(_balance(self._settings, self._sounds))

    def show_scene(self, scene: Scene | None, fade_s: float) -> None:
        fade = Fade(time.monotonic(), fade_s)
        self._change_look(lambda look: look.with_scene(scene, fade))

    def show_card(self, product: Product | None, fade_s: float) -> None:
        """Draw and show a card, or hide the one there is, as the settings have cards come and go.

        It is drawn on a thread of its own; a card that gave way to another at once is not shown.
        """
        transition = CardTransition(self._settings.card_transition)
        self._cards.show(Wish(product, transition, fade_s))

    def look_for_codes(self, *, on: bool) -> None:
        self._scanner.look_for_codes(on=on)

    def configure(self, settings: Settings) -> None:
        changed = settings.monitor_device != self._settings.monitor_device
        self._settings = settings
        self._desk.set_balance(_balance(settings, self._sounds))
        self._desk.guard_leaks(on=settings.leak_guard)
        if changed:
            self._desk.set_monitor_device(settings.monitor_device)
        self._cards.draw_so(self._card_manner())
        self._do(self._take_format)

    def start_stream(self, plan: StreamPlan) -> None:
        self._do(lambda: self._sending.start_stream(plan, self._program, self._settings))

    def start_rehearsal(self, output: str, name: str) -> None:
        self._do(lambda: self._sending.start_rehearsal(output, name, self._program, self._settings))

    def start_recording(self, output: str, name: str, path: Path) -> None:
        self._do(
            lambda: self._sending.start_recording(output, name, path, self._program, self._settings)
        )

    def stop_output(self, output: str, *, at_once: bool = False) -> None:
        self._do(lambda: self._sending.stop(output, self._program, at_once=at_once))

    def use_delay(self, seconds: float) -> None:
        self._do(lambda: self._sending.use_delay(seconds))

    def hold_voice(self, at: float) -> None:
        self._desk.hold_voice(at)
        self._hearing.hold(at)

    def release_voice(self, at: float) -> None:
        self._desk.release_voice(at)
        self._hearing.let_go(at)

    def cut_voice(self, began: float, ended: float, new_from: float) -> bool:
        return self._desk.cut_voice(began, ended, new_from)

    def drop_held(self) -> None:
        # Not by the crew, which may be waiting for a device: what is held runs out.
        self._sending.drop_held()

    def close_air(self, *, closed: bool) -> None:
        air = self._sending.air
        if closed:
            air.close()
        else:
            air.open()

    def test(self, plan: StreamPlan, call_off: CallOff) -> None:
        """Try a destination; takes seconds, on the caller's thread."""
        self._sending.air.check(plan, call_off)

    @property
    def has_headphones(self) -> bool:
        return self._desk.has_headphones

    def play_earcon(self, earcon: Earcon) -> bool:
        """Have it heard in the streamer's headphones alone; False where there are none."""
        return self._desk.play_signal(sound_of(earcon))

    def headphones(self) -> tuple[str, ...]:
        """Takes a tenth of a second, on the caller's thread."""
        return headphones()

    def say_on(
        self, device: str, words: Message, over: threading.Event, begun: Callable[[], None]
    ) -> None:
        """Takes as long as the words and an answer, on the caller's thread."""
        try:
            with LoneVoice(device, manner_of(self._settings), begun) as voice:
                voice.say(segments_of(words), over)
        finally:
            # Of a device that fails too: several of those would be tried without a pause.
            over.wait(ANSWER_S)

    def listen(self, mode: Listening) -> None:
        """Listen for commands in what the voice's microphone captures, from now on so."""
        self._hearing.listen(mode)

    def teach(self, taught: Sequence[TaughtCommand]) -> None:
        self._hearing.teach(taught)

    def await_answers(self, ids: Collection[str]) -> None:
        self._hearing.await_answers(ids)

    def use_speech_model(self, model: SpeechModel | None) -> None:
        self._do(lambda: self._hearing.use_speech_model(model))

    def expect_words(
        self, phrases: Sequence[str], names: Sequence[str], openings: Sequence[str]
    ) -> None:
        self._hearing.expect_words(phrases, names, openings)

    def ask_for_take(self, then: Callable[[Recording], None] | None) -> None:
        self._hearing.ask_for_take(then)

    @property
    def has_take_begun(self) -> bool:
        return self._hearing.has_take_begun

    # ------------------------------------------------------------------ for the voice, any thread

    def on_report(self, report: Callable[[Report], None]) -> None:
        """Have it told what becomes of the voice's orders; see `SoundDesk.on_report`."""
        self._desk.on_report(report)

    def speak(self, order: int, pieces: tuple[Piece, ...], manner: Manner, signal: str) -> None:
        """See `Mouth`."""
        self._desk.speak(order, pieces, manner, signal)

    def hush(self) -> None:
        self._desk.hush()

    def levels(self) -> Levels:
        return self._desk.levels()

    # ------------------------------------------------------------------ for the window

    def want_preview(self, size: Size | None) -> None:
        self._preview_size = size
        self._program.want_preview(size)

    def preview(self) -> NDArray[np.uint8] | None:
        return self._program.preview()

    def counts(self) -> tuple[ProgramCounts, SendingCounts]:
        return self._earlier.with_more(self._program.counts()), self._sending.counts()

    def close(self) -> None:
        """End every output properly, then let go of the devices."""
        self._do(lambda: self._sending.close(self._program))
        self._is_closing = True
        self._crew.shutdown(wait=True)
        self._hearing.close()
        self._scanner.stop()
        self._cards.stop()
        self._program.stop()
        for source in (*self._inputs.values(), *self._stand_ins.values()):
            source.stop()
        self._desk.stop()

    def _change_look(self, change: Change) -> None:
        with self._looks:
            self._program.show(change(self._program.look))

    def _cameras_on_air(self) -> dict[str, Picture]:
        """The newest picture of each camera on air, whole, by its source's id; any thread."""
        scene, inputs, now = self._program.look.scene, self._inputs, time.monotonic()
        sources = (inputs.get(p.source) for p in (scene.placements if scene else ()))
        live = (source for source in sources if source is not None and source.is_live)
        pictures = ((source.source.id, source.picture(now)) for source in live)
        return {source: picture for source, picture in pictures if picture is not None}

    # ------------------------------------------------------------------ on the crew's thread

    def _do(self, job: Callable[[], Any]) -> None:
        if self._is_closing:
            return

        def guarded() -> None:
            try:
                job()
            except StudioError as error:
                self._post(events.WorkerFailed(events.Part.STAGE, error))
            except Exception:  # a bug of the stage must not end the crew
                log.exception("the stage failed")
                self._post(events.WorkerFailed(events.Part.STAGE, None))

        self._crew.submit(guarded)

    def _make_program(self, look: Look) -> Program:
        program = Program(
            self._format.size, self._format.rate, self._origin, self._post, self._picture_is_late
        )
        program.show(look)
        program.want_preview(self._preview_size)
        return program

    def _picture_is_late(self, seconds: float) -> None:
        """The voice waits as long as the face is late, so that lips and words meet."""
        self._desk.voice_delay_s = max(0.0, seconds)

    def _take_format(self) -> None:
        """A new size or rate needs a new program; what is being sent keeps the old one."""
        if Format.of(self._settings) == self._format or self._sending.is_busy:
            return
        self._format = Format.of(self._settings)
        old = self._program
        old.stop()
        self._earlier = self._earlier.with_more(old.counts())
        with self._looks:
            # The card is drawn anew for the new size, and then put there.
            self._cards.draw_so(self._card_manner())
            self._program = self._make_program(replace(old.look, card=None, card_before=None))
        for source in (*self._inputs.values(), *self._stand_ins.values()):
            source.stop()
        pictures, self._pictures, self._inputs, self._stand_ins = self._pictures, {}, {}, {}
        self._use_pictures(pictures)
        self._program.start()

    def _use_pictures(self, wanted: dict[str, PictureSource]) -> None:
        for source in [s for s in self._pictures.values() if wanted.get(s.id) != s]:
            self._inputs.pop(source.id).stop()
            self._drop_stand_in(source.id)
        added = {i: s for i, s in wanted.items() if i not in self._inputs}
        self._pictures = dict(wanted)
        for source in added.values():
            self._inputs[source.id] = opened = self._open(source)
            opened.start()
        self._program.use({**self._inputs, **self._stand_ins})

    def _use_sounds(self) -> None:
        sounds = self._sounds
        wanted = {sound.id for sound in sounds}
        self._tones = {source: t for source, t in self._tones.items() if source in wanted}
        self._desk.set_sources((*sounds, *self._tones.values()))

    def _open(self, source: PictureSource, post: Post | None = None) -> PictureInput:
        return open_input(
            source,
            post or self._watch,
            origin=self._origin,
            canvas=self._format.size,
            rate=self._format.rate,
        )

    # --------------------------------------------------------- what stands in for what is absent

    def _watch(self, event: events.Event) -> None:
        """Pass every event on; a source that never gave anything gets a stand-in."""
        match event:
            case events.OutputStarted():
                event = replace(event, behind_s=self._sending.delay_s)
            case events.SourceLost(source=source):
                self._do(lambda: self._stand_in(source))
            case events.SourceOpened(source=source) | events.SourceBack(source=source):
                self._do(lambda: self._stand_back(source))
            case events.EncoderFailed():
                self._do(lambda: self._sending.end_all(self._program))
            case events.OutputEnded() | events.OutputLost(will_retry=False):
                self._do(lambda: self._sending.forget(event.output, self._program))
                self._do(self._take_format)
            case _:
                pass
        self._post(event)

    def _stand_in(self, source: str) -> None:
        lost = self._inputs.get(source)
        if lost is not None and lost.picture(time.monotonic()) is None:
            test = PictureSource(lost.source.name, PictureKind.TEST, id=source)
            # Its events would say that the source itself works.
            self._stand_ins[source] = opened = self._open(test, post=lambda _event: None)
            opened.start()
            self._program.use({**self._inputs, **self._stand_ins})
            self._post(events.StoodIn(source, test.name, is_sound=False))
        silent = next((s for s in self._sounds if s.id == source), None)
        if silent and silent.kind is SoundKind.MICROPHONE and not self._desk.was_heard(source):
            tone = replace(silent, kind=SoundKind.TONE, address="", is_voice=False)
            with self._tuning:
                self._tones[source] = replace(tone, id=f"{source}-tone")
                self._use_sounds()
            self._post(events.StoodIn(source, silent.name, is_sound=True))

    def _stand_back(self, source: str) -> None:
        self._drop_stand_in(source)
        self._program.use({**self._inputs, **self._stand_ins})
        with self._tuning:
            if self._tones.pop(source, None) is not None:
                self._use_sounds()

    def _drop_stand_in(self, source: str) -> None:
        if (stand_in := self._stand_ins.pop(source, None)) is not None:
            stand_in.stop()

    def _card_manner(self) -> CardManner:
        settings = self._settings
        return CardManner(self._format.size, settings.card_style, settings.language)


def _balance(settings: Settings, sounds: Sequence[SoundSource]) -> Balance:
    """The own microphone is heard while viewers hear it; its silence tells that it is muted."""
    own = next((s for s in sounds if s.is_voice and s.kind is SoundKind.MICROPHONE), None)
    if own is None or own.is_muted:
        return Balance(settings.duck_db)
    return Balance(settings.duck_db, settings.side_tone_percent / 100, own.address)
