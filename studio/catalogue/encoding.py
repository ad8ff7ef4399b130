"""Which signs the bytes of a file stand for.

Marks at the beginning decide, then zeros (UTF-16), then whether all is well-formed UTF-8. Between
GB18030, Big5 and Windows-1252 the words decide: each is tried, and what reads like the language
of price lists wins. Detectors made for pages of prose want more text than a short list of goods
has (measured in tests/catalogue/test_encoding.py).
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studio.catalogue import frequent

_BLOCK = 1 << 20
_SAMPLE = 1 << 18


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file's bytes become text.

    Attributes:
        codec: Python's name for it.
        name: What people call it.
        is_certain: Whether nothing else came near.
    """

    codec: str
    name: str
    is_certain: bool = True


UTF_8 = Encoding("utf-8", "UTF-8")
_MARKS = (
    (codecs.BOM_UTF8, Encoding("utf-8-sig", "UTF-8")),
    (codecs.BOM_UTF32_LE, Encoding("utf-32", "UTF-32")),
    (codecs.BOM_UTF32_BE, Encoding("utf-32", "UTF-32")),
    (codecs.BOM_UTF16_LE, Encoding("utf-16", "UTF-16")),
    (codecs.BOM_UTF16_BE, Encoding("utf-16", "UTF-16")),
)


def guess_encoding(path: Path) -> Encoding:
    """The encoding of a text file; of one that is ASCII throughout, UTF-8.

    Reads on until it has met signs beyond ASCII, a block at a time.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        for mark, encoding in _MARKS:
            if block.startswith(mark):
                return encoding
        while block and block.isascii() and b"\0" not in block[:_SAMPLE]:
            block = file.read(_BLOCK)
    return guess_of(_around_the_first(block))


def _around_the_first(block: bytes) -> bytes:
    """A sample from the line on in which the first sign beyond ASCII stands."""
    odd = re.search(rb"[\x80-\xff]", block)
    if odd is None or odd.start() < _SAMPLE // 2:
        return block[:_SAMPLE]
    start = block.rfind(b"\n", 0, odd.start()) + 1
    return block[start : start + _SAMPLE]


def guess_of(sample: bytes) -> Encoding:
    """The encoding of the beginning of a text, which may end in the middle of a sign."""
    if wide := _wide(sample):
        return wide
    if sample.isascii() or _is_utf_8(sample):
        return UTF_8
    scores = sorted(
        ((_score(sample, codec, judge), codec, name) for codec, name, judge in _CANDIDATES),
        reverse=True,
    )
    (best, codec, name), (second, *_) = scores[:2]
    return Encoding(codec, name, is_certain=best > 0.3 and best - second > 0.25)


def _wide(sample: bytes) -> Encoding | None:
    """UTF-16 without a mark: digits, commas and line ends have a zero on one side."""
    even = sample[: len(sample) // 2 * 2]
    zeros = (even[0::2].count(0), even[1::2].count(0))
    for codec, name, here, there in (
        ("utf-16-be", "UTF-16", *zeros),
        ("utf-16-le", "UTF-16", *reversed(zeros)),
    ):
        if here >= 2 and here > len(even) // 100 and there <= here // 20:
            text = _decoded(even, codec)
            if text is not None and _reads_like_text(text):
                return Encoding(codec, name)
    return None


def _reads_like_text(text: str) -> bool:
    strange = sum(not (c.isprintable() or c in "\r\n\t\0\ufeff") for c in text)
    return strange <= len(text) // 50


def _is_utf_8(sample: bytes) -> bool:
    """Whether the sample is UTF-8, perhaps with a byte broken here and there."""
    if _decoded(sample, "utf-8") is not None:
        return True
    text = sample.decode("utf-8", "replace")
    whole = sum(len(c.encode()) for c in text if c > "\x7f" and c != "\ufffd")
    return whole > 20 * text.count("\ufffd")


def _decoded(sample: bytes, codec: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(sample)
    except UnicodeDecodeError:
        return None


def _score(sample: bytes, codec: str, judge: Callable[[str], float]) -> float:
    """How well the sample reads, from about -4 to 3; a few broken bytes cost little."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
    beyond = [c for c in text if c > "\x7f"]
    if not beyond:
        return -4.0
    known = sum(text.count(word) * len(word) for word in _words_of(codec))
    return (sum(map(judge, beyond)) + _runs(text, codec) + 2 * known) / len(beyond)


def _runs(text: str, codec: str) -> float:
    """Letters with accents stand alone among others; signs of Chinese in a row do not."""
    if codec != "cp1252":
        return 0.0
    return -2.0 * sum(len(run) for run in re.findall(r"[^\x00-\x7f]{3,}", text))


@cache
def _words_of(codec: str) -> tuple[str, ...]:
    return {"gb18030": frequent.SIMPLE_WORDS, "big5hkscs": frequent.FULL_WORDS}.get(codec, ())


def _simple(sign: str) -> float:
    return _chinese(sign, frequent.SIMPLE)


def _full(sign: str) -> float:
    return _chinese(sign, frequent.FULL)


def _chinese(sign: str, usual: frozenset[str]) -> float:
    if sign in usual:
        return 1.5
    if sign in _CHINESE_MARKS:
        return 1.0
    if "\u4e00" <= sign <= "\u9fff":
        return 0.0 if _is_ordinary(sign) else -1.0
    return -4.0 if sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" else -1.0


@cache
def _is_ordinary(sign: str) -> bool:
    """Whether it is among the commoner half of what either standard has, its level 1."""
    for codec, first, last in (("gb2312", 0xB0A1, 0xD7F9), ("big5", 0xA440, 0xC67E)):
        try:
            if first <= int.from_bytes(sign.encode(codec), "big") <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _western(sign: str) -> float:
    if sign in "€£°“”‘’–—®™éèêëáàâäãåæçíìîïñóòôöõøúùûüýßÉÈÄÖÜÅØ\xa0½¼×²³…•":
        return 1.5
    return -4.0 if sign == "\ufffd" else -0.5


_CHINESE_MARKS = frozenset(
    "，。、；：？！“”‘’（）《》【】「」『』—…·￥％＋－／＊×～＆＃＠　０１２３４５６７８９．"
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ℃±®①②③④⑤"
)
_CANDIDATES = (
    ("gb18030", "GB18030", _simple),
    ("big5hkscs", "Big5", _full),
    ("cp1252", "Windows-1252", _western),
)
