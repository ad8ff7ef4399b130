"""Who streams at this machine."""

from dataclasses import dataclass, field

from studio.model.scene import new_id


@dataclass(frozen=True, slots=True)
class Person:
    """A streamer with settings, scenes and destinations of their own.

    Attributes:
        name: What they are called; empty until somebody said so.
        id: Stable for as long as the studio knows them.
    """

    name: str = ""
    id: str = field(default_factory=new_id)
