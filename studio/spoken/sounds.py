"""How names sound, and which of many was meant: the door to rapidfuzz.

A recogniser writes what it heard in the signs it likes best: another Chinese sign of the same
sound, or an Indonesian word for an English name. So names are compared by their sounds: Chinese by
pinyin without tones, Korean by its letters, what is written in Latin letters by their plain form.
Each has a strict form and a loose one, in which sounds that whole dialects do not tell apart are
one: in Chongqing zh and z, n and l, hu and f, ang and an.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from studio.spoken import pinyin
from studio.spoken.plain import plain, tokens
from studio.spoken.variants import variant_of

T = TypeVar("T")

SURE = 0.82
"""From this likeness on, a name is meant that is as like as that."""
LIKELY = 0.66
"""Below this one, nothing here is called so."""
MARGIN = 0.07
"""Names whose likeness differs by less cannot be told apart."""

_LOOSE_WEIGHT = 0.6
_TYPED = 0.97
_BEGINNING = 0.95
_PART = 0.93
"""Likeness of a name of which a part was said whole."""
_LEAST_PART = 3
"""Letters of such a part."""
_OTHER_VARIANT = SURE - 0.01
"""The most of a name whose number or size is another: 250 g is not 200 g, however alike."""

_SYLLABLE = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?([a-z]+)")
_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l"}
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("ong", "on"), ("iong", "ion"))
_HU = {"hu": "fu", "hua": "fa", "huai": "fai", "huan": "fan", "hui": "fei", "hun": "fen"}

_LATIN = (
    (re.compile("(?<=[a-z]{2})(?<!s)e?s$"), ""),  # two mugs, green teas
    (re.compile("tion"), "syon"),
    (re.compile("ph"), "f"),
    (re.compile("v"), "f"),
    (re.compile("ck|q(?:u(?=[aeio]))?|c(?![eiyh])|kh"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("x"), "ks"),
    (re.compile("sy|sh"), "s"),
    (re.compile("ch|tj"), "c"),
    (re.compile("dj|j"), "j"),
    (re.compile("z"), "s"),
    (re.compile("oe|oo|ou"), "u"),
    (re.compile("ee|ea|ie"), "i"),
    (re.compile("y"), "i"),
    (re.compile("gh|h"), ""),
    (re.compile("(?<=[a-z])e$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)

_LEAD = "g kk n d tt r m b pp s ss _ j jj c k t p h".replace("_", "x").split()
_VOWEL = [
    "a",
    "e",
    "ya",
    "ye",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "we",
    "we",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_TAIL = [
    "_",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "x",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_LOOSE_LEAD = {"kk": "g", "tt": "d", "pp": "b", "ss": "s", "jj": "j", "c": "j"} | {
    "k": "g",
    "t": "d",
    "p": "b",
}


@dataclass(frozen=True, slots=True)
class Sound:
    """How a text sounds.

    Attributes:
        strict: Syllables or words, as they are said in the standard language.
        loose: The same with what dialects do not tell apart as one.
    """

    strict: tuple[str, ...]
    loose: tuple[str, ...]


@lru_cache(60_000)
def sound_of(text: str) -> Sound:
    """How a text sounds; some 20 µs, where it was asked for before a hundredth of that."""
    strict: list[str] = []
    loose: list[str] = []
    for part in _parts(text):
        if pinyin.has_han(part):
            syllables = pinyin.syllables(part)
            strict += syllables
            loose += [_loose_syllable(syllable) for syllable in syllables]
        elif "\uac00" <= part[0] <= "\ud7a3":
            strict += [_jamo(sign) for sign in part]
            loose += [_jamo(sign, is_loose=True) for sign in part]
        else:
            letters = _bare(part)
            strict.append(letters)
            loose.append(_loose_latin(letters) or letters)
    return Sound(tuple(strict), tuple(loose))


def warm_up(texts: Iterable[str]) -> None:
    """Learn how many texts sound before somebody waits for it; on any thread."""
    for text in texts:
        sound_of(text)


def alike(one: str, other: str, least: float) -> float:
    """How alike two spellings are, from 0 to 1; 0 where it is less than `least`."""
    return fuzz.ratio(one, other, score_cutoff=least * 100) / 100


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """What may be meant, and how like its name is: 1 for the same sound."""

    value: T
    likeness: float


class Names(Generic[T]):
    """Names to be found by their sound; any thread, 10,000 of them within some 10 ms.

    Args:
        named: The names, each with what it is the name of; one thing may have several.
    """

    def __init__(self, named: Sequence[tuple[str, T]]) -> None:
        self._values = [value for _name, value in named]
        self._names = [name for name, _value in named]
        self._written = [_written(name) for name, _value in named]
        sounds = [sound_of(name) for name, _value in named]
        self._strict = ["".join(sound.strict) for sound in sounds]
        self._loose = ["".join(sound.loose) for sound in sounds]
        self._spaced = [f" {' '.join(sound.loose)} " for sound in sounds]

    def nearest(self, words: str, limit: int = 5) -> list[Match[T]]:
        """The most alike, those that cannot be meant left out; the best first.

        What is written as the words are goes before what only sounds like them.
        """
        return self._so_written(_written(words), limit) or self._so_said(words, limit)

    def written(self, words: str) -> list[T]:
        """What is called just so, letter by letter."""
        wanted = _written(words)
        named = zip(self._written, self._values, strict=True)
        return list(dict.fromkeys(value for name, value in named if wanted and name == wanted))

    def _so_written(self, words: str, limit: int) -> list[Match[T]]:
        # “mic” is no part of “ceramic mug”; but somebody who types has not come to a word's end.
        is_open = len(words) >= _LEAST_PART and not words[-1].isdecimal()
        part = f" {words}" if is_open else f" {words} "
        held = [place for place, name in enumerate(self._written) if part in f" {name} "]
        if not words or not held:
            return []
        for fits, likeness in (
            (str.__eq__, 1.0),
            (str.startswith, _BEGINNING),
            (str.__contains__, _PART),
        ):
            if places := [place for place in held if fits(self._written[place], words)]:
                values = dict.fromkeys(self._values[place] for place in places)
                return [Match(value, likeness) for value in values][:limit]
        return []

    def _so_said(self, words: str, limit: int) -> list[Match[T]]:
        sound = sound_of(words)
        loose, strict = "".join(sound.loose), "".join(sound.strict)
        if not loose or not self._values:
            return []
        exact = _likeness(strict, self._strict)
        like = _LOOSE_WEIGHT * _likeness(loose, self._loose) + (1 - _LOOSE_WEIGHT) * exact
        # Pinyin that was typed has no loose form.
        like = np.maximum(like, _TYPED * exact)
        # A syllable alone, such as 换, sounds like part of many a name.
        is_syllable = len(sound.loose) == 1 and not words.strip().isascii()
        if len(loose) >= _LEAST_PART and not is_syllable:
            part = f" {' '.join(sound.loose)} "
            held = [place for place, whole in enumerate(self._spaced) if part in whole]
            like[held] = np.maximum(like[held], _PART * (0.9 + 0.1 * like[held]))
        best = np.argsort(-like, kind="stable")[: limit * 3]
        variant = variant_of(words)
        for place in best:
            # The very sound may be written in other numbers: 十头鹅 is 狮头鹅.
            if strict != self._strict[place] and not variant <= variant_of(self._names[place]):
                like[place] = min(like[place], _OTHER_VARIANT)
        best = best[np.argsort(-like[best], kind="stable")]
        found: list[Match[T]] = []
        for place in best:
            value = self._values[place]
            if like[place] < LIKELY or len(found) == limit:
                break
            if all(one.value != value for one in found):
                found.append(Match(value, float(like[place])))
        return found

    def meant(self, words: str) -> list[T]:
        """What is meant: one, several that cannot be told apart, or nothing that is called so."""
        found = self.nearest(words)
        if not found or found[0].likeness < SURE:
            return []
        return [one.value for one in found if one.likeness > found[0].likeness - MARGIN]


def _written(words: str) -> str:
    """Tokens with a space between, so that neither marks nor spaces part what is alike."""
    return " ".join(tokens(words))


def _likeness(words: str, names: list[str]) -> np.ndarray:
    scored = process.cdist(
        [words], names, scorer=Levenshtein.normalized_similarity, dtype=np.float32
    )
    return scored[0]


def _parts(text: str) -> list[str]:
    """Runs of Chinese, of Korean, and words of other letters."""
    runs: list[str] = []
    for token in tokens(text):
        if runs and _kind(token) and _kind(token) == _kind(runs[-1][-1]):
            runs[-1] += token
        else:
            runs.append(token)
    return runs


def _kind(sign: str) -> str:
    if pinyin.has_han(sign):
        return "han"
    return "hangul" if "\uac00" <= sign[0] <= "\ud7a3" else ""


def _loose_syllable(syllable: str) -> str:
    syllable = _HU.get(syllable, syllable)
    syllable = {"huang": "fang", "wang": "wan"}.get(syllable, syllable)
    met = _SYLLABLE.fullmatch(syllable)
    if met is None:
        return syllable
    initial, final = met[1] or "", met[2]
    for ending, alike in _FINALS:
        if final.endswith(ending):
            final = final.removesuffix(ending) + alike
            break
    if initial in ("l", "n"):
        final = final.replace("v", "u")
    return _INITIALS.get(initial, initial) + final


def _bare(word: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", plain(word))
    return "".join(sign for sign in apart if sign.isalnum())


def _loose_latin(letters: str) -> str:
    for pattern, alike in _LATIN:
        letters = pattern.sub(alike, letters)
    return letters


def _jamo(syllable: str, *, is_loose: bool = False) -> str:
    """A Korean syllable in Latin letters, as it is said alone."""
    place = ord(syllable) - 0xAC00
    lead, vowel, tail = place // 588, place // 28 % 21, place % 28
    first = _LEAD[lead].replace("x", "")
    if is_loose:
        first = _LOOSE_LEAD.get(first, first)
    last = _TAIL[tail].replace("_", "").replace("x", "ng")
    return first + _VOWEL[vowel] + last
