"""How Chinese names are typed in Latin letters: the door to pypinyin."""

import re
from functools import lru_cache

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_HAN}]+|[^{_HAN}]+")
_ANY_HAN = re.compile(f"[{_HAN}]")


def has_han(text: str) -> bool:
    return not text.isascii() and _ANY_HAN.search(text) is not None


def syllables(text: str) -> list[str]:
    """The text's characters as they are said, without tones; what is not Chinese stays whole.

    Characters of several readings have the one of the longest phrase that the library knows
    around them: 重 is *chong* in 重庆. ü is written v, as on keyboards.
    """
    from pypinyin.contrib.mmseg import seg

    said: list[str] = []
    for run in _RUNS.findall(text):
        if has_han(run):
            for phrase in seg.cut(run):
                said += _said(phrase)
        else:
            said.append(run)
    return said


@lru_cache(50_000)
def _said(phrase: str) -> tuple[str, ...]:
    """Phrases come again and again in a catalogue; the library takes 60 µs for a name."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin([phrase]))
