"""What the show is like at one moment: frozen, for the window, remotes and recovery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from studio.model.claims import ClaimsState
from studio.model.destination import Destination
from studio.model.lesson import Lesson
from studio.model.listening import ListeningState
from studio.model.message import Message
from studio.model.person import Person
from studio.model.product import Product
from studio.model.pronunciation import Pronunciation
from studio.model.rundown import RundownState, products_of
from studio.model.scene import PictureSource, Scene, SoundSource
from studio.model.session import SalesState
from studio.model.settings import OwnVoice, Settings
from studio.model.speech_model import SpeechModelsState
from studio.model.voice import TaughtCommand
from studio.model.work import Work

SHOW_PAGE = "page.show"
"""What the window is asked for, to open the page in `ShowState.report_page`."""

MONITOR = "monitor"
"""Stands for a source's id in what is told of the headphones."""


NOBODY = Person("", "")
"""Whose studio it is while nothing is known yet."""


class OutputPhase(StrEnum):
    CONNECTING = "connecting"
    ON = "on"
    LOST = "lost"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class OutputState:
    """One output of the show.

    Attributes:
        id: Its id.
        name: What the user calls it.
        is_recording: It writes to the disk.
        phase: How it is doing.
        since: When it first was on, in seconds of `time.monotonic`; None before.
        path: The recording's file.
    """

    id: str
    name: str
    is_recording: bool
    phase: OutputPhase = OutputPhase.CONNECTING
    since: float | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class ShowState:
    """A snapshot; whoever subscribed to the show gets a new one after each change.

    Attributes:
        scene: Id of the scene on air.
        lost_sources: Ids of the sources that give nothing at the moment.
        leaks: Ids of the microphones that pick up the studio's own voice.
        products: The first of the catalogue, as viewers count them, and what was edited lately.
        products_beyond: How many more the catalogue has.
        card: The product whose card is on air.
        unknown_gtin: The article number that was told last, where it is in no product; else empty.
        live_since: When the show went live, in seconds of `time.monotonic`; None when off air.
        is_connecting: Going live was wished for, and the stream keys are being fetched.
        is_rehearsal: Nothing can go on air; everything else is real.
        keys: The keys that were chosen, by command; what is not in it has its default.
        pronunciations: How the person wants words to be said, in the order of words.
        is_learning: Keys say what they do instead of doing it.
        listening: How the studio listens for commands by voice.
        pictures_dropped: Pictures that the encoder could not take, since the show went live.
        delay_s: How many seconds viewers are behind in what is being sent, or was sent last.
        delay_need_s: How many seconds commands by voice need so that viewers never hear them.
        works: What is under way and takes a while, the newest at the end.
        question: What waits for a yes; None where nothing does.
        takes_any_key: The next key answers it: Escape is no, every other one is yes. While nothing
            is asked yet, only Escape does anything.
        wants_first_steps: Nobody has gone through them yet, or left them.
        person: Whose studio it is.
        people: Everybody who streams here, the one who was here first before the others.
        asks_who: Several stream here, and nobody has said yet who it is this time.
        claims: What a look through the catalogue found that advertising law forbids.
        rundown: What comes in the show, and where the show is in it.
        sales: What was sold, and how far the targets are.
        speech_models: The models by which words are heard.
        report_page: The page of the report that was kept last at somebody's wish; empty for none.
        taught: What the person has taught the studio to understand, in the order of teaching.
        alike: What taught commands are easily mixed up with, by their ids, as far as is known.
        lesson: What is being taught; None where nothing is.
    """

    picture_sources: tuple[PictureSource, ...] = ()
    sound_sources: tuple[SoundSource, ...] = ()
    scenes: tuple[Scene, ...] = ()
    scene: str = ""
    lost_sources: frozenset[str] = frozenset()
    leaks: frozenset[str] = frozenset()
    products: tuple[Product, ...] = ()
    products_beyond: int = 0
    card: Product | None = None
    unknown_gtin: str = ""
    destinations: tuple[Destination, ...] = ()
    outputs: tuple[OutputState, ...] = ()
    live_since: float | None = None
    is_connecting: bool = False
    is_rehearsal: bool = False
    pictures_dropped: int = 0
    settings: Settings = field(default_factory=Settings)
    keys: Mapping[str, str] = field(default_factory=dict)
    pronunciations: tuple[Pronunciation, ...] = ()
    is_learning: bool = False
    listening: ListeningState = field(default_factory=ListeningState)
    delay_s: float = 0.0
    delay_need_s: float = 0.0
    works: tuple[Work, ...] = ()
    question: Message | None = None
    takes_any_key: bool = False
    wants_first_steps: bool = False
    person: Person = NOBODY
    people: tuple[Person, ...] = (NOBODY,)
    asks_who: bool = False
    claims: ClaimsState = field(default_factory=ClaimsState)
    rundown: RundownState = field(default_factory=RundownState)
    sales: SalesState = field(default_factory=SalesState)
    report_page: str = ""
    speech_models: SpeechModelsState = field(default_factory=SpeechModelsState)
    taught: tuple[TaughtCommand, ...] = ()
    alike: Mapping[str, str] = field(default_factory=dict)
    lesson: Lesson | None = None

    @property
    def is_live(self) -> bool:
        return self.live_since is not None

    @property
    def behind_s(self) -> float:
        """How many seconds viewers and recordings are behind; 0 while nothing is sent."""
        return self.delay_s if self.outputs else 0.0

    @property
    def segment_products(self) -> dict[str, Product]:
        """The products of the rundown's segments, by code; of those that the catalogue has."""
        return products_of(self.rundown.segments, (*self.rundown.beyond, *self.products))

    @property
    def streams(self) -> tuple[OutputState, ...]:
        """What goes to services, not to a file."""
        return tuple(o for o in self.outputs if not o.is_recording)

    @property
    def is_cut_off(self) -> bool:
        """Nothing that is sent reaches any service."""
        streams = self.streams
        return bool(streams) and all(o.phase is OutputPhase.LOST for o in streams)

    @property
    def recording(self) -> OutputState | None:
        return next((o for o in self.outputs if o.is_recording), None)

    @property
    def is_recording(self) -> bool:
        """Whether a recording is being written."""
        return self.recording is not None and self.recording.since is not None

    @property
    def is_voiced(self) -> bool:
        """Whether the studio's own voice is to speak in the place of a screen reader, and can."""
        settings = self.settings
        is_wished = settings.own_voice == OwnVoice.ALWAYS and bool(settings.monitor_device)
        return is_wished and MONITOR not in self.lost_sources

    @property
    def is_leaking(self) -> bool:
        """Whether viewers hear the studio's own voice through a microphone that is open."""
        heard = {s.id for s in self.sound_sources if not s.is_muted} - self.lost_sources
        return bool(self.leaks & heard)

    @property
    def scene_on_air(self) -> Scene | None:
        return next((s for s in self.scenes if s.id == self.scene), None)

    @property
    def voice(self) -> SoundSource | None:
        """The microphone that *mute* means: the first source of a voice."""
        return next((s for s in self.sound_sources if s.is_voice), None)


@dataclass(frozen=True, slots=True)
class SourceLevel:
    """How loud one sound source is, after its gain.

    Attributes:
        peak_db: Highest sample of the last 100 ms in dBFS; minus infinity for silence.
        is_clipping: It reached full scale within the last second.
    """

    peak_db: float
    is_clipping: bool = False


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud the program bus is.

    Attributes:
        peak_db: Highest sample of the last 100 ms in dBFS.
        momentary: Loudness of the last 400 ms in LUFS.
        short_term: Loudness of the last 3 s in LUFS.
        integrated: Loudness since the show began in LUFS, gated.
        sources: Level of each source by id.
        compared_s: Seconds of the studio's own speech that open microphones were searched for.
    """

    peak_db: float = float("-inf")
    momentary: float = float("-inf")
    short_term: float = float("-inf")
    integrated: float = float("-inf")
    sources: Mapping[str, SourceLevel] = field(default_factory=dict)
    compared_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Devices:
    """What the system offers, by name as shown to the user.

    Attributes:
        voices: With which the studio itself can speak, by language.
    """

    cameras: tuple[str, ...] = ()
    microphones: tuple[str, ...] = ()
    headphones: tuple[str, ...] = ()
    voices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
