"""The studio: one thread that owns the show, and the link by which all others reach it."""

import gc
import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from studio import text
from studio.app.importing import columns_beside
from studio.app.vocabulary import Vocabulary
from studio.commands.by_voice import asks_first, only_tests
from studio.commands.command import Invocation, Origin
from studio.commands.dispatcher import Dispatcher
from studio.commands.every import REGISTRY
from studio.commands.keys import stops_while_learning
from studio.interpreter.conversation import Conversation
from studio.interpreter.interpreter import prepare, shared
from studio.interpreter.reading import reading
from studio.model import events
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.backup import Backup
from studio.model.catalogue import Columns
from studio.model.errors import StudioError
from studio.model.media import Size
from studio.model.message import Message, say
from studio.model.ports import AskPassphrase
from studio.model.product import Product
from studio.model.record import ShowRecord
from studio.model.session import Session
from studio.model.state import Devices, Levels, ShowState
from studio.show import Show
from studio.speech import leaks
from studio.speech.announcer import Announcer
from studio.speech.ear import EarOutlet
from studio.speech.level_watch import LevelWatch
from studio.speech.loss_watch import LossWatch
from studio.speech.narrator import narrate
from studio.speech.voice import Voice
from studio.speech.voice_outlet import VoiceOutlet, manner_of
from studio.threads import Inbox

if TYPE_CHECKING:
    from studio.app.archive import StudioArchive
    from studio.program.stage import Stage

log = logging.getLogger(__name__)

T = TypeVar("T")

_PATIENCE_S = 20.0
_LOOK_S = 0.1
"""Seconds between two looks at the levels."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """Something to be done on the show's thread."""

    run: Callable[[], None]


