"""A text without its disguises, and where each sign of it stood.

Words are hidden from platforms in known ways: wide or decorated letters, letters of other
scripts that look alike, old forms of characters, marks and spaces between the signs, repeated
letters. `Plain` undoes them in two steps that each look at a character a fixed number of times:
first each character by itself, then what stands between the characters.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from studio import paths

FOLDER = ("i18n", "claims")
BARRIER = "\n"
"""What no word reaches across: the end of a sentence or of a part of one."""

HAN = "㐀-鿿"
_LONGEST_GAP = 6
"""Marks between two signs of one word; more of them are a pause."""
_MOST_PARTS = 4

# Letters that look like Latin ones, from the table of Unicode technical standard 39.
_LOOKALIKES = dict(
    zip("авеёзіјкмнорсѕтухһԁԛԝαβεικνορτυχɑɡıℓ", "abee3ijkmhopcstyxhdqwabeikvoptuxagil", strict=True)
)
# Characters taken for others by their look or sound; what Chinese viewers write to be let through.
_STAND_INS = dict(zip("蕞朂冣㝡笫苐囯壹弌㐧", "最最最最第第国一一第", strict=True))
_ENDS = frozenset(",;:!?。、…\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")


class _Folding(dict[str, str]):
    """What becomes of each character by itself; found out when it first occurs."""

    def __missing__(self, character: str) -> str:
        plain = _plain(character)
        if character < "\U00020000":  # so that no text fills the memory
            self[character] = plain
        return plain


def _plain(character: str) -> str:
    if character in _ENDS:
        return BARRIER
    stand_in = _STAND_INS.get(character) or _simplified().get(character)
    if stand_in:
        return stand_in
    parts = unicodedata.normalize("NFKD", character).casefold()
    if len(parts) > _MOST_PARTS:  # whole blessings in one character would blow a text up
        return character
    return "".join(_letter(part) for part in parts)


def _letter(part: str) -> str:
    category = unicodedata.category(part)
    if category in {"Mn", "Me", "Cf", "Cs"} or part in _UNSEEN:
        return ""
    if category == "Nd" or (category == "No" and unicodedata.digit(part, None) is not None):
        return str(unicodedata.digit(part))
    if part in _ENDS:
        return BARRIER
    return _LOOKALIKES.get(part) or _simplified().get(part, part)


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters and their simplified forms, as OpenCC has them."""
    table = paths.resource(*FOLDER, "traditional.txt").read_text(encoding="utf-8")
    rows = (row for row in table.splitlines() if not row.startswith("#"))
    return {pair[0]: pair[1] for row in rows for pair in row.split()}


_FOLDING = _Folding()

_MARKS = rf"(?:[^\w%#{BARRIER}]|_|#(?!\d))"
_BETWEEN = re.compile(
    rf"(?P<gap>(?:{_MARKS}|{BARRIER})+)"
    rf"|(?P<first>第{_MARKS}{{0,2}}[1i](?![\da-z]))"
    rf"|(?P<most>(?<![a-z])zui(?={_MARKS}{{0,2}}[{HAN}])|最(?:{_MARKS}{{0,2}}最)+)"
    r"|(?P<letter>[a-z])(?P=letter){2,}"
)


def is_han(sign: str) -> bool:
    """Whether this is a Chinese character; the empty text is none."""
    return HAN[0] <= sign <= HAN[-1]


class Plain:
    """A text as it would stand without disguises.

    Attributes:
        folded: The text character by character: small Latin letters, digits 0 to 9, simplified
            characters; every end of a sentence is a `BARRIER`, all other marks are as they were.
        text: The same without marks: none between Chinese characters, one space between words.
    """

    def __init__(self, original: str) -> None:
        pieces = [_FOLDING[character] for character in original]
        self.folded = "".join(pieces)
        self._length = len(original)
        self._sources = (
            None
            if len(self.folded) == self._length and all(pieces)
            else list(accumulate(map(len, pieces)))
        )
        self.text, self._starts, self._spans = _without_marks(self.folded)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `text` stood in the original."""
        first = self._span_of(start)[0]
        last = self._span_of(end - 1)[1]
        return self.folded_span(first, last)

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `folded` stood in the original."""
        if self._sources is None:
            return start, end
        return bisect_right(self._sources, start), bisect_right(self._sources, end - 1) + 1

    def _span_of(self, index: int) -> tuple[int, int]:
        piece = bisect_right(self._starts, index) - 1
        begin, end, is_copied = self._spans[piece]
        if not is_copied:
            return begin, end
        place = begin + index - self._starts[piece]
        return place, place + 1


