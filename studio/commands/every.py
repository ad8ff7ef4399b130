"""Every command, declared: whoever needs the whole registry imports it from here."""

from studio.commands import (
    destinations,
    keys,
    live,
    messages,
    products,
    scenes,
    settings,
    sound,
    status,
    undo,
    window,
)
from studio.commands.command import REGISTRY

__all__ = [
    "REGISTRY",
    "destinations",
    "keys",
    "live",
    "messages",
    "products",
    "scenes",
    "settings",
    "sound",
    "status",
    "undo",
    "window",
]
