"""What was found in the sound becomes an utterance that is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from studio.model.voice import FADES_S, Utterance
from studio.voice.tape import Tape
from studio.voice.taught import Judgement
from studio.voice.words import Heard

_OWN_VOICES = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was said, by its places on the tape; the rest is as in `Utterance`.

    Attributes:
        first: Where it begins.
        last: Where it ends.
        judged: Which taught phrase it is.
        heard: Its words.
        new_from: Where what is new in it begins; None for all of it.
    """

    first: int
    last: int
    judged: Judgement = field(default_factory=Judgement)
    heard: Heard = field(default_factory=Heard)
    is_held: bool = False
    is_named: bool = False
    is_call: bool = False
    is_silent: bool = False
    is_clipped: bool = False
    new_from: int | None = None


class Teller:
    """Tells what was found, and how much of it the studio's own voice may have said.

    Args:
        tape: To which the places belong.
        heard: Takes what is told.
    """

    def __init__(self, tape: Tape, heard: Callable[[Utterance], None]) -> None:
        self._tape = tape
        self._heard = heard
        self._own: list[tuple[float, float]] = []

    def own_voice(self, began: float, ended: float) -> None:
        """The studio's own voice sounded."""
        if self._own and 0 <= began - self._own[-1][1] < 0.1:
            self._own[-1] = (self._own[-1][0], max(ended, self._own[-1][1]))
        else:
            self._own.append((began, ended))
        del self._own[:-_OWN_VOICES]

    def over_voice(self, first: int, last: int) -> float:
        """For how many seconds between two places the own voice was speaking."""
        began, ended = self._tape.time(first), self._tape.time(last)
        return sum(max(0.0, min(ended, until) - max(began, since)) for since, until in self._own)

    def tell(self, found: Found) -> bool:
        """Tell it; gives whether it is certain that a person has said it."""
        over_voice = self.over_voice(found.first, found.last)
        # What the studio itself says is no command; held, only the end of it may be heard.
        is_certain = over_voice < FADES_S if found.is_held else over_voice == 0.0
        heard = found.heard
        self._heard(
            Utterance(
                began=self._tape.time(found.first),
                ended=self._tape.time(found.last),
                is_held=found.is_held,
                is_named=found.is_named,
                guesses=found.judged.guesses,
                taught=found.judged.taught if is_certain else "",
                words=heard.words if is_certain else (),
                language=heard.language,
                over_voice=over_voice,
                is_silent=found.is_silent,
                is_clipped=found.is_clipped,
                is_late=heard.is_late,
                may_go_on=heard.may_go_on and not found.judged.taught,
                is_call=found.is_call,
                new_from=None if found.new_from is None else self._tape.time(found.new_from),
            )
        )
        return is_certain
