"""Every command, declared: whoever needs the whole registry imports it from here."""

from studio.commands import destinations, live, messages, products, scenes, settings, sound, status
from studio.commands.command import REGISTRY

__all__ = [
    "REGISTRY",
    "destinations",
    "live",
    "messages",
    "products",
    "scenes",
    "settings",
    "sound",
    "status",
]
