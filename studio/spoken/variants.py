"""What tells names apart that are alike otherwise: the numbers and sizes in them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from studio.spoken.numbers import numbers
from studio.spoken.plain import tokens

_SIZE = re.compile("x{0,5}[sl]|m|small|medium|large|besar|sedang|kecil")
_CHINESE_SIZE = re.compile("[大中小](?=[号码])")
_CHINESE = frozenset("零〇一二两三四五六七八九十百千万")
_SCALES = frozenset(("belas", "puluh", "ratus", "ribu", "rebu", "juta", "hundred", "thousand"))


@lru_cache(20_000)
def variant_of(name: str) -> frozenset[str]:
    """Numbers in digits or words, and sizes; of Korean, whose syllables are tokens, digits alone.

    200 克 and “two hundred” are alike, as are XL and xl.
    """
    said = tokens(name)
    sizes = [*filter(_SIZE.fullmatch, said), *_CHINESE_SIZE.findall(name)]
    return frozenset((*sizes, *_numbers(said)))


def _numbers(said: list[str]) -> Iterator[str]:
    for kind, run in groupby(said, _kind):
        if kind == "digits":
            yield from run
        elif kind:
            words = ("" if kind == "han" else " ").join(run)
            yield str(next(iter(numbers(words)), words))


@lru_cache(20_000)
def _kind(token: str) -> str:
    """Of what kind of number it is a part; empty where of none."""
    if token[0].isdecimal():
        return "digits"
    if token in _CHINESE:
        return "han"
    is_number = token in _SCALES or (token.isascii() and len(token) > 2 and bool(numbers(token)))
    return "latin" if is_number else ""
