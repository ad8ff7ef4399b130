"""What survives a restart, behind calls that never make the show wait."""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from studio import paths
from studio.app import first_start
from studio.app.catalogue import export_file
from studio.app.checking import check_beside
from studio.app.importing import import_beside, import_orders_beside
from studio.app.mistakes import our_bug
from studio.app.orders import take_back
from studio.app.records import record_of
from studio.catalogue import rundown_file
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.backup import Backup
from studio.model.catalogue import Imported, ImportPlan
from studio.model.claims import CheckedCatalogue
from studio.model.destination import Destination, StreamKey
from studio.model.errors import SpeechModelError, StoreError, StudioError
from studio.model.events import Answered
from studio.model.listening import Heard, day_of
from studio.model.media import Size
from studio.model.message import say
from studio.model.order_import import OrderPlan, OrdersImported
from studio.model.person import Person, Profile
from studio.model.ports import SalesBook, Shelved
from studio.model.product import Product
from studio.model.pronunciation import Pronunciation
from studio.model.record import ShowRecord
from studio.model.rundown import Rundown, RundownFile, RundownState
from studio.model.session import Session
from studio.model.settings import Settings
from studio.model.speech_model import SpeechModel
from studio.model.state import Devices, ShowState
from studio.model.voice import Recording, TaughtCommand
from studio.model.work import CallOff
from studio.store import heard, take_files
from studio.store.backups import back_up, backups
from studio.store.finder import ProductFinder, read_sessions
from studio.store.repositories import Repositories
from studio.store.scenes import Arrangement
from studio.store.secrets import SecretStore, SilentKeyringError
from studio.store.sessions import SessionRepository
from studio.store.store import Store
from studio.threads import Post
from studio.voice.downloads import CalledOffError
from studio.voice.models import ModelShelf, offer_for

_PATIENCE_S = 5.0
_SHARE = 0.01
"""The steps in which a download's progress is told to the show."""
_AT_HAND = 10_000
"""So many products are in the show's state; of more than that the others are looked up."""

T = TypeVar("T")
Continue = Callable[[Callable[[], None]], None]
"""Has something done on the show's thread."""


