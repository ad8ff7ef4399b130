"""Which engine speaks on this system."""

import os
import sys
from collections.abc import Callable, Mapping

from studio.speech.engines.avspeech import open_avspeech
from studio.speech.engines.engine import Engine, EngineError
from studio.speech.engines.espeak import open_espeak
from studio.speech.engines.sapi import open_sapi
from studio.speech.engines.to_file import open_file_engine

ENGINE_VARIABLE = "EARSHOT_ENGINE"
"""Insists on one engine, by its name."""

_ENGINES: Mapping[str, Callable[[], Engine]] = {
    "avspeech": open_avspeech,
    "sapi5": open_sapi,
    "espeak": open_espeak,
    "file": open_file_engine,
}
_USUAL = {"win32": ("sapi5", "espeak", "file"), "darwin": ("avspeech", "espeak", "file")}
"""Where the system has voices they come first. By way of a file comes last: on macOS that is
NSSpeechSynthesizer, which begins late and cannot be stopped within a sentence."""


def open_engine() -> Engine:
    """Start the first engine that does start.

    Raises:
        EngineError: None does.
    """
    insisted = os.environ.get(ENGINE_VARIABLE, "")
    names = (insisted,) if insisted in _ENGINES else _USUAL.get(sys.platform, ("espeak", "file"))
    errors: list[str] = []
    for name in names:
        try:
            return _ENGINES[name]()
        except EngineError as error:
            errors.append(f"{name}: {error}")
    raise EngineError("; ".join(errors))
