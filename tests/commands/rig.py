"""A show whose stage and archive only write down what they were asked, and its dispatcher.

The real stage runs in the tests of `studio.app`; here only decisions are looked at.
"""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from studio.app.mistakes import our_bug
from studio.catalogue.rundown_file import new_file, read_rundown, rundowns_in, write_rundown
from studio.claims.products import check_product
from studio.commands.by_voice import asks_first, only_tests
from studio.commands.command import Invocation, Origin, Outcome
from studio.commands.dispatcher import Dispatcher
from studio.commands.every import REGISTRY
from studio.commands.keys import stops_while_learning
from studio.interpreter.conversation import Conversation, Reading
from studio.model import events
from studio.model.announcement import Announcement, Earcon
from studio.model.backup import Backup
from studio.model.catalogue import Imported, ImportPlan
from studio.model.claims import CheckedCatalogue, ClaimedProduct
from studio.model.destination import Destination, StreamKey
from studio.model.errors import SoundError, StoreError, StudioError
from studio.model.listening import Heard
from studio.model.message import Message, Money, Name, say
from studio.model.order_import import OrderPlan, OrdersImported
from studio.model.person import Person, Profile
from studio.model.ports import SalesBook, Shelved
from studio.model.product import Product
from studio.model.pronunciation import Pronunciation
from studio.model.record import ShowRecord
from studio.model.rundown import Rundown, RundownFile, RundownState
from studio.model.scene import PictureKind, PictureSource, Placement, Scene, SoundKind, SoundSource
from studio.model.session import Session
from studio.model.settings import Settings
from studio.model.speech_model import SpeechModel
from studio.model.state import Levels, ShowState
from studio.model.voice import Listening, Recording, TaughtCommand, Utterance
from studio.model.work import CallOff
from studio.show import Show
from studio.speech.announcer import Announcer
from studio.speech.narrator import narrate
from studio.store.repositories import Repositories


class QuietStage:
    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.has_take_begun = False
        self.level = Levels()
        self.state_of_cut = True
        self.test_error: StudioError | None = None
        self.has_ears = True
        self.plays: tuple[str, ...] | SoundError = ("Loudspeakers", "USB headset", "Screen")
        self.broken_devices: tuple[str, ...] = ()

    def use_sources(self, pictures: Sequence[Any], sounds: Sequence[Any]) -> None:
        self.asked.append(("sources", (tuple(pictures), tuple(sounds))))

    def show_scene(self, scene: Scene | None, fade_s: float) -> None:
        self.asked.append(("scene", (scene, fade_s)))

    def show_card(self, product: Product | None, fade_s: float) -> None:
        self.asked.append(("card", (product, fade_s)))

    def look_for_codes(self, *, on: bool) -> None:
        self.asked.append(("codes", on))

    def configure(self, settings: Settings) -> None:
        self.asked.append(("settings", settings))

    def start_stream(self, plan: Any) -> None:
        self.asked.append(("stream", plan))

    def start_rehearsal(self, output: str, name: str) -> None:
        self.asked.append(("rehearsal", (output, name)))

    def start_recording(self, output: str, name: str, path: Path) -> None:
        self.asked.append(("recording", (output, name, path)))

    def stop_output(self, output: str, *, at_once: bool = False) -> None:
        self.asked.append(("stop at once" if at_once else "stop", output))

    def use_delay(self, seconds: float) -> None:
        self.asked.append(("delay", seconds))

    def hold_voice(self, at: float) -> None:
        self.asked.append(("held", at))

    def release_voice(self, at: float) -> None:
        self.asked.append(("released", at))

    def cut_voice(self, began: float, ended: float, new_from: float) -> bool:
        self.asked.append(("cut", (began, ended, new_from)))
        return self.state_of_cut

    def drop_held(self) -> None:
        self.asked.append(("drop", None))

    def close_air(self, *, closed: bool) -> None:
        self.asked.append(("air closed", closed))

    def test(self, plan: Any, call_off: CallOff) -> None:
        self.asked.append(("test", plan))
        if self.test_error:
            raise self.test_error

    def play_earcon(self, earcon: Earcon) -> bool:
        self.asked.append(("earcon", earcon))
        return self.has_ears

    @property
    def has_headphones(self) -> bool:
        return self.has_ears

    def headphones(self) -> tuple[str, ...]:
        if isinstance(self.plays, SoundError):
            raise self.plays
        return self.plays

    def say_on(
        self, device: str, words: Message, over: threading.Event, begun: Callable[[], None]
    ) -> None:
        self.asked.append(("said on", (device, str(words))))
        if device in self.broken_devices:
            raise SoundError(say("Gone."), say("Plug it in."))
        begun()

    def levels(self) -> Levels:
        return self.level

    def listen(self, mode: Listening) -> None:
        self.asked.append(("listen", mode))

    def teach(self, taught: Sequence[TaughtCommand]) -> None:
        self.asked.append(("teach", tuple(taught)))

    def ask_for_take(self, then: Callable[[Recording], None] | None) -> None:
        self.asked.append(("take", then))

    def await_answers(self, ids: Collection[str]) -> None:
        self.asked.append(("answers", frozenset(ids)))

    def use_speech_model(self, model: SpeechModel | None) -> None:
        self.asked.append(("speech model", model))

    def expect_words(
        self, phrases: Sequence[str], names: Sequence[str], openings: Sequence[str]
    ) -> None:
        self.asked.append(("words", (tuple(phrases), tuple(names), tuple(openings))))

    def last(self, kind: str) -> Any:
        return next(value for name, value in reversed(self.asked) if name == kind)


