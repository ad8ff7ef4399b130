"""Chinese numbers that a recogniser wrote in other signs of the same sound."""

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


def _said(sign: str) -> str:
    return "".join(pinyin.syllables(sign))
