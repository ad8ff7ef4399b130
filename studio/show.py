"""The show: what is on air and what can be done about it.

One thread owns it. It changes when a command runs or an event is taken; after each command, and
each change that an event makes, a frozen `ShowState` goes to everybody who subscribed. The heavy
work lies behind two ports, see `studio.model.ports`; neither makes the show wait.
"""

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from studio.claims_desk import ClaimsDesk
from studio.cue import Cue
from studio.delay import Delay, least_delay_s
from studio.hand import Hand
from studio.listening import Listener
from studio.model import events
from studio.model.again import SecondPress
from studio.model.announcement import Announcement
from studio.model.destination import Destination, StreamKey, StreamPlan
from studio.model.errors import CommandError, OutputError, StudioError
from studio.model.history import History
from studio.model.message import Message, Name, say
from studio.model.peak_hold import PeakHold
from studio.model.ports import Archive, OwnVoice, Stage
from studio.model.pronunciation import Pronunciation
from studio.model.scene import PictureSource, Scene, SoundSource, Transition, new_id
from studio.model.speech_model import WordsPhase
from studio.model.state import Levels, OutputPhase, OutputState, ShowState
from studio.model.voice import Listening
from studio.model.waiting import Waiting, waiting
from studio.model.work import CallOff
from studio.muted_talk import MutedTalk
from studio.people import People
from studio.recall import Recall
from studio.reports import Reports
from studio.rundown import Running
from studio.sales import Sales
from studio.shelf import Shelf
from studio.speech_models import SpeechModels
from studio.standing import Standing
from studio.taught import Taught
from studio.teaching import Teaching
from studio.text import _
from studio.trial import Trial
from studio.vault import Vault
from studio.works import Works

REHEARSAL = "rehearsal"
"""Id of the output that takes the show's stream while rehearsing."""

ANSWER_S = 10.0
"""Seconds that a question waits for a yes."""

