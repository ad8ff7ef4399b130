"""What products are found by: their names in letters without accents, pinyin, codes.

All of it stands in one text of *units* with a space after each. A unit begins with a mark: that
of a name or its pinyin, of a word inside a name, or of a code; names and codes have a mark at
their end too. The full-text index holds every three letters of a unit that follow each other, and
the two and one at its end, so that any part is found; those of one and two letters by the index
of prefixes. Trigrams as SQLite makes them find nothing shorter than three letters, but most
Chinese words have two.
"""

import re
import unicodedata
from dataclasses import dataclass

from studio.spoken import pinyin

NAME = "<"
WORD = "^"
CODE = "="
END = ">"

_BETWEEN = re.compile(r"[\W_]+")
_LONGEST = 300
"""Letters of one text that can be found; nobody types more."""


def fold(text: str) -> str:
    """Small letters without accents, of ordinary width; the text is cut to what can be found."""
    text = text[:_LONGEST]
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)


def split(text: str) -> list[str]:
    """The words of a text, folded; whatever is neither letter nor digit stands between them."""
    return _BETWEEN.sub(" ", fold(text)).split()


def words_of(name: str, spoken_name: str, code: str, gtin: str) -> str:
    """All units by which a product is found."""
    units = _of_name(name)
    if spoken_name:
        units += _of_name(spoken_name)
    numbers = ("".join(split(code)), "".join(split(gtin)))
    units += [CODE + number + END for number in numbers if number]
    return "".join(f"{unit} " for unit in dict.fromkeys(units))


def grams(words: str) -> str:
    """What the index holds of a product's units, with spaces between."""
    found: set[str] = set()
    for unit in words.split():
        if unit[0] == WORD:  # all but its beginning is held by the whole name
            found.add(unit[:3])
        else:
            found.update([unit[at : at + 3] for at in range(len(unit) - 1)])
    return " ".join(found)


def _of_name(name: str) -> list[str]:
    parts = split(name)
    whole = "".join(parts)
    if not whole:
        return []
    units = [NAME + whole + END]
    if len(parts) > 1:
        units += [WORD + part for part in parts]
    if pinyin.has_han(whole):
        said = pinyin.syllables(whole)
        joined = "".join(said)
        spelt = [joined, "".join(syllable[0] for syllable in said)]
        if "nv" in joined or "lv" in joined:
            spelt.append(joined.replace("nv", "nu").replace("lv", "lu"))
        units += [NAME + letters + END for letters in spelt]
    return units


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for.

    Attributes:
        parts: The words, each of which must be found somewhere.
        whole: All of them joined, as they are when they begin a name or are a code.
    """

    parts: tuple[str, ...]
    whole: str

    @classmethod
    def of(cls, text: str) -> "Wanted":
        parts = split(text)[:12]
        return cls(tuple(parts), "".join(parts))

    def ways(self) -> list[tuple[str, ...]]:
        """What must stand in a product's units, the best way first.

        Codes in full are not among them: they are looked up in indexes of their own.
        """
        if not self.parts:
            return []
        first, *others = self.parts
        ways = [
            (NAME + self.whole + END,),
            (NAME + self.whole,),
            (NAME + first, *others),
            (CODE + self.whole,),
            (WORD + first, *others),
            self.parts,
        ]
        return list(dict.fromkeys(ways))


def match(needles: tuple[str, ...]) -> str:
    """The index's question for units that may hold all of these.

    Of a long one it asks for threes that cover it, not for all that overlap: whoever asks looks
    into the text anyway, and every three that most products have costs some milliseconds.
    """
    asked: dict[str, None] = {}
    for needle in needles:
        if len(needle) < 3:
            asked[f'"{needle}"*'] = None
        else:
            at = {*range(0, len(needle) - 2, 3), len(needle) - 3}
            asked.update({f'"{needle[begin : begin + 3]}"': None for begin in sorted(at)})
    return " AND ".join(asked)
