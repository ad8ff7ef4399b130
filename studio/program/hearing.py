"""What is said to the studio: the voice's microphone brought to the recognizer, when wished."""

import threading
from collections.abc import Callable, Collection, Sequence

import numpy as np

from studio.audio.desk import SoundDesk
from studio.audio.leak import Mono
from studio.model.events import WordsChanged
from studio.model.speech_model import SpeechModel, WordsNews
from studio.model.voice import Listening, Recording, TaughtCommand
from studio.threads import Post
from studio.voice.recognizer import Recognizer
from studio.voice.vosk import Words

_SILENT = 0.002
"""Below this nothing of the own voice is heard."""


class Hearing:
    """Owns the recognizer. Any thread may call it; no call waits but `close`.

    While it is off, and no take is asked for, nothing that a microphone captures gets here: the
    desk has no taker for it. The recognizer's thread begins when it is first wanted.

    Args:
        post: Takes `UtteranceHeard` and `WordsChanged`.
        desk: Has the microphone.
    """

    def __init__(self, post: Post, desk: SoundDesk) -> None:
        self._post = post
        self._desk = desk
        self._words: Words | None = None
        self._expected: tuple[Sequence[str], Sequence[str], Sequence[str]] = (), (), ()
        self._recognizer = Recognizer(post)
        self._lock = threading.Lock()
        self._mode = Listening.OFF
        self._is_take_wanted = False
        self._has_started = False

    def listen(self, mode: Listening) -> None:
        with self._lock:
            self._mode = mode
            self._recognizer.listen(mode)
            self._tap()

    def teach(self, taught: Sequence[TaughtCommand]) -> None:
        self._recognizer.use(taught)

    def await_answers(self, ids: Collection[str]) -> None:
        self._recognizer.await_answers(ids)

    def ask_for_take(self, then: Callable[[Recording], None] | None) -> None:
        with self._lock:
            self._is_take_wanted = then is not None
            self._recognizer.ask_for_take(then and self._given(then))
            self._tap()

    @property
    def has_take_begun(self) -> bool:
        return self._recognizer.has_take_begun

    def hold(self, at: float) -> None:
        self._recognizer.hold(at)

    def let_go(self, at: float) -> None:
        self._recognizer.let_go(at)

    def use_speech_model(self, model: SpeechModel | None) -> None:
        """Hear words by a model, or no longer; its process begins and ends by itself."""
        with self._lock:
            before, self._words = self._words, None
            if model is not None:
                self._words = words = Words(model.folder, model.language, self._tell_words)
                words.use(*self._expected)
                words.start()
            self._recognizer.use_words(self._words)
        if before is not None:
            before.stop()

    def expect_words(
        self, phrases: Sequence[str], names: Sequence[str], openings: Sequence[str]
    ) -> None:
        """What may be said from the next utterance on."""
        with self._lock:
            self._expected = phrases, names, openings
            if self._words is not None:
                self._words.use(phrases, names, openings)

    def _tell_words(self, news: WordsNews) -> None:
        self._post(WordsChanged(news))

    def close(self) -> None:
        self.use_speech_model(None)
        self.ask_for_take(None)
        self.listen(Listening.OFF)
        if self._has_started:
            self._recognizer.stop()

    def _given(self, then: Callable[[Recording], None]) -> Callable[[Recording], None]:
        def given(recording: Recording) -> None:
            with self._lock:
                self._is_take_wanted = False
                self._tap()
            then(recording)

        return given

    def _tap(self) -> None:
        is_wanted = self._mode is not Listening.OFF or self._is_take_wanted
        if is_wanted and not self._has_started:
            self._has_started = True
            self._recognizer.start()
        self._desk.overhear_voice(self._recognizer.hear if is_wanted else None)
        self._desk.overhear_own(self._own_voice if is_wanted else None)

    def _own_voice(self, spoken: Mono, rate: int, at: float) -> None:
        if len(spoken) and float(np.abs(spoken).max()) > _SILENT:
            self._recognizer.own_voice(at, at + len(spoken) / rate)
