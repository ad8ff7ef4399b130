"""What a voice is to say, and in which language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """Words for one voice.

    Attributes:
        text: Plain words and pauses, nothing that a voice could take for a command.
        language: Which voice: a short tag such as `en`, `zh`, `id` or `ko`.
    """

    text: str
    language: str
