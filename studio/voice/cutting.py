"""Phrases cut into the words that a model knows.

Chinese is written without spaces, and a Korean compound may be two words to a model: such a piece
of text is cut into as few known words as it can be. Words in Latin letters are taken as they are,
for what would be cut out of them does not sound like them.
"""

import unicodedata
from collections.abc import Callable

_LONGEST = 8
"""Signs of the longest word that is looked for within a piece of text."""

_HAN = ("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH")
_HANGUL = "HANGUL SYLLABLE"


def plain(phrase: str) -> str:
    """A phrase as models write it: small letters, no marks but apostrophes, single spaces."""
    folded = unicodedata.normalize("NFKC", phrase).replace("’", "'").casefold()
    kept = (sign if _is_kept(sign) else " " for sign in folded)
    return " ".join("".join(kept).split())


def _is_kept(sign: str) -> bool:
    return sign == "'" or unicodedata.category(sign)[0] in "LNM"


def cut(phrase: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """The words of a phrase; empty where one of them is not known."""
    words: list[str] = []
    for piece in plain(phrase).split():
        found = _cut_piece(piece, knows)
        if not found:
            return ()
        words += found
    return tuple(words)


def _cut_piece(piece: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    if knows(piece):
        return (piece,)
    runs = _runs(piece)
    if len(runs) > 1:
        parts = [_cut_piece(run, knows) for run in runs]
        return tuple(word for part in parts for word in part) if all(parts) else ()
    if _script(piece[0]) == "":
        return ()
    # A syllable of Korean alone is heard in everything.
    shortest = 2 if _script(piece[0]) == "hangul" else 1
    # Fewest words first; of as many, those that begin with the longest.
    best: list[tuple[str, ...] | None] = [(), *[None] * len(piece)]
    for end in range(1, len(piece) + 1):
        for begin in range(max(0, end - _LONGEST), end):
            before, word = best[begin], piece[begin:end]
            if before is None or len(word) < shortest or not knows(word):
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = (*before, word)
    return best[-1] or ()


def _runs(piece: str) -> list[str]:
    """Its stretches of one script each."""
    runs: list[str] = []
    for sign in piece:
        if runs and _script(runs[-1][-1]) == _script(sign):
            runs[-1] += sign
        else:
            runs.append(sign)
    return runs


def _script(sign: str) -> str:
    name = unicodedata.name(sign, "")
    if name.startswith(_HAN):
        return "han"
    return "hangul" if name.startswith(_HANGUL) else ""
