"""The card over the picture: drawn once per change, on a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from studio.cards.pictures import close_pictures
from studio.cards.renderer import Card, draw_card
from studio.model.card import CardStyle, CardTransition
from studio.model.events import CardLacking, Part
from studio.model.media import Size
from studio.model.product import Product
from studio.program.look import Fade, Look
from studio.threads import Post, Worker
from studio.video.compositor import Overlay

log = logging.getLogger(__name__)

LEAST_APART_S = 0.4
"""Between two changes of the card that were wished for. A flash is a pair of them, and not more
than three in any second are safe to look at (WCAG 2.2, 2.3.1): a key that is held down must not
make them. What is wished for in between is left out for the newest."""

_MOST_KNOWN = 1000
"""Products of whose cards it is kept in mind what they lack."""

_LONGEST_WAIT_S = 60.0
"""After which the clock is looked at again, since somebody may have set it."""

Change = Callable[[Look], Look]


@dataclass(frozen=True, slots=True)
class CardManner:
    """How cards are drawn.

    Attributes:
        canvas: The program picture's size.
        style: Layout, theme and so on.
        language: The show's; empty for the one in use.
    """

    canvas: Size
    style: CardStyle
    language: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A card to be shown.

    Attributes:
        product: Whose; None for no card.
        transition: How it comes, and the one before goes.
        lasts_s: How long that takes.
    """

    product: Product | None
    transition: CardTransition
    lasts_s: float

    @property
    def fade(self) -> Fade:
        """Beginning now."""
        is_cut = self.transition is CardTransition.NONE
        return Fade(time.monotonic(), 0.0 if is_cut else self.lasts_s)


class CardDesk(Worker):
    """Draws the card that was wished for last, and a countdown on it once in a second.

    Args:
        post: Where it tells what it could not draw.
        change_look: Has the look that viewers see changed by a function, one at a time.
        manner: How cards are drawn, to begin with.
    """

    def __init__(
        self, post: Post, change_look: Callable[[Change], None], manner: CardManner
    ) -> None:
        super().__init__(Part.STAGE, post)
        self._change_look = change_look
        self._wishes = threading.Condition()
        self._wish: Wish | None = None
        self._manner = manner
        # From here on the desk's own thread's.
        self._drawn_so = manner
        self._product: Product | None = None
        self._card: Card | None = None
        self._overlay: Overlay | None = None
        self._changed_at = float("-inf")
        self._lacking: dict[str, CardLacking] = {}

    # ------------------------------------------------------ from any thread, never waiting

    def show(self, wish: Wish) -> None:
        with self._wishes:
            self._wish = wish
            self._wishes.notify()

    def draw_so(self, manner: CardManner) -> None:
        """Draw cards in another manner from now on, the one on air too.

        After a change of the canvas nothing that was drawn for the one before is shown.
        """
        with self._wishes:
            self._manner = manner
            self._wishes.notify()

    @property
    def manner(self) -> CardManner:
        return self._manner

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        with self._wishes:
            self._wishes.notify()

    # ------------------------------------------------------ on the desk's thread

    def close(self) -> None:
        close_pictures()

    def step(self) -> None:
        wish, manner = self._next()
        try:
            if wish is not None:
                self._show(wish, manner)
            elif manner != self._drawn_so:
                self._draw_again(manner)
            elif self._is_due():
                self._tick()
        except Exception:  # one card that cannot be drawn must not end all that follow
            log.exception("a card cannot be drawn")
            self._card = None
            self.failed(None)

    def _next(self) -> tuple[Wish | None, CardManner]:
        """Wait for a wish, another manner or the next second of a countdown."""
        with self._wishes:
            wait_s = self._wait_s()
            if wait_s > 0.0 and not self.is_stopping:
                self._wishes.wait(wait_s)
            if self._since_change() < LEAST_APART_S or self.is_stopping:
                return None, self._drawn_so
            wish, self._wish = self._wish, None
            return wish, self._manner

    def _wait_s(self) -> float:
        waits = [_LONGEST_WAIT_S]
        if self._card is not None and self._card.changes_at is not None:
            waits.append((self._card.changes_at - datetime.now(UTC)).total_seconds())
        if self._wish is not None or self._manner != self._drawn_so:
            waits.append(LEAST_APART_S - self._since_change())
        return min(waits)

    def _since_change(self) -> float:
        return time.monotonic() - self._changed_at

    def _is_due(self) -> bool:
        card = self._card
        return bool(card and card.changes_at and card.changes_at <= datetime.now(UTC))

    def _show(self, wish: Wish, manner: CardManner) -> None:
        is_the_same = wish.product == self._product and self._card is not None
        self._product = wish.product
        if is_the_same:
            self._draw_again(manner)
            return
        overlay, fade = self._draw(manner), wish.fade
        slides = wish.transition is CardTransition.SLIDE
        self._put(overlay, lambda look: look.with_card(overlay, fade, slides=slides))

    def _draw_again(self, manner: CardManner) -> None:
        """In the place of the same card, or where that was left out with another canvas."""
        before = self._overlay
        overlay = self._draw(manner)
        if before is not None and before.canvas == manner.canvas:
            self._put(overlay, lambda look: look.with_card_redrawn(before, overlay))
        else:
            self._put(overlay, lambda look: look.with_card(overlay, Fade()))

    def _tick(self) -> None:
        """The next second of a countdown, or the beginning or end of a flash sale."""
        card, before, now = self._card, self._overlay, datetime.now(UTC)
        drawing = card.ticked(now) if card else None
        patched = before.patched(drawing) if before and drawing else None
        if card is None or patched is None:
            self._draw_again(self._drawn_so)
            return
        self._card = card.at(now)
        self._swap(patched, lambda look: look.with_card_redrawn(before, patched))

    def _draw(self, manner: CardManner) -> Overlay | None:
        self._drawn_so = manner
        self._card = None
        if self._product is None:
            return None
        self._card = draw_card(
            self._product, manner.canvas, manner.language or None, manner.style, datetime.now(UTC)
        )
        self._tell_what_is_lacking(self._product, self._card)
        return Overlay.of(self._card.drawing, manner.canvas)

    def _tell_what_is_lacking(self, product: Product, card: Card) -> None:
        """Once for each product, or the next card and the next price would tell it again."""
        known = self._lacking.pop(product.code, None)
        if not (card.lacks_picture or card.lacks_letters):
            return
        lacking = CardLacking(product.name, card.lacks_picture, card.lacks_letters)
        self._lacking[product.code] = lacking
        if len(self._lacking) > _MOST_KNOWN:
            del self._lacking[next(iter(self._lacking))]
        if lacking != known:
            self.post(lacking)

    def _put(self, overlay: Overlay | None, change: Change) -> None:
        self._changed_at = time.monotonic()
        self._swap(overlay, change)

    def _swap(self, overlay: Overlay | None, change: Change) -> None:
        self._overlay = overlay

        def if_it_fits(look: Look) -> Look:
            # The canvas may have changed while this was drawn; then it is drawn again.
            is_for_this = overlay is None or overlay.canvas == self._manner.canvas
            return change(look) if is_for_this else look

        self._change_look(if_it_fits)