_AGAIN_S = 3.0
"""Seconds within which a question that is asked again means: tell me all."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending(Waiting):
    """What waits for a yes.

    Attributes:
        wish: What *yes* means, as the commands have it; None while only *no* can be said.
        dropped: Called once it waits no longer: answered, too late, or another was asked.
        asked_at: When it was asked; what was said before is no answer to it.
    """

    wish: Any
    dropped: Callable[[], None] | None = None
    asked_at: float = 0.0


class Show:
    """The only mutable state of the studio; the thread that owns it alone may call it.

    Args:
        stage: Cameras, sound and outputs.
        archive: What survives a restart.
        state: How the show begins.
        tell: Takes events that the show itself has to report.
        last_said: Gives the last announcement, and when it was given, in seconds since 1970.
        ask_window: Has the window do an act of its own, by its command; False without a window.
        own_voice: The studio's own voice.
        unsay: Takes out of the messages what tells what the user was heard to say.
        is_read: Whether a screen reader speaks what is announced; None while that is not known.
        on_show: Has something done on the owner's thread; any thread.
    """

    def __init__(
        self,
        stage: Stage,
        archive: Archive,
        state: ShowState,
        tell: Callable[[events.Event], None],
        last_said: Callable[[], tuple[float, Announcement] | None],
        *,
        ask_window: Callable[[str], bool],
        own_voice: OwnVoice,
        unsay: Callable[[], None] = lambda: None,
        is_read: Callable[[], bool | None] = lambda: None,
        on_show: Callable[[Callable[[], None]], None] = lambda run: run(),
    ) -> None:
        self._stage = stage
        self._archive = archive
        self.tell = tell
        self.last_said = last_said
        self.ask_window = ask_window
        self.silence = own_voice.silence
        self.unsay = unsay
        self.is_read = is_read
        self.on_show = on_show
        self.own_voice = own_voice
        self._standing = Standing(state)
        self.subscribe, self.as_one = self._standing.subscribe, self._standing.as_one
        self._change = self._standing.change
        self._live_wish = 0
        self.second_press = SecondPress(_AGAIN_S)
        self.history: History[Any] = History()
        self.peak_hold = PeakHold()
        self.pending: Pending | None = None
        self.people = People(self._standing, stage, archive, tell, self._forget)
        self.works = Works(self._standing, tell)
        self.delay = Delay(self._standing, self.works, stage, tell)
        self.claims = ClaimsDesk(self._standing, self.works, archive, tell)
        self.shelf = Shelf(self._standing, self.works, stage, archive)
        self.reports = Reports(self._standing, archive, tell)
        self.vault = Vault(self._standing, stage, archive)
        self.hand = Hand(self._standing, self.works, self.shelf, stage, tell)
        self.rundown = Running(self._standing, self.shelf, archive)
        self.sales = Sales(self._standing, self.works, self.shelf, archive, tell)
        self.cue = Cue(stage, tell, on_show, own_voice, lambda: self.listening.is_hearing)
        self.trial = Trial(self._standing, archive, tell, self.cue)
        self.taught = Taught(self._standing, stage, archive)
        self.teaching = Teaching(
            self._standing, self.works, self.taught, archive, tell, cue=self.cue
        )
        self.recall = Recall(self._standing, archive, own_voice)
        self.muted_talk = MutedTalk(self._standing, tell)
        self.listening = Listener(self._standing, stage, own_voice, tell, self._needs_delay)
        self.speech_models = SpeechModels(
            self._standing, self.works, stage, archive, self.listening.use_words
        )
        stage.configure(state.settings)
        stage.use_sources(state.picture_sources, state.sound_sources)
        stage.show_scene(state.scene_on_air, 0.0)
        stage.close_air(closed=state.is_rehearsal)

    @property
    def state(self) -> ShowState:
        return self._standing.state

    @property
    def levels(self) -> Levels:
        return self._stage.levels()

    # ---------------------------------------------------------------- scenes and sources

    def switch_to(self, scene: Scene) -> None:
        """Put a scene on air, with the transition that is set."""
        settings = self.state.settings
        fade_s = settings.fade_s if settings.transition == Transition.FADE else 0.0
        self._stage.show_scene(scene, fade_s)
        self._change(scene=scene.id)

    def save_scene(self, scene: Scene) -> None:
        """Add a scene or change one; on air it changes at the next picture."""
        scenes = _with(self.state.scenes, scene)
        self._change(scenes=scenes, scene=self.state.scene or scene.id)
        if scene.id == self.state.scene:
            self._stage.show_scene(scene, 0.0)
        self._archive.save_arrangement(self.state)

    def remove_scene(self, scene: Scene) -> None:
        if scene.id == self.state.scene:
            raise CommandError(
                say("{scene} is on air.", scene=Name(scene.name)),
                say("Put another scene on air first."),
            )
        self._change(scenes=_without(self.state.scenes, scene.id))
        self._archive.save_arrangement(self.state)

    def save_picture_source(self, source: PictureSource) -> None:
        self._change(picture_sources=_with(self.state.picture_sources, source))
        self._sources_changed()

    def save_sound_source(self, source: SoundSource) -> None:
        self._change(sound_sources=_with(self.state.sound_sources, source))
        self._sources_changed()

    def remove_source(self, source: PictureSource | SoundSource) -> None:
        """Remove a source, and its placements from every scene."""
        scenes = tuple(
            replace(s, placements=tuple(p for p in s.placements if p.source != source.id))
            for s in self.state.scenes
        )
        self._change(
            picture_sources=_without(self.state.picture_sources, source.id),
            sound_sources=_without(self.state.sound_sources, source.id),
            scenes=scenes,
            lost_sources=self.state.lost_sources - {source.id},
        )
        self._stage.show_scene(self.state.scene_on_air, 0.0)
        self._sources_changed()

    def restore(
        self,
        pictures: tuple[PictureSource, ...],
        sounds: tuple[SoundSource, ...],
        scenes: tuple[Scene, ...],
    ) -> None:
        """Put sources and scenes back as they were; what is on air stays if it is among them."""
        known = {source.id for source in (*pictures, *sounds)}
        on_air = self.state.scene if any(s.id == self.state.scene for s in scenes) else ""
        self._change(
            picture_sources=pictures,
            sound_sources=sounds,
            scenes=scenes,
            scene=on_air or next((s.id for s in scenes), ""),
            lost_sources=self.state.lost_sources & known,
        )
        self._sources_changed()
        self._stage.show_scene(self.state.scene_on_air, 0.0)

    def _sources_changed(self) -> None:
        self._stage.use_sources(self.state.picture_sources, self.state.sound_sources)
        self._archive.save_arrangement(self.state)

    def end_first_steps(self) -> None:
        """The person has chosen what a show needs, or does not want to."""
        if self.state.wants_first_steps:
            self._change(wants_first_steps=False)
            self._archive.end_first_steps()

    def _needs_delay(self, *, hands_free: bool) -> None:
        """Hands-free viewers are so far behind that commands can be cut before they hear them."""
        has_words = self.state.speech_models.phase is not WordsPhase.OFF
        least = least_delay_s(self.state.taught, has_words=has_words)
        self.delay.needs(least if hands_free else 0.0)

    # ---------------------------------------------------------------- outputs

    @property
    def streams(self) -> list[OutputState]:
        return [o for o in self.state.outputs if not o.is_recording]

    def go_live(self, destinations: Sequence[Destination] | None = None) -> None:
        """Begin to send to the destinations; without any named, to all that are switched on.

        The answer comes as events: started, or lost with the reason.
        """
        if self.streams or self.state.is_connecting:
            raise CommandError(say("You are live already."), say("To stop, use “end the show”."))
        if self.state.is_rehearsal:
            self._add_output(OutputState(REHEARSAL, _("Rehearsal"), is_recording=False))
            self._stage.start_rehearsal(REHEARSAL, _("Rehearsal"))
            return
        chosen = [d for d in self.state.destinations if d.is_on]
        chosen = list(destinations) if destinations is not None else chosen
        chosen = list({d.id: d for d in chosen}.values())
        if not chosen:
            raise CommandError(
                say("There is no destination to send to."),
                say("Add one with “add destination”, then go live."),
            )
        self._change(is_connecting=True)
        self._live_wish = wish = self._live_wish + 1

        def begin(keys: Sequence[StreamKey | None]) -> None:
            if wish == self._live_wish:
                self._begin(chosen, keys)

        def cannot(error: StudioError) -> None:
            if wish == self._live_wish:
                self._change(is_connecting=False)
            self.tell(events.Answered(error.announcement("live")))

        self._archive.keys(chosen, begin, cannot)

    def call_off(self) -> bool:
        """Do not go live after all; False when no stream keys are being fetched any more."""
        was_connecting = self.state.is_connecting
        self._live_wish += 1
        if was_connecting:
            self._change(is_connecting=False)
        return was_connecting

    def _begin(self, chosen: Sequence[Destination], keys: Sequence[StreamKey | None]) -> None:
        self._change(is_connecting=False)
        for destination, key in zip(chosen, keys, strict=True):
            if destination.needs_key and not key:
                self.tell(events.Answered(_no_key(destination).announcement("live")))
                continue
            self._add_output(OutputState(destination.id, destination.name, is_recording=False))
            self._stage.start_stream(StreamPlan(destination, key))

    def end(self) -> None:
        """End every stream and the recording; each says by an event that it ended."""
        if not self.state.outputs:
            raise CommandError(say("You are not live."), say("Nothing has to be ended."))
        for output in self.state.outputs:
            self._stop(output)

    def start_recording(self, path: Path | None = None) -> None:
        """Begin to record, into the recording folder or a file of the caller's choice."""
        if self.state.recording is not None:
            raise CommandError(say("You are recording already."), say("To stop, record again."))
        file = path or self._archive.recording_file(self.state.settings)
        output = OutputState(new_id(), _("Recording"), is_recording=True, path=str(file))
        self._add_output(output)
        self._stage.start_recording(output.id, output.name, file)

    def stop_recording(self) -> None:
        recording = self.state.recording
        if recording is None:
            raise CommandError(say("You are not recording."), say("To start, use “record”."))
        self._stop(recording)

    def _stop(self, output: OutputState) -> None:
        if output.phase is not OutputPhase.ENDING:
            self._stage.stop_output(output.id)
            self._update_output(output.id, phase=OutputPhase.ENDING)
            self.delay.is_ending()

    def rehearse(self, *, on: bool) -> None:
        """Close or open the way to the air; not while something is being sent."""
        if self.streams or self.state.is_connecting:
            raise CommandError(say("You are live."), say("End the show first."))
        self._stage.close_air(closed=on)
        self._change(is_rehearsal=on)

    def _add_output(self, output: OutputState) -> None:
        self.delay.decide()
        self._change(outputs=(*self.state.outputs, output))

    def _update_output(self, output: str, **changes: object) -> None:
        self._change(
            outputs=tuple(
                replace(o, **changes) if o.id == output else o for o in self.state.outputs
            )
        )

    # ---------------------------------------------------------------- destinations, settings

    def save_destination(
        self,
        destination: Destination,
        key: StreamKey | None = None,
        then: Callable[[], None] = lambda: None,
    ) -> str:
        """Add a destination or change one; a key given replaces the one that is kept.

        Returns:
            The id of the change, for `restore_destination`; empty where the key stays.
        """
        change = new_id()
        self._change(destinations=_with(self.state.destinations, destination))
        self._archive.save_destination(destination, key, change, then)
        return change if key else ""

    def remove_destination(self, destination: Destination) -> str:
        """Remove a destination and its key; gives the id of the change."""
        is_sent_to = any(output.id == destination.id for output in self.state.outputs)
        if is_sent_to or (self.state.is_connecting and destination.is_on):
            raise CommandError(
                say("The show is being sent to {destination}.", destination=Name(destination.name)),
                say("End the show first."),
            )
        change = new_id()
        self._change(destinations=_without(self.state.destinations, destination.id))
        self._archive.remove_destination(destination, change)
        return change

    def restore_destination(self, destination: Destination, place: int, change: str) -> None:
        """Put a destination back as it was, with the key it had before a change."""
        others = _without(self.state.destinations, destination.id)
        self._change(destinations=(*others[:place], destination, *others[place:]))
        self._archive.save_destinations(self.state.destinations)
        if change:
            self._archive.swap_key(destination, change)

    def test_destination(
        self, destination: Destination, title: Message, then: Callable[[StudioError | None], None]
    ) -> str:
        """Try a destination's address and key; gives the id of this work.

        `then` takes what went wrong; it is not called where the test was called off.
        """
        if self.state.is_rehearsal:
            raise CommandError(
                say("You are rehearsing, so nothing can be sent."), say("End the rehearsal first.")
            )

        call_off = CallOff()
        work = self.works.begin(title, call_off.wish)

        def end(error: StudioError | None) -> None:
            if self.works.end(work):
                then(error)

        def try_it(keys: Sequence[StreamKey | None]) -> None:
            if call_off.is_wished:
                return
            if destination.needs_key and not keys[0]:
                end(_no_key(destination))
                return
            plan = StreamPlan(destination, keys[0])
            self._archive.errand(
                lambda: self._stage.test(plan, call_off), lambda _done: end(None), end
            )

        self._archive.keys([destination], try_it, end)
        return work

    def tell_room(self, then: Callable[[float], None]) -> None:
        """Find out how many seconds of recording the disk has room for, and hand them over."""
        settings = self.state.settings
        self._archive.errand(lambda: self._archive.recording_room_s(settings), then)

    # ---------------------------------------------------------------- questions

    def ask(
        self,
        question: Message,
        wish: Any,  # noqa: ANN401 - as `Pending`
        within_s: float = ANSWER_S,
        told: Message | None = None,
    ) -> None:
        """Have a wish wait for a yes; a newer question takes the place of an older one.

        Args:
            question: What is asked.
            wish: What *yes* means.
            within_s: How long it waits once it was told.
            told: All that is read to the person; `question` where there is no more.
        """
        now = time.monotonic()
        is_own_voice = bool(self.own_voice.speaks)
        times = waiting(now, within_s, told or question, is_own_voice=is_own_voice)
        pending = Pending(
            until=times.until,
            within_s=times.within_s,
            latest=times.latest,
            wish=wish,
            asked_at=now,
        )
        self._put_question(question, pending)

    def was_said_in_time(self, began: float) -> None:
        """Take note that an answer was said, which counts from when it began.

        Args:
            began: Seconds of `time.monotonic`.
        """
        now = time.monotonic()
        if self.pending is not None:
            self.pending = self.pending.was_said(began, now)
        self.recall.was_said(began, now)

    def was_asked_since(self, began: float) -> bool:
        """Whether the question that waits was asked only after something said then had begun."""
        return self.pending is not None and began < self.pending.asked_at

    @property
    def awaits_answer(self) -> bool:
        """Whether yes and no mean something just now."""
        return self.pending is not None and time.monotonic() <= self.pending.until

    def is_too_late(self, now: float) -> bool:
        """Whether the question that waits was not answered in time; some ten times a second.

        Its time begins once it was told, see `ask`, and while the key for commands is held the
        answer is awaited.

        Args:
            now: Seconds of `time.monotonic`.
        """
        if (pending := self.pending) is None:
            return False
        state = self.state
        is_hands_free = state.settings.listening == Listening.HANDS_FREE
        if pending.is_over(now, is_hands_free=is_hands_free):
            return True
        self.pending = pending.went_on(
            now, is_being_told=self.own_voice.is_talking, is_held=state.listening.is_held
        )
        return False

    def ask_for_any_key(
        self,
        question: Message | None,
        wish: Any,  # noqa: ANN401 - as `Pending`
        dropped: Callable[[], None],
    ) -> None:
        """Have a wish wait, for as long as it takes, for somebody who may know no key yet.

        Args:
            question: What is asked; None while nobody can have heard it: then keys do nothing.
            wish: What any key but Escape means.
            dropped: See `Pending`; not called where the next question is of the same asker.
        """
        self._put_question(
            question, Pending(until=math.inf, wish=wish, dropped=dropped), takes_any_key=True
        )

    def _forget(self) -> None:
        """Somebody else streams: what was done before is not theirs to take back or answer."""
        self.history = History()
        self.shelf.last_card = None
        self.claims.forget()
        self.sales.forget()
        self.recall.forget()
        self.listening.forget()
        self.drop_question()

    def drop_question(self) -> None:
        self._put_question(None, None)

    def _put_question(
        self, question: Message | None, pending: Pending | None, *, takes_any_key: bool = False
    ) -> None:
        self.recall.drop_answers()
        before, self.pending = self.pending, pending
        self._change(question=question, takes_any_key=takes_any_key)
        dropped = before.dropped if before is not None else None
        if dropped is not None and (pending is None or pending.dropped != dropped):
            dropped()

    def errand(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[StudioError], None] | None = None,
    ) -> None:
        """Have something done elsewhere that takes a while, such as a look at a file."""
        self._archive.errand(job, then, failed)

    def use_keys(self, chosen: Mapping[str, str]) -> None:
        """Use and keep these keys, by command; the others have their defaults."""
        self._change(keys=dict(chosen))
        self._archive.save_keys(chosen)

    def use_pronunciations(self, entries: Sequence[Pronunciation]) -> None:
        """Have words said so, and keep it."""
        self._change(pronunciations=tuple(entries))
        self._archive.save_pronunciations(tuple(entries))

    @property
    def has_headphones(self) -> bool:
        """Whether what is meant for the streamer alone can be heard."""
        return self._stage.has_headphones

    def headphones(
        self, then: Callable[[tuple[str, ...]], None], failed: Callable[[StudioError], None]
    ) -> None:
        """Find out what plays, and hand over the names, or why they cannot be had."""
        self._archive.errand(self._stage.headphones, then, failed)

    def say_on(
        self,
        device: str,
        words: Message,
        over: threading.Event,
        begun: Callable[[], None],
        then: Callable[[StudioError | None], None],
    ) -> None:
        """Have the own voice say something on a device, and leave time for an answer.

        Args:
            device: Its name.
            words: What is said.
            over: Set once nobody wants it any more; then it ends at once.
            begun: Called once the first of it is heard.
            then: Called afterwards, and told why the device could not be used, if so.
        """
        self._archive.errand(
            lambda: self._stage.say_on(device, words, over, lambda: self.on_show(begun)),
            lambda _done: then(None),
            then,
        )

    def learn(self, *, on: bool) -> None:
        self._change(is_learning=on)

    def change_setting(self, name: str, value: object) -> None:
        settings = replace(self.state.settings, **{name: value})
        leaks = self.state.leaks if settings.leak_guard else frozenset[str]()
        self._change(settings=settings, leaks=leaks)
        self._stage.configure(settings)
        self._archive.save_setting(name, value)

    # ---------------------------------------------------------------- events

    def take(self, event: events.Event) -> None:
        """Let the show follow what happened."""
        self.sales.take(event)
        self.speech_models.take(event)
        self.muted_talk.take(event)
        match event:
            case events.SourceLost(source=source):
                self._change(lost_sources=self.state.lost_sources | {source})
            case events.SourceBack(source=source) | events.SourceOpened(source=source):
                if source in self.state.lost_sources:
                    self._change(lost_sources=self.state.lost_sources - {source})
            case events.Looked(look=look):
                self.hand.see(look, time.monotonic())
            case events.LeakHeard(source=source):
                self._change(leaks=self.state.leaks | {source})
            case events.LeakEnded(source=source):
                self._change(leaks=self.state.leaks - {source})
            case events.PicturesDropped(count=count):
                self._change(pictures_dropped=self.state.pictures_dropped + count)
            case events.OutputStarted(output=output):
                self._is_on(output)
            case events.OutputBack(output=output):
                self._update_output(output, phase=OutputPhase.ON)
            case events.OutputLost(output=output, will_retry=True):
                self._update_output(output, phase=OutputPhase.LOST)
            case events.OutputLost(output=output) | events.OutputEnded(output=output):
                self._is_over(output)
            case _:
                pass
        self.delay.take(event)

    def _is_on(self, output: str) -> None:
        now = time.monotonic()
        self._update_output(output, phase=OutputPhase.ON, since=now)
        if self.state.live_since is None and any(o.since for o in self.streams):
            self._change(live_since=now, pictures_dropped=0)

    def _is_over(self, output: str) -> None:
        self._change(outputs=_without(self.state.outputs, output))
        if self.state.live_since is not None and not self.streams:
            self._change(live_since=None)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


H = TypeVar("H", bound=_HasId)


def _with(values: Sequence[H], value: H) -> tuple[H, ...]:
    """The values with this one in place of the one with its id, or at the end."""
    if any(v.id == value.id for v in values):
        return tuple(value if v.id == value.id else v for v in values)
    return (*values, value)


def _without(values: Sequence[H], value_id: str) -> tuple[H, ...]:
    return tuple(v for v in values if v.id != value_id)


def _no_key(destination: Destination) -> OutputError:
    return OutputError(
        say(
            "{destination} needs a stream key, and none is kept.",
            destination=Name(destination.name),
        ),
        say("Copy the stream key from the service and enter it for this destination."),
    )
