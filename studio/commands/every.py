"""Every command, declared: whoever needs the whole registry imports it from here."""

from studio.commands import (
    answers,
    catalogue,
    destinations,
    keys,
    live,
    messages,
    people,
    preview,
    products,
    scenes,
    settings,
    sound,
    speech,
    status,
    undo,
    window,
    words,
)
from studio.commands.command import REGISTRY

__all__ = [
    "REGISTRY",
    "answers",
    "catalogue",
    "destinations",
    "keys",
    "live",
    "messages",
    "people",
    "preview",
    "products",
    "scenes",
    "settings",
    "sound",
    "speech",
    "status",
    "undo",
    "window",
    "words",
]
