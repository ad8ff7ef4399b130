"""A product's card, drawn into a file: `earshot card`."""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from studio import paths, text
from studio.app.arranging import product_of
from studio.cards.demo import demo_products
from studio.cards.gui import ensure_gui
from studio.cards.parts import read_aloud
from studio.cards.png import write_png
from studio.cards.renderer import Card, draw_card
from studio.model.card import SAFE_AREAS, CardLayout, CardStyle, CardTheme
from studio.model.events import CardLacking
from studio.model.media import Size
from studio.model.message import Name, say
from studio.model.naming import products_called
from studio.model.product import Product
from studio.model.settings import Settings
from studio.speech.narrator import about_card
from studio.store.repositories import Repositories
from studio.store.store import Store


def draw(options: argparse.Namespace) -> list[str]:
    """Draw the card of a product, and tell what it says.

    Args:
        options: `code`, `layout`, `theme`, `safe_area`, `qr`, `size`, `out` and `json`; what is
            not given is as the settings have it.

    Raises:
        StudioError: There is no such product, or the file cannot be written.
    """
    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    try:
        product, settings = store.run(lambda kept: _find(kept, options.code)).result()
    finally:
        store.stop()
    ensure_gui()
    canvas = options.size or Size.parse(settings.canvas)
    style = _style(options, settings)
    card = draw_card(product, canvas, text.in_use(), style)
    if options.out is not None:
        write_png(card, canvas, options.out)
    if options.json:
        return [json.dumps(_as_json(card, product, canvas, style, options.out), ensure_ascii=False)]
    told = [read_aloud(card.parts)]
    if card.lacks_picture or card.lacks_letters:
        lacking = CardLacking(product.name, card.lacks_picture, card.lacks_letters)
        told.append(about_card(lacking))
    if options.out is not None:
        told.append(say("The card is in {file}.", file=Name(str(options.out))))
    return [one.words() for one in told]


def _find(kept: Repositories, words: str) -> tuple[Product, Settings]:
    settings = kept.settings.load()
    found = kept.products.search(words, 2)
    if not found and kept.is_first_start:
        found = products_called(words, demo_products())
    return product_of(words, found), settings


def _style(options: argparse.Namespace, settings: Settings) -> CardStyle:
    wished = {
        "layout": options.layout and CardLayout(options.layout),
        "theme": options.theme and CardTheme(options.theme),
        "safe_area": options.safe_area,
        "code": options.qr,
    }
    return replace(settings.card_style, **{n: v for n, v in wished.items() if v is not None})


def _as_json(
    card: Card, product: Product, canvas: Size, style: CardStyle, out: Path | None
) -> dict[str, Any]:
    """All boxes in pixels of the canvas."""
    known = SAFE_AREAS.get(style.safe_area)
    return {
        "product": product.code,
        "layout": style.layout.value,
        "theme": style.theme.value,
        "size": str(canvas),
        "language": text.in_use(),
        "safe_area": {
            "name": style.safe_area,
            "box": asdict(card.area),
            "origin": say(known.origin).words() if known else "",
        },
        "card": asdict(card.box),
        "texts": [
            {
                "kind": one.part.kind.value,
                "words": one.words,
                "language": one.part.language or text.in_use(),
                "box": asdict(one.box),
                "ink": asdict(one.ink),
            }
            for one in card.texts
        ],
        "qr": asdict(card.code) if card.code else None,
        "has_picture": card.has_picture,
        "lacks_letters": card.lacks_letters,
        "read_aloud": read_aloud(card.parts).words(),
        "changes_at": card.changes_at.isoformat() if card.changes_at else None,
        "file": str(out) if out else None,
    }
