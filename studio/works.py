"""What is under way and takes a while, and how it is called off."""

import time
from collections.abc import Callable
from dataclasses import replace

from studio.model.announcement import Announcement, Priority
from studio.model.errors import CommandError
from studio.model.events import Answered, Event
from studio.model.message import Message, Number, say
from studio.model.scene import new_id
from studio.model.work import Work
from studio.standing import Standing

TOLD_EVERY_S = 5.0
"""How often it is told by itself how far something is, at most."""


class Works:
    """The works in `ShowState.works`; the thread that owns the show alone calls it.

    Args:
        standing: The show's state.
        tell: Takes how far something is, every few seconds.
    """

    def __init__(self, standing: Standing, tell: Callable[[Event], None]) -> None:
        self._standing = standing
        self._tell = tell
        self._call_offs: dict[str, Callable[[], None]] = {}
        self._told_at = 0.0

    def begin(self, title: Message, call_off: Callable[[], None] | None = None) -> str:
        """Have it known that something is under way; gives its id.

        Args:
            title: What is being done, as a sentence.
            call_off: Breaks it off without waiting; None where that cannot be.
        """
        work = Work(new_id(), title, can_cancel=call_off is not None)
        if call_off is not None:
            self._call_offs[work.id] = call_off
        self._use((*self._all, work))
        self._told_at = time.monotonic()
        return work.id

    def tell_share(self, work: str, share: float) -> None:
        """Have it known how much of it is done, 0 to 1; said by itself every few seconds."""
        self._use(tuple(replace(w, share=share) if w.id == work else w for w in self._all))
        now = time.monotonic()
        told = next((w for w in self._all if w.id == work), None)
        if told is not None and now - self._told_at >= TOLD_EVERY_S:
            self._told_at = now
            percent = say("{n} percent is done.", n=Number(share * 100))
            announcement = Announcement(
                told.title.then(percent), brief=percent, priority=Priority.IDLE, topic="work"
            )
            self._tell(Answered(announcement))

    def end(self, work: str) -> bool:
        """It is done; False where it was called off, and nobody waits for what came of it."""
        is_wanted = any(w.id == work for w in self._all)
        self._call_offs.pop(work, None)
        if is_wanted:
            self._use(tuple(w for w in self._all if w.id != work))
        return is_wanted

    def cancel(self) -> Work:
        """Call off what was begun last; gives it."""
        work = next((w for w in reversed(self._all) if w.can_cancel), None)
        if work is None:
            raise CommandError(
                say("There is nothing to cancel."), say("To end the show, use “end the show”.")
            )
        call_off = self._call_offs[work.id]
        self.end(work.id)
        call_off()
        return work

    @property
    def _all(self) -> tuple[Work, ...]:
        return self._standing.state.works

    def _use(self, works: tuple[Work, ...]) -> None:
        self._standing.change(works=works)
