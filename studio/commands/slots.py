"""How words become scenes, sources, products and destinations."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from studio.commands.command import Slot
from studio.model.announcement import EARCONS, Earcon
from studio.model.errors import CommandError
from studio.model.message import Name, say
from studio.model.naming import by_name
from studio.model.rundown import KINDS, MOST_SEGMENTS, Segment, SegmentKind
from studio.model.state import ShowState
from studio.show import Show
from studio.speech.words.tongues import TONGUES
from studio.text import translate

MOST_VIEWERS = 10_000_000_000
"""More than so many people there are not."""

MOST_PIECES = 100_000
"""More than so many of one product are no order but a slip."""

_MOST_NUMBERS = 5
_LONGEST_NUMBER = 100
"""Signs of a number; Python itself refuses those of thousands."""


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


def _find_segment(show: Show, words: str) -> list[Segment]:
    """By id, by number from 1 on, in digits or as it is said, or by name."""
    segments = show.state.rundown.segments
    if exact := [segment for segment in segments if segment.id == words]:
        return exact
    if words.strip().isdecimal():
        number = int(words) if len(words) < _LONGEST_NUMBER else 0
        return list(segments[number - 1 : number]) if number else []
    names = names_of(show.state)
    number = _said_numbers().get(_as_said(words), 0)
    if number and words.strip().casefold() not in map(str.casefold, names):
        return list(segments[number - 1 : number])
    found = by_name(words, zip(names, range(len(segments)), strict=True))
    if len(found) > 1:
        # They may be called exactly alike, as each greeting is: no more of the name would help.
        numbers = ", ".join(str(place + 1) for place in found[:_MOST_NUMBERS])
        raise CommandError(
            say("“{words}” may be segment {numbers}.", words=Name(words), numbers=numbers),
            say("Say its number."),
        )
    return [segments[place] for place in found]


@cache
def _said_numbers() -> dict[str, int]:
    """The numbers that segments may have, by how they are said in any language."""
    numbers = range(1, MOST_SEGMENTS + 1)
    return {_as_said(tongue.cardinal(n)): n for tongue in set(TONGUES.values()) for n in numbers}


def _as_said(words: str) -> str:
    """Without what one writes so and another otherwise: “twenty-one”, “twenty one”, “第二段”."""
    plain = words.casefold().replace("-", " ").replace(" and ", " ")
    return "".join(plain.split()).removeprefix("第").removesuffix("段")


def names_of(state: ShowState) -> list[str]:
    """What the segments of the rundown are called, in their order."""
    products = state.segment_products
    return [segment.called(products.get(segment.product)) for segment in state.rundown.segments]


SEGMENTS = Slot(
    _find_segment,
    choices=lambda show: [
        (f"{number}. {name}", segment.id)
        for number, (name, segment) in enumerate(
            zip(names_of(show.state), show.state.rundown.segments, strict=True), 1
        )
    ],
)


def _find_kind(show: Show, words: str) -> list[SegmentKind]:  # noqa: ARG001 - as every slot
    named = [(translate(title), kind) for kind, title in KINDS.items()]
    return [kind for kind in KINDS if kind == words] or by_name(words, named)


SEGMENT_KINDS = Slot(
    _find_kind,
    choices=lambda _show: [(translate(title), str(kind)) for kind, title in KINDS.items()],
)


def _find_rundown(show: Show, words: str) -> list[str]:
    """The path of one in the studio's own folder, by its name; any other path is one already."""
    if "/" in words or "\\" in words:
        return [words]
    return by_name(words, ((f.name, f.path) for f in show.state.rundown.files)) or [words]


RUNDOWNS = Slot(
    _find_rundown,
    choices=lambda show: [(file.name, file.path) for file in show.state.rundown.files],
)


def _whole(words: str) -> list[int]:
    try:
        return [int(unicodedata.normalize("NFKC", words).strip())]
    except ValueError:
        return []


COUNTS = Slot(lambda _show, words: [n for n in _whole(words) if 0 <= n <= MOST_VIEWERS])
"""A number of viewers and the like."""

PIECES = Slot(lambda _show, words: [n for n in _whole(words) if 0 < n <= MOST_PIECES])
"""How many of a product."""
