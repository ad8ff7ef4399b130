"""What would be spoken, printed: `earshot say --words`."""

from studio.speech.words.saying import segments_of_text


def print_words(text: str, language: str) -> None:
    """Print what a text is put into for the ear, one segment in each line, and speak nothing.

    Args:
        text: Anything.
        language: What it is in, such as `zh` or `id`; each line begins with its own, then a tab.
    """
    for segment in segments_of_text(text, language):
        print(f"{segment.language}\t{segment.text}")  # noqa: T201 - printing is what it is for
