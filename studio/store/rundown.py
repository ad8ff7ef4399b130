"""The rundown that is open, so that a new start finds it as it was, saved or not."""

import logging

from studio.model import rundown_text
from studio.model.errors import RundownError
from studio.model.rundown import RundownState
from studio.store.facts import FactRepository

log = logging.getLogger(__name__)


class OpenRundown:
    """What one person has open; kept among the facts.

    Args:
        facts: Hold it.
        person: Id of whose it is.
    """

    def __init__(self, facts: FactRepository, person: str) -> None:
        self._facts = facts
        self._name = f"rundown {person}"

    def load(self) -> RundownState:
        """What was open, and after which segment the show was; none runs."""
        kept = self._facts.get(self._name)
        try:
            rundown = rundown_text.read(kept["text"])
            place, path = int(kept["place"]), str(kept["path"])
            is_changed = bool(kept["is_changed"])
        except (RundownError, KeyError, TypeError, ValueError):
            if kept is not None:
                log.warning("the open rundown cannot be understood")
            return RundownState()
        place = max(-1, min(place, len(rundown.segments) - 1))
        return RundownState(rundown, path, is_changed=is_changed, place=place)

    def save(self, state: RundownState) -> None:
        if state.rundown is None:
            self._facts.forget(self._name)
            return
        # Whoever comes back in the middle of a segment begins it once more with “next segment”.
        place = state.place - 1 if state.current is not None else state.place
        self._facts.put(
            self._name,
            {
                "text": rundown_text.written(state.rundown),
                "path": state.path,
                "is_changed": state.is_changed,
                "place": place,
            },
        )
