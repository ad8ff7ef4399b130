"""Runs a rundown: which segment the show is in, since when, and which line comes next."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from studio.model.announcement import Announcement, warning
from studio.model.errors import RundownError, StudioError
from studio.model.message import Message, Name, say
from studio.model.ports import Archive
from studio.model.product import Product
from studio.model.rundown import (
    MOST_SEGMENTS,
    Rundown,
    RundownFile,
    RundownState,
    Segment,
    products_of,
)
from studio.shelf import Shelf
from studio.speech.pauses import Pauses
from studio.standing import Standing

LAST_S = 60.0
"""Seconds before the end of a segment at which it is told."""


class Running:
    """The rundown that is open, and where the show is in it; the show's thread only.

    Args:
        standing: Holds how the show stands.
        shelf: Knows the products.
        archive: Reads and writes files, and keeps what is open.
        clock: Seconds; only their differences count.
    """

    def __init__(
        self,
        standing: Standing,
        shelf: Shelf,
        archive: Archive,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._standing = standing
        self._shelf = shelf
        self._archive = archive
        self._clock = clock
        self._pauses = Pauses()
        self._was_minute_told = False
        self._was_end_told = False
        self._wants_line = False
        self._products: tuple[Product, ...] | None = None
        self.claims_told: set[tuple[str, str]] = set()
        self.look_for_files()

    @property
    def state(self) -> RundownState:
        return self._standing.state.rundown

    def now(self) -> float:
        return self._clock()

    # ---------------------------------------------------------------- files

    def read(
        self, path: str, then: Callable[[Rundown], None], failed: Callable[[StudioError], None]
    ) -> None:
        """Read a file and use it; what is open stays where it cannot be read."""

        def take(rundown: Rundown) -> None:
            # What was read from somebody's table is kept in a file of ours, not over theirs.
            is_ours = path.lower().endswith(".rundown")
            self.use(RundownState(rundown, path if is_ours else "", is_changed=not is_ours))
            self.look_for_files()
            then(rundown)

        self._archive.errand(lambda: self._archive.read_rundown(path), take, failed)

    def write(
        self, path: str, then: Callable[[str], None], failed: Callable[[StudioError], None]
    ) -> None:
        """Write what is open; then it belongs to that file, where that is one of ours."""
        rundown = self.must_be_open()

        def take(written: str) -> None:
            state = self.state
            if written.lower().endswith(".rundown") and state.rundown is not None:
                # It may have been changed while it was being written.
                is_changed = state.rundown != rundown
                self._put(replace(state, path=written, is_changed=is_changed))
            self.look_for_files()
            then(written)

        self._archive.errand(lambda: self._archive.write_rundown(rundown, path), take, failed)

    def look_for_files(self) -> None:
        """Find out which rundowns lie in the studio's own folder."""

        def take(files: tuple[RundownFile, ...]) -> None:
            if files != self.state.files:
                self._put(replace(self.state, files=files))

        self._archive.errand(self._archive.rundown_files, take)

    # ---------------------------------------------------------------- what is open

    def use(self, state: RundownState) -> None:
        """Have another rundown, or the same elsewhere in it; the files stay known."""
        if state.rundown is None or self.state.name != state.name:
            self.claims_told.clear()
        self._put(replace(state, files=self.state.files))
        self._begin_anew()

    def edit(self, rundown: Rundown) -> None:
        """Change the rundown, also while it runs; the segment that runs goes on where it stands.

        Where that one is gone, none runs, and the next is the one that followed it.
        """
        if len(rundown.segments) > MOST_SEGMENTS:
            raise RundownError(
                say("A rundown has no more than {n} segments.", n=MOST_SEGMENTS),
                say("Part it into several."),
            )
        state = self.state
        ran = state.segments[state.place] if 0 <= state.place < len(state.segments) else None
        place = rundown.place_of(ran.id) if ran is not None else -1
        changed = replace(state, rundown=rundown, is_changed=True)
        if ran is None or place >= 0:
            line = min(state.line, len(rundown.segments[place].lines) - 1) if place >= 0 else -1
            self._put(replace(changed, place=place, line=line))
        else:
            before = _last_of(state.segments[: state.place], rundown)
            self._put(replace(changed, place=before, began=None, line=-1))

    def go_to(self, place: int) -> Segment:
        """Begin the segment at a place, from 0 on; gives it.

        Raises:
            RundownError: There is none.
        """
        rundown = self.must_be_open()
        if not rundown.segments:
            raise RundownError(
                say("The rundown is empty."), say("Add a segment or a product to it first.")
            )
        if place >= len(rundown.segments):
            raise RundownError(
                say("This was the last segment."), say("To begin anew, use “start over”.")
            )
        if place < 0:
            raise RundownError(
                say("This is the first segment."), say("To go on, use “next segment”.")
            )
        self._put(replace(self.state, place=place, began=self.now(), line=-1))
        self._begin_anew()
        return rundown.segments[place]

    def start_over(self) -> None:
        """Be before the first segment again."""
        self.must_be_open()
        self._put(replace(self.state, place=-1, began=None, line=-1))
        self._begin_anew()

    def prompt(self, step: int) -> str:
        """The line of the script `step` after the one that was prompted last.

        Raises:
            RundownError: There is none.
        """
        self.must_be_open()
        current = self.state.current
        if current is None:
            raise RundownError(say("No segment has begun."), say("To begin, use “next segment”."))
        if not current.lines:
            raise RundownError(
                say("This segment has no script."),
                say("For what can be said of its product, use “key facts”."),
            )
        line = max(0, self.state.line + step) if step <= 0 else self.state.line + step
        if self.state.line == 0 and step < 0:
            raise RundownError(
                say("This is the first line."), say("To hear it, use “this line again”.")
            )
        if line >= len(current.lines):
            raise RundownError(say("The script is over."), self.whats_next())
        self._put(replace(self.state, line=line))
        self._wants_line = False
        self._pauses.begin()
        return current.lines[line]

    def prompted(self, line: str) -> Announcement:
        """The line that was prompted last, for the streamer's ear, in its own language.

        Of a topic of its own: the line before may still wait to be heard, and is heard too.
        """
        current = self.state.current
        language = self.language_of(current) if current is not None else ""
        return Announcement(
            say("{line}", line=Name(line, language)), topic=f"prompt {self.state.line}"
        )

    def language_of(self, segment: Segment) -> str:
        """The language of its script; empty where nobody told."""
        rundown = self.state.rundown
        if rundown is not None and rundown.language:
            return rundown.language
        product = self.product_of(segment)
        return product.name.language if product is not None else ""

    def product_of(self, segment: Segment) -> Product | None:
        """Its product; None where it has none, or one that the catalogue does not have."""
        return self._shelf.product_of(segment.product) if segment.product else None

    def called(self, segment: Segment) -> Name:
        """A segment's name, in its own language."""
        product = self.product_of(segment)
        if product is not None and not segment.title:
            return product.name
        return Name(segment.called(product), self.language_of(segment) if segment.title else "")

    # ---------------------------------------------------------------- by itself

    def look(self, voice_db: float | None, now: float) -> Iterator[Announcement]:
        """Give what has to be told by itself; some ten times a second.

        Args:
            voice_db: The peak of the streamer's microphone in dBFS; None while viewers do not hear
                it.
            now: Seconds of `time.monotonic`.
        """
        self._follow_products()
        yield from self._time(now)
        has_paused = self._pauses.look(voice_db, now)
        is_wanted = self._wants_line or (has_paused and self.state.line >= 0)
        current = self.state.current
        if not self._standing.state.settings.prompt_by_itself or current is None or not is_wanted:
            return
        self._wants_line = False
        if self.state.line + 1 < len(current.lines):
            line = self.prompt(1)
            yield self.prompted(line)

    def _time(self, now: float) -> Iterator[Announcement]:
        """What is told of the time that is left, once each; whoever gives it more is told anew."""
        left_s, current = self.state.left_s(now), self.state.current
        was_minute_told, was_end_told = self._was_minute_told, self._was_end_told
        self._was_minute_told = left_s is not None and left_s <= LAST_S
        self._was_end_told = left_s is not None and left_s <= 0
        if left_s is None or current is None:
            return
        settings = self._standing.state.settings
        is_last_minute = 0 < left_s <= LAST_S < current.planned_s
        if is_last_minute and not was_minute_told and settings.warn_minute_left:
            left = say("One minute left for {segment}.", segment=self.called(current))
            yield warning(left, "rundown time", brief=say("One minute left."))
        if left_s <= 0 and not was_end_told and settings.warn_time_over:
            over = say("The time for {segment} is over.", segment=self.called(current))
            yield warning(over.then(self.whats_next()), "rundown time", brief=over)

    def whats_next(self) -> Message:
        """A sentence that names the next segment."""
        coming = self.state.coming
        if coming is None:
            return say("It was the last segment.")
        return say("Next: {segment}.", segment=self.called(coming))

    def _begin_anew(self) -> None:
        self._was_minute_told = self._was_end_told = False
        self._wants_line = self.state.current is not None and self.state.line < 0
        self._pauses.begin()

    def must_be_open(self) -> Rundown:
        """The rundown that is open; raises RundownError where none is."""
        if self.state.rundown is None:
            raise RundownError(
                say("No rundown is open."), say("Open one, or make one with “new rundown”.")
            )
        return self.state.rundown

    def _put(self, state: RundownState) -> None:
        before = self.state
        if state.rundown is not before.rundown:
            state = replace(state, beyond=self._beyond(state.segments, before.beyond))
        self._standing.change(rundown=state)
        if replace(before, line=-1, files=()) != replace(state, line=-1, files=()):
            self._archive.keep_rundown(state)

    def _follow_products(self) -> None:
        """After an import other products are at hand, and those beyond may be others too."""
        show = self._standing.state
        if show.products is self._products:
            return
        self._products = show.products
        beyond = self._beyond(self.state.segments, ())
        if beyond != self.state.beyond:
            self._standing.change(rundown=replace(self.state, beyond=beyond))

    def _beyond(
        self, segments: tuple[Segment, ...], known: tuple[Product, ...]
    ) -> tuple[Product, ...]:
        """The products of segments that are not at hand; those that are not known are looked up."""
        show = self._standing.state
        if not show.products_beyond:
            return ()
        at_hand = products_of(segments, show.products)
        far = products_of(segments, known)
        codes = dict.fromkeys(s.product for s in segments if s.product)
        found = (
            far.get(code) or self._shelf.product_of(code) for code in codes if code not in at_hand
        )
        return tuple(product for product in found if product is not None)


def _last_of(before: tuple[Segment, ...], rundown: Rundown) -> int:
    """Where the last one of these that is still there stands; -1 for none."""
    places = (rundown.place_of(segment.id) for segment in reversed(before))
    return next((place for place in places if place >= 0), -1)
