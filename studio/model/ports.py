"""What the show has done for it: the ports to the engines and to what survives a restart.

No call of either makes the show wait, but for those of the stage that run as errands.
"""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from studio.model.announcement import Earcon
from studio.model.backup import Backup
from studio.model.catalogue import Imported, ImportPlan
from studio.model.claims import CheckedCatalogue
from studio.model.destination import Destination, StreamKey, StreamPlan
from studio.model.errors import StudioError
from studio.model.listening import Heard
from studio.model.message import Message
from studio.model.order_import import OrderPlan, OrdersImported
from studio.model.person import Person, Profile
from studio.model.product import Product
from studio.model.pronunciation import Pronunciation
from studio.model.record import ShowRecord
from studio.model.rundown import Rundown, RundownFile, RundownState
from studio.model.scene import PictureSource, Scene, SoundSource
from studio.model.session import Fault, Order, Progress, Session, Showing, Target
from studio.model.settings import Settings
from studio.model.speech_model import SpeechModel
from studio.model.state import Levels, ShowState
from studio.model.voice import Listening, Recording, TaughtCommand
from studio.model.work import CallOff

T = TypeVar("T")
AskPassphrase = Callable[[bool], str]
"""Asks the user, for a new one (typed twice) when True; empty when they would rather not."""


class Stage(Protocol):
    """Cameras, sound and outputs, as the show commands them; no call waits for a device."""

    def use_sources(
        self, pictures: Sequence[PictureSource], sounds: Sequence[SoundSource]
    ) -> None: ...

    def show_scene(self, scene: Scene | None, fade_s: float) -> None: ...

    def show_card(self, product: Product | None, fade_s: float) -> None: ...

    def look_for_codes(self, *, on: bool) -> None:
        """Look at the camera on air for codes, and tell by `Looked`; nothing is done while off."""
        ...

    def configure(self, settings: Settings) -> None:
        """Take changed settings; those of the picture apply when nothing is being sent."""
        ...

    def start_stream(self, plan: StreamPlan) -> None: ...

    def start_rehearsal(self, output: str, name: str) -> None: ...

    def start_recording(self, output: str, name: str, path: Path) -> None: ...

    def stop_output(self, output: str, *, at_once: bool = False) -> None:
        """End an output with what was captured until now.

        `at_once` leaves out what is held for the delay; also of one that is ending already.
        """
        ...

    def use_delay(self, seconds: float) -> None:
        """Have viewers so far behind, from the next time on that sending begins."""
        ...

    def hold_voice(self, at: float) -> None:
        """Take the microphones from what viewers hear, and take what is said for a command.

        They come back by themselves after 20 s.

        Args:
            at: From what was captured then on, in seconds of `time.monotonic`.
        """
        ...

    def release_voice(self, at: float) -> None:
        """Let viewers hear the microphones again, from what was captured at a moment on."""
        ...

    def cut_voice(self, began: float, ended: float, new_from: float) -> bool:
        """Take what was said in the meantime from what viewers are given, if it is held yet.

        Args:
            began: When that began, as the others in seconds of `time.monotonic`.
            ended: When it ended.
            new_from: What was said before was cut already; the pause behind that is cut now.

        Returns:
            False where viewers were given some of what is new already.
        """
        ...

    def drop_held(self) -> None:
        """Replace what viewers were not given yet: its sound by silence, its pictures by one."""
        ...

    def close_air(self, *, closed: bool) -> None:
        """While closed, no stream can be made."""
        ...

    def test(self, plan: StreamPlan, call_off: CallOff) -> None:
        """Try a destination; may take seconds, runs on the archive's errand thread."""
        ...

    def play_earcon(self, earcon: Earcon) -> bool:
        """Have it heard in the streamer's headphones alone; False where there are none."""
        ...

    @property
    def has_headphones(self) -> bool:
        """Whether the streamer's headphones are chosen, and there."""
        ...

    def headphones(self) -> tuple[str, ...]:
        """Names of everything that plays; asks the system, runs on the archive's errand thread.

        Raises:
            SoundError: The system cannot be asked.
        """
        ...

    def say_on(
        self, device: str, words: Message, over: threading.Event, begun: Callable[[], None]
    ) -> None:
        """Have the own voice say something on a device, and wait; on the errand thread too.

        Once the first of it is heard `begun` is called, on any thread. It waits on for a moment,
        in which whoever heard it can answer; `over` ends it at once.

        Raises:
            StudioError: The device cannot be used.
        """
        ...

    def levels(self) -> Levels: ...

    def listen(self, mode: Listening) -> None:
        """When what the voice's microphone captures is listened to for commands."""
        ...

    def teach(self, taught: Sequence[TaughtCommand]) -> None:
        """The phrases to listen for, the studio's name among them; none before this is called."""
        ...

    def await_answers(self, ids: Collection[str]) -> None:
        """The taught phrases, by their ids, that answer what was asked: they need no name.

        They are heard so until others are awaited, or none.
        """
        ...

    def use_speech_model(self, model: SpeechModel | None) -> None:
        """Hear words by a model, which is loaded meanwhile; without one, give back its memory.

        What becomes of it is told by `WordsChanged`.
        """
        ...

    def expect_words(
        self, phrases: Sequence[str], names: Sequence[str], openings: Sequence[str]
    ) -> None:
        """What may be said; the names among it are told where the model cannot know them.

        Behind an opening, such as “show”, a pause is no end: more of the command may follow.
        """
        ...

    def ask_for_take(self, then: Callable[[Recording], None] | None) -> None:
        """Have the next thing said given to `then`, on any thread, and not taken for a command.

        The microphone is listened to for it even while `Listening.OFF`. None takes the wish back.
        """
        ...

    @property
    def has_take_begun(self) -> bool:
        """Whether the take that was asked for is being said just now."""
        ...


