"""Everything that can happen by itself, one frozen class each.

Engines post events; the owner of the show takes them, and the narrator puts them into words. An
event carries all that its sentence needs.
"""

from dataclasses import dataclass
from enum import StrEnum

from studio.model.announcement import Announcement
from studio.model.code import Look
from studio.model.errors import StudioError
from studio.model.message import Name
from studio.model.speech_model import WordsNews
from studio.model.voice import Utterance


@dataclass(frozen=True, slots=True)
class SourceOpened:
    """A picture or sound source gives its first picture or block.

    Attributes:
        source: Id of the source.
        details: What the device agreed to, for the log and the window: "1280x720, 30 per second".
    """

    source: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class SourceLost:
    """A source stopped or could not be opened; it is tried again by itself."""

    source: str
    error: StudioError


@dataclass(frozen=True, slots=True)
class StoodIn:
    """A source that never gave anything is replaced until it does: by a test picture or a tone."""

    source: str
    name: str
    is_sound: bool


@dataclass(frozen=True, slots=True)
class SourceBack:
    """A source that was lost works again."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class TalkingWhileMuted:
    """Somebody talks into a microphone that viewers do not hear; posted at most every 10 s."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class LeakHeard:
    """A microphone that viewers hear picks up the studio's own voice from the headphones."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class LeakEnded:
    """The studio's own voice is no longer picked up, though it spoke for a while."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Looked:
    """The scanner looked at the camera on air; posted some times a second while it is wanted.

    Attributes:
        look: What it saw; None where no camera on air gives a picture.
    """

    look: Look | None


@dataclass(frozen=True, slots=True)
class OutputStarted:
    """A destination took the stream, a recording's file is open, or a rehearsal took the stream.

    Attributes:
        behind_s: How many seconds what it gets is behind what happens.
    """

    output: str
    name: str
    is_recording: bool
    is_rehearsal: bool = False
    behind_s: float = 0.0


@dataclass(frozen=True, slots=True)
class OutputLost:
    """An output failed.

    Attributes:
        output: Its id.
        name: What the user calls it.
        is_recording: It writes to the disk.
        will_retry: It is tried again by itself.
        error: Why, and what to do.
    """

    output: str
    name: str
    is_recording: bool
    will_retry: bool
    error: StudioError


@dataclass(frozen=True, slots=True)
class OutputBack:
    """A lost destination takes the stream again.

    Attributes:
        away_s: Seconds that its viewers missed.
    """

    output: str
    name: str
    away_s: float


@dataclass(frozen=True, slots=True)
class OutputOverflowed:
    """A destination or a disk was too slow, and pictures up to the next keyframe were left out.

    Attributes:
        lost_s: Seconds that its viewers missed.
    """

    output: str
    name: str
    is_recording: bool
    lost_s: float


@dataclass(frozen=True, slots=True)
class OutputEnded:
    """An output was closed as wished.

    Attributes:
        seconds: Length of what it took.
        path: The recording's file; empty for a stream, and where the file is not there.
    """

    output: str
    name: str
    is_recording: bool
    seconds: float
    path: str = ""
    is_rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class DiskLow:
    """The disk of a recording is nearly full.

    Attributes:
        left_s: Seconds of recording that still fit.
    """

    output: str
    left_s: float


@dataclass(frozen=True, slots=True)
class PicturesDropped:
    """The encoder could not keep up; posted at most once a second."""

    count: int


@dataclass(frozen=True, slots=True)
class EncoderFailed:
    """The encoder ended by itself; outputs end with it."""

    error: StudioError


@dataclass(frozen=True, slots=True)
class CardLacking:
    """Viewers do not see all of a product on its card; posted once, until it is whole again.

    Attributes:
        product: Its name.
        lacks_picture: A sketch stands in place of its picture.
        lacks_letters: Boxes stand in place of some letters, for which the machine has no font.
    """

    product: Name
    lacks_picture: bool
    lacks_letters: bool


@dataclass(frozen=True, slots=True)
class UtteranceHeard:
    """Somebody said something that may be a command.

    Attributes:
        utterance: What is known of it.
    """

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """Something became of the engine that hears words."""

    news: WordsNews


class Part(StrEnum):
    """The studio's own workers, which no source or output of that name is taken for."""

    STAGE = "stage"
    PROGRAM = "program"
    SOUND = "sound"
    ENCODER = "encoder"
    STORE = "store"
    LEAK_GUARD = "leak guard"
    SCANNER = "scanner"
    RECOGNIZER = "recognizer"


@dataclass(frozen=True, slots=True)
class WorkerFailed:
    """A thread ended by itself; without an error it is the studio's own bug, and logged.

    Attributes:
        worker: A part of the studio, or the user's name of what the worker drives.
    """

    worker: Part | str
    error: StudioError | None


@dataclass(frozen=True, slots=True)
class Answered:
    """Work that took a while has its answer."""

    announcement: Announcement


Event = (
    Answered
    | SourceOpened
    | SourceLost
    | StoodIn
    | SourceBack
    | TalkingWhileMuted
    | LeakHeard
    | LeakEnded
    | Looked
    | WordsChanged
    | OutputStarted
    | OutputLost
    | OutputBack
    | OutputOverflowed
    | OutputEnded
    | DiskLow
    | PicturesDropped
    | CardLacking
    | UtteranceHeard
    | EncoderFailed
    | WorkerFailed
)
