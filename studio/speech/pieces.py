"""A message cut into sentences, so that an interrupted one can go on where it was."""

import re
from collections.abc import Iterable, Iterator

from studio.model.segment import Segment
from studio.model.voicing import Piece

LONGEST = 300
"""Signs of a piece at most; a text of 100,000 signs without an end has many pieces."""

_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？；])|\n+")
"""Behind a sentence. A point without a space behind it is within a number or a name."""


def pieces_of(segments: Iterable[Segment]) -> Iterator[Piece]:
    """Cut segments into pieces of about a sentence; a piece may mix languages."""
    piece: list[Segment] = []
    length = 0
    for segment in segments:
        for part, is_end in _parts(segment.text):
            if length + len(part) > LONGEST and piece:
                yield tuple(piece)
                piece, length = [], 0
            if part.strip():
                piece.append(Segment(part, segment.language))
                length += len(part)
            if is_end and piece:
                yield tuple(piece)
                piece, length = [], 0
    if piece:
        yield tuple(piece)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Parts of a text, and whether a sentence ends with each."""
    start = 0
    for end in _END.finditer(text):
        yield from _short(text[start : end.start()], is_end=True)
        start = end.end()
    yield from _short(text[start:], is_end=False)


def _short(sentence: str, *, is_end: bool) -> Iterator[tuple[str, bool]]:
    """A sentence cut at spaces, or anywhere where there is none, into parts of bearable length."""
    start = 0
    while len(sentence) - start > LONGEST:
        space = sentence.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = space if space > 0 else start + LONGEST
        yield sentence[start:cut], False
        start = cut
    yield sentence[start:], is_end