@dataclass(frozen=True, slots=True)
class Shelved:
    """The catalogue, as much of it as the show has at hand.

    Attributes:
        products: The first of it, as viewers count them.
        beyond: How many more there are.
        asked: Those that were asked for by their code, and are there.
    """

    products: tuple[Product, ...]
    beyond: int = 0
    asked: tuple[Product, ...] = ()


class SalesBook(Protocol):
    """What is kept of sessions and sales; on its own thread, each call on the disk at once."""

    def begin(self, session: Session) -> None:
        """Keep a session; one that is kept already stays as it is."""
        ...

    def follow(self, session: Session, now: datetime) -> None:
        """Keep how a session is doing, but for its showings, orders and faults."""
        ...

    def put_showing(self, session: str, showing: Showing) -> None: ...

    def add_fault(self, session: str, fault: Fault) -> None: ...

    def take(self, order: Order, *, is_rehearsal: bool = ...) -> int | None:
        """Keep an order and take it from the stock; gives the pieces left, None if uncounted."""
        ...

    def remove(self, order: str) -> int | None:
        """Forget an order and give its pieces back. Raises StoreError."""
        ...

    def change_quantity(self, order: str, quantity: int) -> int | None:
        """Sell other than so many pieces by an order. Raises StoreError."""
        ...

    def between(self, first: date, last: date) -> list[Order]:
        """What who streams now sold from a day to another; no rehearsals."""
        ...

    def targets(self) -> list[Target]: ...

    def put_target(self, target: Target) -> None: ...

    def delete_target(self, target: str) -> None: ...

    def progresses(self, day: date) -> list[Progress]: ...


