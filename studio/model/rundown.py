"""A rundown: what comes in a show, one segment after another, and where the show is in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from studio.model.message import Message, Name, say_n
from studio.model.product import Product
from studio.model.scene import new_id
from studio.model.script import lines_of
from studio.text import N_, translate

MOST_SEGMENTS = 500
LONGEST_SCRIPT = 20_000
"""Signs of one script; somebody speaks for more than an hour over them."""
LONGEST_NAME = 200
LONGEST_MINUTES = 24 * 60.0


class SegmentKind(StrEnum):
    """What a segment is for."""

    GREETING = "greeting"
    PRODUCT = "product"
    BREAK = "break"
    LOTTERY = "lottery"
    THANKS = "thanks"
    OTHER = "other"


KINDS = {
    SegmentKind.GREETING: N_("Greeting"),
    SegmentKind.PRODUCT: N_("Product"),
    SegmentKind.BREAK: N_("Break"),
    SegmentKind.LOTTERY: N_("Lottery"),
    SegmentKind.THANKS: N_("Thanks"),
    SegmentKind.OTHER: N_("Something else"),
}
"""What each is called, untranslated."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the show.

    Attributes:
        kind: What it is for.
        title: What it is called; empty for the product's name, or what its kind is called.
        product: The code of what is sold in it; empty for nothing.
        minutes: How long it is meant to take; 0 for as long as it takes.
        script: What is to be said.
        id: Stays with it while it is changed or moved; not kept in files.
    """

    kind: SegmentKind = SegmentKind.OTHER
    title: str = ""
    product: str = ""
    minutes: float = 0.0
    script: str = ""
    id: str = field(default_factory=new_id)

    @property
    def planned_s(self) -> float:
        return self.minutes * 60

    @property
    def lines(self) -> tuple[str, ...]:
        """The script as it is prompted."""
        return _lines(self.script)

    def called(self, product: Product | None) -> str:
        """What it is called, in the language in use where nobody gave it a name.

        Args:
            product: Its product; None where there is none in the catalogue.
        """
        if self.title:
            return self.title
        return product.name.name if product else self.product or translate(KINDS[self.kind])


@lru_cache(maxsize=64)
def _lines(script: str) -> tuple[str, ...]:
    return lines_of(script)


def products_of(segments: Iterable[Segment], products: Iterable[Product]) -> dict[str, Product]:
    """The products of segments, by code; of those that the catalogue has.

    They are gone through once for all segments: there may be thousands.
    """
    codes = {segment.product for segment in segments if segment.product}
    return {p.code: p for p in products if p.code in codes} if codes else {}


@dataclass(frozen=True, slots=True)
class Rundown:
    """What comes in a show, in its order.

    Attributes:
        name: What it is called.
        segments: The first first.
        language: Tag of the scripts' language; empty for that of each product's name.
        unused: Headings of the columns that were left out when it was read from a table.
    """

    name: str = ""
    segments: tuple[Segment, ...] = ()
    language: str = ""
    unused: tuple[str, ...] = field(default=(), compare=False)

    @property
    def planned_s(self) -> float:
        return sum(segment.planned_s for segment in self.segments)

    def place_of(self, segment_id: str) -> int:
        """Where a segment stands, from 0 on; -1 for nowhere."""
        ids = [segment.id for segment in self.segments]
        return ids.index(segment_id) if segment_id in ids else -1

    def with_segment(self, segment: Segment, place: int | None = None) -> "Rundown":
        """The same with a segment in place of the one with its id, or put in at a place.

        Args:
            segment: What is put in.
            place: Before which of those there are; None for where it is, or the end.
        """
        here = self.place_of(segment.id)
        if here >= 0 and place is None:
            segments = (*self.segments[:here], segment, *self.segments[here + 1 :])
            return replace(self, segments=segments)
        others = tuple(s for s in self.segments if s.id != segment.id)
        at = len(others) if place is None else max(0, min(place, len(others)))
        return replace(self, segments=(*others[:at], segment, *others[at:]))

    def without(self, segment_id: str) -> "Rundown":
        return replace(self, segments=tuple(s for s in self.segments if s.id != segment_id))


def unused_columns(rundown: Rundown) -> Message:
    """A sentence about the columns of its table that were left out; there is one at least."""
    return say_n(
        "{n} column of its table is not used: {column}.",
        "{n} columns of its table are not used, the first is {column}.",
        len(rundown.unused),
        column=Name(rundown.unused[0]),
    )


@dataclass(frozen=True, slots=True)
class RundownFile:
    """A rundown that lies in the studio's own folder.

    Attributes:
        name: Of the file, without its ending.
        path: Where it lies.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class RundownState:
    """Where the show is in its rundown.

    Attributes:
        rundown: What comes; None where none is open.
        path: Its file; empty while it has none.
        is_changed: It is not in that file as it is here.
        place: Of the segment that runs, or of the last one that did, from 0 on; -1 before the
            first.
        began: When that one began, in seconds of `time.monotonic`; None where none runs.
        line: Which line of its script was prompted last, from 0 on; -1 for none.
        beyond: Products of it that are not among those the show has at hand.
        files: The rundowns in the studio's own folder, by name.
    """

    rundown: Rundown | None = None
    path: str = ""
    is_changed: bool = False
    place: int = -1
    began: float | None = None
    line: int = -1
    beyond: tuple[Product, ...] = ()
    files: tuple[RundownFile, ...] = ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self.rundown.segments if self.rundown is not None else ()

    @property
    def name(self) -> str:
        """What the rundown is called; empty where none is open."""
        return self.rundown.name if self.rundown is not None else ""

    def filed_as(self, now: "RundownState") -> "RundownState":
        """The same, in the file that the rundown was given since; as it is where that is another.

        Args:
            now: How it stands now.
        """
        mine = {segment.id for segment in self.segments}
        is_same_one = any(segment.id in mine for segment in now.segments)
        if not is_same_one or self.path not in {"", now.path}:
            return self
        is_changed = now.is_changed or self.rundown != now.rundown
        return replace(self, path=now.path, is_changed=is_changed)

    @property
    def current(self) -> Segment | None:
        """The segment that runs."""
        is_one = self.began is not None and 0 <= self.place < len(self.segments)
        return self.segments[self.place] if is_one else None

    @property
    def coming(self) -> Segment | None:
        """The one after it; the first before any ran."""
        after = self.place + 1
        return self.segments[after] if after < len(self.segments) else None

    @property
    def prompted(self) -> str:
        """The line that was prompted last; empty for none."""
        current = self.current
        is_one = current is not None and 0 <= self.line < len(current.lines)
        return current.lines[self.line] if current is not None and is_one else ""

    def left_s(self, now: float) -> float | None:
        """Seconds left of the segment that runs, less than 0 once it is over.

        None where none runs, or as long as it takes.

        Args:
            now: Seconds of `time.monotonic`.
        """
        current = self.current
        if current is None or self.began is None or not current.minutes:
            return None
        return current.planned_s - (now - self.began)

    def show_left_s(self, now: float) -> float:
        """Seconds that are planned for what is left of the show; `now` as above."""
        coming = sum(segment.planned_s for segment in self.segments[self.place + 1 :])
        return max(0.0, self.left_s(now) or 0.0) + coming
