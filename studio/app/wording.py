"""What would be spoken: `earshot say --words` prints it."""

from studio.model.errors import CommandError
from studio.model.message import say
from studio.model.pronunciation import Pronunciation
from studio.model.segment import Segment
from studio.speech.words.saying import segments_of_text


def words_of(text: str, language: str) -> list[str]:
    """What a text is put into for the ear, one segment in each line.

    Args:
        text: Anything.
        language: What it is in, such as `zh` or `id`; each line begins with its own, then a tab.

    Raises:
        StudioError: There is nothing to be heard in it.
    """
    return [f"{segment.language}\t{segment.text}" for segment in heard_of(text, language)]


def heard_of(
    text: str, language: str, dictionary: tuple[Pronunciation, ...] = ()
) -> tuple[Segment, ...]:
    """The segments of a text.

    Raises:
        StudioError: There are none.
    """
    segments = segments_of_text(text, language, dictionary=dictionary)
    if not segments:
        raise CommandError(
            say("There is nothing to say in this text."),
            say("Give it letters, digits or signs."),
        )
    return segments