class Studio:
    """Owns the show on a thread of its own; every other method is safe on any thread.

    Args:
        announcer: Takes all that the studio has to say.
        arrange: Changes how the show begins; scripts use it.
        ask_passphrase: Asks the user for the passphrase of the stream keys' file; may wait.
        lead_s: Seconds from the engines' start to beat 0.
        keeps: What is changed survives a restart; a scripted show changes nothing of the user's.
        is_heard: Set once somebody hears what is said; nothing is said before.
        is_read: Whether a screen reader speaks what is announced; None while that is not known.
    """

    def __init__(
        self,
        announcer: Announcer,
        arrange: Callable[[ShowState], ShowState] = lambda state: state,
        ask_passphrase: AskPassphrase = lambda _is_new: "",
        lead_s: float = 0.0,
        is_heard: threading.Event | None = None,
        *,
        is_read: Callable[[], bool | None] = lambda: True,
        keeps: bool = True,
    ) -> None:
        self.announcer = announcer
        self._arrange = arrange
        self._ask_passphrase = ask_passphrase
        self._lead_s = lead_s
        self._is_heard = is_heard
        self._is_read = is_read
        self._keeps = keeps
        self._inbox: Inbox[events.Event | Invocation | Continuation] = Inbox()
        self._thread = threading.Thread(target=self._run, name="show", daemon=True)
        self._helpers = ThreadPoolExecutor(2, thread_name_prefix="helper")
        self._stopping = threading.Event()
        self._ready: Future[None] = Future()
        self._state = ShowState()
        self._subscribers: list[Callable[[ShowState], None]] = []
        self._listeners: list[Callable[[events.Event], None]] = []
        self._stage: Stage | None = None
        self._archive: StudioArchive | None = None
        self._show: Show | None = None
        self._conversation: Conversation | None = None
        self._window: Callable[[str], None] | None = None
        self._level_watch = LevelWatch()
        self._loss_watch = LossWatch()
        self._voice_outlet: VoiceOutlet | None = None
        self._next_look = 0.0
        self._was_told_of_reader = False
        self.origin = 0.0
        self.has_failed = False

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        # One busy Python thread kept the sound waiting for 0.9 s with the interpreter's usual 5 ms.
        sys.setswitchinterval(0.001)
        self._thread.start()

    @property
    def ready(self) -> "Future[None]":
        """Done when commands can be taken; fails when the studio could not be built."""
        return self._ready

    def stop(self, timeout: float = 20.0) -> None:
        """End what is on air properly and let go of everything."""
        self._stopping.set()
        self._inbox.post(Continuation(lambda: None))
        self._thread.join(timeout)
        self._helpers.shutdown(wait=False, cancel_futures=True)
        if self._thread.is_alive():
            log.warning("the studio did not stop within %.0f s", timeout)

    # ------------------------------------------------------------------ the link

    def dispatch(self, command: str, origin: str = Origin.WINDOW, /, **values: object) -> None:
        self._inbox.post(Invocation(command, values, Origin(origin)))

    def subscribe(self, on_state: Callable[[ShowState], None]) -> None:
        def begin() -> None:
            self._subscribers.append(on_state)
            on_state(self._state)

        self.on_show(begin)

    def state(self) -> ShowState:
        return self._state

    def serve(self, window: Callable[[str], None]) -> None:
        self._window = window

    def levels(self) -> Levels:
        return self._stage.levels() if self._stage else Levels()

    def want_preview(self, size: Size | None) -> None:
        self.on_show(lambda: self._stage.want_preview(size) if self._stage else None)

    def preview(self) -> NDArray[np.uint8] | None:
        return self._stage.preview() if self._stage else None

    def prepare_words(self) -> None:
        """Have phrases and names ready before somebody says or types the first."""
        self._helpers.submit(prepare, self._state)

    def devices(self) -> "Future[Devices]":
        return self._helpers.submit(_devices)

    def sessions(self) -> "Future[tuple[Session, ...]]":
        return self._look_up(lambda archive: archive.sessions())

    def record(self, session: str) -> "Future[ShowRecord]":
        return self._look_up(lambda archive: archive.record(session))

    def backups(self) -> "Future[tuple[Backup, ...]]":
        return self._look_up(lambda archive: archive.backups())

    def _look_up(self, look: "Callable[[StudioArchive], T]") -> "Future[T]":
        """Ask what survives a restart, on a thread where that may take a while."""

        def run() -> T:
            self._ready.result()
            if self._archive is None:
                raise RuntimeError("the studio is not ready")
            return look(self._archive)

        return self._helpers.submit(run)

    def find_products(self, words: str) -> "Future[Sequence[Product]]":
        found: Future[Sequence[Product]] = Future()

        def find() -> None:
            try:
                found.set_result(self.show.shelf.find(words))
            except StudioError as error:
                found.set_exception(error)

        self.on_show(find)
        return found

    def columns_of(self, path: str) -> "Future[Columns]":
        return self._helpers.submit(columns_beside, path)

    def history(self) -> list[tuple[float, Announcement]]:
        return [(said.at, said.announcement) for said in self.announcer.history()]

    def look_for_reader(self) -> None:
        """A screen reader came, went, or is known now; any thread."""
        if self._voice_outlet is not None:
            self._voice_outlet.look_again()

    def read(self, message: Message, *, by_key: bool) -> None:
        """Have the own voice read what the user comes to in the window; any thread."""
        if self._voice_outlet is not None:
            self._voice_outlet.read(message, by_key=by_key)

    def hush(self) -> None:
        """A key was pressed: what is being read is not wanted any more; any thread."""
        if self._voice_outlet is not None:
            self._voice_outlet.hush()

    # ------------------------------------------------------------------ for scripts

    def on_show(self, run: Callable[[], None]) -> None:
        """Have something done on the show's thread, in turn."""
        self._inbox.post(Continuation(run))

    def post(self, event: events.Event) -> None:
        """Have it taken that something happened; any thread."""
        self._inbox.post(event)

    def listen(self, on_event: Callable[[events.Event], None]) -> None:
        """Have every event handed over on the show's thread; before `start` only."""
        self._listeners.append(on_event)

    @property
    def show(self) -> Show:
        """The show, for continuations on its thread."""
        if self._show is None:
            raise RuntimeError("the studio is not ready")
        return self._show

    @property
    def stage(self) -> "Stage":
        if self._stage is None:
            raise RuntimeError("the studio is not ready")
        return self._stage

    # ------------------------------------------------------------------ the show's thread

    def _run(self) -> None:
        archive: StudioArchive | None = None
        try:
            archive, dispatcher = self._build()
            self._ready.set_result(None)
            # What is loaded by now stays until the end. To go through all of it in search of
            # garbage would keep every thread waiting for 20 ms, in the middle of a show.
            gc.freeze()
            while not self._stopping.is_set():
                self._take(dispatcher)
        except StudioError as error:
            log.info("the studio cannot begin: %s", error.problem)
            self._ready.set_exception(error)
        except Exception as error:  # the last place where the studio's own bug can be told
            log.exception("the studio failed")
            self.has_failed = True
            self.announcer.announce(_ended())
            if not self._ready.done():
                self._ready.set_exception(error)
        finally:
            if self._stage is not None:
                self._stage.close()
                self._say_the_rest()
            if archive is not None:
                archive.close()

    def _build(self) -> "tuple[StudioArchive, Dispatcher]":
        # The engines take most of a second to import, so the window is there before them.
        from studio.app.opening import open_studio  # noqa: PLC0415 - as told above

        opened = open_studio(
            self._inbox.post, self.on_show, self._ask_passphrase, keeps=self._keeps
        )
        text.use(text.asked_for() or opened.state.settings.language or text.system_language())
        state = self._arrange(opened.state)
        if self._is_heard is not None:
            self._is_heard.wait(_PATIENCE_S)
        for announcement in opened.announcements:
            self.announcer.announce(announcement)
        if self._lead_s:
            # Who goes on air at once shall not wait for trials when beat 0 has begun.
            opened.choose_encoder(state.settings.encoder)
        else:
            self._helpers.submit(opened.choose_encoder, state.settings.encoder)
        self.origin = time.monotonic() + self._lead_s
        self._archive = opened.archive
        self._stage = opened.make_stage(self.origin, state.settings)
        voice = self._give_voice(self._stage, state)
        self._show = Show(
            self._stage,
            opened.archive,
            state,
            self._inbox.post,
            self._last_said,
            ask_window=self._ask_window,
            own_voice=voice,
            unsay=self.announcer.unsay,
            is_read=self._is_read,
            on_show=self.on_show,
        )
        self._show.subscribe(self._publish)
        self._show.claims.load()
        self._show.speech_models.look()
        vocabulary = Vocabulary(
            self._stage.expect_words,
            self._helpers.submit,
            lambda told: self._inbox.post(events.Answered(told)),
        )
        show = self._show
        show.subscribe(lambda _state: vocabulary.follow(show))
        if self._keeps:
            from studio.app.starters import Starters  # noqa: PLC0415 - as told above

            Starters(self._show)
        gates = tuple(
            partial(gate, self._show) for gate in (stops_while_learning, only_tests, asks_first)
        )
        dispatcher = Dispatcher(self._show, self.announcer.announce, REGISTRY, gates)
        self._conversation = Conversation(
            self._show,
            dispatcher.dispatch,
            self.announcer.announce,
            lambda words, language: reading(shared(), words, language, self._state),
        )
        return opened.archive, dispatcher

    def _give_voice(self, stage: "Stage", state: ShowState) -> VoiceOutlet:
        """Let the studio speak in the headphones, by signals and with a voice of its own."""
        self._state = state
        voice = Voice(
            stage,
            lambda: manner_of(self._state.settings),
            lambda told: self._inbox.post(events.Answered(told)),
        )
        outlet = VoiceOutlet(
            voice,
            lambda: self._state.settings,
            self._is_read,
            lambda: self._state.pronunciations,
        )
        self._voice_outlet = outlet

        ear = EarOutlet(
            stage.play_earcon, lambda: self._state.settings, lambda: bool(outlet.speaks)
        )
        self.announcer.add_outlet(ear)
        self.announcer.add_outlet(outlet)
        stage.on_report(voice.hear)
        return outlet

    def _publish(self, state: ShowState) -> None:
        before, self._state = self._state, state
        if before.settings.monitor_device != state.settings.monitor_device and self._voice_outlet:
            self._voice_outlet.look_again()
        for on_state in self._subscribers:
            on_state(state)

    def _ask_window(self, act: str) -> bool:
        if self._window is not None:
            self._window(act)
        return self._window is not None

    def _last_said(self) -> tuple[float, Announcement] | None:
        said = self.announcer.last()
        return (said.at, said.announcement) if said else None

    def _take(self, dispatcher: Dispatcher) -> None:
        item = self._inbox.take(timeout=_LOOK_S)
        self._continue(self._watch_levels)
        self._continue(lambda: dispatcher.look(time.monotonic()))
        self._continue(lambda: self.show.sales.look(time.monotonic()))
        self._continue(lambda: self.show.cue.look(time.monotonic()))
        self._continue(lambda: self.show.listening.look(time.monotonic()))
        self._continue(lambda: self.show.recall.look(time.monotonic()))
        self._continue(lambda: self.show.muted_talk.look(time.monotonic()))
        self._continue(lambda: self.show.delay.look(time.monotonic()))
        match item:
            case None:
                pass
            case Invocation() as invocation:
                self._continue(lambda: dispatcher.dispatch(invocation))
            case Continuation(run=run):
                self._continue(run)
            case event:
                self._continue(lambda: self._take_event(event))

    def _watch_levels(self) -> None:
        now = time.monotonic()
        if self._stage is None or self._show is None or now < self._next_look:
            return
        self._next_look = now + _LOOK_S
        levels, voice = self._stage.levels(), self._state.voice
        level = levels.sources.get(voice.id) if voice else None
        self._show.peak_hold.see(level.peak_db if level else levels.peak_db, now)
        for warning in self._level_watch.look(self._state, levels, now):
            self.announcer.announce(warning)
        is_heard = voice is not None and not voice.is_muted and level is not None
        for told in self._show.rundown.look(level.peak_db if level and is_heard else None, now):
            self.announcer.announce(told)

    def _continue(self, run: Callable[[], object]) -> None:
        try:
            run()
        except StudioError as error:
            self.announcer.announce(error.announcement())
        except Exception:  # one part's bug must not end the show
            log.exception("a continuation or an event failed")

    def _take_event(self, event: events.Event) -> None:
        if self._show is not None:
            self._show.take(event)
        if isinstance(event, events.UtteranceHeard) and self._conversation is not None:
            self._conversation.hear(event.utterance)
        if isinstance(event, events.PicturesDropped):
            announcement = self._loss_watch.take(event, time.monotonic())
        else:
            announcement = narrate(event)
        if announcement is not None:
            self.announcer.announce(announcement)
        self._tell_of_reader(event)
        for on_event in self._listeners:
            on_event(event)

    def _tell_of_reader(self, event: events.Event) -> None:
        """Say once, when a rehearsal begins, what the leak guard cannot do.

        On air it would only stand between the streamer and the answer that the show is live.
        """
        begins = isinstance(event, events.OutputStarted) and self._state.is_rehearsal
        if not begins or self._was_told_of_reader or self._window is None:
            return
        if self._state.settings.leak_guard and self._is_read() and not self._state.is_voiced:
            self._was_told_of_reader = True
            self.announcer.announce(leaks.reader_is_unheard())

    def _say_the_rest(self) -> None:
        """Outputs that ended while the studio closes are still told."""
        while (item := self._inbox.take()) is not None:
            if not isinstance(item, Invocation | Continuation):
                self._continue(lambda event=item: self._take_event(event))


def _ended() -> Announcement:
    return Announcement(
        say(
            "The studio made a mistake and has ended the show. Start it again. "
            "The log in the studio's folder has the details."
        ),
        brief=say("The studio has ended the show."),
        priority=Priority.URGENT,
        earcon=Earcon.ERROR,
    )


def _devices() -> Devices:
    from studio.app.opening import list_devices  # noqa: PLC0415 - as above

    return list_devices(with_voices=True)
