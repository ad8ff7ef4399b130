"""A script in the lines in which it is prompted: short enough to be heard, kept and said again."""

import re
from collections.abc import Iterator

from studio.model.graphemes import graphemes

MOST_WORDS = 25
"""Words of a line at most; what somebody can hear and then say without asking again."""
MOST_SIGNS = 50
"""Chinese, Japanese or Korean signs of a line at most, which say as much as the words above."""

_LETTERS = 5
"""Signs of a line without spaces that count as one word, so that no line grows without bound."""
_WIDE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\U00020000-\U0003ffff]"
)
_CLOSING = "\"'”’»)\\]）」』】》"
_SENTENCE = re.compile(
    rf"(?<=[。！？；؟۔।])[{_CLOSING}]*\s*"
    rf"|(?<=[!?…])[{_CLOSING}]*\s+"
    rf"|(?<=\.)[{_CLOSING}]*\s+(?=[^a-z\s])"
    r"|\s*\n\s*"
)
"""Behind a sentence. A point before a small letter, or within a number, ends none."""
_PAUSE = re.compile(r"(?<=[,;:])\s+|(?<=[，、：；،؛])|\s+(?=[–—-]\s)")
_SPACE = re.compile(r"\s+")
_SHORT = re.compile(
    r"(?:^|\s)(?:\d{1,2}|[A-Za-z]|mr|mrs|ms|dr|prof|no|vs|approx|st|dll|hj?|yth|jl|bpk|tgl)\.$",
    re.IGNORECASE,
)
"""What ends with a point and no sentence does: “No. 3”, “Dr. Li”, “1. Wash it.”"""


def lines_of(script: str) -> tuple[str, ...]:
    """Cut a script into lines: at each line break and sentence, and long ones at pauses.

    Args:
        script: In any language; blank lines and spaces at the ends are left out.
    """
    return tuple(line for sentence in _sentences(script) for line in _short_enough(sentence))


def _sentences(script: str) -> Iterator[str]:
    begun = 0
    for end in _SENTENCE.finditer(script):
        closed = script[end.start() : end.end()].rstrip()
        sentence = script[begun : end.start()] + closed
        is_break = "\n" in end.group()
        if not is_break and _SHORT.search(sentence.strip()):
            continue
        if sentence.strip():
            yield sentence.strip()
        begun = end.end()
    if rest := script[begun:].strip():
        yield rest


def _short_enough(sentence: str) -> Iterator[str]:
    """A sentence as it is, or in parts that end at a pause where there is one."""
    line = ""
    for part in _parts(sentence, _PAUSE):
        for piece in [part] if _fits(part) else _pieces(part):
            if line and not _fits(line + piece):
                yield line.strip()
                line = ""
            line += piece
    if line.strip():
        yield line.strip()


def _pieces(part: str) -> Iterator[str]:
    """Words; of what has no spaces, stretches of signs."""
    for word in _parts(part, _SPACE):
        signs = list(graphemes(word)) if len(word) > MOST_SIGNS else [word]
        for start in range(0, len(signs), MOST_SIGNS):
            yield "".join(signs[start : start + MOST_SIGNS])


def _parts(text: str, border: re.Pattern[str]) -> Iterator[str]:
    """All of a text, in parts; the border's own signs belong to the part before."""
    begun = 0
    for found in border.finditer(text):
        if found.end() > begun:
            yield text[begun : found.end()]
            begun = found.end()
    if begun < len(text):
        yield text[begun:]


def _fits(line: str) -> bool:
    return weight(line) <= 1.0


def weight(line: str) -> float:
    """How long a line is to who hears it; 1 is as long as one may be."""
    wide = len(_WIDE.findall(line))
    words = sum(max(1, len(word) // (_LETTERS * 5)) for word in _WIDE.sub(" ", line).split())
    return wide / MOST_SIGNS + words / MOST_WORDS
