"""The recognizer: a thread that hears a microphone and tells what was said to the studio."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence

from studio.model.events import Part, UtteranceHeard
from studio.model.voice import Listening, Recording, TaughtCommand
from studio.threads import Post, Worker
from studio.voice.embedding import embedding
from studio.voice.listener import Listener
from studio.voice.sound import Resampler, Samples
from studio.voice.words import WordEngine

log = logging.getLogger(__name__)

_BLOCKS = 1_000
"""Blocks that wait at most: ten seconds and more."""
_WAIT_S = 0.1
_LATE_S = 0.15
"""So long after the key was let go its last sound is waited for."""


class Recognizer(Worker):
    """Hears commands; every call may come from any thread and returns at once.

    Args:
        post: Takes `UtteranceHeard`.
    """

    def __init__(self, post: Post) -> None:
        super().__init__(Part.RECOGNIZER, post)
        self._listener = Listener(lambda utterance: post(UtteranceHeard(utterance)))
        self._wishes: deque[Callable[[], None]] = deque()
        self._blocks: deque[tuple[Samples, int, float]] = deque(maxlen=_BLOCKS)
        self._has_come = threading.Event()
        self._resampler: Resampler | None = None
        self._let_go_at: float | None = None

    # ------------------------------------------------------------------------------- any thread

    def use(self, taught: Sequence[TaughtCommand], leniency: float = 1.0) -> None:
        """Listen for these phrases; the one with the id `NAME` is the studio's name.

        Args:
            taught: The phrases.
            leniency: They may be so many times as far as is near enough in a show.
        """
        phrases = tuple(taught)
        self._wish(lambda: self._listener.use(phrases, leniency))

    def listen(self, mode: Listening) -> None:
        self._wish(lambda: self._listener.listen(mode))

    def await_answers(self, ids: Collection[str]) -> None:
        """Take these phrases hands-free without the name too, until others are awaited."""
        awaited = frozenset(ids)
        self._wish(lambda: self._listener.await_answers(awaited))

    def hear(self, samples: Samples, rate: int, captured_at: float) -> None:
        """Give what the microphone captured.

        Args:
            samples: Mono; not changed any more.
            rate: Samples per second.
            captured_at: When the first was taken, in seconds of `time.monotonic`.
        """
        self._blocks.append((samples, rate, captured_at))
        self._has_come.set()

    def hold(self, at: float) -> None:
        self._wish(lambda: self._listener.hold(at))

    def let_go(self, at: float) -> None:
        def let_go() -> None:
            self._listener.let_go(at)
            self._let_go_at = time.monotonic()

        self._wish(let_go)

    def own_voice(self, began: float, ended: float) -> None:
        """The studio's own voice sounded; what is said meanwhile is no command."""
        self._wish(lambda: self._listener.own_voice(began, ended))

    def ask_for_take(self, then: Callable[[Recording], None] | None) -> None:
        """Give the next thing said to `then`, on the recognizer's thread, and recognise nothing.

        None takes the wish back.
        """
        self._wish(lambda: self._listener.ask_for_take(then))

    @property
    def has_take_begun(self) -> bool:
        """Whether the take that is asked for is being said."""
        return self._listener.has_take_begun

    def use_words(self, engine: WordEngine | None) -> None:
        self._wish(lambda: self._listener.use_words(engine))

    def _wish(self, wish: Callable[[], None]) -> None:
        self._wishes.append(wish)
        self._has_come.set()

    # ---------------------------------------------------------------------------------- its own

    def open(self) -> None:
        embedding()  # not when the first command waits for it

    def step(self) -> None:
        self._has_come.wait(_WAIT_S)
        self._has_come.clear()
        self.work_off()

    def work_off(self) -> None:
        """Do what is wished, and hear what came; its own thread."""
        self._grant_wishes()
        while self._blocks:
            samples, rate, at = self._blocks.popleft()
            if self._resampler is None or self._resampler.rate != rate:
                self._resampler = Resampler(rate)
            self._listener.push(self._resampler.push(samples), at)
            self._grant_wishes()
        if self._let_go_at is not None and not self._listener.is_waiting:
            self._let_go_at = None
        elif self._let_go_at is not None and time.monotonic() > self._let_go_at + _LATE_S:
            self._listener.decide()  # the microphone gives nothing more

    def _grant_wishes(self) -> None:
        while self._wishes:
            self._wishes.popleft()()
