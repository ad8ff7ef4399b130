"""What was done and can be taken back, and what was taken back and can be done again."""

from collections import deque
from dataclasses import dataclass
from typing import Generic, TypeVar

from studio.model.message import Message

MOST = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One way back.

    Attributes:
        title: What it takes back: the title of a command.
        wish: The wish that takes it back.
    """

    title: Message
    wish: T


class History(Generic[T]):
    """The last steps, the newest at the end. The show's thread only."""

    def __init__(self) -> None:
        self.done: deque[Step[T]] = deque(maxlen=MOST)
        self.undone: deque[Step[T]] = deque(maxlen=MOST)

    def note(self, step: Step[T]) -> None:
        """Something new was done; what was taken back before cannot be done again."""
        self.done.append(step)
        self.undone.clear()
