"""What a voice is to say, and in which language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of words in one language.

    Attributes:
        text: As it is to be spoken.
        language: A short tag: `en`, `zh`, `id`, `ko`.
    """

    text: str
    language: str
