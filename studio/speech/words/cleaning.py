"""Text of strangers made harmless: what is left are letters, signs and spaces in a plain form."""

import re
import unicodedata

_HIGHEST = 3
"""Marks upon one letter; towers of them mean nothing and cost much."""

_KEPT_JOINTS = {0x200D, 0xFE0F} | set(range(0xE0020, 0xE0080))
"""What holds an emoji together; gone once it has a name."""

_UNSEEN = (
    {0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0}
    | set(range(0xFE00, 0xFE0F))
    | set(range(0xE0100, 0xE01F0))
)
"""Letters and marks that are not seen, though they are no joiners."""

_PICTURES = (range(0x1F000, 0x1FB00), range(0x24C2, 0x24C3), range(0x3297, 0x329A))
_FOLDED = (
    range(0x2102, 0x2122),  # letters that are signs
    range(0x2080, 0x208A),  # digits below the line
    range(0x3200, 0x3400),  # units as one character
    range(0xFB00, 0xFB07),  # letters grown together
    range(0xFF01, 0xFF5F),  # wide letters, digits and signs
    range(0xFFE0, 0xFFE7),  # wide currencies
    range(0x1D400, 0x1D800),  # letters for formulas, with which names are decorated
)
_APART = (
    range(0xBC, 0xBF),  # quarters and halves
    range(0x2150, 0x2160),  # other fractions
    range(0x2189, 0x218A),  # none of three
    range(0x2460, 0x2500),  # numbers in circles
)
_ROMAN = range(0x2160, 0x2189)
_ENCLOSED = range(0x2460, 0x2500)
"""Numbers that stand before each of several things and count none of them."""

"""Whole numbers as one character: they do not go on in the digits beside them."""

_AS_IS = frozenset(map(ord, "，！：；？"))
"""Wide pauses stay: in Chinese they are what they are."""

_PLAIN = {
    "⁄": "/",
    "º": "°",
    "˚": "°",
    "㎡": "m²",
    "㎠": "cm²",
    "㎥": "m³",
    "℃": "°C",
    "℉": "°F",
    "Ω": " ohm",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "–": "-",
    "～": "~",
    "〜": "~",
    "‘": "'",
    "’": "'",
    "`": "'",
}


class _Folding(dict[int, str]):
    """What becomes of each character; found out when it first occurs."""

    def __missing__(self, code: int) -> str:
        plain = _plain(code)
        if code < 0x10000:  # so that a text of all characters there are does not fill the memory
            self[code] = plain
        return plain


def _plain(code: int) -> str:
    character = chr(code)
    if character in _PLAIN:
        return _PLAIN[character]
    if code in _KEPT_JOINTS or code in _AS_IS or any(code in some for some in _PICTURES):
        return character
    if code in _ROMAN:
        return f"{unicodedata.numeric(character):.0f}"
    if any(code in some for some in _APART):
        pause = "," if code in _ENCLOSED and character.isnumeric() else ""
        return f" {unicodedata.normalize('NFKC', character).replace('⁄', '/')}{pause} "
    if any(code in some for some in _FOLDED):
        return unicodedata.normalize("NFKC", character).replace("⁄", "/")
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Cf" or code in _UNSEEN:
        return ""
    return " " if category[0] in "CZ" else character


_FOLDING = _Folding()


_BOXED = re.compile("[\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]{2,}")
"""Letters in boxes; one alone is a picture, such as that of a blood group."""

_LOOSE_JOINTS = re.compile(r"(?<=[!-~¥])[\u200d\ufe0f]+(?![\u20e3\ufe0f\u200d])")
_STRUCK = re.compile("[\u0305\u0332-\u0337\u20dd-\u20e0]|(?<=[0-9.,$€£¥₩])[\u0300-\u036f]+")
"""Lines through and under what is written, and marks upon digits."""

_GROUPS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
"""Spaces that hold the thousands of one number together."""

_WIDE_GROUPS = re.compile(
    r"(?<![０-９])[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])"
    r"|(?<=[¥￥])\d{1,3}(?:，\d{3})+(?=[.．]\d\d(?!\d))"
)
"""Thousands of a number between wide commas, which elsewhere are pauses."""


def cleaned(text: str) -> str:
    """Give a text its plain form; linear in its length, whatever it holds.

    Wide and decorated letters become plain ones, digits of every script become 0 to 9. What is
    not seen is gone: directions, zero-width characters, control characters, halves of pairs.
    """
    if not text.isascii():
        text = _GROUPS.sub("", _BOXED.sub(_unboxed, text))
        text = _WIDE_GROUPS.sub(lambda met: met.group().replace("，", ","), text)
    folded = text.translate(_FOLDING)
    if not folded.isascii():
        folded = _without_towers(_LOOSE_JOINTS.sub("", _STRUCK.sub("", folded)))
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def _unboxed(met: re.Match[str]) -> str:
    return "".join(chr(ord("A") + (ord(one) - 0x1F130) % 0x20) for one in met.group())


def _without_towers(text: str) -> str:
    # Putting thousands of marks upon one letter in order would take a time that grows with
    # their square.
    if not any(map(unicodedata.combining, text)):
        return text
    kept: list[str] = []
    height = 0
    for character in text:
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= _HIGHEST:
            kept.append(character)
    return "".join(kept)


_PAUSES = frozenset(".,;:!?'-，。、；：！？…")


class _Speakable(dict[int, str]):
    """Letters, marks and pauses stay; nothing else reaches a voice."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_kept = character in _PAUSES or unicodedata.category(character)[0] in "LM"
        is_joint = code in _KEPT_JOINTS or unicodedata.category(character) == "Me"
        plain = "" if is_joint else character if is_kept else " "
        if code < 0x10000:
            self[code] = plain
        return plain


_SPEAKABLE = _Speakable()


def speakable(words: str) -> str:
    """Leave only letters, marks and pauses: no voice finds markup in that.

    SAPI obeys `<`, macOS obeys `[[`, espeak-ng obeys either when it was told to.
    """
    return words.translate(_SPEAKABLE)


_LOOSE = re.compile(r"(?<!\w)['-]+|['-]+(?!\w)")
"""Hyphens and apostrophes that join nothing."""

_SPACES = re.compile(r"\s+")
_BEFORE_PAUSE = re.compile(r"\s+(?=[.,;:!?，。、；：！？…])")
_PAUSES_MET = re.compile(r"([.,;:!?，。、；：！？…])(?:\s*[.,;:!?，。、；：！？…])+")


def tidied(words: str) -> str:
    """One space between words, one pause where several met."""
    words = _SPACES.sub(" ", _LOOSE.sub(_loosely, words))
    return _BEFORE_PAUSE.sub("", _PAUSES_MET.sub(_longest_pause, words))


def _loosely(met: re.Match[str]) -> str:
    around = met.string[met.start() - 1 : met.start()] + met.string[met.end() : met.end() + 1]
    return ", " if "-" in met.group() and not around.strip() else " "


def _longest_pause(met: re.Match[str]) -> str:
    return next((pause for pause in "?？!！.。…;；:：" if pause in met.group()), met.group(1))
