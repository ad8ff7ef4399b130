"""The languages that the studio speaks."""

from studio.speech.words.chinese import Chinese
from studio.speech.words.english import English
from studio.speech.words.indonesian import Indonesian
from studio.speech.words.korean import Korean
from studio.speech.words.tongue import Tongue

ENGLISH = English()
CHINESE = Chinese()
INDONESIAN = Indonesian()
TONGUES: dict[str, Tongue] = {
    tongue.tag: tongue for tongue in (ENGLISH, CHINESE, INDONESIAN, Korean())
}


def short_tag(language: str) -> str:
    """The voice's tag of a language such as `zh_CN`, `zh-Hant` or `in`; empty where it is none."""
    first = language.replace("-", "_").split("_")[0].lower()
    return {"in": "id", "cmn": "zh", "yue": "zh"}.get(first, first)


def tongue_of(language: str) -> Tongue:
    """How a language says numbers and signs; English where the studio knows no better."""
    return TONGUES.get(short_tag(language), ENGLISH)
