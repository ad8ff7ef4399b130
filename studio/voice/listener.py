"""What is said to the studio: stretches of sound in, utterances out, all on one thread."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from studio.model.voice import Listening, Recording, TaughtCommand, Utterance
from studio.voice.hands_free import HandsFree
from studio.voice.held import Held
from studio.voice.known import Known
from studio.voice.segments import speech_in
from studio.voice.sound import Samples
from studio.voice.takes import make_recording
from studio.voice.taking import Taking
from studio.voice.tape import Tape
from studio.voice.telling import Teller
from studio.voice.words import WordEngine


class Listener:
    """Finds utterances in what a microphone gives.

    While the key is held nothing is judged before it is let go; hands-free, what is said between
    two pauses; and while a take is asked for nothing is recognised at all.

    Args:
        heard: Takes what was heard.
    """

    def __init__(self, heard: Callable[[Utterance], None]) -> None:
        self._mode = Listening.OFF
        self._tape = Tape()
        self._known = Known()
        self._teller = Teller(self._tape, heard)
        self._hands_free = HandsFree(self._tape, self._known, self._teller.tell)
        self._held: Held | None = None
        self._is_take_held = False
        self._taking: Taking | None = None
        self._then: Callable[[Recording], None] | None = None

    # -------------------------------------------------------------------------------- wishes

    def use(self, phrases: Sequence[TaughtCommand], leniency: float = 1.0) -> None:
        """Listen for these phrases from now on; see `Known.use`."""
        self._known.use(phrases, leniency)

    def listen(self, mode: Listening) -> None:
        if mode is not self._mode:
            self._mode = mode
            self._hands_free.forget()

    def await_answers(self, ids: Collection[str]) -> None:
        """Take these phrases without the name too, until others are awaited, or none."""
        self._hands_free.await_answers(ids)

    def ask_for_take(self, then: Callable[[Recording], None] | None) -> None:
        """Give the next thing said to `then` and recognise nothing meanwhile; None ends that.

        With a key that is held already a command is said, and no take.
        """
        self._then, self._is_take_held = then, False
        self._taking = Taking(self._tape) if then is not None else None
        self._hands_free.forget()

    @property
    def has_take_begun(self) -> bool:
        """A take is asked for, and something is being said; any thread."""
        taking, held = self._taking, self._held
        is_held = held is not None and self._is_take_held
        return taking is not None and (is_held or taking.has_begun)

    def use_words(self, engine: WordEngine | None) -> None:
        self._known.engine = engine

    def own_voice(self, began: float, ended: float) -> None:
        """The studio's own voice sounded."""
        self._teller.own_voice(began, ended)

    def hold(self, at: float) -> None:
        """The key was pressed; what was said before, and waits for its last sound, is judged."""
        self.decide()
        self._held = Held(self._tape, self._known, at)
        self._is_take_held = self._then is not None

    def let_go(self, at: float) -> None:
        """The key was released; the answer comes with the sound that follows shortly after."""
        if self._held is not None:
            self._held.let_go(at)

    # --------------------------------------------------------------------------------- sound

    def push(self, samples: Samples, at: float) -> None:
        """Give the next stretch.

        Args:
            samples: At `RATE`.
            at: When the first of them was taken.
        """
        if not self._tape.follows(at):  # sound was lost, or another microphone took over
            self._forget()
        self._tape.write(samples, at)
        if self._held is not None:
            self._held.push(samples)
            if self._held.is_complete:
                self.decide()
        elif self._taking is not None:
            if (take := self._taking.push(samples)) is not None:
                self._give(*take)
        elif self._mode is Listening.HANDS_FREE:
            self._hands_free.push(samples)

    @property
    def is_waiting(self) -> bool:
        """The key was let go, and its last sound is still to come."""
        return self._held is not None and self._held.is_let_go

    def decide(self) -> None:
        """Judge what was said while the key was held, with what there is of it."""
        held, self._held = self._held, None
        if held is None or not held.is_let_go:
            return
        self._forget()
        if self._is_take_held:
            self._give(*held.take())
        else:
            self._teller.tell(held.found())

    def _give(self, first: int, last: int) -> None:
        """The take is between these places."""
        then, self._then, self._taking = self._then, None, None
        self._hands_free.forget()
        if then is None:
            return
        samples = self._tape.read(first, last)
        begin, end = speech_in(samples)
        over_voice = self._teller.over_voice(first + begin, first + end)
        then(replace(make_recording(samples), over_voice=over_voice))

    def _forget(self) -> None:
        """Nothing that was said until now is part of anything that comes."""
        self._hands_free.forget()
        if self._taking is not None:
            self._taking = Taking(self._tape)
