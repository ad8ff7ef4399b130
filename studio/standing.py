"""How the show stands: the one frozen state, and everybody who is handed a new one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from studio.model.state import ShowState


class Standing:
    """The state of the show, for those who change it; the thread that owns the show alone calls it.

    The show and its parts, such as its sales, hold the same one: so what one changes all see, and
    whoever subscribed is handed one state at a time.

    Args:
        state: How the show begins.
    """

    def __init__(self, state: ShowState) -> None:
        self._state = state
        self._subscribers: list[Callable[[ShowState], None]] = []
        self._is_midway = False

    @property
    def state(self) -> ShowState:
        return self._state

    def change(self, **changes: object) -> None:
        """Take another state, and hand it over."""
        self._state = replace(self._state, **changes)
        if not self._is_midway:
            self._hand_over()

    def subscribe(self, on_state: Callable[[ShowState], None]) -> Callable[[], None]:
        """Have every new state handed over on the owner's thread; the present one at once.

        Returns how to end that; it may be called again.
        """
        self._subscribers.append(on_state)
        on_state(self._state)

        def end() -> None:
            if on_state in self._subscribers:
                self._subscribers.remove(on_state)

        return end

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """Hand over one new state for all that changes meanwhile.

        Nobody sees that a question was answered before they see what came of it. Inside another
        it belongs to that one.
        """
        if self._is_midway:
            yield
            return
        before, self._is_midway = self._state, True
        try:
            yield
        finally:
            self._is_midway = False
            if self._state is not before:
                self._hand_over()

    def _hand_over(self) -> None:
        for on_state in tuple(self._subscribers):
            on_state(self._state)
