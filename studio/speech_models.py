"""The show's part that has words heard: which models are here, and which one is used."""

from collections.abc import Callable
from dataclasses import replace

from studio.model.errors import CommandError, StudioError
from studio.model.events import Event, WordsChanged
from studio.model.message import Language, say
from studio.model.ports import Archive, Stage
from studio.model.speech_model import SpeechModel, SpeechModelsState, WordsPhase, language_of
from studio.model.state import ShowState
from studio.model.voice import Listening
from studio.model.work import CallOff
from studio.standing import Standing
from studio.works import Works


class SpeechModels:
    """The models by which words are heard; the thread that owns the show alone calls it.

    A model is loaded while commands are listened for, and its memory given back when they are not.

    Args:
        standing: The show's state.
        works: What takes a while.
        stage: Hears by a model.
        archive: Keeps them, and fetches them.
        hears: Is told in which language words are heard; empty where none are.
    """

    def __init__(
        self,
        standing: Standing,
        works: Works,
        stage: Stage,
        archive: Archive,
        hears: Callable[[str], None],
    ) -> None:
        self._standing = standing
        self._works = works
        self._stage = stage
        self._archive = archive
        self._hears = hears
        self._used: SpeechModel | None = None
        self._has_failed = False
        self._coming = ""
        """The language of the model that is being fetched; each takes minutes, so one at a time."""
        self._work = ""
        standing.subscribe(self._follow)

    @property
    def state(self) -> SpeechModelsState:
        return self._standing.state.speech_models

    def look(self) -> None:
        """Find out which models are here, as at the start."""
        self._archive.errand(self._archive.speech_models, lambda here: self._change(here=here))

    def fetch(
        self, language: str, path: str, then: Callable[[SpeechModel | StudioError], None]
    ) -> str:
        """Bring a model here; gives the id of this work.

        Args:
            language: What it hears.
            path: A zip file or a folder; empty for the makers' server.
            then: Takes what came of it; not called where it was called off.

        Raises:
            CommandError: A model is being fetched already.
        """
        self.check_nothing_comes()
        self._coming = language
        call_off = CallOff()
        title = (
            say("Bringing the model for {language}.", language=Language(language))
            if path
            else say("Downloading the model for {language}.", language=Language(language))
        )
        self._work = work = self._works.begin(title, call_off.wish)

        def end(came: SpeechModel | StudioError) -> None:
            self._coming = ""
            if not isinstance(came, StudioError):
                others = [model for model in self.state.here if model.language != language]
                here = sorted((*others, came), key=lambda model: model.language)
                if self._used is not None and self._used.language == language:
                    self._used = None  # its files are others now, whatever they are called
                self._has_failed = False
                self._change(here=tuple(here))
            if self._works.end(work):
                then(came)

        def run() -> SpeechModel:
            return self._archive.fetch_speech_model(
                language, path, call_off, lambda share: self._works.tell_share(work, share)
            )

        self._archive.errand(run, end, end)
        return work

    def remove(self, language: str, then: Callable[[StudioError | None], None]) -> None:
        """Delete a model; one that is used is let go of first. Raises as `fetch`."""
        self.check_nothing_comes()
        self._change(here=tuple(m for m in self.state.here if m.language != language))

        def done(_was_there: bool) -> None:  # noqa: FBT001 - as the archive gives it
            then(None)

        self._archive.errand(lambda: self._archive.remove_speech_model(language), done, then)

    def check_nothing_comes(self) -> None:
        """Raise CommandError while a model is being fetched, or its fetch is just ending."""
        if self._coming and all(work.id != self._work for work in self._standing.state.works):
            raise CommandError(
                say("What was called off is just ending."), say("Try again in a moment.")
            )
        if self._coming:
            raise CommandError(
                say("The model for {language} is being fetched.", language=Language(self._coming)),
                say("Wait until it is there, or cancel it."),
            )

    def try_again(self) -> None:
        """Use a model once more that has failed."""
        if self._has_failed:
            self._has_failed, self._used = False, None
            self._follow(self._standing.state)

    def take(self, event: Event) -> None:
        """Take what became of the engine; what came too late, of a model before, counts no more."""
        if not isinstance(event, WordsChanged):
            return
        news = event.news
        if self._used is None or news.language != self._used.language:
            return
        if news.phase is WordsPhase.STRANGE:
            return
        self._has_failed = news.phase is WordsPhase.OFF
        self._change(phase=news.phase)
        self._hears(self.state.hears)

    def _follow(self, state: ShowState) -> None:
        wanted = self._wanted(state)
        if wanted == self._used:
            return
        self._used, self._has_failed = wanted, False
        self._stage.use_speech_model(wanted)
        if wanted is None:
            self._change(language="", phase=WordsPhase.OFF)
        else:
            self._change(language=wanted.language, phase=WordsPhase.LOADING)
        self._hears("")

    def _wanted(self, state: ShowState) -> SpeechModel | None:
        settings = state.settings
        if not settings.hears_words or settings.listening == Listening.OFF:
            return None
        language = language_of(settings)
        return next((m for m in state.speech_models.here if m.language == language), None)

    def _change(self, **changes: object) -> None:
        self._standing.change(speech_models=replace(self.state, **changes))