class StudioArchive:
    """The store, the secrets, and a thread for errands that take a while.

    Args:
        store: Keeps everything but secrets.
        secrets: Keeps stream keys; may wait for the user.
        post: Takes what could not be kept, as an announcement.
        on_show: Has something done on the show's thread.
        keeps: Whether anything is written.
        devices: Asks the system what a new person's studio can be furnished with; may take a while.
        read: Reads from the store how a show begins, once a backup is in its place; any thread
            but the store's.
    """

    def __init__(
        self,
        store: Store,
        secrets: SecretStore,
        post: Post,
        on_show: Continue,
        *,
        keeps: bool,
        devices: Callable[[], Devices] = Devices,
        read: Callable[[], ShowState] = ShowState,
    ) -> None:
        self._store = store
        self._secrets = secrets
        self._post = post
        self._on_show = on_show
        self._read = read
        self._keeps = keeps
        self._models = ModelShelf(paths.speech_models_folder())
        # One more than there are things that take minutes at the same time.
        self._errands = ThreadPoolExecutor(3, thread_name_prefix="errand")
        # One thread, so that a key just kept is the one that is fetched next.
        self._keyring = ThreadPoolExecutor(1, thread_name_prefix="keyring")
        self._unfinished: set[Future[Any]] = set()
        self._keys_before: dict[str, StreamKey | None] = {}
        self._devices = devices
        # Each until it is kept, or called something else: what comes after waits for it.
        self._added: dict[str, Future[Profile]] = {}
        self._finder = ProductFinder(store.path)
        self._lacks_heard = False

    def save_arrangement(self, state: ShowState) -> None:
        arrangement = Arrangement(state.picture_sources, state.sound_sources, state.scenes)
        self._keep(lambda kept: kept.scenes.save(arrangement))

    def save_destination(
        self,
        destination: Destination,
        key: StreamKey | None,
        change: str,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        self._keep(lambda kept: kept.destinations.put(destination))
        if key:
            self._change_key(destination, change, key, then)
        else:
            then()

    def remove_destination(self, destination: Destination, change: str) -> None:
        self._keep(lambda kept: kept.destinations.delete(destination.id))
        self._change_key(destination, change, None)

    def save_destinations(self, destinations: Sequence[Destination]) -> None:
        self._keep(lambda kept: kept.destinations.put_in_order(destinations))

    def swap_key(self, destination: Destination, change: str) -> None:
        def work() -> None:
            if change in self._keys_before:  # otherwise nobody could look, and today's stays
                before = self._keys_before[change]
                self._keys_before[change] = self._secrets.get(destination.id)
                self._keep_key(destination, before)

        if self._keeps:
            self._run(self._keyring, work, lambda _: None, self._tell)

    def _change_key(
        self,
        destination: Destination,
        change: str,
        to: StreamKey | None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep another key, or none, and remember the one before until the studio ends."""

        def work() -> None:
            with suppress(SilentKeyringError):  # then it cannot be given back
                self._keys_before[change] = self._secrets.get(destination.id)
            self._keep_key(destination, to)

        if self._keeps:
            self._run(self._keyring, work, lambda _: then(), self._tell)
        else:
            then()

    def _keep_key(self, destination: Destination, key: StreamKey | None) -> None:
        if key:
            self._secrets.set(destination.id, key)
        else:
            self._secrets.delete(destination.id)

    def save_product(self, product: Product, was: str = "") -> None:
        def keep(kept: Repositories) -> None:
            with kept.atomic():
                if was and was != product.code:
                    kept.products.delete(was)
                kept.products.put(product)

        self._keep(keep)

    def remove_product(self, code: str) -> None:
        self._keep(lambda kept: kept.products.delete(code))

    def import_products(
        self, plan: ImportPlan, call_off: CallOff, progress: Callable[[float], None]
    ) -> Imported:
        def tell(share: float) -> None:
            self._on_show(lambda: progress(share))

        return import_beside(plan, call_off, tell)

    def export_products(self, path: str) -> int:
        return export_file(Path(path))

    def take_back_import(self) -> None:
        self._store.run(lambda kept: kept.products.take_back()).result()

    def shelved(self, codes: Sequence[str]) -> Shelved:
        return self._store.run(lambda kept: shelved(kept, codes)).result()

    def find_products(self, words: str, limit: int) -> list[Product]:
        return self._finder.search(words, limit)

    def product_of(self, code: str) -> Product | None:
        return self._finder.by_code(code)

    def products_of_gtin(self, gtin: str) -> list[Product]:
        return self._finder.by_gtin(gtin)

    def read_rundown(self, path: str) -> Rundown:
        return rundown_file.read_rundown(Path(path))

    def write_rundown(self, rundown: Rundown, path: str) -> str:
        file = Path(path) if path else rundown_file.new_file(paths.rundowns_folder(), rundown.name)
        rundown_file.write_rundown(file, rundown)
        return str(file)

    def keep_rundown(self, state: RundownState) -> None:
        self._keep(lambda kept: kept.rundown.save(state))

    def rundown_files(self) -> tuple[RundownFile, ...]:
        return rundown_file.rundowns_in(paths.rundowns_folder())

    def sales(
        self,
        job: Callable[[SalesBook], T],
        then: Callable[[T], None],
        failed: Callable[[StudioError], None],
        *,
        otherwise: T,
    ) -> None:
        if not self._keeps:
            then(otherwise)
            return
        future = self._store.run(lambda kept: job(kept.sessions))
        self._unfinished.add(future)
        future.add_done_callback(lambda done: self._take(done, then, failed))

    def import_orders(
        self, plan: OrderPlan, call_off: CallOff, progress: Callable[[float], None]
    ) -> OrdersImported:
        def tell(share: float) -> None:
            self._on_show(lambda: progress(share))

        return import_orders_beside(plan, call_off, tell)

    def take_back_orders(self) -> int:
        return take_back()

    def speech_models(self) -> tuple[SpeechModel, ...]:
        return self._models.all()

    def fetch_speech_model(
        self, language: str, path: str, call_off: CallOff, progress: Callable[[float], None]
    ) -> SpeechModel:
        told = 0.0

        def tell(share: float) -> None:
            nonlocal told
            if share - told >= _SHARE or share >= 1:
                told = share
                self._on_show(lambda: progress(share))

        try:
            if path:
                return self._models.take(Path(path), language, call_off, tell)
            return self._models.download(offer_for(language), call_off, tell)
        except CalledOffError:
            raise SpeechModelError(
                say("The download was called off."), say("Download it again: it goes on.")
            ) from None

    def remove_speech_model(self, language: str) -> bool:
        return self._models.remove(language)

    def save_setting(self, name: str, value: object) -> None:
        self._keep(lambda kept: kept.settings.set(name, value))

    def save_keys(self, chosen: Mapping[str, str]) -> None:
        self._keep(lambda kept: kept.keys.save(chosen))

    def end_first_steps(self) -> None:
        self._keep(lambda kept: kept.end_first_steps())

    def check_products(
        self,
        laws: str,
        call_off: CallOff,
        progress: Callable[[float], None],
        *,
        only_imported: bool,
    ) -> CheckedCatalogue:
        def tell(share: float) -> None:
            self._on_show(lambda: progress(share))

        return check_beside(laws, call_off, tell, only_imported=only_imported)

    def profile(self, person: Person) -> Profile:
        if (added := self._added.get(person.id)) is not None:
            profile = added.result()
            if not self._keeps:
                return profile

        def read(kept: Repositories) -> Profile:
            profile = kept.of_another(person).profile()
            return replace(profile, heard=self._heard_today(person))

        return self._store.run(read).result()

    def use_person(self, person: Person) -> None:
        # Keys from before a change are of the other person's destinations.
        self._keyring.submit(self._keys_before.clear)
        if self._keeps:
            self._store.turn_to(person).add_done_callback(self._tell_failure)

    def add_person(self, profile: Profile, *, furnish: bool) -> None:
        def add() -> Profile:
            begun = first_start.furnished(profile, self._devices()) if furnish else profile
            if self._keeps:
                self._store.run(lambda kept: kept.add_person(begun)).result()
            return begun

        self._added[profile.person.id] = self._run(self._errands, add, lambda _: None, self._tell)

    def rename_person(self, person: Person) -> None:
        added = self._added.get(person.id)

        def rename() -> None:
            if added is not None:
                added.result()
            self._store.run(lambda kept: kept.persons.put(person)).result()

        if self._keeps:
            self._run(self._errands, rename, lambda _: None, self._tell)

    def remove_person(self, person: Person) -> None:
        added = self._added.pop(person.id, None)

        def remove() -> None:
            if added is not None:
                added.result()
            theirs = self._store.run(lambda kept: kept.remove_person(person)).result()
            take_files.forget_recordings(_recordings_of(person))
            heard.save_heard(_heard_of(person), ())
            for destination in theirs:
                self._run(
                    self._keyring,
                    partial(self._secrets.delete, destination.id),
                    lambda _: None,
                    self._tell,
                )

        if self._keeps:
            self._run(self._errands, remove, lambda _: None, self._tell)

    def save_pronunciations(self, entries: Sequence[Pronunciation]) -> None:
        self._keep(lambda kept: kept.pronunciations.save(entries))

    def save_taught(self, taught: Sequence[TaughtCommand]) -> None:
        self._keep(lambda kept: kept.taught.put_all(taught))

    def forget_taught(self, taught_id: str) -> None:
        def forget(kept: Repositories) -> None:
            kept.taught.forget(taught_id)
            folder = take_files.folder_of(_recordings_of(kept.person), taught_id)
            take_files.forget_recordings(folder)

        self._keep(forget)

    def keep_recording(self, taught_id: str, recording: Recording) -> None:
        self._keep(
            lambda kept: take_files.keep_recording(
                take_files.folder_of(_recordings_of(kept.person), taught_id), recording
            )
        )

    def forget_recordings(self) -> None:
        self._keep(lambda kept: take_files.forget_recordings(_recordings_of(kept.person)))

    def save_heard(self, log: Sequence[Heard]) -> None:
        def keep(kept: Repositories) -> None:
            try:
                heard.save_heard(_heard_of(kept.person), log)
            except StoreError:
                was_told, self._lacks_heard = self._lacks_heard, True
                # Every further command has the same reason; that something stays is always told.
                if log and was_told:
                    return
                raise
            self._lacks_heard = False

        if not self._store.is_in_memory:  # whose entries nobody would come back to, or forget
            self._keep(keep)

    def with_heard(self, state: ShowState) -> ShowState:
        """How a show begins, with what its person was heard to say today."""
        log = self._heard_today(state.person)
        return replace(state, listening=replace(state.listening, log=log))

    def _heard_today(self, person: Person) -> tuple[Heard, ...]:
        if not self._keeps or self._store.is_in_memory:
            return ()
        return heard.load_heard(_heard_of(person), day_of(time.time()))

    def sessions(self) -> tuple[Session, ...]:
        return tuple(self._look(lambda sessions: sessions.all()))

    def record(self, session: str) -> ShowRecord:
        return self._look(lambda sessions: record_of(sessions, session))

    def _look(self, ask: Callable[[SessionRepository], T]) -> T:
        """Read of shows what was left to be kept so far; on a thread that may wait.

        Thousands of orders take their time, for which no order shall wait on the store's thread.
        """
        if self._store.is_in_memory:
            return self._store.run(lambda kept: ask(kept.sessions)).result()
        person = self._store.run(lambda kept: kept.person).result()
        return read_sessions(self._store.path, person, ask)

    @property
    def reports_folder(self) -> Path | None:
        return paths.reports_folder() if self._keeps else None

    def back_up(self) -> Backup:
        self._refuse_unkept()
        made = back_up(paths.database_file(), datetime.now())  # noqa: DTZ005 - as on the wall
        if made is None:
            raise StoreError(say("The backup was called off."), say("Try it once more."))
        return made

    def backups(self) -> tuple[Backup, ...]:
        return tuple(backups(paths.database_file()))

    def make_way(self) -> None:
        self._finder.close()

    def restore(self, backup: Backup) -> tuple[ShowState, Path | None]:
        self._refuse_unkept()
        kept = self._store.restore(backup.path).result()
        return self.with_heard(self._read()), kept

    def _refuse_unkept(self) -> None:
        if not self._keeps or self._store.is_in_memory:
            raise StoreError(
                say("This studio keeps nothing, so there is nothing to copy or put back."),
                say("Use the window that was opened first, or “earshot restore”."),
            )

    def recording_file(self, settings: Settings) -> Path:
        """A name that sorts by time."""
        folder = settings.recording_folder
        chosen = Path(folder) if folder else paths.recordings_folder()
        return chosen / time.strftime("%Y-%m-%d %H-%M-%S.mp4")

    def recording_room_s(self, settings: Settings) -> float:
        folder = self.recording_file(settings).parent
        try:
            while not folder.exists() and folder != folder.parent:
                folder = folder.parent
            free = shutil.disk_usage(folder).free
        except OSError as error:
            raise StoreError(
                say("The disk of the recording folder does not say how full it is."),
                say("Check the disk, or choose another recording folder."),
            ) from error
        from studio.output.codecs import suggested_kbps  # noqa: PLC0415 - the engines come late

        size = Size.parse(settings.canvas)
        kbps = settings.video_kbps or suggested_kbps(size, settings.frame_rate)
        return free / ((kbps + settings.audio_kbps) * 1000 / 8)

    def keys(
        self,
        destinations: Sequence[Destination],
        then: Callable[[Sequence[StreamKey | None]], None],
        failed: Callable[[StudioError], None],
    ) -> None:
        def fetch() -> list[StreamKey | None]:
            return [self._secrets.get(d.id) if d.needs_key else None for d in destinations]

        self._run(self._keyring, fetch, then, failed)

    def errand(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[StudioError], None] | None = None,
    ) -> None:
        self._run(self._errands, job, then, failed or self._tell)

    def close(self) -> None:
        """Finish what is being written; a keyring that waits for the user is not waited for."""
        wait(list(self._unfinished), timeout=_PATIENCE_S)
        for pool in (self._errands, self._keyring):
            pool.shutdown(wait=False, cancel_futures=True)
        self._finder.close()
        self._store.stop()

    def _keep(self, job: Callable[[Repositories], object]) -> None:
        if self._keeps:
            self._store.run(job).add_done_callback(self._tell_failure)

    def _run(
        self,
        pool: ThreadPoolExecutor,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[StudioError], None],
    ) -> Future[T]:
        future = pool.submit(job)
        self._unfinished.add(future)
        future.add_done_callback(lambda done: self._take(done, then, failed))
        return future

    def _take(
        self, done: Future[T], then: Callable[[T], None], failed: Callable[[StudioError], None]
    ) -> None:
        """Hand over what came of something, on the show's thread."""
        self._unfinished.discard(done)
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            result = done.result()
            self._on_show(lambda: then(result))
        else:
            told = error if isinstance(error, StudioError) else our_bug(error)
            self._on_show(lambda: failed(told))

    def _tell(self, error: StudioError) -> None:
        self._post(Answered(error.announcement("archive")))

    def _tell_failure(self, future: Future[Any]) -> None:
        error = future.exception()
        if error is not None:
            told = error if isinstance(error, StudioError) else our_bug(error)
            self._tell(told)


def _recordings_of(person: Person) -> Path:
    return paths.takes_folder() / person.id


def _heard_of(person: Person) -> Path:
    """Where the log of what a person was heard to say today is kept."""
    return paths.heard_folder() / f"{person.id}.jsonl"


def shelved(kept: Repositories, codes: Sequence[str] = ()) -> Shelved:
    """As much of the catalogue as a show has at hand; `codes` see `Archive.shelved`."""
    products = kept.products.all(_AT_HAND)
    asked = (kept.products.by_code(code) for code in codes)
    return Shelved(
        tuple(products),
        kept.products.count() - len(products),
        tuple(product for product in asked if product is not None),
    )


def nothing_is_kept(error: StudioError) -> Announcement:
    """What is said when the studio runs without its file."""
    return Announcement(
        error.problem.then(error.remedy).then(say("Until then nothing you change is kept.")),
        brief=error.problem,
        priority=Priority.URGENT,
        earcon=Earcon.ERROR,
    )
