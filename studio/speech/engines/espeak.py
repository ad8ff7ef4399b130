"""espeak-ng, the voice that comes with the studio.

Its library and data come from the espeakng-loader wheel, so no system package is needed. It works
synchronously: sound is delivered in stretches of 20 ms from within the call, the first after less
than a millisecond.
"""

import ctypes
import os
from typing import Any

import espeakng_loader

from studio.speech.engines.engine import Deliver, EngineError
from studio.speech.engines.pyttsx import Loopless, PyttsxEngine

_SYNCHRONOUS = 2
_BLOCK_MS = 20
_DO_NOT_EXIT = 0x8000
"""Without it espeak-ng ends the process when it misses its data."""
_DEFAULT_VOICE = "gmw/en-us"


def open_espeak() -> PyttsxEngine:
    """Start espeak-ng; once per process, which its library has room for.

    Raises:
        EngineError: It does not start.
    """
    try:
        load_library()
        return PyttsxEngine("espeak", _build)
    except (OSError, RuntimeError, ImportError) as error:
        raise EngineError(repr(error)) from error


def load_library() -> None:
    """Have pyttsx3 use the wheel's library, wherever it would look for one itself.

    Raises:
        OSError: The library cannot be loaded.
        RuntimeError: Its data are missing.
    """
    # Read by the library itself, where nobody tells it a folder.
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    # pyttsx3 2.99 knows the places of system packages only.
    loader: Any = ctypes.cdll
    loader.LoadLibrary = lambda _name: library
    try:
        from pyttsx3.drivers import _espeak  # noqa: F401, PLC0415 - it is this import that loads
    finally:
        del loader.LoadLibrary


def _build(proxy: Any) -> Any:  # noqa: ANN401 - pyttsx3 has no types
    # Importing it loads a library, so ours has to be there before.
    from pyttsx3.drivers import _espeak, espeak  # noqa: PLC0415 - as told above

    hz: int = _espeak.Initialize(
        _SYNCHRONOUS, _BLOCK_MS, espeakng_loader.get_data_path().encode(), _DO_NOT_EXIT
    )
    if hz <= 0:
        raise EngineError("espeak-ng does not find its data")

    class Driver(Loopless, espeak.EspeakDriver):
        """Delivers sound instead of playing it."""

        def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - as above
            espeak.EspeakDriver._moduleInitialized = True  # noqa: SLF001 - it was, above
            espeak.EspeakDriver._defaultVoice = _DEFAULT_VOICE  # noqa: SLF001 - as above
            self.hz = hz
            self.deliver: Deliver = lambda _pcm: False
            super().__init__(proxy)

        def say(self, text: str) -> None:
            # Neither SSML nor phonemes in brackets are asked for, so both are read as they stand.
            status = _espeak.Synth(text.encode(), flags=_espeak.CHARS_UTF8)
            if status:
                raise EngineError(f"espeak-ng gave status {status}")

        def _onSynth(self, wav: Any, numsamples: int, events: Any) -> Any:  # noqa: ANN401, ARG002, N802 - as pyttsx3 calls it
            if not wav or numsamples <= 0:
                return 0
            return 0 if self.deliver(ctypes.string_at(wav, 2 * numsamples)) else 1

    return Driver(proxy)
