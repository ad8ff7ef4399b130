"""Chinese numbers that a recogniser wrote in other signs of the same sound."""

import re

from studio.spoken import pinyin
from studio.spoken.plain import squeezed

_SIGNS = {
    "ling": "零",
    "yi": "一",
    "yao": "幺",
    "er": "二",
    "liang": "两",
    "san": "三",
    "si": "四",
    "wu": "五",
    "liu": "六",
    "qi": "七",
    "ba": "八",
    "jiu": "九",
    "shi": "十",
    "bai": "百",
    "qian": "千",
    "wan": "万",
    "dian": "点",
    "kuai": "块",
    "mao": "毛",
    "zhe": "折",
    "jian": "件",
    "ge": "个",
    "hao": "号",
    "di": "第",
    "fen": "分",
    "ban": "半",
}
_NUMERALS = frozenset("零一幺二两三四五六七八九十百千万")
_WORDS = frozenset("是就要以把吧而有")
"""What is said so often that it is rather itself than the numeral of its sound."""

_BEFORE = re.compile("^(?:就是|就要|只要|是|就|要|为) *(?=.)")
"""What is said before a number: 是五单 is five, and 就五件 no more than five."""

_MISHEARD = (("是", "十", "一二三四五六七八九123456789"), ("就", "九", "十百千万"))
"""Words that a number may begin with in their signs, the numeral, and what can follow it."""


def as_numerals(words: str) -> str:
    """The words with signs of numbers that sound alike, as 十酒 for 十九; empty where others are.

    Every sign must sound like one of a number, so nothing is made of a sentence.
    """
    said = squeezed(words)
    if not pinyin.has_han(said):
        return ""
    signs = [sign if sign.isascii() else _SIGNS.get(_said(sign), "") for sign in said]
    return "".join(signs) if all(signs) else ""


def holds_numerals(words: str) -> bool:
    """Whether some of the signs are those of numbers: 十酒 may be 19, 石榴 hardly 16."""
    return any(sign.isdecimal() or sign in _NUMERALS for sign in squeezed(words))


def holds_words(words: str) -> bool:
    """Whether some of the signs stand rather for words: 十把 is hardly 18."""
    return not _WORDS.isdisjoint(words)


def number_alone(words: str) -> str:
    """The words without what is said before a number."""
    return _BEFORE.sub("", words.strip())


def misheard(words: str) -> str:
    """The words with a numeral for what they begin with: 十五 for 是五; empty where it is none."""
    said = squeezed(words)
    for word, numeral, behind in _MISHEARD:
        if said.startswith(word) and said[1:2] and said[1] in behind:
            return numeral + said[1:]
    return ""


def _said(sign: str) -> str:
    return "".join(pinyin.syllables(sign))
