"""How a voice says words: the sounds that espeak-ng makes of them, without a sound being made."""

import ctypes
import re
from functools import cache

import espeakng_loader

_VOICES = {"en": b"en-us", "zh": b"cmn", "id": b"id", "ko": b"ko", "pinyin": b"cmn-latn-pinyin"}
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8 = 1
_IPA = 2


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize.argtypes = (
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_int,
    )
    data = espeakng_loader.get_data_path().encode()
    assert library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT) > 0
    library.espeak_SetVoiceByName.argtypes = (ctypes.c_char_p,)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = (
        ctypes.POINTER(ctypes.c_char_p),
        ctypes.c_int,
        ctypes.c_int,
    )
    return library


def phonemes(words: str, voice: str) -> str:
    """The sounds of words in IPA, without pauses and stress: `en`, `zh`, `id`, `ko` or `pinyin`."""
    library = _library()
    assert library.espeak_SetVoiceByName(_VOICES[voice]) == 0
    rest = ctypes.c_char_p(words.encode())
    sounds: list[str] = []
    while rest.value is not None:
        sounds.append((library.espeak_TextToPhonemes(rest, _UTF8, _IPA) or b"").decode())
    return re.sub(r"[\sˈˌ|]|\([a-z-]+\)", "", " ".join(sounds))
