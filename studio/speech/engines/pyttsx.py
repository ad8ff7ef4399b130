"""pyttsx3 with drivers of our own: it keeps voices and manners, the sound comes to us."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pyttsx3
import pyttsx3.drivers

from studio.model.voicing import Manner
from studio.speech.engines.engine import Deliver, EngineError, Voice

_PREFIX = "earshot_"


class PyttsxEngine:
    """An engine of pyttsx3 whose driver delivers sound; see `Engine`.

    It is driven by a loop of ours, never by `runAndWait`, which loses what was said meanwhile
    (pyttsx3 2.99, issues 193, 202 and 262). A driver's `say` returns when all was delivered.

    Args:
        name: Of the driver.
        build: Makes the driver for pyttsx3's proxy. It has `hz`, `deliver` and what pyttsx3 asks.
    """

    def __init__(self, name: str, build: Callable[[Any], Any]) -> None:
        self._engine = pyttsx3.init(_registered(name, build))
        self._error: Exception | None = None
        self._engine.connect("error", self._note)
        self._engine.startLoop(useDriverLoop=False)
        self._engine.iterate()
        # The proxy has no way to hand over sound.
        self._driver: Any = self._engine.proxy._driver  # noqa: SLF001 - as told above
        self._set: dict[str, object] = {}
        self.hz: int = self._driver.hz

    def voices(self) -> list[Voice]:
        found: Any = self._engine.getProperty("voices")
        return [Voice(v.id, v.name or v.id, tags_of(v.languages)) for v in found]

    def speak(self, text: str, voice: Voice | None, manner: Manner, deliver: Deliver) -> None:
        self._error = None
        if voice is not None:
            self._use("voice", voice.id)
        self._use("rate", manner.wpm)
        self._use("pitch", manner.pitch)
        self._use("volume", manner.volume / 100)
        self._driver.deliver = deliver
        self._engine.say(text)
        if (error := self._error) is not None:
            self._set.clear()
            raise EngineError(repr(error)) from error

    def _use(self, name: str, value: Any) -> None:  # noqa: ANN401 - of any property
        if self._set.get(name) == value:
            return
        if name == "voice":
            # A voice brings a rate and a pitch of its own.
            self._set.clear()
        self._set[name] = value
        self._engine.setProperty(name, value)

    def _note(self, exception: Exception, **_more: object) -> None:
        """pyttsx3 tells of an error nowhere else."""
        self._error = exception


class Loopless:
    """What pyttsx3 asks of a driver beside speaking, where `say` returns when all was delivered."""

    _proxy: Any

    def stop(self) -> None:
        """Who takes the sound says when it is enough."""

    def iterate(self) -> Any:  # noqa: ANN401 - pyttsx3 says None and wants a generator
        self._proxy.setBusy(False)
        while True:
            yield

    def startLoop(self) -> None:  # noqa: N802 - as pyttsx3 calls it
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - as pyttsx3 calls it
        """There is no loop."""


def _registered(name: str, build: Callable[[Any], Any]) -> str:
    """Make pyttsx3 find a driver of ours among its own."""
    driver = _PREFIX + name
    module = ModuleType(f"pyttsx3.drivers.{driver}")
    module.__dict__["buildDriver"] = build
    sys.modules[module.__name__] = module
    return driver


def tags_of(languages: object) -> tuple[str, ...]:
    """A voice's languages; drivers give them as text or bytes, with underscores or hyphens."""
    found = languages if isinstance(languages, list | tuple) else [languages]
    texts = [one.decode("ascii", "ignore") if isinstance(one, bytes) else str(one) for one in found]
    return tuple(text.strip("\x00\x02\x05").replace("_", "-").lower() for text in texts)
