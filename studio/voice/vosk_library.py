"""The door to Vosk: its library of C, which the wheel brings; only `words_process` may open it.

The wheel's own package is not imported: for subtitles and downloads it wants five libraries more,
and one of them comes as no wheel. The ten functions used here have not changed since 2020.
"""

import ctypes
import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HZ = 16_000
"""The sample rate that every small model was trained with."""

_NAMES = {"win32": "libvosk.dll", "darwin": "libvosk.dyld"}
_POINTER, _TEXT, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_float
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "vosk_set_log_level": (None, [_INT]),
    "vosk_model_new": (_POINTER, [_TEXT]),
    "vosk_model_find_word": (_INT, [_POINTER, _TEXT]),
    "vosk_recognizer_new_grm": (_POINTER, [_POINTER, _FLOAT, _TEXT]),
    "vosk_recognizer_set_grm": (None, [_POINTER, _TEXT]),
    "vosk_recognizer_set_max_alternatives": (None, [_POINTER, _INT]),
    "vosk_recognizer_accept_waveform": (_INT, [_POINTER, _TEXT, _INT]),
    "vosk_recognizer_final_result": (_TEXT, [_POINTER]),
    "vosk_recognizer_reset": (None, [_POINTER]),
}


class VoskError(Exception):
    """The library, or a model, cannot be used."""


def library_file() -> Path | None:
    """Where the library lies; None where the wheel is not installed."""
    name = _NAMES.get(sys.platform, "libvosk.so")
    found = importlib.util.find_spec("vosk")
    places = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    if bundle := getattr(sys, "_MEIPASS", ""):
        places.append(Path(bundle) / "vosk")
    return next((place / name for place in places if (place / name).is_file()), None)


def _open() -> ctypes.CDLL:
    file = library_file()
    if file is None:
        raise VoskError("no library")
    if sys.platform == "win32":  # what it needs lies beside it
        os.add_dll_directory(str(file.parent))
    try:
        library = ctypes.CDLL(str(file))
    except OSError as error:
        raise VoskError(str(error)) from error
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    library.vosk_set_log_level(-1)
    return library


class Model:
    """A model in memory; one thread alone uses it. A broken one may end the process.

    Args:
        folder: Where its files lie.

    Raises:
        VoskError: It cannot be loaded.
    """

    def __init__(self, folder: str) -> None:
        self._library = _open()
        self._model = self._library.vosk_model_new(os.fsencode(folder))
        if not self._model:
            raise VoskError("the model cannot be loaded")
        # What stands for all other words is called differently in models of other makers.
        self.unknown = next(filter(self.knows, ("[unk]", "<UNK>", "<unk>")), "")

    def knows(self, word: str) -> bool:
        return self._library.vosk_model_find_word(self._model, word.encode()) > 0

    def listener(self, phrases: Sequence[str], most: int) -> "Listener":
        """Something that hears these phrases, at most so many ways to hear each utterance."""
        made = self._library.vosk_recognizer_new_grm(self._model, HZ, _grammar(phrases))
        if not made:
            raise VoskError("the model takes no list of phrases")
        self._library.vosk_recognizer_set_max_alternatives(made, most)
        return Listener(self._library, made)


class Listener:
    """Hears one utterance after another; its model must outlive it."""

    def __init__(self, library: ctypes.CDLL, made: int) -> None:
        self._library = library
        self._made = made

    def use(self, phrases: Sequence[str]) -> None:
        """Hear other phrases; between two utterances only."""
        self._library.vosk_recognizer_set_grm(self._made, _grammar(phrases))

    def begin(self) -> None:
        self._library.vosk_recognizer_reset(self._made)

    def push(self, pcm: bytes) -> None:
        """Take a stretch of sound: int16, one channel, at `HZ`."""
        self._library.vosk_recognizer_accept_waveform(self._made, pcm, len(pcm))

    def finish(self) -> list[str]:
        """What was heard, the likeliest first."""
        told = json.loads(self._library.vosk_recognizer_final_result(self._made))
        return [str(one.get("text", "")) for one in told.get("alternatives", [told])]


def _grammar(phrases: Sequence[str]) -> bytes:
    # It reads no escapes: a word in another script would be none to it.
    return json.dumps(list(phrases), ensure_ascii=False).encode()