def _without_marks(folded: str) -> tuple[str, list[int], list[tuple[int, int, bool]]]:
    """The text without marks; where each piece begins in it, and the stretch it came from."""
    pieces: list[str] = []
    starts: list[int] = []
    spans: list[tuple[int, int, bool]] = []
    length = 0

    def add(piece: str, begin: int, end: int, *, is_copied: bool) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            starts.append(length)
            spans.append((begin, end, is_copied))
            length += len(piece)

    done = 0
    for found in _BETWEEN.finditer(folded):
        begin, end = found.span()
        add(folded[done:begin], done, begin, is_copied=True)
        add(_instead(found, folded), begin, end, is_copied=False)
        done = end
    add(folded[done:], done, len(folded), is_copied=True)
    return "".join(pieces), starts, spans


def _instead(found: re.Match[str], folded: str) -> str:
    if found.lastgroup != "gap":
        return {"first": "第一", "most": "最"}.get(found.lastgroup or "", found["letter"])
    gap = found["gap"]
    begin, end = found.span()
    before, after = folded[begin - 1 : begin], folded[end : end + 1]
    if gap in {".", BARRIER} and before.isdigit() and after.isdigit():
        return "."  # a number goes on
    if BARRIER in gap or len(gap) > _LONGEST_GAP:
        return BARRIER
    if after == "%" or is_han(before) or is_han(after):
        return ""
    return " "


_SPELLED = re.compile(r"(?<![a-z0-9])[a-z](?:[^\w\n]{1,2}[a-z](?![a-z0-9])){2,24}")
_JOINTS = r"[.\-_*~'’+|/·•]"
_CHUNK = re.compile(rf"[a-z0-9@$]+(?:{_JOINTS}{{1,2}}[a-z0-9@$]+)*")
_JOINT = re.compile(_JOINTS)
_FIGURES = str.maketrans("0134578@$", "oieastbas")
_LONGEST_WORD = 40


def disguised_words(folded: str) -> list[tuple[str, int, int]]:
    """Latin words in pieces, `b e s t` or `ter-baik`, and with figures for letters, `b3st`.

    Returns:
        Each with the stretch of the folded text it came from.
    """
    spelled = [
        ("".join(filter(str.isalpha, found.group())), *found.span())
        for found in _SPELLED.finditer(folded)
    ]
    chunks = [
        (_JOINT.sub("", found.group()).translate(_FIGURES), *found.span())
        for found in _CHUNK.finditer(folded)
        if len(found.group()) <= _LONGEST_WORD and _is_disguised(found.group())
    ]
    return [word for word in spelled + chunks if word[0].isalpha()]


_MIXED = re.compile(rf"(?:[{HAN}]|(?<![a-z0-9])[a-z]{{1,18}}(?![a-z0-9])){{2,}}")
_SIGN = re.compile(rf"[{HAN}]|[a-z]+")
_MOST_SIGNS = 4


def mixed_words(text: str) -> Iterator[tuple[str, int, int]]:
    """All that may be a Chinese word with some signs in Latin letters, `国jia级`, in a plain text.

    Yields:
        Each with its stretch of the text; of the signs around Latin letters only the nearest.
    """
    for found in _MIXED.finditer(text):
        signs = [sign.span() for sign in _SIGN.finditer(text, *found.span())]
        are_latin = [text[start] <= "z" for start, _end in signs]
        for first in range(len(signs)):
            for last in range(first + 1, min(first + _MOST_SIGNS, len(signs))):
                some = are_latin[first : last + 1]
                if any(some) and not all(some):
                    start, end = signs[first][0], signs[last][1]
                    yield text[start:end], start, end


def _is_disguised(chunk: str) -> bool:
    """A word has more letters than figures; `70p` is no word."""
    letters = sum("a" <= sign <= "z" for sign in chunk)
    return letters < len(chunk) < 2 * letters