class QuietVoice:
    """A voice of which it is only written down what it was to do."""

    def __init__(self) -> None:
        self.speaks: bool | None = True
        self.is_talking = False
        self.asked: list[str] = []

    def silence(self) -> None:
        self.asked.append("silence")

    def hush(self) -> None:
        self.asked.append("hush")

    def wait(self) -> None:
        self.asked.append("wait")

    def speak_on(self) -> None:
        self.asked.append("speak on")


class QuietArchive:
    def __init__(self) -> None:
        self.kept_keys: dict[str, StreamKey] = {}
        self.keys_before: dict[str, StreamKey | None] = {}
        self.errands: list[Callable[[], None]] = []
        self.is_slow = False
        self.catalogue: tuple[Product, ...] = ()
        self.at_hand = 100
        self.saved: list[tuple[str, Any]] = []
        self.profiles: dict[str, Profile] = {}
        self.check_error: StudioError | None = None
        self.records: list[ShowRecord] = []
        self.reports_folder: Path | None = None
        self.copies: tuple[Backup, ...] = ()
        self.restored = ShowState()
        self.folder = Path("no rundowns here")
        self.kept: Repositories | None = None
        self.sales_error: StudioError | None = None
        self.models: tuple[SpeechModel, ...] = ()
        self.fetch_error: StudioError | None = None

    def sales(
        self,
        job: Callable[[SalesBook], Any],
        then: Callable[[Any], None],
        failed: Callable[[StudioError], None],
        *,
        otherwise: Any,
    ) -> None:
        """The real repository, where a test has given one."""

        def run() -> None:
            if self.sales_error is not None:
                failed(self.sales_error)
            elif self.kept is None:
                then(otherwise)
            else:
                then(job(self.kept.sessions))

        if self.is_slow and self.kept is not None:
            self.errands.append(run)
        else:
            run()

    def import_orders(
        self, plan: OrderPlan, call_off: CallOff, progress: Callable[[float], None]
    ) -> OrdersImported:
        self.saved.append(("import orders", plan))
        return OrdersImported(new=2, wrong=1, bad_rows="/data/imports/orders.csv")

    def take_back_orders(self) -> int:
        self.saved.append(("take back orders", None))
        return 2

    def save_heard(self, log: Sequence[Heard]) -> None:
        self.saved.append(("heard", tuple(log)))

    def save_arrangement(self, state: ShowState) -> None:
        self.saved.append(("arrangement", state))

    def save_destination(
        self,
        destination: Destination,
        key: StreamKey | None,
        change: str,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        self.saved.append(("destination", destination))
        if key:
            self.keys_before[change] = self.kept_keys.get(destination.id)
            self.kept_keys[destination.id] = key
        then()

    def remove_destination(self, destination: Destination, change: str) -> None:
        self.keys_before[change] = self.kept_keys.pop(destination.id, None)

    def save_destinations(self, destinations: Sequence[Destination]) -> None:
        self.saved.append(("destinations", tuple(destinations)))

    def swap_key(self, destination: Destination, change: str) -> None:
        now = self.kept_keys.pop(destination.id, None)
        if key := self.keys_before[change]:
            self.kept_keys[destination.id] = key
        self.keys_before[change] = now

    def save_product(self, product: Product, was: str = "") -> None:
        self.saved.append(("product", (product, was)))

    def remove_product(self, code: str) -> None:
        self.saved.append(("no product", code))

    def import_products(
        self, plan: ImportPlan, call_off: CallOff, progress: Callable[[float], None]
    ) -> Imported:
        self.saved.append(("import", plan))
        return Imported(new=1, is_dry_run=plan.is_dry_run)

    def export_products(self, path: str) -> int:
        self.saved.append(("export", path))
        return len(self.catalogue)

    def take_back_import(self) -> None:
        self.saved.append(("take back", None))

    def shelved(self, codes: Sequence[str]) -> Shelved:
        at_hand = self.catalogue[: self.at_hand]
        asked = tuple(p for p in self.catalogue if p.code in codes)
        return Shelved(at_hand, len(self.catalogue) - len(at_hand), asked)

    def find_products(self, words: str, limit: int) -> list[Product]:
        wanted = words.casefold()
        found = [p for p in self.catalogue if wanted in (p.name.name + p.code).casefold()]
        return found[:limit]

    def product_of(self, code: str) -> Product | None:
        return next((p for p in self.catalogue if p.code == code), None)

    def sessions(self) -> tuple[Session, ...]:
        return tuple(record.session for record in self.records)

    def record(self, session: str) -> ShowRecord:
        found = [one for one in self.records if session in {"", one.session.id}]
        if not found:
            raise StoreError(say("No show was kept yet."), say("Go live."))
        return found[0]

    def back_up(self) -> Backup:
        self.saved.append(("backup", None))
        return self.copies[0]

    def backups(self) -> tuple[Backup, ...]:
        return self.copies

    def make_way(self) -> None:
        self.saved.append(("way", None))

    def restore(self, backup: Backup) -> tuple[ShowState, Path | None]:
        self.saved.append(("restored", backup))
        return self.restored, Path("studio-before-restore.db")

    def products_of_gtin(self, gtin: str) -> list[Product]:
        return [p for p in self.catalogue if p.gtin.lstrip("0") == gtin.lstrip("0")]

    def read_rundown(self, path: str) -> Rundown:
        return read_rundown(Path(path))

    def write_rundown(self, rundown: Rundown, path: str) -> str:
        file = Path(path) if path else new_file(self.folder, rundown.name)
        write_rundown(file, rundown)
        return str(file)

    def keep_rundown(self, state: RundownState) -> None:
        self.saved.append(("rundown", state))

    def rundown_files(self) -> tuple[RundownFile, ...]:
        return rundowns_in(self.folder)

    def speech_models(self) -> tuple[SpeechModel, ...]:
        return self.models

    def fetch_speech_model(
        self, language: str, path: str, call_off: CallOff, progress: Callable[[float], None]
    ) -> SpeechModel:
        self.saved.append(("fetched", (language, path)))
        if self.fetch_error is not None:
            raise self.fetch_error
        progress(0.5)
        fetched = SpeechModel(language, f"vosk-{language}", Path("models") / language, 90_000_000)
        self.models = (*(m for m in self.models if m.language != language), fetched)
        return fetched

    def remove_speech_model(self, language: str) -> bool:
        before = self.models
        self.models = tuple(m for m in before if m.language != language)
        return self.models != before

    def save_setting(self, name: str, value: Any) -> None:
        self.saved.append(("setting", (name, value)))

    def save_keys(self, chosen: Mapping[str, str]) -> None:
        self.saved.append(("keys", dict(chosen)))

    def end_first_steps(self) -> None:
        self.saved.append(("first steps", "ended"))

    def check_products(
        self,
        laws: str,
        call_off: CallOff,
        progress: Callable[[float], None],
        *,
        only_imported: bool,
    ) -> CheckedCatalogue:
        """As the studio's process does it, without the process and the file."""
        self.saved.append(("checked", (laws, only_imported)))
        if self.check_error:
            raise self.check_error
        claimed = [(p, check_product(p, laws)) for p in self.catalogue]
        products = tuple(
            ClaimedProduct(p.code, p.name, tuple(f.warning for f in found))
            for p, found in claimed
            if found
        )
        progress(1.0)
        return CheckedCatalogue(len(claimed), len(products), products)

    def profile(self, person: Person) -> Profile:
        return self.profiles[person.id]

    def use_person(self, person: Person) -> None:
        self.saved.append(("person", person))

    def add_person(self, profile: Profile, *, furnish: bool) -> None:
        self.profiles[profile.person.id] = profile
        self.saved.append(("added", (profile, furnish)))

    def rename_person(self, person: Person) -> None:
        self.saved.append(("renamed", person))

    def remove_person(self, person: Person) -> None:
        self.saved.append(("removed", person))

    def save_pronunciations(self, entries: Sequence[Pronunciation]) -> None:
        self.saved.append(("pronunciations", tuple(entries)))

    def save_taught(self, taught: Sequence[TaughtCommand]) -> None:
        self.saved.append(("taught", tuple(taught)))

    def forget_taught(self, taught_id: str) -> None:
        self.saved.append(("taught forgotten", taught_id))

    def keep_recording(self, taught_id: str, recording: Recording) -> None:
        self.saved.append(("recording", (taught_id, recording)))

    def forget_recordings(self) -> None:
        self.saved.append(("recordings forgotten", None))

    def recording_file(self, settings: Settings) -> Path:
        return Path("show.mp4")

    def recording_room_s(self, settings: Settings) -> float:
        return 3 * 3600 + 1234.0

    def keys(
        self,
        destinations: Sequence[Destination],
        then: Callable[[Sequence[StreamKey | None]], None],
        failed: Callable[[StudioError], None],
    ) -> None:
        then([self.kept_keys.get(d.id) for d in destinations])

    def errand(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[StudioError], None] | None = None,
    ) -> None:
        def run() -> None:
            try:
                result = job()
            except Exception as error:
                if failed is None:
                    raise
                failed(error if isinstance(error, StudioError) else our_bug(error))
            else:
                then(result)

        if self.is_slow:
            self.errands.append(run)
        else:
            run()