class Archive(Protocol):
    """What survives a restart. Saving never waits; what fails is announced."""

    def save_arrangement(self, state: ShowState) -> None: ...

    def save_destination(
        self,
        destination: Destination,
        key: StreamKey | None,
        change: str,
        then: Callable[[], None] = ...,
    ) -> None:
        """Keep a destination, and its key when one is given; `then` runs when both are kept.

        By the id of this `change` the key before can be had back.
        """
        ...

    def remove_destination(self, destination: Destination, change: str) -> None:
        """Keep neither a destination nor its key any longer; `change` as above."""
        ...

    def save_destinations(self, destinations: Sequence[Destination]) -> None:
        """Keep destinations, in this order; their keys stay."""
        ...

    def swap_key(self, destination: Destination, change: str) -> None:
        """Take the key that was kept before a change, or was taken away by it, for today's."""
        ...

    def save_product(self, product: Product, was: str = ...) -> None:
        """Keep a product; `was` is the code that it had before, empty where that stays."""
        ...

    def remove_product(self, code: str) -> None: ...

    def import_products(
        self, plan: ImportPlan, call_off: CallOff, progress: Callable[[float], None]
    ) -> Imported:
        """Import a file; takes seconds to minutes, runs on the archive's errand thread.

        Args:
            plan: What is imported.
            call_off: Breaks it off.
            progress: Is told the share that is done, on the show's thread.

        Raises:
            StudioError: It cannot be; nothing was changed.
        """
        ...

    def export_products(self, path: str) -> int:
        """Write the catalogue into a file; runs on the errand thread. Raises StudioError."""
        ...

    def take_back_import(self) -> None:
        """Put the catalogue back as it was before the last import; on the errand thread.

        Raises:
            StoreError: There is none to take back.
        """
        ...

    def shelved(self, codes: Sequence[str]) -> Shelved:
        """The catalogue as it is kept now; on the errand thread. Raises StoreError.

        Args:
            codes: Products that are wanted wherever they stand.
        """
        ...

    def find_products(self, words: str, limit: int) -> list[Product]:
        """Products by any part of their name, by pinyin, code or barcode, the best first.

        Takes some milliseconds, on the show's thread. Raises StoreError.
        """
        ...

    def product_of(self, code: str) -> Product | None:
        """The product with a code; takes a millisecond, on the show's thread. Raises StoreError."""
        ...

    def products_of_gtin(self, gtin: str) -> list[Product]:
        """All products with an article's number, however many zeros are written before it.

        Takes a millisecond, on the show's thread. Raises StoreError.
        """
        ...

    def read_rundown(self, path: str) -> Rundown:
        """Read a rundown of any form; on the errand thread. Raises StudioError."""
        ...

    def write_rundown(self, rundown: Rundown, path: str) -> str:
        """Write a rundown, and give its path; on the errand thread. Raises StudioError.

        Args:
            rundown: What is written.
            path: Its name says in which form; empty for a new file in the studio's own folder.
        """
        ...

    def keep_rundown(self, state: RundownState) -> None:
        """Have what is open, and the place in it, at the next start; nothing runs then."""
        ...

    def rundown_files(self) -> tuple[RundownFile, ...]:
        """The rundowns in the studio's own folder; on the errand thread."""
        ...

    def sales(
        self,
        job: Callable[[SalesBook], T],
        then: Callable[[T], None],
        failed: Callable[[StudioError], None],
        *,
        otherwise: T,
    ) -> None:
        """Have something done with what is kept of sales, after all that was wished for before.

        What comes of it is taken on the show's thread, once it is on the disk; `otherwise` at
        once where nothing is kept.
        """
        ...

    def import_orders(
        self, plan: OrderPlan, call_off: CallOff, progress: Callable[[float], None]
    ) -> OrdersImported:
        """Import a platform's orders; as `import_products`."""
        ...

    def take_back_orders(self) -> int:
        """Put all back as it was before the last import of orders; gives how many there were.

        On the errand thread. Raises StoreError where there is none.
        """
        ...

    def speech_models(self) -> tuple[SpeechModel, ...]:
        """The models for hearing words that are here; on the errand thread."""
        ...

    def fetch_speech_model(
        self, language: str, path: str, call_off: CallOff, progress: Callable[[float], None]
    ) -> SpeechModel:
        """Bring a model, over the internet or from a stick; minutes, on the errand thread.

        Args:
            language: What it hears.
            path: A zip file or a folder; empty for the makers' server.
            call_off: Breaks it off; what has come is gone on with the next time.
            progress: Is told the share that is done, on the show's thread.

        Raises:
            StudioError: It cannot be; the model that was there stays.
        """
        ...

    def remove_speech_model(self, language: str) -> bool:
        """Delete a model; on the errand thread. Gives whether there was one."""
        ...

    def save_setting(self, name: str, value: object) -> None: ...

    def save_keys(self, chosen: Mapping[str, str]) -> None: ...

    def end_first_steps(self) -> None:
        """The next start does not open them by itself any more."""
        ...

    def check_products(
        self,
        laws: str,
        call_off: CallOff,
        progress: Callable[[float], None],
        *,
        only_imported: bool,
    ) -> CheckedCatalogue:
        """Look through the catalogue for claims; may take a minute, on the errand thread.

        Args:
            laws: Whose law is meant, see `studio.claims.wordlists.lists_of`.
            call_off: Breaks it off.
            progress: Is told the share that is done, on the show's thread.
            only_imported: Look at what the last import added or changed.

        Raises:
            StudioError: The catalogue cannot be read.
        """
        ...

    def profile(self, person: Person) -> Profile:
        """All that is a person's, as it is kept; on the errand thread. Raises StoreError."""
        ...

    def use_person(self, person: Person) -> None:
        """What is kept from now on is this person's, who also streams at the next start."""
        ...

    def add_person(self, profile: Profile, *, furnish: bool) -> None:
        """Keep a new person with all that they begin with.

        Args:
            profile: Of settings that are the machine's nothing is kept.
            furnish: Give them sources and scenes as at the first start.
        """
        ...

    def rename_person(self, person: Person) -> None: ...

    def remove_person(self, person: Person) -> None:
        """Keep neither a person nor what is theirs any longer, their stream keys included."""
        ...

    def save_pronunciations(self, entries: Sequence[Pronunciation]) -> None: ...

    def save_taught(self, taught: Sequence[TaughtCommand]) -> None:
        """Keep these of who streams now, each in place of what was kept of it."""
        ...

    def forget_taught(self, taught_id: str) -> None:
        """Keep neither a taught command, its takes nor recordings of them any longer."""
        ...

    def keep_recording(self, taught_id: str, recording: Recording) -> None:
        """Keep the sound of a take of who streams now, in a file."""
        ...

    def forget_recordings(self) -> None:
        """Delete every recording of who streams now; their takes stay."""
        ...

    def save_heard(self, log: Sequence[Heard]) -> None:
        """Keep what who streams now was heard to say today; of an empty log nothing is left."""
        ...

    def sessions(self) -> tuple[Session, ...]:
        """Every show, the newest first, without what happened in it; on the errand thread.

        Raises:
            StoreError: The file cannot be read.
        """
        ...

    def record(self, session: str) -> ShowRecord:
        """Everything that was kept of a show; on the errand thread.

        Args:
            session: Its id, or the beginning of one; empty for the person's last show.

        Raises:
            StoreError: There is no such show, or the file cannot be read.
        """
        ...

    @property
    def reports_folder(self) -> Path | None:
        """Where reports are kept; None where nothing is kept."""
        ...

    def back_up(self) -> Backup:
        """Copy the studio's file; takes a second or more, on the errand thread.

        Raises:
            StoreError: It cannot be copied.
        """
        ...

    def backups(self) -> tuple[Backup, ...]:
        """All copies, the newest first; on the errand thread. Raises StoreError."""
        ...

    def make_way(self) -> None:
        """Let the file be replaced: hold it open no longer; on the show's thread, at once."""
        ...

    def restore(self, backup: Backup) -> tuple[ShowState, Path | None]:
        """Put a copy in the place of the studio's file; on the errand thread.

        Returns:
            How a show begins with it, and where the file that was there is kept.

        Raises:
            StoreError: It cannot be; all is as it was.
        """
        ...

    def recording_file(self, settings: Settings) -> Path: ...

    def recording_room_s(self, settings: Settings) -> float:
        """Seconds of recording that the disk has room for; asks the disk, so call it elsewhere.

        Raises:
            StoreError: The disk does not say.
        """
        ...

    def keys(
        self,
        destinations: Sequence[Destination],
        then: Callable[[Sequence[StreamKey | None]], None],
        failed: Callable[[StudioError], None],
    ) -> None:
        """Fetch stream keys, which may take a while; the answer comes on the show's thread."""
        ...

    def errand(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[StudioError], None] | None = None,
    ) -> None:
        """Run a job elsewhere; its result, or why there is none, is taken on the show's thread.

        Without `failed` a failure is announced.
        """
        ...


class OwnVoice(Protocol):
    """The studio's own voice; every call returns at once."""

    @property
    def speaks(self) -> bool | None:
        """Whether it says what is announced; None while that is not known."""
        ...

    @property
    def is_talking(self) -> bool:
        """Whether it is saying something, or has something to say."""
        ...

    def silence(self) -> None:
        """Be quiet, and forget what waits to be said."""
        ...

    def hush(self) -> None:
        """Break off an answer, and what is being read; warnings are said on."""
        ...

    def wait(self) -> None:
        """Say nothing until `speak_on`; what is being said is gone on with then."""
        ...

    def speak_on(self) -> None: ...
