"""The show's part that knows what a person has taught, and hands it to what recognises it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.model.lesson import HARMLESS, is_known, own_takes
from studio.model.ports import Archive, Stage
from studio.model.state import ShowState
from studio.model.voice import Take, TaughtCommand
from studio.standing import Standing
from studio.voice.taught import HANDS_FREE, Vocabulary

_WEAK = 0.75
"""A phrase whose own takes score so well for another one, hands-free, is easily mixed up with it:
half of it is the same. Of phrases that have nothing in common the better scores are 0.85."""

_AT_ONCE = 60
"""So many take a second or two; of more it is told when that is wished."""


class Likeness:
    """Finds what taught commands are easily mixed up with; frozen, for any thread.

    Args:
        taught: All of them.
    """

    def __init__(self, taught: Sequence[TaughtCommand]) -> None:
        self._known = [replace(one, takes=own_takes(one)) for one in taught]
        self._vocabulary = Vocabulary(self._known)

    def of(self, taught_id: str) -> str:
        """Id of what one is easily mixed up with; empty for nothing."""
        one = next(command for command in self._known if command.id == taught_id)
        guesses = [
            self._vocabulary.nearest_other(taught_id, take.features, HANDS_FREE)
            for take in one.takes
        ]
        near = [guess for guess in guesses if guess is not None and guess.score < _WEAK]
        return min(near, key=lambda guess: guess.score).id if near else ""

    def of_all(self) -> dict[str, str]:
        """The same of each that is easily mixed up with another."""
        return {one.id: other for one in self._known if (other := self.of(one.id))}


class Taught:
    """What is known of the person's own words; the show's thread alone calls it.

    Args:
        standing: The show's state.
        stage: Is handed what may be recognised, whenever that changes.
        archive: Keeps what was taught.
    """

    def __init__(self, standing: Standing, stage: Stage, archive: Archive) -> None:
        self._standing = standing
        self._stage = stage
        self._archive = archive
        self._handed: tuple[TaughtCommand, ...] | None = None
        self._compared: dict[str, tuple[Take, ...]] = {}
        standing.subscribe(self._follow)

    def known(self, taught_id: str) -> TaughtCommand | None:
        """What is kept under an id."""
        taught = self._standing.state.taught
        return next((one for one in taught if one.id == taught_id), None)

    def keep(self, *taught: TaughtCommand) -> None:
        """Know these from now on, each in place of what had its id."""
        ids = {one.id: one for one in taught}
        before = self._standing.state.taught
        kept = tuple(ids.pop(one.id, one) for one in before)
        self._standing.change(taught=(*kept, *ids.values()))
        self._archive.save_taught(taught)

    def forget(self, taught_id: str) -> None:
        """Know it no longer, nor its takes."""
        state = self._standing.state
        others = tuple(one for one in state.taught if one.id != taught_id)
        weak = {one: other for one, other in state.alike.items() if taught_id not in {one, other}}
        self._standing.change(taught=others, alike=weak)
        self._archive.forget_taught(taught_id)

    def forget_recordings(self) -> None:
        """Delete the sound of all takes; what is compared of them stays."""
        self._archive.forget_recordings()

    def note_alike(self, found: Mapping[str, str]) -> None:
        """Have it known what is easily mixed up with what, by ids, of all that is taught."""
        self._standing.change(alike=dict(found))

    def _follow(self, state: ShowState) -> None:
        if state.taught is not self._handed:
            self._handed = state.taught
            self._stage.teach([one for one in state.taught if _is_usable(one)])
            # In a lesson each phrase is compared once it is whole.
            if state.lesson is None:
                self._compare(state.taught)

    def _compare(self, taught: tuple[TaughtCommand, ...]) -> None:
        """Find what sounds alike, where other takes of the person's are there than before."""
        takes = _own_of(taught)
        if takes == self._compared:
            return
        self._compared = takes
        if not 1 < len(takes) <= _AT_ONCE:
            return

        def take(found: dict[str, str]) -> None:
            state = self._standing.state
            if _own_of(state.taught) == takes and found != state.alike:
                self.note_alike(found)

        self._archive.errand(lambda: Likeness(taught).of_all(), take)


def _own_of(taught: Sequence[TaughtCommand]) -> dict[str, tuple[Take, ...]]:
    return {one.id: own for one in taught if (own := own_takes(one))}


def _is_usable(taught: TaughtCommand) -> bool:
    """Whether it may be recognised: said often enough, or one of those that a machine began."""
    return is_known(taught) or (taught.command in HARMLESS and bool(taught.takes))
