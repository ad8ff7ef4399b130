"""Every command, declared: whoever needs the whole registry imports it from here."""

from studio.commands import (
    answers,
    backups,
    catalogue,
    claims,
    destinations,
    hand,
    keys,
    live,
    messages,
    order_files,
    people,
    preview,
    prices,
    products,
    prompter,
    report,
    rundown,
    sales,
    scenes,
    settings,
    sound,
    speech,
    speech_models,
    status,
    taught_files,
    teaching,
    undo,
    voice,
    window,
    words,
)
from studio.commands.command import REGISTRY

__all__ = ["REGISTRY"]

# Whichever of them was imported first, by whom, menus and pages have the same order.
REGISTRY.arrange(
    module.__name__
    for module in (
        answers,
        backups,
        catalogue,
        claims,
        destinations,
        hand,
        keys,
        live,
        messages,
        order_files,
        people,
        preview,
        prices,
        products,
        prompter,
        report,
        rundown,
        sales,
        scenes,
        settings,
        sound,
        speech,
        speech_models,
        status,
        taught_files,
        teaching,
        undo,
        voice,
        window,
        words,
    )
)
