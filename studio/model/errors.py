"""What can go wrong, in the user's terms: first what happened, then what to do."""

from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.message import Message


class StudioError(Exception):
    """An expected failure. Both sentences are translatable and speakable.

    Attributes:
        problem: What happened.
        remedy: What the user can do about it.
    """

    def __init__(self, problem: Message, remedy: Message) -> None:
        super().__init__(problem.id)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}"

    def __reduce__(self) -> tuple[type["StudioError"], tuple[Message, Message]]:
        return (type(self), (self.problem, self.remedy))

    def announcement(self, topic: str = "") -> Announcement:
        return Announcement(
            self.problem.then(self.remedy),
            brief=self.problem,
            priority=Priority.NEXT,
            earcon=Earcon.ERROR,
            topic=topic,
        )


class PictureError(StudioError):
    """A camera, film or picture cannot be shown."""


class SoundError(StudioError):
    """A microphone, sound file or headphone cannot be used."""


class OutputError(StudioError):
    """A destination or recording cannot be written."""


class StoreError(StudioError):
    """Something cannot be kept or read back."""


class CommandError(StudioError):
    """A wish that cannot be fulfilled as things stand."""


class CatalogueError(StudioError):
    """A catalogue file cannot be read or written."""


class RundownError(StudioError):
    """A rundown cannot be read, written or followed."""


class SpeechModelError(StudioError):
    """A model for hearing words cannot be fetched or used."""