FACE = PictureSource("Camera", PictureKind.TEST, id="camera")
VOICE = SoundSource("Microphone", SoundKind.SILENCE, id="mic")
MUSIC = SoundSource("Music", SoundKind.TONE, is_voice=False, id="music")
SCENES = (
    Scene("Kitchen", (Placement("camera"),), id="kitchen"),
    Scene("Table", (Placement("camera"),), id="table"),
)
SCARF = Product("scarf", Name("Wool scarf"), Money(Decimal("24.90"), "CNY"), stock=12, slot=1)
TEA = Product("tea", Name("Green tea"), Money(Decimal("39.90"), "CNY"), slot=2)


class Rig:
    """Dispatches commands and gives back the words that are heard."""

    def __init__(self, archive: QuietArchive | None = None, **state: Any) -> None:
        self.stage = QuietStage()
        self.archive = archive or QuietArchive()
        self.announcer = Announcer()
        first = ShowState(
            picture_sources=(FACE,),
            sound_sources=(VOICE, MUSIC),
            scenes=SCENES,
            scene="kitchen",
            products=(SCARF, TEA),
        )
        for name, value in state.items():
            first = _replace(first, name, value)
        self.window: list[str] | None = None
        self.voice = QuietVoice()
        self.show = Show(
            self.stage,
            self.archive,
            first,
            self._take,
            self._last,
            ask_window=self._ask_window,
            own_voice=self.voice,
            unsay=self.announcer.unsay,
        )
        gates = tuple(
            partial(gate, self.show) for gate in (stops_while_learning, only_tests, asks_first)
        )
        self.dispatcher = Dispatcher(self.show, self.announcer.announce, REGISTRY, gates)
        self.outcome = Outcome()
        self.readings: dict[str, Reading] = {}
        self.conversation = Conversation(
            self.show, self.dispatcher.dispatch, self.announcer.announce, self._read
        )

    def _read(self, words: Sequence[str], _language: str) -> Reading:
        """What a test has said that words mean."""
        return next((self.readings[one] for one in words if one in self.readings), Reading())

    def hear(self, said: Utterance) -> str:
        """Have something said; gives what the studio answers."""
        before = len(self.announcer.history())
        self.conversation.hear(said)
        return " ".join(told.announcement.text for told in self.announcer.history()[before:])

    def tell(self, event: events.Event) -> str:
        self.show.take(event)
        said = narrate(event)
        if said is None:
            return ""
        self.announcer.announce(said)
        return said.text

    def _take(self, event: events.Event) -> None:
        self.tell(event)

    def do(self, command: str, /, origin: Origin = Origin.SCRIPT, **values: Any) -> str:
        before = len(self.announcer.history())
        self.outcome = self.dispatcher.dispatch(Invocation(command, values, origin))
        return " ".join(said.announcement.text for said in self.announcer.history()[before:])

    @property
    def state(self) -> ShowState:
        return self.show.state

    def _ask_window(self, act: str) -> bool:
        if self.window is not None:
            self.window.append(act)
        return self.window is not None

    def _last(self) -> tuple[float, Announcement] | None:
        said = self.announcer.last()
        return (said.at, said.announcement) if said else None


def _replace(state: ShowState, name: str, value: Any) -> ShowState:
    from dataclasses import replace

    return replace(state, **{name: value})
