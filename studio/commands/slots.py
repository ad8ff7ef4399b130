"""How words become scenes, sources, products and destinations."""

from collections.abc import Callable, Sequence
from typing import Any

from studio.commands.command import Slot
from studio.model.announcement import EARCONS, Earcon
from studio.model.naming import by_name
from studio.show import Show
from studio.text import translate


def _slot(values: Callable[[Show], Sequence[Any]]) -> Slot:
    def find(show: Show, words: str) -> list[Any]:
        exact = [v for v in values(show) if v.id == words]
        return exact or by_name(words, ((v.name, v) for v in values(show)))

    return Slot(find, choices=lambda show: [(v.name, v.id) for v in values(show)])


SCENES = _slot(lambda show: show.state.scenes)
SOUNDS = _slot(lambda show: show.state.sound_sources)
SOURCES = _slot(lambda show: (*show.state.picture_sources, *show.state.sound_sources))
DESTINATIONS = _slot(lambda show: show.state.destinations)


PRODUCTS = Slot(
    lambda show, words: show.shelf.find(words),
    choices=lambda show: [(p.name.name, p.code) for p in show.state.products],
)


def _find_earcon(show: Show, words: str) -> list[Earcon]:  # noqa: ARG001 - as every slot
    named = [(translate(title), earcon) for earcon, title in EARCONS.items()]
    return [earcon for earcon in EARCONS if earcon == words] or by_name(words, named)


SIGNALS = Slot(
    _find_earcon,
    choices=lambda _show: [(translate(title), str(earcon)) for earcon, title in EARCONS.items()],
)
