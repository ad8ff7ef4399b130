"""Models by which an engine hears words: which there are, which are here, what became of one."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio import text
from studio.model.settings import Settings

ADDRESS = "https://alphacephei.com/vosk/models/"
"""Where the makers of Vosk keep them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be fetched.

    Attributes:
        language: The tag of what it hears, such as `zh`.
        name: Its makers' name, which is its file's and its folder's too.
        size: Bytes of the file; about as many where `sha256` is empty.
        sha256: Of the file. Its makers publish none: it is what others who keep this file have
            seen, and empty where nobody has; then what is seen first is kept.
    """

    language: str
    name: str
    size: int
    sha256: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.zip"


OFFERS = (
    Offer(
        "zh",
        "vosk-model-small-cn-0.22",
        43_898_754,
        "3af8b0e7e0f835ae9d414ce5df580237a3cfb08d586c9fbbb0f7ff29ad5b14ba",
    ),
    Offer(
        "en",
        "vosk-model-small-en-us-0.15",
        41_205_931,
        "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
    ),
    Offer("ko", "vosk-model-small-ko-0.22", 82_000_000),
)
"""One small model for each language that has one; none was made for Indonesian."""


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model that is here.

    Attributes:
        language: What it hears.
        name: What its folder was called.
        folder: Where it lies.
        size: Bytes on the disk.
        sha256: Of the file it came in; empty where it came as a folder.
        is_known: That is what was expected, not just what was seen first.
    """

    language: str
    name: str
    folder: Path
    size: int
    sha256: str = ""
    is_known: bool = False


class WordsPhase(StrEnum):
    """What becomes of an engine for words."""

    LOADING = "loading"
    READY = "ready"
    STRANGE = "strange"
    """It hears, but there are names that it cannot know."""
    REPLACED = "replaced"
    """Its process ended, and another one is loading."""
    OFF = "off"
    """It failed, and is not started again by itself."""


@dataclass(frozen=True, slots=True)
class SpeechModelsState:
    """The models that are here, and what one of them does.

    Attributes:
        here: Those that are here, by language.
        language: Of the one whose words are heard, or are about to be; empty for none.
        phase: What became of that one.
    """

    here: tuple[SpeechModel, ...] = ()
    language: str = ""
    phase: WordsPhase = WordsPhase.OFF

    @property
    def hears(self) -> str:
        """The language in which words are heard now; empty where none are."""
        return self.language if self.phase is WordsPhase.READY else ""


@dataclass(frozen=True, slots=True)
class WordsNews:
    """Something became of the engine for words.

    Attributes:
        phase: What.
        language: Which language it hears.
        detail: Why, for the log.
        names: Which names it cannot know.
    """

    phase: WordsPhase
    language: str
    detail: str = ""
    names: tuple[str, ...] = ()


def language_of(settings: Settings) -> str:
    """In which language somebody says commands, such as `zh`."""
    return settings.words_language or text.in_use().split("_")[0]
