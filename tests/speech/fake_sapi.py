"""A stand-in for SAPI and COM, so that the driver for Windows runs on any system.

It gives a tone of 40 ms for each sign (faster at a higher speed) where SAPI would speak, obeys
markup where it is told that a text is markup, and notes what it was asked.
"""

from __future__ import annotations

import locale
import math
import re
import struct
import sys
from types import ModuleType, SimpleNamespace

HZ = 22_050
SIGN_S = 0.04
"""How long a sign lasts at the usual speed: two thirds of what it does in English."""
IS_XML, IS_NOT_XML = 8, 16


class Token:
    """A voice, as the registry lists it."""

    def __init__(self, name: str, language: str) -> None:
        self.Id = f"HKEY_LOCAL_MACHINE\\SOFTWARE\\Voices\\{name}"
        self._name, self._language = name, language

    def GetDescription(self) -> str:
        return self._name

    def GetAttribute(self, name: str) -> str:
        return {"Language": self._language, "Gender": "Female", "Age": "Adult"}[name]


class MemoryStream:
    def __init__(self) -> None:
        self.Format = SimpleNamespace(Type=0)
        self.data = b""

    def GetData(self) -> tuple[int, ...]:
        return tuple(self.data)


class SpVoice:
    """Speaks into whatever stream it was given; without one it would be heard by everybody."""

    def __init__(self) -> None:
        self.EventInterests = 0
        self.Rate = 0
        self.Volume = 100
        self.AudioOutputStream: MemoryStream | None = None
        languages = {"Zira": "409", "Huihui": "804", "Andika": "421", "Heami": "412"}
        self._tokens = [Token(name, language) for name, language in languages.items()]
        self.Voice = self._tokens[0]

    def GetVoices(self) -> list[Token]:
        return self._tokens

    def Speak(self, text: str, flags: int) -> None:
        assert self.AudioOutputStream is not None, "it would be heard on the default device"
        assert self.AudioOutputStream.Format.Type == 22
        assert -10 <= self.Rate <= 10
        if flags & IS_XML:
            text = re.sub("<[^>]*>", "", text).replace("&lt;", "<").replace("&gt;", ">")
            text = text.replace("&amp;", "&")
        else:
            assert flags & IS_NOT_XML, "markup of strangers would be obeyed"
        hertz = {"Zira": 300, "Huihui": 500, "Andika": 700, "Heami": 900}[
            self.Voice.GetDescription()
        ]
        count = round(len(text) * SIGN_S * HZ / 1.11**self.Rate)
        level = 8000 * self.Volume / 100
        tone = [round(level * math.sin(2 * math.pi * hertz * i / HZ)) for i in range(count)]
        self.AudioOutputStream.data += struct.pack(f"<{count}h", *tone)


def create(name: str) -> SpVoice | MemoryStream:
    return SpVoice() if name.lower() == "sapi.spvoice" else MemoryStream()


def install() -> None:
    """Let `comtypes` and `pythoncom` be these."""
    client = ModuleType("comtypes.client")
    client.__dict__.update(CreateObject=create, GetEvents=lambda _voice, _sink: None)
    generated = ModuleType("comtypes.gen")
    generated.__dict__["SpeechLib"] = SimpleNamespace(SSFMCreateForWrite=3)
    whole = ModuleType("comtypes")
    whole.__dict__.update(client=client, gen=generated)
    pump = ModuleType("pythoncom")
    pump.__dict__["PumpWaitingMessages"] = lambda: None
    sys.modules |= {
        "comtypes": whole,
        "comtypes.client": client,
        "comtypes.gen": generated,
        "pythoncom": pump,
    }
    # Known on Windows only.
    known = getattr(locale, "windows_locale", {})
    locale.__dict__["windows_locale"] = known | {
        0x409: "en_US", 0x804: "zh_CN", 0x421: "id_ID", 0x412: "ko_KR",
    }  # fmt: skip
