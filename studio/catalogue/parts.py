"""Fields of several parts as text: a line for each part, its pieces between bars or a colon.

A backslash keeps a bar, a colon, a line break or itself within a piece, so that all comes back as
it was. A backslash before any other sign is just one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

_ESCAPED = re.compile(r"\\([n|:\\])")


def join_lines(parts: Iterable[str]) -> str:
    """Parts with a line for each."""
    return "\n".join(map(_protect, parts))


def split_lines(text: str) -> tuple[str, ...]:
    """The lines, without empty ones."""
    return tuple(part for line in _lines(text) if (part := _bare(line)))


def join_rows(rows: Iterable[Sequence[str]], between: str) -> str:
    """Rows of pieces, a line for each; `between` is a bar or a colon."""
    sign = ": " if between == ":" else f" {between} "
    return "\n".join(sign.join(_protect(piece, between) for piece in row) for row in rows)


def split_rows(text: str, between: str, most: int) -> Iterator[tuple[str, ...]]:
    """The pieces of each line, at most so many; what is missing is empty."""
    parting = re.compile(rf"(?<!\\)((?:\\\\)*){re.escape(between)}")
    for line in _lines(text):
        # An even number of backslashes before the sign belongs to the piece, and protects nothing.
        pieces = [_bare(p) for p in parting.sub(r"\1" + "\0", line).split("\0", most - 1)]
        pieces += [""] * (most - len(pieces))
        yield tuple(piece.replace("\0", between) for piece in pieces)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if line.strip())


def _protect(piece: str, between: str = "") -> str:
    escaped = piece.replace("\\", "\\\\")
    if between:
        escaped = escaped.replace(between, "\\" + between)
    return escaped.replace("\n", "\\n")


def _bare(piece: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], piece.strip()).strip()
