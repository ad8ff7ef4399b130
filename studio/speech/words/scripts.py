"""Which voice can read which letters."""

import re
from collections.abc import Iterator

from studio.model.segment import Segment

_HAN = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
_SCRIPTS = {
    "zh": _HAN + r"\u3100-\u312f\u31a0-\u31bf",
    "ko": r"\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff",
    "ja": r"\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "ru": r"\u0400-\u052f",
    "el": r"\u0370-\u03ff\u1f00-\u1fff",
    "he": r"\u0590-\u05ff",
    "ar": r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "hi": r"\u0900-\u097f",
    "bn": r"\u0980-\u09ff",
    "ta": r"\u0b80-\u0bff",
    "th": r"\u0e00-\u0e7f",
    "my": r"\u1000-\u109f",
    "km": r"\u1780-\u17ff",
}
"""The letters of each voice but those of the Latin alphabet, which many share."""

_PAUSES = r"\s.,;:!?'\-，。、；：！？…"
_RUNS = re.compile(
    "|".join(f"(?P<{tag}>[{letters}][{letters}{_PAUSES}]*)" for tag, letters in _SCRIPTS.items())
    + f"|(?P<latin>[^{''.join(_SCRIPTS.values())}{_PAUSES}][^{''.join(_SCRIPTS.values())}]*)"
    + f"|(?P<pauses>[{_PAUSES}]+)"
)
"""What one voice reads; pauses stay with what they follow."""

_FIRST = {tag: re.compile(f"[{letters}]") for tag, letters in _SCRIPTS.items()}
_NARROW = str.maketrans("，。、；：！？", ",.,;:!?")

LATIN = ("en", "id")
"""Languages of ours that are written in Latin letters."""


def script_of(text: str) -> str:
    """The language whose letters come first in a text; empty for Latin letters and for none."""
    places = [(met.start(), tag) for tag, some in _FIRST.items() if (met := some.search(text))]
    return min(places, default=(0, ""))[1]


def in_runs(words: str, latin: str) -> Iterator[tuple[str, str]]:
    """Cut words where the voice has to change.

    Args:
        words: Letters and pauses alone.
        latin: The language of Latin letters.

    Returns:
        Each run with its language, which is empty for pauses before the first word.
    """
    voices = {"latin": latin, "pauses": ""} | {tag: tag for tag in _SCRIPTS}
    for run in _RUNS.finditer(words):
        yield run.group(), voices[run.lastgroup or "pauses"]


def segment(words: str, language: str) -> Segment:
    """The words of one voice; wide pauses are for those that know them."""
    text = words.strip()
    is_wide = language in ("zh", "ja") or text.isascii()
    return Segment(text if is_wide else text.translate(_NARROW), language)
