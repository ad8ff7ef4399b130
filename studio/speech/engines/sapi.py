"""SAPI 5, the voices of Windows.

The sound goes to a stream in memory instead of a device. A piece of text is at most a few hundred
signs, which SAPI makes into sound in some hundredths of a second. So far it has been tried on a
stand-in for SAPI only.
"""

import math
from typing import Any
from xml.sax.saxutils import escape

from studio.speech.engines.engine import Deliver, EngineError
from studio.speech.engines.pcm import HZ, deliver_all
from studio.speech.engines.pyttsx import PyttsxEngine

_FORMAT_22_KHZ_16_BIT_MONO = 22
_IS_XML, _IS_NOT_XML = 8, 16
"""Of `SpeechVoiceSpeakFlags`: text that may be markup is told to be none."""
_USUAL_PITCH = 50
_USUAL_WPM, _STEP = 156.63, 1.11
"""Speed 0 of SAPI's usual voice, and what each step of its scale from -10 to 10 means."""


def open_sapi() -> PyttsxEngine:
    """Start SAPI; once per process.

    Raises:
        EngineError: It is not there.
    """
    try:
        return PyttsxEngine("sapi5", _build)
    except Exception as error:  # COM raises what it likes
        raise EngineError(repr(error)) from error


def _build(proxy: Any) -> Any:  # noqa: ANN401 - pyttsx3 has no types
    # Both exist on Windows only.
    import comtypes.client  # noqa: PLC0415 - as told above # pyright: ignore[reportMissingImports] - as told above
    from pyttsx3.drivers import sapi5  # noqa: PLC0415 - as told above

    class Driver(sapi5.SAPI5Driver):
        """Delivers sound instead of playing it."""

        def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - as above
            self.hz = HZ
            self.deliver: Deliver = lambda _pcm: False
            self._pitch = _USUAL_PITCH
            super().__init__(proxy)

        def say(self, text: str) -> None:
            stream = comtypes.client.CreateObject("SAPI.SpMemoryStream")
            stream.Format.Type = _FORMAT_22_KHZ_16_BIT_MONO
            self._tts.AudioOutputStream = stream
            if self._pitch == _USUAL_PITCH:
                self._tts.Speak(text, _IS_NOT_XML)
            else:
                middle = round((self._pitch - _USUAL_PITCH) / 5)
                marked = f'<pitch absmiddle="{middle}">{escape(text)}</pitch>'
                self._tts.Speak(marked, _IS_XML)
            deliver_all(bytes(bytearray(stream.GetData())), self.deliver)

        def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802 - as pyttsx3 calls it
            if name == "pitch":
                self._pitch = value
            elif name == "rate":
                # pyttsx3 goes beyond the ends of SAPI's scale.
                speed = round(math.log(value / _USUAL_WPM, _STEP))
                self._tts.Rate = min(10, max(-10, speed))
                self._rateWpm = value
            else:
                super().setProperty(name, value)

        def stop(self) -> None:
            """Who takes the sound says when it is enough."""

    return Driver(proxy)
