"""What hosts say, and which parts of it are claims.

A line of `sentences/*.txt` has ‹ › around each claim that has to be found. In a line without them
nothing may be found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("zh", "id", "en")
_FOLDER = Path(__file__).parent / "sentences"


@dataclass(frozen=True)
class Sentence:
    language: str
    text: str
    spans: tuple[tuple[int, int], ...]


def sentences() -> Iterator[Sentence]:
    for language in LANGUAGES:
        for line in (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield Sentence(language, re.sub("[‹›]", "", line), tuple(_spans(line)))


def _spans(line: str) -> Iterator[tuple[int, int]]:
    for before, marked in enumerate(re.finditer("‹([^›]*)›", line)):
        start = marked.start() - 2 * before
        yield start, start + len(marked[1])
