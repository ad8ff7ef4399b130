"""Words in Latin letters that are not said as they are written."""

import re

from studio.speech.words.scripts import LATIN
from studio.speech.words.tongue import Tongue

_VOWELS = re.compile("[AEIOUYaeiouy\u00c0-\u024f\u1e00-\u1eff]")
_ACRONYMS = re.compile(
    "COD|SKU|USB|UV|LED|DIY|VIP|SPF|EMS|ETA|FAQ|OMG|FYI|ASAP|AI|API|UI|ID|IG|IP|PO|OEM|ODM|USD|EU|UK"
    "|USA|UAE|WIB|BCA|BRI|BNI|SNI|SMS|AUX|AAA?"
)
"""Capitals that are spelled although one could read them."""

_SOUNDS = frozenset({"hm", "hmm", "shh", "psst", "pst", "brr", "tsk", "nth", "mrs", "pfft", "grr"})
_HAHA = re.compile(r"(?:a?(?:ha){2,}h?|(?:he){3,}h?|(?:hi){3,}h?)", re.IGNORECASE)
_LAUGHTER = re.compile(
    r"(?:w?(?:kw){1,}k?w?|(?:wk){2,}w?|(?:xi){3,}|h{4,}|(?:lol){2,}"
    r"|wk[wkaoe]{3,}|lmf?ao+|rofl)",
    re.IGNORECASE,
)
_DRAWN = re.compile(r"(.)\1{2,}", re.IGNORECASE)
_ARTICLE = re.compile(r"\bA (?=\S)")
_SIZE = re.compile("X*(?:S|M|L)|[IVX]+")


def latin_word(word: str, tongue: Tongue, latin: Tongue) -> str:
    """How a word is said.

    Args:
        word: Latin letters, perhaps with apostrophes.
        tongue: The language of the text.
        latin: The language of the word.
    """
    folded = word.casefold()
    if known := tongue.short.get(folded):
        return known
    if len(word) >= 4 and _HAHA.fullmatch(word):
        return tongue.haha
    if is_laughter(word):
        return tongue.laughter
    # Among Chinese and Korean a word in Latin letters without a vowel is one by its initials.
    has_vowel = _VOWELS.search(
        word if tongue.tag in LATIN else word.replace("y", "").replace("Y", "")
    )
    if word.isupper() and len(word) <= 5:
        return (
            spelled(word, latin) if _is_spelled(word) or (not has_vowel and len(word) > 1) else word
        )
    if 3 <= len(word) <= 5 and word.isascii() and not has_vowel:
        return word if folded in _SOUNDS or "'" in word else spelled(word, latin)
    return _DRAWN.sub(r"\1\1", word)


def is_laughter(word: str) -> bool:
    """Whether letters mean that somebody laughs."""
    return len(word) >= 4 and _LAUGHTER.fullmatch(word) is not None


def _is_spelled(word: str) -> bool:
    """Whether capitals are letters rather than a word that is shouted."""
    if _ACRONYMS.fullmatch(word):
        return True
    has_sound = _VOWELS.search(word) is not None
    return len(word) > 1 and (not has_sound or (len(word) > 2 and bool(_SIZE.fullmatch(word))))


def spelled(letters: str, latin: Tongue) -> str:
    """Letters one by one, such as a voice of the language names them."""
    words = " ".join(letters.upper())
    return in_a_row(words) if latin.tag == "en" else words


def in_a_row(words: str) -> str:
    """The letter A before another word would be an article to an English voice."""
    return _ARTICLE.sub("A, ", words)


def is_code_part_spelled(letters: str) -> bool:
    """Whether letters beside digits are spelled: all but words."""
    if letters.isupper():
        return len(letters) <= 3 or not _VOWELS.search(letters)
    return len(letters) == 1 or not _VOWELS.search(letters)
