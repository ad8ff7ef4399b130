"""What is said while the key for it is held: one utterance, judged when it is let go."""

from studio.voice import taught
from studio.voice.known import Known
from studio.voice.segments import LONGEST_S, speech_in
from studio.voice.sound import Samples
from studio.voice.takes import CLIPPED_SHARE, peak_of, share_at_limit
from studio.voice.tape import Tape
from studio.voice.telling import Found

TAIL_S = 0.06
"""Behind the key's release, for fingers are quicker than tongues."""
HEAD_S = 0.12
"""Before its press, for the same reason."""
_SILENT_S = 0.7
"""Who holds the key for longer has said something; a shorter press may be a slip."""
_SILENT = 0.001
"""The peak below which a microphone gives nothing: any room is louder."""


class Held:
    """One press of the key.

    Args:
        tape: Has the sound.
        known: What may be said.
        at: When it was pressed.
    """

    def __init__(self, tape: Tape, known: Known, at: float) -> None:
        self._tape = tape
        self._known = known
        self._from = at
        self._to: float | None = None
        known.begin_words()
        known.push_words(tape.read(tape.place(at - HEAD_S), tape.end))

    @property
    def is_let_go(self) -> bool:
        return self._to is not None

    @property
    def is_complete(self) -> bool:
        """The key was let go, and the sound that belongs to it has come."""
        return self._to is not None and self._now >= self._to + TAIL_S

    def let_go(self, at: float) -> None:
        if self._to is None:
            self._to = at

    def push(self, samples: Samples) -> None:
        """What was just written on the tape came while it was held, or just behind."""
        self._known.push_words(samples)
        longest = self._from + LONGEST_S
        if self._to is None and self._now > longest + TAIL_S:  # the release was lost
            self._to = longest

    def take(self) -> tuple[int, int]:
        """The places of all that was said, where it is a take and no command."""
        self._known.finish_words()
        return self._places

    def found(self) -> Found:
        """What was said, with what there is of it."""
        first, last = self._places
        samples = self._tape.read(first, last)
        heard = self._known.finish_words()
        begin, end = speech_in(samples)
        speech = samples[begin:end]
        was_held_s = self._ended - self._from
        return Found(
            first + begin,
            first + end,
            self._known.judge(speech, self._known.commands, taught.HELD),
            heard,
            is_held=True,
            is_silent=was_held_s > _SILENT_S and peak_of(samples) < _SILENT,
            is_clipped=share_at_limit(speech) > CLIPPED_SHARE,
        )

    @property
    def _now(self) -> float:
        return self._tape.time(self._tape.end)

    @property
    def _ended(self) -> float:
        return self._now if self._to is None else self._to

    @property
    def _places(self) -> tuple[int, int]:
        return self._tape.place(self._from - HEAD_S), self._tape.place(self._ended + TAIL_S)
