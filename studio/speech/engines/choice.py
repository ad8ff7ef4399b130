"""Which engine speaks on this system."""

import os
import sys
from collections.abc import Callable, Mapping

from studio.speech.engines.engine import Engine, EngineError
from studio.speech.engines.espeak import open_espeak
from studio.speech.engines.sapi import open_sapi

ENGINE_VARIABLE = "EARSHOT_ENGINE"
"""Insists on one engine, by its name."""

_ENGINES: Mapping[str, Callable[[], Engine]] = {
    "sapi5": open_sapi,
    "espeak": open_espeak,
}
_USUAL = {"win32": ("sapi5", "espeak")}
"""The system's own voices before the one that comes with the studio."""


def open_engine() -> Engine:
    """Start the first engine that does start.

    Raises:
        EngineError: None does.
    """
    insisted = os.environ.get(ENGINE_VARIABLE, "")
    names = (insisted,) if insisted in _ENGINES else _USUAL.get(sys.platform, ("espeak",))
    errors: list[str] = []
    for name in names:
        try:
            return _ENGINES[name]()
        except EngineError as error:
            errors.append(f"{name}: {error}")
    raise EngineError("; ".join(errors))
